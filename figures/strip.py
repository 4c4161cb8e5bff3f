"""The spine of one figure: where a value stands in the spread of all areas of its level, as a small picture in a table.

The pictures are SVG in the address of an image, so that they stand in a real table, print, shrink on a phone, and weigh
next to nothing. Such an image does not know the theme of the page, so its colours come from the palette of that moment.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from answers import data, format
from answers.spread import Spread
from figures.colours import Palette
from indicators.catalog import Entry
from loaders.vocabulary import Direction

WIDTH, HEIGHT, LANE = 280, 26, 12
EDGE, SPINE = 18, 12
# The outer tenths of the width hold the lowest and the highest twentieth of the areas.
TAIL = 0.1


def has_place(entry: Entry) -> bool:
    """Whether an area has a place among others on this figure: not on totals (they show size), classes and origin (never ranked)."""
    return entry.comparable and entry.kind != "class" and not entry.sensitive


_MOST = {"hoger": "hoogst", "lager": "laagst", "gunstiger": "gunstigst", "ongunstiger": "ongunstigst"}


def place_words(place: Spread, plural: str, direction: Direction | None = None) -> str:
    """The place in words, for a reader and for a screen reader: "hoger dan 83% van 3.340 wijken".

    With an agreed ``direction``: gunstiger or ongunstiger. Where fewer than two thirds of all areas have a value, that is said.
    """
    if place.below is None or place.above is None:
        return f"geen waarde om te vergelijken met {plural}"
    higher = place.below >= place.above
    word = "hoger" if higher else "lager"
    if direction:
        word = "gunstiger" if higher == (direction == "higher_better") else "ongunstiger"
    share = int(100 * (place.below if higher else place.above))
    which = f"{format.number(place.count)} {plural}"
    if place.partly:
        city = data.gemeenten().get(place.only)
        which = f"de {which} " + (f"van {city}; elders niet bekend" if city else "met dit cijfer")
    if share == 100:
        # Nobody stands beyond itself: the first of all is not "beyond 100% of all".
        return f"het {_MOST[word]} van {which}"
    return f"{word} dan {share}% van {which}"


@dataclass(frozen=True)
class Marks:
    """What is drawn on a spine, each in the unit of the figure; None or empty where it is not known."""

    value: float | None = None
    interval: tuple[float, float] | None = None
    gemeente: float | None = None
    country: float | None = None
    alike: float | None = None
    parts: Sequence[float] = ()


def picture(place: Spread, marks: Marks, colours: Palette, direction: Direction | None = None) -> str:
    """The spine as an image address: a line from the lowest to the highest area, a light band for nine in ten, a dark one for the middle half.

    A dot is the area with its interval, a diamond its gemeente, an upright bar the Netherlands, a triangle the middle of
    areas that are alike; small dots below are its parts. With a ``direction`` the good side is right, marked + (and − left).
    """
    axis = Axis(place, direction)

    def at(value: float) -> float:
        return EDGE + axis(value) * (WIDTH - 2 * EDGE)

    drawn = [
        _band(at(place.lowest), at(place.highest), 1.5, colours.context),
        _band(at(place.low), at(place.high), 8, colours.context, 0.45),
        _band(at(place.first), at(place.third), 8, colours.context),
        _upright(at(place.middle), 4, 1.5, colours.page),
        *(_signs(colours) if direction else []),
        *_others(at, marks, colours),
    ]
    if marks.interval is not None:
        drawn.append(_band(at(marks.interval[0]), at(marks.interval[1]), 2.5, colours.accent))
    if marks.value is not None:
        drawn.append(f'<circle cx="{at(marks.value):.1f}" cy="{SPINE}" r="5.5" fill="{colours.accent}"/>')
    if marks.parts:
        drawn += _parts(at, marks.parts, colours)
    return _address("".join(drawn), HEIGHT + LANE if marks.parts else HEIGHT)


class Axis:
    """Where a value falls across a spine, from 0 (left) to 1; values beyond the spread stand at its edge."""

    def __init__(self, place: Spread, direction: Direction | None) -> None:
        self.known = (place.lowest, place.low, place.high, place.highest)
        self.flipped = direction == "lower_better"

    def __call__(self, value: float) -> float:
        lowest, low, high, highest = self.known
        share = 0.5 if lowest == highest else float(np.interp(value, self.known, (0, TAIL, 1 - TAIL, 1)))
        if low == high and value == low and lowest != highest:
            share = 0.5
        return 1 - share if self.flipped else share


At = Callable[[float], float]


def _others(at: At, marks: Marks, colours: Palette) -> list[str]:
    drawn = []
    if marks.country is not None:
        drawn.append(_upright(at(marks.country), 10, 3, colours.reference))
    if marks.gemeente is not None:
        x = at(marks.gemeente)
        drawn.append(
            f'<path d="M{x:.1f} {SPINE - 6.5}L{x + 6.5:.1f} {SPINE}L{x:.1f} {SPINE + 6.5}L{x - 6.5:.1f} {SPINE}Z" '
            f'fill="{colours.page}" stroke="{colours.reference}" stroke-width="2"/>'
        )
    if marks.alike is not None:
        x = at(marks.alike)
        drawn.append(
            f'<path d="M{x:.1f} {SPINE + 1}L{x + 6:.1f} {SPINE + 11.5}L{x - 6:.1f} {SPINE + 11.5}Z" '
            f'fill="{colours.page}" stroke="{colours.reference}" stroke-width="1.5"/>'
        )
    return drawn


def _parts(at: At, parts: Sequence[float], colours: Palette) -> list[str]:
    places = [at(part) for part in parts]
    y = HEIGHT + LANE / 2
    line = f'<rect x="{min(places):.1f}" y="{y - 0.5}" width="{max(places) - min(places):.1f}" height="1" fill="{colours.quiet}"/>'
    dots = [f'<circle cx="{x:.1f}" cy="{y}" r="2.6" fill="{colours.quiet}" fill-opacity="0.75"/>' for x in places]
    return [line, *dots]


def _signs(colours: Palette) -> list[str]:
    """A minus at the left end and a plus at the right: the side that was agreed to be less good, and the good one."""
    left, right = 6, WIDTH - 6
    return [
        f'<path d="M{left - 4} {SPINE}H{left + 4}M{right - 4} {SPINE}H{right + 4}M{right} {SPINE - 4}V{SPINE + 4}" '
        f'stroke="{colours.quiet}" stroke-width="1.6"/>'
    ]


def _band(start: float, end: float, height: float, colour: str, opacity: float = 1) -> str:
    left, width = min(start, end), max(abs(end - start), 1.5)
    return (
        f'<rect x="{left:.1f}" y="{SPINE - height / 2}" width="{width:.1f}" height="{height}" fill="{colour}"'
        + (f' fill-opacity="{opacity}"' if opacity < 1 else "")
        + "/>"
    )


def _upright(x: float, reach: float, width: float, colour: str) -> str:
    return f'<rect x="{x - width / 2:.1f}" y="{SPINE - reach}" width="{width}" height="{2 * reach}" fill="{colour}"/>'


def _address(body: str, height: int) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}">{body}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
