"""Whether an area is the same ground in two years: codes stay where borders move, and are used again elsewhere."""

from __future__ import annotations

import pandas as pd

from answers import data
from answers.held import remembered
from indicators import between
from indicators.catalog import Entry


def other_ground(first: tuple[Entry, int], second: tuple[Entry, int], level: str) -> pd.Series:
    """The areas that are not the same ground in two figures, each with its year: by code the reason (see ``between``).

    Codes are used again after a reorganisation, so a code alone does not say that two figures are about one area.
    """
    held = data.store()
    old, new = sorted(held.own_division(level, year, entry.id) for entry, year in (first, second))
    grounds = changes(level, old, new) if old != new else pd.Series(dtype=object)
    return grounds[grounds != ""]


@remembered(24)
def changes(level: str, old: int, new: int) -> pd.Series:
    """Why an area of either division (the older first) is not the same ground in both, "" where it is; by code."""
    held = data.store()
    names = {year: frame for year in range(old, new + 1) if len(frame := held.names(level, year))}
    names[new] = data.names(level, new)
    known = all(year in names and (names[year]["change"] != "").all() for year in range(old + 1, new + 1))
    overlap = None if known else _overlap(level, old, new)
    return between.ground(old, new, names, overlap)


def _overlap(level: str, old: int, new: int) -> pd.Series | None:
    """The part that the shapes of both years share, from boundaries that hold the two years between them."""
    held = data.store()
    drawn = held.divisions(level)
    first = max((d for d in drawn if d <= old), default=None)
    last = min((d for d in drawn if d >= new), default=None)
    if first is None or last is None:
        return None
    return shared(level, first, last)


# Many may be kept: it is one number an area.
@remembered(96)
def shared(level: str, first: int, last: int) -> pd.Series:
    """The part that the shapes of two divisions share of both together, by code. Of all wijken it takes half a second.

    Kept for all: do not change it.
    """
    held = data.store()
    one, other = (held.regions(level, d)["geometry"].dropna().make_valid() for d in (first, last))
    codes = one.index.intersection(other.index)
    a, b = one.loc[codes], other.loc[codes]
    shared = a.intersection(b, align=False).area
    return pd.Series(shared / (a.area + b.area - shared), index=codes)
