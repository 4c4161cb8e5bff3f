"""The row of the whole country, read once a year of figures: what wijken and gemeenten are set against."""

from __future__ import annotations

import math

import pandas as pd

from answers import data
from answers.held import remembered
from indicators import youth_work
from loaders.vocabulary import COUNTRY

_COLUMNS = ["inwoners", *youth_work.GROUPS, *youth_work.single_years(0, youth_work.SINGLE_TO)]


@remembered(24)
def figures(year: int) -> pd.DataFrame:
    """Inhabitants and ages of the country: one row, or none where nothing is known. Shared: do not change it."""
    return data.store().table("land", year, _COLUMNS)


def inhabitants(year: int) -> float:
    """The inhabitants of the whole country; NaN when they are not known."""
    return float(figures(year)["inwoners"].get(COUNTRY, math.nan))
