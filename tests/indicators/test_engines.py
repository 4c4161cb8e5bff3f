"""The build on Dask leaves behind the very files that the build in one process does."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bench import made_up
from indicators import __main__ as command
from indicators import engines
from loaders import store

SIZES = {"land": 1, "gemeente": 342, "wijk": 700, "buurt": 1500}


def test_here_goes_through_the_parts_in_order() -> None:
    assert list(engines.here(lambda part: part * 2, [1, 2, 3])) == [(1, 2), (2, 4), (3, 6)]


def test_processes_beside_give_every_part_and_its_outcome() -> None:
    parts = list(range(-20, 20))
    assert sorted(engines.beside(abs, iter(parts))) == [(part, abs(part)) for part in parts]
    assert list(engines.beside(lambda part: part, [1, 2])) == [(1, 1), (2, 2)]  # a few are not worth a process


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor: no processes beside")
def test_a_process_that_dies_ends_the_build_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="niets veranderd"):
        list(engines.beside(os._exit, [1] * 20))


def test_processes_beside_build_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    made_up.fill(here, SIZES, made_up.years(3))
    shutil.copytree(here, there)
    for folder, options in ((here, ["--engine", "pandas"]), (there, [])):
        monkeypatch.setenv("DSW_DATA", str(folder))
        assert command.main(["build", *options]) == 0
    assert store.open_store(there).manifest()["observations"] == store.open_store(here).manifest()["observations"]


def test_without_dask_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "dask.distributed", None)
    with pytest.raises(ValueError, match=r"requirements-dask\.txt"):
        engines.dask()


def test_a_scheduler_belongs_to_dask(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["build", "--scheduler", "tcp://127.0.0.1:1"])
    assert "--engine dask" in capsys.readouterr().err


def test_dask_builds_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("dask.distributed", reason="Dask is an extra")
    here, there = tmp_path / "here", tmp_path / "there"
    made_up.fill(here, SIZES, made_up.years(2))
    shutil.copytree(here, there)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp://", host="127.0.0.1", dashboard_address=None
    ) as cluster:
        for folder, options in (
            (here, ["--engine", "pandas"]),
            (there, ["--engine", "dask", "--scheduler", cluster.scheduler_address]),
        ):
            monkeypatch.setenv("DSW_DATA", str(folder))
            assert command.main(["build", *options]) == 0

    built, on_dask = store.open_store(here), store.open_store(there)
    assert built.variables("buurt", made_up.years(1)[0])
    assert [e for e in built.manifest()["observations"].values() if e["source"] == command.SOURCE]
    assert on_dask.manifest()["observations"] == built.manifest()["observations"]
