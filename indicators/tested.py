"""Whether a score of liveability goes with what it claims to measure: the outcomes of the test, and what they decide.

The same dimension of the Leefbaarometer 3.0 (BZK) is the counterpart. A dimension under +0.4, or a total under +0.5, over
the gemeenten, wijken or buurten of the whole country is not shown as a score, nor is one that was not tested at each of these
levels: its figures stand apart. The numbers were found by ``python -m indicators validate --keep`` on figures of CBS, police
and BZK, and stand in tested.csv. No weight and no figure was chosen on them (docs/decisions.md). Spearman 1904.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from indicators import composite, parameters
from indicators.counterparts import COUNTERPARTS as COUNTERPARTS
from loaders import edited
from loaders.edited import head
from loaders.vocabulary import LEVEL_PLURALS, LEVELS

COUNTRY = "Nederland"
# The levels at which a score has to pass.
DECIDING = ("gemeente", "wijk", "buurt")
FEWEST_FIGURES = 2
# From this rank correlation with density a score is mostly that: half of its order.
URBAN = 0.7


def _score(code: str) -> str:
    if code not in COUNTERPARTS:
        raise edited.fault(f"noemt {code}, en dat is geen score van leefbaarheid", edited.choices(COUNTERPARTS))
    return code


_Correlation = Annotated[edited.Number, Field(ge=-1, le=1)]


class Outcome(edited.Entry):
    """One outcome: how a score orders areas beside its counterpart."""

    says = "Een rij is één uitkomst."

    code: Annotated[str, AfterValidator(_score)] = Field(description="het id van de score")
    level: Annotated[str, edited.OneOf(LEVELS)] = Field(description="het niveau van de gebieden")
    where: edited.Text = Field(
        description="Nederland, de gemeente waarbinnen is getoetst, of de mediaan binnen zoveel gemeenten"
    )
    year: int = Field(description="het jaar van de score")
    other_year: int = Field(description="het jaar van de Leefbaarometer")
    areas: Annotated[int, Field(gt=0)] = Field(description="hoeveel gebieden beide hebben")
    people: Annotated[edited.Number, Field(ge=0, le=1)] = Field(
        description="welk deel van de inwoners van het land daar woont, van 0 tot 1"
    )
    spearman: _Correlation = Field(description="de rangcorrelatie, van -1 tot 1")
    partial: _Correlation | None = Field(
        None, description="dezelfde bij gelijke adressendichtheid; leeg als die van te weinig gebieden bekend is"
    )
    density: _Correlation | None = Field(
        None, description="wat adressendichtheid alleen haalt, van -1 tot 1; leeg als hierboven"
    )
    urban: _Correlation | None = Field(
        None, description="hoe de score zelf met adressendichtheid samengaat; leeg als hierboven"
    )
    lowest: _Correlation | None = Field(None, description="bij een mediaan: de laagste rangcorrelatie in een gemeente")
    highest: _Correlation | None = Field(None, description="bij een mediaan: de hoogste")
    rests_on: edited.Text = Field(description="uit welke cijfers de score toen bestond")

    @property
    def figures(self) -> frozenset[str]:
        """The figures that this outcome was found with."""
        return frozenset(self.rests_on.split())


FILE = edited.File(
    Path(__file__).with_name("tested.csv"),
    about="Hoe de scores van leefbaarheid samengaan met de Leefbaarometer 3.0. Beslist welke als score te zien zijn. "
    "`python -m indicators validate --keep` schrijft er de uitkomsten van de eigen gegevens in.",
    tables={edited.ROW: Outcome},
    may_be_empty=True,
)


def outcomes(code: str) -> tuple[Outcome, ...]:
    """What is known of a score, in the order of the file."""
    return tuple(one for one in edited.kept(FILE).entries(Outcome).values() if one.code == code)


def least(code: str) -> float:
    """What a score has to reach to be shown."""
    return parameters.value("toets_totaal" if code == "leefbaarheid" else "toets_dimensie")


def deciding(code: str) -> dict[str, Outcome]:
    """The outcomes that decide, by level: the lowest one of each over the country, with enough areas and enough of the figures.

    Enough is half of the figures of the score, and two where it has two or more: one figure is no dimension. What stands
    in for a figure (composites.csv) counts for it.
    """
    found: dict[str, Outcome] = {}
    for one in outcomes(code):
        if decides(one) and (one.level not in found or one.spearman < found[one.level].spearman):
            found[one.level] = one
    return {level: found[level] for level in DECIDING if level in found}


def decides(one: Outcome) -> bool:
    """Whether an outcome may decide: see deciding."""
    leaves = composite.leaves(one.code)
    tested = sum(bool({leaf, *composite.stand_ins(leaf)} & one.figures) for leaf in leaves)
    return (
        one.where == COUNTRY
        and one.people >= parameters.value("toets_inwoners")
        and one.level in DECIDING
        and one.areas >= parameters.value("toets_gebieden")
        and tested >= max(min(FEWEST_FIGURES, len(leaves)), len(leaves) / 2)
    )


def unfit(code: str) -> str:
    """Why a composite is not shown as a score, in Dutch; "" where it is: it passed over the country at each level."""
    if code not in COUNTERPARTS:
        return ""
    if edited.kept(FILE).problems:
        # The row that is left out could be the one that decides.
        return "Er is geen score: in het bestand met de uitkomsten van de toets is iets niet goed ingevuld."
    what = "dit totaal" if code == "leefbaarheid" else "deze dimensie"
    needed, found = least(code), deciding(code)
    low = min(found.values(), key=lambda one: one.spearman, default=None)
    if low is not None and low.spearman < needed:
        return (
            f"Er is geen score: {what} gaat te weinig samen met de Leefbaarometer (rangcorrelatie "
            f"{_number(low.spearman)} over {LEVEL_PLURALS[low.level]}, en niet minstens {_number(needed)}). De cijfers staan apart."
        )
    if not found:
        return f"Er is geen score: {what} is nog niet over het hele land te toetsen aan de Leefbaarometer. De cijfers staan apart."
    if lacking := [LEVEL_PLURALS[level] for level in DECIDING if level not in found]:
        return f"Er is geen score: {what} is over {_listed(lacking)} nog niet te toetsen aan de Leefbaarometer. De cijfers staan apart."
    return ""


def told(code: str) -> str:
    """How a score that is shown did in the test, in Dutch: over the country at each level, beside density, and inside gemeenten."""
    found = deciding(code)
    if not found:
        return ""
    each = _listed(
        [
            f"{LEVEL_PLURALS[level]} {_number(one.spearman)} ({_whole(one.areas)}, met {100 * one.people:.0f}% van de inwoners)"
            for level, one in found.items()
        ]
    )
    said = [
        f"Getoetst aan dezelfde dimensie van de Leefbaarometer (rangcorrelatie: 1 is dezelfde volgorde). Over het land: {each}."
    ]
    figures = _parts(code)
    if few := {level: one for level, one in found.items() if len(one.figures) < figures}:
        counted = " en ".join(sorted({str(len(one.figures)) for one in few.values()}))
        said.append(
            f"Over {_listed([LEVEL_PLURALS[level] for level in few])} is dat met {counted} van de {figures} cijfers."
        )
    dense = {level: one for level, one in found.items() if None not in (one.density, one.partial, one.urban)}
    if dense:
        said.append(
            f"Adressendichtheid alleen haalt {_each(dense, lambda one: one.density)}. Bij gelijke dichtheid blijft over: "
            f"{_each(dense, lambda one: one.partial)}. De score zelf gaat met dichtheid samen: {_each(dense, lambda one: one.urban)}."
        )
    if urban := [LEVEL_PLURALS[level] for level, one in dense.items() if abs(one.urban or 0) >= URBAN]:
        said.append(f"Over {_listed(urban)} zegt de score dus voor een groot deel hoe stedelijk het is.")
    said += [line for level in DECIDING if (line := _within(code, level))]
    if swapped := _stood_in(code, found.values()):
        said.append(
            f"Bij {swapped} van de {figures} cijfers is niet het cijfer zelf getoetst, maar wat er in andere jaren voor in de plaats "
            "komt: bijna dezelfde soorten, anders geteld."
        )
    return " ".join(said)


def _whole(value: int) -> str:
    """A count with points, as on a page."""
    return f"{value:,}".replace(",", ".")


def _each(found: Mapping[str, Outcome], of: Callable[[Outcome], float | None]) -> str:
    return _listed([f"{LEVEL_PLURALS[level]} {_number(of(one))}" for level, one in found.items()])


def _parts(code: str) -> int:

    return len(composite.leaves(code))


def _within(code: str, level: str) -> str:
    """How far it runs apart inside gemeenten: of the outcomes over several gemeenten the one that reaches lowest; "" without."""
    some = [one for one in outcomes(code) if one.level == level and one.lowest is not None]
    low = min(some, key=lambda one: one.lowest or 0.0, default=None)
    if low is None:
        return ""
    where = low.where.partition(" (")[0]
    return (
        f"{where[0].upper()}{where[1:]} met genoeg {LEVEL_PLURALS[level]}: van {_number(low.lowest)} tot {_number(low.highest)}, "
        f"de middelste {_number(low.spearman)}."
    )


def _stood_in(code: str, found: Iterable[Outcome]) -> int:
    """How many figures of a score no deciding outcome rests on, where it does on what stands in for them."""
    rested = frozenset[str]().union(*(one.figures for one in found))
    return sum(leaf not in rested and bool(set(composite.stand_ins(leaf)) & rested) for leaf in composite.leaves(code))


def _listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}".replace(".", ",").replace("-", "−")


def keep(found: Sequence[Outcome], file: edited.File | None = None) -> int:
    """Write outcomes to tested.csv; returns how many. A row about the same score, place and years is replaced, others stay.

    Raises LeftOut where the file has rows that can't be read: nothing is lost by writing over them.
    """
    file = file or FILE
    there = file.read()
    if there.problems:
        raise edited.LeftOut(" ".join(map(str, there.problems)))
    rows = {_key(one): one for one in [*there.entries(Outcome).values(), *found]}
    order = list(COUNTERPARTS)
    names = list(Outcome.model_fields)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(names)
    for one in sorted(
        rows.values(), key=lambda one: (order.index(one.code), DECIDING.index(one.level), one.year, *_key(one)[2:])
    ):
        lines.writerow(["" if (value := getattr(one, name)) is None else value for name in names])
    new = file.path.with_suffix(".new")
    new.write_text(head.write(file, text.getvalue()), encoding="utf-8")
    new.replace(file.path)
    edited.kept.cache_clear()
    return len(found)


def _key(one: Outcome) -> tuple[str, str, str, int, int]:
    # In how many gemeenten the median lies is what was found, not what it is about.
    return one.code, one.level, one.where if one.lowest is None else "", one.year, one.other_year
