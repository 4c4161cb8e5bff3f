"""Intervals and differences against published tables and sums by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from indicators import catalog, uncertainty
from indicators.uncertainty import HIGHER, LOWER, UNCLEAR

Z95 = uncertainty.z_of(95)
POVERTY = catalog.entry("armoede_laag_inkomen")
CHILDREN = catalog.entry("aandeel_0_15")
CRIME = catalog.entry("misdrijven_per_1000")
ASSISTANCE = catalog.entry("bijstand_per_1000")


# Who all live alone count one by one (test_design_effect.py has the rest).
ALONE = {"eenpersoonshuishoudens": 200.0, "huishoudens_zonder_kinderen": 0.0, "huishoudens_met_kinderen": 0.0}


def array(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=float)


def poverty(value: float, households: float, index: str = "WK1") -> pd.DataFrame:
    return pd.DataFrame({"armoede_laag_inkomen": [value], "huishoudens": [households]}, index=[index])


def crime(count: float, people: float) -> pd.DataFrame:
    rate = 1000 * count / people
    return pd.DataFrame(
        {
            "misdrijven_per_1000": [rate],
            "misdrijven_totaal": [count],
            "inwoners": [people],
            "misdrijven_per_1000_overspreiding": [1.0],
        }
    )


def test_z_values() -> None:
    assert uncertainty.z_of(95) == pytest.approx(1.959964, abs=1e-6)
    assert uncertainty.z_of(99.8) == pytest.approx(3.0902, abs=1e-4)


# Newcombe 1998, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, table I, method 3.
@pytest.mark.parametrize(
    ("count", "size", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(count: float, size: float, low: float, high: float) -> None:
    found = uncertainty.wilson(array(count), array(size), Z95)
    assert [end[0] for end in found] == pytest.approx([low, high], abs=5e-5)


def test_a_share_of_few_is_exact_as_published_and_as_scipy_has_it() -> None:
    """Newcombe 1998, table I, method 5 (Clopper and Pearson): 0 of 20 is 0 to 16.84%, 1 of 29 is 0.09 to 17.76%."""
    count, size = array(0, 1, 20, 3, 9, 291), array(20, 29, 20, 100, 100, 300)
    low, high = uncertainty.binomial(count, size, Z95)
    assert (low[0], high[0]) == pytest.approx((0, 0.1684), abs=5e-5)
    assert (low[1], high[1]) == pytest.approx((0.0009, 0.1776), abs=5e-5)
    for at in range(len(count)):
        exact = binomtest(int(count[at]), int(size[at])).proportion_ci(0.95, method="exact")
        assert (low[at], high[at]) == pytest.approx((exact.low, exact.high), abs=1e-8)
    many = array(300), array(1000)
    assert uncertainty.binomial(*many, Z95) == uncertainty.wilson(*many, Z95), "of many it is Wilson's"


@pytest.mark.parametrize("households", [50, 75, 100, 125, 150, 300, 800])
def test_chance_alone_is_called_clear_at_most_3_in_1000_times_however_few_are_counted(households: int) -> None:
    """All outcomes of a binomial by their chance, for true shares of 0.2 to 50%; up to 150 households Wilson had 2.6% and more."""
    count, z = np.arange(households + 1.0), uncertainty.z_of(99.8)
    size = np.full(households + 1, float(households))

    def false(ends: tuple[np.ndarray, np.ndarray]) -> float:
        """The largest chance, in percent, that the true share lies outside."""
        truths = np.linspace(0.002, 0.5, 500)
        return max(100 * float(binom.pmf(count, households, p)[(p < ends[0]) | (p > ends[1])].sum()) for p in truths)

    assert false(uncertainty.binomial(count, size, z)) <= 0.3
    assert households > 150 or false(uncertainty.wilson(count, size, z)) > 2.4


# Exact limits of a Poisson count: Garwood 1936, as in the tables of Breslow and Day 1987.
@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (9, 4.115, 17.085)]
)
def test_exact_poisson_as_published(count: float, low: float, high: float) -> None:
    found = uncertainty.poisson(array(count), Z95)
    assert [end[0] for end in found] == pytest.approx([low, high], abs=1e-3)


def test_byar_by_hand_and_beside_the_exact_limits() -> None:
    low, high = uncertainty.poisson(array(10, 100), Z95)
    assert low == pytest.approx([10 * (1 - 1 / 90 - Z95 / (3 * 10**0.5)) ** 3, 81.36], abs=0.01)
    assert high == pytest.approx([11 * (1 - 1 / 99 + Z95 / (3 * 11**0.5)) ** 3, 121.63], abs=0.01)
    assert (low[0], high[0]) == pytest.approx((4.795, 18.390), abs=0.01)


def test_a_shown_nought_of_a_rounded_count_can_be_two() -> None:
    frame = pd.DataFrame({"aandeel_0_15": [0.0], "leeftijd_0_15": [0.0], "inwoners": [200.0], **ALONE})
    found = uncertainty.interval(CHILDREN, frame)
    assert found["low"].iloc[0] == 0
    assert found["high"].iloc[0] == pytest.approx(100 * uncertainty.binomial(array(2), array(198), Z95)[1][0])


def test_ten_against_nought_in_steps_of_ten_is_no_halving() -> None:
    frame = pd.DataFrame({"bijstand_per_1000": [10.0], "bijstand": [10.0], "leeftijd_15_25": [500.0]})
    frame[["leeftijd_25_45", "leeftijd_45_65"]] = 250.0
    found = uncertainty.interval(ASSISTANCE, frame.assign(**ALONE, inwoners=200.0)).iloc[0]
    assert found["low"] == pytest.approx(1000 * uncertainty.poisson(array(5), Z95)[0][0] / 1006)
    assert found["high"] == pytest.approx(1000 * uncertainty.poisson(array(15), Z95)[1][0] / 994)


def test_a_published_share_carries_half_its_last_digit() -> None:
    found = uncertainty.interval(POVERTY, poverty(12.3, 1002)).iloc[0]
    assert found["low"] == pytest.approx(100 * uncertainty.wilson(array(122.5), array(1000), Z95)[0][0])
    assert found["high"] == pytest.approx(100 * uncertainty.wilson(array(123.5), array(1000), Z95)[1][0])


def test_what_is_withheld_or_missing_has_no_interval() -> None:
    frame = pd.DataFrame({"aandeel_0_15": [math.nan, 5.0], "leeftijd_0_15": [4.0, 5.0], "inwoners": [90.0, math.nan]})
    assert uncertainty.interval(CHILDREN, frame).isna().all(axis=None)
    assert uncertainty.compare(CHILDREN, frame, 10.0)["result"].tolist() == ["", ""]
    assert uncertainty.interval(CHILDREN, frame[["aandeel_0_15"]]).isna().all(axis=None)


@pytest.mark.parametrize(
    "id",
    ["woz_waarde", "afstand_huisarts", "leefbaarheid", "eenzaam", "jongerenwerk", "inwoners", "armoede", "werknemers"],
)
def test_no_interval_for_means_distances_scores_models_counts_and_unknown_groups(id: str) -> None:
    entry = catalog.entry(id)
    assert uncertainty.basis(entry) is None
    assert uncertainty.needs(entry) == ()
    frame = pd.DataFrame({id: [5.0]})
    assert uncertainty.interval(entry, frame).isna().all(axis=None)
    assert uncertainty.p_value(entry, frame, 1.0).isna().all()
    assert uncertainty.compare(entry, frame, 1.0)["result"].tolist() == [""]


def test_only_a_figure_with_an_interval_has_a_smallest_difference() -> None:
    having = [entry for entry in catalog.entries().values() if uncertainty.basis(entry)]
    assert set(uncertainty.differences()) <= {entry.id for entry in having}
    assert {found.unit for found in uncertainty.differences().values()} == {"procentpunt", "procent"}
    assert uncertainty.matters(catalog.entry("inwoners")) is None


def test_without_a_smallest_difference_nothing_is_called_higher_or_lower(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"aandeel_0_15": [50.0], "leeftijd_0_15": [500.0], "inwoners": [1000.0]})
    assert uncertainty.compare(CHILDREN, frame, 10.0)["result"].tolist() == ["hoger"]
    rows = uncertainty.FILE.path.read_text(encoding="utf-8").replace("aandeel_0_15,1,", "aandeel_0_15,veel,")
    broken = uncertainty.FILE.parse(rows)
    monkeypatch.setattr(uncertainty, "differences", lambda: broken.entries(uncertainty.Matters))
    assert uncertainty.compare(CHILDREN, frame, 10.0)["result"].tolist() == [""]


# Benjamini and Hochberg 1995, section 4: fifteen chances of which four stand at 5%.
def test_false_discovery_as_published() -> None:
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    adjusted = uncertainty.false_discovery(pd.Series([*p, math.nan]).sample(frac=1, random_state=1)).sort_index()
    assert int((adjusted <= 0.05).sum()) == 4
    assert adjusted.iloc[3] == pytest.approx(0.0095 * 15 / 4)
    assert math.isnan(adjusted.iloc[15])


def test_score_test_by_hand() -> None:
    # 300 of 2,000 (15.0%) beside 12%, rounding taken off first: 14.95% of 1,998 households.
    p = uncertainty.p_value(POVERTY, poverty(15.0, 2000), 12.0).iloc[0]
    z = (0.1495 - 0.12) / math.sqrt(0.12 * 0.88 / 1998)
    assert p == pytest.approx(math.erfc(z / math.sqrt(2)))


def test_a_clear_difference_must_also_matter() -> None:
    assert uncertainty.compare(POVERTY, poverty(15.0, 2000), 12.0)["result"].tolist() == [HIGHER]
    assert uncertainty.compare(POVERTY, poverty(9.0, 5000), 12.0)["result"].tolist() == [LOWER]
    # Half a percentage point is far outside chance with a million households, and too small to matter.
    wide = uncertainty.compare(POVERTY, poverty(12.5, 1_000_000), 12.0)
    assert wide["p"].iloc[0] < 0.001
    assert wide["result"].tolist() == [UNCLEAR]
    assert uncertainty.compare(POVERTY, poverty(20.0, 100), 12.0)["result"].tolist() == [UNCLEAR]


def test_a_rate_must_differ_by_a_share_of_the_other_value() -> None:
    assert uncertainty.compare(CRIME, crime(1300, 20000), 50.0)["result"].tolist() == [HIGHER]
    assert uncertainty.compare(CRIME, crime(1190, 20000), 50.0)["result"].tolist() == [UNCLEAR]
    assert uncertainty.compare(CRIME, crime(3, 1000), 50.0)["result"].tolist() == [LOWER]


def test_a_list_is_judged_by_false_discovery_and_by_a_reference_for_each_row() -> None:
    frame = pd.concat([poverty(v, 1500, f"WK{i}") for i, v in enumerate([12.0, 13.6, 15.2, 11.7])])
    one = uncertainty.compare(POVERTY, frame, pd.Series(12.0, index=frame.index))
    many = uncertainty.compare(POVERTY, frame, 12.0, whole_list=True)
    assert one["result"].tolist() == [UNCLEAR, UNCLEAR, HIGHER, UNCLEAR]
    assert many["result"].tolist() == [UNCLEAR, UNCLEAR, HIGHER, UNCLEAR]
    assert one.index.tolist() == frame.index.tolist()


def test_better_and_worse_only_where_a_direction_was_agreed() -> None:
    assert uncertainty.judged(POVERTY, HIGHER) == "slechter"
    assert uncertainty.judged(POVERTY, LOWER) == "beter"
    assert uncertainty.judged(POVERTY, UNCLEAR) == ""
    assert uncertainty.judged(CHILDREN, HIGHER) == ""


counts = st.integers(0, 3000)
sizes = st.integers(100, 3000)
certainties = st.sampled_from([80.0, 95.0, 99.8])


@given(counts, sizes, certainties)
def test_a_share_lies_in_its_interval_and_the_interval_between_0_and_100(n: int, size: int, sure: float) -> None:
    value = min(100.0, round(100 * n / size, 1))
    low, high = uncertainty.interval(POVERTY, poverty(value, size), sure).iloc[0]
    assert 0 <= low <= value + 1e-9 and value - 1e-9 <= high <= 100 + 1e-9


@given(counts, sizes, st.floats(0.5, 99.5))
def test_a_share_differs_just_where_the_other_value_is_outside(n: int, size: int, reference: float) -> None:
    frame = poverty(min(100.0, round(100 * n / size, 1)), size)
    low, high = uncertainty.interval(POVERTY, frame, 99.8).iloc[0]
    p = uncertainty.p_value(POVERTY, frame, reference).iloc[0]
    if min(abs(reference - low), abs(reference - high)) > 1e-6:
        assert (p < 0.002) == (reference < low or reference > high)


@given(st.integers(0, 400), sizes, st.floats(0.5, 400))
def test_a_rate_differs_just_where_the_other_value_is_outside(n: int, people: int, reference: float) -> None:
    frame = crime(n, people)
    low, high = uncertainty.interval(CRIME, frame, 99.8).iloc[0]
    p = uncertainty.p_value(CRIME, frame, reference).iloc[0]
    assert low <= frame["misdrijven_per_1000"].iloc[0] <= high
    if min(abs(reference - low), abs(reference - high)) > 1e-6:
        assert (p < 0.002) == (reference < low or reference > high)


@given(st.integers(0, 90), st.integers(200, 1000))
def test_more_people_with_the_same_share_give_a_narrower_interval(percent: int, size: int) -> None:
    small, large = (uncertainty.interval(POVERTY, poverty(float(percent), n)).iloc[0] for n in (size, 4 * size))
    assert large["high"] - large["low"] < small["high"] - small["low"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discovery_keeps_order_and_never_makes_a_chance_smaller(p: list[float]) -> None:
    raw = pd.Series(p)
    adjusted = uncertainty.false_discovery(raw)
    assert (adjusted >= raw - 1e-12).all() and (adjusted <= 1).all()
    assert adjusted[raw.sort_values().index].is_monotonic_increasing


@pytest.mark.parametrize(
    ("count", "ends"), [(5, None), (9, None), (10, (0, 9)), (13, (0, 12)), (14, (1, 12)), (20, (2, 17))]
)
def test_between_what_the_middle_of_some_areas_lies(count: int, ends: tuple[int, int] | None) -> None:
    """Binomial: of 20, at most 2 lie below the median once in 4,970 (211 / 2^20); under ten nothing is so certain."""
    assert uncertainty.median_interval(np.arange(count, dtype=float)) == ends
    more = np.append(np.arange(count, dtype=float), np.nan)
    assert uncertainty.median_interval(more) == ends, "what is missing is no area"


def test_the_middle_of_a_few_areas_is_not_taken_as_fixed() -> None:
    """400 times an area drawn as its ten peers, true shares 18% with a spread of 3 points between wijken.

    A difference with the middle of all such areas that points the wrong way is false: with the median of ten taken as
    fixed in more than 0.3% of the cases, with where it can lie in at most that. Of areas that are all alike every
    clear difference is false.
    """
    entry, random = catalog.entry("armoede_laag_inkomen"), np.random.default_rng(17)

    def drawn(spread: float) -> tuple[int, int]:
        """How often it was wrong with a fixed median, and with one that is not."""
        wrong = [0, 0]
        a = 0.18 * 0.82 / spread**2 - 1 if spread else 0.0
        for _ in range(400):
            true = random.beta(0.18 * a, 0.82 * a, 11) if spread else np.full(11, 0.18)
            people = random.integers(2000, 8000, 11)
            count = random.binomial(people, true)
            frame = pd.DataFrame({entry.id: 100 * count / people, "huishoudens": people}, dtype=float)
            middle, row = float(frame[entry.id].iloc[1:].median()), frame.iloc[[0]]
            ends = uncertainty.median_interval(frame[entry.id].iloc[1:].to_numpy())
            found = [
                uncertainty.compare(entry, row, middle)["result"].iloc[0],
                uncertainty.beside_median(entry, row, middle, ends).iloc[0],
            ]
            for at, result in enumerate(found):
                side = 0 if not spread else 1 if true[0] > 0.18 else -1
                said = {HIGHER: 1, LOWER: -1}.get(str(result), 0)
                wrong[at] += said not in (0, side)
        return wrong[0], wrong[1]

    assert drawn(0.0)[1] <= 0.003 * 400
    fixed, loose = drawn(0.03)
    assert fixed > 0.003 * 400 >= loose
    row = poverty(20.0, 5000)
    assert uncertainty.beside_median(catalog.entry("armoede_laag_inkomen"), row, 5.0, None).tolist() == [""]
