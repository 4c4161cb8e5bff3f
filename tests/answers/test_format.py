import math

import pytest

from answers import format


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (0, 0, "0"),
        (-0.04, 1, "0,0"),
        (-1234567, 0, "−1.234.567"),
        (None, 1, "niet bekend"),
        (math.nan, 0, "niet bekend"),
        (math.inf, 0, "niet bekend"),
    ],
)
def test_number_is_dutch(value: float | None, decimals: int, text: str) -> None:
    assert format.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (12.34, "%", 1, "12,3%"),
        (25.3, "× 1.000 euro", 1, "25,3\u00a0duizend euro"),
        (0.4, "km", 1, "0,4\u00a0km"),
        (1200, "", 0, "1.200"),
        (math.nan, "km", 1, "niet bekend"),
    ],
)
def test_unit_stands_with_the_number(value: float, unit: str, decimals: int, text: str) -> None:
    assert format.with_unit(value, unit, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(1.25, "+1,2"), (-0.4, "−0,4"), (0.01, "0,0"), (None, "niet bekend")])
def test_difference_has_its_sign(value: float | None, text: str) -> None:
    assert format.signed(value, 1) == text


def test_words_around_numbers() -> None:
    assert format.areas(1, "wijk") == "1 wijk"
    assert format.areas(3393, "wijk") == "3.393 wijken"
    assert format.day("2026-11-22T15:00:00+00:00") == "22 november 2026"
    assert format.day("gisteren") == "niet bekend"
    assert format.years([2024, 2015, 2020, 2021, 2022]) == "2015, 2020–2022, 2024"
    assert format.years([]) == "geen"
    assert format.joined(["a", "b", "c"]) == "a, b en c"
    assert format.joined([]) == ""
    assert format.place("Delfshaven", "wijk", "Rotterdam") == "Delfshaven, wijk in Rotterdam"
    assert format.place("Nederland", "land") == "Nederland"


def test_missing_is_told_by_its_kind() -> None:
    assert format.why_missing("not_yet_published") == "nog niet gepubliceerd"
    assert format.why_missing("") == "niet in deze bron"


@pytest.mark.parametrize(("value", "text"), [(95.0, "95"), (99.8, "99,8"), (0.25, "0,25"), (1 / 3, "0,33")])
def test_a_number_with_the_decimals_that_it_has(value, text):
    assert format.as_it_is(value) == text


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Leefbaarometer: voorzieningen", "Leefbaarometer: voorzieningen"),
        ("Leefbaarheid: voorzieningen", "leefbaarheid: voorzieningen"),
        ("Utrecht: dronkenschap", "Utrecht: dronkenschap"),
        ("WOZ-waarde", "WOZ-waarde"),
    ],
)
def test_a_name_of_its_own_keeps_its_capital_inside_a_sentence(name: str, inside: str) -> None:
    assert format.inside_sentence(name) == inside
