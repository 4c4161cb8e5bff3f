"""Whether the wijken that come first would also come first under other weights of need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from answers import format, ground, need_figures, score
from answers.held import remembered
from answers.planner.carry_out import Result
from indicators import need, parameters, sensitivity

COUNTS = (10, 25, 50, 100)


@dataclass(frozen=True)
class First:
    """The first wijken of a plan, in order: ``table`` has region, name, gemeente, need, share (of runs, 0-1), students.

    ``held`` of them are among the first in at least 90% of the runs.
    """

    table: pd.DataFrame
    held: int
    runs: int


def possible(result: Result) -> bool:
    """Whether the question makes sense: wijken, a rule by need, and a composite score in that year."""
    s = result.scenario
    return (
        s.level == score.LEVEL
        and s.rule in ("behoefte", "norm")
        and need_figures.SCORE.composite in need_figures.listed(s.level, s.year)
    )


def first_areas(result: Result, count: int) -> First:
    """The ``count`` wijken with most need in this plan, and how often each is among the first in other calculations."""
    s = result.scenario
    codes, ranks = _ranks(s.year)
    stays = codes.isin(result.frame.index[result.frame["need"].notna()])
    if not stays.all():
        # Among those that have a part in the plan, in the same order in each run.
        codes, ranks = codes[stays], _again(ranks[:, stays])
    count = min(count, len(codes))
    share = pd.Series(sensitivity.among_first(ranks, count), index=codes)
    order = result.frame["need"].reindex(codes).sort_index().sort_values(ascending=False, kind="stable").dropna()
    chosen = order.iloc[:count]
    names = ground.names(s.level, s.year).reindex(chosen.index)
    table = pd.DataFrame(
        {
            "region": chosen.index,
            "name": names["name"].fillna(pd.Series(chosen.index, index=chosen.index)),
            "gemeente": names["gemeente_name"].fillna(""),
            "need": chosen,
            "share": share[chosen.index],
            "students": result.frame["students"].reindex(chosen.index),
        }
    ).reset_index(drop=True)
    held = int((table["share"] >= parameters.value("robuust_vanaf")).sum())
    return First(table, held, len(ranks))


def _again(ranks: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Ranks from 1 among the areas that are left (columns), in each run (row)."""
    found = np.empty_like(ranks)
    np.put_along_axis(found, ranks.argsort(axis=1), np.arange(1, ranks.shape[1] + 1, dtype=np.int16)[None, :], axis=1)
    return found


@remembered(4)
def _ranks(year: int) -> tuple[pd.Index[str], npt.NDArray[np.int16]]:
    """Codes of the wijken with a score, and their rank in each run (a row a run)."""
    found = score.outcome(need_figures.SCORE, year, parameters.value("basis_inwoners"))
    ranks = sensitivity.every_rank(found.tree, found.figures, found.figures["inwoners"], found.norms)
    return found.tree.total.dropna().index, ranks


def sentence(found: First) -> str:
    """What it comes to, in one sentence."""
    count = len(found.table)
    share = f"{100 * parameters.value('robuust_vanaf'):.0f}%"
    return (
        f"Van de {format.number(count)} wijken die hier eerst komen, {'komt' if found.held == 1 else 'komen'} er "
        f"{format.number(found.held)} ook bij de eerste {format.number(count)} in minstens {share} van "
        f"{format.number(found.runs)} berekeningen met andere gewichten."
    )


def as_text(rows: pd.DataFrame, count: int) -> pd.DataFrame:
    """Rows of the table of ``First`` as a reader sees them."""
    shown = pd.DataFrame(
        {
            "Wijk": rows["name"],
            "Gemeente": rows["gemeente"],
            "Behoefte in dit plan (percentiel)": [format.number(v) for v in rows["need"]],
            f"Bij de eerste {format.number(count)}": [
                f"in {need.percent(float(v))}% van de berekeningen" for v in rows["share"]
            ],
        }
    )
    if rows["students"].any():
        shown["Let op"] = ["veel 15- tot 25-jarigen" if student else "" for student in rows["students"]]
    return shown
