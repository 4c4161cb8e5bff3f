"""The views of the page that sets areas side by side: each a module with ``show``, given what the reader chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from streamlit.delta_generator import DeltaGenerator

from answers import compare, data, elsewhere
from figures.colours import Palette
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS, level_of
from ui.frame import shell


@dataclass(frozen=True)
class Comparison:
    """What a view shows, and where: the chosen ``places`` (one or more), a group of areas beside them, and the figures.

    ``members`` are the codes of the group (empty without one) and ``around`` is what it is called. ``listed`` has the
    figures of each theme that there are for these levels, and ``left_out`` says which are never compared, and why;
    ``theme`` is one of them, or ``alles``. ``head`` stands above the choices, ``choices`` beside the choice of view.
    """

    places: Sequence[data.Place]
    members: Sequence[str]
    around: str
    listed: dict[str, list[Entry]]
    left_out: dict[str, str]
    theme: str
    title: str
    head: DeltaGenerator
    choices: DeltaGenerator

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the chosen areas."""
        return [place.code for place in self.places]

    @cached_property
    def everywhere(self) -> list[str]:
        """The chosen areas, and the group after them."""
        return list(dict.fromkeys([*self.codes, *self.members]))

    @cached_property
    def names(self) -> dict[str, str]:
        """A name for each chosen area, by code, that no other has."""
        return compare.column_names(self.places)

    @cached_property
    def all_names(self) -> dict[str, str]:
        """The same, with the areas of the group."""
        members = [place for code in self.members if (place := data.place(code)) is not None]
        named = {place.code: elsewhere.as_it_was(place) if "@" in place.code else place.name for place in members}
        return {code: named.get(code, code) for code in self.members} | self.names

    @property
    def first(self) -> data.Place:
        """The area that the group was made around."""
        return self.places[0]

    @property
    def level(self) -> str:
        """The level of the first area."""
        return self.first.level

    @property
    def among(self) -> str:
        """The level of the group, where there is one (of a gemeente that may be its wijken); else of the first area."""
        return level_of(self.members[0]) if self.members else self.level

    @property
    def many(self) -> str:
        """The areas of that level, in the plural."""
        return LEVEL_PLURALS[self.among]

    @cached_property
    def entries(self) -> list[Entry]:
        """The figures of the theme."""
        return [e for name, found in self.listed.items() if self.theme in ("alles", name) for e in found]

    @cached_property
    def single(self) -> list[Entry]:
        """Those of them that compare areas, so that one can be chosen."""
        levels = {place.level for place in self.places}
        return [e for e in self.entries if e.comparable and any(data.years(level, e.id) for level in levels)]

    def hues(self, palette: Palette) -> dict[str, str]:
        """The colour of each chosen area, the same in every view."""
        return dict(zip(self.codes, palette.areas, strict=False))

    def say(self, title: str, about: str = "") -> None:
        """The head of the page."""
        with self.head:
            shell.head(title, about)
