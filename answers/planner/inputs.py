"""What a scenario works with, read from the store in as few readings as it takes: areas with the people it is for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from answers import coverage, data, ground, left_out, need_figures, students
from answers.held import remembered
from answers.planner import subject as subjects
from indicators import catalog, crosswalk, planner, toddlers, youth_work
from loaders.store import Store


@remembered(48)
def areas(
    subject: subjects.Subject,
    level: str,
    year: int,
    need: str | None,
    band: tuple[int, int],
    of_students: str = left_out.WITH,
    least: int = 0,
) -> pd.DataFrame:
    """Every area of a level: people, need, corporation, low_income (see indicators.planner), per, now, has, students.

    ``per`` are those the rate is told per 1,000 of. ``now`` is what was reported (fte), ``has`` whether there is any (1
    or 0, reported), both NaN where nothing was. ``students`` marks areas where the number of young people is less firm.
    ``left_out`` says why an area has no part in a division by need (an id of answers.left_out, "" for who has): its need
    is NaN, and the percentile of the others is among themselves.
    Shared between sessions: do not change it.
    """
    store = data.store()
    composed = need == need_figures.SCORE.composite
    asked = [need] if need and not composed else []
    figures = store.table(level, year, [subjects.POOR, subjects.OWNED, subjects.PEOPLE, *asked])
    found = _people(subject, level, year, band, figures)
    figures = figures.reindex(found.index)
    made = found.assign(
        need=float("nan"),
        corporation=figures[subjects.OWNED],
        low_income=figures[subjects.POOR],
        per=figures[subjects.PEOPLE] if subject.per == "inwoners" else found["people"],
    ).sort_index()
    made["left_out"] = _left_out(made, figures[subjects.PEOPLE].sort_index(), subject, level, year, of_students, least)
    stays = made["left_out"] == ""
    if composed:
        told = need_figures.composed(year).reindex(made.index).where(stays)
        made["need"] = planner.need_percentile(told, made["people"])
    elif need:
        more = catalog.entry(need).direction != "higher_better"
        told = figures[need]
        if told.isna().all():
            # Its source may have it on the boundaries of another year.
            division = store.own_division(level, year, need)
            told = ground.onto(data.values(need, level, year), level, division, year)["value"]
        made["need"] = planner.need_percentile(told.reindex(made.index).where(stays), made["people"], more)
    return made


def _left_out(
    made: pd.DataFrame,
    inhabitants: pd.Series[float],
    subject: subjects.Subject,
    level: str,
    year: int,
    of_students: str,
    least: int,
) -> pd.Series[str]:
    """The column ``left_out``, out of what was read already where that says it."""
    many = pd.Series(False, index=made.index)
    if of_students == left_out.WITHOUT and level in left_out.LEVELS:
        told = subject.id == "jongerenwerk" and level != "buurt"
        many = made["students"] if told else students.many(level, year)
    return left_out.reasons(inhabitants, many, least).reindex(made.index).fillna("")


def _people(
    subject: subjects.Subject, level: str, year: int, band: tuple[int, int], figures: pd.DataFrame
) -> pd.DataFrame:
    """Columns people, now, has, students, with the areas of the year as index."""
    store, id = data.store(), subject.id
    if id == "jongerenwerk" and level != "buurt":
        told = coverage.areas(level, year, *band).frame
        now = told["fte"].where(told["label"] == youth_work.REPORTED)
        return pd.DataFrame({"people": told["young"], "now": now, "has": float("nan"), "students": told["students"]})
    empty = pd.DataFrame({"now": float("nan"), "has": float("nan"), "students": False}, index=figures.index)
    if id == "jongerenwerk":
        ages = store.table(level, year, list(youth_work.weights(*band)))
        return empty.assign(people=youth_work.young_people(ages, *band))
    if id == "peuters":
        return empty.assign(people=toddlers.toddlers(_births(store, level, year), figures.index))
    if id == "raadslieden":
        told = store.table(level, year, [subjects.ADVISERS, subjects.ADVISERS_FTE]).reindex(figures.index)
        return empty.assign(people=figures[subjects.POOR], now=told[subjects.ADVISERS_FTE], has=told[subjects.ADVISERS])
    return empty.assign(people=figures[subjects.PEOPLE])


def _births(store: Store, level: str, year: int) -> dict[int, pd.Series[float]]:
    """By age of a toddler: births of the year in which it was born, on the boundaries of ``year``.

    By the addresses that the divisions share where those are known. Without them only an area that is the same ground
    has its births; else they are unknown.
    """
    shared = {old: store.crosswalk(level, old, old + 1) for old in range(year - max(toddlers.AGES), year)}
    found = {}
    for age in toddlers.AGES:
        births, then = store.table(level, year - age, [subjects.BIRTHS]), range(year - age, year)
        if all(len(shared[old]) for old in then):
            for old in then:
                births = crosswalk.counts(births, shared[old])
        else:
            births = ground.onto(births, level, year - age, year)
        found[age] = births[subjects.BIRTHS]
    return found


def own(areas: Sequence[str], year: int) -> tuple[str, ...]:
    """The reader's own areas and gemeenten by their codes in a year; those that were other areas then are left out."""
    return tuple(str(code) for code in ground.there(areas, year))
