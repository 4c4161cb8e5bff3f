"""A first sign that a figure gets worse: clearly, at each step, and more than areas that are as urban.

A figure of a model has no margin by chance, so that what is clear is read off from how far such areas usually move: the
change from the first to the last measurement is set against the median of its peers, in robust standard deviations (the
median absolute deviation times 1.4826; Rousseeuw and Croux 1993). Three of those is the limit of a control chart (Shewhart
1931). One bad measurement is no sign: every step must be downward, and more so than among the peers.

What chance gives is not assumed but drawn from the same steps: each as far from the usual as it was, above or below it by the
toss of a coin, independent of the step before. And as many areas may rise as clearly. Both stand beside what is found.

It is not the early-warning method of the ministry (Vroegsignalering, Atlas Research and In.Fact Research 2024,
leefbaarometer.nl/page/vroegsignalering): that looks among areas that are still sufficient for those with a large chance to
get worse, by risk factors that are not open. This describes what moved, and predicts nothing.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from indicators import parameters

# What a median absolute deviation is multiplied by to be the standard deviation of a normal distribution.
NORMAL = 1.4826
COLUMNS = ("change", "usual", "distance", "steps", "signal", "rise", "drawn")


def found(values: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """What moved over the measurements of one figure of which more is better, by area that has them all.

    ``values`` has a row for each area and a column for each measurement, oldest first (three or more); ``groups`` has
    who is as urban (NaN: not known). Columns: ``change`` (last less first), ``usual`` (its median among the peers),
    ``distance`` (from that, in robust standard deviations of the peers; negative is worse), ``steps`` (how many steps were
    downward and below the median of the peers), ``signal``, ``rise`` (the same upward) and ``drawn`` (0 to 1: how often
    there would be a signal if each step were above or below the usual by the toss of a coin). Peers of which there are
    too few are all areas.
    """
    known = values.dropna()
    steps = known.diff(axis=1).iloc[:, 1:]
    peers = _peers(known.index, groups)
    change = known.iloc[:, -1] - known.iloc[:, 0]
    usual = _middle(change, peers)
    spread = NORMAL * _middle((change - usual).abs(), peers)
    # Where nothing moves at all, nothing can be said to move more.
    distance = (change - usual) / spread.where(spread > 0)
    middle = steps.apply(_middle, peers=peers)
    farther = parameters.value("signaal_spreiding")
    down = (steps < 0) & (steps < middle)
    up = (steps > 0) & (steps > middle)
    return pd.DataFrame(
        {
            "change": change,
            "usual": usual,
            "distance": distance,
            "steps": down.sum(axis=1),
            "signal": down.all(axis=1) & (distance <= -farther),
            "rise": up.all(axis=1) & (distance >= farther),
            "drawn": _drawn(steps, middle, usual, farther * spread),
        },
        columns=[*COLUMNS],
    )


def _drawn(
    steps: pd.DataFrame, middle: pd.DataFrame, usual: pd.Series[float], limit: pd.Series[float]
) -> pd.Series[float]:
    """In which share of all ways to toss the steps about the usual one there is a signal."""
    often = np.zeros(len(steps))
    ways = list(product((-1, 1), repeat=steps.shape[1]))
    for signs in ways:
        tossed = middle + (steps - middle) * np.array(signs)
        down = ((tossed < 0) & (tossed < middle)).all(axis=1)
        often += (down & (limit > 0) & (tossed.sum(axis=1) - usual <= -limit)).to_numpy()
    return pd.Series(often / len(ways), index=steps.index)


def _peers(areas: pd.Index, groups: pd.Series) -> pd.Series:
    """The group of each area; NaN for those of small groups and of none."""
    own = groups.reindex(areas)
    return own.where(own.map(own.value_counts()) >= parameters.value("signaal_gebieden"))


def _middle(values: pd.Series[float], peers: pd.Series) -> pd.Series[float]:
    """The median of the peers of each area; of all areas where it has too few."""
    return values.groupby(peers).transform("median").fillna(values.median())
