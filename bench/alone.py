"""What is made without a screen, by a process of its own: the smallest bulk file and a brief, from start to end.

The smallest file, because it is the start that counts: what is imported, and what the store has to be asked first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.context import Context
from bench.result import Result
from bench.servers import ROOT
from loaders import store
from loaders.vocabulary import LEVELS
from web.api.bulk import ALLOCATOR


class Run(NamedTuple):
    """One process: its seconds, and in MB what it held before it wrote anything and the most that it held."""

    seconds: float
    ready: float
    most: float


def measure(context: Context) -> list[Result]:
    """The medians of a few runs."""
    held = store.open_store(context.data)
    wijk = held.names("wijk", held.years("wijk", "inwoners")[-1]).index[0]
    with tempfile.TemporaryDirectory() as folder:
        level = next(level for level in LEVELS if held.years(level))
        smallest = (level, str(held.years(level)[-1]), "breed", "parquet", str(Path(folder, "all.parquet")))
        bulk = _middle(context, "export.bulk", *smallest)
        brief = _middle(context, "export.brief", str(wijk), "-o", str(Path(folder, "brief.pdf")))
    return [
        Result("bulk child, from start to the smallest file", "s", bulk.seconds, goal=1),
        Result("bulk child, memory before it writes", "MB", bulk.ready, goal=120),
        Result("bulk child, most memory", "MB", bulk.most),
        Result("brief by its command, from start to PDF", "s", brief.seconds),
        Result("brief by its command, most memory", "MB", brief.most),
    ]


def _middle(context: Context, module: str, *arguments: str) -> Run:
    runs = [_run(context, module, *arguments) for _ in range(context.few(5, 1))]
    return Run(*(median(column) for column in zip(*runs, strict=True)))


def _run(context: Context, module: str, *arguments: str) -> Run:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.alone_once", module, *arguments],
        cwd=ROOT,
        env=os.environ | context.settings | ALLOCATOR,
        check=True,
        capture_output=True,
        text=True,
    )
    return Run(time.perf_counter() - started, *json.loads(done.stdout.splitlines()[-1]))
