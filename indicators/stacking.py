"""Stapeling: areas where several problems come together, and which ones.

It takes whether each problem is significantly worse as given: how that is decided is indicators/uncertainty.py.
What is not known is no problem and no absence of one: the count is then a lower bound, and the number known stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from indicators import catalog, parameters, uncertainty

# What counts as a problem: figures with a margin and an agreed direction, each of another thing. Where the first name of
# a line has no data, the next stands in for it: the same thing, counted otherwise. Who has bijstand is mostly poor too, so
# the two are one problem.
PROBLEMS = (
    ("armoede", "bijstand_per_1000"),
    ("schulden_aandeel",),
    ("vernieling_per_1000", "vernieling"),
    ("geweld_per_1000", "geweld"),
    ("overlast_per_1000",),
)


def problems(there: Callable[[str], bool]) -> list[str]:
    """The problems that can be judged: of each line the first figure that is ``there``."""
    found = (next((id for id in line if there(id)), None) for line in PROBLEMS)
    return [id for id in found if id is not None]


def year_of(years: Mapping[str, Iterable[int]]) -> int | None:
    """The newest year in which enough problems can be judged (``least``), else the newest of those with most of them.

    ``years`` has the years of each figure. One year for all: what came together, came together then.
    """
    every = {year for found in years.values() for year in found}
    there = {year: len(problems(lambda id, year=year: year in set(years.get(id, ())))) for year in every}  # type: ignore[misc]
    most = min(least(), max(there.values(), default=0))
    return max((year for year, count in there.items() if count >= most), default=None)


def needs(id: str, year: int) -> list[str]:
    """The columns that ``worse`` reads for a problem in a year, what the figure means that year first."""
    entry = catalog.entry(catalog.entry(id).definition(year))
    return list(dict.fromkeys([entry.id, *uncertainty.needs(entry)]))


def worse(id: str, year: int, frame: pd.DataFrame, whole: float) -> pd.Series[bool]:
    """Whether each area is clearly worse than the whole (country) on one problem; missing where that cannot be said.

    ``frame`` has a row for every area of the level (they are one list: false discovery rate) and the columns ``needs``.
    """
    entry = catalog.entry(catalog.entry(id).definition(year))
    result = uncertainty.compare(entry, frame, whole, whole_list=True)["result"]
    judged = result.map(lambda one: uncertainty.judged(entry, one) == "slechter")
    flags: pd.Series[bool] = judged.astype("boolean").mask(result == "").rename(id)
    return flags


def together(worse: Mapping[str, pd.Series[bool]]) -> pd.DataFrame:
    """The problems side by side: columns as ``worse``, which holds ``worse()`` by the codes of one and the same division.

    Of an area without a row for a problem, that problem is not known.
    """
    if not worse:
        return pd.DataFrame()
    index = pd.Index(sorted(set().union(*(flags.index for flags in worse.values()))))
    return pd.DataFrame({id: flags.reindex(index) for id, flags in worse.items()}, index=index).astype("boolean")


def least() -> int:
    """How many problems make a heap, unless the reader says otherwise."""
    return int(parameters.value("stapeling_problemen"))


def stacked(worse: pd.DataFrame, least: int) -> pd.DataFrame:
    """Per area the number of problems: columns ``problems`` (tuple of ids), ``count``, ``known`` and ``stacked``.

    ``worse`` has a row an area and a column a problem: True where it is significantly worse, False where it is not,
    missing where that is not known. ``stacked`` is True with ``least`` problems or more, False where that cannot be any
    more, and missing where the unknown ones decide. Raises ValueError where ``least`` is not among the columns' number.
    """
    if not 1 <= least <= len(worse.columns):
        raise ValueError(
            f"Stapeling van {least} kan niet met {len(worse.columns)} problemen: kies van 1 tot en met {len(worse.columns)}."
        )
    flags = worse.astype("boolean")
    present = flags.fillna(False).astype(bool)
    known = flags.notna().sum(axis=1)
    count = present.sum(axis=1)
    unknown = len(flags.columns) - known
    certain = pd.Series(pd.NA, index=flags.index, dtype="boolean")
    certain = certain.mask(count >= least, True).mask(count + unknown < least, False)
    ids = [str(id) for id in flags.columns]
    problems = [tuple(id for id, is_ in zip(ids, row, strict=True) if is_) for row in present.to_numpy()]
    return pd.DataFrame(
        {
            "problems": pd.Series(problems, index=flags.index, dtype=object),
            "count": count.astype(int),
            "known": known.astype(int),
            "stacked": certain,
        },
        index=flags.index,
    )
