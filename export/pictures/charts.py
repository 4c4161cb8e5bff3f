"""A chart out of its plotly figure: bars, dots, lines, steps, heat maps, their axes and notes, drawn as on the screen.

It reads the part of plotly's language that this dashboard's charts speak, and raises ``UnknownPartError`` for the rest, so that
a chart is never half drawn. Sizes, colours and places come from the figure; what plotly or the page's theme would fill
in (axes, ticks, grid) is filled in here the same way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from answers import format
from export.pictures import marks
from export.pictures.svg import Anchor, Sheet, fitted, number, plain, width
from figures.colours import Palette

TRACES = ("scatter", "scattergl", "bar", "heatmap")
_TICK_SIZE, _TITLE_SIZE, _LEGEND_SIZE = 12.0, 12.0, 13.0
_DASHES = {"solid": "", "dot": "2 4", "dash": "8 5", "longdash": "12 6", "dashdot": "8 4 2 4"}


class UnknownPartError(ValueError):
    """The figure holds something that this file cannot draw."""


@dataclass
class Axis:
    """One axis: from which value to which, over which pixels, and what stands along it."""

    key: str
    spec: Mapping[str, Any]
    low: float = 0.0
    high: float = 1.0
    start: float = 0.0
    end: float = 1.0
    names: list[str] = field(default_factory=list)
    ticks: list[tuple[float, str]] = field(default_factory=list)

    def at(self, value: Any) -> float:
        """The pixel of a value (a number, or the name of a category)."""
        spot = self.value(value)
        return self.start + (spot - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)

    def value(self, value: Any) -> float:
        """A category as its number; NaN for nothing."""
        if value is None:
            return math.nan
        if isinstance(value, str):
            if value in self.names:
                return float(self.names.index(value))
            try:
                return float(value)
            except ValueError:
                return math.nan
        return math.log10(float(value)) if self.spec.get("type") == "log" and float(value) > 0 else float(value)

    @property
    def shown(self) -> bool:
        """Whether anything of the axis is drawn."""
        return self.spec.get("visible") is not False


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

    def of(self, trace: Mapping[str, Any]) -> tuple[Axis, Axis]:
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
    axes = _axes(traces, layout)
    plot = _plot(axes, layout, palette, left, top, wide, tall)
    legend = marks.legend_rows(traces, layout)
    if legend:
        tall += _make_room(plot, legend, layout, wide)
    for axis in axes.values():
        _grid(sheet, plot, axis)
    _shapes(sheet, plot, layout, below=True)
    bars = marks.bar_places(traces, layout, plot.axes)
    for trace in traces:
        x, y = plot.of(trace)
        sheet.clip(plot.left - 8, plot.top - 8, plot.wide + 16, plot.tall + 16)
        marks.body(sheet, trace, x, y, palette, bars)
        sheet.close()
    _shapes(sheet, plot, layout, below=False)
    for trace in traces:
        x, y = plot.of(trace)
        marks.texts(sheet, trace, x, y, palette, bars, plot.left + plot.wide + 40)
    for axis in axes.values():
        _labels(sheet, plot, axis)
    for note in layout.get("annotations") or ():
        _annotation(sheet, plot, note, left, left + wide)
    if legend:
        marks.legend(sheet, legend, layout, palette, left, top, wide)
    return tall


def _make_room(plot: Plot, legend: Sequence[marks.Key], layout: Mapping[str, Any], wide: float) -> float:
    """Move the plot down for a legend of more rows than its margin holds; returns by how much."""
    rows = marks.legend_height(legend, wide)
    given = float((layout.get("margin") or {}).get("t", 40))
    more = max(0.0, rows - max(0.0, given - 6))
    plot.top += more
    for axis in plot.axes.values():
        if axis.key.startswith("y"):
            axis.start += more
            axis.end += more
    return more


def _axes(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> dict[str, Axis]:
    keys = dict.fromkeys([key for t in traces for key in (t.get("xaxis") or "x", t.get("yaxis") or "y")] + ["x", "y"])
    found: dict[str, Axis] = {}
    for key in keys:
        spec = layout.get(f"{key[0]}axis{key[1:]}") or {}
        axis = Axis(key, spec)
        mine = [t for t in traces if (t.get(f"{key[0]}axis") or key[0]) == key]
        _fill_names(axis, mine)
        _fill_range(axis, mine, layout)
        axis.ticks = _ticks(axis)
        found[key] = axis
    return found


def _fill_names(axis: Axis, traces: Sequence[Mapping[str, Any]]) -> None:
    """The categories of an axis that has words along it."""
    letter = axis.key[0]
    values = [v for t in traces for v in marks.listed(t.get(letter))]
    words = [v for v in values if isinstance(v, str)]
    if words or axis.spec.get("type") == "category":
        given = [str(v) for v in marks.listed(axis.spec.get("categoryarray"))]
        axis.names = list(dict.fromkeys([*given, *(str(v) for v in values if v is not None)]))


def _fill_range(axis: Axis, traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> None:
    """From where to where the axis runs: as the figure says, else around the data as plotly does it."""
    turned = axis.spec.get("autorange") == "reversed"
    given = axis.spec.get("range")
    if given is not None and all(v is not None for v in given):
        axis.low, axis.high = float(given[0]), float(given[1])
        return
    if axis.names:
        low, high = -0.5, len(axis.names) - 0.5
    else:
        low, high = _reach(axis, traces, layout)
    axis.low, axis.high = (high, low) if turned else (low, high)


def _reach(axis: Axis, traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> tuple[float, float]:
    letter = axis.key[0]
    values: list[float] = []
    padded = False
    zero = axis.spec.get("rangemode") == "tozero"
    for trace in traces:
        own = [axis.value(v) for v in marks.listed(trace.get(letter))]
        kind = trace.get("type", "scatter")
        if kind == "bar":
            along = "x" if trace.get("orientation") == "h" else "y"
            if along == letter:
                values += [0.0, *marks.bar_ends(trace, traces, layout)]
                padded = padded or bool(trace.get("text") is not None)
                continue
            values += [v + side for v in own for side in (-0.5, 0.5)]
            continue
        if kind == "heatmap":
            count = len(own) or np.asarray(trace["z"]).shape[1 if letter == "x" else 0]
            own = own or [float(i) for i in range(count)]
            values += [min(own) - 0.5, max(own) + 0.5]
            continue
        margin = trace.get(f"error_{letter}") or {}
        values += own
        for end, sign in (("array", 1), ("arrayminus", -1)):
            size = marks.listed(margin.get(end))
            values += [v + sign * float(s) for v, s in zip(own, size, strict=False) if s is not None]
        padded = padded or "markers" in str(trace.get("mode") or "lines+markers")
    known = [v for v in values if math.isfinite(v)]
    if not known:
        return (0.0, 1.0)
    low, high = min(known), max(known)
    if low == high:
        low, high = (low - 1, high + 1) if not zero else (min(0.0, low), max(0.0, high) or 1.0)
    room = (high - low) * (0.055 if padded or letter == "y" else 0.0)
    low, high = low - room, high + room
    bars = any(t.get("type") == "bar" and ("x" if t.get("orientation") == "h" else "y") == letter for t in traces)
    if zero or bars:
        least, most = min(known), max(known)
        low, high = (0.0 if least >= 0 else low), (0.0 if most <= 0 else high)
    return low, high


def _ticks(axis: Axis) -> list[tuple[float, str]]:
    """Where the ticks of an axis stand, and their words."""
    spec = axis.spec
    before, after = str(spec.get("tickprefix") or ""), str(spec.get("ticksuffix") or "")
    low, high = sorted((axis.low, axis.high))
    if spec.get("showticklabels") is False and not spec.get("showgrid"):
        return []
    if spec.get("tickvals") is not None and spec.get("tickmode", "array") == "array":
        values = [axis.value(v) for v in marks.listed(spec["tickvals"])]
        words = [str(w) for w in marks.listed(spec.get("ticktext"))] or [_dutch(v, spec, values) for v in values]
        pairs = [(v, f"{before}{w}{after}") for v, w in zip(values, words, strict=False)]
    elif axis.names:
        pairs = [(float(i), name) for i, name in enumerate(axis.names)]
    else:
        values = _round_numbers(
            low,
            high,
            int(spec.get("nticks") or (8 if axis.key[0] == "x" else 6)),
            spec.get("dtick"),
            whole=_whole(spec),
        )
        pairs = [(v, f"{before}{_dutch(v, spec, values)}{after}") for v in values]
    edge = (high - low) * 1e-9
    return [(v, w) for v, w in pairs if low - edge <= v <= high + edge]


def _whole(spec: Mapping[str, Any]) -> bool:
    return str(spec.get("tickformat") or "").endswith("d")


def _round_numbers(low: float, high: float, most: int, step: Any, *, whole: bool) -> list[float]:
    """At most ``most`` multiples of 1, 2 or 5 times a power of ten."""
    if not isinstance(step, int | float):
        raw = max((high - low) / max(most, 1), 1e-12)
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw - 1e-12)
        step = max(1.0, step) if whole else step
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 10) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def _dutch(value: float, spec: Mapping[str, Any], among: Sequence[float]) -> str:
    """A number along an axis, with as many decimals as its neighbours need; a year without a point."""
    if _whole(spec):
        return str(round(value))
    decimals = next((d for d in range(6) if all(abs(round(v, d) - v) < 1e-9 for v in among)), 6)
    wanted = str(spec.get("tickformat") or "")
    if wanted.endswith("%"):
        return f"{format.number(value * 100, 0)}%"
    return format.number(value, decimals)


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
    at = axis.at(value)
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
                    at = min(axis.at(value), plot.edge - width(text, size) / 2)
                    sheet.text(at, base + step + i * size * 1.2, text, size, colour, anchor="middle")
                else:
                    sheet.text(
                        base - 8, axis.at(value) + size * 0.35 + i * size * 1.2, text, size, colour, anchor="end"
                    )
    title = _title(axis)
    if title:
        middle = (axis.start + axis.end) / 2
        if upright:
            lines = max((len(plain(w)) for _, w in axis.ticks), default=1) if _labelled(axis) else 0
            sheet.text(middle, base + 8 + lines * size * 1.2 + _TITLE_SIZE, title, _TITLE_SIZE, quiet, anchor="middle")
        else:
            sheet.text(sheet_left(plot, axis), middle, title, _TITLE_SIZE, quiet, anchor="middle", turned=-90)


def sheet_left(plot: Plot, axis: Axis) -> float:
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
            sheet.line([(x0, y0), (x1, y1)], colour, thick, _DASHES.get(str(line.get("dash") or "solid"), "8 5"))
        elif shape.get("type") == "rect":
            sheet.rect(
                min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), str(shape.get("fillcolor") or "none"),
                line=colour if thick else None, thick=thick, opacity=float(shape.get("opacity", 1)),
            )  # fmt: skip
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
    x = min(max(x, least + {"start": 0, "middle": widest / 2, "end": widest}[anchor]), most - {"start": widest, "middle": widest / 2, "end": 0}[anchor])  # fmt: skip
    for i, line in enumerate(lines):
        sheet.text(x, top + size * (0.95 + 1.2 * i), line, size, colour, bold=bold, anchor=anchor)


def _anchor(given: str, ref: str, at: Any) -> Anchor:
    if given == "auto":
        share = float(at) if ref == "paper" or ref.endswith("domain") else 0.5
        given = "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center"
    anchors: dict[str, Anchor] = {"left": "start", "center": "middle", "right": "end"}
    return anchors[given]


__all__ = ["TRACES", "Axis", "Plot", "UnknownPartError", "draw", "number"]
