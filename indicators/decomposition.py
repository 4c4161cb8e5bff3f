"""How much of the differences between small areas lies between the larger areas they are in, and how much inside those.

The variance of the areas' values, weighted by inhabitants, is the sum of that of the means of the groups and the mean of
that inside them (the analysis of variance of Fisher 1925; Theil 1972 does the same with entropy). Variance and not
Theil's index, because a part of it can be taken off that is known to be chance: the sampling variance of each area's rate,
as in analysis of variance components (Searle, Casella and McCulloch 1992). Chance is larger in small areas, and nearly all
of it would be counted as difference *inside* groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Parts:
    """``between``, ``within`` and ``chance`` are parts of the variance (0 to 1, together 1). ``areas`` in ``groups``.

    ``chance`` is None where it is not known: then it is in ``within`` (and a little in ``between``). ``variance`` is the
    whole, in the square of the unit of the figure. ``alone`` is how many areas are the only one of their group.
    """

    between: float
    within: float
    chance: float | None
    variance: float
    areas: int
    groups: int
    alone: int


def decompose(frame: pd.DataFrame) -> Parts | None:
    """``frame`` has a row an area with the columns value, weight (inhabitants), group and noise (variance; NaN: not known).

    Rows without a value or with no weight are left out; with fewer than two groups, or no differences, there are no parts.
    Where chance explains more than there is of a part, that part is nought and chance is what is left.
    """
    held = frame.dropna(subset=["value", "weight", "group"])
    held = held[held["weight"] > 0]
    weight, value = held["weight"].to_numpy(dtype=float), held["value"].to_numpy(dtype=float)
    codes, groups = pd.factorize(held["group"])
    if len(groups) < 2:
        return None
    of_group = np.bincount(codes, weight)
    share, inside = weight / weight.sum(), weight / of_group[codes]
    means = np.bincount(codes, weight * value) / of_group
    mean = (share * value).sum()
    between = float((of_group / weight.sum() * (means - mean) ** 2).sum())
    within = float((share * (value - means[codes]) ** 2).sum())
    whole = between + within
    # Differences of the last bit are none.
    if whole <= 1e-12 * max(mean**2, 1e-12):
        return None
    alone = int((np.bincount(codes) == 1).sum())
    noise = held["noise"].to_numpy(dtype=float)
    if np.isnan(noise).any():
        return Parts(between / whole, within / whole, None, whole, len(held), len(groups), alone)
    # Of chance itself too a part lies inside, and what does not average out lies between.
    total, of_mean = float((share * noise).sum()), float((share**2 * noise).sum())
    of_means = float((share * inside * noise).sum())
    real = max(between - (of_means - of_mean), 0.0), max(within - (total - of_means), 0.0)
    return Parts(real[0] / whole, real[1] / whole, 1 - sum(real) / whole, whole, len(held), len(groups), alone)
