"""Which figure and which year may stand beside the first on the map, and which do when nobody chose."""

from __future__ import annotations

from collections.abc import Mapping

from answers import data, format
from figures.views.choice import Choice
from indicators.catalog import Entry


def others(entry: Entry, figures: Mapping[str, Entry], level: str) -> list[str]:
    """The figures that may stand beside this one on a map of their own: itself first, then all others of the level."""
    there = data.with_values(level)
    return [entry.id, *(id for id in figures if id != entry.id and id in there)]


def partners(entry: Entry, figures: Mapping[str, Entry], level: str) -> list[str]:
    """The figures that may stand with this one on one map: never origin, and nothing that a model made of others."""
    there = data.with_values(level)
    return [
        id for id, e in figures.items() if id != entry.id and not e.sensitive and not made_by_model(e) and id in there
    ]


def made_by_model(entry: Entry) -> bool:
    """Whether a model estimated the figure from other figures."""
    return entry.mark("") == "model"


def years(entry: Entry, year: int, other: Entry, level: str) -> list[int]:
    """The years of the second figure, newest first; of the same figure without the first year, where it has others."""
    found = sorted(data.years(level, other.id), reverse=True)
    return [y for y in found if y != year] or found if other.id == entry.id else found


def usual_year(entry: Entry, year: int, other: Entry, level: str) -> int:
    """The year nearest to the first; of the same figure the oldest that can be compared."""
    options = years(entry, year, other, level)
    if other.id == entry.id:
        return _oldest_alike(entry, level, year, options)
    full = [y for y in options if mostly_known(other.id, level, y)]
    return min(full or options, key=lambda y: (abs(y - year), -y))


def _oldest_alike(entry: Entry, level: str, year: int, options: list[int]) -> int:
    """The oldest year that is there for most areas and means the same; else the one that is there for most areas."""
    alike = [y for y in options if means_the_same(entry, y, year)]
    full = [y for y in alike if mostly_known(entry.id, level, y)]
    counts = data.counts(entry.id, level)
    return min(full, default=max(alike or options, key=lambda y: (counts.get(y, 0), -abs(y - year))))


def means_the_same(entry: Entry, year: int, other: int) -> bool:
    """Whether a figure has one meaning in both years, without a break between them."""
    return entry.alike(year, other)


def mostly_known(id: str, level: str, year: int) -> bool:
    """Whether a figure is there this year for at least half of the areas that ever had it."""
    counts = data.counts(id, level)
    return counts.get(year, 0) * 2 >= max(counts.values(), default=1)


def few_areas(choice: Choice) -> list[str]:
    """A sentence that says that the second figure is known for few areas, where that is so."""
    if choice.second is None or mostly_known(choice.second[0].id, choice.level, choice.second[1]):
        return []
    entry, year = choice.second
    known = data.counts(entry.id, choice.level).get(year, 0)
    return [f"In {year} is dit cijfer alleen bekend voor {format.areas(known, choice.level)}."]
