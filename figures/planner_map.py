"""Pictures of a plan: maps of what is there, what areas get and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from answers import format
from answers.held import remembered
from answers.planner import amounts
from answers.planner.carry_out import Result
from figures import classes, colours, maps, noted
from figures.classes import Classes
from figures.colours import Palette
from figures.coverage_map import Kind, elsewhere
from indicators import catalog

VIEWS = {
    "nu": "Nu (gemeld)",
    "plan": "In dit plan",
    "verschil": "Plan min gelijk verdelen",
    "erbij": "Plan min nu",
}
NOTHING = "niets"
_CLASSES = 5
_DIFFERENCES = ("verschil", "erbij")


def views(result: Result) -> dict[str, str]:
    """The maps that this scenario has, with their labels: now only where anything of it could be reported."""
    if result.scenario.subject.id == "raadslieden":
        return {id: VIEWS[id] for id in ("nu", "plan")}
    s = result.scenario
    told = s.subject.id == "jongerenwerk" and result.unit == "fte" and s.level != "buurt"
    even = s.rule == "gelijk" and not s.number("bodem") and s.optional("plafond") is None
    shown = {"plan": True, "nu": told, "erbij": told, "verschil": not even}
    return {id: label for id, label in VIEWS.items() if shown[id]}


def rates(result: Result, view: str = "plan") -> pd.Series[float]:
    """What areas get (or have, or differ) per 1,000 before rounding; NaN where nobody lives or nothing was reported."""
    assert result.outcome is not None and result.even is not None
    frame = result.frame
    if view == "nu":
        amount = frame["now"]
    elif view == "verschil":
        amount = result.outcome.exact - result.even.exact
    elif view == "erbij":
        amount = result.outcome.exact - frame["now"]
    else:
        amount = result.outcome.exact
    found: pd.Series[float] = 1000 * amount / frame["per"].where(frame["per"] > 0)
    return found


def decimals(result: Result) -> int:
    """How many decimals a rate bears."""
    return 2 if result.unit == "fte" else 0


def bounds(results: Sequence[Result]) -> tuple[float, ...]:
    """Where one colour ends and the next begins, the same for all these scenarios and for what is there now."""
    if not results:
        return ()
    pooled = [rates(result, view) for result in results for view in ("plan", "nu") if view in views(result)]
    digits = decimals(results[0])
    known = pd.concat(pooled, ignore_index=True)
    known = known[known > 0]
    if len(results) == 1:
        return classes.classify(known, "kwantielen", _CLASSES, digits).bounds[1:-1]
    # Each different amount once: else an even split, which is one amount everywhere, would be every bound.
    return classes.classify(known.round(digits).drop_duplicates(), "natuurlijk", _CLASSES, digits).bounds[1:-1]


def kinds_on(
    drawn: maps.Drawing, result: Result, view: str, palette: Palette, inner: tuple[float, ...] = ()
) -> list[Kind]:
    """``kinds``, and last the shapes of this map that were another area in the year of the plan."""
    return [*kinds(result, view, palette, inner), *elsewhere(drawn, palette)]


def kinds(result: Result, view: str, palette: Palette, inner: tuple[float, ...] = ()) -> list[Kind]:
    """The colours of a map from high to low, then the greys of what is not known. ``inner`` as from ``bounds``."""
    if view == "nu" and result.scenario.subject.id == "raadslieden":
        return _yes_no(result, palette)
    values, digits = rates(result, view), decimals(result)
    found = (
        _more_or_less(values, digits, palette)
        if view in _DIFFERENCES
        else _amounts(values, digits, palette, inner or bounds([result]), alone=not inner)
    )
    if view == "plan":
        found = [part for kind in found for part in _unmeasured_apart(result, kind, palette)]
    hover = "<b>%{properties.naam}</b><br>%{properties.gemeente}<br>"
    what = f"{amounts.UNITS[result.unit]} per 1.000 {result.scenario.subject.per}"
    told = "%{z:+,." if view in _DIFFERENCES else "%{z:,."
    end = {
        "nu": "Gemeld",
        "plan": "In dit plan, vóór afronding",
        "verschil": "Verschil met gelijk verdelen",
        "erbij": "Verschil met wat nu gemeld is",
    }[view]
    empty = _empty(result, values, view)
    return [
        *(Kind(k.colour, k.words, k.codes, f"{hover}<b>{told}{digits}f}}</b> {what}<br>{end}") for k in found),
        *(
            Kind(palette.missing[status], words, codes, f"{hover}{words[0].upper()}{words[1:]}")
            for status, words, codes in empty
        ),
    ]


def _unmeasured_apart(result: Result, kind: Kind, palette: Palette) -> list[Kind]:
    """Areas that get nothing, in two: those where what the rule goes by is not known are no areas without need."""
    asked = {
        "behoefte": ("need", "behoefte"),
        "norm": ("need", "behoefte"),
        "corporatie": ("corporation", "corporatiebezit"),
    }
    if kind.words != NOTHING or result.scenario.rule not in asked:
        return [kind]
    column, called = asked[result.scenario.rule]
    gone = kind.codes[:0]
    if "left_out" in result.frame and result.scenario.rule in ("behoefte", "norm"):
        gone = kind.codes[result.frame["left_out"].reindex(kind.codes).fillna("").ne("")]
    unknown = kind.codes[result.frame[column].reindex(kind.codes).isna()].difference(gone)
    rest = replace(kind, codes=kind.codes.difference(unknown).difference(gone))
    apart = Kind(palette.missing["withheld"], f"{NOTHING}: {called} niet bekend", unknown, "")
    without = Kind(palette.missing["not_yet_published"], f"{NOTHING}: weggelaten (studenten, of klein)", gone, "")
    return [one for one in (rest, apart, without) if len(one.codes)]


def _empty(result: Result, values: pd.Series[float], view: str) -> list[tuple[str, str, pd.Index]]:
    """Why areas have no colour: nobody on record, or nothing reported."""
    empty = values.index[values.isna()]
    nobody = empty[~(result.frame["per"].reindex(empty) > 0)]
    found = [("not_given", f"geen {result.scenario.subject.per} bekend", nobody)]
    if view in ("nu", "erbij"):
        found.append(("not_yet_published", "lokaal onbekend: niets gemeld", empty.difference(nobody)))
    return found


def _yes_no(result: Result, palette: Palette) -> list[Kind]:
    has = result.frame["has"]
    hover = "<b>%{properties.naam}</b><br>"
    year = result.scenario.year
    return [
        Kind(
            palette.ramp[3],
            "wel sociaal raadslieden, gemeld",
            has.index[has == 1],
            f"{hover}Meldt: wel sociaal raadslieden, {year}",
        ),
        Kind(
            palette.less[1],
            "geen sociaal raadslieden, gemeld",
            has.index[has == 0],
            f"{hover}Meldt: geen sociaal raadslieden, {year}",
        ),
        Kind(
            palette.missing["not_yet_published"],
            "onbekend: niets gemeld",
            has.index[has.isna()],
            f"{hover}Niets gemeld voor {year}",
        ),
    ]


def drawing(result: Result, gemeente: str | None) -> maps.Drawing:
    """The shapes of the map, of the country or of one gemeente."""
    return maps.prepare(
        catalog.entry("inwoners"), result.scenario.level, result.scenario.year, gemeente, "kwantielen", 4
    )


def shown(
    result: Result, view: str, gemeente: str | None, palette: Palette, height: int
) -> tuple[go.Figure, list[Kind]]:
    """The map of a scenario with its colours, worked out once for each of these. Shared: do not change it."""
    noted.note(drawing(result, gemeente).file)
    return _shown(result, view, gemeente, palette, height)


@remembered(32)
def _shown(
    result: Result, view: str, gemeente: str | None, palette: Palette, height: int
) -> tuple[go.Figure, list[Kind]]:
    drawn = drawing(result, gemeente)
    found = kinds_on(drawn, result, view, palette)
    return figure(drawn, rates(result, view), found, palette, height), found


def figure(
    drawn: maps.Drawing, values: pd.Series[float], found: Sequence[Kind], palette: Palette, height: int
) -> go.Figure:
    """The map of ``drawn`` in the colours of ``found``; ``values`` are what the hover tells."""
    layout = _layout(drawn, palette, height)
    traces = [_trace(drawn, kind, values, palette) for kind in found]
    return maps.Shared({"data": maps.in_order(drawn, traces), "layout": layout}, _validate=False)


@remembered(48)
def _layout(drawn: maps.Drawing, palette: Palette, height: int) -> dict[str, Any]:
    found = dict(maps.layout(drawn, palette, height=height))
    found["map"] = dict(found["map"])
    # A lower frame than the map of /kaart needs a little less zoom for the same country.
    if "zoom" in found["map"]:  # without boundaries there is nothing to zoom to
        found["map"]["zoom"] -= max(0.0, np.log2(maps.HEIGHT / height))
    return found


def _trace(drawn: maps.Drawing, kind: Kind, values: pd.Series[float], palette: Palette) -> dict[str, Any]:
    shapes, inside = drawn.shapes.index.get_indexer(kind.codes), values.index.get_indexer(kind.codes)
    there = shapes >= 0
    return {
        "type": "choroplethmap",
        "geojson": f"/geo/{drawn.file}",
        "locations": drawn.shapes["id"].to_numpy()[shapes[there]],
        "z": np.nan_to_num(values.to_numpy("float32")[inside[there]])
        if "%{z" in kind.hover
        else np.zeros(int(there.sum()), dtype="int8"),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, kind.colour], [1, kind.colour]],
        "showscale": False,
        "marker": {
            "line": {"color": palette.border, "width": 0.8 if drawn.level == "gemeente" or drawn.gemeente else 0}
        },
        "hovertemplate": kind.hover + "<extra></extra>",
    }


def in_words(result: Result, view: str, found: Sequence[Kind], where: str) -> str:
    """What a map shows, for who cannot see it."""
    s = result.scenario
    counted = "; ".join(
        k.words if k.count is None else f"{k.words}: {format.areas(k.count, s.level)}" for k in found if len(k.codes)
    )
    what = (
        "sociaal raadslieden"
        if view == "nu" and s.subject.id == "raadslieden"
        else f"{amounts.UNITS[result.unit]} per 1.000 {s.subject.per}"
    )
    return (
        f"Kaart van {where} per {s.level}, {s.year}: {VIEWS[view].lower()}, {what}. {counted}. De tabel op deze pagina "
        "geeft alle waarden."
    )


def _amounts(
    values: pd.Series[float], digits: int, palette: Palette, inner: tuple[float, ...], alone: bool
) -> list[Kind]:
    some = values[values > 0]
    found: Classes = (
        classes.between(some, inner, digits) if inner and len(some) else classes.classify(some, "kwantielen", 1, digits)
    )
    hues = colours.classes(max(1, len(found)), palette.dark)
    words = classes.labels(found, "", digits) if len(found) else []
    if alone and len(some) and some.round(digits).nunique() == 1:
        words = [format.number(some.iloc[0], digits)] * len(words)
    made = [Kind(hues[i], label, found.index.index[found.index == i], "") for i, label in enumerate(words)]
    nothing = Kind(palette.missing["cannot_occur"], NOTHING, values.index[values <= 0], "")
    return [*made[::-1], *([nothing] if len(nothing.codes) else [])]


def _more_or_less(values: pd.Series[float], digits: int, palette: Palette) -> list[Kind]:
    """Three sizes of more and of less, with the same bounds on both sides, and what stays about equal in between."""
    hair = 10.0**-digits / 2
    # Bounds after those who get more: those who get less often lose exactly their even share.
    sizes = values[values >= hair]
    cut = np.unique(np.round(sizes.quantile([1 / 3, 2 / 3]).to_numpy(), digits)) if len(sizes) else np.array([])
    cut = cut[cut > hair]
    edges = [hair, *cut, np.inf]
    more = colours.classes(4, palette.dark)[1:]
    made = [_between(values, low, high, more[i], "meer", digits) for i, (low, high) in _pairs(edges)]
    less = [_between(-values, low, high, palette.less[i], "minder", digits) for i, (low, high) in _pairs(edges)]
    same = Kind(palette.missing["cannot_occur"], "gelijk", values.index[values.abs() < hair], "")
    return [*made[::-1], same, *less]


def _pairs(edges: list[float]) -> list[tuple[int, tuple[float, float]]]:
    return list(enumerate(pairwise(edges)))


def _between(values: pd.Series[float], low: float, high: float, colour: str, word: str, decimals: int) -> Kind:
    first = low < 10.0**-decimals
    if np.isinf(high):
        words = f"{format.number(low, decimals)} of meer {word}" if not first else word
    else:
        words = f"{'tot' if first else format.number(low, decimals) + ' tot'} {format.number(high, decimals)} {word}"
    return Kind(colour, words, values.index[(values >= low) & (values < high)], "")
