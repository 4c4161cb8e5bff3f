"""Whether a score of liveability goes with what it claims to measure: the outcomes of the test, and what they decide.

The same dimension of the Leefbaarometer 3.0 (BZK) is the counterpart. A dimension under +0.4, or a total under +0.5, over
the whole country is not shown as a score: its figures stand apart. The numbers were found by ``python -m indicators
validate`` on figures of CBS, police and BZK, and stand in tested.csv; nothing was fitted to them. Spearman 1904.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from indicators import parameters
from loaders import edited
from loaders.vocabulary import LEVEL_PLURALS, LEVELS

# What each score claims to measure, as the Leefbaarometer has it.
COUNTERPARTS = {
    "leefbaarheid": "leefbaarometer",
    "leefbaarheid_woningvoorraad": "leefbaarometer_woningvoorraad",
    "leefbaarheid_fysieke_omgeving": "leefbaarometer_fysieke_omgeving",
    "leefbaarheid_voorzieningen": "leefbaarometer_voorzieningen",
    "leefbaarheid_sociale_samenhang": "leefbaarometer_sociale_samenhang",
    "leefbaarheid_overlast_onveiligheid": "leefbaarometer_overlast_onveiligheid",
}


def _score(code: str) -> str:
    if code not in COUNTERPARTS:
        raise edited.fault(f"noemt {code}, en dat is geen score van leefbaarheid", edited.choices(COUNTERPARTS))
    return code


class Outcome(edited.Entry):
    """One outcome: how a score orders areas beside its counterpart."""

    says = "Een rij is één uitkomst."

    code: Annotated[str, AfterValidator(_score)] = Field(description="het id van de score")
    level: Annotated[str, edited.OneOf(LEVELS)] = Field(description="het niveau van de gebieden")
    where: edited.Text = Field(description="Nederland, of de gemeente waarbinnen is getoetst")
    year: int = Field(description="het jaar van de score")
    other_year: int = Field(description="het jaar van de Leefbaarometer")
    areas: int = Field(description="hoeveel gebieden beide hebben")
    spearman: edited.Number = Field(description="de rangcorrelatie, van -1 tot 1")
    partial: edited.Number = Field(description="dezelfde bij gelijke adressendichtheid, van -1 tot 1")
    rests_on: edited.Text = Field(description="uit welke cijfers de score toen bestond")


FILE = edited.File(
    Path(__file__).with_name("tested.csv"),
    about="Hoe de scores van leefbaarheid samengaan met de Leefbaarometer 3.0. Beslist welke als score te zien zijn.",
    tables={edited.ROW: Outcome},
    may_be_empty=True,
)


def outcomes(code: str) -> tuple[Outcome, ...]:
    """What is known of a score, in the order of the file."""
    return tuple(one for one in edited.kept(FILE).entries(Outcome).values() if one.code == code)


def least(code: str) -> float:
    """What a score has to reach to be shown."""
    return parameters.value("toets_totaal" if code == "leefbaarheid" else "toets_dimensie")


def deciding(code: str) -> Outcome | None:
    """The outcome that decides: the lowest one over the country with enough areas; None where there is none."""
    enough = parameters.value("toets_gebieden")
    found = [one for one in outcomes(code) if one.where == "Nederland" and one.areas >= enough]
    return min(found, key=lambda one: one.spearman, default=None)


def unfit(code: str) -> str:
    """Why a composite is not shown as a score, in Dutch; "" where it is."""
    if code not in COUNTERPARTS:
        return ""
    what = "dit totaal" if code == "leefbaarheid" else "deze dimensie"
    found = deciding(code)
    if found is None:
        return f"Er is geen score: {what} is nog niet over het hele land te toetsen aan de Leefbaarometer. De cijfers staan apart."
    if found.spearman < least(code):
        return (
            f"Er is geen score: {what} gaat te weinig samen met de Leefbaarometer (rangcorrelatie "
            f"{_number(found.spearman)} en niet minstens {_number(least(code))}). De cijfers staan apart."
        )
    return ""


def told(code: str) -> str:
    """How a score that is shown did in the test, in Dutch: over the country first, then inside gemeenten."""
    found = sorted(outcomes(code), key=lambda one: one.where != "Nederland")
    lines = [
        f"{one.where} ({_whole(one.areas)} {LEVEL_PLURALS[one.level]}, cijfers van {one.year}): {_number(one.spearman)}, bij gelijke "
        f"adressendichtheid {_number(one.partial)}"
        for one in found
    ]
    return (
        f"Getoetst aan dezelfde dimensie van de Leefbaarometer (rangcorrelatie): {'; '.join(lines)}." if lines else ""
    )


def _whole(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _number(value: float) -> str:
    return f"{value:+.2f}".replace(".", ",").replace("-", "−")
