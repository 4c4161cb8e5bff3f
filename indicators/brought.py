"""What events are counted over, brought to the boundaries that their publisher counted them on.

The police lays all its years on the newest division. A rate of an older year then needs the inhabitants and homes of that
year on that same ground. They come by the rule of the house (indicators.ground, same_ground, carried), in this order:

1. an area that is the same ground in both divisions has its own number, whatever its code was then;
2. gemeenten that went into one as a whole are added up, and so are buurten of then that lie wholly in an area and hold
   nearly all of its inhabitants (``grens_overlap``);
3. else the old areas are divided over the new ones by the addresses that they share, where enough of these are known
   (``omgerekend_adressen``): an estimate.

What is left has no number, and so no rate: nothing is guessed. A number is ``computed`` where nothing was divided or left
out, else ``estimate``; the rate is as firm as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from indicators import catalog, composite, crosswalk, design_effect, parameters, safety, same_ground
from indicators.recipes import Ratio
from loaders.vocabulary import COUNTRY, gemeente_of, wijk_of

if TYPE_CHECKING:
    from loaders.store import Store

_RATES = tuple(one.recipe for one in safety.INDICATORS if isinstance(one.recipe, Ratio))
# What events are counted over, and the events.
OVER = tuple(dict.fromkeys(id for one in _RATES for id in one.out_of))
COUNTED = tuple(dict.fromkeys(id for one in _RATES for id in one.count))


@cache
def made_there() -> frozenset[str]:
    """The figures that are made on the division of the events: their rates, the dispersion of these, and scores of nothing else."""
    rates = {one.id for one in safety.INDICATORS}
    scores = {
        code
        for code in composite.nodes()
        if composite.children(code) and (under := composite.leaves(code)) and set(under) <= rates
    }
    return frozenset({*rates, *(id + design_effect.ENDING for id in rates), *(scores & set(catalog.entries()))})


def divisions(data: Store, level: str, year: int) -> tuple[int, ...]:
    """The divisions other than that of the year itself on which events of this year and level are counted, oldest first."""
    counted = set(COUNTED) & set(data.variables(level, year))
    found = {data.own_division(level, year, id) for id in counted}
    # What is there on the year's own boundaries needs nothing brought.
    return () if year in found else tuple(sorted(found))


def figures(data: Store, level: str, year: int, division: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The events of a year on ``division`` beside what they are counted over: values and statuses, index region.

    Columns COUNTED and OVER as far as they are there; an area without inhabitants on this ground is NaN, ``not_given``.
    """
    values = data.table(level, year, COUNTED, division).dropna(axis=1, how="all")
    statuses = data.statuses(level, year, list(values.columns), division)
    over, firm = _over(data, level, year, division, values.index)
    return values.join(over), statuses.join(firm)


