"""The parts of the page about money of gemeenten: each a module with ``show``, given what the reader chose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from answers import data, ground, money
from figures.colours import Palette
from ui.frame import take_along


@dataclass(frozen=True)
class Spending:
    """What the reader chose: a report and year, one gemeente or (None) all together, and in which prices lines stand.

    ``frame`` are the amounts of every gemeente (``money.table``); ``everything`` is the table to take along, from
    which each figure is made.
    """

    report: str
    year: int
    gemeente: str | None
    real: bool
    frame: pd.DataFrame
    everything: take_along.Figure
    palette: Palette

    @property
    def volume(self) -> str:
        """The report in words: ``rekening (uitgegeven)``."""
        return money.REPORTS[self.report].lower()

    @property
    def where(self) -> str:
        """What the chosen gemeente is called, or all of them."""
        return data.gemeenten().get(self.gemeente or "", "alle gemeenten samen")

    @cached_property
    def there(self) -> str | None:
        """The code of the chosen gemeente in the year of the amounts; None where it had other boundaries then."""
        return ground.line(self.gemeente).get(self.year) if self.gemeente else None

    @cached_property
    def amounts(self) -> dict[str, float] | None:
        """The amounts of the chosen gemeente (columns of ``frame``), where both sides are known."""
        known = self.frame.dropna(subset=["front", "back"])
        if self.there not in known.index:
            return None
        own = known.loc[[self.there]].iloc[0]
        return {str(column): float(value) for column, value in own.items()}
