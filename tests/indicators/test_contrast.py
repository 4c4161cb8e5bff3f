"""Sums, rests, differences and ratios: against published intervals, and sums by hand (simulated truth: test_simulated.py)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from indicators import catalog, contrast, trend, uncertainty
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
    # Newcombe 1998, Statistics in Medicine 17, table II, (a) 56/70 and 48/80, method 10: 0.0524 to 0.3339.
    z = uncertainty.z_of(95)
    low, high = uncertainty.wilson(np.array([56.0, 48.0]), np.array([70.0, 80.0]), z)
    ends = [(share, float(a), float(b)) for share, a, b in zip((0.8, 0.6), low, high, strict=True)]
    assert trend.change(ends[1], ends[0]) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    # Of so few both margins are exact, so that of the difference is a little wider; a share that is published to a
    # decimal of a percent can be half of that off as well.
    found = contrast.contrast(POVERTY, poverty(80.0, 70), poverty(60.0, 80))
    assert found.difference == pytest.approx((20.0, 4.08, 34.67), abs=0.01)
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


@pytest.mark.parametrize(
    ("parts", "adults", "rate"), [(10, 150, 0.02), (25, 150, 0.02), (25, 200, 0.03), (40, 150, 0.015)]
)
def test_many_noughts_are_all_a_little_too_low_and_no_difference_follows_from_that(
    parts: int, adults: int, rate: float
) -> None:
    """The same true rate everywhere, counted in tens: of small parts most are 0, and their sum is too low."""
    rng = np.random.default_rng(21)
    entry, held, false = catalog.entry("bijstand_per_1000"), 0, 0
    alone = {
        "eenpersoonshuishoudens": 1.0,
        "huishoudens_zonder_kinderen": 0.0,
        "huishoudens_met_kinderen": 0.0,
        "inwoners": 1.0,
    }
    ages = {"leeftijd_15_25": 0.0, "leeftijd_45_65": 0.0}
    for _ in range(150):
        count = np.round(rng.poisson(rate * adults, parts) / 10) * 10
        areas = pd.DataFrame(
            {"bijstand": count, "leeftijd_25_45": float(adults), "bijstand_per_1000": 0.0, **alone, **ages}
        )
        one = contrast.together(entry, 1000 * count.sum() / (adults * parts), areas)
        whole = float(np.round(rng.poisson(rate * (60_000 - adults * parts)) / 10) * 10 + count.sum())
        all_ = pd.DataFrame(
            {"bijstand": [whole], "leeftijd_25_45": [60_000.0], "bijstand_per_1000": [whole / 60], **alone, **ages}
        )
        rest = contrast.rest(entry, all_, one)
        assert rest is not None
        _, low, high = one.ends(entry)
        held += low <= 1000 * rate <= high
        false += contrast.contrast(entry, one, rest).result in (uncertainty.HIGHER, uncertainty.LOWER)
    assert held >= 0.94 * 150
    assert false == 0


def test_of_a_bound_only_the_ends_of_a_difference_are_said() -> None:
    entry = catalog.entry("bijstand_per_1000")
    alone = {
        "eenpersoonshuishoudens": 1.0,
        "huishoudens_zonder_kinderen": 0.0,
        "huishoudens_met_kinderen": 0.0,
        "inwoners": 1.0,
    }
    ages = {"leeftijd_15_25": 100.0, "leeftijd_25_45": 100.0, "leeftijd_45_65": 100.0}

    def assistance(count: float, value: float) -> Measured:
        return Measured(value, pd.DataFrame({"bijstand": [count], "bijstand_per_1000": [value], **alone, **ages}))

    assert contrast.contrast(entry, assistance(0, 8.3), assistance(30, 100)).bounds == (True, False)
    assert contrast.contrast(CRIME, crime(0, 1000), crime(5, 1000)).bounds == (False, False), (
        "the police counts to the last one"
    )


def test_a_handful_of_people_is_no_rest() -> None:
    entry = catalog.entry("bijstand_per_1000")
    row = {"leeftijd_15_25": 500.0, "leeftijd_25_45": 0.0, "leeftijd_45_65": 0.0, "inwoners": 500.0}
    row |= {"eenpersoonshuishoudens": 500.0, "huishoudens_zonder_kinderen": 0.0, "huishoudens_met_kinderen": 0.0}
    whole = pd.DataFrame([{**row, "bijstand": 60.0, "bijstand_per_1000": 120.0}])
    half = {name: value / 2 for name, value in row.items()}
    part = Measured(240.0, pd.DataFrame([{**half, "bijstand": 60.0, "bijstand_per_1000": 240.0}]))
    assert contrast.rest(entry, whole, part) is None
