"""A scenario carried out: what it divides over its areas, or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from answers import format
from answers.held import remembered
from answers.planner import amounts, inputs
from answers.planner import scenario as scenarios
from answers.planner.amounts import Amount, quantity, quantity_rate
from answers.planner.scenario import Scenario
from indicators import planner
from indicators.planner import ConflictError, Outcome, Plan, Report
from loaders.vocabulary import LEVEL_PLURALS


@dataclass(frozen=True, eq=False)
class Result:
    """One scenario carried out, or why it cannot be (then only ``conflict`` is filled, and the three are None).

    ``even`` is the same amount divided equally; ``frame`` the areas (see inputs.areas). Shared: do not change it.
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


@remembered(96)
def carry_out(scenario: Scenario) -> Result:
    """Divide what a scenario has by its rule: read what it works with, then work it out. Shared: do not change it."""
    s = scenario
    return work_out(s, inputs.areas(s.subject, s.level, s.year, s.need, s.band, *s.left_out), inputs.own(s.own, s.year))


def work_out(scenario: Scenario, frame: pd.DataFrame, own: Sequence[str] | None = None) -> Result:
    """The same for areas that were read (see inputs.areas): asks nothing of the store.

    ``own`` are the reader's own areas by their codes in the frame, when those are others than in the scenario.
    """
    s = scenario
    plan = Plan(
        total=0,
        rule=s.rule,
        threshold=s.number("drempel"),
        severity=s.number("ernst"),
        norm=s.norm,
        share=s.number("bezit"),
        areas=widened(s.own if own is None else own, frame),
        floor=s.number("bodem"),
        cap=s.optional("plafond"),
        kept=s.number("houden"),
    )
    what = amounts.amount(
        s.how,
        s.much,
        s.base,
        s.cost,
        s.converted,
        unit=s.subject.unit,
        people=planner.in_reach(frame, plan),
        weeks=s.number("weken"),
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
    """Why it cannot be divided, or "": of most areas it is not known how many it is for, and the few would get all."""
    known = int(people.notna().sum())
    if s.rule == "eigen" or known * 2 >= len(people):
        return ""
    return (
        f"Hoeveel {s.subject.many} er in {s.year} zijn, is bekend van {format.number(known)} van de "
        f"{format.areas(len(people), s.level)}. Dat is te weinig: die paar zouden alles krijgen. Kies een ander jaar "
        "of een ander niveau."
    )


def nowhere(s: Scenario, frame: pd.DataFrame) -> str:
    """Why no area gets anything of an amount: what the rule asks is nowhere known, or nowhere so."""
    many = LEVEL_PLURALS[s.level]
    if s.rule == "corporatie":
        known = int(frame["corporation"].notna().sum())
        if not known:
            return (
                f"Van geen enkele {s.level} is bekend hoeveel woningen in {s.year} van corporaties zijn. Op deze "
                "gegevens is er dus niets om over te verdelen. Kies een ander jaar, een ander niveau of een andere "
                "verdeling."
            )
        return (
            f"In geen van de {format.number(known)} {many} waarvan het bekend is, bezitten corporaties in {s.year} "
            f"meer dan {format.number(s.number('bezit'), 1)}% van de woningen. Kies een lagere grens."
        )
    if s.rule == "eigen":
        return "Er zijn nog geen eigen gebieden gekozen. Voeg er hierboven een toe."
    if s.rule in ("behoefte", "norm") and s.need is None:
        return (
            f"Van {s.year} is er voor {many} geen behoeftecijfer. Op deze gegevens is er dus niets om naar te "
            "verdelen. Kies een ander jaar of een ander niveau."
        )
    if s.rule == "behoefte":
        return (
            "Boven deze drempel ligt geen gebied, of het aantal is te klein om af te ronden. Kies een lagere drempel "
            "of een groter aantal."
        )
    return "Na afronding krijgt geen enkel gebied iets. Kies een groter aantal."


def _as_a_yardstick(s: Scenario, frame: pd.DataFrame, what: Amount) -> str:
    """Beside a norm that is still to be chosen: what an equal division gives; "" for other conflicts."""
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
    for how in amounts.PRESETS:
        scenario = scenarios.read({**choices, "hoeveel": how})
        if scenario is not None and scenario.how == how:
            label = amounts.LABELS[how]
            name = f"{label} (−{format.number(scenario.much)}%)" if how == "minder" else label
            found[name] = carry_out(scenario)
    return found
