"""Whether a code stands for the same ground in two divisions: the one answer, for all that puts a value under a name.

CBS uses codes again; wijken are merged, split, renamed and renumbered. So a code says nothing by itself. These signs are
asked in this order, and the first that knows decides:

1. flags: CBS's mark of change against the year before (1 nothing, 2 only the code, 3 the boundary), of every year between;
2. mergers: the list of gemeenten that went into others since 2013;
3. addresses: how many addresses the two areas share;
4. shapes: how much of their surface they share;
5. names: the same name with about as many inhabitants and as much land, or another name with far more or fewer people.

Addresses and shapes that both areas share for at least ``grens_overlap`` are the same ground; for under a twentieth of
both they are not. Addresses say nothing where too few of the older area's are found back (``omgerekend_adressen``). A
flag 3 says that the boundary moved and not how far: addresses or shapes of these two divisions that say that it hardly
did, are believed where about as many people live there. What no sign tells is tried step by step, over the divisions in
between; what remains is unknown, and unknown is never the same. Pure: frames in, frames out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import parameters

Kind = Literal["same", "partly", "other", "unknown"]
SAME, PARTLY, OTHER, UNKNOWN = "same", "partly", "other", "unknown"
KINDS = (SAME, PARTLY, OTHER, UNKNOWN)
# Of several steps the worst counts, and of their signs the weakest.
_WORST = {SAME: 0, UNKNOWN: 1, PARTLY: 2, OTHER: 3}
# What the outcome hangs on beside the data: a table that was made with others is made anew.
PARAMETERS = ("grens_overlap", "grond_inwoners", "omgerekend_adressen")
VERSION = "6"
SIGNS = ("flags", "mergers", "addresses", "shapes", "names", "absent")
# Below this part (0 to 1) of both, what two areas share is no more than a rough edge.
_EDGE = 0.05
Numbers = npt.NDArray[np.float64]
# Area of a code, by division. ``was``: the code that this same ground had in the older division; "" where it is not known.
COLUMNS = ("ground", "sign", "was")


class Merger(Protocol):
    """A gemeente, or a part of it, that became (part of) another (loaders.places.gemeenten.Change)."""

    @property
    def year(self) -> int: ...
    @property
    def old(self) -> str: ...
    @property
    def new(self) -> str: ...
    @property
    def part(self) -> bool: ...


@dataclass(frozen=True)
class Known:
    """All that is known of the areas of one level.

    ``names``: by division the areas (index region; columns name, gemeente, change). ``people``: by division their
    inhabitants, ``land``: their hectares of land. ``addresses``: by pair of divisions a crosswalk (columns old, new,
    addresses). ``shapes``: by pair of divisions who tells, of the codes he is asked for, the part (0 to 1) of the older
    and of the newer area that both share (index code, columns old, new; NaN without a shape). ``laid`` tells the same of
    areas with other codes: of two divisions and their codes in each, in order. ``under`` tells of two divisions and codes
    of the newer in which of the older each lies (a point of it), "" where in none.
    """

    names: Mapping[int, pd.DataFrame]
    people: Mapping[int, pd.Series]
    mergers: tuple[Merger, ...] = ()
    addresses: Mapping[tuple[int, int], pd.DataFrame] = field(default_factory=dict)
    shapes: Mapping[tuple[int, int], Callable[[pd.Index], pd.DataFrame]] = field(default_factory=dict)
    laid: Callable[[int, int, Sequence[str], Sequence[str]], pd.DataFrame] | None = None
    under: Callable[[int, int, Sequence[str]], pd.Series] | None = None
    land: Mapping[int, pd.Series] = field(default_factory=dict)

    @cached_property
    def plain_names(self) -> dict[int, pd.Series]:
        """By division the names to compare by."""
        return {year: frame["name"].map(plain_name).astype(object) for year, frame in self.names.items()}

    @cached_property
    def steps(self) -> dict[tuple[int, int], pd.DataFrame]:
        """What was found of two divisions that follow each other: it is asked for again with every longer stretch."""
        return {}


def relate(known: Known, old: int, new: int) -> pd.DataFrame:
    """How each area of the division ``new`` stands to the area with its code in ``old``: index region, COLUMNS.

    Raises KeyError for a division without names.
    """
    codes = known.names[new].index
    there = pd.Series(codes.isin(known.names[old].index), index=codes)
    found = _direct(known, old, new, codes)
    found = _filled(found, lambda left: _stepwise(known, old, new, left))
    # CBS's mark of a new boundary does not say how much of the ground is still the same.
    moved = codes[(found["ground"] == PARTLY) & (found["sign"] == "flags")]
    for told in (_stepwise(known, old, new, moved), _by_names(known, old, new, moved)):
        other = told.index[told["ground"] == OTHER]
        found.loc[other, ["ground", "sign"]] = told.loc[other, ["ground", "sign"]]
    found = _filled(found, lambda left: _by_names(known, old, new, left))
    found["ground"] = found["ground"].replace("", UNKNOWN)
    found.loc[~there, ["ground", "sign"]] = OTHER, "absent"
    found["was"] = pd.Series(codes, index=codes, dtype=object).where(found["ground"] == SAME, "")
    lost = codes[found["ground"] != SAME]
    found.loc[lost, "was"] = (
        _elsewhere(known, old, new, lost, taken=codes[found["ground"] == SAME]).reindex(lost).fillna("")
    )
    return found


def _direct(known: Known, old: int, new: int, codes: pd.Index) -> pd.DataFrame:
    """What is measured of the two divisions themselves."""
    found = _nothing(codes)
    signs: tuple[tuple[str, Callable[[pd.Index], pd.Series]], ...] = (
        ("flags", lambda left: _by_flags(known, old, new, left)),
        ("mergers", lambda left: _by_mergers(known, old, new, left)),
        ("addresses", lambda left: _by_addresses(known, old, new, left)),
        ("shapes", lambda left: _by_shapes(known, old, new, left)),
    )
    for sign, ask in signs:
        found = _filled(found, lambda left, sign=sign, ask=ask: _signed(ask(left), sign))  # type: ignore[misc]
    # A few hectares can hold a whole village: where a boundary moved, as many people must live within it too.
    as_many = _about_as_many(*(_known_of(known.people, year, codes) for year in (old, new))).to_numpy()
    moved = codes[((found["ground"] == PARTLY) & (found["sign"] == "flags")).to_numpy() & as_many]
    for sign, ask in signs[2:] if len(moved) else ():
        hardly = ask(moved)
        found.loc[hardly.index[hardly == SAME], ["ground", "sign"]] = SAME, sign
    return found


def _nothing(codes: pd.Index) -> pd.DataFrame:
    return pd.DataFrame("", index=codes, columns=["ground", "sign"], dtype=object)


def _filled(found: pd.DataFrame, ask: Callable[[pd.Index], pd.DataFrame]) -> pd.DataFrame:
    """Ask only of the areas of which nothing is known yet."""
    left = found.index[found["ground"] == ""]
    if len(left):
        found.loc[left, ["ground", "sign"]] = ask(left).reindex(left).fillna("")[["ground", "sign"]]
    return found


def _signed(ground: pd.Series, sign: str) -> pd.DataFrame:
    return pd.DataFrame({"ground": ground, "sign": np.where(ground == "", "", sign)}, index=ground.index)


def _by_flags(known: Known, old: int, new: int, codes: pd.Index) -> pd.Series:
    """CBS's own word: the same where nothing changed in any year; another where the code was given out anew."""
    between = range(old + 1, new + 1)
    flags = pd.DataFrame(
        {year: known.names[year]["change"].reindex(codes) if year in known.names else "" for year in between},
        index=codes,
    )
    found = pd.Series("", index=codes, dtype=object)
    found = found.mask((flags == "1").all(axis=1), SAME)
    return found.mask((flags == "3").any(axis=1), PARTLY).mask((flags == "2").any(axis=1), OTHER)


