"""Versions of the data: kept with their files, compared with each other, pruned safely, and never served by guesswork."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalog
from indicators.__main__ import build_all
from loaders import __main__ as command
from loaders import store
from loaders.store import history, publishing, writing
from tests import small_store

WIJKEN = small_store.WIJKEN


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A data folder, and every step a version of its own."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    small_store.build(tmp_path)
    return tmp_path


def change(root, year=2020, **cells):
    """Store the figures of wijken of a year anew, with these cells (region: value) changed; returns the version."""
    held = store.open_store(root)
    frame = held.observations(level="wijk", years=[year], sources=["proef"]).astype({"status": object})
    for region, value in cells.items():
        row = (frame["region"] == region) & (frame["variable"] == "aandeel")
        frame.loc[row, "value"] = value
        frame.loc[row, "status"] = "published" if value is not None else "not_given"
    with store.writer(root) as w:
        w.put_observations("proef", "wijk", year, frame)
    return store.open_store(root).version


def shift(root, days):
    """Make every entry of the log this many days older."""
    path = root / "versions.json"
    log = json.loads(path.read_text())
    for entry in log:
        entry["created"] = (datetime.fromisoformat(entry["created"]) - timedelta(days=days)).isoformat()
    path.write_text(json.dumps(log))


def test_a_version_is_served_as_it_was(root):
    first = publishing.record(root)["version"]
    change(root, **{WIJKEN[0]: 99})
    second = publishing.record(root)["version"]
    old, new = store.at(first), store.at(second)
    assert (old.version, new.version) == (first, second)
    assert new is store.current()
    assert old.table("wijk", 2020)["aandeel"][WIJKEN[0]] == 10.0
    assert new.table("wijk", 2020)["aandeel"][WIJKEN[0]] == 99.0
    assert store.at(first) is old, "one version is open once, for all who look at it"


def test_the_log_says_what_changed_with_old_and_new_values(root):
    first = publishing.record(root)["version"]
    change(root, **{WIJKEN[0]: 99, WIJKEN[1]: None})
    with store.writer(root) as w:
        w.put_observations("proef", "wijk", 2023, small_store.rows("wijk", 2023, {"aandeel": {WIJKEN[0]: 1}}))
        w.remove_observations("proef", "land", 2022)
    entry = publishing.record(root, "De bron herzag 2020.")
    assert entry["previous"] == first
    assert entry["note"] == "De bron herzag 2020."
    kinds = {(p["level"], p["year"]): p for p in entry["changes"]}
    assert {key: p["kind"] for key, p in kinds.items()} == {
        ("wijk", 2020): "changed",
        ("wijk", 2023): "new",
        ("land", 2022): "gone",
    }
    changed = kinds["wijk", 2020]
    assert (changed["moved"], changed["emptied"], changed["filled"]) == (1, 1, 0)
    assert changed["variables"] == {"aandeel": 2}
    moved = store.revisions(root, entry).set_index("region")
    assert moved.loc[WIJKEN[0], ["old", "new"]].tolist() == [10.0, 99.0]
    assert moved.loc[WIJKEN[1], "old"] == 11.0 and pd.isna(moved.loc[WIJKEN[1], "new"])
    assert entry["moved"] == 1 and entry["listed"] == 2
    assert store.revisions(root, store.versions(root)[-1]).empty


def test_the_same_data_are_no_new_version(root):
    assert publishing.record(root) is not None
    assert publishing.record(root) is None
    change(root)
    assert publishing.record(root) is None
    assert len(store.versions(root)) == 1


def test_a_refresh_is_one_version_and_readers_see_nothing_half_way(root):
    """Two steps, as a pull and its indicators: only who refreshes sees them, until they become the data of today together."""
    first = publishing.record(root)["version"]
    with store.refreshing(root):
        half = change(root, **{WIJKEN[0]: 50})
        assert store.open_store(root).version == half != first
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(store.open_store, root).result().version == first, "a reader, meanwhile"
    assert store.waits(root) and store.is_news(root) and store.open_store(root).version == first
    store.note_with_news(root, "CBS herzag 2023.")
    with store.refreshing(root):
        change(root, **{WIJKEN[1]: 60})
        assert store.promote(root) == "CBS herzag 2023." and "note" not in store.open_store(root).written()
    entry = publishing.record(root, "Berekend.")
    assert [e["version"] for e in store.versions(root)] == [entry["version"], first]
    assert (entry["previous"], entry["note"], entry["moved"]) == (first, "Berekend.", 2)
    assert not store.waits(root) and store.at(half) is None and store.at(first) is not None


def test_what_was_stored_while_a_refresh_went_on_stays(root):
    """A file of a gemeente, stored between the pull and its build: the build goes on from it, and both become public."""
    with store.refreshing(root):
        change(root, **{WIJKEN[0]: 50})
    with store.writer(root) as w:
        w.put_custom_variable("eigen", {"label": "Eigen"})
    change(root, year=2021, **{WIJKEN[1]: 7})
    with store.refreshing(root):
        store.rebase(root)
        assert "eigen" in store.open_store(root).manifest()["custom_variables"]
        assert store.open_store(root).table("wijk", 2021, ["aandeel"])["aandeel"][WIJKEN[1]] == 7
        with store.writer(root) as w:
            w.record_pull("proef", 2020, {"status": "ok"})
        store.promote(root)
    held = store.open_store(root)
    assert held.table("wijk", 2020, ["aandeel"])["aandeel"][WIJKEN[0]] == 50
    assert held.table("wijk", 2021, ["aandeel"])["aandeel"][WIJKEN[1]] == 7
    assert "eigen" in held.manifest()["custom_variables"] and "base" not in held.written()
    assert held.manifest()["pulls"]["proef/2020"] == {"status": "ok"}


def test_what_was_taken_out_meanwhile_stays_out(root):
    with store.refreshing(root):
        change(root, **{WIJKEN[0]: 50})
    with store.writer(root) as w:
        w.remove_observations("proef", "wijk", 2021)
    with store.refreshing(root):
        store.promote(root)
    assert store.open_store(root).years("wijk", "aandeel") == [2020]


def test_changes_that_cannot_be_read_are_dropped_and_the_data_of_today_stand(root):
    before = store.open_store(root).version
    with store.refreshing(root):
        change(root, **{WIJKEN[0]: 50})
    path = root / "manifest.next.json"
    path.write_text(path.read_text(encoding="utf-8")[:200], encoding="utf-8")
    with store.refreshing(root):
        store.promote(root)
    assert store.open_store(root).version == before and not path.exists()


def test_what_waits_is_not_swept_away(root, monkeypatch):
    with store.refreshing(root):
        half = change(root, **{WIJKEN[0]: 50})
    for path in (root / "observations").rglob("*.parquet"):
        os.utime(path, (0, 0))
    change(root, year=2021, **{WIJKEN[1]: 7})
    with store.refreshing(root):
        assert store.open_store(root).version == half
        assert store.open_store(root).verify() == []
        store.promote(root)
    assert store.open_store(root).table("wijk", 2020, ["aandeel"])["aandeel"][WIJKEN[0]] == 50


def at(monkeypatch, moment):
    """The clock, for what is published from now on."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment

    monkeypatch.setattr(history, "datetime", Clock)
    monkeypatch.setattr(writing, "datetime", Clock)


