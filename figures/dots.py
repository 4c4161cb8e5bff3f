"""Several figures of several areas: a row a figure, a dot an area, each row with a scale of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette


@dataclass(frozen=True)
class Row:
    """One figure: its title, its values by area code (None: not known, no dot), and how one is written.

    ``intervals`` has the low and high end of the values that have a margin, drawn as a line through the dot. ``made``
    says how a value came about that its source has on other boundaries, ``said`` how one is written that is no number
    (minder dan …).
    """

    title: str
    values: Mapping[str, float | None]
    show: Callable[[float], str]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> list[float]:
        """All that is drawn in the row."""
        ends = [end for pair in self.intervals.values() for end in pair]
        return [value for value in self.values.values() if value is not None] + ends

    def share(self, value: float) -> float:
        """Where a value lies between 0 (or the lowest, when below 0) and the highest of the row."""
        low, high = min(0.0, *self.known), max(self.known)
        return 0.0 if high == low else (value - low) / (high - low)

    def reading(self, code: str, value: float) -> str:
        """What stands in the hover of a dot, below the name of its area."""
        written = self.said.get(code) or self.show(value)
        said = f"{self.title}<br>{written}" + (f"<br>{self.made[code]}" if code in self.made else "")
        if code not in self.intervals:
            return said
        low, high = (self.show(end) for end in self.intervals[code])
        return f"{said}<br>marge {low} tot {high}"


def draw(rows: Sequence[Row], names: Mapping[str, str], hues: Mapping[str, str], palette: Palette) -> go.Figure:
    """The rows from top to bottom, each from 0 (or a lower lowest) to its highest; ``names`` and ``hues`` by area code.

    A row's title stands above its line, so that it fits a narrow screen.
    """
    figure = Chart(palette)
    for place, row in enumerate(rows):
        _draw_scale(figure, place, row, palette)
    for code, name in names.items():
        _draw_area(figure, rows, code, name, hues[code], palette)
    figure.update_layout(
        height=70 + 52 * len(rows),
        margin={"l": 8, "r": 8, "t": 40, "b": 8},
        hovermode="closest",
        showlegend=True,
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "title": None},
        xaxis={"range": [-0.02, 1.02], "visible": False},
        yaxis={"range": [len(rows) - 0.6, -0.75], "visible": False},
    )
    return figure.made()


def _draw_scale(figure: Chart, place: int, row: Row, palette: Palette) -> None:
    """The line of a row, its title above and its highest value below."""
    line = {"color": palette.line, "width": 2}
    figure.add_shape(type="line", x0=0, x1=1, y0=place, y1=place, line=line, layer="below")
    figure.add_annotation(
        text=shorten(row.title, 62),
        x=0,
        y=place,
        yshift=19,
        xanchor="left",
        showarrow=False,
        font={"size": 13, "color": palette.text},
    )
    figure.add_annotation(
        text=row.show(max(row.known)),
        x=1,
        y=place,
        yshift=-15,
        xanchor="right",
        showarrow=False,
        font={"size": 12, "color": palette.quiet},
    )


def _draw_area(figure: Chart, rows: Sequence[Row], code: str, name: str, hue: str, palette: Palette) -> None:
    """The dots of one area, with a line through each for its margin."""
    held = [(place, row, value) for place, row in enumerate(rows) if (value := row.values.get(code)) is not None]
    ends = [row.intervals.get(code, (value, value)) for _, row, value in held]
    places = [row.share(value) for _, row, value in held]
    low, high = ([row.share(pair[end]) for pair, (_, row, _) in zip(ends, held, strict=True)] for end in (0, 1))
    figure.add_scatter(
        x=places,
        y=[place for place, _, _ in held],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [end - at for end, at in zip(high, places, strict=True)],
            "arrayminus": [at - end for end, at in zip(low, places, strict=True)],
            "color": hue,
            "thickness": 2,
            "width": 0,
        },
        mode="markers",
        name=shorten(name, 28),
        text=[f"<b>{name}</b><br>{row.reading(code, value)}" for _, row, value in held],
        hovertemplate="%{text}<extra></extra>",
        marker={"color": hue, "size": 12, "line": {"color": palette.page, "width": 1.5}},
    )
