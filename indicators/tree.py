"""A composite under the reader's own choices: weights, aggregation, winsorising, and what figures are set against.

The same steps and table as indicators.composite, whose scores are those of the default choices. Every value here is on
a *better* scale until ``shown`` turns it: higher is better, whatever the direction of the figure. Frames have region
codes as index; NaN is missing. Nothing is imputed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from indicators import catalog, parameters, tested
from indicators.catalog import Entry
from indicators.composite import Norm, children, leaves, nodes, transformed

Against = Literal["basisjaar", "binnen"]
Means = Literal["rekenkundig", "meetkundig"]
# The geometric mean takes positive values only: OECD/JRC Handbook (2008), step 6.
LOWEST = 1.0


@dataclass(frozen=True)
class Choice:
    """What a reader chose: which composite, and how it is made.

    ``against``: ``basisjaar`` sets each figure against the base year (an index: 100 is its mean, 10 points are one
    standard deviation), ``binnen`` gives its percentile among the areas of the same year (0-100, 50 is the middle).
    ``weights`` are of codes in composites.csv, on top of the table's own; nought leaves a part out.
    """

    composite: str
    against: Against = "basisjaar"
    means: Means = "rekenkundig"
    winsor: bool = True
    weights: Mapping[str, float] = field(default_factory=dict)

    def weight(self, code: str) -> float:
        """The weight of one part among its siblings."""
        return nodes()[code].weight * self.weights.get(code, 1.0)

    @property
    def middle(self) -> float:
        """The score of the average area: what contributions are counted from."""
        return parameters.value("schaal_midden") if self.against == "basisjaar" else 50.0


@dataclass(frozen=True)
class Tree:
    """A composite worked out for the areas of one year.

    ``values`` has a column for each figure and each node that counts, on the better scale. ``parts`` holds per node
    which of its children count this year, with the weight they were given; ``lacking`` the same of the nodes that have
    too few of them.
    """

    choice: Choice
    values: pd.DataFrame
    parts: Mapping[str, Mapping[str, float]]
    lacking: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def total(self) -> pd.Series[float]:
        """The composite's value per area on the better scale; NaN where it has none."""
        code = self.choice.composite
        return self.values[code] if code in self.values else pd.Series(np.nan, index=self.values.index)


def percentile(values: pd.Series[float]) -> pd.Series[float]:
    """Percentile rank (0-100, never 0 or 100) among the values that are there; ties share their mean rank (Hazen)."""
    return 100 * (values.rank() - 0.5) / max(values.count(), 1)


def scaled(
    figures: pd.DataFrame, choice: Choice, reference: Mapping[str, Norm], among: pd.Series[bool]
) -> pd.DataFrame:
    """Each figure of the composite on the better scale; a figure without a norm is left out under ``basisjaar``.

    ``among`` marks the areas that percentiles are taken over; the others have none.
    """
    found: dict[str, pd.Series[float]] = {}
    for code in leaves(choice.composite):
        if code not in figures or figures[code].isna().all():
            continue
        values, direction = transformed(figures[code], code), nodes()[code].direction
        if choice.against == "binnen":
            rank = percentile(values.where(among))
            found[code] = rank if direction > 0 else 100 - rank
        elif code in reference:
            found[code] = index(standardised(values, direction, reference[code], choice.winsor))
    return pd.DataFrame(found, index=figures.index, dtype=float)


def standardised(values: pd.Series[float], direction: int, made: Norm, winsor: bool) -> pd.Series[float]:
    """Standard deviations from the norm's mean, turned so that more is better, cut off at its bounds when asked."""
    cut = values.clip(made.low, made.high) if winsor else values
    return direction * (cut - made.mean) / made.spread


def index(deviations: pd.Series[float]) -> pd.Series[float]:
    """Standard deviations as an index: 100 is the mean, 10 points are one deviation."""
    return parameters.value("schaal_midden") + parameters.value("schaal_stap") * deviations


def grow(
    figures: pd.DataFrame,
    people: pd.Series[float],
    choice: Choice,
    reference: Mapping[str, Norm],
    among: pd.Series[bool],
    everyone: float | None = None,
) -> Tree:
    """The whole composite from its figures (one column a code) and the inhabitants that settle what counts this year.

    ``everyone`` is the number of inhabitants of the country: what counts is known for two thirds of them. Without it
    the areas are the country.
    """
    everyone = float(people.sum()) if everyone is None else everyone
    values = {str(code): column for code, column in scaled(figures, choice, reference, among).items()}
    parts: dict[str, Mapping[str, float]] = {}
    lacking: dict[str, Mapping[str, float]] = {}
    for code in inner(choice.composite):
        if tested.unfit(code):
            continue
        used = _parts(code, values, people, choice, everyone)
        made = _value(code, values, used, choice)
        if made is None:
            lacking[code] = used
        else:
            values[code], parts[code] = made, used
    return Tree(choice, pd.DataFrame(values, index=figures.index, dtype=float), parts, lacking)


