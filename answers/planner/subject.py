"""What the planner can be about: youth work and the further demands of the letter, each with the people it is for.

All of them go through the same machine (indicators.planner): it divides something over areas by the people in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from answers import data, need_figures
from answers.held import remembered
from indicators import planner, toddlers, youth_work

POOR, OWNED, BIRTHS, PEOPLE = "huishoudens_laag_inkomen_aantal", "corporatiebezit", "geboorte", "inwoners"
ADVISERS, ADVISERS_FTE = "raadslieden", "raadslieden_fte"


@dataclass(frozen=True)
class Subject:
    """One thing to plan: ``many`` are those it is divided by, ``per`` those its rate is told per 1,000 of.

    ``amounts`` and ``rules`` are ids of answers.planner.amounts and .choices, the first is what the page opens with.
    ``unit`` is what is divided (fte, uur or euro); only fte can be bought with euros. ``sources`` are ids of
    loaders.source.
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
        return sorted(set.intersection(*(known(group) for group in youth_work.weights(*youth_work.band()))))
    if subject.id == "peuters":
        born = known(BIRTHS)
        return [year for year in sorted(known(PEOPLE)) if {year - age for age in toddlers.AGES} <= born]
    return sorted(known(POOR) | known(ADVISERS) if subject.id == "raadslieden" else known(PEOPLE))


@remembered(8)
def levels(subject: Subject) -> list[str]:
    """The levels at which there is anything to plan by."""
    return [level for level in subject.levels if years(subject, level)]


def possible() -> dict[str, Subject]:
    """The subjects of which there is anything to plan by, by id."""
    return {id: subject for id, subject in SUBJECTS.items() if levels(subject)}


@remembered(32)
def default_year(subject: Subject, level: str) -> int:
    """The newest year with a figure of poverty for most areas that ever had one, else the newest."""
    known = years(subject, level)
    if subject.id == "raadslieden" and (
        told := [y for y in data.years(level, ADVISERS) if y in data.years(level, POOR)]
    ):
        return told[-1]
    covered = {y: max(data.counts(need, level).get(y, 0) for need in need_figures.NEEDS) for y in known}
    most = max(covered.values(), default=0)
    return max((y for y in known if covered[y] * 2 >= most > 0), default=max(known))
