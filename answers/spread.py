"""How the values of all areas lie, and where one value stands among them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from loaders.vocabulary import gemeente_of

FEWEST = 5


@dataclass(frozen=True)
class Spread:
    """How the values of all areas of one level lie: the lowest, percentiles 5, 25, 50, 75 and 95, the highest.

    ``below`` is the share (0–1) of the other areas with a lower value, ``above`` with a higher one; both are None
    when the area itself has no value. ``count`` is the number of areas with a value, ``areas`` that of all areas there
    are (0: not known). ``only`` is the gemeente that all areas with a value lie in, where they are few, by its code on their boundaries.
    """

    lowest: float
    low: float
    first: float
    middle: float
    third: float
    high: float
    highest: float
    count: int
    below: float | None
    above: float | None
    areas: int = 0
    only: str = ""

    @property
    def partly(self) -> bool:
        """Whether fewer than two thirds of all areas have a value."""
        return self.count * 3 < self.areas * 2


def spread(values: pd.Series, value: float | None, areas: int = 0) -> Spread | None:
    """The spread of ``values`` (one per area, NaN where missing) and the place of ``value`` in it.

    None when fewer than five areas have a value: a spread of a handful says nothing.
    """
    known = values.dropna().to_numpy(dtype="float64")
    if len(known) < FEWEST:
        return None
    lowest, low, first, middle, third, high, highest = np.quantile(known, [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]).tolist()
    others = max(len(known) - 1, 1)
    below = None if value is None else float((known < value).sum()) / others
    above = None if value is None else float((known > value).sum()) / others
    found = Spread(lowest, low, first, middle, third, high, highest, len(known), below, above, areas)
    inside = {gemeente_of(str(code)) for code in values.dropna().index} if found.partly else set()
    return replace(found, only=inside.pop() or "") if len(inside) == 1 else found
