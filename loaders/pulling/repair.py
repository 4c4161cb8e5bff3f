"""Damaged files of the data written again, from the answers of publishers that were kept, without a network.

A pull gives the same file for the same answers, under the same name: what is damaged is then replaced by what was written
there before. Where the program reads a publisher otherwise by now, the outcome becomes a new version, as a pull would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders import store
from loaders.pulling.pull import Pull
from loaders.reading.http import Client, SourceError
from loaders.reading.snapshots import Snapshots
from loaders.source import Source, registry
from loaders.store import publishing


@dataclass(frozen=True)
class Repaired:
    """How a repair ended: files that are whole again, those that are not, and in Dutch what went wrong on the way."""

    mended: tuple[str, ...]
    left: tuple[str, ...]
    problems: tuple[str, ...] = ()


def repair(root: Path) -> Repaired:
    """Write every damaged or missing file of today's data again that can be made of what is kept."""
    data = store.open_store(root)
    bad = data.verify()
    if not bad:
        return Repaired((), ())
    # Opened again, so that what is damaged is not read on the way.
    data = store.open_store(root)
    publishing.begin(root)
    problems = []
    for source, year, record in _pulls(data, bad):
        try:
            _again(root, data, source, year, record)
        except (SourceError, store.StoreError) as error:
            problems.append(f"{source.id} {year}: {error}")
    for source in dict.fromkeys(source for source, _, _ in _pulls(data, bad)):
        if source.after is not None:
            source.after(root)
    publishing.record(root, "Beschadigde bestanden zijn opnieuw gemaakt uit de bewaarde antwoorden van de bronnen.")
    left = [file for file in bad if file in store.open_store(root).files() and not store.is_sound(root / file)]
    return Repaired(tuple(file for file in bad if file not in left), tuple(left), tuple(problems))


def _pulls(data: store.Store, bad: list[str]) -> Iterator[tuple[Source, int, dict[str, Any]]]:
    """The pulls whose answers are kept and that may have written one of these files."""
    written = data.written()
    of_source = {e["source"] for e in written["observations"].values() if e["file"] in bad}
    # Names, boundaries, groups and addresses say no source: whoever was pulled may have written them.
    others = any(
        e["file"] in bad for kind in ("names", "boundaries", "groups", "addresses") for e in written[kind].values()
    )
    others |= any(file.startswith("geo/") for file in bad)
    for key, record in written["pulls"].items():
        id, _, year = key.partition("/")
        source = registry().get(id)
        if source is not None and source.pull is not None and record.get("raw") and (others or id in of_source):
            yield source, int(year), record


def _again(root: Path, data: store.Store, source: Source, year: int, record: dict[str, Any]) -> None:
    client = Client()
    client.snapshots = Snapshots(root, record["raw"])
    with store.writer(root, demo=data.demo) as writer:
        pull = Pull(source, year, record.get("levels", ()), writer, before=data, force=True, client=client)
        client.keep = None
        assert source.pull is not None
        source.pull(pull, year)
