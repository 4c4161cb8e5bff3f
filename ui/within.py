"""Inside one gemeente: how far its wijken lie apart, and where several problems come together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from indicators import catalog, inequality, stacking
from indicators.catalog import Entry
from loaders.source import COUNTRY
from ui import data, format, words

NEED = "armoede"
LEAST = stacking.least()


@dataclass(frozen=True)
class Spread:
    """The inequality of one figure over the fifths of poverty, and the year of both."""

    entry: Entry
    year: int
    found: inequality.Inequality


def spread(gemeente: str, entry: Entry) -> Spread | None:
    """Of the newest year that has the figure, poverty and inhabitants of enough wijken; None without one, for totals and for origin."""
    if entry.total or entry.sensitive:
        return None
    for year in reversed(data.years("wijk", entry.id)):
        if year not in data.years("wijk", NEED):
            continue
        frame = data.store().table("wijk", year, list(dict.fromkeys([NEED, entry.id, "inwoners"])))
        own = frame[frame.index.str.startswith(f"WK{gemeente[2:]}")]
        found = inequality.within(own[NEED], own[entry.id], own["inwoners"])
        if found:
            return Spread(entry, year, found)
    return None


def sentence(one: Spread) -> str:
    """The gap, the ratio and the slope in words, with their year."""
    found, entry = one.found, one.entry
    low, high = words.value(entry, found.fifths[0]), words.value(entry, found.fifths[-1])
    ratio = f", {format.number(found.ratio, 1)} keer zo veel" if found.ratio else ""
    ends = f"{format.signed(found.low, 1)} tot {format.signed(found.high, 1)}"
    return (
        f"{catalog.entry(entry.definition(one.year)).label if entry.definitions else entry.label} ({one.year}): {low} in het vijfde deel met de minste armoede, {high} in het vijfde deel met de meeste. "
        f"Verschil {format.signed(found.gap, 1)}{ratio}. Helling over alle wijken {format.signed(found.slope, 1)} (marge {ends})."
    )


def fifths(one: Spread) -> pd.DataFrame:
    """The five parts as text."""
    names = ["1 (minste armoede)", "2", "3", "4", "5 (meeste armoede)"]
    return pd.DataFrame(
        {
            "Vijfde deel van de inwoners": names,
            f"{one.entry.label} ({one.year})": [words.value(one.entry, v) for v in one.found.fifths],
        }
    )


def stacked(gemeente: str) -> tuple[pd.DataFrame, int, int]:
    """The wijken of a gemeente with at least LEAST problems, as text; how many problems could be judged, and how many wijken there are."""
    worse = _worse(data.store().version)
    if worse.empty:
        return pd.DataFrame(), 0, 0
    own = worse[worse.index.str.startswith(f"WK{gemeente[2:]}")]
    if len(own.columns) < LEAST or own.empty:
        return pd.DataFrame(), len(own.columns), len(own)
    found = stacking.stacked(own, LEAST)
    found = found[found["stacked"].fillna(False).astype(bool)].sort_values("count", ascending=False, kind="stable")
    rows = [
        {
            "Wijk": place.name if (place := data.place(str(code))) else str(code),
            "Problemen": f"{row['count']} van {row['known']} bekende",
            "Duidelijk groter dan gemiddeld": format.joined([catalog.entry(id).label for id in row["problems"]]),
        }
        for code, row in found.iterrows()
    ]
    return pd.DataFrame(rows), len(own.columns), len(own)


@st.cache_resource(max_entries=2, show_spinner=False)
def _worse(version: str) -> pd.DataFrame:
    """For all wijken and each problem with data: clearly worse than the country or not, missing where that cannot be said."""
    held = data.store()
    found = {}
    for id in stacking.PROBLEMS:
        year = data.main_year(id, "wijk")
        whole = None if year is None else data.value_of(id, COUNTRY, year)
        if year is None or whole is None:
            continue
        found[id] = stacking.worse(id, year, held.table("wijk", year, stacking.needs(id, year)), whole)
    return pd.DataFrame(found).astype("boolean") if found else pd.DataFrame()
