"""A plotly chart put together from plain parts.

Plotly checks every part as it is added, which takes longer than all the rest of drawing a chart. The parts are ours, so
they are put in as they are; the tests check what comes out (tests/pages/test_pages.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from figures.colours import Palette


class Chart:
    """The traces and the layout of a chart, with plotly's own names for what is added. ``made`` gives the figure.

    What has no colour of its own is written in that of quiet text of ``palette``.
    """

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._traces: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {"annotations": [], "shapes": []}

    def add_scatter(self, **trace: Any) -> None:
        """Points or a line."""
        self._add("scatter", trace)

    def add_scattergl(self, **trace: Any) -> None:
        """Very many points."""
        self._add("scattergl", trace)

    def add_bar(self, **trace: Any) -> None:
        """Bars."""
        self._add("bar", trace)

    def add_annotation(self, **note: Any) -> None:
        """Words in the picture."""
        self._layout["annotations"].append(note)

    def add_shape(self, **shape: Any) -> None:
        """A line or an area that is no trace."""
        self._layout["shapes"].append(shape)

    def upright(self, x: float, line: Mapping[str, Any]) -> None:
        """A line from bottom to top at ``x``."""
        self.add_shape(type="line", x0=x, x1=x, xref="x", y0=0, y1=1, yref="y domain", line=dict(line))

    def level(self, y: float, line: Mapping[str, Any]) -> None:
        """A line from left to right at ``y``."""
        self.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=y, y1=y, yref="y", line=dict(line))

    def band(self, low: float, high: float, colour: str) -> None:
        """An area from bottom to top between two places, behind everything."""
        self.add_shape(
            type="rect",
            x0=low,
            x1=high,
            xref="x",
            y0=0,
            y1=1,
            yref="y domain",
            fillcolor=colour,
            line={"width": 0},
            layer="below",
        )

    def update_layout(self, **layout: Any) -> None:
        """Height, margins, axes. The title of an axis may be a text; None is no title."""
        for name, part in layout.items():
            if isinstance(part, dict) and "title" in part:
                title = part["title"]
                part = {key: value for key, value in part.items() if key != "title"}
                if title is not None:
                    part["title"] = {"text": title} if isinstance(title, str) else title
            self._layout[name] = part

    def _add(self, kind: str, trace: Mapping[str, Any]) -> None:
        plain = {key: part.to_numpy() if isinstance(part, pd.Series) else part for key, part in trace.items()}
        self._traces.append({"type": kind, **plain})

    def made(self) -> go.Figure:
        """The chart as a plotly figure."""
        return go.Figure({"data": self._traces, "layout": readable(self._layout, self._palette)}, _validate=False)


def readable(layout: Mapping[str, Any], palette: Palette) -> dict[str, Any]:
    """The layout of a chart with its words, and those at its axes, in the colour of quiet text where they have none.

    Streamlit's own theme writes them in a grey of 3.7 to 1 on a light page, where readers are owed 4.5 (WCAG 1.4.3).
    """
    quiet = {"color": palette.quiet}
    written = {**layout, "font": {**quiet, **layout.get("font", {})}}
    for name in {"xaxis", "yaxis"} | {key for key in layout if key.startswith(("xaxis", "yaxis"))}:
        axis = dict(layout.get(name, {}))
        axis["tickfont"] = {**quiet, **axis.get("tickfont", {})}
        if title := axis.get("title"):
            axis["title"] = {**title, "font": {**quiet, **title.get("font", {})}}
        written[name] = axis
    return written
