"""What stands in a chart: bars, lines, dots with their margins, cells of a heat map, words at marks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from export.pictures.axes import Axis
from export.pictures.svg import Anchor, Sheet, fitted, number, plain, width
from export.pictures.traces import DASHES, each, flat, listed, part
from figures.colours import Palette, contrast


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands across, its half width, and from which value to which it runs."""

    middle: float
    half: float
    low: float
    high: float


# ---------------------------------------------------------------- bars


def bar_places(
    traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], axes: Mapping[str, Axis]
) -> dict[int, list[Bar | None]]:
    """The bars of each bar trace, by the trace's ``id()``.

    They stand side by side, stacked or over each other, as the layout says.
    """
    bars = [t for t in traces if t.get("type") == "bar"]
    mode, gap = str(layout.get("barmode") or "group"), float(layout.get("bargap", 0.2))
    found: dict[int, list[Bar | None]] = {}
    tops: dict[tuple[str, float, bool], float] = {}
    for at, trace in enumerate(bars):
        across = axes[(trace.get("yaxis") or "y") if flat(trace) else (trace.get("xaxis") or "x")]
        along = listed(trace.get("x" if flat(trace) else "y"))
        spots = [across.value(v) for v in listed(trace.get("y" if flat(trace) else "x"))]
        step = min((abs(b - a) for a, b in zip(sorted(set(spots)), sorted(set(spots))[1:], strict=False)), default=1.0)
        room = step * (1 - gap)
        side_by_side = mode == "group" and len(bars) > 1
        half = room / 2 / (len(bars) if side_by_side else 1)
        shift = (2 * at + 1 - len(bars)) * half if side_by_side else 0.0
        widths, bases = each(trace.get("width"), len(spots), None), each(trace.get("base"), len(spots), None)
        made: list[Bar | None] = []
        for spot, value, wide, base in zip(spots, along, widths, bases, strict=True):
            if value is None or math.isnan(spot):
                made.append(None)
                continue
            start = float(base) if base is not None else 0.0
            if mode in ("stack", "relative") and base is None:
                key = (across.key, spot, float(value) >= 0)
                start = tops.get(key, 0.0)
                tops[key] = start + float(value)
            made.append(Bar(spot + shift, float(wide) / 2 if wide else half, start, start + float(value)))
        found[id(trace)] = made
    return found


def _bars(
    sheet: Sheet, trace: Mapping[str, Any], x: Axis, y: Axis, palette: Palette, bars: Sequence[Bar | None]
) -> None:
    colours = each(part(trace, "marker", "color"), len(bars), palette.accent)
    line, thick = part(trace, "marker", "line", "color"), float(part(trace, "marker", "line", "width") or 0)
    opacity = float(trace.get("opacity") or part(trace, "marker", "opacity") or 1)
    for bar, colour in zip(bars, colours, strict=True):
        if bar is None:
            continue
        sides = _sides(trace, bar, x, y)
        sheet.rect(*sides, str(colour), line=str(line) if line and thick else None, thick=thick, opacity=opacity)


def _sides(trace: Mapping[str, Any], bar: Bar, x: Axis, y: Axis) -> tuple[float, float, float, float]:
    along, across = (x, y) if flat(trace) else (y, x)
    a, b = along.at(bar.low), along.at(bar.high)
    c, d = across.at(bar.middle - bar.half), across.at(bar.middle + bar.half)
    if flat(trace):
        return min(a, b), min(c, d), abs(b - a), abs(d - c)
    return min(c, d), min(a, b), abs(d - c), abs(b - a)


# ---------------------------------------------------------------- lines and dots


def body(
    sheet: Sheet, trace: Mapping[str, Any], x: Axis, y: Axis, palette: Palette, bars: Mapping[int, list[Bar | None]]
) -> None:
    """Everything of a trace but its words."""
    kind = trace.get("type", "scatter")
    if kind == "bar":
        _bars(sheet, trace, x, y, palette, bars[id(trace)])
    elif kind == "heatmap":
        _cells(sheet, trace, x, y)
    else:
        _scatter(sheet, trace, x, y, palette)


