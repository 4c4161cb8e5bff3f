"""Sums, rests, differences and ratios: against published intervals, sums by hand, and simulated truth."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from indicators import catalog, contrast, trend, uncertainty
from indicators.contrast import Measured

POVERTY = catalog.entry("armoede_laag_inkomen")
CRIME = catalog.entry("misdrijven_per_1000")
ASSISTANCE = catalog.entry("bijstand_per_1000")
FACTOR = "misdrijven_per_1000_overspreiding"


def poverty(share: float, households: float) -> Measured:
    return Measured(share, pd.DataFrame({"armoede_laag_inkomen": [share], "huishoudens": [households]}))


def crime(count: float, people: float) -> Measured:
    rate = 1000 * count / people
    row = {"misdrijven_per_1000": [rate], "misdrijven_totaal": [count], "inwoners": [people], FACTOR: [1.0]}
    return Measured(rate, pd.DataFrame(row))


def test_the_difference_of_two_shares_as_published() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table II, (a) 56/70 and 48/80, method 10: 0.0524 to 0.3339. A
    # share that is published to a decimal of a percent can be half of that off, either of them.
    found = contrast.contrast(POVERTY, poverty(80.0, 70), poverty(60.0, 80))
    assert found.difference == pytest.approx((20.0, 5.24, 33.39), abs=0.3)
    assert found.ratio and found.ratio[0] == pytest.approx(80 / 60)


def test_a_sum_has_the_margin_of_one_area_with_the_counts_added() -> None:
    areas = pd.DataFrame(
        {
            "misdrijven_per_1000": [50.0, 10.0],
            "misdrijven_totaal": [50.0, 30.0],
            "inwoners": [1000.0, 3000.0],
            FACTOR: [2.0, 2.0],
        }
    )
    made = contrast.together(CRIME, 20.0, areas)
    alone = pd.DataFrame(
        {"misdrijven_per_1000": [20.0], "misdrijven_totaal": [80.0], "inwoners": [4000.0], FACTOR: [2.0]}
    )
    ends = uncertainty.interval(CRIME, alone).iloc[0]
    assert made.ends(CRIME) == pytest.approx((20.0, ends["low"], ends["high"]), rel=1e-3)
    assert made.row[FACTOR].tolist() == [2.0], "a factor is not added up"


def test_an_unknown_part_leaves_the_sum_without_a_margin() -> None:
    areas = pd.DataFrame({"armoede_laag_inkomen": [5.0, np.nan], "huishoudens": [100.0, np.nan]})
    assert math.isnan(contrast.together(POVERTY, 5.0, areas).ends(POVERTY)[1])


def test_the_rest_of_a_gemeente_by_hand() -> None:
    whole = pd.DataFrame({"armoede_laag_inkomen": [10.0], "huishoudens": [1000.0]})
    # 100 of 1,000 less 60 of 200 is 40 of 800.
    found = contrast.rest(POVERTY, whole, poverty(30.0, 200))
    assert found is not None
    assert found.value == pytest.approx(5.0)
    assert found.row["huishoudens"].tolist() == [800.0]
    counted = contrast.rest(CRIME, crime(100, 5000).row, crime(60, 1000))
    assert counted is not None and counted.value == pytest.approx(10.0)


def test_there_is_no_rest_of_a_handful_and_none_below_nought() -> None:
    whole = pd.DataFrame({"armoede_laag_inkomen": [10.0], "huishoudens": [1000.0]})
    assert contrast.rest(POVERTY, whole, poverty(10.0, 950)) is None
    rounded = contrast.rest(POVERTY, whole, poverty(50.1, 200))
    assert rounded is not None and rounded.value == 0.0


def test_of_nothing_only_what_it_stays_under_is_known() -> None:
    found = contrast.contrast(CRIME, crime(0, 1000), crime(50, 1000))
    assert found.ratio is not None
    assert found.ratio[:2] == (0.0, 0.0)
    assert 0.05 < found.ratio[2] < 0.2
    assert contrast.contrast(CRIME, crime(50, 1000), crime(0, 1000)).ratio is None


def test_a_clear_difference_is_wide_enough_and_matters() -> None:
    assert contrast.contrast(POVERTY, poverty(12.0, 3000), poverty(6.0, 3000)).result == uncertainty.HIGHER
    assert contrast.contrast(POVERTY, poverty(6.0, 3000), poverty(12.0, 3000)).result == uncertainty.LOWER
    assert contrast.contrast(POVERTY, poverty(6.5, 900_000), poverty(6.0, 900_000)).result == uncertainty.UNCLEAR
    assert contrast.contrast(POVERTY, poverty(12.0, 80), poverty(6.0, 80)).result == uncertainty.UNCLEAR


@pytest.mark.parametrize(("people", "rate"), [((4000, 40_000), 0.01), ((20_000, 15_000), 0.03)])
def test_differences_and_ratios_hold_the_truth_and_are_seldom_clear_by_chance(
    people: tuple[int, int], rate: float
) -> None:
    rng = np.random.default_rng(12)
    runs, held, false = 12_000, {"difference": 0, "ratio": 0}, 0
    counts = [rng.poisson(rate * many, runs) for many in people]
    ends = {
        (many, int(count), sure): crime(float(count), many).ends(CRIME, sure)
        for many, drawn in zip(people, counts, strict=True)
        for count in set(drawn)
        for sure in (95, 99.8)
    }
    for both in zip(*counts, strict=True):
        (one, sure_one), (other, sure_other) = (
            (ends[many, int(count), 95], ends[many, int(count), 99.8]) for many, count in zip(people, both, strict=True)
        )
        difference, ratio = trend.change(other, one), contrast.ratio(one, other)
        clear = trend.change(sure_other, sure_one)
        held["difference"] += difference[1] <= 0 <= difference[2]
        held["ratio"] += bool(ratio and ratio[1] <= 1 <= ratio[2])
        false += not clear[1] <= 0 <= clear[2]
    assert 0.94 <= held["difference"] / runs <= 0.97
    assert 0.94 <= held["ratio"] / runs <= 0.97
    assert false / runs <= 0.003


def test_the_rounding_of_many_parts_partly_evens_out_and_the_margin_still_holds_the_truth() -> None:
    """40 buurten of which counts are rounded to tens and people to fives, as CBS does."""
    rng = np.random.default_rng(12)
    names = ["leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65"]
    held, width = 0, []
    for _ in range(400):
        people = rng.integers(200, 900, size=(40, 3)).astype(float)
        count = rng.poisson(0.03 * people.sum(axis=1)).astype(float)
        areas = pd.DataFrame(np.round(people / 5) * 5, columns=names).assign(bijstand=np.round(count / 10) * 10)
        areas = areas.assign(eenpersoonshuishoudens=1000.0, huishoudens_zonder_kinderen=0.0, inwoners=1000.0)
        areas = areas.assign(huishoudens_met_kinderen=0.0, bijstand_per_1000=0.0)
        value = 1000 * areas["bijstand"].sum() / areas[names].sum(axis=None)
        _, low, high = contrast.together(ASSISTANCE, value, areas).ends(ASSISTANCE)
        held += low <= 30 <= high
        width.append(high - low)
    assert held / 400 >= 0.95
    # Forty times half a step would make it more than twice as wide.
    assert np.mean(width) < 9
