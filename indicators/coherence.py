"""Do the parts of a composite belong together, what does each part really weigh, and which choice moves the ranks most?

OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 4, 7 and 8.

- Parts that run against each other (a negative correlation) cancel out in their mean.
- A weight is what was chosen, not what a part does: the part that differs most between areas, or that goes together with
  most others, settles the order. What each part carries is its main effect: the share of the variance of the score that
  goes with that part, Var(E[score | part]) / Var(score), Pearson's correlation ratio (Paruolo, Saisana and Saltelli 2013,
  Ratings and rankings: voodoo or science?, J. R. Statist. Soc. A 176, 609-634).
- Which choice moves the ranks most is the same ratio over the runs of indicators.sensitivity: the first-order index of
  Sobol, estimated from a given sample by the means within each value of a choice (Saltelli and others 2008, Global
  Sensitivity Analysis, 1.2 and 4; Plischke, Borgonovo and Smith 2013). scipy.stats.sobol_indices needs a function to
  call in pairs of samples, and these runs are there already; it is what the tests hold this to.

What is by chance in a mean of few is taken off (Kelley 1935, epsilon squared), so that a choice that does nothing is
nought on average. Everything is on the *better* scale of indicators.tree: a positive correlation means that where one
part is good, the other mostly is too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import parameters, sensitivity
from indicators.composite import Norm, nodes
from indicators.tree import Tree

Numbers = npt.NDArray[np.float64]

# The choices of a run, by the name of what it drew.
NORMALISATION, MEAN, OUTLIERS, LEFT_OUT, WEIGHTS = (
    "normalisatie",
    "gemiddelde",
    "uitschieters",
    "weggelaten",
    "gewichten",
)


@dataclass(frozen=True)
class Coherence:
    """How the parts of a composite of one year hang together.

    ``correlations`` has for each node with two parts or more their correlations (part by part, -1 to 1, weighted by
    inhabitants). ``effects`` has a row for each part and figure that counts: parent, ``weight`` (its share of the whole,
    0-1, as chosen) and ``effect`` (its main effect, 0-1); effects do not add up to 1, because parts go together.
    ``choices`` is the share (0-1) of the variance of all ranks that goes with each choice by itself, largest first.
    ``areas`` is how many areas it is about, ``effective`` as how many of one size those count, by Kish: (Σw)²/Σw² with w
    their inhabitants (Kish 1965, Survey Sampling, 11.7).
    """

    correlations: Mapping[str, pd.DataFrame]
    effects: pd.DataFrame
    choices: pd.Series[float]
    areas: int
    effective: float

    @property
    def together(self) -> float:
        """The share of the variance of the ranks (0-1) that goes with no choice by itself: with several together."""
        return max(0.0, 1.0 - float(self.choices.sum()))

    def against(self) -> list[tuple[str, str, float]]:
        """Pairs of parts of one node that clearly run against each other, with their correlation, the strongest first.

        Clearly is further below nought than chance makes it: two standard errors of a correlation of nought,
        of as many areas as the weighted ones count for: a few large ones make it less sure.
        """
        least = 2 / float(np.sqrt(max(self.effective, 4)))
        return sorted((pair for pair in self.pairs() if pair[2] < -least), key=lambda pair: pair[2])

    def pairs(self) -> list[tuple[str, str, float]]:
        """Every pair of parts of one node with their correlation, in the order of the table."""
        found = []
        for table in self.correlations.values():
            codes, held = [str(code) for code in table.index], table.to_numpy(float)
            found += [
                (codes[i], codes[j], float(held[i, j])) for i in range(len(codes)) for j in range(i + 1, len(codes))
            ]
        return found


def of(tree: Tree, figures: pd.DataFrame, people: pd.Series[float], reference: Mapping[str, Norm]) -> Coherence:
    """The coherence of a composite as a reader chose it; the arguments are those of ``sensitivity.run``."""
    total = tree.total.dropna()
    values, weight = tree.values.loc[total.index], people.loc[total.index].fillna(0)
    linked = {code: dict(tree.parts[code]) for code in _inside(tree)}
    correlations = {
        code: correlation(values[list(parts)], weight)
        for code, parts in linked.items()
        if len(parts) > 1 and len(total)
    }
    rows = [
        {
            "code": part,
            "parent": code,
            "weight": share,
            "effect": _effect(values[part], total, weight),
        }
        for code, parts in linked.items()
        for part, share in _shares(tree, code).items()
    ]
    effects = pd.DataFrame(rows, columns=["code", "parent", "weight", "effect"]).set_index("code")
    moved = choices(tree, figures, people, reference) if len(total) > 1 else pd.Series(dtype=float)
    return Coherence(correlations, effects, moved, len(total), effective(weight))


def effective(weight: pd.Series[float]) -> float:
    """As how many areas of one size weighted ones count: Kish's (Σw)²/Σw²; 0 without any weight."""
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares > 0 else 0.0


def _inside(tree: Tree) -> list[str]:
    """The nodes that count, from the top down."""
    found, open_ = [], [tree.choice.composite]
    while open_:
        code = open_.pop(0)
        if tree.parts.get(code):
            found.append(code)
            open_ += [part for part in tree.parts[code] if nodes()[part].level > 1]
    return found


def _shares(tree: Tree, code: str) -> dict[str, float]:
    """The share (0-1) of the whole that each part of a node was given."""
    parts = tree.parts[code]
    above = 1.0
    child = code
    while child != tree.choice.composite:
        siblings = tree.parts[nodes()[child].parent]
        above *= siblings[child] / sum(siblings.values())
        child = nodes()[child].parent
    whole = sum(parts.values())
    return {part: above * weight / whole for part, weight in parts.items()}


