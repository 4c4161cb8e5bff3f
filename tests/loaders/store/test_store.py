"""The store: what goes in comes out, half-written never shows, and wrong frames are refused by name."""

import json
import os
import signal
import subprocess
import sys
import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from shapely import box

from loaders import store
from loaders.store.layout import GROUND_COLUMNS
from loaders.store.manifest import empty_manifest, files_of, version_of
from tests.conftest import ROOT

WIJKEN = ["WK990001", "WK990002", "WK9900AA"]


def long(values, *, level="wijk", year=2020, division=None, source="cbs_kwb", status=None):
    """A long frame from {variable: [value an area]}."""
    rows = []
    for variable, column in values.items():
        for region, value in zip(WIJKEN, column, strict=True):
            missing = value is None
            rows.append(
                {
                    "region": region,
                    "level": level,
                    "division": division or year,
                    "year": year,
                    "variable": variable,
                    "value": np.nan if missing else value,
                    "status": status or ("not_given" if missing else "published"),
                    "source": source,
                }
            )
    return pd.DataFrame(rows)


def names():
    return pd.DataFrame(
        {"region": WIJKEN, "name": list("abc"), "gemeente": "GM9900", "gemeente_name": "Proefstad", "change": "1"}
    )


def squares():
    shapes = [box(i * 100, 0, i * 100 + 100, 100) for i in range(3)]
    return gpd.GeoDataFrame(names().drop(columns="change").assign(map_id=range(3)), geometry=shapes, crs=28992)


@pytest.fixture
def root(tmp_path):
    with store.writer(tmp_path) as w:
        w.put_observations("cbs_kwb", "wijk", 2020, long({"inwoners": [10, 20, None], "bijstand": [1, 2, 3]}))
        w.put_observations("cbs_kwb", "wijk", 2021, long({"inwoners": [11, 21, 31]}, year=2021))
        w.put_names("wijk", 2020, names())
        w.put_boundaries("wijk", 2021, squares(), b'{"type":"FeatureCollection"}', {"GM9900": b"{}"})
        w.record_pull("cbs_kwb", 2020, {"status": "ok"})
    return tmp_path


def test_table_is_wide_and_keeps_missing_apart(root):
    s = store.open_store(root)
    table = s.table("wijk", 2020)
    assert list(table.index) == WIJKEN and table.index.name == "region"
    assert table["inwoners"].tolist()[:2] == [10, 20] and np.isnan(table.loc["WK9900AA", "inwoners"])
    assert s.statuses("wijk", 2020).loc["WK9900AA", "inwoners"] == "not_given"
    asked = s.statuses("wijk", 2020, ["inwoners", "woz_waarde"])
    assert (asked["woz_waarde"] == "").all(), "a variable that is not there has no status at all"
    assert s.table("wijk", 2020, ["woz_waarde"]).shape[1] == 1


def test_table_never_mixes_divisions(root):
    with store.writer(root) as w:
        w.put_observations("rivm", "wijk", 2020, long({"eenzaam": [1, 2, 3]}, division=2022, source="rivm"))
    s = store.open_store(root)
    assert "eenzaam" not in s.table("wijk", 2020)
    assert list(s.table("wijk", 2020, division=2022)) == ["eenzaam"]


def test_observations_filters(root):
    s = store.open_store(root)
    found = s.observations(variables=["inwoners"], regions=["WK990001"])
    assert sorted(zip(found["year"], found["value"], strict=True)) == [(2020, 10), (2021, 11)]
    assert s.observations(variables=["bijstand"], years=[2021]).empty
    assert list(s.observations(sources=["nergens"]).columns) == list(store.COLUMNS)


def test_rows_of_a_few_areas_are_the_same_as_searched_in_the_files(root, monkeypatch):
    with store.writer(root) as w:
        w.put_observations("rivm", "wijk", 2020, long({"eenzaam": [1, None, 3]}, division=2022, source="rivm"))
    asked = {"level": "wijk", "regions": ["WK990003", "WK990001", "WK990001", "WK000000"]}
    held = store.open_store(root).observations(**asked)
    monkeypatch.setattr("loaders.store.reader.FEW_AREAS", 0)
    searched = store.open_store(root).observations(**asked)
    assert list(held) == list(searched) == list(store.COLUMNS) and set(held["division"]) == {2020, 2021, 2022}
    first, second = (
        frame.astype(dict.fromkeys(frame.select_dtypes("category"), str)).sort_values(list(store.KEYS))
        for frame in (held, searched)
    )
    pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True))


