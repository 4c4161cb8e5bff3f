"""A chart out of its plotly figure: bars, dots, lines, steps, heat maps, their axes and notes, drawn as on the screen.

It reads the part of plotly's language that this dashboard's charts speak, and raises ``UnknownPartError`` for the
rest, so that a chart is never half drawn. Sizes, colours and places come from the figure; what plotly or the page's
theme would fill in (axes, ticks, grid) is filled in here the same way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from export.pictures import chart_legend, marks
from export.pictures.axes import Axis, build_axes
from export.pictures.svg import Anchor, Sheet, fitted, plain, width
from export.pictures.traces import DASHES
from figures.colours import Palette

TRACES = ("scatter", "scattergl", "bar", "heatmap")
_TICK_SIZE, _TITLE_SIZE = 12.0, 12.0


class UnknownPartError(ValueError):
    """The figure holds something that this file cannot draw."""


@dataclass
class Plot:
    """The rectangle of a chart's data, and its axes by key: x, x2, y, y2."""

    left: float
    top: float
    wide: float
    tall: float
    axes: dict[str, Axis]
    palette: Palette
    edge: float = math.inf  # the right end of the picture

    def axes_of(self, trace: Mapping[str, Any]) -> tuple[Axis, Axis]:
        """The two axes of a trace."""
        return self.axes[trace.get("xaxis") or "x"], self.axes[trace.get("yaxis") or "y"]


def draw(sheet: Sheet, figure: Mapping[str, Any], palette: Palette, left: float, top: float, wide: float) -> float:
    """Draw a plotly figure (as a dict) this wide, with its top left here; returns the height that it took."""
    traces, layout = figure["data"], figure["layout"]
    for trace in traces:
        if trace.get("type", "scatter") not in TRACES:
            raise UnknownPartError(
                f"This chart holds a {trace.get('type')!r}, which export/pictures/charts.py does not draw."
            )
    traces = [trace for trace in traces if trace.get("visible") is not False]
    tall = float(layout.get("height") or 360)
    axes = build_axes(traces, layout)
    plot = _plot(axes, layout, palette, left, top, wide, tall)
    legend = chart_legend.legend_rows(traces, layout)
    if legend:
        tall += _make_room(plot, legend, layout, wide)
    for axis in axes.values():
        _grid(sheet, plot, axis)
    _shapes(sheet, plot, layout, below=True)
    bars = marks.bar_places(traces, layout, plot.axes)
    for trace in traces:
        x, y = plot.axes_of(trace)
        sheet.clip(plot.left - 8, plot.top - 8, plot.wide + 16, plot.tall + 16)
        marks.body(sheet, trace, x, y, palette, bars)
        sheet.close()
    _shapes(sheet, plot, layout, below=False)
    for trace in traces:
        x, y = plot.axes_of(trace)
        marks.texts(sheet, trace, x, y, palette, bars, plot.left + plot.wide + 40)
    for axis in axes.values():
        _labels(sheet, plot, axis)
    for note in layout.get("annotations") or ():
        _annotation(sheet, plot, note, left, left + wide)
    if legend:
        chart_legend.draw_legend(sheet, legend, palette, left, top, wide)
    return tall


def _make_room(plot: Plot, legend: Sequence[chart_legend.Key], layout: Mapping[str, Any], wide: float) -> float:
    """Move the plot down for a legend of more rows than its margin holds; returns by how much."""
    rows = chart_legend.legend_height(legend, wide)
    given = float((layout.get("margin") or {}).get("t", 40))
    more = max(0.0, rows - max(0.0, given - 6))
    plot.top += more
    for axis in plot.axes.values():
        if axis.key.startswith("y"):
            axis.start += more
            axis.end += more
    return more


def _plot(
    axes: dict[str, Axis],
    layout: Mapping[str, Any],
    palette: Palette,
    left: float,
    top: float,
    wide: float,
    tall: float,
) -> Plot:
    """The rectangle of the data: inside the margins, which grow for the words along the axes."""
    margin = {"l": 40.0, "r": 20.0, "t": 40.0, "b": 40.0, **(layout.get("margin") or {})}
    words = [w for a in axes.values() if a.key[0] == "y" and _labelled(a) for _, w in a.ticks]
    beside = max((width(line, _TICK_SIZE) for w in words for line in plain(w)), default=0.0)
    beside = min(beside, wide * 0.42) + 10 if words else 0.0
    beside += 18 if any(_title(a) for a in axes.values() if a.key[0] == "y" and a.shown) else 0
    lines = max(
        (len(plain(w)) for a in axes.values() if a.key[0] == "x" and _labelled(a) for _, w in a.ticks), default=0
    )
    under = lines * _TICK_SIZE * 1.2 + 8 if lines else 0.0
    under += 18 if any(_title(a) for a in axes.values() if a.key[0] == "x" and a.shown) else 0
    x0, x1 = left + max(float(margin["l"]), beside), left + wide - float(margin["r"])
    y0, y1 = top + float(margin["t"]), top + tall - max(float(margin["b"]), under)
    for axis in axes.values():
        low, high = axis.spec.get("domain") or (0.0, 1.0)
        if axis.key[0] == "x":
            axis.start, axis.end = x0 + low * (x1 - x0), x0 + high * (x1 - x0)
        else:
            axis.start, axis.end = y1 - low * (y1 - y0), y1 - high * (y1 - y0)
    return Plot(x0, y0, x1 - x0, y1 - y0, axes, palette, left + wide)


