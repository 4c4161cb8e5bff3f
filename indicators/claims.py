"""Claims and demands from the debate: what was said, what it was checked against, and the verdict that follows.

The entries stand in claims.toml, whose head says in Dutch how to add one. A verdict holds for the date of the document
and follows from its checks by rules in this file; it is never typed without a check that bears it out. What a figure is
now is another matter, and comes from the store.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from indicators import arithmetic, named, parameters
from loaders import edited
from loaders.vocabulary import LEVELS

THEMES = ("bestaanszekerheid", "jeugd", "schulden", "zorg en preventie", "wonen", "sociale basis", "integratie")
CLAIM, DEMAND = "bewering", "eis"
TRUE, NEARLY, OTHER, UNTRUE = "klopt", "klopt ongeveer", "andere definitie", "klopt niet"
UNTESTABLE, FUTURE, UNCHECKED = "niet te toetsen met open data", "toekomst", "nog niet nagezien"
VERDICTS = (TRUE, NEARLY, OTHER, UNTRUE, UNTESTABLE, FUTURE, UNCHECKED)
# Verdicts that no check gives: there is nothing to compare, or nobody did.
WITHOUT_CHECK = (UNTESTABLE, FUTURE, UNCHECKED)
UNKNOWN = "onbekend"
SINCE = ("ingevoerd", "deels", "niet", UNKNOWN)
SAME, RANGE, DIFFERENT, TEXT, ASIDE = "zelfde", "bandbreedte", "andere", "tekst", "ernaast"
COMPARISONS = {
    SAME: "zelfde definitie: het oordeel volgt uit het verschil (zie parameters.csv, bewering_…)",
    RANGE: "de bron geeft laag en hoog",
    DIFFERENT: "andere definitie dan de bewering, of de bewering noemt er geen",
    TEXT: "geen getal, wel een uitkomst",
    ASIDE: "alleen ter vergelijking, telt niet mee voor het oordeel",
}
OUTCOMES = {"bevestigt": TRUE, "bevestigt deels": NEARLY, "weerspreekt": UNTRUE}
# Numbers that come from the loaded data, by the name that a sum in claims.toml gives them.
FROM_DATA = ("wijken", "gemeenten", "inwoners", "peuters")
_NO_VERDICT = "Haal het weg: een eis krijgt geen oordeel, wel [bewering.sindsdien]"
# How a sum names an earlier one of the same claim.
STEP = re.compile(r"som(\d+)")


def _day(text: str) -> str:
    try:
        last_day(text or "2020")
    except ValueError:
        raise edited.fault(f"is {text!r}, en dat is geen datum", "Schrijf 2020, 2020-03 of 2020-03-02") from None
    return text


def _link(text: str) -> str:
    if text and not text.startswith("https://"):
        raise edited.fault(f"is {text!r}, en dat is geen adres", "Een adres begint met https://")
    return text


def _amount(given: object, info: edited.Info) -> float:
    """A number, or what the name of one stands for."""
    known = _known(info.context)
    if isinstance(given, str) and given in known:
        return known[given]
    if isinstance(given, bool) or not isinstance(given, int | float) or math.isinf(given):
        raise edited.fault(
            f"is {given!r}, en dat is geen getal", "Schrijf 1500000 of 4.2, of het id van een getal uit parameters.csv"
        )
    return float(given)


def _inputs(given: object, info: edited.Info) -> tuple[arithmetic.Input, ...]:
    """The inputs of a sum: as many as its operation takes, and names that stand for a number."""
    if not isinstance(given, list) or not all(isinstance(one, int | float | str) for one in given):
        raise edited.fault(f"is {given!r}, en dat is geen lijst", 'Schrijf bijvoorbeeld [1000, "C04"]')
    inputs = tuple(one if isinstance(one, str) else float(one) for one in given)
    known = {*_known(info.context), *FROM_DATA}
    for name in arithmetic.names(inputs):
        if name in parameters.left_out():
            raise edited.follows()
        if name not in known and not STEP.fullmatch(name):
            raise edited.fault(
                f"noemt {name!r}, en dat getal bestaat niet",
                "Kijk in parameters.csv, of gebruik het id van een bewering met een getal",
            )
    operation = info.data.get("operation")
    if operation and not arithmetic.fits(operation, inputs):
        more = "twee of meer" if operation in arithmetic.MANY else "twee"
        raise edited.fault(f"heeft {len(inputs)} getallen", f"Bij {operation} horen er {more}")
    return inputs


def _figure(id: str) -> str:
    return named.known(id) if id else ""


def _dispute(id: str, info: edited.Info) -> str:
    question: Question = info.context.named(Question, id)
    return question.id


Day = Annotated[edited.Text, AfterValidator(_day)]
Link = Annotated[str, AfterValidator(_link)]
Amount = Annotated[float, BeforeValidator(_amount)]
Inputs = Annotated[tuple[arithmetic.Input, ...], BeforeValidator(_inputs)]
Operation = Annotated[str, edited.OneOf(tuple(arithmetic.OPERATIONS))]


class Document(edited.Entry):
    """What someone wrote or said: who, what they are in this debate, and when (ISO, as precise as it is known)."""

    says = "een stuk waar beweringen in staan; van wie het is, maakt niet uit: ook een minister of een partij"
    key = "id"

    id: edited.Text = Field(description="kort en nieuw")
    short: edited.Text = Field(alias="kort", description="hoe het heet in een keuzelijst")
    title: edited.Text = Field(alias="titel", description="hoe het helemaal heet")
    sender: edited.Text = Field(alias="afzender", description="wie het schreef")
    about: edited.Text = Field(alias="wie", description="wat de afzender in dit debat is")
    date: Day = Field(alias="datum", description="2020, 2020-03 of 2020-03-02, zo precies als bekend")


class Question(edited.Entry):
    """A dispute that is about the definition: the reader chooses one."""

    says = "een geschil dat over de definitie gaat; de lezer kiest er een"
    key = "id"

    id: edited.Text = Field(description="kort en nieuw")
    question: edited.Text = Field(alias="vraag", description="de vraag, zonder kant te kiezen")
    words: edited.Text = Field(alias="uitleg", description="waar het van afhangt")


class Working(edited.Entry):
    """Arithmetic that gives the value of a check."""

    says = "rekenwerk in plaats van een waarde"

    operation: Operation = Field(alias="bewerking", description="als bij een som")
    inputs: Inputs = Field(alias="getallen", description="als bij een som")


class Sum(edited.Entry):
    """Arithmetic that a claim implies; ``hidden`` for a step that only a later sum needs."""

    says = "rekenwerk, nooit het antwoord zelf"

    what: edited.Text = Field(alias="wat", description="wat de uitkomst is")
    operation: Operation = Field(alias="bewerking", description="wat er met de getallen gebeurt")
    inputs: Inputs = Field(
        alias="getallen",
        description=f"getallen, of namen: een parameter, het id van een bewering, som1, of {', '.join(FROM_DATA)}",
    )
    unit: edited.Text = Field(alias="eenheid", description="de eenheid van de uitkomst")
    decimals: int = Field(0, alias="decimalen", description="als er cijfers achter de komma horen, hoeveel")
    hidden: bool = Field(False, alias="tussenstap", description="true als alleen een volgende som haar nodig heeft")


class Check(edited.Entry):
    """What a claim was held against: a published figure (``value``, or ``low`` and ``high``; NaN without one) or a text.

    ``date`` is that of the source. ``series`` is the id of a figure of this dashboard that measures the same, at
    ``level`` in ``series_year``; divided by ``divisor`` it is in ``unit``.
    """

    says = "waarmee is vergeleken. Hooguit één getal per toets: waarde, of laag en hoog, of som."

    name: edited.Text = Field(alias="naam", description="hoe de bron telt, in een paar woorden")
    comparison: Annotated[str, edited.OneOf(COMPARISONS)] = Field(
        alias="vergelijking", description="wat de toets voor het oordeel betekent"
    )
    working: Working | None = Field(None, alias="som", description="rekenwerk in plaats van een waarde")
    value: Amount = Field(math.nan, alias="waarde", description="het getal van de bron", validate_default=True)
    low: Amount = Field(math.nan, alias="laag", description="bij een bandbreedte: het laagste getal")
    high: Amount = Field(
        math.nan, alias="hoog", description="bij een bandbreedte: het hoogste getal", validate_default=True
    )
    outcome: Annotated[str, edited.OneOf(tuple(OUTCOMES), empty=True)] = Field(
        "", alias="uitkomst", description="bij vergelijking = tekst", validate_default=True
    )
    unit: str = Field("", alias="eenheid", description="de eenheid van het getal, als er een is", validate_default=True)
    year: edited.Text = Field(alias="jaar", description="waarover de bron gaat")
    population: edited.Text = Field(alias="wie", description="wie of wat er is geteld")
    source: edited.Text = Field(alias="bron", description="wie het zegt, en waarin")
    date: Day = Field(alias="datum", description="de datum van de bron")
    url: Link = Field("", alias="adres", description="waar de bron te vinden is, als zij een adres heeft")
    series: Annotated[str, AfterValidator(_figure)] = Field(
        "",
        alias="reeks",
        description="id van een cijfer van dit dashboard dat hetzelfde meet: dan staat ook de waarde uit de gegevens er",
    )
    level: Annotated[str, edited.OneOf(LEVELS)] = Field(
        "land", alias="niveau", description="het niveau van die reeks; zonder dit: land"
    )
    series_year: int = Field(0, alias="reeksjaar", description="het jaar van die reeks", validate_default=True)
    divisor: Annotated[float, Field(gt=0)] = Field(
        1, alias="reeksdeel", description="waardoor de reeks gedeeld wordt om in de eenheid van de toets te staan"
    )

    @field_validator("value")
    @classmethod
    def _has_value(cls, value: float, info: edited.Info) -> float:
        working, comparison = info.data.get("working"), info.data.get("comparison")
        if working is not None:
            if not math.isnan(value):
                raise edited.fault("en som staan er allebei", "Houd er een over")
            return arithmetic.work_out(working.operation, working.inputs, _known(info.context))
        if math.isnan(value) and comparison in (SAME, DIFFERENT) and "working" in info.data:
            raise edited.fault("ontbreekt", "Hier hoort een waarde of een som bij")
        return value

    @field_validator("high")
    @classmethod
    def _is_range(cls, high: float, info: edited.Info) -> float:
        low = info.data.get("low", math.nan)
        ranged = info.data.get("comparison") == RANGE
        if "low" in info.data and (math.isnan(low) != math.isnan(high) or (ranged and not low < high)):
            raise edited.fault("past niet bij laag", "Een bandbreedte heeft laag en hoog, en laag is het kleinst")
        return high

    @field_validator("outcome")
    @classmethod
    def _has_outcome(cls, outcome: str, info: edited.Info) -> str:
        if info.data.get("comparison", TEXT) == TEXT and not outcome:
            raise edited.fault("ontbreekt", edited.choices(OUTCOMES))
        return outcome

    @field_validator("unit")
    @classmethod
    def _has_unit(cls, unit: str, info: edited.Info) -> str:
        if not unit and any(not math.isnan(info.data.get(key, math.nan)) for key in ("value", "low")):
            raise edited.fault("ontbreekt", "Een getal heeft een eenheid")
        return unit

    @field_validator("series_year")
    @classmethod
    def _has_year(cls, year: int, info: edited.Info) -> int:
        if info.data.get("series") and year < 2000:
            raise edited.fault("ontbreekt" if not year else f"is {year}", "Een reeks heeft een jaar, zoals 2018")
        return year

    @property
    def numeric(self) -> bool:
        """Whether a published number stands here."""
        return not math.isnan(self.value) or not math.isnan(self.low)


class Since(edited.Entry):
    """What became of a demand: a status of ``SINCE``, and from when, by which source."""

    says = "bij elke eis: wat ervan kwam"

    status: Annotated[str, edited.OneOf(SINCE)] = Field(alias="stand", description="hoe het ermee staat")
    date: Annotated[str, AfterValidator(_day)] = Field(
        "", alias="datum", description="sinds wanneer; behalve bij onbekend", validate_default=True
    )
    words: str = Field("", alias="uitleg", description="wat er gebeurde; behalve bij onbekend", validate_default=True)
    source: str = Field("", alias="bron", description="wie het zegt; behalve bij onbekend", validate_default=True)
    url: Link = Field("", alias="adres", description="waar de bron te vinden is, als zij een adres heeft")

    @field_validator("date", "words", "source")
    @classmethod
    def _is_there(cls, text: str, info: edited.Info) -> str:
        if not text and info.data.get("status", UNKNOWN) != UNKNOWN:
            raise edited.fault("ontbreekt", f"Vul het in, of schrijf stand = {UNKNOWN!r}")
        return text


class Claim(edited.Entry):
    """One claim or demand in our own words. A demand has ``since`` and no verdict; a claim the other way round."""

    says = "een bewering of een eis, met één zin. Neem nooit een zin over uit een stuk."
    key = "id"

    id: edited.Text = Field(description="kort en nieuw; het adres (?bewering=C04) blijft daardoor altijd hetzelfde")
    document: Annotated[Document, edited.Named(Document)] = Field(alias="stuk", description="het id van een [[stuk]]")
    kind: Annotated[str, edited.OneOf((CLAIM, DEMAND))] = Field(alias="soort", description="wat het is")
    theme: Annotated[str, edited.OneOf(THEMES)] = Field(alias="thema", description="waar het over gaat")
    place: edited.Text = Field(alias="plaats", description="waar in het stuk het staat")
    words: edited.Text = Field(
        alias="zin", description="één bewering, in eigen woorden; staan er twee in een zin, maak er dan twee van"
    )
    value: Amount = Field(math.nan, alias="waarde", description="het getal dat beweerd wordt, als er een getal is")
    unit: str = Field("", alias="eenheid", description="de eenheid van dat getal", validate_default=True)
    checks: tuple[Check, ...] = Field((), alias="toets", description="waarmee is vergeleken", validate_default=True)
    sums: tuple[Sum, ...] = Field((), alias="som", description="rekenwerk")
    verdict: Annotated[str, edited.OneOf(VERDICTS, empty=True)] = Field(
        "",
        alias="oordeel",
        description="bij een bewering: op de datum van het stuk; het volgt uit de toetsen",
        validate_default=True,
    )
    reasoning: str = Field(
        "",
        alias="uitleg",
        description="bij een bewering: waarom dit oordeel, in een of twee gewone zinnen",
        validate_default=True,
    )
    checked: Annotated[str, AfterValidator(_day)] = Field(
        "",
        alias="nagezien",
        description=f"wanneer het oordeel is nagezien; alleen weglaten bij {UNCHECKED!r}",
        validate_default=True,
    )
    by: str = Field("", alias="door", description="door wie; alleen weglaten bij hetzelfde", validate_default=True)
    question: Annotated[str, AfterValidator(_dispute)] = Field(
        "", alias="keuze", description="het id van een [[keuze]], als de definitie het geschil is"
    )
    slip: str = Field(
        "", alias="let_op", description="een vergissing of onduidelijkheid in het stuk zelf, zonder oordeel"
    )
    against: str = Field(
        "", alias="tegen", description="bij een eis: wat ertegen pleit of niet bewezen is, met bron en datum"
    )
    figure: Annotated[str, AfterValidator(_figure)] = Field(
        "",
        alias="kaart",
        description="id van een cijfer van dit dashboard dat erbij hoort; de lezer ziet de waarde van nu",
    )
    plan: Mapping[str, str] = Field(default_factory=dict, description="bij een eis: de keuzes waarmee de planner opent")
    since: Since | None = Field(
        None, alias="sindsdien", description="bij een eis: wat ervan kwam", validate_default=True
    )

    @field_validator("unit")
    @classmethod
    def _has_unit(cls, unit: str, info: edited.Info) -> str:
        if not unit and not math.isnan(info.data.get("value", math.nan)):
            raise edited.fault("ontbreekt", "Een getal heeft een eenheid")
        return unit

    @field_validator("checks")
    @classmethod
    def _compare(cls, checks: tuple[Check, ...], info: edited.Info) -> tuple[Check, ...]:
        unknown = math.isnan(info.data.get("value", 0))
        if unknown and any(check.comparison in (SAME, RANGE) for check in checks):
            raise edited.fault("heeft niets om mee te vergelijken", "Vul waarde en eenheid van de bewering in")
        return checks

    @field_validator("verdict")
    @classmethod
    def _follows(cls, verdict: str, info: edited.Info) -> str:
        if info.data.get("kind") == DEMAND and verdict:
            raise edited.fault("hoort niet bij een eis", _NO_VERDICT)
        if info.data.get("kind") != CLAIM or not {"value", "checks"} <= set(info.data):
            return verdict
        found = follows(info.data["value"], info.data["checks"])
        if not verdict:
            raise edited.fault("ontbreekt", edited.choices((found,) if found else WITHOUT_CHECK))
        if verdict != found if found else verdict not in WITHOUT_CHECK:
            given = f"die geven {found!r}" if found else "die geven geen oordeel"
            raise edited.fault(
                f"is {verdict!r}, en dat volgt niet uit de toetsen; {given}", "Pas het oordeel of de toets aan"
            )
        return verdict

    @field_validator("reasoning")
    @classmethod
    def _has_reasoning(cls, text: str, info: edited.Info) -> str:
        if info.data.get("kind") == CLAIM and not text:
            raise edited.fault("ontbreekt", "Zeg in een of twee gewone zinnen waarom dit het oordeel is")
        return text

    @field_validator("checked", "by")
    @classmethod
    def _is_signed(cls, text: str, info: edited.Info) -> str:
        verdict = info.data.get("verdict")
        if text and info.data.get("kind") == DEMAND and info.field_name == "checked":
            raise edited.fault("hoort niet bij een eis", _NO_VERDICT)
        if verdict and bool(text) == (verdict == UNCHECKED):
            wrong = "hoort hier niet" if text else "ontbreekt"
            raise edited.fault(
                wrong, f"Een oordeel heeft een datum (nagezien) en een naam (door); {UNCHECKED!r} heeft die niet"
            )
        return text

    @field_validator("plan")
    @classmethod
    def _of_demands(cls, plan: Mapping[str, str], info: edited.Info) -> Mapping[str, str]:
        if plan and info.data.get("kind") == CLAIM:
            raise edited.fault("hoort bij een eis, niet bij een bewering", "Haal het weg")
        return plan

    @field_validator("sums")
    @classmethod
    def _in_order(cls, sums: tuple[Sum, ...]) -> tuple[Sum, ...]:
        for at, one in enumerate(sums, 1):
            for name in arithmetic.names(one.inputs):
                if (step := STEP.fullmatch(name)) and not 0 < int(step[1]) < at:
                    raise edited.fault(
                        f"{at} noemt {name}, en die staat er niet boven", "Gebruik alleen sommen die ervoor staan"
                    )
        return sums

    @field_validator("since")
    @classmethod
    def _has_since(cls, since: Since | None, info: edited.Info) -> Since | None:
        kind = info.data.get("kind")
        if kind == CLAIM and since is not None:
            raise edited.fault("hoort bij een eis, niet bij een bewering", "Haal het weg")
        if kind == DEMAND and since is None:
            raise edited.fault("ontbreekt", f"Zet eronder [bewering.sindsdien] met stand = {' | '.join(SINCE)}")
        return since


@dataclass(frozen=True)
class Library:
    """Everything in claims.toml that is right, each by its id, in the order of the file.

    ``left_out`` are the ids (or lines) of claims that are not, ``problems`` why.
    """

    documents: Mapping[str, Document]
    questions: Mapping[str, Question]
    claims: Mapping[str, Claim]
    left_out: Sequence[str] = ()
    problems: Sequence[edited.Problem] = ()


# ---------------------------------------------------------------- the verdict


def by_number(claimed: float, checked: float) -> str:
    """klopt, klopt ongeveer or klopt niet: how far the claimed number lies from the checked one, in % of the latter.

    The bounds are the parameters bewering_klopt and bewering_ongeveer, bounds included.
    """
    if checked == 0:
        return TRUE if claimed == 0 else UNTRUE
    off = 100 * abs(claimed - checked) / abs(checked)
    # 102 against 100 is 2% off, whatever the last bit says.
    if off <= parameters.value("bewering_klopt") + 1e-9:
        return TRUE
    return NEARLY if off <= parameters.value("bewering_ongeveer") + 1e-9 else UNTRUE


def follows(claimed: float, checks: Sequence[Check]) -> str | None:
    """The verdict over a claimed number (NaN without one) that follows from the checks; None where they decide nothing.

    A check by the same definition decides before a range, a range before a text, and a text before another definition.
    Within a range is klopt ongeveer: a range bears out no single number; outside it the nearest bound counts.
    """
    for comparison in (SAME, RANGE, TEXT, DIFFERENT):
        found = [check for check in checks if check.comparison == comparison]
        if found:
            return _by_check(claimed, found[0])
    return None


def _by_check(claimed: float, check: Check) -> str:
    if check.comparison == SAME:
        return by_number(claimed, check.value)
    if check.comparison == RANGE:
        if check.low <= claimed <= check.high:
            return NEARLY
        nearest = min((check.low, check.high), key=lambda bound: abs(bound - claimed))
        return NEARLY if by_number(claimed, nearest) != UNTRUE else UNTRUE
    return OUTCOMES[check.outcome] if check.comparison == TEXT else OTHER


# ---------------------------------------------------------------- sums and dates


def outcomes(claim: Claim, known: Mapping[str, float]) -> list[float]:
    """What each sum of a claim comes to; ``known`` holds the numbers by name (see ``numbers``). NaN where one is lacking."""
    held = dict(known)
    made = []
    for at, one in enumerate(claim.sums, 1):
        made.append(arithmetic.work_out(one.operation, one.inputs, held))
        held[f"som{at}"] = made[-1]
    return made


def numbers(library: Library, from_data: Mapping[str, float] | None = None) -> dict[str, float]:
    """The numbers that sums may name: parameters, the number of each claim, and those of the loaded data."""
    own = {id: claim.value for id, claim in library.claims.items() if not math.isnan(claim.value)}
    return {**_constants(), **own, **(from_data or {})}


def lacking(one: Sum, known: Mapping[str, float]) -> list[str]:
    """The names in a sum that stand for no number now: the data are not loaded, or their claim was left out."""
    names = [name for name in arithmetic.names(one.inputs) if not STEP.fullmatch(name)]
    return [name for name in names if math.isnan(known.get(name, math.nan))]


def last_day(text: str) -> date:
    """The last day that a date of a year, month or day (ISO) can mean. Raises ValueError for anything else."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) > 3:
        raise ValueError(f"{text!r} is not a date.")
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def is_old(text: str, today: date) -> bool:
    """Whether a source of this date is over two years (parameter bewering_oud) before today."""
    years = int(parameters.value("bewering_oud"))
    day = last_day(text)
    # 29 February has no birthday in most years: the 28th counts.
    limit = date(
        today.year - years, today.month, min(today.day, calendar.monthrange(today.year - years, today.month)[1])
    )
    return day < limit


