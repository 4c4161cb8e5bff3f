"""Inside one gemeente: the wijken where several problems come together."""

from __future__ import annotations

import pandas as pd

from answers import data, ground
from answers.divisions import full_years
from answers.held import remembered
from indicators import catalog, stacking
from loaders.vocabulary import COUNTRY, in_gemeente

# The cells of the table of problems: words that also look different from afar.
WORSE, NOT, UNKNOWN = "● groter", "–", "niet bekend"


def find_stacked(gemeente: str) -> tuple[pd.DataFrame, int, int]:
    """The wijken of a gemeente with several problems (stacking.least), as text; the number of problems judged; that of wijken.

    One column a problem, so that one sees which ones come together where.
    """
    worse, year = _worse()
    there = ground.line(gemeente).get(year)
    if worse.empty or there is None:
        return pd.DataFrame(), 0, 0
    own = worse[in_gemeente(worse.index, there)]
    names = data.store().names("wijk", year)["name"]
    if len(own.columns) < stacking.least() or own.empty:
        return pd.DataFrame(), len(own.columns), len(own)
    found = stacking.stacked(own, stacking.least())
    found = found[found["stacked"].fillna(False).astype(bool)].sort_values("count", ascending=False, kind="stable")
    rows = [
        {
            "Wijk": str(names.get(code, code)),
            "Problemen": f"{row['count']} van {row['known']} bekende",
            **{f"{catalog.entry(id).label} ({year})": _cell(own[id].get(code)) for id in own.columns},
        }
        for code, row in found.iterrows()
    ]
    return pd.DataFrame(rows), len(own.columns), len(own)


def _cell(worse: object) -> str:
    return UNKNOWN if worse is None or worse is pd.NA else WORSE if worse else NOT


@remembered(2)
def _worse() -> tuple[pd.DataFrame, int]:
    """For all wijken and each problem: clearly worse than the country or not, missing where not known; and the year."""
    year = stacking.year_of({id: _judged_in(id) for line in stacking.PROBLEMS for id in line})
    if year is None:
        return pd.DataFrame(), 0
    held, found = data.store(), {}
    for id in stacking.problems(lambda id: year in _judged_in(id)):
        division = held.own_division("wijk", year, id)
        frame = held.table("wijk", year, stacking.needs(id, year), division)
        flags = stacking.worse(id, year, frame, data.value_of(id, COUNTRY, year) or 0.0)
        found[id] = ground.onto(flags.to_frame(), "wijk", division, year)[id]
    return stacking.together(found), year


def _judged_in(id: str) -> list[int]:
    """The years in which wijken can be held against the country on a problem."""
    return [year for year in full_years("wijk", id) if data.value_of(id, COUNTRY, year) is not None]
