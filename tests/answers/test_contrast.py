"""An area against the rest of its gemeente, against others, and against itself of before, in the demo region."""

from __future__ import annotations

import pytest

from answers import contrast, data
from indicators import catalog, subjects, uncertainty
from indicators.contrast import Contrast

ONE, TWO, ELSEWHERE = "WK900201", "WK900202", "WK900301"
GEMEENTE = "GM9002"


def assistance(*codes: str, year: int = 2020) -> tuple[float, float]:
    """Who draws benefits, and of how many, by hand."""
    ages = ["leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65"]
    level = "gemeente" if codes[0].startswith("GM") else "wijk"
    held = data.store().table(level, year, ["bijstand", *ages]).loc[list(codes)]
    return float(held["bijstand"].sum()), float(held[ages].sum().sum())


@pytest.mark.parametrize("codes", [(ONE,), (ONE, TWO)])
def test_the_rest_is_the_gemeente_without_the_area(codes: tuple[str, ...]) -> None:
    found = contrast.hold(codes, ("rest",), "bijstand_per_1000", 2020).found
    (own, of), (all_, everyone) = assistance(*codes), assistance(GEMEENTE)
    assert found is not None
    assert found.one[0] == pytest.approx(1000 * own / of)
    assert found.other[0] == pytest.approx(1000 * (all_ - own) / (everyone - of))
    assert found.difference[0] == pytest.approx(found.one[0] - found.other[0])
    assert found.difference[1] < found.difference[0] < found.difference[2]
    assert found.ratio and found.ratio[0] == pytest.approx(found.one[0] / found.other[0])


def test_two_areas_are_held_against_each_other_and_back() -> None:
    there = contrast.hold((ONE,), (ELSEWHERE,), "bijstand_per_1000", 2020).found
    back = contrast.hold((ELSEWHERE,), (ONE,), "bijstand_per_1000", 2020).found
    assert there and back
    assert there.difference == pytest.approx(
        tuple(-end for end in (back.difference[0], back.difference[2], back.difference[1]))
    )
    opposite = {uncertainty.HIGHER: uncertainty.LOWER, uncertainty.LOWER: uncertainty.HIGHER}
    assert there.result == opposite.get(back.result, back.result)


def test_a_part_is_never_held_against_a_whole_that_it_is_in() -> None:
    assert "ligt in" in contrast.why_not((ONE,), (GEMEENTE,))
    assert "ligt in" in contrast.why_not((GEMEENTE,), (ONE, TWO))
    assert "ligt in" in contrast.why_not((ONE,), ("NL00",))
    assert "beide kanten" in contrast.why_not((ONE, TWO), (TWO, ELSEWHERE))
    assert "één gemeente" in contrast.why_not((ONE, ELSEWHERE), ("rest",))
    assert contrast.why_not((ONE,), ("rest",)) == contrast.why_not((ONE,), (ELSEWHERE,)) == ""
    assert contrast.rests((ONE, ELSEWHERE)) == ["rest-nl"]
    assert contrast.rests(("NL00",)) == []


def test_origin_medians_and_models_are_not_compared_and_that_is_said() -> None:
    sensitive = next(e.id for e in catalog.entries().values() if e.sensitive and data.store().years("wijk", e.id))
    for id in (sensitive, "woz_waarde", "ervaren_gezondheid_goed"):
        found = contrast.hold((ONE,), ("rest",), id)
        assert found.found is None and found.why, id


def test_the_words_say_which_side_is_worse() -> None:
    held = [
        contrast.hold((ONE,), (ELSEWHERE,), id) for id in ("bijstand_per_1000", "armoede_personen", "corporatiebezit")
    ]
    table = contrast.table(held, "Binnenstad", "de ander")
    assert list(table.columns) == ["Cijfer", "Oordeel", "Binnenstad", "De ander", "Verschil", "Verhouding", "Jaar"]
    assert len(table) == sum(one.found is not None for one in held)
    for one in held:
        if one.found and one.found.result == uncertainty.HIGHER and one.entry.rankable:
            assert contrast.verdict(one) == "duidelijk slechter"
    flat = contrast.download(held, (ONE,), (ELSEWHERE,))
    assert {"waarde", "waarde_laag", "verschil_hoog", "verhouding", "oordeel", "jaar"} <= set(flat.columns)


