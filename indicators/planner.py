"""Dividing youth work, other help or money over areas by a rule that the reader sets.

``people`` are those whom it is for: young people, toddlers, households on a low income, inhabitants. The rules are the same.

The steps: need → target group → weight → threshold → floor and cap → rounding by largest remainder (Hamilton), which
keeps sums exact. Everything before the rounding is monotone: under one rule, more to divide never lowers any area. The
rounding moves an area by less than one step, so after it an area can be at most one step lower. Areas are worked on in
the order of their codes: the outcome does not hang on the order of the rows, and equal remainders go to the lower code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.vocabulary import gemeente_of

Rule = Literal["gelijk", "behoefte", "norm", "corporatie", "eigen"]
FTE_STEP, EURO_STEP = 0.5, 1000.0
NEEDIEST = 90.0
# A sum of floats may miss a whole step by this much of one.
_NEARLY = 1e-6

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class ConflictError(ValueError):
    """Choices that cannot go together; the message is Dutch and says what to change."""


@dataclass(frozen=True)
class Plan:
    """What is divided, and how. Amounts are in fte or in euros; ``step`` is the smallest amount that an area can get.

    ``gelijk``: equal per head. ``behoefte``: people × max(0, need − threshold) ^ severity. ``norm``: the
    neediest area first, each up to ``norm``. ``corporatie``: equal per head in areas where corporations own
    more than ``share`` % of the homes. ``eigen``: the same in ``areas``. ``floor``, ``cap`` and ``norm`` are per 1,000
    people, and hold for the areas that the rule is about; ``threshold`` is a percentile, ``kept`` a % of ``total``.
    """

    total: float
    rule: Rule = "gelijk"
    threshold: float = 0.0
    severity: float = 1.0
    norm: float | None = None
    share: float = 200 / 3
    areas: tuple[str, ...] = ()
    floor: float = 0.0
    cap: float | None = None
    kept: float = 0.0
    step: float = FTE_STEP


@dataclass(frozen=True)
class Outcome:
    """``given``: the amount per area (in whole steps), ``exact``: before rounding, both with the index of the frame.

    ``kept`` stays with the gemeenten and ``rest`` is left over: given, kept and rest together are the total.
    ``eligible`` marks the areas that the rule is about. ``rate`` is given per 1,000 people, NaN without any.
    """

    plan: Plan
    given: pd.Series[float]
    exact: pd.Series[float]
    rate: pd.Series[float]
    eligible: pd.Series[bool]
    kept: float
    rest: float


def need_percentile(values: pd.Series[float], people: pd.Series[float], more_is_need: bool = True) -> pd.Series[float]:
    """Where each area stands in need: the % of people who live in an area with less need, half of its own added.

    Weighted by people, so that many small areas do not push the percentiles. Equal values share one percentile.
    NaN where the value is missing, and everywhere when no people live in areas with a value.
    """
    known = values.notna().to_numpy()
    found = np.full(len(values), np.nan)
    if known.any():
        turned = values.to_numpy("float64")[known] * (1 if more_is_need else -1)
        living = people.reindex(values.index).fillna(0.0).clip(lower=0.0).to_numpy("float64")[known]
        different, place = np.unique(turned, return_inverse=True)
        here = np.bincount(place, weights=living, minlength=len(different))
        if here.sum() > 0:
            found[known] = (100 * (np.cumsum(here) - here / 2) / here.sum())[place]
    return pd.Series(found, index=values.index)


def divide(areas: pd.DataFrame, plan: Plan) -> Outcome:
    """Divide ``plan.total`` over the areas: columns people (heads), need (percentile), corporation (%); NaN: not known.

    An area without people on record gets nothing; one without need gets no more than the floor by need, and
    comes last under the norm. By need, an area with a reason in the column ``left_out`` (where there is one) gets nothing.
    Raises ConflictError where the choices cannot go together.
    """
    _check(plan)
    ordered = areas if areas.index.is_monotonic_increasing else areas.sort_index()
    people = np.nan_to_num(ordered["people"].to_numpy("float64"), nan=0.0).clip(min=0.0)
    need = ordered["need"].to_numpy("float64")
    eligible = _eligible(ordered, people, plan)
    low = plan.floor / 1000 * people * eligible
    high = _ceiling(people, eligible, plan)
    # What gemeenten keep is a part of the whole steps that there are: as a part of the total it could take one step more
    # where the total grows by less than one, and then more to divide would leave less for everyone.
    whole = _steps(plan.total, plan.step)
    kept = _steps(whole * plan.kept / 100, 1.0) * plan.step
    pool = whole * plan.step - kept
    if low.sum() > pool * (1 + 1e-9):
        raise ConflictError(
            f"De bodem kost in totaal {_number(low.sum())}, en er is {_number(pool)} te verdelen. "
            "Verlaag de bodem, of verdeel meer."
        )
    if plan.rule == "norm":
        exact = _neediest_first(need, low, high, pool)
    else:
        exact = _proportional(_weights(people, need, eligible, plan), low, high, pool)
    steps = _largest_remainder(exact / plan.step)
    given = steps * plan.step
    rate = np.divide(1000 * given, people, out=np.full(len(people), np.nan), where=people > 0)
    made = pd.DataFrame(
        {"given": given, "exact": exact, "rate": rate, "eligible": eligible}, index=ordered.index
    ).reindex(areas.index)
    return Outcome(
        plan,
        made["given"],
        made["exact"],
        made["rate"],
        made["eligible"].astype(bool),
        float(kept),
        float(plan.total - kept - given.sum()),
    )


def even(areas: pd.DataFrame, plan: Plan) -> Outcome:
    """The same total, with as much kept, divided equally per head: what a rule is set beside."""
    return divide(areas, replace(plan, rule="gelijk", floor=0.0, cap=None, areas=(), norm=None))


def in_reach(areas: pd.DataFrame, plan: Plan) -> float:
    """How many people live in the areas that the rule of ``plan`` is about: what a promise per head comes to.

    Columns as in divide.
    """
    people = np.nan_to_num(areas["people"].to_numpy("float64"), nan=0.0).clip(min=0.0)
    return float(people[_eligible(areas, people, plan)].sum())


def _check(plan: Plan) -> None:
    numbers = (plan.total, plan.threshold, plan.severity, plan.floor, plan.kept, plan.share, plan.norm, plan.cap)
    if any(n is not None and not (math.isfinite(n) and n >= 0) for n in numbers):
        raise ConflictError("Een aantal, grens of percentage kan niet onder nul of zonder einde zijn.")
    if plan.kept > 100:
        raise ConflictError("Gemeenten kunnen niet meer dan 100% zelf houden.")
    if plan.cap is not None and plan.floor > plan.cap:
        raise ConflictError(
            f"De bodem ({_number(plan.floor)} per 1.000) ligt boven het plafond ({_number(plan.cap)}). "
            "Verlaag de bodem of verhoog het plafond."
        )
    if plan.rule == "norm" and plan.norm is None:
        raise ConflictError("Vul een norm in: er is geen landelijke norm, dus die kiest u zelf.")
    if plan.rule == "norm" and plan.norm is not None and plan.floor > plan.norm:
        raise ConflictError(
            f"De bodem ({_number(plan.floor)} per 1.000) ligt boven de norm ({_number(plan.norm)}). "
            "Verlaag de bodem of verhoog de norm."
        )


def _eligible(areas: pd.DataFrame, people: Floats, plan: Plan) -> Bools:
    inside: Bools = people > 0
    if plan.rule in ("behoefte", "norm") and "left_out" in areas:
        return inside & areas["left_out"].eq("").to_numpy("bool")
    if plan.rule == "corporatie":
        return inside & (areas["corporation"].to_numpy("float64") > plan.share)
    if plan.rule == "eigen":
        return inside & areas.index.isin(plan.areas)
    return inside


def _ceiling(people: Floats, eligible: Bools, plan: Plan) -> Floats:
    """The most that each area may get; infinite where nothing stops it."""
    bounds = [b for b in (plan.cap, plan.norm if plan.rule == "norm" else None) if b is not None]
    if not bounds:
        return np.where(eligible, np.inf, 0.0)
    return min(bounds) / 1000 * people * eligible


def _weights(people: Floats, need: Floats, eligible: Bools, plan: Plan) -> Floats:
    """Between 0 and 1: only how weights relate matters."""
    weight = people * eligible
    if plan.rule == "behoefte":
        above = np.maximum(0.0, np.nan_to_num(need, nan=0.0) - plan.threshold) / 100
        # Without need there is nothing to go by: a severity of nought must not turn no need into some.
        weight = weight * np.where(above > 0, above**plan.severity, 0.0)
    top = weight.max(initial=0.0)
    return weight / top if top > 0 else weight


def _proportional(weight: Floats, low: Floats, high: Floats, pool: float) -> Floats:
    """``clip(t × weight, low, high)`` with the t at which it sums to the pool, or to all that fits when that is less."""
    can = weight > 0
    if not can.any():
        return low.copy()
    w, floor, cap = weight[can], low[can], high[can]
    with np.errstate(over="ignore"):
        enter, leave = floor / w, cap / w
    # Where an area leaves its floor or meets its cap; between two of these points the sum is a straight line.
    points = np.unique(np.concatenate([enter, leave]))
    points = points[np.isfinite(points)]
    outside = low[~can].sum()
    before, after = 0, len(points)  # the sum is at most the pool at ``before``, and more at ``after``
    while after - before > 1:
        middle = (before + after) // 2
        if outside + np.clip(points[middle] * w, floor, cap).sum() <= pool:
            before = middle
        else:
            after = middle
    at = points[before]
    rising = (enter <= at) & (leave > at)
    still = outside + np.where(enter > at, floor, cap)[~rising].sum()
    t = max(at, (pool - still) / w[rising].sum()) if rising.any() else at
    found = low.copy()
    found[can] = np.clip(t * w, floor, cap)
    return found


def _neediest_first(need: Floats, low: Floats, high: Floats, pool: float) -> Floats:
    """The floors, then the neediest area up to its ceiling, then the next; equal need by code, unknown need last."""
    order = np.argsort(np.where(np.isnan(need), np.inf, -need), kind="stable")
    room = (high - low)[order]
    before = np.cumsum(room) - room
    found = low.copy()
    found[order] += np.clip(pool - low.sum() - before, 0.0, room)
    return found


def _largest_remainder(amounts: Floats) -> Floats:
    """Whole numbers with the same sum (rounded down to a whole one), each less than one from its amount."""
    whole = np.floor(amounts + _NEARLY)
    remainder = np.clip(amounts - whole, 0.0, None).round(6)
    left = int(_steps(math.fsum(amounts), 1.0) - whole.sum())
    if left > 0:
        first = np.argsort(-remainder, kind="stable")[: min(left, int((remainder > 0).sum()))]
        whole[first] += 1
    return whole


def _steps(amount: float, step: float) -> int:
    """How many whole steps fit in an amount."""
    return math.floor(amount / step + _NEARLY)


def _number(value: float) -> str:
    return f"{value:,.1f}".translate(str.maketrans(",.", ".,")).removesuffix(",0")


@dataclass(frozen=True)
class Report:
    """What a division amounts to. Shares are parts of 1; None where it cannot be known.

    ``reached_*``: of all people, and of all households on a low income, the part that lives in areas that get
    something; ``missed_*`` the number that does not. ``to_neediest``: what goes to the areas above the 90th percentile
    of need, where ``neediest_people`` of the people live. ``concentration``: -1 (all to the least need) to 1 (all
    to the most), 0 when equal. ``under_norm``: areas with people below the norm before rounding. ``gain`` and ``lose``: areas
    with at least one step more or less than an even split gives; ``moved``: the amount that lies elsewhere than there.
    """

    areas: int
    reached: float | None
    missed: float
    reached_low_income: float | None
    missed_low_income: float | None
    low_income_unknown: int
    to_neediest: float | None
    neediest_people: float | None
    concentration: float | None
    under_norm: int | None
    gain: int
    lose: int
    moved: float


def report(areas: pd.DataFrame, outcome: Outcome, norm: float | None = None, split: Outcome | None = None) -> Report:
    """Sum up an outcome; ``areas`` as in divide, with low_income (households) too. ``norm`` is per 1,000 people.

    ``split`` is the even split to set it beside, for who has it already.

    What cannot be known (no need, no households) is None and never nought.
    """
    people = areas["people"].fillna(0.0)
    gets = outcome.given > 0
    poor = areas["low_income"]
    known_poor = poor.sum()
    neediest = areas["need"] > NEEDIEST
    total = outcome.given.sum()
    has_need = areas["need"].notna().any()
    difference = outcome.given - (split or even(areas, outcome.plan)).given
    return Report(
        areas=int(gets.sum()),
        reached=_part(people[gets].sum(), people.sum()),
        missed=float(people[~gets].sum()),
        reached_low_income=_part(poor[gets].sum(), known_poor),
        missed_low_income=float(poor[~gets].sum()) if known_poor > 0 else None,
        low_income_unknown=int((poor.isna() & (people > 0)).sum()),
        to_neediest=_part(outcome.given[neediest].sum(), total) if has_need else None,
        neediest_people=_part(people[neediest].sum(), people.sum()) if has_need else None,
        concentration=concentration_index(areas, outcome),
        under_norm=None if norm is None else int((outcome.exact < (norm / 1000 - 1e-9) * people).sum()),
        gain=int((difference > 0).sum()),
        lose=int((difference < 0).sum()),
        moved=float(difference.clip(lower=0).sum()),
    )


def _part(some: float, whole: float) -> float | None:
    return float(some / whole) if whole > 0 else None


def concentration(areas: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """From the most to the least need: columns people and given, the cumulative parts (0 to 1) of both; starts at 0, 0.

    Only areas of which need is known count. Areas of equal need move together. Empty when nothing is known or given.
    """
    need, people = areas["need"].to_numpy("float64"), areas["people"].to_numpy("float64")
    known = ~np.isnan(need) & (people > 0)
    given = outcome.given.reindex(areas.index).to_numpy("float64")[known]
    if not (known.any() and given.sum() > 0):
        return pd.DataFrame({"people": [], "given": []}, dtype=float)
    _, place = np.unique(-need[known], return_inverse=True)
    steps = {
        name: np.cumsum(np.bincount(place, weights=values))
        for name, values in (("people", people[known]), ("given", given))
    }
    return pd.DataFrame({name: np.r_[0.0, along / along[-1]] for name, along in steps.items()})


def concentration_index(areas: pd.DataFrame, outcome: Outcome) -> float | None:
    """Twice the area between the concentration curve and the diagonal (Kakwani, Wagstaff and Van Doorslaer 1997).

    Positive when more goes to areas with more need; None when need is unknown or nothing is given.
    """
    curve = concentration(areas, outcome)
    if curve.empty:
        return None
    heights = (curve["given"].to_numpy()[1:] + curve["given"].to_numpy()[:-1]) / 2
    return float(2 * (np.diff(curve["people"].to_numpy()) * heights).sum() - 1)


def by_gemeente(areas: pd.DataFrame, outcome: Outcome, split: Outcome | None = None) -> pd.DataFrame:
    """Per gemeente: columns people, given, even, rate (per 1,000 people) and areas (how many get something).

    The amount that gemeenten keep is not divided over them. Index: gemeente codes, sorted.
    """
    parts = pd.DataFrame(
        {
            "people": areas["people"].fillna(0.0),
            "given": outcome.given,
            "even": (split or even(areas, outcome.plan)).given,
            "areas": (outcome.given > 0).astype(float),
        }
    )
    codes = parts.index.map(gemeente_of)
    found = parts.groupby(codes).sum()
    found.index.name = "gemeente"
    found["rate"] = 1000 * found["given"] / found["people"].where(found["people"] > 0)
    return found
