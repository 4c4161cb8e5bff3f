"""Boundaries as GeoJSON for the browser: small, in degrees, with integer feature ids and borders that stay shared."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

# Degrees are cut to these decimals: 4 is about 10 m, 5 about 1 m, below what simplifying leaves.
DECIMALS = {"gemeente": 4, "wijk": 4, "buurt": 5}
# A region so small that it would vanish at its level's decimals is kept at these (about 1 cm).
FINE_DECIMALS = 7
WGS84 = "EPSG:4326"

Coordinates = npt.NDArray[np.float64]
Rings = list[list[list[float]]]


def browser_files(level: str, frame: gpd.GeoDataFrame) -> tuple[bytes | None, dict[str, bytes]]:
    """The GeoJSON that the map asks for: one national file, or for buurten one file per gemeente.

    Args:
        level: gemeente, wijk or buurt.
        frame: one row a region with region, name, gemeente, gemeente_name, map_id and geometry, in any CRS.

    Returns:
        ``(national, parts)``: bytes and an empty dict for gemeente and wijk; None and bytes by gemeente code for buurt.
    """
    features = feature_texts(frame, DECIMALS[level])
    if level != "buurt":
        return _collection(features), {}
    return None, {str(code): _collection(part) for code, part in features.groupby(frame["gemeente"].to_numpy())}


def feature_texts(frame: gpd.GeoDataFrame, decimals: int) -> pd.Series:
    """One GeoJSON feature a row, as text, in the order and with the index of the frame.

    Every coordinate is rounded on its own, so a vertex that two regions share stays shared. Parts and holes that
    rounding flattens are left out; a region that would vanish with them is kept at FINE_DECIMALS.

    Raises:
        ValueError: a region has no area at all, so a click on the map could never find it.
    """
    import shapely

    shapes = shapely.orient_polygons(frame.geometry.to_crs(WGS84).to_numpy())
    polygons = _rounded(shapes, decimals)
    for row in [row for row, parts in enumerate(polygons) if not parts]:
        polygons[row] = _rounded(shapes[row : row + 1], FINE_DECIMALS)[0]
        if not polygons[row]:
            raise ValueError(f"{frame['region'].iloc[row]} has a boundary without area; leave it out before drawing.")
    columns = (frame[name] for name in ("map_id", "region", "name", "gemeente_name"))
    rows = zip(*columns, polygons, strict=True)
    return pd.Series([_feature(*row) for row in rows], index=frame.index, dtype=object)


def _feature(map_id: int, code: str, name: str, gemeente: str, polygons: list[Rings]) -> str:
    several = len(polygons) > 1
    geometry = {
        "type": "MultiPolygon" if several else "Polygon",
        "coordinates": polygons if several else polygons[0],
    }
    properties = {"code": code, "naam": name, "gemeente": gemeente}
    feature = {"type": "Feature", "id": int(map_id), "properties": properties, "geometry": geometry}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _collection(features: pd.Series) -> bytes:
    return ('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}").encode()


def _rounded(shapes: npt.NDArray[np.object_], decimals: int) -> list[list[Rings]]:
    """Per shape its polygons as nested lists of rounded coordinates; an empty list where nothing with area is left."""
    import shapely

    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    coordinates, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
    coordinates, ring_of_vertex = _without_repeats(np.round(coordinates, decimals), ring_of_vertex)
    kept = _with_area(coordinates, ring_of_vertex, len(rings))

    found: list[list[Rings]] = [[] for _ in range(len(shapes))]
    previous_part, outer_kept = -1, False
    for ring, vertices in enumerate(_split(coordinates, ring_of_vertex, len(rings))):
        part = int(part_of_ring[ring])
        polygons = found[shape_of_part[part]]
        if part != previous_part:  # the first ring of a part is its outline, the others are its holes
            previous_part, outer_kept = part, bool(kept[ring])
            if outer_kept:
                polygons.append([vertices.tolist()])
        elif outer_kept and kept[ring]:
            polygons[-1].append(vertices.tolist())
    return found


def _without_repeats(
    coordinates: Coordinates, ring_of_vertex: npt.NDArray[np.int64]
) -> tuple[Coordinates, npt.NDArray[np.int64]]:
    """Leave out a vertex that rounding put on top of the one before it in the same ring."""
    repeat = np.zeros(len(coordinates), dtype=bool)
    repeat[1:] = (coordinates[1:] == coordinates[:-1]).all(axis=1) & (ring_of_vertex[1:] == ring_of_vertex[:-1])
    return coordinates[~repeat], ring_of_vertex[~repeat]


def _with_area(coordinates: Coordinates, ring_of_vertex: npt.NDArray[np.int64], rings: int) -> npt.NDArray[np.bool_]:
    """Which rings still enclose something, by the shoelace formula taken from each ring's own first vertex."""
    starts = np.searchsorted(ring_of_vertex, np.arange(rings))
    local = coordinates - coordinates[starts[ring_of_vertex]]
    cross = local[:-1, 0] * local[1:, 1] - local[1:, 0] * local[:-1, 1]
    same_ring = ring_of_vertex[1:] == ring_of_vertex[:-1]
    twice_area = np.bincount(ring_of_vertex[1:][same_ring], weights=cross[same_ring], minlength=rings)
    # Half the smallest cell of the finest grid: anything below it is arithmetic dust.
    return np.abs(twice_area) > 10.0 ** (-2 * FINE_DECIMALS) / 2


def _split(coordinates: Coordinates, ring_of_vertex: npt.NDArray[np.int64], rings: int) -> Iterator[Coordinates]:
    bounds = np.searchsorted(ring_of_vertex, np.arange(rings + 1))
    for start, end in itertools.pairwise(bounds.tolist()):
        yield coordinates[start:end]
