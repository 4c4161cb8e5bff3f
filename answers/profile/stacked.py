"""Inside one gemeente: the wijken where several problems come together."""

from __future__ import annotations

import pandas as pd

from answers import data, ground
from answers.held import remembered
from indicators import catalog, stacking
from loaders.vocabulary import COUNTRY, in_gemeente

# The cells of the table of problems: words that also look different from afar.
WORSE, NOT, UNKNOWN = "● groter", "–", "niet bekend"


def find_stacked(gemeente: str) -> tuple[pd.DataFrame, int, int]:
    """The wijken of a gemeente with several problems (stacking.least), as text; the number of problems judged; that of wijken.

    One column a problem, so that one sees which ones come together where.
    """
    worse, years, division = _worse()
    there = ground.line(gemeente).get(division)
    if worse.empty or there is None:
        return pd.DataFrame(), 0, 0
    own = worse[in_gemeente(worse.index, there)]
    names = data.store().names("wijk", division)["name"]
    if len(own.columns) < stacking.least() or own.empty:
        return pd.DataFrame(), len(own.columns), len(own)
    found = stacking.stacked(own, stacking.least())
    found = found[found["stacked"].fillna(False).astype(bool)].sort_values("count", ascending=False, kind="stable")
    rows = [
        {
            "Wijk": str(names.get(code, code)),
            "Problemen": f"{row['count']} van {row['known']} bekende",
            **{f"{catalog.entry(id).label} ({years[id]})": _cell(own[id].get(code)) for id in own.columns},
        }
        for code, row in found.iterrows()
    ]
    return pd.DataFrame(rows), len(own.columns), len(own)


def _cell(worse: object) -> str:
    return UNKNOWN if worse is None or worse is pd.NA else WORSE if worse else NOT


@remembered(2)
def _worse() -> tuple[pd.DataFrame, dict[str, int], int]:
    """For all wijken and each problem with data: clearly worse than the country or not, missing where not known.

    With the year of each problem, and the division of the wijken: the newest of those. Where a wijk of it was another
    area in the year of a problem, that problem is not known.
    """
    held = data.store()
    years = {id: year for line in stacking.PROBLEMS for id in line if (year := _judged_in(id)) is not None}
    found = {}
    for id in stacking.problems(years.__contains__):
        whole = data.value_of(id, COUNTRY, years[id]) or 0.0
        found[id] = stacking.worse(id, years[id], held.table("wijk", years[id], stacking.needs(id, years[id])), whole)
    newest = max((years[id] for id in found), default=0)
    here = {id: ground.onto(flags.to_frame(), "wijk", years[id], newest)[id] for id, flags in found.items()}
    return stacking.together(here), years, newest


def _judged_in(id: str) -> int | None:
    """The year in which wijken are held against the country on a problem; None where one of the two is not known."""
    year = data.main_year(id, "wijk")
    return year if year is not None and data.value_of(id, COUNTRY, year) is not None else None
