"""What the planner can be about: youth work and the further demands of the letter, each with the people it is for.

All of them go through the same machine (indicators.planner): it divides something over areas by the people in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from indicators import catalog, crosswalk, planner, toddlers, tree, youth_work
from indicators import need as composed_need
from loaders.store import Store
from ui import coverage, data, score

POOR, OWNED, BIRTHS, PEOPLE = "huishoudens_laag_inkomen_aantal", "corporatiebezit", "geboorte", "inwoners"
ADVISERS, ADVISERS_FTE = "raadslieden", "raadslieden_fte"
# The figures that may say where need is, the broadest first; what is there differs by year.
NEEDS = (
    "armoede_laag_inkomen", "armoede_personen", "armoede_101", "armoede_110", "armoede_120",
    "bijstand_per_1000", "personen_laagste_40", "leefbaarheid",
)  # fmt: skip
SCORE = tree.Choice("behoefte", "binnen")


@dataclass(frozen=True)
class Subject:
    """One thing to plan: ``many`` are those it is divided by, ``per`` those its rate is told per 1,000 of.

    ``amounts`` and ``rules`` are ids of ui.planner_scenario, the first is what the page opens with. ``unit`` is what is
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
SUBJECTS = {
    subject.id: subject
    for subject in (
        Subject(
            "jongerenwerk", "Jongerenwerk", "jongeren", "jongeren", "fte", ("wijk", "gemeente", "buurt"),
            ("ongewijzigd", "minder", "deltaplan", "fte", "euro", "zorgdeel"), _RULES, ("opgave", "cbs_kwb"),
        ),
        Subject(
            "raadslieden", "Sociaal raadslieden", "huishoudens met een laag inkomen", "huishoudens met een laag inkomen",
            "fte", ("gemeente",), ("fte", "euro"), ("gelijk", "behoefte", "norm", "eigen"), ("opgave", "cbs_kwb"),
        ),
        Subject(
            "peuters", "Peuteropvang", "peuters", "inwoners", "uur", ("wijk", "gemeente", "buurt"), ("uren",),
            ("gelijk", "corporatie", "eigen"), ("cbs_kwb",),
        ),
        Subject(
            "preventie", "Preventiegeld", "inwoners", "inwoners", "euro", ("wijk", "gemeente", "buurt"),
            ("euro", "zorgdeel"), _RULES, ("cbs_kwb",),
        ),
    )
}  # fmt: skip


def years(subject: Subject, level: str) -> list[int]:
    """Years in which it is known how many people it is for, oldest first."""
    return _years(data.store().version, subject.id, level)


@st.cache_resource(max_entries=32, show_spinner=False)
def _years(version: str, subject: str, level: str) -> list[int]:
    store = data.store()

    def of(variable: str) -> set[int]:
        return set(store.years(level, variable))

    if subject == "jongerenwerk":
        return sorted(set.intersection(*(of(group) for group in youth_work.weights())))
    if subject == "peuters":
        born = of(BIRTHS)
        return [year for year in sorted(of(PEOPLE)) if {year - age for age in toddlers.AGES} <= born]
    return sorted(of(POOR) | of(ADVISERS) if subject == "raadslieden" else of(PEOPLE))


def levels(subject: Subject) -> list[str]:
    """The levels at which there is anything to plan by."""
    return _levels(data.store().version)[subject.id]


@st.cache_resource(max_entries=2, show_spinner=False)
def _levels(version: str) -> dict[str, list[str]]:
    return {s.id: [level for level in s.levels if years(s, level)] for s in SUBJECTS.values()}


def default_year(subject: Subject, level: str) -> int:
    """The newest year with a figure of poverty for most areas that ever had one, else the newest."""
    return _default_year(data.store().version, subject.id, level)


@st.cache_resource(max_entries=32, show_spinner=False)
def _default_year(version: str, id: str, level: str) -> int:
    possible = years(SUBJECTS[id], level)
    if id == "raadslieden" and (told := [y for y in data.years(level, ADVISERS) if y in data.years(level, POOR)]):
        return told[-1]
    poverty = [need for need in NEEDS if need != "leefbaarheid"]
    covered = {y: max(data.counts(need, level).get(y, 0) for need in poverty) for y in possible}
    most = max(covered.values(), default=0)
    return max((y for y in possible if covered[y] * 2 >= most > 0), default=max(possible))


