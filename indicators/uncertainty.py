"""How far chance and rounding can move a share or a rate, and whether it then differs from another value.

Shares: the score interval of Wilson (1927), and the exact one of Clopper and Pearson (1934) where few are counted, or few
are not. Rates: Byar's approximation (Breslow and Day 1987), exact Poisson (Garwood 1936) below a count of ten. So has the
technical guidance of OHID Fingertips it, but for the exact shares: of 3 in 100 Wilson's lower end is too high, and chance
would be called clear up to eighteen times as often as it should. Rounding is carried: a rounded count
may be half a step lower or higher, a published percentage half of its last digit, and the interval spans both ends. What is
counted comes in households and series: the numbers are divided by the design effect (design_effect.py) first.

A difference is clear when the other value lies outside the interval of 99.8% and the difference is large enough to
matter (differences.csv). The other value is taken as fixed, but for the median of a handful of areas
(``beside_median``). Where the area is itself part of it (a gemeente, the
country) that is cautious: part of the chance is then shared.

Frames have one row an area or a year and one float column a figure; NaN is missing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from indicators import catalog, design_effect, named, parameters
from indicators.catalog import Entry
from indicators.recipes import Copy, Ratio
from loaders import edited

Numbers = npt.NDArray[np.float64]

HIGHER, LOWER, UNCLEAR = "hoger", "lager", "geen duidelijk verschil"


def z_of(certainty: float) -> float:
    """The number of standard errors either way that holds ``certainty`` percent of chance: 95 gives 1.96."""
    from scipy import special

    return float(special.ndtri(0.5 + certainty / 200))


def wilson(count: Numbers, size: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """Low and high end of a share (0 to 1) of ``count`` out of ``size``: the score interval of Wilson (1927).

    NaN where the size is not positive or a number is missing.
    """
    size = np.where(size > 0, size, np.nan)
    share = np.clip(count / size, 0, 1)
    middle = share + z**2 / (2 * size)
    reach = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    whole = 1 + z**2 / size
    return np.clip((middle - reach) / whole, 0, share), np.clip((middle + reach) / whole, share, 1)


def binomial(count: Numbers, size: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """Low and high end of a share (0 to 1): Wilson, exact where few are counted or few are not (``exact_aandeel_onder``).

    Exact is Clopper and Pearson (1934, Biometrika 26), from the beta distribution: the most and the least of all shares
    for which so few or so many are not rarer than the tail of ``z``. NaN where ``wilson`` is.
    """
    from scipy import special

    tail = float(special.ndtr(-z))
    low, high = wilson(count, size, z)
    few = _few(count, size)
    some, of = count[few], size[few]
    left, share = of - some, some / of
    start = special.betaincinv(np.maximum(some, 1e-9), left + 1, tail)
    end = special.betainccinv(some + 1, np.maximum(left, 1e-9), tail)
    low[few] = np.minimum(np.where(some > 0, start, 0.0), share)
    high[few] = np.maximum(np.where(left > 0, end, 1.0), share)
    return low, high


def _few(count: Numbers, size: Numbers) -> npt.NDArray[np.bool_]:
    """Where so few are counted, or so few are not, that the score interval does not hold what it promises."""
    return (size > 0) & (np.minimum(count, size - count) < parameters.value("exact_aandeel_onder"))


def poisson(count: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """Low and high end of the number that is expected where ``count`` was seen: Byar, exact below ten."""
    from scipy import special

    tail = float(special.ndtr(-z))
    some, more = np.maximum(count, 1e-9), count + 1
    low = np.asarray(some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3)
    high = np.asarray(more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3)
    # The exact limits are slow, and most counts are large.
    few = count < parameters.value("exact_onder")
    low[few] = np.where(count[few] > 0, special.gammaincinv(some[few], tail), 0.0)
    high[few] = special.gammainccinv(more[few], tail)
    return np.where(np.isnan(count), np.nan, low), np.where(np.isnan(count), np.nan, high)


@dataclass(frozen=True)
class Basis:
    """What a share or rate was counted from. ``count`` is empty where the publisher gives the share itself."""

    method: Literal["wilson", "poisson"]
    times: int
    count: tuple[str, ...]
    out_of: tuple[str, ...]


def basis(entry: Entry) -> Basis | None:
    """What the interval of a figure is made from; None for a figure that has none.

    None for means, medians, distances, counts, scores and estimates, for shares of a group whose size is not known, and
    for a headline: ask for what it means in a year (``Entry.definition``).
    """
    if entry.kind not in ("share", "rate") or entry.estimate or "model" in entry.caveats or entry.definitions:
        return None
    method: Literal["wilson", "poisson"] = "wilson" if entry.kind == "share" else "poisson"
    recipe = catalog.declared()[entry.id].recipe if entry.computed else None
    if isinstance(recipe, Ratio):
        return Basis(method, recipe.times, recipe.count, recipe.out_of)
    if entry.per is None or entry.per in catalog.left_out() or not (recipe is None or isinstance(recipe, Copy)):
        return None
    return Basis(method, 100 if entry.kind == "share" else 1000, (), (entry.per,))


def needs(entry: Entry) -> tuple[str, ...]:
    """The columns that the interval of a figure reads: itself, what was counted, out of what, and what goes together."""
    found = basis(entry)
    if found is None:
        return ()
    return tuple(dict.fromkeys((entry.id, *found.count, *found.out_of, *design_effect.needs(entry.id))))


@dataclass(frozen=True)
class _Ends:
    """The counts and sizes that give the lowest and the highest value that rounding allows.

    Both as if each were counted by itself: divided by the design effect.
    """

    low_count: Numbers
    low_size: Numbers
    high_count: Numbers
    high_size: Numbers


def _half(ids: tuple[str, ...]) -> float:
    """How much lower or higher the sum of rounded counts can be: half a step each, in whole numbers (0 can be 2)."""
    return float(sum(catalog.entry(id).rounding // 2 for id in ids))


def _column(frame: pd.DataFrame, ids: tuple[str, ...]) -> Numbers:
    """The sum of the columns; NaN where one is missing or absent."""
    held = frame.reindex(columns=list(ids))
    return held.sum(axis=1, min_count=len(ids)).to_numpy(dtype=float)


def _ends(entry: Entry, found: Basis, frame: pd.DataFrame, of_count: float = 1.0, of_size: float = 1.0) -> _Ends:
    """``of_count`` and ``of_size``: how many half steps the rounding can make."""
    value = _column(frame, (entry.id,))
    # What is withheld has no interval either: its ends would give it away.
    size = np.where(np.isnan(value), np.nan, _column(frame, found.out_of))
    effect = design_effect.of(entry.id, frame)
    unsure = of_size * _half(found.out_of)
    small, large = np.where(size > 0, np.maximum(size - unsure, 1), np.nan), size + unsure
    if not found.count:
        step = of_count * 0.5 * 10.0**-entry.decimals
        low, high = np.maximum(value - step, 0) / found.times, (value + step) / found.times
        if found.method == "wilson":
            high = np.minimum(high, 1)
        return _Ends(low * small / effect, small / effect, high * small / effect, small / effect)
    count, step = _column(frame, found.count), of_count * _half(found.count)
    low, high = np.maximum(count - step, 0), count + step
    if found.method == "wilson":
        low, high = np.minimum(low, large), np.minimum(high, small)
    return _Ends(low / effect, large / effect, high / effect, small / effect)


def interval(
    entry: Entry, frame: pd.DataFrame, certainty: float | None = None, parts: int = 1, few: int = 0
) -> pd.DataFrame:
    """Columns ``low`` and ``high``, in the unit of the figure; index as ``frame``, which holds the columns ``needs``.

    ``certainty`` in percent (default: 95). NaN where the value or a number behind it is missing, and all NaN for a
    figure without a basis. ``parts`` is the number of areas that each row was added up from, ``few`` how many of
    them count no more than one step of the rounding.
    """
    found = basis(entry)
    if found is None:
        return pd.DataFrame(np.nan, index=frame.index, columns=["low", "high"])
    z = z_of(parameters.value("marge_zekerheid") if certainty is None else certainty)
    if parts == 1:
        low, high = _reached(found, _ends(entry, found, frame), z)
    else:
        # The rounding of many parts partly evens out, as chance does: a part is anywhere within half a step. Not that of
        # parts with hardly any: many noughts are all a little too low.
        sure = _ends(entry, found, frame, few, 0.0)
        chance = _reached(found, sure, z)
        wide = _ends(entry, found, frame, z * math.sqrt((parts - few) / 3), z * math.sqrt(parts / 3))
        value = _column(frame, (entry.id,)) / found.times
        start, end = (
            np.minimum(sure.low_count / sure.low_size, value),
            np.maximum(sure.high_count / sure.high_size, value),
        )
        low = start - np.hypot(start - chance[0], value - wide.low_count / wide.low_size)
        high = end + np.hypot(chance[1] - end, wide.high_count / wide.high_size - value)
        low, high = np.maximum(low, 0), np.minimum(high, 1) if found.method == "wilson" else high
    return pd.DataFrame({"low": found.times * low, "high": found.times * high}, index=frame.index)


def _reached(found: Basis, ends: _Ends, z: float) -> tuple[Numbers, Numbers]:
    """How far chance takes the lowest and the highest value that rounding allows."""
    if found.method == "wilson":
        return binomial(ends.low_count, ends.low_size, z)[0], binomial(ends.high_count, ends.high_size, z)[1]
    return poisson(ends.low_count, z)[0] / ends.low_size, poisson(ends.high_count, z)[1] / ends.high_size


def p_value(entry: Entry, frame: pd.DataFrame, reference: pd.Series[float] | float) -> pd.Series[float]:
    """Two-sided chance of a difference this large when the true value is ``reference`` (in the unit of the figure).

    It agrees with ``interval``: the chance is under 0.2% just where the reference lies outside the interval of 99.8%.
    One where rounding alone can explain the difference. NaN without an interval or without a reference.
    """
    found = basis(entry)
    if found is None:
        return pd.Series(np.nan, index=frame.index)
    ends = _ends(entry, found, frame)
    other = np.broadcast_to(np.asarray(reference, dtype=float), (len(frame),)) / found.times
    with np.errstate(divide="ignore", invalid="ignore"):
        above = ends.low_count / ends.low_size > other
        below = ends.high_count / ends.high_size < other
        if found.method == "wilson":
            tail_above = _or_more(ends.low_count, ends.low_size, other)
            tail_below = _or_fewer(ends.high_count, ends.high_size, other)
        else:
            tail_above = _at_least(ends.low_count, other * ends.low_size)
            tail_below = _at_most(ends.high_count, other * ends.high_size)
    chance = np.where(above, 2 * tail_above, np.where(below, 2 * tail_below, 1.0))
    known = ~np.isnan(ends.low_count) & ~np.isnan(ends.low_size) & ~np.isnan(other)
    return pd.Series(np.where(known, np.minimum(chance, 1.0), np.nan), index=frame.index)


def _score(count: Numbers, size: Numbers, share: Numbers) -> Numbers:
    """Standard errors between a share and what it is held against: Wilson's interval turned round."""
    distance = count / size - share
    return np.asarray(distance / np.sqrt(share * (1 - share) / size), dtype=float)


