"""Hide so much more that what was withheld cannot be found by subtraction.

A total beside its parts gives a single withheld part away: the total less the rest. The usual remedy is to withhold a
second cell, the smallest that is left (secondary suppression: Hundepool and others 2012, Statistical Disclosure
Control, chapter 4). Totals and parts are those of the areas: a gemeente of its wijken and buurten, a wijk of its
buurten. It is repeated until no withheld number follows from all sums together, also not through several of them.

A withheld number is protected when there are at least two in a sum and they add up to at least the limit: of two that
add up to 0 or 1, everybody would know both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from loaders.importing.plan import Own
from loaders.vocabulary import gemeente_of

# Below this a count of residents is withheld: it could point at a person.
FEWEST_PEOPLE = 5
# A total and all of its parts.
Sum = tuple[str, tuple[str, ...]]


@dataclass
class Cells:
    """The counts of one figure and year: ``shown`` by area those that are to be seen, ``hidden`` areas of the others.

    ``sums`` are the totals that these areas make, with all of their parts, whether there is a count of each or not.
    """

    shown: dict[str, float]
    hidden: set[str]
    sums: tuple[Sum, ...]
    added: list[str] = field(default_factory=list)

    def hide(self, area: str) -> None:
        """Withhold one more."""
        del self.shown[area]
        self.hidden.add(area)
        self.added.append(area)


def besides(rows: pd.DataFrame, own: Mapping[str, Own], areas: Iterable[str]) -> list[tuple[str, str]]:
    """Which figures (variable, area) of one year are to be withheld besides, so that those that are withheld stay so.

    ``rows`` has region, variable, value and status, each area and variable once: all that is to be seen of that year.
    ``areas`` are the codes of the division of that year.
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
    return found


def secondary(cells: Cells, least: float) -> list[str]:
    """Withhold what has to be withheld besides, in place; which areas those are, in that order.

    ``least`` is the limit under which a count is withheld. With nothing withheld there is nothing to do.
    """
    while cells.hidden and (area := _next(cells, least)) is not None:
        cells.hide(area)
    return cells.added


def _next(cells: Cells, least: float) -> str | None:
    """The next area to withhold; None when every withheld count is safe."""
    for whole, parts in cells.sums:
        hidden = [part for part in parts if part in cells.hidden]
        if not hidden or whole not in cells.shown:
            continue
        # What a reader finds by subtraction. A part that nobody counted is mostly nought.
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

    Of a sum whose cells are all there, the shown ones say what the withheld ones are together. A count follows from
    these when no other set of numbers fits them: then it is nought in every direction of their null space.
    """
    hidden = sorted(cells.hidden)
    at = {area: place for place, area in enumerate(hidden)}
    there = cells.hidden | set(cells.shown)
    rows = []
    for whole, parts in cells.sums:
        if there.issuperset((whole, *parts)) and not cells.hidden.isdisjoint((whole, *parts)):
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
            made.setdefault((f"WK{code[2:8]}", level), []).append(code)
    return tuple((whole, tuple(parts)) for (whole, _), parts in made.items())
