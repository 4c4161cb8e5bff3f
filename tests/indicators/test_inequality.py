"""Fifths and slope, worked out by hand; and what may not matter to them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import inequality


def series(*values: float) -> pd.Series[float]:
    return pd.Series(values, index=[f"WK9900{i:02d}" for i in range(len(values))], dtype=float)


def test_equal_wijken_by_hand() -> None:
    """Five wijken of equal size are the fifths. Places .1 .3 .5 .7 .9; the line through 10, 12, 14, 16, 18 is exact."""
    outcome = series(10, 12, 14, 16, 18)
    found = inequality.within(series(1, 2, 3, 4, 5), outcome, series(*[100] * 5))
    assert found is not None
    assert found.fifths == pytest.approx((10, 12, 14, 16, 18))
    assert (found.gap, found.ratio) == (pytest.approx(8), pytest.approx(1.8))
    assert (found.slope, found.low, found.high) == pytest.approx((10, 10, 10))
    assert (found.areas, found.people) == (5, 500)


def test_slope_with_an_error_by_hand() -> None:
    """Outcomes 1 2 2 2 3 over .1 .3 .5 .7 .9: slope .4·.8+0 over .4 = 2; rests -.2 .4 0 -.4 .2; leverages .6 .3 .2 .3 .6.

    Error √Σ((place - .5)·rest / (1 - leverage))² / .4 = √2·((.2/.4·.4)² + (.4/.7·.2)²) / .4 = .81441; t(3) at 97.5% is 3.1824.
    """
    found = inequality.within(series(1, 2, 3, 4, 5), series(1, 2, 2, 2, 3), series(*[100] * 5))
    assert found is not None
    assert found.slope == pytest.approx(2)
    assert found.high - found.slope == pytest.approx(0.81441 * 3.18245, rel=1e-4)
    assert found.low + found.high == pytest.approx(2 * found.slope)


def test_a_wijk_on_a_border_is_split() -> None:
    """Sizes 30 10 20 20 20: the first fifth is all of wijk 1, the second half wijk 1 and half wijk 2."""
    means = inequality.fifth_means(np.array([10.0, 20, 30, 40, 50]), np.array([30.0, 10, 20, 20, 20]))
    assert means == pytest.approx([10, 15, 30, 40, 50])


def test_too_little_to_say() -> None:
    four = series(1, 2, 3, 4)
    assert inequality.within(four, four, four) is None
    equal = series(*[1] * 6)
    assert inequality.within(equal, series(1, 2, 3, 4, 5, 6), equal) is None
    lacking = series(1, 2, 3, 4, np.nan)
    assert inequality.within(lacking, series(1, 2, 3, 4, 5), series(*[9] * 5)) is None


def test_no_ratio_over_nought() -> None:
    found = inequality.within(series(1, 2, 3, 4, 5), series(0, 1, 2, 3, 4), series(*[10] * 5))
    assert found is not None and found.ratio is None


sizes = st.lists(st.integers(1, 10_000), min_size=5, max_size=20)


@given(sizes, st.integers(0, 99))
def test_fifths_average_to_the_mean_of_the_people(people: list[int], seed: int) -> None:
    values = np.random.default_rng(seed).uniform(0, 100, len(people))
    weight = np.array(people, dtype=float)
    assert inequality.fifth_means(values, weight).mean() == pytest.approx(np.average(values, weights=weight))


@given(sizes, st.integers(0, 99))
def test_the_order_of_rows_and_ties_do_not_matter(people: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    size = len(people)
    need, outcome = series(*random.integers(0, 4, size)), series(*random.uniform(0, 100, size))
    found = inequality.within(need, outcome, series(*people))
    order = random.permutation(size)
    again = inequality.within(need.iloc[order], outcome.iloc[order], series(*people).iloc[order])
    assert (found is None) == (again is None)
    if found and again:
        assert again.fifths == pytest.approx(found.fifths)
        assert (again.slope, again.high) == pytest.approx((found.slope, found.high))


@given(sizes, st.integers(0, 99))
def test_splitting_people_in_proportion_changes_nothing(people: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    need, outcome = series(*random.uniform(0, 1, len(people))), series(*random.uniform(0, 9, len(people)))
    once = inequality.within(need, outcome, series(*people))
    tenfold = inequality.within(need, outcome, 10 * series(*people))
    assert once is not None and tenfold is not None
    assert tenfold.fifths == pytest.approx(once.fifths)
    assert (tenfold.low, tenfold.high) == pytest.approx((once.low, once.high))


def test_what_an_order_is_counted_from() -> None:
    assert inequality.contains("armoede", "armoede") and inequality.contains("armoede", "laag_inkomen")
    assert inequality.contains("armoede", "armoede_personen"), "what the headline means in another year"
    assert not inequality.contains("armoede", "bijstand_per_1000") and not inequality.contains("armoede", "woz_waarde")
    assert inequality.without("behoefte", "bijstand_per_1000") == {"behoefte_armoede": 0.0}
    assert inequality.without("behoefte", "woz_waarde") == {}


def test_noise_in_the_order_of_itself_always_has_a_slope_and_in_another_order_seldom() -> None:
    """Of 400 gemeenten of 20 wijken with nothing but chance: the 95% interval of the slope leaves out 0 in 1 of 20."""
    chance = np.random.default_rng(17)
    people = series(*chance.integers(500, 9000, 20))
    itself, other = 0, 0
    for _ in range(400):
        outcome, order = series(*chance.normal(10, 2, 20)), series(*chance.normal(0, 1, 20))
        for need in (outcome, order):
            found = inequality.within(need, outcome, people)
            assert found is not None and found.low is not None and found.high is not None
            apart = not found.low <= 0 <= found.high
            itself, other = itself + (apart and need is outcome), other + (apart and need is order)
    assert itself == 400, "so it is never given"
    assert 8 <= other <= 36
    made = inequality.within(outcome, outcome, people, itself=True)
    assert made is not None and made.slope is made.low is made.high is made.relative is None


def test_the_relative_index_is_the_slope_over_the_mean() -> None:
    people = series(100, 100, 100, 100, 100)
    found = inequality.within(series(1, 2, 3, 4, 5), series(10, 12, 14, 16, 18), people)
    assert found is not None and found.slope is not None and found.relative is not None
    assert found.slope == pytest.approx(10) and found.relative == pytest.approx(10 / 14)