def _points(trace: Mapping[str, Any], x: Axis, y: Axis) -> list[tuple[float, float] | None]:
    xs, ys = listed(trace.get("x")), listed(trace.get("y"))
    xs = xs or list(range(len(ys)))
    spots = [(x.at(a), y.at(b)) for a, b in zip(xs, ys, strict=False)]
    return [None if math.isnan(a) or math.isnan(b) else (a, b) for a, b in spots]


def _scatter(sheet: Sheet, trace: Mapping[str, Any], x: Axis, y: Axis, palette: Palette) -> None:
    mode = str(trace.get("mode") or "lines+markers")
    points = _points(trace, x, y)
    runs = _runs(points, gaps=bool(trace.get("connectgaps")))
    line = trace.get("line") or {}
    colour = str(line.get("color") or part(trace, "marker", "color") or palette.accent)
    fill = trace.get("fill")
    if fill in ("tozeroy", "toself", "tozerox"):
        shade = str(trace.get("fillcolor") or colour)
        for run in runs:
            sheet.path(_outline(run, str(fill), x, y), fill=shade, opacity=1 if trace.get("fillcolor") else 0.35)
    if "lines" in mode:
        dash = DASHES.get(str(line.get("dash") or "solid"), "8 5")
        thick = float(line.get("width", 2))
        for run in runs if thick else ():
            sheet.line(_stepped(run, str(line.get("shape") or "linear")), colour, thick, dash)
    for letter, along in (("x", x), ("y", y)):
        _margins(sheet, trace, letter, along, points, x, y, palette)
    if "markers" in mode:
        _dots(sheet, trace, points, colour)


def _runs(points: Sequence[tuple[float, float] | None], *, gaps: bool) -> list[list[tuple[float, float]]]:
    """The points in stretches without a gap (or as one stretch, over the gaps)."""
    if gaps:
        return [[p for p in points if p is not None]]
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _stepped(run: Sequence[tuple[float, float]], shape: str) -> list[tuple[float, float]]:
    if shape not in ("hv", "vh"):
        return list(run)
    found = [run[0]]
    for (ax, ay), (bx, by) in pairwise(run):
        found += [(bx, ay) if shape == "hv" else (ax, by), (bx, by)]
    return found


def _outline(run: Sequence[tuple[float, float]], fill: str, x: Axis, y: Axis) -> str:
    closed = list(run)
    if fill == "tozeroy":
        closed = [*run, (run[-1][0], y.at(0)), (run[0][0], y.at(0))]
    elif fill == "tozerox":
        closed = [*run, (x.at(0), run[-1][1]), (x.at(0), run[0][1])]
    return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in closed) + "Z"


def _margins(
    sheet: Sheet,
    trace: Mapping[str, Any],
    letter: str,
    along: Axis,
    points: Sequence[tuple[float, float] | None],
    x: Axis,
    y: Axis,
    palette: Palette,
) -> None:
    """The lines through dots that show how sure they are."""
    margin = trace.get(f"error_{letter}") or {}
    more = listed(margin.get("array"))
    if not more or margin.get("visible") is False:
        return
    less = listed(margin.get("arrayminus")) or more
    colour = str(margin.get("color") or part(trace, "marker", "color") or palette.quiet)
    values = [along.value(v) for v in listed(trace.get(letter))]
    for point, value, up, down in zip(points, values, more, less, strict=False):
        if point is None or up is None or down is None:
            continue
        low, high = along.at(value - float(down)), along.at(value + float(up))
        ends = [(low, point[1]), (high, point[1])] if letter == "x" else [(point[0], low), (point[0], high)]
        sheet.line(ends, colour, float(margin.get("thickness") or 2))


def _dots(sheet: Sheet, trace: Mapping[str, Any], points: Sequence[tuple[float, float] | None], colour: str) -> None:
    count = len(points)
    marker = trace.get("marker") or {}
    colours, sizes = each(marker.get("color"), count, colour), each(marker.get("size"), count, 6)
    symbols, opacities = each(marker.get("symbol"), count, "circle"), each(marker.get("opacity"), count, 1)
    line = marker.get("line") or {}
    edges, thicks = each(line.get("color"), count, ""), each(line.get("width"), count, 0)
    for at, point in enumerate(points):
        if point is None:
            continue
        opacity = float(opacities[at]) * float(trace.get("opacity") or 1)
        edge, thick = str(edges[at]), float(thicks[at])
        symbol_at(sheet, *point, str(symbols[at]), float(sizes[at]), str(colours[at]), edge, thick, opacity)


