"""GeoJSON for the browser: rounded so that borders stay shared, never degenerate, never a region lost."""

import itertools
import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, strategies

from loaders.places.geojson import browser_files, feature_texts


def frame(shapes, crs=4326):
    number = np.arange(len(shapes), dtype="int32")
    return gpd.GeoDataFrame(
        {
            "region": [f"BU9001000{n}" for n in number],
            "name": "Súdhoek",
            "gemeente": [f"GM900{n % 2}" for n in number],
            "gemeente_name": "'t Veld",
            "map_id": number,
        },
        geometry=shapes,
        crs=crs,
    )


def features(shapes, decimals=4):
    return [json.loads(text) for text in feature_texts(frame(shapes), decimals)]


def test_feature_holds_an_integer_id_and_what_the_hover_card_needs():
    (found,) = features([shapely.box(5, 52, 5.1, 52.1)])
    assert found["type"] == "Feature"
    assert found["id"] == 0 and isinstance(found["id"], int)
    assert found["properties"] == {"code": "BU90010000", "naam": "Súdhoek", "gemeente": "'t Veld"}
    assert found["geometry"]["type"] == "Polygon"


def test_text_is_compact_and_outlines_run_counter_clockwise():
    text = feature_texts(frame([shapely.box(5, 52, 5.00004, 52.1), shapely.box(5, 52, 6, 53)]), 4)[1]
    assert ", " not in text and ": " not in text
    ring = json.loads(text)["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert ring[0] == ring[-1]


def test_rd_becomes_degrees():
    (found,) = (
        json.loads(t) for t in feature_texts(frame([shapely.box(121_000, 487_000, 122_000, 488_000)], 28992), 4)
    )
    west, south = np.min(found["geometry"]["coordinates"][0], axis=0)
    assert (west, south) == pytest.approx((4.89, 52.37), abs=0.02)


def test_flat_parts_and_holes_go_and_the_rest_stays():
    dust = shapely.box(5.5, 52.5, 5.500001, 52.500001)
    holed = shapely.Polygon(
        shapely.box(5, 52, 5.1, 52.1).exterior, [dust.exterior.coords, [(5.02, 52.02), (5.03, 52.02), (5.03, 52.03)]]
    )
    (found,) = features([shapely.MultiPolygon([dust, holed, shapely.box(6, 52, 6.1, 52.1)])])
    assert found["geometry"]["type"] == "MultiPolygon"
    parts = found["geometry"]["coordinates"]
    assert [len(part) for part in parts] == [2, 1]


def test_region_that_would_vanish_keeps_its_shape_more_precisely():
    small = shapely.box(5.123441, 52.0, 5.123449, 52.000009)
    (found,) = features([small])
    assert shapely.geometry.shape(found["geometry"]).area == pytest.approx(small.area, rel=0.1)


def test_region_without_area_is_refused():
    with pytest.raises(ValueError, match="BU90010000 has a boundary without area"):
        features([shapely.Polygon([(5, 52), (6, 53), (5, 52)])])


def test_gemeente_and_wijk_get_one_file_and_buurten_one_a_gemeente():
    three = frame([shapely.box(5 + i, 52, 5.5 + i, 52.5) for i in range(3)])
    national, parts = browser_files("wijk", three)
    assert parts == {} and [f["id"] for f in json.loads(national)["features"]] == [0, 1, 2]
    national, parts = browser_files("buurt", three)
    assert national is None
    assert {code: [f["id"] for f in json.loads(part)["features"]] for code, part in parts.items()} == {
        "GM9000": [0, 2],
        "GM9001": [1],
    }


@given(strategies.lists(strategies.floats(-0.02, 0.02), min_size=3, max_size=12))
def test_vertices_that_neighbours_share_round_alike(offsets):
    border = [(5.5 + dx, 52 + (i + 1) / (len(offsets) + 1)) for i, dx in enumerate(offsets)]
    line = [(5.5, 52.0), *border, (5.5, 53.0)]
    left = shapely.Polygon([*line, (5.0, 53.0), (5.0, 52.0)])
    right = shapely.Polygon([*line, (6.0, 53.0), (6.0, 52.0)])
    one, other = (f["geometry"]["coordinates"][0] for f in features([left, right]))
    inner = {tuple(v) for v in one if v[0] != 5.0}
    assert inner == {tuple(v) for v in other if v[0] != 6.0}
    assert all(v == [round(v[0], 4), round(v[1], 4)] for v in one)


@given(
    strategies.lists(
        strategies.tuples(strategies.floats(5, 5.001), strategies.floats(52, 52.001)), min_size=3, max_size=9
    )
)
def test_no_ring_is_ever_degenerate(points):
    hull = shapely.MultiPoint(points).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 1e-10:
        return
    (found,) = features([hull])
    for ring in found["geometry"]["coordinates"]:
        assert len(ring) >= 4 and ring[0] == ring[-1]
        assert shapely.Polygon(ring).area > 0
        assert all(a != b for a, b in itertools.pairwise(ring))
