"""What changed between two years, only where the two figures are about the same thing and the same ground.

Pure: frames in, frames out. A difference is clear when its interval of 99.8% leaves out nought and it is large enough to
matter. The interval of a difference is that of Newcombe (see trend.change), for whole columns at once.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators import parameters, uncertainty
from indicators.catalog import Entry

BOUNDARY, ABSENT, UNSURE = "new_boundary", "no_such_code", "unsure_boundary"
# CBS's flag of change: nothing changed, or only the code did; and the boundary did.
_SAME, _OTHER = ("1", "2"), "3"


def broken(entry: Entry, old: int, new: int) -> bool:
    """True where a new definition of the figure began after ``old`` and not after ``new``: no area can be compared."""
    if entry.definition(old) != entry.definition(new):
        return True
    return any(old < first <= new for first in (*entry.breaks, *(year for year, _ in entry.definitions[1:])))


def ground(old: int, new: int, names: Mapping[int, pd.DataFrame], overlap: pd.Series[float] | None) -> pd.Series[str]:
    """Why an area of the division ``new`` is not the same ground as in the division ``old``; "" where it is.

    ``names`` has for each known year the areas of that division (index region, column change: CBS's flag against the
    year before). Where a flag is lacking, ``overlap`` decides: the part (0–1) that the two shapes share of both together.
    """
    codes = names[new].index if new in names else pd.Index([], dtype=object)
    found = pd.Series("", index=codes, dtype=object)
    if old == new:
        return found
    between = range(old + 1, new + 1)
    flags = pd.DataFrame(
        {year: names[year]["change"].reindex(codes) if year in names else None for year in between}, index=codes
    )
    # A year of which only some areas are known says nothing about the others.
    whole = [y for y in (old, *between) if y in names and (y == old or 2 * len(names[y]) >= len(codes))]
    there = pd.DataFrame({y: codes.isin(names[y].index) for y in whole}, index=codes)
    known = flags.isin(_SAME).all(axis=1)
    shared = pd.Series(np.nan, index=codes) if overlap is None else overlap.reindex(codes)
    same = shared >= parameters.value("grens_overlap")
    found = found.mask(~known & ~same, UNSURE).mask(~known & shared.notna() & ~same, BOUNDARY)
    found = found.mask((flags == _OTHER).any(axis=1), BOUNDARY)
    return found.mask(~there.all(axis=1), ABSENT)


def difference(entry: Entry, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """After less before, by region: columns value, low, high and clear (True, False, or None where nobody can say).

    ``before`` and ``after`` have the columns value, low and high (NaN where there is no margin), in the unit of the figure.
    """
    codes = after.index.intersection(before.index)
    first, last = before.loc[codes], after.loc[codes]
    value = last["value"] - first["value"]
    low = value - np.hypot(last["value"] - last["low"], first["high"] - first["value"])
    high = value + np.hypot(last["high"] - last["value"], first["value"] - first["low"])
    enough = value.abs() >= _least(entry, first["value"]) - 1e-9
    clear = pd.Series(((low > 0) | (high < 0)) & enough, dtype=object).where(low.notna() & high.notna(), None)
    return pd.DataFrame({"value": value, "low": low, "high": high, "clear": clear}, index=codes)


def _least(entry: Entry, reference: pd.Series[float]) -> pd.Series[float] | float:
    """The smallest difference that matters; of a figure without one, its last shown digit."""
    least = uncertainty.matters(entry)
    return least.beside(reference.abs()) if least else 10.0**-entry.decimals