def test_the_first_line_counts_what_clearly_differs() -> None:
    held = [contrast.hold((ONE,), ("rest",), e.id) for e in catalog.listed().values() if not e.total]
    said = contrast.finding(held, "Binnenstad", "de rest van Grauwhaven")
    known = [one for one in held if contrast.verdict(one)]
    assert f"{len({subjects.of(one.entry.id) for one in known})} onderwerpen" in said
    assert contrast.finding([], "A", "B").endswith("niet te zeggen")


def outcome(id: str, result: str) -> contrast.Outcome:
    """One figure with this judgement."""
    ends = (1.0, 1.0, 1.0)
    return contrast.Outcome(catalog.entry(id), 2020, Contrast(ends, ends, ends, ends, result))


def test_the_first_line_counts_mirrors_and_parts_of_one_whole_once() -> None:
    """Twelve figures of which ten clearly differ are four subjects of which three do."""
    ages = ("aandeel_0_15", "aandeel_15_25", "aandeel_25_45", "aandeel_45_65", "aandeel_65_plus")
    homes = ("koopwoningen", "huurwoningen", "corporatiebezit", "aandeel_eenpersoons", "aandeel_met_kinderen")
    held = [outcome(id, uncertainty.HIGHER) for id in (*ages, *homes)]
    held += [outcome(id, uncertainty.UNCLEAR) for id in ("eengezins", "meergezins")]
    assert contrast.finding(held, "A", "B") == "A verschilt op drie van de vier onderwerpen duidelijk van B"
    assert contrast.counted_once(held).startswith(
        "Cijfers die samen veranderen tellen als één onderwerp: koop en huur, "
    )
    assert contrast.finding(held[5:7], "A", "B") == "A verschilt bij koop en huur duidelijk van B"
    apart = [held[0], held[5], outcome("eengezins", uncertainty.UNCLEAR)]
    assert contrast.finding(apart, "A", "B") == "A verschilt op twee van de drie cijfers duidelijk van B"
    assert contrast.counted_once(apart) == ""
    poor = [outcome(id, uncertainty.HIGHER) for id in ("armoede_101", "armoede_110", "geweld_per_1000")]
    assert contrast.finding(poor, "A", "B") == "A staat er op twee slechter voor dan B, van de twee onderwerpen"
    assert contrast.finding(poor[:2], "A", "B") == "A staat er bij inkomen en bijstand duidelijk slechter voor dan B"


def test_every_figure_of_a_subject_is_there() -> None:
    assert all(id in catalog.entries() for ids in subjects.SUBJECTS.values() for id in ids)


def test_how_sure_is_told_as_the_parameters_have_it() -> None:
    assert contrast.certainty() == "marge (95% zeker) · duidelijk: 99,8% zeker"
    assert "(99,8% zeker," in contrast.columns()["oordeel"]


def test_a_line_of_years_says_how_far_it_moved() -> None:
    entry = data.entry("bijstand_per_1000")
    moved = contrast.change(ONE, entry, [2016, 2018, 2020])
    assert moved is not None and (moved.first, moved.last) == (2016, 2020)
    then, now = (1000 * count / of for count, of in (assistance(ONE, year=year) for year in (2016, 2020)))
    assert moved.found.difference[0] == pytest.approx(now - then)
    assert "Van 2016 tot 2020" in contrast.change_words(entry, moved)
    assert contrast.change(ONE, entry, [2020]) is None
    assert contrast.change(ONE, data.entry("woz_waarde"), [2016, 2020]) is None


def test_shares_that_fill_a_whole_together_are_one_subject() -> None:
    """On the demo region: homes by period and by kind add up to 100%, so that they count once."""
    for ids in (("bouwjaar_voor_2000", "bouwjaar_vanaf_2000"), ("eengezins", "meergezins")):
        assert len({subjects.of(id) for id in ids}) == 1
    homes = [id for id, one in catalog.entries().items() if one.kind == "share" and one.per == "woningvoorraad"]
    assert {subjects.of(id) for id in homes} == {"soort woning", "bouwjaar", "koop en huur", "onbewoond"}
