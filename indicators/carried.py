"""Figures of an area on other boundaries than its own, worked out on its own: marked, or refused.

Where the small areas of then lie wholly in it and hold nearly all of its inhabitants, they are added up (``added``).
Else what the area is made of comes from the addresses that old and new areas share (loaders.places.crosswalk): an old area's counts
are divided over the new ones by addresses. So it is assumed that people are spread evenly over the addresses of an old
area, which makes the outcome an estimate, except where an area is made up of whole old areas.

Counts add. A share or rate of our own is made again from the counts; one of a publisher is weighed by what it was taken
over. Medians, distances, densities, classes and scores cannot be worked out so, nor can money and hectares, which do not
follow addresses. Too few shared addresses: no figure.

Areal interpolation: Goodchild and Lam (1980), Geo-Processing 1, with addresses in the place of surface.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from indicators import areas, catalog, crosswalk, parameters
from indicators.areas import How

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
    """One figure of another year on the boundaries of ``onto``, made from areas on those of ``division``.

    ``matched`` is the share (0 to 1) of the area that they hold: of its addresses of ``onto``, or, with ``by`` the level
    of the areas that were added up, of its inhabitants. ``parts`` is the number of those areas. ``whole``: it is made up
    of whole ones, so nothing was divided by addresses.
    """

    value: float
    how: How
    division: int
    onto: int
    matched: float
    parts: int
    whole: bool
    by: str = ""


def refusal(id: str, year: int) -> str:
    """Why this figure cannot be divided over other boundaries, in Dutch; "" where it can."""
    found = areas.way(id, year)
    if found.how == "opgeteld" and _by_ground(found.id):
        return NOT_BY_ADDRESS
    return found.note if found.how == "niet" else ""


def _by_ground(id: str) -> bool:
    return catalog.entry(id).kind == "amount" or catalog.entry(id).unit == "ha"


# Counted where it is or happens, be it where nobody lives.
_ELSEWHERE = {"plaats_van_misdrijf", "plaats_van_overlast"}
_PLACED = ("ha", "vestigingen")


def _by_people(id: str, year: int, level: str) -> bool:
    """Whether areas of a level that hold nearly all inhabitants hold nearly all of a figure."""
    found = areas.way(id, year)
    if found.how == "niet":
        return False
    entry = catalog.entry(found.id)
    if entry.unit == "ha" or (found.how == "gewogen" and "euro" in entry.unit):
        return False
    return level == "gemeente" or not (entry.unit in _PLACED or _ELSEWHERE & set(entry.caveats))


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
        together = crosswalk.counts(frame[list(recipe.inputs)], links)
        made = recipe.values(together).mask(recipe.few(together))
    elif found.how == "gewogen":
        per = str(catalog.entry(found.id).per)
        made = crosswalk.means(frame[[found.id]], links, frame[per])[found.id]
    enough = new >= parameters.value("omgerekend_adressen") / 100
    return made.reindex(new.index).where(enough).rename(id)


def added(id: str, year: int, frame: pd.DataFrame, codes: Sequence[str], about: Added) -> Carried | None:
    """A figure of the areas ``codes`` together; None where it cannot be made of them.

    ``frame`` holds all areas of their level and division in that year, with the columns of ``areas.inputs``. Surface is
    not added up: the areas hold nearly all inhabitants, not nearly all ground. Nor are means of money: what few people
    of those that are left out have can be far more than what the others have.
    """
    if not set(codes) <= set(frame.index) or not _by_people(id, year, about.level):
        return None
    made = areas.together(frame, codes, id, year)
    if math.isnan(made.value):
        return None
    return Carried(made.value, made.how, about.division, about.onto, about.covered, len(codes), True, about.level)


@dataclass(frozen=True)
class Added:
    """What areas were added up: their level, on the boundaries of ``division``, for an area on those of ``onto``.

    ``covered`` is the share (0 to 1) of its inhabitants who live in them.
    """

    level: str
    division: int
    onto: int
    covered: float


def carry_over(line: Mapping[int, str], id: str, before: Mapping[int, Before]) -> dict[int, Carried]:
    """The years of one figure of one area that can be worked out, by year (see loaders.places.crosswalk.before).

    ``line`` has the area's code in every division on which it is the same ground.
    """
    found: dict[int, Carried] = {}
    for year, one in sorted(before.items()):
        region = line[one.onto]
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
