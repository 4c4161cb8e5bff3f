"""Sums, rests, differences and ratios: against published intervals, and sums by hand (simulated truth: test_simulated.py)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from indicators import catalog, contrast, uncertainty
from indicators.contrast import Measured

POVERTY = catalog.entry("armoede_laag_inkomen")
CRIME = catalog.entry("misdrijven_per_1000")
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
