"""What the loaded data says of a claim: the numbers that its sums ask for, and the figure of then and of now."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from answers import data, format, words
from answers.claims.wording import amount
from answers.held import remembered
from indicators import claims
from indicators.claims import Check, Claim, Library, Sum
from loaders.vocabulary import COUNTRY

NOT_LOADED = "niet geladen"


@dataclass(frozen=True)
class Loaded:
    """A number out of the loaded data, with what says when and where from."""

    value: float
    words: str


@remembered(1)
def from_data() -> Mapping[str, Loaded]:
    """The numbers of the loaded data that sums ask for; none in the demo region, whose figures are made up."""
    held = data.store()
    if held.demo:
        return {}
    found: dict[str, Loaded] = {}
    for name, level in (("wijken", "wijk"), ("gemeenten", "gemeente")):
        years = held.years(level, "inwoners")
        if years:
            count = int(held.table(level, years[-1], ["inwoners"])["inwoners"].notna().sum())
            found[name] = Loaded(count, f"{format.areas(count, level)} met inwoners in {years[-1]}")
    for name, ids in (("inwoners", ("inwoners",)), ("peuters", ("leeftijd_jaar_2", "leeftijd_jaar_3"))):
        common = set.intersection(*(set(held.years("land", id)) for id in ids))
        if common:
            year = max(common)
            total = float(held.table("land", year, list(ids)).loc[[COUNTRY]].sum(axis=1, min_count=len(ids)).iloc[0])
            found[name] = Loaded(total, f"{format.number(total)} {name} in {year}")
    return found


def known(library: Library) -> dict[str, float]:
    """Every number that a sum may name, as far as it is there."""
    return claims.numbers(library, {name: one.value for name, one in from_data().items()})


def sum_words(one: Sum, outcome: float, numbers: Mapping[str, float]) -> str:
    """A sum and its outcome in one line, with the year of what came from the data."""
    lacking = claims.lacking(one, {**dict.fromkeys(claims.FROM_DATA, math.nan), **numbers})
    if math.isnan(outcome):
        return f"{one.what}: {NOT_LOADED} ({format.joined(lacking) if lacking else 'een eerdere stap'})."
    used = [from_data()[name].words for name in one.inputs if isinstance(name, str) and name in from_data()]
    told = f" ({format.joined(used)})" if used else ""
    return f"{one.what}: **{sum_amount(one, outcome)}**{told}."


def sum_amount(one: Sum, outcome: float) -> str:
    """The outcome of a sum with its unit; large amounts of money in words."""
    if one.unit.startswith("euro") and abs(outcome) >= 1_000_000:
        return f"{format.number(outcome / 1_000_000, 1)} miljoen {one.unit}"
    return format.with_unit(outcome, one.unit, one.decimals)


def then(check: Check) -> str:
    """The value of a check's own series in its year, out of the store; "" without a series."""
    if not check.series:
        return ""
    value = _country_value(check.series, check.series_year)
    return NOT_LOADED if value is None else f"{amount(value / check.divisor, check.unit)} ({check.series_year})"


def now(figure: str) -> str:
    """The newest value of the figure that goes with a claim for the whole country, with its year; or NOT_LOADED."""
    entry = data.entry(figure)
    years = [] if data.store().demo else data.years("land", figure)
    if not years:
        return NOT_LOADED
    value = _country_value(figure, years[-1])
    return NOT_LOADED if value is None else f"{words.value(entry, value)} ({years[-1]})"


def _country_value(figure: str, year: int) -> float | None:
    """One figure of the country; None in the demo region: a made-up figure tests no claim."""
    return None if data.store().demo else data.value_of(figure, COUNTRY, year)


def later(claim: Claim) -> str:
    """Where the loaded series would give another verdict than the published figure, a line that says so; else ""."""
    for check in claim.checks:
        value = _country_value(check.series, check.series_year) if check.series else None
        if check.comparison == claims.SAME and value is not None:
            verdict = claims.by_number(claim.value, value / check.divisor)
            if verdict != claim.verdict:
                return (
                    f"De geladen reeks geeft {amount(value / check.divisor, check.unit)} over {check.series_year}; "
                    f"daarmee zou het oordeel “{verdict}” zijn. De bron heeft haar cijfer dan na onze toets bijgesteld."
                )
    return ""
