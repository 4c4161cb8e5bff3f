"""The spines of one theme as one chart, to take along: for each figure all areas, and where this one stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from answers import data, words
from answers.profile import Figure
from answers.profile.places import agreed_direction
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette
from figures.strip import Axis

ROW = 62


def spines(found: Sequence[Figure], names: dict[str, str], colours: Palette) -> go.Figure:
    """One row a figure. ``names``: of the area and what it stands beside (self, gemeente, nederland, vergelijkbaar).

    The good side is right where a direction was agreed, with − and + at the ends; else low is left and high is right.
    """
    figure = Chart(colours)
    axes = [Axis(one.place, agreed_direction(one)) for one in found if one.place]
    for row, (one, at) in enumerate(zip(found, axes, strict=True)):
        _spread(figure, row, one, at, colours)
        _words(figure, row, one, colours)
    marks: list[tuple[str, Callable[[Figure], float | None], str, str]] = [
        ("nederland", lambda one: one.country, "line-ns", colours.reference),
        ("gemeente", lambda one: one.gemeente, "diamond-open", colours.reference),
        ("vergelijkbaar", lambda one: one.alike, "triangle-up-open", colours.reference),
        ("self", lambda one: one.value, "circle", colours.accent),
    ]
    for key, value_of, symbol, colour in marks:
        held = [
            (at(value), row)
            for row, (one, at) in enumerate(zip(found, axes, strict=True))
            if (value := value_of(one)) is not None
        ]
        if key in names and held:
            figure.add_scatter(
                x=[x for x, _ in held],
                y=[row for _, row in held],
                mode="markers",
                name=names[key],
                marker={
                    "symbol": symbol,
                    "size": 15 if symbol == "line-ns" else 12,
                    "color": colour,
                    "line": {"color": colour, "width": 2.5 if symbol == "line-ns" else 0},
                },
                hoverinfo="skip",
            )
    figure.update_layout(
        height=60 + ROW * len(found),
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
        showlegend=True,
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "title": None},
        xaxis={"range": [-0.05, 1.05], "visible": False},
        yaxis={"range": [len(found) - 0.55, -0.75], "visible": False},
    )
    return figure.made()


def _spread(figure: Chart, row: int, one: Figure, at: Axis, colours: Palette) -> None:
    place = one.place
    assert place is not None
    for low, high, width, colour in (
        (place.lowest, place.highest, 2, colours.context),
        (place.low, place.high, 9, colours.line),
        (place.first, place.third, 9, colours.context),
    ):
        figure.add_scatter(
            x=[at(low), at(high)],
            y=[row, row],
            mode="lines",
            line={"color": colour, "width": width},
            showlegend=False,
            hoverinfo="skip",
        )
    if one.said.interval is not None:
        figure.add_scatter(
            x=[at(end) for end in one.said.interval],
            y=[row, row],
            mode="lines",
            line={"color": colours.accent, "width": 3},
            showlegend=False,
            hoverinfo="skip",
        )


def _words(figure: Chart, row: int, one: Figure, colours: Palette) -> None:
    entry = data.entry(one.id)
    # There is no room for how a figure came about: a sign says that it was worked out, the notes say how.
    year = f" ({one.year}{'*' if one.made else ''})"
    value = f"{words.once(entry, one.value, one.status)}{words.marked(entry, one.status)}"
    for text, x, side, colour in (
        (f"<b>{shorten(entry.label, 46)}</b>", 0, "left", colours.text),
        (f"{value}{year}", 1, "right", colours.text),
    ):
        figure.add_annotation(
            text=text, x=x, y=row, yshift=20, xanchor=side, showarrow=False, font={"size": 13, "color": colour}
        )
    if agreed_direction(one):
        for sign, end in (("−", -0.03), ("+", 1.03)):
            figure.add_annotation(
                text=sign, x=end, y=row, xanchor="center", showarrow=False, font={"size": 14, "color": colours.quiet}
            )
