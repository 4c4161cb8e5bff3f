"""Earlier years of an area whose boundaries changed, worked out on its boundaries of today: marked, or refused.

What the area is made of comes from the addresses that old and new areas share (loaders.places.crosswalk): an old area's counts
are divided over the new ones by addresses. So it is assumed that people are spread evenly over the addresses of an old
area, which makes the outcome an estimate, except where an area is made up of whole old areas.

Counts add. A share or rate of our own is made again from the counts; one of a publisher is weighed by what it was taken
over. Medians, distances, densities, classes and scores cannot be worked out so, nor can money and hectares, which do not
follow addresses. Too few shared addresses: no figure.

Areal interpolation: Goodchild and Lam (1980), Geo-Processing 1, with addresses in the place of surface.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from indicators import areas, catalog, crosswalk, parameters
from indicators.areas import How
from indicators.series import Cut

NOT_BY_ADDRESS = "Geld en oppervlakte zijn niet naar adressen te verdelen."


class Before(Protocol):
    """An earlier year as loaders.places.crosswalk.Before has it: figures of the old areas, and the addresses that they share."""

    @property
    def frame(self) -> pd.DataFrame:
        """Index old area, one column a figure."""

    @property
    def links(self) -> pd.DataFrame:
        """Columns old, new, addresses."""

    @property
    def division(self) -> int:
        """The boundaries of the old areas."""

    @property
    def onto(self) -> int:
        """The boundaries of the new ones."""


@dataclass(frozen=True)
class Carried:
    """One figure of an earlier year on the boundaries of ``onto``, made from areas on those of ``division``.

    ``matched`` is the share (0 to 1) of the area's addresses of ``onto`` that were there before; ``parts`` the number of
    old areas. ``whole``: it is made up of whole old areas, so nothing was divided by addresses.
    """

    value: float
    how: How
    division: int
    onto: int
    matched: float
    parts: int
    whole: bool


def refusal(id: str, year: int) -> str:
    """Why this figure cannot be divided over other boundaries, in Dutch; "" where it can."""
    found = areas.way(id, year)
    if found.how == "opgeteld" and _by_ground(found.id):
        return NOT_BY_ADDRESS
    return found.note if found.how == "niet" else ""


def _by_ground(id: str) -> bool:
    return catalog.entry(id).kind == "amount" or catalog.entry(id).unit == "ha"


def values(id: str, year: int, frame: pd.DataFrame, links: pd.DataFrame) -> pd.Series[float]:
    """A figure of all new areas: index region, in its own unit, NaN where it cannot be worked out.

    ``frame`` has one row an old area and the columns of ``areas.inputs``; ``links`` is a crosswalk (old, new, addresses).
    """
    found = areas.way(id, year)
    new = crosswalk.matched(links)
    made = pd.Series(np.nan, index=new.index)
    if found.how == "opgeteld":
        made = crosswalk.counts(frame[[found.id]], links)[found.id]
        if _by_ground(found.id):
            made = made.where(crosswalk.whole(links))
    elif found.how == "berekend":
        recipe = areas.ratio(found.id)
        made = recipe.values(crosswalk.counts(frame[list(recipe.inputs)], links))
    elif found.how == "gewogen":
        per = str(catalog.entry(found.id).per)
        made = crosswalk.means(frame[[found.id]], links, frame[per])[found.id]
    enough = new >= parameters.value("omgerekend_adressen") / 100
    return made.reindex(new.index).where(enough).rename(id)


def carry_over(region: str, id: str, before: Mapping[int, Before]) -> dict[int, Carried]:
    """The earlier years of one figure of one area that can be worked out, by year (see loaders.places.crosswalk.before)."""
    found: dict[int, Carried] = {}
    for year, one in sorted(before.items()):
        value = values(id, year, one.frame.reindex(columns=list(areas.inputs([id], year))), one.links).get(region)
        if value is None or math.isnan(value):
            continue
        mine = one.links[(one.links["new"] == region) & (one.links["old"] != "") & (one.links["addresses"] > 0)]
        found[year] = Carried(
            float(value),
            areas.way(id, year).how,
            one.division,
            one.onto,
            float(crosswalk.matched(one.links)[region]),
            len(mine),
            bool(crosswalk.whole(one.links)[region]),
        )
    return found


def earlier(there: Iterable[int], own: Iterable[int], cuts: Iterable[Cut]) -> list[int]:
    """The years to work out: those of ``there`` before the area's own figures on its boundaries of today begin.

    ``own`` are the years of its own figures and ``cuts`` the breaks between them (series.cuts).
    """
    on_other = [cut.year for cut in cuts if cut.reason in ("boundary", "absent")]
    begin = max(on_other) if on_other else min(own, default=None)
    return sorted(year for year in there if begin is None or year < begin)
