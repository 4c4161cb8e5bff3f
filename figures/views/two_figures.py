"""Two figures in one map: nine colours for low, middle and high of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd
import plotly.graph_objects as go

from answers import data, format, ground, words
from figures import bivariate, colouring, map_table, maps
from figures.colours import Palette
from figures.key import Legend
from figures.views import second
from figures.views.choice import Choice
from figures.views.view import View
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS

NO_CAUSE = "Twee cijfers op één kaart: dat ze samengaan, zegt niet dat het een door het ander komt."


@dataclass(frozen=True, eq=False)
class TwoFigures(View):
    """The map of two figures at once (``both``): the first runs up, the second (``beside``) across.

    ``apart`` has, by code of the first, why the second figure has nothing of the same ground to stand in its row.
    """

    id = "samen"
    label = "Twee cijfers"
    figure_spot = "row"
    year_spot = "colours"

    beside: maps.Drawing
    apart: pd.Series
    both: bivariate.TwoWay

    @classmethod
    def why_not(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> str:
        if entry.sensitive:
            return "Herkomst zetten we niet samen met een ander cijfer op één kaart."
        if second.made_by_model(entry):
            return (
                "Een modelschatting is gemaakt uit andere cijfers, zoals inkomen: "
                "met zo'n cijfer op één kaart is vooral het model te zien."
            )
        if not second.partners(entry, figures, level):
            return f"Er is geen ander cijfer per {level} om ernaast te zetten."
        return ""

    @classmethod
    def second_figures(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> list[str]:
        return second.partners(entry, figures, level)

    @classmethod
    def usual_second(cls, entry: Entry, year: int, level: str, options: list[str]) -> str:
        """One that is there for most of the areas in the same year, where there is one."""
        enough = data.counts(entry.id, level).get(year, 0) / 2
        return next((id for id in options if data.counts(id, level).get(year, 0) >= enough), options[0])

    @classmethod
    def work_out(cls, choice: Choice) -> Self:
        assert choice.second is not None
        one, other, level = (choice.entry, choice.year), choice.second, choice.level
        drawing = maps.prepare(one[0], level, one[1], choice.gemeente, choice.method, choice.count)
        beside = maps.prepare(other[0], level, other[1], choice.gemeente, "kwantielen", choice.count)
        apart = ground.other_ground(one, other, level)
        values = data.values(one[0].id, level, one[1])
        second_values = ground.onto(data.values(other[0].id, level, other[1]), level, beside.own, drawing.own)
        across, up = (
            bivariate.axis(data.meant(entry, year), year, found)
            for (entry, year), found in (
                (other, second_values.reindex(values.index.union(second_values.index))),
                (one, values),
            )
        )
        inside = drawing.values.index.union(drawing.shapes.index)
        others = pd.Series(maps.reason(colouring.ELSEWHERE), index=maps.elsewhere(drawing), dtype=object)
        across, up = across.without(pd.concat([apart.map(maps.reason), others])), up.without(others)
        both = bivariate.divide(across, up, inside, shared=True)
        return cls(choice, drawing, beside, apart, both)

    def title(self, picked: str | None) -> str:
        areas = format.areas(int(self.both.counts.sum()), self.choice.level)
        return (
            f"{self.choice.meant.label} en {format.inside_sentence(self.both.x.name)}: beide in het hoogste derde in "
            f"{format.number(int(self.both.counts[-1][-1]))} van de {areas} met beide cijfers"
        )

    def about(self) -> str:
        """Of where and when, and whether the first was counted: what both are stands with the picture."""
        uncounted = words.uncounted(self.choice.meant, self.drawing.status)
        return f"{self.choice.place} · {self.when}" + (f" · {uncounted}" if uncounted else "")

    def notes(self) -> list[str]:
        found = [*super().notes(), NO_CAUSE]
        if self.beside.year != self.choice.year:
            found.append(f"Let op: het ene cijfer is van {self.choice.year}, het andere van {self.beside.year}.")
        return found

    def picture_notes(self) -> list[str]:
        meant = data.meant(self.beside.entry, self.beside.year)
        uncounted = words.uncounted(meant, self.beside.status)
        made = f" ({uncounted[0].lower()}{uncounted[1:]})" if uncounted else ""
        first = f"{self.choice.meant.label}: {self.choice.meant.is_}"
        return [*bivariate.bounds(self.both), first, f"{meant.label}, {self.beside.year}{made}: {meant.is_}"]

    def draw(self, palette: Palette, picked: str | None, height: int = maps.HEIGHT) -> go.Figure:
        return bivariate.figure(self.drawing, self.both, palette, maps.code_at(self.drawing, picked), height)

    def alt(self) -> str:
        return bivariate.alt(self.both, self.choice.level)

    def corner(self, palette: Palette) -> str:
        return bivariate.corner(self.both, palette)

    def legend(self, palette: Palette, picked: str | None) -> str:
        return bivariate.legend(self.both, palette, self.choice.level)

    def legend_key(self, palette: Palette, picked: str | None) -> Legend:
        rows = bivariate.key(self.both, palette, self.choice.level).rows
        return Legend(rows, counted=LEVEL_PLURALS[self.choice.level].capitalize())

    def colours_in_words(self) -> list[str]:
        return [NO_CAUSE, self.drawing.colouring.note]

    def chosen(self, picked: str) -> str:
        return ""

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        """Both values and the class."""
        frame = map_table.two(self.drawing, self.beside, self.apart, areas)
        frame.insert(3, "Klasse", [said or "" for said in self._classes(areas["region"])])
        return frame

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        found = map_table.two_numbers(self.drawing, self.beside, self.apart, areas)
        found["klasse"] = self._classes(found["region"])
        return found

    def columns(self) -> dict[str, str]:
        klasse = "De klasse van beide cijfers samen; leeg waar een van beide niet bekend is"
        return super().columns() | {"klasse": klasse} | map_table.second_columns(self.beside)

    def _classes(self, regions: pd.Series) -> list[str | None]:
        """The class of each region in words; None where it has none."""
        cells = self.both.cells.reindex(regions).fillna(-1).astype(int)
        return [None if min(y, x) < 0 else self.both.words(y, x) for x, y in zip(cells["x"], cells["y"], strict=True)]
