"""A first sign that a figure gets worse: clearly, at each step, and more than areas that are as urban.

A figure of a model has no margin by chance, so that what is clear is read off from how far such areas usually move: the
change from the first to the last measurement is set against the median of its peers, in robust standard deviations (the
median absolute deviation times 1.4826; Rousseeuw and Croux 1993). Three of those is the limit of a control chart (Shewhart
1931). One bad measurement is no sign: every step must be downward, and more so than among the peers.

What chance gives is not assumed: beside what falls stands what rises as clearly. Where areas do not fall clearly more often than
they rise (a sign test), the list as a whole may be chance.

It is not the early-warning method of the ministry (Vroegsignalering, Atlas Research and In.Fact Research 2024,
leefbaarometer.nl/page/vroegsignalering): that looks among areas that are still sufficient for those with a large chance to
get worse, by risk factors that are not open. This describes what moved, and predicts nothing.
"""

from __future__ import annotations

import pandas as pd

from indicators import parameters

# What a median absolute deviation is multiplied by to be the standard deviation of a normal distribution.
NORMAL = 1.4826
SURE = 0.05
COLUMNS = ("change", "usual", "distance", "steps", "signal", "rise")


def found(values: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """What moved over the measurements of one figure of which more is better, by area that has them all.

    ``values`` has a row for each area and a column for each measurement, oldest first (three or more); ``groups`` has
    who is as urban (NaN: not known). Columns: ``change`` (last less first), ``usual`` (its median among the peers),
    ``distance`` (from that, in robust standard deviations of the peers; negative is worse), ``steps`` (how many steps were
    downward and below the median of the peers), ``signal`` and ``rise`` (the same upward). Peers of which there are too few
    are all areas.
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
        },
        columns=[*COLUMNS],
    )


def is_clear(falls: int, rises: int) -> bool:
    """Whether areas fall clearly more often than they rise: one-sided sign test at 5% (Dixon and Mood 1946)."""
    from scipy import special

    # At least so many falls among all that moved, if either were as likely.
    return falls > 0 and float(special.bdtrc(falls - 1, falls + rises, 0.5)) < SURE


def _peers(areas: pd.Index, groups: pd.Series) -> pd.Series:
    """The group of each area; NaN for those of small groups and of none."""
    own = groups.reindex(areas)
    return own.where(own.map(own.value_counts()) >= parameters.value("signaal_gebieden"))


def _middle(values: pd.Series[float], peers: pd.Series) -> pd.Series[float]:
    """The median of the peers of each area; of all areas where it has too few."""
    return values.groupby(peers).transform("median").fillna(values.median())
