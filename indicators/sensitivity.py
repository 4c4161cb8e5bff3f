"""How much a ranking depends on the choices behind it: the same composite a thousand times, each time made otherwise.

OECD/JRC Handbook on Constructing Composite Indicators (2008), step 9; Saisana, Saltelli and Tarantola (2005), J. R.
Statist. Soc. A 168. Each run draws weights around the chosen ones (Dirichlet, per group of siblings), a normalisation
(standard deviations, minimum-maximum, percentile), an aggregation (arithmetic, geometric), whether outliers are cut
off, and one figure to leave out, or none. The seed is fixed: the same data gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import composite, parameters
from indicators.composite import Norm, children, leaves, nodes, transformed
from indicators.tree import LOWEST, Tree, index, percentile, standardised

Matrix = npt.NDArray[np.float32]
WORKERS = 2
NORMALISATIONS = ("deviations", "range", "percentile")
COLUMNS = ("rank", "median", "low", "high", "share")


@dataclass(frozen=True)
class Runs:
    """What each run drew: normalisation (0-2), geometric and winsorised or not, and a weight per code (column a run).

    ``left_out`` is the place of the figure (of ``counted``) that has no weight in a run, their number where all count;
    ``given`` are the weights as they were drawn, before one was left out.
    """

    normalisation: npt.NDArray[np.int64]
    geometric: npt.NDArray[np.bool_]
    winsor: npt.NDArray[np.bool_]
    weights: Mapping[str, Matrix]
    left_out: npt.NDArray[np.int64]
    given: Mapping[str, Matrix]


def counted(tree: Tree) -> tuple[str, ...]:
    """The figures that take part in a composite this year."""
    return tuple(code for code in leaves(tree.choice.composite) if any(code in parts for parts in _linked(tree)))


def _linked(tree: Tree) -> list[Mapping[str, float]]:
    """The parts of the nodes that take part themselves, from the top down."""
    found, open_ = [], [tree.choice.composite]
    while open_:
        code = open_.pop()
        parts = tree.parts.get(code, {})
        found.append(parts)
        open_ += [part for part in parts if nodes()[part].level > 1]
    return found


def draw(tree: Tree, runs: int | None = None, seed: int | None = None) -> Runs:
    """The settings of every run, as many and from the seed that parameters.csv says where none is given.

    A part that was given no weight never gets any; one left out has nought that run.
    """
    runs = int(parameters.value("gevoeligheid_runs")) if runs is None else runs
    random = np.random.default_rng(int(parameters.value("gevoeligheid_zaad")) if seed is None else seed)
    weights: dict[str, Matrix] = {}
    for parts in _linked(tree):
        if not parts:
            continue
        given = np.array(list(parts.values()))
        spread = parameters.value("gevoeligheid_spreiding") * len(given) * given / given.sum()
        drawn = random.dirichlet(spread, runs).T.astype(np.float32)
        weights |= {code: drawn[i] for i, code in enumerate(parts)}
    figures = counted(tree)
    # The last number leaves nothing out. With one figure there is nothing to leave out.
    left_out = random.integers(len(figures) + 1 if len(figures) > 1 else 1, size=runs)
    all_in = dict(weights)
    for i, code in enumerate(figures if len(figures) > 1 else ()):
        weights[code] = np.where(left_out == i, np.float32(0), weights[code])
    return Runs(
        random.integers(len(NORMALISATIONS), size=runs),
        random.random(runs) < 0.5,
        random.random(runs) < 0.5,
        weights,
        left_out,
        all_in,
    )


def normalised(
    figures: pd.DataFrame, codes: tuple[str, ...], norms: Mapping[str, Norm], method: str, winsor: bool
) -> dict[str, Matrix]:
    """Each figure as a column on a positive scale where more is better, for use in either kind of mean."""
    found: dict[str, Matrix] = {}
    for code in codes:
        values, direction, made = transformed(figures[code], code), nodes()[code].direction, norms.get(code)
        if method == "deviations" and made:
            scored = index(standardised(values, direction, made, winsor))
        elif method == "range" and made:
            cut = values.clip(made.low, made.high) if winsor else values
            low, high = cut.min(), cut.max()
            share = (cut - low) / ((high - low) or 1.0)
            scored = 1 + 99 * (share if direction > 0 else 1 - share)
        else:
            rank = percentile(values)
            scored = rank if direction > 0 else 100 - rank
        found[code] = scored.clip(lower=LOWEST).to_numpy(dtype=np.float32)[:, None]
    return found


def scores(tree: Tree, drawn: Runs, chosen: npt.NDArray[np.int64], columns: Mapping[str, Matrix]) -> Matrix:
    """The composite of the ranked areas (rows) in some of the runs, which share normalisation and aggregation.

    An area that lacked a node for want of figures lacks it in every run, so that a run changes choices and not data.
    """
    rows = np.flatnonzero(tree.total.notna().to_numpy())

    def value(code: str) -> Matrix:
        if nodes()[code].level == 1:
            return columns[code]
        parts = [child for child in children(code) if child in tree.parts[code]]
        geometric = bool(drawn.geometric[chosen[0]]) and code == tree.choice.composite
        total = np.zeros((len(rows), len(chosen)), dtype=np.float32)
        weight = np.zeros_like(total)
        figures = [child for child in parts if nodes()[child].level == 1]
        if figures:
            block = np.hstack([columns[child] for child in figures])
            weights = np.vstack([drawn.weights[child][chosen] for child in figures])
            known = ~np.isnan(block)
            block = np.log(block) if geometric else block
            total += np.where(known, block, 0) @ weights
            weight += known.astype(np.float32) @ weights
        for child in parts:
            if child in figures:
                continue
            values = value(child)
            known = ~np.isnan(values)
            values = np.log(values) if geometric else values
            share = drawn.weights[child][chosen][None, :] * known
            total += np.where(known, values, 0) * share
            weight += share
        with np.errstate(invalid="ignore", divide="ignore"):
            found = total / weight
        found[weight <= 0] = np.nan
        found[np.isnan(tree.values[code].to_numpy()[rows])] = np.nan
        return np.exp(found) if geometric else found

    return value(tree.choice.composite)


def ranks(values: Matrix) -> npt.NDArray[np.int16]:
    """Rank of each area (row) in each run (column): 1 is the worst. Equal scores keep the order of the areas."""
    # A score and the number of its area as one whole number: sorting those is several times as fast as numpy's stable
    # argsort, and gives the same order. Bits of positive numbers sort as the numbers do; of negative ones, turned round.
    scores = np.ascontiguousarray(values.T + np.float32(0))
    bits = scores.view(np.int32)
    keys = (bits ^ ((bits >> 31) & np.int32(0x7FFFFFFF))).astype(np.int64) << 16
    keys |= np.arange(scores.shape[1])
    keys.sort(axis=1)
    order = keys & 0xFFFF
    found = np.empty(order.shape, dtype=np.int16)
    np.put_along_axis(found, order, np.arange(1, order.shape[1] + 1, dtype=np.int16)[None, :], axis=1)
    return found


def year_norms(figures: pd.DataFrame, people: pd.Series[float], codes: tuple[str, ...]) -> dict[str, Norm]:
    """Mean, spread and bounds of each figure among these areas of one year, weighted by inhabitants."""
    made = {code: composite.norm(transformed(figures[code], code), people) for code in codes}
    return {code: found for code, found in made.items() if found}


def run(
    tree: Tree,
    figures: pd.DataFrame,
    people: pd.Series[float],
    reference: Mapping[str, Norm],
    runs: int | None = None,
    seed: int | None = None,
) -> pd.DataFrame:
    """Rank of each area that has a score: index region, columns COLUMNS.

    ``rank`` by the reader's own choice, ``median`` over the runs, ``low`` and ``high`` around 90% of them, ``share``
    the part of the runs (0-1) in which the area is in the worst tenth. 1 is the worst. Figures without a norm in
    ``reference`` are set against the same year. Empty without areas.
    """
    total = tree.total.dropna()
    if total.empty:
        return pd.DataFrame(columns=list(COLUMNS), dtype=float)
    return summary(every_rank(tree, figures, people, reference, runs, seed), total)


def every_rank(
    tree: Tree,
    figures: pd.DataFrame,
    people: pd.Series[float],
    reference: Mapping[str, Norm],
    runs: int | None = None,
    seed: int | None = None,
) -> npt.NDArray[np.int16]:
    """The rank in each run (row) of each area (column) that has a score, in the order of ``tree.total``; 1 is the worst."""
    total = tree.total.dropna()
    drawn = draw(tree, runs, seed)
    codes = counted(tree)
    ranked = figures.loc[total.index]
    norms = year_norms(ranked, people.loc[total.index], codes) | dict(reference)
    found = np.empty((len(drawn.normalisation), len(total)), dtype=np.int16)

    def alike(number: int, winsor: bool) -> None:
        """The runs that share a normalisation."""
        chosen = (drawn.normalisation == number) & (drawn.winsor == winsor)
        columns = normalised(ranked, codes, norms, NORMALISATIONS[number], winsor) if chosen.any() else {}
        for geometric in (True, False):
            these = np.flatnonzero(chosen & (drawn.geometric == geometric))
            if len(these):
                found[these] = ranks(scores(tree, drawn, these, columns))

    # Most of it is sorting and multiplying, during which numpy leaves Python to others.
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(alike, *zip(*product(range(len(NORMALISATIONS)), (True, False)), strict=True)))
    return found


def summary(found: npt.NDArray[np.int16], total: pd.Series[float]) -> pd.DataFrame:
    """The ranks of all runs (row a run, column an area) as one row an area."""
    tail = (1 - parameters.value("gevoeligheid_deel")) / 2
    runs = len(found)
    places = [round(q * (runs - 1)) for q in (tail, 0.5, 1 - tail)]
    by_area = np.ascontiguousarray(found.T)
    by_area.sort(axis=1)  # of such small numbers faster than to partition
    low, median, high = (by_area[:, place] for place in places)
    return pd.DataFrame(
        {
            "rank": total.rank(method="first").to_numpy(),
            "median": median,
            "low": low,
            "high": high,
            "share": (found <= worst(len(total))).mean(axis=0),
        },
        index=total.index,
    ).astype(float)


def among_first(found: npt.NDArray[np.int16], count: int) -> npt.NDArray[np.float64]:
    """The part of the runs (0-1) in which each area is one of the first ``count``: of every_rank, a number a column."""
    share: npt.NDArray[np.float64] = (found <= count).mean(axis=0)
    return share


def worst(areas: int) -> int:
    """How many areas make up the worst tenth: rounded up."""
    return int(np.ceil(parameters.value("slechtste_deel") * areas))


def robust(table: pd.DataFrame) -> pd.Series[bool]:
    """True where an area is in the worst tenth in at least 90% of the runs: only then it is called robust."""
    return table["share"] >= parameters.value("robuust_vanaf")