# ---------------------------------------------------------------- reading


FILE = edited.File(
    Path(__file__).with_name("claims.toml"),
    about="Beweringen en eisen uit het debat, en wat open cijfers ervan zeggen. Zo voegt u er een toe: kopieer een blok "
    "dat met [[bewering]] begint, plak het onderaan, en vul het in. Het oordeel geldt voor de datum van het stuk. Wat een "
    "cijfer nu is, staat daar los van en komt uit de gegevens. Klopt een blok niet, dan laat de bladzijde het weg en zegt "
    "zij dat.",
    tables={"stuk": Document, "keuze": Question, "bewering": Claim},
)


def library() -> Library:
    """What is right in claims.toml, and what was left out."""
    return _library(edited.kept(FILE))


def read(text: str) -> Library:
    """The same out of the text of a claims.toml."""
    return _library(FILE.parse(text))


def _library(found: edited.Reading) -> Library:
    return Library(
        found.entries(Document), found.entries(Question), found.entries(Claim), found.left_out(Claim), found.problems
    )


def _constants() -> dict[str, float]:
    return {id: parameter.value for id, parameter in parameters.everything().items()}


def _known(reading: edited.Reading) -> dict[str, float]:
    """The numbers that a claim may name while the file is read: parameters, and those of the claims as they stand."""
    raw = ((str(one.get("id")), one.get("waarde")) for one in reading.raw[Claim])
    return {**_constants(), **{id: float(value) for id, value in raw if isinstance(value, int | float)}}
