"""Figures about a handful of people: what a publisher gives stays visible, what a reader puts together does not.

A publisher that rounds counts gives 0 where few were counted. Who left those areas out, would leave out the lowest of
all, and every median, class and rank would shift; so they count, in the middle of what the rounding allows, and are
shown as "minder dan". Small numbers in files that gemeenten bring along are withheld already when they come in, and
then no sum has them either. Of areas that a reader adds together a rate is withheld under a total of 100 or a count of
5 (OHID, disclosure control and minimum denominators in the Fingertips technical guidance).
"""

from __future__ import annotations

import pandas as pd

from indicators import catalog
from indicators.recipes import Ratio, total


def rounded_off(recipe: Ratio, frame: pd.DataFrame) -> pd.Series[bool]:
    """True where nothing is counted in rounded numbers: there can be a few, fewer than half the step of the rounding."""
    if not _most(recipe) > 0:
        return pd.Series(False, index=frame.index)
    return (total(frame, recipe.count) == 0) & ~recipe.small(frame) & ~recipe.impossible(frame)


def rates(recipe: Ratio, frame: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[bool]]:
    """The rate of each area, and where it is one that was rounded off: that has half of what it can be at most.

    Twice such a rate is what it stays under.
    """
    values, off = recipe.values(frame), rounded_off(recipe, frame)
    if not off.any():
        return values, off
    few = frame.assign(**{recipe.count[0]: _most(recipe) / 2})
    return values.mask(off, recipe.values(few)), off


def _most(recipe: Ratio) -> float:
    """What counts that were rounded to 0 stay under together; 0 where the publisher rounds less than that."""
    steps = [catalog.entry(id).rounding for id in recipe.count]
    return sum(step / 2 for step in steps if step > 1)


def refusal(recipe: Ratio, frame: pd.DataFrame) -> str:
    """Why the rate of these areas together is not shown, in Dutch; "" when it may be. ``frame`` holds their counts."""
    together = sums(recipe, frame)
    if bool(recipe.impossible(together).iloc[0]):
        return "Er is niets om door te delen."
    if bool((recipe.small(together) | recipe.few(together)).iloc[0]):
        return "Ook samen gaat het om te kleine aantallen."
    return ""


def sums(recipe: Ratio, frame: pd.DataFrame) -> pd.DataFrame:
    """One row: the counts of all these areas together; NaN where one of them is missing."""
    return frame[list(recipe.inputs)].sum(skipna=False).to_frame().T
