"""The norms that are shipped: mean, spread and bounds of each figure of a score among the wijken of the base year.

Without the table of the base year in the store there would be no score at all. Where the store has that table, the norms
come from it, and it is said where they are not those of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from indicators import parameters, words
from indicators.composite import Norm
from loaders import edited


class Shipped(edited.Entry):
    """The norm of one figure, as it was worked out from its publisher's table."""

    says = "Een rij is de norm van één cijfer; bij een cijfer dat in composites.csv door een logaritme gaat, van die logaritme."
    key = "figure"

    figure: edited.Text = Field(description="het id van het cijfer")
    mean: edited.Number = Field(description="het gemiddelde over de wijken, gewogen naar inwoners")
    spread: Annotated[edited.Number, Field(gt=0)] = Field(description="de standaardafwijking, op dezelfde manier")
    low: edited.Number = Field(description="wat lager is, gaat op deze grens")
    high: edited.Number = Field(description="wat hoger is, gaat op deze grens")
    areas: int = Field(description="over hoeveel gebieden")
    year: int = Field(description="van welk jaar")
    source: edited.Text = Field(description="uit welke tabel, en van welk jaar")


FILE = edited.File(
    Path(__file__).with_name("norms.csv"),
    about="Waar de cijfers van leefbaarheid tegen worden afgezet als de tabel van het basisjaar er niet is.",
    tables={edited.ROW: Shipped},
    may_be_empty=True,
)


def shipped() -> Mapping[str, Norm]:
    """The norm of each figure that has one."""
    rows = edited.kept(FILE).entries(Shipped)
    return {id: Norm(row.mean, row.spread, row.low, row.high) for id, row in rows.items()}


def years(figures: Iterable[str]) -> tuple[int, ...]:
    """Of which years the shipped norms of these figures are, oldest first."""
    rows = edited.kept(FILE).entries(Shipped)
    return tuple(sorted({rows[id].year for id in figures if id in rows}))


def with_shipped(made: Mapping[str, Norm], figures: Iterable[str]) -> dict[str, Norm]:
    """The norms that were made of the base year, and for the other figures those that are shipped."""
    there = shipped()
    return {id: norm for id in figures if (norm := made.get(id) or there.get(id))}


def apart(made: Mapping[str, Norm]) -> tuple[str, ...]:
    """In Dutch which norms of the store's own table are not those that are shipped; nothing where they agree.

    Norms differ where a mean lies more than a share of the spread (parameter norm_verschil) away, or the spreads do.
    """
    from indicators import catalog  # it asks this file for the years of the norms

    play = parameters.value("norm_verschil")
    told = [
        f"{catalog.entry(id).label} ({words.number(norm.mean, 3)} en niet {words.number(other.mean, 3)})"
        for id, other in shipped().items()
        if (norm := made.get(id))
        and max(abs(norm.mean - other.mean), abs(norm.spread - other.spread)) > play * other.spread
    ]
    year = f"{parameters.value('basisjaar'):.0f}"
    what = f"De tabel van {year} geeft een ander gemiddelde dan de meegeleverde norm"
    return (f"{what}: {'; '.join(told)}. Wij rekenen met de tabel.",) if told else ()
