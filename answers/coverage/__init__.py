"""Youth work per area as a reader sees it: the reported number, or what is known instead, each with how it is known."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from answers import data, format, national, students
from answers.held import remembered
from indicators import youth_work
from loaders.store import Store
from loaders.vocabulary import COUNTRY, in_gemeente

FTE = "jongerenwerk_fte"
LABELS = (youth_work.REPORTED, youth_work.SPREAD, youth_work.UNKNOWN)
LABEL_WORDS = {
    youth_work.REPORTED: "gemeld door de gemeente",
    youth_work.SPREAD: "verdeeld: gemeentetotaal naar jongeren over de wijken gerekend",
    youth_work.UNKNOWN: "onbekend: niets gemeld",
}
COUNTED, SCALED, ESTIMATED = "geteld", "bijgesteld", "geschat"
YOUNG_WORDS = {
    COUNTED: "geteld per leeftijdsjaar",
    SCALED: "geschat uit leeftijdsgroepen, samen gelijk aan de telling van de gemeente",
    ESTIMATED: "geschat uit leeftijdsgroepen",
}
STUDENTS = "veel 15- tot 25-jarigen, vaak studenten: aantal jongeren minder zeker"
# Gemeenten add up to the country but for rounding: this share of the inhabitants may be lost in it.
ALL_BUT = 0.001
# Presets of the age band: label and [from, to).
BANDS = {"10-27": (10, 27), "12-18": (12, 18), "12-23": (12, 23)}


@dataclass(frozen=True, eq=False)
class Coverage:
    """Every area of one level and year.

    Index region; columns young, heads, known_by, share, students, fte, rate, label and note.
    ``young`` is in heads, the column ``heads`` that number as it may be said, ``known_by`` says how
    (an id of YOUNG_WORDS), ``share`` their part of the inhabitants in %.
    ``students`` marks areas where so many are 15 to 25 that the estimate is less firm. ``fte`` and ``rate`` (fte per
    1.000 young people) are NaN where unknown. ``average`` is the national range, the same everywhere; ``young_in_all``
    the young people it is taken over, NaN where unknown.
    """

    frame: pd.DataFrame
    average: youth_work.Average | None
    young_in_all: float = float("nan")


def years(store: Store) -> list[int]:
    """Years with age groups, oldest first: only then can anything be set against young people."""
    groups = list(youth_work.GROUPS)[:3]
    return sorted(set.intersection(*({*store.years("gemeente", g), *store.years("wijk", g)} for g in groups)))


def reported_years(store: Store) -> list[int]:
    """Years with age groups in which at least one gemeente reported something, oldest first."""
    reported = {*store.years("gemeente", FTE), *store.years("wijk", FTE)}
    return [year for year in years(store) if year in reported]


def default_year(store: Store) -> int | None:
    """The newest year with both age groups and a report; without any report the newest with age groups."""
    return max(reported_years(store) or years(store), default=None)


@remembered(32)
def areas(level: str, year: int, start: int, end: int, spread: bool = False) -> Coverage:
    """The coverage of all areas of ``level`` (gemeente or wijk) for young people of [start, end).

    ``spread``: divide a reported total over wijken that reported nothing; these are labelled *verdeeld*. Shared: do not
    change it.
    """
    groups = list(youth_work.weights(start, end))
    ages = list(youth_work.single_years(start, end))
    wanted = list(dict.fromkeys([*groups, "leeftijd_15_25", "inwoners", FTE, *ages]))
    by_level = {name: data.store().table(name, year, wanted) for name in ("gemeente", "wijk")}
    country = national.figures(year)
    by_wijk, by_gemeente = by_level["wijk"][FTE], by_level["gemeente"][FTE]
    factor = _factors(by_level, level, start, end)
    frame = by_level[level].assign(**{youth_work.FACTOR: factor})
    young = youth_work.young_people(frame, start, end)
    if level == "gemeente":
        fte = youth_work.gemeente_totals(by_wijk, by_gemeente)
        reported = fte.notna()
        label = reported.map({True: youth_work.REPORTED, False: youth_work.UNKNOWN})
        own = by_gemeente.reindex(fte.index).notna()
        note = pd.Series("", index=fte.index).mask(reported & ~own, "som van alle wijken")
    else:
        spread_out = youth_work.spread(by_wijk, by_gemeente, young) if spread else None
        fte = by_wijk if spread_out is None else spread_out
        known = youth_work.labels(by_wijk, by_gemeente, spread_out)
        label, note = known["label"], known["note"]
    rate = youth_work.coverage(frame.assign(**{FTE: fte.reindex(frame.index)}), start, end)
    known_by = factor.notna().map({True: COUNTED if level == "gemeente" else SCALED, False: ESTIMATED})
    found = pd.DataFrame(
        {
            "young": young,
            "heads": youth_work.heads(young).where(known_by != COUNTED, young),
            "known_by": known_by,
            "share": (100 * young / frame["inwoners"].where(frame["inwoners"] > 0)).clip(upper=100),
            "students": youth_work.many_students(frame, students.share(country, by_level["gemeente"])),
            "fte": fte,
            "rate": rate,
            "label": label,
            "note": note,
        },
        index=frame.index,
    )
    whole = _young_in_all(country, by_level["gemeente"], start, end)
    return Coverage(found, youth_work.national_average(whole), whole)


def _factors(by_level: dict[str, pd.DataFrame], level: str, start: int, end: int) -> pd.Series[float]:
    """What the estimates of a level are multiplied by to come to the count of each gemeente; NaN without a count."""
    wijk, gemeente = (youth_work.young_people(by_level[name], start, end) for name in ("wijk", "gemeente"))
    totals = youth_work.counted(by_level["gemeente"], start, end)
    inside = wijk if level == "wijk" else wijk.iloc[:0]
    return youth_work.factors(youth_work.control(totals, inside, gemeente), by_level[level].index)


def _young_in_all(country: pd.DataFrame, gemeenten: pd.DataFrame, start: int, end: int) -> float:
    """Young people in the Netherlands: of the national row, else the sum of gemeenten that add up to all inhabitants.

    NaN when neither is to be had: a sum of some gemeenten is no national number.
    """
    if COUNTRY not in country.index:
        return float("nan")
    estimated = youth_work.young_people(country, start, end)
    own = float(youth_work.counted(country, start, end).fillna(estimated)[COUNTRY])
    if own == own:
        return own
    everyone = float(gemeenten["inwoners"].sum())
    complete = abs(everyone - float(country["inwoners"][COUNTRY])) <= ALL_BUT * everyone
    return float(youth_work.young_people(gemeenten, start, end).sum(skipna=False)) if complete else float("nan")


@remembered(48)
def part(coverage: Coverage, gemeente: str | None) -> Coverage:
    """The same for one gemeente (None: for all); the national average stays. Shared: do not change it."""
    if gemeente is None:
        return coverage
    return replace(coverage, frame=coverage.frame.loc[in_gemeente(coverage.frame.index, gemeente)])


@remembered(128)
def counted(coverage: Coverage, column: str) -> pd.Series:
    """How many areas have each word of a column (label, known_by). Shared: do not change it."""
    return coverage.frame[column].value_counts()


def counts(coverage: Coverage) -> dict[str, int]:
    """How many areas are gemeld, verdeeld and onbekend; every label is there, also at nought."""
    found = counted(coverage, "label")
    return {label: int(found.get(label, 0)) for label in LABELS}


def young_words(row: Mapping[Hashable, Any]) -> str:
    """How many young people (``young`` and ``heads`` of a row): ``120``, ``minder dan 10``, ``niet bekend``.

    An estimate is said in tens: nought of more than nought is fewer than ten, and not nobody.
    """
    heads, young = (float(str(row[name])) for name in ("heads", "young"))
    return f"minder dan {format.number(youth_work.ROUNDING)}" if heads == 0 < young else format.number(heads)


def read_band(text: str | None) -> tuple[int, int] | None:
    """The age band that stands in an address, ``12-23``; None for anything that is no band of 0 to 65."""
    start, _, end = (text or "").partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        return None
    found = int(start[:3]), int(end[:3])
    return found if 0 <= found[0] < found[1] <= 65 else None