def correlation(values: pd.DataFrame, weight: pd.Series[float]) -> pd.DataFrame:
    """Pearson's correlation of each pair of columns, areas weighted; NaN where two have no spread in common."""
    codes = list(values.columns)
    found = pd.DataFrame(np.eye(len(codes)), index=codes, columns=codes)
    for at, one in enumerate(codes):
        for other in codes[at + 1 :]:
            both = values[[one, other]].notna().all(axis=1) & (weight > 0)
            held = values.loc[both, [one, other]].to_numpy(float)
            spread = np.cov(held, rowvar=False, aweights=weight[both].to_numpy(float)) if both.sum() > 2 else np.eye(2)
            sizes = float(np.sqrt(spread[0, 0] * spread[1, 1]))
            made = spread[0, 1] / sizes if both.sum() > 2 and sizes > 0 else np.nan
            found.loc[one, other] = found.loc[other, one] = made
    return found


def _effect(part: pd.Series[float], score: pd.Series[float], weight: pd.Series[float]) -> float:
    found = [np.asarray(column, dtype="float64") for column in (part, score, weight)]
    return main_effect(found[0], found[1], found[2])


def main_effect(part: Numbers, score: Numbers, weight: Numbers, groups: int | None = None) -> float:
    """The share (0-1) of the variance of the score that goes with a part: the score by groups of areas alike in it.

    Areas are put in ``groups`` of equal size by the part (20, see parameters); each counts as its weight (inhabitants).
    NaN where too few areas have the part.
    """
    number = int(parameters.value("samenhang_groepen")) if groups is None else groups
    known = ~np.isnan(part) & ~np.isnan(score) & (weight > 0)
    if known.sum() < 2 * number:
        return float("nan")
    label = pd.qcut(pd.Series(part[known]), number, labels=False, duplicates="drop").to_numpy(int)
    return ratio(label, score[known][:, None], weight[known])


def ratio(label: npt.NDArray[np.int64], outcome: Numbers, weight: Numbers | None = None) -> float:
    """The share (0-1) of the variance of ``outcome`` that lies between the groups of ``label``, over all its columns.

    One row an observation; variances of the columns are added up before they are divided. What chance alone would
    put between so many groups is taken off. Nought without any variance.
    """
    weight = np.ones(len(label)) if weight is None else weight
    _, group = np.unique(label, return_inverse=True)
    many = int(group.max()) + 1
    sizes = np.bincount(group, weight, many)
    centred = outcome - np.average(outcome, axis=0, weights=weight)
    total = float((weight[:, None] * centred**2).sum())
    if total <= 0 or many < 2:
        return 0.0
    marked = np.zeros((many, len(label)))
    marked[group, np.arange(len(label))] = weight
    means = (marked @ centred) / sizes[:, None]
    between = float((sizes[:, None] * means**2).sum()) / total
    # As many observations as would say the same if each counted alike (Kish).
    said = float(weight.sum() ** 2 / (weight**2).sum())
    return max(0.0, 1 - (1 - between) * (said - 1) / (said - many)) if said > many else between


def explained(columns: Numbers, outcome: Numbers) -> float:
    """The share (0-1) of the variance of ``outcome``, over all its columns, that follows these columns in a straight line.

    The first-order index of a group of choices, as far as it is linear (Saltelli and others 2008, 1.2.5: standardised
    regression coefficients); a lower bound of it. What chance alone explains with so many columns is taken off.
    """
    made = columns - columns.mean(axis=0)
    centred = outcome - outcome.mean(axis=0)
    total, runs = float((centred**2).sum()), len(outcome)
    basis, sizes, _ = np.linalg.svd(made, full_matrices=False)
    kept = basis[:, sizes > 1e-6 * max(float(sizes.max(initial=0.0)), 1e-12)]
    used = kept.shape[1]
    if total <= 0 or not used or runs <= used + 1:
        return 0.0
    share = float(((kept.T @ centred) ** 2).sum()) / total
    return max(0.0, float(1 - (1 - share) * (runs - 1) / (runs - 1 - used)))


def choices(
    tree: Tree,
    figures: pd.DataFrame,
    people: pd.Series[float],
    reference: Mapping[str, Norm],
    runs: int | None = None,
    seed: int | None = None,
) -> pd.Series[float]:
    """How much of the variance of all ranks goes with each choice by itself (0-1), the largest first.

    Over the same runs as ``sensitivity.run``: variances of the rank of each area are added up. A choice that was the
    same in every run is left out.
    """
    drawn = sensitivity.draw(tree, runs, seed)
    ranks = sensitivity.every_rank(tree, figures, people, reference, runs, seed).astype(float)
    labels = {
        NORMALISATION: drawn.normalisation,
        MEAN: drawn.geometric.astype(np.int64),
        OUTLIERS: drawn.winsor.astype(np.int64),
        LEFT_OUT: drawn.left_out,
    }
    found = {name: ratio(label, ranks) for name, label in labels.items() if len(np.unique(label)) > 1}
    given = np.column_stack([np.zeros(len(ranks)), *drawn.given.values()]).astype(float)
    if np.ptp(given, axis=0).max() > 1e-9:
        found[WEIGHTS] = explained(given, ranks)
    return pd.Series(found, dtype=float).sort_values(ascending=False)
