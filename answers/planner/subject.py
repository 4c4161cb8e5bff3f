"""What the planner can be about: youth work and the further demands of the letter, each with the people it is for.

All of them go through the same machine (indicators.planner): it divides something over areas by the people in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from answers import coverage, data, need_figures
from answers.held import remembered
from indicators import catalog, crosswalk, planner, toddlers, youth_work
from loaders.store import Store

POOR, OWNED, BIRTHS, PEOPLE = "huishoudens_laag_inkomen_aantal", "corporatiebezit", "geboorte", "inwoners"
ADVISERS, ADVISERS_FTE = "raadslieden", "raadslieden_fte"


@dataclass(frozen=True)
class Subject:
    """One thing to plan: ``many`` are those it is divided by, ``per`` those its rate is told per 1,000 of.

    ``amounts`` and ``rules`` are ids of answers.planner.scenario, the first is what the page opens with. ``unit`` is what is
    divided (fte, uur or euro); only fte can be bought with euros. ``sources`` are ids of loaders.source.
    """

    id: str
    label: str
    many: str
    per: str
    unit: str
    levels: tuple[str, ...]
    amounts: tuple[str, ...]
    rules: tuple[planner.Rule, ...]
    sources: tuple[str, ...]


_RULES: tuple[planner.Rule, ...] = ("gelijk", "behoefte", "norm", "corporatie", "eigen")
_LEVELS = ("wijk", "gemeente", "buurt")
_YOUTH_WORK = Subject(
    id="jongerenwerk",
    label="Jongerenwerk",
    many="jongeren",
    per="jongeren",
    unit="fte",
    levels=_LEVELS,
    amounts=("ongewijzigd", "minder", "deltaplan", "fte", "euro", "zorgdeel"),
    rules=_RULES,
    sources=("opgave", "cbs_kwb"),
)
_ADVISERS = Subject(
    id="raadslieden",
    label="Sociaal raadslieden",
    many="huishoudens met een laag inkomen",
    per="huishoudens met een laag inkomen",
    unit="fte",
    levels=("gemeente",),
    amounts=("fte", "euro"),
    rules=("gelijk", "behoefte", "norm", "eigen"),
    sources=("opgave", "cbs_kwb"),
)
_TODDLERS = Subject(
    id="peuters",
    label="Peuteropvang",
    many="peuters",
    per="inwoners",
    unit="uur",
    levels=_LEVELS,
    amounts=("uren",),
    rules=("gelijk", "corporatie", "eigen"),
    sources=("cbs_kwb",),
)
_PREVENTION = Subject(
    id="preventie",
    label="Preventiegeld",
    many="inwoners",
    per="inwoners",
    unit="euro",
    levels=_LEVELS,
    amounts=("euro", "zorgdeel"),
    rules=_RULES,
    sources=("cbs_kwb",),
)
SUBJECTS = {subject.id: subject for subject in (_YOUTH_WORK, _ADVISERS, _TODDLERS, _PREVENTION)}


@remembered(32)
def years(subject: Subject, level: str) -> list[int]:
    """Years in which it is known how many people it is for, oldest first."""

    def known(variable: str) -> set[int]:
        return set(data.years(level, variable))

    if subject.id == "jongerenwerk":
        return sorted(set.intersection(*(known(group) for group in youth_work.weights())))
    if subject.id == "peuters":
        born = known(BIRTHS)
        return [year for year in sorted(known(PEOPLE)) if {year - age for age in toddlers.AGES} <= born]
    return sorted(known(POOR) | known(ADVISERS) if subject.id == "raadslieden" else known(PEOPLE))


@remembered(8)
def levels(subject: Subject) -> list[str]:
    """The levels at which there is anything to plan by."""
    return [level for level in subject.levels if years(subject, level)]


@remembered(32)
def default_year(subject: Subject, level: str) -> int:
    """The newest year with a figure of poverty for most areas that ever had one, else the newest."""
    possible = years(subject, level)
    if subject.id == "raadslieden" and (
        told := [y for y in data.years(level, ADVISERS) if y in data.years(level, POOR)]
    ):
        return told[-1]
    poverty = [need for need in need_figures.NEEDS if need != "leefbaarheid"]
    covered = {y: max(data.counts(need, level).get(y, 0) for need in poverty) for y in possible}
    most = max(covered.values(), default=0)
    return max((y for y in possible if covered[y] * 2 >= most > 0), default=max(possible))


@remembered(48)
def areas(subject: Subject, level: str, year: int, need: str | None, band: tuple[int, int]) -> pd.DataFrame:
    """Every area of a level: people, need, corporation, low_income (see indicators.planner), per, now, has, students.

    ``per`` are those the rate is told per 1,000 of. ``now`` is what was reported (fte), ``has`` whether there is any (1
    or 0, reported), both NaN where nothing was. ``students`` marks areas where the number of young people is less firm.
    Shared between sessions: do not change it.
    """
    store = data.store()
    composed = need == need_figures.SCORE.composite
    figures = store.table(level, year, [POOR, OWNED, PEOPLE, *([need] if need and not composed else [])])
    found = _people(subject, level, year, band, figures)
    figures = figures.reindex(found.index)
    made = found.assign(
        need=float("nan"),
        corporation=figures[OWNED],
        low_income=figures[POOR],
        per=figures[PEOPLE] if subject.per == "inwoners" else found["people"],
    ).sort_index()
    if composed:
        made["need"] = planner.need_percentile(need_figures.composed(year).reindex(made.index), made["people"])
    elif need:
        more = catalog.entry(need).direction != "higher_better"
        made["need"] = planner.need_percentile(figures[need].reindex(made.index), made["people"], more)
    return made


def _people(subject: Subject, level: str, year: int, band: tuple[int, int], figures: pd.DataFrame) -> pd.DataFrame:
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
        born = {age: _births(store, level, year - age, year) for age in toddlers.AGES}
        return empty.assign(people=toddlers.toddlers(born, figures.index))
    if id == "raadslieden":
        told = store.table(level, year, [ADVISERS, ADVISERS_FTE]).reindex(figures.index)
        return empty.assign(people=figures[POOR], now=told[ADVISERS_FTE], has=told[ADVISERS])
    return empty.assign(people=figures[PEOPLE])


def _births(store: Store, level: str, born: int, year: int) -> pd.Series[float]:
    """Births of one year on the boundaries of a later one, by the addresses that they share where those are known.

    Without addresses an area keeps its births only as long as CBS says that nothing changed; else they are unknown.
    """
    found = store.table(level, born, [BIRTHS])
    for old in range(born, year):
        shared = store.crosswalk(level, old, old + 1)
        if len(shared):
            found = crosswalk.counts(found, shared)
        else:
            names = store.names(level, old + 1)
            found = found.reindex(names.index[names["change"] == "1"])
    return found[BIRTHS]
