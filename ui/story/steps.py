"""The Deltaplan in five steps, for who knows nothing of it: a finding, a picture, what to mind, where it comes from.

Every number comes from the loaded data, the letters' parameters or the checked claims. It takes no side: the last step
gives what speaks for the plan and what speaks against it in the same words and room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import plotly.graph_objects as go

from answers import coverage, data, format, need_figures, words
from answers.planner import amounts, carry_out
from answers.planner import explain as planner_brief
from answers.planner import scenario as planner_scenario
from answers.planner import subject as subjects
from answers.planner import words as planner_words
from figures import bars as figures_bars
from figures import legend, map_table, maps
from figures.bars import Bar
from figures.colours import Palette
from figures.key import Legend
from indicators import catalog, claims, parameters, youth_work
from indicators.catalog import Entry
from loaders.source import registry
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS
from ui.frame import shell

STEPS = {
    "1": "Wat wordt gevraagd",
    "2": "Waar is de behoefte",
    "3": "Wat is er nu",
    "4": "Wat zou het zijn",
    "5": "Werkt het",
}
MAP_HEIGHT = 400
_LETTERS = "Sociaal Werk Nederland, brief van 2 maart 2020 en stuk voor de verkiezingsprogramma's (2020)"
_SCP = "SCP, Werk aan de wijk (2013)"


@dataclass(frozen=True)
class Step:
    """One screen: ``title`` the finding, ``about`` what is shown, ``points`` (Markdown) beside it, ``mind`` the caveat.

    ``draw`` makes the picture, ``alt`` says it in words, ``rows`` is what is behind it. ``legend_html`` stands beside a
    map, ``below`` under the picture, each in a box of the same size. ``source`` is a sentence; ``links`` are page,
    label, icon and choices. ``invented`` whether it shows figures of the loaded data, which in the demo region are made
    up.
    """

    title: str
    about: str
    points: Sequence[str]
    mind: str
    source: str
    invented: bool
    links: Sequence[tuple[str, str, str, Mapping[str, str]]]
    alt: str = ""
    draw: Callable[[Palette], go.Figure] | None = None
    rows: Callable[[], pd.DataFrame] = pd.DataFrame
    sources: Sequence[str] = ()
    entries: Sequence[Entry] = ()
    legend_html: Callable[[Palette], str] | None = None
    legend_key: Callable[[Palette], Legend] | None = None
    year: int | str = ""
    level: str = ""
    boundaries: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    below: Sequence[str] = ()


def step(key: str) -> Step:
    """The screen of one step."""
    return {"1": _asked, "2": _need, "3": _now, "4": _plan, "5": _evidence}[key]()


# ---------------------------------------------------------------- one


def _asked() -> Step:
    now, low = parameters.value("jongerenwerk_brief_2000"), parameters.value("jongerenwerk_brief_1800")
    times, part = parameters.value("jongerenwerk_vervoudiging"), parameters.value("preventie_deel")
    least, most = (parameters.value(f"jongerenwerk_landelijk_{end}") for end in ("laag", "hoog"))
    care = parameters.value("zorguitgaven")
    bars = [
        Bar("Onderzoek (2019, fte)", least, most, f"{format.number(least)} tot {format.number(most)} fte"),
        Bar("Nu, volgens de brief", low, now, f"{format.number(low)} of {format.number(now)}"),
        Bar(
            "Gevraagd in de brief",
            times * low,
            times * now,
            f"{format.number(times * low)} tot {format.number(times * now)}",
            True,
        ),
    ]
    step = Step(
        title=(
            f"In 2020 is gevraagd om {format.small(int(times))} keer zoveel jongerenwerkers: van {format.number(now)} "
            f"naar {format.number(times * now)}"
        ),
        about="Aantal jongerenwerkers in Nederland · personen en fte lopen in de brief door elkaar · 2019 en 2020",
        points=[
            (
                "**Wie vraagt het?** Sociaal Werk Nederland, de vereniging van organisaties voor sociaal werk. Zij "
                "heeft belang bij het plan."
            ),
            (
                "**Aan wie?** Aan de Tweede Kamer en aan de partijen, voor de verkiezing van 2021. Zij noemt het een "
                "*Deltaplan Sociale Wijken*."
            ),
            f"**Wat nog meer?** Minstens {format.number(part)}% van het zorggeld naar preventie: "
            f"{format.number(part)}% van {format.number(care)} miljard is {format.number(part / 100 * care)} miljard "
            "euro per jaar. En meer aandacht voor wijken met veel sociale huur.",
        ],
        mind=(
            "Een register van jongerenwerkers bestaat niet. De brief noemt op twee plaatsen een ander aantal, en zegt "
            "niet of het personen of fte zijn."
        ),
        source=f"{_LETTERS}; Verwey-Jonker Instituut (2019).",
        invented=False,
        links=[("debat", "Alle beweringen en eisen nagekeken", ":material/forum:", {})],
        year="2019–2020",
    )
    return _with_bars(step, bars, "aantal jongerenwerkers in Nederland")


# ---------------------------------------------------------------- two


def need_shown() -> tuple[str, int] | None:
    """The figure of need and the year that the planner opens with, where there is a map of it per wijk; else None."""
    subject = subjects.SUBJECTS["jongerenwerk"]
    if "wijk" not in subjects.levels(subject):
        return None
    year = subjects.default_year(subject, "wijk")
    listed = [id for id in need_figures.listed("wijk", year) if id in catalog.entries()]
    return (listed[0], year) if listed else None


def _need() -> Step:
    found = need_shown()
    if found is None:
        return _empty(
            "Waar de behoefte groot is, is met deze gegevens niet te zien",
            "Er is geen cijfer over armoede per wijk.",
        )
    id, year = found
    entry = data.entry(id)
    meant = data.meant(entry, year)
    drawing = maps.prepare(entry, "wijk", year, None, "kwantielen", 5)
    whole = data.value_of(id, COUNTRY, year)
    names = drawing.values["name"]
    return Step(
        title=words.finding(meant, drawing.values["value"], "wijk", whole, data.country(), drawing.values["status"]),
        about=f"{meant.is_.rstrip('.')} · per wijk · {year}",
        points=[
            (
                "**Waarom dit cijfer?** De planner opent ermee. U kunt een ander kiezen, of op de pagina Score zelf "
                "wegen. Elke kleur is een vijfde van de wijken; grijs is niet bekend."
            ),
        ],
        mind=(f"{meant.is_not} " if meant.is_not else "")
        + "Het zegt iets over wijken, niet over een bewoner, en niet hoe het komt.",
        source=entry.citation + ".",
        alt=words.of_map(meant, drawing.values["value"], names, "wijk", year, data.country(), drawing.values["status"]),
        invented=True,
        draw=(lambda palette: maps.figure(drawing, palette, height=MAP_HEIGHT)) if drawing.file else None,
        rows=lambda: map_table.numbers(drawing, map_table.ordered(drawing, "hoogste")),
        columns=map_table.COLUMNS,
        links=[
            ("kaart", "Deze kaart groot", ":material/map:", {"indicator": id, "niveau": "wijk", "jaar": str(year)}),
            ("score", "Zelf wegen", ":material/leaderboard:", {}),
        ],
        sources=entry.sources,
        entries=(entry,),
        legend_html=lambda palette: legend.html(drawing, palette, whole),
        legend_key=lambda palette: legend.key(drawing, palette, whole),
        year=year,
        level="wijk",
        boundaries=drawing.division,
    )


# ---------------------------------------------------------------- three


def _now() -> Step:
    store = data.store()
    year = coverage.default_year(store)
    if year is None:
        return _empty(
            "Hoeveel jongerenwerk er nu is, is met deze gegevens niet te zien",
            "Er zijn geen leeftijdsgroepen per gemeente.",
        )
    shared = coverage.areas("gemeente", year, *youth_work.band())
    told = int((shared.frame["label"] == youth_work.REPORTED).sum())
    total = len(shared.frame)
    least, most = (parameters.value(f"jongerenwerk_landelijk_{end}") for end in ("laag", "hoog"))
    young_from, young_to = youth_work.band()
    bars = [
        Bar("Gemeld", 0, told, format.areas(told, "gemeente"), True),
        Bar("Onbekend", 0, total - told, format.areas(total - told, "gemeente")),
    ]
    title = (
        f"Van {format.small(told)} van de {format.areas(total, 'gemeente')} is gemeld hoeveel jongerenwerk er is; van "
        "de rest is het onbekend"
        if told
        else f"Van geen van de {format.areas(total, 'gemeente')} is gemeld hoeveel jongerenwerk er is"
    )
    average = shared.average
    points = [
        (
            "**Geen register.** Niemand houdt landelijk bij hoeveel jongerenwerkers er per gemeente of wijk zijn. "
            "Gemeenten kunnen het hier zelf opgeven."
        ),
        (
            f"**Landelijk geschat.** Onderzoek noemt {format.number(least)} tot {format.number(most)} fte in heel "
            "Nederland (2019)."
        ),
    ]
    if average is not None and not store.demo:
        points.append(
            f"**Gemiddeld** is dat {format.number(average.low, 1)} tot {format.number(average.high, 1)} fte per 1.000 "
            f"jongeren van {young_from} tot {young_to} jaar. Dat ene getal is overal hetzelfde en zegt "
            "niets over een wijk; het staat daarom nergens op een kaart."
        )
    step = Step(
        title=title,
        about=f"Gemeenten met en zonder opgave van jongerenwerk · {year}",
        points=points,
        mind=(
            "Niet gemeld betekent onbekend, en niet nul. Zonder opgave is van geen enkele wijk te zeggen hoeveel "
            "werkers er te veel of te weinig zijn."
        ),
        source="Opgave van gemeenten; Verwey-Jonker Instituut (2019).",
        invented=True,
        links=[
            ("jongerenwerk", "Wie meldde wat", ":material/diversity_3:", {}),
            ("gegevens", "Zelf gegevens aanleveren", ":material/database:", {}),
        ],
        sources=("opgave", "cbs_kwb"),
        year=year,
        level="gemeente",
    )
    return _with_bars(step, bars, "gemeenten")


# ---------------------------------------------------------------- four

# The plan that the story shows: what the claim about ten times as many asks, by need where there is a figure of it.
_CHOICES = {"waarover": "jongerenwerk", "basis": "2000"}


def plan_choices() -> dict[str, str]:
    """The choices of the planner that step four shows, as its address has them."""
    level = next(iter(subjects.levels(subjects.SUBJECTS["jongerenwerk"])), None)
    year = subjects.default_year(subjects.SUBJECTS["jongerenwerk"], level) if level else 0
    rule = "behoefte" if level and need_figures.listed(level, year) else "gelijk"
    return {**_CHOICES, "hoeveel": "deltaplan", "regel": rule}


def _plan() -> Step:
    choices = plan_choices()
    scenario = planner_scenario.read(choices)
    if scenario is None:
        return _empty(
            "Wat tien keer zoveel zou zijn, is met deze gegevens niet uit te rekenen",
            "Er zijn geen leeftijdsgroepen per wijk of gemeente.",
        )
    result, level = carry_out.carry_out(scenario), scenario.level
    people = float(result.frame["people"].sum())
    bars = [
        Bar(
            name,
            0,
            1000 * one.given / people,
            f"{amounts.quantity_rate(1000 * one.given / people, 'fte')} ({amounts.quantity(one.given, 'fte')})",
        )
        for name, one in carry_out.presets({**choices, "regel": "gelijk"}).items()
    ]
    told = result.report
    if told is not None and told.to_neediest is not None and told.neediest_people:
        rate = 1000 * told.to_neediest * result.given / (told.neediest_people * people)
        most = f"{LEVEL_PLURALS[level]} met de meeste behoefte"
        bars.append(Bar(f"Deltaplan, naar behoefte: {most}", 0, rate, amounts.quantity_rate(rate, "fte"), True))
    cost = scenario.cost
    step = Step(
        title=planner_words.finding(result),
        about=" · ".join(["Een rekenvoorbeeld", *planner_brief.by_need(scenario)])
        + f" · fte per 1.000 {scenario.band_words} · {LEVEL_PLURALS[level]} · {scenario.year}",
        points=[
            (
                f"**Wat kost het?** {amounts.quantity(result.amount.euros, 'euro')} per jaar, als een fte "
                f"{format.with_unit(cost.now, 'euro')} kost. Dat bedrag per fte is een aanname van dit dashboard."
            ),
            (
                "**Waar komt het terecht?** Dat hangt af van de regel. Gelijk per jongere, naar behoefte, alleen in "
                "wijken met veel corporatiebezit, of in wijken die u zelf kiest."
            ),
            "**Minder kan ook.** *Ongewijzigd* en *minder* staan er in de planner naast, met dezelfde regels.",
        ],
        mind=(
            "Hoeveel er nu per wijk is, is onbekend. Dit laat dus zien wat er zou zijn, en niet wat er bij komt. Of "
            "het iets uitmaakt voor jongeren, zegt dit niet."
        ),
        source=(
            f"Begin: {scenario.base.words}. Jongeren: "
            f"{'verzonnen' if data.store().demo else 'CBS, Kerncijfers wijken en buurten'}."
        ),
        invented=True,
        links=[("deltaplan", "Zelf rekenen in de planner", ":material/balance:", choices)],
        sources=("cbs_kwb", *need_figures.sources(scenario.need)),
        year=scenario.year,
        level=level,
    )
    return _with_bars(step, bars, "fte per 1.000 jongeren")


# ---------------------------------------------------------------- five


def _saved() -> list[tuple[float, float]]:
    """What research says that a fte saves at most, from least to most euros a year; none where its claim was left out."""
    claim = claims.library().claims.get("C39")
    low, high = sorted(claims.outcomes(claim, claims.numbers(claims.library()))[1:3]) if claim else (math.nan, math.nan)
    return [] if math.isnan(low + high) else [(low, high)]


def _saving(low: float, high: float) -> Bar:
    told = f"{format.number(round(low, -2))} tot {format.number(round(high, -2))} euro"
    return Bar("Hoogste besparing in onderzoek, per fte", low, high, told, True)


def _evidence() -> Step:
    saved = _saved()
    cost, top = parameters.value("kosten_per_fte"), parameters.parameter("besparing_jongerenwerk_hoog")
    bars = [
        Bar("Wat een fte kost (aanname)", 0, cost, f"{format.number(cost)} euro"),
        *(_saving(low, high) for low, high in saved),
    ]
    step = Step(
        title="Niet bewezen: krachtwijken gingen niet harder vooruit dan vergelijkbare wijken",
        about="Euro per fte jongerenwerk per jaar · wat een fte kost, naast de hoogste besparing die is geschat (2017)",
        points=[],
        below=[
            "**Wat ertegen pleit.** Het SCP vergeleek veertig krachtwijken, waar ruim 1 miljard euro extra heen ging, "
            "met wijken die erop leken. Leefbaarheid, veiligheid en de positie van bewoners ontwikkelden zich niet "
            f"beter (2013). En zelfs de hoogste schatting van wat jongerenwerk bespaart ({format.number(top.value)} "
            f"{top.unit} voor al het jongerenwerk samen, vooral minder zorg) ligt onder wat het kost met de aanname "
            "hierboven.",
            "**Wat ervoor pleit.** De krachtwijken gingen wel vooruit, net als de wijken ernaast, en waren geen proef "
            "met jongerenwerk alleen. Dezelfde businesscase noemt ook meer samenhang in de buurt en meer "
            "zelfvertrouwen bij jongeren (2017). In wijken met veel corporatiebezit nam de overlast toe, volgens "
            "onderzoek voor de corporaties (2018).",
        ],
        mind=(
            "Niet bewezen is niet weerlegd. Deze bedragen zijn niet met tien te vermenigvuldigen: niemand mat wat veel "
            "meer jongerenwerk doet."
        ),
        source=(
            f"{_SCP}; Participe Advies (2017); RIGO voor Aedes (2018); kosten per fte: "
            f"{parameters.parameter('kosten_per_fte').source}."
        ),
        invented=False,
        links=[
            ("debat", "Deze bewering nagekeken", ":material/forum:", {"bewering": "C39"}),
            ("methode", "Hoe dit dashboard rekent", ":material/menu_book:", {}),
        ],
        year=2017,
    )
    return _with_bars(step, bars, "euro per fte per jaar")


# ---------------------------------------------------------------- pictures


def _with_bars(step: Step, bars: Sequence[Bar], unit: str) -> Step:
    """The step with bars as its picture."""
    told = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    return replace(
        step,
        alt=f"Balken, {unit}. {told}.",
        draw=lambda palette: figures_bars.figure(bars, unit, palette),
        rows=lambda: figures_bars.numbers(bars, unit),
        columns=figures_bars.COLUMNS,
        sources=[source for source in step.sources if source in registry()],
    )


def _empty(title: str, why: str) -> Step:
    """A step for which the data is not there: it says so, and has no picture."""
    return Step(
        title=title,
        about=why,
        points=[f"{why} {shell.who_loads()}"],
        mind="Wat er niet is, vullen wij niet in.",
        source="geen.",
        invented=False,
        links=[("gegevens", "Wat er is en wat ontbreekt", ":material/database:", {})],
    )
