"""One figure of several areas, highest first: a dot an area, its margin as a line, the country as an upright line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd
import plotly.graph_objects as go

from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette
from indicators import parameters

MOST = 45


@dataclass(frozen=True)
class Band:
    """The middle of a group, and between which values eight in ten of its areas lie.

    ``inside`` says how many that are: eight in ten, or a number of areas where there are few.
    """

    low: float
    middle: float
    high: float
    label: str
    inside: str = "acht op de tien"


@dataclass(frozen=True)
class Told:
    """By area how a value came about that its source has on other boundaries (``made``), and how one is written that is
    no number (``said``: minder dan …).
    """

    made: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Against:
    """What the dots are read against: a named upright line, the band of a group, and whether the axis begins at nought.

    It does not where these are ratios: there what is alike is one, and nought says nothing.
    """

    reference: tuple[str, float] | None = None
    group: Band | None = None
    nought: bool = True


def band(values: pd.Series[float], label: str) -> Band | None:
    """The band of a group's values; None with fewer than ten of them, where tenths say nothing."""
    known = values.dropna()
    if len(known) < 10:
        return None
    low, middle, high = (float(known.quantile(q)) for q in (0.1, 0.5, 0.9))
    if len(known) >= parameters.value("deel_vanaf"):
        return Band(low, middle, high, label)
    return Band(low, middle, high, label, str(int(known.between(low, high).sum())))


def alt(
    label: str,
    values: pd.Series[float],
    names: Mapping[str, str],
    show: Callable[[float], str],
    when: str,
    said: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """What the picture shows, for who cannot see it: the highest, the lowest and the difference.

    ``said`` has how a value is written that is no number (minder dan …); of such a one no difference is given.
    """
    high, low = str(values.index[0]), str(values.index[-1])
    highest, lowest = (said.get(code) or show(float(values[code])) for code in (high, low))
    if len(values) == 1:
        return f"{label} ({when}) in {names[high]}: {highest}."
    apart = "" if {high, low} & set(said) else f"Verschil: {show(float(values.iloc[0] - values.iloc[-1]))}. "
    return (
        f"{label} ({when}) van {len(values)} gebieden als stippen onder elkaar. "
        f"Hoogste: {names[high]}, {highest}. Laagste: {names[low]}, {lowest}. "
        f"{apart}De tabel hieronder geeft alle waarden."
    )


def _reach(ends: Sequence[float], nought: bool) -> list[float]:
    """From nought (or the lowest below it) to the highest of these, with a little room: so a reference always shows."""
    if not nought:
        room = 0.04 * ((max(ends) - min(ends)) or 1)
        return [min(ends) - room, max(ends) + room]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = 0.04 * ((high - low) or 1)
    return [low - room if low < 0 else low, high + room if high > 0 else high]


def draw(
    values: pd.Series[float],
    intervals: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    hues: Mapping[str, str],
    show: Callable[[float], str],
    against: Against,
    palette: Palette,
    told: Told = Told(),
) -> go.Figure:
    """``values`` (index region, no missing) in the order of the rows; areas without a hue are context, in grey.

    ``told`` has what is to be said of some of them.
    """
    reference, group = against.reference, against.group
    rows = list(values.index)
    figure = Chart(palette)
    if group is not None:
        figure.band(group.low, group.high, palette.water)
        figure.upright(group.middle, {"color": palette.quiet, "width": 1, "dash": "dot"})
    if reference is not None:
        _draw_reference(figure, reference[1], f"{reference[0]} {show(reference[1])}", palette)
    ends = [intervals.get(code, (values[code], values[code])) for code in rows]
    reach = _reach([*(end for pair in ends for end in pair), *([reference[1]] if reference else [])], against.nought)
    labels = [shorten(names[code], 34) for code in rows]
    figure.add_scatter(
        x=values.to_numpy(dtype=float),
        y=list(range(len(rows))),
        mode="markers",
        error_x={
            "type": "data",
            "symmetric": False,
            "width": 0,
            "thickness": 2,
            "color": palette.quiet,
            "array": [high - values[code] for code, (_, high) in zip(rows, ends, strict=True)],
            "arrayminus": [values[code] - low for code, (low, _) in zip(rows, ends, strict=True)],
        },
        marker={
            "size": 11,
            "color": [hues.get(code, palette.context) for code in rows],
            "line": {"color": palette.page, "width": 1},
        },
        text=[
            f"<b>{names[code]}</b><br>{told.said.get(code) or show(float(values[code]))}"
            + (f"<br>marge {show(intervals[code][0])} tot {show(intervals[code][1])}" if code in intervals else "")
            + (f"<br>{told.made[code]}" if code in told.made else "")
            for code in rows
        ],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.update_layout(
        height=90 + 26 * len(rows),
        margin={"l": 8, "r": 16, "t": 36, "b": 8},
        showlegend=False,
        separators=",.",
        xaxis={"range": reach, "title": None, "automargin": True, "zeroline": False, "nticks": 7},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(rows))),
            "ticktext": labels,
            "range": [len(rows) - 0.4, -0.6],
            "automargin": True,
            "showgrid": True,
            "title": None,
            "zeroline": False,
        },
    )
    return figure.made()


def _draw_reference(figure: Chart, value: float, text: str, palette: Palette) -> None:
    figure.upright(value, {"color": palette.reference, "width": 1.5})
    figure.add_annotation(
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=2,
        showarrow=False,
        text=text,
        font={"size": 12, "color": palette.reference},
    )