def symbol_at(
    sheet: Sheet,
    x: float,
    y: float,
    symbol: str,
    size: float,
    colour: str,
    edge: str = "",
    thick: float = 0,
    opacity: float = 1,
) -> None:
    """One mark of plotly's list; those that we do not know become a dot."""
    r = size / 2
    hollow = "-open" in symbol
    name = symbol.replace("-open", "").replace("-dot", "")
    fill, line, wide = ("none", colour, max(thick, 2)) if hollow else (colour, edge or None, thick)
    if name == "circle":
        stroke = f' stroke="{line}" stroke-width="{wide:g}"' if line and wide else ""
        fade = f' opacity="{opacity:g}"' if opacity < 1 else ""
        sheet.parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"{stroke}{fade}/>')
        return
    left, middle, right = number(x - r), number(x), number(x + r)
    top, centre, foot = number(y - r), number(y), number(y + r)
    across, back = number(size), number(-size)
    shapes = {
        "square": f"M{left} {top}h{across}v{across}h{back}z",
        "diamond": f"M{middle} {top}L{right} {centre}L{middle} {foot}L{left} {centre}z",
        "triangle-up": f"M{middle} {top}L{right} {foot}L{left} {foot}z",
        "triangle-down": f"M{middle} {foot}L{right} {top}L{left} {top}z",
    }
    strokes = {
        "line-ns": f"M{middle} {top}v{across}",
        "line-ew": f"M{left} {centre}h{across}",
        "x": f"M{left} {top}l{across} {across}m0 {back}l{back} {across}",
        "cross": f"M{left} {centre}h{across}M{middle} {top}v{across}",
    }
    if name in strokes:
        sheet.path(strokes[name], line=edge or colour, thick=max(thick, 2), opacity=opacity)
    else:
        sheet.path(
            shapes.get(name, shapes["square"]), fill=fill, line=line if wide else None, thick=wide, opacity=opacity
        )


# ---------------------------------------------------------------- heat map


def _cells(sheet: Sheet, trace: Mapping[str, Any], x: Axis, y: Axis) -> None:
    for left, top, wide, tall, colour, _ in cells(trace, x, y):
        sheet.rect(left, top, wide, tall, colour)


def cells(trace: Mapping[str, Any], x: Axis, y: Axis) -> list[tuple[float, float, float, float, str, str]]:
    """Left, top, width, height, colour and words of each cell with a value."""
    rows = [listed(row) for row in trace["z"]]
    known = [float(v) for row in rows for v in row if v is not None]
    low = float(min(known, default=0.0) if trace.get("zmin") is None else trace["zmin"])
    high = float(max(known, default=1.0) if trace.get("zmax") is None else trace["zmax"])
    xs = listed(trace.get("x")) or list(range(max((len(r) for r in rows), default=0)))
    ys = listed(trace.get("y")) or list(range(len(rows)))
    texts = [listed(row) for row in trace["text"]] if trace.get("text") is not None else None
    gap_x, gap_y = float(trace.get("xgap") or 0), float(trace.get("ygap") or 0)
    found = []
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is None:
                continue
            mx, my = x.value(xs[j]), y.value(ys[i])
            a, b, c, d = x.at(mx - 0.5), x.at(mx + 0.5), y.at(my - 0.5), y.at(my + 0.5)
            share = (float(value) - low) / ((high - low) or 1)
            words = "" if texts is None else str(texts[i][j] or "")
            left, top = min(a, b) + gap_x / 2, min(c, d) + gap_y / 2
            wide, tall = abs(b - a) - gap_x, abs(d - c) - gap_y
            found.append((left, top, wide, tall, scaled(trace["colorscale"], share), words))
    return found


def scaled(scale: Sequence[Sequence[Any]], share: float) -> str:
    """The colour of a plotly colour scale ([place, #RRGGBB] pairs) at a share from 0 to 1."""
    share = min(max(share, 0.0), 1.0)
    places = [(float(at), str(colour)) for at, colour in scale]
    before = [pair for pair in places if pair[0] <= share + 1e-9]
    after = [pair for pair in places if pair[0] >= share - 1e-9]
    (a, one), (b, other) = before[-1], after[0]
    part = 0.0 if b <= a else (share - a) / (b - a)
    mixed = [round(int(one[i : i + 2], 16) * (1 - part) + int(other[i : i + 2], 16) * part) for i in (1, 3, 5)]
    return "#" + "".join(f"{c:02X}" for c in mixed)


