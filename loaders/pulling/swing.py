"""Sites of gemeenten on Swing (ABF Research): figures by ``selectiontableasjson.ashx``, one question a variable and level.

What a site is asked stands in ``columns/swing.csv``: our variable and level, and the site's own names for them. A site
is a source with a file of its own that calls :func:`pull_site`. An answer names areas and gives no codes: they are found
by name within the gemeente, among the names of the key figures of that year; a name that is not found is told, never guessed.
Source: https://swing.eu (Swing Viewer); newer sites answer under /viewer/, older ones under /jive/.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import numpy as np
from pydantic import Field

from loaders import edited
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.reading import numbers
from loaders.reading.http import BASE_URLS, Changed, Client, NotAvailable, SourceError, base_url
from loaders.source import Expectation
from loaders.vocabulary import LEVELS

if TYPE_CHECKING:
    from loaders.places import areas

FOLDERS = ("viewer", "jive")
READING = "1"
# Below this share of names that are known, the site does not mean the areas that we think it means.
ENOUGH = 0.5
HIGHEST = {"%": 100.0, "rapportcijfer": 10.0}


class Question(edited.Entry):
    """One row of the table: our variable and level, the site's names for them, and the unit."""

    says = "Een rij is één vraag: een cijfer, op een niveau, aan een site."

    host: edited.Text = Field(description="de site, zonder https://")
    gemeente: Annotated[str, edited.Matching(r"GM\d{4}", "een gemeentecode, zoals GM0344")] = Field(
        description="haar gemeente"
    )
    variable: edited.Text = Field(description="het id van het cijfer in dit dashboard")
    level: Annotated[str, edited.OneOf(LEVELS)] = Field(description="het niveau in dit dashboard")
    geolevel: edited.Text = Field(description="hoe de site dat niveau noemt")
    swing: edited.Text = Field(description="hoe de site het cijfer noemt (var= in haar adres)")
    unit: edited.Text = Field(description="de eenheid, zoals bij het cijfer staat")


@dataclass(frozen=True)
class Site:
    """One site: the setting with its address, its gemeente, and how it is called in messages."""

    setting: str
    gemeente: str
    name: str

    def questions(self) -> tuple[Question, ...]:
        """What is asked of this site."""
        host = urlsplit(BASE_URLS[self.setting]).hostname
        return tuple(question for question in table() if (question.host, question.gemeente) == (host, self.gemeente))


@dataclass(frozen=True)
class Answer:
    """The rows of one answer: name of the area and value as it came, in the order of the site."""

    names: list[str]
    values: list[str | float]


FILE = edited.File(
    Path(__file__).parents[1] / "columns" / "swing.csv",
    about="Wat gemeenten met een site op Swing (ABF Research) wordt gevraagd. Met een fout in dit bestand wordt van geen "
    "site iets opgehaald; wat er al was, blijft.",
    tables={edited.ROW: Question},
)


def table() -> tuple[Question, ...]:
    """Every good question, in the order of the file."""
    return tuple(edited.kept(FILE).entries(Question).values())


# ---------------------------------------------------------------- load


def pull_site(pull: Pull, site: Site, year: int) -> None:
    """Save one year of a site.

    Raises NotAvailable when it has nothing of that year, and SourceError without names of areas to find codes by,
    for names of other areas, and for an answer of another make.
    """
    division = _division(pull, site, year)
    questions = [question for question in site.questions() if question.level in pull.levels]
    pull.record(table="selectiontableasjson", route="api", division=division.known)
    answers: dict[Question, Answer] = {}
    for place, question in enumerate(questions):
        pull.progress(0.9 * place / len(questions), f"{question.swing} per {question.level}")
        answer = _asked(pull, site, question, year)
        if answer is not None:
            answers[question] = answer
    if not answers:
        raise NotAvailable(f"{site.name}: geen cijfers over {year}.")
    pull.skip_if_unchanged("".join(raw.sha256 for raw in pull.client.raw), _spec(questions, division))
    cube.save(pull, [_figures(pull, site, q, answer, division) for q, answer in answers.items()], year)


def _division(pull: Pull, site: Site, year: int) -> areas.Division:
    """The areas of this year by name. Raises NotAvailable where none are stored: CBS may not have that year at all."""
    from loaders.places import areas

    division = areas.Division(pull.before, year) if pull.before is not None else None
    if division is None or site.gemeente not in division.areas:
        raise NotAvailable(
            f"{site.name} {year}: deze bron geeft namen en geen codes, en de namen van de wijken zijn er nog niet. "
            "Haal eerst cbs_kwb op."
        )
    return division


def _spec(questions: Sequence[Question], division: areas.Division) -> str:
    """A mark of what we take and of the names we know, so that a new name is looked up again."""
    known = hashlib.sha256(repr((list(questions), sorted(division.areas.items()))).encode()).hexdigest()
    return f"{READING} {division.known} {known[:12]}"


def _asked(pull: Pull, site: Site, question: Question, year: int) -> Answer | None:
    """The answer to one question; None, with a note, where the site has no figures."""
    try:
        answer = ask(pull.client, site, question, str(year))
    except NotAvailable:
        answer = None
    if answer is None or all(np.isnan(value) for value in _values(answer, question, site)):
        pull.note(f"{question.swing} per {question.level}: niet bij de bron over {year}.")
        return None
    return answer


