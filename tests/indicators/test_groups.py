import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import groups

PEOPLE = pd.Series({"WK1": 900.0, "WK2": 1000.0, "WK3": 2499.0, "WK4": 2500.0, "WK5": math.nan, "WK6": 30_000.0})


def test_size_classes_of_gemeenten_are_those_of_cbs():
    assert groups.size_bounds("gemeente") == (0, 5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000)


@pytest.mark.parametrize(
    ("people", "expected"), [(0, (0, 1000)), (999.9, (0, 1000)), (1000, (1000, 2500)), (30_000, (20_000, math.inf))]
)
def test_a_size_class_holds_its_lower_bound(people, expected):
    assert groups.size_class(people, "wijk") == expected


def test_what_is_not_known_is_in_no_class():
    assert groups.size_class(math.nan, "wijk") is None
    assert list(groups.as_large(PEOPLE, "WK5", "wijk")) == []
    assert list(groups.as_large(PEOPLE, "elders", "wijk")) == []
    assert list(groups.as_urban(pd.Series({"a": math.nan, "b": math.nan}), "a")) == []


def test_as_large_and_as_urban_hold_the_area_itself():
    assert list(groups.as_large(PEOPLE, "WK2", "wijk")) == ["WK2", "WK3"]
    assert list(groups.as_large(PEOPLE, "WK6", "wijk")) == ["WK6"]
    assert list(groups.as_urban(pd.Series({"a": 1.0, "b": 2.0, "c": 1.0}), "c")) == ["a", "c"]


def test_within_keeps_the_areas_of_these_gemeenten():
    gemeenten = pd.Series({"WK1": "GM1", "WK2": "GM2", "WK3": "GM1"})
    assert list(groups.within(gemeenten, ["GM1", "GM9"])) == ["WK1", "WK3"]


@given(st.floats(0, 1e7), st.sampled_from(["gemeente", "wijk", "buurt"]))
def test_every_size_is_in_exactly_one_class(people, level):
    bounds = (*groups.size_bounds(level), math.inf)
    inside = [pair for pair in itertools.pairwise(bounds) if pair[0] <= people < pair[1]]
    assert inside == [groups.size_class(people, level)]
