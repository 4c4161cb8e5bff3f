"""Toddlers: how many children turn two or three in a year, from the births of two and three years before.

CBS publishes no single ages below the gemeente; births are published per wijk and buurt. Who moved in or out since, or
died, is not in it. So it is an estimate, and it is called one.
"""

from __future__ import annotations

import pandas as pd

AGES = (2, 3)


def toddlers(births: dict[int, pd.Series[float]], index: pd.Index[str]) -> pd.Series[float]:
    """Children who turn two or three in the year: births by how many years ago (2 and 3), on the areas of ``index``.

    NaN where one of the two years is not known; an area without any births has none.
    """
    parts = [births[age].reindex(index).astype(float) for age in AGES]
    return parts[0] + parts[1]


def hours(count: float, per_week: float, weeks: float) -> float:
    """Hours a year for so many toddlers."""
    return count * per_week * weeks
