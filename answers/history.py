"""The figures of an area through the years, and where its line is cut.

What these functions return is shared by all readers: do not change it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from answers import data, divisions, format
from answers.held import remembered
from indicators import profile, series
from loaders.vocabulary import level_of


def history(region: str, variables: Iterable[str]) -> profile.Figures:
    """Every year of these figures of one area, each on its own boundaries or on others that are comparable."""
    rows = _rows(region)
    return profile.figures(rows[rows["variable"].isin(list(variables))], divisions.ground(region))


@remembered(64)
def _rows(region: str) -> pd.DataFrame:
    """All that the store has of one area: reading one figure of it takes as long."""
    return data.store().observations(level=level_of(region), regions=[region])


@dataclass(frozen=True)
class Trend:
    """A figure through the years: one column an area in ``values`` (index year), and where each area's line is cut.

    ``divisions`` names, by area and year, the boundaries of each value.
    """

    values: pd.DataFrame
    cuts: dict[str, list[series.Cut]]
    divisions: dict[str, dict[int, int]]
    unmarked: dict[str, list[int]]

    def unsure(self, code: str) -> str:
        """In words: between which of its years CBS does not say whether the boundaries changed; "" for none."""
        cut = {one.year for one in self.cuts[code]}
        years = [str(year) for year in self.unmarked[code] if year not in cut]
        if not years or level_of(code) == "land":
            return ""
        return f"Of de grenzen veranderden voor {format.joined(years)}, is niet bekend: CBS geeft dat niet aan."


def _trend_key(regions: Sequence[str], variable: str, breaks: Sequence[int] = ()) -> tuple[object, ...]:
    return tuple(regions), variable, tuple(breaks)


@remembered(64, key=_trend_key)
def trend(regions: Sequence[str], variable: str, breaks: Sequence[int] = ()) -> Trend:
    """The values of ``variable`` for the regions, from the oldest year to the newest, and the cuts of each.

    Years without a value for any of the regions are left out; a cell without a value is NaN.
    """
    found = {
        code: {y: cell for y, cell in history(code, [variable]).get(variable, {}).items() if not math.isnan(cell.value)}
        for code in dict.fromkeys(regions)
    }
    values = pd.DataFrame({code: {y: cell.value for y, cell in years.items()} for code, years in found.items()})
    values = values.reindex(columns=list(found)).sort_index().astype("float64")
    values.index = values.index.astype(int)
    drawn_on = {code: {y: cell.division for y, cell in years.items()} for code, years in found.items()}
    cuts = {code: series.cuts(on, breaks, *changes(code), on) for code, on in drawn_on.items()}
    unmarked = {code: series.unmarked(on, changes(code)[0], on) for code, on in drawn_on.items()}
    return Trend(values, cuts, drawn_on, unmarked)


def other_divisions(drawn_on: Mapping[int, int]) -> dict[int, list[int]]:
    """The years whose figure is on the boundaries of another year, by the year of those boundaries."""
    found: dict[int, list[int]] = {}
    for year, division in sorted(drawn_on.items()):
        if division != year:
            found.setdefault(division, []).append(year)
    return found


@remembered(256)
def changes(region: str) -> tuple[dict[int, str], dict[int, bool]]:
    """Per year that the store knows: CBS's change flag of this area, and whether its code existed at all.

    A year of which only a part of the areas is there does not say that the others did not exist: it is left out.
    """
    level, store = level_of(region), data.store()
    rows = {int(e["year"]): int(e["rows"]) for e in store.manifest()["names"].values() if e["level"] == level}
    held = [year for year, count in rows.items() if count * 2 >= max(rows.values())]
    return series.marks(region, {year: store.names(level, year) for year in held})
