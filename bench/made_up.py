"""Figures made up to measure with: as many areas, years and variables as asked for, in a store of their own.

``python -m bench.made_up FOLDER [--areas 400000] [--years 10] [--variables 40]`` makes the squares of 100 metres that the
largest build is measured on. Squares are stored as buurten: one more level would change nothing about the work.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from indicators import brought, build
from indicators.need import base_year
from loaders import store
from loaders.vocabulary import COUNTRY, gemeente_of

SOURCE, POLICE = "cbs_kwb", "politie"
GEMEENTEN = 342
# What the Netherlands has: about 18,000 areas a year.
SIZES = {"land": 1, "gemeente": GEMEENTEN, "wijk": 3_400, "buurt": 14_500}
EMPTY = 0.1  # the part of the cells that is not given
MOVED = 0.02  # the part of the areas that gets another boundary in a year


def codes(level: str, count: int) -> list[str]:
    """Region codes as CBS makes them: the gemeente first, then numbers within it."""
    if level == "land":
        return [COUNTRY]
    number = np.arange(count)
    gemeente = number % GEMEENTEN
    within = number // GEMEENTEN
    match level:
        case "gemeente":
            return [f"GM{g:04d}" for g in gemeente]
        case "wijk":
            return sorted(f"WK{g:04d}{w:02d}" for g, w in zip(gemeente, within, strict=True))
        case _:
            return sorted(f"BU{g:04d}{b:04d}" for g, b in zip(gemeente, within, strict=True))


def fill(
    root: Path,
    sizes: Mapping[str, int],
    years: Sequence[int],
    variables: int | None = None,
    without: Collection[str] = (),
) -> None:
    """A store with random figures of every level; of the first so many variables, all that indicators use without it."""
    with store.writer(root) as writer:
        for year in years:
            for level, count in sizes.items():
                wanted = [id for id in build.inputs(level) if id not in without][:variables]
                random = np.random.default_rng([year, count])
                writer.put_observations(SOURCE, level, year, _long(codes(level, count), wanted, level, year, random))


def name(root: Path, sizes: Mapping[str, int], years: Sequence[int]) -> None:
    """Names of the areas of each year, with CBS's mark: some in a hundred got another boundary that year."""
    with store.writer(root) as writer:
        for year in years:
            random = np.random.default_rng([year, 3])
            for level, count in sizes.items():
                found = codes(level, count)
                above = [gemeente_of(code) or "" for code in found]
                marks = np.where(random.random(count) < (0 if level in ("land", "gemeente") else MOVED), "3", "1")
                named = {"region": found, "name": found, "gemeente": above, "gemeente_name": above, "change": marks}
                writer.put_names(level, year, pd.DataFrame(named))


def events(root: Path, sizes: Mapping[str, int], years: Sequence[int]) -> None:
    """What the police counted in these years, all on the boundaries of the last of them."""
    with store.writer(root) as writer:
        for year in years:
            for level, count in sizes.items():
                random = np.random.default_rng([year, count, 2])
                found = codes(level, count)
                counts = pd.DataFrame(
                    random.poisson(random.gamma(1, 40, (count, 1)), (count, len(brought.COUNTED))).astype(float),
                    index=pd.Index(found, name="region"),
                    columns=pd.Index(brought.COUNTED, name="variable"),
                )
                long = counts.melt(ignore_index=False, value_name="value").reset_index()
                long = long.assign(level=level, status="published", source=POLICE, year=year, division=years[-1])
                words = dict.fromkeys(("region", "variable", "level", "status", "source"), "category")
                writer.put_observations(POLICE, level, year, long.astype(words))


def years(count: int) -> list[int]:
    """So many years, of which the base year of the scores is the last but one."""
    return list(range(base_year() + 2 - count, base_year() + 2))


def _long(
    regions: list[str], variables: Sequence[str], level: str, year: int, random: np.random.Generator
) -> pd.DataFrame:
    """Counts: inhabitants between 100 and 20,000, everything else a part of them; one in ten cells empty."""
    people = random.integers(100, 20_000, len(regions)).astype(float)
    shape = (len(variables), len(regions))
    values = np.floor(people * random.uniform(0.01, 0.6, shape))
    if "inwoners" in variables:
        values[variables.index("inwoners")] = people
    empty = random.random(shape) < EMPTY
    values[empty] = np.nan
    once = np.zeros(values.size, dtype=np.int8)

    def labelled(numbers: np.ndarray, names: Sequence[str]) -> pd.Categorical[str]:
        return pd.Categorical.from_codes(numbers, categories=pd.Index(list(names)))

    return pd.DataFrame(
        {
            "region": labelled(np.tile(np.arange(len(regions), dtype=np.int32), len(variables)), regions),
            "level": labelled(once, [level]),
            "division": np.full(values.size, year, dtype=np.int16),
            "year": np.full(values.size, year, dtype=np.int16),
            "variable": labelled(np.repeat(np.arange(len(variables), dtype=np.int16), len(regions)), variables),
            "value": values.ravel(),
            "status": labelled(empty.ravel().astype(np.int8), ["published", "not_given"]),
            "source": labelled(once, [SOURCE]),
        }
    )


def main() -> None:
    """The command above."""
    parser = argparse.ArgumentParser(prog="python -m bench.made_up", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--areas", type=int, default=400_000)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--variables", type=int, default=40)
    chosen = parser.parse_args()
    fill(chosen.folder, SIZES | {"buurt": chosen.areas}, years(chosen.years), chosen.variables)


if __name__ == "__main__":
    main()
