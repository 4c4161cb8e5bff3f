"""What changed between two years, only where the two figures are about the same thing and the same ground.

Pure: frames in, frames out. A difference is clear when its interval of 99.8% leaves out nought and it is large enough to
matter. The interval of a difference is that of Newcombe (see trend.change), for whole columns at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators import uncertainty
from indicators.catalog import Entry

# Why an area is not the same ground in two years: its border moved, its code was another area's, it had no such code,
# or nobody can say.
BOUNDARY, ANOTHER, ABSENT, UNSURE = "new_boundary", "another_area", "no_such_code", "unsure_boundary"


def broken(entry: Entry, old: int, new: int) -> bool:
    """True where a new definition of the figure began after ``old`` and not after ``new``: no area can be compared."""
    return not entry.alike(old, new)


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
