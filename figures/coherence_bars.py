"""What each part of a composite was given beside what goes with the score: two bars a part."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from answers import format
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette
from indicators import need

CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "nl"}


def bars(effects: pd.DataFrame, colours: Palette) -> go.Figure:
    """``effects`` as ``answers.coherence.rows`` gives them: index part, columns weight and effect (0-1)."""
    held = effects.dropna(subset=["effect"]).iloc[::-1]
    labels = [shorten(need.short(str(code)), 26) for code in held.index]
    figure = Chart(colours)
    # The second is drawn above the first, and reads first in the legend.
    for column, name, hue in (
        ("weight", "gewicht", colours.context),
        ("effect", "gaat met de score mee", colours.accent),
    ):
        figure.add_bar(
            x=(100 * held[column]).to_numpy(float),
            y=labels,
            orientation="h",
            name=name,
            marker={"color": hue},
            text=[f"{format.number(100 * value)}%" for value in held[column]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=f"%{{y}}<br>{name}: %{{text}}<extra></extra>",
        )
    figure.update_layout(
        height=110 + 46 * len(held),
        margin={"l": 8, "r": 40, "t": 36, "b": 8},
        barmode="group",
        bargap=0.3,
        showlegend=True,
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "title": None, "traceorder": "reversed"},
        separators=",.",
        xaxis={"range": [0, 112], "title": None, "ticksuffix": "%", "nticks": 5, "zeroline": False},
        yaxis={"automargin": True, "title": None},
    )
    return figure.made()
