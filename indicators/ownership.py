"""The letter's own test: how two sides of the Leefbaarometer changed, by how much of a wijk corporations own.

The claim (Sociaal Werk Nederland, 2 March 2020): liveability fell where there is much social rent. CBS counts owners and
not rents, so wijken are put in classes of *corporatiebezit*. The total score and its housing side are left out: that side
is made of kinds of homes, so it could partly measure the classes themselves. The two sides that are left,
*overlast en onveiligheid* and *sociale samenhang*, are counted from one level that is the same in every year (see
loaders/sources/leefbaarometer.py): a fall is a fall, whatever the country did. What the country did stands beside it, and
so does how the class with most ownership moved against the rest of it: a class may go forward and fall behind. Both years are of one
model version on one set of boundaries. It is a correlation of areas and shows no cause.

Weighted means and their standard error: Cochran 1977, Sampling Techniques; Gatz and Smith 1995. Wijken of one gemeente move
together, so that with enough gemeenten each of these counts as one (Liang and Zeger 1986; Student's t with one less than
their number, Cameron and Miller 2015); with fewer each wijk does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import parameters
from loaders.vocabulary import gemeente_of

DIMENSIONS = {
    "leefbaarometer_overlast_onveiligheid": "overlast en onveiligheid",
    "leefbaarometer_sociale_samenhang": "sociale samenhang",
}
OWNED, PEOPLE = "corporatiebezit", "inwoners"
FELL, ROSE, UNCLEAR, TOO_FEW = "ging achteruit", "ging vooruit", "geen duidelijke verandering", "te weinig wijken"
# With fewer gemeenten the error between them can hardly be told.
FEWEST_CLUSTERS = 10
COLUMNS = ["areas", "people", "change", "low", "high", "result"]
_Row = tuple[int, float, float, float, float, str]


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
    change, low, high and result, which is FELL where the class fell behind. ``clustered``: margins count each gemeente
    as one.
    """

    by_class: pd.DataFrame
    gap: float
    gap_low: float
    gap_high: float
    left_out: dict[str, int]
    country: pd.Series
    against: pd.Series
    clustered: bool


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
    most = place == len(found) - 1
    by = _clusters(counted, most, least)
    parts = [_Part(counted[place == at], by[place == at], least) for at in range(len(found))]
    by_class = pd.DataFrame([part.row() for part in parts], columns=COLUMNS)
    gap = _between(parts[-1], parts[0])
    # Of the country it does not matter who owns the homes.
    everywhere, _ = _counted(frame.assign(owned=frame["owned"].fillna(0.0)))
    whole = _Part(everywhere, _clusters(everywhere, np.ones(len(everywhere), dtype=bool), least), least)
    return Change(
        by_class,
        float(gap["change"]),
        float(gap["low"]),
        float(gap["high"]),
        left_out,
        pd.Series(whole.row(), index=COLUMNS, dtype=object),
        _between(_Part(counted[most], by[most], least), _Part(counted[~most], by[~most], least)),
        bool(len(by)) and bool((by != counted.index.to_numpy()).any()),
    )


def _clusters(counted: pd.DataFrame, most: npt.NDArray[np.bool_], least: int) -> npt.NDArray[np.object_]:
    """Who moves together: the gemeente of each wijk, or each wijk by itself where the class in question has too few gemeenten."""
    of = np.array([gemeente_of(str(code)) or str(code) for code in counted.index], dtype=object)
    return of if len(set(of[most])) >= max(least, FEWEST_CLUSTERS) else counted.index.to_numpy(dtype=object)


class _Part:
    """A set of wijken: its mean change, weighted by people, and what each cluster adds to the error of that mean."""

    def __init__(self, some: pd.DataFrame, by: npt.NDArray[np.object_], least: int) -> None:
        weight = some["people"].to_numpy(dtype=float)
        moved = (some["after"] - some["before"]).to_numpy(dtype=float)
        self.areas, self.people = len(some), float(weight.sum())
        self.mean = float(weight @ moved / self.people) if self.areas else math.nan
        adds = pd.Series(weight * (moved - self.mean) / (self.people or math.nan)).groupby(by).sum()
        self.clusters = len(adds)
        self.enough = self.areas >= max(least, 2) and self.clusters > 1
        # Where a few gemeenten have most of the inhabitants they count as few (Carter, Schnepel and Steigerwald 2017).
        shares = pd.Series(weight / (self.people or math.nan)).groupby(by).sum()
        many = 1 / float((shares**2).sum()) if 0 < self.clusters < self.areas else self.clusters
        self.freedom = max(many - 1, 1.0)
        # Few clusters vary less about their own mean than about the true one, and a large one pulls that mean along: so each
        # gemeente is set against the mean of the others (the jackknife).
        if 1 < self.clusters < self.areas:
            self.adds = adds / (1 - shares) * math.sqrt((self.clusters - 1) / self.clusters)
        else:
            self.adds = adds * math.sqrt(self.clusters / (self.clusters - 1)) if self.clusters > 1 else adds

    def row(self) -> _Row:
        """Areas, people, mean change, low, high and result."""
        if not self.enough:
            return self.areas, self.people, self.mean, math.nan, math.nan, TOO_FEW
        margin = _t(self.freedom) * float(np.sqrt((self.adds**2).sum()))
        low, high = self.mean - margin, self.mean + margin
        return self.areas, self.people, self.mean, low, high, _result(low, high)


def _between(one: _Part, rest: _Part) -> pd.Series:
    """One set less another: change, low, high and result; NaN and TOO_FEW where either has too few wijken."""
    difference = one.mean - rest.mean
    if not (one.enough and rest.enough):
        return pd.Series({"change": difference, "low": math.nan, "high": math.nan, "result": TOO_FEW}, dtype=object)
    # A gemeente with wijken in both sets moves both.
    error = float(np.sqrt((one.adds.sub(rest.adds, fill_value=0.0) ** 2).sum()))
    margin = _t(min(one.freedom, rest.freedom)) * error
    low, high = difference - margin, difference + margin
    return pd.Series({"change": difference, "low": low, "high": high, "result": _result(low, high)}, dtype=object)


def _result(low: float, high: float) -> str:
    return FELL if high < 0 else ROSE if low > 0 else UNCLEAR


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


def _t(freedom: float) -> float:
    """How many standard errors the interval is wide to one side (parameter marge_zekerheid)."""
    from scipy import special

    return float(special.stdtrit(freedom, 0.5 + parameters.value("marge_zekerheid") / 200))
