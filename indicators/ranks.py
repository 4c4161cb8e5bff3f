"""The place of each area on one figure, never bare: with the places that it may just as well have.

Each area has an interval around its value. An area may come as early as right behind the areas whose whole interval lies
ahead of its own, and as late as right before those whose whole interval lies behind it. So a reader can count it from
the margins that are shown. Klein, Wright and Wieczorek (2020), A joint confidence region for an overall ranking of
populations, J. R. Stat. Soc. C 69: if the intervals hold all true values, these places hold all true places. That ranks
need an interval at all: Goldstein and Spiegelhalter (1996), J. R. Stat. Soc. A 159; Mogstad et al. (2024), Rev. Econ. Stud. 91.

With intervals of 95% each the places hold for (far more than) 95% of the areas, not for all of them at once: the tests
simulate it. Intervals that do not overlap ask for more than 95% of a difference, so the places are on the wide side.

Rank 1 is the worst where a direction was agreed; for all other figures it is the highest value.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import assessment, catalog, uncertainty
from indicators.catalog import Entry

COLUMNS = ("low", "median", "high", "of")
# What the interval of a figure rests on: chance and rounding, the margin of the publisher, or rounding alone.
Origin = Literal["toeval en afronding", "marge van de bron", "alleen afronding"]
CHANCE: Origin = "toeval en afronding"
PUBLISHER: Origin = "marge van de bron"
ROUNDING: Origin = "alleen afronding"
# Registered to the last home or household, so that only their rounding is known to move them.
_ROUNDED_ONLY = ("mean", "median", "distance", "density")

Numbers = npt.NDArray[np.float64]


def origin(entry: Entry, year: int) -> Origin | None:
    """What the rank interval of a figure of this year rests on; None for a figure that gets no rank.

    No rank for origin, for counts and amounts (they show how large an area is), for classes, for money that is also
    spent for others, and for shares, rates, scores and estimates of which no margin is known. The rank of a score that
    is put together here comes from sensitivity.py.
    """
    if entry.sensitive or not entry.comparable or entry.kind == "class" or entry.id not in catalog.entries():
        return None
    if set(assessment.margins(entry)) <= set(catalog.entries()):
        return PUBLISHER
    if uncertainty.basis(catalog.entry(entry.definition(year))):
        return CHANCE
    plain = entry.kind in _ROUNDED_ONLY and not entry.estimate and not entry.mark("")
    return ROUNDING if plain else None


def why_not(entry: Entry, year: int) -> str:
    """Why a figure has no rank at all, in Dutch; "" for one that has."""
    if origin(entry, year) is not None:
        return ""
    if entry.sensitive:
        return "Cijfers over herkomst krijgen geen plaats."
    if entry.total:
        return "Een aantal laat vooral zien hoe groot een gebied is."
    if entry.for_others:
        return "Sommige gemeenten geven dit ook uit voor de gemeenten eromheen."
    if entry.kind == "class":
        return "Een klasse is geen plaats."
    return "Van dit cijfer is geen marge bekend, en een plaats zonder marge geven we niet."


def needs(entry: Entry, year: int) -> list[str]:
    """The columns that ``of`` reads for a figure of this year, the figure itself first; empty for one without a rank."""
    meant = catalog.entry(entry.definition(year)) if origin(entry, year) else None
    if meant is None:
        return []
    margins = assessment.margins(entry) if origin(entry, year) == PUBLISHER else ()
    return list(dict.fromkeys([entry.id, meant.id, *uncertainty.needs(meant), *margins]))


def worst_first(entry: Entry) -> bool:
    """True where rank 1 is the worst, False where it is only the highest value."""
    return entry.rankable


def order(entry: Entry) -> str:
    """What rank 1 stands for, in Dutch."""
    if not worst_first(entry):
        return "1 is hoogst"
    return "1 is slechtst (laagst)" if entry.direction == "higher_better" else "1 is slechtst (hoogst)"


def rank_areas(entry: Entry, year: int, frame: pd.DataFrame) -> pd.DataFrame:
    """The rank of every area of one level and year that has a value and a margin: index region, whole numbers.

    ``frame`` has one row an area and the columns ``needs``. Columns: ``low`` and ``high``, the first and the last place
    that the area may have; ``median``, the place of the value itself (areas with the same value share the middle of
    their places); ``of``, how many areas were ranked. Always low ≤ median ≤ high, between 1 and ``of``. Empty for a
    figure without a rank (see ``origin``) and without areas. All 3,400 wijken take a few milliseconds.
    """
    found = origin(entry, year)
    if found is None or frame.empty:
        nothing = np.empty(0)
        return _ranked(nothing, nothing, nothing, pd.Index([], name="region", dtype=object))
    ends = _rounding(entry, frame) if found == ROUNDING else assessment.ends(entry, year, frame)
    value = frame[entry.id].mask(_rounded_to_nought(entry, year, frame), 0)
    return by_margins(entry, ends.assign(value=value))


def _rounded_to_nought(entry: Entry, year: int, frame: pd.DataFrame) -> pd.Series[bool]:
    """Where nothing was counted in rounded numbers: these stand at the low end, together, and not half-way what can be."""
    made = uncertainty.basis(catalog.entry(entry.definition(year)))
    counts = (
        frame.reindex(columns=list(made.count)) if made and made.count else pd.DataFrame(1.0, frame.index, ["none"])
    )
    return counts.sum(axis=1, min_count=1) == 0


def by_margins(entry: Entry, frame: pd.DataFrame) -> pd.DataFrame:
    """The same from values with their margins: ``frame`` has the columns value, low and high."""
    held = frame[["value", "low", "high"]].dropna()
    value, low, high = (held[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    # A margin that a publisher rounded can end just short of the value it is about.
    low, high = np.minimum(low, value), np.maximum(high, value)
    if worst_first(entry) and entry.direction == "higher_better":
        value, low, high = -value, -high, -low
    return _ranked(value, low, high, held.index)


def plain(found: pd.DataFrame, entry: Entry, year: int, region: str) -> dict[str, Any] | None:
    """One area's rank as plain data, with what rank 1 stands for; None without one."""
    if region not in found.index:
        return None
    places = {name: int(number) for name, number in zip(found.columns, found.loc[[region]].to_numpy()[0], strict=True)}
    return {**places, "order": order(entry), "interval_of": origin(entry, year)}


def _rounding(entry: Entry, frame: pd.DataFrame) -> pd.DataFrame:
    """Half the last digit either way. The very end belongs to the next value, so that neighbours do not overlap."""
    step = max(entry.rounding, 10.0**-entry.decimals)
    value = (frame[entry.id] / step).round() * step
    reach = step / 2 * (1 - 1e-6)
    return pd.DataFrame({"low": value - reach, "high": value + reach}, index=frame.index)


def _ranked(value: Numbers, low: Numbers, high: Numbers, index: pd.Index) -> pd.DataFrame:
    """The places when the highest comes first."""
    areas = len(value)
    first = 1 + areas - np.searchsorted(np.sort(low), high, side="right")
    last = areas - np.searchsorted(np.sort(high), low, side="left")
    middle = np.floor(pd.Series(-value).rank(method="average").to_numpy(dtype=float))
    return pd.DataFrame(
        {"low": first, "median": middle, "high": last, "of": np.full(areas, areas)}, index=index, dtype=float
    ).astype(int)
