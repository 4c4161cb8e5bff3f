"""The indicators of squares of 100 metres, on Dask: how long, in how much memory, and whether they equal those of pandas.

``python -m bench.squares [--areas 400000] [--years 10] [--folder FOLDER]`` does it on the whole size and prints the table;
as a part of ``python -m bench`` it is a tenth of the areas.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench import made_up, result
from bench.context import Context
from bench.result import Result
from bench.servers import ROOT
from loaders import store

AREAS, YEARS, VARIABLES = 400_000, 10, 40
MEMORY = 4096.0


def measure(context: Context) -> list[Result]:
    """Both engines on the same figures; what they leave behind must be the same files."""
    areas, years = context.few(AREAS // 10, AREAS // 40), context.few(YEARS, 2)
    with tempfile.TemporaryDirectory() as folder:
        return _of(Path(folder), areas, years)


def _of(folder: Path, areas: int, years: int) -> list[Result]:
    here, there = folder / "pandas", folder / "dask"
    made_up.fill(here, made_up.SIZES | {"buurt": areas}, made_up.years(years), VARIABLES)
    shutil.copytree(here, there)
    plain, plain_peak = _build(here, "--engine", "pandas")
    seconds, peak = _build(there, "--engine", "dask")
    differing = sum(one != other for one, other in zip(_files(here), _files(there), strict=True))
    size = f"{areas:,} squares × {years} years × {VARIABLES} variables"
    return [
        Result(f"{size}, on Dask with 2 workers", "s", seconds, plain),
        Result(f"{size}, on Dask: peak memory of all processes", "MB", peak, plain_peak, goal=MEMORY),
        Result(f"{size}, on Dask: parts that differ from pandas", "", differing, goal=0),
    ]


def _build(data: Path, *options: str) -> tuple[float, float]:
    """Seconds of the command, and the most megabytes that it and its workers held together."""
    started, peak = time.perf_counter(), 0.0
    command = [sys.executable, "-m", "indicators", "build", *options]
    process = psutil.Popen(command, cwd=ROOT, env=os.environ | {"DSW_DATA": str(data)}, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, _held(process))
        time.sleep(0.2)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed on {data}; run it by hand to see why.")
    return time.perf_counter() - started, peak


def _held(process: psutil.Process) -> float:
    held = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        for one in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                held += one.memory_info().rss
    return held / 2**20


def _files(data: Path) -> list[tuple[str, str]]:
    """The parts of a store with the hash of their content."""
    return [(key, entry["sha256"]) for key, entry in store.open_store(data).manifest()["observations"].items()]


def main() -> None:
    """The command above."""
    parser = argparse.ArgumentParser(prog="python -m bench.squares", description=__doc__)
    parser.add_argument("--areas", type=int, default=AREAS)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument(
        "--folder", type=Path, help="where the figures are made; some 10 GB (default: the system's own)"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        print(result.table(_of(Path(folder), chosen.areas, chosen.years)))


if __name__ == "__main__":
    main()