def test_what_is_held_of_the_files_has_a_bound(root):
    s = store.Store(root, most_bytes=1)
    assert len(s.table("wijk", 2020)) and len(s.table("wijk", 2021))
    assert len(s._frames) == 1 and s._held_bytes == next(iter(s._frames.values())).size


def test_manifest_answers_without_reading(root):
    s = store.open_store(root)
    assert s.years("wijk") == [2020, 2021] and s.years("wijk", "bijstand") == [2020] and s.years("buurt") == []
    assert s.levels("inwoners") == ["wijk"] and s.variables("wijk", 2021) == ["inwoners"]
    assert s.manifest()["observations"]["cbs_kwb/wijk/2020"]["variables"] == {"inwoners": 2, "bijstand": 3}


def test_names_and_boundaries(root):
    s = store.open_store(root)
    assert s.names("wijk", 2020).loc["WK990001", ["name", "change", "map_id"]].tolist() == ["a", "1", -1]
    assert s.names("wijk", 2021)["map_id"].tolist() == [0, 1, 2], "names come from the map when no table has them"
    assert s.regions("wijk", 2021).area.tolist() == [10000.0] * 3
    assert s.regions("wijk", 2020).geometry.isna().all()
    assert s.nearest_division("wijk", 2013) == 2021 and s.nearest_division("buurt", 2013) is None
    assert (root / "geo" / s.geojson("wijk", 2021)).read_bytes() == b'{"type":"FeatureCollection"}'
    assert s.geojson("wijk", 2021, "GM9900") and s.geojson("wijk", 2021, "GM0000") is None


def test_nearest_division_prefers_the_later(root):
    with store.writer(root) as w:
        w.put_boundaries("wijk", 2017, squares(), None)
    assert store.open_store(root).nearest_division("wijk", 2019) == 2021


def test_datapackage_lies_beside_the_data(root):
    package = json.loads((root / "datapackage.json").read_text())
    resource = package["resources"][0]
    assert package["profile"] == "data-package" and resource["name"] == "cbs-kwb"
    assert all((root / path).exists() for path in resource["path"])
    assert resource["schema"]["primaryKey"] == list(store.KEYS)


def test_an_error_inside_a_writer_changes_nothing(root):
    before = store.open_store(root).version
    with pytest.raises(RuntimeError), store.writer(root) as w:
        w.put_observations("cbs_kwb", "wijk", 2020, long({"inwoners": [1, 1, 1]}))
        raise RuntimeError
    s = store.open_store(root)
    assert s.version == before and s.table("wijk", 2020)["inwoners"].iloc[0] == 10


def test_the_same_data_is_the_same_version(root):
    before = store.open_store(root).version
    with store.writer(root) as w:
        w.put_observations("cbs_kwb", "wijk", 2021, long({"inwoners": [11, 21, 31]}, year=2021))
    assert store.open_store(root).version == before
    with store.writer(root) as w:
        w.put_observations("cbs_kwb", "wijk", 2021, long({"inwoners": [11, 21, 32]}, year=2021))
    assert store.open_store(root).version != before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: f.assign(region="BU99000001"), "another level"),
        (lambda f: f.assign(status="vreemd"), "status"),
        (lambda f: f.assign(value=np.nan), "disagree"),
        (lambda f: f.assign(value=np.inf), "value"),
        (lambda f: f.assign(year=2019), "year"),
        (lambda f: f.drop(columns="division"), "division"),
        (lambda f: pd.concat([f, f]), "twice"),
        (lambda f: f.head(0), "nothing to store"),
        (lambda f: f.assign(region="0363"), "another level"),
    ],
)
def test_wrong_frames_are_refused(root, change, says):
    frame = change(long({"inwoners": [1, 2, 3]}))
    with pytest.raises(store.StoreError, match=says) as told, store.writer(root) as w:
        w.put_observations("cbs_kwb", "wijk", 2020, frame)
    assert "cbs_kwb/wijk/2020" in str(told.value)


