"""Ours beside the Leefbaarometer: of the nearest measurement, and never of years far apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answers import dimensions
from answers.profile import Figure
from answers.spread import Spread
from indicators import tested

NEAR = "leefbaarheid_voorzieningen"
OTHER = tested.COUNTERPARTS[NEAR]


def figure(id: str, year: int | None, tenth: int = 1) -> Figure:
    place = Spread(0, 0, 0, 0, 0, 0, 0, 100, tenth / 10 - 0.05, 0.0, 100)
    return Figure(id, year, None if year is None else 1.0, place=place)


def row(ours: int, theirs: int, near: int | None, *tenths: int) -> dimensions.Row:
    one, other = tenths
    return dimensions.Row(
        NEAR, "voorzieningen", figure(NEAR, ours, one), figure(OTHER, theirs, other), figure(OTHER, near, other), "", ()
    )


def shown(*rows: dimensions.Row) -> str:
    return dimensions.where_apart(dimensions.Liveability("wijk", rows, Figure("x", None), {}))


def test_both_years_stand_with_a_difference() -> None:
    said = shown(row(2017, 2020, 2018, 2, 9))
    assert "ons 2e tiende in 2017, Leefbaarometer 9e in 2018" in said
    assert "2017 naast 2018" in shown(row(2017, 2020, 2018, 5, 5))


def test_years_too_far_apart_are_not_compared_and_that_is_said() -> None:
    said = shown(row(2024, 2020, None, 2, 9))
    assert said == (
        "Niet vergeleken: voorzieningen (ons cijfer 2024, Leefbaarometer 2020): de jaren liggen te ver uit elkaar."
    )
    assert row(2024, 2020, None, 2, 9).apart is None


def test_the_measurement_nearest_to_our_year_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    from answers import divisions, profile

    asked: list[int] = []

    def figures(code: str, entries: object, year: int) -> list[Figure]:
        asked.append(year)
        return [replace(figure(OTHER, year), value=2.0)]

    monkeypatch.setattr(divisions, "full_years", lambda level, id: [2014, 2018, 2020])
    monkeypatch.setattr(profile, "figures", figures)
    found = {NEAR: figure(NEAR, 2017), OTHER: figure(OTHER, 2020)}
    assert dimensions._near("WK990100", NEAR, found).year == 2018 and asked == [2018]
    found[NEAR] = figure(NEAR, 2019)
    assert dimensions._near("WK990100", NEAR, found) is found[OTHER], "the newest, if that is as near"
    found[NEAR] = figure(NEAR, 2023)
    assert dimensions._near("WK990100", NEAR, found).value is None