def rows(values: pd.DataFrame, statuses: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """What was brought as rows like those of ``made`` (build.compute), for who asks what a rate was taken over."""
    if made.empty:
        return made
    there = [id for id in OVER if id in values]
    many = len(values)
    once = np.zeros(many * len(there), dtype=np.int8)

    def labelled(codes: np.ndarray, names: Iterable[str]) -> pd.Categorical[str]:
        return pd.Categorical.from_codes(codes, categories=pd.Index(list(names)))

    words = pd.concat([statuses[id] for id in there]) if there else pd.Series(dtype=object)
    codes, kinds = pd.factorize(words)
    found = {
        "region": labelled(np.tile(np.arange(many), len(there)), values.index),
        "variable": labelled(np.repeat(np.arange(len(there)), many), there),
        "value": np.concatenate([np.empty(0), *(values[id].to_numpy() for id in there)]),
        "status": labelled(codes, kinds),
        **{name: labelled(once, [str(made[name].iloc[0])]) for name in ("level", "source")},
        **{
            name: np.full(len(once), made[name].iloc[0], dtype=made[name].to_numpy().dtype)
            for name in ("division", "year")
        },
    }
    return pd.DataFrame(found)[list(made.columns)]


def together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Long frames under each other, their words still as categories: as text they would take ten times as long to check."""
    filled = [frame for frame in frames if len(frame)]
    if len(filled) < 2:
        return filled[0] if filled else frames[0]
    return pd.DataFrame(
        {
            name: union_categoricals([frame[name] for frame in filled], ignore_order=True)
            if isinstance(filled[0][name].dtype, pd.CategoricalDtype)
            else np.concatenate([frame[name].to_numpy() for frame in filled])
            for name in filled[0].columns
        }
    )


def _over(data: Store, level: str, year: int, division: int, index: pd.Index[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The denominators of a year on the areas ``index`` of a division, and how firm each is."""
    asked = same_ground.Read(data)
    then, said = data.table(level, year, OVER), data.statuses(level, year, OVER)
    there = [id for id in OVER if then[id].notna().any()]
    then, said = then[there], said[there].replace({"published": "computed", "": "not_given"})
    codes = asked.codes(level, division, year)
    codes = codes[codes.isin(then.index)]
    values = then.reindex(codes.to_numpy()).set_axis(codes.index).reindex(index)
    firm = said.reindex(codes.to_numpy()).set_axis(codes.index).reindex(index, fill_value="not_given")
    for ways in (_merged, _added, _by_address):
        left = index.difference(codes.index)
        if level == "land" or not len(left):
            break
        made, whole = ways(data, asked, level, (year, division), left, then)
        known = made.dropna(how="all").index
        values.loc[known, there] = made.loc[known, there]
        for id in there:
            words = (
                whole.reindex(known)
                .map({True: "computed", False: "estimate"})
                .where(made.loc[known, id].notna(), "not_given")
            )
            firm.loc[known, id] = words
        codes = pd.concat([codes, pd.Series("", index=known, dtype=object)])
    return values, firm


Made = tuple[pd.DataFrame, "pd.Series[bool]"]


def _merged(
    data: Store, asked: same_ground.Read, level: str, years: tuple[int, int], left: pd.Index[str], then: pd.DataFrame
) -> Made:
    """Gemeenten that went into one as a whole, added up."""
    year, division = years
    went = same_ground.merged(data, left, division, year) if level == "gemeente" else {}
    found = {code: then.loc[list(old)].sum(skipna=False) for code, old in went.items() if set(old) <= set(then.index)}
    made = pd.DataFrame.from_dict(found, orient="index", columns=then.columns)
    return made, pd.Series(True, index=made.index)


def _added(
    data: Store, asked: same_ground.Read, level: str, years: tuple[int, int], left: pd.Index[str], then: pd.DataFrame
) -> Made:
    """Buurten of then that lie wholly in an area, added up where they hold nearly all of its inhabitants (same_ground.parts)."""
    year, division = years
    nothing = pd.DataFrame(columns=then.columns, dtype=float), pd.Series(dtype=bool)
    people = data.table("buurt", division, ["inwoners"])["inwoners"].dropna()
    if level not in ("gemeente", "wijk") or people.empty:
        return nothing
    above = _above(people.index, level)
    mine = people[above.isin(left).to_numpy()]
    above = above[mine.index]
    codes = asked.codes("buurt", division, year).reindex(mine.index).dropna()
    then = data.table("buurt", year, list(then.columns)).reindex(codes.to_numpy()).set_axis(codes.index)
    covered = mine[codes.index].groupby(above[codes.index]).sum() / mine.groupby(above).sum()
    enough = covered.index[covered >= parameters.value("grens_overlap") - 1e-9]
    groups = then.groupby(above[codes.index])
    made = groups.sum().where(groups.count().eq(groups.size(), axis=0)).reindex(enough)
    return made, (covered > 1 - 1e-9).reindex(enough)


def _by_address(
    data: Store, asked: same_ground.Read, level: str, years: tuple[int, int], left: pd.Index[str], then: pd.DataFrame
) -> Made:
    """The old areas divided by addresses, onto the division itself or the newest on which an area is the same."""
    year, division = years
    held = data.manifest()["crosswalks"].values()
    onto = sorted(
        {int(e["new"]) for e in held if e["level"] == level and int(e["old"]) == year},
        key=lambda d: (d != division, -d),
    )
    made, whole = pd.DataFrame(columns=then.columns, dtype=float), pd.Series(dtype=bool)
    for new in onto:
        links = data.crosswalk(level, year, new)
        codes = asked.codes(level, division, new)
        codes = codes[codes.index.isin(left.difference(made.index))]
        enough = crosswalk.matched(links) >= parameters.value("omgerekend_adressen") / 100
        codes = codes[codes.isin(enough.index[enough])]
        found = crosswalk.counts(then, links).reindex(codes.to_numpy()).set_axis(codes.index)
        exact = crosswalk.whole(links).reindex(codes.to_numpy()).set_axis(codes.index)
        made, whole = pd.concat([made, found]), pd.concat([whole, exact])
    return made.astype(float), whole.fillna(False).astype(bool)


def _above(codes: Iterable[str], level: str) -> pd.Series[str]:
    upward = wijk_of if level == "wijk" else gemeente_of
    found = [str(code) for code in codes]
    return pd.Series([upward(code) or COUNTRY for code in found], index=pd.Index(found, dtype=object), dtype=object)
