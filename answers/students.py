"""Areas where so many are 15 to 25, often students, that figures of youth, incomes and work are less firm."""

from __future__ import annotations

import pandas as pd

from answers import data, national
from answers.held import remembered
from indicators import youth_work

_COLUMNS = ["leeftijd_15_25", "inwoners"]


@remembered(16)
def many(level: str, year: int) -> pd.Series[bool]:
    """Which areas have many people of 15 to 25 (see youth_work.many_students); none where ages are not known."""
    store = data.store()
    tables = {name: store.table(name, year, _COLUMNS) for name in dict.fromkeys((level, "gemeente"))}
    return youth_work.many_students(tables[level], share(national.figures(year), tables["gemeente"]))


def share(country: pd.DataFrame, gemeenten: pd.DataFrame) -> float:
    """The share (0-1) of 15 to 25 in the whole country; in all gemeenten together where the country is not given."""
    for frame in (country, gemeenten[_COLUMNS].dropna()):
        young, everyone = (float(frame[id].sum(min_count=1)) for id in _COLUMNS)
        if young == young and everyone > 0:
            return young / everyone
    return float("nan")
