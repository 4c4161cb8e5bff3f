"""Whether an area is the same ground in two divisions, for all who put a value under a name.

Codes stay where borders move, and are used again elsewhere. What is known of it is in the table that is made when the
indicators are built (indicators.ground says by which signs); here it is asked, and nowhere else.

An area that a reader means is a code, as it is in the newest division that knows it; or a code with a year behind it,
``WK196101@2020``, as it was in that division.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from answers import data
from answers.held import remembered
from indicators import between, ground, same_ground
from indicators.catalog import Entry
from loaders.vocabulary import CODE_PREFIX, COUNTRY, gemeente_of, level_of

REASONS = {ground.PARTLY: between.BOUNDARY, ground.OTHER: between.ANOTHER, ground.UNKNOWN: between.UNSURE}


@dataclass(frozen=True)
class Ground:
    """How an area stands to another division: kind (ground.KINDS), the sign that says so, and its code there.

    ``code`` is "" where no area of that division is the same ground.
    """

    kind: str
    sign: str
    code: str


# ---------------------------------------------------------------- one area


def meant(region: str) -> tuple[str, int | None]:
    """The code of an area, and the division it is meant in; None where no division knows it."""
    code, _, year = region.partition("@")
    return (code, int(year)) if year else (code, newest(code))


def newest(code: str) -> int | None:
    """The newest division that knows this code."""
    place = data.place(code)
    return place.year if place else None


@remembered(256)
def in_division(region: str, division: int) -> Ground:
    """How the area stands to a division."""
    code, base = meant(region)
    if code == COUNTRY or base == division:
        return Ground(ground.SAME, "", code)
    if base is None:
        return Ground(ground.UNKNOWN, "", "")
    level = level_of(code)
    there = codes(level, base, division).get(code, "")
    if there:
        sign = str(pair(level, *sorted((base, division)))["sign"].get(code if division < base else there, ""))
        return Ground(ground.SAME, sign, there)
    told = pair(level, *sorted((base, division)))
    if code not in told.index:
        return Ground(ground.OTHER if len(told) else ground.UNKNOWN, "absent" if len(told) else "", "")
    kind = str(told.at[code, "ground"])
    return Ground(ground.OTHER if kind == ground.SAME else kind, str(told.at[code, "sign"]), "")


@remembered(256)
def line(region: str) -> Mapping[int, str]:
    """The code of this same ground in every division that knows it, by division. Only figures of these are the area's own."""
    code, base = meant(region)
    if code == COUNTRY:
        return dict.fromkeys(same_ground.divisions(data.store(), "land"), code)
    return {} if base is None else same_ground.line(data.store(), ASKED, code, base)


class _Remembered:
    """What ``same_ground`` asks, from memory."""

    def codes(self, level: str, base: int, division: int) -> pd.Series[str]:
        return codes(level, base, division)

    def parts(self, code: str, base: int, division: int) -> same_ground.Parts | None:
        return _parts(code, base, division)


ASKED = _Remembered()


# ---------------------------------------------------------------- all areas


# It is a few short words an area.
@remembered(128)
def pair(level: str, old: int, new: int) -> pd.DataFrame:
    """``same_ground.pair`` of the data of this run. Shared: do not change it."""
    return same_ground.pair(data.store(), level, old, new)


@remembered(128)
def codes(level: str, base: int, division: int) -> pd.Series[str]:
    """By code of ``base`` the code of the same ground in ``division``; areas without are left out. Shared."""
    if base == division or level == "land":
        known = same_ground.known_codes(data.store(), level, base)
        return pd.Series(known, index=known, dtype=object)
    return same_ground.codes(pair(level, *sorted((base, division))), forward=base < division)


def onto(frame: pd.DataFrame, level: str, division: int, base: int) -> pd.DataFrame:
    """Figures of a division (index region) under the codes of another: of the same ground only, the rest is left out."""
    if division == base or level == "land":
        return frame
    here = codes(level, base, division)
    here = here[here.isin(frame.index)]
    found = frame.loc[list(here)]
    return found.set_axis(here.index.rename(frame.index.name), axis=0)


def apart(level: str, old: int, new: int) -> pd.Series[str]:
    """Why each area of the newer division is not the same ground in the older, "" where it is, be it under another code."""
    if old == new or level == "land":
        return pd.Series("", index=same_ground.known_codes(data.store(), level, new), dtype=object)
    told = pair(level, old, new)
    why = told["ground"].map(REASONS).mask(told["sign"] == "absent", between.ABSENT)
    return why.where(told["was"] == "", "")


def other_ground(first: tuple[Entry, int], second: tuple[Entry, int], level: str) -> pd.Series[str]:
    """The areas that are not the same ground in two figures, each with its year: by code the reason (see ``apart``)."""
    held = data.store()
    old, new = sorted(held.own_division(level, year, entry.id) for entry, year in (first, second))
    found = apart(level, old, new)
    return found[found != ""]


# ---------------------------------------------------------------- what an area was made of


def parts(region: str, division: int) -> same_ground.Parts | None:
    """The areas of a division that lie wholly in a gemeente or wijk; None where there are none, or nobody lives there."""
    code, base = meant(region)
    return None if base is None else _parts(code, base, division)


@remembered(256)
def _parts(code: str, base: int, division: int) -> same_ground.Parts | None:
    return same_ground.parts(data.store(), ASKED, code, base, division)


def inside(code: str, area: str) -> bool:
    """Whether a wijk or buurt lies in an area, by its code, within one division."""
    return code.startswith(CODE_PREFIX[level_of(code)] + area[2:])


def gemeente_in(region: str, division: int) -> str | None:
    """The gemeente that the area lay in, by its code of that division; None where it is not known, or for the country."""
    there = line(region).get(division, "")
    return gemeente_of(there) if there else None


def codes_in(region: str, others: Sequence[str], division: int) -> list[str]:
    """The codes in a division of other areas, which are named as in the division of this one; those without are left out."""
    code, base = meant(region)
    if base is None or not others:
        return []
    return list(codes(level_of(code), base, division).reindex(list(others)).dropna())


def known_in(regions: Sequence[str], division: int) -> bool:
    """Whether a division has figures of the same ground for all of these areas."""
    return all(division in line(code) for code in regions if code != COUNTRY)
