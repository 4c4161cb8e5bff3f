"""Stapeling: how many problems and which, and what an unknown one does."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import stacking
from indicators.stacking import stacked

WORSE = pd.DataFrame(
    {
        "armoede": [True, True, False, None],
        "leefbaarheid": [True, None, False, None],
        "werk": [False, None, None, True],
    },
    index=["a", "b", "c", "d"],
    dtype="boolean",
)


def test_by_hand() -> None:
    found = stacked(WORSE, 2)
    assert found["problems"].tolist() == [("armoede", "leefbaarheid"), ("armoede",), (), ("werk",)]
    assert found["count"].tolist() == [2, 1, 0, 1]
    assert found["known"].tolist() == [3, 1, 2, 1]
    assert found["stacked"].isna().tolist() == [False, True, False, True]
    assert bool(found.loc["a", "stacked"]) and not bool(found.loc["c", "stacked"])


@pytest.mark.parametrize("least", [0, 4, -1])
def test_an_impossible_number_is_refused(least: int) -> None:
    with pytest.raises(ValueError, match="kies van 1 tot en met 3"):
        stacked(WORSE, least)


@given(st.lists(st.lists(st.sampled_from([True, False, None]), min_size=4, max_size=4), min_size=1, max_size=9))
def test_learning_more_never_overturns_what_was_certain(rows: list[list[bool | None]]) -> None:
    before = stacked(pd.DataFrame(rows, dtype="boolean"), 2)
    for filler in (True, False):
        after = stacked(pd.DataFrame(rows, dtype="boolean").fillna(filler), 2)
        certain = before["stacked"].notna()
        assert after["stacked"].notna().all()
        assert (after.loc[certain, "stacked"] == before.loc[certain, "stacked"]).all()
        assert (after["count"] >= before["count"]).all()


def test_a_problem_has_one_figure_the_first_that_is_there() -> None:
    assert stacking.problems({"geweld", "geweld_per_1000", "vernieling", "armoede"}.__contains__) == [
        "armoede",
        "vernieling",
        "geweld_per_1000",
    ]
    assert stacking.problems(lambda _: False) == []


def test_all_problems_are_of_one_year() -> None:
    """Three are needed: 2022 has two, 2021 has three, 2018 has four."""
    years = {"armoede": [2018, 2021], "schulden_aandeel": [2021, 2022], "geweld": [2018], "vernieling": [2018]}
    assert stacking.year_of({**years, "overlast_per_1000": [2018, 2021, 2022]}) == 2021
    assert stacking.year_of({"armoede": [2018], "bijstand_per_1000": [2020], "geweld": [2018]}) == 2018
    assert stacking.year_of({}) is None


def test_worse_is_clear_judged_and_missing_where_it_cannot_be_said() -> None:
    # Four kinds added, per 1,000 of 10,000 people, against 30: 60 is worse, 31 is within chance, 10 is better, one has no count.
    counts = [150.0, 77.5, 25.0, float("nan")]
    frame = pd.DataFrame({"geweld_per_1000": [60.0, 31.0, 10.0, 60.0], "inwoners": [10_000.0] * 4})
    frame = frame.assign(
        **dict.fromkeys(stacking.needs("geweld_per_1000", 2022)[1:-2], counts), geweld_per_1000_overspreiding=1.0
    )
    found = stacking.worse("geweld_per_1000", 2022, frame, 30.0)
    assert found.astype(object).where(found.notna(), None).tolist() == [True, False, False, None]


def test_a_problem_is_unknown_of_an_area_that_was_another_in_its_year() -> None:
    yes = pd.Series([True, True], index=["b", "a"], dtype="boolean")
    old = pd.Series([True], index=["b"], dtype="boolean")
    found = stacking.together({"new": yes, "old": old})
    assert found.index.tolist() == ["a", "b"]
    assert found["new"].tolist() == [True, True]
    assert found["old"].isna().tolist() == [True, False]
    assert str(found["old"].dtype) == "boolean", "missing stays missing, and is not false"
    assert stacking.together({}).empty
