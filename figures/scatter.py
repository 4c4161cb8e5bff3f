"""Two figures of many areas against each other, with the chosen ones named. It shows, and explains nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from answers import data, format, words
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette
from indicators.catalog import Entry

CAVEAT = (
    "Elke stip is een gebied. Dat twee cijfers samen hoog of laag zijn, zegt niet dat het een door het ander komt, en "
    "niet dat het om dezelfde mensen gaat. In kleine gebieden zijn cijfers minder vast."
)

# Up to so many dots a browser draws as SVG without trouble.
_LIGHT = 5000


@dataclass(frozen=True)
class Axis:
    """One figure of the chart: how it is called, with its year, and how a value is written."""

    title: str
    show: Callable[[float], str]
    unit: str = ""

    @property
    def full(self) -> str:
        """The name beside the line: with the unit of its numbers."""
        return f"{self.title}, {self.unit}" if self.unit and self.unit not in self.title else self.title


def axis(entry: Entry, year: int) -> Axis:
    """The axis of one figure in one year."""
    return Axis(f"{entry.label} ({year})", lambda value: words.short(entry, value), format.in_words(entry.unit))


def usable(entries: Sequence[Entry]) -> list[Entry]:
    """The figures that may stand in a scatter: never origin, totals, classes, and nothing that a model worked out.

    A model's estimate is made from figures such as income: against those it would only show the model. A headline that
    means another figure in each year is left to those figures.
    """
    return [
        e
        for e in entries
        if e.comparable
        and not e.sensitive
        and not e.unmeasured
        and e.kind != "class"
        and not e.mark("")
        and not e.definitions
    ]


def year(across: str, up: str, level: str) -> int | None:
    """The newest year in which most areas that ever had either figure have both; two years never stand in one picture."""
    held = [data.counts(id, level) for id in (across, up)]
    shared = [y for y in held[0] if y in held[1] and all(own[y] * 2 >= max(own.values()) for own in held)]
    return max(shared, default=None)


def widest(ids: Sequence[str], level: str) -> str:
    """The first of these figures that about as many areas have as have any of them."""
    most = {id: max(data.counts(id, level).values(), default=0) for id in ids}
    return next(id for id in ids if most[id] * 2 >= max(most.values()))


def first(ids: Sequence[str], level: str) -> str:
    """What the picture opens with: the ``widest`` of the figures that share a year with another of them."""
    paired = [one for one in ids if any(year(one, other, level) for other in ids if other != one)]
    return widest(paired or ids, level)


def pairs(x: pd.Series[float], y: pd.Series[float]) -> pd.DataFrame:
    """The areas with both figures: columns x and y, index region."""
    return pd.DataFrame({"x": x, "y": y}).dropna()


def draw(
    points: pd.DataFrame,
    chosen: Mapping[str, str],
    hues: Mapping[str, str],
    x: Axis,
    y: Axis,
    palette: Palette,
) -> go.Figure:
    """``points`` as ``pairs`` gives them; ``chosen`` names the areas that stand out (in ``points`` or not)."""
    rest = points[~points.index.isin(list(chosen))]
    figure = Chart(palette)
    # In SVG where that is light enough: WebGL draws an empty frame on a computer that does not offer it.
    light = len(rest) <= _LIGHT
    (figure.add_scatter if light else figure.add_scattergl)(
        x=rest["x"].to_numpy("float32"), y=rest["y"].to_numpy("float32"), mode="markers", hoverinfo="skip",
        marker={"size": 5, "color": palette.context, "opacity": 0.55},
    )  # fmt: skip
    for code, name in chosen.items():
        if code not in points.index:
            continue
        across, up = (float(points[side].loc[code]) for side in ("x", "y"))
        figure.add_scatter(
            x=[across], y=[up], mode="markers+text", text=[shorten(name, 26)], textposition="top center",
            textfont={"color": hues[code], "size": 13},
            marker={"size": 13, "color": hues[code], "line": {"color": palette.page, "width": 1.5}},
            hovertemplate=f"<b>{name}</b><br>{x.title}: {x.show(across)}<br>{y.title}: {y.show(up)}<extra></extra>",
            cliponaxis=False,
        )  # fmt: skip
    figure.update_layout(
        height=460,
        margin={"l": 8, "r": 24, "t": 24, "b": 8},
        showlegend=False,
        separators=",.",
        xaxis={"title": {"text": x.full, "font": {"size": 13}}, "automargin": True, "zeroline": False},
        yaxis={"title": {"text": shorten(y.full, 60), "font": {"size": 13}}, "automargin": True, "zeroline": False},
    )
    return figure.made()