def ask(client: Client, site: Site, question: Question, period: str) -> Answer | None:
    """The rows of one question about a year or ``mostrecent``; None when the site has no rows.

    Tries the older address when the newer is not there. Raises NotAvailable when neither is, and SourceError.
    """
    asked = {"var": question.swing, "geolevel": question.geolevel, "period": period, "flip_table": "false"}
    what = f"{site.name}, {question.swing} per {question.level}"
    for folder in FOLDERS:
        try:
            answer = client.get_json(f"{base_url(site.setting)}/{folder}/selectiontableasjson.ashx", asked, what=what)
            return _rows(answer, what, period)
        except NotAvailable:
            if folder == FOLDERS[-1]:
                raise
    return None


def _rows(answer: Any, what: str, period: str) -> Answer | None:
    """The rows of the asked period. Raises Changed for anything but the columns area, period and one value."""
    try:
        heads, rows = [str(head["name"]) for head in answer["headers"]], [list(row) for row in answer["rows"]]
    except (KeyError, TypeError) as error:
        raise Changed(
            f"{what}: het antwoord is anders opgebouwd dan verwacht ({type(error).__name__} {error}). "
            "Pas loaders/pulling/swing.py aan."
        ) from error
    if not rows:
        return None
    years = {numbers.year(row[1]) for row in rows if len(row) > 1}
    if len(heads) != 3 or any(len(row) != 3 for row in rows) or None in years:
        raise Changed(
            f"{what}: verwacht waren de kolommen gebied, jaar en waarde, maar er staat: {', '.join(heads)}. "
            "Kijk of deze variabele is uitgesplitst, en pas loaders/columns/swing.csv aan."
        )
    kept = [row for row in rows if period == "mostrecent" or numbers.year(row[1]) == int(period)]
    return Answer([str(row[0]).strip() for row in kept], [row[2] for row in kept]) if kept else None


# ---------------------------------------------------------------- process


def _values(answer: Answer, question: Question, site: Site) -> list[float]:
    """The values as numbers, NaN for whatever is no number. Raises Changed for what the unit cannot hold."""
    mark = numbers.decimal_mark(answer.values) or "."
    values = [float("nan") if (n := numbers.number(cell, mark)) is None else n for cell in answer.values]
    wrong = [value for value in values if value > HIGHEST.get(question.unit, np.inf) or value < 0]
    if wrong:
        raise Changed(
            f"{site.name}, {question.swing}: een waarde van {wrong[0]:g} kan niet bij de eenheid {question.unit}. "
            "Kijk of de variabele of de decimale komma veranderd is."
        )
    return values


def _figures(pull: Pull, site: Site, question: Question, answer: Answer, division: areas.Division) -> cube.Figures:
    """One variable at one level, by code; names that are not found are told with the closest."""
    from loaders.places import areas

    found: dict[str, float] = {}
    unknown: list[str] = []
    for name, value in zip(answer.names, _values(answer, question, site), strict=True):
        if areas.is_total(name):
            continue
        match = division.by_name(name, site.gemeente, question.level)
        if not match.region or not _inside(match.region, site):
            unknown.append(_told(name, match))
        elif match.region in found:
            raise SourceError(f"{site.name}, {question.swing}: {name} staat er twee keer in. Er is niets overgenomen.")
        else:
            found[match.region] = value
    if len(found) < ENOUGH * (len(found) + len(unknown)) or not found:
        raise SourceError(
            f"{site.name}, {question.swing} per {question.level}: de meeste namen zijn niet bekend: "
            f"{'; '.join(unknown[:5])}. Kijk of het niveau {question.geolevel} in loaders/columns/swing.csv klopt."
        )
    if unknown:
        pull.note(f"{question.swing} per {question.level}, niet overgenomen: {'; '.join(unknown)}.")
    values = np.array([[value] for value in found.values()])
    statuses = np.where(np.isnan(values), "not_given", "published")
    return cube.Figures(question.swing, division.known, [*found], [question.variable], values, statuses)


def _inside(code: str, site: Site) -> bool:
    return code[2:6] == site.gemeente[2:]


def _told(name: str, match: areas.Match) -> str:
    """A name that was not found, with the closest ones that are there."""
    closest = " of ".join(f"{known} ({code})" for code, known in match.closest)
    return f"{name!r} (lijkt op {closest})" if closest else repr(name)


# ---------------------------------------------------------------- what it counts on


def expectation(site: Site) -> Expectation:
    """Whether a site still answers each question, with an area, a year and a number."""

    def asked(client: Client) -> list[str]:
        told = []
        for question in site.questions():
            answer = ask(client, site, question, "mostrecent")
            if answer is None or all(np.isnan(value) for value in _values(answer, question, site)):
                told.append(f"{question.swing} per {question.geolevel} geeft geen cijfers meer.")
        return told

    return Expectation("nieuwste cijfers van elke variabele", "loaders/columns/swing.csv", asked)
