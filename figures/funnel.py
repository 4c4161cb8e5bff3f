"""Rates against the size of their areas, with the limits of chance and of the usual differences: the shape of a funnel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from answers import format
from answers.small_areas import Held
from figures import maps
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import CLEAR, Palette, tint
from indicators import parameters
from indicators.uncertainty import Numbers

# Points that lie far above all others stand on the upper edge: else the rest is a line along the bottom.
_MANY, _VERY_MANY, _FAR, _ROOM = 20, 500, 2.0, 1.35
# So many names at most, and how much of the picture one takes: its height, and the width of a letter.
_NAMES, _TALL, _LETTER = 10, 0.055, 0.017
_SYMBOLS = ("triangle-down", "circle", "circle", "circle", "triangle-up")


def top(held: Held) -> float:
    """Where the picture ends above: at the highest rate, or below a few that lie far above all others."""
    rates = held.frame["rate"]
    high, most = float(rates.max()), float(rates.quantile(0.99 if len(rates) >= _VERY_MANY else 0.95))
    end = most * _ROOM if len(rates) >= _MANY and high > _FAR * most > 0 else high * 1.06
    if held.funnel is None:
        return end
    # The limits of usual differences are seen where that does not press all points together.
    limit = held.funnel.limits(
        (held.frame["size"] / held.frame["effect"]).to_numpy(dtype=float), parameters.value("verschil_zekerheid")
    )[1]
    return max(end, min(held.times * float(np.median(limit)) * 1.06, 1.6 * end))


def _across(held: Held) -> tuple[float, float]:
    """From which size to which the picture runs."""
    return float(held.frame["size"].min()) * 0.85, float(held.frame["size"].max()) * 1.2


def shows_limits(held: Held) -> bool:
    """Whether the limits of usual differences that places are told by come within the picture."""
    assert held.funnel is not None
    single = np.array(_across(held)) / float(held.frame["effect"].median())
    ends = [held.times * limit for limit in held.funnel.limits(single, parameters.value("verschil_zekerheid"))]
    return bool(ends[1].min() <= top(held) or ends[0].max() > 0)


def draw(
    held: Held,
    areas: pd.DataFrame,
    hues: Sequence[str],
    axes: tuple[str, str],
    middle: str,
    decimals: int,
    picked: str | None,
    palette: Palette,
    height: int,
) -> go.Figure:
    """The funnel. ``areas`` has by region name, class (0 to 4, of ``hues``), words and row (a number to know it by).

    ``axes`` names size and rate, ``middle`` what the line in the middle is.
    """
    assert held.funnel is not None
    figure, frame = Chart(palette), held.frame.join(areas, how="inner")
    end = top(held)
    frame["height"] = frame["rate"].clip(upper=end)
    low, high = _across(held)
    _limits(figure, held, np.geomspace(low, high, 90), middle, palette)
    for group in sorted(frame["class"].unique(), key=lambda one: abs(2 - one)):
        part = frame[frame["class"] == group]
        _points(figure, part, hues[group], _SYMBOLS[group], decimals, light=abs(group - 2) < 2)
    for code in _named(frame, picked, np.log10(low), np.log10(high), end):
        own = code == picked
        _name(
            figure,
            frame.loc[code],
            palette.accent if own else palette.text,
            (np.log10(low), np.log10(high), end),
            palette,
            own,
        )
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        showlegend=True,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "font": {"size": 12}},
        separators=",.",
        hovermode="closest",
        dragmode=False,
        clickmode="event+select",
        xaxis={
            "title": axes[0],
            "type": "log",
            "range": [np.log10(low), np.log10(high)],
            "automargin": True,
            "gridcolor": palette.line,
            **_ticks(low, high),
        },
        yaxis={
            "title": shorten(axes[1], 60),
            "range": [0, end * 1.02],
            "automargin": True,
            "zeroline": False,
            "gridcolor": palette.line,
        },
        font={"family": maps.FONT},
        paper_bgcolor=palette.page,
        plot_bgcolor=palette.page,
        hoverlabel={"bgcolor": palette.page, "bordercolor": palette.line, "font": {"color": palette.text}},
    )
    return figure.made()


def _limits(figure: Chart, held: Held, sizes: Numbers, middle: str, palette: Palette) -> None:
    """The band of chance, the limits with the usual differences, and the line in the middle."""
    assert held.funnel is not None
    sure, usual = parameters.value("verschil_zekerheid"), parameters.value("marge_zekerheid")
    # The curves are those of the usual design effect; each area was placed by its own.
    single = sizes / float(held.frame["effect"].median())
    low, high = (held.times * limit for limit in held.funnel.limits(single, sure, chance_only=True))
    figure.add_scatter(
        x=np.concatenate([sizes, sizes[::-1]]),
        y=np.concatenate([low, high[::-1]]),
        mode="lines",
        fill="toself",
        fillcolor=tint(palette.context, palette, 0.3),
        line={"color": palette.context, "width": 1},
        name=f"toeval ({format.number(sure, 1)}%)",
        hoverinfo="skip",
    )
    # Never the inner pair alone: it would pass for the limits that places are told by.
    for certainty, dash in ((usual, "dash"), (sure, "solid")) if shows_limits(held) else ():
        ends = [held.times * limit for limit in held.funnel.limits(single, certainty)]
        # One line with a gap, so that it has one place in the legend.
        figure.add_scatter(
            x=np.concatenate([sizes, [np.nan], sizes]),
            y=np.concatenate([ends[0], [np.nan], ends[1]]),
            mode="lines",
            line={"color": palette.quiet, "width": 1.5, "dash": dash},
            name=f"gewone verschillen ({format.number(certainty, 0 if certainty == round(certainty) else 1)}%)",
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[sizes[0], sizes[-1]],
        y=[held.times * held.funnel.target] * 2,
        mode="lines",
        line={"color": palette.reference, "width": 2},
        name=middle,
        hoverinfo="skip",
    )


def _points(figure: Chart, part: pd.DataFrame, hue: str, symbol: str, decimals: int, *, light: bool) -> None:
    same = {"marker": {"opacity": 0.95}}
    figure.add_scatter(
        x=part["size"].to_numpy("float32"),
        y=part["height"].to_numpy("float32"),
        mode="markers",
        text=[
            f"<b>{name}</b><br>{format.number(rate, decimals)}<br>{said}"
            for name, rate, said in zip(part["name"], part["rate"], part["words"], strict=True)
        ]
        if len(part) <= 1000
        else part["name"].tolist(),
        customdata=part["row"].to_numpy("int32"),
        hovertemplate="%{text}<extra></extra>",
        marker={"size": 7 if light else 10, "color": hue, "symbol": symbol, "opacity": 0.95},
        selected=same,
        unselected=same,
        showlegend=False,
    )


def _named(frame: pd.DataFrame, picked: str | None, left: float, right: float, end: float) -> list[str]:
    """Which areas are named: the chosen one, then those furthest outside, as far as there is room."""
    # Among many areas only those that are no usual difference.
    outside = frame[frame["class"] != 2 if len(frame) < _VERY_MANY else frame["class"].isin([0, 4])]
    wanted = [*([picked] if picked in frame.index else []), *outside["z"].abs().sort_values(ascending=False).index]
    found: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for code in dict.fromkeys(str(one) for one in wanted):
        row: Any = frame.loc[code]
        across, up = (float(np.log10(row["size"])) - left) / (right - left), float(row["height"]) / end
        half = _LETTER * min(len(str(row["name"])), 26) / 2
        if any(abs(across - x) < half + other and abs(up - y) < _TALL for x, y, other in taken):
            continue
        taken.append((across, up, half))
        found.append(code)
        if len(found) == _NAMES:
            break
    return found


def _name(figure: Chart, row: Any, colour: str, ends: tuple[float, float, float], palette: Palette, own: bool) -> None:
    left, right, above = ends
    across, up = (np.log10(row["size"]) - left) / (right - left), row["height"] / above
    middle = "bottom center" if up > 0.94 else "top center"
    figure.add_scatter(
        x=[float(row["size"])],
        y=[float(row["height"])],
        mode="markers+text",
        text=[shorten(str(row["name"]), 26)],
        textposition="middle right" if across < 0.15 else "middle left" if across > 0.85 else middle,
        textfont={"color": colour, "size": 13 if own else 12},
        # Of the others the point itself is there already: only its room is kept free of the name.
        marker={"size": 13, "color": colour, "line": {"color": palette.page, "width": 1.5}}
        if own
        else {"size": 9, "color": CLEAR},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _ticks(low: float, high: float) -> dict[str, Any]:
    """1, 2 and 5 times each power of ten, or only the powers where the axis is long."""
    steps = (1,) if high / low > 3000 else (1, 3) if high / low > 300 else (1, 2, 5)
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    values = [step * 10**power for power in powers for step in steps if low <= step * 10**power <= high]
    return {"tickvals": values, "ticktext": [format.number(value) for value in values]}
