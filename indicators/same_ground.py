"""What a store knows of the grounds of its areas: the table of all of them, and what of it one area needs.

For each level and each pair of divisions the table has what ``indicators.ground`` finds. It is made when indicators are
built, because laying shapes over each other and comparing names takes minutes; who asks afterwards reads it
(``Store.ground``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from indicators import areas, carried, ground, parameters
from loaders.places import crosswalk, gemeenten
from loaders.sources import computed
from loaders.vocabulary import CODE_PREFIX, COUNTRY, gemeente_of, level_of

if TYPE_CHECKING:
    import geopandas as gpd

    from loaders.store import Store

LEVELS = ("gemeente", "wijk", "buurt")


def tables(data: Store) -> Iterator[tuple[str, pd.DataFrame, str]]:
    """The levels whose table is behind what it is made of: level, table, and the mark of what it was made of.

    A table has the columns old and new (divisions, old before new), region (code in new), and those of ground.COLUMNS.
    """
    for level in LEVELS:
        made_of = mark(data, level)
        if data.manifest()["grounds"].get(level, {}).get("made_of") != made_of:
            yield level, table(known(data, level)), made_of


def table(told: ground.Known) -> pd.DataFrame:
    """Every pair of divisions under each other."""
    parts = [
        ground.relate(told, old, new).rename_axis("region").reset_index().assign(old=old, new=new)
        for old, new in combinations(sorted(told.names), 2)
    ]
    columns = ["old", "new", "region", *ground.COLUMNS]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def known(data: Store, level: str) -> ground.Known:
    """What this store knows of the areas of a level, in every division that names them or has figures on them."""
    manifest = data.manifest()
    divisions = _listed(data, level)
    names = {year: data.names(level, year) for year in sorted(divisions)}
    people = {year: _people(data, level, year) for year in names}
    names |= {year: only_codes(data, level, year) for year in _unnamed(manifest, level, divisions)}
    links = {
        (int(e["old"]), int(e["new"])): data.crosswalk(level, int(e["old"]), int(e["new"]))
        for e in manifest["crosswalks"].values()
        if e["level"] == level
    }
    shapes_of = lru_cache(maxsize=4)(partial(_shapes, data, level))
    laid = partial(_laid, shapes_of, frozenset(data.divisions(level)))
    shapes = {pair: Shared(partial(laid, *pair)) for pair in combinations(data.divisions(level), 2)}
    under = partial(_under, shapes_of, frozenset(data.divisions(level)))
    land = {year: _land(data, level, year) for year in names}
    return ground.Known(names, people, gemeenten.changes(), links, shapes, laid, under, land)


def mark(data: Store, level: str) -> str:
    """A mark that changes with anything a table is made of."""
    manifest = data.manifest()
    made_of = sorted(
        str(entry["sha256"])
        for kind in ("names", "boundaries", "crosswalks")
        for entry in manifest[kind].values()
        if entry["level"] == level
    )
    unnamed = _unnamed(manifest, level, _listed(data, level))
    made_of += sorted(
        str(entry["sha256"])
        for entry in manifest["observations"].values()
        # What is made with the table is no part of what it is made of.
        if entry["source"] != computed.SOURCE.id
        and entry["level"] == level
        and ("inwoners" in entry["variables"] or unnamed & set(entry["divisions"]))
    )
    made_of += [repr(gemeenten.changes()), *(str(parameters.value(one)) for one in ground.PARAMETERS), ground.VERSION]
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:12]


def _people(data: Store, level: str, division: int) -> pd.Series:
    return data.table(level, division, ["inwoners"])["inwoners"].dropna()


# Under these, people over density is too coarse: both are rounded.
_DENSE, _MANY = 100, 200


def _land(data: Store, level: str, division: int) -> pd.Series:
    """Hectares of land, as published; else inhabitants over density."""
    frame = data.table(level, division, ["oppervlakte_land", "inwoners", "dichtheid"])
    coarse = ~((frame["dichtheid"] >= _DENSE) & (frame["inwoners"] >= _MANY))
    return frame["oppervlakte_land"].fillna((100 * frame["inwoners"] / frame["dichtheid"]).mask(coarse))


def _listed(data: Store, level: str) -> set[int]:
    """The divisions in which the areas of a level are named or drawn."""
    named = {int(e["year"]) for e in data.manifest()["names"].values() if e["level"] == level}
    return named | set(data.divisions(level))


def _unnamed(manifest: dict[str, Any], level: str, named: set[int]) -> set[int]:
    """Divisions on which there are figures, but of which no list of areas is held."""
    on = {int(d) for e in manifest["observations"].values() if e["level"] == level for d in e["divisions"]}
    return on - named


def only_codes(data: Store, level: str, division: int) -> pd.DataFrame:
    """The areas that have figures on a division of which no list is held: without names."""
    codes: set[str] = set()
    for entry in data.manifest()["observations"].values():
        if entry["level"] == level and division in entry["divisions"]:
            ids = list(entry["variables"])[:1]
            codes |= set(data.table(level, entry["year"], ids, division).index)
    index = pd.Index(sorted(codes), name="region", dtype=object)
    return pd.DataFrame(
        {"name": "", "gemeente": [gemeente_of(code) or "" for code in index], "change": ""}, index=index
    )


class Shared:
    """What two divisions share of their shapes, by code: laid over each other when it is asked, and each area once.

    All areas of all pairs take minutes, and of most another sign has told already.
    """

    def __init__(self, laid: Callable[[Sequence[str], Sequence[str]], pd.DataFrame]) -> None:
        self._laid = laid
        self._found = pd.DataFrame({"old": [], "new": []}, index=pd.Index([], dtype=object), dtype=float)

    def __call__(self, codes: pd.Index) -> pd.DataFrame:
        fresh = list(codes.difference(self._found.index))
        if fresh:
            self._found = pd.concat([self._found, self._laid(fresh, fresh).set_axis(pd.Index(fresh), axis=0)])
        return self._found.reindex(codes)


def _shapes(data: Store, level: str, division: int) -> gpd.GeoSeries:
    return data.regions(level, division)["geometry"]


def _under(
    shapes: Callable[[int], gpd.GeoSeries], drawn: frozenset[int], old: int, new: int, now: Sequence[str]
) -> pd.Series:
    """The older area in which a point of each new one lies, by new code; "" where there is none or it has no shape."""
    found = pd.Series("", index=pd.Index(list(now), dtype=object), dtype=object)
    if not {old, new} <= drawn:
        return found
    before, mine = shapes(old).dropna(), shapes(new).reindex(list(now)).dropna()
    rows = before.sindex.query(mine.representative_point(), predicate="within")
    found[mine.index[rows[0]]] = before.index.to_numpy()[rows[1]]
    return found


def _laid(
    shapes: Callable[[int], gpd.GeoSeries],
    drawn: frozenset[int],
    old: int,
    new: int,
    then: Sequence[str],
    now: Sequence[str],
) -> pd.DataFrame:
    """The part (0 to 1) of each old and each new shape that both share; NaN where one of them has none."""
    if not {old, new} <= drawn:
        return pd.DataFrame({"old": np.nan, "new": np.nan}, index=range(len(now)))
    one, other = (
        shapes(year).reindex(codes).make_valid().reset_index(drop=True)
        for year, codes in ((old, list(then)), (new, list(now)))
    )
    both = one.intersection(other, align=False).area
    return pd.DataFrame({"old": both / one.area, "new": both / other.area})


# ---------------------------------------------------------------- asking it


def pair(
    data: Store, level: str, old: int, new: int, told: Callable[[str], ground.Known] | None = None
) -> pd.DataFrame:
    """How each area of ``new`` stands to the older division ``old``: index region, columns ground.COLUMNS.

    Of data that was not built since it was pulled it is worked out from what ``told`` tells of a level (``known``), which
    takes seconds; but not for a division that nobody knows, such as the year of a figure that is not there.
    """
    held = data.ground(level, old, new)
    if len(held) or not {old, new} <= set(divisions(data, level)):
        return held
    return ground.relate((told or partial(known, data))(level), old, new)


def codes(between: pd.DataFrame, *, forward: bool) -> pd.Series[str]:
    """The codes that stand for the same ground in two divisions: by code in the one the code in the other.

    ``between`` is a ``pair``. ``forward``: from the older to the newer; else from the newer to the older.
    """
    found = between["was"][between["was"] != ""]
    return pd.Series(found.index, index=found.to_numpy(), dtype=object) if forward else found


def stands(between: pd.DataFrame, code: str, *, forward: bool) -> tuple[str, str, str]:
    """How an area stands to the other division of a ``pair``: kind (ground.KINDS), sign, and its code there, "" without.

    ``forward``: the area is named as in the older division; else as in the newer.
    """
    own = between.loc[code] if code in between.index else None
    before = "" if own is None else str(own["was"])
    there = next(iter(between.index[between["was"] == code]), "") if forward else before
    if there:
        row = between.loc[there] if forward else own
        return ground.SAME, "" if row is None else str(row["sign"]), there
    if own is None:
        return (ground.OTHER, "absent", "") if len(between) else (ground.UNKNOWN, "", "")
    kind = str(own["ground"])
    return ground.OTHER if kind == ground.SAME else kind, str(own["sign"]), ""


def divisions(data: Store, level: str) -> list[int]:
    """Every division that areas of this level are named, drawn or counted in, oldest first."""
    listed = _listed(data, level)
    return sorted(listed | _unnamed(data.manifest(), level, listed))


def whole_divisions(data: Store, level: str) -> list[int]:
    """The divisions of which most areas are known; of the others, which hold one gemeente, an absent code says nothing."""
    return most_known({division: len(known_codes(data, level, division)) for division in divisions(data, level)})


def most_known(counts: Mapping[int, int]) -> list[int]:
    """The divisions of which at least half as many areas are known as of any, oldest first: by division that number."""
    most = max(counts.values(), default=0)
    return [division for division, count in sorted(counts.items()) if count * 2 >= most > 0]


class Asked(Protocol):
    """Who answers what one area was: answers.ground, which remembers, or ``Read``."""

    def codes(self, level: str, base: int, division: int) -> pd.Series[str]:
        """By code of ``base`` the code of the same ground in ``division``; areas without are left out."""

    def parts(self, code: str, base: int, division: int) -> Parts | None:
        """The areas of ``division`` that lie wholly in this one of ``base``; None where nothing is known of them."""


@dataclass(frozen=True)
class Read:
    """The answers of a store, read anew at each question; only what such data lack that were not built is kept."""

    data: Store
    _told: dict[str, ground.Known] = field(default_factory=dict)

    def pair(self, level: str, old: int, new: int) -> pd.DataFrame:
        """How each area of ``new`` stands to the older division ``old``: index region, columns ground.COLUMNS."""
        return pair(self.data, level, old, new, self._known)

    def _known(self, level: str) -> ground.Known:
        if level not in self._told:
            self._told[level] = known(self.data, level)
        return self._told[level]

    def codes(self, level: str, base: int, division: int) -> pd.Series[str]:
        """See ``Asked``."""
        if base == division or level == "land":
            known = known_codes(self.data, level, base)
            return pd.Series(known, index=known, dtype=object)
        return codes(self.pair(level, *sorted((base, division))), forward=base < division)

    def parts(self, code: str, base: int, division: int) -> Parts | None:
        """See ``Asked``."""
        return parts(self.data, self, code, base, division)


def known_codes(data: Store, level: str, division: int) -> pd.Index[str]:
    """The codes of all areas of a level in a division."""
    if level == "land":
        return pd.Index([COUNTRY])
    named = data.names(level, division).index
    return named if len(named) else pd.Index(only_codes(data, level, division).index)


def line(data: Store, asked: Asked, code: str, base: int) -> dict[int, str]:
    """The code of this same ground in every division that knows it, by division. Only figures of these are the area's own."""
    level = level_of(code)
    if level == "land":
        return dict.fromkeys(divisions(data, level), code)
    return {d: str(there) for d in divisions(data, level) if (there := asked.codes(level, base, d).get(code))}


