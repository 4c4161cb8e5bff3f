"""Young people by any age band, and the three honesty labels of what gemeenten report."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import youth_work

AGES = pd.DataFrame(
    {
        "leeftijd_0_15": [300.0, 150.0, math.nan],
        "leeftijd_15_25": [200.0, 100.0, 100.0],
        "leeftijd_25_45": [500.0, 400.0, 100.0],
        "leeftijd_45_65": [600.0, 400.0, 100.0],
    },
    index=["WK000101", "WK000102", "WK000201"],
)
NOTHING = math.nan


def test_weights_of_10_to_27() -> None:
    expected = {"leeftijd_0_15": 5 / 15, "leeftijd_15_25": 1.0, "leeftijd_25_45": 2 / 20}
    assert youth_work.weights(10, 27) == pytest.approx(expected)


def test_weights_in_words() -> None:
    assert youth_work.weights_in_words(10, 27) == (
        "naar schatting 5/15 van de 0- tot 15-jarigen, alle 15- tot 25-jarigen en naar schatting 2/20 van de "
        "25- tot 45-jarigen"
    )
    assert youth_work.weights_in_words(15, 25) == "alle 15- tot 25-jarigen"


@pytest.mark.parametrize(
    ("start", "end", "people"),
    [
        (10, 27, [100 + 200 + 50, 50 + 100 + 40, NOTHING]),
        (12, 18, [60 + 60, 30 + 30, NOTHING]),
        (12, 23, [60 + 160, 30 + 80, NOTHING]),
        (15, 25, [200, 100, 100]),
        (25, 65, [1100, 800, 200]),
    ],
)
def test_young_people_by_hand(start: int, end: int, people: list[float]) -> None:
    assert youth_work.young_people(AGES, start, end).tolist() == pytest.approx(people, nan_ok=True)


@pytest.mark.parametrize(("start", "end"), [(27, 10), (10, 10), (-1, 20), (10, 66)])
def test_impossible_bands_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="kunnen niet"):
        youth_work.young_people(AGES, start, end)


@given(st.lists(st.integers(0, 65), min_size=3, max_size=3, unique=True).map(sorted))
def test_two_bands_that_touch_add_up(ages: list[int]) -> None:
    low, middle, high = ages
    known = AGES.iloc[:2]
    parts = youth_work.young_people(known, low, middle) + youth_work.young_people(known, middle, high)
    assert parts.tolist() == pytest.approx(youth_work.young_people(known, low, high).tolist())


def test_coverage_follows_the_band() -> None:
    frame = AGES.assign(jongerenwerk_fte=[1.0, NOTHING, 1.0])
    assert youth_work.coverage(frame, 15, 25).tolist() == pytest.approx([5.0, NOTHING, 10.0], nan_ok=True)


WIJKEN = ["WK000101", "WK000102", "WK000201", "WK000202", "WK000301"]
FTE = pd.Series([1.0, 2.5, 3.0, NOTHING, NOTHING], index=WIJKEN)


def test_a_gemeente_has_its_own_total_or_that_of_all_its_wijken() -> None:
    own = pd.Series([NOTHING, NOTHING, 4.0, NOTHING], index=["GM0001", "GM0002", "GM0003", "GM0004"])
    made = youth_work.gemeente_totals(FTE, own)
    assert made.tolist() == pytest.approx([3.5, NOTHING, 4.0, NOTHING], nan_ok=True)


def test_labels_without_spreading() -> None:
    totals = pd.Series([NOTHING, 5.0, 4.0], index=["GM0001", "GM0002", "GM0003"])
    made = youth_work.labels(FTE, totals)
    assert made["label"].tolist() == ["gemeld", "gemeld", "gemeld", "onbekend", "onbekend"]
    assert made["note"].tolist() == ["", "", "", "gemeentetotaal gemeld", "gemeentetotaal gemeld"]


def test_spreading_keeps_reported_wijken_and_the_total() -> None:
    totals = pd.Series([NOTHING, 5.0, NOTHING], index=["GM0001", "GM0002", "GM0003"])
    young = pd.Series([100.0, 100.0, 100.0, 300.0, 50.0], index=WIJKEN)
    made = youth_work.spread(FTE, totals, young)
    assert made.tolist() == pytest.approx([1.0, 2.5, 3.0, 2.0, NOTHING], nan_ok=True)
    labels = youth_work.labels(FTE, totals, made)["label"]
    assert labels.tolist() == ["gemeld", "gemeld", "gemeld", "verdeeld", "onbekend"]


def test_spreading_by_young_people() -> None:
    nothing = pd.Series([NOTHING, NOTHING, NOTHING], index=["WK000101", "WK000102", "WK000103"])
    young = pd.Series([100.0, 300.0, NOTHING], index=nothing.index)
    made = youth_work.spread(nothing, pd.Series([8.0], index=["GM0001"]), young)
    assert made.tolist() == pytest.approx([2.0, 6.0, NOTHING], nan_ok=True)


def test_a_total_under_its_own_wijken_is_not_spread() -> None:
    totals = pd.Series([2.0], index=["GM0002"])
    assert youth_work.spread(FTE, totals, pd.Series(100.0, index=WIJKEN))["WK000202":"WK000202"].isna().all()


@given(
    st.floats(0, 50),
    st.lists(st.tuples(st.one_of(st.none(), st.floats(0, 5)), st.integers(1, 2000)), min_size=1, max_size=9),
)
def test_a_spread_sums_to_the_total_or_is_not_there(total: float, wijken: list[tuple[float | None, int]]) -> None:
    codes = [f"WK0001{i:02d}" for i in range(len(wijken))]
    fte = pd.Series([NOTHING if f is None else f for f, _ in wijken], index=codes, dtype=float)
    young = pd.Series([float(y) for _, y in wijken], index=codes)
    made = youth_work.spread(fte, pd.Series([total], index=["GM0001"]), young)
    assert made.index.tolist() == codes
    if fte.isna().any() and made.notna().all():
        assert made.sum() == pytest.approx(total, abs=1e-9)
    pd.testing.assert_series_equal(made[fte.notna()], fte[fte.notna()], check_names=False)


def test_national_average_is_a_range_with_a_source() -> None:
    made = youth_work.national_average(4_000_000)
    assert made is not None
    assert (made.low, made.high) == pytest.approx((0.325, 0.5))
    assert "Verwey-Jonker" in made.source
    assert youth_work.national_average(math.nan) is None
    assert youth_work.national_average(0) is None


def test_single_ages_are_only_there_for_bands_that_cbs_counts() -> None:
    assert youth_work.single_years(12, 15) == ("leeftijd_jaar_12", "leeftijd_jaar_13", "leeftijd_jaar_14")
    assert youth_work.single_years(10, 32) == ()
    ages = pd.DataFrame(
        {"leeftijd_jaar_12": [10.0, 20.0], "leeftijd_jaar_13": [11.0, NOTHING]}, index=["GM0001", "GM0002"]
    )
    assert youth_work.counted(ages, 12, 14).tolist() == pytest.approx([21, NOTHING], nan_ok=True)
    assert youth_work.counted(ages, 12, 40).isna().all()


heads = st.integers(0, 15000).map(lambda third: third / 3)


@given(st.lists(st.tuples(st.sampled_from(["GM0001", "GM0002"]), heads), min_size=1, max_size=20), heads, heads)
def test_wijken_with_a_control_total_add_up_to_it(wijken: list[tuple[str, float]], one: float, two: float) -> None:
    index = [f"WK{gemeente[2:]}{i:02d}" for i, (gemeente, _) in enumerate(wijken)]
    young = pd.Series([people for _, people in wijken], index=index)
    totals = pd.Series([one, two], index=["GM0001", "GM0002"])
    made = young * youth_work.factors(youth_work.control(totals, young, totals * NOTHING), young.index)
    sums = made.groupby([code[2:6] for code in made.index]).sum(min_count=1)
    for gemeente, total in totals.items():
        here = young[[code[2:6] == str(gemeente)[2:] for code in young.index]]
        if here.sum() > 0:
            assert sums[str(gemeente)[2:]] == pytest.approx(total)
            assert made[here.index].round(6).tolist() == pytest.approx((total * here / here.sum()).tolist(), abs=1e-5)


def test_a_wijk_without_ages_leaves_the_gemeente_to_go_by() -> None:
    young = pd.Series([100.0, NOTHING], index=["WK000101", "WK000102"])
    made = youth_work.control(pd.Series({"GM0001": 330.0}), young, pd.Series({"GM0001": 300.0}))
    assert made.tolist() == pytest.approx([1.1])
    nobody = youth_work.control(pd.Series({"GM0001": 3.0}), young * 0, pd.Series({"GM0001": 0.0}))
    assert nobody.isna().all(), "nothing to multiply"


def test_the_factor_scales_the_estimate_and_is_one_where_unknown() -> None:
    frame = AGES.assign(jongeren_factor=[2.0, NOTHING, 2.0])
    assert youth_work.young_people(frame, 15, 25).tolist() == [400, 100, 200]


def test_students_are_where_15_to_25_is_far_above_the_country() -> None:
    frame = pd.DataFrame(
        {"leeftijd_15_25": [300, 230, 60, NOTHING], "inwoners": [1000, 1000, 90, 1000.0]}, index=list("abcd")
    )
    assert youth_work.many_students(frame, 0.12).tolist() == [True, False, False, False]
    assert not youth_work.many_students(frame, NOTHING).any()


maybe = st.one_of(st.floats(0, 100), st.just(NOTHING))


@given(st.lists(st.tuples(maybe, maybe), max_size=30), st.floats(0, 100), st.floats(0, 100))
def test_each_known_area_lies_in_one_quadrant(
    pairs: list[tuple[float, float]], need_cut: float, rate_cut: float
) -> None:
    need, rate = (pd.Series([pair[i] for pair in pairs], dtype=float) for i in (0, 1))
    made = youth_work.quadrants(need, rate, need_cut, rate_cut)
    assert (made == "").tolist() == (need.isna() | rate.isna()).tolist()
    assert set(made) <= {"", *youth_work.QUADRANTS}
    first = made == youth_work.MUCH_LITTLE
    assert (need[first] >= need_cut).all()
    assert (rate[first] < rate_cut).all()
    higher = youth_work.quadrants(need, rate, need_cut, rate_cut + 1)
    assert (higher[first] == youth_work.MUCH_LITTLE).all(), "a higher cut never takes an area off the list"


@given(st.floats(0, 1e6), st.floats(0.1, 1e4), st.floats(0.1, 1e4))
def test_people_for_each_worker_are_a_range(people: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    made = youth_work.per_worker(people, low, high)
    assert made is not None
    assert made[0] <= made[1]
    assert made[0] * high == pytest.approx(people)


def test_people_for_each_worker_by_hand() -> None:
    assert youth_work.per_worker(26000, 1300, 2000) == (13, 20)
    assert youth_work.per_worker(NOTHING, 1300, 2000) is None
    assert youth_work.per_worker(26000, 0, 2000) is None