def inner(code: str) -> tuple[str, ...]:
    """The nodes of a composite that are no figures, parts before what they are part of; the composite itself is last."""
    if nodes()[code].level == 1:
        return ()
    return (*(node for child in children(code) for node in inner(child)), code)


def _parts(
    code: str, values: Mapping[str, pd.Series[float]], people: pd.Series[float], choice: Choice, everyone: float
) -> dict[str, float]:
    """The children of a node that take part, with their weight: those with a value for enough inhabitants."""
    there = [child for child in children(code) if child in values and choice.weight(child) > 0]
    if nodes()[code].needs != "all":
        there = [child for child in there if covered(values[child], people, everyone)]
    return {child: choice.weight(child) for child in there}


def covered(values: pd.Series[float], people: pd.Series[float], everyone: float) -> bool:
    """True when areas with a value hold at least two thirds of all inhabitants; never when these are unknown."""
    return bool(everyone > 0 and people[values.notna()].sum() >= parameters.value("deel_nodig") * everyone)


def _value(
    code: str, values: Mapping[str, pd.Series[float]], used: Mapping[str, float], choice: Choice
) -> pd.Series[float] | None:
    """The weighted mean of the parts for areas that have enough of them; None where the year has too few parts.

    What the reader gave no weight is not asked for.
    """
    wanted = [child for child in children(code) if choice.weight(child) > 0]
    needs, share = nodes()[code].needs, parameters.value("deel_nodig")
    if needs != "each" and len(used) < share * len(wanted):
        return None
    # One figure alone is no composite: it would be called robust whatever the weights.
    whole = code == choice.composite or not _of_figures(code)
    least = parameters.value("dimensies_nodig" if needs == "each" else "delen_nodig") if whole else 1
    if not used or len(used) < min(least, len(wanted)):
        return None
    needed = len(used) if needs == "each" else share * len(wanted)
    columns = pd.DataFrame({child: values[child] for child in used})
    geometric = choice.means == "meetkundig" and code == choice.composite
    enough = columns.notna().sum(axis=1) >= max(needed, min(least, len(used)))
    return mean(columns, used, geometric).where(enough)


def _of_figures(code: str) -> bool:
    return all(nodes()[child].level == 1 for child in children(code))


def mean(columns: pd.DataFrame, weights: Mapping[str, float], geometric: bool) -> pd.Series[float]:
    """The weighted mean of the columns that are there, arithmetic or geometric (of positive values); else NaN."""
    values = columns.clip(lower=LOWEST).apply(np.log) if geometric else columns
    found = (values * _shares(columns, weights)).sum(axis=1, min_count=1)
    return found.map(np.exp) if geometric else found


def _shares(columns: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The weight of each part for each area, of the parts that it has: a row sums to 1; NaN where a part is missing."""
    weight = columns.notna() * pd.Series(weights, dtype=float).reindex(columns.columns)
    return weight.div(weight.sum(axis=1).replace(0.0, np.nan), axis=0).where(columns.notna())


def shown(values: pd.Series[float], code: str, choice: Choice) -> pd.Series[float]:
    """Values of one node as a reader meets them: turned where more means worse, such as poverty and need."""
    return values if nodes()[code].direction > 0 else 2 * choice.middle - values


def contributions(tree: Tree) -> pd.DataFrame:
    """How many points each part adds to the shown score of an area: one column a part.

    A row sums to the shown score less the middle of the scale. Arithmetic: weight times distance. Geometric: the
    logarithmic mean Divisia split, which is exact as well (Ang 2004, Energy Policy 32).
    """
    choice, code = tree.choice, tree.choice.composite
    used = tree.parts.get(code, {})
    columns, total, middle = tree.values[list(used)], tree.total, choice.middle
    weight = _shares(columns, used)
    if choice.means == "meetkundig":
        ratio = (total / middle).map(np.log)
        scale = ((total - middle) / ratio).where(ratio.abs() > 1e-12, middle)
        points = (weight * (columns.clip(lower=LOWEST) / middle).apply(np.log)).mul(scale, axis=0)
    else:
        points = weight * (columns - middle)
    return points.where(total.notna()) * nodes()[code].direction


def of_parts(id: str, made: Callable[[str], Mapping[int, tuple[str, ...]]]) -> Entry:
    """A score, with the years in which its line breaks: where it is made of other parts than the time before, or of parts
    that are counted otherwise since. ``made``: by score the parts that were measured in each year (composite.made_of).
    """
    of = made(id)
    measured = dict.fromkeys(one for year in of for one in of[year])
    parts = {one: of_parts(one, made) if children(one) else catalog.entry(one) for one in measured}

    def same(old: int, new: int) -> bool:
        return of[old] == of[new] and all(parts[one].alike(old, new) for one in of[new])

    return replace(catalog.entry(id), breaks=tuple(new for old, new in pairwise(sorted(of)) if not same(old, new)))
