"""Two curves of a plan: whether it goes to need, and who gets how much."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from answers import format
from answers.planner import amounts
from answers.planner.carry_out import Result
from figures import maps
from figures.chart import readable
from figures.colours import Palette
from figures.planner_map import decimals, rates
from indicators import planner


def curves(result: Result, palette: Palette) -> go.Figure:
    """The concentration curve: which part of the people, from the most need down, gets which part."""
    assert result.outcome is not None
    found = planner.concentration(result.frame, result.outcome)
    some = found.iloc[_thinned(len(found))]
    who = result.scenario.subject.many
    told = [
        f"Gebieden met de meeste behoefte, samen {format.number(100 * x)}% van de {who}:<br>krijgen "
        f"{format.number(100 * y)}%"
        for x, y in zip(some["people"], some["given"], strict=True)
    ]
    plain = {
        "x": [0, 100],
        "y": [0, 100],
        "mode": "lines",
        "line": {"color": palette.context, "width": 2, "dash": "dash"},
    }
    line = {"x": 100 * some["people"].to_numpy(), "y": 100 * some["given"].to_numpy(), "mode": "lines"}
    return _lines(
        [
            {**plain, "hoverinfo": "skip"},
            {
                **line,
                "line": {"color": palette.accent, "width": 3},
                "text": told,
                "hovertemplate": "%{text}<extra></extra>",
            },
        ],
        f"% van de {who}, meeste behoefte eerst",
        "% van wat wordt verdeeld",
        [0, 100],
        [_name(62, 52, "gelijk verdeeld", palette.quiet), _name(30, 96, "dit plan", palette.accent)],
        palette,
    )


def coverage_curve(result: Result, palette: Palette) -> go.Figure:
    """What areas get per 1,000 people, from the most to the least, along the people who live there."""
    rate = rates(result).dropna().sort_values(ascending=False, kind="stable")
    people = result.frame["people"].fillna(0.0).reindex(rate.index)
    along = (100 * people.cumsum() / people.sum()).to_numpy()
    pick = _thinned(len(rate))
    s, unit, least = result.scenario, amounts.UNITS[result.unit], f"%{{y:,.{decimals(result)}f}}"
    line = {
        "x": np.r_[0, along[pick]],
        "y": np.r_[rate.iloc[:1], rate.to_numpy()[pick]],
        "mode": "lines",
        "line": {"color": palette.accent, "width": 3, "shape": "vh"},
        "hovertemplate": f"%{{x:.0f}}% van de {s.subject.many}: minstens {least} {unit}<extra></extra>",
    }
    if s.norm is None:
        norm, names = [], []
    else:
        dashes = {"color": palette.quiet, "dash": "dash", "width": 2}
        norm = [{"x": [0, 100], "y": [s.norm, s.norm], "mode": "lines", "hoverinfo": "skip", "line": dashes}]
        names = [_name(70, s.norm, "uw norm", palette.quiet)]
    return _lines(
        [line, *norm],
        f"% van de {s.subject.many}, meeste eerst",
        f"{unit} per 1.000 {s.subject.per}",
        None,
        names,
        palette,
    )


def _thinned(length: int) -> list[int]:
    """At most some 300 evenly spread places, first and last included: the eye sees no more."""
    return [int(i) for i in np.unique(np.linspace(0, length - 1, min(length, 300)).round())] if length else []


def _name(x: float, y: float, text: str, colour: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"color": colour, "size": 13},
        "xanchor": "left",
        "yanchor": "bottom",
    }


def _lines(
    traces: list[dict[str, Any]], x: str, y: str, reach: list[int] | None, notes: list[dict[str, Any]], palette: Palette
) -> go.Figure:
    top = {
        "text": y,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "yshift": 24,
        "xanchor": "left",
        "showarrow": False,
        "font": {"size": 12},
    }
    layout = {
        "height": 320,
        "margin": {"l": 8, "r": 12, "t": 36, "b": 8},
        "showlegend": False,
        "separators": ",.",
        "hovermode": "closest",
        "font": {"family": maps.FONT},
        "xaxis": {"title": {"text": x}, "range": [0, 100], "ticksuffix": "%", "automargin": True, "showgrid": False},
        "yaxis": {
            "rangemode": "tozero",
            "automargin": True,
            "nticks": 6,
            "separatethousands": True,
            "exponentformat": "none",
            **({"range": reach} if reach else {}),
        },
        "annotations": [*notes, top],
    }
    return go.Figure(
        {"data": [{"type": "scatter", **t} for t in traces], "layout": readable(layout, palette)}, _validate=False
    )
