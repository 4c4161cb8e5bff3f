"""The scores of liveability beside the Leefbaarometer 3.0, worked out on a store: whatever comes out is told.

Nothing is fitted: each score is made as everywhere else, also where it is not shown as one (tested.py). Beside Spearman's
rank correlation stands the partial one, with the density of addresses held equal, since both sides know town from country;
and how many of the worst tenth are the same areas. Only areas of 500 inhabitants or more, on the same ground in both.
Partial rank correlation: Kendall and Gibbons 1990, Rank Correlation Methods, chapter 8.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators import brought, composite, norm_data, parameters, same_ground, tested, validation, words
from loaders import store
from loaders.vocabulary import LEVEL_PLURALS, gemeente_of

ROOT = "leefbaarheid"
URBANITY = "adressendichtheid"
LEVELS = ("gemeente", "wijk", "buurt")
# A score of one year is laid beside a measurement of at most two years before or after.
FARTHEST = 2
FEWEST = 30
FEWEST_GEMEENTEN = 3


@dataclass(frozen=True)
class Beside:
    """One score beside its counterpart. ``spearman`` and ``partial`` from -1 to 1, NaN where they can't be had.

    ``where`` is Nederland, the name of the only gemeente there is, or within how many gemeenten of thirty areas or more it
    is the median. ``worst`` is the share (0 to 1) of the worst tenth that is in the other's worst tenth.
    """

    code: str
    level: str
    where: str
    year: int
    other_year: int
    areas: int
    spearman: float
    partial: float
    worst: float
    rests_on: tuple[str, ...]


def every(data: store.Store) -> list[Beside]:
    """Every score beside its counterpart, in each year and level that both have."""
    norms = _norms(data)
    return [
        one
        for level in LEVELS
        for year in data.years(level)
        for division in (year, *brought.divisions(data, level, year))
        for one in _of_year(data, level, (year, division), norms)
    ]


def _norms(data: store.Store) -> dict[str, composite.Norm]:
    """The norms as the build has them: of the base year's table, else those that are shipped."""
    year, figures = int(parameters.value("basisjaar")), composite.inputs(ROOT)
    people = data.table("land", year, ["inwoners"])["inwoners"].sum()
    made: dict[str, composite.Norm] = {}
    for division in (*brought.divisions(data, "wijk", year), year):
        made |= composite.norms(data.table("wijk", year, ["inwoners", *figures], division), float(people), figures)
    return norm_data.with_shipped(made, figures)


def _of_year(data: store.Store, level: str, on: tuple[int, int], norms: dict[str, composite.Norm]) -> Iterator[Beside]:
    """``on``: the year and the division of its figures, which is another one for events (brought)."""
    year, division = on
    frame = data.table(level, year, ["inwoners", URBANITY, *composite.inputs(ROOT)], division)
    if division != year:
        frame[URBANITY] = _on_ground(data, level, division, year, URBANITY)
    frame = frame[frame["inwoners"] >= parameters.value("basis_inwoners")]
    known = [id for id in composite.inputs(ROOT) if frame[id].notna().sum() >= FEWEST]
    if not known:
        return
    scores = composite.dimensions(frame[[*known, "inwoners"]], norms, ROOT, fit=False)
    measured = scores.notna().sum(axis=1)
    enough = measured >= parameters.value("dimensies_nodig")
    scores[ROOT] = scores.mean(axis=1).where(enough)
    for code, counterpart in tested.COUNTERPARTS.items():
        other_year = _nearest(data.years(level, counterpart), year)
        if code not in scores or other_year is None or scores[code].notna().sum() < FEWEST:
            continue
        other = _on_ground(data, level, division, other_year, counterpart)
        both = pd.DataFrame({"one": scores[code], "other": other, "density": frame[URBANITY]})
        both = both.dropna(subset=["one", "other"])
        rests_on = tuple(id for id in known if id in composite.inputs(code) and id in norms)
        for where, areas, agreed in _places(data, level, division, both):
            yield Beside(code, level, where, year, other_year, areas, *agreed, rests_on)


