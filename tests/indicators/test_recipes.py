"""The recipes: what is withheld, and what must hold for any input. Each indicator by hand: test_cases.py."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import parameters, population, poverty, words, youth_work
from indicators.indicator import Indicator
from indicators.recipes import Copy, Formula, Headline, Ratio, listed
from loaders.edited import LeftOut

WIJKEN = ["WK000101", "WK000102", "WK000103"]


def frame(**columns: list[float]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"WK{i:06d}" for i in range(size)], name="region"), dtype=float)


def recipe(id: str) -> Ratio | Formula | Copy | Headline:
    every = (*population.INDICATORS, *poverty.INDICATORS, *youth_work.INDICATORS)
    found: Indicator = next(i for i in every if i.id == id).made()
    assert isinstance(found.recipe, Ratio | Formula | Copy | Headline)
    return found.recipe


def test_a_small_total_gives_no_rate_and_nought_cannot_be_divided_by() -> None:
    share = Ratio(("leeftijd_0_15",), ("inwoners",))
    numbers = frame(leeftijd_0_15=[10, 4, 5, 0], inwoners=[99, 200, 100, 0])
    assert share.values(numbers).isna().tolist() == [True, False, False, True]
    assert share.small(numbers).tolist() == [True, False, False, True]
    assert share.few(numbers).tolist() == [False, True, False, True]
    assert share.impossible(numbers).tolist() == [False, False, False, True]


def test_more_people_counted_than_there_are_is_no_rate_but_an_error_of_the_source() -> None:
    """CBS, Kerncijfers 2015, WK008072: 140 people with bijstand, 125 inhabitants of 15 to 65, 5,770 in all."""
    numbers = frame(bijstand=[140, 120], jong=[125, 125])
    rate = Ratio(("bijstand",), ("jong",), times=1000)
    assert rate.impossible(numbers).tolist() == [True, False]
    assert rate.values(numbers).tolist() == pytest.approx([math.nan, 960], nan_ok=True)
    crimes = Ratio(("bijstand",), ("jong",), times=1000, people_counted=False)
    assert crimes.values(numbers).tolist() == [1120, 960]


def test_fte_is_no_number_of_people_so_half_a_worker_is_shown() -> None:
    made = youth_work.COVERAGE.values(frame(jongerenwerk_fte=[0.5, 0.0, 2.0], jongeren_10_27=[200, 200, 99]))
    assert made.tolist() == pytest.approx([2.5, 0.0, math.nan], nan_ok=True)


def test_a_share_over_100_is_rounding() -> None:
    assert Ratio(("a",), ("b",)).values(frame(a=[105], b=[100])).tolist() == [100.0]


def test_headline_follows_the_years_definition() -> None:
    headline = recipe("armoede")
    assert isinstance(headline, Headline)
    years = {2012: None, 2013: "armoede_laag_inkomen", 2023: "armoede_laag_inkomen", 2024: "armoede_personen"}
    assert {year: headline.definition(year) for year in years} == years


counts = st.lists(st.tuples(st.integers(5, 5_000), st.integers(0, 20_000)), min_size=1, max_size=8)


@given(counts, st.integers(2, 50))
def test_a_share_is_of_scale_free_between_0_and_100_and_keeps_its_index(
    pairs: list[tuple[int, int]], times: int
) -> None:
    share = Ratio(("a",), ("b",))
    numbers = frame(a=[a for a, _ in pairs], b=[a + rest + 100 for a, rest in pairs])
    made = share.values(numbers)
    assert made.between(0, 100).all()
    assert made.index.equals(numbers.index)
    assert share.values(numbers * times).tolist() == pytest.approx(made.tolist())


@given(st.integers(5, 500), st.integers(1, 500), st.integers(1000, 5000))
def test_more_counted_is_a_higher_share(count: int, more: int, out_of: int) -> None:
    low, high = Ratio(("a",), ("b",)).values(frame(a=[count, count + more], b=[out_of, out_of]))
    assert low < high


def test_parameters_have_a_date_a_source_and_a_use() -> None:
    for parameter in parameters.everything().values():
        assert parameter.date.isdigit() and parameter.source and parameter.note and parameter.unit, parameter.id
    with pytest.raises(LeftOut, match=r"parameters\.csv"):
        parameters.value("bestaat_niet")


def test_published_totals_of_youth_workers() -> None:
    found = parameters.value
    assert (found("jongerenwerk_landelijk_laag"), found("jongerenwerk_landelijk_hoog")) == (1300, 2000)
    assert (found("jongerenwerk_brief_1800"), found("jongerenwerk_brief_2000")) == (1800, 2000)


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "text"),
    [
        (1234.5, 1, "%", "1.234,5%"),
        (1250, 0, "huishoudens", "1.250 huishoudens"),
        (-0.04, 1, "", "0,0"),
        (-12.34, 1, "", "-12,3"),
        (math.nan, 1, "%", "niet bekend"),
    ],
)
def test_dutch_numbers(value: float, decimals: int, unit: str, text: str) -> None:
    assert words.with_unit(value, decimals, unit) == text


def test_causal_words_are_found() -> None:
    assert words.causal("Meer groen leidt tot rust.") == ["leidt tot"]
    assert words.causal("In deze wijk is het aandeel hoger.") == []


def test_enumeration() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a en b", "a, b en c"]


def test_no_input_changes_the_frame() -> None:
    numbers = frame(laag_inkomen=[5.0, np.nan], huishoudens=[100, 200])
    before = numbers.copy()
    poverty.households_on_low_income(numbers)
    pd.testing.assert_frame_equal(numbers, before)