# ---------------------------------------------------------------- words


def texts(
    sheet: Sheet,
    trace: Mapping[str, Any],
    x: Axis,
    y: Axis,
    palette: Palette,
    bars: Mapping[int, list[Bar | None]],
    edge: float,
) -> None:
    """The words that a trace shows with its marks. What only the hover shows is not among them."""
    kind = trace.get("type", "scatter")
    if kind == "bar" and trace.get("text") is not None and trace.get("textposition") != "none":
        _bar_texts(sheet, trace, x, y, palette, bars[id(trace)], edge)
    elif kind == "heatmap" and trace.get("texttemplate"):
        size = float(part(trace, "textfont", "size") or 12)
        for left, top, wide, tall, colour, words in cells(trace, x, y):
            ink = palette.text if contrast(palette.text, colour) >= contrast(palette.page, colour) else palette.page
            for i, line in enumerate(plain(words)):
                text = fitted(line, wide - 2, size)
                sheet.text(left + wide / 2, top + tall / 2 + size * (0.35 + 1.1 * i), text, size, ink, anchor="middle")
    elif kind in ("scatter", "scattergl") and "text" in str(trace.get("mode") or ""):
        _dot_texts(sheet, trace, x, y, palette)


def _bar_texts(
    sheet: Sheet, trace: Mapping[str, Any], x: Axis, y: Axis, palette: Palette, bars: Sequence[Bar | None], edge: float
) -> None:
    size = float(part(trace, "textfont", "size") or 12)
    words = each(trace.get("text"), len(bars), "")
    colours = each(part(trace, "marker", "color"), len(bars), palette.accent)
    positions = each(trace.get("textposition"), len(bars), "auto")
    for bar, text, colour, position in zip(bars, words, colours, positions, strict=True):
        if bar is None or not text:
            continue
        left, top, wide, tall = _sides(trace, bar, x, y)
        shown = " ".join(plain(text))
        inside = position == "inside" or (
            position == "auto" and width(shown, size) + 10 < (wide if flat(trace) else tall)
        )
        ink = palette.quiet if not inside else palette.page if contrast(palette.page, str(colour)) > 3 else palette.text
        if flat(trace):
            up = bar.high >= bar.low
            right = left + wide
            spot = (right - 6 if up else left + 6) if inside else (right + 5 if up else left - 5)
            anchor: Anchor = "start" if up != inside else "end"
            sheet.text(spot, top + tall / 2 + size * 0.35, shown, size, ink, anchor=anchor)
        else:
            sheet.text(left + wide / 2, top + (size + 3 if inside else -5), shown, size, ink, anchor="middle")


def _dot_texts(sheet: Sheet, trace: Mapping[str, Any], x: Axis, y: Axis, palette: Palette) -> None:
    points = _points(trace, x, y)
    words = each(trace.get("text"), len(points), "")
    places = each(trace.get("textposition"), len(points), "middle center")
    sizes = each(part(trace, "textfont", "size"), len(points), 12)
    colours = each(part(trace, "textfont", "color"), len(points), palette.text)
    radii = [float(s) / 2 for s in each(part(trace, "marker", "size"), len(points), 6)]
    for point, text, place, size, colour, radius in zip(points, words, places, sizes, colours, radii, strict=True):
        if point is None or not text:
            continue
        away = radius + 3 if "markers" in str(trace.get("mode")) else 0
        dx, anchor = (-away, "end") if "left" in place else (away, "start") if "right" in place else (0, "middle")
        dy = -away if "top" in place else away + float(size) * 0.8 if "bottom" in place else float(size) * 0.35
        held: dict[str, Anchor] = {"end": "end", "start": "start", "middle": "middle"}
        for i, line in enumerate(plain(text)):
            x_at, y_at, bold = point[0] + dx, point[1] + dy + i * float(size) * 1.2, "<b>" in str(text)
            sheet.rim(x_at, y_at, line, float(size), palette.page, bold=bold, anchor=held[anchor])
            sheet.text(x_at, y_at, line, float(size), str(colour), bold=bold, anchor=held[anchor])
