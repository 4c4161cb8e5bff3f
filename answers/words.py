"""Sentences about figures, made from the figures. They say what is, never why, and hold no judgement."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import pandas as pd

from answers import format
from answers.ground import Ground
from indicators import parameters
from indicators import words as plain
from indicators.catalog import Entry
from loaders.sources import municipal
from loaders.vocabulary import BELOW_ROUNDING, LEVEL_PLURALS, STATUSES

# From this share of the areas on, those with a figure are spoken of as all of them.
_NEARLY_ALL = 0.95
# Why a figure that is worked out here is not there.
_NOT_MADE = {
    "not_given": "niet te berekenen: daarvoor ontbreekt hier een cijfer",
    "": "niet berekend: voor dit gebied is er dat jaar niets",
}
# How the makers of a figure in classes call these, from 1 on.
CLASSES = {
    "leefbaarometer_klasse": (
        "zeer onvoldoende",
        "ruim onvoldoende",
        "onvoldoende",
        "zwak",
        "voldoende",
        "ruim voldoende",
        "goed",
        "zeer goed",
        "uitstekend",
    ),
    "stedelijkheid": (
        "zeer sterk stedelijk",
        "sterk stedelijk",
        "matig stedelijk",
        "weinig stedelijk",
        "niet stedelijk",
    ),
}


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
    if number is None or format.is_missing(number):
        return format.with_unit(number, unit, entry.decimals)
    most = stays_under(entry, number, status)
    return f"minder dan {format.with_unit(most, unit, entry.decimals)}" if most else _exactly(entry, number, unit)


def _exactly(entry: Entry, number: float, unit: str) -> str:
    """As exactly as the figure bears: an estimated count is rounded as what it was estimated from."""
    if number == int(number) and (name := named_class(entry, number)):
        return name
    if entry.estimate and entry.kind == "count" and entry.rounding > 1:
        number = entry.rounding * round(number / entry.rounding)
    return format.with_unit(number, unit, entry.decimals)


def stays_under(entry: Entry, number: float, status: str) -> float:
    """What a value stays under that its source rounded to nought, with the decimals of the figure; 0 for any other.

    A rate lies half-way (indicators.small_numbers), a count is the nought itself. Rounded up, so that it stays true.
    """
    bound = 2 * number if status == BELOW_ROUNDING else 0.0
    if entry.kind == "count" and number == 0 and entry.rounding > 1:
        bound = entry.rounding / 2
    step = 10**entry.decimals
    return float(math.ceil(bound * step - 1e-9) / step)


def rounded(entry: Entry, number: float | None) -> str:
    """As ``short``, and a large estimated count to three digits: more it does not bear."""
    if entry.estimate and entry.kind == "count" and number is not None and not format.is_missing(number):
        number = float(f"{number:.3g}")
    return short(entry, number)


def why_missing(entry: Entry, status: str) -> str:
    """Why a value of a figure is not there: of what is worked out here no source failed to give it, but something under it."""
    made_here = entry.computed and not entry.definitions
    return _NOT_MADE[status] if made_here and status in _NOT_MADE else format.why_missing(status)


def marked(entry: Entry, status: str) -> str:
    """What stands behind a value that was not counted: `` (model)`` or `` (schatting)``; else ""."""
    mark = entry.mark(status)
    return f" ({mark})" if mark else ""


def uncounted(entry: Entry, status: str) -> str:
    """What a figure is that was not counted, in words; "" for one that was."""
    return {"model": "Modelschatting, geen telling", "schatting": "Schatting, geen telling"}.get(entry.mark(status), "")


def as_shown(entry: Entry, values: pd.Series, statuses: pd.Series) -> pd.Series:
    """See ``indicators.words.as_shown``; a column of values with that of their statuses."""
    if not entry.computed and not (entry.id.startswith(municipal.OWN) and entry.kind in ("share", "rate")):
        return values
    shown = plain.as_shown(entry, values.to_numpy(dtype=float), statuses.astype(str).to_numpy())
    return pd.Series(shown, index=values.index, name=values.name)


def state(entry: Entry, status: str) -> str:
    """What a known value is, for a download: gepubliceerd, voorlopig, schatting or modelschatting."""
    mark = entry.mark(status)
    if entry.kind == "class" and status == "computed":
        return f"afgeleid uit de score{' van het model' if mark == 'model' else ''}"
    return "modelschatting" if mark == "model" else mark or STATUSES.get(status, "")


def named_class(entry: Entry, number: float | None) -> str:
    """``5: voldoende``, for a class that its makers gave a name; "" for another figure, or without a value."""
    names = CLASSES.get(entry.id, ())
    known = names and number is not None and not format.is_missing(number) and 1 <= number <= len(names)
    return f"{format.number(number)}: {names[int(number) - 1]}" if known and number is not None else ""


def classes(entry: Entry) -> str:
    """Every class that its makers gave a name, in words: ``1: zeer onvoldoende; 2: …``; "" for another figure."""
    return "; ".join(named_class(entry, number) for number in range(1, len(CLASSES.get(entry.id, ())) + 1))


def ground(found: Ground) -> str:
    """Why figures of another year are not of this area, and how that is known, in Dutch without a full stop."""
    return plain.ground(found.kind, found.sign)


def finding(
    entry: Entry, values: pd.Series, level: str, whole: float | None, where: str, statuses: pd.Series | None = None
) -> str:
    """The first line of a map: what one in ten areas reach, beside the value of the place (``where``) as a whole.

    ``statuses`` says how firm each value is, with the same index.
    """
    known = values.dropna()
    if known.empty:
        return f"{entry.label}: geen cijfers voor {LEVEL_PLURALS[level]}"
    compared = "" if format.is_missing(whole) else f", {short(entry, whole)} in heel {where}"
    if len(known) < 10:
        low, high = (of_one(entry, known, code, statuses) for code in (known.idxmin(), known.idxmax()))
        return f"{entry.label}: van {low} tot {high} in {format.areas(len(known), level)}{compared}"
    if entry.kind == "class":
        most = known.round().mode().iloc[0]
        times = f"{format.number((known.round() == most).sum())} van de {format.areas(len(known), level)}"
        name = named_class(entry, most).partition(": ")[2]
        return (
            f"{entry.label}: klasse {format.number(most)}{f' ({name})' if name else ''} komt het meest voor, in {times}"
        )
    counted, tenth = reached(entry, known, 0.1, level, statuses)
    # With a figure for only some of the areas, "1 in 10 wijken" would be read as of all of them.
    some = len(known) < _NEARLY_ALL * len(values)
    among = (
        f"van de {format.number(len(known))} {LEVEL_PLURALS[level]} met een cijfer" if some else LEVEL_PLURALS[level]
    )
    if counted:
        among = f"{LEVEL_PLURALS[level]} met een cijfer" if some else LEVEL_PLURALS[level]
        return f"{entry.label}: {tenth} of meer in {counted} {among}{compared}"
    return f"{entry.label}: {tenth} of meer in 1 op de 10 {among}{compared}"


def of_one(entry: Entry, values: pd.Series, code: Hashable, statuses: pd.Series | None = None) -> str:
    """The value of one area of many as ``short`` writes it; ``statuses`` has the same index as ``values``."""
    known = values.to_dict()
    return short(entry, float(known[code]), "" if statuses is None else str(statuses.get(code, "")))


def reached(
    entry: Entry, values: pd.Series, share: float, level: str, statuses: pd.Series | None = None
) -> tuple[str, str]:
    """What this share (0 to 1) of the areas reach: how many of them that are, and the value.

    The number is "" where there are enough areas to speak of a share. With fewer a quantile would lie between two
    areas, and "1 op de 10 van de 13" is no number of areas: there it is the value of an area, and how many reach it.
    ``level`` is that of the areas; ``values`` holds known ones only.
    """
    if len(values) >= parameters.value("deel_vanaf"):
        value = float(values.quantile(1 - share))
        at = (values - value).abs().idxmin()
        firm = "" if statuses is None or values.to_dict()[at] != value else str(statuses.get(at, ""))
        return "", short(entry, value, firm)
    ranked = values.sort_values(ascending=False, kind="stable")
    at = ranked.index[max(math.ceil(share * len(ranked) - 1e-9), 1) - 1]
    # As many as a reader would count in the table.
    least = round(float(ranked[at]), entry.decimals)
    number = int((ranked.round(entry.decimals) >= least).sum())
    return f"{number} van de {len(ranked)}", of_one(entry, ranked, at, statuses)


def of_area(
    entry: Entry,
    name: str,
    number: float | None,
    whole: float | None,
    where: str,
    why: str = "",
    status: str = "",
) -> str:
    """The first line once an area is chosen: its value (of this ``status``) beside that of the country (``where``)."""
    if format.is_missing(number):
        return f"{entry.label}: niet bekend voor {name}" + (f" ({why})" if why else "")
    beside = "" if format.is_missing(whole) else f", {short(entry, whole)} in heel {where}"
    return f"{entry.label}: {short(entry, number, status)} in {name}{beside}"


def of_map(
    entry: Entry,
    values: pd.Series,
    names: pd.Series,
    level: str,
    year: int,
    drawn: str,
    statuses: pd.Series | None = None,
) -> str:
    """What a map shows, for who cannot see it: measure, year, where the highest and lowest are, what is missing."""
    known = values.dropna()
    text = f"Kaart van {drawn}: {entry.label}, {year}."
    if known.empty:
        return f"{text} Er zijn geen waarden."
    top, bottom = str(known.idxmax()), str(known.idxmin())
    missing = len(values) - len(known)
    firm = {code: "" if statuses is None else str(statuses.get(code, "")) for code in (top, bottom)}
    # Where half of the areas and more were rounded to nought, the middle is one of those.
    half = float(known.median())
    among = set() if statuses is None else set(statuses.reindex(known.index)[known == half])
    middle = value(entry, half, BELOW_ROUNDING if among == {BELOW_ROUNDING} else "")
    return (
        f"{text} {format.areas(len(known), level)} met een waarde, de helft {middle} of meer. "
        f"Hoogste: {names.get(top, top)}, {value(entry, float(known[top]), firm[top])}. "
        f"Laagste: {names.get(bottom, bottom)}, {value(entry, float(known[bottom]), firm[bottom])}."
        + (f" {format.areas(missing, level)} zonder waarde." if missing else "")
        + " De tabel op deze pagina geeft alle waarden."
    )


def made_of(parts: Sequence[Entry], level: str, year: int) -> str:
    """What a score rests on at a level in a year, as Markdown; "" without parts."""
    said = format.joined([format.inside_sentence(part.label) for part in parts])
    return f"**Waaruit** ({LEVEL_PLURALS[level]}, {year}): {said}." if said else ""


def named(entry: Entry) -> str:
    """The figure's name, with its unit when that does not stand with the numbers."""
    said = entry.unit in ("", "aantal") or format.short_unit(entry.unit) or entry.unit in entry.label
    said = said or entry.unit.split()[0] in entry.label.lower().split()
    return entry.label if said else f"{entry.label} :gray[:small[({entry.unit})]]"
