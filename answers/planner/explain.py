"""What is told of a scenario wherever it goes: every choice, what a reader must know, where the figures come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answers import data, format, need_figures
from answers.planner import amounts
from answers.planner import scenario as scenarios
from answers.planner.carry_out import Result
from indicators import parameters, youth_work
from loaders.source import registry

EXAMPLE = "Een rekenvoorbeeld over gebieden: geen begroting, geen voorspelling en geen uitspraak over bewoners."


def choices(result: Result) -> list[tuple[str, str | float]]:
    """Every choice of a scenario and what it came to: label and value; numbers stay numbers."""
    s, unit = result.scenario, result.unit
    per = f"{unit} per 1.000 {s.subject.many}"
    found: list[tuple[str, str | float]] = [
        ("Waarover", s.subject.label),
        ("Hoeveel", scenarios.AMOUNTS[s.how]),
        (f"Te verdelen ({unit})", result.amount.total),
        ("Verdeling", scenarios.rule_words(s.subject, s.rule)),
        ("Niveau", s.level),
        ("Jaar", str(s.year)),
        ("Voor wie", s.band_words),
        ("Behoefte", need_words(result)),
    ]
    if s.how in scenarios.PRESETS:
        found.insert(3, ("Wat er nu is", s.base.words))
    if s.subject.unit == "uur":
        found += [("Uren per week", s.number), ("Weken per jaar", s.weeks)]
    if s.rule == "behoefte":
        found += [("Drempel (percentiel)", s.threshold), ("Zwaarte van behoefte", s.severity)]
    if s.rule == "corporatie":
        found.append(("Grens corporatiebezit (%)", s.share))
    if s.rule == "eigen":
        found.append(("Eigen gebieden", ", ".join(s.own) or "geen"))
    found += [
        (f"Norm ({per})", "geen" if s.norm is None else s.norm),
        (f"Bodem ({per})", s.floor or "geen"),
        (f"Plafond ({per})", "geen" if s.cap is None else s.cap),
        ("Blijft bij gemeenten (%)", s.kept),
    ]
    if result.outcome is not None:
        found += [
            (f"Verdeeld over gebieden ({unit})", result.given),
            (f"Blijft bij gemeenten ({unit})", result.outcome.kept),
            (f"Niet verdeeld ({unit})", result.outcome.rest),
            (f"Kleinste stap ({unit})", result.amount.step),
        ]
    if unit != "euro":
        one = "uur" if unit == "uur" else "fte"
        price = parameters.parameter(amounts.cost_id(s.subject))
        found += [
            (f"Kosten van een {one} in {s.cost.year} (euro)", s.cost.now),
            ("Kosten: uitgangspunt", f"{format.number(s.cost.euros, 2 if one == 'uur' else 0)} euro in {s.cost.since}, {format.number(s.cost.rise, 1)}% erbij per jaar"),
            ("Kosten: herkomst", f"{price.source} ({price.date})" if s.cost.euros == price.value else "keuze van de lezer"),
        ]  # fmt: skip
    return found


def by_need(s: scenarios.Scenario) -> list[str]:
    """The figure that says where need is, for a subtitle: a share "to most need" is none without it. Empty without one."""
    return [f"behoefte: {_named(s, s.need)}"] if s.need else []


def _named(s: scenarios.Scenario, need: str) -> str:
    """A figure of need by name; a composite with how many of its parts were measured that year."""
    parts = need_figures.parts_measured(need, s.year)
    return f"{need_figures.listed(s.level, s.year)[need]}" + (f", {parts}" if parts else "")


def need_words(result: Result) -> str:
    """Which figure says where need is, with its year; or that there is none."""
    s = result.scenario
    return f"{_named(s, s.need)} ({s.year})" if s.need else f"geen cijfer in {s.year}"


def caveats(result: Result) -> tuple[str, ...]:
    """What a reader of these figures must know, by what the scenario rests on."""
    s = result.scenario
    found = [EXAMPLE]
    if s.subject.id == "jongerenwerk":
        found.append(
            "Hoeveel jongerenwerk er nu per gebied is, staat er alleen waar een gemeente het meldde. Elders is het lokaal onbekend: dat is geen nul."
        )
        found.append(
            f"Het aantal {s.band_words} is een schatting ({youth_work.weights_in_words(*s.band)}). In wijken met veel studenten klopt zij minder."
        )
    elif s.subject.id == "raadslieden":
        found.append(
            "Of er sociaal raadslieden zijn, staat er alleen waar een gemeente het meldde. Niet gemeld is niet hetzelfde als geen."
        )
    elif s.subject.id == "peuters":
        found.append(
            "Peuters zijn kinderen die dit jaar twee of drie worden, geschat uit de geboorten van toen; verhuizingen tellen niet mee. "
            "Hoeveel van hen nu al naar peuteropvang gaan, is per gebied niet bekend: dit is dus niet wat er extra nodig is."
        )
    else:
        found.append("Euro's blijven euro's: wat ervan gedaan wordt, en wat dat oplevert, zegt dit niet.")
    if s.need and s.rule in ("behoefte", "norm"):
        found.append(
            f"Een {s.level} zonder behoeftecijfer krijgt hoogstens de bodem. Een ander behoeftecijfer geeft een andere lijst."
        )
    if result.report is not None and result.report.reached_low_income is None:
        found.append(f"Hoeveel huishoudens een laag inkomen hebben, is van {s.year} op dit niveau niet bekend.")
    return tuple(found)


def sources(result: Result) -> list[tuple[str, str]]:
    """Where the figures come from: what, and who."""
    s = result.scenario
    made_up = "verzonnen (demogebied)" if data.store().demo else ""
    cbs = made_up or "CBS, Kerncijfers wijken en buurten"
    found = [(f"{s.subject.many.capitalize()} ({s.year})", cbs)]
    if "opgave" in s.subject.sources:
        found.append(("Nu gemeld", made_up or "opgave van gemeenten"))
    if s.need:
        found.append((need_words(result), made_up or need_figures.citation(s.need)))
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


def same(results: Mapping[str, Result]) -> str:
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
