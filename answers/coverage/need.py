"""Need beside youth work: which figure of need, of which year, and where much need meets little reported youth work.

Only reported youth work is set beside need. Two figures side by side say nothing about why: words here never do.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from answers import data, format, ground, need_figures, ranks, score, words
from answers.coverage import Coverage, young_words
from answers.held import remembered
from indicators import catalog, parameters, sensitivity, youth_work
from indicators.youth_work import MUCH_LITTLE, REPORTED

RATE = "fte per 1.000 jongeren"


@dataclass(frozen=True, eq=False)
class Need:
    """One figure of need for every area of a level: more is more need.

    ``year`` is the year of the figure, which may differ from that of the youth work; ``values`` and ``reasons`` (why
    empty, Dutch) have the regions as index, ``ranks`` those with a value: low, median and high, 1 is most need.
    ``measured`` says which parts of a composite count in that year, where not all do.
    """

    id: str
    label: str
    unit: str
    decimals: int
    year: int
    values: pd.Series
    reasons: pd.Series
    ranks: pd.DataFrame
    sources: tuple[str, ...]
    measured: str = ""


@remembered(64)
def options(level: str, year: int) -> dict[str, str]:
    """The figures of need of this level and year, by id: the composite first. Only those where more is more need."""
    found = need_figures.listed(level, year)
    own = [need_figures.SCORE.composite] if need_figures.SCORE.composite in found else []
    plain = [id for id in found if id in catalog.entries() and catalog.entry(id).direction == "lower_better"]
    return {id: found[id] for id in dict.fromkeys([*own, *plain])}


def nearest_year(level: str, year: int, possible: Sequence[int]) -> int | None:
    """The year with a figure of need closest to ``year``, of two the later; None when no year has one."""
    return next((y for y in sorted(possible, key=lambda y: (abs(y - year), -y)) if options(level, y)), None)


def default_year(level: str, possible: Sequence[int]) -> int | None:
    """The newest year with a figure of need; the newest of all without any."""
    return next((y for y in sorted(possible, reverse=True) if options(level, y)), max(possible, default=None))


@remembered(24)
def measure(id: str, level: str, need_year: int, year: int) -> Need:
    """One figure of need of ``need_year``, for areas that were the same in ``year``. Shared: do not change it."""
    if id == need_figures.SCORE.composite:
        least = parameters.value("basis_inwoners")
        found = score.outcome(need_figures.SCORE, need_year, least)
        values, ranked = found.scores, score.ranks(need_figures.SCORE, need_year, least)
        sources = tuple(s for leaf in sensitivity.counted(found.tree) for s in catalog.entry(leaf).sources)
        label, unit, decimals, measured = found.label, "percentielscore", 0, score.measured(found)
        reasons = values["status"].map(format.why_missing)
    else:
        entry = catalog.entry(id)
        values, ranked = data.values(id, level, need_year), ranks.rank_areas(id, level, need_year)
        label, unit, decimals, sources, measured = entry.label, entry.unit, entry.decimals, entry.sources, ""
        reasons = values["status"].map(partial(words.why_missing, entry))
    known = values["value"]
    division = need_year if id == need_figures.SCORE.composite else data.store().own_division(level, need_year, id)
    if division != year:
        # By the codes of the youth work's year: need of another area is not theirs.
        every = data.store().names(level, year).index
        moved = f"niet hetzelfde gebied in {need_year} en {year}"
        here = ground.onto(values.assign(why=reasons), level, division, year)
        known = here["value"].reindex(every)
        reasons = here["why"].reindex(every).fillna(moved)
        ranked = ground.onto(ranked, level, division, year)
    columns = ranked.reindex(columns=["low", "median", "high"]).astype(float)
    return Need(id, label, unit, decimals, need_year, known, reasons, columns, sources, measured)


def reported(found: Coverage) -> pd.Series:
    """Fte per 1,000 young people where it was reported; NaN everywhere else."""
    return found.frame["rate"].where(found.frame["label"] == REPORTED)


@dataclass(frozen=True)
class Beside:
    """Areas with both figures: index region; columns need, rate, quadrant, low, median, high, young, heads, students.

    ``need_cut`` and ``rate_cut`` are where much begins; ``own_cut`` says that the reader chose the latter.
    """

    frame: pd.DataFrame
    need_cut: float
    rate_cut: float
    own_cut: bool

    def count(self, quadrant: str) -> int:
        """How many areas lie in one quadrant."""
        return int((self.frame["quadrant"] == quadrant).sum())

    def first(self) -> pd.DataFrame:
        """Much need and little youth work, most need first."""
        found = self.frame[self.frame["quadrant"] == MUCH_LITTLE]
        return found.sort_values(["median", "need"], ascending=[True, False], na_position="last")


def beside(found: Coverage, need: Need, cut: float | None = None) -> Beside | None:
    """Reported youth work set beside need; None when too few areas have both to speak of much and little.

    Much need is the half with most need, of all areas that have the figure. Much youth work is from ``cut`` up, and
    without one from the middle of what was reported: there is no norm.
    """
    rate = reported(found)
    frame = pd.DataFrame({"need": need.values.reindex(rate.index), "rate": rate}).dropna()
    if len(frame) < (1 if cut is not None else parameters.value("kwadranten_minstens")):
        return None
    need_cut = float(need.values.median())
    rate_cut = float(frame["rate"].median()) if cut is None else cut
    frame["quadrant"] = youth_work.quadrants(frame["need"], frame["rate"], need_cut, rate_cut)
    frame = frame.join(need.ranks).join(found.frame[["young", "heads", "students"]])
    return Beside(frame, need_cut, rate_cut, cut is not None)


def part(made: Beside, inside: pd.Index) -> Beside:
    """The same cuts for some of the areas."""
    return replace(made, frame=made.frame.loc[made.frame.index.intersection(inside)])


def read_cut(text: object) -> float | None:
    """The reader's own cut out of an address; None for anything that is no number from 0 to 100."""
    try:
        cut = float(str(text))
    except ValueError:
        return None
    return cut if 0 <= cut <= 100 else None


