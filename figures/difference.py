"""The difference between two years as a map: more in one hue, less in another, none where they may not be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from answers import data, format, ground
from answers.held import remembered
from answers.standing import COLUMNS, Standing
from figures import colouring, colours, maps
from figures.colouring import Colouring
from figures.colours import Palette
from indicators import assessment, between, catalog, parameters, uncertainty
from indicators.catalog import Entry
from loaders.vocabulary import BELOW_ROUNDING

STEPS = 3


@dataclass(frozen=True)
class Change:
    """A map of the difference, and the table of both years.

    The table has the index region and the columns before, after, before_status, after_status, value, low, high,
    clear and why. ``refused`` says (Dutch) why no area at all can be compared; then there is no drawing.
    """

    drawing: maps.Drawing | None
    table: pd.DataFrame
    old: int
    new: int
    refused: str = ""


@remembered(24)
def compare(entry: Entry, level: str, years: tuple[int, int], gemeente: str | None) -> Change:
    """The difference of one figure between two years, the later one less the earlier. Shared: do not change it."""
    old, new = sorted(years)
    if between.broken(entry, old, new):
        why = (
            f"Tussen {old} en {new} is veranderd wat dit cijfer betekent. Een verschil zou vooral dat laten zien. "
            "Zet de jaren wel los van elkaar naast elkaar."
        )
        return Change(None, pd.DataFrame(), old, new, why)
    division = data.store().own_division(level, new, entry.id)
    meant = data.meant(entry, new)
    shown = replace(
        meant,
        label=f"{meant.label}, verschil",
        unit="procentpunt" if meant.unit == "%" else meant.unit,
        definitions=(),
        kind="mean",
    )
    table = _differences(entry, level, old, new)
    values = table[["value", "why"]].rename(columns={"why": "status"})
    margins = table[["low", "high"]].reindex(columns=list(COLUMNS))
    margins["result"] = ""
    stands = Standing(margins, None, 0, "", "", "")
    drawing = maps.draw(shown, level, new, gemeente, values, division, colour(table, shown), stands)
    return Change(drawing, table, old, new)


def _differences(entry: Entry, level: str, old: int, new: int) -> pd.DataFrame:
    """The table of a Change, with the column why: for areas without a difference a status, or a key of REASONS."""
    held = data.store()
    first, last = (held.own_division(level, year, entry.id) for year in (old, new))
    before = ground.onto(_with_margin(entry, level, old), level, first, last)
    after = _with_margin(entry, level, new)
    found = between.difference(data.meant(entry, new), before, after)
    every = held.names(level, last).index.union(after.index)
    table = pd.DataFrame({"before": before["value"], "after": after["value"]}).reindex(every).join(found)
    table["before_status"], table["after_status"] = before["status"].reindex(every), after["status"].reindex(every)
    moved = ground.lacking(level, last, first).reindex(every).fillna(between.ABSENT)
    status = data.values(entry.id, level, new)["status"].reindex(every).fillna("")
    lacking = moved.where(moved != "", status.where(table["after"].isna(), ""))
    lacking = lacking.mask((lacking == "") & table["before"].isna(), "no_before")
    table.loc[moved != "", ["value", "low", "high", "clear"]] = None
    table = table.astype({"value": float, "low": float, "high": float})
    return table.assign(why=lacking.mask(table["value"].notna(), ""))


def _with_margin(entry: Entry, level: str, year: int) -> pd.DataFrame:
    """Value, status, low and high of all areas, at the certainty that a difference asks for."""
    held = data.store()
    values = data.values(entry.id, level, year)
    if entry.id not in catalog.entries():
        return values.assign(low=np.nan, high=np.nan)
    wanted = list(dict.fromkeys([entry.id, *assessment.columns([entry])]))
    table = held.table(level, year, wanted, held.own_division(level, year, entry.id))
    if set(assessment.margins(entry)) <= set(table.columns):
        ends = assessment.ends(entry, year, table)
    else:
        meant, sure = catalog.entry(entry.definition(year)), parameters.value("verschil_zekerheid")
        ends = uncertainty.interval(meant, table, sure)
    return values.join(ends)


def said(table: pd.DataFrame, entry: Entry) -> list[str]:
    """The difference of each row as text, "" without one: ``+3,1``.

    Where one of both years was rounded to nought, from where to where it can be: ``+1,2 tot +4,9``. A value that was
    rounded to nought lies half-way (indicators.small_numbers), and can be anything from nought to twice that.
    """
    off = [table[f"{when}_status"].eq(BELOW_ROUNDING) for when in ("before", "after")]
    apart = table["before"].where(off[0], 0.0) + table["after"].where(off[1], 0.0)
    return [
        ""
        if pd.isna(value)
        else format.signed(value, entry.decimals)
        if not rounded
        else f"{format.signed(value - reach, entry.decimals)} tot {format.signed(value + reach, entry.decimals)}"
        for value, reach, rounded in zip(table["value"], apart, off[0] | off[1], strict=True)
    ]


def colour(table: pd.DataFrame, entry: Entry) -> Colouring:
    """Three sizes of less and of more with the same bounds on both sides; in between what is no clear difference."""
    value = table["value"].dropna()
    hair = 10.0**-entry.decimals / 2
    same = (table["clear"].reindex(value.index) == False) | (value.abs() < hair)  # noqa: E712 - None is not False
    sizes = value[~same].abs()
    cuts = (
        np.unique(np.round(sizes.quantile([1 / 3, 2 / 3]).to_numpy(), entry.decimals)) if len(sizes) else np.array([])
    )
    cuts = cuts[cuts > hair]
    steps = len(cuts) + 1
    size = np.searchsorted(cuts, value.abs().round(entry.decimals), side="right") + 1
    index = pd.Series(np.where(same, 0, np.sign(value) * size).astype(int) + steps, index=value.index).astype("int8")
    edges = [format.number(cut, entry.decimals) for cut in cuts]
    words = [f"minder dan {edges[0]}" if edges else ""]
    words += [f"{low} tot {high}" for low, high in pairwise(edges)]
    words += [f"{edges[-1]} of meer"] if edges else []
    up = [f"{word} hoger".strip() for word in words]
    down = [f"{word} lager".strip() for word in words]
    sure = table["clear"].notna().any()
    middle = "geen duidelijk verschil" if sure else "gelijk"

    def paint(palette: Palette) -> tuple[str, ...]:
        more = colours.classes(4, palette.dark)[1:]
        return (*palette.less[-steps:][::-1], palette.unclear, *more[-steps:])

    return Colouring(
        colouring.CHANGE,
        index,
        (*down[::-1], middle, *up),
        paint,
        f"Verschil ({format.in_words(entry.unit)})",
        why=pd.Series(dtype=object),
        note=""
        if sure
        else "Van dit cijfer is geen marge door toeval te berekenen: kleine verschillen zeggen hier weinig.",
        signed=True,
    )
