"""How many addresses two divisions of the demo province share, for figures of before its boundary changes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from loaders.sources.cbs_postcode import places

YEARS = tuple(places())


def pairs(last: int) -> list[tuple[int, int]]:
    """The divisions to link, as the loader of the real addresses does: each to the next, and each to the newest."""
    years = [year for year in YEARS if year <= last]
    return list(dict.fromkeys([*pairwise(years), *((year, years[-1]) for year in years[:-1])]))


def shared(old: pd.Series[str], new: pd.Series[str], homes: pd.DataFrame) -> pd.DataFrame:
    """Columns old, new, addresses, as loaders.places.crosswalk.shared: ``homes`` has columns old and new, a row a cell.

    A cell lies in one area of each division. Homes that only one of the years has stand beside an empty code.
    """
    before, after = (homes[column].round().astype("int64").to_numpy() for column in ("old", "new"))
    both = np.minimum(before, after)
    parts = (
        pd.DataFrame({"old": old, "new": new, "addresses": both}),
        pd.DataFrame({"old": old, "new": "", "addresses": before - both}),
        pd.DataFrame({"old": "", "new": new, "addresses": after - both}),
    )
    found: pd.DataFrame = pd.concat(parts).groupby(["old", "new"])["addresses"].sum().reset_index()
    return found[found["addresses"] > 0].reset_index(drop=True)
