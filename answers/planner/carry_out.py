"""A scenario carried out, and what that says in words: the finding, the key figures, scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from answers import data, format
from answers.planner import scenario as scenarios
from answers.planner import subject as subjects
from answers.planner.scenario import MILLION, Amount, Scenario
from indicators import planner
from indicators.planner import ConflictError, Outcome, Plan, Report
from loaders.vocabulary import LEVEL_PLURALS

UNITS = {"fte": "fte", "uur": "uur per jaar", "euro": "euro"}


@dataclass(frozen=True)
class Result:
    """One scenario carried out, or why it cannot be (then only ``conflict`` is filled, and the three are None).

    ``even`` is the same amount divided equally; ``frame`` the areas (see answers.planner.subject.areas). Shared: do not change it.
    """

    scenario: Scenario
    frame: pd.DataFrame
    amount: Amount
    outcome: Outcome | None
    even: Outcome | None
    report: Report | None
    conflict: str = ""

    @property
    def unit(self) -> str:
        """What is divided: fte, uur or euro."""
        return self.amount.unit

    @property
    def given(self) -> float:
        """What areas get together."""
        return 0.0 if self.outcome is None else float(self.outcome.given.sum())


def carry_out(scenario: Scenario) -> Result:
    """Divide what a scenario has by its rule. Shared between sessions: do not change it."""
    return _carry_out(data.store().version, scenario.text, scenario)


@st.cache_resource(max_entries=96, show_spinner=False)
def _carry_out(version: str, text: str, _scenario: Scenario) -> Result:
    s = _scenario
    frame = subjects.areas(s.subject, s.level, s.year, s.need, s.band)
    plan = Plan(
        0, s.rule, s.threshold, s.severity, s.norm, s.share, widened(s.own, frame), s.floor, s.cap, s.kept
    )  # fmt: skip
    people = planner.in_reach(frame, plan)
    what = scenarios.amount(
        s.how, s.number, s.base, s.cost, s.convert, unit=s.subject.unit, people=people, weeks=s.weeks
    )
    if few := too_few(s, frame["people"]):
        return Result(s, frame, what, None, None, None, few)
    try:
        outcome = planner.divide(frame, replace(plan, total=what.total, step=what.step))
    except ConflictError as conflict:
        return Result(s, frame, what, None, None, None, f"{conflict}{_as_a_yardstick(s, frame, what)}")
    if what.total > 0 and not outcome.given.sum():
        return Result(s, frame, what, None, None, None, nowhere(s, frame))
    even = planner.even(frame, outcome.plan)
    return Result(s, frame, what, outcome, even, planner.report(frame, outcome, s.norm, even))


def too_few(s: Scenario, people: pd.Series[float]) -> str:
    """Why the whole cannot be divided: for most areas it is not known how many it is for, and the few would get all; else ""."""
    known = int(people.notna().sum())
    if s.rule == "eigen" or known * 2 >= len(people):
        return ""
    return (
        f"Hoeveel {s.subject.many} er in {s.year} zijn, is bekend van {format.number(known)} van de "
        f"{format.areas(len(people), s.level)}. Dat is te weinig: die paar zouden alles krijgen. Kies een ander jaar of een ander niveau."
    )


def nowhere(s: Scenario, frame: pd.DataFrame) -> str:
    """Why no area gets anything of an amount: what the rule asks is nowhere known, or nowhere so."""
    many = LEVEL_PLURALS[s.level]
    if s.rule == "corporatie":
        known = int(frame["corporation"].notna().sum())
        if not known:
            return f"Van geen enkele {s.level} is bekend hoeveel woningen in {s.year} van corporaties zijn. Op deze gegevens is er dus niets om over te verdelen. Kies een ander jaar, een ander niveau of een andere verdeling."
        return f"In geen van de {format.number(known)} {many} waarvan het bekend is, bezitten corporaties in {s.year} meer dan {format.number(s.share, 1)}% van de woningen. Kies een lagere grens."
    if s.rule == "eigen":
        return "Er zijn nog geen eigen gebieden gekozen. Voeg er hierboven een toe."
    if s.rule in ("behoefte", "norm") and s.need is None:
        return f"Van {s.year} is er voor {many} geen behoeftecijfer. Op deze gegevens is er dus niets om naar te verdelen. Kies een ander jaar of een ander niveau."
    if s.rule == "behoefte":
        return "Boven deze drempel ligt geen gebied, of het aantal is te klein om af te ronden. Kies een lagere drempel of een groter aantal."
    return "Na afronding krijgt geen enkel gebied iets. Kies een groter aantal."


def _as_a_yardstick(s: Scenario, frame: pd.DataFrame, what: Amount) -> str:
    """Beside a norm that is still to be chosen: what the same amount is when it is divided equally; "" for other conflicts."""
    people = float(frame["people"].sum())
    if s.rule != "norm" or s.norm is not None or not people > 0:
        return ""
    rate = quantity_rate(1000 * what.total / people, what.unit)
    return (
        f" Om te kiezen: gelijk verdeeld is {quantity(what.total, what.unit)} overal {rate} per 1.000 {s.subject.many}."
    )


def widened(codes: Sequence[str], frame: pd.DataFrame) -> tuple[str, ...]:
    """The chosen areas, a chosen gemeente standing for all that lies in it."""
    if not codes:
        return ()
    gemeenten = {code[2:] for code in codes if code.startswith("GM")}
    return tuple(code for code in frame.index if code in codes or code[2:6] in gemeenten)


def presets(choices: Mapping[str, str]) -> dict[str, Result]:
    """Unchanged, less and the Deltaplan under the rule of these choices, by name; empty where the subject has none."""
    found = {}
    for how in scenarios.PRESETS:
        scenario = scenarios.read({**choices, "hoeveel": how})
        if scenario is not None and scenario.how == how:
            label = scenarios.AMOUNTS[how]
            name = f"{label} (−{format.number(scenario.number)}%)" if how == "minder" else label
            found[name] = carry_out(scenario)
    return found


def quantity(number: float | None, unit: str, decimals: int = 1) -> str:
    """An amount in words: ``1.800 fte``, ``5 miljard euro``, ``153,0 miljoen euro``, ``2,1 miljoen uur``."""
    if number is None or format.is_missing(number):
        return format.UNKNOWN
    if unit == "fte":
        return format.with_unit(number, "fte", 0 if round(number, decimals) == round(number) else decimals)
    for size, word, digits in ((1000 * MILLION, "miljard", 2), (MILLION, "miljoen", 1)):
        if abs(number) >= size:
            part = number / size
            return format.with_unit(part, f"{word} {unit}", 0 if round(part, 2) == int(part) else digits)
    return format.with_unit(number, unit)


def percent(part: float | None) -> str:
    """A part of 1 as ``41%``; less than half a percent that is not nought is ``minder dan 1%``."""
    if part is not None and 0 < part < 0.005:
        return "minder dan 1%"
    return format.with_unit(None if part is None else 100 * part, "%")


def quantity_rate(rate: float, unit: str) -> str:
    """An amount per 1,000 of those it is for."""
    return format.with_unit(rate, unit, 2 if unit == "fte" else 0)


def finding(result: Result) -> str:
    """The first line of the page: what this scenario comes to."""
    s, told = result.scenario, result.report
    if result.outcome is None or told is None:
        asks = s.rule == "norm" and s.norm is None
        return "Kies eerst een norm, dan volgt de verdeling" if asks else "Met deze keuzes is er niets te verdelen"
    if s.subject.id == "raadslieden":
        return _advisers(result)
    if result.given == 0:
        return f"Onder deze regel krijgt geen enkele {s.level} iets"
    much = quantity(result.given, result.unit)
    if s.subject.id == "peuters":
        where = "alle peuters" if s.rule == "gelijk" else f"de peuters in {format.areas(told.areas, s.level)}"
        return f"{format.number(s.number)} uur per week voor {where}: {much} per jaar"
    if s.rule == "gelijk":
        rate = 1000 * result.given / float(result.frame["people"].sum())
        return f"{much}, gelijk verdeeld: overal {quantity_rate(rate, result.unit)} per 1.000 {s.subject.many}"
    if told.to_neediest is not None and s.rule in ("behoefte", "norm"):
        return (
            f"{much}: {percent(told.to_neediest)} gaat naar {LEVEL_PLURALS[s.level]} met de meeste behoefte, "
            f"waar {percent(told.neediest_people)} van de {s.subject.many} woont"
        )
    return f"{much} gaat naar {format.areas(told.areas, s.level)}, waar {percent(told.reached)} van de {s.subject.many} woont"


def advisers(frame: pd.DataFrame) -> tuple[int, int, int]:
    """How many gemeenten say that they have sociaal raadslieden, that they have none, and say nothing."""
    has = frame["has"]
    return int((has == 1).sum()), int((has == 0).sum()), int(has.isna().sum())


def _advisers(result: Result) -> str:
    some, none, unknown = advisers(result.frame)
    if not some + none:
        return "Welke gemeenten sociaal raadslieden hebben, is nergens gemeld"
    without = (
        f"{format.areas(none, 'gemeente')} {'melden' if none != 1 else 'meldt'} geen sociaal raadslieden te hebben"
    )
    return (
        f"{without}; van {format.number(unknown)} is het niet bekend"
        if none
        else f"Van {format.areas(unknown, 'gemeente')} is niet bekend of er sociaal raadslieden zijn"
    )


@dataclass(frozen=True)
class Figure:
    """One key figure: what it is, the number in words, and what it is a number of."""

    label: str
    value: str
    note: str


def figures(result: Result) -> list[Figure]:
    """The three key figures of a scenario, each with its unit and year; none for choices that conflict."""
    s, told, outcome = result.scenario, result.report, result.outcome
    if told is None or outcome is None:
        return []
    many, people, year = LEVEL_PLURALS[s.level], s.subject.many, s.year
    cost = Figure(
        "Kosten per jaar",
        quantity(result.amount.euros, "euro"),
        f"{quantity(result.amount.total, result.unit)}, prijzen van {s.cost.year}" if result.unit != "euro" else "een bedrag, niet omgerekend",
    )  # fmt: skip
    if s.subject.id == "raadslieden":
        some, none, unknown = advisers(result.frame)
        poor = result.frame["low_income"]
        there = result.frame["has"] == 0
        known = poor[there].notna().any()
        return [
            Figure("Gemeenten", f"{some} wel, {none} niet, {unknown} onbekend", f"sociaal raadslieden, gemeld, {year}"),
            Figure(
                "Zonder raadslieden",
                format.number(round(float(poor[there].sum()), -1) if known else None),
                f"huishoudens met een laag inkomen, {year}",
            ),
            cost,
        ]
    reach = Figure(
        f"{people.capitalize()} bereikt",
        percent(told.reached),
        f"in {format.areas(told.areas, s.level)} die na afronding iets {'krijgt' if told.areas == 1 else 'krijgen'}, {year}",
    )
    if told.to_neediest is None:
        return [
            cost,
            reach,
            Figure("Laag inkomen bereikt", percent(told.reached_low_income), f"van de huishoudens, {year}"),
        ]
    return [
        cost,
        reach,
        Figure(
            "Naar de meeste behoefte",
            percent(told.to_neediest),
            f"{many} met {percent(told.neediest_people)} van de {people}, {year}",
        ),
    ]


def comparison(results: Mapping[str, Result]) -> pd.DataFrame:
    """Scenarios side by side as text: one column each, one row a question."""
    questions = list(dict.fromkeys(question for result in results.values() for question in _answers(result)))
    columns = {name: [_answers(result).get(question, "") for question in questions] for name, result in results.items()}
    return pd.DataFrame({"": questions, **columns})


def _answers(result: Result) -> dict[str, str]:
    s, told, outcome, unit = result.scenario, result.report, result.outcome, result.unit
    if told is None or outcome is None:
        return {"In totaal": "niets te verdelen", "Waarom": result.conflict}
    people = s.subject.many
    answers = {
        "In totaal": quantity(result.amount.total, unit),
        "Kosten per jaar": f"{quantity(result.amount.euros, 'euro')} (prijzen van {s.cost.year})",
        "Gebieden die na afronding iets krijgen": format.areas(told.areas, s.level),
        f"{people.capitalize()} die daar wonen": percent(told.reached),
        f"{people.capitalize()} die er niet wonen": format.number(round(told.missed, -2)),
        "Huishoudens met een laag inkomen die daar wonen": percent(told.reached_low_income),
        "Naar het tiende met de meeste behoefte": percent(told.to_neediest),
        "Gebieden met meer dan bij gelijk verdelen": format.number(told.gain),
        "Gebieden met minder dan bij gelijk verdelen": format.number(told.lose),
        "Ligt elders dan bij gelijk verdelen": quantity(told.moved, unit),
    }
    if outcome.kept:
        answers["Blijft bij gemeenten"] = quantity(outcome.kept, unit)
    if outcome.rest >= result.amount.step:
        answers["Niet verdeeld"] = quantity(outcome.rest, unit)
    if told.under_norm is not None:
        answers["Gebieden onder de norm"] = format.number(told.under_norm)
    return answers
