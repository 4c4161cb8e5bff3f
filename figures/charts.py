"""Lines through the years, one an area.

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

    ``carried`` are earlier years on its boundaries of today: the value and what is said of it, by year. ``called`` is
    its name in the years in which it had another; ``said`` how a value reads that is no number (minder dan …), by year.
    """

    code: str
    name: str
    values: pd.Series
    colour: str
    cuts: Sequence[series.Cut] = ()
    context: bool = False
    dash: str = "solid"
    carried: Mapping[int, tuple[float, str]] = field(default_factory=dict)
    called: Mapping[int, str] = field(default_factory=dict)
    said: Mapping[int, str] = field(default_factory=dict)


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
        text=[
            f"<b>{line.name}</b><br>{y}: {line.said.get(y) or show(float(v))}"
            + (f"<br>heette toen {line.called[y]}" if y in line.called else "")
            for y, v in zip(map(int, known.index), known, strict=True)
        ],
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
