"""A map out of its plotly figure: the same areas in the same colours, as vector paths in metres of the Dutch grid.

The figure names its shapes by the file that the browser loads (``/geo/<hash>.json``) and by feature number; here the
same shapes come from the store, in EPSG:28992. Coordinates are rounded to a tenth of a pixel, which drops what nobody
can see, and corners that areas share stay shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from answers import data
from answers.held import remembered
from export.pictures.svg import Sheet, width
from export.pictures.traces import each, part
from figures import place_names
from figures.colours import CLEAR
from loaders.store import Store
from loaders.vocabulary import in_gemeente

TRACES = ("choroplethmap", "scattermap")
# Coordinates are written in tenths of a pixel, so that they need no decimal point.
_FINE = 10


@dataclass(frozen=True)
class Frame:
    """How metres become pixels: ``x = left + (east - west) * scale``, ``y = top + (north - y) * scale``."""

    west: float
    north: float
    scale: float
    left: float
    top: float

    def place(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Pixels of points in metres, shape (n, 2)."""
        return np.column_stack(
            [self.left + (points[:, 0] - self.west) * self.scale, self.top + (self.north - points[:, 1]) * self.scale]
        )


def is_map(traces: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a figure of these traces is a map."""
    return any(trace.get("type") in TRACES for trace in traces)


def draw(sheet: Sheet, figure: Mapping[str, Any], left: float, top: float, wide: float, tall: float) -> float:
    """Draw the map of a plotly figure (as a dict) in this rectangle at most; returns the height that it took.

    Raises LookupError when the figure names shapes that the data of today does not have.
    """
    traces = [trace for trace in figure["data"] if trace["type"] == "choroplethmap"]
    files = dict.fromkeys(str(trace["geojson"]).removeprefix("/geo/") for trace in traces)
    shapes = pd.concat([_shapes(file) for file in files])
    shapes = shapes[~shapes.index.duplicated()]
    # The areas that are drawn fill the frame: the file may hold the whole country where one gemeente is shown.
    drawn = np.concatenate([np.asarray(trace["locations"]).astype("int64") for trace in traces])
    here = shapes[shapes.index.isin(drawn)]
    frame, height = _frame(here if len(here) else shapes, left, top, wide, tall)
    ground = figure["layout"].get("paper_bgcolor", sheet.ground)
    sheet.rect(left, top, wide, height, ground)
    sheet.clip(left, top, wide, height)
    for trace in traces:
        _areas(sheet, shapes, frame, trace)
    style = figure["layout"].get("map", {}).get("style", {})
    for layer in style.get("layers", ()):
        if layer["type"] == "line":
            _lines(sheet, frame, style["sources"][layer["source"]]["data"], layer["paint"])
    for trace in traces:
        # The chosen area, over all borders.
        if float(part(trace, "marker", "line", "width") or 0) >= 2:
            _areas(sheet, shapes, frame, trace)
    for trace in figure["data"]:
        if trace["type"] == "scattermap":
            _points(sheet, frame, trace)
    for layer in style.get("layers", ()):
        if layer["id"] == place_names.FIRST:
            _names(sheet, frame, style["sources"][layer["source"]]["data"], layer)
    sheet.close()
    return height


@remembered(16)
def _shapes(file: str) -> pd.Series:
    """The shapes of a browser's file, in EPSG:28992, by feature number."""
    store = data.store()
    found = _whose(store, file)
    if found is None:
        raise LookupError(f"geo/{file} hoort niet bij gegevensversie {store.version}. Laad de pagina opnieuw.")
    level, division, gemeente = found
    shapes = store.regions(level, division)["geometry"].dropna()
    if gemeente is not None:
        shapes = shapes[in_gemeente(shapes.index, gemeente)]
    ids = store.map_ids(level, division)
    shapes = shapes[shapes.index.isin(ids.index)]
    return pd.Series(np.asarray(shapes.array), index=ids.reindex(shapes.index).to_numpy("int64"), dtype=object)


def _whose(store: Store, file: str) -> tuple[str, int, str | None] | None:
    """Level, division and gemeente (None: the country) of a browser's file."""
    for entry in store.manifest()["boundaries"].values():
        if entry["geojson"] == file:
            return str(entry["level"]), int(entry["division"]), None
        for gemeente, own in entry["parts"].items():
            if own == file:
                return str(entry["level"]), int(entry["division"]), str(gemeente)
    return None


def _frame(shapes: pd.Series, left: float, top: float, wide: float, tall: float) -> tuple[Frame, float]:
    """The frame in which the shapes fill the width or the height, with a small rim; and the height it needs."""
    west, south, east, north = shapely.total_bounds(shapes.to_numpy())
    across, down = max(float(east - west), 1.0), max(float(north - south), 1.0)
    rim = 10.0
    scale = min((wide - 2 * rim) / across, (tall - 2 * rim) / down)
    height = down * scale + 2 * rim
    return Frame(float(west), float(north), scale, left + (wide - across * scale) / 2, top + rim), height


def _areas(sheet: Sheet, shapes: pd.Series, frame: Frame, trace: Mapping[str, Any]) -> None:
    """The areas of one trace, one path each, in the trace's colours."""
    ids = np.asarray(trace["locations"]).astype("int64")
    here = np.isin(ids, shapes.index)
    if not here.any():
        return
    paths = to_paths(shapes.reindex(ids[here]).to_numpy(), frame)
    line, thick = part(trace, "marker", "line", "color"), float(part(trace, "marker", "line", "width") or 0)
    opacity = part(trace, "marker", "opacity")
    stroke = f' stroke="{line}" stroke-width="{thick * _FINE:g}" stroke-linejoin="round"' if line and thick else ""
    if not stroke:
        # Areas without a border: a hair in their own colour closes the seams that a renderer leaves between them.
        stroke = f' stroke-width="{_FINE * 0.3:g}" stroke-linejoin="round"'
    fade = f' fill-opacity="{opacity:g}"' if isinstance(opacity, int | float) and opacity < 1 else ""
    colours = _colours(trace, here)
    for colour in dict.fromkeys(colours):
        own = "" if line and thick else f' stroke="{colour}"'
        fill = "none" if colour == CLEAR else colour
        sheet.open(f'transform="scale({1 / _FINE:g})" fill="{fill}"{fade}{stroke}{own} fill-rule="evenodd"')
        sheet.parts += [f'<path d="{d}"/>' for d, its in zip(paths, colours, strict=True) if its == colour and d]
        sheet.close()


def _colours(trace: Mapping[str, Any], here: npt.NDArray[np.bool_]) -> list[str]:
    """The colour of each area: the step of the colour scale that its value has reached."""
    scale = [(float(at), str(colour)) for at, colour in trace["colorscale"]]
    if len({colour for _, colour in scale}) == 1:
        return [scale[0][1]] * int(here.sum())
    low, high = float(trace.get("zmin", 0)), float(trace.get("zmax", 1))
    share = np.clip((np.asarray(trace["z"], dtype="float64")[here] - low) / ((high - low) or 1), 0, 1)
    return [next(colour for at, colour in reversed(scale) if value >= at - 1e-9) for value in share]


def to_paths(shapes: npt.NDArray[Any], frame: Frame) -> list[str]:
    """Each (multi)polygon as the data of an SVG path, relative steps in tenths of a pixel; "" without a shape."""
    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    owner = shape_of[part_of]
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    spots = np.rint(frame.place(points) * _FINE).astype("int64")
    first = np.r_[True, ring_of[1:] != ring_of[:-1]]
    same = np.r_[False, (spots[1:] == spots[:-1]).all(axis=1)] & ~first
    spots, ring_of = spots[~same], ring_of[~same]
    starts = np.flatnonzero(np.r_[True, ring_of[1:] != ring_of[:-1]])
    ends = np.r_[starts[1:], len(ring_of)]
    steps = np.diff(spots, axis=0, prepend=spots[:1]).tolist()
    places = spots.tolist()
    paths = [""] * len(shapes)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - start >= 4:
            corners = " ".join(f"{dx} {dy}" for dx, dy in steps[start + 1 : end - 1]).replace(" -", "-")
            x, y = places[start]
            paths[owner[ring_of[start]]] += f"M{x} {y}l{corners}z"
    # An area that is smaller than a tenth of a pixel is still one area: it stays, as a dot.
    for start in starts.tolist():
        area = owner[ring_of[start]]
        if not paths[area]:
            x, y = places[start]
            paths[area] = f"M{x} {y}h2v2h-2z"
    return paths


def _lines(sheet: Sheet, frame: Frame, source: str, paint: Mapping[str, Any]) -> None:
    """The outlines of a file of shapes: the borders of gemeenten."""
    shapes = _shapes(source.removeprefix("/geo/"))
    width = paint["line-width"]
    # A width that grows with the zoom begins with that of the whole country.
    thick = float(width if isinstance(width, int | float) else width[4])
    sheet.open(
        f'transform="scale({1 / _FINE:g})" fill="none" stroke="{paint["line-color"]}" '
        f'stroke-width="{thick * _FINE:g}" stroke-linejoin="round"'
    )
    sheet.parts += [f'<path d="{d}"/>' for d in to_paths(shapes.to_numpy(), frame) if d]
    sheet.close()


def _names(sheet: Sheet, frame: Frame, source: str, layer: Mapping[str, Any]) -> None:
    """The names of the largest cities, with a rim of the page's colour so that they can be read on any class."""
    places = place_names.largest(source)
    spots = frame.place(shapely.get_coordinates(places.to_crs(28992)))
    size, paint = float(layer["layout"]["text-size"]), layer["paint"]
    taken: list[tuple[float, float, float]] = []
    for name, (x, y) in zip(places.index, spots.tolist(), strict=True):
        half = width(name, size) / 2
        if any(abs(x - left) < half + other and abs(y - top) < size * 1.2 for left, top, other in taken):
            continue  # the larger city has its name there
        taken.append((x, y, half))
        sheet.rim(x, y + size * 0.35, name, size, paint["text-halo-color"], anchor="middle")
        sheet.text(x, y + size * 0.35, name, size, paint["text-color"], anchor="middle")


def _points(sheet: Sheet, frame: Frame, trace: Mapping[str, Any]) -> None:
    """Bubbles and names of places, given in degrees."""
    from pyproj import Transformer

    to_metres = Transformer.from_crs(4326, 28992, always_xy=True)
    east, north = to_metres.transform(
        np.asarray(trace["lon"], dtype="float64"), np.asarray(trace["lat"], dtype="float64")
    )
    spots = frame.place(np.column_stack([east, north]))
    mode, count = str(trace.get("mode", "markers")), len(spots)
    sizes = each(part(trace, "marker", "size"), count, 6)
    colours = each(part(trace, "marker", "color"), count, "#000000")
    opacities = each(part(trace, "marker", "opacity"), count, 1)
    words = each(trace.get("text"), count, "")
    for at, (x, y) in enumerate(spots.tolist()):
        if "markers" in mode:
            sheet.parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{float(sizes[at]) / 2:.1f}" fill="{colours[at]}" '
                f'fill-opacity="{float(opacities[at]):g}"/>'
            )
        if "text" in mode:
            size = float(part(trace, "textfont", "size") or 12)
            colour = str(part(trace, "textfont", "color") or "#000000")
            sheet.text(x, y + size * 0.35, str(words[at]), size, colour, anchor="middle")