def _or_more(count: Numbers, size: Numbers, share: Numbers) -> Numbers:
    """Chance of so many or more out of ``size``: the lower end of ``binomial`` turned round."""
    from scipy import special

    exact = special.betainc(np.maximum(count, 1e-9), size - count + 1, share)
    return np.asarray(np.where(_few(count, size), exact, special.ndtr(-_score(count, size, share))), dtype=float)


def _or_fewer(count: Numbers, size: Numbers, share: Numbers) -> Numbers:
    """Chance of so many or fewer out of ``size``: the upper end of ``binomial`` turned round."""
    from scipy import special

    exact = special.betaincc(count + 1, np.maximum(size - count, 1e-9), share)
    return np.asarray(np.where(_few(count, size), exact, special.ndtr(_score(count, size, share))), dtype=float)


def _at_least(count: Numbers, expected: Numbers) -> Numbers:
    """Chance of this count or more: the lower end of ``poisson`` turned round."""
    from scipy import special

    some = np.maximum(count, 1e-9)
    z = 3 * np.sqrt(some) * (1 - 1 / (9 * some) - np.cbrt(expected / some))
    exact = count < parameters.value("exact_onder")
    return np.asarray(np.where(exact, special.gammainc(some, expected), special.ndtr(-z)), dtype=float)


