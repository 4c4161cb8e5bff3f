"""Whether an area is the same ground in two divisions, for all who put a value under a name.

Codes stay where borders move, and are used again elsewhere. What is known of it is in the table that is made when the
indicators are built (indicators.ground says by which signs); here it is asked, and nowhere else.

An area that a reader means is a code, as it is in the newest division that knows it; or a code with a year behind it,
``WK196101@2020``, as it was in that division.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from answers import data
from answers.held import MOST_VERSIONS, remembered
from indicators import between, ground, same_ground
from indicators.catalog import Entry
from loaders.places import gemeenten
from loaders.vocabulary import CODE_PREFIX, COUNTRY, gemeente_of, level_of, wijk_of

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


def normal(region: str) -> str:
    """An area as it is written: without a year for the country, and for an area of now.

    An area that is gone keeps it: without one a page shows what it became.
    """
    code, _, year = region.partition("@")
    now = code == COUNTRY or (year == str(newest(code)) and int(year) >= _now(level_of(code)))
    return code if now else region


@remembered(4)
def _now(level: str) -> int:
    """The newest division of which most areas are known."""
    return max(same_ground.whole_divisions(data.store(), level), default=0)


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
    found = Ground(*same_ground.stands(pair(level, *sorted((base, division))), code, forward=base < division))
    return mark_of_absent(level, division) if found.sign == "absent" and not found.code else found


@remembered(2048)
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


# Up to 4 MB for the buurten of two divisions. ``codes`` and ``lacking``, which most ask, are remembered themselves.
@remembered(32)
def pair(level: str, old: int, new: int) -> pd.DataFrame:
    """How each area of ``new`` stands to the older division ``old``: index region, columns ground.COLUMNS. Shared."""
    return same_ground.pair(data.store(), level, old, new, _told)


# All levels of all versions that readers may see beside each other.
@remembered(len(same_ground.LEVELS) * MOST_VERSIONS)
def _told(level: str) -> ground.Known:
    """What is known of the areas of a level, for data that was not built since it was pulled."""
    return same_ground.known(data.store(), level)


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


@remembered(64)
def lacking(level: str, base: int, other: int) -> pd.Series[str]:
    """By code of the division ``base``: why no area of ``other`` is the same ground, "" where one is, be it under another code."""
    known = same_ground.known_codes(data.store(), level, base)
    why = pd.Series("", index=known, dtype=object)
    lost = known.difference(codes(level, base, other).index)
    if not len(lost):
        return why
    told = pair(level, *sorted((base, other)))
    said = told["ground"].map({**REASONS, ground.SAME: between.ANOTHER}).mask(told["sign"] == "absent", between.ABSENT)
    why[lost] = said.reindex(lost).fillna(between.ABSENT if len(told) else between.UNSURE)
    return why


def other_ground(first: tuple[Entry, int], second: tuple[Entry, int], level: str) -> pd.Series[str]:
    """The areas of the first figure that are not the same ground in the second: by their code the reason (``lacking``)."""
    held = data.store()
    base, other = (held.own_division(level, year, entry.id) for entry, year in (first, second))
    found = lacking(level, base, other)
    return found[found != ""]


# ---------------------------------------------------------------- what is given by its code, with its mark


@remembered(64)
def marks(level: str, division: int) -> pd.DataFrame:
    """How each area of a division stands to what its code stands for now: index code, columns ground and sign. Shared.

    Now is the newest division that names the code. For what is given as it was published, under its code of then.
    """
    known = same_ground.known_codes(data.store(), level, division)
    found = pd.DataFrame({"ground": ground.UNKNOWN, "sign": ""}, index=known, dtype=object)
    if level == "land":
        return found.assign(ground=ground.SAME)
    bases = pd.Series([newest(str(code)) for code in known], index=known, dtype="Int64")
    for base in bases.dropna().unique():
        there = known[(bases == base).to_numpy()]
        if base == division:
            found.loc[there, "ground"] = ground.SAME
            continue
        told = pair(level, *sorted((int(base), division))).reindex(there)
        found.loc[there, "ground"] = told["ground"].fillna(ground.UNKNOWN)
        found.loc[there, "sign"] = told["sign"].fillna("")
    return found


def mark_of_absent(level: str, division: int) -> Ground:
    """The mark of an area that a division does not have: of a division of which few areas are known it says nothing."""
    if level == "land":
        return Ground(ground.SAME, "", COUNTRY)
    whole = same_ground.most_known(data.named(level))
    return Ground(ground.OTHER, "absent", "") if division in whole else Ground(ground.UNKNOWN, "", "")


@dataclass(frozen=True)
class Break:
    """From ``year`` on a code stands for other ground than it did up to ``after``: kind and sign as in ``Ground``.

    Where the year of the change is not known, ``year`` is the first of which the new boundaries are known.
    """

    year: int
    after: int
    kind: str
    sign: str


def breaks(region: str) -> tuple[Break, ...]:
    """Where the mark of the figures of a code changes (see ``marks``), oldest first; of an area as it was against that.

    Only divisions on which there are figures have a mark to change.
    """
    if "@" not in region:
        return _all_breaks(level_of(region)).get(region, ())
    code, base = meant(region)
    return () if base is None or code == COUNTRY else _breaks(code, base)


@remembered(len(same_ground.LEVELS) * MOST_VERSIONS)
def _all_breaks(level: str) -> Mapping[str, tuple[Break, ...]]:
    """The breaks of every code as it is now, of those that have any. Few have, and to look at each takes seconds."""
    if level == "land":
        return {}
    pairs: dict[tuple[int, int], set[str]] = {}
    for code, known in occurs(level).items():
        if (base := newest(code)) is not None:
            for division in known:
                pairs.setdefault((division, base), set()).add(code)
    moved = {
        code: base
        for (division, base), codes in pairs.items()
        if division != base
        for code in codes & _changed(level, *sorted((division, base))).keys()
    }
    return {code: _breaks(code, base) for code, base in sorted(moved.items())}


def _breaks(code: str, base: int) -> tuple[Break, ...]:
    """See ``breaks``: of the area with this code in the division ``base``."""
    level = level_of(code)
    there = [division for division in occurs(level).get(code, ()) if division in _counted(level) or division == base]
    found = []
    for old, new in pairwise(there):
        before, after = _mark(level, code, old, base), _mark(level, code, new, base)
        if before[0] == after[0]:
            continue
        kind, sign = after if before[0] == ground.SAME else before
        years = _merged(code, old, new) if sign == "mergers" else ()
        found += [Break(year, old, kind, sign) for year in years or (new,)]
    return tuple(found)


def _mark(level: str, code: str, division: int, base: int) -> tuple[str, str]:
    """Kind and sign of a code in a division against what it is in ``base``."""
    same = (ground.SAME, "")
    return same if division == base else _changed(level, *sorted((division, base))).get(code, same)


@remembered(len(same_ground.LEVELS) * MOST_VERSIONS)
def _counted(level: str) -> frozenset[int]:
    """The divisions on which there are figures."""
    entries = data.store().manifest()["observations"].values()
    return frozenset(int(division) for e in entries if e["level"] == level for division in e["divisions"])


def _merged(code: str, old: int, new: int) -> tuple[int, ...]:
    """The years in which a gemeente took in another, or lost a part."""
    named = {change.year for change in gemeenten.changes() if code in (change.old, change.new)}
    return tuple(sorted(year for year in named if old < year <= new))


@remembered(3)
def occurs(level: str) -> Mapping[str, tuple[int, ...]]:
    """The divisions that know each code, oldest first."""
    found: dict[str, tuple[int, ...]] = {}
    for division in same_ground.divisions(data.store(), level):
        for code in same_ground.known_codes(data.store(), level, division):
            found[code] = (*found.get(code, ()), division)
    return found


@remembered(128)
def _changed(level: str, old: int, new: int) -> Mapping[str, tuple[str, str]]:
    """Kind and sign of each code that is there in both divisions and is not the same ground."""
    told = pair(level, old, new)
    told = told[(told["ground"] != ground.SAME) & (told["sign"] != "absent")]
    return dict(zip(told.index, zip(told["ground"], told["sign"], strict=True), strict=True))


# ---------------------------------------------------------------- some areas, and how a reader means them


def there(areas: Iterable[str], division: int) -> pd.Series[str]:
    """The code of each of these areas in a division; areas that are not the same ground there are left out."""
    found: dict[str, str] = {}
    by_base: dict[tuple[str, int], dict[str, str]] = {}
    for area in areas:
        code, base = meant(area)
        if code == COUNTRY:
            found[area] = code
        elif base is not None:
            by_base.setdefault((level_of(code), base), {})[area] = code
    for (level, base), mine in by_base.items():
        here = codes(level, base, division).reindex(list(mine.values())).set_axis(list(mine)).dropna()
        found.update({str(area): code for area, code in here.items()})
    return pd.Series(found, dtype=object)


def distinct(areas: Iterable[str]) -> list[str]:
    """Each ground once: an area that is also there as it was in another division counts only where it stands first."""
    found: dict[str, set[tuple[int, str]]] = {}
    for area in areas:
        mine = set(line(area).items())
        if area not in found and not any(mine & of for of in found.values()):
            found[area] = mine
    return list(found)


def of_areas(frame: pd.DataFrame, areas: Sequence[str], division: int) -> pd.DataFrame:
    """The rows of a frame of a division (index region) for these areas, under what they are called here.

    A row without anything for an area that is not the same ground there.
    """
    here = there(areas, division).reindex(list(areas))
    return frame.reindex(here.to_numpy()).set_axis(pd.Index(list(areas), name="region"), axis=0)


def there_from(level: str, base: int, division: int, areas: Iterable[str]) -> pd.Series[str]:
    """The code in a division of areas by their codes in ``base``, in their order; "" for those of another ground."""
    asked = list(areas)
    if base == division:
        return pd.Series(asked, index=asked, dtype=object)
    return codes(level, base, division).reindex(asked).fillna("")


@remembered(64)
def regions(level: str, division: int) -> pd.Series[str]:
    """How a reader means each area of a division, by its code there: by its code of now, as far as it is the same ground.

    Else with the division behind it, ``WK196101@2020``.
    """
    known = same_ground.known_codes(data.store(), level, division)
    if level == "land":
        return pd.Series(known, index=known, dtype=object)
    newest_of = pd.Series({p.code: p.year for p in data.places().values() if p.level == level}, dtype=float)
    named = sorted({int(year) for year in newest_of.unique()}, reverse=True)
    found = pd.Series(None, index=known, dtype=object)
    for year in named:
        if year < division and division in named:
            break
        now = codes(level, division, year)
        now = now[(newest_of.reindex(now.to_numpy()) == year).to_numpy()]
        found = found.where(found.notna(), now.reindex(known))
    return found.where(found.notna(), pd.Series([f"{code}@{division}" for code in known], index=known, dtype=object))


def region(code: str, division: int) -> str:
    """How a reader means the area with this code in a division (see ``regions``)."""
    level = level_of(code)
    return str(regions(level, division).get(code, f"{code}@{division}" if division in data.named(level) else code))


def around(area: str, level: str) -> str | None:
    """The gemeente or wijk that an area lies in, in the division that the area is meant in; None where it has none."""
    code, base = meant(area)
    found = gemeente_of(code) if level == "gemeente" else wijk_of(code)
    return found if found is None or base is None else str(regions(level, base).get(found, found))


def gemeente_now(area: str) -> str | None:
    """The gemeente of now that an area lies in; None where its gemeente is no more, and for the country."""
    found = around(area, "gemeente")
    return found if found in data.gemeenten() else None


@remembered(32)
def names(level: str, division: int) -> pd.DataFrame:
    """``Store.names`` of a division. Where it has no list: of the nearest divisions that have, for the same ground only.

    Shared: do not change it.
    """
    held = data.store()
    found = held.names(level, division)
    for year in sorted(data.named(level), key=lambda y: (abs(y - division), -y)) if found.empty else ():
        there = onto(held.names(level, year), level, year, division)
        found = pd.concat([found, there.loc[there.index.difference(found.index)]]).assign(map_id=-1)
    return found.rename_axis("region")


def name_in(area: str, division: int) -> str:
    """What an area is called in a division; "" where it is not the same ground, or not known."""
    found = names(level_of(area), division)["name"].get(line(area).get(division, ""))
    return "" if found is None else str(found)


def value_of(indicator: str, area: str, year: int) -> float | None:
    """One figure of one area; None when it is not known, or only on another ground."""
    here = line(area).get(data.store().own_division(level_of(area), year, indicator))
    return None if here is None else data.value_of(indicator, here, year)


def status_of(indicator: str, area: str, year: int) -> str:
    """How firm that figure is (an id of loaders.vocabulary.STATUSES); "" where there is no row on the area's ground."""
    level = level_of(area)
    here = line(area).get(data.store().own_division(level, year, indicator))
    found = "" if here is None else data.values(indicator, level, year)["status"].get(here, "")
    return str(found)


