"""Pictures of a plan: the map of what areas get or of the difference with an even split, and two curves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from indicators import planner
from indicators.planner import Outcome
from ui import classes, colours, format, maps
from ui.colours import Palette
from ui.coverage_map import Kind

VIEWS = {"plan": "In dit plan", "verschil": "Verschil met gelijk verdelen"}
_CLASSES = 5


def rates(frame: pd.DataFrame, outcome: Outcome) -> pd.Series[float]:
    """What each area gets per 1,000 young people before rounding; NaN without young people."""
    return 1000 * outcome.exact / frame["young"].where(frame["young"] > 0)


def kinds(values: pd.Series[float], view: str, unit: str, palette: Palette) -> list[Kind]:
    """The colours of the map from high to low, then the grey of areas without young people on record."""
    decimals = 2 if unit == "fte" else 0
    found = (
        _more_or_less(values, decimals, unit, palette) if view == "verschil" else _amounts(values, decimals, palette)
    )
    hover = "<b>%{properties.naam}</b><br>%{properties.gemeente}<br>"
    grey = Kind(
        palette.missing["not_given"],
        "geen jongeren bekend",
        values.index[values.isna()],
        f"{hover}Geen jongeren bekend: hier is niets te verdelen",
    )
    what = f"{unit} per 1.000 jongeren"
    told = "%{z:+,." if view == "verschil" else "%{z:,."
    end = "<br>Verschil met gelijk verdelen" if view == "verschil" else "<br>In dit plan, vóór afronding"
    return [
        *(Kind(k.colour, k.words, k.codes, f"{hover}<b>{told}{decimals}f}}</b> {what}{end}") for k in found),
        grey,
    ]


def _amounts(values: pd.Series[float], decimals: int, palette: Palette) -> list[Kind]:
    some = values[values > 0]
    found = classes.classify(some, "kwantielen", _CLASSES, decimals)
    hues = colours.classes(max(1, len(found)), palette.dark)
    words = classes.labels(found, "", decimals) if len(found) else []
    made = [Kind(hues[i], label, found.index.index[found.index == i], "") for i, label in enumerate(words)]
    nothing = Kind(palette.missing["not_yet_published"], "niets", values.index[values <= 0], "")
    return [*made[::-1], *([nothing] if len(nothing.codes) else [])]


def _more_or_less(values: pd.Series[float], decimals: int, unit: str, palette: Palette) -> list[Kind]:
    """Three sizes of more and of less, with the same bounds on both sides, and what stays about equal in between."""
    hair = 10.0**-decimals / 2
    # Bounds after those who get more: those who get less often lose exactly their even share.
    sizes = values[values >= hair]
    bounds = np.unique(np.round(sizes.quantile([1 / 3, 2 / 3]).to_numpy(), decimals)) if len(sizes) else np.array([])
    bounds = bounds[bounds > hair]
    edges = [hair, *bounds, np.inf]
    more = colours.classes(4, palette.dark)[1:]
    made = [_between(values, low, high, more[i], "meer", decimals) for i, (low, high) in _pairs(edges)]
    less = [_between(-values, low, high, palette.less[i], "minder", decimals) for i, (low, high) in _pairs(edges)]
    same = Kind(palette.missing["not_yet_published"], "gelijk", values.index[values.abs() < hair], "")
    return [*made[::-1], same, *less]


def _pairs(edges: list[float]) -> list[tuple[int, tuple[float, float]]]:
    return list(enumerate(pairwise(edges)))


def _between(values: pd.Series[float], low: float, high: float, colour: str, word: str, decimals: int) -> Kind:
    first = low < 10.0**-decimals
    if np.isinf(high):
        words = f"{format.number(low, decimals)} of meer {word}" if not first else word
    else:
        words = f"{'tot' if first else format.number(low, decimals) + ' tot'} {format.number(high, decimals)} {word}"
    return Kind(colour, words, values.index[(values >= low) & (values < high)], "")


def curves(frame: pd.DataFrame, outcome: Outcome, palette: Palette) -> go.Figure:
    """The concentration curve: which part of the young people, from the most need down, gets which part."""
    found = planner.concentration(frame, outcome)
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 100], y=[0, 100], mode="lines", line={"color": palette.context, "width": 2, "dash": "dash"}, hoverinfo="skip"
    )  # fmt: skip
    some = found.iloc[_thinned(len(found))]
    figure.add_scatter(
        x=100 * some["young"],
        y=100 * some["given"],
        mode="lines",
        line={"color": palette.accent, "width": 3},
        text=[
            f"De {format.number(100 * x)}% jongeren met de meeste behoefte<br>krijgt {format.number(100 * y)}%"
            for x, y in zip(some["young"], some["given"], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
    )
    _name(figure, 62, 52, "gelijk verdeeld", palette.quiet)
    _name(figure, 30, 96, "dit plan", palette.accent)
    return _axes(figure, "% van de jongeren, meeste behoefte eerst", "% van wat wordt verdeeld", [0, 100])


def coverage_curve(frame: pd.DataFrame, outcome: Outcome, unit: str, norm: float | None, palette: Palette) -> go.Figure:
    """What areas get per 1,000 young people, from the most to the least, along the young people who live there."""
    rate = rates(frame, outcome).dropna().sort_values(ascending=False, kind="stable")
    young = frame["young"].reindex(rate.index)
    along = (100 * young.cumsum() / young.sum()).to_numpy()
    pick = _thinned(len(rate))
    figure = go.Figure()
    figure.add_scatter(
        x=np.r_[0, along[pick]],
        y=np.r_[rate.iloc[:1], rate.to_numpy()[pick]],
        mode="lines",
        line={"color": palette.accent, "width": 3, "shape": "vh"},
        hovertemplate=f"%{{x:.0f}}% van de jongeren: minstens %{{y:,.{2 if unit == 'fte' else 0}f}} {unit}<extra></extra>",
    )
    if norm is not None:
        figure.add_hline(y=norm, line={"color": palette.quiet, "dash": "dash"}, annotation={"text": "uw norm"})
    return _axes(figure, "% van de jongeren, meeste eerst", f"{unit} per 1.000 jongeren", None)


def _thinned(length: int) -> list[int]:
    """At most some 300 evenly spread places, first and last included: the eye sees no more."""
    return [int(i) for i in np.unique(np.linspace(0, length - 1, min(length, 300)).round())] if length else []


def _name(figure: go.Figure, x: float, y: float, text: str, colour: str) -> None:
    figure.add_annotation(x=x, y=y, text=text, showarrow=False, font={"color": colour, "size": 13}, xanchor="left")


def _axes(figure: go.Figure, x: str, y: str, reach: list[int] | None) -> go.Figure:
    figure.update_layout(
        height=340,
        margin={"l": 8, "r": 12, "t": 36, "b": 8},
        showlegend=False,
        separators=",.",
        hovermode="closest",
        font={"family": maps.FONT},
        xaxis={"title": x, "range": [0, 100], "ticksuffix": "%", "automargin": True, "showgrid": False},
        yaxis={"title": None, "rangemode": "tozero", "range": reach, "automargin": True, "nticks": 6},
    )
    figure.add_annotation(
        text=y, xref="paper", yref="paper", x=0, y=1, yshift=24, xanchor="left", showarrow=False, font={"size": 12}
    )
    return figure
