"""Charts that pages share: a line through the years and dots on a line. Figures in, plotly figures out.

Areas are named beside their line, not in a legend. Numbers in the hover come formatted, so that they read as elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from figures.chart import Chart
from figures.colours import Palette
from indicators import series

CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "nl"}
GAPS = "stippellijn: van de jaren ertussen is geen cijfer"
# What part of a chart's years the word at a cut covers on a phone.
WORD = 0.5
CUT_WORDS = {
    "definition": "andere definitie",
    "boundary": "andere grenzen",
    "absent": "code bestond niet",
}


@dataclass(frozen=True)
class Line:
    """One area in a chart: its values by year, its name, its colour; ``context`` lines are thin and grey.

    ``carried`` are earlier years on its boundaries of today: the value and what is said of it, by year.
    """

    code: str
    name: str
    values: pd.Series
    colour: str
    cuts: Sequence[series.Cut] = ()
    context: bool = False
    dash: str = "solid"
    carried: Mapping[int, tuple[float, str]] = field(default_factory=dict)


def trend(
    lines: Sequence[Line], show: Callable[[float], str], unit: str, colours: Palette, height: int = 340
) -> go.Figure:
    """Lines through the years. A line stops at a cut, and is dotted over years without a figure.

    Years that were worked out on the boundaries of today are open dots on a dashed line of their own.

    ``show`` formats one value for the reader; ``unit`` stands above the axis.
    """
    figure = Chart(colours)
    for line in lines:
        _draw_carried(figure, line, show, colours)
        _draw_line(figure, line, show)
    ends = {line.code: line.values.dropna() for line in lines}
    _name_lines(figure, [line for line in lines if len(ends[line.code])], height)
    drawn = {int(y) for values in ends.values() for y in values.index}
    years = sorted(drawn.union(*(line.carried for line in lines)))
    _mark_cuts(figure, [c for line in lines if not line.context for c in (*line.cuts, *_joint(line))], years, colours)
    gaps = any(series.steps(run)[1] for line in lines for run in _runs(line))
    below = {"title": {"text": GAPS, "font": {"size": 12, "color": colours.quiet}}} if gaps else {}
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 128, "t": 48, "b": 8},
        showlegend=False,
        hovermode="closest",
        separators=",.",
        xaxis={**_ticks(years), "tickformat": "d", "tickangle": 0, "showgrid": False, "automargin": True, **below},
        yaxis={
            "rangemode": "tozero",
            "automargin": True,
            "nticks": 6,
            "title": None,
            "zeroline": False,
            "separatethousands": True,
            "exponentformat": "none",
        },
    )
    figure.add_annotation(
        text=unit,
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        # Above the word at a cut, which on a narrow screen stands over the same years.
        yshift=34,
        xanchor="left",
        showarrow=False,
        font={"size": 12, "color": colours.quiet},
    )
    return figure.made()


def _runs(line: Line) -> list[list[int]]:
    return series.runs([int(y) for y in line.values.dropna().index], [c.year for c in line.cuts])


def _draw_line(figure: Chart, line: Line, show: Callable[[float], str]) -> None:
    known = line.values.dropna()
    width = 1.75 if line.context else 3
    for run in _runs(line):
        near, far = series.steps(run)
        for pairs, dash in ((near, line.dash), (far, "dot")):
            xs = [x for a, b in pairs for x in (a, b, None)]
            ys = [None if x is None else float(known[x]) for x in xs]
            style = {"color": line.colour, "width": width if dash != "dot" else 1.5, "dash": dash}
            figure.add_scatter(x=xs, y=ys, mode="lines", line=style, hoverinfo="skip")
    figure.add_scatter(
        x=[int(y) for y in known.index],
        y=known.to_numpy(),
        mode="markers",
        marker={"color": line.colour, "size": 5 if line.context else 9},
        text=[f"<b>{line.name}</b><br>{y}: {show(float(v))}" for y, v in known.items()],
        hovertemplate="%{text}<extra></extra>",
        name=line.name,
    )


def _draw_carried(figure: Chart, line: Line, show: Callable[[float], str], colours: Palette) -> None:
    """The earlier years on the boundaries of today, up to the first year of the line itself on those."""
    if not line.carried:
        return
    points = {year: value for year, (value, _) in line.carried.items()}
    joined = points | {year: float(line.values[year]) for year in _after(line)[:1]}
    for run in series.runs(joined, [c.year for c in line.cuts if c.reason == "definition"]):
        style = {"color": line.colour, "width": 2, "dash": "5px,4px"}
        figure.add_scatter(x=run, y=[joined[y] for y in run], mode="lines", line=style, hoverinfo="skip")
    figure.add_scatter(
        x=list(points),
        y=list(points.values()),
        mode="markers",
        marker={"color": colours.page, "size": 9, "line": {"color": line.colour, "width": 2}},
        text=[f"<b>{line.name}</b><br>{year}: {show(value)}<br>{said}" for year, (value, said) in line.carried.items()],
        hovertemplate="%{text}<extra></extra>",
        name=f"{line.name} (grenzen van nu)",
    )


def _after(line: Line) -> list[int]:
    """The line's own years after those that were worked out on the boundaries of today."""
    return [int(year) for year in line.values.dropna().index if line.carried and year > max(line.carried)]


