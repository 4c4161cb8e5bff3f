"""Youth work per area as a reader sees it: the reported number, or what is known instead, each with how it is known."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from indicators import youth_work
from loaders.source import COUNTRY
from loaders.store import Store

FTE = "jongerenwerk_fte"
LABELS = (youth_work.REPORTED, youth_work.SPREAD, youth_work.UNKNOWN)
LABEL_WORDS = {
    youth_work.REPORTED: "gemeld door de gemeente",
    youth_work.SPREAD: "verdeeld: gemeentetotaal naar jongeren over de wijken gerekend",
    youth_work.UNKNOWN: "onbekend: niets gemeld",
}
# Gemeenten add up to the country but for rounding: this share of the inhabitants may be lost in it.
ALL_BUT = 0.001
# Presets of the age band: label and [from, to).
BANDS = {"10-27": (10, 27), "12-18": (12, 18), "12-23": (12, 23)}


@dataclass(frozen=True)
class Coverage:
    """Every area of one level and year: index region; columns young, fte, rate, label and note.

    ``young`` is an estimate in heads, ``fte`` and ``rate`` (fte per 1.000 young people) are NaN where unknown.
    ``average`` is the national range, the same everywhere.
    """

    frame: pd.DataFrame
    average: youth_work.Average | None


def years(store: Store) -> list[int]:
    """Years with age groups, oldest first: only then can anything be set against young people."""
    groups = list(youth_work.GROUPS)[:3]
    return sorted(set.intersection(*({*store.years("gemeente", g), *store.years("wijk", g)} for g in groups)))


def default_year(store: Store) -> int | None:
    """The newest year with both age groups and a report; without any report the newest with age groups."""
    possible = years(store)
    reported = {*store.years("gemeente", FTE), *store.years("wijk", FTE)}
    both = [y for y in possible if y in reported]
    return max(both or possible, default=None)


def of(store: Store, level: str, year: int, start: int, end: int, spread: bool = False) -> Coverage:
    """The coverage of all areas of ``level`` (gemeente or wijk) for young people of [start, end).

    ``spread``: divide a reported total over wijken that reported nothing; these are labelled *verdeeld*.
    """
    groups = list(youth_work.weights(start, end))
    by_level = {name: store.table(name, year, [*groups, FTE]) for name in ("gemeente", "wijk")}
    by_wijk, by_gemeente = by_level["wijk"][FTE], by_level["gemeente"][FTE]
    frame = by_level[level]
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
    found = pd.DataFrame({"young": young, "fte": fte, "rate": rate, "label": label, "note": note}, index=frame.index)
    whole = _young_in_all(store, by_level["gemeente"], year, start, end)
    return Coverage(found, youth_work.national_average(whole))


def _young_in_all(store: Store, gemeenten: pd.DataFrame, year: int, start: int, end: int) -> float:
    """Young people in the Netherlands: of the national row, else the sum of gemeenten that add up to all inhabitants.

    NaN when neither is to be had: a sum of some gemeenten is no national number.
    """
    country = store.table("land", year, [*youth_work.weights(start, end), "inwoners"])
    if COUNTRY not in country.index:
        return float("nan")
    own = float(youth_work.young_people(country, start, end)[COUNTRY])
    if own == own:
        return own
    everyone = float(store.table("gemeente", year, ["inwoners"])["inwoners"].sum())
    complete = abs(everyone - float(country["inwoners"][COUNTRY])) <= ALL_BUT * everyone
    return float(youth_work.young_people(gemeenten, start, end).sum(skipna=False)) if complete else float("nan")


def counts(coverage: Coverage) -> dict[str, int]:
    """How many areas are gemeld, verdeeld and onbekend; every label is there, also at nought."""
    counted = coverage.frame["label"].value_counts()
    return {label: int(counted.get(label, 0)) for label in LABELS}


def read_band(text: str | None) -> tuple[int, int] | None:
    """The age band that stands in an address, ``12-23``; None for anything that is no band of 0 to 65."""
    start, _, end = (text or "").partition("-")
    if not (start.isdigit() and end.isdigit()):
        return None
    found = int(start[:3]), int(end[:3])
    return found if 0 <= found[0] < found[1] <= 65 else None
