"""The letter's own test, drawn."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from answers.letter_test import everyone, names, with_margin
from figures import maps
from figures.chart import Chart
from figures.colours import Palette
from indicators.ownership import DIMENSIONS, Change


def figure(found: Mapping[str, Change], palette: Palette) -> go.Figure:
    """A dot with its margin for each class and side; least ownership at the top, the whole country below, nought is no change."""
    made = Chart(palette)
    called = names()
    hues = dict(zip(DIMENSIONS, (palette.accent, palette.areas[1]), strict=True))
    for at, (id, name) in enumerate(DIMENSIONS.items()):
        by_class = everyone(found[id])
        known = by_class[by_class["areas"] > 0]
        margin = known["high"].fillna(known["change"]) - known["change"]
        made.add_scatter(
            x=known["change"],
            y=[place + (at - 0.5) * 0.28 for place in known.index],
            error_x={"type": "data", "array": margin, "color": hues[id], "thickness": 2, "width": 0},
            mode="markers",
            marker={"color": hues[id], "size": 11, "symbol": ("circle", "diamond")[at]},
            name=name.capitalize(),
            text=[
                f"<b>{_called(called, int(str(place)))}</b><br>{name}: {with_margin(row)}"
                for place, row in known.iterrows()
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    made.upright(0, {"color": palette.reference, "width": 1.5, "dash": "dash"})
    made.update_layout(
        height=340,
        margin={"l": 8, "r": 12, "t": 36, "b": 8},
        separators=",.",
        font={"family": maps.FONT},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={
            "automargin": True,
            "zeroline": False,
            "title": "verandering van de score (links is ongunstiger; 0 is geen verandering)",
        },
        yaxis={
            "tickvals": list(range(len(called))),
            "ticktext": called,
            "autorange": "reversed",
            "automargin": True,
            "showgrid": False,
        },
    )
    return made.made()


def _called(called: list[str], place: int) -> str:
    """What stands above a dot: a class says of what it is one."""
    return called[place] if place == len(called) - 1 else f"{called[place]} corporatiebezit"
