"""A small picture in a table cell: where one value stands in the spread of all areas of its level.

The pictures are SVG in the address of an image, so that they stand in a real table, print, and weigh next to nothing.
Such an image does not know the theme of the page, so its colours come from the palette of that moment.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ui import format
from ui.colours import Palette

WIDTH, HEIGHT, EDGE = 150, 18, 8


@dataclass(frozen=True)
class Spread:
    """How the values of all areas of one level lie: tails at the 2nd and 98th percentile, the middle half, the middle.

    ``below`` is the share (0–1) of the other areas with a lower value, ``above`` with a higher one; both are None
    when the area itself has no value. ``count`` is the number of areas with a value.
    """

    low: float
    first: float
    middle: float
    third: float
    high: float
    count: int
    below: float | None
    above: float | None


def spread(values: pd.Series, value: float | None) -> Spread | None:
    """The spread of ``values`` (one per area, NaN where missing) and the place of ``value`` in it.

    None when fewer than five areas have a value: a spread of a handful says nothing.
    """
    known = values.dropna().to_numpy(dtype="float64")
    if len(known) < 5:
        return None
    low, first, middle, third, high = (float(q) for q in np.quantile(known, [0.02, 0.25, 0.5, 0.75, 0.98]))
    others = max(len(known) - 1, 1)
    below = None if value is None else float((known < value).sum()) / others
    above = None if value is None else float((known > value).sum()) / others
    return Spread(low, first, middle, third, high, len(known), below, above)


def place_words(place: Spread, plural: str) -> str:
    """The place in words, for a reader and for a screen reader: "hoger dan 83% van 3.340 wijken"."""
    if place.below is None or place.above is None:
        return f"geen waarde om te vergelijken met {plural}"
    if place.below >= place.above:
        return f"hoger dan {place.below * 100:.0f}% van {format.number(place.count)} {plural}"
    return f"lager dan {place.above * 100:.0f}% van {format.number(place.count)} {plural}"


def picture(
    place: Spread, value: float | None, colours: Palette, gemeente: float | None = None, country: float | None = None
) -> str:
    """The strip as an image address: line from low to high, box for the middle half, marks for the places.

    A dot is the area, a diamond its gemeente, an upright bar the Netherlands. Values beyond the tails stand at the edge.
    """
    marks = [
        f'<rect x="{EDGE}" y="8" width="{WIDTH - 2 * EDGE}" height="2" rx="1" fill="{colours.context}"/>',
        _box(place, colours),
    ]
    if country is not None:
        marks.append(
            f'<rect x="{_at(place, country) - 1.25:.1f}" y="1" width="2.5" height="16" fill="{colours.reference}"/>'
        )
    if gemeente is not None:
        x = _at(place, gemeente)
        marks.append(
            f'<path d="M{x:.1f} 3.5L{x + 5.5:.1f} 9L{x:.1f} 14.5L{x - 5.5:.1f} 9Z" '
            f'fill="none" stroke="{colours.reference}" stroke-width="2"/>'
        )
    if value is not None:
        marks.append(f'<circle cx="{_at(place, value):.1f}" cy="9" r="5.5" fill="{colours.accent}"/>')
    body = "".join(marks)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{body}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _box(place: Spread, colours: Palette) -> str:
    left, right = _at(place, place.first), _at(place, place.third)
    return f'<rect x="{left:.1f}" y="5" width="{max(right - left, 2):.1f}" height="8" rx="1.5" fill="{colours.context}" fill-opacity="0.55"/>'


def _at(place: Spread, value: float) -> float:
    """Where a value falls across the picture, in pixels."""
    reach = place.high - place.low
    share = 0.5 if reach == 0 else min(max((value - place.low) / reach, 0.0), 1.0)
    return EDGE + share * (WIDTH - 2 * EDGE)