def _at_most(count: Numbers, expected: Numbers) -> Numbers:
    """Chance of this count or fewer: the upper end of ``poisson`` turned round."""
    from scipy import special

    more = count + 1
    z = 3 * np.sqrt(more) * (np.cbrt(expected / more) - 1 + 1 / (9 * more))
    exact = count < parameters.value("exact_onder")
    return np.asarray(np.where(exact, special.gammaincc(more, expected), special.ndtr(-z)), dtype=float)


def false_discovery(p: pd.Series[float]) -> pd.Series[float]:
    """The chances adjusted for the length of the list (Benjamini and Hochberg 1995): the smallest rate at which each counts.

    Missing chances stay missing and do not lengthen the list.
    """
    known = p.dropna().sort_values()
    rank = np.arange(1, len(known) + 1)
    adjusted = np.minimum.accumulate((known.to_numpy() * len(known) / rank)[::-1])[::-1]
    return pd.Series(np.minimum(adjusted, 1), index=known.index).reindex(p.index)


class Matters(edited.Entry):
    """The smallest difference that matters for one figure: in percentage points, or in percent of the other value."""

    says = "Een rij is één cijfer. Een cijfer met een marge en zonder rij krijgt geen woorden als “duidelijk hoger”."
    key = "id"

    id: named.Figure = Field(description="het id van het cijfer")
    difference: Annotated[edited.Number, Field(gt=0)] = Field(
        description="het kleinste verschil, met een punt voor de decimalen"
    )
    unit: Annotated[
        str,
        edited.OneOf(
            {
                "procentpunt": "het verschil zelf, bij een percentage",
                "procent": "een deel van de waarde ernaast",
            }
        ),
    ] = Field(description="waarin het verschil is uitgedrukt")
    reason: edited.Text = Field(description="waarom zo groot; de lezer ziet het op de bladzijde Methode")

    def beside(self, reference: pd.Series[float] | float) -> pd.Series[float] | float:
        """The same in the unit of the figure, beside this other value."""
        return self.difference if self.unit == "procentpunt" else reference * self.difference / 100

    def least(self, reference: float) -> float:
        """The same beside one value."""
        beside = self.beside(reference)
        assert isinstance(beside, int | float)
        return beside