def _by_mergers(known: Known, old: int, new: int, codes: pd.Index) -> pd.Series:
    """Gemeenten that took in another, or lost a part. Of one that the list does not name, its border may have moved a little."""
    named = {code for m in known.mergers if old < m.year <= new for code in (m.old, m.new)}
    return pd.Series(np.where(codes.isin(list(named)), PARTLY, ""), index=codes, dtype=object)


def _by_addresses(known: Known, old: int, new: int, codes: pd.Index) -> pd.Series:
    links = known.addresses.get((old, new))
    if links is None:
        return pd.Series("", index=codes, dtype=object)
    both = _found_back(links)
    traced = both.loc[both["of_old"].notna(), "old"]
    parts = both[both["old"] == both["new"]].set_index("new")[["of_old", "of_new"]].reindex(codes)
    # Both are known, and none of the addresses that are found back is in both.
    apart = codes.isin(traced) & codes.isin(both["new"]) & parts.isna().any(axis=1).to_numpy()
    return _by_parts(parts.mask(pd.Series(apart, index=codes), 0.0))


def _found_back(links: pd.DataFrame) -> pd.DataFrame:
    """The addresses that are in both files, with what part they are of those of the older (``of_old``) and of the newer
    area (``of_new``); NaN where too few of the older area's are found back: the rest of it could be anywhere.
    """
    held = links[links["old"] != ""]
    both = held[(held["new"] != "") & (held["addresses"] > 0)]
    by_old, by_new = (both.groupby(side)["addresses"].transform("sum") for side in ("old", "new"))
    whole = both["old"].map(held.groupby("old")["addresses"].sum())
    enough = by_old / whole >= parameters.value("omgerekend_adressen") / 100 - 1e-9
    parts = pd.DataFrame({"of_old": both["addresses"] / by_old, "of_new": both["addresses"] / by_new})
    return both.join(parts.where(enough))


