"""Groups of areas of one level that have something in common: as large, as urban, in one gemeente or province.

What an area is set beside decides what it looks like, so a group is always named in full, with how many are in it.
Size classes are in size_classes.csv; for gemeenten those of CBS.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import Field

from loaders import edited
from loaders.vocabulary import LEVELS

# CBS, stedelijkheid: class 1 has 2,500 addresses or more per square kilometre, class 5 fewer than 500.
URBANITY = {
    1: "zeer sterk stedelijk",
    2: "sterk stedelijk",
    3: "matig stedelijk",
    4: "weinig stedelijk",
    5: "niet stedelijk",
}


class SizeClass(edited.Entry):
    """One row of size_classes.csv: a class of a level runs from here to the next."""

    says = "Een rij is één klasse; zij loopt tot het begin van de volgende van hetzelfde niveau."

    level: Annotated[str, edited.OneOf(LEVELS)] = Field(description="het niveau")
    start: Annotated[edited.Number, Field(ge=0)] = Field(alias="from", description="vanaf zoveel inwoners")
    source: edited.Text = Field(description="wie deze grens koos")


FILE = edited.File(
    Path(__file__).with_name("size_classes.csv"),
    about="Wanneer gebieden even groot heten.",
    tables={edited.ROW: SizeClass},
)


def size_bounds(level: str) -> tuple[float, ...]:
    """The lower bounds (inhabitants) of the size classes of a level, smallest first; empty for a level without any."""
    return tuple(sorted(row.start for row in edited.kept(FILE).entries(SizeClass).values() if row.level == level))


def size_class(inhabitants: float, level: str) -> tuple[float, float] | None:
    """The size class [from, to) that a number of inhabitants is in; ``to`` is infinite for the largest. None if unknown."""
    bounds = (*size_bounds(level), math.inf)
    place = 0 if math.isnan(inhabitants) else bisect_right(bounds, inhabitants)
    return (bounds[place - 1], bounds[place]) if 0 < place < len(bounds) else None


def as_large(inhabitants: pd.Series[float], code: str, level: str) -> pd.Index:
    """The areas in the size class of ``code`` (itself included); empty where its size is not known."""
    found = size_class(float(inhabitants.get(code, math.nan)), level)
    if found is None:
        return inhabitants.index[:0]
    return inhabitants.index[(inhabitants >= found[0]) & (inhabitants < found[1])]


def as_urban(classes: pd.Series[float], code: str) -> pd.Index:
    """The areas in the class of urbanity of ``code`` (itself included); empty where it is not known."""
    own = float(classes.get(code, math.nan))
    return classes.index[classes == own]


def within(gemeenten: pd.Series[str], wanted: Iterable[str]) -> pd.Index:
    """The areas whose gemeente (values of ``gemeenten``) is one of ``wanted``."""
    return gemeenten.index[gemeenten.isin(list(wanted))]
