"""One value through the years, cut where the years may not be joined: a new definition, or new boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

Reason = Literal["definition", "boundary", "absent"]


@dataclass(frozen=True)
class Cut:
    """Between the last year before and ``year`` the line is broken, and why."""

    year: int
    reason: Reason


def cuts(
    years: Iterable[int],
    breaks: Iterable[int],
    flags: Mapping[int, str],
    present: Mapping[int, bool],
    divisions: Mapping[int, int] | None = None,
) -> list[Cut]:
    """Where a series over ``years`` breaks, in order.

    ``breaks`` are first years of a new definition. ``flags`` is CBS's mark of change per year (1 nothing changed,
    2 only the code, 3 the boundary). ``present`` says per year whether the area's code existed in that year's division;
    after a year without the code the area is not known to be the same one. ``divisions`` names the boundaries that a
    year's figure is on where they are not those of the year itself: boundaries change between divisions, not years.
    """
    on = divisions or {}
    ordered = sorted(years)
    found: list[Cut] = []
    for before, year in pairwise(ordered):
        span = range(before + 1, year + 1)
        old, new = sorted((on.get(before, before), on.get(year, year)))
        ground = range(old + 1, new + 1)
        if any(year_of_break in span for year_of_break in breaks):
            found.append(Cut(year, "definition"))
        elif any(flags.get(between) == "3" for between in ground):
            found.append(Cut(year, "boundary"))
        elif not all(present.get(between, True) for between in (old, *ground)):
            found.append(Cut(year, "absent"))
    return found


def unmarked(years: Iterable[int], flags: Mapping[int, str], divisions: Mapping[int, int] | None = None) -> list[int]:
    """The years before which it is not known whether the boundaries changed: CBS gave no mark for a division in between."""
    on = divisions or {}
    found = []
    for before, year in pairwise(sorted(years)):
        old, new = sorted((on.get(before, before), on.get(year, year)))
        if any(flags.get(between) not in ("1", "2", "3") for between in range(old + 1, new + 1)):
            found.append(year)
    return found


def marks(region: str, names: Mapping[int, pd.DataFrame]) -> tuple[dict[int, str], dict[int, bool]]:
    """Per year of ``names`` (index region, column change): CBS's change flag of this area, and whether its code existed."""
    present = {year: region in frame.index for year, frame in names.items()}
    return {year: str(names[year].at[region, "change"]) for year, there in present.items() if there}, present


def runs(years: Iterable[int], cut_years: Iterable[int]) -> list[list[int]]:
    """The years in unbroken runs. A run may skip a year without a figure; it never crosses a cut."""
    stops = set(cut_years)
    found: list[list[int]] = []
    for year in sorted(years):
        if not found or any(found[-1][-1] < stop <= year for stop in stops):
            found.append([])
        found[-1].append(year)
    return found


def steps(run: list[int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of neighbours in a run: those one year apart, and those with years without a figure between them."""
    pairs = list(pairwise(run))
    return [p for p in pairs if p[1] - p[0] == 1], [p for p in pairs if p[1] - p[0] > 1]


def words(cut: Cut) -> str:
    """The cut in a sentence for the reader."""
    return {
        "definition": f"Vanaf {cut.year} geldt een andere definitie: wat ervoor ligt, is er niet mee te vergelijken.",
        "boundary": f"Tussen het vorige cijfer en {cut.year} zijn de grenzen veranderd: het is niet precies hetzelfde gebied.",
        "absent": f"Voor {cut.year} bestond deze code een tijd niet: of het hetzelfde gebied was, is niet te zeggen.",
    }[cut.reason]
