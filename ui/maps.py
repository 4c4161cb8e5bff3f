"""The map: areas of one level coloured by class, light enough to change at every choice.

The shapes go to the browser once, as a file of their own; what is sent per choice is two bytes of feature number and
four of value for each area. Each class is a trace of one colour: so the colours are ours in both themes, and the hover
can say the class. Names come from the shapes (``properties.naam``). Nothing is fetched from elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from indicators.catalog import Entry
from loaders.source import gemeente_of
from ui import classes, data, format, words
from ui.classes import Classes
from ui.colours import Palette
from ui.colours import classes as class_colours

HEIGHT = 470
FONT = "IBM Plex Sans, sans-serif"
# The part of the frame that the areas fill, in pixels: the height of the map, the width of a phone.
_FRAME = (370, 455)
# The statuses that leave an area grey; "" is an area that the source has no row for.
EMPTY = ("not_given", "not_yet_published", "withheld", "cannot_occur", "")
CONFIG = {"displayModeBar": False, "scrollZoom": True, "locale": "nl", "doubleClick": False}


@dataclass(frozen=True)
class Drawing:
    """All that a map, its legend and its table need. Made by ``prepare``; shared, so do not change it.

    ``values`` has a row for each area that is counted: value, status, name, gemeente_name. ``shapes`` has a row for each
    area that is drawn, whether it is counted or not: its feature number (id), value, index of its class (-1: none) and
    status. ``shapeless`` is how many of the counted areas are not drawn. ``classes`` are made over the whole country, so
    that a colour means the same in every gemeente; ``counts`` are of the areas counted here. ``division`` is the year
    of the boundaries, None when there are none.
    """

    entry: Entry
    level: str
    year: int
    gemeente: str | None
    division: int | None
    file: str | None
    border_file: str | None
    values: pd.DataFrame
    shapes: pd.DataFrame
    shapeless: int
    classes: Classes
    counts: tuple[int, ...]
    labels: tuple[str, ...]
    missing: dict[str, int]

    @property
    def known(self) -> pd.Series:
        """The values that are there, by region."""
        return self.values["value"].dropna()

    @property
    def status(self) -> str:
        """How firm the figures are as a whole: an estimate as soon as one of them is."""
        return "estimate" if (self.values["status"] == "estimate").any() else ""

    @property
    def marked(self) -> str:
        """What stands behind the figure's name where it was not counted: `` (model)``, `` (schatting)``, or ""."""
        return words.marked(self.entry, self.status)


def prepare(entry: Entry, level: str, year: int, gemeente: str | None, method: str, count: int) -> Drawing:
    """The map of one figure, level and year, of the country or of one gemeente. Cached for each version of the data."""
    return _prepare(data.store().version, entry.id, level, year, gemeente, method, count, entry)


@st.cache_resource(max_entries=64, show_spinner=False)
def _prepare(
    version: str, id: str, level: str, year: int, gemeente: str | None, method: str, count: int, _entry: Entry
) -> Drawing:
    # Police, RIVM and others put all their years on one division: their areas are drawn and named as in that one.
    own = data.store().own_division(level, year, id)
    return draw(_entry, level, year, gemeente, method, count, data.values(id, level, year), own)


def draw(
    entry: Entry, level: str, year: int, gemeente: str | None, method: str, count: int, values: pd.DataFrame, own: int
) -> Drawing:
    """The map of values that need not be in the store: index region, columns value and status, of the division ``own``."""
    store = data.store()
    division = store.nearest_division(level, own)
    ids = pd.Series(dtype="int32") if division is None else _inside(store.map_ids(level, division), gemeente)
    values = _inside(values, None)
    names = data.names(level, own)
    values = values.reindex(values.index.union(names.index))
    values["status"] = values["status"].fillna("")
    found = classes.classify(values["value"], method, count, entry.decimals)
    values = _inside(values, gemeente).join(names[["name", "gemeente_name"]])
    values["name"] = values["name"].fillna(pd.Series(values.index, index=values.index))
    values["gemeente_name"] = values["gemeente_name"].fillna("")
    index = found.index.reindex(values.index).fillna(-1).astype("int8")
    shapes = _shapes(ids, values, index)
    empty = values["status"][values["value"].isna()]
    borders = None if division is None or level == "gemeente" else store.nearest_division("gemeente", division)
    return Drawing(
        entry=entry,
        level=level,
        year=year,
        gemeente=gemeente,
        division=division,
        file=None if division is None else _file(level, division, gemeente),
        border_file=None if borders is None else store.geojson("gemeente", borders),
        values=values,
        shapes=shapes,
        shapeless=len(values.index.difference(ids.index)),
        classes=found,
        counts=tuple(int(n) for n in np.bincount(index[index >= 0], minlength=len(found))),
        labels=tuple(classes.labels(found, format.short_unit(entry.unit), entry.decimals)) if len(found) else (),
        missing=_missing(empty, len(ids.index.difference(values.index))),
    )


