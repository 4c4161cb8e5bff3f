"""An area, or several as one, held against others or against the rest of its gemeente: how far apart, and how sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from answers import data, elsewhere, format, ground, provenance, words
from answers.divisions import division_of, usable_years
from answers.held import remembered
from indicators import areas, catalog, contrast, parameters, subjects, trend, uncertainty
from indicators.catalog import Entry
from indicators.contrast import Contrast, Measured
from loaders.vocabulary import COUNTRY, level_of

# What stands in an address for all of a gemeente, or of the country, that is not the area itself.
REST = {"gemeente": "rest", "land": "rest-nl"}
_NO_MARGIN = "Van dit cijfer is geen marge te geven."


@dataclass(frozen=True)
class Outcome:
    """One figure of one side held against another, in one year. ``found`` is None where that cannot be, and ``why`` says so.

    ``entry`` is what the figure means in that year.
    """

    entry: Entry
    year: int | None
    found: Contrast | None
    why: str = ""


def name(codes: Sequence[str]) -> str:
    """What one side is called."""
    if tuple(codes) == (COUNTRY,):
        return data.country()
    place = data.place(codes[0]) if len(codes) == 1 else None
    if place is not None:
        return elsewhere.as_it_was(place) if "@" in place.code else place.name
    return areas.name(codes)


def other_name(other: Sequence[str], codes: Sequence[str]) -> str:
    """What the other side is called: ``de rest van Rotterdam``."""
    whole = _whole(other, codes)
    if whole is None:
        return name(other)
    place = data.place(whole)
    return f"de rest van {place.name if place and whole != COUNTRY else data.country()}"


def rests(codes: Sequence[str]) -> list[str]:
    """The rests that a side can be held against: of its gemeente, where it lies in one, and of the country."""
    if level_of(codes[0]) == "land":
        return []
    return [REST["gemeente"], REST["land"]] if _gemeente(codes) else [REST["land"]]


def _gemeente(codes: Sequence[str]) -> str | None:
    found = {ground.around(code, "gemeente") for code in codes}
    return found.pop() if len(found) == 1 and level_of(codes[0]) in areas.LEVELS else None


def _whole(other: Sequence[str], codes: Sequence[str]) -> str | None:
    """The area of which the other side is the rest; None where it is areas of its own."""
    if tuple(other) == (REST["land"],):
        return COUNTRY
    return _gemeente(codes) if tuple(other) == (REST["gemeente"],) else None


def why_not(codes: Sequence[str], other: Sequence[str]) -> str:
    """Why two sides cannot be held against each other at all, in Dutch; "" where they can."""
    if set(other) <= set(REST.values()):
        return "" if set(other) <= set(rests(codes)) else "Deze gebieden liggen niet in één gemeente."
    if shared := set(codes) & set(other):
        return f"{name([min(shared)])} staat aan beide kanten. Kies andere gebieden."
    for one, two in ((codes, other), (other, codes)):
        for code in one:
            around = {ground.around(code, level) for level in ("wijk", "gemeente", "land")} - {None, code}
            if inside := around & set(two) or (set(two) & {COUNTRY} - {code}):
                return f"{name([code])} ligt in {name([str(min(filter(None, inside)))])}. Kies de rest daarvan."
    return ""


@remembered(256, key=lambda codes, other, id, year=None: (tuple(codes), tuple(other), id, year))
def hold(codes: Sequence[str], other: Sequence[str], id: str, year: int | None = None) -> Outcome:
    """One figure of ``codes`` (together as one) held against ``other``: codes, or a rest (one of ``REST``).

    Of ``year``, or the newest that both sides have.
    """
    entry = data.entry(id)
    when = year or _newest(entry, codes, other)
    if when is not None and when not in data.store().years(level_of(codes[0]), entry.id):
        return Outcome(entry, when, None, f"Dit cijfer is er niet van {when}.")
    if when is None:
        return Outcome(entry, None, None, "Beide kanten hebben dit cijfer niet van eenzelfde jaar.")
    meant = data.entry(entry.definition(when))
    if meant.id not in catalog.entries() or meant.sensitive or uncertainty.basis(meant) is None:
        return Outcome(meant, when, None, "Bij herkomst vergelijken we niet." if meant.sensitive else _NO_MARGIN)
    one = _side(meant, entry.id, when, codes)
    if isinstance(one, str):
        return Outcome(meant, when, None, one)
    whole = _whole(other, codes)
    two = _side(meant, entry.id, when, other) if whole is None else _rest(meant, entry.id, when, whole, one)
    if isinstance(two, str):
        return Outcome(meant, when, None, two)
    found = contrast.contrast(meant, one, two)
    if math.isnan(found.difference[1]):
        return Outcome(meant, when, None, _NO_MARGIN)
    return Outcome(meant, when, found)


@dataclass(frozen=True)
class Change:
    """One figure of an area in the last year of a line that is not cut, held against its first."""

    first: int
    last: int
    found: Contrast


def change(code: str, entry: Entry, years: Sequence[int]) -> Change | None:
    """How a figure of an area moved between the first and the last of these years, which can be compared.

    None with fewer than two, and for a figure without a margin.
    """
    if len(years) < 2:
        return None
    first, last = min(years), max(years)
    meant = data.entry(entry.definition(last))
    if meant.id not in catalog.entries() or meant.sensitive or uncertainty.basis(meant) is None:
        return None
    then, now = (_side(meant, entry.id, year, (code,)) for year in (first, last))
    if isinstance(then, str) or isinstance(now, str):
        return None
    found = contrast.contrast(meant, now, then)
    return None if math.isnan(found.difference[1]) else Change(first, last, found)


def change_words(entry: Entry, moved: Change) -> str:
    """The same in a sentence: ``Van 2015 tot 2020: +3,2 (1,1 tot 5,3) procentpunt, duidelijk hoger``."""
    meant = data.entry(entry.definition(moved.last))
    result = moved.found.result
    word = (
        f", duidelijk {result}" if result in (uncertainty.HIGHER, uncertainty.LOWER) else f", {result}" * bool(result)
    )
    return f"Van {moved.first} tot {moved.last}: {difference(meant, moved.found)} {unit(meant)}{word}."


def hold_each(codes: Sequence[str], other: Sequence[str], ids: Sequence[str]) -> list[Outcome]:
    """Several figures held against each other, each meaning once: not a headline beside what it means in that year."""
    found: dict[str, Outcome] = {}
    for id in ids:
        outcome = hold(codes, other, id)
        held = found.get(outcome.entry.label)
        if held is None or (held.found is None and outcome.found is not None):
            found[outcome.entry.label] = outcome
    return list(found.values())


def _newest(entry: Entry, codes: Sequence[str], other: Sequence[str]) -> int | None:
    years = set(usable_years(level_of(codes[0]), entry.id, codes))
    whole = _whole(other, codes)
    theirs = [whole] if whole else list(other)
    return max(years & set(usable_years(level_of(theirs[0]), entry.id, theirs)), default=None)


def _side(meant: Entry, id: str, year: int, codes: Sequence[str]) -> Measured | str:
    """What one side measures, or why nothing (Dutch)."""
    level = level_of(codes[0])
    division = division_of(level, year, id)
    there = ground.there(codes, division)
    if lost := [code for code in codes if code not in there.index]:
        return elsewhere.sentence(lost[0], division)
    wanted = dict.fromkeys([*uncertainty.needs(meant), *areas.inputs([meant.id], year)])
    table = data.store().table(level, year, list(wanted), division)
    held = table.reindex(list(there))
    if len(codes) == 1:
        value = float(held[meant.id].iloc[0])
        if math.isnan(value):
            return f"Niet bekend voor {name(codes)}."
        return Measured(value, held[list(uncertainty.needs(meant))])
    if fault := areas.wrong(list(there), table.index):
        return fault
    if lacking := [code for code, own in there.items() if table.reindex([own])[list(wanted)].isna().all(axis=None)]:
        return f"Niet bekend voor {format.joined([name([str(code)]) for code in lacking])}."
    made = areas.combine(table, list(there), [meant.id], year)[meant.id]
    if made.how == "niet":
        return made.note
    return contrast.together(meant, made.value, held[list(uncertainty.needs(meant))])


def _rest(meant: Entry, id: str, year: int, whole: str, part: Measured) -> Measured | str:
    level = level_of(whole)
    division = division_of(level, year, id)
    code = ground.there([whole], division).get(whole)
    place = data.place(whole)
    of = place.name if place and whole != COUNTRY else data.country()
    if code is None:
        return elsewhere.sentence(whole, division)
    held = data.store().table(level, year, list(uncertainty.needs(meant)), division).reindex([code])
    if held[meant.id].isna().any():
        return f"Van {of} als geheel is dit cijfer van dit jaar niet bekend."
    left = contrast.rest(meant, held, part)
    if left is None:
        return f"Van {of} blijft te weinig over om een cijfer van te geven."
    return left


# ---------------------------------------------------------------- for reading


def unit(entry: Entry) -> str:
    """The unit of a difference."""
    return "procentpunt" if entry.unit == "%" else format.in_words(entry.unit)


def value(entry: Entry, ends: trend.Ends, bound: bool = False) -> str:
    """A value with its margin: ``12,1% (11,0 tot 13,2)``; of a bound only what it stays under."""
    if bound:
        return words.short(entry, ends[0], "below_rounding")
    low, high = (format.number(end, entry.decimals) for end in ends[1:])
    return f"{words.short(entry, ends[0])} ({low} tot {high})"


def difference(entry: Entry, found: Contrast) -> str:
    """A difference with its margin: ``+4,1 (3,5 tot 4,7)``; beside a bound only between what it lies."""
    told, low, high = (format.signed(end, max(entry.decimals, 1)) for end in found.difference)
    return f"tussen {low} en {high}" if any(found.bounds) else f"{told} ({low} tot {high})"


def ratio(found: Contrast) -> str:
    """A ratio with its margin: ``1,5 keer (1,4 tot 1,6)``; a dash where there is none."""
    if found.ratio is None:
        return "–"
    told, low, high = found.ratio
    until = "of meer" if math.isinf(high) else f"{'en' if any(found.bounds) else 'tot'} {format.number(high, 2)}"
    if any(found.bounds):
        return (
            f"tussen {format.number(low, 2)} {until} keer"
            if not math.isinf(high)
            else f"{format.number(low, 2)} keer of meer"
        )
    return f"{format.number(told, 2)} keer ({format.number(low, 2)} {until})"


def verdict(outcome: Outcome) -> str:
    """The judgement in words: duidelijk slechter, duidelijk hoger, geen duidelijk verschil; "" where none can be given."""
    result = outcome.found.result if outcome.found else ""
    if result in ("", uncertainty.UNCLEAR):
        return result
    return f"duidelijk {uncertainty.judged(outcome.entry, result) or result}"


def finding(outcomes: Sequence[Outcome], one: str, other: str) -> str:
    """The first line: on how many figures a side clearly differs from the other.

    Figures that are each other's mirror, or count the same people, are counted once, as a subject (indicators.subjects).
    """
    known = [outcome for outcome in outcomes if verdict(outcome)]
    if not known:
        return f"{one} naast {other}: of ze duidelijk verschillen is hier niet te zeggen"
    if len(known) == 1:
        told = verdict(known[0])
        said = f"{told} dan" if told.startswith("duidelijk") else "niet duidelijk anders dan"
        return f"{known[0].entry.label} ({known[0].year}): {one} {said} {other}"
    every = {subjects.of(outcome.entry.id) for outcome in known}
    clear = [outcome for outcome in known if verdict(outcome) != uncertainty.UNCLEAR]
    apart = {subjects.of(outcome.entry.id) for outcome in clear}
    worse, better = (
        {subjects.of(outcome.entry.id) for outcome in clear if verdict(outcome) == f"duidelijk {side}"}
        for side in ("slechter", "beter")
    )
    if len(every) == 1:
        subject = next(iter(every))
        told = "duidelijk" if apart else "niet duidelijk"
        if apart and worse != better:
            return f"{one} staat er bij {subject} duidelijk {'slechter' if worse else 'beter'} voor dan {other}"
        return f"{one} verschilt bij {subject} {told} van {other}"
    of = f"van de {format.small(len(every))} {'onderwerpen' if len(every) < len(known) else 'cijfers'}"
    if not apart:
        return f"{one} verschilt op geen {of} duidelijk van {other}"
    # With a subject that is worse by one figure and better by another, or neither, there is no more to say than that.
    if worse & better or worse | better != apart:
        return f"{one} verschilt op {format.small(len(apart))} {of} duidelijk van {other}"
    parts = [
        f"op {format.small(len(found))} {side}" for found, side in ((worse, "slechter"), (better, "beter")) if found
    ]
    return f"{one} staat er {format.joined(parts)} voor dan {other}, {of}"


def counted_once(outcomes: Sequence[Outcome]) -> str:
    """Which figures the first line counts as one, in a sentence; "" where it counts each."""
    held = pd.Series([subjects.of(outcome.entry.id) for outcome in outcomes if verdict(outcome)], dtype=object)
    double = sorted(set(held[held.duplicated()]))
    return f"Cijfers die samen veranderen tellen als één onderwerp: {format.joined(double)}." if double else ""


def certainty() -> str:
    """How sure the margins and the judgements are: ``marge (95% zeker) · duidelijk: 99,8% zeker``."""
    margin, clear = (parameters.value(id) for id in ("marge_zekerheid", "verschil_zekerheid"))
    return f"marge ({format.as_it_is(margin)}% zeker) · duidelijk: {format.as_it_is(clear)}% zeker"


def sentence(outcome: Outcome, one: str, other: str) -> str:
    """One figure in a sentence; "" where there is nothing to say."""
    found = outcome.found
    if found is None or not verdict(outcome):
        return ""
    return (
        f"{outcome.entry.label} ({outcome.year}): {_told(outcome.entry, found.one, found.bounds[0])} in {one}, "
        f"{_told(outcome.entry, found.other, found.bounds[1])} in {other}. Verschil {difference(outcome.entry, found)} "
        f"{unit(outcome.entry)}: {verdict(outcome)}."
    )


def _told(entry: Entry, ends: trend.Ends, bound: bool) -> str:
    return words.short(entry, ends[0], "below_rounding" if bound else "")


def table(outcomes: Sequence[Outcome], one: str, other: str) -> pd.DataFrame:
    """One row a figure, as text; those that cannot be compared are left out (see ``refused``)."""
    return pd.DataFrame(
        [
            {
                "Cijfer": words.named(outcome.entry),
                "Oordeel": verdict(outcome) or "niet te zeggen",
                one[:1].upper() + one[1:]: value(outcome.entry, outcome.found.one, outcome.found.bounds[0]),
                other[:1].upper() + other[1:]: value(outcome.entry, outcome.found.other, outcome.found.bounds[1]),
                "Verschil": difference(outcome.entry, outcome.found),
                "Verhouding": ratio(outcome.found),
                "Jaar": str(outcome.year),
            }
            for outcome in outcomes
            if outcome.found
        ]
    )


def refused(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """What could not be held against each other, and why: label and reason."""
    return [(outcome.entry.label, outcome.why) for outcome in outcomes if outcome.found is None]


_MEASURED = {
    "waarde": "Het cijfer van de eerste kant",
    "waarde_tegenover": "Het cijfer van de andere kant",
    "verschil": "De eerste kant min de andere",
    "verhouding": "De eerste kant gedeeld door de andere",
}
_COLUMNS = {
    "kant": "De gebieden van de eerste kant",
    "tegenover": "De gebieden van de andere kant, of de rest van een gemeente (rest) of van het land (rest-nl)",
    **{
        f"{name}{end}": f"{what}{which}"
        for name, what in _MEASURED.items()
        for end, which in (("", ""), ("_laag", ": ondergrens van de marge"), ("_hoog", ": bovengrens van de marge"))
    },
}


def columns() -> dict[str, str]:
    """What each column of ``download`` holds."""
    sure = format.as_it_is(parameters.value("verschil_zekerheid"))
    verdict = f"Of de eerste kant duidelijk verschilt ({sure}% zeker, en groot genoeg om ertoe te doen), of waarom dat niet te zeggen is"
    return {**_COLUMNS, "oordeel": verdict}


def plain(outcome: Outcome) -> dict[str, object]:
    """The figures of an outcome as plain data: each value with low and high, rounded as the screen does."""
    entry, found = outcome.entry, outcome.found
    named = {"one": None, "other": None, "difference": None, "ratio": None}
    if found is None:
        return {**named, "result": "", "why": outcome.why}
    digits = {"one": entry.decimals, "other": entry.decimals, "difference": max(entry.decimals, 1), "ratio": 2}
    ends = {"one": found.one, "other": found.other, "difference": found.difference, "ratio": found.ratio}
    # Of a bound, and of what is made with one, only the ends mean something.
    unsure = {name for name, bound in zip(("one", "other"), found.bounds, strict=True) if bound}
    unsure |= {"difference", "ratio"} if unsure else set()
    return {
        **{name: None if held is None else _ends(held, digits[name], name in unsure) for name, held in ends.items()},
        "result": found.result,
        "why": "",
    }


def _ends(ends: trend.Ends, decimals: int, unsure: bool) -> dict[str, float | None]:
    value, low, high = (None if math.isinf(end) else round(end, decimals) for end in ends)
    return {"value": None if unsure else value, "low": low, "high": high}


def download(outcomes: Sequence[Outcome], codes: Sequence[str], other: Sequence[str]) -> pd.DataFrame:
    """The same as data: one row a figure, with unit, year, source and licence."""
    rows = []
    for outcome in outcomes:
        held = plain(outcome)
        flat = {
            f"{dutch}{end}": ends[key] if isinstance(ends := held[name], dict) else None
            for name, dutch in zip(("one", "other", "difference", "ratio"), _MEASURED, strict=True)
            for key, end in (("value", ""), ("low", "_laag"), ("high", "_hoog"))
        }
        rows.append(
            {
                "kant": ",".join(codes),
                "tegenover": ",".join(other),
                "cijfer": outcome.entry.id,
                "omschrijving": outcome.entry.label,
                "jaar": outcome.year,
                "eenheid": format.in_words(outcome.entry.unit),
                **flat,
                "oordeel": verdict(outcome) or outcome.why,
                **provenance.provenance(outcome.entry, data.store()),
            }
        )
    return pd.DataFrame(rows).astype({"jaar": "Int64"})
