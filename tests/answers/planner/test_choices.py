"""A choice of the planner stands in one place, and carrying out a scenario reads once what it needs and then no more."""

from __future__ import annotations

import importlib
from collections import Counter

import pytest

from answers import held
from answers.planner import carry_out, choices, explain, inputs, scenario, tables
from answers.planner import subject as subjects
from answers.planner.choice import Bounds, Number, Place, Told
from export.brief import of_scenario
from loaders import store as stores
from loaders.store import Store
from tests.pages.test_pages import demo, run, text_of, through_app
from ui.frame import selection

__all__ = ["demo", "through_app"]

MADE_UP = Number(
    key="proef",
    label=lambda chosen: f"Proef per 1.000 {chosen.subject.many}",
    help="Zomaar een getal.",
    bounds=Bounds(1.0, 50.0, 0.5),
    default=lambda chosen: 10.0 if chosen.subject.id == "jongerenwerk" else 20.0,
    applies=lambda chosen: chosen.rule == "behoefte",
    otherwise=1.0,
    place=lambda chosen: Place("settings", 75) if chosen.rule == "behoefte" else None,
    told=Told(175, "De proef", on_brief=True),
)
PLAN = {"regel": "behoefte", "proef": "7.5"}


@pytest.fixture
def made_up(monkeypatch):
    """One choice more in the table, as if it had stood there when the dashboard started."""
    with monkeypatch.context() as patch:
        patch.setitem(choices.TABLE, MADE_UP.key, MADE_UP)
        importlib.reload(selection)
        yield
    importlib.reload(selection)
    assert MADE_UP.key not in selection.KEYS


def test_a_row_in_the_table_is_a_choice_on_the_page_and_in_its_address(demo, made_up):
    app = run("deltaplan", **PLAN)
    box = app.number_input(key="proef")
    assert (box.label, box.value, box.min, box.max) == ("Proef per 1.000 jongeren", 7.5, 1.0, 50.0)
    assert "Zomaar een getal." in box.help
    box.set_value(12.0).run()
    assert not app.exception
    assert app.query_params["proef"] in ("12", ["12"])
    app.number_input(key="proef").set_value(10.0).run()
    assert "proef" not in app.query_params, "its default is not said"


def test_it_is_drawn_only_where_it_applies(demo, made_up):
    app = run("deltaplan", regel="gelijk", proef="7.5")
    assert "proef" not in [box.key for box in app.number_input] and "proef" not in app.query_params
    assert scenario.read({"regel": "gelijk", "proef": "7.5"}).number("proef") == 1.0


@pytest.mark.parametrize(("text", "number"), [("7.5", 7.5), ("900", 50.0), ("-3", 1.0), ("veel", 10.0), ("nan", 10.0)])
def test_it_is_checked_on_the_page_as_it_is_in_what_is_worked_out(demo, made_up, text, number):
    assert scenario.read({"regel": "behoefte", "proef": text}).number("proef") == number
    app = run("deltaplan", regel="behoefte", proef=text)
    assert app.number_input(key="proef").value == number
    assert ("dat getal kan hier niet" in text_of(app)) == (text != "7.5")


def test_it_stands_in_the_text_of_a_scenario_and_in_a_kept_one(demo, made_up):
    made = scenario.read(PLAN)
    assert made.text == "hoeveel:ongewijzigd;regel:behoefte;proef:7.5"
    assert scenario.read(scenario.parse(made.text)) == made
    app = run("deltaplan", **PLAN)
    app.button(key="bewaar").click().run()
    assert not app.exception
    assert "proef:7.5" in str(app.query_params["bewaard"])


def test_it_is_told_in_its_place_in_the_workbook_and_on_the_brief(made_up):
    result = carry_out.carry_out(scenario.read(PLAN))
    labels = [label for label, _ in explain.rows(result)]
    assert ("De proef", 7.5) in explain.rows(result)
    assert (
        labels.index("Bodem (fte per 1.000 jongeren)") < labels.index("De proef") < labels.index("Niet verdeeld (fte)")
    )
    parameters = tables.beside(result)["Parameters"].set_index("keuze")["waarde"]
    assert parameters["De proef"] == 7.5
    brief = of_scenario.brief(PLAN)
    assert "de proef: 7,5" in brief.said[0] and "proef=7.5" in brief.address
    assert "De proef" not in dict(explain.rows(carry_out.carry_out(scenario.read({"regel": "gelijk", "proef": "7.5"}))))


