"""The letter's own test: how two sides of the Leefbaarometer changed, by how much of a wijk corporations own.

The claim (Sociaal Werk Nederland, 2 March 2020): liveability fell where there is much social rent. CBS counts owners and
not rents, so wijken are put in classes of *corporatiebezit*. The total score and its housing side are left out: that side
is made of kinds of homes, so it could partly measure the classes themselves. The two sides that are left,
*overlast en onveiligheid* and *sociale samenhang*, are counted from one level that is the same in every year (see
loaders/sources/leefbaarometer.py): a fall is a fall, whatever the country did. What the country did stands beside it, and
so does how the class with most ownership moved against the rest of it: a class may go forward and fall behind. Both years are of one
model version on one set of boundaries. It is a correlation of areas and shows no cause.

Weighted means and their standard error: Cochran 1977, Sampling Techniques; Gatz and Smith 1995.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from indicators import parameters

DIMENSIONS = {
    "leefbaarometer_overlast_onveiligheid": "overlast en onveiligheid",
    "leefbaarometer_sociale_samenhang": "sociale samenhang",
}
OWNED, PEOPLE = "corporatiebezit", "inwoners"
FELL, ROSE, UNCLEAR, TOO_FEW = "ging achteruit", "ging vooruit", "geen duidelijke verandering", "te weinig wijken"
COLUMNS = ["areas", "people", "change", "low", "high", "result"]
_Row = tuple[int, float, float, float, float, float, str]


@dataclass(frozen=True)
class Class:
    """Wijken of which corporations own more than ``above`` and at most ``upto`` per cent of the homes (the first: from 0)."""

    above: float
    upto: float

    @property
    def words(self) -> str:
        """``0 tot en met 20%``, ``meer dan 20 tot en met 40%``, ``meer dan 67%``."""
        if self.above <= 0:
            return f"tot en met {self.upto:.0f}%"
        return (
            f"meer dan {self.above:.0f}%"
            if self.upto >= 100
            else f"meer dan {self.above:.0f} tot en met {self.upto:.0f}%"
        )


def classes() -> tuple[Class, ...]:
    """The classes, from least to most; the last is that of the planner's rule (parameter corporatie_grens)."""
    bounds = [
        0.0,
        *(parameters.value(id) for id in ("toets_bezit_laag", "toets_bezit_midden", "corporatie_grens")),
        100.0,
    ]
    return tuple(Class(low, high) for low, high in pairwise(bounds))


@dataclass(frozen=True)
class Change:
    """How one side changed: ``by_class`` has a row a class (columns ``COLUMNS``, index its place from least to most).

    ``change`` is the mean of after minus before, weighted by inhabitants; ``low`` and ``high`` its interval (NaN with
    too few wijken). ``gap`` is the last class minus the first, between ``gap_low`` and ``gap_high``. ``left_out`` says
    how many wijken do not count, and why (Dutch). ``country`` is the same row for all wijken with a score, also those of
    which the ownership is not known. ``against`` is how the last class moved less how the other classes together did:
    change, low, high and result, which is FELL where the class fell behind.
    """

    by_class: pd.DataFrame
    gap: float
    gap_low: float
    gap_high: float
    left_out: dict[str, int]
    country: pd.Series
    against: pd.Series


def change(frame: pd.DataFrame, least: int | None = None) -> Change:
    """The change by class of ownership. ``frame`` has a row a wijk: owned (%), people, before, after (NaN: not known).

    Wijken under the minimum number of inhabitants (parameter basis_inwoners) and wijken that lack one of the four do not
    count. A class of fewer than ``least`` wijken (parameter toets_wijken) has no interval and no result. Raises
    KeyError on a missing column.
    """
    least = int(parameters.value("toets_wijken")) if least is None else least
    frame = frame[["owned", "people", "before", "after"]]
    counted, left_out = _counted(frame)
    found = classes()
    place = np.searchsorted([c.upto for c in found[:-1]], counted["owned"].to_numpy(dtype=float), side="left")
    rows = [_mean(counted[place == at], least) for at in range(len(found))]
    by_class = pd.DataFrame(rows, columns=[*COLUMNS[:-1], "error", "result"])
    first, last = by_class.iloc[0], by_class.iloc[-1]
    gap = float(last["change"] - first["change"])
    # With classes of ten wijken or more the normal distribution is near enough for a difference.
    margin = _z() * math.hypot(float(first["error"]), float(last["error"]))
    # Of the country it does not matter who owns the homes.
    everywhere, _ = _counted(frame.assign(owned=frame["owned"].fillna(0.0)))
    country = pd.Series(_mean(everywhere, least), index=by_class.columns, dtype=object)[COLUMNS]
    against = _against(_mean(counted[place == len(found) - 1], least), _mean(counted[place < len(found) - 1], least))
    return Change(by_class[COLUMNS], gap, gap - margin, gap + margin, left_out, country, against)


