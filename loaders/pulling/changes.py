"""What a pull changed in the figures of one source, level and year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Move:
    """One value that changed between two pulls."""

    region: str
    variable: str
    old: float
    new: float


@dataclass(frozen=True)
class Change:
    """What a pull changed in one partition (source, level, year), against what was stored before.

    ``rows`` is the number of areas. ``filled`` counts empty cells that got a value, ``emptied`` the other way round,
    ``moved`` values that differ; ``largest`` is the move that is largest against the spread of its own variable.
    """

    level: str
    year: int
    rows: int
    rows_before: int | None
    new_columns: tuple[str, ...] = ()
    vanished_columns: tuple[str, ...] = ()
    filled: int = 0
    emptied: int = 0
    moved: int = 0
    largest: Move | None = None


def compare(level: str, year: int, new: pd.DataFrame, old: pd.DataFrame | None) -> Change:
    """What differs between two long frames of one partition (either division counts as the same area)."""
    rows = int(new["region"].nunique())
    columns = set(new["variable"].unique())
    if old is None:
        return Change(level, year, rows, None, new_columns=tuple(sorted(columns)))
    old_columns = set(old["variable"].unique())
    shared = sorted(columns & old_columns)
    regions = pd.Index(np.intersect1d(new["region"].unique().astype(str), old["region"].unique().astype(str)))
    a, b = _grid(old, regions, shared), _grid(new, regions, shared)
    both = np.isfinite(a) & np.isfinite(b)
    moved = both & (a != b)
    return Change(
        level,
        year,
        rows,
        int(old["region"].nunique()),
        new_columns=tuple(sorted(columns - old_columns)),
        vanished_columns=tuple(sorted(old_columns - columns)),
        filled=int((np.isnan(a) & np.isfinite(b)).sum()),
        emptied=int((np.isfinite(a) & np.isnan(b)).sum()),
        moved=int(moved.sum()),
        largest=_largest(a, b, moved, regions, shared) if moved.any() else None,
    )


def _grid(frame: pd.DataFrame, regions: pd.Index, variables: list[str]) -> np.ndarray:
    """Values as a regions × variables array, NaN where there is none."""
    region = _places(frame["region"], regions)
    variable = _places(frame["variable"], pd.Index(variables))
    known = (region >= 0) & (variable >= 0)
    grid = np.full((len(regions), len(variables)), np.nan)
    grid[region[known], variable[known]] = frame["value"].to_numpy()[known]
    return grid


def _places(texts: pd.Series, index: pd.Index) -> np.ndarray:
    """The place of each text in the index, -1 where it is not in it. Looks each category up once."""
    found = texts.astype("category").cat
    places: np.ndarray = index.get_indexer(found.categories)[found.codes]
    return places


def _largest(a: np.ndarray, b: np.ndarray, moved: np.ndarray, regions: pd.Index, variables: list[str]) -> Move:
    """The move that is largest in standard deviations of its variable, so that units do not decide."""
    filled = np.where(np.isnan(a), 0, a)
    count = np.maximum(np.isfinite(a).sum(axis=0), 1)
    mean = filled.sum(axis=0) / count
    spread = np.sqrt((np.where(np.isnan(a), 0, a - mean) ** 2).sum(axis=0) / count)
    score = np.where(moved, np.abs(b - a), 0) / np.where(spread > 0, spread, 1)
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    return Move(str(regions[int(row)]), variables[int(column)], float(a[row, column]), float(b[row, column]))
