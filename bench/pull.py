"""Time and memory of pulling one table of CBS, beside plain cbsodata, from the same server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.context import Context
from bench.pull_once import TABLE
from bench.result import Result
from bench.servers import ROOT, pointed_at

RUNS = 3


def measure(context: Context) -> list[Result]:
    """Both ways by turns, a few times each; the medians, so that one slow moment of the machine does not decide."""
    if context.publishers is None:
        return []
    runs: dict[str, list[dict[str, float]]] = {"here": [], "plain": []}
    for _ in range(context.few(RUNS, 1)):
        for way, found in runs.items():
            found.append(_once(way, context.publishers))

    def middle(way: str, what: str) -> float:
        return median(run[what] for run in runs[way])

    return [
        Result(
            name=f"pull of {TABLE}: time",
            unit="s",
            value=middle("here", "seconds"),
            baseline=middle("plain", "seconds"),
            goal=0.7,
            goal_is_ratio=True,
        ),
        Result(
            name=f"pull of {TABLE}: peak memory above imports",
            unit="MB",
            value=middle("here", "megabytes"),
            baseline=middle("plain", "megabytes"),
            goal=0.5,
            goal_is_ratio=True,
        ),
    ]


def run_once(way: str, address: str, folder: Path, *what: str) -> dict[str, float]:
    """Seconds and megabytes of one such pull, measured in a process of its own that reads from this address."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.pull_once", way, str(folder), *what],
        cwd=ROOT,
        env=os.environ | pointed_at(address, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not any(folder.rglob("*.parquet")):
        raise RuntimeError(f"The {way} pull wrote nothing: {done.stderr[-2000:]}")
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _once(way: str, address: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        return run_once(way, address, Path(folder))
