"""How every area of a level stands on one figure: its margin, its place, whether it clearly differs from the country.

Worked out once for each version of the data, for all readers: do not change what is returned.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd

from answers import data, format, ranks, score
from answers.held import remembered
from indicators import assessment, catalog, need, parameters, uncertainty
from indicators.catalog import Entry
from indicators.tree import Against, Choice
from loaders.vocabulary import COUNTRY

COLUMNS = ("low", "high", "result", "first", "middle", "last")


@dataclass(frozen=True)
class Standing:
    """``frame`` has a row for each area with something to say: low and high (the margin, in the unit of the figure),
    result (hoger, lager, geen duidelijk verschil or ""), and first, middle and last (the place with its interval).

    ``of`` is how many areas were ranked, 0 for none. ``reference`` is the value of the country, None when not known.
    ``share`` is filled for a composite: the part of the runs in which each area is in the worst tenth.
    ``no_result`` and ``no_rank`` say (Dutch) why there is none.
    """

    frame: pd.DataFrame
    reference: float | None
    of: int
    note: str
    no_result: str
    no_rank: str
    share: pd.Series | None = None

    def says(self, column: str) -> bool:
        """Whether any area has something in this column."""
        held = self.frame[column]
        return bool(held.ne("").any() if column == "result" else held.notna().any())


@remembered(96)
def standing_of(entry: Entry, level: str, year: int) -> Standing:
    """How the areas of this level stand on this figure in this year."""
    held = data.store()
    meant = data.meant(entry, year)
    wanted = list(dict.fromkeys([entry.id, *assessment.columns([entry])]))
    table = held.table(level, year, wanted, held.own_division(level, year, entry.id))
    reference = data.value_of(entry.id, COUNTRY, year)
    no_result = _no_result(meant, reference)
    places, share, note = _places(entry, level, year)
    no_rank = "" if len(places) else _no_rank(entry, level)
    frame = pd.DataFrame({"low": np.nan, "high": np.nan, "result": ""}, index=table.index.union(places.index))
    if entry.id in catalog.entries():
        # Half a margin says nothing.
        ends = assessment.ends(entry, year, table).dropna()
        frame[["low", "high"]] = ends.astype(float).reindex(frame.index)
    if not no_result and reference is not None:
        result = uncertainty.compare(meant, table, reference, whole_list=True)["result"]
        frame["result"] = result.reindex(frame.index).fillna("")
    frame[["first", "middle", "last"]] = places.reindex(frame.index)[["first", "middle", "last"]]
    says = frame["low"].notna() | frame["middle"].notna() | frame["result"].ne("")
    return Standing(frame[says], reference, len(places), note, no_result, no_rank, share)


def _no_result(entry: Entry, reference: float | None) -> str:
    if uncertainty.basis(entry) is None:
        return "Van dit cijfer is geen marge door toeval te berekenen. Wat duidelijk verschilt, is dus niet te zeggen."
    if reference is None or math.isnan(reference):
        return f"Van {data.country()} als geheel is dit cijfer van dit jaar niet bekend."
    return ""


def _no_rank(entry: Entry, level: str) -> str:
    if entry.sensitive:
        return "Bij herkomst geven we geen plaats in een lijst."
    if entry.id in need.composites() and level != score.LEVEL:
        return "De plaats op deze samengestelde maat wordt alleen voor wijken nagerekend."
    return "Van dit cijfer is geen marge bekend, en zonder marge geven we geen plaats in de lijst."


def _places(entry: Entry, level: str, year: int) -> tuple[pd.DataFrame, pd.Series | None, str]:
    """Place with its interval of every area (first, middle, last); for a composite also the share of runs; a note."""
    if entry.id in need.composites():
        found = _composite(entry.id, year) if level == score.LEVEL else pd.DataFrame()
        if found.empty:
            return _as_places(found), None, ""
        runs = format.number(parameters.value("gevoeligheid_runs"))
        note = (
            "Plaats 1 is slechtst. Tussen haakjes: waar de plaats ligt in 90% van "
            f"{runs} berekeningen met andere gewichten en rekenwijzen."
        )
        return _as_places(found), found["share"], note
    return _as_places(ranks.rank_areas(entry.id, level, year)), None, ranks.note(entry.id, year)


def _as_places(found: pd.DataFrame) -> pd.DataFrame:
    columns = {"low": "first", "median": "middle", "high": "last"}
    return found.reindex(columns=list(columns)).rename(columns=columns).astype(float)


def _composite(id: str, year: int) -> pd.DataFrame:
    """The ranks of a composite under other choices: against the base year, else within the year."""
    least = parameters.value("basis_inwoners")
    for against in get_args(Against) if score.years(id) else ():
        choice = Choice(id, against)
        if score.outcome(choice, year, least).scores["value"].notna().any():
            return score.ranks(choice, year, least)
    return pd.DataFrame()


def place(row: Mapping[Any, Any] | pd.Series) -> str:
    """A place in a table: ``210 (143 tot 388)``; "" without one."""
    if pd.isna(row["middle"]):
        return ""
    first, middle, last = (format.number(row[name]) for name in ("first", "middle", "last"))
    return f"{middle} ({first} tot {last})"


def margin(entry: Entry, row: Mapping[Any, Any] | pd.Series) -> str:
    """A margin in a table: ``11,0–13,8``; "" without one."""
    if pd.isna(row["low"]):
        return ""
    return f"{format.number(row['low'], entry.decimals)}–{format.number(row['high'], entry.decimals)}"


def difference(entry: Entry, result: str) -> str:
    """The judgement in words: slechter or beter where that was agreed, else hoger or lager; "" without one."""
    return uncertainty.judged(entry, result) or result
