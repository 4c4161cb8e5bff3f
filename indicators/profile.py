"""One area beside its gemeente and the Netherlands: every figure in its newest year, and its history.

Pure: long frames as the store gives them in, plain data out, ready for JSON.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from indicators import assessment, catalog, uncertainty, words
from indicators.assessment import Assessment
from indicators.carried import Carried
from indicators.catalog import Entry
from loaders.vocabulary import STATUSES, THEMES

# The status of a figure on boundaries that cannot stand for the area; no source gives it, so the store has no such word.
OTHER_DIVISION = "other_division"


class Cell(NamedTuple):
    """One figure of one year: its value (NaN: missing), its status, and the year of the boundaries it is on."""

    value: float
    status: str
    division: int


Figures = Mapping[str, Mapping[int, Cell]]


def figures(observations: pd.DataFrame, line: Mapping[int, str]) -> Figures:
    """The cell per variable and year of one area: on the boundaries of that year, else on others of the same ground.

    ``line`` has for each division in which the area is known as the same ground its code there. A figure that is only
    on another one is another area's: it is missing, with OTHER_DIVISION for its status.
    """
    found: dict[str, dict[int, Cell]] = {}
    columns = (observations[name].tolist() for name in ("region", "variable", "year", "value", "status", "division"))
    for region, variable, year, value, status, division in zip(*columns, strict=True):
        if line.get(division, region) != region:
            continue
        usable = division in line
        cell = Cell(float(value), str(status), division) if usable else Cell(math.nan, OTHER_DIVISION, division)
        years = found.setdefault(variable, {})
        if year not in years or _fit(cell, year) > _fit(years[year], year):
            years[int(year)] = cell
    return found


def _fit(cell: Cell, year: int) -> tuple[bool, bool, int]:
    """How well a cell is placed to stand for its year: first the boundaries of the year itself, then the newest."""
    return cell.status != OTHER_DIVISION, cell.division == year, cell.division


def newest(years: Mapping[int, Cell]) -> int | None:
    """The newest year with a value; without any value the newest year; None without years."""
    filled = [year for year, cell in years.items() if not math.isnan(cell.value)]
    return max(filled or years, default=None)


def main_year(counts: Mapping[int, int]) -> int | None:
    """The newest year in which a figure is there for at least half as many areas as it ever was; None without any."""
    most = max(counts.values(), default=0)
    return max((year for year, count in counts.items() if count * 2 >= most), default=None)


def describe(
    area: Figures,
    gemeente: Figures,
    country: Figures,
    entries: Mapping[str, Entry] | None = None,
) -> dict[str, dict[str, Any]]:
    """Every figure of an area by id: value, unit, year, status, source, gemeente, nederland, absolute, parts and history.

    Gemeente and Nederland are of the same year as the area's value, and the gemeente is on the same boundaries: two
    years never stand side by side. Missing is None. ``entries``: the figures to describe, by default all declared ones.
    With them what may be said of the value: interval, trend and significance (see indicators.assessment).
    """
    found: dict[str, dict[str, Any]] = {}
    for id, entry in (catalog.entries() if entries is None else entries).items():
        year = newest(area.get(id, {}))
        if year is not None:
            found[id] = _figure(entry, year, area, gemeente, country)
    said = _assessed(found, area)
    return {id: {**figure, **_said(said.get(id, Assessment()))} for id, figure in found.items()}


def _assessed(described: Mapping[str, Mapping[str, Any]], area: Figures) -> dict[str, Assessment]:
    """What may be said of each figure beside the gemeente and the country as they were described."""
    declared = [entry for id, entry in catalog.entries().items() if id in described]
    wanted = [id for id in assessment.columns(declared) if id in area]
    past = wide({id: area[id] for id in wanted})
    references = {
        name: {id: figure[name] for id, figure in described.items() if figure[name] is not None}
        for name in ("gemeente", "nederland")
    }
    years = {id: int(figure["year"]) for id, figure in described.items() if figure["value"] is not None}
    return assessment.assess(years, past, references)


def wide(area: Figures) -> pd.DataFrame:
    """The values of one area: one row a year, oldest first, and one column a figure."""
    columns = {id: {year: cell.value for year, cell in cells.items()} for id, cells in area.items()}
    return pd.DataFrame(columns, dtype=float).sort_index()


def _said(found: Assessment) -> dict[str, Any]:
    """An assessment as plain data; None for what cannot be said."""
    movement = found.movement
    return {
        "interval": list(found.interval) if found.interval else None,
        "interval_of": found.origin or None,
        "trend": {
            "label": movement.label,
            "from": movement.start,
            "to": movement.end,
            "change": movement.change[0] if movement.change else None,
            "change_interval": list(movement.change[1:]) if movement.change else None,
        }
        if movement
        else None,
        "significance": {
            name: {"result": found.beside[name], "judged": found.judged.get(name)} if name in found.beside else None
            for name in ("gemeente", "nederland")
        },
    }


def _figure(entry: Entry, year: int, area: Figures, gemeente: Figures, country: Figures) -> dict[str, Any]:
    value, status, division = area[entry.id][year]
    counts = {id: cells[year].value for id, cells in area.items() if year in cells and cells[year].division == division}
    above, whole = gemeente.get(entry.id, {}).get(year), country.get(entry.id, {}).get(year)
    rough = catalog.absolute(entry, value, counts)
    return {
        "label": entry.label,
        "theme": entry.theme,
        "unit": entry.unit,
        "value": _shown(entry, value, status),
        "year": year,
        "division": division,
        "status": status,
        "status_text": words.other_division(division) if status == OTHER_DIVISION else STATUSES[status],
        "mark": entry.mark(status),
        "definition": entry.definition(year),
        "source": entry.source,
        "sources": list(entry.sources),
        "gemeente": _shown(entry, above.value, above.status) if above and above.division == division else None,
        "nederland": _shown(entry, whole.value, whole.status) if whole else None,
        "absolute": {"value": rough.value, "of": rough.of, "exact": rough.exact, "note": rough.note} if rough else None,
        "parts": parts(entry, year, area),
        "caveats": list(entry.caveats),
        "breaks": list(entry.breaks),
        "history": [
            {
                "year": when,
                "value": _shown(entry, cell.value, cell.status),
                "status": cell.status,
                "division": cell.division,
            }
            for when, cell in sorted(area[entry.id].items())
        ],
    }


def carry(history: Iterable[Mapping[str, Any]], earlier: Mapping[int, Carried]) -> list[dict[str, Any]]:
    """A history with the earlier years on the boundaries of today put in, by year; ``carried`` marks those, None the rest."""
    own = [{**point, "carried": None} for point in history]
    made = [
        {
            "year": year,
            "value": one.value,
            "status": "estimate",
            "division": one.onto,
            "carried": {
                "from_division": one.division,
                "matched": round(one.matched, 4),
                "areas": one.parts,
                "whole_areas": one.whole,
                "how": one.how,
            },
        }
        for year, one in earlier.items()
    ]
    return sorted([*own, *made], key=lambda point: (point["year"], point["carried"] is not None))


def parts(entry: Entry, year: int, area: Figures) -> list[dict[str, Any]]:
    """What a figure of a year is made of, with the values of the same area and year; empty for a figure of a source."""
    if entry.definitions:
        ids: tuple[str, ...] = (entry.definition(year),)
    else:
        ids = entry.inputs
    return [
        {
            "id": id,
            "label": catalog.entry(id).label,
            "unit": catalog.entry(id).unit,
            "value": _plain(area[id][year].value) if year in area.get(id, {}) else None,
        }
        for id in ids
    ]


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def _shown(entry: Entry, value: float, status: str) -> float | None:
    """A value with the decimals that a reader sees; what a source gave, and what it rounded to nought, as it is."""
    return _plain(float(words.as_shown(entry, value, status)))


def lines(described: Mapping[str, Mapping[str, Any]], entries: Mapping[str, Entry] | None = None) -> list[str]:
    """The same for reading in a terminal, in Dutch, by theme; ``entries`` as in ``describe``."""
    text: list[str] = []
    listed = [e for e in (catalog.entries() if entries is None else entries).values() if e.replaced_by is None]
    for theme, title in THEMES.items():
        shown = [e for e in listed if e.id in described and e.theme == theme]
        text += ["", title] if shown else []
        text += [_line(entry, described[entry.id]) for entry in shown]
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
    when = words.when(figure["year"], figure["division"])
    marked = f" ({figure['mark']})" if figure["mark"] else ""
    mean = entry.definition(figure["year"])
    meant = "" if mean == entry.id else f" [{catalog.entry(mean).label}]"
    value = words.with_unit(_rounded(entry, figure["value"]), entry.decimals, entry.unit)
    beside = ", ".join(
        f"{title} {number(figure[name])}{_differs(figure['significance'][name])}"
        for name, title in (("gemeente", "gemeente"), ("nederland", "Nederland"))
    )
    return f"  {entry.label:<46} {value}{_reach(entry, figure)}{marked} ({when}){meant}; {beside}{_moved(figure)}{_placed(figure)}"


def _reach(entry: Entry, figure: Mapping[str, Any]) -> str:
    """The interval behind a value: ' [11,0–13,8]'."""
    ends = figure["interval"]
    return f" [{'–'.join(words.number(end, entry.decimals) for end in ends)}]" if ends else ""


def _differs(found: Mapping[str, Any] | None) -> str:
    """How the area stands beside another value, where that is clear."""
    return f" (hier {found['result']})" if found and found["result"] != uncertainty.UNCLEAR else ""


def _moved(figure: Mapping[str, Any]) -> str:
    """The trend, where it could be settled: '; stijging 2019–2023'."""
    moved = figure["trend"]
    return f"; {moved['label']} {moved['from']}–{moved['to']}" if moved and moved["from"] else ""


def _placed(figure: Mapping[str, Any]) -> str:
    """The rank with its interval, where there is one: '; plaats 12 (4 tot 40) van 3.246'."""
    rank = figure.get("rank")
    if not rank:
        return ""
    low, median, high, of = (words.number(rank[name]) for name in ("low", "median", "high", "of"))
    return f"; plaats {median} ({low} tot {high}) van {of}, {rank['order']}"