def needs(level: str, year: int) -> dict[str, str]:
    """The figures of need that this level has in this year, with their labels: those for most areas only."""
    return _needs(data.store().version, level, year)


@st.cache_resource(max_entries=64, show_spinner=False)
def _needs(version: str, level: str, year: int) -> dict[str, str]:
    listed = catalog.entries()
    counts = {id: data.counts(id, level).get(year, 0) for id in NEEDS if id in listed}
    most = max(counts.values(), default=0)
    found = {id: listed[id].label for id, count in counts.items() if count * 2 >= most > 0}
    if found and level == score.LEVEL and score.years(SCORE.composite) and int(_score(year).count()) * 2 >= most:
        found[SCORE.composite] = composed_need.label(SCORE.composite)
    return found


def _score(year: int) -> pd.Series[float]:
    """The composite of need of all wijken, among those of the same year; more is more need."""
    return score.outcome(SCORE, year, 0.0).scores["value"]


def parts_measured(need: str, year: int) -> str:
    """How much of a composite was measured in a year: ``2 van 4 onderdelen``; "" for a single figure and for a whole one."""
    if need != SCORE.composite:
        return ""
    return score.parts_counted(score.outcome(SCORE, year, 0.0))


def need_sources(need: str | None) -> tuple[str, ...]:
    """The sources behind a figure of need."""
    if need is None:
        return ()
    return score.sources(need) if need == SCORE.composite else catalog.entry(need).sources


def need_citation(need: str | None) -> str:
    """Who says so, for the list of sources."""
    if need is None:
        return "geen"
    if need == SCORE.composite:
        return "samengestelde score van dit dashboard, zie de pagina Score"
    return catalog.entry(need).citation


def areas(subject: Subject, level: str, year: int, need: str | None, band: tuple[int, int]) -> pd.DataFrame:
    """Every area of a level: people, need, corporation, low_income (see indicators.planner), per, now, has, students.

    ``per`` are those the rate is told per 1,000 of. ``now`` is what was reported (fte), ``has`` whether there is any (1
    or 0, reported), both NaN where nothing was. ``students`` marks areas where the number of young people is less firm.
    Shared between sessions: do not change it.
    """
    return _areas(data.store().version, subject.id, level, year, need, *band)


@st.cache_resource(max_entries=48, show_spinner=False)
def _areas(version: str, id: str, level: str, year: int, need: str | None, start: int, end: int) -> pd.DataFrame:
    store = data.store()
    composed = need == SCORE.composite
    figures = store.table(level, year, [POOR, OWNED, PEOPLE, *([need] if need and not composed else [])])
    found = _people(store, id, level, year, start, end, figures)
    figures = figures.reindex(found.index)
    made = found.assign(
        need=float("nan"),
        corporation=figures[OWNED],
        low_income=figures[POOR],
        per=figures[PEOPLE] if SUBJECTS[id].per == "inwoners" else found["people"],
    ).sort_index()
    if composed:
        made["need"] = planner.need_percentile(_score(year).reindex(made.index), made["people"])
    elif need:
        more = catalog.entry(need).direction != "higher_better"
        made["need"] = planner.need_percentile(figures[need].reindex(made.index), made["people"], more)
    return made


def _people(store: Store, id: str, level: str, year: int, start: int, end: int, figures: pd.DataFrame) -> pd.DataFrame:
    """Columns people, now, has, students, with the areas of the year as index."""
    if id == "jongerenwerk" and level != "buurt":
        told = coverage.of(store, level, year, start, end).frame
        now = told["fte"].where(told["label"] == youth_work.REPORTED)
        return pd.DataFrame({"people": told["young"], "now": now, "has": float("nan"), "students": told["students"]})
    empty = pd.DataFrame({"now": float("nan"), "has": float("nan"), "students": False}, index=figures.index)
    if id == "jongerenwerk":
        ages = store.table(level, year, list(youth_work.weights(start, end)))
        return empty.assign(people=youth_work.young_people(ages, start, end))
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
