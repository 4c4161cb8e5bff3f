"""Dividing youth work: sums to the half fte, what more money does, and choices that cannot go together."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import planner
from indicators.planner import ConflictError, Plan

NOTHING = math.nan
RULES = st.sampled_from(["gelijk", "behoefte", "norm", "corporatie", "eigen"])


def frame(rows: list[tuple[float, float, float, float]]) -> pd.DataFrame:
    """Young people, need, % corporation and households on a low income of wijken WK000100, WK000101, …"""
    codes = [f"WK{i // 9:04d}{i % 9:02d}" for i in range(len(rows))]
    return pd.DataFrame(rows, columns=["people", "need", "corporation", "low_income"], index=codes, dtype=float)


maybe = st.one_of(st.just(NOTHING), st.floats(0, 100))
some_areas = st.lists(
    st.tuples(st.one_of(st.just(NOTHING), st.integers(0, 9000)), maybe, maybe, maybe), min_size=1, max_size=40
).map(frame)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    floor = draw(st.sampled_from([0.0, 0.0, 0.1, 1.0]))
    return Plan(
        total=draw(st.floats(0, 20_000)),
        rule=draw(RULES),
        threshold=draw(st.floats(0, 100)),
        severity=draw(st.floats(0, 5)),
        norm=draw(st.floats(1, 50)),
        share=draw(st.floats(0, 100)),
        areas=tuple(draw(st.sets(st.sampled_from([f"WK0000{i:02d}" for i in range(9)])))),
        floor=floor,
        cap=draw(st.one_of(st.none(), st.floats(1, 50))),
        kept=draw(st.floats(0, 100)),
        step=draw(st.sampled_from([planner.FTE_STEP, planner.EURO_STEP])),
    )


def made(areas: pd.DataFrame, plan: Plan) -> planner.Outcome | None:
    try:
        return planner.divide(areas, plan)
    except ConflictError as conflict:
        assert str(conflict).endswith(".")
        return None


@given(some_areas, plans())
def test_every_part_adds_up_to_the_total(areas: pd.DataFrame, plan: Plan) -> None:
    found = made(areas, plan)
    if found is None:
        return
    assert found.given.sum() + found.kept + found.rest == pytest.approx(plan.total, rel=1e-12, abs=1e-9)
    steps = found.given / plan.step
    assert (steps == steps.round()).all() and (found.given >= 0).all()
    assert found.kept / plan.step == round(found.kept / plan.step)
    assert ((found.given - found.exact).abs() < plan.step).all(), "rounding moves an area by less than one step"
    assert abs(found.given.sum() - found.exact.sum()) < plan.step
    assert found.rest >= -1e-6 * plan.step
    assert (found.given[~(areas["people"] > 0)] == 0).all(), "nobody people, nothing given"


@given(some_areas, plans())
def test_floor_and_cap_hold_before_rounding(areas: pd.DataFrame, plan: Plan) -> None:
    found = made(areas, plan)
    if found is None:
        return
    people = areas["people"].fillna(0)
    assert (found.exact[found.eligible] >= (plan.floor * people / 1000 - 1e-9)[found.eligible]).all()
    assert (found.exact[~found.eligible] == 0).all()
    for most in (plan.cap, plan.norm if plan.rule == "norm" else None):
        if most is not None:
            assert (found.exact <= most * people / 1000 + 1e-9).all()


def test_a_little_more_does_not_all_go_to_what_is_kept() -> None:
    """67.5625% of 1,480 is just under one step of 1,000 and of 1,481 just over it: it was one area's whole amount."""
    areas = frame([(100, 50, 50, 50)])
    plan = Plan(1480, kept=67.5625, step=planner.EURO_STEP)
    for total in (1480, 1481):
        found = planner.divide(areas, replace(plan, total=total))
        assert (found.given.tolist(), found.kept, found.rest) == ([1000.0], 0.0, total - 1000)
    # Of ten and of eleven whole steps that is six and seven; the part of a step that is over goes to nobody.
    kept = [planner.divide(areas, replace(plan, total=total)).kept for total in (10_900, 11_000)]
    assert kept == [6000.0, 7000.0]


@given(some_areas, plans(), st.floats(0, 10_000))
def test_more_never_lowers_anyone_before_rounding(areas: pd.DataFrame, plan: Plan, extra: float) -> None:
    less, more = made(areas, plan), made(areas, replace(plan, total=plan.total + extra))
    if less is None:
        return
    assert more is not None, "what can be paid can be paid with more"
    assert (more.exact >= less.exact - 1e-6 * plan.step).all()
    assert (more.given > less.given - 2 * plan.step).all(), "after rounding, at most one step lower"


