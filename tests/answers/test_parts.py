"""What composites are made of, year by year: under which name they go, and where their line breaks."""

from __future__ import annotations

import pandas as pd
import pytest

from answers import data, held, words
from indicators import __main__ as command
from indicators import between, composite, need, series, tree
from indicators.catalog import Entry
from loaders import store

NEAR = "leefbaarheid_voorzieningen"
CRIME = "leefbaarheid_overlast_onveiligheid"


@pytest.fixture
def crime() -> Entry:
    return data.entry(CRIME)


def cut(id: str, made: dict[int, tuple[str, ...]]) -> Entry:
    """A score as if its parts of each year were these, and no other score were measured."""
    return tree.of_parts(id, lambda score: made if score == id else {})


def test_a_line_breaks_where_the_parts_change() -> None:
    """As if the police's table began in 2019, and the Kerncijfers stood in for it before."""
    kwb, police = composite.stand_ins(CRIME), composite.children(CRIME)
    made = {year: police if year >= 2019 else kwb for year in range(2015, 2021)}
    crime = cut(CRIME, made)
    assert crime.breaks == (2019,)
    runs = series.runs(made, [one.year for one in series.cuts(made, crime.breaks)])
    assert [run[0] for run in runs] == [2015, 2019]
    assert between.broken(crime, 2018, 2019) and not between.broken(crime, 2019, 2020)


def test_a_line_breaks_where_a_part_is_counted_otherwise() -> None:
    """One-way streets count in every distance from 2022, and the police counts each crime from 2018."""
    near, crime = composite.children(NEAR), composite.children(CRIME)
    assert cut(NEAR, dict.fromkeys(range(2019, 2025), near)).breaks == (2022,)
    assert cut(NEAR, {2019: near, 2020: near, 2024: near}).breaks == (2024,), "the first one of the new kind"
    assert cut(NEAR, {2022: near, 2023: near}).breaks == ()
    assert cut(CRIME, {2017: crime, 2018: crime, 2019: crime}).breaks == (2018,)
    # A part that was not measured breaks nothing.
    assert cut(CRIME, {2017: composite.stand_ins(CRIME), 2018: composite.stand_ins(CRIME)}).breaks == ()


def test_a_whole_breaks_where_one_of_its_dimensions_does() -> None:
    made = {
        "leefbaarheid": dict.fromkeys((2020, 2021, 2022), (NEAR, CRIME)),
        NEAR: {year: composite.children(NEAR) for year in (2020, 2021, 2022)},
        CRIME: {year: composite.children(CRIME) for year in (2020, 2021, 2022)},
    }
    assert tree.of_parts("leefbaarheid", lambda score: made.get(score, {})).breaks == (2022,)


def test_the_police_takes_the_place_of_what_stands_in_for_it_and_the_line_breaks(crime: Entry) -> None:
    """The demo region has the crime of the Kerncijfers of 2015 to 2018, and of the police of four years on its division of 2025."""
    made = data.parts(CRIME)
    assert sorted(made) == [2015, 2016, 2017, 2018, 2020, 2022, 2024]
    for year, parts in made.items():
        assert parts == (composite.children(CRIME) if year >= 2018 else composite.stand_ins(CRIME))
        assert data.store().own_division("wijk", year, CRIME) == (2025 if year >= 2018 else year)
    assert crime.breaks == (2018,)