def _shapes(ids: pd.Series, values: pd.DataFrame, index: pd.Series) -> pd.DataFrame:
    """What is drawn, one row a shape; small numbers, because they travel to the browser."""
    at = values.index.get_indexer(ids.index)
    known = at >= 0
    return pd.DataFrame(
        {
            "id": ids.to_numpy("int16" if len(ids) == 0 or ids.max() < 32768 else "int32"),
            "value": np.where(known, values["value"].to_numpy("float32")[at], np.nan) if len(values) else np.nan,
            "class": np.where(known, index.to_numpy()[at], -1) if len(values) else -1,
            "status": np.where(known, values["status"].to_numpy(dtype=object)[at], "") if len(values) else "",
        },
        index=ids.index,
    )


def _missing(status: pd.Series, without_row: int) -> dict[str, int]:
    """How many areas are empty, by why; an area that is drawn but has no row counts as one that the source lacks."""
    found = {str(kind): int(n) for kind, n in status.value_counts().items()}
    return {**found, "": found.get("", 0) + without_row} if without_row else found


def _inside(frame: Any, gemeente: str | None) -> Any:
    """The rows of one gemeente (all of them without one), sorted by region."""
    if gemeente is not None:
        frame = frame[[gemeente_of(code) == gemeente for code in frame.index]]
    return frame.sort_index()


def _file(level: str, division: int, gemeente: str | None) -> str | None:
    """The shapes of one gemeente where they are a file of their own, else those of the country."""
    store = data.store()
    return (store.geojson(level, division, gemeente) if gemeente else None) or store.geojson(level, division)


def figure(drawing: Drawing, palette: Palette, selected: str | None = None, height: int = HEIGHT) -> go.Figure:
    """The map as a plotly figure; ``selected`` (a region code) gets a dark outline."""
    colours = class_colours(max(1, len(drawing.classes)), palette.dark)
    line = {
        "color": palette.border,
        "width": 0 if drawing.gemeente is None and drawing.level != "gemeente" else 0.8,
    }  # nationally, lines between 3,400 wijken would hide them
    shapes = drawing.shapes
    which, status = shapes["class"].to_numpy(), shapes["status"].to_numpy(dtype=object)
    traces = [
        _trace(drawing, shapes[which == i], colours[i], line, _hover(drawing, i)) for i in range(len(drawing.classes))
    ]
    for kind in EMPTY:
        part = shapes[(which < 0) & (status == kind)]
        traces.append(_trace(drawing, part, grey(palette, kind), line, _hover_empty(drawing, kind)))
    if selected is not None and selected in shapes.index:
        traces.append(_outline(drawing, selected, palette))
    layout: dict[str, Any] = {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "separators": ",.",
        "dragmode": "pan",
        "clickmode": "event+select",
        "paper_bgcolor": palette.water,
        "font": {"family": FONT, "color": palette.text},
        "hoverlabel": {
            "bgcolor": palette.page,
            "bordercolor": palette.line,
            "align": "left",
            "font": {"family": FONT, "size": 14, "color": palette.text},
        },
        "map": {
            "style": _style(palette),
            "uirevision": f"{drawing.gemeente or 'land'}",
            "layers": _borders(drawing, palette),
            **_view(drawing),
        },
        "template": {},
        "uirevision": f"{drawing.gemeente or 'land'}",
    }
    return go.Figure({"data": [t for t in traces if len(t["locations"])], "layout": layout}, skip_invalid=False)


def region_at(drawing: Drawing, location: object) -> str | None:
    """The region with this feature number; None for a number that is not on the map."""
    found = drawing.shapes.index[drawing.shapes["id"] == _whole(location)]
    return str(found[0]) if len(found) else None


def grey(palette: Palette, status: str) -> str:
    """The grey of one kind of empty; an area that the source lacks looks like one that cannot have a value."""
    return palette.missing[status or "cannot_occur"]


