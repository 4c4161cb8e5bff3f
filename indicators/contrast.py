"""Margins for what a reader puts together: areas as one, the rest of a gemeente, and how far two of them are apart.

A sum of areas has the margin of one area with their counts added. The rounding of the parts partly evens out.

Two figures are held against each other by their own margins (MOVER: Zou and Donner 2008, Statistics in Medicine 27; for
shares it is method 10 of Newcombe 1998, Statistics in Medicine 17), a ratio by those of their logarithms. They are taken
as separate areas: a part is held against the rest, never against a whole that it is in itself. Two years of one area hold
many of the same people, so there the margin is on the wide side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators import catalog, design_effect, parameters, trend, uncertainty
from indicators.catalog import Entry
from indicators.recipes import Ratio


@dataclass(frozen=True)
class Measured:
    """One figure of one thing: its value, and the counts behind it as one row (columns ``uncertainty.needs``).

    ``parts`` is the number of areas it was added up from, ``few`` how many of them count no more than one step of the
    rounding.
    """

    value: float
    row: pd.DataFrame
    parts: int = 1
    few: int = 0

    def ends(self, entry: Entry, certainty: float | None = None) -> trend.Ends:
        """The value with its low and high end, NaN where it has no margin."""
        made = uncertainty.interval(entry, self.row, certainty, parts=self.parts, few=self.few).iloc[0]
        return self.value, float(made["low"]), float(made["high"])

    def bound(self, entry: Entry) -> bool:
        """Whether nothing was counted in rounded numbers: then no more is known than what the figure stays under."""
        found = uncertainty.basis(entry)
        if found is None or not any(catalog.entry(id).rounding > 1 for id in found.count):
            return False
        return not float(self.row[list(found.count)].sum(axis=1).iloc[0]) > 0


@dataclass(frozen=True)
class Contrast:
    """Two figures held against each other: each with its margin, the difference and the ratio with theirs.

    All (value, low, high) in the unit of the figure; the ratio is None where the second is nought. ``bounds`` says which of
    the two is only known to stay under something: then the values of difference and ratio mean nothing, and their ends do. ``result`` says of
    the first: hoger, lager, geen duidelijk verschil, or "" where that cannot be said.
    """

    one: trend.Ends
    other: trend.Ends
    difference: trend.Ends
    ratio: trend.Ends | None
    result: str
    bounds: tuple[bool, bool] = (False, False)


def together(entry: Entry, value: float, areas: pd.DataFrame) -> Measured:
    """Areas as one: their counts added. ``areas`` has a row for each and the columns ``uncertainty.needs``."""
    row = areas.sum(min_count=len(areas)).to_frame().T
    found = uncertainty.basis(entry)
    counted = found.count if found else ()
    few = max((int((areas[id] <= catalog.entry(id).rounding).sum()) for id in counted), default=0)
    return Measured(value, _one(entry, row.assign(**{entry.id: value}), areas), len(areas), few)


def rest(entry: Entry, whole: pd.DataFrame, part: Measured) -> Measured | None:
    """What is left of a whole (one row) without a part of it; None where that is too small or cannot be worked out.

    Of a share or rate whose counts are not given, those that its value stands for are taken away.
    """
    found = uncertainty.basis(entry)
    if found is None or whole.empty:
        return None
    left = (whole.reset_index(drop=True) - part.row.reset_index(drop=True)).clip(lower=0)
    size = float(left[list(found.out_of)].sum(axis=1, skipna=False).iloc[0])
    if not size >= parameters.value("kleinste_noemer"):
        return None
    if found.count:
        count = float(left[list(found.count)].sum(axis=1, skipna=False).iloc[0])
        # A handful of people is not for a reader to put together (recipes.Ratio.few).
        recipe = catalog.declared()[entry.id].recipe
        if isinstance(recipe, Ratio) and bool(recipe.few(left).iloc[0]):
            return None
        value = found.times * count / size
    else:
        everyone, some = (float(row[list(found.out_of)].sum(axis=1).iloc[0]) for row in (whole, part.row))
        value = (float(whole[entry.id].iloc[0]) * everyone - part.value * some) / size
        # Only rounding makes it less than nothing or more than all.
        value = min(max(value, 0.0), 100.0 if found.method == "wilson" else math.inf)
    if math.isnan(value):
        return None
    return Measured(value, _one(entry, left.assign(**{entry.id: value}), whole), part.parts + 1, part.few)


def _one(entry: Entry, row: pd.DataFrame, of: pd.DataFrame) -> pd.DataFrame:
    """The row with what is neither counted nor taken away: how many times larger chance is in events."""
    factor = entry.id + design_effect.ENDING
    return row.assign(**{factor: float(of[factor].mean())}) if factor in of else row


def contrast(entry: Entry, one: Measured, other: Measured) -> Contrast:
    """Hold two figures against each other."""
    first, second = one.ends(entry), other.ends(entry)
    bounds = one.bound(entry), other.bound(entry)
    return Contrast(
        first, second, trend.change(second, first), ratio(first, second), _result(entry, one, other), bounds
    )


def ratio(one: trend.Ends, other: trend.Ends) -> trend.Ends | None:
    """One over the other with its interval, from the margins of the logarithms; None where the other is nought."""
    if not other[0] > 0 or math.isnan(one[0]):
        return None
    value = one[0] / other[0]
    if not value > 0:
        # Of nothing no more is known than how much it stays under.
        return 0.0, 0.0, _times(one[2], other[1])
    down = _far(_times(one[0], one[1]), _times(other[2], other[0]))
    up = _far(_times(one[2], one[0]), _times(other[0], other[1]))
    return value, value / down, value * up


def _times(a: float, b: float) -> float:
    return a / b if b > 0 else math.inf


def _far(a: float, b: float) -> float:
    """How many times two factors can take a ratio together."""
    if math.isinf(a) or math.isinf(b):
        return math.inf
    return float(np.exp(np.hypot(np.log(a), np.log(b))))


def _result(entry: Entry, one: Measured, other: Measured) -> str:
    """Whether the first clearly differs: nought lies outside the interval of 99.8%, and it is enough to matter."""
    least = uncertainty.matters(entry) if entry.id in catalog.entries() else None
    if least is None:
        return ""
    sure = parameters.value("verschil_zekerheid")
    difference, low, high = trend.change(other.ends(entry, sure), one.ends(entry, sure))
    if math.isnan(low) or math.isnan(high):
        return ""
    enough = abs(difference) >= least.least(other.value) - 1e-9
    if enough and low > 0:
        return uncertainty.HIGHER
    return uncertainty.LOWER if enough and high < 0 else uncertainty.UNCLEAR
