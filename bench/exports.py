"""How long the files to take along take to make: a workbook of all wijken, a brief, a picture of all wijken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.context import Context
from bench.result import Result
from bench.servers import ROOT
from loaders import store


def measure(context: Context) -> list[Result]:
    """The file of the data page, made by the process that the dashboard starts for it: Python and its imports count."""
    year = store.open_store(context.data).years("wijk", "inwoners")[-1]
    times = [_workbook(context, year) for _ in range(context.few(3, 1))]
    once = subprocess.run(
        [sys.executable, "-m", "bench.taken_once"],
        cwd=ROOT,
        env=os.environ | context.settings,
        check=True,
        capture_output=True,
        text=True,
    )
    taken: dict[str, float] = json.loads(once.stdout.splitlines()[-1])
    return [
        Result(f"xlsx of all wijken of {year}, every figure", "s", median(times), goal=5),
        Result("PDF brief of a wijk with map and chart, warm server, first asked for", "s", taken["brief"], goal=1.5),
        Result("map of all wijken as SVG: time", "s", taken["svg"], goal=2),
        Result("map of all wijken as SVG: size", "KB", taken["svg_kb"]),
        Result("map of all wijken as PNG, 1600 pixels wide", "s", taken["png"], goal=2),
    ]


def _workbook(context: Context, year: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "export.bulk", "wijk", str(year), "breed", "xlsx", str(Path(folder, "wijken.xlsx"))],
            cwd=ROOT,
            env=os.environ | context.settings,
            check=True,
        )
        return time.perf_counter() - started
