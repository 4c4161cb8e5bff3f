"""One bar in parts: how a whole is divided."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from answers import format
from figures import maps
from figures.chart import Chart
from figures.colours import Palette, contrast

# Under this many percent a part has no room for its word and number, on a phone: they stand under the bar, with its colour.
_ROOM = 24


def draw(parts: pd.DataFrame, palette: Palette) -> go.Figure:
    """``parts`` has the columns deel and procent, from left to right; together 100."""
    figure = Chart(palette)
    hues = (palette.ramp[3], palette.ramp[1], palette.context)
    begin = 0.0
    for (part, percent), hue in zip(parts[["deel", "procent"]].itertuples(index=False), hues, strict=False):
        figure.add_bar(
            x=[percent],
            base=[begin],
            y=[0],
            orientation="h",
            width=0.7,
            name=f"{part.split()[0]} {format.number(percent)}%",
            showlegend=percent < _ROOM,
            marker={"color": hue, "line": {"color": palette.page, "width": 1}},
            hovertemplate=f"{part}: {format.number(percent)}%<extra></extra>",
        )
        if percent >= _ROOM:
            ink = palette.text if contrast(palette.text, hue) >= contrast(palette.page, hue) else palette.page
            figure.add_annotation(
                text=f"{part.split()[0]} <b>{format.number(percent)}%</b>",
                x=begin + percent / 2,
                y=0,
                showarrow=False,
                font={"size": 14, "color": ink},
            )
        begin += percent
    figure.update_layout(
        height=104 if (parts["procent"] < _ROOM).any() else 72,
        margin={"l": 8, "r": 8, "t": 4, "b": 4},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"size": 14}, "itemclick": False},
        barmode="overlay",
        separators=",.",
        font={"family": maps.FONT},
        xaxis={"range": [0, 100], "visible": False},
        yaxis={"range": [-0.5, 0.5], "visible": False},
    )
    return figure.made()
