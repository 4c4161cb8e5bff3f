"""How much of the differences between wijken (or buurten) lies between gemeenten, and how much inside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from answers import data, format, ground, small_areas
from answers.held import remembered
from indicators import counted, decomposition, parameters, uncertainty
from indicators.catalog import Entry
from indicators.decomposition import Parts
from loaders.vocabulary import LEVEL_PLURALS, gemeente_of

# The figure, its years and the groups that the areas lie in: what the parts are called, and their columns in a file.
COLUMNS = {
    "deel": "Waar de verschillen liggen",
    "procent": "Hoeveel van alle verschillen (variantie, gewogen naar inwoners) daar ligt, in procenten",
}


def possible(entry: Entry, level: str) -> bool:
    """Whether this can be said of a figure and level at all, as far as their kind tells."""
    return level in ("wijk", "buurt") and not entry.total and not small_areas.why_no_clusters(entry)


@remembered(64)
def parts(entry: Entry, level: str, year: int) -> Parts | None:
    """The parts for all areas of a level that have the figure; None where it is not said of this figure, level or year.

    Not of gemeenten, totals (those say how large an area is), origin, models and classes, and not where few gemeenten have
    areas with the figure.
    """
    if not possible(entry, level):
        return None
    values = data.values(entry.id, level, year)["value"].dropna()
    people = _people(level, year, data.store().own_division(level, year, entry.id))
    frame = pd.DataFrame({"value": values, "weight": people.reindex(values.index), "noise": np.nan})
    frame["group"] = [gemeente_of(str(code)) for code in frame.index]
    frame = frame.dropna(subset=["weight"])
    if not small_areas.why_not(entry, year):
        frame["noise"] = _noise(entry, level, year).reindex(frame.index)
        # Without its counts an area would make the part of chance of all unknown.
        frame = frame.dropna(subset=["noise"])
    return decomposition.decompose(frame) if frame["group"].nunique() >= parameters.value("tussen_gemeenten") else None


def _people(level: str, year: int, own: int) -> pd.Series[float]:
    """The inhabitants of the areas on these boundaries, of this year or the nearest."""
    of = min(data.years(level, "inwoners"), key=lambda one: (abs(one - year), -one), default=None)
    if of is None:
        return pd.Series(dtype=float)
    theirs = data.store().own_division(level, of, "inwoners")
    return ground.onto(data.values("inwoners", level, of), level, theirs, own)["value"]


def _noise(entry: Entry, level: str, year: int) -> pd.Series[float]:
    """The variance of chance and rounding of each area's value, in the square of the unit of the figure."""
    held, meant = small_areas.counts(entry, level, year), small_areas.meaning(entry, year)
    basis = uncertainty.basis(meant)
    assert basis is not None
    single, rate = held["size"] / held["effect"], held["count"] / held["size"]
    chance = rate * (1 - rate) / np.maximum(single - 1, 1) if basis.method == "wilson" else rate / single
    return basis.times**2 * (chance + counted.rounding_variance(meant, held["size"].to_numpy(dtype=float)))


def sentence(found: Parts, label: str, level: str) -> str:
    """What the parts come to, in a sentence that takes no side."""
    said = (
        f"{label}: van de verschillen tussen {LEVEL_PLURALS[level]} in {data.country()} ligt {_percent(found.between)} tussen gemeenten "
        f"en {_percent(found.within)} binnen gemeenten"
    )
    return f"{said}; {_percent(found.chance)} past bij toeval en afronding" if found.chance is not None else said


def rows(found: Parts, level: str) -> pd.DataFrame:
    """The parts as numbers, from large areas to small."""
    of = [
        (f"tussen gemeenten ({format.number(found.groups)})", found.between),
        (f"binnen gemeenten, tussen {LEVEL_PLURALS[level]} ({format.number(found.areas)})", found.within),
        ("toeval en afronding", found.chance),
    ]
    held = [(what, 100 * part) for what, part in of if part is not None]
    return pd.DataFrame(held, columns=["deel", "procent"])


def note(found: Parts, level: str) -> str:
    """What has to be known beside the parts."""
    many = LEVEL_PLURALS[level]
    chance = (
        "Wat toeval en afronding aan verschil geven, is eraf gehaald: dat zit vooral in kleine gebieden, en zou anders als "
        "verschil binnen gemeenten tellen."
        if found.chance is not None
        else "Hoeveel toeval erin zit, is bij dit cijfer niet te berekenen. Dat zit dan vooral in het deel binnen gemeenten."
    )
    alone = (
        f" In {format.number(found.alone)} gemeenten is er één {level} met een cijfer: daarbinnen is geen verschil te zien."
        if found.alone > 1
        else ""
    )
    return (
        f"Geteld is hoe ver {format.areas(found.areas, level)} van het gemiddelde liggen. Een groot verschil telt extra zwaar, en een "
        f"gebied met veel inwoners ook (de variantie, gewogen naar inwoners). {chance}{alone} "
        f"Een groot deel binnen gemeenten zegt dat een cijfer van de gemeente veel verschil tussen haar {many} verbergt; een groot "
        "deel tussen gemeenten dat hele gemeenten van elkaar verschillen. Het zegt niet wat daaraan te doen is."
    )


def _percent(part: float | None) -> str:
    found = 100 * (part or 0)
    return "minder dan 1%" if 0 < found < 0.5 else f"{format.number(found)}%"
