"""Which version of the data a reader sees, and what changed between versions.

A link names its version (``versie=``). As long as that version is kept, the link shows it, with a word when there is a
newer one. One run of a page, and every fragment of it, sees one version and no other: ``settle`` chooses it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from loaders import store
from loaders.source import registry
from loaders.sources import computed, municipal
from loaders.store import Store
from loaders.vocabulary import LEVEL_PLURALS, LEVELS
from ui import data, dictionary, format, selection, tables, words

KEY = "versie"
LOG = "/gegevens#versies"


def settle(*, quiet: bool = False) -> None:
    """Choose the version of this run and say so where it is not the newest. Call once, between ``read`` and the page."""
    wanted = selection.get(KEY)
    today = store.current()
    held = today if wanted is None else store.at(str(wanted))
    if held is None:
        selection.forget(KEY)
        if not quiet:
            _say_gone(str(wanted), today)
    data.hold(held or today)
    if held is not None and wanted is not None:
        selection.remember(KEY, held.version)
        if held is not today and not quiet:
            _say_older(held, today)


def _say_gone(wanted: str, today: Store) -> None:
    known = next((e for e in store.versions(today.root) if e["version"] == wanted), None)
    why = (
        f"Die versie, van {format.day(known['created'])}, wordt niet meer bewaard."
        if known
        else "Die versie is hier niet bewaard: zij bestond maar kort, of hoort bij andere gegevens."
    )
    st.info(
        f"Deze link noemt een andere gegevensversie. {why} U ziet de nieuwste, {today.version}; cijfers kunnen dus "
        f"anders zijn. Wat er veranderde staat in het [logboek]({LOG}).",
        title="De versie uit de link is er niet",
        icon=":material/history:",
    )


def _say_older(held: Store, today: Store) -> None:
    text, back = st.columns([5, 1], vertical_alignment="center")
    text.markdown(
        f":material/history: **U ziet een oudere versie van de gegevens**, van {format.day(held.manifest()['created'])} "
        f"({held.version}), omdat de link die noemt. Er is een nieuwere, van {format.day(today.manifest()['created'])}: "
        f"[wat er veranderde]({LOG})."
    )
    back.button("Naar de nieuwste", key="naar_nieuwste", on_click=selection.forget, args=(KEY,), width="stretch")


def newest() -> bool:
    """True where the reader sees the data of today."""
    return data.store() is store.current()


# ---------------------------------------------------------------- the log


def log(held: Store) -> list[dict[str, Any]]:
    """The published versions of the folder that this version lies in, newest first."""
    return store.versions(held.root)


def kept(log: Sequence[Mapping[str, Any]], version: str | None) -> bool:
    """Whether a version can still be asked for."""
    return any(entry["version"] == version and entry["kept"] for entry in log)


def total(entry: Mapping[str, Any]) -> int:
    """How many values a version moved or took away."""
    return sum(part["moved"] + part["emptied"] for part in entry["changes"])


@st.cache_data(max_entries=4, show_spinner=False)
def _moved(root: str, file: str) -> pd.DataFrame:
    return store.revisions(Path(root), {"file": file})


def moved(held: Store, entry: Mapping[str, Any]) -> pd.DataFrame:
    """The values that a version moved or took away, old beside new, as far as they are listed."""
    return _moved(str(held.root), entry["file"])


def lines(log: Sequence[Mapping[str, Any]]) -> str:
    """The versions as a Markdown list: day, version, what it changed."""
    return "\n".join(
        f"- **{format.day(entry['created'])}** · {entry['version']}{'' if entry['kept'] else ' (niet meer op te vragen)'}: "
        f"{tables.plain('. '.join(told(entry)))}."
        for entry in log
    )


def headline(entry: Mapping[str, Any]) -> str:
    """What a version changed, in a few words."""
    if not entry["previous"]:
        return "de eerste die is bewaard"
    if counted := _counts(entry["changes"]):
        return counted
    kinds = {part["kind"] for part in entry["changes"]}
    if "gone" in kinds:
        return "cijfers weggehaald" + (" en nieuwe cijfers" if "new" in kinds else "")
    return "nieuwe cijfers" if "new" in kinds else "geen waarde anders"


def told(entry: Mapping[str, Any]) -> list[str]:
    """What a version changed, in short Dutch sentences without their stops; the maintainer's own words first."""
    if not entry["previous"]:
        return [*([entry["note"].rstrip(".")] if entry["note"] else []), "De eerste versie die is bewaard"]
    lines = [entry["note"].rstrip(".")] if entry["note"] else []
    for source in dict.fromkeys(part["source"] for part in entry["changes"]):
        mine = [part for part in entry["changes"] if part["source"] == source]
        title = registry()[source].title if source in registry() else source
        if changed := [part for part in mine if part["kind"] == "changed"]:
            lines.append(f"{title}: {_counts(changed)} ({_places(changed)}), {_why(source)}")
        for kind, what in (("new", "nieuw"), ("gone", "weggehaald")):
            if some := [part for part in mine if part["kind"] == kind]:
                lines.append(f"{title}: {what}, {_places(some)}")
    return lines or ["Geen waarde veranderde; wel namen, grenzen of andere gegevens"]


def _counts(parts: Sequence[Mapping[str, Any]]) -> str:
    totals = {kind: sum(part[kind] for part in parts) for kind in ("moved", "emptied", "filled")}
    said = [
        f"{format.plural(totals[kind], 'waarde', 'waarden')} {what}"
        for kind, what in (("moved", "anders"), ("emptied", "niet meer gegeven"), ("filled", "erbij"))
        if totals[kind]
    ]
    return format.joined(said)


def _places(parts: Sequence[Mapping[str, Any]]) -> str:
    found = []
    for level in LEVELS:
        years = [part["year"] for part in parts if part["level"] == level]
        if years:
            found.append(f"{LEVEL_PLURALS[level]} {format.years(years)}")
    return "; ".join(found)


def _why(source: str) -> str:
    if source == computed.SOURCE.id:
        return "opnieuw berekend"
    return "opnieuw opgegeven" if source == municipal.SOURCE.id else "opnieuw opgehaald"


def values(held: Store, moved: pd.DataFrame) -> pd.DataFrame:
    """Changed values as text: Gebied, Cijfer, Jaar, Was, Werd. Names of figures are those of ``held``."""
    known = dictionary.entries(held)
    names = {code: place.label for code in moved["region"].unique() if (place := data.place(code)) is not None}

    def said(id: str, value: float) -> str:
        return words.short(known[id], value) if id in known else format.number(value, 2)

    return pd.DataFrame(
        {
            "Gebied": [f"{names[code]} ({code})" if code in names else code for code in moved["region"]],
            "Cijfer": [known[id].label if id in known else id for id in moved["variable"]],
            "Jaar": moved["year"].astype(str),
            "Was": [said(id, value) for id, value in zip(moved["variable"], moved["old"], strict=True)],
            "Werd": [
                "niet meer gegeven" if pd.isna(value) else said(id, value)
                for id, value in zip(moved["variable"], moved["new"], strict=True)
            ],
        }
    )