def _joint(line: Line) -> list[series.Cut]:
    """Where worked out years and the line's own meet, when no cut of the line marks it: its code is a new one."""
    return [series.Cut(year, "boundary") for year in _after(line)[:1] if year not in {cut.year for cut in line.cuts}]


def _name_lines(figure: Chart, lines: Sequence[Line], height: int) -> None:
    """Put each name beside the end of its line, pushed apart where two would overlap."""
    if not lines:
        return
    ends = [(float(line.values.dropna().iloc[-1]), line) for line in lines]
    top = max(max(float(line.values.max()) for line in lines), 0.0)
    bottom = min(min(float(line.values.min()) for line in lines), 0.0)
    pixels = (height - 90) / ((top - bottom) or 1)
    places = spread_apart([value * pixels for value, _ in ends], 17)
    for (value, line), place in zip(ends, places, strict=True):
        figure.add_annotation(
            x=int(line.values.dropna().index[-1]),
            y=value,
            yshift=place - value * pixels,
            xshift=10,
            xanchor="left",
            showarrow=False,
            text=shorten(line.name, 19),
            font={"color": line.colour, "size": 13},
        )


def spread_apart(places: Sequence[float], gap: float) -> list[float]:
    """The places moved as little as needed so that neighbours are ``gap`` apart; order is kept."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [places[i] for i in order]
    for _ in range(50):
        for low in range(len(moved) - 1):
            short = gap - (moved[low + 1] - moved[low])
            if short > 1e-6:
                moved[low] -= short / 2
                moved[low + 1] += short / 2
    found = [0.0] * len(places)
    for position, i in enumerate(order):
        found[i] = moved[position]
    return found


def shorten(name: str, length: int) -> str:
    """The name cut to so many characters, with an ellipsis where something was cut."""
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def _mark_cuts(figure: Chart, cuts: Sequence[series.Cut], years: Sequence[int], colours: Palette) -> None:
    """A line at each cut with its word above; where two words would overlap on a phone, the later one is higher."""
    last, up, wide = -math.inf, 2, WORD * (years[-1] - years[0] + 1) if years else 0
    for cut in sorted(dict.fromkeys(cuts), key=lambda c: c.year):
        before = max((y for y in years if y < cut.year), default=cut.year - 1)
        between = (before + cut.year) / 2
        last, up = between, 16 if between - last < wide and up == 2 else 2
        figure.upright(between, {"color": colours.quiet, "width": 1.25, "dash": "dash"})
        figure.add_annotation(
            text=CUT_WORDS[cut.reason],
            x=between,
            y=1,
            yref="y domain",
            xanchor="center",
            yanchor="bottom",
            yshift=up,
            showarrow=False,
            font={"size": 12, "color": colours.quiet},
        )


def _ticks(years: Sequence[int]) -> dict[str, object]:
    """Whole years only, from the first to the last: all when a phone has room for them, else as many as the width has.

    Left to itself the axis makes room for the names beside the lines, which have the margin: a phone keeps half its
    width.
    """
    if not years:
        return {"tickmode": "auto"}
    ends = {"range": [years[0] - 0.3, years[-1] + 0.3]}
    if years[-1] - years[0] > 4:
        return {"tickmode": "auto", **ends}
    return {"tickmode": "array", "tickvals": list(range(years[0], years[-1] + 1)), **ends}


def dots(
    values: Mapping[str, Mapping[str, float | None]],
    names: Mapping[str, str],
    hues: Mapping[str, str],
    show: Mapping[str, Callable[[float], str]],
    titles: Mapping[str, str],
    colours: Palette,
    intervals: Mapping[str, Mapping[str, tuple[float, float]]] | None = None,
) -> go.Figure:
    """One row an indicator, one dot an area; each row has its own scale, from 0 (or a lower lowest) to its highest.

    ``values`` is indicator → area code → value (None: not known, no dot); ``intervals`` likewise the low and high end
    of the values that have a margin, drawn as a line through the dot. ``names`` and ``hues`` are by area code,
    ``show`` and ``titles`` by indicator. A row's title stands above its line, so that it fits a narrow screen.
    """
    figure = Chart(colours)
    rows = list(values)
    margins = {row: (intervals or {}).get(row, {}) for row in rows}
    known = {
        row: [v for v in values[row].values() if v is not None]
        + [end for ends in margins[row].values() for end in ends]
        for row in rows
    }
    for place, row in enumerate(rows):
        figure.add_shape(
            type="line", x0=0, x1=1, y0=place, y1=place, line={"color": colours.line, "width": 2}, layer="below"
        )
        figure.add_annotation(
            text=shorten(titles[row], 62),
            x=0,
            y=place,
            yshift=19,
            xanchor="left",
            showarrow=False,
            font={"size": 13, "color": colours.text},
        )
        figure.add_annotation(
            text=show[row](max(known[row])),
            x=1,
            y=place,
            yshift=-15,
            xanchor="right",
            showarrow=False,
            font={"size": 12, "color": colours.quiet},
        )
    for code, name in names.items():
        held = [(place, row, value) for place, row in enumerate(rows) if (value := values[row].get(code)) is not None]
        ends = [margins[row].get(code, (value, value)) for _, row, value in held]
        places = [_share(value, known[row]) for _, row, value in held]
        low, high = (
            [_share(pair[end], known[row]) for pair, (_, row, _) in zip(ends, held, strict=True)] for end in (0, 1)
        )
        figure.add_scatter(
            x=places,
            y=[place for place, _, _ in held],
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [end - at for end, at in zip(high, places, strict=True)],
                "arrayminus": [at - end for end, at in zip(low, places, strict=True)],
                "color": hues[code],
                "thickness": 2,
                "width": 0,
            },
            mode="markers",
            name=shorten(name, 28),
            text=[
                f"<b>{name}</b><br>{titles[row]}<br>{show[row](value)}"
                + (
                    f"<br>marge {show[row](margins[row][code][0])} tot {show[row](margins[row][code][1])}"
                    if code in margins[row]
                    else ""
                )
                for _, row, value in held
            ],
            hovertemplate="%{text}<extra></extra>",
            marker={"color": hues[code], "size": 12, "line": {"color": colours.page, "width": 1.5}},
        )
    figure.update_layout(
        height=70 + 52 * len(rows),
        margin={"l": 8, "r": 8, "t": 40, "b": 8},
        hovermode="closest",
        showlegend=True,
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "title": None},
        xaxis={"range": [-0.02, 1.02], "visible": False},
        yaxis={"range": [len(rows) - 0.6, -0.75], "visible": False},
    )
    return figure.made()


def _share(value: float, among: Sequence[float]) -> float:
    """Where a value lies between 0 (or the lowest, when below 0) and the highest of its row."""
    low, high = min(0.0, *among), max(among)
    return 0.0 if high == low else (value - low) / (high - low)
