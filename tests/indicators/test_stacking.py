"""Stapeling: how many problems and which, and what an unknown one does."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
