"""Boundaries from a fake PDOK over HTTP: what is taken, what is left out, what is refused, and what a fault leaves."""

import json

import pytest
import shapely

from loaders import store
from loaders.pulling.pull import Pull, Unchanged
from loaders.pulling.runner import Plan, run
from loaders.reading.http import Client, NotAvailable, SourceError
from loaders.sources import regions
from tests.fakes import pdok as fake

YEAR = 2024
ALL = ("gemeente", "wijk", "buurt")


@pytest.fixture
def pdok(monkeypatch):
    with fake.serve() as running:
        monkeypatch.setenv("DSW_PDOK_URL", running.url)
        monkeypatch.setenv("DSW_PDOK_API_URL", running.url)
        yield running


@pytest.fixture
def root(tmp_path):
    return tmp_path / "data"


def pull(root, year=YEAR, levels=ALL, force=False):
    """One pull as the runner does it, without waiting between tries; returns what the source noted."""
    before = store.open_store(root)
    with store.writer(root) as writer:
        one = Pull(
            regions.SOURCE,
            year,
            levels,
            writer,
            before=before,
            force=force,
            client=Client(attempts=3, sleep=lambda seconds: None),
        )
        regions.pull(one, year)
        one.finish()
    return one.notes


def drawn(root, level, gemeente=None):
    name = store.open_store(root).geojson(level, YEAR, gemeente)
    return json.loads((root / "geo" / name).read_text())["features"]


def wijk(pdok, code):
    return next(f for f in pdok.years[YEAR]["wijken"] if f["properties"]["wijkcode"].strip() == code)


def test_every_level_is_stored_without_water_and_belgium(pdok, root):
    assert pull(root) == []
    data = store.open_store(root)
    assert data.names("gemeente", YEAR).index.tolist() == ["GM9001", "GM9002"]
    assert data.names("wijk", YEAR).index.tolist() == ["WK900100", "WK900101", "WK900200", "WK900201"]
    assert len(data.names("buurt", YEAR)) == 8
    shapes = data.regions("buurt", YEAR)
    assert shapes.crs.to_epsg() == 28992
    assert shapes.area.round().tolist() == [1_000_000] * 8


def test_text_is_stripped_and_names_its_gemeente(pdok, root):
    pull(root)
    row = store.open_store(root).names("buurt", YEAR).loc["BU90020101"]
    assert (row["name"], row["gemeente"], row["gemeente_name"]) == ("Buurt 2.1.1", "GM9002", "Gemeente 2")


def test_browser_gets_one_national_file_or_one_a_gemeente_with_integer_ids(pdok, root):
    pull(root)
    data = store.open_store(root)
    wijken = drawn(root, "wijk")
    assert [f["id"] for f in wijken] == [0, 1, 2, 3]
    assert wijken[2]["properties"] == {"code": "WK900200", "naam": "Wijk 2.0", "gemeente": "Gemeente 2"}
    assert data.geojson("buurt", YEAR) is None
    assert [f["id"] for f in drawn(root, "buurt", "GM9002")] == [4, 5, 6, 7]
    assert data.map_ids("buurt", YEAR)["BU90020000"] == 4


def test_pages_are_asked_one_after_the_other_in_rd(pdok, root):
    pull(root, levels=("buurt",))
    pages = pdok.pages_asked()
    assert [page["startindex"] for page in pages] == ["0", "3", "6", "9"]
    assert {page["count"] for page in pages} == {"1000"}
    assert {page["srsname"] for page in pages} == {"EPSG:28992"}


def test_answer_in_degrees_is_brought_to_rd(pdok, root):
    import geopandas as gpd

    for one in pdok.years[YEAR]["wijken"]:
        shape = gpd.GeoSeries([shapely.geometry.shape(one["geometry"])], crs=28992).to_crs(4326)
        one["geometry"] = shapely.geometry.mapping(shape[0])
    pull(root, levels=("wijk",))
    assert store.open_store(root).regions("wijk", YEAR).area.round(-1).tolist() == [2_000_000] * 4


