"""Figures of our own about a handful of people: withheld, and not to be worked out from sums of areas either.

Under a total of 100 or a count of 5 an own rate is withheld (OHID, disclosure control and minimum denominators in the
Fingertips technical guidance); so are small numbers in files that gemeenten bring along, already when they come in. A
reader who adds areas together could subtract what is shown from the sum (ONS, disclosure control by differencing): what
is left over must be large enough too. Figures that CBS publishes are protected there and shown as published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

import pandas as pd

from indicators.recipes import Ratio, listed
from loaders.vocabulary import gemeente_of, level_of, wijk_of


def withheld(recipe: Ratio, frame: pd.DataFrame) -> pd.Series[bool]:
    """True for the areas whose own rate is withheld because its numbers are small; False where it has none at all."""
    return recipe.small(frame) & ~recipe.impossible(frame)


def differences(
    area: AbstractSet[str], known: Iterable[AbstractSet[str]], hidden: AbstractSet[str]
) -> list[frozenset[str]]:
    """The groups of hidden areas whose sum a reader can work out once the sum of ``area`` is shown.

    ``known`` are the areas whose sums are shown already (all wijken of a gemeente); of every area that is not in
    ``hidden`` the figure itself is shown. So the sum of ``area`` leaves the hidden ones in it, and a known sum that
    holds all of those leaves the rest.
    """
    left = frozenset(area & hidden)
    if not left:
        return []
    rests = [frozenset(whole & hidden) - left for whole in known if left <= whole]
    return list(dict.fromkeys([left, *(rest for rest in rests if rest)]))


def wholes(regions: Sequence[str]) -> list[frozenset[str]]:
    """The areas whose sums are shown anyway: the regions (all of one level) by gemeente, and buurten also by wijk."""
    found: dict[str, set[str]] = {}
    for code in regions:
        found.setdefault(str(gemeente_of(code)), set()).add(code)
        if level_of(code) == "buurt":
            found.setdefault(str(wijk_of(code)), set()).add(code)
    return [frozenset(codes) for codes in found.values()]


def refusal(recipe: Ratio, frame: pd.DataFrame, codes: Sequence[str]) -> str:
    """Why the rate of these areas together is not shown, in Dutch; "" when it may be.

    ``frame`` holds the counts of all areas of that level in at least the gemeenten of ``codes``.
    """
    together = sums(recipe, frame.loc[list(codes)])
    if bool(recipe.impossible(together).iloc[0]):
        return "Er is niets om door te delen."
    if bool(recipe.small(together).iloc[0]):
        return "Ook samen gaat het om te kleine aantallen."
    gemeenten = {gemeente_of(code) for code in codes}
    beside = frame[[gemeente_of(code) in gemeenten for code in frame.index]]
    small = withheld(recipe, beside)
    hidden = frozenset(beside.index[small])
    for left in differences(frozenset(codes), wholes(list(beside.index)), hidden):
        if bool(recipe.small(sums(recipe, beside.loc[sorted(left)])).iloc[0]):
            return (
                f"Wie de getoonde gebieden ervan aftrekt, houdt te kleine aantallen over ({listed(sorted(left))}). "
                "Laat deze gebieden weg, of voeg er meer toe."
            )
    return ""


def sums(recipe: Ratio, frame: pd.DataFrame) -> pd.DataFrame:
    """One row: the counts of all these areas together; NaN where one of them is missing."""
    return frame[list(recipe.inputs)].sum(skipna=False).to_frame().T
