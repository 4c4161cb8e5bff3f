"""How long the indicators of all areas and years take, how that grows with the rows, and the same row by row in pandas."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from bench import made_up
from bench.context import Context
from bench.result import Result
from bench.servers import ROOT
from indicators import brought, build, catalog, parameters
from indicators.recipes import Ratio
from loaders import store

YEARS, GOAL = 13, 20.0
TIMES = (4, 16)
# Time may grow as the rows do; a little more is how a machine with full caches behaves.
GROWTH = 1.1
# What the events of all years may add, whose inhabitants are brought to the newest boundaries.
EVENTS = 1.25


def measure(context: Context) -> list[Result]:
    """The whole command on thirteen years, its growth on one, and only the ratios of all those years with ``apply``."""
    years = YEARS if not context.quick else 2
    with tempfile.TemporaryDirectory() as folder:
        made_up.fill(Path(folder), made_up.SIZES, made_up.years(years))
        whole = command(Path(folder))
        plain = _with_apply(Path(folder)) * years
    found = [Result(f"indicators build, {years} years × 18,000 areas", "s", whole, plain, goal=GOAL)]
    found.append(_with_events(years))
    once = _one_year(1)
    found.append(Result("indicators build, 1 year × 18,000 areas", "s", once))
    for times in TIMES if not context.quick else TIMES[:1]:
        name = f"indicators build, 1 year × {times} × 18,000 areas, beside {times} × the time of 18,000"
        found.append(Result(name, "s", _one_year(times), times * once, goal=GROWTH, goal_is_ratio=True))
    return found


def _with_events(years: int) -> Result:
    """Beside the same without any: the police's counts of all years on the newest boundaries, a few areas new each year.

    Which areas are the same is known in both: it is worked out once, when boundaries come in.
    """
    held = made_up.years(years)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made_up.fill(folder, made_up.SIZES, held, without=brought.COUNTED)
        made_up.name(folder, made_up.SIZES, held)
        command(folder, "--years", "1990")
        without = command(folder)
        made_up.events(folder, made_up.SIZES, held)
        whole = command(folder)
    told = f"indicators build, {years} years × 18,000 areas and the police, beside without the police"
    return Result(told, "s", whole, without, goal=EVENTS, goal_is_ratio=True)


def command(data: Path, *options: str) -> float:
    """Seconds of ``python -m indicators build`` on this folder, imports and all."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "indicators", "build", *options],
        cwd=ROOT,
        env=os.environ | {"DSW_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - started


def _one_year(times: int) -> float:
    """Seconds of one year of so many times the areas, without what starting Python and importing takes."""
    sizes = {level: max(1, count * times) if level == "buurt" else count for level, count in made_up.SIZES.items()}
    sizes["buurt"] += (times - 1) * sum(count for level, count in made_up.SIZES.items() if level != "buurt")
    year = made_up.years(2)[0]
    with tempfile.TemporaryDirectory() as folder:
        made_up.fill(Path(folder), sizes, [year])
        nothing = command(Path(folder), "--years", "1990")
        return command(Path(folder)) - nothing


def _with_apply(data: Path) -> float:
    """Seconds that the ratios of one year take when a function is applied to each row; the scores are left out."""
    ratios = {id: i.recipe for id, i in catalog.declared().items() if isinstance(i.recipe, Ratio)}
    least, fewest = parameters.value("kleinste_noemer"), parameters.value("kleinste_teller")
    year = made_up.years(2)[0]
    started = time.perf_counter()
    for level in made_up.SIZES:
        frame = store.open_store(data).table(level, year, build.inputs(level))
        for id, ratio in ratios.items():
            if level in catalog.entry(id).levels and set(ratio.inputs) <= set(frame.columns):
                frame.apply(_ratio, axis=1, args=(ratio, least, fewest))
    return time.perf_counter() - started


def _ratio(row: pd.Series[float], ratio: Ratio, least: float, fewest: float) -> float:
    count, whole = sum(row[id] for id in ratio.count), sum(row[id] for id in ratio.out_of)
    if whole < least or (ratio.people_counted and count < fewest) or whole <= 0:
        return float("nan")
    return float(ratio.times * count / whole)