def test_answer_with_its_axes_swapped_is_refused(pdok, root):
    for one in pdok.years[YEAR]["wijken"]:
        one["geometry"] = {"type": "Polygon", "coordinates": [[[52.1, 4.9], [52.2, 4.9], [52.2, 5.0], [52.1, 4.9]]]}
    with pytest.raises(SourceError, match="Grenzen van wijken 2024: de grenzen liggen buiten Nederland"):
        pull(root, levels=("wijk",))


@pytest.mark.parametrize("faults", [["500"], ["html"], ["cut"], ["exception"], ["500", "html"]])
def test_passing_fault_is_tried_again(pdok, root, faults):
    pdok.faults = list(faults)
    pull(root)
    assert len(store.open_store(root).names("wijk", YEAR)) == 4


@pytest.mark.parametrize("fault", ["500", "html", "cut", "exception"])
def test_lasting_fault_leaves_the_last_good_data_whole(pdok, root, fault):
    pull(root)
    version = store.open_store(root).version
    pdok.faults = [""] * 4 + [fault] * 50
    with pytest.raises(SourceError, match=r"Grenzen van .* 2024"):
        pull(root, force=True)
    assert store.open_store(root).version == version


def test_fewer_features_than_counted_is_no_answer(pdok, root):
    pdok.faults = ["", "short"]
    with pytest.raises(SourceError, match="PDOK telt 10 gebieden maar gaf er 3"):
        pull(root, levels=("buurt",))
    assert store.open_store(root).divisions("buurt") == []


@pytest.mark.parametrize("ids", [True, False])
def test_pages_that_overlap_are_no_answer(pdok, root, ids):
    pdok.ids = ids
    pdok.years[YEAR]["wijken"] = pdok.years[YEAR]["wijken"][:6]
    pdok.faults = ["", "overlap"]
    with pytest.raises(SourceError, match="PDOK gaf 3 gebieden twee keer"):
        pull(root, levels=("wijk",))


def test_invalid_shape_is_repaired_and_named(pdok, root):
    shape = wijk(pdok, "WK900100")["geometry"]
    west, south = fake.WEST, fake.SOUTH
    bow_tie = [[west, south], [west + 900, south + 900], [west + 900, south], [west, south + 900], [west, south]]
    shape["coordinates"] = [bow_tie]
    notes = pull(root, levels=("wijk",))
    assert any("WK900100: ongeldige grens hersteld" in note for note in notes)
    mended = store.open_store(root).regions("wijk", YEAR).geometry["WK900100"]
    assert mended.is_valid and mended.area == pytest.approx(405_000)


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "ontbreekt of is niet te herstellen"),
        ({"type": "Polygon", "coordinates": [[[120000, 480000], [121000, 480000]]]}, "ontbreekt of is niet te"),
        ({"type": "Point", "coordinates": [120000, 480000]}, "ontbreekt of is niet te herstellen"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, "ontbreekt of is niet te"),
        ({"type": "Polygon", "coordinates": [[[120000, 480000]] * 4]}, "ontbreekt of is niet te herstellen"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[120000, 480000], [120001, 480000], [120001, 480001], [120000, 480000]]],
            },
            "heeft geen oppervlakte",
        ),
    ],
)
def test_shape_that_would_break_clicks_is_refused_by_name(pdok, root, geometry, reason):
    wijk(pdok, "WK900101")["geometry"] = geometry
    notes = pull(root, levels=("wijk",))
    assert any(note.startswith("Wijken 2024: WK900101: geweigerd") and reason in note for note in notes)
    assert [f["properties"]["code"] for f in drawn(root, "wijk")] == ["WK900100", "WK900200", "WK900201"]
    assert [f["id"] for f in drawn(root, "wijk")] == [0, 1, 2]


def test_code_that_occurs_twice_becomes_one_region(pdok, root):
    pdok.years[YEAR]["wijken"].append(fake.feature("wijk", "WK900100", "Wijk 1.0", fake.box(5, 5, 1, 1)))
    notes = pull(root, levels=("wijk",))
    assert any("WK900100: stond meer dan eens in de bron" in note for note in notes)
    shape = store.open_store(root).regions("wijk", YEAR).geometry["WK900100"]
    assert shape.geom_type == "MultiPolygon" and shape.area == pytest.approx(3_000_000)
    assert len(drawn(root, "wijk")) == 4


