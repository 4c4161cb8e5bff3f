"""How long it takes to divide the Deltaplan over every wijk, and over every buurt: fast enough to follow a slider."""

from __future__ import annotations

import itertools
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from bench.context import Context
from bench.result import Result
from indicators import planner
from indicators.planner import Plan

# As many areas as the Netherlands has, and the most that one choice may cost, in milliseconds.
SIZES = {"3,400 wijken": (3_400, 30.0), "14,500 buurten": (14_500, 80.0)}
RUNS = 15
PLANS = (
    Plan(18_000),
    Plan(18_000, "behoefte", threshold=50, severity=2, floor=0.1, cap=40),
    Plan(18_000, "norm", norm=6),
    Plan(5e9, "corporatie", step=planner.EURO_STEP),
)


def measure(_: Context) -> list[Result]:
    """The slowest rule's median for each size: dividing, and summing up what that comes to."""
    return [
        Result(
            f"planner, {name}: divide and report",
            "ms",
            max(_milliseconds(_areas(size), plan) for plan in PLANS),
            goal=goal,
        )
        for name, (size, goal) in SIZES.items()
    ]


def _areas(size: int) -> pd.DataFrame:
    random = np.random.default_rng(2020)
    codes = [f"WK{gemeente:04d}{wijk:02d}" for gemeente, wijk in itertools.product(range(400), range(50))][:size]
    figures = {name: random.uniform(0, 100, size) for name in ("need", "corporation")}
    counts = {name: random.integers(0, 4000, size).astype(float) for name in ("people", "low_income")}
    return pd.DataFrame({**counts, **figures}, index=codes)


def _milliseconds(areas: pd.DataFrame, plan: Plan) -> float:
    taken = []
    for _ in range(RUNS):
        start = perf_counter()
        planner.report(areas, planner.divide(areas, plan))
        taken.append(1000 * (perf_counter() - start))
    return median(taken)
