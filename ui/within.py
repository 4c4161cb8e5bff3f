"""Inside one gemeente: how far its wijken lie apart, and where several problems come together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from indicators import catalog, inequality, parameters, stacking
from indicators.catalog import Entry
from indicators.tree import Choice
from loaders.source import COUNTRY
from ui import data, format, score, words
from ui.chart import Chart
from ui.colours import Palette

ORDERED = {"armoede": "armoede", "behoefte": "behoefte (samengesteld)"}
PART = "Vijfde deel van de inwoners"
# The cells of the table of problems: words that also look different from afar.
WORSE, NOT, UNKNOWN = "● groter", "–", "niet bekend"
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
    if not score.years(order):
        return pd.Series(dtype=float)
    outcome = score.outcome(Choice(order, "binnen"), year, parameters.value("basis_inwoners"))
    return outcome.scores["value"]


def sentence(one: Spread) -> str:
    """How far the two ends lie apart, in one sentence with the year."""
    found = one.found
    low, high = words.value(one.entry, found.fifths[0]), words.value(one.entry, found.fifths[-1])
    return (
        f"{label(one)} ({one.year}): {high} in het vijfde deel met de meeste {one.ordered} en {low} in het vijfde deel met de minste. "
        f"Dat scheelt {_difference(one, found.gap)}."
    )


def label(one: Spread) -> str:
    """What the figure means in the year shown."""
    return catalog.entry(one.entry.definition(one.year)).label if one.entry.definitions else one.entry.label


def _difference(one: Spread, number: float) -> str:
    unit = "procentpunt" if one.entry.unit == "%" else format.in_words(one.entry.unit)
    return f"{format.number(abs(number), max(one.entry.decimals, 1))} {unit}"


def detail(one: Spread) -> str:
    """The ratio and the slope over all wijken with its interval, for who wants to know more."""
    found = one.found
    decimals = max(one.entry.decimals, 1)
    ratio = f"De verhouding is {format.number(found.ratio, 1)}. " if found.ratio else ""
    ends = f"{format.signed(found.low, decimals)} tot {format.signed(found.high, decimals)}"
    return f"{ratio}Helling over alle wijken: {format.signed(found.slope, decimals)} (marge {ends}). Het gaat om {found.areas} wijken."


def bars(one: Spread, colours: Palette) -> go.Figure:
    """The five parts as bars with their values, the one with most poverty on top in the accent."""
    names = list(fifths(one)[PART])
    values = list(one.found.fifths)
    figure = Chart(colours)
    figure.add_bar(
        x=values, y=names, orientation="h", text=[words.short(one.entry, value) for value in values],
        textposition="outside", cliponaxis=False, hoverinfo="skip",
        marker={"color": [colours.context] * (len(values) - 1) + [colours.accent]},
    )  # fmt: skip
    figure.update_layout(
        height=250,
        margin={"l": 8, "r": 60, "t": 8, "b": 8},
        bargap=0.35,
        showlegend=False,
        separators=",.",
        xaxis={"visible": False, "rangemode": "tozero"},
        yaxis={"automargin": True, "title": None, "type": "category"},
    )
    return figure.made()


def alt(one: Spread) -> str:
    """The bars in words."""
    rows = zip(fifths(one)[PART], one.found.fifths, strict=True)
    return f"Staven: {label(one)} per vijfde deel. " + "; ".join(f"{n}: {words.value(one.entry, v)}" for n, v in rows)


def fifths(one: Spread) -> pd.DataFrame:
    """The five parts as text."""
    names = [f"1 (minste {one.ordered})", "2", "3", "4", f"5 (meeste {one.ordered})"]
    return pd.DataFrame(
        {
            PART: names,
            f"{one.entry.label} ({one.year})": [words.value(one.entry, v) for v in one.found.fifths],
        }
    )


def numbers(one: Spread) -> pd.DataFrame:
    """The five parts as numbers, for a download."""
    return pd.DataFrame(
        {"deel": list(fifths(one)[PART]), "waarde": list(one.found.fifths), "eenheid": one.entry.unit, "jaar": one.year}
    )


def stacked(gemeente: str) -> tuple[pd.DataFrame, int, int]:
    """The wijken of a gemeente with at least LEAST problems, as text; how many problems could be judged, and how many wijken there are.

    One column a problem, so that one sees which ones come together where.
    """
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
            **{f"{catalog.entry(id).label} ({years[id]})": _cell(own[id].get(code)) for id in own.columns},
        }
        for code, row in found.iterrows()
    ]
    return pd.DataFrame(rows), len(own.columns), len(own)


def _cell(worse: object) -> str:
    return UNKNOWN if worse is None or worse is pd.NA else WORSE if worse else NOT


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
