"""Time and memory of the ranks of all wijken: 3,400 areas, 1,000 runs, every figure of the composite of need.

``python -m bench.sensitivity`` does it once, in this process, and prints JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from bench.context import Context
from bench.pull_once import RESET, STATUS, resident
from bench.result import Result
from bench.servers import ROOT
from indicators import composite, need, sensitivity
from indicators.tree import Choice
from loaders import edited

WIJKEN, RUNS, FIGURES, TIMES = 3400, 1000, 20, 3


def measure(context: Context) -> list[Result]:
    """The medians of a few processes."""
    found = [_process() for _ in range(context.few(TIMES, 1))]
    size = f"ranks of {WIJKEN:,} wijken in {RUNS:,} runs of {found[0]['figures']:.0f} figures"
    return [
        Result(f"{size}: time", "s", median(f["seconds"] for f in found), goal=3),
        Result(f"{size}: peak memory above imports", "MB", median(f["megabytes"] for f in found), goal=400),
    ]


def _process() -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.sensitivity"], cwd=Path(ROOT), capture_output=True, text=True, check=True
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def widen() -> None:
    """Add figures to the domain of work until there are as many as the goal is set for."""
    nodes = edited.kept(composite.FILE).entries(composite.Node)
    for number in range(FIGURES - len(composite.leaves("behoefte"))):
        code = f"extra_{number}"
        nodes[code] = composite.Node.model_construct(
            code=code, parent="behoefte_werk", level=1, direction=1, weight=1.0
        )


def scattered() -> pd.DataFrame:
    """Figures that go together as in life, a few of them missing."""
    random = np.random.default_rng(1)
    common = random.normal(size=WIJKEN)
    frame = pd.DataFrame(index=pd.Index([f"WK{i:06d}" for i in range(WIJKEN)], name="region"))
    for code in composite.leaves("behoefte"):
        values = pd.Series(10 + 2 * (common + random.normal(size=WIJKEN)), index=frame.index)
        frame[code] = values.mask(random.random(WIJKEN) < 0.03)
    frame["inwoners"] = random.integers(500, 20_000, WIJKEN).astype(float)
    return frame


def main() -> None:
    """From the figures to the ranks, once."""
    widen()
    frame = scattered()
    codes = composite.leaves("behoefte")
    norms = sensitivity.year_norms(frame, frame["inwoners"], codes)
    if STATUS.exists():
        RESET.write_text("5", encoding="ascii")
    before = resident("VmRSS") if STATUS.exists() else 0.0
    started = time.perf_counter()
    found = need.outcome(frame[["inwoners", *codes]], norms, Choice("behoefte"), need.base_year()).sensitivity(RUNS)
    seconds = time.perf_counter() - started
    peak = resident("VmHWM") - before if STATUS.exists() else 0.0
    assert len(found) > 0.9 * WIJKEN
    print(json.dumps({"seconds": seconds, "megabytes": peak, "figures": len(codes)}))


if __name__ == "__main__":
    main()
