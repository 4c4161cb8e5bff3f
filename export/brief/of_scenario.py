"""The brief of one scenario of the planner, out of the same content that the planner's page tells."""

from __future__ import annotations

from collections.abc import Mapping

from answers import data, need_figures
from answers.planner import amounts, carry_out, explain, words
from answers.planner import scenario as planner_scenario
from answers.planner.carry_out import Result
from answers.planner.choices import TABLE
from export.brief import content
from export.brief.content import Brief, Number, Picture
from export.brief.questions import ask
from figures import coverage_map, planner_curves, planner_map
from loaders.vocabulary import LEVEL_PLURALS

CALCULATED = "uitkomst van een rekenregel, geen meting"
_PICTURE_TALL = 300


def brief(choices: Mapping[str, str]) -> Brief:
    """The page of the scenario that an address of the planner means.

    Raises ValueError (Dutch) where nothing can be planned.
    """
    scenario = planner_scenario.read(choices)
    if scenario is None:
        raise ValueError("Er zijn geen cijfers om een scenario mee te maken.")
    result = carry_out.carry_out(scenario)
    if result.outcome is None:
        raise ValueError(result.conflict)
    asked = {key: choices[key] for key in TABLE if choices.get(key)}
    address = content.live("deltaplan", **asked)
    numbers = tuple(Number(figure.label, figure.value, "", CALCULATED, figure.note) for figure in words.figures(result))
    return Brief(
        title=words.finding(result),
        subtitle=" · ".join(
            [
                scenario.subject.label,
                scenario.name,
                *explain.by_need(scenario),
                scenario.band_words,
                LEVEL_PLURALS[scenario.level],
                str(scenario.year),
            ]
        ),
        name=("debatbrief", "deltaplan", scenario.how, scenario.rule, scenario.level, str(scenario.year)),
        numbers=numbers[: content.NUMBERS],
        said=(_said(result),),
        map=_map(result),
        chart=Picture(
            title=f"Wie krijgt hoeveel: {amounts.UNITS[result.unit]} per 1.000 {scenario.subject.per}, van de meeste naar de minste",
            draw=lambda palette: planner_curves.coverage_curve(result, palette),
            alt=f"Lijn van de {LEVEL_PLURALS[scenario.level]} die het meest krijgen naar die het minst krijgen, "
            f"langs het deel van de {scenario.subject.many} dat er woont.",
        )
        if result.given
        else None,
        without=("Er wordt niets verdeeld: er is niets te tekenen.",),
        cautions=explain.caveats(result)[: content.CAUTIONS],
        questions=ask("scenario", [], "scenario_bewijs"),
        sources=content.credits([*scenario.subject.sources, *need_figures.sources(scenario.need)]),
        address=address,
        version=data.store().version,
        fetched=content.fetched([*scenario.subject.sources, *need_figures.sources(scenario.need)]),
        demo=data.store().demo,
    )


def _said(result: Result) -> str:
    """What was chosen, in one line. Each figure above names its own year."""
    told = "; ".join(f"{label.lower()}: {explain.text(value)}" for label, value in explain.rows(result, brief=True))
    return f"{told[:1].upper()}{told[1:]}."


def _map(result: Result) -> Picture | None:
    """What each area gets, on the map; none for buurten of the whole country, which nobody could see."""
    s = result.scenario
    if s.level == "buurt" or not result.given:
        return None
    drawn = planner_map.drawing(result, None)
    if not drawn.file or not len(drawn.shapes):
        return None
    values = planner_map.rates(result, "plan")
    heading = f"{amounts.UNITS[result.unit]} per 1.000 {s.subject.per}"
    return Picture(
        title=f"In dit plan: {heading}, {LEVEL_PLURALS[s.level]} in {data.country()}, {s.year}",
        draw=lambda palette: planner_map.figure(
            drawn, values, planner_map.kinds_on(drawn, result, "plan", palette), palette, _PICTURE_TALL
        ),
        legend=lambda palette: coverage_map.key(
            [k for k in planner_map.kinds_on(drawn, result, "plan", palette) if len(k.codes)], s.level, heading
        ),
        alt=planner_map.in_words(
            result, "plan", planner_map.kinds_on(drawn, result, "plan", content.PRINTED), data.country()
        ).replace(" De tabel op deze pagina geeft alle waarden.", ""),
    )