# ---------------------------------------------------------------- what an area was made of


def parts(region: str, division: int) -> same_ground.Parts | None:
    """The areas of a division that lie wholly in a gemeente or wijk; None where there are none, or nobody lives there."""
    code, base = meant(region)
    return None if base is None else _parts(code, base, division)


@remembered(512)
def _parts(code: str, base: int, division: int) -> same_ground.Parts | None:
    return same_ground.parts(data.store(), ASKED, code, base, division)


def inside(code: str, area: str) -> bool:
    """Whether a wijk or buurt lies in an area, by its code, within one division."""
    return code.startswith(CODE_PREFIX[level_of(code)] + area[2:])


def gemeente_in(region: str, division: int) -> str | None:
    """The gemeente that the area lay in, by its code of that division; None where it is not known, or for the country."""
    there = line(region).get(division, "")
    return gemeente_of(there) if there else None


def as_then(gemeente: str | None, division: int) -> str | None:
    """The code of a gemeente of now in a division: of the same ground where that is known, else the one it has now."""
    return gemeente and line(gemeente).get(division, meant(gemeente)[0])


def gemeente_of_then(area: str, division: int) -> str | None:
    """The gemeente that an area lay in in a division, as a reader means it; where that is not known that of the area itself."""
    there = gemeente_in(area, division)
    return region(there, division) if there else around(area, "gemeente")


def codes_in(areas: Sequence[str], division: int) -> list[str]:
    """The codes of these areas in a division; areas that are not the same ground there are left out."""
    return list(there(areas, division))


def known_in(regions: Sequence[str], division: int) -> bool:
    """Whether a division has figures of the same ground for all of these areas."""
    return all(division in line(code) for code in regions if code != COUNTRY)
