"""Sums out of claims: each operation by hand, and what is not there stays not there."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import arithmetic

sane = st.floats(1, 1e6)


@pytest.mark.parametrize(
    ("operation", "inputs", "outcome"),
    [
        ("maal", [10, 2000], 20_000),
        ("maal", [2, 3, 4], 24),
        ("plus", [150, 200], 350),
        ("min", [100, 4], 96),
        ("deel", [15e9, 6e6], 2500),
        ("procent", [5, 100], 5),
        ("aandeel", [70, 175], 40),
        ("groei", [140, 151], 7.857142857142857),
        ("keer", [17_800, 39_300], 2.207865168539326),
        ("voor daling", [75, 25], 100),
    ],
)
def test_by_hand(operation, inputs, outcome):
    assert arithmetic.work_out(operation, inputs, {}) == pytest.approx(outcome)


def test_names_stand_for_numbers_and_unknown_ones_give_nothing():
    assert arithmetic.work_out("maal", ["a", 3], {"a": 2.0}) == 6
    assert math.isnan(arithmetic.work_out("maal", ["b", 3], {"a": 2.0}))
    assert math.isnan(arithmetic.work_out("maal", ["b", 3], {"b": math.nan}))
    assert math.isnan(arithmetic.work_out("deel", [3, 0], {}))
    assert math.isnan(arithmetic.work_out("voor daling", [3, 100], {}))
    assert arithmetic.names(["a", 3.0, "b"]) == ["a", "b"]


@pytest.mark.parametrize(("operation", "inputs"), [("deel", [1, 2, 3]), ("maal", [1]), ("groei", [])])
def test_a_wrong_number_of_numbers_is_refused(operation, inputs):
    with pytest.raises(ValueError):
        arithmetic.work_out(operation, inputs, {})


@given(sane, sane)
def test_growth_and_times_and_before_a_fall_undo_each_other(a, b):
    grown = arithmetic.work_out("groei", [a, b], {})
    assert a * (1 + grown / 100) == pytest.approx(b)
    assert a * arithmetic.work_out("keer", [a, b], {}) == pytest.approx(b)
    before = arithmetic.work_out("voor daling", [a, 25], {})
    assert before * 0.75 == pytest.approx(a)
    share = arithmetic.work_out("aandeel", [a, b], {})
    assert arithmetic.work_out("procent", [share, b], {}) == pytest.approx(a)