@given(some_areas, plans(), st.randoms())
def test_order_of_the_rows_does_not_matter(areas: pd.DataFrame, plan: Plan, random: Any) -> None:
    codes = list(areas.index)
    random.shuffle(codes)
    found, other = made(areas, plan), made(areas.loc[codes], plan)
    assert (found is None) == (other is None)
    if found is not None and other is not None:
        assert other.given.index.tolist() == codes
        pd.testing.assert_series_equal(found.given, other.given.loc[areas.index])
        assert planner.report(areas, found) == planner.report(areas.loc[codes].loc[areas.index], found)


@given(some_areas, plans())
def test_a_report_is_made_of_whatever_there_is(areas: pd.DataFrame, plan: Plan) -> None:
    found = made(areas, plan)
    if found is None:
        return
    told = planner.report(areas, found, norm=3)
    shares = (told.reached, told.reached_low_income, told.to_neediest, told.neediest_people)
    assert all(s is None or 0 <= s <= 1 + 1e-9 for s in shares)
    assert told.concentration is None or -1 - 1e-9 <= told.concentration <= 1 + 1e-9
    gemeenten = planner.by_gemeente(areas, found)
    assert gemeenten["given"].sum() == pytest.approx(found.given.sum())
    assert gemeenten.index.is_monotonic_increasing


@given(some_areas, st.floats(0, 5000))
def test_an_even_split_is_even(areas: pd.DataFrame, total: float) -> None:
    found = planner.divide(areas, Plan(total))
    people = areas["people"].fillna(0)
    rates = (found.exact / people.where(people > 0)).dropna()
    assert np.allclose(rates, rates.iloc[0] if len(rates) else 0)
    told = planner.report(areas, found)
    assert (told.gain, told.lose, told.moved) == (0, 0, 0)


@given(some_areas, plans())
def test_need_that_is_missing_everywhere_gives_nothing_by_need(areas: pd.DataFrame, plan: Plan) -> None:
    blank = areas.assign(need=NOTHING)
    found = made(blank, replace(plan, rule="behoefte", floor=0.0))
    assert found is not None
    assert found.given.sum() == 0
    told = planner.report(blank, found)
    assert told.to_neediest is None and told.concentration is None and told.neediest_people is None


@given(plans(), st.integers(0, 5000), maybe)
def test_one_wijk(plan: Plan, people: int, need: float) -> None:
    areas = frame([(people, need, 90, 5)])
    found = made(areas, plan)
    if found is not None and plan.rule == "gelijk" and plan.cap is None and people:
        assert found.given.sum() == pytest.approx(plan.total - found.kept - found.rest)
        assert found.rest < plan.step


@given(plans())
def test_nobody_lives_there(plan: Plan) -> None:
    areas = frame([(0, 50, 90, 10), (NOTHING, 80, 90, 10)])
    found = planner.divide(areas, replace(plan, floor=0.0))
    assert found.given.sum() == 0
    assert found.rate.isna().all()
    assert planner.report(areas, found).reached is None


@settings(max_examples=8)
@given(plans())
def test_fourteen_thousand_buurten(plan: Plan) -> None:
    areas = many(14_000)
    found = made(areas, plan)
    if found is not None:
        assert found.given.sum() + found.kept + found.rest == pytest.approx(plan.total, abs=1e-6)


def many(count: int) -> pd.DataFrame:
    random = np.random.default_rng(20)
    need, share = random.uniform(0, 100, (2, count))
    people, poor = random.integers(0, 4000, (2, count)).astype(float)
    codes = sorted(f"BU{i // 90:04d}{i % 90:04d}" for i in range(count))
    return pd.DataFrame({"people": people, "need": need, "corporation": share, "low_income": poor}, index=codes)


@given(st.lists(st.tuples(maybe, st.integers(0, 500)), min_size=1, max_size=30))
def test_percentiles_follow_need_and_people(rows: list[tuple[float, int]]) -> None:
    values = pd.Series([v for v, _ in rows], dtype=float)
    people = pd.Series([float(n) for _, n in rows])
    found = planner.need_percentile(values, people)
    assert found.isna().equals(values.isna()) or not people[values.notna()].sum() > 0
    known = found.dropna()
    assert known.between(0, 100).all()
    if len(known):
        assert np.average(known, weights=people[known.index]) == pytest.approx(50)
        assert (values[known.sort_values(kind="stable").index].diff().dropna() >= 0).all() or known.duplicated().any()


