"""Claims and demands from the debate: what was said, what it was checked against, and the verdict that follows.

The entries stand in claims.toml, whose head says in Dutch how to add one. A verdict holds for the date of the document
and follows from its checks by rules in this file; it is never typed without a check that bears it out. What a figure is
now is another matter, and comes from the store.
"""

from __future__ import annotations

import calendar
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from indicators import arithmetic, parameters

THEMES = ("bestaanszekerheid", "jeugd", "schulden", "zorg en preventie", "wonen", "sociale basis", "integratie")
CLAIM, DEMAND = "bewering", "eis"
TRUE, NEARLY, OTHER, UNTRUE = "klopt", "klopt ongeveer", "andere definitie", "klopt niet"
UNTESTABLE, FUTURE, UNCHECKED = "niet te toetsen met open data", "toekomst", "nog niet nagezien"
VERDICTS = (TRUE, NEARLY, OTHER, UNTRUE, UNTESTABLE, FUTURE, UNCHECKED)
# Verdicts that no check gives: there is nothing to compare, or nobody did.
WITHOUT_CHECK = (UNTESTABLE, FUTURE, UNCHECKED)
SINCE = ("ingevoerd", "deels", "niet", "onbekend")
SAME, RANGE, DIFFERENT, TEXT, ASIDE = "zelfde", "bandbreedte", "andere", "tekst", "ernaast"
COMPARISONS = (SAME, RANGE, DIFFERENT, TEXT, ASIDE)
OUTCOMES = {"bevestigt": TRUE, "bevestigt deels": NEARLY, "weerspreekt": UNTRUE}
# Numbers that come from the loaded data, by the name that a sum in claims.toml gives them.
FROM_DATA = ("wijken", "gemeenten", "inwoners", "peuters")


class ClaimError(ValueError):
    """claims.toml cannot be used: which entry, which field, and what to do about it (in Dutch, for its editor)."""


@dataclass(frozen=True)
class Document:
    """What someone wrote or said: who, what they are in this debate, and when (ISO, as precise as it is known)."""

    id: str
    short: str
    title: str
    sender: str
    about: str
    date: str


@dataclass(frozen=True)
class Question:
    """A dispute that is about the definition: the reader chooses one."""

    id: str
    question: str
    words: str


@dataclass(frozen=True)
class Sum:
    """Arithmetic that a claim implies; ``hidden`` for a step that only a later sum needs."""

    what: str
    operation: str
    inputs: tuple[arithmetic.Input, ...]
    unit: str
    decimals: int = 0
    hidden: bool = False


@dataclass(frozen=True)
class Check:
    """What a claim was held against: a published figure (``value``, or ``low`` and ``high``; NaN without one) or a text.

    ``date`` is that of the source. ``series`` is the id of a figure of this dashboard that measures the same, at
    ``level`` in ``series_year``; divided by ``divisor`` it is in ``unit``.
    """

    name: str
    comparison: str
    value: float
    low: float
    high: float
    outcome: str
    unit: str
    year: str
    population: str
    source: str
    date: str
    url: str = ""
    series: str = ""
    level: str = "land"
    series_year: int = 0
    divisor: float = 1

    @property
    def numeric(self) -> bool:
        """Whether a published number stands here."""
        return not math.isnan(self.value) or not math.isnan(self.low)


@dataclass(frozen=True)
class Since:
    """What became of a demand: a status of ``SINCE``, and from when, by which source."""

    status: str
    date: str = ""
    words: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True)
class Claim:
    """One claim or demand in our own words. A demand has ``since`` and no verdict; a claim the other way round."""

    id: str
    document: Document
    kind: str
    theme: str
    place: str
    words: str
    value: float
    unit: str
    verdict: str
    reasoning: str
    checked: str
    by: str
    question: str
    slip: str
    against: str
    figure: str
    plan: Mapping[str, str]
    checks: tuple[Check, ...]
    sums: tuple[Sum, ...]
    since: Since | None = field(default=None)


@dataclass(frozen=True)
class Library:
    """Everything in claims.toml, each by its id, in the order of the file."""

    documents: Mapping[str, Document]
    questions: Mapping[str, Question]
    claims: Mapping[str, Claim]


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