def test_layer_without_a_water_property_is_all_land(pdok, root):
    pdok.years[YEAR]["wijken"] = pdok.years[YEAR]["wijken"][:4]
    for one in pdok.years[YEAR]["wijken"]:
        del one["properties"]["water"]
    pull(root, levels=("wijk",))
    assert len(drawn(root, "wijk")) == 4


def test_older_names_of_properties_are_known(pdok, root):
    for one in pdok.years[YEAR]["wijken"]:
        old = one["properties"]
        one["properties"] = {
            "WK_CODE": old["wijkcode"],
            "WK_NAAM": old["wijknaam"],
            "GM_NAAM": old["gemeentenaam"],
            "WATER": old["water"],
        }
    pull(root, levels=("wijk",))
    assert store.open_store(root).names("wijk", YEAR).loc["WK900201", "gemeente"] == "GM9002"


def test_property_that_vanished_is_named(pdok, root):
    for one in pdok.years[YEAR]["wijken"]:
        one["properties"]["wijknummer"] = one["properties"].pop("wijkcode")
    with pytest.raises(SourceError, match=r"Grenzen van wijken 2024: geen kolom wijkcode of wk_code of statcode"):
        pull(root, levels=("wijk",))


def test_code_of_another_make_is_named(pdok, root):
    wijk(pdok, "WK900100")["properties"]["wijkcode"] = "900100"
    with pytest.raises(SourceError, match="'900100' is geen code van een wijk"):
        pull(root, levels=("wijk",))


def test_unknown_mark_for_water_is_named(pdok, root):
    wijk(pdok, "WK900100")["properties"]["water"] = "MISSCHIEN"
    with pytest.raises(SourceError, match="onbekend kenmerk 'MISSCHIEN' in de kolom water"):
        pull(root, levels=("wijk",))


def test_wijk_codes_may_hold_letters(pdok, root):
    wijk(pdok, "WK900100")["properties"]["wijkcode"] = "WK9001AA"
    pull(root, levels=("wijk",))
    assert "WK9001AA" in store.open_store(root).names("wijk", YEAR).index


def test_year_that_pdok_lacks_is_named_and_not_fatal(pdok, root):
    with pytest.raises(NotAvailable, match="Grenzen 2013: PDOK heeft voor dit jaar geen"):
        pull(root, year=2013)
    results = run(Plan([regions.SOURCE], years=[2013, YEAR], root=root))
    assert [(r.year, r.outcome) for r in results] == [(2013, "not_available"), (YEAR, "ok")]


@pytest.mark.parametrize("code", [200, 400, 404])
def test_layer_that_a_year_lacks_is_named_and_the_rest_taken(pdok, root, code):
    pdok.unknown_layer_code = code
    del pdok.years[YEAR]["wijken"]
    notes = pull(root)
    assert notes == ["Wijken 2024: niet bij PDOK. De kaart gebruikt de indeling van het dichtstbijzijnde jaar."]
    assert store.open_store(root).divisions("gemeente") == store.open_store(root).divisions("buurt") == [YEAR]
    assert store.open_store(root).divisions("wijk") == []


def test_second_pull_only_counts(pdok, root):
    pull(root)
    pdok.asked.clear()
    with pytest.raises(Unchanged):
        pull(root)
    with pytest.raises(Unchanged):
        pull(root, levels=("wijk",))
    assert pdok.pages_asked() == []
    pull(root, force=True)
    assert pdok.pages_asked()


def test_second_pull_fetches_what_grew_and_what_was_not_asked_before(pdok, root):
    pull(root, levels=("gemeente",))
    pull(root)
    pdok.years[YEAR]["wijken"].append(fake.feature("wijk", "WK900202", "Wijk 2.2", fake.box(5, 0, 1, 1)))
    pull(root)
    assert len(drawn(root, "wijk")) == 5


