"""How many addresses two divisions share, and with that what an area of today was in earlier years.

The addresses of each year come from CBS (loaders.sources.cbs_postcode).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders import store
from loaders.vocabulary import gemeente_of, wijk_of

LEVELS = ("gemeente", "wijk", "buurt")


# ---------------------------------------------------------------- two divisions


def shared(old: pd.DataFrame, new: pd.DataFrame, level: str) -> pd.DataFrame:
    """How many addresses each pair of an old and a new area shares: columns old, new, addresses.

    ``old`` and ``new`` are frames of addresses (sorted, each once). Rows with an empty ``new`` count the addresses of an
    old area that are not in the new file; rows with an empty ``old`` the other way round.
    """
    a, b = old["address"].to_numpy(), new["address"].to_numpy()
    from_area, from_names = _areas(old["buurt"], level)
    to_area, to_names = _areas(new["buurt"], level)
    place = np.searchsorted(b, a)
    place[place == len(b)] = 0
    matched = b[place] == a if len(b) else np.zeros(len(a), dtype=bool)
    gone = len(to_names)
    target = np.where(matched, to_area[place] if len(b) else 0, gone)
    fresh = np.ones(len(b), dtype=bool)
    fresh[place[matched]] = False
    pairs = np.concatenate([from_area * (gone + 1) + target, len(from_names) * (gone + 1) + to_area[fresh]])
    found, counted = np.unique(pairs, return_counts=True)
    return pd.DataFrame(
        {
            "old": np.array([*from_names, ""], dtype=object)[found // (gone + 1)],
            "new": np.array([*to_names, ""], dtype=object)[found % (gone + 1)],
            "addresses": counted.astype(np.int64),
        }
    )


def _areas(buurt: pd.Series[str], level: str) -> tuple[npt.NDArray[np.int64], list[str]]:
    """The area of each address at a level, as a place in the list of areas."""
    column = buurt.astype("category").cat
    upward: dict[str, Callable[[str], str | None]] = {"gemeente": gemeente_of, "wijk": wijk_of, "buurt": str}
    areas = pd.Categorical([upward[level](code) for code in column.categories])
    return areas.codes.astype(np.int64)[column.codes], [str(area) for area in areas.categories]


def build(root: Path) -> None:
    """Make the crosswalks that are missing or behind: between years that follow each other, and to the newest year."""
    data = store.open_store(root)
    kept = data.manifest()["addresses"]
    years = sorted(int(year) for year in kept)
    wanted = dict.fromkeys([*pairwise(years), *((year, years[-1]) for year in years[:-1])])
    for old, new in wanted:
        made_of = [kept[str(old)]["sha256"], kept[str(new)]["sha256"]]
        known = data.manifest()["crosswalks"]
        if all(known.get(f"{level}/{old}-{new}", {}).get("made_of") == made_of for level in LEVELS):
            continue
        before, after = data.addresses(old), data.addresses(new)
        with store.writer(root) as writer:
            for level in LEVELS:
                writer.put_crosswalk(level, old, new, shared(before, after, level), made_of)


# ---------------------------------------------------------------- one area through the years


@dataclass(frozen=True)
class Before:
    """The areas that share addresses with an area of today, in an earlier year.

    ``frame`` holds their figures (index old area), ``links`` the crosswalk as far as it is about them (columns old, new,
    addresses), from the boundaries of ``division`` onto those of ``onto``, on which the area is as it is today.
    """

    frame: pd.DataFrame
    links: pd.DataFrame
    division: int
    onto: int


def before(
    data: store.Store, level: str, line: Mapping[int, str], wanted: Mapping[int, Sequence[str]]
) -> dict[int, Before]:
    """What an area was made of, for each year of ``wanted`` (year to variables) that can be known.

    ``line`` has the area's code in every division on which it is the same ground. Only years whose figures are on other
    ones, and only where the addresses of then and of one of those are both there. The division is that of a year's
    first variable.
    """
    links: dict[int, tuple[int, pd.DataFrame]] = {}
    divisions: dict[int, int] = {}
    for year, variables in wanted.items():
        division = data.own_division(level, year, variables[0])
        if division not in links and (found := _onto(data, level, line, division)) is not None:
            links[division] = found
        if division in links:
            divisions[year] = division
    if not divisions:
        return {}
    rows = data.observations(
        variables=sorted({variable for year in divisions for variable in wanted[year]}),
        level=level,
        years=list(divisions),
        regions=sorted({code for _, pairs in links.values() for code in pairs["old"] if code}),
    )
    found_: dict[int, Before] = {}
    for year, division in divisions.items():
        mine = rows[(rows["year"] == year) & (rows["division"] == division) & rows["variable"].isin(list(wanted[year]))]
        onto, pairs = links[division]
        frame = mine.astype({"region": str, "variable": str}).pivot_table("value", "region", "variable", dropna=False)
        old = sorted({code for code in pairs["old"] if code})
        found_[year] = Before(frame.reindex(index=old, columns=list(wanted[year])), pairs, division, onto)
    return found_


def _onto(data: store.Store, level: str, line: Mapping[int, str], division: int) -> tuple[int, pd.DataFrame] | None:
    """The crosswalk from a division to the newest one on which the area is as it is, as far as it is about it."""
    there = [entry for entry in data.manifest()["crosswalks"].values() if entry["level"] == level]
    to = sorted((int(entry["new"]) for entry in there if int(entry["old"]) == division), reverse=True)
    onto = next((one for one in to if one in line), None)
    if onto is None or division in line:
        return None
    pairs = data.crosswalk(level, division, onto)
    old = set(pairs.loc[pairs["new"] == line[onto], "old"]) - {""}
    about = pairs[pairs["old"].isin(old) | (pairs["new"] == line[onto])]
    return (onto, about.reset_index(drop=True)) if old else None
