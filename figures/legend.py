"""The legend of a map, which is also the spread of the values: a small histogram in the colours of the classes.

The histogram is an SVG in the address of an image; every word and number stands beside it as text, in a real table, so
that it takes the typeface of the page and can be read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import quote

import numpy as np

from answers import data, format, words
from answers.held import remembered
from figures import maps
from figures.colouring import ELSEWHERE
from figures.colours import Palette
from figures.key import Legend, Row
from loaders.vocabulary import LEVEL_PLURALS

# What is marked on the histogram: a name, a value, and where it was rounded to nought or estimated its status.
Marked = tuple[str, float] | tuple[str, float, str]
# Beside any colour that stands for no value, in a legend without room for why.
NOT_KNOWN = "niet bekend"
_WIDTH, _HEIGHT, _BARS = 320, 88, 40
# The histogram ends where all but this share of the areas lie: a single outlier would squeeze the rest together.
_TAIL = 0.005


@remembered(128)
def html(drawing: maps.Drawing, palette: Palette, country: float | None = None, chosen: Marked | None = None) -> str:
    """The legend. ``country`` and ``chosen`` (a name, a value) are marked on the histogram and named above it."""
    parts = []
    if kind := words.uncounted(drawing.entry, drawing.status):
        parts.append(f'<div style="margin-bottom:6px"><b>{kind}</b></div>')
    if len(drawing.known):
        low, high = _range(drawing, [v for v in (country, chosen[1] if chosen else None) if v is not None])
        parts += _marks(drawing, palette, country, chosen)
        parts.append(_image(_histogram(drawing, palette, low, high, country, chosen[1] if chosen else None)))
        ends = "".join(f"<span>{end}</span>" for end in _ends(drawing, low, high))
        style = f"display:flex;justify-content:space-between;color:{palette.quiet};margin-bottom:10px"
        parts.append(f'<div style="{style}">{ends}</div>')
    parts.append(_table(drawing, palette))
    return f'<div style="max-width:420px;font-size:0.875rem;line-height:1.35">{"".join(parts)}</div>'


def row(drawing: maps.Drawing, palette: Palette) -> str:
    """The legend in one line for a small map: the classes from low to high without their numbers, then no value."""
    classes, empty = _short(drawing, palette)
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:14px">'
        + "".join(box(colour, label, palette) for colour, label in [*classes[::-1], *empty])
        + "</div>"
    )


def corner(drawing: maps.Drawing, palette: Palette) -> str:
    """The same, from high to low, over the corner of the map that comes after it, on a phone only."""
    classes, empty = _short(drawing, palette)
    return over_corner([*classes, *empty], palette)


def over_corner(boxes: Sequence[tuple[str, str]], palette: Palette) -> str:
    """Colours and their words over the corner of the picture that comes after it, on a phone only."""
    return on_corner("".join(f"<div>{box(colour, label, palette)}</div>" for colour, label in boxes), palette)


def on_corner(short: str, palette: Palette) -> str:
    """A short legend (HTML) over the corner of the picture that comes after it, on a phone only.

    There the whole legend comes after the picture; it is also what readers who hear the page get. Columns stack on
    screens of up to 640 pixels: there the box has a width, elsewhere it has none.
    """
    narrow = "clamp(0px,(641px - 100vw)*999,200px)"
    return (
        '<div aria-hidden="true" style="position:relative;height:0"><div style="position:absolute;z-index:1;top:6px;'
        f"left:6px;overflow:hidden;pointer-events:none;background:{palette.page}e0;font-size:12px;"
        f'line-height:1.5;max-width:{narrow};max-height:{narrow}">'
        f'<div style="padding:3px 8px">{short}</div></div></div>'
    )


def _short(drawing: maps.Drawing, palette: Palette) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Colour and words of each class from high to low; and the commonest colour of areas without a value, for all of those."""
    rows = _rows(drawing, palette)
    classes, empty = rows[: len(drawing.labels)], rows[len(drawing.labels) :]
    # Shapes that are another area are no area without a value, and have a colour that is no grey.
    most = max((row for row in empty if row[2] is not None), key=lambda row: row[2] or 0, default=None)
    return [(colour, label) for colour, label, _ in classes], [(most[0], NOT_KNOWN)] if most else []