def _whole(location: object) -> int:
    try:
        return int(str(location))
    except ValueError:
        return -1


def _trace(drawing: Drawing, shapes: pd.DataFrame, colour: str, line: dict[str, Any], hover: str) -> dict[str, Any]:
    """Some of the shapes in one colour; a value travels along only where the hover shows it."""
    return {
        "type": "choroplethmap",
        "geojson": f"/geo/{drawing.file}",
        "locations": shapes["id"].to_numpy(),
        "z": shapes["value"].to_numpy("float32") if "%{z" in hover else np.zeros(len(shapes), dtype="int8"),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "marker": {"line": line},
        # Plotly fades what is not selected; here an outline marks the choice instead.
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "hovertemplate": hover,
    }


def _outline(drawing: Drawing, code: str, palette: Palette) -> dict[str, Any]:
    """The chosen area once more, with a dark line around it, in the colour of its class."""
    shape = drawing.shapes.loc[[code]]
    index, status = int(shape["class"].iloc[0]), str(shape["status"].iloc[0])
    line = {"color": palette.outline, "width": 3}
    if index < 0:
        return _trace(drawing, shape, grey(palette, status), line, _hover_empty(drawing, status))
    colour = class_colours(len(drawing.classes), palette.dark)[index]
    return _trace(drawing, shape, colour, line, _hover(drawing, index))


def _hover(drawing: Drawing, index: int) -> str:
    entry = drawing.entry
    number = f"%{{z:,.{entry.decimals}f}}"
    shown = format.around_number(number, entry.unit)
    return (
        f"<b>%{{properties.naam}}</b>{_of_gemeente(drawing)}<br>{entry.label}, {drawing.year}<br><b>{shown}</b>{drawing.marked}"
        f"<br>Klasse: {drawing.labels[index]}<extra></extra>"
    )


def _hover_empty(drawing: Drawing, status: str) -> str:
    return (
        f"<b>%{{properties.naam}}</b>{_of_gemeente(drawing)}<br>{drawing.entry.label}, {drawing.year}: niet bekend"
        f"<br>Reden: {format.why_missing(status)}<extra></extra>"
    )


def _of_gemeente(drawing: Drawing) -> str:
    return "" if drawing.level == "gemeente" else "<br>%{properties.gemeente}"


def _view(drawing: Drawing) -> dict[str, Any]:
    """Centre and zoom at which the areas fill the frame. Plotly's own fitbounds cannot: it looks before the shapes came."""
    if drawing.division is None:
        return {}
    west, south, east, north = _bounds(data.store().version, drawing.level, drawing.division, drawing.gemeente)
    top, bottom = (math.asinh(math.tan(math.radians(lat))) / (2 * math.pi) for lat in (north, south))
    zoom = min(
        math.log2(_FRAME[0] / 512 / max((east - west) / 360, 1e-6)),
        math.log2(_FRAME[1] / 512 / max(top - bottom, 1e-6)),
    )
    middle = math.degrees(math.atan(math.sinh(math.pi * (top + bottom))))
    return {"center": {"lon": (west + east) / 2, "lat": middle}, "zoom": min(zoom, 15), "fitbounds": False}


@st.cache_resource(max_entries=400, show_spinner=False)
def _bounds(version: str, level: str, division: int, gemeente: str | None) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees of what is drawn; of the Netherlands when it has no shape."""
    shapes = _inside(data.store().regions(level, division)["geometry"], gemeente).dropna()
    if not len(shapes):
        return (3.3, 50.7, 7.3, 53.6)
    west, south, east, north = (float(v) for v in shapes.to_crs(4326).total_bounds)
    return (west, south, east, north)


def _style(palette: Palette) -> dict[str, Any]:
    """A map style without tiles. Plotly's clicks break on a style without a source, hence the empty one."""
    empty = {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}
    water = {"id": "water", "type": "background", "paint": {"background-color": palette.water}}
    return {"version": 8, "sources": {"leeg": empty}, "layers": [water]}


def _borders(drawing: Drawing, palette: Palette) -> list[dict[str, Any]]:
    if drawing.border_file is None:
        return []
    return [
        {
            "sourcetype": "geojson",
            "source": f"/geo/{drawing.border_file}",
            "type": "line",
            "color": palette.gemeente_border,
            "line": {"width": 0.5 if drawing.gemeente is None else 1.6},
        }
    ]
