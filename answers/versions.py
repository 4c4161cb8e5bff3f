"""The published versions of the data, and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from answers import cells, data, format, ground, words
from answers.held import remembered
from loaders import store
from loaders.source import registry
from loaders.sources import computed, municipal
from loaders.store import Store
from loaders.vocabulary import LEVEL_PLURALS, LEVELS

LOG = "/gegevens#versies"


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


@remembered(4, key=lambda entry: entry["file"])
def moved(entry: Mapping[str, Any]) -> pd.DataFrame:
    """The values that a version moved or took away, old beside new, as far as they are listed. Shared."""
    return store.revisions(data.store().root, dict(entry))


def lines(log: Sequence[Mapping[str, Any]]) -> str:
    """The versions as a Markdown list: day, version, what it changed."""
    return "\n".join(_line(entry) for entry in log)


def _line(entry: Mapping[str, Any]) -> str:
    gone = "" if entry["kept"] else " (niet meer op te vragen)"
    said = cells.plain(". ".join(sentences(entry)))
    return f"- **{format.day(entry['created'])}** · {entry['version']}{gone}: {said}."


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


def sentences(entry: Mapping[str, Any]) -> list[str]:
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


def values(moved: pd.DataFrame) -> pd.DataFrame:
    """Changed values as text: Gebied (as it was called on the boundaries of the value), Cijfer, Jaar, Was, Werd."""
    known = data.entries()
    called = [
        _called(str(code), str(level), int(division))
        for code, level, division in zip(moved["region"], moved["level"], moved["division"], strict=True)
    ]

    def said(id: str, value: float, status: str) -> str:
        return words.short(known[id], value, status) if id in known else format.number(value, 2)

    return pd.DataFrame(
        {
            "Gebied": called,
            "Cijfer": [known[id].label if id in known else id for id in moved["variable"]],
            "Jaar": moved["year"].astype(str),
            "Was": [said(*row) for row in moved[["variable", "old", "old_status"]].itertuples(index=False)],
            "Werd": [
                "niet meer gegeven" if pd.isna(value) else said(id, value, status)
                for id, value, status in moved[["variable", "new", "new_status"]].itertuples(index=False)
            ],
        }
    )


def _called(code: str, level: str, division: int) -> str:
    """An area by its name in a division, with its code; the code alone where it has none there."""
    found = ground.names(level, division)
    if code not in found.index:
        return code
    return f"{format.place(str(found.at[code, 'name']), level, str(found.at[code, 'gemeente_name']))} ({code})"