def _by_shapes(known: Known, old: int, new: int, codes: pd.Index) -> pd.Series:
    """By the shapes of these divisions; the shapes of a longer stretch of years can only say that nothing changed in it."""
    found = pd.Series("", index=codes, dtype=object)
    for (first, last), ask in sorted(known.shapes.items(), key=lambda pair: pair[0][1] - pair[0][0]):
        left = codes[(found == "").to_numpy()]
        if not first <= old < new <= last or not len(left):
            continue
        said = _by_parts(ask(left))
        if (first, last) != (old, new):
            said = said.where(said == SAME, "")
        found[left] = said.reindex(left)
    return found


def _by_parts(parts: pd.DataFrame) -> pd.Series:
    """By the part (0 to 1) of each of the two areas that both share; "" where it is not known."""
    least = parameters.value("grens_overlap")
    low, high = parts.min(axis=1, skipna=False), parts.max(axis=1, skipna=False)
    found = pd.Series(
        np.where(low >= least - 1e-9, SAME, np.where(high < _EDGE, OTHER, PARTLY)), index=parts.index, dtype=object
    )
    return found.where(low.notna(), "")


def _by_names(known: Known, old: int, new: int, codes: pd.Index) -> pd.DataFrame:
    """The last sign: the same name with about as many people and as much land, or another name with more than twice or
    under half of the people.
    """
    before, after = (known.plain_names[year].reindex(codes, fill_value="") for year in (old, new))
    then, now = (_known_of(known.people, year, codes) for year in (old, new))
    land = [_known_of(known.land, year, codes).to_numpy() for year in (old, new)]
    alike = _about_as_many(then, now) & _land_agrees(land[0], land[1], people=np.fmax(then.to_numpy(), now.to_numpy()))
    found = pd.Series("", index=codes, dtype=object)
    found = found.mask((before == after) & (before != "") & alike, SAME)
    far = (np.maximum(then, now) > 2 * np.minimum(then, now)) & ((then - now).abs() > _FEW)
    return _signed(found.mask((before != after) & far, OTHER), "names")


def _known_of(held: Mapping[int, pd.Series], year: int, codes: Iterable[str]) -> pd.Series:
    return held.get(year, pd.Series(dtype=float)).reindex(list(codes))


# So many inhabitants more or fewer are within what rounding and one building can do.
_FEW = 25
# Of fewer inhabitants "about as many" says little: then the land must tell.
_SMALL = 100


def _about_as_many(then: pd.Series, now: pd.Series) -> pd.Series:
    most = np.maximum(np.minimum(then, now) * parameters.value("grond_inwoners") / 100, _FEW)
    return (then - now).abs() <= most


def _land_agrees(then: Numbers, now: Numbers, people: Numbers) -> npt.NDArray[np.bool_]:
    """Whether the hectares of land do not speak against the same ground, within rounding; of few people they must agree."""
    most = np.fmax(then, now)
    differ = np.abs(then - now) > (1 - parameters.value("grens_overlap")) * most + 1
    not_known = np.isnan(then) | np.isnan(now)
    return np.asarray(np.where(not_known, ~(people < _SMALL), ~differ), dtype=bool)


_NUMBERED = re.compile(r"^(?:wijk|buurt|stadsdeel)\s+[0-9a-z]{1,3}\b[\s:.-]*(?=\S)", re.IGNORECASE)


def plain_name(name: object) -> str:
    """The name of an area to compare by: without CBS's "Wijk 01", capitals, accents' marks and signs."""
    text = _NUMBERED.sub("", str(name or "")) if isinstance(name, str) else ""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _stepwise(known: Known, old: int, new: int, codes: pd.Index) -> pd.DataFrame:
    """Over the divisions in between: the same where each step is. A division of which only some areas are known is passed by."""
    enough = 0.5 * min(len(known.names[old]), len(known.names[new]))
    between = [year for year in sorted(known.names) if old < year < new and len(known.names[year]) >= enough]
    if not between:
        return _nothing(codes)
    worst = np.zeros(len(codes), dtype=int)
    weakest = np.zeros(len(codes), dtype=int)
    for first, last in pairwise([old, *between, new]):
        step = _step(known, first, last).reindex(codes)
        # A code that is not there for a while says nothing: a division may lack some areas.
        step[step["ground"].isna() | (step["sign"] == "absent")] = [UNKNOWN, ""]
        worst = np.maximum(worst, step["ground"].map(_WORST).to_numpy(dtype=int))
        weakest = np.maximum(weakest, [SIGNS.index(sign) if sign else 0 for sign in step["sign"]])
    kinds = {rank: kind for kind, rank in _WORST.items()}
    ground = [kinds[rank] for rank in worst]
    found = pd.DataFrame({"ground": ground, "sign": [SIGNS[at] for at in weakest]}, index=codes)
    return found.where(found["ground"] != UNKNOWN, "")