def _against(one: _Row, rest: _Row) -> pd.Series:
    """One class less the rest: change, low, high and result; TOO_FEW where either has too few wijken."""
    difference, margin = one[2] - rest[2], _z() * math.hypot(one[5], rest[5])
    low, high = difference - margin, difference + margin
    result = TOO_FEW if TOO_FEW in (one[6], rest[6]) else FELL if high < 0 else ROSE if low > 0 else UNCLEAR
    return pd.Series({"change": difference, "low": low, "high": high, "result": result}, dtype=object)


def bears_out(changes: Mapping[str, Change]) -> str:
    """What the test says of the claim, by the class with most ownership: bevestigt, bevestigt deels, bevestigt niet.

    All sides fell: bevestigt. One fell and none rose: bevestigt deels. Else bevestigt niet, which also covers that no
    change is clear. "" (no verdict) where a side has too few wijken, or without any side.
    """
    return _says([str(one.by_class["result"].iloc[-1]) for one in changes.values()])


def bears_out_behind(changes: Mapping[str, Change]) -> str:
    """The same when falling behind the other classes would count as a fall: another question than that of the claim."""
    return _says([str(one.against["result"]) for one in changes.values()])


def _says(results: list[str]) -> str:
    if not results or TOO_FEW in results:
        return ""
    if set(results) == {FELL}:
        return "bevestigt"
    return "bevestigt deels" if FELL in results and ROSE not in results else "bevestigt niet"


def _counted(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """The wijken that count, and how many do not by the first reason that holds."""
    smallest = parameters.value("basis_inwoners")
    reasons = {
        "corporatiebezit niet bekend": frame["owned"].isna(),
        "geen score in een van beide jaren": frame[["before", "after"]].isna().any(axis=1),
        f"minder dan {smallest:.0f} inwoners, of aantal niet bekend": ~(frame["people"] >= smallest),
    }
    left_out: dict[str, int] = {}
    kept = pd.Series(True, index=frame.index)
    for reason, holds in reasons.items():
        left_out[reason] = int((kept & holds).sum())
        kept &= ~holds
    return frame[kept], left_out


def _mean(some: pd.DataFrame, least: int) -> _Row:
    """Areas, people, weighted mean change, low, high, standard error and result of one class."""
    from scipy import special

    count, weight = len(some), some["people"].to_numpy(dtype=float)
    if not count:
        return 0, 0.0, math.nan, math.nan, math.nan, math.nan, TOO_FEW
    moved = (some["after"] - some["before"]).to_numpy(dtype=float)
    mean = float(weight @ moved / weight.sum())
    if count < max(least, 2):
        return count, float(weight.sum()), mean, math.nan, math.nan, math.nan, TOO_FEW
    error = math.sqrt(count / (count - 1) * float(weight**2 @ (moved - mean) ** 2)) / float(weight.sum())
    margin = float(special.stdtrit(count - 1, 0.5 + parameters.value("marge_zekerheid") / 200)) * error
    low, high = mean - margin, mean + margin
    return count, float(weight.sum()), mean, low, high, error, FELL if high < 0 else ROSE if low > 0 else UNCLEAR


def _z() -> float:
    from scipy import special

    return float(special.ndtri(0.5 + parameters.value("marge_zekerheid") / 200))