def test_boundaries_must_be_in_rd(root):
    with pytest.raises(store.StoreError, match="28992"), store.writer(root) as w:
        w.put_boundaries("wijk", 2020, squares().to_crs(4326), None)


def test_raw_answers_are_kept_once(root):
    with store.writer(root) as w:
        digest = w.put_raw(b"antwoord")
        assert w.put_raw(b"antwoord") == digest
    assert len(list((root / "raw").rglob("*.gz"))) == 1


def test_current_is_the_pulled_data_or_else_the_demo(root, tmp_path, monkeypatch):
    monkeypatch.setattr("loaders.store.today.DEMO", root)
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "leeg"))
    assert store.current().root == root, "nothing pulled: the demo"
    with store.writer(tmp_path / "leeg") as w:
        w.record_pull("cbs_kwb", 2020, {"status": "failed"})
    assert store.current().root == root, "a failed first pull is still no data"
    with store.writer() as w:
        w.put_observations("cbs_kwb", "wijk", 2020, long({"inwoners": [5, 5, 5]}))
    assert store.current().root == tmp_path / "leeg"
    assert store.current().table("wijk", 2020)["inwoners"].tolist() == [5, 5, 5], "re-opened when the manifest changed"


def test_an_empty_store_answers_with_empty_frames(tmp_path):
    s = store.open_store(tmp_path)
    assert s.is_empty() and s.table("wijk", 2020).empty and s.names("wijk", 2020).empty
    assert s.regions("wijk", 2020).empty and s.geojson("wijk", 2020) is None


def test_a_broken_manifest_says_what_to_do(tmp_path):
    (tmp_path / "manifest.json").write_text("{half")
    with pytest.raises(store.StoreError, match="Zet een kopie terug"):
        store.open_store(tmp_path)


def test_retired_files_go_after_their_time(root):
    file = root / store.open_store(root).manifest()["observations"]["cbs_kwb/wijk/2020"]["file"]
    with store.writer(root) as w:
        w.put_observations("cbs_kwb", "wijk", 2020, long({"inwoners": [1, 2, 3]}))
    assert file.exists(), "a running dashboard may still read it"
    os.utime(file, (0, time.time() - store.KEEP_SECONDS - 60))
    with store.writer(root) as w:
        w.record_pull("cbs_kwb", 2020, {"status": "ok"})
    assert not file.exists()


WRITE_FOREVER = """
import sys
sys.path[:0] = [{project!r}]
from pathlib import Path
from loaders import store
from tests.loaders.store.test_store import long, squares
n = 0
while True:
    n += 1
    with store.writer(Path({root!r})) as w:
        for year in (2020, 2021):
            w.put_observations("cbs_kwb", "wijk", year, long({{"inwoners": [n, n, n]}}, year=year))
        w.put_boundaries("wijk", 2021, squares(), b"%d" % n)
    print("klaar", flush=True)
"""