def _step(known: Known, first: int, last: int) -> pd.DataFrame:
    """Of every area of ``last``: how it stands to ``first``, without looking at what lies in between."""
    if (first, last) not in known.steps:
        codes = known.names[last].index
        found = _filled(_direct(known, first, last, codes), lambda left: _by_names(known, first, last, left))
        found["ground"] = found["ground"].replace("", UNKNOWN)
        found.loc[~codes.isin(known.names[first].index), ["ground", "sign"]] = OTHER, "absent"
        known.steps[first, last] = found
    return known.steps[first, last]


def _elsewhere(known: Known, old: int, new: int, lost: Iterable[str], taken: pd.Index) -> pd.Series:
    """The code that an area had in the older division where it was another: by addresses, shapes, or all of name, gemeente,
    people and land.

    Only where one area answers, and not one that goes on under its own code or is found already.
    """
    found = pd.Series("", index=pd.Index(list(lost)), dtype=object)
    for ask in (_by_shared_addresses, _by_the_ground_under, _by_description):
        left = found.index[found == ""]
        gone = taken.union(pd.Index(found[found != ""]))
        if len(left):
            said = ask(known, old, new, left, gone)
            # Its own code is not elsewhere: a better sign said that this was another area.
            said = said[(said != "") & ~said.isin(gone) & (said != said.index)]
            found[said.index] = said
    return found


def _by_the_ground_under(known: Known, old: int, new: int, lost: pd.Index, _: pd.Index) -> pd.Series:
    """By the shape that lies under each: the same where both share nearly all."""
    if known.under is None or known.laid is None:
        return pd.Series(dtype=object)
    under = known.under(old, new, list(lost))
    under = under[under != ""]
    parts = known.laid(old, new, list(under), list(under.index))
    return under[(parts.min(axis=1, skipna=False) >= parameters.value("grens_overlap") - 1e-9).to_numpy()]


def _by_description(known: Known, old: int, new: int, lost: pd.Index, gone: pd.Index) -> pd.Series:
    """By name, gemeente, inhabitants and land together, as far as the shapes agree."""
    before = _described(known, old, new).drop(index=gone, errors="ignore")
    after = _described(known, new, new).reindex(lost).reset_index(names="region")
    pairs = after.merge(before.reset_index(names="was"), on=["name", "gemeente"], suffixes=("_now", "_then"))
    pairs = pairs[(pairs["name"] != "") & _about_as_many(pairs["people_then"], pairs["people_now"])]
    land = [_known_of(known.land, year, pairs[side]).to_numpy() for year, side in ((old, "was"), (new, "region"))]
    people = pairs[["people_then", "people_now"]].max(axis=1).to_numpy()
    pairs = pairs[_land_agrees(land[0], land[1], people=people)]
    alone = pairs.drop_duplicates("region", keep=False).drop_duplicates("was", keep=False).set_index("region")["was"]
    if known.laid is not None and len(alone):
        parts = known.laid(old, new, list(alone), list(alone.index))
        alone = alone[~(parts.min(axis=1, skipna=False) < parameters.value("grens_overlap") - 1e-9).to_numpy()]
    return alone


def _by_shared_addresses(known: Known, old: int, new: int, lost: pd.Index, _: pd.Index) -> pd.Series:
    links = known.addresses.get((old, new))
    if links is None:
        return pd.Series(dtype=object)
    both, least = _found_back(links), parameters.value("grens_overlap") - 1e-9
    whole = both[(both["of_old"] >= least) & (both["of_new"] >= least) & (both["old"] != both["new"])]
    return whole.set_index("new")["old"].reindex(lost).fillna("").astype(object)


def _described(known: Known, year: int, new: int) -> pd.DataFrame:
    """Name to compare by, gemeente as it is called in the division ``new``, and inhabitants."""
    frame = known.names[year]
    became = {m.old: m.new for m in known.mergers if year < m.year <= new and not m.part}
    gemeente = frame["gemeente"].map(lambda code: _followed(code, became))
    people = known.people.get(year, pd.Series(dtype=float)).reindex(frame.index)
    return pd.DataFrame({"name": known.plain_names[year], "gemeente": gemeente, "people": people})


def _followed(code: str, became: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while code in became and code not in seen:
        seen.add(code)
        code = became[code]
    return code
