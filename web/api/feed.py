"""The log of revisions as an Atom feed (RFC 4287), for who wants to hear when a figure changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from answers import house, versions
from answers.provenance import INVENTED
from loaders.store import Store

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
# What our ids are made under: the same version has the same id on every server.
SPACE = uuid.UUID("6f2f3c1e-6d0b-5c57-9a63-0f4b1c2d7a10")


def atom(held: Store, log: Sequence[Mapping[str, Any]], base: str) -> bytes:
    """The newest entries of the log (newest first), as UTF-8 XML; ``base`` is the address of the dashboard."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "nl"})
    _text(feed, "id", _id("feed", base))
    _text(feed, "title", f"{house.NAME}: herzieningen en nieuwe cijfers")
    _text(feed, "subtitle", INVENTED if held.demo else "Wat elke gegevensversie veranderde tegenover de vorige.")
    _text(feed, "updated", log[0]["created"] if log else held.manifest()["created"] or "1970-01-01T00:00:00+00:00")
    _link(feed, f"{base}/api/v1/revisions.atom", "self", "application/atom+xml")
    _link(feed, f"{base}{versions.LOG}", "alternate", "text/html")
    author = ElementTree.SubElement(feed, f"{{{ATOM}}}author")
    _text(author, "name", house.NAME)
    for entry in log[:MOST]:
        _entry(feed, entry, base)
    found: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return found


def _entry(feed: ElementTree.Element, entry: Mapping[str, Any], base: str) -> None:
    found = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
    _text(found, "id", _id(entry["version"], entry["created"]))
    _text(found, "title", f"Gegevensversie {entry['version']}: {versions.headline(entry)}")
    _text(found, "updated", entry["created"])
    _text(found, "content", ". ".join(versions.sentences(entry)) + ".")
    if entry["file"]:
        _link(found, f"{base}/api/v1/revisions/{entry['version']}", "related", "application/json")
    _link(found, f"{base}/gegevens?herziening={entry['version']}#versies", "alternate", "text/html")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: ElementTree.Element, href: str, rel: str, kind: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}link", {"href": href, "rel": rel, "type": kind})


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(SPACE, ' '.join(parts))}"