def follows(claim: Claim) -> str | None:
    """The verdict that follows from the checks; None where they decide nothing.

    A check by the same definition decides before a range, a range before a text, and a text before another definition.
    Within a range is klopt ongeveer: a range bears out no single number; outside it the nearest bound counts.
    """
    for comparison in (SAME, RANGE, TEXT, DIFFERENT):
        found = [check for check in claim.checks if check.comparison == comparison]
        if found:
            return _of(claim, found[0])
    return None


def _of(claim: Claim, check: Check) -> str:
    if check.comparison == SAME:
        return by_number(claim.value, check.value)
    if check.comparison == RANGE:
        if check.low <= claim.value <= check.high:
            return NEARLY
        nearest = min((check.low, check.high), key=lambda bound: abs(bound - claim.value))
        return NEARLY if by_number(claim.value, nearest) != UNTRUE else UNTRUE
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
    """The names in a sum that come from the loaded data and are not there."""
    return [
        name for name in arithmetic.names(one.inputs) if name in FROM_DATA and math.isnan(known.get(name, math.nan))
    ]


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


@cache
def library() -> Library:
    """What stands in claims.toml. Raises ClaimError where an entry is not complete or its verdict does not follow."""
    return read(resources.files("indicators").joinpath("claims.toml").read_text(encoding="utf-8"))