def _labelled(axis: Axis) -> bool:
    return axis.shown and axis.spec.get("showticklabels") is not False


def _title(axis: Axis) -> str:
    given = axis.spec.get("title")
    return str((given.get("text") if isinstance(given, Mapping) else given) or "")


def _crossing(plot: Plot, axis: Axis) -> Axis:
    """The axis that this one stands on."""
    other = "y" if axis.key[0] == "x" else "x"
    anchor = axis.spec.get("anchor")
    return plot.axes.get(str(anchor), plot.axes.get(other + axis.key[1:], plot.axes[other]))


def _grid(sheet: Sheet, plot: Plot, axis: Axis) -> None:
    """The lines behind the data: at each tick (values up only, unless the figure asks for it), and at nought."""
    if not axis.shown:
        return
    upright = axis.key[0] == "x"
    other = _crossing(plot, axis)
    asked = axis.spec.get("showgrid")
    if asked if asked is not None else not axis.names and (not upright or not other.shown or bool(other.names)):
        for value, _ in axis.ticks:
            _rule(sheet, axis, other, value, str(axis.spec.get("gridcolor") or plot.palette.line), 1)
    if axis.spec.get("zeroline") and min(axis.low, axis.high) <= 0 <= max(axis.low, axis.high):
        _rule(sheet, axis, other, 0.0, str(axis.spec.get("zerolinecolor") or plot.palette.line), 1.5)


def _rule(sheet: Sheet, axis: Axis, other: Axis, value: float, colour: str, thick: float) -> None:
    at = axis.place(value)
    ends = [(at, other.start), (at, other.end)] if axis.key[0] == "x" else [(other.start, at), (other.end, at)]
    sheet.line(ends, colour, thick)


def _labels(sheet: Sheet, plot: Plot, axis: Axis) -> None:
    """The words along an axis, and its title."""
    if not axis.shown:
        return
    other, quiet = _crossing(plot, axis), plot.palette.quiet
    font = axis.spec.get("tickfont") or {}
    size, colour = float(font.get("size") or _TICK_SIZE), str(font.get("color") or quiet)
    upright = axis.key[0] == "x"
    above = axis.spec.get("side") == "top"
    base = (
        (min(other.start, other.end) if above else max(other.start, other.end))
        if upright
        else min(other.start, other.end)
    )
    if _labelled(axis):
        room = abs(axis.end - axis.start) / max(len(axis.ticks), 1) - 4 if upright else base - 4
        for value, words in axis.ticks:
            for i, line in enumerate(plain(words)):
                text = fitted(line, max(room, 30), size)
                if upright:
                    step = -8 if above else size + 5
                    # A word at the very end moves in, so that the picture does not cut it.
                    at = min(axis.place(value), plot.edge - width(text, size) / 2)
                    sheet.text(at, base + step + i * size * 1.2, text, size, colour, anchor="middle")
                else:
                    sheet.text(
                        base - 8, axis.place(value) + size * 0.35 + i * size * 1.2, text, size, colour, anchor="end"
                    )
    title = _title(axis)
    if title:
        middle = (axis.start + axis.end) / 2
        if upright:
            lines = max((len(plain(w)) for _, w in axis.ticks), default=1) if _labelled(axis) else 0
            sheet.text(middle, base + 8 + lines * size * 1.2 + _TITLE_SIZE, title, _TITLE_SIZE, quiet, anchor="middle")
        else:
            sheet.text(_title_left(plot, axis), middle, title, _TITLE_SIZE, quiet, anchor="middle", turned=-90)


def _title_left(plot: Plot, axis: Axis) -> float:
    """Where the title of an upright axis stands: left of its widest words."""
    widest = max((width(line, _TICK_SIZE) for _, w in axis.ticks for line in plain(w)), default=0.0)
    return plot.left - widest - 16