def test_record_says_where_from_and_keeps_every_raw_page(pdok, root):
    pull(root)
    record = store.open_store(root).manifest()["pulls"][f"pdok_grenzen/{YEAR}"]
    assert record["table"] == "wijkenbuurten 2024"
    assert record["modified"] == "gemeente:4 wijk:6 buurt:10"
    # How many there are was asked too, of each level: without it no pull can be done again from what was kept.
    assert len(record["raw"]) - 3 == len(pdok.pages_asked()) == 8
    for raw in record["raw"]:
        assert (root / "raw" / raw["sha256"][:2] / f"{raw['sha256']}.gz").exists()


def test_a_property_about_a_change_that_is_not_taken_is_told(pdok, root, monkeypatch):
    real = regions._properties

    def more(rows, level, what):
        return real([{**row, "Indelingswijziging": 1} for row in rows], level, what)

    monkeypatch.setattr(regions, "_properties", more)
    told = [note for note in pull(root) if "over de methode" in note]
    assert len(told) == 3 and told[0].endswith("zegt iets over de methode: indelingswijziging.")


def test_a_height_in_one_vertex_does_not_open_a_ring():
    ring = [[122000, 480000, 3], [122000, 481000], [121000, 481000], [121000, 480000], [122000, 480000]]
    about = {"wijkcode": "WK900100", "wijknaam": "Wijk 0", "gemeentenaam": "Voordorp", "water": "NEE"}
    feature = {"type": "Feature", "properties": about, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    body = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    page = regions.read_page(body, "wijk", "Grenzen")
    assert not page.geometry.has_z.any() and page.geometry.is_valid.all()


@pytest.mark.parametrize("feature", [None, 5, {}, {"properties": {}}, {"properties": [], "geometry": None}])
def test_a_feature_of_another_make_is_a_damaged_answer(feature):
    with pytest.raises(ValueError, match="zonder eigenschappen of grens"):
        regions.read_page(json.dumps({"features": [feature]}).encode(), "wijk", "Grenzen")


# ---------------------------------------------------------------- the OGC API


def test_from_2026_on_the_ogc_api_is_asked_and_gives_the_same(pdok, root):
    pull(root)
    pdok.ogc[2026] = fake.layers()
    pdok.asked.clear()
    (result,) = run(Plan([regions.SOURCE], years=[2026], root=root))
    assert (result.outcome, result.route, result.notes) == ("ok", "ogc", ()), result.message
    assert not any("request" in query for query in pdok.asked), "the WFS was not needed"
    held = store.open_store(root)
    for level in ALL:
        assert held.regions(level, 2026).geometry.geom_equals(held.regions(level, YEAR).geometry).all()
    assert run(Plan([regions.SOURCE], years=[2026], root=root))[0].outcome == "unchanged"
    pdok.ogc[2026]["wijken"][0]["geometry"] = fake.box(5, 5, 1, 1)
    assert run(Plan([regions.SOURCE], years=[2026], root=root))[0].outcome == "ok"


@pytest.mark.parametrize(("year", "route"), [(2024, "ogc"), (2026, "wfs")])
@pytest.mark.parametrize("fault", ["", "500", "html"])
def test_where_the_one_way_fails_the_other_is_used_and_told(pdok, root, monkeypatch, year, route, fault):
    monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
    pdok.years, pdok.ogc = {}, {}
    (pdok.ogc if route == "ogc" else pdok.years)[year] = fake.layers()
    if fault:
        (pdok.years if route == "ogc" else pdok.ogc)[year] = fake.layers()
        pdok.faults = [fault] * 5
    (result,) = run(Plan([regions.SOURCE], years=[year], root=root))
    assert (result.outcome, result.route) == ("ok", route), result.message
    assert any("van PDOK gebruikt" in note for note in result.notes)


def test_a_link_that_goes_in_a_circle_is_given_up(pdok, root):
    pdok.years, pdok.ogc = {}, {2026: fake.layers()}
    pdok.faults = ["", "", "", *["circle"] * 20]
    with pytest.raises(SourceError, match=r"verwijst in een kring|twee keer"):
        pull(root, year=2026)
