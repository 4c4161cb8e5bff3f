"""Inside one gemeente: the wijken where several problems come together."""

from __future__ import annotations

import pandas as pd

from answers import data
from answers.held import remembered
from indicators import catalog, stacking
from loaders.vocabulary import COUNTRY

# The cells of the table of problems: words that also look different from afar.
WORSE, NOT, UNKNOWN = "● groter", "–", "niet bekend"


def find_stacked(gemeente: str) -> tuple[pd.DataFrame, int, int]:
    """The wijken of a gemeente with several problems (stacking.least), as text; the number of problems judged; that of wijken.

    One column a problem, so that one sees which ones come together where.
    """
    worse, years = _worse()
    if worse.empty:
        return pd.DataFrame(), 0, 0
    own = worse[worse.index.str.startswith(f"WK{gemeente[2:]}")]
    if len(own.columns) < stacking.least() or own.empty:
        return pd.DataFrame(), len(own.columns), len(own)
    found = stacking.stacked(own, stacking.least())
    found = found[found["stacked"].fillna(False).astype(bool)].sort_values("count", ascending=False, kind="stable")
    rows = [
        {
            "Wijk": place.name if (place := data.place(str(code))) else str(code),
            "Problemen": f"{row['count']} van {row['known']} bekende",
            **{f"{catalog.entry(id).label} ({years[id]})": _cell(own[id].get(code)) for id in own.columns},
        }
        for code, row in found.iterrows()
    ]
    return pd.DataFrame(rows), len(own.columns), len(own)


def _cell(worse: object) -> str:
    return UNKNOWN if worse is None or worse is pd.NA else WORSE if worse else NOT


@remembered(2)
def _worse() -> tuple[pd.DataFrame, dict[str, int]]:
    """For all wijken and each problem with data: clearly worse than the country or not, missing where not known.

    With the year of each problem.
    """
    held = data.store()
    years = {id: year for line in stacking.PROBLEMS for id in line if (year := _judged_in(id)) is not None}
    found = {}
    for id in stacking.problems(years.__contains__):
        whole = data.value_of(id, COUNTRY, years[id]) or 0.0
        found[id] = stacking.worse(id, years[id], held.table("wijk", years[id], stacking.needs(id, years[id])), whole)
    changes = {year: held.names("wijk", year)["change"] for year in held.years("wijk")}
    return stacking.together(found, years, changes), years


def _judged_in(id: str) -> int | None:
    """The year in which wijken are held against the country on a problem; None where one of the two is not known."""
    year = data.main_year(id, "wijk")
    return year if year is not None and data.value_of(id, COUNTRY, year) is not None else None
