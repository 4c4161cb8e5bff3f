"""Two figures of many areas against each other, with the chosen ones named."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from answers.two_figures import Axis
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette

# Up to so many dots a browser draws as SVG without trouble.
_LIGHT = 5000


def draw(
    points: pd.DataFrame,
    chosen: Mapping[str, str],
    hues: Mapping[str, str],
    x: Axis,
    y: Axis,
    palette: Palette,
) -> go.Figure:
    """``points`` as ``two_figures.pairs`` gives them; ``chosen`` names who stands out, in ``points`` or not."""
    rest = points[~points.index.isin(list(chosen))]
    figure = Chart(palette)
    # In SVG where that is light enough: WebGL draws an empty frame on a computer that does not offer it.
    light = len(rest) <= _LIGHT
    (figure.add_scatter if light else figure.add_scattergl)(
        x=rest["x"].to_numpy("float32"),
        y=rest["y"].to_numpy("float32"),
        mode="markers",
        hoverinfo="skip",
        marker={"size": 5, "color": palette.context, "opacity": 0.55},
    )
    for code, name in chosen.items():
        if code not in points.index:
            continue
        across, up = (float(points[side].loc[code]) for side in ("x", "y"))
        said = (x.show(across, points["x_status"].loc[code]), y.show(up, points["y_status"].loc[code]))
        figure.add_scatter(
            x=[across],
            y=[up],
            mode="markers+text",
            text=[shorten(name, 26)],
            textposition="top center",
            textfont={"color": hues[code], "size": 13},
            marker={"size": 13, "color": hues[code], "line": {"color": palette.page, "width": 1.5}},
            hovertemplate=f"<b>{name}</b><br>{x.title}: {said[0]}<br>{y.title}: {said[1]}<extra></extra>",
            cliponaxis=False,
        )
    figure.update_layout(
        height=460,
        margin={"l": 8, "r": 24, "t": 24, "b": 8},
        showlegend=False,
        separators=",.",
        xaxis={"title": {"text": x.full, "font": {"size": 13}}, "automargin": True, "zeroline": False},
        yaxis={"title": {"text": shorten(y.full, 60), "font": {"size": 13}}, "automargin": True, "zeroline": False},
    )
    return figure.made()
