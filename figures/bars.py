"""A few bars with their words beside them, for a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from figures import maps
from figures.chart import Chart
from figures.colours import Palette

# What the columns of ``numbers`` mean.
COLUMNS = {"wat": "Wat de balk is", "van": "Ondergrens, of 0", "tot": "Waarde, of bovengrens"}


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: from ``low`` (0 for a plain bar) to ``high``, as ``words``; ``strong`` in the accent."""

    label: str
    low: float
    high: float
    words: str
    strong: bool = False


def figure(bars: Sequence[Bar], unit: str, palette: Palette) -> go.Figure:
    """Horizontal bars from top to bottom, each with its words at its end; a range runs from its low to its high end."""
    made = Chart(palette)
    longest = max((bar.high for bar in bars), default=0.0)
    made.add_bar(
        x=[bar.high - bar.low for bar in bars],
        base=[bar.low for bar in bars],
        y=list(range(len(bars))),
        orientation="h",
        width=0.5,
        marker={"color": [palette.accent if bar.strong else palette.context for bar in bars]},
        customdata=[f"<b>{bar.label}</b><br>{bar.words}" for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    for at, bar in enumerate(bars):
        made.add_annotation(
            text=bar.label,
            x=0,
            y=at - 0.27,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            font={"size": 13, "color": palette.text},
        )
        # Beside a long bar there is no room: the words stand inside it then, against its end.
        inside = bar.high > 0.7 * longest and bar.high - bar.low > 0.4 * longest
        made.add_annotation(
            text=f"<b>{bar.words}</b>",
            x=bar.high,
            y=at,
            xanchor="right" if inside or bar.high > 0.7 * longest else "left",
            xshift=-8 if inside else 8 if bar.high <= 0.7 * longest else 0,
            yshift=0 if inside or bar.high <= 0.7 * longest else -26,
            showarrow=False,
            font={"size": 14, "color": palette.page if inside and bar.strong else palette.text},
        )
    made.update_layout(
        height=70 + 84 * len(bars),
        margin={"l": 8, "r": 16, "t": 24, "b": 8},
        showlegend=False,
        separators=",.",
        font={"family": maps.FONT},
        xaxis={
            "title": unit,
            "rangemode": "tozero",
            "automargin": True,
            "nticks": 5,
            "tickformat": ",~g",
            "range": [0, 1.05 * longest or 1],
        },
        yaxis={"visible": False, "range": [len(bars) - 0.5, -0.75]},
    )
    return made.made()


def numbers(bars: Sequence[Bar], unit: str) -> pd.DataFrame:
    """The bars as numbers, to take along."""
    rows = [{"wat": bar.label, "van": bar.low, "tot": bar.high} for bar in bars]
    return pd.DataFrame(rows).assign(eenheid=unit)
