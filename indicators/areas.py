"""A set of wijken or buurten as one area of its own: a focusgebied, the district of a corporation.

Counts add. A share or rate of our own is made again from the counts. A share that a publisher gives is weighed by what
it was taken over, and a mean too, marked as an approximation. Medians, distances, densities, classes and scores of
several areas cannot be made from those of each: they are refused. One unknown part makes the whole unknown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from indicators import catalog, small_numbers
from indicators.catalog import Entry
from indicators.recipes import Copy, Headline, Measured, Ratio, Score, listed
from loaders.vocabulary import LEVEL_PLURALS, level_of

How = Literal["opgeteld", "berekend", "gewogen", "niet"]
LEVELS = ("wijk", "buurt")
MOST = 60
_REFUSED = {
    "median": "Van medianen is geen mediaan van het geheel te maken.",
    "distance": "Een gemiddelde afstand per gebied telt niet op tot die van het geheel.",
    "density": "Een dichtheid telt niet op: daarvoor is de precieze oppervlakte nodig.",
    "class": "Klassen tellen niet op.",
    "score": "Een score telt niet op.",
}
_NO_TOTAL = "De bron zegt niet waarover dit is genomen. Daardoor is het niet eerlijk te wegen."


@dataclass(frozen=True)
class Combined:
    """One figure of an own area. ``value`` is NaN where there is none; ``note`` is Dutch: how it came about, or why not.

    ``how`` is opgeteld (a sum), berekend (made again from sums), gewogen (a weighted mean) or niet (refused or unknown).
    ``under`` is what a sum stays under of counts that were all rounded to nought, 0 for any other.
    """

    value: float
    how: How
    note: str = ""
    under: float = 0.0


def wrong(codes: Sequence[str], known: pd.Index[str]) -> str:
    """Why these codes are no area of their own, in Dutch; "" when they are. ``known`` are the codes of that year."""
    levels = {level_of(code) for code in codes}
    if len(set(codes)) < 2:
        return "Een eigen gebied bestaat uit minstens twee gebieden."
    if len(levels) > 1 or not levels <= set(LEVELS):
        return "Een eigen gebied bestaat uit alleen wijken of alleen buurten. Anders telt iemand dubbel."
    if len(set(codes)) > MOST:
        return f"Een eigen gebied bestaat uit hoogstens {MOST} gebieden."
    lost = sorted(set(codes) - set(known))
    return f"Niet in de indeling van dat jaar: {listed(lost)}." if lost else ""


def name(codes: Sequence[str]) -> str:
    """What an own area is called: 'Eigen gebied van 3 wijken'."""
    return f"Eigen gebied van {len(codes)} {LEVEL_PLURALS[level_of(codes[0])]}"


@dataclass(frozen=True)
class Way:
    """How one figure of several areas is made: ``how``, out of which figure ``id``, and why not where it is "niet"."""

    how: How
    id: str = ""
    note: str = ""


def way(id: str, year: int) -> Way:
    """How a figure of several areas comes about in a year, before any of them is looked at."""
    meant = _meant(id, year)
    if meant is None:
        return Way("niet", note="In dat jaar bestaat dit cijfer niet.")
    recipe, entry = _recipe(meant), catalog.entry(meant)
    if isinstance(recipe, Score | Measured):
        return Way("niet", meant, _REFUSED["score"])
    if isinstance(recipe, Ratio):
        return Way("berekend", meant)
    if entry.total:
        return Way("opgeteld", meant)
    if entry.kind in _REFUSED:
        return Way("niet", meant, _REFUSED[entry.kind])
    return Way("gewogen", meant) if entry.per else Way("niet", meant, _NO_TOTAL)


def inputs(ids: Iterable[str], year: int) -> tuple[str, ...]:
    """The figures to read for combining these ids in a year."""
    found: list[str] = []
    for id in ids:
        meant = _meant(id, year)
        if meant is None:
            continue
        recipe, entry = _recipe(meant), catalog.entry(meant)
        found += recipe.inputs if isinstance(recipe, Ratio) else [meant, *([entry.per] if entry.per else [])]
    return tuple(dict.fromkeys(found))


def combine(frame: pd.DataFrame, codes: Sequence[str], ids: Iterable[str], year: int) -> dict[str, Combined]:
    """The figures ``ids`` of the areas ``codes`` together, in one year.

    ``frame`` holds all areas of their level in that year (index region) with the columns of ``inputs``. Raises
    ValueError (Dutch) where the codes are no area of their own.
    """
    codes = list(dict.fromkeys(codes))
    if fault := wrong(codes, frame.index):
        raise ValueError(fault)
    columns = inputs(ids, year)
    frame = frame.reindex(columns=list(columns)).astype(float)
    return {id: _one(frame, codes, way(id, year)) for id in ids}


def together(frame: pd.DataFrame, codes: Sequence[str], id: str, year: int) -> Combined:
    """One figure of areas that make up another, however many; ``frame`` as for ``combine``, with all of ``codes``."""
    columns = inputs([id], year)
    return _one(frame.reindex(columns=list(columns)).astype(float), list(codes), way(id, year))


def _recipe(id: str) -> object:
    indicator = catalog.declared().get(id)
    return indicator.recipe if indicator else None


def _meant(id: str, year: int) -> str | None:
    """The figure behind a headline or a copy; None for a headline before its first definition."""
    recipe = _recipe(id)
    if isinstance(recipe, Headline):
        definition = recipe.definition(year)
        return None if definition is None else _meant(definition, year)
    return recipe.variable if isinstance(recipe, Copy) else id


def _one(frame: pd.DataFrame, codes: list[str], found: Way) -> Combined:
    if found.how == "niet":
        return _refused(found.note)
    if found.how == "berekend":
        return _ratio(frame, codes, ratio(found.id))
    if found.how == "opgeteld":
        return _unknown(frame, codes, [found.id]) or _sum(frame.loc[codes, found.id], catalog.entry(found.id))
    return _weighed(frame, codes, catalog.entry(found.id))


def _sum(counts: pd.Series[float], entry: Entry) -> Combined:
    """Counts added up. Each was rounded by itself: the sum can be off by half a step for each of them."""
    total, many, step = float(counts.sum()), len(counts), int(entry.rounding)
    if entry.kind != "count" or step <= 1:
        return Combined(total, "opgeteld")
    each = f"Opgeteld uit {many} getallen die elk zijn afgerond op {step}"
    if total == 0:
        # What is rounded to nought is at most the whole number under half a step.
        most = many * (math.ceil(step / 2) - 1)
        return Combined(total, "opgeteld", f"{each}, en alle nul: samen kunnen het er nog enkele zijn.", most + 1)
    return Combined(total, "opgeteld", f"{each}: het kan hoogstens {many * (step // 2)} schelen.")


def ratio(id: str) -> Ratio:
    """The recipe of a figure that ``way`` calls berekend. Raises TypeError for any other."""
    recipe = _recipe(id)
    if not isinstance(recipe, Ratio):
        raise TypeError(f"{id} is no ratio of counts: ask areas.way first.")
    return recipe


def _ratio(frame: pd.DataFrame, codes: list[str], recipe: Ratio) -> Combined:
    if lacking := _unknown(frame, codes, recipe.inputs):
        return lacking
    if reason := small_numbers.refusal(recipe, frame.loc[codes]):
        return _refused(reason)
    value = float(recipe.values(small_numbers.sums(recipe, frame.loc[codes])).iloc[0])
    return Combined(value, "berekend", "Opnieuw berekend uit de opgetelde aantallen.")


def _weighed(frame: pd.DataFrame, codes: list[str], entry: Entry) -> Combined:
    if entry.per is None:  # way() has refused it already
        return _refused(_NO_TOTAL)
    # An area without anyone has no share, and no weight either.
    inhabited = [code for code in codes if frame.at[code, entry.per] != 0]
    if lacking := _unknown(frame, inhabited, [entry.id, entry.per]):
        return lacking
    weight = frame.loc[inhabited, entry.per]
    if not weight.sum() > 0:
        return _refused("Er is niets om door te delen.")
    value = float((frame.loc[inhabited, entry.id] * weight).sum() / weight.sum())
    return Combined(value, "gewogen", f"Benadering: gewogen naar {catalog.entry(entry.per).label.lower()}.")


def _unknown(frame: pd.DataFrame, codes: Sequence[str], columns: Iterable[str]) -> Combined | None:
    """What to say where a part is not known; None when all are."""
    missing = frame.loc[list(codes), list(columns)].isna().any(axis=1)
    lacking = [str(code) for code in missing.index[missing]]
    return _refused(f"Niet bekend voor {listed(lacking)}.") if lacking else None


def _refused(note: str) -> Combined:
    return Combined(math.nan, "niet", note)
