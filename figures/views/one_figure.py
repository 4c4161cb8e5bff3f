"""The plain map: one figure, in classes, by what clearly differs, or by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import pandas as pd

from answers import data, format, ground, small_areas, words
from answers.held import remembered
from figures import adjusted, classes, colouring, maps
from figures.views.choice import Choice
from figures.views.view import View
from loaders.vocabulary import COUNTRY


@dataclass(frozen=True, eq=False)
class OneFigure(View):
    """The map of one figure; of an adjusted one with its map ``as_is``, of which the figures stand beside it."""

    id = "kaart"
    label = "Kaart"
    adjusts = True

    as_is: maps.Drawing | None = None

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        drawing = maps.prepare(choice.entry, choice.level, choice.year, choice.gemeente, choice.method, choice.count)
        if choice.adjusted == small_areas.AS_IS:
            return cls(choice, drawing)
        return cls(choice, adjusted.prepare(drawing, choice.adjusted, choice.method, choice.count), drawing)

    @property
    def file_word(self) -> str:
        return "" if self.as_is is None else f"bijgesteld {self.choice.adjusted}"

    def notes(self) -> list[str]:
        told = [] if self.as_is is None else [adjusted.says(self.choice.adjusted, self.choice.level)]
        return [*told, *super().notes()]

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        return super().rows(areas) if self.as_is is None else adjusted.rows(self.drawing, self.as_is, areas)

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        return super().numbers(areas) if self.as_is is None else adjusted.numbers(self.drawing, self.as_is, areas)

    def columns(self) -> dict[str, str]:
        return super().columns() | ({} if self.as_is is None else adjusted.COLUMNS)

    def chosen(self, picked: str) -> str:
        """The adjusted figure is never told without the one that was counted."""
        said = super().chosen(picked)
        code = maps.code_at(self.drawing, picked)
        if not said or self.as_is is None or code is None or code not in self.as_is.values.index:
            return said
        return f"{said} · zoals het is: {words.of_one(self.as_is.entry, *self._counted(self.as_is, code))}"

    @staticmethod
    def _counted(plain: maps.Drawing, code: str) -> tuple[pd.Series, str, pd.Series]:
        """What ``words.of_one`` says of an area on the map of what was counted."""
        return plain.values["value"], code, plain.values["status"]

    @remembered(128)
    def title(self, picked: str | None) -> str:
        choice, drawing = self.choice, self.drawing
        code = maps.code_at(drawing, picked)
        if code is not None and code in drawing.values.index:
            name, status = (str(drawing.values[column][code]) for column in ("name", "status"))
            value, country = drawing.values["value"][code], data.value_of(choice.entry.id, COUNTRY, choice.year)
            name = format.dated(name, picked)
            if self.as_is is not None and not format.is_missing(value):
                raw = words.of_one(self.as_is.entry, *self._counted(self.as_is, code))
                return f"{choice.meant.label}: {words.short(choice.meant, value)} in {name}, zoals het is {raw}"
            return words.of_area(
                choice.meant, name, value, country, data.country(), words.why_missing(choice.meant, status), status
            )
        if drawing.colouring.method in (*classes.METHODS, colouring.NAMED) or not drawing.counts:
            whole = ground.value_of(choice.entry.id, choice.gemeente or COUNTRY, choice.year)
            values, firm = drawing.values["value"], drawing.values["status"]
            return words.finding(choice.meant, values, choice.level, whole, choice.where, firm)
        return colouring.finding(drawing.colouring, choice.meant, drawing.counts, choice.level)

    def table_notes(self) -> list[str]:
        stands = self.drawing.stands
        return [note for note in (stands.note, stands.no_rank, stands.no_result) if note] if stands else []