def test_a_clock_that_was_two_years_ahead_for_a_moment_drops_nothing(root, monkeypatch, caplog):
    """Each publication stays a version of its own, also those after the clock was set back; and the jump is said."""
    now = datetime(2026, 12, 1, tzinfo=UTC)
    made = []
    for number, days in enumerate((0, 1, 731, 731.1, 2, 3)):
        at(monkeypatch, now + timedelta(days=days))
        made.append(change(root, **{WIJKEN[0]: 20 + number}))
        publishing.record(root)
    log = store.versions(root)
    assert [entry["version"] for entry in reversed(log)] == made and all(entry["kept"] for entry in log)
    assert [entry.get("clock", "") for entry in reversed(log)] == ["", "", "jumped", "jumped", "", ""]
    assert caplog.text.count("The clock says 2028-12-01") == 2
    assert all(store.at(version) is not None for version in made)


def test_a_long_time_without_a_refresh_is_believed_a_day_later(root, monkeypatch):
    now = datetime(2026, 12, 1, tzinfo=UTC)
    for number, moment in enumerate(
        [now, now + timedelta(days=500), now + timedelta(days=502), now + timedelta(days=503)]
    ):
        at(monkeypatch, moment)
        change(root, **{WIJKEN[0]: 20 + number})
        publishing.record(root)
        clocks = [entry.get("clock", "") for entry in reversed(store.versions(root))]
        assert clocks == ([""] * (number + 1) if number != 1 else ["", "jumped"])
    kept = [(entry.get("clock", ""), entry["kept"]) for entry in reversed(store.versions(root))]
    assert kept == [("", True)] * 4