def test_killed_at_any_moment_the_store_is_whole(root):
    """Both years are always of one write, and every file that the manifest names is there."""
    script = WRITE_FOREVER.format(project=str(ROOT), root=str(root))
    for attempt in range(4):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"klaar\n"
        time.sleep(0.02 + 0.037 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()
        s = store.open_store(root)
        assert all((root / file).exists() for file in files_of(s.manifest()))
        a, b = (s.table("wijk", year)["inwoners"].iloc[0] for year in (2020, 2021))
        assert a == b >= 1


def test_two_writers_at_once_lose_nothing(root):
    with store.writer(root) as one, store.writer(root) as two:
        one.put_observations("cbs_kwb", "wijk", 2018, long({"inwoners": [1, 1, 1]}, year=2018))
        two.put_observations("cbs_kwb", "wijk", 2019, long({"inwoners": [2, 2, 2]}, year=2019))
    assert store.open_store(root).years("wijk") == [2018, 2019, 2020, 2021]


def test_store_refuses_addresses_twice_and_negative_counts(tmp_path):
    with pytest.raises(store.StoreError, match="once"), store.writer(tmp_path) as w:
        w.put_addresses(2023, pd.DataFrame({"address": [2, 1], "buurt": ["BU03630000"] * 2}))
    with pytest.raises(store.StoreError, match="not negative"), store.writer(tmp_path) as w:
        w.put_crosswalk("wijk", 2023, 2024, pd.DataFrame({"old": ["a"], "new": ["b"], "addresses": [-1]}))


def grounds(*rows):
    """What is known of areas: old, new, region, ground, sign, was."""
    return pd.DataFrame(rows, columns=list(GROUND_COLUMNS))


def test_grounds_come_back_by_pair_of_divisions_and_are_replaced_as_a_whole(tmp_path):
    first = grounds(
        (2022, 2024, "WK990002", "partly", "flags", ""),
        (2020, 2022, "WK990001", "same", "flags", "WK990001"),
        (2020, 2022, "WK9900AA", "other", "absent", "WK990002"),
    )
    with store.writer(tmp_path) as w:
        w.put_ground("wijk", first, "merk")
    held = store.open_store(tmp_path)
    found = held.ground("wijk", 2020, 2022)
    assert found.index.name == "region" and list(found.columns) == ["ground", "sign", "was"]
    assert found.to_dict("index") == {
        "WK990001": {"ground": "same", "sign": "flags", "was": "WK990001"},
        "WK9900AA": {"ground": "other", "sign": "absent", "was": "WK990002"},
    }
    assert held.ground("wijk", 2022, 2024).index.tolist() == ["WK990002"]
    entry = held.manifest()["grounds"]["wijk"]
    assert (entry["made_of"], entry["rows"]) == ("merk", 3)
    assert pq.read_metadata(tmp_path / entry["file"]).num_row_groups == 2, "who asks for one pair reads no other"
    with store.writer(tmp_path) as w:
        w.put_ground("wijk", first.tail(1), "ander merk")
    assert store.open_store(tmp_path).ground("wijk", 2022, 2024).empty
    assert store.open_store(tmp_path).manifest()["grounds"]["wijk"]["made_of"] == "ander merk"


def test_grounds_that_are_not_held_are_an_empty_frame_of_the_same_form(tmp_path):
    with store.writer(tmp_path) as w:
        w.put_names("wijk", 2020, names())
    held = store.open_store(tmp_path)
    for of in (("wijk", 2020, 2022), ("buurt", 2020, 2022)):
        found = held.ground(*of)
        assert found.empty and found.index.name == "region" and list(found.columns) == ["ground", "sign", "was"]
    with store.writer(tmp_path) as w:
        w.put_ground("wijk", grounds((2020, 2022, "WK990001", "unknown", "", "")), "merk")
    found = store.open_store(tmp_path).ground("wijk", 2021, 2022)
    assert found.empty and list(found.columns) == ["ground", "sign", "was"]


def test_the_same_grounds_make_the_same_file_and_an_area_twice_is_refused(tmp_path):
    rows = [(2020, 2022, code, "same", "flags", code) for code in WIJKEN]
    versions = []
    for order in (rows, rows[::-1]):
        with store.writer(tmp_path) as w:
            w.put_ground("wijk", grounds(*order), "merk")
        versions.append(store.open_store(tmp_path).version)
    assert versions[0] == versions[1]
    with pytest.raises(store.StoreError, match="one row"), store.writer(tmp_path) as w:
        w.put_ground("wijk", grounds(*rows, rows[0]), "merk")


def test_a_table_of_grounds_may_be_empty_and_a_manifest_of_before_has_none(root):
    with store.writer(root) as w:
        w.put_ground("wijk", grounds(), "merk")
    assert store.open_store(root).ground("wijk", 2020, 2022).empty
    told = json.loads((root / "manifest.json").read_text())
    del told["grounds"], told["sha256"]
    told["version"] = version_of({**empty_manifest(demo=False), **told})
    (root / "manifest.json").write_text(json.dumps(told))
    assert store.open_store(root).ground("wijk", 2020, 2022).empty
    with store.writer(root) as w:
        w.put_names("wijk", 2021, names())
    assert store.open_store(root).manifest()["grounds"] == {}
