"""One area beside its gemeente and the Netherlands: every figure in its newest year, and its history.

Pure: long frames as the store gives them in, plain data out, ready for JSON.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from indicators import catalog, words
from indicators.catalog import Entry
from loaders.source import STATUSES, THEMES

Figures = Mapping[str, Mapping[int, tuple[float, str]]]


def figures(observations: pd.DataFrame) -> Figures:
    """Value and status per variable and year of one area, on the boundaries of each year itself."""
    own = observations[observations["division"] == observations["year"]]
    found: dict[str, dict[int, tuple[float, str]]] = {}
    columns = (own[name].tolist() for name in ("variable", "year", "value", "status"))
    for variable, year, value, status in zip(*columns, strict=True):
        found.setdefault(variable, {})[int(year)] = (float(value), str(status))
    return found


def newest(years: Mapping[int, tuple[float, str]]) -> int | None:
    """The newest year with a value; without any value the newest year; None without years."""
    filled = [year for year, (value, _) in years.items() if not math.isnan(value)]
    return max(filled or years, default=None)


def describe(area: Figures, gemeente: Figures, country: Figures) -> dict[str, dict[str, Any]]:
    """Every figure of an area by id: value, unit, year, status, source, gemeente, nederland, absolute and history.

    Gemeente and Nederland are of the same year as the area's value: two years never stand side by side. Missing is None.
    """
    found: dict[str, dict[str, Any]] = {}
    for id, entry in catalog.entries().items():
        year = newest(area.get(id, {}))
        if year is not None:
            found[id] = _figure(entry, year, area, gemeente, country)
    return found


def _figure(entry: Entry, year: int, area: Figures, gemeente: Figures, country: Figures) -> dict[str, Any]:
    value, status = area[entry.id][year]
    counts = {id: years[year][0] for id, years in area.items() if year in years}
    rough = catalog.absolute(entry, value, counts)
    return {
        "label": entry.label,
        "theme": entry.theme,
        "unit": entry.unit,
        "value": _plain(value),
        "year": year,
        "status": status,
        "status_text": STATUSES[status],
        "definition": entry.definition(year),
        "source": entry.source,
        "sources": list(entry.sources),
        "gemeente": _plain(gemeente.get(entry.id, {}).get(year, (math.nan, ""))[0]),
        "nederland": _plain(country.get(entry.id, {}).get(year, (math.nan, ""))[0]),
        "absolute": {"value": rough.value, "of": rough.of, "note": rough.note} if rough else None,
        "caveats": list(entry.caveats),
        "breaks": list(entry.breaks),
        "history": [
            {"year": when, "value": _plain(number), "status": how}
            for when, (number, how) in sorted(area[entry.id].items())
        ],
    }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def lines(described: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The same for reading in a terminal, in Dutch, by theme."""
    text: list[str] = []
    for theme, title in THEMES.items():
        shown = [(id, described[id]) for id in catalog.listed() if id in described and described[id]["theme"] == theme]
        text += ["", title] if shown else []
        text += [_line(catalog.entry(id), figure) for id, figure in shown]
    return text


def _rounded(entry: Entry, value: float | None) -> float:
    """The value to the step that the figure bears; NaN for a missing one."""
    if value is None:
        return math.nan
    return entry.rounding * round(value / entry.rounding) if entry.estimate and entry.rounding else value


def _line(entry: Entry, figure: Mapping[str, Any]) -> str:
    def number(value: float | None) -> str:
        return words.number(_rounded(entry, value), entry.decimals)

    if figure["value"] is None:
        return f"  {entry.label:<46} niet bekend: {figure['status_text']} ({figure['year']})"
    mean = entry.definition(figure["year"])
    meant = "" if mean == entry.id else f" [{catalog.entry(mean).label}]"
    value = words.with_unit(_rounded(entry, figure["value"]), entry.decimals, entry.unit)
    beside = f"gemeente {number(figure['gemeente'])}, Nederland {number(figure['nederland'])}"
    return f"  {entry.label:<46} {value} ({figure['year']}){meant}; {beside}"