def _nearest(years: Sequence[int], year: int) -> int | None:
    near = [other for other in years if abs(other - year) <= FARTHEST]
    return min(near, key=lambda other: (abs(other - year), -other), default=None)


def _on_ground(data: store.Store, level: str, year: int, other_year: int, id: str) -> pd.Series[float]:
    """The counterpart by the codes of the score's year: only of areas that are the same ground."""
    own = data.own_division(level, other_year, id)
    values: pd.Series[float] = data.table(level, other_year, [id], own)[id]
    codes = same_ground.Read(data).codes(level, own, year)
    found = values.reindex(codes.index).set_axis(codes.to_numpy())
    return found[~found.index.duplicated()]


def _places(
    data: store.Store, level: str, year: int, both: pd.DataFrame
) -> Iterator[tuple[str, int, tuple[float, float, float]]]:
    """Over the country or the one gemeente there is; then the median over the gemeenten with thirty areas or more."""
    if len(both) < FEWEST:
        return
    of = pd.Series([gemeente_of(str(code)) or str(code) for code in both.index], index=both.index)
    if level == "gemeente" or of.nunique() > 1:
        yield "Nederland", len(both), _agree(both)
    else:
        names = data.names("gemeente", year)["name"]
        yield str(names.get(of.iloc[0], of.iloc[0])), len(both), _agree(both)
        return
    parts = [part for _, part in both.groupby(of) if len(part) >= FEWEST]
    if len(parts) >= FEWEST_GEMEENTEN:
        spearman, partial, worst = np.nanmedian([_agree(part) for part in parts], axis=0)
        where = f"binnen {len(parts)} gemeenten (mediaan)"
        yield where, sum(map(len, parts)), (float(spearman), float(partial), float(worst))


def _agree(both: pd.DataFrame) -> tuple[float, float, float]:
    """Spearman, the partial one beside density, and how much of the worst tenth is the same."""
    plain = validation.spearman(both["one"], both["other"])
    ranked = both.dropna().rank()
    partial = math.nan
    if len(ranked) >= FEWEST:
        columns = ranked[["one", "other", "density"]].to_numpy(dtype=float)
        (_, xy, xz), (_, _, yz), _ = np.corrcoef(columns, rowvar=False)
        rest = math.sqrt((1 - xz**2) * (1 - yz**2))
        partial = float((xy - xz * yz) / rest) if rest > 0 else math.nan
    tenth = max(len(both) // 10, 1)
    worst = set(both["one"].nsmallest(tenth).index) & set(both["other"].nsmallest(tenth).index)
    return plain, partial, len(worst) / tenth


def told(found: Sequence[Beside], labels: dict[str, str]) -> list[str]:
    """Markdown in Dutch: a row each, and which scores are shown by it."""
    lines = ["## Leefbaarheid en Leefbaarometer 3.0", ""]
    if not found:
        return [*lines, f"{validation.UNTESTED} Geen jaar heeft beide.", ""]
    lines += [
        "Elke dimensie naast dezelfde dimensie van de Leefbaarometer, het totaal naast de score. Gebieden van "
        f"{parameters.value('basis_inwoners'):.0f} inwoners of meer, op dezelfde grond. *Deels* is de rangcorrelatie bij gelijke "
        "adressendichtheid. *Slechtste tiende* is welk deel van onze laagste gebieden ook daar de laagste zijn.",
        "",
        "| score | niveau | waar | jaar | Leefbaarometer | gebieden | Spearman | deels | slechtste tiende | bestaat uit |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        cells = (
            labels.get(one.code, one.code),
            LEVEL_PLURALS[one.level],
            one.where,
            str(one.year),
            str(one.other_year),
            words.number(one.areas),
            words.number(one.spearman, 2),
            words.number(one.partial, 2),
            f"{words.number(100 * one.worst)}%",
            ", ".join(f"`{id}`" for id in one.rests_on),
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += [""]
    for code, label in labels.items():
        lines.append(f"- {label}: {tested.unfit(code) or 'is als score te zien. ' + tested.told(code)}")
    return [*lines, ""]
