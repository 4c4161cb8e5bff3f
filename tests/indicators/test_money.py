"""Euros per inhabitant, by hand, and what is kept out of maps and rankings."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import build, catalog, money

FRAME = pd.DataFrame(
    {
        "iv3_61_rekening": [2_000_000.0, 500_000.0, np.nan, 1_000.0],
        "iv3_62_rekening": [1_000_000.0, 0.0, 1.0, 1_000.0],
        "inwoners": [10_000.0, 5_000.0, 1_000.0, 0.0],
    },
    index=["GM0001", "GM0002", "GM0003", "GM0004"],
)


def test_sum_over_inhabitants_and_missing_where_a_part_is():
    made = money.per_inhabitant(FRAME, ("iv3_61_rekening", "iv3_62_rekening"))
    assert made["GM0001"] == 300 and made["GM0002"] == 100
    assert made[["GM0003", "GM0004"]].isna().all()


def test_front_and_back_hold_what_their_words_say():
    def families(id):
        return {name.removesuffix("_rekening") for name in catalog.entry(f"{id}_rekening").inputs} - {"inwoners"}

    assert families("geld_voorkant") == {"iv3_61", "iv3_62"}
    assert families("geld_achterkant") == {"iv3_66", "iv3_67", "iv3_681", "iv3_682"}
    assert families("geld_hulp_op_maat") == {"iv3_66", "iv3_67"}


@pytest.mark.parametrize("indicator", money.INDICATORS, ids=lambda i: i.id)
def test_only_per_gemeente_without_judgement_and_never_a_map_of_what_centre_gemeenten_spend_for_others(indicator):
    entry = catalog.entry(indicator.id)
    assert entry.levels == ("gemeente",) and not entry.rankable
    assert entry.mappable == ("achterkant" not in entry.id)


def test_amounts_are_totals_that_no_map_shows():
    assert catalog.entry("iv3_61_rekening").total and not catalog.entry("iv3_61_rekening").mappable


def test_built_with_the_reason_of_what_is_missing():
    statuses = FRAME.notna().replace({True: "published", False: "not_given"}).astype(object)
    made = build.compute(FRAME, statuses, "gemeente", 2023, {}, {})
    front = made[made["variable"] == "geld_voorkant_rekening"].set_index("region")
    assert front["value"].iloc[:2].tolist() == [300, 100]
    assert front["status"].tolist() == ["computed", "computed", "not_given", "cannot_occur"]


def test_prices_of_the_newest_year_are_one_and_the_years_before_are_worth_more():
    factors = money.price_factors()
    assert factors[2024] == 1
    assert factors[2023] == pytest.approx(1.033)
    assert factors[2022] == pytest.approx(1.033 * 1.038)
    assert list(factors.values()) == sorted(factors.values(), reverse=True)
    # CBS, Consumentenprijzen (83131NED), 2015 = 100: 101.71 in 2017 and 130.30 in 2024, as rounded yearly changes bear.
    assert factors[2017] == pytest.approx(130.30 / 101.71, rel=0.003)
    assert money.price_factors(2017)[2017] == 1


def test_a_year_without_an_index_has_no_real_amount():
    real = money.in_prices_of(pd.Series({2023: 100.0, 2024: 100.0, 2031: 100.0}))
    assert real[2024] == 100 and real[2023] > 100 and math.isnan(real[2031])


@pytest.mark.parametrize(
    ("values", "breaks", "expected"),
    [
        ({2017: 100, 2018: 110}, (), (2017, 2018, 10)),
        ({2017: 100, 2021: 110, 2022: 200, 2024: 220}, (2022,), (2022, 2024, 10)),
        ({2017: 100, 2021: 110, 2022: 200}, (2022, 2025), None),
        ({2020: math.nan, 2021: 5}, (), None),
        ({}, (2022,), None),
    ],
)
def test_change_never_crosses_a_break(values, breaks, expected):
    found = money.change(pd.Series(values, dtype=float), breaks)
    assert found == (None if expected is None else pytest.approx(expected))


def test_groups_of_need_are_weighed_and_keep_equal_needs_together():
    codes = [f"GM{i:04d}" for i in range(60)]
    frame = pd.DataFrame({"front": np.arange(60.0), "people": np.arange(1.0, 61)}, index=codes)
    need = pd.Series(np.repeat(np.arange(30.0), 2), index=codes)
    groups = money.by_need(frame, need, ["front"])
    assert len(groups) == 10 and groups["count"].sum() == 60
    assert (groups["need_low"].to_numpy()[1:] > groups["need_high"].to_numpy()[:-1]).all()
    first = frame.iloc[:6]
    assert groups["front"].iloc[0] == pytest.approx((first["front"] * first["people"]).sum() / first["people"].sum())
    assert len(money.by_need(frame.iloc[:20], need, ["front"])) == 5
    assert money.by_need(frame.iloc[:9], need, ["front"]).empty
    one = money.by_need(frame, pd.Series(3.0, index=codes), ["front"])
    assert len(one) == 1, "without differences in need there are no groups to tell apart"


@given(st.lists(st.tuples(st.floats(0, 900), st.integers(1, 10**6), st.integers(0, 20)), min_size=10, max_size=120))
def test_groups_of_need_lose_no_money(rows):
    frame = pd.DataFrame(rows, columns=["front", "people", "need"], index=[f"GM{i:04d}" for i in range(len(rows))])
    groups = money.by_need(frame, frame["need"].astype(float), ["front"])
    assert groups["count"].sum() == len(frame)
    assert groups["front"].between(frame["front"].min() - 1e-6, frame["front"].max() + 1e-6).all()
    again = money.by_need(frame.iloc[::-1], frame["need"].astype(float), ["front"])
    pd.testing.assert_frame_equal(groups, again)


def test_no_percentage_of_an_amount_under_nought():
    assert money.change(pd.Series({2022: 94.0, 2024: -1510.0}), []) is None
