"""The legend of a map, which is also the spread of the values: a small histogram in the colours of the classes.

Drawn as SVG: it takes the typeface of the page, prints sharply and weighs a few KB. What it says stands beside it in
text as well (class, bounds, number of areas), for who cannot see it.
"""

from __future__ import annotations

from html import escape

import numpy as np

from loaders.source import LEVEL_PLURALS
from ui import format, maps, words
from ui.colours import Palette
from ui.colours import classes as class_colours

WIDTH = 320
_CHART, _TOP, _ROW, _BARS, _EDGE = 92, 42, 25, 40, 4
# The histogram ends where all but this share of the areas lie: a single outlier would squeeze the rest together.
_TAIL = 0.005


def svg(
    drawing: maps.Drawing, palette: Palette, country: float | None = None, chosen: tuple[str, float] | None = None
) -> str:
    """The legend as one SVG picture. ``country`` and ``chosen`` (a name, a value) are marked on the histogram."""
    rows = _rows(drawing, palette)
    base = _TOP + _CHART + 26 if len(drawing.known) else 6
    height = base + _ROW * len(rows) + 6
    parts = [_histogram(drawing, palette, country, chosen)] if len(drawing.known) else []
    parts += [_row(base + i * _ROW, *row, palette) for i, row in enumerate(rows)]
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="100%" style="max-width:420px" role="img" '
        f'aria-label="{escape(spoken(drawing))}" font-size="13.5" fill="{palette.text}">{"".join(parts)}</svg>'
    )


def spoken(drawing: maps.Drawing) -> str:
    """The legend in words."""
    plural = LEVEL_PLURALS[drawing.level]
    known = [f"{label}: {format.number(n)} {plural}" for label, n in zip(drawing.labels, drawing.counts, strict=True)]
    empty = [f"{format.why_missing(s)}: {format.number(n)} {plural}" for s, n in drawing.missing.items()]
    return f"Legenda. {'; '.join(known + empty)}."


def _rows(drawing: maps.Drawing, palette: Palette) -> list[tuple[str, str, str]]:
    """Colour, words and number of each class from high to low, then of each kind of empty."""
    colours = class_colours(max(1, len(drawing.classes)), palette.dark)
    found = [(c, label, format.number(n)) for c, label, n in zip(colours, drawing.labels, drawing.counts, strict=False)]
    empty = [
        (maps.grey(palette, status), format.why_missing(status), format.number(n))
        for status in maps.EMPTY
        if (n := drawing.missing.get(status, 0))
    ]
    return [*found[::-1], *empty]


def _row(y: float, colour: str, label: str, count: str, palette: Palette) -> str:
    return (
        f'<rect x="{_EDGE}" y="{y}" width="26" height="17" rx="2" fill="{colour}" stroke="{palette.line}"/>'
        f'<text x="38" y="{y + 13.5}">{escape(label)}</text>'
        f'<text x="{WIDTH - _EDGE}" y="{y + 13.5}" text-anchor="end" fill="{palette.quiet}">{count}</text>'
    )


def _histogram(drawing: maps.Drawing, palette: Palette, country: float | None, chosen: tuple[str, float] | None) -> str:
    known = drawing.known.to_numpy("float64")
    marked = [v for v in (country, chosen[1] if chosen else None) if v is not None]
    low = min([float(np.quantile(known, _TAIL)), *marked])
    high = max([float(np.quantile(known, 1 - _TAIL)), *marked])
    if high <= low:
        high = low + 10.0**-drawing.entry.decimals
    counts, edges = np.histogram(np.clip(known, low, high), bins=_BARS, range=(low, high))
    colours = class_colours(len(drawing.classes), palette.dark)
    inner = np.array(drawing.classes.bounds[1:-1])
    wide = (WIDTH - 2 * _EDGE) / _BARS
    bottom = _TOP + _CHART
    bars = []
    for i, count in enumerate(counts):
        if not count:
            continue
        tall = max(1.5, _CHART * count / counts.max())
        colour = colours[int(np.searchsorted(inner, (edges[i] + edges[i + 1]) / 2, side="right"))]
        bars.append(
            f'<rect x="{_EDGE + i * wide:.1f}" y="{bottom - tall:.1f}" width="{wide - 0.8:.1f}" height="{tall:.1f}" '
            f'fill="{colour}"/>'
        )
    entry = drawing.entry
    axis = (
        f'<line x1="{_EDGE}" x2="{WIDTH - _EDGE}" y1="{bottom}" y2="{bottom}" stroke="{palette.quiet}"/>'
        f'<text x="{_EDGE}" y="{bottom + 16}" fill="{palette.quiet}" font-size="12">{words.short(entry, low)}</text>'
        f'<text x="{WIDTH - _EDGE}" y="{bottom + 16}" fill="{palette.quiet}" font-size="12" text-anchor="end">'
        f"{words.short(entry, high)}</text>"
    )

    def at(value: float) -> float:
        return _EDGE + (WIDTH - 2 * _EDGE) * (value - low) / (high - low)

    marks = ""
    if country is not None:
        marks += _mark(at(country), 14, f"Nederland {words.short(entry, country)}", palette.reference, "4 3")
    if chosen is not None:
        name = chosen[0] if len(chosen[0]) <= 24 else f"{chosen[0][:23]}…"
        marks += _mark(at(chosen[1]), 32, f"{name} {words.short(entry, chosen[1])}", palette.accent, "")
    return "".join(bars) + axis + marks


def _mark(x: float, y: float, text: str, colour: str, dashes: str) -> str:
    anchor, shift = ("start", -2) if x < WIDTH / 2 else ("end", 2)
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y + 4}" y2="{_TOP + _CHART}" stroke="{colour}" stroke-width="2"{dash}/>'
        f'<text x="{x + shift:.1f}" y="{y}" text-anchor="{anchor}" fill="{colour}" font-weight="600" font-size="13">'
        f"{escape(text)}</text>"
    )
