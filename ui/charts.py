"""Charts that pages share: a line through the years and dots on a line. Figures in, plotly figures out.

Areas are named beside their line, not in a legend. Numbers in the hover come formatted, so that they read as elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from ui import series
from ui.colours import Palette

CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "nl"}
CUT_WORDS = {
    "definition": "andere definitie",
    "boundary": "andere grenzen",
    "absent": "code bestond niet",
}


@dataclass(frozen=True)
class Line:
    """One area in a chart: its values by year, its name, its colour; ``context`` lines are thin and grey."""

    code: str
    name: str
    values: pd.Series
    colour: str
    cuts: Sequence[series.Cut] = ()
    context: bool = False
    dash: str = "solid"


def trend(
    lines: Sequence[Line], show: Callable[[float], str], unit: str, colours: Palette, height: int = 340
) -> go.Figure:
    """Lines through the years. A line stops at a cut, and is dotted over years without a figure.

    ``show`` formats one value for the reader; ``unit`` stands above the axis.
    """
    figure = go.Figure()
    for line in lines:
        _draw_line(figure, line, show)
    ends = {line.code: line.values.dropna() for line in lines}
    _name_lines(figure, [line for line in lines if len(ends[line.code])], height)
    years = sorted({int(y) for values in ends.values() for y in values.index})
    for cut in [c for line in lines if not line.context for c in line.cuts]:
        _mark_cut(figure, cut, years, colours)
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 128, "t": 48, "b": 8},
        showlegend=False,
        hovermode="closest",
        separators=",.",
        xaxis={
            "tickmode": "array",
            "tickvals": _ticks(years),
            "tickformat": "d",
            "showgrid": False,
            "automargin": True,
        },
        yaxis={"rangemode": "tozero", "automargin": True, "nticks": 6, "title": None, "zeroline": False},
    )
    figure.add_annotation(
        text=unit,
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        yshift=26,
        xanchor="left",
        showarrow=False,
        font={"size": 12, "color": colours.quiet},
    )
    return figure


def _draw_line(figure: go.Figure, line: Line, show: Callable[[float], str]) -> None:
    known = line.values.dropna()
    width = 1.75 if line.context else 3
    for run in series.runs([int(y) for y in known.index], [c.year for c in line.cuts]):
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


def _name_lines(figure: go.Figure, lines: Sequence[Line], height: int) -> None:
    """Put each name beside the end of its line, pushed apart where two would overlap."""
    if not lines:
        return
    ends = [(float(line.values.dropna().iloc[-1]), line) for line in lines]
    top = max(max(float(line.values.max()) for line in lines), 0.0)
    bottom = min(min(float(line.values.min()) for line in lines), 0.0)
    pixels = (height - 90) / ((top - bottom) or 1)
    places = spread_apart([value * pixels for value, _ in ends], 17)
    last_year = max(int(line.values.dropna().index[-1]) for line in lines)
    for (value, line), place in zip(ends, places, strict=True):
        figure.add_annotation(
            x=last_year, y=value, yshift=place - value * pixels, xshift=10, xanchor="left", showarrow=False,
            text=shorten(line.name, 19), font={"color": line.colour, "size": 13},
        )  # fmt: skip


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


def _mark_cut(figure: go.Figure, cut: series.Cut, years: Sequence[int], colours: Palette) -> None:
    before = max((y for y in years if y < cut.year), default=cut.year - 1)
    figure.add_vline(
        x=(before + cut.year) / 2, line={"color": colours.quiet, "width": 1.25, "dash": "dash"},
        annotation={"text": CUT_WORDS[cut.reason], "font": {"size": 12, "color": colours.quiet}, "yshift": 2},
        annotation_position="top",
    )  # fmt: skip


def _ticks(years: Sequence[int]) -> list[int]:
    """Every year when they are few, else every second one, the newest always among them."""
    if not years:
        return []
    step = 1 if years[-1] - years[0] <= 6 else 2
    return [y for y in range(years[0], years[-1] + 1) if (years[-1] - y) % step == 0]


def dots(
    values: Mapping[str, Mapping[str, float | None]],
    names: Mapping[str, str],
    colours: Mapping[str, str],
    show: Mapping[str, Callable[[float], str]],
    titles: Mapping[str, str],
) -> go.Figure:
    """One row an indicator, one dot an area; each row has its own scale from its lowest to its highest value or 0.

    ``values`` is indicator → area code → value (None: not known, no dot); the other arguments are keyed the same way.
    Rows share no unit, so the axis bears no numbers: the values are in the hover and in the table beside the chart.
    """
    figure = go.Figure()
    rows = list(values)
    for code, name in names.items():
        xs, ys, texts = [], [], []
        for row in rows:
            value = values[row].get(code)
            if value is None:
                continue
            xs.append(_share(value, [v for v in values[row].values() if v is not None]))
            ys.append(row)
            texts.append(f"<b>{name}</b><br>{titles[row]}<br>{show[row](value)}")
        figure.add_scatter(
            x=xs, y=ys, mode="markers", name=name, text=texts, hovertemplate="%{text}<extra></extra>",
            marker={"color": colours[code], "size": 13, "opacity": 0.9, "line": {"color": "white", "width": 1}},
        )  # fmt: skip
    figure.update_layout(
        height=90 + 44 * len(rows),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "title": None},
        xaxis={"range": [-0.04, 1.04], "showticklabels": False, "zeroline": False, "showgrid": False},
        yaxis={
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": [shorten(titles[row], 34) for row in rows],
            "autorange": "reversed",
            "automargin": True,
            "showgrid": True,
        },
    )
    return figure


def _share(value: float, among: Sequence[float]) -> float:
    """Where a value lies between 0 (or the lowest, when below 0) and the highest of its row."""
    low, high = min(0.0, *among), max(among)
    return 0.5 if high == low else (value - low) / (high - low)
