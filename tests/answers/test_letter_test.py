"""The letter's own test on a small made-up store: what lacks is said exactly, and two models or two maps never mix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from answers import letter_test
from figures import colours
from figures import letter_test as drawn
from indicators import claims
from indicators.ownership import DIMENSIONS
from loaders import store
from tests import small_store

WIJKEN = [f"WK99{g:02}{w:02}" for g in range(1, 5) for w in range(1, 13)]
# A dozen wijken of each class, from least to most corporation ownership.
OWNED = {code: (10, 30, 50, 80)[at // 12] for at, code in enumerate(WIJKEN)}
NUISANCE, COHESION = DIMENSIONS


def build(root, years=(2012, 2018, 2022), division=2024, about=True, other_map=None, per_class=(0.1, 0.0, 0.0, -0.2)):
    """Nuisance moves by class from the first year on; cohesion only wobbles. ``other_map`` puts the first year elsewhere."""
    with store.writer(root) as w:
        for at, year in enumerate(years):
            cells = {
                NUISANCE: {
                    c: (0.0 if at == 0 else per_class[i // 12]) + 0.01 * (i % 3) * at for i, c in enumerate(WIJKEN)
                },
                COHESION: {c: 0.05 * (-1) ** (i + at) for i, c in enumerate(WIJKEN)},
            }
            frame = small_store.rows("wijk", year, cells)
            frame["division"] = other_map if other_map and at == 0 else division
            w.put_observations("leefbaarometer", "wijk", year, frame.assign(source="leefbaarometer", status="estimate"))
        if about:
            cells = {"corporatiebezit": OWNED, "inwoners": dict.fromkeys(WIJKEN, 1000)}
            frame = small_store.rows("wijk", division, cells).assign(source="cbs_kwb")
            w.put_observations("cbs_kwb", "wijk", division, frame)
        w.put_names("wijk", division, small_store.names("wijk", WIJKEN))
        w.put_names("gemeente", division, small_store.names("gemeente", [f"GM99{g:02}" for g in range(1, 5)]))
    return store.open_store(root)


@pytest.fixture
def held(monkeypatch, tmp_path):
    made = build(tmp_path)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    return made


def test_all_there(held):
    there = letter_test.measured(held)
    assert there.ready and there.years == (2012, 2018, 2022) and there.division == 2024
    assert letter_test.default_years(there.years) == (2012, 2018)
    assert letter_test.default_years((2014, 2018, 2020, 2022)) == (2014, 2018), "dimensions begin in 2014"
    assert letter_test.default_years((2002, 2008, 2014, 2016)) == (2014, 2016)
    assert letter_test.default_years((2020, 2022)) == (2020, 2022)


def test_what_it_says_of_the_letters_date_and_of_now(held):
    there = letter_test.measured(held)
    found = letter_test.changes(there, 2012, 2018)
    said = letter_test.finding(found, 2012, 2018)
    assert said.startswith(
        "In wijken met meer dan 67% corporatiebezit ging de score voor overlast en onveiligheid achteruit (−0,190, marge"
    )
    assert "in de score voor sociale samenhang geen duidelijke verandering" in said
    assert "ten opzichte van Nederland" not in said, "zero is one level in every year: a fall is a fall"
    assert letter_test.verdict(found, 2018).startswith(
        "Op de datum van de brief **bevestigt** deze toets de bewering **ten dele**"
    )
    assert letter_test.verdict(found, 2022).startswith("Met cijfers tot en met 2022, dus van na de brief,")
    assert letter_test.gaps(found).startswith(
        "Verschil met wijken met tot en met 20% corporatiebezit: overlast en onveiligheid −0,300"
    )
    assert letter_test.left_out(found) == "Alle wijken tellen mee."


def test_table_download_picture_and_its_words(held):
    found = letter_test.changes(letter_test.measured(held), 2012, 2018)
    text = letter_test.as_text(found)
    assert text["Corporatiebezit"].tolist()[-1] == "heel Nederland"
    assert text["Wijken"].tolist() == ["12"] * 4 + ["48"] and text["Inwoners"].tolist() == ["12.000"] * 4 + ["48.000"]
    rows = letter_test.rows(found)
    assert rows["overlast_onveiligheid_verandering"].round(3).tolist() == [0.11, 0.01, 0.01, -0.19, -0.015]
    assert pd.api.types.is_numeric_dtype(rows["sociale_samenhang_laag"])
    for palette in (colours.LIGHT, colours.DARK):
        chart = drawn.figure(found, palette)
        assert len(chart.data) == 2 and len(chart.data[0].x) == 5
    words = letter_test.alt(found, 2012, 2018)
    assert "meer dan 67%: −0,190" in words and "heel Nederland: −0,015" in words


@pytest.mark.parametrize(
    ("settings", "lacks"),
    [
        ({"about": False}, "corporatiebezit per wijk van 2024"),
        ({"years": (2018,)}, "overlast en onveiligheid, per wijk, van twee jaren"),
        ({"years": (2012, 2018), "other_map": 2018}, "twee jaren van de Leefbaarometer op dezelfde grenzen"),
    ],
)
def test_what_lacks_is_said_exactly(monkeypatch, tmp_path, settings, lacks):
    there = letter_test.measured(build(tmp_path, **settings))
    assert not there.ready
    assert any(lacks in one for one in there.lacking), there.lacking


def test_nothing_loaded_names_all_four(tmp_path):
    small_store.build(tmp_path)
    there = letter_test.measured(store.open_store(tmp_path))
    assert len(there.lacking) == 4


def test_a_year_on_other_boundaries_is_left_out(tmp_path):
    there = letter_test.measured(build(tmp_path, other_map=2018))
    assert there.ready and there.years == (2018, 2022)


def test_both_down_and_too_few(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    there = letter_test.measured(build(tmp_path))
    found = dict(letter_test.changes(there, 2012, 2018))
    both = {NUISANCE: found[NUISANCE], COHESION: found[NUISANCE]}
    assert "op beide punten" in letter_test.verdict(both, 2018)
    few = found[NUISANCE].by_class.assign(result="te weinig wijken")
    none = {id: replace(found[id], by_class=few, gap=0.0, gap_low=0.0, gap_high=0.0, left_out={}) for id in DIMENSIONS}
    assert letter_test.verdict(none, 2018).startswith("Er is geen oordeel")
    assert "te weinig wijken" in letter_test.finding(none, 2012, 2018)


def test_where_the_country_rises_and_the_class_rises_less_both_are_said(monkeypatch, tmp_path):
    """Seeded: everywhere 0.20 better, with most ownership 0.05. Nothing fell; it did fall behind, by 0.15."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    rng = np.random.default_rng(18)
    with store.writer(tmp_path) as w:
        for year, up in ((2014, 0.0), (2018, 1.0)):
            moved = {c: up * (0.05 if OWNED[c] == 80 else 0.20) + rng.normal(0, 0.005) for c in WIJKEN}
            frame = small_store.rows("wijk", year, {NUISANCE: moved, COHESION: moved}).assign(division=2024)
            w.put_observations("leefbaarometer", "wijk", year, frame.assign(source="leefbaarometer", status="estimate"))
        cells = {"corporatiebezit": OWNED, "inwoners": dict.fromkeys(WIJKEN, 1000)}
        w.put_observations("cbs_kwb", "wijk", 2024, small_store.rows("wijk", 2024, cells).assign(source="cbs_kwb"))
        w.put_names("wijk", 2024, small_store.names("wijk", WIJKEN))
    found = letter_test.changes(letter_test.measured(store.open_store(tmp_path)), 2014, 2018)
    assert found[NUISANCE].by_class["change"].iloc[-1] == pytest.approx(0.05, abs=0.005)
    assert found[NUISANCE].country["change"] == pytest.approx((3 * 0.20 + 0.05) / 4, abs=0.005)
    assert found[NUISANCE].against["change"] == pytest.approx(-0.15, abs=0.006)
    assert "**bevestigt** deze toets de bewering **niet**" in letter_test.verdict(found, 2018)
    said = letter_test.country(found)
    assert said.startswith("Heel Nederland: overlast en onveiligheid +0,16") and "(ging vooruit)" in said
    assert "corporatiebezit tegenover de andere wijken: overlast en onveiligheid −0,1" in said
    assert said.endswith("dan was het oordeel anders: **bevestigt**.")


def test_where_both_questions_have_one_answer_none_is_called_another(held):
    found = letter_test.changes(letter_test.measured(held), 2012, 2018)
    assert "oordeel anders" not in letter_test.country(found)


def test_the_year_of_the_letter_is_that_of_the_claim():
    claim = claims.library().claims["C30"]
    assert claims.last_day(claim.document.date).year == letter_test.LETTER