def test_more_need_or_less() -> None:
    values, people = pd.Series([1.0, 2.0, 2.0, 3.0]), pd.Series([100.0, 100.0, 100.0, 100.0])
    assert planner.need_percentile(values, people).tolist() == [12.5, 50, 50, 87.5]
    assert planner.need_percentile(values, people, more_is_need=False).tolist() == [87.5, 50, 50, 12.5]


FOUR = frame([(1000, 10, 80, 10), (1000, 40, 60, 20), (2000, 70, 70, 30), (0, 99, 90, 40)])


def test_equal_per_head() -> None:
    assert planner.divide(FOUR, Plan(8)).given.tolist() == [2, 2, 4, 0]


def test_by_need_with_threshold_and_severity() -> None:
    found = planner.divide(FOUR, Plan(10, "behoefte", threshold=20, severity=1))
    assert found.exact.tolist() == pytest.approx([0, 20 / 120 * 10, 100 / 120 * 10, 0])
    assert found.given.tolist() == [0, 1.5, 8.5, 0]
    assert planner.divide(FOUR, Plan(10, "behoefte", threshold=20, severity=0)).given.tolist() == [0, 3.5, 6.5, 0]


def test_neediest_first_fills_to_the_norm() -> None:
    found = planner.divide(FOUR, Plan(11, "norm", norm=4))
    assert found.given.tolist() == [0, 3, 8, 0]
    full = planner.divide(FOUR, Plan(30, "norm", norm=4))
    assert full.given.tolist() == [4, 4, 8, 0]
    assert full.rest == 14, "what nobody may have is left over, and said so"
    assert planner.report(FOUR, found, norm=4).under_norm == 2


def test_only_where_corporations_own_more_than_the_share() -> None:
    assert planner.divide(FOUR, Plan(6, "corporatie")).given.tolist() == [2, 0, 4, 0]
    assert planner.divide(FOUR, Plan(6, "corporatie", share=70)).given.tolist() == [6, 0, 0, 0], (
        "more than, not as much"
    )


def test_own_areas_and_what_gemeenten_keep() -> None:
    found = planner.divide(FOUR, Plan(10, "eigen", areas=("WK000001",), kept=30))
    assert (found.given.tolist(), found.kept, found.rest) == ([0, 7, 0, 0], 3, 0)
    assert planner.divide(FOUR, Plan(10, "eigen")).rest == 10


def test_a_floor_for_all_and_a_cap() -> None:
    found = planner.divide(FOUR, Plan(10, "behoefte", threshold=50, floor=1, cap=3))
    assert found.given.tolist() == [1, 1, 6, 0]
    assert found.rest == 2


def test_equal_remainders_go_to_the_lowest_codes() -> None:
    areas = frame([(100, 5, 0, 0)] * 4)
    assert planner.divide(areas.iloc[::-1], Plan(1)).given.sort_index().tolist() == [0.5, 0.5, 0, 0]


def test_report_of_an_uneven_plan() -> None:
    outcome = planner.divide(FOUR, Plan(8, "eigen", areas=("WK000002",)))
    told = planner.report(FOUR, outcome)
    assert (told.areas, told.gain, told.lose, told.moved) == (1, 1, 2, 4)
    assert (told.reached, told.missed) == (0.5, 2000)
    assert (told.reached_low_income, told.missed_low_income) == (0.3, 70)
    assert told.concentration == pytest.approx(0.5)
    assert planner.by_gemeente(FOUR, outcome)["rate"].tolist() == [2]


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (Plan(10, floor=5, cap=3), "ligt boven het plafond (3)"),
        (Plan(3, floor=1), "De bodem kost in totaal 4, en er is 3 te verdelen"),
        (Plan(3, "norm"), "er is geen landelijke norm"),
        (Plan(30, "norm", norm=2, floor=2.5), "ligt boven de norm (2)"),
        (Plan(-1), "niet onder nul"),
        (Plan(math.nan), "niet onder nul"),
        (Plan(10, kept=101), "niet meer dan 100%"),
    ],
)
def test_a_conflict_says_what_to_change(plan: Plan, says: str) -> None:
    with pytest.raises(ConflictError) as caught:
        planner.divide(FOUR, plan)
    assert says in str(caught.value)
