"""What every view of the map can be asked, whatever it shows: its words, its picture, its legend and its rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, Self

import pandas as pd
import plotly.graph_objects as go

from answers import data, elsewhere, format, ground, words
from figures import colouring, map_table, maps
from figures import legend as legends
from figures.colours import Palette
from figures.key import Legend
from figures.views.choice import Choice
from indicators import between
from indicators.catalog import Entry
from indicators.words import when
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS

# Where on the page a second figure or year is chosen: in the row of choices (in place of the colouring), at the head
# of the second map, or with the colours.
Spot = Literal["row", "head", "colours"]


@dataclass(frozen=True, eq=False)
class View(ABC):
    """One way to look at a figure on the map, worked out for what a reader chose. Shared: do not change it.

    What stands here is how the plain map answers; a view says where it differs. ``drawing`` is its (first) map. A
    ``picked`` area is one as a reader means it (answers.ground): each map looks for its code in its own year. On the
    class: ``id`` stands in the address, ``label`` on the screen, ``waits`` is said while a slow view is worked out;
    ``adjusts`` where it can show a figure adjusted for small numbers, ``own_colours`` where its colours are not chosen; ``orders`` has
    what the orders of its table are called.
    """

    id: ClassVar[str]
    label: ClassVar[str]
    figure_spot: ClassVar[Spot | None] = None
    year_spot: ClassVar[Spot | None] = None
    waits: ClassVar[str] = ""
    adjusts: ClassVar[bool] = False
    own_colours: ClassVar[bool] = False
    orders: ClassVar[Mapping[str, str]] = map_table.ORDERS

    choice: Choice
    drawing: maps.Drawing

    @classmethod
    def why_not(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> str:
        """Why a figure cannot be seen so at this level (Dutch); "" where it can."""
        return ""

    @classmethod
    def second_figures(cls, entry: Entry, figures: Mapping[str, Entry], level: str) -> list[str]:
        """The ids from which the second figure is chosen; none in a view of one figure."""
        return []

    @classmethod
    def usual_second(cls, entry: Entry, year: int, level: str, options: list[str]) -> str:
        """Which of ``second_figures`` it is when nobody chose."""
        return options[0]

    @classmethod
    @abstractmethod
    def work_out(cls, choice: Choice) -> Self:
        """The view of this choice; it has a second figure where the view has one."""

    @property
    def refused(self) -> tuple[str, str, str] | None:
        """Why this choice has no picture: in a few words, in a sentence, and what to do. None where it has one."""
        return None

    @cached_property
    def pictures(self) -> tuple[View, ...]:
        """The maps beside each other, each as a view that can stand alone; mostly one, itself."""
        return (self,)

    @property
    def file_word(self) -> str:
        """What tells the files of this view from those of others of the same figure."""
        return self.id

    @property
    def when(self) -> str:
        """The year or years that the view is about, the first with its boundaries where they are of another year."""
        first, second = when(self.choice.year, self.drawing.own), self.choice.second
        return f"{first} en {second[1]}" if second and second[1] != self.choice.year else first

    @abstractmethod
    def title(self, picked: str | None) -> str:
        """The first line: the finding of the view, or of the picked area where the view is of one figure."""

    def about(self) -> str:
        """The line under the title: what is shown, its unit, of where and when, and whether it was counted."""
        meant = self.choice.meant
        # The title names the figure, and with it often its unit.
        named = format.short_unit(meant.unit) or format.in_words(meant.unit) in meant.label
        unit = "" if named else f" · {format.in_words(meant.unit)}"
        uncounted = words.uncounted(meant, self.drawing.status)
        made = f" · {uncounted}" if uncounted else ""
        return f"{meant.is_.rstrip('.')}{unit} · {self.choice.place} · {self.when}{made}"

    def notes(self) -> list[str]:
        """What the reader has to know of boundaries and definitions before looking."""
        drawing = self.drawing
        if drawing.division is None:
            return [f"Er zijn geen grenzen van {LEVEL_PLURALS[drawing.level]}. De cijfers staan in de tabel."]
        return [*self._boundaries(), *self._gemeente_of_then()]

    def _boundaries(self) -> list[str]:
        """Whether the figures and the map are of other years than the one that was chosen."""
        drawing, level = self.drawing, self.choice.level
        if drawing.division == drawing.own:
            same = drawing.own == self.choice.year
            return [] if same else [f"De bron geeft de cijfers van {self.choice.year} op de grenzen van {drawing.own}."]
        said = (
            f"Van {drawing.own} zijn er geen kaartgrenzen van {LEVEL_PLURALS[level]}. "
            f"U ziet de grenzen van {drawing.division}."
        )
        if lost := drawing.shapeless:
            have = "heeft" if lost == 1 else "hebben"
            said += f" {format.areas(lost, level).capitalize()} {have} daarop geen vorm."
        return [said + self._grey()]

    def _grey(self) -> str:
        """How many shapes were another area in the year of the figures, and of how many nobody knows."""
        drawing, level = self.drawing, self.choice.level
        grey = maps.elsewhere(drawing)
        if not len(grey) or drawing.division is None:
            return ""
        why = ground.lacking(level, drawing.division, drawing.own).reindex([ground.meant(str(one))[0] for one in grey])
        unsure = int(why.isin(["", between.UNSURE]).sum() + why.isna().sum())
        other = len(grey) - unsure
        get = "krijgt" if len(grey) == 1 else "krijgen"
        begin = f" {format.areas(len(grey), level).capitalize()} {get} geen kleur:"
        if not unsure:
            return f"{begin} in {drawing.own} een ander gebied."
        if not other:
            return f"{begin} we weten niet of dat in {drawing.own} hetzelfde gebied was."
        was = "was" if other == 1 else "waren"
        return (
            f"{begin} {format.number(other)} {was} in {drawing.own} een ander gebied, "
            f"van {format.number(unsure)} weten we het niet."
        )

    def _gemeente_of_then(self) -> list[str]:
        """That the gemeente had other boundaries in the year of the figures: what is shown lies in it as it was."""
        gemeente, own = self.choice.gemeente, self.drawing.own
        if gemeente is None or own in ground.line(gemeente):
            return []
        where, many = self.choice.where, LEVEL_PLURALS[self.choice.level]
        if data.place(f"{gemeente}@{own}") is None:
            return [f"{where} was er in {own} niet. U ziet de {many} van toen die er nu in liggen."]
        return [f"U ziet {where} zoals het was in {own}: {elsewhere.reason(gemeente, own)}."]

    def picture_notes(self) -> list[str]:
        """What stands in the legend or the choices on the screen, and has to go along with a picture."""
        return []

    @property
    def drawn(self) -> bool:
        """Whether there is something to draw: boundaries for a map, points for a chart."""
        return self.drawing.file is not None and len(self.drawing.shapes) > 0

    @property
    def config(self) -> Mapping[str, object]:
        """What plotly is told about how its picture behaves."""
        return maps.CONFIG

    def clicked(self, point: Mapping[str, object]) -> str | None:
        """The area of a point that the reader clicked, as a reader means it; None where there is none."""
        return maps.region_at(self.drawing, point.get("location"))

    def draw(self, palette: Palette, picked: str | None, height: int = maps.HEIGHT) -> go.Figure:
        """The (first) picture. Shared: do not change it."""
        return maps.figure(self.drawing, palette, maps.code_at(self.drawing, picked), height)

    def alt(self) -> str:
        """The (first) map in words."""
        return map_table.alt(self.drawing, self.choice.place)

    def corner(self, palette: Palette) -> str:
        """The legend in short, as HTML to stand before the map: over its corner on a phone."""
        return legends.corner(self.drawing, palette)

    def legend(self, palette: Palette, picked: str | None) -> str:
        """The legend on the page, as HTML."""
        return legends.html(self.drawing, palette, self._country(), self._marked(picked))

    def legend_key(self, palette: Palette, picked: str | None) -> Legend:
        """The same legend in a picture that is taken along."""
        return legends.key(self.drawing, palette, self._country(), self._marked(picked))

    def colours_in_words(self) -> list[str]:
        """How the colours were made, a paragraph each."""
        return [colouring.method_help(self.drawing.colouring.method), self.drawing.colouring.note]

    def chosen(self, picked: str) -> str:
        """The picked area in a few words, as Markdown; "" where the view says nothing of one area."""
        code = maps.code_at(self.drawing, picked)
        return map_table.about_area(self.drawing, code, picked) if code and code in self.drawing.values.index else ""

    def ordered(self, order: str) -> pd.DataFrame:
        """The areas as rows, in one of ``orders`` (see map_table.ordered). Shared: do not change it."""
        return map_table.ordered(self.drawing, order)

    def rows(self, areas: pd.DataFrame) -> pd.DataFrame:
        """Rows of the table (see ``ordered``) as text."""
        return map_table.single(self.drawing, areas)

    def numbers(self, areas: pd.DataFrame) -> pd.DataFrame:
        """The same areas as numbers, for a download."""
        return map_table.numbers(self.drawing, areas)

    def columns(self) -> dict[str, str]:
        """What the columns of ``numbers`` mean that only a map has."""
        return dict(map_table.COLUMNS)

    def table_notes(self) -> list[str]:
        """What stands under the table, a paragraph each."""
        return []

    def _country(self) -> float | None:
        """The value of the whole country, to mark in the legend."""
        return data.value_of(self.drawing.entry.id, COUNTRY, self.drawing.year)

    def _marked(self, picked: str | None) -> tuple[str, float, str] | None:
        """The picked area with its value and status, to mark in the legend."""
        code = maps.code_at(self.drawing, picked)
        if code is None or code not in self.drawing.values.index:
            return None
        row = self.drawing.values.loc[code]
        return (
            None
            if pd.isna(row["value"])
            else (format.dated(str(row["name"]), picked), float(row["value"]), str(row["status"]))
        )