@pytest.mark.parametrize(
    "version", ["0000000000", "leeg", "", "../manifest", "..", "/etc/passwd", "manifest", "a" * 500, "\0"]
)
def test_no_other_version_is_ever_looked_for(root, version):
    publishing.record(root)
    (root / "manifests" / "0000000000.json").write_text("{}")
    assert store.at(version) is None


def test_old_versions_go_with_their_files_and_not_before(root, monkeypatch):
    versions = [publishing.record(root)["version"]]
    for value in (1, 2, 3):
        change(root, **{WIJKEN[0]: value})
        versions.append(publishing.record(root)["version"])
    old = time.time() - 2 * store.KEEP_SECONDS
    for path in (root / "observations").rglob("*.parquet"):
        os.utime(path, (old, old))
    # The next write sweeps: files of a kept version stay however old they are.
    with store.writer(root) as w:
        w.record_pull("proef", 2020, {"status": "ok"})
    assert all(store.at(v).table("wijk", 2020)["aandeel"][WIJKEN[0]] in (10, 1, 2, 3) for v in versions)
    shift(root, store.KEEP_DAYS + 1)
    change(root, **{WIJKEN[0]: 4})
    versions.append(publishing.record(root)["version"])
    assert all(entry["kept"] for entry in store.versions(root)), "it could be the clock"
    shift(root, 2)
    change(root, **{WIJKEN[0]: 5})
    last = publishing.record(root)["version"]
    log = {e["version"]: e["kept"] for e in store.versions(root)}
    assert log == {**dict.fromkeys(versions[:3], False), versions[3]: True, versions[4]: True, last: True}
    assert store.at(versions[0]) is None and store.at(versions[3]) is not None
    assert sorted(p.stem for p in (root / "manifests").iterdir()) == sorted([*versions[3:], last])
    assert len(store.versions(root)) == 6, "what a version changed stays known when it is gone"
    for path in (root / "observations").rglob("*.parquet"):
        os.utime(path, (old, old))
    with store.writer(root) as w:
        w.record_pull("proef", 2021, {"status": "ok"})
    assert store.at(versions[3]).table("wijk", 2020)["aandeel"][WIJKEN[0]] == 3
    held = list((root / "observations/proef/wijk").glob("2020-*.parquet"))
    assert len(held) == 3, "files of no version any more are swept"


def test_how_long_is_a_setting(root, monkeypatch):
    monkeypatch.setenv("DSW_BEWAARDAGEN", "0")
    for value in (1, 2, 3):
        change(root, **{WIJKEN[0]: value})
        publishing.record(root)
    time.sleep(0.01)
    shift(root, 1)
    change(root, **{WIJKEN[0]: 9})
    publishing.record(root)
    assert [e["kept"] for e in store.versions(root)] == [True, True, False, False]
    monkeypatch.setenv("DSW_BEWAARDAGEN", "lang")
    with pytest.raises(store.StoreError, match="aantal dagen"):
        store.keep_days()


