"""What the data folder holds and what it lacks: sources, years, and why something is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from answers import data, format
from answers.held import remembered
from loaders.source import Source
from loaders.sources import computed
from loaders.store import Store
from loaders.vocabulary import LEVEL_PLURALS, LEVELS, STATUSES

PULL_WORDS = {
    "ok": "opgehaald",
    "unchanged": "opgehaald; sindsdien niet gewijzigd",
    "not_available": "bestaat niet bij de bron",
    "failed": "ophalen mislukt",
}


@dataclass(frozen=True)
class Holding:
    """What one source delivered: years and levels with rows, the number of rows, and how it was last fetched.

    ``fetched`` is None for figures that were not fetched over a network (computed here, made up, reported).
    """

    source: Source
    years: tuple[int, ...]
    levels: tuple[str, ...]
    rows: int
    fetched: datetime | None
    routes: tuple[str, ...]


def holdings(store: Store, sources: Mapping[str, Source]) -> list[Holding]:
    """Every registered source, also those of which nothing is there yet, in the order of the registry."""
    manifest = store.manifest()
    return [_holding(manifest, source) for source in sources.values()]


def _holding(manifest: dict[str, Any], source: Source) -> Holding:
    entries = [e for e in manifest["observations"].values() if e["source"] == source.id]
    pulls = [info for key, info in manifest["pulls"].items() if key.split("/")[0] == source.id]
    dates = [date for info in pulls if (date := parsed(info.get("fetched"))) is not None]
    levels = {e["level"] for e in entries}
    return Holding(
        source=source,
        years=tuple(sorted({e["year"] for e in entries})),
        levels=tuple(level for level in LEVELS if level in levels),
        rows=sum(e["rows"] for e in entries),
        fetched=max(dates, default=None),
        routes=tuple(sorted({str(info["route"]) for info in pulls if info.get("route")})),
    )


def parsed(text: object) -> datetime | None:
    """A moment in ISO notation, in UTC; None when there is none or it cannot be read."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def age_words(moment: datetime | None, now: datetime) -> str:
    """How long ago, in whole days: "vandaag", "gisteren", "12 dagen geleden"; "niet opgehaald" without a moment."""
    if moment is None:
        return "niet opgehaald"
    days = (now.date() - moment.date()).days
    return {0: "vandaag", 1: "gisteren"}.get(days, f"{days} dagen geleden")


def pull_table(store: Store, sources: Mapping[str, Source]) -> pd.DataFrame:
    """One row a source and year that was asked for: Bron, Jaar, Tabel, Uitkomst, Toelichting; newest year first."""
    rows = []
    for key, info in store.manifest()["pulls"].items():
        id_, _, year = key.partition("/")
        rows.append(
            {
                "Bron": sources[id_].title if id_ in sources else id_,
                "Jaar": int(year),
                "Tabel": str(info.get("table") or ""),
                "Uitkomst": PULL_WORDS.get(str(info.get("status")), str(info.get("status"))),
                "Toelichting": str(info.get("message") or ""),
            }
        )
    frame = pd.DataFrame(rows, columns=["Bron", "Jaar", "Tabel", "Uitkomst", "Toelichting"])
    return frame.sort_values(["Bron", "Jaar"], ascending=[True, False], ignore_index=True)


def outcomes(pulls: pd.DataFrame) -> str:
    """How the rows of a ``pull_table`` ended, with how many when not all the same: ``ophalen mislukt (3)``."""
    counted = pulls["Uitkomst"].value_counts()
    if len(counted) == 1:
        return str(counted.index[0])
    return format.joined([f"{words} ({format.number(count)})" for words, count in counted.items()])


def example(store: Store, base: str) -> str:
    """An address of the API that gives something: one figure as CSV, on the dashboard at ``base``."""
    levels = [level for level in ("wijk", "gemeente", "land") if store.years(level)]
    level = levels[0] if levels else "wijk"
    there = [id for id in ("bijstand", "inwoners") if store.years(level, id)] or store.variables(level) or ["bijstand"]
    year = max(store.years(level, there[0]), default="all")
    return f"{base or 'http://localhost:8501'}/api/v1/data/{there[0]}?level={level}&year={year}&format=csv"


def filled(store: Store, level: str, ids: Sequence[str]) -> pd.DataFrame:
    """For each figure (index) and year (columns) the share of areas with a value, 0–100; NaN where there are no rows.

    Read from the manifest alone. The denominator is the number of areas of that year; where names are lacking, the
    most that any figure of that year has.
    """
    manifest = store.manifest()
    entries = [e for e in manifest["observations"].values() if e["level"] == level]
    most: dict[int, int] = {}
    for entry in entries:
        named = manifest["names"].get(f"{level}/{entry['year']}", {}).get("rows", 0)
        most[entry["year"]] = max(most.get(entry["year"], 0), named, *entry["variables"].values(), 1)
    cells = {
        (variable, entry["year"]): min(count / most[entry["year"]] * 100, 100.0)
        for entry in entries
        for variable, count in entry["variables"].items()
        if variable in set(ids)
    }
    frame = pd.Series(cells, dtype="float64").unstack() if cells else pd.DataFrame()
    return frame.reindex(index=list(ids), columns=sorted(most)).astype("float64")


@remembered(32)
def reasons(level: str, year: int) -> pd.DataFrame:
    """How many cells of one level and year have each status: index the status in words; columns Vakken and Cijfers.

    Cijfers is the number of figures among which these cells fall. Shared: do not change it.
    """
    counted = data.store().status_counts(level, year)
    rows = {
        STATUSES[str(status)]: (int(counts.sum()), int((counts > 0).sum()))
        for status, counts in counted.iterrows()
        if counts.any()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["Vakken", "Cijfers"]).rename_axis("Toestand")


def without_data(store: Store, ids: Sequence[str]) -> list[str]:
    """The figures of which not one value is there, at any level or year."""
    there = {variable for level in LEVEL_PLURALS for variable in store.variables(level)}
    return [id_ for id_ in ids if id_ not in there]


def source_table(held: Sequence[Holding], now: datetime, *, demo: bool) -> pd.DataFrame:
    """One row a source, as text with links: Bron (with its publisher), Cijfers over, Opgehaald, Licentie.

    Four columns, so that it can be read on a phone.
    """
    rows = [
        {
            "Bron": f"{_link(h.source.title, h.source.homepage)}, {h.source.publisher}",
            "Cijfers over": _extent(h),
            "Opgehaald": _fetch_words(h, now, demo=demo),
            "Licentie": _link(h.source.licence, h.source.licence_url),
        }
        for h in held
    ]
    return pd.DataFrame(rows)


def _link(text: str, address: str) -> str:
    return f"[{text}]({address})" if address else text


def _extent(held: Holding) -> str:
    if not held.rows:
        return "nog niets"
    return f"{format.years(list(held.years))}: {format.joined([LEVEL_PLURALS[level] for level in held.levels])}"


def _fetch_words(held: Holding, now: datetime, *, demo: bool) -> str:
    if not held.rows:
        return "nog niets"
    if demo:
        return "verzonnen"
    if held.source.id == computed.SOURCE.id:
        return "hier berekend" + (f", {format.day(held.fetched)}" if held.fetched else "")
    if held.fetched is None:
        return "niet opgehaald: gemeld"
    return f"{format.day(held.fetched)} ({age_words(held.fetched, now)})"
