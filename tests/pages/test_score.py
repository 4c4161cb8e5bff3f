"""The page of composites: robust words, the reader's own weights in the address, and every choice on it."""

from __future__ import annotations

import re

import pytest

from answers import score_tables, students
from indicators.tree import Choice
from tests.pages.test_pages import demo, nothing, run, says_something, text_of, through_app

__all__ = ("demo", "nothing", "through_app")  # fixtures
SURE = "In het slechtste tiende (deel van de berekeningen)"


def test_no_bare_rank_and_a_sentence_about_other_weights(demo):
    app = run("score")
    text = says_something(app)
    assert "robuust in het slechtste tiende" in app.title[0].value
    assert "Houdt dit stand bij andere gewichten?" in text
    ranked = next(t.value for t in app.table if SURE in t.value.columns)
    (rank,) = (name for name in ranked if re.fullmatch(r"Rang van [\d.]+ \(1 is slechtst\), met 90%", name))
    assert ranked[rank].str.fullmatch(r"[\d.]+ \([\d.]+ tot [\d.]+\)").all()
    assert ranked[SURE].str.fullmatch(r"\D+: in \d+%").all()


@pytest.mark.parametrize(("colour", "said"), [("aandeel", True), ("score", False)])
def test_the_legend_says_what_its_classes_are_of(demo, colour, said):
    legend = "".join(html.proto.body for html in run("score", kleur=colour).get("html"))
    assert ("Deel van de berekeningen in het slechtste tiende" in legend) is said


@pytest.mark.parametrize("maat", ["behoefte", "behoefte_armoede", "leefbaarheid"])
@pytest.mark.parametrize("afzetten", ["basisjaar", "binnen"])
def test_every_composite(demo, maat, afzetten):
    app = run("score", maat=maat, afzetten=afzetten, gemiddelde="meetkundig", uitschieters="vrij", kleur="score")
    says_something(app)
    assert len(app.table) == 3


def test_weights_stand_in_the_address(demo):
    app = run("score", gewichten="armoede:3,werk:0.5,geluk:2,jeugd:x")
    assert app.slider(key="gewicht_behoefte_armoede").value == 3
    assert app.slider(key="gewicht_behoefte_werk").value == 0.5
    assert {slider.proto.format for slider in app.slider} == {"localized"}, "a comma in a Dutch browser"
    app.slider(key="gewicht_behoefte_jeugd").set_value(2.0).run()
    assert not app.exception
    assert app.query_params["gewichten"] in ("armoede:3,jeugd:2,werk:0.5", ["armoede:3,jeugd:2,werk:0.5"])


def test_weights_of_nought_leave_no_score_but_a_reason(demo):
    app = run("score", gewichten="armoede:0,werk:0,jeugd:0")
    assert "telt niet mee bij deze gewichten" in says_something(app)


def test_a_chosen_wijk_and_gemeente(demo):
    year = demo.years("wijk")[-1]
    code = demo.names("wijk", year).index[3]
    app = run("score", gebied=code, gemeente=demo.names("wijk", year).at[code, "gemeente"])
    assert demo.names("wijk", year).at[code, "name"] in " ".join(s.value for s in app.subheader)


def test_poverty_of_2024_is_not_set_against_the_base_year(demo):
    text = text_of(run("score", maat="behoefte_armoede", jaar="2024", afzetten="basisjaar"))
    assert "andere definitie" in text
    within = text_of(run("score", maat="behoefte_armoede", jaar="2024", afzetten="binnen"))
    assert "andere definitie" not in within


def test_nonsense_falls_back(demo):
    app = run("score", maat="geluk", afzetten="gisteren", gewichten="';--:9,armoede:nan", inwoners="-1", kleur="roze")
    says_something(app)
    assert app.selectbox(key="maat").value == "behoefte"


def test_without_data(nothing):
    says_something(run("score"))


def test_every_row_says_what_its_score_rests_on(demo):
    app = run("score")
    ranked = next(t.value for t in app.table if SURE in t.value.columns)
    assert ranked["Rust op onderdelen (cijfers)"].str.fullmatch(r"\d van 3 \(\d+\)").all()
    assert (ranked["Inwoners"] != "").all()
    assert "Rust op" in text_of(app) and "inwoners." in text_of(app), "of the chosen wijk too"


