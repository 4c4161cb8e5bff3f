"""A scenario of the planner: every choice that settles its outcome, as it stands in the address, read the same way always.

The page draws choices into the address; what is worked out is read from there. So a kept scenario, a copied address and
what is on the screen cannot differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from answers import coverage, data, format, need_figures
from answers.planner import subject as subjects
from answers.planner.amounts import Base, Cost, bases, cost_id
from answers.planner.subject import SUBJECTS, Subject
from indicators import parameters, youth_work
from indicators.planner import Rule

AMOUNTS = {
    "ongewijzigd": "Ongewijzigd",
    "minder": "Minder",
    "deltaplan": "Deltaplan (× 10)",
    "fte": "Een aantal fte",
    "euro": "Een bedrag in euro's",
    "zorgdeel": "Een deel van het zorggeld",
    "uren": "Uren per peuter",
}
PRESETS = ("ongewijzigd", "minder", "deltaplan")
RULES: Mapping[Rule, str] = {
    "gelijk": "Gelijk per hoofd",
    "behoefte": "Naar behoefte",
    "norm": "Meeste behoefte eerst, tot een norm",
    "corporatie": "Alleen wijken met veel corporatiebezit",
    "eigen": "Eigen gebieden",
}
# What settles the outcome, in the order in which it is told; the rest of the address is about showing it.
KEYS = (
    "waarover", "hoeveel", "minder", "fte", "euro", "zorgdeel", "uren", "omrekenen", "regel", "niveau", "jaar", "behoefte",
    "drempel", "ernst", "norm", "bezit", "wijken", "bodem", "plafond", "houden", "basis", "leeftijd", "kosten",
    "stijging", "uurprijs", "weken", "prijsjaar",
)  # fmt: skip
# Lowest and highest number, and the step of the box or slider.
BOUNDS = {
    "minder": (0.0, 100.0, 1.0),
    "fte": (0.0, 1e6, 10.0),
    "euro": (0.0, 1e5, 10.0),
    "zorgdeel": (0.0, 10.0, 0.5),
    "uren": (0.0, 40.0, 1.0),
    "weken": (1.0, 52.0, 1.0),
    "uurprijs": (1.0, 50.0, 0.1),
    "drempel": (0.0, 99.0, 5.0),
    "ernst": (0.0, 4.0, 0.5),
    "norm": (0.0, 1e7, 0.5),
    "bezit": (0.0, 100.0, 1.0),
    "bodem": (0.0, 1e7, 0.1),
    "plafond": (0.0, 1e7, 0.5),
    "houden": (0.0, 100.0, 1.0),
    "kosten": (1000.0, 1e6, 1000.0),
    "stijging": (0.0, 20.0, 0.5),
    "prijsjaar": (2020.0, 2040.0, 1.0),
}
MOST_AREAS, MOST_KEPT = 60, 3


@dataclass(frozen=True)
class Scenario:
    """All choices, checked. ``text`` is the scenario itself as one line, without what is the default."""

    subject: Subject
    level: str
    year: int
    how: str
    number: float
    convert: bool
    rule: Rule
    need: str | None
    threshold: float
    severity: float
    norm: float | None
    share: float
    own: tuple[str, ...]
    floor: float
    cap: float | None
    kept: float
    base: Base
    band: tuple[int, int]
    cost: Cost
    weeks: float
    text: str

    @property
    def band_words(self) -> str:
        """Who counts, in words: ``jongeren van 10 tot 27 jaar``, ``peuters``."""
        if self.subject.many != "jongeren":
            return self.subject.many
        return f"jongeren van {self.band[0]} tot {self.band[1]} jaar"

    @property
    def name(self) -> str:
        """What it is called in a list of scenarios."""
        much = AMOUNTS[self.how].lower()
        if self.how == "minder":
            much = f"{format.number(self.number)}% minder"
        elif self.how in ("fte", "euro", "zorgdeel", "uren"):
            unit = {"fte": " fte", "euro": " miljoen euro", "zorgdeel": "% van het zorggeld", "uren": " uur per week"}[
                self.how
            ]
            much = f"{format.number(self.number, 0 if self.number == int(self.number) else 1)}{unit}"
        return f"{much}, {rule_words(self.subject, self.rule).lower()}"


def rule_words(subject: Subject, rule: str) -> str:
    """A rule in words that fit the subject: *gelijk per jongere*."""
    one = {"jongeren": "per jongere", "peuters": "per peuter", "inwoners": "per inwoner"}
    return f"Gelijk {one.get(subject.many, 'naar laag inkomen')}" if rule == "gelijk" else RULES[rule]  # type: ignore[index]


def default(key: str, subject: Subject, level: str, year: int, base: Base) -> float:
    """The number that an address without this key means."""
    fixed = {
        "minder": "jongerenwerk_minder",
        "zorgdeel": "preventie_deel",
        "uren": "peuter_uren",
        "weken": "peuter_weken",
        "uurprijs": "peuter_uurprijs",
        "bezit": "corporatie_grens",
        "kosten": "kosten_per_fte",
        "stijging": "kosten_stijging",
    }
    if key in fixed:
        return parameters.value(fixed[key])
    if key == "fte":
        if subject.id == "raadslieden":
            return parameters.value("raadslieden_per_gemeente") * len(data.names("gemeente", year))
        return float(round(base.fte * 2))
    if key == "prijsjaar":
        return float(parameters.parameter(cost_id(subject)).date)
    return {"euro": 100.0, "ernst": 1.0}.get(key, 0.0)


def read(choices: Mapping[str, str]) -> Scenario | None:
    """The scenario that an address means; what makes no sense there is the default. None where there is nothing to plan."""
    store = data.store()
    subject = SUBJECTS.get(choices.get("waarover", ""), next(iter(SUBJECTS.values())))
    levels = subjects.levels(subject)
    if not levels:
        return None
    level = _among(choices.get("niveau"), levels)
    possible = subjects.years(subject, level)
    year = next((y for y in possible if str(y) == choices.get("jaar")), subjects.default_year(subject, level))
    options = bases(store, year)
    base = options[_among(choices.get("basis"), list(options))]
    how = _among(choices.get("hoeveel"), list(subject.amounts))
    rule: Rule = next((r for r in subject.rules if r == choices.get("regel")), subject.rules[0])
    needs = need_figures.listed(level, year)

    def number(key: str) -> float:
        found = _number(choices.get(key), key)
        return default(key, subject, level, year, base) if found is None else found

    band = coverage.read_band(choices.get("leeftijd"))
    own = [code for code in (choices.get("wijken") or "").split(",") if data.place(code)]
    price = parameters.parameter(cost_id(subject))
    return Scenario(
        subject=subject,
        level=level,
        year=year,
        how=how,
        number=number(how) if how in BOUNDS else 0.0,
        convert=choices.get("omrekenen") == "ja",
        rule=rule,
        need=_among(choices.get("behoefte"), list(needs)) if needs else None,
        threshold=number("drempel") if rule == "behoefte" else 0.0,
        severity=number("ernst") if rule == "behoefte" else 1.0,
        norm=_number(choices.get("norm"), "norm"),
        share=number("bezit"),
        own=tuple(own[:MOST_AREAS]) if rule == "eigen" else (),
        floor=number("bodem"),
        cap=_number(choices.get("plafond"), "plafond"),
        kept=number("houden"),
        base=base,
        band=band if band and band[1] <= 45 else (youth_work.START, youth_work.END),
        cost=Cost(
            number("uurprijs" if subject.unit == "uur" else "kosten"),
            number("stijging"),
            int(price.date),
            int(number("prijsjaar")),
        ),
        weeks=number("weken"),
        # Never empty: also the scenario that the page opens with can be kept.
        text=write({**choices, "hoeveel": how}),
    )


def write(choices: Mapping[str, str]) -> str:
    """The choices of a scenario as one line, to keep it by: ``hoeveel:deltaplan;regel:behoefte``."""
    return ";".join(f"{key}:{choices[key].replace(',', '.')}" for key in KEYS if choices.get(key))


def parse(text: str) -> dict[str, str]:
    """What ``write`` made, read back; pieces that are no choice of a scenario are dropped."""
    pairs = (piece.split(":", 1) for piece in text.split(";") if ":" in piece)
    found = {key: value for key, value in pairs if key in KEYS and len(value) < 700}
    if "wijken" in found:
        found["wijken"] = found["wijken"].replace(".", ",")
    return found


def _among(wanted: str | None, options: list[str]) -> str:
    return wanted if wanted in options else options[0]


def _number(text: str | None, key: str) -> float | None:
    low, high, _ = BOUNDS[key]
    try:
        found = float(str(text))
    except ValueError:
        return None
    return min(max(found, low), high) if math.isfinite(found) else None
