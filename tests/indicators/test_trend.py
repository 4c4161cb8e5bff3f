"""The five-point rule and the change over a period, against sums by hand and a published example."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import trend, uncertainty
from indicators.trend import DOWN, STABLE, TOO_FEW, UP

YEARS = range(2016, 2021)


def one(values: list[float], error: float | list[float] = 1.0, years: range = YEARS) -> pd.Series:
    frame = pd.DataFrame([values], columns=list(years), dtype=float)
    spread = pd.DataFrame([error if isinstance(error, list) else [error] * len(values)], columns=list(years))
    return trend.trends(frame, spread).iloc[0]


def test_a_rising_line_by_hand() -> None:
    # Slope 1 a year; the years lie 4+1+0+1+4 = 10 from their middle, so χ² = 10 over the variance of a point.
    found = one([10, 11, 12, 13, 14])
    assert (found["label"], found["start"], found["end"]) == (UP, 2016, 2020)
    assert (found["slope"], found["chi2"]) == pytest.approx((1, 10))
    assert one([14, 13, 12, 11, 10])["label"] == DOWN


def test_under_the_limit_there_is_no_clear_change() -> None:
    found = one([10, 11, 12, 13, 14], 1.05)
    assert found["chi2"] == pytest.approx(10 / 1.05**2)
    assert found["label"] == STABLE


def test_weights_by_hand() -> None:
    # Weights 1, 1, 4 at years -1, 0, 1: mean year 0.5, slope (1*-1.5*0 + 1*-0.5*0 + 4*0.5*3) / (2.25 + 0.25 + 1) = 6/3.5.
    slope, precision = trend._line(np.array([-1.0, 0, 1]), np.array([[0.0, 0, 3]]), np.array([[1.0, 1, 4]]))
    assert (slope[0], precision[0]) == pytest.approx((6 / 3.5, 3.5))


def test_one_odd_point_makes_no_trend() -> None:
    # Without the last point the line is flat: no sign to keep.
    found = one([10, 10, 10, 10, 20], 0.1)
    assert found["chi2"] > 9.55
    assert found["label"] == STABLE


def test_fewer_than_five_points_and_points_without_an_error() -> None:
    assert one([10, 11, math.nan, 13, 14])["label"] == TOO_FEW
    assert one([10, 11, 12, 13, 14], [1, 1, math.nan, 1, 1])["label"] == TOO_FEW
    few = one([10, 11, 12], years=range(2018, 2021))
    assert (few["label"], few["start"]) == (TOO_FEW, 0)
    assert math.isnan(few["slope"])
    assert trend.trends(pd.DataFrame(index=["WK1"]), pd.DataFrame(index=["WK1"]))["label"].tolist() == [TOO_FEW]


def test_only_the_last_five_points_count_and_years_without_a_figure_are_skipped() -> None:
    found = one([90, 80, 10, math.nan, 11, 12, 13, 14], 0.5, range(2013, 2021))
    assert (found["label"], found["start"], found["end"]) == (UP, 2015, 2020)


def test_every_row_is_judged_by_itself() -> None:
    values = pd.DataFrame(
        {2016: [1, 9, 5], 2017: [2, 8, 5], 2018: [3, 7, 5], 2019: [4, 6, 5], 2020: [5, 5, np.nan]}, dtype=float
    )
    found = trend.trends(values, values * 0 + 0.5)
    assert found["label"].tolist() == [UP, DOWN, TOO_FEW]


# Newcombe 1998, Interval estimation for the difference between independent proportions, table II(a), method 10.
def test_change_as_published() -> None:
    z = uncertainty.z_of(95)
    ends = []
    for count, size in ((48, 80), (56, 70)):
        low, high = uncertainty.wilson(np.array([float(count)]), np.array([float(size)]), z)
        ends.append((count / size, float(low[0]), float(high[0])))
    assert trend.change(*ends) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_the_error_behind_an_interval() -> None:
    interval = pd.DataFrame({"low": [10 - 1.959964], "high": [10 + 1.959964]})
    assert trend.errors(interval).tolist() == pytest.approx([1.0], abs=1e-6)


series = st.lists(st.floats(0, 100), min_size=5, max_size=9)


@given(series, st.floats(0.1, 5))
def test_turned_upside_down_a_rise_is_a_fall(values: list[float], error: float) -> None:
    years = range(2010, 2010 + len(values))
    other = {UP: DOWN, DOWN: UP}
    label = one(values, error, years)["label"]
    assert one([100 - v for v in values], error, years)["label"] == other.get(label, label)


@given(series, st.floats(0.1, 5))
def test_more_uncertainty_never_makes_a_trend(values: list[float], error: float) -> None:
    years = range(2010, 2010 + len(values))
    if one(values, error, years)["label"] == STABLE:
        assert one(values, 2 * error, years)["label"] == STABLE


@given(st.floats(0, 50), st.floats(0, 5), st.floats(0, 5), st.floats(0, 50), st.floats(0, 5), st.floats(0, 5))
def test_a_change_lies_in_its_interval(v1: float, a: float, b: float, v2: float, c: float, d: float) -> None:
    difference, low, high = trend.change((v1, v1 - a, v1 + b), (v2, v2 - c, v2 + d))
    assert low <= difference <= high