def test_two_scenarios_that_differ_in_it_are_two(made_up):
    one, other = (carry_out.carry_out(scenario.read({**PLAN, "proef": number})) for number in ("7", "8"))
    assert one is not other and one is carry_out.carry_out(scenario.read({**PLAN, "proef": "7"}))


def test_every_choice_of_the_table_can_stand_in_an_address():
    assert set(choices.TABLE) <= set(selection.KEYS)


@pytest.mark.parametrize("about", subjects.SUBJECTS)
def test_no_two_choices_are_drawn_or_told_in_the_same_place(about):
    subject = subjects.SUBJECTS[about]
    for how in subject.amounts:
        for rule in subject.rules:
            chosen = scenario.read({"waarover": about, "hoeveel": how, "regel": rule})
            for where in ("amount", "rule", "settings"):
                places = [place.at for _, place in choices.placed(where, chosen)]
                assert len(places) == len(set(places)), (where, how, rule)
            told = [row[0].at for row in choices.told_rows(chosen)]
            assert len(told) == len(set(told)), (how, rule)


# ---------------------------------------------------------------- returns to the store


@pytest.fixture
def returns(monkeypatch):
    """Counts what is asked of a store, by name; what the store asks of itself is no return."""
    counted: Counter[str] = Counter()
    inside = []

    def spied(name, method):
        def asked(self, *args, **kwargs):
            if not inside:
                counted[name] += 1
            inside.append(name)
            try:
                return method(self, *args, **kwargs)
            finally:
                inside.pop()

        return asked

    for name, method in list(vars(Store).items()):
        if callable(method) and not name.startswith("_"):
            monkeypatch.setattr(Store, name, spied(name, method))
    with held.working_with(stores.current()):
        held.forget()
        counted.clear()
        yield counted
        held.forget()


# Toddlers take two years of births more, and a step between boundaries for each year since.
@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ({}, 4),
        ({"regel": "behoefte", "behoefte": "behoefte", "jaar": "2023"}, 5),
        ({"niveau": "gemeente", "regel": "norm", "norm": "4"}, 4),
        ({"niveau": "buurt"}, 2),
        ({"regel": "eigen", "wijken": "GM9001"}, 4),
        ({"waarover": "raadslieden"}, 2),
        ({"waarover": "preventie", "regel": "corporatie"}, 1),
        ({"waarover": "peuters"}, 6),
    ],
)
def test_carrying_out_a_scenario_returns_to_the_store_no_more_than_it_must(returns, asked, most):
    made = scenario.read(asked)
    held.forget()
    # What the reader's own areas are called in a year is known from reading the address.
    inputs.own(made.own, made.year)
    returns.clear()
    carry_out.carry_out(made)
    assert returns.total() == most, returns
    assert most <= 5 or made.subject.id == "peuters"
    carry_out.carry_out(made.but(bodem=0.1))
    assert returns.total() == most, "another choice about the same areas asks nothing"


def test_an_address_is_read_and_carried_out_in_few_returns(returns):
    carry_out.carry_out(scenario.read({}))
    # One for the parts that a composite is named after.
    assert returns.total() <= 8 and returns["manifest"] == 1, returns


def test_once_its_areas_are_read_a_scenario_is_worked_out_without_the_store(monkeypatch):
    made = scenario.read({"regel": "behoefte", "hoeveel": "deltaplan"})
    frame = inputs.areas(made.subject, made.level, made.year, made.need, made.band)

    def refuse(*_):
        raise AssertionError("the store was asked")

    for name in ("table", "names", "years", "crosswalk", "manifest"):
        monkeypatch.setattr(Store, name, refuse)
    held.forget()
    again = carry_out.work_out(made, frame)
    assert again.given > 0 and again.report is not None