def cuts_in_words(made: Beside, need: Need, level: str, many: str) -> str:
    """Where much begins, in Dutch."""
    where = (
        f"minder dan uw grens van {format.number(made.rate_cut, 1)} {RATE}"
        if made.own_cut
        else f"minder dan het midden van de {format.areas(len(made.frame), level)} met een opgave: "
        f"{format.number(made.rate_cut, 2)} {RATE}"
    )
    return (
        f"Veel behoefte: de helft van alle {many} met de meeste behoefte, vanaf "
        f"{format.number(made.need_cut, need.decimals)} ({need.label.lower()}, {need.unit}, {need.year}). "
        f"Weinig jongerenwerk: {where}. Er is geen landelijke norm."
    )


def place_by_need(row: Mapping[Hashable, object]) -> str:
    """``12 (4 tot 40)``, "" without a rank: it is never shown without its interval."""
    numbers = {key: float(str(row[key])) for key in ("low", "median", "high")}
    return ranks.short(numbers) if all(math.isfinite(n) for n in numbers.values()) else ""


def cells(rows: pd.DataFrame, need: Need, names: pd.DataFrame, level: str) -> pd.DataFrame:
    """Areas with need as text, in the order given: the place by need with its interval, youth work, young people."""
    named = rows.assign(**{column: names[column].reindex(rows.index) for column in ("name", "gemeente_name")})
    records = named.to_dict("records")
    made: dict[str, object] = {
        level.capitalize(): named["name"].fillna(pd.Series(named.index, index=named.index)),
        "Gemeente": named["gemeente_name"].fillna(""),
        f"Plaats naar behoefte, {need.year}": [place_by_need(row) or "niet bekend" for row in records],
        "Behoefte": [format.number(v, need.decimals) for v in named["need"]],
        "Jongerenwerk, fte per 1.000": [
            f"{format.number(v, 1)} (gemeld)" if v == v else "lokaal onbekend" for v in named["rate"]
        ],
        "Jongeren": [young_words(row) for row in records],
    }
    students = named["students"].fillna(False).astype(bool)
    if students.any():
        made["Let op"] = np.where(students, "veel studenten", "")
    if level == "gemeente":
        made.pop("Gemeente")
    return pd.DataFrame(made)
