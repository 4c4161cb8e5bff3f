"""The place of every area on one figure, with the places it may just as well have: worked out once, for all readers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from answers import data, format
from answers.held import remembered
from indicators import ranks


@remembered(64)
def rank_areas(id: str, level: str, year: int) -> pd.DataFrame:
    """``indicators.ranks.rank_areas`` for all areas of a level that have the figure: index region; low, median, high, of.

    Empty for a figure without a rank (origin, counts, classes, scores, estimates without a margin). Shared: do not
    change it.
    """
    held, entry = data.store(), data.entry(id)
    wanted = ranks.needs(entry, year)
    frame = held.table(level, year, wanted, held.own_division(level, year, id)) if wanted else pd.DataFrame()
    return ranks.rank_areas(entry, year, frame)


def short(row: Mapping[str, float]) -> str:
    """A rank for a narrow column: ``12 (4 tot 40)``."""
    low, median, high = (format.number(row[name]) for name in ("low", "median", "high"))
    return f"{median} ({low} tot {high})"


def full(row: Mapping[str, float], level: str) -> str:
    """A rank in a sentence: ``plaats 12 (4 tot 40) van 3.246 wijken``."""
    return f"plaats {short(row)} van {format.areas(int(row['of']), level)}"


def note(id: str, year: int) -> str:
    """What rank 1 stands for and what the interval rests on, in Dutch; "" for a figure without a rank."""
    entry = data.entry(id)
    origin = ranks.origin(entry, year)
    if origin is None:
        return ""
    why = {
        ranks.CHANCE: "Alleen een gebied dat met zijn hele marge hoger of lager ligt, staat zeker ervoor of erachter.",
        ranks.PUBLISHER: (
            "Alleen een gebied dat met de hele marge van de bron hoger of lager ligt, staat zeker ervoor of erachter."
        ),
        ranks.ROUNDING: (
            "Dat zijn de gebieden met hetzelfde afgeronde cijfer; toeval is bij dit cijfer niet te berekenen."
        ),
    }[origin]
    return f"Plaats {ranks.order(entry)}. Tussen haakjes staan de plaatsen die net zo goed kunnen. {why}"
