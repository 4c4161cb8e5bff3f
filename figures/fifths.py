"""How far the wijken of a gemeente lie apart, as bars: one for each fifth of the inhabitants."""

from __future__ import annotations

import plotly.graph_objects as go

from answers import words
from answers.profile import within
from answers.profile.within import Spread
from figures.chart import Chart
from figures.colours import Palette


def bars(spread: Spread, colours: Palette) -> go.Figure:
    """The five parts as bars with their values, the one with most poverty on top in the accent."""
    names = list(within.fifths(spread)[within.PART])
    values = list(spread.found.fifths)
    figure = Chart(colours)
    figure.add_bar(
        x=values,
        y=names,
        orientation="h",
        text=[words.short(spread.entry, value) for value in values],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
        marker={"color": [colours.context] * (len(values) - 1) + [colours.accent]},
    )
    figure.update_layout(
        height=250,
        margin={"l": 8, "r": 60, "t": 8, "b": 8},
        bargap=0.35,
        showlegend=False,
        separators=",.",
        xaxis={"visible": False, "rangemode": "tozero"},
        yaxis={"automargin": True, "title": None, "type": "category"},
    )
    return figure.made()
