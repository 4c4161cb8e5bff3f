"""How sure a figure is, in the few words that fit behind it: its interval, its trend, a clear difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answers import format
from answers.history import history
from answers.profile import Figure
from indicators import assessment, catalog, profile, trend, uncertainty
from indicators.assessment import Assessment, Movement
from indicators.catalog import Entry

# The name of the middle of areas that are built alike, beside gemeente and nederland.
ALIKE = "vergelijkbaar"
READING = (
    "Klein achter een waarde staat de marge: hoeveel het cijfer door toeval en afronding kan verschillen. "
    "“Hier hoger” of “hier lager” staat er alleen als dat verschil duidelijk is en groot genoeg om ertoe te doen."
)


def add(region: str, found: Sequence[Figure]) -> list[Figure]:
    """The figures of one area with what may be said of each; figures of which nothing can be said as they were."""
    years = {f.id: f.year for f in found if f.value is not None and f.year is not None}
    wanted = assessment.columns(entry for id, entry in catalog.entries().items() if id in years)
    past = profile.wide(history(region, wanted))
    beside = {
        "gemeente": {f.id: f.gemeente for f in found if f.gemeente is not None},
        "nederland": {f.id: f.country for f in found if f.country is not None},
        ALIKE: {f.id: f.alike for f in found if f.alike is not None},
    }
    between = {ALIKE: {f.id: f.alike_between for f in found if f.alike_between is not None}}
    said = assessment.assess(years, past, beside, between)
    return [replace(f, said=said[f.id]) if f.id in said else f for f in found]


def interval(entry: Entry, said: Assessment) -> str:
    """The interval without its unit: ``11,0–13,8``; "" where there is none."""
    if said.interval is None:
        return ""
    low, high = (format.number(end, entry.decimals) for end in said.interval)
    return f"{low}–{high}"


def difference(said: Assessment, name: str) -> str:
    """``hier hoger`` or ``hier lager`` than the other value of this name; "" where it is not clear.

    The names: gemeente, nederland, vergelijkbaar.
    """
    result = said.beside.get(name, "")
    return f"hier {result}" if result in (uncertainty.HIGHER, uncertainty.LOWER) else ""


def movement(said: Assessment) -> str:
    """The trend in a few words: ``daling sinds 2019``; "" where there is too little to tell."""
    moved = said.movement
    if moved is None or moved.start is None:
        return ""
    return f"{moved.label} sinds {moved.start}" if moved.label in (trend.UP, trend.DOWN) else moved.label


def change(entry: Entry, moved: Movement | None) -> str:
    """The trend as a sentence, with the change and its interval; "" for a figure of which no trend is kept."""
    if moved is None:
        return ""
    if moved.change is None or moved.start is None:
        return "Ontwikkeling: nog niet te bepalen. Er zijn geen vijf jaren die met elkaar te vergelijken zijn."
    decimals = max(entry.decimals, 1)
    value, low, high = (format.signed(number, decimals) for number in moved.change)
    unit = "procentpunt" if entry.unit == "%" else entry.unit
    difference = f"Verschil {value} {unit} (marge {low} tot {high})."
    return f"Ontwikkeling van {moved.start} tot {moved.end}: {moved.label}. {difference}"