@dataclass(frozen=True)
class Parts:
    """The areas of another division that lie wholly in an area, and the part (0 to 1) of its inhabitants who live there."""

    level: str
    codes: tuple[str, ...]
    covered: float

    @property
    def enough(self) -> bool:
        """Whether they are as good as all of it."""
        return self.covered >= parameters.value("grens_overlap") - 1e-9


def parts(data: Store, asked: Asked, code: str, base: int, division: int) -> Parts | None:
    """The areas of a division that lie wholly in a gemeente or wijk; None where there are none, or nobody lives there.

    Of a gemeente that took in others those gemeenten; else buurten.
    """
    if level_of(code) not in ("gemeente", "wijk"):
        return None
    if merged := _merged(data, code, base, division):
        return Parts("gemeente", merged, 1.0)
    mine, there = buurten(data, asked, code, base, division)
    whole = float(mine.sum())
    if there.empty or not whole > 0:
        return None
    return Parts("buurt", tuple(sorted(there)), float(mine.reindex(there.index).sum()) / whole)


def buurten(data: Store, asked: Asked, code: str, base: int, division: int) -> tuple[pd.Series[float], pd.Series[str]]:
    """The inhabitants of the buurten of a wijk or gemeente of ``base``, and their codes in ``division`` as far as those
    are the same ground; both by code of ``base``.
    """
    people = data.table("buurt", base, ["inwoners"])["inwoners"]
    first = CODE_PREFIX["buurt"] + code[2:]
    # By code: a slice of the sorted table, for a look at each of 14,000 codes takes as long as all the rest.
    mine = people.loc[first : first + "~"]
    return mine, asked.codes("buurt", base, division).reindex(mine.index).dropna()