def test_a_version_can_be_taken_back_by_hand(root, capsys):
    first = publishing.record(root)["version"]
    change(root, **{WIJKEN[0]: 9})
    today = publishing.record(root, "Een correctie.")["version"]
    assert command.main(["versions"]) == 0
    told = capsys.readouterr().out
    assert first in told and "1 waarden veranderd" in told and "Een correctie." in told
    assert command.main(["versions", "--drop", today]) == 1
    assert command.main(["versions", "--drop", first]) == 0
    assert f'"version": "{first}"' in (store.home() / "audit.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert store.at(first) is None
    assert command.main(["versions"]) == 0
    assert "niet meer bewaard" in capsys.readouterr().out


def test_the_demo_region_has_no_versions_of_its_own(tmp_path):
    with store.writer(tmp_path, demo=True) as w:
        w.put_observations("proef", "wijk", 2020, small_store.rows("wijk", 2020, {"aandeel": {WIJKEN[0]: 1}}))
    assert publishing.record(tmp_path) is None
    assert not (tmp_path / "versions.json").exists()


def test_a_build_publishes_what_it_made(root):
    with store.writer(root) as w:
        cells = {id: dict.fromkeys(WIJKEN, 50) for id in ("inwoners", *catalog.leaves("bijstand_per_1000"))}
        w.put_observations("cbs_kwb", "wijk", 2020, small_store.rows("wijk", 2020, cells).assign(source="cbs_kwb"))
    before = store.open_store(root).version
    build_all(store.open_store(root), None, None, "Eerste keer.")
    log = store.versions(root)
    assert [e["version"] for e in log] == [store.open_store(root).version, before]
    assert log[0]["note"] == "Eerste keer."
    assert {p["source"] for p in log[0]["changes"]} == {"indicatoren"}


def test_a_broken_log_says_what_to_do(root):
    publishing.record(root)
    (root / "versions.json").write_text("{stuk")
    assert "Zet een kopie terug" in store.log_problem(root)


values = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False))
tables = st.dictionaries(
    st.tuples(st.sampled_from(WIJKEN), st.sampled_from(["aandeel", "groep"]), st.sampled_from([2020, 2024])),
    values,
    min_size=1,
)


def long(cells):
    rows = [
        (r, "wijk", d, 2020, v, x, "not_given" if x is None else "published", "proef") for (r, v, d), x in cells.items()
    ]
    frame = pd.DataFrame(rows, columns=list(store.COLUMNS)).astype({"value": "float64"})
    return frame.astype(dict.fromkeys(("region", "level", "variable", "status", "source"), "category"))


@given(old=tables, new=tables)
def test_differences_are_exactly_what_differs(old, new):
    frame, counts = publishing.differences(long(old), long(new))
    was = {key: value for key, value in old.items() if value is not None}
    now = {key: value for key, value in new.items() if value is not None}
    moved = {k for k in was.keys() & now.keys() if not np.isclose(was[k], now[k], rtol=1e-9, atol=1e-12)}
    assert counts["moved"] == len(moved)
    assert counts["emptied"] == len(was.keys() - now.keys())
    assert counts["filled"] == len(now.keys() - was.keys())
    told = {(r.region, r.variable, r.division): (r.old, r.new) for r in frame.itertuples()}
    assert set(told) == moved | (was.keys() - now.keys())
    for key, (before, after) in told.items():
        assert before == was[key]
        assert after == now[key] if key in now else pd.isna(after)
    same, none = publishing.differences(long(old), long(old))
    assert same.empty and none["moved"] == none["emptied"] == none["filled"] == 0


def test_dates_are_in_universal_time(root):
    created = datetime.fromisoformat(publishing.record(root)["created"])
    assert abs(datetime.now(UTC) - created) < timedelta(minutes=5)