def _shapes(sheet: Sheet, plot: Plot, layout: Mapping[str, Any], *, below: bool) -> None:
    for shape in layout.get("shapes") or ():
        if (shape.get("layer") == "below") != below:
            continue
        x0, x1 = (_spot(plot, shape.get("xref") or "x", shape[end], shape, "x") for end in ("x0", "x1"))
        y0, y1 = (_spot(plot, shape.get("yref") or "y", shape[end], shape, "y") for end in ("y0", "y1"))
        line_off = shape.get("type") == "line" and (
            (shape["x0"] == shape["x1"] and _off(plot, shape.get("xref") or "x", shape["x0"]))
            or (shape["y0"] == shape["y1"] and _off(plot, shape.get("yref") or "y", shape["y0"]))
        )
        if line_off:
            continue
        line = shape.get("line") or {}
        colour, thick = str(line.get("color") or plot.palette.quiet), float(line.get("width", 1))
        if shape.get("type") == "line":
            sheet.line([(x0, y0), (x1, y1)], colour, thick, DASHES.get(str(line.get("dash") or "solid"), "8 5"))
        elif shape.get("type") == "rect":
            sides = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
            fill, opacity = str(shape.get("fillcolor") or "none"), float(shape.get("opacity", 1))
            sheet.rect(*sides, fill, line=colour if thick else None, thick=thick, opacity=opacity)
        else:
            raise UnknownPartError(
                f"This chart holds a shape {shape.get('type')!r}, which export/pictures/charts.py does not draw."
            )


def _spot(plot: Plot, ref: str, value: Any, held: Mapping[str, Any], letter: str) -> float:
    """The pixel of a place that is told in data, or as a share of the plot or of one axis."""
    if ref == "paper":
        return plot.left + float(value) * plot.wide if letter == "x" else plot.top + (1 - float(value)) * plot.tall
    axis = plot.axes.get(ref.split(" ")[0])
    if axis is None:
        raise UnknownPartError(f"This chart has a note on the axis {ref!r}, which holds no data.")
    if ref.endswith(" domain"):
        return axis.start + float(value) * (axis.end - axis.start)
    return axis.at(value)


def _off(plot: Plot, ref: str, value: Any) -> bool:
    """Whether a place that is told in data lies beyond the ends of its axis: plotly leaves out what stands there."""
    axis = plot.axes.get(ref)
    if axis is None:
        return False
    low, high = sorted((axis.low, axis.high))
    room = (high - low) * 1e-6
    return not low - room <= axis.value(value) <= high + room


def _annotation(sheet: Sheet, plot: Plot, note: Mapping[str, Any], least: float, most: float) -> None:
    """A word in the chart, anchored as plotly does it."""
    text = note.get("text")
    if not text or note.get("visible") is False:
        return
    xref, yref = str(note.get("xref") or "x"), str(note.get("yref") or "y")
    if _off(plot, xref, note["x"]) or _off(plot, yref, note["y"]):
        return
    x = _spot(plot, xref, note["x"], note, "x") + float(note.get("xshift") or 0)
    y = _spot(plot, yref, note["y"], note, "y") - float(note.get("yshift") or 0)
    font = note.get("font") or {}
    size, colour = float(font.get("size") or 12), str(font.get("color") or plot.palette.text)
    lines = plain(text)
    bold = "<b>" in str(text)
    if note.get("showarrow") is not False and (note.get("ax") is not None or note.get("ay") is not None):
        tip = (x, y)
        x, y = x + float(note.get("ax") or 0), y + float(note.get("ay") or 0)
        sheet.line([tip, (x, y)], str(note.get("arrowcolor") or colour), float(note.get("arrowwidth") or 1))
    anchor = _anchor(str(note.get("xanchor") or "auto"), xref, note.get("x"))
    tall = size * 1.2 * len(lines)
    held = str(note.get("yanchor") or "auto")
    if held == "auto":
        share = float(note["y"]) if yref == "paper" or yref.endswith("domain") else 0.5
        held = "top" if share > 2 / 3 else "bottom" if share < 1 / 3 else "middle"
    top = {"top": y, "middle": y - tall / 2, "bottom": y - tall}[held]
    widest = max(width(line, size, bold) for line in lines)
    before, behind = {"start": (0.0, widest), "middle": (widest / 2, widest / 2), "end": (widest, 0.0)}[anchor]
    x = min(max(x, least + before), most - behind)
    for i, line in enumerate(lines):
        sheet.text(x, top + size * (0.95 + 1.2 * i), line, size, colour, bold=bold, anchor=anchor)


def _anchor(given: str, ref: str, at: Any) -> Anchor:
    if given == "auto":
        share = float(at) if ref == "paper" or ref.endswith("domain") else 0.5
        given = "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center"
    anchors: dict[str, Anchor] = {"left": "start", "center": "middle", "right": "end"}
    return anchors[given]
