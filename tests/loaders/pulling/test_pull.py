"""Running pulls: what changed, what stays when something fails, and what the command says of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from loaders import __main__ as command
from loaders import store
from loaders.pulling import changes, runner
from loaders.reading.http import NotAvailable, SourceError
from loaders.source import Source
from loaders.sources import cbs_kwb
from loaders.vocabulary import LEVELS
from tests.fakes import cbs

TABLE = "84799NED"


@pytest.fixture
def fake(monkeypatch):
    with cbs.serving(2017, 2020) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        monkeypatch.setenv("DSW_CBS_V4_URL", running.base)
        monkeypatch.setenv("DSW_CBS_DOWNLOAD_URL", running.base)
        monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        yield running


def go(tmp_path, years=(2020,), **more):
    return runner.run(runner.Plan([cbs_kwb.SOURCE], years, root=tmp_path, **more))


def source(do, years=(2020, 2021)):
    return Source("los", "Los", "P", "CC0", "u", "h", LEVELS, years, pull=do)


def frame(level="gemeente", year=2020, **values):
    rows = list(values.items())
    return pd.DataFrame(
        {
            "region": [code for code, _ in rows],
            "level": level,
            "division": year,
            "year": year,
            "variable": "inwoners",
            "value": [v for _, v in rows],
            "status": ["not_given" if v is None else "published" for _, v in rows],
            "source": "los",
        }
    ).astype({"value": "float64"})


# ---------------------------------------------------------------- nothing new, something new


def test_a_second_pull_asks_one_question(fake, tmp_path):
    go(tmp_path)
    version = store.open_store(tmp_path).version
    fake.log.clear()
    (result,) = go(tmp_path)
    assert result.outcome == "unchanged"
    assert len(fake.log) == 1
    assert store.open_store(tmp_path).version == version
    record = store.open_store(tmp_path).manifest()["pulls"]["cbs_kwb/2020"]
    assert (record["status"], record["route"]) == ("unchanged", "v3")


def test_force_levels_and_columns_make_it_fetch_again(fake, tmp_path, monkeypatch):
    assert go(tmp_path, levels=["gemeente"])[0].outcome == "ok"
    assert go(tmp_path, levels=["gemeente"])[0].outcome == "unchanged"
    assert go(tmp_path, levels=["wijk"])[0].outcome == "ok"
    assert go(tmp_path, levels=["gemeente", "wijk"])[0].outcome == "unchanged"
    assert go(tmp_path, force=True)[0].outcome == "ok"
    monkeypatch.setattr(cbs_kwb, "READING", 99)
    assert go(tmp_path)[0].outcome == "ok"


def test_the_change_report_counts_what_moved(fake, tmp_path):
    made = fake.tables[TABLE]
    made.cells["GM9002", "Mannen"] = None
    go(tmp_path)
    made.modified = "2026-02-01T02:00:00"
    made.cells |= {
        ("GM9001", "AantalInwoners"): 5000,
        ("GM9002", "Vrouwen"): None,
        ("GM9002", "Mannen"): 40,
        ("GM9001", "Koopwoningen"): cbs.value(1, "koopwoningen") + 1,
    }
    (result,) = go(tmp_path)
    change = next(c for c in result.changes if c.level == "gemeente")
    assert (change.rows, change.rows_before) == (2, 2)
    assert (change.moved, change.filled, change.emptied) == (2, 1, 1)
    assert change.largest == changes.Move("GM9001", "inwoners", cbs.value(1, "inwoners"), 5000.0)
    assert next(c for c in result.changes if c.level == "wijk").moved == 0


def test_new_and_vanished_columns():
    old = frame(GM9001=1, GM9002=2).replace({"variable": {"inwoners": "mannen"}})
    change = changes.compare("gemeente", 2020, frame(GM9001=1), old)
    assert change.new_columns == ("inwoners",)
    assert change.vanished_columns == ("mannen",)
    assert (change.rows, change.rows_before, change.moved) == (1, 2, 0)


# ---------------------------------------------------------------- one failure among many


def test_other_years_go_on_and_results_keep_the_order(tmp_path):
    def do(job, year):
        if year == 2020:
            raise SourceError("De bron is stuk.")
        if year == 2021:
            raise NotAvailable("Bestaat niet.")
        if year == 2022:
            raise ZeroDivisionError("oei")
        job.save_observations("gemeente", frame(year=year, GM9001=1))

    results = runner.run(runner.Plan([source(do, (2020, 2021, 2022, 2023))], root=tmp_path))
    assert [r.outcome for r in results] == ["failed", "not_available", "failed", "ok"]
    assert "ZeroDivisionError" in results[2].message
    data = store.open_store(tmp_path)
    assert data.years("gemeente") == [2023]
    assert data.manifest()["pulls"]["los/2020"]["message"] == "De bron is stuk."


def test_what_was_saved_before_a_failure_is_not_seen(tmp_path):
    def do(job, year):
        job.save_observations("gemeente", frame(year=year, GM9001=1))
        raise SourceError("Halverwege.")

    runner.run(runner.Plan([source(do)], root=tmp_path))
    assert store.open_store(tmp_path).is_empty()


def test_a_frame_that_breaks_the_schema_is_a_failure(tmp_path):
    def do(job, year):
        job.save_observations("wijk", frame(year=year, GM9001=1))

    results = runner.run(runner.Plan([source(do)], root=tmp_path))
    assert {r.outcome for r in results} == {"failed"}


def test_progress_ends_full_and_never_goes_back(fake, tmp_path):
    seen = []
    runner.run(runner.Plan([cbs_kwb.SOURCE], (2017, 2020), root=tmp_path), seen.append)
    done = [p.done for p in seen]
    assert done == sorted(done)
    assert seen[-1].done == seen[-1].total == 2


def test_killed_in_the_middle_the_last_good_data_is_whole(fake, tmp_path):
    go(tmp_path)
    before = store.open_store(tmp_path).table("wijk", 2020)
    fake.tables[TABLE].modified = "2026-03-01T02:00:00"
    fake.faults.append(["slow", 99, "TypedDataSet?"])
    fake.log.clear()
    child = subprocess.Popen(
        [sys.executable, "-m", "loaders", "pull", "cbs_kwb", "--years", "2020"],
        env={**os.environ, "DSW_DATA": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while not fake.asked("TypedDataSet?") and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert fake.asked("TypedDataSet?")
    pd.testing.assert_frame_equal(store.open_store(tmp_path).table("wijk", 2020), before)
    fake.faults.clear()
    assert go(tmp_path)[0].outcome == "ok"


# ---------------------------------------------------------------- the command


@pytest.fixture
def run(fake, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DSW_DATA", str(tmp_path))

    def run(*words):
        code = command.main(words)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_command_reports_and_ends_with_0_when_a_year_is_not_there(run):
    code, out, err = run("pull", "cbs_kwb", "--years", "2017-2018,2020")
    assert code == 0
    assert "buurten 2020: 18 rijen; nieuw" in out
    assert "cbs_kwb: opgehaald: 2017, 2020" in out
    assert "cbs_kwb: niet bij de bron: 2018" in out
    assert "100%" in err


def test_the_command_ends_with_1_when_something_failed_and_says_what_to_do(run, fake):
    fake.faults.append(["500", 9999, TABLE])
    code, out, _ = run("pull", "cbs_kwb", "--years", "2017,2020")
    assert code == 1
    assert "cbs_kwb: opgehaald: 2017" in out
    assert "cbs_kwb: MISLUKT: 2020" in out
    assert "draai dezelfde opdracht nog eens" in out
    assert "fout 500" in out


@pytest.mark.parametrize(
    "words",
    [
        ("pull", "onzin"),
        ("pull", "--years", "tweeduizend"),
        ("pull", "--years", "2020-2013"),
        ("pull", "--levels", "straat"),
        (),
    ],
)
def test_nonsense_is_refused_with_2(run, words):
    with pytest.raises(SystemExit) as raised:
        run(*words)
    assert raised.value.code == 2


def test_years_without_a_table_are_refused(run):
    assert run("pull", "cbs_kwb", "--years", "1995")[0] == 2


def test_status_as_table_and_as_json(run):
    run("pull", "cbs_kwb", "--years", "2017,2020")
    code, out, _ = run("status")
    assert code == 0
    assert "2017, 2020" in out
    assert "CC BY 4.0" in out
    about = json.loads(run("status", "--json")[1])
    (kwb,) = [s for s in about["sources"] if s["id"] == "cbs_kwb"]
    assert kwb["years"] == [2017, 2020]
    assert kwb["levels"] == list(LEVELS)
    assert kwb["outcomes"] == {"2017": "ok", "2020": "ok"}


def test_a_folder_that_cannot_be_written_is_told(run, tmp_path, monkeypatch):
    blocked = tmp_path / "bestand"
    blocked.write_text("geen map")
    monkeypatch.setenv("DSW_DATA", str(blocked / "data"))
    code, out, _ = run("pull", "cbs_kwb", "--years", "2020")
    assert code == 1
    assert "DSW_DATA" in out


def test_numbers_years_and_ages_in_words():
    assert command._number(17407585) == "17.407.585"
    assert command._number(12.5) == "12,5"
    assert command._years("2015,2017-2019") == [2015, 2017, 2018, 2019]
    assert command._spans([2015, 2017, 2018, 2019]) == "2015, 2017–2019"
    assert command._age(None) == "–"
