"""Two maps side by side: of one figure in two years in the very same classes, or of two figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import pandas as pd

from answers import data, dimensions, format, ground, standing, words
from answers.held import remembered
from figures import classes, colouring, map_table, maps
from figures.views import second
from figures.views.choice import Choice
from figures.views.one_figure import OneFigure
from figures.views.view import View
from indicators.catalog import Entry
from loaders.vocabulary import COUNTRY


@dataclass(frozen=True, eq=False)
class TwoMaps(View):
    """The map of one figure and, ``beside`` it, that of another or of the same in another year.

    ``apart`` has, by code of the first, why the second figure has nothing of the same ground to stand in its row.
    """

    id = "naast"
    label = "Twee kaarten"
    figure_spot = "head"
    year_spot = "head"

    beside: maps.Drawing
    apart: pd.Series

    @classmethod
    def second_figures(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> list[str]:
        return second.others(entry, figures, level)

    @classmethod
    def usual_second(cls, entry: Entry, year: int, level: str, options: list[str]) -> str:
        """The figure itself, of another year; with one year its counterpart, or else the next figure."""
        pair = dimensions.counterparts(entry.id, level) or ()
        beside = [id for id in (*pair, *options) if id != entry.id and id in options]
        return entry.id if len(data.years(level, entry.id)) > 1 or not beside else beside[0]

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        assert choice.second is not None
        other, year = choice.second
        known = colouring.possible(standing.standing_of(other, choice.level, year), other)[0]
        coloured = choice if choice.method in known else replace(choice, method="kwantielen")
        apart = ground.other_ground((choice.entry, choice.year), choice.second, choice.level)
        return cls(choice, *_drawings(coloured, choice.second), apart)

    @cached_property
    def pictures(self) -> tuple[View, ...]:
        return tuple(
            OneFigure(replace(self.choice, entry=drawing.entry, year=drawing.year, second=None), drawing)
            for drawing in (self.drawing, self.beside)
        )

    def title(self, picked: str | None) -> str:
        choice, beside = self.choice, self.beside
        # A headline means another figure in some years: then two years of it are no one figure that rose or fell.
        if beside.entry.id != choice.meant.id:
            return f"{choice.meant.label} naast {format.inside_sentence(beside.entry.label)}"
        years, whole = (choice.year, beside.year), choice.gemeente or COUNTRY
        values = [ground.value_of(choice.entry.id, whole, year) for year in years]
        if any(format.is_missing(value) for value in values):
            return f"{choice.meant.label}: {years[0]} naast {years[1]}"
        first, last = (
            f"{words.short(entry, value)} in {year}"
            for entry, value, year in zip((choice.meant, beside.entry), values, years, strict=True)
        )
        return f"{choice.meant.label}: {first} en {last}, in heel {choice.where}"

    def notes(self) -> list[str]:
        entry, year, other = self.choice.entry, self.choice.year, self.beside
        found = [*second.few_areas(self.choice), *super().notes()]
        if dimensions.too_far((entry.id, year), (other.entry.id, other.year)):
            found.append(
                f"{year} en {other.year} liggen te ver uit elkaar om ons cijfer en de Leefbaarometer te vergelijken."
            )
        if other.entry.id == entry.id and not second.means_the_same(entry, year, other.year):
            found.append(
                "Tussen deze jaren is veranderd wat het cijfer betekent. Vergelijk de kleuren van de twee kaarten niet."
            )
        return found

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        return map_table.two(self.drawing, self.beside, self.apart, areas)

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        return map_table.two_numbers(self.drawing, self.beside, self.apart, areas)

    def columns(self) -> dict[str, str]:
        return super().columns() | map_table.second_columns(self.beside)


def _drawings(choice: Choice, other: tuple[Entry, int]) -> tuple[maps.Drawing, maps.Drawing]:
    """The two maps. Classes of one figure are made over both years together, so that a colour is the same amount."""
    one = (choice.entry, choice.year)
    level, gemeente, method, count = choice.level, choice.gemeente, choice.method, choice.count
    if one[0].id == other[0].id and method in classes.METHODS and one[0].id not in words.CLASSES:
        years = (one[1], other[1])
        inner = _inner(one[0], level, (min(years), max(years)), method, count)
        if inner:
            first, last = (_drawing(one[0], level, year, gemeente, method, inner) for year in years)
            return first, last
    first, last = (maps.prepare(entry, level, year, gemeente, method, count) for entry, year in (one, other))
    return first, last


@remembered(64)
def _inner(entry: Entry, level: str, years: tuple[int, int], method: str, count: int) -> tuple[float, ...]:
    """The bounds between the classes of both years together."""
    both = pd.concat([data.values(entry.id, level, year)["value"] for year in years], ignore_index=True)
    return classes.classify(both, method, count, entry.decimals).bounds[1:-1]


@remembered(32)
def _drawing(
    entry: Entry, level: str, year: int, gemeente: str | None, method: str, inner: tuple[float, ...]
) -> maps.Drawing:
    values = data.values(entry.id, level, year)
    coloured = colouring.by_class(classes.between(values["value"], inner, entry.decimals), entry, method)
    own = data.store().own_division(level, year, entry.id)
    return maps.draw(entry, level, year, gemeente, values, own, coloured, standing.standing_of(entry, level, year))
