"""Ours beside the Leefbaarometer: of the nearest measurement, and never of years far apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answers import data, dimensions
from answers.profile import Figure
from answers.spread import Spread
from indicators import catalog, composite, liveability, tested

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


def test_the_measurement_that_ours_is_held_against_stands_in_the_table_where_it_is_not_the_newest() -> None:
    whole = dimensions.Liveability("wijk", (row(2017, 2020, 2018, 2, 9),), Figure("x", None), {})
    assert "naast 2017: 2018 · 9e tiende" in dimensions.table(whole)[dimensions.MODEL][0]
    same = dimensions.Liveability("wijk", (row(2019, 2020, 2020, 2, 9),), Figure("x", None), {})
    assert "naast" not in dimensions.table(same)[dimensions.MODEL][0]


def test_a_score_that_is_not_there_says_why_once() -> None:
    gone = replace(row(2017, 2020, None, 2, 9), ours=Figure(NEAR, 2017), why="niet te berekenen")
    both = (gone, replace(gone, name="overlast"))
    whole = dimensions.Liveability("wijk", both, Figure("x", None), {})
    assert (
        dimensions.lacking(whole)
        == "Hier is geen score van voorzieningen (2017) en overlast (2017): niet te berekenen."
    )
    assert dimensions.notes(whole).count(dimensions.lacking(whole)) == 1
    assert dimensions.lacking(replace(whole, rows=(row(2017, 2020, None, 2, 9),))) == ""


def test_a_score_of_few_areas_says_why_it_has_no_tenth() -> None:
    few = replace(row(2019, 2020, 2020, 2, 9), ours=replace(figure(NEAR, 2019), place=None))
    whole = dimensions.Liveability("wijk", (few,), Figure("x", None), {})
    assert any("voorzieningen is voor te weinig gebieden bekend" in said for said in dimensions.reading([whole]))
    assert not any(
        "te weinig" in said for said in dimensions.reading([replace(whole, rows=(row(2019, 2020, 2020, 2, 9),))])
    )


@pytest.mark.parametrize(("years", "far"), [((2017, 2020), True), ((2018, 2020), False), ((2022, 2020), False)])
def test_two_maps_of_years_far_apart_say_so(years: tuple[int, int], far: bool) -> None:
    one, other = ((NEAR, years[0]), (OTHER, years[1]))
    assert dimensions.too_far(one, other) is far and dimensions.too_far(other, one) is far
    assert not dimensions.too_far(("armoede", 2010), other)


def test_figures_without_a_direction_stand_under_their_dimension_and_in_no_score() -> None:
    known = catalog.entries()
    for code, ids in liveability.DESCRIBING.items():
        assert all(known[id].direction is None for id in ids) and not set(ids) & set(composite.inputs(code))
    area = next(code for code, place in data.places().items() if place.level == "wijk")
    found = dimensions.of(area)
    said = dict(zip((one.code for one in found.rows), dimensions.table(found)["Ons cijfer"], strict=True))
    for code, ids in liveability.DESCRIBING.items():
        there = [id for id in ids if data.value_of(id, area, data.main_year(id, "wijk") or 0) is not None]
        assert there, f"{code}: the demo has none of its figures"
        assert all(known[id].label.split(" (")[0] in said[code].replace("\u00ad", "") for id in there)
        assert ("telt niet mee: " in said[code]) == (not known[code].unmeasured)
