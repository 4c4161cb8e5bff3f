"""Provinces from a small fake CBS."""

import json

import pytest

from loaders import store
from loaders.pulling.pull import Pull
from loaders.pulling.runner import Plan, run
from loaders.reading.http import Client, SourceError
from loaders.sources import cbs_gebieden
from tests.fakes import cbs, cubes
from tests.fakes import odata as fake

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


@pytest.fixture(autouse=True)
def no_v4(monkeypatch):
    """No second way, unless a test opens it."""
    with fake.serving() as service:
        monkeypatch.setenv("DSW_CBS_V4_URL", service.url)
        yield


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
    expectation, _ = cbs_gebieden.SOURCE.expects
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


def test_when_v3_fails_the_download_gives_the_same_provinces(monkeypatch, tmp_path):
    heads = ["Code", "Naam"] * 3
    files = {
        "Properties": [{"Identifier": "84721NED", "Title": "Gebieden in Nederland 2020", "Modified": "2020-01-01"}],
        "Dimensions": [{"Identifier": "RegioS", "Kind": "GeoDimension"}],
        "MeasureGroups": [{"Id": str(i), "Title": t} for i, t in enumerate(("Regio", "COROP", "Provincies"))],
        "MeasureCodes": [
            {"Identifier": f"X{i}", "Title": head, "Unit": "", "MeasureGroupId": str(i // 2)}
            for i, head in enumerate(heads)
        ],
        "Observations": [
            {"Measure": f"X{i}", "RegioS": row[0], "Value": "", "StringValue": f"{cell}  "}
            for row in ROWS
            for i, cell in enumerate(row)
        ],
    }
    with cubes.serving({}) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        monkeypatch.setenv("DSW_CBS_V4_URL", running.base)
        monkeypatch.setattr("loaders.reading.odata.Bulk.download", lambda *_: cbs.zipped(files))
        (result,) = run(Plan([cbs_gebieden.SOURCE], [2020], root=tmp_path))
    assert (result.outcome, result.route) == ("ok", "v4"), result.message
    assert any("v4-download" in note for note in result.notes)
    assert store.open_store(tmp_path).groups("provincie", 2020)["group"].to_dict() == {
        "GM0003": "PV20",
        "GM0363": "PV27",
    }