# The list of mergers does not tell of borders that moved: gemeenten that together have far more or fewer inhabitants than
# what they became are not all of it, or are more than that.
_GROWTH = 1.25


def _merged(data: Store, code: str, base: int, division: int) -> tuple[str, ...]:
    """The gemeenten of an older division that went into this one as a whole; empty where they are not all of it."""
    return merged(data, [code], base, division).get(code, ()) if level_of(code) == "gemeente" else ()


def merged(data: Store, codes: Iterable[str], base: int, division: int) -> dict[str, tuple[str, ...]]:
    """By gemeente of ``base`` those of an older division that went into it as a whole; only where they are all of it."""
    if division > base:
        return {}
    before, after = (data.table("gemeente", year, ["inwoners"])["inwoners"] for year in (division, base))
    before = before.dropna()
    became = {str(old): gemeenten.successors(str(old), division, base) for old in before.index}
    found = {}
    for code in codes:
        went = tuple(sorted(old for old, new in became.items() if code in new))
        if len(went) < 2 or any(len(became[old]) > 1 for old in went):
            continue
        now, then = float(after.get(code, 0.0)), float(before[list(went)].sum())
        if then and 1 / _GROWTH <= now / then <= _GROWTH:
            found[code] = went
    return found


def worked_out(
    data: Store, asked: Asked, code: str, base: int, id: str, years: Iterable[int]
) -> dict[int, carried.Carried]:
    """A figure of these years on the boundaries of the area, by year; years in which it is the area's own are left out.

    Added up from the buurten of then, or from gemeenten that it is made of, where those hold nearly all of it; else carried
    over by addresses.
    """
    level, own = level_of(code), line(data, asked, code, base)
    wanted = {
        year: columns
        for year in years
        if data.own_division(level, year, id) not in own and (columns := areas.inputs([id], year))
    }
    added = {
        year: one
        for year, columns in wanted.items()
        if (one := _added(data, asked, (code, base), (id, year), list(columns))) is not None
    }
    left = {year: columns for year, columns in wanted.items() if year not in added}
    by_address = carried.carry_over(own, id, crosswalk.before(data, level, own, left)) if left else {}
    return dict(sorted({**added, **by_address}.items()))


def _added(
    data: Store, asked: Asked, area: tuple[str, int], figure: tuple[str, int], columns: list[str]
) -> carried.Carried | None:
    """A figure of a year of the areas of then that lie wholly in the area; None where they are not nearly all of it."""
    (code, base), (id, year) = area, figure
    for level in ("gemeente", "buurt"):
        division = data.own_division(level, year, columns[0])
        found = asked.parts(code, base, division)
        if found is None or not found.enough or found.level != level:
            continue
        about = carried.Added(level, division, base, found.covered)
        frame = data.table(level, year, columns, division)
        if (made := carried.added(id, year, frame, found.codes, about)) is not None:
            return made
    return None
