"""Area codes of before a boundary change: what became of the area, and where to look instead.

For gemeenten the list of changes says it. For a wijk or buurt the addresses say it, where both divisions are known
address by address; else a name that is the same may, and then it is said that only the name is known to be the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answers import data, format
from answers.held import remembered
from loaders.places import gemeenten
from loaders.vocabulary import gemeente_of, level_of

_CODE = re.compile(r"GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}")
# From this share of the addresses, both ways, the one area is the other under a new code.
SAME = 0.95
# Parts smaller than this are not named.
LEAST = 0.05
MOST = 5


@dataclass(frozen=True)
class Former:
    """An area that is gone: what became of it, in Dutch sentences, and the areas of today to go to.

    ``instead`` is the one area that it is now; None where it was split, or where that is not certain.
    """

    says: str
    now: tuple[data.Place, ...]
    instead: data.Place | None


def what_became_of(code: str | None) -> Former | None:
    """What became of the area with this code; None where it is still there, or where nothing is known."""
    if code is None or not _CODE.fullmatch(code):
        return None
    place = data.place(code)
    if place is not None and place.year >= _newest(place.level):
        return None
    return _traced(code)


@remembered(6)
def _newest(level: str) -> int:
    """The newest division that names about as many areas as any: a first release may name only some."""
    counts = data.named(level)
    most = max(counts.values(), default=0)
    return max((year for year, count in counts.items() if count * 2 >= most), default=0)


@remembered(200)
def _traced(code: str) -> Former | None:
    found = _by_addresses(code) or _by_name(code)
    gemeente = _gemeente(code)
    if level_of(code) == "gemeente":
        return gemeente or found
    if gemeente is None or found is None:
        return found or gemeente
    if found.instead is not None:
        return found
    places = tuple(place for place in found.now if place.level == level_of(code))
    return Former(f"{gemeente.says} {found.says}", (*places, *gemeente.now), None) if places else gemeente


def _gemeente(code: str) -> Former | None:
    """What became of the gemeente that this code is (in), by the list of changes."""
    gemeente = gemeente_of(code)
    today = data.gemeenten()
    says = gemeenten.describe_change(gemeente) if gemeente and gemeente not in today else ""
    place = data.place(next(iter(today), None))
    if gemeente is None or place is None or not says:
        return None
    first = min(change.year for change in gemeenten.changes() if change.old == gemeente)
    codes = gemeenten.successors(gemeente, first - 1, place.year)
    now = tuple(found for one in codes if one in today and (found := data.place(one)) is not None)
    if code != gemeente:
        return Former(f"{code} ligt in een gemeente die er niet meer is. {says}", now, None)
    return Former(says, now, now[0] if len(codes) == len(now) == 1 else None)


def _by_addresses(code: str) -> Former | None:
    """Where the addresses of an area lie today, by the newest crosswalk that knows it."""
    held, level = data.store(), level_of(code)
    links = [e for e in held.manifest()["crosswalks"].values() if e["level"] == level]
    for link in sorted(links, key=lambda e: (int(e["new"]), int(e["old"])), reverse=True):
        if int(link["new"]) < _newest(level):
            return None
        pairs = held.crosswalk(level, int(link["old"]), int(link["new"]))
        mine = pairs[(pairs["old"] == code) & (pairs["new"] != "")].sort_values("addresses", ascending=False)
        if mine.empty:
            continue
        shares = mine["addresses"] / pairs.loc[pairs["old"] == code, "addresses"].sum()
        parts = [
            (place, float(share))
            for new, share in zip(mine["new"], shares, strict=True)
            if share >= LEAST and (place := data.place(str(new))) is not None
        ][:MOST]
        if not parts:
            return None
        first, share = parts[0]
        back = mine["addresses"].iloc[0] / pairs.loc[pairs["new"] == first.code, "addresses"].sum()
        gone = _gone(code, int(link["old"]))
        if share >= SAME and back >= SAME:
            return Former(f"{gone} Het is nu {first.name} ({first.code}): vrijwel dezelfde adressen.", (first,), first)
        if level == "gemeente" and share >= SAME:
            return Former(f"{gone} Het hoort nu bij {first.name} ({first.code}).", (first,), first)
        told = format.joined([f"{p.name} ({format.with_unit(s * 100, '%')})" for p, s in parts])
        return Former(f"{gone} De adressen liggen nu in {told}.", tuple(p for p, _ in parts), None)
    return None


def _by_name(code: str) -> Former | None:
    """The area of today with the same name in the same gemeente, or in what that became, when there is just one."""
    place = data.place(code)
    if place is None:
        return None
    year = _newest(place.level)
    names = data.names(place.level, year)
    where = gemeenten.successors(str(gemeente_of(code)), place.year, year)
    alike = names.index[(names["name"] == place.name) & names["gemeente"].isin(where)]
    found = data.place(str(alike[0])) if len(alike) == 1 else None
    gone = _gone(code, place.year)
    if found is None:
        towns = tuple(p for one in where if (p := data.place(one)) is not None and p.year >= year)
        return Former(f"{gone} Waar het nu bij hoort, is hier niet bekend.", towns, None)
    says = f"{gone} Nu heeft {found.code} dezelfde naam; of de grens gelijk bleef, is hier niet bekend."
    return Former(says, (found,), None)


def _gone(code: str, year: int) -> str:
    place = data.place(code)
    name = f"{place.name} ({code})" if place else code
    return f"{name} komt na {place.year if place else year} niet meer voor in de indeling."
