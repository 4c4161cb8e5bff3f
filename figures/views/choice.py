"""What a map is asked to show."""

from __future__ import annotations

from dataclasses import dataclass

from answers import data, small_areas
from figures import adjusted
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS


@dataclass(frozen=True)
class Choice:
    """What the reader chose: a figure of a year and level, of the country or of one gemeente, and how it is coloured.

    ``second`` is the other figure, or the same one, with its year: in a view that has two. ``adjusted`` is how it is
    adjusted for small numbers, in a view that can be (answers.small_areas).
    """

    entry: Entry
    year: int
    level: str
    gemeente: str | None
    method: str
    count: int
    second: tuple[Entry, int] | None = None
    adjusted: str = small_areas.AS_IS

    @property
    def meant(self) -> Entry:
        """What a headline stands for differs by year; the reader gets the name of what is really shown."""
        return adjusted.named(data.meant(self.entry, self.year), self.adjusted)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The figures that are shown, each once."""
        second = self.second[0] if self.second else self.entry
        return (self.entry,) if second.id == self.entry.id else (self.entry, second)

    @property
    def where(self) -> str:
        """The gemeente or the country, by name."""
        return data.gemeenten().get(self.gemeente or "", data.country())

    @property
    def place(self) -> str:
        """``wijken in Rotterdam``."""
        return f"{LEVEL_PLURALS[self.level]} in {self.where}"
