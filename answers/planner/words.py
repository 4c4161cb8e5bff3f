"""What a scenario comes to in words: the finding, the key figures, scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from answers import format
from answers.planner.amounts import percent, quantity, quantity_rate
from answers.planner.carry_out import Result
from loaders.vocabulary import LEVEL_PLURALS


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
        return f"{format.number(s.much)} uur per week voor {where}: {much} per jaar"
    if s.rule == "gelijk":
        rate = 1000 * result.given / float(result.frame["people"].sum())
        return f"{much}, gelijk verdeeld: overal {quantity_rate(rate, result.unit)} per 1.000 {s.subject.many}"
    if told.to_neediest is not None and s.rule in ("behoefte", "norm"):
        return (
            f"{much}: {percent(told.to_neediest)} gaat naar {LEVEL_PLURALS[s.level]} met de meeste behoefte, "
            f"waar {percent(told.neediest_people)} van de {s.subject.many} woont"
        )
    return (
        f"{much} gaat naar {format.areas(told.areas, s.level)}, waar {percent(told.reached)} van de {s.subject.many} "
        "woont"
    )


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
        f"{quantity(result.amount.total, result.unit)}, prijzen van {s.cost.year}"
        if result.unit != "euro"
        else "een bedrag, niet omgerekend",
    )
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
        (
            f"in {format.areas(told.areas, s.level)} die na afronding iets "
            f"{'krijgt' if told.areas == 1 else 'krijgen'}, {year}"
        ),
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
