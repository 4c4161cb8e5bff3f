"""The same values as bubbles by inhabitants: a large polder no longer looks like more than a small crowded wijk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from answers import data, ground
from answers.held import remembered
from figures import maps, noted, place_names
from figures.colours import Palette
from figures.views.one_figure import OneFigure

# The largest bubble in pixels across: over the whole country, and in one gemeente.
_LARGEST = {False: 26, True: 46}


@dataclass(frozen=True, eq=False)
class Bubbles(OneFigure):
    """The areas in one quiet colour, with a bubble in each; the hover and a click are those of the areas."""

    id = "bollen"
    label = "Bollen"

    @property
    def file_word(self) -> str:
        return " ".join(filter(None, (self.id, super().file_word)))

    def notes(self) -> list[str]:
        year = people_year(self.drawing.level, self.drawing.own)
        of_year = f" in {year}" if year and year != self.drawing.year else ""
        return [*super().notes(), f"De oppervlakte van een bol is het aantal inwoners{of_year}."]

    def draw(self, palette: Palette, picked: str | None, height: int = maps.HEIGHT) -> go.Figure:
        noted.note(self.drawing.file)
        return _figure(self.drawing, palette, maps.code_at(self.drawing, picked), height)


@remembered(32)
def _figure(drawing: maps.Drawing, palette: Palette, selected: str | None, height: int) -> go.Figure:
    base = maps.made(drawing, palette, selected, height)
    for trace in base.data:
        trace.colorscale = [[0, palette.bed], [1, palette.bed]]
    spots = spots_of(drawing)
    hues = drawing.colouring.paint(palette)
    which = drawing.shapes["class"].to_numpy()
    size = np.sqrt(spots["people"] / max(float(spots["people"].max()), 1.0)) * _LARGEST[drawing.gemeente is not None]
    below = place_names.lowest(drawing.level, drawing.gemeente)
    bubbles = [_bubbles(spots[which == i], size[which == i], hue) | {"below": below} for i, hue in enumerate(hues)]
    return maps.Shared(
        {"data": [*base.data, *(b for b in bubbles if len(b["lon"]))], "layout": base.layout}, _validate=False
    )


def _bubbles(points: pd.DataFrame, size: pd.Series, colour: str) -> dict[str, Any]:
    order = size.dropna().sort_values(ascending=False).index
    return {
        "type": "scattermap",
        "lon": points["x"].loc[order].to_numpy("float32"),
        "lat": points["y"].loc[order].to_numpy("float32"),
        "mode": "markers",
        "marker": {"color": colour, "size": np.clip(size.loc[order], 2, None).to_numpy("uint8"), "opacity": 0.85},
        "hoverinfo": "skip",
    }


def spots_of(drawing: maps.Drawing) -> pd.DataFrame:
    """A point in each shape (x, y in degrees) with the inhabitants of its area (people); NaN where those are not known."""
    drawn, level = drawing.shapes, drawing.level
    spots = points(level, drawing.division or 0).reindex(drawn["shape"]).set_axis(drawn.index)
    return spots.assign(people=_people(level, drawing.own).reindex(drawn.index))


@remembered(12)
def points(level: str, division: int) -> pd.DataFrame:
    """A point in each area (x, y in degrees), by region. Shared: do not change it."""
    shapes = data.store().regions(level, division)["geometry"].dropna()
    inside = shapes.representative_point().to_crs(4326)
    return pd.DataFrame({"x": inside.x, "y": inside.y}, index=shapes.index)


@remembered(12)
def _people(level: str, division: int) -> pd.Series[float]:
    """The inhabitants of the areas of a division, of the year nearest to it in which they were the same ground."""
    year = people_year(level, division)
    if year is None:
        return pd.Series(dtype=float)
    found = data.values("inwoners", level, year)
    return ground.onto(found, level, data.store().own_division(level, year, "inwoners"), division)["value"]


def people_year(level: str, division: int) -> int | None:
    """The year whose inhabitants the bubbles show: the nearest to these boundaries; None when there is none."""
    return min(data.years(level, "inwoners"), key=lambda y: (abs(y - division), -y), default=None)