def box(colour: str, label: str, palette: Palette) -> str:
    """One colour with its words."""
    return (
        f'<span style="display:inline-flex;align-items:center;color:{palette.text}"><span aria-hidden="true" '
        f'style="width:18px;height:12px;margin-right:6px;background:{colour};border:1px solid {palette.line}"></span>'
        f"{escape(label)}</span>"
    )


def key(drawing: maps.Drawing, palette: Palette, country: float | None = None, chosen: Marked | None = None) -> Legend:
    """The same legend for a picture that is taken along."""
    plain = Legend(
        rows=[Row(colour, label, n) for colour, label, n in _rows(drawing, palette)],
        heading=drawing.colouring.heading,
        counted=LEVEL_PLURALS[drawing.level].capitalize(),
    )
    if not len(drawing.known):
        return plain
    low, high = _range(drawing, [v for v in (country, chosen[1] if chosen else None) if v is not None])
    marked = _marked(drawing, palette, country, chosen)
    return replace(
        plain,
        marks=[(colour, line, f"{name} {said}") for line, colour, name, said in marked],
        spread=_histogram(drawing, palette, low, high, country, chosen[1] if chosen else None),
        ends=_ends(drawing, low, high),
    )


def _range(drawing: maps.Drawing, marked: list[float]) -> tuple[float, float]:
    """From where to where the histogram runs; what is marked is always inside."""
    known = drawing.known.to_numpy("float64")
    # Of classes each is a bar: none is put in with the next.
    tail = 0.0 if drawing.entry.kind == "class" else _TAIL
    low = min([float(np.quantile(known, tail)), *marked])
    high = max([float(np.quantile(known, 1 - tail)), *marked])
    return (low, high) if high > low else (low, low + 10.0**-drawing.entry.decimals)


def _ends(drawing: maps.Drawing, low: float, high: float) -> tuple[str, str]:
    """What the first and last bar hold; where areas beyond an end were put in it, it says so."""
    first, last = (words.short(drawing.entry, v) for v in (low, high))
    beyond = float(drawing.known.min()), float(drawing.known.max())
    return (
        first if words.short(drawing.entry, beyond[0]) == first or beyond[0] > low else f"{first} of minder",
        last if words.short(drawing.entry, beyond[1]) == last or beyond[1] < high else f"{last} of meer",
    )


def _marks(drawing: maps.Drawing, palette: Palette, country: float | None, chosen: Marked | None) -> list[str]:
    """A line of text for each mark on the histogram, with the kind of line it is drawn in."""
    return [
        f'<div style="display:flex;gap:8px;color:{colour}"><span style="border-left:2px {line} {colour}"></span>'
        f"<span>{escape(name)} <b>{said}</b></span></div>"
        for line, colour, name, said in _marked(drawing, palette, country, chosen)
    ]


def _marked(
    drawing: maps.Drawing, palette: Palette, country: float | None, chosen: Marked | None
) -> list[tuple[str, str, str, str]]:
    """Line, colour, name and value (as text) of each mark on the histogram."""
    marks = []
    if country is not None:
        marks.append(("dashed", palette.reference, data.country_label(), words.short(drawing.entry, country)))
    if chosen is not None:
        marks.append(("solid", palette.accent, chosen[0], words.short(drawing.entry, *chosen[1:])))
    return marks


