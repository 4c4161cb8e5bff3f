"""The place of an area among all others of its level, in words."""

from __future__ import annotations

from collections.abc import Sequence

from answers import carried, data, format, words
from answers.profile import Figure
from answers.spread import Spread
from indicators import assessment, ranks
from indicators.catalog import Entry
from loaders.vocabulary import LEVEL_PLURALS, Direction


def has_place(figure: Figure) -> bool:
    """Whether an area has a place among others: only on a figure that is ranked, since a percentile is a rank.

    Not on totals (they show size), classes, origin, and figures of which no margin is known (``ranks.why_not``). Nor of an
    area of which no more is known than what it stays under.
    """
    if figure.place is None or figure.year is None or figure.status == "below_rounding":
        return False
    entry = data.entry(figure.id)
    origin = ranks.origin(entry, figure.year)
    return origin is not None and (origin != ranks.PUBLISHER or _margins_came(entry, figure.year))


def _margins_came(entry: Entry, year: int) -> bool:
    """Whether the publisher of an estimate gave a margin to any area: it has a column for them that may be empty."""
    low = assessment.margins(entry)[0]
    return any(data.counts(low, level).get(year, 0) for level in data.store().levels(low))


_MOST = {"hoger": "hoogst", "lager": "laagst", "gunstiger": "gunstigst", "ongunstiger": "ongunstigst"}


def place_words(place: Spread, plural: str, direction: Direction | None = None) -> str:
    """The place in words, for a reader and for a screen reader: "hoger dan 83% van 3.340 wijken".

    With an agreed ``direction``: gunstiger or ongunstiger. Where fewer than two thirds of all areas have a value, that
    is said.
    """
    if place.below is None or place.above is None:
        return f"geen waarde om te vergelijken met {plural}"
    higher = place.below >= place.above
    word = "hoger" if higher else "lager"
    if direction:
        word = "gunstiger" if higher == (direction == "higher_better") else "ongunstiger"
    share = int(100 * (place.below if higher else place.above))
    which = f"{format.number(place.count)} {plural}"
    if place.partly:
        only = data.place(place.only or None)
        city = only.name if only else ""
        which = f"de {which} " + (f"van {city}; elders niet bekend" if city else "met dit cijfer")
    if share == 100:
        # Nobody stands beyond itself: the first of all is not "beyond 100% of all".
        return f"het {_MOST[word]} van {which}"
    return f"{word} dan {share}% van {which}"


def drawable(found: Sequence[Figure]) -> list[Figure]:
    """The figures that have a place among all areas: no totals, no classes, no origin."""
    return [figure for figure in found if figure.value is not None and has_place(figure)]


def agreed_direction(figure: Figure) -> Direction | None:
    """Which side of a figure was agreed to be better; None where that was not agreed."""
    entry = data.entry(figure.id)
    return entry.direction if entry.rankable else None


def alt(found: Sequence[Figure], label: str, level: str) -> str:
    """The chart in words: each value with its year and its place."""
    readings = []
    for one in found:
        entry = data.entry(one.id)
        place = place_words(one.place, LEVEL_PLURALS[level], agreed_direction(one)) if one.place else ""
        made = f", {carried.word(one.made)}" if one.made else ""
        readings.append(f"{entry.label}: {words.value(entry, one.value, one.status)} ({one.year}{made}), {place}")
    return f"{label} tussen alle {LEVEL_PLURALS[level]}. {'; '.join(readings)}."
