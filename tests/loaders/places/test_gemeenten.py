"""Which gemeente became which, held against published counts and codes, and provinces from a small fake CBS."""

import itertools
import json

import pytest

from loaders import store
from loaders.places import gemeenten
from loaders.pulling.pull import Pull
from loaders.pulling.runner import Plan, run
from loaders.reading.http import Client, SourceError
from loaders.sources import cbs_gebieden
from tests.fakes import odata as fake

# CBS: gemeenten on 1 January of each year.
COUNTS = {2013: 408, 2014: 403, 2015: 393, 2016: 390, 2017: 388, 2018: 380, 2019: 355, 2020: 355}
COUNTS |= {2021: 352, 2022: 345, 2023: 342, 2024: 342}


@pytest.mark.parametrize(
    ("code", "first", "last", "expected"),
    [
        ("GM0003", 2020, 2021, "GM1979"),
        ("GM0003", 2013, 2020, "GM0003"),
        ("GM0003", 2021, 2024, "GM0003"),
        ("GM0693", 2012, 2024, "GM1978"),
        ("GM0653", 2013, 2024, "GM1940"),
        ("GM0457", 2022, 2023, "GM0363"),
        ("GM0788", 2020, 2021, None),
        ("GM0363", 2013, 2026, "GM0363"),
    ],
)
def test_the_one_gemeente_that_it_went_into(code, first, last, expected):
    assert gemeenten.successor(code, first, last) == expected


def test_a_split_gemeente_has_several_successors_through_the_years():
    assert gemeenten.successors("GM0788", 2020, 2024) == ("GM0757", "GM0824", "GM0855", "GM0865")
    assert gemeenten.successors("GM0055", 2013, 2016) == ("GM0074", "GM0080", "GM1900", "GM1940")


def test_what_became_of_a_gemeente_in_a_sentence():
    assert gemeenten.told("GM0003") == "Appingedam (GM0003) hoort sinds 2021 bij Eemsdelta (GM1979)."
    assert gemeenten.told("GM0053") == (
        "Winsum (GM0053) is sinds 2019 verdeeld over Het Hogeland (GM1966) en Westerkwartier (GM1969)."
    )
    assert gemeenten.told("GM0363") == ""


def test_changes_add_up_to_the_published_number_of_gemeenten():
    for year in range(2014, 2025):
        mine = [change for change in gemeenten.changes() if change.year == year]
        gone = {change.old for change in mine}
        arrived = {change.new for change in mine if int(change.new[2:]) > 1910 and _first_year(change.new) == year}
        assert COUNTS[year] == COUNTS[year - 1] - len(gone) + len(arrived), year


def _first_year(code):
    return min(change.year for change in gemeenten.changes() if change.new == code)


def test_part_is_marked_where_and_only_where_a_gemeente_was_split():
    for change in gemeenten.changes():
        others = {c.new for c in gemeenten.changes() if (c.old, c.year) == (change.old, change.year)}
        assert change.part == (len(others) > 1), change


@pytest.mark.replay
def test_changes_lead_from_the_real_gemeenten_of_one_year_to_those_of_the_next(replay_folder):
    geopandas = pytest.importorskip("geopandas")
    codes = {}
    for path in sorted((replay_folder / "geo").glob("gemeenten_*.parquet")):
        codes[int(path.stem[-4:])] = set(geopandas.read_parquet(path)["code"])
    years = sorted(codes)
    for before, after in itertools.pairwise(years):
        made = {new for code in codes[before] for new in gemeenten.successors(code, before, after)}
        assert made == codes[after], (before, after)


# ---------------------------------------------------------------- provinces

ROWS = [
    ("GM0003", "Appingedam", "CR03", "Delfzijl en omgeving", "PV20", "Groningen"),
    ("GM0363", "Amsterdam", "CR23", "Groot-Amsterdam", "PV27", "Noord-Holland"),
]


def table(rows=ROWS, year=2020, shift=0):
    keys = [f"{stem}_{number + shift}" for number, stem in enumerate(["Code", "Naam"] * 3, 1)]
    made = [{"RegioS": row[0], **{k: f"{v}   " for k, v in zip(keys, row, strict=True)}} for row in rows]
    groups = {"Regio": keys[:2], "COROP": keys[2:4], "Provincies": keys[4:]}
    properties = fake.properties([fake.dimension("RegioS", "GeoDimension")], groups)
    # As CBS does, the number at the end of a key is its place.
    return fake.Table(f"Gebieden in Nederland {year}", properties, made)


def pull(root, year=2020):
    with store.writer(root) as writer:
        one = Pull(cbs_gebieden.SOURCE, year, ("gemeente",), writer, client=Client(attempts=2, sleep=lambda s: None))
        cbs_gebieden.pull(one, year)
        one.finish()


@pytest.mark.parametrize("shift", [0, 7])
def test_province_is_found_by_its_codes_wherever_its_columns_are(monkeypatch, tmp_path, shift):
    with fake.serving(_84721NED=table(shift=shift)) as service:
        monkeypatch.setenv("DSW_CBS_URL", service.url)
        pull(tmp_path)
    found = store.open_store(tmp_path).groups("provincie", 2020)
    assert json.loads(found.to_json(orient="index")) == {
        "GM0003": {"group": "PV20", "group_name": "Groningen"},
        "GM0363": {"group": "PV27", "group_name": "Noord-Holland"},
    }
    assert store.open_store(tmp_path).groups("provincie", 2019).empty


def test_a_table_without_provinces_or_of_another_year_is_refused(monkeypatch, tmp_path):
    without = [(*row[:4], "XX01", "Ergens") for row in ROWS]
    with fake.serving(_84721NED=table(without)) as service:
        monkeypatch.setenv("DSW_CBS_URL", service.url)
        with pytest.raises(SourceError, match=r"met PV begint.*loaders/sources/cbs_gebieden\.py"):
            pull(tmp_path)
    with fake.serving(_84721NED=table(year=2019)) as service:
        monkeypatch.setenv("DSW_CBS_URL", service.url)
        with pytest.raises(SourceError, match=r"cbs_gebieden\.csv"):
            pull(tmp_path)


def test_check_asks_for_the_newest_table(monkeypatch):
    (expectation,) = cbs_gebieden.SOURCE.expects
    with fake.serving(_86247NED=table(year=2026)) as service:
        monkeypatch.setenv("DSW_CBS_URL", service.url)
        assert expectation.ask(Client(attempts=1)) == []
        service.tables.clear()
        assert expectation.ask(Client(attempts=1)) == ["Er is geen tabel Gebieden in Nederland 2026."]


def test_a_year_that_cbs_does_not_have_is_named_and_fatal_to_nothing(monkeypatch, tmp_path):
    with fake.serving(_84721NED=table()) as service:
        monkeypatch.setenv("DSW_CBS_URL", service.url)
        results = run(Plan([cbs_gebieden.SOURCE], [2020, 2021], root=tmp_path))
    assert [result.outcome for result in results] == ["ok", "not_available"]


def test_networks_of_cities_have_their_members_once():
    found = gemeenten.networks()
    assert {name: len(codes) for name, codes in found.items()} == {"g4": 4, "g40": 41}
    everyone = [code for codes in found.values() for code in codes]
    assert len(set(everyone)) == 45 and all(code.startswith("GM") and len(code) == 6 for code in everyone)
