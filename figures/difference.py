"""The difference between two years as a map: more in one hue, less in another, and nothing where years may not be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from answers import data, format
from answers.held import remembered
from answers.standing import COLUMNS, Standing
from figures import colouring, colours, maps
from figures.colouring import Colouring
from figures.colours import Palette
from indicators import assessment, between, catalog, parameters, uncertainty
from indicators.catalog import Entry
from loaders.source import LEVEL_PLURALS

STEPS = 3


@dataclass(frozen=True)
class Change:
    """A map of the difference, and the table of both years: columns before, after, value, low, high, clear; index region.

    ``refused`` says (Dutch) why no area at all can be compared; then there is no drawing.
    """

    drawing: maps.Drawing | None
    table: pd.DataFrame
    old: int
    new: int
    refused: str = ""


@remembered(24)
def compare(entry: Entry, level: str, years: tuple[int, int], gemeente: str | None) -> Change:
    """The difference of one figure between two years, the later one less the earlier. Shared: do not change it.

    Where the shapes of both years have to be laid over each other it takes seconds.
    """
    old, new = sorted(years)
    if between.broken(entry, old, new):
        why = (
            f"Tussen {old} en {new} is veranderd wat dit cijfer betekent. Een verschil zou vooral dat laten zien. "
            "Zet de jaren wel los van elkaar naast elkaar."
        )
        return Change(None, pd.DataFrame(), old, new, why)
    held = data.store()
    divisions = [held.own_division(level, year, entry.id) for year in (old, new)]
    meant = data.entry(entry.definition(new))
    before, after = (_with_margin(entry, level, year) for year in (old, new))
    grounds = _ground(level, *sorted(divisions))
    found = between.difference(meant, before, after)
    names = data.names(level, divisions[1])
    every = names.index.union(after.index)
    table = pd.DataFrame({"before": before["value"], "after": after["value"]}).reindex(every).join(found)
    ground = grounds.reindex(every).fillna(between.ABSENT)
    status = data.values(entry.id, level, new)["status"].reindex(every).fillna("")
    lacking = ground.where(ground != "", status.where(table["after"].isna(), ""))
    lacking = lacking.mask((lacking == "") & table["before"].isna(), "no_before")
    table.loc[ground != "", ["value", "low", "high", "clear"]] = None
    table = table.astype({"value": float, "low": float, "high": float}).assign(
        why=lacking.mask(table["value"].notna(), "")
    )
    shown = replace(
        meant,
        label=f"{meant.label}, verschil",
        unit="procentpunt" if meant.unit == "%" else meant.unit,
        definitions=(),
        kind="mean",
    )
    margins = table[["low", "high"]].reindex(columns=list(COLUMNS))
    margins["result"] = ""
    values = table[["value", "why"]].rename(columns={"why": "status"})
    stands = Standing(margins, None, 0, "", "", "")
    drawing = maps.draw(shown, level, new, gemeente, values, divisions[1], colour(table, shown), stands)
    return Change(drawing, table, old, new)


def _with_margin(entry: Entry, level: str, year: int) -> pd.DataFrame:
    """Value, low and high of all areas, at the certainty that a difference asks for."""
    held = data.store()
    values = data.values(entry.id, level, year)[["value"]]
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


def other_ground(first: tuple[Entry, int], second: tuple[Entry, int], level: str) -> pd.Series:
    """Why areas with one code are not the same ground in two figures (each with its year): reason by code, of those only.

    Codes are used again after a reorganisation, so a code alone does not say that two figures are about one area.
    """
    held = data.store()
    old, new = sorted(held.own_division(level, year, entry.id) for entry, year in (first, second))
    grounds = _ground(level, old, new) if old != new else pd.Series(dtype=object)
    return grounds[grounds != ""]


@remembered(24)
def _ground(level: str, old: int, new: int) -> pd.Series:
    """Why an area of either division is not the same ground in both, "" where it is; by code."""
    held = data.store()
    names = {year: frame for year in range(old, new + 1) if len(frame := held.names(level, year))}
    names[new] = data.names(level, new)
    known = all(year in names and (names[year]["change"] != "").all() for year in range(old + 1, new + 1))
    overlap = None if known else _overlap(level, old, new)
    return between.ground(old, new, names, overlap)


def _overlap(level: str, old: int, new: int) -> pd.Series | None:
    """The part that the shapes of both years share, from boundaries that hold the two years between them."""
    held = data.store()
    drawn = held.divisions(level)
    first = max((d for d in drawn if d <= old), default=None)
    last = min((d for d in drawn if d >= new), default=None)
    if first is None or last is None:
        return None
    return shared(level, first, last)


# Many may be kept: it is one number an area.
@remembered(96)
def shared(level: str, first: int, last: int) -> pd.Series:
    """The part that the shapes of two divisions share of both together, by code. Of all wijken it takes half a second.

    Kept for all: do not change it.
    """
    held = data.store()
    one, other = (held.regions(level, d)["geometry"].dropna().make_valid() for d in (first, last))
    codes = one.index.intersection(other.index)
    a, b = one.loc[codes], other.loc[codes]
    shared = a.intersection(b, align=False).area
    return pd.Series(shared / (a.area + b.area - shared), index=codes)


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


def finding(found: Change, entry: Entry, level: str) -> str:
    """The first line: in how many of the areas that can be compared the figure rose and fell."""
    drawing = found.drawing
    years = f"tussen {found.old} en {found.new}"
    if drawing is None or not sum(drawing.counts):
        return f"{entry.label}: {years} is voor geen {level} een verschil te geven"
    middle = len(drawing.counts) // 2
    up, down = sum(drawing.counts[middle + 1 :]), sum(drawing.counts[:middle])
    clear = " duidelijk" if drawing.labels[middle] != "gelijk" else ""
    return (
        f"{entry.label}: {years}{clear} hoger in {format.number(up)} en lager in {format.number(down)} "
        f"van {format.areas(sum(drawing.counts), level)}"
    )


def note(found: Change, level: str) -> str:
    """How many areas were left out because the ground changed, or is not known to be the same."""
    if found.drawing is None:
        return found.refused
    kinds = (between.BOUNDARY, between.ABSENT, between.UNSURE)
    lost = sum(found.drawing.missing.get(kind, 0) for kind in kinds)
    if not lost:
        return ""
    return (
        f"{format.areas(lost, level).capitalize()} {'blijft' if lost == 1 else 'blijven'} grijs: de grens is veranderd, de code is nieuw, of niet na te "
        f"gaan is of het nog hetzelfde gebied is. Alleen {LEVEL_PLURALS[level]} met dezelfde grens zijn te vergelijken."
    )
