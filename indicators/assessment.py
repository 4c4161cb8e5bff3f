"""What may be said of the values of one area: how sure, up or down, and clearly apart from gemeente and Nederland or not.

Pure: the area's own history in, one assessment a figure out. The statistics are in uncertainty.py and trend.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from indicators import catalog, series, trend, uncertainty
from indicators.catalog import Entry

CHANCE, PUBLISHER = "toeval en afronding", "marge van de bron"
LOWER_END, UPPER_END = "_ondergrens", "_bovengrens"


@dataclass(frozen=True)
class Movement:
    """A trend in words, over which years, and the change between them with its interval, in the unit of the figure.

    Years and change are None where five comparable points are lacking.
    """

    label: str
    start: int | None = None
    end: int | None = None
    change: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Assessment:
    """How sure one value is and what it may be said to be. ``interval`` is None for a figure without one.

    ``origin`` says what the interval stands for. ``beside`` holds for each other value by name (gemeente, nederland)
    hoger, lager or geen duidelijk verschil, and ``judged`` beter or slechter for those clear differences of which that
    was agreed; what cannot be said is in neither.
    """

    interval: tuple[float, float] | None = None
    origin: str = ""
    movement: Movement | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, str] = field(default_factory=dict)


def columns(entries: Iterable[Entry]) -> list[str]:
    """The figures whose history ``assess`` reads for these entries, each once."""
    known = catalog.entries()
    found: dict[str, None] = {}
    for entry in entries:
        for meaning in (entry.id, *(id for _, id in entry.definitions)):
            if meaning in known:
                found.update(dict.fromkeys(uncertainty.needs(known[meaning])))
        found.update(dict.fromkeys(id for id in margins(entry) if id in known))
    return list(found)


def assess(
    years: Mapping[str, int],
    past: pd.DataFrame,
    references: Mapping[str, Mapping[str, float]],
    medians: Mapping[str, Mapping[str, tuple[float, float]]] | None = None,
) -> dict[str, Assessment]:
    """An assessment of each figure in ``years`` (id to the year of its value); without those of which nothing can be said.

    ``past`` is the area's history on its own ground, one row a year and one column a figure; ``references`` the other
    values by name and then by id, of the same year as the area's own. ``medians`` names those of them that are the
    median of some areas, and has by id between what that can lie; without an id nothing is said of it.
    """
    found: dict[str, Assessment] = {}
    moving: dict[str, tuple[pd.DataFrame, list[int]]] = {}
    for id, year in years.items():
        entry = catalog.entries().get(id)
        if entry is None or year not in past.index:
            continue
        # A headline is judged as what it means in this year.
        meant = catalog.entry(entry.definition(year))
        published = _published(entry, past.loc[[year]])
        if published is not None:
            found[id] = Assessment(published, PUBLISHER)
        elif uncertainty.basis(meant) and meant.id in past:
            ends = uncertainty.interval(meant, past.loc[:year]).assign(value=past[meant.id].loc[:year]).dropna()
            if year not in ends.index:
                continue
            others = {
                name: values[id] for name, values in references.items() if not math.isnan(values.get(id, math.nan))
            }
            between = {name: ranges.get(id) for name, ranges in (medians or {}).items()}
            found[id] = _beside(meant, past.loc[[year]], others, ends.loc[[year]], between)
            moving[id] = (ends, _comparable(entry, ends.index.astype(int).tolist()))
    for id, movement in _movements(moving).items():
        found[id] = Assessment(found[id].interval, CHANCE, movement, found[id].beside, found[id].judged)
    return found


def intervals(entry: Entry, year: int, frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The interval of each area (row of ``frame``, all of one year) that has one, in the unit of the figure.

    Of a headline what it means in that year; of an estimate the margins of its publisher. ``frame`` holds ``columns``.
    """
    if entry.id not in catalog.entries():
        return {}
    held = ends(entry, year, frame).dropna()
    return dict(zip(held.index.astype(str), zip(held["low"].tolist(), held["high"].tolist(), strict=True), strict=True))


def ends(entry: Entry, year: int, frame: pd.DataFrame) -> pd.DataFrame:
    """The same as a frame: columns low and high, index as ``frame``, NaN where an area has no interval."""
    if set(margins(entry)) <= set(frame.columns):
        return frame[list(margins(entry))].set_axis(["low", "high"], axis=1)
    return uncertainty.interval(catalog.entry(entry.definition(year)), frame)


def margins(entry: Entry) -> tuple[str, str]:
    """The ids of the margins that the publisher of an estimate gives itself, where there are any."""
    return entry.id + LOWER_END, entry.id + UPPER_END


def _published(entry: Entry, row: pd.DataFrame) -> tuple[float, float] | None:
    """The margin that the publisher of an estimate gives itself."""
    if not set(margins(entry)) <= set(row.columns):
        return None
    low, high = (float(row[id].iloc[0]) for id in margins(entry))
    return None if math.isnan(low) or math.isnan(high) else (low, high)


def _beside(
    entry: Entry,
    row: pd.DataFrame,
    others: Mapping[str, float],
    ends: pd.DataFrame,
    medians: Mapping[str, tuple[float, float] | None],
) -> Assessment:
    # One row for each other value: the same area, held against each of them.
    rows = row.loc[row.index.repeat(len(others))].set_axis(list(others), axis=0)
    results = uncertainty.compare(entry, rows, pd.Series(others, dtype=float))["result"].tolist()
    beside = {name: result for name, result in zip(others, results, strict=True) if result}
    for name in beside.keys() & medians.keys():
        beside[name] = str(uncertainty.beside_median(entry, row, others[name], medians[name]).iloc[0])
    beside = {name: result for name, result in beside.items() if result}
    judged = {name: word for name, result in beside.items() if (word := uncertainty.judged(entry, result))}
    return Assessment((float(ends["low"].iloc[0]), float(ends["high"].iloc[0])), CHANCE, None, beside, judged)


def _comparable(entry: Entry, years: list[int]) -> list[int]:
    """The years since the last new definition."""
    breaks = [*entry.breaks, *(first for first, _ in entry.definitions[1:])]
    return series.runs(years, [cut.year for cut in series.cuts(years, breaks)])[-1]


def _movements(moving: Mapping[str, tuple[pd.DataFrame, list[int]]]) -> dict[str, Movement]:
    """The movement of each figure, over its comparable years."""
    every = sorted({year for _, years in moving.values() for year in years})
    values = pd.DataFrame(np.nan, index=list(moving), columns=every)
    spread = values.copy()
    for id, (ends, years) in moving.items():
        values.loc[id, years] = ends.loc[years, "value"]
        spread.loc[id, years] = trend.errors(ends.loc[years])
    found: dict[str, Movement] = {}
    outcome = trend.trends(values, spread)
    columns = (outcome[name].tolist() for name in ("label", "start", "end"))
    for id, label, start, end in zip(moving, *columns, strict=True):
        if label == trend.TOO_FEW:
            found[id] = Movement(label)
            continue
        first, last = (_ends_of(moving[id][0], year) for year in (start, end))
        found[id] = Movement(label, start, end, trend.change(first, last))
    return found


def _ends_of(ends: pd.DataFrame, year: int) -> trend.Ends:
    value, low, high = ends.loc[[year], ["value", "low", "high"]].to_numpy(dtype=float)[0].tolist()
    return value, low, high