def read(text: str) -> Library:
    """Claims out of the text of a claims.toml. Raises ClaimError as ``library``."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ClaimError(
            f"claims.toml is niet te lezen: {error}. Kijk of elk aanhalingsteken een tweede heeft."
        ) from error
    documents = {d["id"]: _document(d) for d in _unique(raw.get("stuk", []), "stuk")}
    questions = {q["id"]: _question(q) for q in _unique(raw.get("keuze", []), "keuze")}
    entries = _unique(raw.get("bewering", []), "bewering")
    values = {e["id"]: _number(e, "waarde", f"bewering {e['id']}", {}) for e in entries if "waarde" in e}
    known = {**_constants(), **values}
    claims = {e["id"]: _claim(e, documents, questions, known) for e in entries}
    return Library(documents, questions, claims)


def _constants() -> dict[str, float]:
    return {id: parameter.value for id, parameter in parameters.everything().items()}


def _unique(entries: Sequence[dict[str, Any]], kind: str) -> Sequence[dict[str, Any]]:
    seen: set[str] = set()
    for entry in entries:
        id = str(entry.get("id", ""))
        if not id or id in seen:
            raise ClaimError(
                f"claims.toml: {kind} {id!r} heeft geen id, of het id staat er twee keer. Geef het een nieuw id."
            )
        seen.add(id)
    return entries


def _document(raw: Mapping[str, Any]) -> Document:
    where = f"stuk {raw['id']}"
    short, title, sender, about, when = (
        _text(raw, key, where) for key in ("kort", "titel", "afzender", "wie", "datum")
    )
    return Document(str(raw["id"]), short, title, sender, about, _date(when, where))


def _question(raw: Mapping[str, Any]) -> Question:
    where = f"keuze {raw['id']}"
    return Question(str(raw["id"]), _text(raw, "vraag", where), _text(raw, "uitleg", where))


def _claim(
    raw: Mapping[str, Any],
    documents: Mapping[str, Document],
    questions: Mapping[str, Question],
    known: Mapping[str, float],
) -> Claim:
    where = f"bewering {raw['id']}"
    _only(raw, where, CLAIM_KEYS)
    kind = _one_of(raw, "soort", (CLAIM, DEMAND), where)
    claim = Claim(
        id=str(raw["id"]),
        document=documents[_one_of(raw, "stuk", tuple(documents), where)],
        kind=kind,
        theme=_one_of(raw, "thema", THEMES, where),
        place=_text(raw, "plaats", where),
        words=_text(raw, "zin", where),
        value=_number(raw, "waarde", where, {}),
        unit=_text(raw, "eenheid", where) if "waarde" in raw else "",
        verdict=_one_of(raw, "oordeel", VERDICTS, where) if kind == CLAIM else "",
        reasoning=_text(raw, "uitleg", where) if kind == CLAIM else "",
        checked=str(raw.get("nagezien", "")),
        by=str(raw.get("door", "")),
        question=_one_of(raw, "keuze", tuple(questions), where) if "keuze" in raw else "",
        slip=str(raw.get("let_op", "")),
        against=str(raw.get("tegen", "")),
        figure=str(raw.get("kaart", "")),
        plan={key: str(value) for key, value in raw.get("plan", {}).items()},
        checks=tuple(_check(one, where, known) for one in raw.get("toets", [])),
        sums=_sums(raw.get("som", []), where, known),
        since=_since(raw, where) if kind == DEMAND else None,
    )
    _complete(claim, raw, where)
    return claim


CLAIM_KEYS = (
    "id",
    "stuk",
    "soort",
    "thema",
    "plaats",
    "zin",
    "waarde",
    "eenheid",
    "oordeel",
    "uitleg",
    "nagezien",
    "door",
    "keuze",
    "let_op",
    "tegen",
    "kaart",
    "plan",
    "toets",
    "som",
    "sindsdien",
)
CHECK_KEYS = (
    "naam",
    "vergelijking",
    "waarde",
    "laag",
    "hoog",
    "som",
    "uitkomst",
    "eenheid",
    "jaar",
    "wie",
    "bron",
    "datum",
    "adres",
    "reeks",
    "niveau",
    "reeksjaar",
    "reeksdeel",
)


def _complete(claim: Claim, raw: Mapping[str, Any], where: str) -> None:
    """Raise ClaimError where fields do not go together, or the verdict does not follow from the checks."""
    if claim.kind == DEMAND:
        if {"oordeel", "nagezien"} & set(raw):
            raise ClaimError(f"claims.toml, {where}: een eis krijgt geen oordeel. Zet erbij wat er sindsdien gebeurde.")
        return
    if "sindsdien" in raw or claim.plan:
        raise ClaimError(f"claims.toml, {where}: sindsdien en plan horen bij een eis, niet bij een bewering.")
    if (claim.verdict == UNCHECKED) == bool(claim.checked and claim.by):
        raise ClaimError(
            f"claims.toml, {where}: een oordeel heeft een datum (nagezien) en een naam (door); “{UNCHECKED}” heeft die niet."
        )
    if claim.checked:
        _date(claim.checked, where)
    if math.isnan(claim.value) and any(check.comparison in (SAME, RANGE) for check in claim.checks):
        raise ClaimError(f"claims.toml, {where}: zonder waarde is er niets te vergelijken. Vul waarde en eenheid in.")
    found = follows(claim)
    if (found is None) != (claim.verdict in WITHOUT_CHECK) or (found or claim.verdict) != claim.verdict:
        raise ClaimError(
            f"claims.toml, {where}: het oordeel “{claim.verdict}” volgt niet uit de toetsen; die geven: "
            f"{found or 'geen oordeel'}. Pas het oordeel of de toets aan."
        )


def _check(raw: Mapping[str, Any], where: str, known: Mapping[str, float]) -> Check:
    where = f"{where}, toets {raw.get('naam', '')!r}"
    _only(raw, where, CHECK_KEYS)
    comparison = _one_of(raw, "vergelijking", COMPARISONS, where)
    value = _number(raw, "waarde", where, known)
    if "som" in raw:
        value = arithmetic.work_out(*_operation(raw["som"], where, known), known)
    check = Check(
        name=_text(raw, "naam", where),
        comparison=comparison,
        value=value,
        low=_number(raw, "laag", where, known),
        high=_number(raw, "hoog", where, known),
        outcome=_one_of(raw, "uitkomst", tuple(OUTCOMES), where) if comparison == TEXT else "",
        unit=str(raw.get("eenheid", "")),
        year=_text(raw, "jaar", where),
        population=_text(raw, "wie", where),
        source=_text(raw, "bron", where),
        date=_date(_text(raw, "datum", where), where),
        url=str(raw.get("adres", "")),
        series=str(raw.get("reeks", "")),
        level=str(raw.get("niveau", "land")),
        series_year=int(raw.get("reeksjaar", 0)),
        divisor=float(raw.get("reeksdeel", 1)),
    )
    if check.url and not check.url.startswith("https://"):
        raise ClaimError(f"claims.toml, {where}: een adres begint met https://.")
    if math.isnan(check.low) != math.isnan(check.high) or (comparison == RANGE and not check.low < check.high):
        raise ClaimError(f"claims.toml, {where}: een bandbreedte heeft laag en hoog, en laag is het kleinst.")
    if comparison in (SAME, DIFFERENT) and math.isnan(check.value):
        raise ClaimError(f"claims.toml, {where}: hier hoort een waarde of een som bij.")
    if check.numeric and not check.unit:
        raise ClaimError(f"claims.toml, {where}: een getal heeft een eenheid.")
    return check


def _sums(raw: Sequence[Mapping[str, Any]], where: str, known: Mapping[str, float]) -> tuple[Sum, ...]:
    made: list[Sum] = []
    for at, one in enumerate(raw):
        before = {f"som{n}": 0.0 for n in range(1, at + 1)}
        operation, inputs = _operation(one, where, {**known, **before, **dict.fromkeys(FROM_DATA, 0.0)})
        made.append(
            Sum(
                _text(one, "wat", where),
                operation,
                inputs,
                _text(one, "eenheid", where),
                int(one.get("decimalen", 0)),
                bool(one.get("tussenstap", False)),
            )
        )
    return tuple(made)


def _operation(
    raw: Mapping[str, Any], where: str, known: Mapping[str, float]
) -> tuple[str, tuple[arithmetic.Input, ...]]:
    operation = _one_of(raw, "bewerking", tuple(arithmetic.OPERATIONS), where)
    inputs = tuple(one if isinstance(one, str) else float(one) for one in raw.get("getallen", []))
    unknown = [name for name in arithmetic.names(inputs) if name not in known]
    if unknown:
        raise ClaimError(
            f"claims.toml, {where}: het getal {unknown[0]!r} bestaat niet. Kijk in parameters.csv, of gebruik een id."
        )
    try:
        arithmetic.work_out(operation, inputs, known)
    except ValueError:
        raise ClaimError(f"claims.toml, {where}: {operation!r} vraagt een ander aantal getallen.") from None
    return operation, inputs


def _since(raw: Mapping[str, Any], where: str) -> Since:
    told = raw.get("sindsdien", {})
    status = _one_of(told, "stand", SINCE, f"{where}, sindsdien")
    if status == "onbekend":
        return Since(status)
    words, source = _text(told, "uitleg", where), _text(told, "bron", where)
    return Since(status, _date(_text(told, "datum", where), where), words, source, str(told.get("adres", "")))


def _text(raw: Mapping[str, Any], key: str, where: str) -> str:
    text = raw.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ClaimError(f"claims.toml, {where}: {key} ontbreekt of is geen tekst. Vul het in.")
    return text.strip()


def _one_of(raw: Mapping[str, Any], key: str, allowed: Sequence[str], where: str) -> str:
    text = _text(raw, key, where)
    if text not in allowed:
        raise ClaimError(f"claims.toml, {where}: {key} is {text!r}. Kies een van: {', '.join(allowed)}.")
    return text


def _number(raw: Mapping[str, Any], key: str, where: str, known: Mapping[str, float]) -> float:
    """A number, or what the name of one in ``known`` stands for; NaN where the key is not there."""
    found = raw.get(key, math.nan)
    if isinstance(found, str) and found in known:
        return known[found]
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ClaimError(f"claims.toml, {where}: {key} is {found!r}, en dat is geen getal. Schrijf 1500000 of 4.2.")
    return float(found)


def _date(text: str, where: str) -> str:
    try:
        last_day(text)
    except ValueError:
        raise ClaimError(
            f"claims.toml, {where}: {text!r} is geen datum. Schrijf 2020, 2020-03 of 2020-03-02."
        ) from None
    return text


def _only(raw: Mapping[str, Any], where: str, allowed: Sequence[str]) -> None:
    """Raise ClaimError for a key that nobody reads: mostly a slip of the pen."""
    for key in raw:
        if key not in allowed:
            raise ClaimError(f"claims.toml, {where}: {key!r} kent dit dashboard niet. Kies uit: {', '.join(allowed)}.")
