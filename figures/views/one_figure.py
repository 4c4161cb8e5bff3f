"""The plain map: one figure, in classes, by what clearly differs, or by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from answers import data, format, ground, words
from answers.held import remembered
from figures import classes, colouring, maps
from figures.views.choice import Choice
from figures.views.view import View
from loaders.vocabulary import COUNTRY


@dataclass(frozen=True, eq=False)
class OneFigure(View):
    """The map of one figure."""

    id = "kaart"
    label = "Kaart"

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        drawing = maps.prepare(choice.entry, choice.level, choice.year, choice.gemeente, choice.method, choice.count)
        return cls(choice, drawing)

    @property
    def file_word(self) -> str:
        return ""

    @remembered(128)
    def title(self, picked: str | None) -> str:
        choice, drawing = self.choice, self.drawing
        code = maps.code_at(drawing, picked)
        if code is not None and code in drawing.values.index:
            name, status = (str(drawing.values[column][code]) for column in ("name", "status"))
            value, country = drawing.values["value"][code], data.value_of(choice.entry.id, COUNTRY, choice.year)
            name = format.dated(name, picked)
            return words.of_area(choice.meant, name, value, country, data.country(), format.why_missing(status), status)
        if drawing.colouring.method in classes.METHODS or not drawing.counts:
            whole = ground.value_of(choice.entry.id, choice.gemeente or COUNTRY, choice.year)
            values, firm = drawing.values["value"], drawing.values["status"]
            return words.finding(choice.meant, values, choice.level, whole, choice.where, firm)
        return colouring.finding(drawing.colouring, choice.meant, drawing.counts, choice.level)

    def table_notes(self) -> list[str]:
        stands = self.drawing.stands
        return [note for note in (stands.note, stands.no_rank, stands.no_result) if note] if stands else []