def test_a_wijk_of_students_is_marked(demo, monkeypatch):
    marked = students.many
    monkeypatch.setattr(students, "many", lambda level, year: ~marked(level, year))
    # What is kept was made with the real ones.
    monkeypatch.setattr(score_tables, "listed", score_tables.listed.__wrapped__)
    app = run("score", studenten="met")
    ranked = next(t.value for t in app.table if SURE in t.value.columns)
    assert set(ranked["Let op"]) <= {"veel studenten", ""} and "veel studenten" in set(ranked["Let op"])
    assert "vaak studenten" in text_of(app)


def test_the_title_says_the_parts(demo):
    title = run("score").title[0].value
    assert title.startswith("Behoefte (uit armoede en werk): ")


def test_a_year_with_too_few_parts_says_why(demo):
    text = text_of(run("score", maat="behoefte_armoede", jaar="2024", afzetten="binnen"))
    assert "in 2024 zijn 2 van de 4 cijfers genoeg bekend (armoede en bijstand); twee derde is nodig" in text
    assert "geen score voor wijken" in text


def test_without_a_score_there_is_nothing_to_choose_of_its_list_or_to_look_into(demo):
    app = run("score", gewichten="armoede:0,werk:0,jeugd:0")
    assert "geen score voor wijken" in text_of(app)
    labels = {one.label for one in [*app.selectbox, *app.toggle, *app.expander]}
    gone = {"In de lijst vanaf", "Volgorde van de lijst", "Hoe deze plaats is nagerekend"}
    assert not gone & labels and not app.toggle
    there = run("score")
    assert gone <= {one.label for one in [*there.selectbox, *there.expander]} and there.toggle


def test_it_opens_with_the_newest_year_that_has_a_score(demo):
    assert run("score").selectbox(key="jaar").value == 2023
    assert "Alleen in 2018–2023 bestaat deze score uit dezelfde cijfers" in text_of(run("score"))


def test_the_list_stands_by_score_the_highest_first(demo):
    app = run("score")
    ranked = next(t.value for t in app.table if SURE in t.value.columns)
    (column,) = (name for name in ranked if name.startswith("Score ("))
    scores = [float(text.replace(",", ".")) for text in ranked[column]]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) > 10
    assert "score, hoogste eerst (meeste behoefte bovenaan)" in text_of(app)
    sure = next(t.value for t in run("score", lijst="zeker").table if SURE in t.value.columns)
    shares = [int(re.search(r"(\d+)%", text)[1]) for text in sure[SURE]]
    assert shares == sorted(shares, reverse=True)


def test_a_list_of_need_leaves_out_students_and_few_inhabitants_and_says_how_many(demo):
    app = run("score")
    assert app.query_params.get("studenten") is None, "it is the default"
    ranked = next(t.value for t in app.table if SURE in t.value.columns)
    assert (ranked["Inwoners"].str.replace(".", "").astype(int) >= 1000).all()
    said = re.search(
        r"(?:(\d+) studentenwijk(?:en)? en )?(\d+) wijk(?:en)? met minder dan 1.000 inwoners weggelaten", text_of(app)
    )
    assert said
    every = run("score", studenten="met", inwoners="500")
    assert "weggelaten" not in every.title[0].value and "inwoners weggelaten" not in text_of(every)
    choice = Choice("behoefte")
    counts = [
        len(score_tables.listed(choice, 2023, 500.0, None, *how, "score")) for how in (("zonder", 1000), ("met", 500))
    ]
    assert counts[1] - counts[0] == sum(int(number or 0) for number in said.groups())


def test_a_longer_list_ranks_nobody_anew() -> None:
    """From 250 inhabitants would be a list of who has no score: the choice begins where scores do."""
    low, usual = run("score", studenten="met", inwoners="250"), run("score", studenten="met", inwoners="500")
    assert not low.exception and not usual.exception
    (vanaf,) = [box for box in usual.selectbox if box.label == "In de lijst vanaf"]
    assert vanaf.options[0] == "500 inwoners"
