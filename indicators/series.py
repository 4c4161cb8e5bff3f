"""One value through the years, cut where the years may not be joined: a new definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Reason = Literal["definition", "boundary"]


@dataclass(frozen=True)
class Cut:
    """Between the last year before and ``year`` the line is broken, and why."""

    year: int
    reason: Reason


def cuts(years: Iterable[int], breaks: Iterable[int]) -> list[Cut]:
    """Where a series over ``years`` of one ground breaks, in order: ``breaks`` are first years of a new definition.

    Years in which the code stood for another area are no part of a series (indicators.profile.figures).
    """
    firsts = list(breaks)
    return [
        Cut(year, "definition")
        for before, year in pairwise(sorted(years))
        if any(before < first <= year for first in firsts)
    ]


def runs(years: Iterable[int], cut_years: Iterable[int]) -> list[list[int]]:
    """The years in unbroken runs. A run may skip a year without a figure; it never crosses a cut."""
    stops = set(cut_years)
    found: list[list[int]] = []
    for year in sorted(years):
        if not found or any(found[-1][-1] < stop <= year for stop in stops):
            found.append([])
        found[-1].append(year)
    return found


def steps(run: list[int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of neighbours in a run: those one year apart, and those with years without a figure between them."""
    pairs = list(pairwise(run))
    return [p for p in pairs if p[1] - p[0] == 1], [p for p in pairs if p[1] - p[0] > 1]


def words(cut: Cut) -> str:
    """The cut in a sentence for the reader."""
    return {
        "definition": f"Vanaf {cut.year} geldt een andere definitie: wat ervoor ligt, is er niet mee te vergelijken.",
        "boundary": f"Tussen het vorige cijfer en {cut.year} zijn de grenzen veranderd: het is niet precies hetzelfde gebied.",
    }[cut.reason]
