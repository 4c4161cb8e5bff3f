"""A picture that can stand alone: the finding, what was measured, the chart or map, its legend, source and address.

Who sees only this picture, in a newspaper, knows what it says, of where and when, and from whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from answers import format
from export.pictures import areas, charts
from export.pictures.svg import Sheet, wrap
from figures.colours import Palette
from figures.key import Legend

WIDE, EDGE = 800.0, 28.0
_MAP_WIDE, _MAP_TALL, _GAP = 512.0, 600.0, 24.0
_TITLE, _SUBTITLE, _SMALL, _LEGEND = 21.0, 13.5, 11.5, 12.5
MADE_UP = "Verzonnen cijfers"
MADE_UP_LINE = "VERZONNEN CIJFERS: dit gaat over een verzonnen provincie, niet over Nederland"


@dataclass(frozen=True)
class Picture:
    """All that one picture shows. Texts are as on the screen; ``foot`` are the lines of source, version and address."""

    title: str
    subtitle: str
    figure: go.Figure | None
    alt: str
    foot: Sequence[str]
    legend: Legend | None = None
    notes: Sequence[str] = ()
    demo: bool = False


def plain_dict(figure: go.Figure) -> dict[str, Any]:
    """A plotly figure as a dict of its traces and its layout, with numbers left as they are."""
    return {"data": [trace.to_plotly_json() for trace in figure.data], "layout": figure.layout.to_plotly_json()}


def compose(picture: Picture, palette: Palette) -> Sheet:
    """The whole picture on one sheet, 800 wide and as tall as it needs.

    Raises ``charts.UnknownPartError`` for a chart that cannot be drawn, LookupError for a map whose shapes are gone.
    """
    sheet = Sheet(WIDE, 0, palette.page)
    y = _demo_band(sheet, palette) if picture.demo else EDGE
    room = WIDE - 2 * EDGE
    for line in wrap(picture.title, room, _TITLE, bold=True, most=5):
        y += _TITLE * 1.25
        sheet.text(EDGE, y, line, _TITLE, palette.text, bold=True)
    y += 6
    for line in wrap(picture.subtitle, room, _SUBTITLE, most=5):
        y += _SUBTITLE * 1.35
        sheet.text(EDGE, y, line, _SUBTITLE, palette.quiet)
    top = y + 16
    y = body(sheet, picture.figure, picture.legend, palette, EDGE, top, room)
    if picture.demo:
        _watermark(sheet, palette, (top + y) / 2)
    y = _notes(sheet, picture.notes, palette, y + 4)
    sheet.tall = _foot(sheet, picture.foot, palette, y + 12) + 20
    return sheet


def body(
    sheet: Sheet,
    figure: go.Figure | None,
    legend: Legend | None,
    palette: Palette,
    left: float,
    top: float,
    wide: float,
) -> float:
    """The chart or map with its legend, from ``top`` down; returns where it ends."""
    if figure is None:
        return top
    held = plain_dict(figure)
    if areas.is_map(held["data"]):
        beside = wide - _MAP_WIDE - _GAP if legend else 0.0
        tall = areas.draw(sheet, held, left, top, wide - beside - (_GAP if legend else 0), _MAP_TALL)
        low = key(sheet, legend, palette, left + wide - beside, top, beside) if legend else top
        return max(top + tall, low)
    y = top + charts.draw(sheet, held, palette, left, top, wide)
    return key(sheet, legend, palette, left, y + 8, wide) if legend else y


def key(sheet: Sheet, legend: Legend, palette: Palette, left: float, top: float, wide: float) -> float:
    """The legend from ``top`` down: marked values, the spread, a row for each colour; returns where it ends."""
    y = top
    for colour, line, words in legend.marks:
        sheet.line([(left + 1, y + 2), (left + 1, y + 15)], colour, 2, "" if line == "solid" else "3 2")
        for part in wrap(words, wide - 10, _LEGEND, most=3):
            y += _LEGEND * 1.35
            sheet.text(left + 9, y - 3, part, _LEGEND, colour)
    if legend.spread:
        tall = wide * 88 / 320
        nested = legend.spread.replace(
            "<svg ", f'<svg x="{left:.0f}" y="{y + 4:.0f}" width="{wide:.0f}" height="{tall:.0f}" ', 1
        )
        sheet.parts.append(nested)
        y += tall + 4
        for text, x, anchor in ((legend.ends[0], left, "start"), (legend.ends[1], left + wide, "end")):
            sheet.text(x, y + 14, text, _SMALL, palette.quiet, anchor="start" if anchor == "start" else "end")
        y += 22
    y += _LEGEND * 1.35
    for part in wrap(legend.heading, wide - 70, _LEGEND, most=3)[:-1]:
        sheet.text(left, y, part, _LEGEND, palette.quiet)
        y += _LEGEND * 1.25
    last = wrap(legend.heading, wide - 70, _LEGEND, most=3)[-1:] or [""]
    sheet.text(left, y, last[0], _LEGEND, palette.quiet)
    sheet.text(left + wide, y, legend.counted, _LEGEND, palette.quiet, anchor="end")
    y += 5
    for row in legend.rows:
        lines = wrap(row.words, wide - 76, _LEGEND) or [""]
        sheet.rect(left, y + 4, 24, 14, row.colour, line=palette.line, round=2)
        if row.count is not None:
            sheet.text(left + wide, y + 15, format.number(row.count), _LEGEND, palette.quiet, anchor="end")
        for part in lines:
            y += _LEGEND * 1.3
            sheet.text(left + 32, y - 1, part, _LEGEND, palette.text)
        y += 5
    return y + 4


def _demo_band(sheet: Sheet, palette: Palette) -> float:
    sheet.rect(0, 0, WIDE, 30, palette.accent)
    sheet.text(EDGE, 20, MADE_UP_LINE, 13, palette.page, bold=True)
    return 30 + EDGE * 0.6


def _watermark(sheet: Sheet, palette: Palette, middle: float) -> None:
    """Across the picture, so that it stays when the picture is cut."""
    sheet.text(WIDE / 2, middle, "verzonnen", 110, palette.text, bold=True, anchor="middle", turned=-24, opacity=0.1)


def _notes(sheet: Sheet, notes: Sequence[str], palette: Palette, y: float) -> float:
    for note in notes:
        for line in wrap(note, WIDE - 2 * EDGE, _SMALL + 0.5, most=4):
            y += (_SMALL + 0.5) * 1.4
            sheet.text(EDGE, y, line, _SMALL + 0.5, palette.text)
        y += 3
    return y


def _foot(sheet: Sheet, lines: Sequence[str], palette: Palette, y: float) -> float:
    sheet.line([(EDGE, y), (WIDE - EDGE, y)], palette.line, 1)
    y += 4
    for text in lines:
        for line in wrap(text, WIDE - 2 * EDGE, _SMALL, most=4):
            y += _SMALL * 1.4
            sheet.text(EDGE, y, line, _SMALL, palette.quiet)
    return y