FILE = edited.File(
    Path(__file__).with_name("differences.csv"),
    about="Hoe groot een verschil moet zijn om ertoe te doen.",
    tables={edited.ROW: Matters},
)


def differences() -> Mapping[str, Matters]:
    """The smallest difference that matters by figure id, from differences.csv."""
    return edited.kept(FILE).entries(Matters)


def matters(entry: Entry) -> Matters | None:
    """The smallest difference that matters for a figure; a copy takes that of what it copies. None without a row."""
    recipe = catalog.declared()[entry.id].recipe if entry.computed else None
    return differences().get(recipe.variable if isinstance(recipe, Copy) else entry.id)


def compare(
    entry: Entry, frame: pd.DataFrame, reference: pd.Series[float] | float, *, whole_list: bool = False
) -> pd.DataFrame:
    """Each row beside a reference: columns ``difference``, ``p`` and ``result`` (hoger, lager, geen duidelijk verschil).

    ``result`` is "" where it cannot be said. One area is judged at 99.8%; with ``whole_list`` the rows are one list, of
    which at most a set share (false discovery rate) is chance.
    """
    least = matters(entry)
    if basis(entry) is None or least is None:
        empty = pd.Series(np.nan, index=frame.index)
        return pd.DataFrame({"difference": empty, "p": empty, "result": ""})
    difference = frame[entry.id] - reference
    p = p_value(entry, frame, reference)
    if whole_list:
        clear = false_discovery(p) <= parameters.value("valse_vondsten") / 100
    else:
        clear = p < 1 - parameters.value("verschil_zekerheid") / 100
    # A difference is compared as a reader sees it: 3.0 - 2.0 must not fail on the last bit.
    clear &= difference.abs() >= least.beside(reference) - 1e-9
    result = np.select([p.isna(), clear & (difference > 0), clear & (difference < 0)], ["", HIGHER, LOWER], UNCLEAR)
    return pd.DataFrame({"difference": difference, "p": p, "result": result}, index=frame.index)


def median_interval(values: Numbers, certainty: float | None = None) -> tuple[float, float] | None:
    """Between which two of these values the middle of all such areas lies, at a certainty in percent (default: 99.8).

    By order statistics: whatever the distribution, half lie below the median, so how many of n fall below it is
    binomial (Conover 1999, Practical Nonparametric Statistics, 3.2; David and Nagaraja 2003, 7.1). None where there are
    too few to be so certain: at 99.8% under ten of them. NaN is left out.
    """
    from scipy import special

    known = np.sort(values[~np.isnan(values)])
    sure = parameters.value("verschil_zekerheid") if certainty is None else certainty
    # The chance of at most so many below the median. As many are left out at each end as keep that under the tail.
    few = special.bdtr(np.arange(len(known)), len(known), 0.5)
    out = int((few <= (1 - sure / 100) / 2 + 1e-12).sum()) - 1
    return None if out < 0 else (float(known[out]), float(known[len(known) - 1 - out]))


def beside_median(entry: Entry, frame: pd.DataFrame, middle: float, ends: tuple[float, float] | None) -> pd.Series[str]:
    """Each row beside the median of some other areas: hoger, lager, geen duidelijk verschil; "" where it cannot be said.

    That median is itself not fixed: ``ends`` (see ``median_interval``) say where it can lie, None that nobody can say. A
    difference is clear when the row clearly differs from the median and from the end on its own side as well.
    """
    result = compare(entry, frame, middle)["result"]
    if ends is None:
        return result.where(result == "", "")
    sure = 1 - parameters.value("verschil_zekerheid") / 100
    beyond = {HIGHER: ends[1], LOWER: ends[0]}
    for word, end in beyond.items():
        far = (p_value(entry, frame, end) < sure) & ((frame[entry.id] > end) == (word == HIGHER))
        result = result.mask((result == word) & ~far, UNCLEAR)
    return result


def judged(entry: Entry, result: str) -> str:
    """A clear difference as *beter* or *slechter*, only where a direction was agreed and never for origin; else ""."""
    if not entry.rankable or result not in (HIGHER, LOWER):
        return ""
    return "beter" if (result == HIGHER) == (entry.direction == "higher_better") else "slechter"