def test_a_year_without_wijken_names_its_parts_by_another_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were no wijken with it from 2020 on: those years are read off the gemeenten, the others stay as they were."""
    whole, real = data.parts(CRIME), data.years

    def fewer(level: str, id: str) -> list[int]:
        return [year for year in real(level, id) if level != "wijk" or year < 2020]

    monkeypatch.setattr(data, "years", fewer)
    held.forget()
    try:
        assert data.parts(CRIME) == whole and data._made_at(CRIME)[2020] == "gemeente"
    finally:
        held.forget()


def test_a_score_of_few_areas_is_made_of_what_those_areas_have() -> None:
    """One wijk has the score and both parts; the others have neither, and no score: they settle nothing."""
    parts = composite.children(NEAR)
    frame = pd.DataFrame({part: [1.0, float("nan"), float("nan")] for part in parts}, index=["a", "b", "c"])
    frame = frame.assign(inwoners=[10.0, 500.0, 500.0], **{NEAR: [100.0, float("nan"), float("nan")]})
    assert composite.made_of(frame, NEAR) == parts
    assert composite.made_of(frame.drop(columns=NEAR), NEAR) == (), "without the score everyone counts"


def test_parts_are_of_the_level_and_year_that_is_asked_for() -> None:
    for level in ("gemeente", "wijk", "buurt"):
        for year in data.years(level, CRIME):
            whole = composite.children(CRIME) if year >= 2018 else composite.stand_ins(CRIME)
            assert data.parts_at(CRIME, level, year) == whole, (level, year)
    assert data.parts_at(CRIME, "wijk", 2019) == () == data.parts_at("inwoners", "wijk", 2020)
    said = words.made_of([data.entry(part) for part in data.parts_at(CRIME, "wijk", 2024)], "wijk", 2024)
    assert said.startswith("**Waaruit** (wijken, 2024): woninginbraak") and words.made_of([], "wijk", 2024) == ""


# A word of each part, by which what a dimension says to be can be held against what is in it.
SAID = {
    "energielabel_ab": "energielabel",
    "leegstand": "leeg",
    "afstand_groen": "openbaar groen",
    "natuur_aandeel": "natuur",
    "bedrijventerrein_aandeel": "bedrijventerrein",
    "geluid_lden": "geluid",
    "no2": "lucht",
    "gevoelstemperatuur": "hitte",
    "afstand_huisarts": "huisarts",
    "afstand_supermarkt": "supermarkt",
    "afstand_kinderdagverblijf": "kinderdagverblijf",
    "afstand_school": "basisschool",
    "sociale_cohesie_wijk": "samenhang",
    "bbga_sociale_cohesie": "samenhang",
    "sociale_cohesie": "samenhang",
    "inbraak_per_1000_woningen": "inbraak",
    "vernieling_per_1000": "vernieling",
    "geweld_per_1000": "geweld",
}


@pytest.mark.parametrize("code", composite.children("leefbaarheid"))
def test_what_a_dimension_says_to_be_is_what_is_in_it(code: str) -> None:
    """No part unsaid, and nothing said that is no part."""
    said, own = data.entry(code).is_.lower(), {SAID[leaf] for leaf in composite.leaves(code)}
    assert {word for word in SAID.values() if word in said} == own
    assert not [word for word in ("water", "bebouwing", "thuis voelen", "eigenaar", "scholen binnen") if word in said]


def test_the_command_breaks_it_in_the_same_years(crime: Entry) -> None:
    with held.working_with(store.current()):
        assert command._entries(data.store())[CRIME].breaks == crime.breaks


def test_other_parts_every_year_break_every_year() -> None:
    one, other, more = composite.children("leefbaarheid_sociale_samenhang")[0], *composite.children(NEAR)[:2]
    assert cut(NEAR, {2020: (one,), 2018: (one, other), 2019: (one, other)}).breaks == (2020,)
    assert cut(NEAR, {2018: (one,), 2020: (other,), 2019: (one, more)}).breaks == (2019, 2020)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (
            ("leefbaarheid_voorzieningen", "leefbaarheid_overlast_onveiligheid"),
            "Leefbaarheid (uit voorzieningen en overlast)",
        ),
        ((), "Leefbaarheid (gemeten dimensies)"),
    ],
)
def test_it_goes_by_the_name_of_its_parts(parts: tuple[str, ...], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(need, "composites", lambda: ("leefbaarheid",))
    monkeypatch.setattr(data, "years", lambda level, id=None: [2023])
    monkeypatch.setattr(data, "_parts", lambda year: {"leefbaarheid": parts})
    assert data.named_after_parts(data.entry("leefbaarheid"), 2023).label == name


def test_other_figures_keep_their_names() -> None:
    assert data.meant(data.entry("armoede"), 2022).id == "armoede_laag_inkomen"
    assert data.named_after_parts(data.entry("armoede"), 2022) == data.entry("armoede")
