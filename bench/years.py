"""Every year of the key figures from a server far away: a few at a time, beside the same one after the other.

``python -m bench.years WORKERS FOLDER FIRST LAST`` pulls once, in this process, and prints the seconds and the years.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.context import Context
from bench.result import Result
from bench.servers import ROOT, pointed_at
from bench.slow_line import slow_line
from loaders.pulling import runner
from loaders.source import registry

SOURCE, FIRST, LAST, SHORT = "cbs_kwb", 2013, 2025, 2022
MEGABYTES_A_SECOND, LATENCY = 10.0, 0.2


def measure(context: Context) -> list[Result]:
    """Nothing without the replayed publishers. The server on this machine makes its answers with the same processors."""
    if context.publishers is None:
        return []
    first = SHORT if context.quick else FIRST
    with slow_line(context.publishers, MEGABYTES_A_SECOND, LATENCY) as address:
        _pull(address, first, runner.WORKERS)  # the replay reads its files once; that is not the line's
        alone, count = _pull(address, first, 1)
        together, _ = _pull(address, first, runner.WORKERS)
    name = f"pull of {first}–{LAST} ({count:.0f} years replayed) at 10 MB/s and 200 ms"
    return [Result(name, "s", together, alone, goal=0.5, goal_is_ratio=True)]


def _pull(address: str, first: int, workers: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench.years", str(workers), folder, str(first), str(LAST)],
            cwd=ROOT,
            env=os.environ | pointed_at(address, Path(folder)),
            stdout=subprocess.PIPE,
            check=True,
        )
    seconds, count = json.loads(done.stdout.splitlines()[-1])
    return seconds, count


def main() -> None:
    """Pull once, with so many years at a time."""
    workers, folder, first, last = sys.argv[1:]
    plan = runner.Plan([registry()[SOURCE]], range(int(first), int(last) + 1), root=Path(folder), workers=int(workers))
    started = time.perf_counter()
    results = runner.run(plan)
    fetched = [result for result in results if result.outcome == "ok"]
    if not fetched or any(result.outcome == "failed" for result in results):
        raise SystemExit(f"The pull went wrong: {[r.message for r in results]}")
    print(json.dumps([time.perf_counter() - started, len(fetched)]))


if __name__ == "__main__":
    main()
