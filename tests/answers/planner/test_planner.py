"""The planner's scenarios, pictures and words: read the same way always, colours that mean the same on every map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import format, held, need_figures
from answers.planner import amounts, choices, explain, inputs, robust, tables, words
from answers.planner import carry_out as planned
from answers.planner import scenario as scenarios
from answers.planner import subject as subjects
from answers.planner.choice import Number
from figures import colours, planner_curves, planner_map
from indicators import parameters, planner
from indicators.planner import Plan
from loaders import store as stores
from loaders.demo import names
from tests import small_store

CODES = [f"WK0001{i:02d}" for i in range(12)]
HARD = "\u00a0"
FRAME = pd.DataFrame(
    {
        "people": [0.0, *np.arange(100.0, 1200, 100)],
        "per": [0.0, *np.arange(100.0, 1200, 100)],
        "need": np.linspace(1, 99, 12),
        "corporation": 50.0,
        "low_income": 10.0,
        "now": [np.nan] * 6 + [0.5] * 6,
        "has": np.nan,
        "students": False,
    },
    index=CODES,
)


def result(frame=FRAME, rule="gelijk", total=20.0, unit="fte", **plan):
    """A scenario carried out on a frame of its own."""
    scenario = scenarios.read({}).but(regel=rule)
    outcome = planner.divide(frame, Plan(total, rule, **plan))
    even = planner.even(frame, outcome.plan)
    amount = amounts.Amount("fte", total, unit, total)
    return planned.Result(scenario, frame, amount, outcome, even, planner.report(frame, outcome, None, even))


@pytest.mark.parametrize("view", list(planner_map.VIEWS))
@pytest.mark.parametrize("unit", ["fte", "euro"])
@pytest.mark.parametrize("rule", ["gelijk", "behoefte"])
def test_every_area_has_one_colour(view, unit, rule):
    kinds = planner_map.kinds(result(rule=rule, unit=unit, threshold=40), view, colours.LIGHT)
    placed = [code for kind in kinds for code in kind.codes]
    assert sorted(placed) == CODES
    assert len({k.colour for k in kinds if len(k.codes)}) == sum(1 for k in kinds if len(k.codes))
    nobody = next(k for k in kinds if k.words == "geen jongeren bekend")
    assert nobody.codes.tolist() == [CODES[0]], "nobody young: grey, and no nought"


def test_nothing_reported_is_no_nought_on_the_map_of_now():
    kinds = planner_map.kinds(result(), "nu", colours.LIGHT)
    unknown = next(k for k in kinds if k.words == "lokaal onbekend: niets gemeld")
    assert unknown.codes.tolist() == CODES[1:6]


def test_who_gets_nothing_is_no_class_of_the_ramp():
    kinds = planner_map.kinds(result(rule="behoefte", threshold=60), "plan", colours.LIGHT)
    nothing = next(k for k in kinds if k.words == "niets")
    assert nothing.colour == colours.LIGHT.missing["cannot_occur"]
    assert len(nothing.codes) == 6


def test_who_gets_nothing_because_nothing_is_known_is_told_apart():
    frame = FRAME.assign(need=[np.nan] * 3 + list(np.linspace(1, 99, 9)))
    kinds = {k.words: k for k in planner_map.kinds(result(frame, rule="behoefte", threshold=60), "plan", colours.LIGHT)}
    assert kinds["niets: behoefte niet bekend"].codes.tolist() == CODES[1:3], "the first has nobody at all"
    assert set(kinds["niets"].codes).isdisjoint(CODES[:3]) and len(kinds["niets"].codes)
    assert kinds["niets"].colour != kinds["niets: behoefte niet bekend"].colour


def test_the_same_amount_has_the_same_colour_on_two_maps():
    small, large = result(total=10.0, rule="behoefte"), result(total=40.0, rule="behoefte")
    inner = planner_map.bounds([small, large])

    def colour_of(found):
        rates = planner_map.rates(found).round(2)
        return {
            rates[code]: k.colour for k in planner_map.kinds(found, "plan", colours.LIGHT, inner) for code in k.codes
        }

    one, other = colour_of(small), colour_of(large)
    marks = sorted({**one, **other}.items())
    known = [(rate, colour) for rate, colour in marks if rate > 0]
    order = list(dict.fromkeys(colour for _, colour in known))
    assert [colour for _, colour in known] == sorted((c for _, c in known), key=order.index), "colours follow amounts"
    assert len(set(one.values()) & set(other.values())) > 0


def test_a_chosen_gemeente_stands_for_its_wijken():
    assert planned.widened(["GM0001"], FRAME) == tuple(CODES)
    assert planned.widened([CODES[3], "GM0002"], FRAME) == (CODES[3],)


def test_curves_stay_small_for_many_areas():
    many = pd.concat([FRAME.set_axis([f"WK{g:04d}{i:02d}" for i in range(12)]) for g in range(200)])
    many["need"] = np.linspace(0, 100, len(many))
    found = result(many, "behoefte", 500.0)
    for figure in (planner_curves.curves(found, colours.DARK), planner_curves.coverage_curve(found, colours.DARK)):
        assert max(len(trace.x) for trace in figure.data) <= 301


NUMBERS = {
    key: st.floats(choice.bounds.low, min(choice.bounds.high, 1e5))
    for key, choice in choices.TABLE.items()
    if isinstance(choice, Number)
}
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "waarover": st.sampled_from([*subjects.SUBJECTS, "weer"]),
        "hoeveel": st.sampled_from([*amounts.LABELS, "veel"]),
        "regel": st.sampled_from([*choices.RULES, "loting"]),
        "niveau": st.sampled_from(["wijk", "gemeente", "planeet"]),
        "jaar": st.sampled_from(["2019", "2022", "1812"]),
        "leeftijd": st.sampled_from(["10-27", "12-18", "99-1"]),
        "wijken": st.sampled_from(["GM9001", "GM9001,WK900202", "<b>"]),
        **{key: numbers.map(str) for key, numbers in NUMBERS.items()},
    },
)


@given(CHOICES)
def test_a_scenario_survives_being_written_down(asked):
    first = scenarios.read(asked)
    again = scenarios.read(scenarios.parse(first.text))
    assert replace(again, text="") == replace(first, text="")
    assert again.text == first.text and "," not in first.text


@given(CHOICES)
def test_whatever_the_choices_sums_are_exact_or_it_says_why_not(asked):
    found = planned.carry_out(scenarios.read({**asked, "niveau": "gemeente"}))
    if found.outcome is None:
        assert found.conflict
        return
    total = found.given + found.outcome.kept + found.outcome.rest
    assert total == pytest.approx(found.amount.total, rel=1e-9, abs=1e-6)
    assert words.finding(found) and len(words.figures(found)) == 3
    assert tables.per_gemeente(found).filter(like="in_dit_plan").to_numpy().sum() == pytest.approx(found.given)


def test_a_promise_of_hours_comes_to_hours_times_toddlers():
    found = planned.carry_out(scenarios.read({"waarover": "peuters", "uren": "10", "weken": "40"}))
    people = found.frame["people"].sum()
    assert found.given == pytest.approx(10 * 40 * people, rel=1e-5)
    assert found.amount.euros == pytest.approx(10 * 40 * people * parameters.value("peuter_uurprijs"))
    rates = (found.outcome.exact / found.frame["people"]).dropna()
    assert np.allclose(rates, 400)


def test_toddlers_of_a_redrawn_city_are_known_through_shared_addresses():
    frame = inputs.areas(subjects.SUBJECTS["peuters"], "wijk", 2023, None, (10, 27))
    city = frame[frame.index.str.startswith("WK9001")]
    assert len(city) > 30 and city["people"].notna().mean() > 0.9


def test_raadslieden_are_yes_no_or_not_reported():
    found = planned.carry_out(scenarios.read({"waarover": "raadslieden"}))
    some, none, unknown = words.advisers(found.frame)
    assert (some, none) == (5, 4) and some + none + unknown == len(found.frame)
    kinds = planner_map.kinds(found, "nu", colours.LIGHT)
    assert [len(k.codes) for k in kinds] == [some, none, unknown]
    poor = found.frame.loc[found.frame["has"] == 0, "low_income"].sum()
    assert words.figures(found)[1].value == f"{round(poor, -1):,.0f}".replace(",", ".")


def test_the_first_wijken_and_how_often_they_are_first():
    found = planned.carry_out(scenarios.read({"regel": "behoefte", "jaar": "2023"}))
    assert robust.possible(found)
    first = robust.first_areas(found, 25)
    assert len(first.table) == 25 and first.table["need"].is_monotonic_decreasing
    assert first.table["share"].between(0, 1).all() and first.held == (first.table["share"] >= 0.9).sum()
    assert f"komen er {first.held} ook" in robust.sentence(first).replace("komt", "komen")
    everyone = robust.first_areas(found, 10_000)
    assert (everyone.table["share"] == 1).all(), "who counts everyone as first has everyone in it always"
    assert not robust.possible(planned.carry_out(scenarios.read({"regel": "gelijk"})))


def test_what_is_told_of_a_scenario_names_every_choice_and_what_it_is_not():
    found = planned.carry_out(scenarios.read({"regel": "behoefte", "hoeveel": "deltaplan"}))
    assert len(words.figures(found)) == 3
    assert "rekenvoorbeeld" in explain.caveats(found)[0]
    assert ("Jaar", str(found.scenario.year)) in explain.rows(found)


def test_scenarios_about_different_things_are_said_to_be():
    one, other = (planned.carry_out(scenarios.read({"jaar": year})) for year in ("2022", "2023"))
    assert "een ander jaar" in explain.differences({"A": one, "B": other})
    assert explain.differences({"A": one, "B": one}) == ""


def test_the_whole_is_not_divided_over_the_few_areas_that_are_known():
    scenario = scenarios.read({"waarover": "raadslieden"})
    known = pd.Series([3.0, *[float("nan")] * 9])
    said = planned.too_few(scenario, known)
    assert "van 1 van de 10 gemeenten" in said and str(scenario.year) in said
    assert planned.too_few(scenario, known.fillna(1.0)) == ""
    assert planned.too_few(scenario.but(regel="eigen"), known) == ""


def test_a_subtitle_names_the_figure_that_says_where_need_is():
    scenario = scenarios.read({"regel": "behoefte"})
    assert scenario.need
    label = need_figures.listed(scenario.level, scenario.year)[scenario.need]
    without = "zonder studentenwijken en wijken onder 1.000 inwoners"
    assert explain.by_need(scenario) == [f"behoefte: {label}", without]
    assert explain.by_need(scenario.but(studenten="met", inwoners=0)) == [f"behoefte: {label}"]
    assert explain.by_need(scenario.but(behoefte=None)) == []


def test_what_counts_as_now_stands_beside_every_published_number(monkeypatch):
    real = type("Real", (), {"demo": False, "version": "echt", "view": "echt"})()
    with held.working_with(real):
        said = amounts.base_words(amounts.bases(2022)["1800"])
    assert said.startswith("Hier geldt 1.800 als nu.")
    for id in ("jongerenwerk_brief_2000", "jongerenwerk_landelijk_laag", "jongerenwerk_landelijk_hoog"):
        found = parameters.parameter(id)
        assert format.number(found.value) in said and found.source.split(" (")[0] in said and found.date in said
    assert amounts.base_words(amounts.Base(3, "")) == "", "in the demo"


@pytest.mark.parametrize(
    ("rule", "why"), [("corporatie", "niets om over te verdelen"), ("behoefte", "niets om naar te verdelen")]
)
def test_nothing_known_to_divide_by_is_no_plan_of_nothing(monkeypatch, rule, why):
    empty = FRAME.assign(corporation=np.nan, need=np.nan)
    monkeypatch.setattr(inputs, "areas", lambda *_: empty)
    monkeypatch.setattr(need_figures, "listed", lambda *_: {})
    held.forget()
    found = planned.carry_out(scenarios.read({"regel": rule}).but(behoefte=None))
    held.forget()
    assert found.outcome is None and why in found.conflict
    assert words.figures(found) == [], "no cost of what nobody gets"
    assert words._answers(found) == {"In totaal": "niets te verdelen", "Waarom": found.conflict}


def test_a_norm_is_asked_for_with_something_to_choose_it_by():
    found = planned.carry_out(scenarios.read({"regel": "norm"}))
    assert words.finding(found) == "Kies eerst een norm, dan volgt de verdeling"
    assert "gelijk verdeeld is" in found.conflict and "per 1.000 jongeren" in found.conflict


def test_what_is_left_out_by_need_gets_nothing_and_the_totals_say_so():
    """With the default choice, and with everyone: what was given stays the total, and others get what these do not."""
    asked = {"regel": "behoefte", "hoeveel": "deltaplan", "jaar": "2023", "behoefte": "behoefte"}
    plain, whole = (
        planned.carry_out(scenarios.read({**asked, **more})) for more in ({}, {"studenten": "met", "inwoners": "0"})
    )
    gone = plain.frame.index[plain.frame["left_out"] != ""]
    assert len(gone) > 3 and set(plain.frame["left_out"]) == {"", "klein", "studenten"}
    assert plain.outcome.given[gone].sum() == 0 < whole.outcome.given[gone].sum()
    assert plain.given == whole.given
    assert plain.frame["need"][gone].isna().all() and not (whole.frame["left_out"] != "").any()
    people = plain.frame["people"][gone].sum()
    assert plain.report.missed >= people, "they are not reached, and count as that"
    said = explain.without(plain)
    assert said in explain.caveats(plain)[:2] and explain.without(whole) == ""
    counts = plain.frame["left_out"].value_counts()
    assert f"{counts['klein']} wijken met minder dan 1.000 inwoners (" in said and "studentenwijk" in said
    assert "Studentenwijken" in dict(explain.rows(plain))
    rows = tables.per_area(plain).set_index("gebied")
    assert rows.loc[gone, "weggelaten"].ne("").all() and rows["weggelaten"].ne("").sum() == len(gone)
    assert set(tables.per_area(plain).columns) & {"weggelaten"} and "weggelaten" in tables.meanings(plain)
    kinds = {kind.words: kind for kind in planner_map.kinds(plain, "plan", colours.LIGHT)}
    assert set(kinds["niets: weggelaten (studenten, of klein)"].codes) <= set(gone)
    # For everyone alike nobody is left out.
    alike = planned.carry_out(scenarios.read({**asked, "regel": "gelijk"}))
    assert not (alike.frame["left_out"] != "").any() and explain.without(alike) == ""


def test_the_first_areas_are_first_among_those_that_take_part():
    asked = {"regel": "behoefte", "hoeveel": "deltaplan", "jaar": "2023", "behoefte": "behoefte"}
    found = planned.carry_out(scenarios.read(asked))
    first = robust.first_areas(found, 10).table
    assert (found.frame.loc[first["region"], "left_out"] == "").all() and not first["students"].any()
    again = robust._again(np.array([[4, 1, 9], [2, 8, 5]], dtype=np.int16))
    assert again.tolist() == [[2, 1, 3], [1, 3, 2]]


def test_a_composite_as_need_says_what_it_was_made_of():
    scenario = next(
        s
        for y in range(2013, 2026)
        if (s := scenarios.read({"jaar": str(y), "behoefte": "behoefte", "regel": "behoefte"})) and s.need == "behoefte"
    )
    assert explain.by_need(scenario)[0] == "behoefte: Behoefte (uit armoede en werk)"


def test_own_areas_are_found_by_the_ground_of_the_year():
    """Of the demo region: in 2025 the code of a large wijk was given to a village."""
    was, now, village = names.REUSED, names.RENUMBERED, names.REUSED
    assert inputs.own((now, "GM9001"), 2024) == (was, "GM9001")
    assert inputs.own((village,), 2024) == ()
    scenario = scenarios.read({"regel": "eigen", "wijken": f"{now}", "jaar": "2024", "niveau": "wijk"})
    shared = planned.carry_out(scenario).outcome.given
    assert shared[shared > 0].index.tolist() == [was]


def test_toddlers_are_counted_where_it_is_the_same_ground(tmp_path):
    """Births of two and three years before: without addresses only of areas that did not change."""
    with stores.writer(tmp_path) as w:
        for year in (2019, 2020, 2021, 2022):
            cells = {
                "geboorte": dict.fromkeys(small_store.WIJKEN, 10),
                "inwoners": dict.fromkeys(small_store.WIJKEN, 900),
            }
            w.put_observations("proef", "wijk", year, small_store.rows("wijk", year, cells))
            moved = {small_store.MOVED: "3"} if year == 2022 else {}
            w.put_names("wijk", year, small_store.names("wijk", small_store.WIJKEN, **moved))
    with held.working_with(stores.open_store(tmp_path)):
        found = inputs.areas(subjects.SUBJECTS["peuters"], "wijk", 2022, None, (10, 27))["people"]
    assert found.drop(small_store.MOVED).eq(20).all() and found.isna()[small_store.MOVED]
