"""The figures of an area through the years, and where its line is cut.

What these functions return is shared by all readers: do not change it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from answers import data, elsewhere, format, ground, words
from answers.held import remembered
from indicators import brought, profile, series
from indicators.catalog import Entry
from indicators.ground import plain_name
from loaders.sources import computed
from loaders.vocabulary import BELOW_ROUNDING, level_of


def history(region: str, variables: Iterable[str]) -> profile.Figures:
    """Every year of these figures of one area, as far as they are of its own ground.

    The people and homes that a rate of events is taken over (brought) are no figures to show: what was worked out of an earlier
    year stands apart, with how (carried).
    """
    rows = _rows(region)
    helping = rows["variable"].isin(brought.OVER) & (rows["source"] == computed.SOURCE.id)
    return profile.figures(rows[rows["variable"].isin(list(variables)) & ~helping], ground.line(region))


@remembered(64)
def _rows(region: str) -> pd.DataFrame:
    """All that the store has of one area under any of its codes: reading one figure of it takes as long."""
    codes = {ground.meant(region)[0], *ground.line(region).values()}
    return data.store().observations(level=level_of(region), regions=sorted(codes))


@dataclass(frozen=True)
class Trend:
    """A figure through the years: one column an area in ``values`` (index year), and where each area's line is cut.

    ``divisions`` names, by area and year, the boundaries of each value. ``others`` has by area the years in which the
    source gives this figure on boundaries that are not, or not known to be, those of the area: these have no value.
    ``statuses`` says by area and year how firm each value is.
    """

    values: pd.DataFrame
    cuts: dict[str, list[series.Cut]]
    divisions: dict[str, dict[int, int]]
    others: dict[str, dict[int, int]]
    statuses: dict[str, dict[int, str]] = field(default_factory=dict)

    def status(self, code: str, year: int) -> str:
        """How firm one value is: an id of loaders.vocabulary.STATUSES, "" for what has no value."""
        return self.statuses.get(code, {}).get(year, "")

    def said(self, entry: Entry, code: str) -> dict[int, str]:
        """The values of an area that are no number to a reader but a bound (minder dan …), as text by year."""
        own = self.statuses.get(code, {})
        return {
            year: words.value(entry, float(self.values[code].loc[year]), status)
            for year, status in own.items()
            if status == BELOW_ROUNDING
        }

    def elsewhere(self, code: str) -> str:
        """In words: which years are not there because they are about other boundaries, and how that is known."""
        why: dict[str, list[int]] = {}
        for year, division in self.others[code].items():
            why.setdefault(elsewhere.reason(code, division), []).append(year)
        return " ".join(f"{format.years(years)}: {reason}." for reason, years in why.items())

    def names(self, code: str) -> dict[int, str]:
        """What an area was called in the division of each value, where that is another name than it has here."""
        place = data.place(code)
        if place is None:
            return {}
        then = {year: ground.name_in(code, division) for year, division in self.divisions[code].items()}
        return {year: name for year, name in then.items() if name and plain_name(name) != plain_name(place.name)}

    def renamed(self, code: str) -> str:
        """In words, what the area was called and until when; "" where it had one name all along."""
        until: dict[str, int] = {}
        for year, name in self.names(code).items():
            until[name] = max(until.get(name, 0), self.divisions[code][year])
        return " ".join(f"Heette tot en met {year} {name}." for name, year in until.items())


def _trend_key(regions: Sequence[str], variable: str, breaks: Sequence[int] = ()) -> tuple[object, ...]:
    return tuple(regions), variable, tuple(breaks)


@remembered(64, key=_trend_key)
def trend(regions: Sequence[str], variable: str, breaks: Sequence[int] = ()) -> Trend:
    """The values of ``variable`` for the regions, from the oldest year to the newest, and the cuts of each.

    Years without a value for any of the regions are left out; a cell without a value is NaN.
    """
    every = {code: history(code, [variable]).get(variable, {}) for code in dict.fromkeys(regions)}
    found = {
        code: {y: cell for y, cell in years.items() if not math.isnan(cell.value)} for code, years in every.items()
    }
    values = pd.DataFrame({code: {y: cell.value for y, cell in years.items()} for code, years in found.items()})
    values = values.reindex(columns=list(found)).sort_index().astype("float64")
    values.index = values.index.astype(int)
    drawn_on = {code: {y: cell.division for y, cell in years.items()} for code, years in found.items()}
    cuts = {code: series.cuts(on, breaks) for code, on in drawn_on.items()}
    others = {
        code: {y: cell.division for y, cell in sorted(years.items()) if cell.status == profile.OTHER_DIVISION}
        for code, years in every.items()
    }
    statuses = {code: {y: cell.status for y, cell in years.items()} for code, years in found.items()}
    return Trend(values, cuts, drawn_on, others, statuses)


def other_divisions(drawn_on: Mapping[int, int]) -> dict[int, list[int]]:
    """The years whose figure is on the boundaries of another year, by the year of those boundaries."""
    found: dict[int, list[int]] = {}
    for year, division in sorted(drawn_on.items()):
        if division != year:
            found.setdefault(division, []).append(year)
    return found
