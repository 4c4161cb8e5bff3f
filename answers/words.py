"""Sentences about figures, made from the figures. They say what is, never why, and hold no judgement."""

from __future__ import annotations

import math

import pandas as pd

from answers import format
from answers.ground import Ground
from indicators import words as plain
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS, STATUSES

# From this share of the areas on, those with a figure are spoken of as all of them.
_NEARLY_ALL = 0.95


def value(entry: Entry, number: float | None, status: str = "") -> str:
    """One value of a figure as a reader sees it: with its unit and its number of decimals.

    Of one that the source rounded to nought (status below_rounding): what it stays under.
    """
    return _told(entry, number, entry.unit, status)


def short(entry: Entry, number: float | None, status: str = "") -> str:
    """As ``value``, without a long unit: where the label beside it already says it."""
    return _told(entry, number, format.short_unit(entry.unit), status)


def once(entry: Entry, number: float | None, status: str = "") -> str:
    """A value beside the name of its figure: with its unit, unless the name says that already."""
    named = entry.unit in entry.label or (entry.total and entry.unit.split()[:1] == entry.label.lower().split()[:1])
    return short(entry, number, status) if named else value(entry, number, status)


def _told(entry: Entry, number: float | None, unit: str, status: str) -> str:
    if status != "below_rounding" or number is None or format.is_missing(number):
        return format.with_unit(number, unit, entry.decimals)
    # The value lies half-way (indicators.small_numbers); rounded up, so that it stays true.
    step = 10**entry.decimals
    return f"minder dan {format.with_unit(math.ceil(2 * number * step - 1e-9) / step, unit, entry.decimals)}"


def rounded(entry: Entry, number: float | None) -> str:
    """As ``short``, and a large estimated count to three digits: more it does not bear."""
    if entry.estimate and entry.kind == "count" and number is not None and not format.is_missing(number):
        number = float(f"{number:.3g}")
    return short(entry, number)


def marked(entry: Entry, status: str) -> str:
    """What stands behind a value that was not counted: `` (model)`` or `` (schatting)``; else ""."""
    mark = entry.mark(status)
    return f" ({mark})" if mark else ""


def uncounted(entry: Entry, status: str) -> str:
    """What a figure is that was not counted, in words; "" for one that was."""
    return {"model": "Modelschatting, geen telling", "schatting": "Schatting, geen telling"}.get(entry.mark(status), "")


def state(entry: Entry, status: str) -> str:
    """What a known value is, for a download: gepubliceerd, voorlopig, schatting or modelschatting."""
    mark = entry.mark(status)
    return "modelschatting" if mark == "model" else mark or STATUSES.get(status, "")


def ground(found: Ground) -> str:
    """Why figures of another year are not of this area, and how that is known, in Dutch without a full stop."""
    return plain.ground(found.kind, found.sign)


def finding(entry: Entry, values: pd.Series, level: str, whole: float | None, where: str) -> str:
    """The first line of a map: what one in ten areas reach, beside the value of the place (``where``) as a whole."""
    known = values.dropna()
    if known.empty:
        return f"{entry.label}: geen cijfers voor {LEVEL_PLURALS[level]}"
    compared = "" if format.is_missing(whole) else f", {short(entry, whole)} in heel {where}"
    if len(known) < 10:
        low, high = short(entry, float(known.min())), short(entry, float(known.max()))
        return f"{entry.label}: van {low} tot {high} in {format.areas(len(known), level)}{compared}"
    if entry.kind == "class":
        most = known.round().mode().iloc[0]
        times = f"{format.number((known.round() == most).sum())} van de {format.areas(len(known), level)}"
        return f"{entry.label}: klasse {format.number(most)} komt het meest voor, in {times}"
    tenth = short(entry, float(known.quantile(0.9)))
    # With a figure for only some of the areas, "1 in 10 wijken" would be read as of all of them.
    some = len(known) < _NEARLY_ALL * len(values)
    among = (
        f"van de {format.number(len(known))} {LEVEL_PLURALS[level]} met een cijfer" if some else LEVEL_PLURALS[level]
    )
    return f"{entry.label}: {tenth} of meer in 1 op de 10 {among}{compared}"


def of_area(entry: Entry, name: str, number: float | None, whole: float | None, where: str, why: str = "") -> str:
    """The first line once an area is chosen: its value beside that of the whole country (``where``)."""
    if format.is_missing(number):
        return f"{entry.label}: niet bekend voor {name}" + (f" ({why})" if why else "")
    beside = "" if format.is_missing(whole) else f", {short(entry, whole)} in heel {where}"
    return f"{entry.label}: {short(entry, number)} in {name}{beside}"


def of_map(entry: Entry, values: pd.Series, names: pd.Series, level: str, year: int, drawn: str) -> str:
    """What a map shows, for who cannot see it: measure, year, where the highest and lowest are, what is missing."""
    known = values.dropna()
    text = f"Kaart van {drawn}: {entry.label}, {year}."
    if known.empty:
        return f"{text} Er zijn geen waarden."
    top, bottom = str(known.idxmax()), str(known.idxmin())
    missing = len(values) - len(known)
    middle = value(entry, float(known.median()))
    return (
        f"{text} {format.areas(len(known), level)} met een waarde, de helft {middle} of meer. "
        f"Hoogste: {names.get(top, top)}, {value(entry, float(known[top]))}. "
        f"Laagste: {names.get(bottom, bottom)}, {value(entry, float(known[bottom]))}."
        + (f" {format.areas(missing, level)} zonder waarde." if missing else "")
        + " De tabel op deze pagina geeft alle waarden."
    )


def named(entry: Entry) -> str:
    """The figure's name, with its unit when that does not stand with the numbers."""
    said = entry.unit in ("", "aantal") or format.short_unit(entry.unit) or entry.unit in entry.label
    said = said or entry.unit.split()[0] in entry.label.lower().split()
    return entry.label if said else f"{entry.label} :gray[:small[({entry.unit})]]"
