"""Every choice of a scenario, each in one place: its key, bounds and default, where it is drawn, how it is told.

The address, the controls, what is checked, the rows that are told (on the page, in a workbook, on a brief) and the text
of a scenario all follow from ``TABLE``. A choice that is to change an outcome is used in carry_out, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from answers import coverage, format, left_out, need_figures
from answers.planner import amounts
from answers.planner import subject as subjects
from answers.planner.choice import Areas, Bounds, Choice, Chosen, Number, Option, Place, Told, Where
from indicators import parameters
from indicators.planner import Rule
from loaders.vocabulary import LEVEL_PLURALS

RULES: Mapping[Rule, str] = {
    "gelijk": "Gelijk per hoofd",
    "behoefte": "Naar behoefte",
    "norm": "Meeste behoefte eerst, tot een norm",
    "corporatie": "Alleen wijken met veel corporatiebezit",
    "eigen": "Eigen gebieden",
}
OLDEST = 45
MOST_AREAS = 60
_WIDE, _NARROW = 2.4, 1.6


def rule_words(subject: subjects.Subject, rule: Rule) -> str:
    """A rule in words that fit the subject: *gelijk per jongere*."""
    one = {"jongeren": "per jongere", "peuters": "per peuter", "inwoners": "per inwoner"}
    return RULES[rule] if rule != "gelijk" else f"Gelijk {one.get(subject.many, 'naar laag inkomen')}"


def need_words(chosen: Chosen) -> str:
    """Which figure says where need is, with its year; or that there is none."""
    if not chosen.need:
        return f"geen cijfer in {chosen.year}"
    return f"{need_figures.label(chosen.need, chosen.level, chosen.year)} ({chosen.year})"


# ---------------------------------------------------------------- what the rows of the table are made of


def _by_name(_: Chosen) -> Place:
    """Drawn where the page says, by name."""
    return Place("bar")


def _in(where: Where, at: int, when: Callable[[Chosen], bool] = lambda _: True) -> Callable[[Chosen], Place | None]:
    return lambda chosen: Place(where, at) if when(chosen) else None


def _by_need(chosen: Chosen) -> bool:
    return chosen.rule in ("behoefte", "norm")


def _leaves_out(chosen: Chosen) -> bool:
    """Only a division by need leaves areas out: a share for everyone is for everyone."""
    return _by_need(chosen) and chosen.level in left_out.LEVELS


def _under(rule: Rule) -> Callable[[Chosen], bool]:
    return lambda chosen: chosen.rule == rule


def _about(*ids: str) -> Callable[[Chosen], bool]:
    return lambda chosen: chosen.subject.id in ids


def _counted_in(*units: str) -> Callable[[Chosen], bool]:
    return lambda chosen: chosen.subject.unit in units


def _parameter(id: str) -> Callable[[Chosen], float]:
    return lambda _: parameters.value(id)


def _always(number: float) -> Callable[[Chosen], float]:
    return lambda _: number


def _money_for_fte(chosen: Chosen) -> bool:
    return chosen.how in amounts.MONEY and chosen.subject.unit == "fte"


def _per_1000(what: str, more: str = "") -> Callable[[Chosen], str]:
    return lambda chosen: f"{what} per 1.000 {chosen.subject.many}{more}"


def _told_per_1000(what: str) -> Callable[[Chosen], str]:
    return lambda chosen: f"{what} ({chosen.unit} per 1.000 {chosen.subject.many})"


def _price(chosen: Chosen) -> parameters.Parameter:
    return parameters.parameter(amounts.cost_id(chosen.subject))


def _plain(number: float) -> str:
    return format.number(number, 0 if number == int(number) else 1)


def _number_of(key: str, label: str, bounds: Bounds, default: Callable[[Chosen], float], named: str) -> Number:
    """The number that belongs to one way to say how much. What it comes to is told, and so it is not."""
    return Number(
        key=key,
        label=label,
        bounds=bounds,
        default=default,
        applies=lambda chosen: chosen.how == key,
        otherwise=0.0,
        place=_in("amount", 10, lambda chosen: chosen.how == key),
        named=lambda number: f"{_plain(number)}{named}",
    )


# ---------------------------------------------------------------- the functions that only one row needs


def _default_fte(chosen: Chosen) -> float:
    if chosen.subject.id == "raadslieden":
        return parameters.value("raadslieden_per_gemeente") * amounts.gemeenten(chosen.year)
    return float(round(chosen.base.fte * 2))


def _place_of_need(chosen: Chosen) -> Place | None:
    if not chosen.needs:
        return None
    return Place("rule", 10, _WIDE) if _by_need(chosen) else Place("settings", 50)


def _place_of_threshold(at: int) -> Callable[[Chosen], Place | None]:
    return lambda chosen: Place("rule", at, _NARROW) if chosen.rule == "behoefte" and chosen.needs else None


def _place_of_norm(chosen: Chosen) -> Place | None:
    if chosen.rule == "norm":
        return Place("rule", 40, _NARROW if chosen.needs else 0.0)
    return None if chosen.subject.id == "peuters" else Place("settings", 90)


def _label_of_norm(chosen: Chosen) -> str:
    if chosen.rule == "norm":
        return f"Norm: {chosen.subject.unit} per 1.000"
    return f"Norm per 1.000 {chosen.subject.many} (om te tellen)"


def _help_of_norm(chosen: Chosen) -> str:
    return "Er is geen landelijke norm. " + (
        "Die kiest u zelf." if chosen.rule == "norm" else "Leeg: er wordt niets geteld."
    )


def _read_band(text: str) -> str | None:
    band = coverage.read_band(text)
    return f"{band[0]}-{band[1]}" if band and band[1] <= OLDEST else None


def _told_price(chosen: Chosen) -> float | None:
    return chosen.cost.now if chosen.unit != "euro" else None


def _told_rise(chosen: Chosen) -> str | None:
    if chosen.unit == "euro":
        return None
    cost = chosen.cost
    euros = format.number(cost.euros, 2 if chosen.unit == "uur" else 0)
    return f"{euros} euro in {cost.since}, {format.number(cost.rise, 1)}% erbij per jaar"


def _told_origin(chosen: Chosen) -> str | None:
    if chosen.unit == "euro":
        return None
    price = _price(chosen)
    return f"{price.source} ({price.date})" if chosen.cost.euros == price.value else "keuze van de lezer"


# ---------------------------------------------------------------- the table

# In the order in which they stand in the text of a scenario: kept scenarios are known by it.
_ROWS: Sequence[Choice] = (
    Option(
        key="waarover",
        label="Waarover",
        options=lambda _: list(subjects.possible()),
        words=lambda _, id: subjects.SUBJECTS[str(id)].label,
        because=dict.fromkeys(subjects.SUBJECTS, "daarvan zijn er geen cijfers."),
        place=_by_name,
        told=Told(10),
    ),
    Option(
        key="hoeveel",
        label="Hoeveel",
        options=lambda chosen: chosen.subject.amounts,
        words=lambda _, id: amounts.LABELS[str(id)],
        place=_by_name,
        told=Told(20, on_brief=True),
    ),
    Number(
        key="minder",
        label="Hoeveel minder (%)",
        bounds=Bounds(0.0, 100.0, 1.0),
        default=_parameter("jongerenwerk_minder"),
        applies=lambda chosen: chosen.how == "minder",
        otherwise=0.0,
        place=_in("amount", 10, lambda chosen: chosen.how == "minder"),
        named=lambda number: f"{format.number(number)}% minder",
    ),
    _number_of("fte", "Aantal fte", Bounds(0.0, 1e6, 10.0), _default_fte, " fte"),
    _number_of("euro", "Miljoen euro per jaar", Bounds(0.0, 1e5, 10.0), _always(100.0), " miljoen euro"),
    _number_of(
        "zorgdeel", "% van het zorggeld", Bounds(0.0, 10.0, 0.5), _parameter("preventie_deel"), "% van het zorggeld"
    ),
    Number(
        key="uren",
        label="Uur per week",
        bounds=Bounds(0.0, 40.0, 1.0),
        default=_parameter("peuter_uren"),
        applies=lambda chosen: chosen.how == "uren",
        otherwise=0.0,
        place=_in("amount", 10, lambda chosen: chosen.how == "uren"),
        named=lambda number: f"{_plain(number)} uur per week",
        told=Told(100, "Uren per week"),
    ),
    Option(
        key="omrekenen",
        label="Verdeel",
        options=lambda _: ["nee", "ja"],
        words=lambda _, id: "als fte" if id == "ja" else "als euro's",
        draw="buttons",
        applies=_money_for_fte,
        otherwise="nee",
        place=_in("settings", 40, _money_for_fte),
    ),
    Option(
        key="regel",
        label="Verdeling",
        options=lambda chosen: chosen.subject.rules,
        words=lambda chosen, id: rule_words(chosen.subject, cast(Rule, id)),
        place=_by_name,
        told=Told(50, on_brief=True),
    ),
    Option(
        key="niveau",
        label="Niveau",
        options=lambda chosen: subjects.levels(chosen.subject),
        words=lambda _, id: LEVEL_PLURALS[str(id)].capitalize(),
        draw="buttons",
        place=_by_name,
        told=Told(60, value=lambda chosen: chosen.level),
    ),
    Option(
        key="jaar",
        label="Jaar",
        options=lambda chosen: subjects.years(chosen.subject, chosen.level)[::-1],
        words=lambda _, id: str(id),
        default=lambda chosen: subjects.default_year(chosen.subject, chosen.level),
        nearest=True,
        place=_by_name,
        told=Told(70),
    ),
    Option(
        key="behoefte",
        label="Behoefte volgens",
        options=lambda chosen: list(chosen.needs),
        words=lambda chosen, id: chosen.needs[str(id)],
        place=_place_of_need,
        told=Told(90, "Behoefte", need_words, on_brief=True),
    ),
    Number(
        key="drempel",
        label="Drempel (percentiel)",
        help="Onder dit percentiel van behoefte krijgt een gebied niets boven de bodem.",
        bounds=Bounds(0.0, 99.0, 5.0),
        default=_always(0.0),
        slider=True,
        applies=_under("behoefte"),
        otherwise=0.0,
        place=_place_of_threshold(20),
        told=Told(120),
    ),
    Number(
        key="ernst",
        label="Zwaarte van behoefte",
        help=lambda chosen: (
            f"0: boven de drempel telt iedereen ({chosen.subject.many}) even zwaar. Hoger: meer behoefte telt zwaarder."
        ),
        bounds=Bounds(0.0, 4.0, 0.5),
        default=_always(1.0),
        slider=True,
        applies=_under("behoefte"),
        otherwise=1.0,
        place=_place_of_threshold(30),
        told=Told(130),
    ),
    Number(
        key="norm",
        label=_label_of_norm,
        help=_help_of_norm,
        bounds=Bounds(0.0, 1e7, 0.5),
        place=_place_of_norm,
        told=Told(160, _told_per_1000("Norm")),
    ),
    Number(
        key="bezit",
        label="Meer dan dit deel corporatiebezit (%)",
        help="CBS telt van wie de woning is, niet of zij sociale huur is.",
        bounds=Bounds(0.0, 100.0, 1.0),
        default=_parameter("corporatie_grens"),
        applies=_under("corporatie"),
        otherwise=0.0,
        place=lambda chosen: Place("rule", 10, _WIDE) if chosen.rule == "corporatie" else None,
        told=Told(140, "Grens corporatiebezit (%)"),
    ),
    Option(
        key="studenten",
        label=lambda chosen: f"Studenten{LEVEL_PLURALS[chosen.level]}",
        help="Waar veel mensen 15 tot 25 jaar zijn, vaak studenten, betekent weinig inkomen of geen baan vaak iets "
        "anders. Weggelaten gebieden krijgen in dit plan niets.",
        options=lambda _: list(left_out.STUDENTS),
        words=lambda _, id: left_out.STUDENTS[str(id)],
        draw="buttons",
        applies=_leaves_out,
        otherwise=left_out.WITH,
        place=lambda chosen: Place("rule", 35, _NARROW) if _leaves_out(chosen) and chosen.needs else None,
        told=Told(145, value=lambda chosen: "weggelaten" if chosen["studenten"] == left_out.WITHOUT else "doen mee"),
    ),
    Option(
        key="inwoners",
        label="Gebieden vanaf",
        help="Kleinere gebieden krijgen in dit plan niets: een paar mensen maken daar veel verschil in het cijfer.",
        options=lambda _: list(left_out.INHABITANTS),
        words=lambda chosen, id: left_out.least_in_words(int(id), chosen.level),
        default=lambda chosen: left_out.usual_least(chosen.level),
        applies=_leaves_out,
        otherwise=0,
        place=_in("settings", 55, _leaves_out),
        told=Told(146, "Gebieden vanaf (inwoners)", lambda chosen: cast(int, chosen["inwoners"])),
    ),
    Areas(
        key="wijken",
        label="Voeg een gebied of hele gemeente toe",
        most=MOST_AREAS,
        applies=_under("eigen"),
        otherwise=(),
        place=_in("rule", 10, _under("eigen")),
        told=Told(150, "Eigen gebieden"),
    ),
    Number(
        key="bodem",
        label=_per_1000("Bodem"),
        help="Zoveel krijgt elk gebied waar de regel over gaat minstens.",
        bounds=Bounds(0.0, 1e7, 0.1),
        default=_always(0.0),
        place=_in("settings", 70),
        told=Told(170, _told_per_1000("Bodem"), lambda chosen: chosen.number("bodem") or "geen"),
    ),
    Number(
        key="plafond",
        label=_per_1000("Plafond"),
        help="Meer krijgt geen gebied. Leeg: geen plafond.",
        bounds=Bounds(0.0, 1e7, 0.5),
        place=_in("settings", 60),
        told=Told(180, _told_per_1000("Plafond")),
    ),
    Number(
        key="houden",
        label="Blijft bij gemeenten (%)",
        bounds=Bounds(0.0, 100.0, 1.0),
        default=_always(0.0),
        slider=True,
        place=_in("settings", 80),
        told=Told(190),
    ),
    Option(
        key="basis",
        label="Wat er nu is",
        options=lambda chosen: list(amounts.bases(chosen.year)),
        words=lambda chosen, id: amounts.bases(chosen.year)[str(id)].words,
        applies=_about("jongerenwerk"),
        place=_in("settings", 20, _about("jongerenwerk")),
        told=Told(40, "", lambda chosen: chosen.base.words if chosen.how in amounts.PRESETS else None, on_brief=True),
    ),
    Option(
        key="leeftijd",
        label="Wie telt als jongere",
        options=lambda _: list(coverage.BANDS),
        words=lambda _, id: f"{str(id).replace('-', ' tot ')} jaar",
        understood=_read_band,
        place=_in("settings", 30, _about("jongerenwerk")),
        told=Told(80, "Voor wie", lambda chosen: chosen.band_words, on_brief=True),
    ),
    Number(
        key="kosten",
        label=lambda chosen: f"Euro per fte per jaar (prijzen van {_price(chosen).date})",
        bounds=Bounds(1000.0, 1e6, 1000.0),
        default=_parameter("kosten_per_fte"),
        applies=_counted_in("fte", "euro"),
        otherwise=0.0,
        place=_in("settings", 120, _counted_in("fte")),
        told=Told(320, "Kosten: herkomst", _told_origin),
    ),
    Number(
        key="stijging",
        label="Stijging van de kosten per jaar (%)",
        bounds=Bounds(0.0, 20.0, 0.5),
        default=_parameter("kosten_stijging"),
        place=_in("settings", 130, _counted_in("fte", "uur")),
        told=Told(310, "Kosten: uitgangspunt", _told_rise),
    ),
    Number(
        key="uurprijs",
        label=lambda chosen: f"Euro per uur (prijzen van {_price(chosen).date})",
        bounds=Bounds(1.0, 50.0, 0.1),
        default=_parameter("peuter_uurprijs"),
        applies=_counted_in("uur"),
        otherwise=0.0,
        place=_in("settings", 110, _counted_in("uur")),
        told=Told(320, "Kosten: herkomst", _told_origin),
    ),
    Number(
        key="weken",
        label="Weken per jaar",
        bounds=Bounds(1.0, 52.0, 1.0),
        default=_parameter("peuter_weken"),
        applies=_counted_in("uur"),
        otherwise=0.0,
        place=_in("settings", 100, _counted_in("uur")),
        told=Told(110),
    ),
    Number(
        key="prijsjaar",
        label="In prijzen van het jaar",
        bounds=Bounds(2020.0, 2040.0, 1.0),
        default=lambda chosen: float(_price(chosen).date),
        place=_in("settings", 140, _counted_in("fte", "uur")),
        told=Told(
            300,
            lambda chosen: f"Kosten van een {chosen.unit} in {chosen.cost.year} (euro)",
            _told_price,
        ),
    ),
)
TABLE: dict[str, Choice] = {choice.key: choice for choice in _ROWS}


def placed(where: Where, chosen: Chosen) -> list[tuple[Choice, Place]]:
    """The choices that are drawn somewhere beside the others, in order."""
    found = [(choice, place) for choice in TABLE.values() if (place := choice.place(chosen)) and place.where == where]
    return sorted(found, key=lambda one: one[1].at)


def told_rows(chosen: Chosen) -> list[tuple[Told, str, str | float]]:
    """What is told of each choice, with its label and value; numbers stay numbers. In no order yet."""
    rows = [(choice.told, choice.row(chosen)) for choice in TABLE.values()]
    return [(how, *row) for how, row in rows if how is not None and row is not None]
