"""Areas where so many are 15 to 25, often students, that what is known of young people, incomes and work is less firm."""

from __future__ import annotations

import pandas as pd

from indicators import youth_work
from loaders.store import Store


def many(store: Store, level: str, year: int) -> pd.Series[bool]:
    """The areas of a level with many people of 15 to 25 (see youth_work.many_students); none where ages are not known."""
    found = {
        name: store.table(name, year, ["leeftijd_15_25", "inwoners"]) for name in dict.fromkeys((level, "gemeente"))
    }
    return youth_work.many_students(found[level], share(store, found["gemeente"], year))


def share(store: Store, gemeenten: pd.DataFrame, year: int) -> float:
    """The share (0-1) of 15 to 25 in the whole country; in all gemeenten together where the country is not given."""
    country = store.table("land", year, ["leeftijd_15_25", "inwoners"])
    for frame in (country, gemeenten[["leeftijd_15_25", "inwoners"]].dropna()):
        young, everyone = (float(frame[id].sum(min_count=1)) for id in ("leeftijd_15_25", "inwoners"))
        if young == young and everyone > 0:
            return young / everyone
    return float("nan")
