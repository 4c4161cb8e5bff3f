"""What is told of a scenario wherever it goes: its choices, what a reader must know, where the figures come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answers import data, format, left_out, need_figures
from answers.planner import amounts, choices
from answers.planner.carry_out import Result
from answers.planner.scenario import Scenario
from indicators import parameters, youth_work
from loaders.source import registry
from loaders.vocabulary import LEVEL_PLURALS

EXAMPLE = "Een rekenvoorbeeld over gebieden: geen begroting, geen voorspelling en geen uitspraak over bewoners."


# Where what a scenario came to stands among its choices.
_TOTAL_AT, _OUTCOME_AT = 30, 200


def rows(result: Result, brief: bool = False) -> list[tuple[str, str | float]]:
    """Every choice of a scenario and what it came to: label and value; numbers stay numbers.

    ``brief``: only the choices without which a picture of the scenario cannot be read.
    """
    told = [
        (how.at, label, value) for how, label, value in choices.told_rows(result.scenario) if how.on_brief or not brief
    ]
    came_to = [] if brief else _outcome(result)
    return [(label, value) for _, label, value in sorted([*told, *came_to], key=lambda row: row[0])]


def _outcome(result: Result) -> list[tuple[int, str, str | float]]:
    unit = result.unit
    found: list[tuple[int, str, str | float]] = [(_TOTAL_AT, f"Te verdelen ({unit})", result.amount.total)]
    if result.outcome is not None:
        found += [
            (_OUTCOME_AT, f"Verdeeld over gebieden ({unit})", result.given),
            (_OUTCOME_AT, f"Blijft bij gemeenten ({unit})", result.outcome.kept),
            (_OUTCOME_AT, f"Niet verdeeld ({unit})", result.outcome.rest),
            (_OUTCOME_AT, f"Kleinste stap ({unit})", result.amount.step),
        ]
    return found


def by_need(s: Scenario) -> list[str]:
    """The figure of need for a subtitle, and who has no part: a share "to most need" is none without it."""
    if not s.need:
        return []
    of_students, least = s.left_out
    without = [f"studenten{LEVEL_PLURALS[s.level]}"] if of_students == left_out.WITHOUT else []
    without += [f"{LEVEL_PLURALS[s.level]} onder {format.number(least)} inwoners"] if least else []
    named = f"behoefte: {need_figures.label(s.need, s.level, s.year)}"
    return [named, *([f"zonder {format.joined(without)}"] if without else [])]


def without(result: Result) -> str:
    """What was left out of a division by need and who lives there, in one sentence; "" where nothing was."""
    s, frame = result.scenario, result.frame
    if "left_out" not in frame or not (frame["left_out"] != "").any():
        return ""
    gone = left_out.LeftOut(s.level, s.left_out[1], frame.loc[frame["left_out"] != "", "left_out"])
    people = frame["people"].reindex(gone.why.index).fillna(0.0)
    said = [
        f"{gone.called(why, count)} ({format.number(round(float(people[gone.why == why].sum()), -2))} {s.subject.many})"
        for why in (left_out.MANY, left_out.SMALL)
        if (count := gone.count(why))
    ]
    one = len(gone.why) == 1
    return (
        f"Weggelaten bij het verdelen: {format.joined(said)}. {'Dat gebied krijgt' if one else 'Die gebieden krijgen'} in "
        "dit plan niets en tellen mee als niet bereikt."
    )


def caveats(result: Result) -> tuple[str, ...]:
    """What a reader of these figures must know, by what the scenario rests on."""
    s = result.scenario
    found = [EXAMPLE, *([said] if (said := without(result)) else [])]
    if s.subject.id == "jongerenwerk":
        found.append(
            "Hoeveel jongerenwerk er nu per gebied is, staat er alleen waar een gemeente het meldde. Elders is het "
            "lokaal onbekend: dat is geen nul."
        )
        found.append(
            f"Het aantal {s.band_words} is een schatting ({youth_work.weights_in_words(*s.band)}). In wijken met veel "
            "studenten klopt zij minder."
        )
    elif s.subject.id == "raadslieden":
        found.append(
            "Of er sociaal raadslieden zijn, staat er alleen waar een gemeente het meldde. Niet gemeld is niet "
            "hetzelfde als geen."
        )
    elif s.subject.id == "peuters":
        found.append(
            "Peuters zijn kinderen die dit jaar twee of drie worden, geschat uit de geboorten van toen; verhuizingen "
            "tellen niet mee. Hoeveel van hen nu al naar peuteropvang gaan, is per gebied niet bekend: dit is dus "
            "niet wat er extra nodig is."
        )
    else:
        found.append("Euro's blijven euro's: wat ervan gedaan wordt, en wat dat oplevert, zegt dit niet.")
    if s.need and s.rule in ("behoefte", "norm"):
        found.append(
            f"Een {s.level} zonder behoeftecijfer krijgt hoogstens de bodem. Een ander behoeftecijfer geeft een andere "
            "lijst."
        )
    if result.report is not None and result.report.reached_low_income is None:
        found.append(f"Hoeveel huishoudens een laag inkomen hebben, is van {s.year} op dit niveau niet bekend.")
    return tuple(found)


def method(result: Result) -> list[str]:
    """How the rules work, what a unit costs and who counts: one sentence or more each, with its subject in bold."""
    s, many = result.scenario, result.scenario.subject.many
    lines = [
        f"**Naar behoefte:** aantal {many} × (percentiel van behoefte − drempel) tot de macht zwaarte. Percentielen "
        f"zijn gewogen naar {many}.",
        f"**Tot een norm:** de {s.level} met de meeste behoefte eerst, elk tot de norm, tot het op is.",
        "**Bodem en plafond** gelden vóór afronding. Afgerond wordt op halve fte (of duizend euro) met de grootste "
        "resten; het totaal blijft precies gelijk. Bij gelijke resten gaat de laagste code voor. De kaart toont wat er "
        "vóór afronding uitkomt.",
        "**Meer te verdelen** geeft vóór afronding nooit een gebied minder; erna hoogstens één stap minder.",
    ]
    if result.unit != "euro":
        one, decimals = ("een uur", 2) if result.unit == "uur" else ("een fte", 0)
        lines.append(
            f"**Wat {one} kost:** {format.with_unit(s.cost.now, 'euro', decimals)} in prijzen van {s.cost.year} "
            f"({parameters.parameter(amounts.cost_id(s.subject)).source}, {s.cost.since})."
        )
    if s.subject.id == "jongerenwerk":
        years = f"{s.band[0]} tot {s.band[1]} jaar"
        lines.append(f"**Jongeren van {years}:** {youth_work.weights_in_words(*s.band)}.")
    return lines


def letter_on_advisers() -> str:
    """What the letter says of gemeenten with sociaal raadslieden, and how a gemeente can say it itself."""
    some, none = (parameters.parameter(id) for id in ("raadslieden_wel", "raadslieden_niet"))
    return (
        f"**Volgens de brief** hebben circa {format.number(some.value)} gemeenten sociaal raadslieden en ruim "
        f"{format.number(none.value)} niet ({some.source}). Een lijst staat er niet bij. Gemeenten kunnen het zelf "
        "melden met een bestand op de pagina Gegevens."
    )


def sources(result: Result) -> list[tuple[str, str]]:
    """Where the figures come from: what, and who."""
    s = result.scenario
    made_up = "verzonnen (demogebied)" if data.store().demo else ""
    cbs = made_up or "CBS, Kerncijfers wijken en buurten"
    found = [(f"{s.subject.many.capitalize()} ({s.year})", cbs)]
    if "opgave" in s.subject.sources:
        found.append(("Nu gemeld", made_up or "opgave van gemeenten"))
    if s.need:
        found.append((choices.need_words(s), made_up or need_figures.citation(s.need)))
    if s.rule == "corporatie":
        found.append((f"Corporatiebezit ({s.year})", cbs))
    ids = {
        "jongerenwerk": ("jongerenwerk_vervoudiging", "kosten_per_fte", "kosten_stijging"),
        "raadslieden": ("raadslieden_wel", "raadslieden_niet", "kosten_per_fte", "kosten_stijging"),
        "peuters": ("peuter_uren", "peuter_weken", "peuter_uurprijs"),
        "preventie": (),
    }[s.subject.id]
    extra = ("zorguitgaven", "preventie_deel") if s.how == "zorgdeel" else ()
    known = [parameters.parameter(id) for id in (*ids, *extra)]
    return found + [(p.note.split(". ")[0].rstrip("."), f"{p.source} ({p.date})") for p in known]


def licences(result: Result) -> str:
    """Publishers and licences, in one line."""
    if data.store().demo:
        return "verzonnen cijfers (demogebied)"
    ids = dict.fromkeys([*result.scenario.subject.sources, *need_figures.sources(result.scenario.need)])
    known = [registry()[id] for id in ids if id in registry()]
    return format.joined([f"{source.publisher}, {source.title} ({source.licence})" for source in known])


def text(value: str | float) -> str:
    """A choice as text."""
    if isinstance(value, str):
        return value
    return format.number(value, 0 if float(value) == int(value) else 1)


def differences(results: Mapping[str, Result]) -> str:
    """A warning where scenarios side by side are about different things, years or levels; empty where they are not."""
    kinds: Sequence[set[object]] = (
        {r.scenario.subject.label for r in results.values()},
        {r.scenario.year for r in results.values()},
        {r.scenario.level for r in results.values()},
        {r.scenario.band_words for r in results.values()},
    )
    names = ("een ander onderwerp", "een ander jaar", "een ander niveau", "een andere leeftijd")
    differing = [name for name, kind in zip(names, kinds, strict=True) if len(kind) > 1]
    return f"Let op: deze scenario's gaan over {format.joined(differing)}." if differing else ""
