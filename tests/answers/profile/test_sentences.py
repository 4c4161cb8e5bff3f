"""What a profile says in sentences: guarded, with year and unit, never a cause, never of origin or a model."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import data, ground, peers, profile
from answers.profile import Figure, assessed, inside, sentences
from indicators import catalog, key_figures, uncertainty
from indicators.assessment import Assessment, Movement
from indicators.words import causal
from loaders import store as stores
from tests.conftest import ROOT

WIJK = sentences.beside("Nederland", "Rotterdam", "wijk")
LAND = sentences.beside("Nederland", "", "land")
NAMES = ("nederland", "gemeente", assessed.ALIKE)
KEYS = [id for subject in key_figures.subjects() for id in subject.ids]

values = st.floats(0, 500, allow_nan=False).map(lambda value: round(value, 1))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """A key figure of a wijk with anything that can be said of it."""
    id = draw(st.sampled_from(KEYS))
    value = draw(values)
    others = {name: draw(values) for name in NAMES}
    beside = {
        n: uncertainty.HIGHER if value > o else uncertainty.LOWER if value < o else uncertainty.UNCLEAR
        for n, o in others.items()
        if draw(st.booleans())
    }
    entry = catalog.entry(id)
    judged = {n: word for n, result in beside.items() if (word := uncertainty.judged(entry, result))}
    moved = draw(st.sampled_from([None, Movement("daling", 2015, 2020), Movement("nog niet te bepalen")]))
    return Figure(
        id,
        draw(st.integers(2013, 2025)),
        value,
        "published",
        others["gemeente"],
        others["nederland"],
        alike=others[assessed.ALIKE],
        said=Assessment(None, "", moved, beside, judged),
    )


profiles = st.lists(figures(), max_size=12, unique_by=lambda figure: figure.id).map(
    lambda found: {figure.id: figure for figure in found}
)


def judged_sentences(found: dict[str, Figure]) -> list[tuple[sentences.Standout, str]]:
    apart, _ = sentences.candidates(found, WIJK)
    return [(one, sentences.sentence(one, WIJK)) for one in sentences.chosen(apart)]


@given(profiles)
def test_what_stands_out_is_guarded(found: dict[str, Figure]) -> None:
    said = judged_sentences(found)
    assert len(said) <= sentences.MOST
    for one, _ in said:
        entry = catalog.entry(one.figure.id)
        assert entry.direction is not None and not entry.sensitive
        assert not entry.mark(one.figure.status), "what a model made never stands out"
        assert set(one.clear.values()) <= {uncertainty.HIGHER, uncertainty.LOWER}


@given(profiles)
def test_no_sentence_without_year_and_unit_or_with_a_cause(found: dict[str, Figure]) -> None:
    for one, sentence in judged_sentences(found):
        assert str(one.figure.year) in sentence
        assert one.entry.unit in sentence
        assert not causal(sentence)
        assert "bewoners" not in sentence


@given(profiles)
def test_the_text_says_every_key_figure_with_its_year(found: dict[str, Figure]) -> None:
    apart, judged = sentences.candidates(found, WIJK)
    text = " ".join(sentences.text("Ergens, wijk in Rotterdam", found, apart, judged, WIJK, "Bron: CBS"))
    assert not causal(text) and "%" not in text and not re.search(r"\bnan\b|None", text)
    for theme in {catalog.entry(id).theme for id in found}:
        for id in key_figures.shown(theme, found):
            assert f"in {found[id].year}" in text or f"({found[id].year})" in text


@given(profiles)
def test_both_sides_are_told_where_there_are_both(found: dict[str, Figure]) -> None:
    apart, _ = sentences.candidates(found, WIJK)
    assert {one.judged for one in sentences.chosen(apart)} == {one.judged for one in apart}


@given(profiles)
def test_the_country_stands_beside_nothing(found: dict[str, Figure]) -> None:
    apart, judged = sentences.candidates(found, LAND)
    assert apart == []
    assert "niets om het naast te zetten" in sentences.nothing(judged, LAND)


def one_figure(value: float, beside: dict[str, str], id: str = "bijstand_per_1000") -> dict[str, Figure]:
    entry = catalog.entry(id)
    judged = {
        name: uncertainty.judged(entry, result) for name, result in beside.items() if result in ("hoger", "lager")
    }
    return {id: Figure(id, 2020, value, "published", 80.0, 37.0, said=Assessment(None, "", None, beside, judged))}


def test_a_sentence_as_it_is_read() -> None:
    found = one_figure(22.0, {"nederland": "lager", "gemeente": "lager"})
    ((one, said),) = judged_sentences(found)
    assert said == (
        "Bijstand per 1.000 van 15 tot 65 jaar: 22 in 2020, duidelijk lager dan in heel Nederland (37) en "
        "in de gemeente Rotterdam (80). Dat geldt als gunstig."
    )
    assert sentences.tag(one) == "Gunstig"


def test_a_value_between_two_others_is_not_called_good_or_bad() -> None:
    ((one, said),) = judged_sentences(one_figure(60.0, {"nederland": "hoger", "gemeente": "lager"}))
    assert sentences.tag(one) == "Wisselend"
    assert "duidelijk hoger dan in heel Nederland (37) en duidelijk lager dan in de gemeente Rotterdam (80)" in said


def test_crime_is_said_to_be_counted_where_it_happened() -> None:
    ((_, said),) = judged_sentences(one_figure(90.0, {"nederland": "hoger"}, "misdrijven_per_1000"))
    assert "Geteld waar het gebeurde, niet waar iemand woont." in said


def test_a_nought_and_crime_where_few_live_do_not_stand_out() -> None:
    assert judged_sentences(one_figure(0.0, {"nederland": "lager"})) == []
    crime = one_figure(427.0, {"nederland": "hoger"}, "misdrijven_per_1000")
    assert len(judged_sentences(crime)) == 1
    assert judged_sentences({**crime, "inwoners": Figure("inwoners", 2024, 120.0)}) == []


def test_nothing_stands_out_and_nothing_can_be_said_differ() -> None:
    unclear = one_figure(38.0, {"nederland": uncertainty.UNCLEAR})
    apart, judged = sentences.candidates(unclear, WIJK)
    assert (apart, judged) == ([], 1)
    assert sentences.nothing(judged, WIJK).startswith("Niets valt duidelijk op")
    assert sentences.nothing(0, WIJK).startswith("Wat opvalt is hier niet te zeggen")


@pytest.fixture(scope="module")
def demo() -> stores.Store:
    return stores.open_store(ROOT / "data" / "demo")


def test_the_parts_are_each_judged_by_themselves(demo: stores.Store) -> None:
    """Every wijk of a gemeente of the demo region: the numbers in the sentence add up to its buurten."""
    wijken = [str(code) for code in demo.names("wijk", demo.years("wijk")[-1]).index[:12]]
    seen = 0
    for code in wijken:
        against = sentences.beside("het demogebied", "X", "wijk")
        alike = peers.peers_of(code)
        found = profile.figures(code, list(data.listed().values()), alike=list(alike.distances) if alike else ())
        by_id = {figure.id: figure for figure in assessed.add(code, found)}
        for one in sentences.chosen(sentences.candidates(by_id, against)[0]):
            for said in inside.sentences(one, code, against):
                assert str(one.figure.year) in said and not causal(said)
                counts = re.search(r"is in (\d+) van de (\d+) buurt", said)
                if counts:
                    seen += 1
                    assert int(counts.group(1)) <= int(counts.group(2)) <= one.figure.parts_count
    assert seen


def standing(id: str, value: float) -> sentences.Standout:
    figure = Figure(id, 2020, value, "published", 10.0, 10.0)
    return sentences.Standout(figure, catalog.entry(id), 3.0, "slechter", {"nederland": uncertainty.HIGHER})


def test_what_only_one_city_knows_does_not_lead_and_says_so_where_it_must() -> None:
    alone = {"armoede": Figure("armoede", 2023, 9.7, "published", 9.7, None)}
    benefits, crime = standing("bijstand_per_1000", 80), standing("misdrijven_per_1000", 95)
    assert "2020" in sentences.headline(alone, [crime, benefits], "Haarlemmerbuurt", WIJK)
    assert "80" in sentences.headline(alone, [crime, benefits], "Haarlemmerbuurt", WIJK)
    left = sentences.headline(alone, [crime], "Haarlemmerbuurt", WIJK)
    assert "9,7" in left and left.endswith("(2023; in heel Nederland niet bekend)")
    whole = {"armoede": Figure("armoede", 2023, 9.7, "published", 9.7, 7.0)}
    assert sentences.headline(whole, [benefits], "Haarlemmerbuurt", WIJK).endswith("(2023)")


def test_peers_are_shown_with_a_figure_that_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    code = next(
        c
        for c in ground.names("wijk", 2024).index
        if (found := peers.peers_of(c)) and len(found.distances) >= peers.SHOWN
    )
    alike, wanted = peers.peers_of(code), [catalog.entry("woz_waarde"), catalog.entry("bijstand_per_1000")]
    assert alike is not None
    real = data.values

    def few(id: str, level: str, year: int):  # type: ignore[no-untyped-def]
        found = real(id, level, year)
        return found.assign(value=float("nan")) if id == "woz_waarde" else found

    monkeypatch.setattr(data, "values", few)
    assert peers.to_show(alike, code, wanted).id == "bijstand_per_1000"
    assert peers.to_show(alike, code, wanted[:1]).id == "woz_waarde"