def _rows(drawing: maps.Drawing, palette: Palette) -> list[tuple[str, str, int | None]]:
    """Colour, words and number of each class from high to low, then of each kind of empty.

    The numbers are those of the areas in the table. Shapes on the map that are none of these stand among the words.
    """
    hues = drawing.colouring.paint(palette)
    rows: list[tuple[str, str, int | None]] = []
    rows += list(zip(hues, drawing.labels, drawing.counts, strict=False))[::-1]
    for why in maps.EMPTY:
        if n := drawing.missing.get(why):
            other = why == ELSEWHERE
            words = maps.not_counted(n) if other else maps.reason(why, drawing.entry)
            rows.append((maps.grey(palette, why), words, None if other else n))
    return rows


def _table(drawing: maps.Drawing, palette: Palette) -> str:
    """Colour, words and number of each class, as an HTML table."""
    rows = _rows(drawing, palette)
    plain = "border:0;padding:2px 0"
    cells = "".join(
        f'<tr><td style="{plain}"><div style="width:26px;height:16px;background:{colour};'
        f'border:1px solid {palette.line}"></div><td style="{plain}">{escape(label)}'
        f'<td style="{plain};text-align:right">{"" if n is None else format.number(n)}'
        for colour, label, n in rows
    )
    head = (
        f'<tr style="color:{palette.quiet}"><td style="{plain};width:34px"></td>'
        f'<th scope="col" style="{plain};text-align:left;font-weight:400">{drawing.colouring.heading}</th>'
        f'<th scope="col" style="{plain};text-align:right;font-weight:400">'
        f"{LEVEL_PLURALS[drawing.level].capitalize()}</th></tr>"
    )
    return f'<table style="width:100%;border-collapse:collapse;border:0">{head}{cells}</table>'


def _histogram(
    drawing: maps.Drawing, palette: Palette, low: float, high: float, country: float | None, chosen: float | None
) -> str:
    """Bars of areas along the scale; within a bar the colours that its areas have on the map, lowest below."""
    held = drawing.values.dropna(subset=["value"])
    places = np.clip(held["value"].to_numpy("float64"), low, high)
    bar = np.minimum((_BARS * (places - low) / (high - low)).astype(int), _BARS - 1)
    hues = (*drawing.colouring.paint(palette), palette.missing["cannot_occur"])
    stacks = np.zeros((_BARS, len(hues)), dtype=int)
    # Class -1, a value without a colour, is the last column.
    np.add.at(stacks, (bar, held["class"].to_numpy()), 1)
    wide, unit = _WIDTH // _BARS, (_HEIGHT - 6) / max(1, int(stacks.sum(axis=1).max()))
    # One path a colour: a bar costs a few bytes.
    paths = [""] * len(hues)
    for i, stack in enumerate(stacks):
        foot = float(_HEIGHT - 1)
        scale = max(unit, 1.5 / stack.sum()) if stack.any() else unit
        for group in np.flatnonzero(stack):
            tall = scale * stack[group]
            paths[group] += f"M{i * wide}.5 {foot:.1f}v-{tall:.1f}h{wide - 1}v{tall:.1f}z"
            foot -= tall
    parts = [f'<path fill="{colour}" d="{path}"/>' for colour, path in zip(hues, paths, strict=True) if path]
    parts.append(f'<rect x="0" y="{_HEIGHT - 1}" width="{_WIDTH}" height="1" fill="{palette.quiet}"/>')
    for value, colour, dash in ((country, palette.reference, "4 3"), (chosen, palette.accent, "none")):
        if value is not None:
            x = min(max(_WIDTH * (value - low) / (high - low), 1), _WIDTH - 1)
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_HEIGHT}" stroke="{colour}" stroke-width="2" '
                f'stroke-dasharray="{dash}"/>'
            )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">{"".join(parts)}</svg>'


def _image(svg: str) -> str:
    """The picture without words of its own: the table below it says the same."""
    address = quote(svg.replace('"', "'"), safe=" =:/,.'")
    return f'<img src="data:image/svg+xml,{address}" alt="" style="width:100%;display:block;margin:4px 0 2px">'
