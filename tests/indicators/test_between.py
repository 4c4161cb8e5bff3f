"""What changed between two years: only on the same ground and under the same definition, with its interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import between, catalog, trend

ENTRY = replace(catalog.entry("bijstand_per_1000"), decimals=0)


def names(flags: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"change": flags})


def ends(rows: dict[str, tuple[float, float, float]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"], dtype=float)


def test_a_new_definition_between_the_years_refuses_all() -> None:
    headline = catalog.entry("armoede")
    first = headline.definitions[-1][0]
    assert between.broken(headline, first - 1, first)
    assert not between.broken(headline, first, first + 1)
    assert between.broken(replace(ENTRY, breaks=(2018,)), 2017, 2018)
    assert not between.broken(replace(ENTRY, breaks=(2018,)), 2018, 2020)


def test_the_flags_of_cbs_decide_when_every_year_has_one() -> None:
    known = {
        2018: names({"A": "1", "B": "1", "C": "1"}),
        2019: names({"A": "1", "B": "3", "C": "2", "D": "1"}),
        2020: names({"A": "1", "B": "1", "C": "1", "D": "1"}),
    }
    found = between.ground(2018, 2020, known, None)
    assert found.to_dict() == {"A": "", "B": between.BOUNDARY, "C": "", "D": between.ABSENT}


def test_without_flags_the_shapes_decide_and_without_both_nobody_can_say() -> None:
    known = {2015: names({"A": "", "B": "", "C": ""}), 2017: names({"A": "", "B": "", "C": ""})}
    found = between.ground(2015, 2017, known, pd.Series({"A": 0.99, "B": 0.7}))
    assert found.to_dict() == {"A": "", "B": between.BOUNDARY, "C": between.UNSURE}
    assert set(between.ground(2015, 2017, known, None)) == {between.UNSURE}
    assert set(between.ground(2017, 2017, known, None)) == {""}


def test_a_year_of_which_a_part_is_known_takes_no_code_away() -> None:
    every = dict.fromkeys("ABCDE", "1")
    known = {2018: names(every), 2019: names({"A": "1"}), 2020: names(every)}
    found = between.ground(2018, 2020, known, pd.Series(1.0, index=list("ABCDE")))
    assert set(found) == {""}


def test_the_interval_of_a_difference_is_newcombes() -> None:
    before, after = ends({"A": (40, 36, 45), "B": (40, 36, 45)}), ends({"A": (30, 27, 34), "B": (39, 35, 44)})
    found = between.difference(ENTRY, before, after)
    for code in "AB":
        expected = trend.change(tuple(before.loc[code]), tuple(after.loc[code]))
        assert np.allclose(found.loc[code, ["value", "low", "high"]].astype(float), expected)
    assert found["clear"].to_dict() == {"A": True, "B": False}


def test_without_margins_nobody_can_say_what_is_clear() -> None:
    nan = float("nan")
    found = between.difference(ENTRY, ends({"A": (40, nan, nan)}), ends({"A": (10, nan, nan)}))
    assert found["value"].tolist() == [-30]
    assert found["clear"].tolist() == [None]


@pytest.mark.parametrize("change", [0.0, 0.4])
def test_a_difference_too_small_to_matter_is_not_clear(change: float) -> None:
    before = ends({"A": (100, 99.99, 100.01)})
    after = ends({"A": (100 + change, 99.99 + change, 100.01 + change)})
    assert between.difference(ENTRY, before, after)["clear"].tolist() == [False]
