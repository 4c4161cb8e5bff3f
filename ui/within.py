"""Inside one gemeente: how far its wijken lie apart, and where several problems come together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from indicators import catalog, inequality, parameters, stacking
from indicators.catalog import Entry
from indicators.tree import Choice
from loaders.source import COUNTRY
from ui import data, format, score, words

ORDERED = {"armoede": "armoede", "behoefte": "behoefte (samengesteld)"}
LEAST = stacking.least()


@dataclass(frozen=True)
class Spread:
    """The inequality of one figure over the fifths of ``order`` (poverty, or need), and the year of both."""

    entry: Entry
    year: int
    found: inequality.Inequality
    order: str

    @property
    def ordered(self) -> str:
        """What the wijken are put in order by, in a sentence."""
        return ORDERED[self.order]


def spread(gemeente: str, entry: Entry) -> Spread | None:
    """Of the newest year that has the figure, poverty and inhabitants of enough wijken; else likewise with need.

    None without such a year, for totals and for origin.
    """
    if entry.total or entry.sensitive:
        return None
    for order in inequality.ORDERS:
        for year in reversed(data.years("wijk", entry.id)):
            frame = data.store().table("wijk", year, list(dict.fromkeys([entry.id, "inwoners"])))
            own = frame[frame.index.str.startswith(f"WK{gemeente[2:]}")]
            found = inequality.within(_need(order, year).reindex(own.index), own[entry.id], own["inwoners"])
            if found:
                return Spread(entry, year, found, order)
    return None


def _need(order: str, year: int) -> pd.Series:
    """Need of all wijken of a year, higher is more."""
    if order == "armoede":
        return data.values(order, "wijk", year)["value"]
    outcome = score.outcome(Choice(order, "binnen"), year, parameters.value("basis_inwoners"))
    return outcome.scores["value"]


def sentence(one: Spread) -> str:
    """The gap, the ratio and the slope in words, with their year."""
    found, entry = one.found, one.entry
    low, high = words.value(entry, found.fifths[0]), words.value(entry, found.fifths[-1])
    ratio = f", {format.number(found.ratio, 1)} keer zo veel" if found.ratio else ""
    ends = f"{format.signed(found.low, 1)} tot {format.signed(found.high, 1)}"
    label = catalog.entry(entry.definition(one.year)).label if entry.definitions else entry.label
    return (
        f"{label} ({one.year}): {low} in het vijfde deel met de minste {one.ordered}, {high} in het vijfde deel met de "
        f"meeste. Verschil {format.signed(found.gap, 1)}{ratio}. Helling over alle wijken {format.signed(found.slope, 1)} "
        f"(marge {ends})."
    )


def fifths(one: Spread) -> pd.DataFrame:
    """The five parts as text."""
    names = [f"1 (minste {one.ordered})", "2", "3", "4", f"5 (meeste {one.ordered})"]
    return pd.DataFrame(
        {
            "Vijfde deel van de inwoners": names,
            f"{one.entry.label} ({one.year})": [words.value(one.entry, v) for v in one.found.fifths],
        }
    )


def stacked(gemeente: str) -> tuple[pd.DataFrame, int, int]:
    """The wijken of a gemeente with at least LEAST problems, as text; how many problems could be judged, and how many wijken there are."""
    worse, years = _worse(data.store().version)
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
            "Duidelijk groter dan gemiddeld": format.joined(
                [f"{catalog.entry(id).label} ({years[id]})" for id in row["problems"]]
            ),
        }
        for code, row in found.iterrows()
    ]
    return pd.DataFrame(rows), len(own.columns), len(own)


@st.cache_resource(max_entries=2, show_spinner=False)
def _worse(version: str) -> tuple[pd.DataFrame, dict[str, int]]:
    """For all wijken and each problem with data: clearly worse than the country or not, missing where that cannot be said.

    With the year of each problem.
    """
    held = data.store()
    years = {id: year for line in stacking.PROBLEMS for id in line if (year := _judged_in(id)) is not None}
    found = {}
    for id in stacking.problems(years.__contains__):
        whole = data.value_of(id, COUNTRY, years[id]) or 0.0
        found[id] = stacking.worse(id, years[id], held.table("wijk", years[id], stacking.needs(id, years[id])), whole)
    changes = {year: held.names("wijk", year)["change"] for year in held.years("wijk")}
    return stacking.together(found, years, changes), years


def _judged_in(id: str) -> int | None:
    """The year in which wijken are held against the country on a problem; None where one of the two is not known."""
    year = data.main_year(id, "wijk")
    return year if year is not None and data.value_of(id, COUNTRY, year) is not None else None
