"""Which figures may stand for an area: of which years, and on which boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from answers import data, ground
from answers.held import remembered
from loaders.store import divisions_of
from loaders.vocabulary import CODE_PREFIX, COUNTRY, level_of

# The level of the areas that one of this level is made of, as far as a profile shows them.
PARTS = {"gemeente": "wijk", "wijk": "buurt"}


@remembered(2)
def _divisions() -> dict[tuple[str, int, str], int]:
    """``Store.own_division`` of everything there is, by level, year and variable."""
    found: dict[tuple[str, int, str], set[int]] = {}
    for entry in data.store().manifest()["observations"].values():
        for variable in entry["variables"]:
            found.setdefault((entry["level"], entry["year"], variable), set()).update(divisions_of(entry, variable))
    return {key: key[1] if key[1] in on else max(on) for key, on in found.items()}


def division_of(level: str, year: int, variable: str) -> int:
    """The boundaries that this figure of this year is on: the year's own, else the newest its source gave it on."""
    return _divisions().get((level, year, variable), year)


def full_years(level: str, variable: str) -> list[int]:
    """The years in which at least half as many areas have a value as ever had one, oldest first.

    A publisher's first release of a year can hold the figure for a few areas only: that is not yet its newest year.
    """
    counts = data.counts(variable, level)
    return [year for year, count in counts.items() if count * 2 >= max(counts.values())]


def usable_years(level: str, variable: str, regions: Sequence[str] = ()) -> list[int]:
    """The full years whose figures are on the ground of all of ``regions`` of this level; all full years without any.

    An area that was another one in the newest year is better shown in its own newest year than as unknown.
    """
    usable = full_years(level, variable)
    codes = [code for code in regions if code != COUNTRY]
    on = {year: division_of(level, year, variable) for year in usable}
    return [year for year in usable if ground.known_in(codes, on[year])] or usable


@remembered(64)
def codes_of(level: str, division: int) -> frozenset[str]:
    """The codes of all areas of a level in a division."""
    return frozenset(data.store().names(level, division).index)


def parts_of(region: str, division: int) -> list[str]:
    """The codes of the areas that a gemeente or wijk is made of in this division; empty for other levels."""
    below = PARTS.get(level_of(region))
    if below is None:
        return []
    first = CODE_PREFIX[below] + region[2:]
    return sorted(code for code in codes_of(below, division) if code.startswith(first))
