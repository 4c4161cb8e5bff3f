"""What changed between two years: only under the same definition, with its interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import between, catalog, trend

ENTRY = replace(catalog.entry("bijstand_per_1000"), decimals=0)


def ends(rows: dict[str, tuple[float, float, float]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"], dtype=float)


def test_a_new_definition_between_the_years_refuses_all() -> None:
    headline = catalog.entry("armoede")
    first = headline.definitions[-1][0]
    assert between.broken(headline, first - 1, first)
    assert not between.broken(headline, first, first + 1)
    assert between.broken(replace(ENTRY, breaks=(2018,)), 2017, 2018)
    assert not between.broken(replace(ENTRY, breaks=(2018,)), 2018, 2020)


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
