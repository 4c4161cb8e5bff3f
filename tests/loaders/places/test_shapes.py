"""Cleaning and simplifying: borders that two regions share stay shared, and nothing vanishes unnamed."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from loaders.places.shapes import TOLERANCE, Findings, cleaned, simplified


def frame(shapes, crs=28992):
    codes = [f"WK9001{number:02d}" for number in range(len(shapes))]
    return gpd.GeoDataFrame(
        {"region": codes, "name": codes, "gemeente": "GM9001", "gemeente_name": "Gemeente 1"}, geometry=shapes, crs=crs
    )


def wavy_neighbours(shift=0.0):
    """Two regions of 2 by 2 km on either side of one wavy border; ``shift`` moves the right side's copy of it."""
    y = np.linspace(0, 2000, 401)
    x = 2000 + 15 * np.sin(y / 20)
    border = np.column_stack([x + 120_000, y + 480_000])
    left = [*border, (120_000, 482_000), (120_000, 480_000)]
    right = [*np.add(border[::-1], (shift, 0)), (124_000, 480_000), (124_000, 482_000)]
    return [shapely.Polygon(left), shapely.Polygon(right)]


def test_shared_border_stays_shared():
    findings = Findings()
    simpler = simplified(frame(wavy_neighbours()), 50.0, findings)
    left, right = simpler.geometry
    assert findings.sentences() == []
    assert shapely.get_num_coordinates(left) < 20
    assert left.intersection(right).area == 0
    assert shapely.coverage_is_valid(simpler.geometry.to_numpy())
    assert left.union(right).area == pytest.approx(8_000_000)


@pytest.mark.parametrize("shift", [0.4, -0.4], ids=["gap", "overlap"])
def test_neighbours_that_do_not_fit_are_simplified_and_named(shift):
    findings = Findings()
    simpler = simplified(frame(wavy_neighbours(shift)), 50.0, findings)
    assert findings.unaligned == ["WK900100", "WK900101"]
    assert "sluit in de bron niet precies aan op een buur" in findings.sentences()[0]
    assert simpler.is_valid.all()
    assert simpler.area.round(-5).tolist() == [4_000_000, 4_000_000]


def test_tolerances_stay_where_small_wijken_keep_their_form():
    assert all(metres <= 100 for metres in TOLERANCE.values())
    assert TOLERANCE["wijk"] <= 50 and TOLERANCE["buurt"] <= 25


def test_regions_are_numbered_in_order_of_code():
    shuffled = frame([shapely.box(i * 10, 0, i * 10 + 10, 10) for i in range(4)]).iloc[[2, 0, 3, 1]]
    result, findings = cleaned(shuffled)
    assert result["region"].is_monotonic_increasing
    assert result["map_id"].tolist() == [0, 1, 2, 3]
    assert result["map_id"].dtype == "int32"
    assert findings == Findings()


def test_repair_keeps_what_is_area_only():
    spike = shapely.Polygon([(0, 0), (100, 0), (100, 50), (200, 50), (100, 50), (100, 100), (0, 100)])
    result, findings = cleaned(frame([spike]))
    assert result.geometry[0].geom_type == "Polygon"
    assert result.geometry[0].area == 10_000
    assert findings.repaired == ["WK900100"]


def test_flat_part_beside_a_good_one_is_no_reason_to_refuse():
    double = frame([shapely.box(0, 0, 10, 10), shapely.box(5, 5, 5.1, 5.1)])
    double["region"] = "WK900100"
    result, findings = cleaned(double)
    assert len(result) == 1
    assert findings.refused == {}


def test_many_codes_are_counted_not_listed():
    result, findings = cleaned(frame([shapely.box(0, 0, 0.1, 0.1)] * 7))
    assert result.empty
    assert findings.sentences() == [
        "WK900100, WK900101, WK900102, WK900103, WK900104 en 2 andere: geweigerd, want de grens heeft geen oppervlakte."
    ]


SQUARE = shapely.box(120_000, 480_000, 121_000, 481_000)
OTHER = shapely.box(121_000, 480_000, 122_000, 481_000)
LINE, POINT = shapely.LineString([(120_000, 480_000), (123_000, 480_000)]), shapely.Point(120_000, 480_000)
BOW_TIE = shapely.Polygon([(120_000, 480_000), (121_000, 481_000), (121_000, 480_000), (120_000, 481_000)])


@pytest.mark.parametrize(
    ("shape", "area", "kind", "told"),
    [
        (shapely.GeometryCollection([SQUARE, LINE, POINT]), 1e6, "Polygon", True),
        (shapely.GeometryCollection([SQUARE, shapely.GeometryCollection([OTHER, LINE])]), 2e6, "Polygon", True),
        (shapely.GeometryCollection([SQUARE, shapely.box(120_500, 480_000, 121_500, 481_000)]), 1.5e6, "Polygon", True),
        (shapely.GeometryCollection([BOW_TIE, LINE]), 5e5, "MultiPolygon", True),
        (shapely.multipolygons([SQUARE, shapely.Polygon()]), 1e6, "MultiPolygon", True),
        (shapely.MultiPolygon([SQUARE, shapely.box(125_000, 480_000, 126_000, 481_000)]), 2e6, "MultiPolygon", False),
        (shapely.force_3d(SQUARE, 7.0), 1e6, "Polygon", False),
        (shapely.force_3d(shapely.GeometryCollection([SQUARE, POINT]), 7.0), 1e6, "Polygon", True),
        (BOW_TIE, 5e5, "MultiPolygon", True),
    ],
)
def test_what_has_area_is_kept_of_an_odd_shape(shape, area, kind, told):
    found, findings = cleaned(frame([shape]))
    simpler = simplified(found, 25.0, findings)
    (one,) = simpler.geometry
    assert one.is_valid and not one.has_z and one.geom_type.endswith("Polygon")
    assert one.area == pytest.approx(area) and found.geometry.iloc[0].geom_type in (kind, "MultiPolygon")
    assert bool(findings.repaired) == told


@pytest.mark.parametrize(
    "shape",
    [
        None,
        shapely.Polygon(),
        shapely.MultiPolygon(),
        shapely.MultiPolygon([shapely.Polygon()]),
        shapely.GeometryCollection(),
        shapely.GeometryCollection([LINE, POINT]),
        LINE,
        POINT,
        shapely.MultiPoint([POINT, (1, 1)]),
    ],
)
def test_what_has_no_area_is_refused_by_name(shape):
    found, findings = cleaned(frame([SQUARE, shape]))
    assert found["region"].tolist() == ["WK900100"]
    assert list(findings.refused) == ["WK900101"] and not findings.repaired
