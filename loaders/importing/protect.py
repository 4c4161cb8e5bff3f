"""Hide so much more that what was withheld cannot be found by subtraction.

A total beside its parts gives a single withheld part away: the total less the rest. The usual remedy is to withhold a
second cell, the smallest that is left (secondary suppression: Hundepool and others 2012, Statistical Disclosure
Control, chapter 4). Totals and parts are those of the areas: a gemeente of its wijken and buurten, a wijk of its
buurten. It is repeated until no withheld number follows from all sums together, also not through several of them.

A withheld number is protected when there are at least two in a sum and they add up to at least the limit: of two that
add up to 0 or 1, everybody would know both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from loaders.importing.plan import Own, kind_of
from loaders.vocabulary import gemeente_of

# Below this a count of residents is withheld: it could point at a person.
FEWEST_PEOPLE = 5
# A total and all of its parts.
Sum = tuple[str, tuple[str, ...]]


@dataclass
class Cells:
    """The counts of one figure and year: ``shown`` by area those that are to be seen, ``hidden`` areas of the others.

    ``sums`` are the totals that these areas make, with all of their parts. What of them there is no count of is left out at
    once: an area that a file does not name mostly has none, and whoever takes it for nought must not find anything.
    Whoever does not has fewer sums, and finds less.
    """

    shown: dict[str, float]
    hidden: set[str]
    sums: tuple[Sum, ...]
    added: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        there = self.hidden | set(self.shown)
        # Of wijken first: what is hidden there may do for buurten too.
        self.sums = tuple(sorted(_there(self.sums, there), key=lambda made: made[1][0].startswith("BU")))

    def hide(self, area: str) -> None:
        """Withhold one more."""
        del self.shown[area]
        self.hidden.add(area)
        self.added.append(area)


def besides(
    rows: pd.DataFrame, own: Mapping[str, Own], areas: Iterable[str], files: Iterable[Collection[str]]
) -> list[tuple[str, str]]:
    """Which figures (variable, area) of one year are to be withheld besides, so that those that are withheld stay so.

    ``rows`` has region, variable, value and status, each area and variable once: all that is to be seen of that year.
    ``areas`` are the codes of the division of that year. ``files`` are the variables that came in one file: a share or
    rate of the same theme may be one of a count beside it, and is withheld where that is.
    """
    found = []
    gemeenten = {gemeente_of(region) for region in rows["region"]}
    sums = sums_of(code for code in areas if gemeente_of(code) in gemeenten)
    counts = [id for id, about in own.items() if about.people and about.kind == "count"]
    for variable, told in rows[rows["variable"].isin(counts)].groupby("variable", observed=True):
        known, hidden = told[told["value"].notna()], told[told["status"] == "withheld"]
        shown = dict(zip(known["region"], known["value"].astype(float), strict=True))
        cells = Cells(shown, set(hidden["region"]), sums)
        found += [(str(variable), area) for area in secondary(cells, FEWEST_PEOPLE)]
        parts = _parts_of(str(variable), own, files)
        beside = rows[rows["variable"].isin(parts) & rows["region"].isin(cells.hidden) & rows["value"].notna()]
        found += zip(beside["variable"], beside["region"], strict=True)
    return list(dict.fromkeys(found))


def _parts_of(count: str, own: Mapping[str, Own], files: Iterable[Collection[str]]) -> set[str]:
    """The shares and rates of residents that may be of this count."""
    beside = {id for file in files if count in file for id in file if id in own}
    return {
        id
        for id in beside
        if own[id].people and own[id].kind in ("share", "rate") and own[id].theme == own[count].theme
    }


def people_in(value: float, unit: str, inhabitants: float) -> float:
    """About how many people a share or rate (``value`` in its ``unit``) is of; too many where it is of some only.

    ``per 1.000 inwoners`` times the inhabitants. Of what else it can be, such as households, there are fewer.
    """
    times = re.search(r"per ([\d.]+)", unit.casefold())
    whole = (
        int(times[1].replace(".", "") or 1)
        if times
        else 1000
        if "‰" in unit
        else 100
        if kind_of(unit) == "share"
        else 1
    )
    return value / max(whole, 1) * inhabitants


def secondary(cells: Cells, least: float) -> list[str]:
    """Withhold what has to be withheld besides, in place; which areas those are, in that order.

    ``least`` is the limit under which a count is withheld. With nothing withheld there is nothing to do.
    """
    while cells.hidden and (area := _next(cells, least)) is not None:
        cells.hide(area)
    return cells.added


def _there(sums: Iterable[Sum], there: set[str]) -> Iterator[Sum]:
    """The totals with only the parts that there is a count of; beside buurten the wijken of which no buurt has one."""
    divided = {_wijk(area) for area in there if area.startswith("BU")}
    whole_wijken = sorted(area for area in there - divided if area.startswith("WK"))
    for whole, parts in sums:
        known = tuple(part for part in parts if part in there)
        if whole.startswith("GM") and known and known[0].startswith("BU"):
            known += tuple(wijk for wijk in whole_wijken if wijk[2:6] == whole[2:6])
        if whole in there and known:
            yield whole, known


def _wijk(buurt: str) -> str:
    return f"WK{buurt[2:8]}"


def _next(cells: Cells, least: float) -> str | None:
    """The next area to withhold; None when every withheld count is safe."""
    for whole, parts in cells.sums:
        hidden = [part for part in parts if part in cells.hidden]
        if not hidden or whole not in cells.shown:
            continue
        # What a reader finds by subtraction.
        left = cells.shown[whole] - sum(cells.shown.get(part, 0.0) for part in parts)
        if len(hidden) < 2 or left < least:
            return _smallest(cells, parts) or whole
    for area in found(cells):
        around = [(whole, parts) for whole, parts in cells.sums if area in (whole, *parts)]
        other = _smallest(cells, [part for _, parts in around for part in parts])
        other = other or _smallest(cells, [whole for whole, _ in around])
        if other:
            return other
    return None


def _smallest(cells: Cells, areas: Iterable[str]) -> str | None:
    """Of these areas the one with the smallest count that is to be seen; None without any."""
    there = {area for area in areas if area in cells.shown}
    return min(there, key=lambda area: (cells.shown[area], area), default=None)


def found(cells: Cells) -> list[str]:
    """The withheld areas whose count follows from all that is to be seen: what a reader can work out.

    Of each sum the shown cells say what the withheld ones are together. A count follows from these
    when no other set of numbers fits them: then it is nought in every direction of their null space.
    """
    hidden = sorted(cells.hidden)
    at = {area: place for place, area in enumerate(hidden)}
    rows = []
    for whole, parts in cells.sums:
        if not cells.hidden.isdisjoint((whole, *parts)):
            row = np.zeros(len(hidden))
            for area, sign in ((whole, 1.0), *((part, -1.0) for part in parts)):
                if area in at:
                    row[at[area]] = sign
            rows.append(row)
    if not rows:
        return []
    _, sizes, directions = np.linalg.svd(np.array(rows))
    free = directions[int((sizes > 1e-9).sum()) :]
    return [area for area, place in at.items() if not (np.abs(free[:, place]) > 1e-9).any()]


def sums_of(areas: Iterable[str]) -> tuple[Sum, ...]:
    """The totals that these areas make: of each gemeente its wijken and its buurten, of each wijk its buurten.

    ``areas`` are the codes of gemeenten, wijken and buurten of one division.
    """
    made: dict[tuple[str, str], list[str]] = {}
    for code in sorted(set(areas)):
        level = code[:2]
        if level in ("WK", "BU"):
            made.setdefault((f"GM{code[2:6]}", level), []).append(code)
        if level == "BU":
            made.setdefault((_wijk(code), level), []).append(code)
    return tuple((whole, tuple(parts)) for (whole, _), parts in made.items())
