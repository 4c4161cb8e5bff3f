"""It keeps working: whatever a service, a disk or a second pull does, the store opens on old or on new data."""

from __future__ import annotations

import copy
import errno
import multiprocessing
import os
import random
import threading
import time

import pandas as pd
import pytest

from loaders import store
from loaders.pulling import pull, runner
from loaders.sources import politie, rivm
from tests.fakes import cubes
from tests.loaders.sources import tables

TABLE = "47018NED"


@pytest.fixture
def fake(monkeypatch):
    with cubes.serving({TABLE: tables.crime(), "50150NED": tables.health()}) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.base)
        monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        yield running


def go(tmp_path, *sources, year=2024, **more):
    return runner.run(runner.Plan(sources or [politie.SOURCE], [year], root=tmp_path, **more))


def change(fake):
    """Another release, with every figure a thousand higher."""
    table = fake.tables[TABLE] = copy.copy(fake.tables[TABLE])
    old = table.value
    table.modified = "2026-01-01T02:00:00"
    table.value = lambda stem, **at: None if (value := old(stem, **at)) is None else value + 1000


def figures(root):
    """All that is stored of a year, checked to be readable from the first file to the last."""
    data = store.open_store(root)
    for level in ("land", "gemeente", "wijk", "buurt"):
        data.table(level, 2024)
    frame = data.observations(sources=["politie"])
    return frame.sort_values(["region", "variable"]).reset_index(drop=True)


# ---------------------------------------------------------------- faults of a service


@pytest.mark.parametrize("kind", ["500", "429", "html", "cut", "drop", "slow", "rename", "placeholder"])
def test_one_source_that_fails_leaves_the_others_and_the_last_good_data(fake, tmp_path, kind, monkeypatch):
    monkeypatch.setattr("loaders.reading.odata.METADATA_SECONDS", 0.5)
    go(tmp_path, politie.SOURCE)
    before = figures(tmp_path)
    change(fake)
    if kind == "rename":
        fake.tables[TABLE].topics[0].key = "Anders_1"
    elif kind == "placeholder":
        fake.tables[TABLE].blocked = True
    else:
        fake.faults.append([kind, 999, TABLE])
    results = go(tmp_path, politie.SOURCE, rivm.SOURCE, year=2020) + go(tmp_path, politie.SOURCE)
    # Of rivm there is a year 2020, of politie there is none: its failure must show there too.
    assert {r.source: r.outcome for r in results if r.year == 2020}["rivm"] == "ok"
    assert results[-1].outcome == "failed"
    assert results[-1].message
    pd.testing.assert_frame_equal(figures(tmp_path), before)
    record = store.open_store(tmp_path).manifest()["pulls"]["politie/2024"]
    assert (record["status"], record["message"]) == ("failed", results[-1].message)
    assert record["fetched"], "the facts of the last good pull stay"


def test_a_column_number_that_moved_is_no_fault(fake, tmp_path):
    go(tmp_path)
    change(fake)
    fake.tables[TABLE].topics[0].key = "GeregistreerdeMisdrijven_2"
    assert go(tmp_path)[0].outcome == "ok"


def test_a_trickle_is_given_up(fake, tmp_path, monkeypatch):
    made = pull.Client.__init__

    def impatient(self, **more):
        made(self, **{**more, "attempts": 2, "stall": 0.2})

    monkeypatch.setattr("loaders.reading.http.Client.__init__", impatient)
    fake.faults.append(["slow", 99, "TypedDataSet?"])
    (result,) = go(tmp_path)
    assert result.outcome == "failed"
    assert "traag" in result.message


# ---------------------------------------------------------------- a full disk


@pytest.mark.parametrize("room", [0, 1, 3, 6, 9])
def test_a_full_disk_is_told_and_leaves_the_last_good_data(fake, tmp_path, monkeypatch, room):
    go(tmp_path)
    before = figures(tmp_path)
    change(fake)
    left = [room]
    real = os.fsync

    def full(handle):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr("loaders.store.disk.os.fsync", full)
    (result,) = go(tmp_path)
    assert result.outcome == "failed"
    assert "kan niet worden geschreven" in result.message
    monkeypatch.undo()
    pd.testing.assert_frame_equal(figures(tmp_path), before)
    assert not list(tmp_path.rglob("*.tmp")), "nothing half written stays behind"


# ---------------------------------------------------------------- a killed pull


# Where the system can, a process that has imported everything once makes a copy of itself for each pull.
PROCESSES = multiprocessing.get_context(
    "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
)
PROCESSES.set_forkserver_preload(["pandera.pandas", __name__])


def _pull(base, root, year, line):
    """A pull in a process of its own. It says when it is ready to begin, so that a kill hits the pull, not an import."""
    os.environ["DSW_DERDEN_URL"] = base
    line.send("klaar")
    line.recv()
    runner.run(runner.Plan([politie.SOURCE], [year], root=root, force=True))


def _child(fake, root, year=2024):
    """A pull that waits, and the line by which it is told to begin."""
    line, its_end = PROCESSES.Pipe()
    child = PROCESSES.Process(target=_pull, args=(fake.base, root, year, its_end))
    child.start()
    assert line.recv() == "klaar"
    return child, line


def test_killed_at_twenty_moments_the_store_is_old_or_new_and_never_half(fake, tmp_path):
    first = fake.tables[TABLE]
    go(tmp_path)
    old = figures(tmp_path)
    change(fake)
    second = fake.tables[TABLE]
    _killed(fake, tmp_path, after=None)
    new = figures(tmp_path)
    assert not new["value"].equals(old["value"])
    start = time.perf_counter()
    go(tmp_path, force=True)
    whole = time.perf_counter() - start
    seen = {"old": 0, "new": 0}
    numbers = random.Random(3)
    for _ in range(20):
        fake.tables[TABLE] = first
        go(tmp_path, force=True)
        fake.tables[TABLE] = second
        _killed(fake, tmp_path, after=numbers.uniform(0, 1.3) * whole)
        found = figures(tmp_path)
        which = "new" if found["value"].equals(new["value"]) else "old"
        pd.testing.assert_frame_equal(found, new if which == "new" else old)
        seen[which] += 1
    assert seen["old"], "at least one was killed before it was done"
    assert go(tmp_path, force=True)[0].outcome == "ok", "a killed pull leaves no lock behind"


def _killed(fake, root, after):
    """A pull in a process of its own, killed so many seconds after it began (None: never)."""
    child, line = _child(fake, root)
    line.send("begin")
    if after is not None:
        time.sleep(after)
        child.kill()
    child.join(60)
    assert child.exitcode is not None


# ---------------------------------------------------------------- two pulls at once


def test_two_pulls_at_once_lose_nothing_of_each_other(fake, tmp_path):
    children = [_child(fake, tmp_path, year) for year in (2023, 2024)]
    for _, line in children:
        line.send("begin")
    for child, _ in children:
        child.join(60)
        assert child.exitcode == 0
    data = store.open_store(tmp_path)
    assert set(data.manifest()["observations"]) == {
        f"politie/{level}/{year}" for level in ("land", "gemeente", "wijk", "buurt") for year in (2023, 2024)
    }
    assert {p["status"] for p in data.manifest()["pulls"].values()} == {"ok"}


def test_the_same_year_pulled_twice_at_once_is_whole(fake, tmp_path):
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.extend(go(tmp_path, force=True))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r.outcome for r in outcomes] == ["ok"] * 3
    assert len(figures(tmp_path)) == len(politie.KINDS) * 10
