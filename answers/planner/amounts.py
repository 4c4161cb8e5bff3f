"""How much a scenario divides, what that costs, and both in words."""

from __future__ import annotations

from dataclasses import dataclass

from answers import coverage, data, format, ground
from answers.held import remembered
from answers.planner.subject import Subject
from indicators import parameters
from indicators.planner import EURO_STEP, FTE_STEP

MILLION = 1_000_000
# How it can be said how much there is to divide. Each that asks for a number has a choice of the same name.
LABELS = {
    "ongewijzigd": "Ongewijzigd",
    "minder": "Minder",
    "deltaplan": "Deltaplan (× 10)",
    "fte": "Een aantal fte",
    "euro": "Een bedrag in euro's",
    "zorgdeel": "Een deel van het zorggeld",
    "uren": "Uren per peuter",
}
PRESETS = ("ongewijzigd", "minder", "deltaplan")
WITHOUT_NUMBER = ("ongewijzigd", "deltaplan")
MONEY = ("euro", "zorgdeel")
# In words, a year.
UNITS = {"fte": "fte", "uur": "uur per jaar", "euro": "euro"}


def quantity(number: float | None, unit: str, decimals: int = 1) -> str:
    """An amount in words: ``1.800 fte``, ``5 miljard euro``, ``153,0 miljoen euro``, ``2,1 miljoen uur``."""
    if number is None or format.is_missing(number):
        return format.UNKNOWN
    if unit == "fte":
        return format.with_unit(number, "fte", 0 if round(number, decimals) == round(number) else decimals)
    for size, word, digits in ((1000 * MILLION, "miljard", 2), (MILLION, "miljoen", 1)):
        if abs(number) >= size:
            part = number / size
            return format.with_unit(part, f"{word} {unit}", 0 if round(part, 2) == int(part) else digits)
    return format.with_unit(number, unit)


def percent(part: float | None) -> str:
    """A part of 1 as ``41%``; less than half a percent that is not nought is ``minder dan 1%``."""
    if part is not None and 0 < part < 0.005:
        return "minder dan 1%"
    return format.with_unit(None if part is None else 100 * part, "%")


def quantity_rate(rate: float, unit: str) -> str:
    """An amount per 1,000 of those it is for."""
    return format.with_unit(rate, unit, 2 if unit == "fte" else 0)


@dataclass(frozen=True)
class Cost:
    """What one unit (an fte, an hour) costs: ``euros`` in ``since``, rising ``rise`` % a year, in money of ``year``."""

    euros: float
    rise: float
    since: int
    year: int

    @property
    def now(self) -> float:
        """Euros per unit in the prices of ``year``."""
        return float(self.euros * (1 + self.rise / 100) ** (self.year - self.since))


@dataclass(frozen=True)
class Base:
    """How many fte there are now, as far as anyone knows, and in words where that number comes from."""

    fte: float
    words: str


NO_BASE = Base(0.0, "")


@dataclass(frozen=True)
class Amount:
    """What there is to divide: ``total`` in ``unit`` (fte, uur or euro), and what it costs a year in euros."""

    how: str
    total: float
    unit: str
    euros: float

    @property
    def step(self) -> float:
        """The smallest amount that an area can get."""
        return {"fte": FTE_STEP, "euro": EURO_STEP}.get(self.unit, 1.0)


def amount(
    how: str,
    number: float,
    base: Base,
    cost: Cost,
    convert: bool,
    *,
    unit: str = "fte",
    people: float = 0.0,
    weeks: float = 0.0,
) -> Amount:
    """What there is to divide. ``number``: % less, fte, million euros, % of care spending or hours a week, by ``how``.

    Euros become fte only with ``convert``, at what an fte costs. Hours are for each of ``people``, ``weeks`` a year.
    """
    if how in ("euro", "zorgdeel"):
        part = number / 100 * parameters.value("zorguitgaven") * 1000 if how == "zorgdeel" else number
        euros = part * MILLION
        if convert and cost.now > 0 and unit == "fte":
            return Amount(how, euros / cost.now, "fte", euros)
        return Amount(how, euros, "euro", euros)
    if how == "uren":
        total = number * weeks * people
        return Amount(how, total, "uur", total * cost.now)
    times = {"minder": 1 - number / 100, "deltaplan": parameters.value("jongerenwerk_vervoudiging")}
    fte = number if how == "fte" else base.fte * times.get(how, 1)
    return Amount(how, fte, "fte", fte * cost.now)


@remembered(16)
def bases(year: int) -> dict[str, Base]:
    """The numbers of youth workers to start from, by id, the default first. The demo has only what was reported."""
    store = data.store()
    if store.demo:
        reported = store.table("gemeente", year, [coverage.FTE])[coverage.FTE].dropna()
        told = f"wat {format.areas(len(reported), 'gemeente')} in het demogebied samen meldden (verzonnen, {year})"
        return {"gemeld": Base(float(reported.sum()), told)}
    ids = {
        "1800": "jongerenwerk_brief_1800",
        "2000": "jongerenwerk_brief_2000",
        "1300": "jongerenwerk_landelijk_laag",
    }
    found = {key: parameters.parameter(id) for key, id in ids.items()}
    return {
        key: Base(p.value, f"{format.number(p.value)} {p.unit}{_as_fte(p.unit)} ({p.source}, over {p.date})")
        for key, p in found.items()
    }


def base_words(base: Base) -> str:
    """Which number is taken as *now*, beside all that were published, by whom and when; "" in the demo."""
    if data.store().demo:
        return ""
    ranges = {
        "jongerenwerk_brief_1800": "jongerenwerk_brief_2000",
        "jongerenwerk_landelijk_laag": "jongerenwerk_landelijk_hoog",
    }
    told = []
    for low, high in ranges.items():
        one, other = parameters.parameter(low), parameters.parameter(high)
        word = "en" if low == "jongerenwerk_brief_1800" else "tot"
        by = one.source.replace(" (", ", ").rstrip(")")
        told.append(f"{format.number(one.value)} {word} {format.number(other.value)} ({by})")
    return f"Hier geldt {format.number(base.fte)} als nu. Genoemd worden {format.joined(told)}."


def _as_fte(unit: str) -> str:
    """Where a source does not say that it counts fte, say that this page does."""
    return "" if unit == "fte" else ", hier gerekend als fte"


def gemeenten(year: int) -> int:
    """How many gemeenten there are."""
    return len(ground.names("gemeente", year))


def cost_id(subject: Subject) -> str:
    """The parameter that says what one unit costs."""
    return "peuter_uurprijs" if subject.unit == "uur" else "kosten_per_fte"
