"""The bars of a composite: what each part adds to the score of one wijk."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from answers import format
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette

CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "nl"}


def bars(rows: pd.DataFrame, middle: float, colours: Palette) -> go.Figure:
    """The contributions as bars from the middle of the scale: what raises the score to the right."""
    known = rows.dropna(subset=["points"]).iloc[::-1]
    figure = Chart(colours)
    figure.add_bar(
        x=known["points"],
        y=[shorten(label, 32) for label in known["label"]],
        orientation="h",
        marker={"color": [colours.accent if p > 0 else colours.context for p in known["points"]]},
        text=[format.signed(p, 1) for p in known["points"]],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text} punten<extra></extra>",
    )
    reach = max(1.0, float(known["points"].abs().max()) * 1.25) if len(known) else 1.0
    figure.update_layout(
        height=90 + 38 * len(known),
        margin={"l": 8, "r": 24, "t": 8, "b": 8},
        showlegend=False,
        separators=",.",
        bargap=0.35,
        xaxis={
            "range": [-reach, reach],
            "title": {"text": f"punten boven of onder {format.number(middle)}", "font": {"size": 12}},
            "zeroline": True,
            "zerolinecolor": colours.quiet,
        },
        yaxis={"automargin": True, "title": None},
    )
    return figure.made()
