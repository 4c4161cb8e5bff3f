"""The few figures of each theme that matter most to a profile: which ones is data (key_figures.csv), not code.

A row is one subject. It can name several figures that measure the same thing: the first that an area has stands for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from indicators import catalog, named
from loaders import edited
from loaders.vocabulary import THEMES


def _listed(ids: tuple[str, ...], info: edited.Info) -> tuple[str, ...]:
    """The ids, each a figure of the theme that stands in the same row, and of this row alone."""
    if not ids:
        raise edited.fault("is leeg", "Schrijf een of meer ids van cijfers, met een spatie ertussen")
    for id in ids:
        theme = catalog.entry(named.known(id)).theme
        if theme != info.data.get("theme", theme):
            raise edited.fault(f"noemt {id}, en dat hoort bij {theme}", f"Zet het in een rij van {theme}")
    rows: Iterable[str] = chain(*(set(str(raw.get("ids", "")).split()) for raw in info.context.raw[Subject]))
    named_here = list(rows)
    if double := next((id for id in ids if named_here.count(id) > 1), None):
        raise edited.fault(f"noemt {double}, en dat staat ook in een andere rij", "Laat het in één rij staan")
    return ids


class Subject(edited.Entry):
    """One row of key_figures.csv: its theme, and the ids of the figures that can stand for it, the best one first.

    A subject that is not ``first`` can stand out, but is not among the few that a profile opens with.
    """

    says = "Een rij is één onderwerp. De volgorde van de rijen is die op het profiel."

    theme: Annotated[str, edited.OneOf(THEMES)] = Field(description="het thema")
    ids: Annotated[edited.Ids, AfterValidator(_listed)] = Field(
        description="een of meer cijfers die hetzelfde meten, het beste eerst, met een spatie ertussen; het eerste dat "
        "een gebied heeft, telt"
    )
    first: edited.YesNo = Field(description="ja | nee: of het bij de paar hoort waar een profiel mee opent")

    def pick(self, known: Collection[str]) -> str | None:
        """The figure that stands for this subject where only ``known`` ones have a value; None without any."""
        return next((id for id in self.ids if id in known), None)


FILE = edited.File(
    Path(__file__).with_name("key_figures.csv"),
    about="De cijfers waar het profiel van een gebied mee opent.",
    tables={edited.ROW: Subject},
)


def subjects() -> tuple[Subject, ...]:
    """Every good subject, in the order of the file."""
    return tuple(edited.kept(FILE).entries(Subject).values())


def shown(theme: str, known: Collection[str], compared: Collection[str] = ()) -> list[str]:
    """The figures of one theme to show first, one a subject, of those that have a value.

    Those that are ``compared`` (known for the country, or for most areas) come first: a figure of one city alone has
    nothing to be held against.
    """
    here = [subject for subject in subjects() if subject.theme == theme and subject.first]
    found = [subject.pick(set(compared) & set(known)) or subject.pick(known) for subject in here]
    return sorted((id for id in found if id is not None), key=lambda id: bool(compared) and id not in compared)
