"""What claims were held against, as tables of Markdown text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from answers import cells, format
from answers.claims.loaded import NOT_LOADED, then
from answers.claims.wording import amount, check_words, said_on, when
from indicators import claims, parameters
from indicators.claims import Claim, Library

# What a check means for the verdict.
ROLES = {
    claims.SAME: "zelfde definitie",
    claims.RANGE: "bandbreedte",
    claims.DIFFERENT: "andere definitie",
    claims.TEXT: "onderzoek in woorden",
    claims.ASIDE: "ter vergelijking",
}


def _old() -> str:
    """What stands behind a source that is older than the parameter says."""
    return f" · ouder dan {format.small(int(parameters.value('bewering_oud')))} jaar"


def checks_table(claim: Claim, day: date) -> pd.DataFrame:
    """What a claim was held against: one row a check, as Markdown text."""
    rows = []
    for check in claim.checks:
        source = cells.plain(check.source)
        age = _old() if claims.is_old(check.date, day) else ""
        rows.append(
            {
                "Vergeleken met": cells.plain(check.name),
                "Waarde": cells.plain(check_words(check)),
                "Jaar": cells.plain(check.year),
                "Wie of wat telt mee": cells.plain(check.population),
                "Rol": ROLES[check.comparison],
                "Bron": (f"[{source}]({check.url})" if check.url else source) + f", {when(check.date)}{age}",
                "In de gegevens": cells.plain(then(check) or "geen reeks"),
            }
        )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Definition:
    """One way to count: what it is called, its value in words, year, who counts, and who says so."""

    id: str
    name: str
    value: str
    year: str
    population: str
    source: str
    url: str
    date: str


def definitions(library: Library, question: str) -> list[Definition]:
    """Every definition of a disputed figure: that of the document, then those of the checks. None is the right one."""
    return [
        definition
        for claim in library.claims.values()
        if claim.question == question
        for definition in (_as_claimed(claim), *(_as_checked(claim, at) for at in range(len(claim.checks))))
    ]


def _as_claimed(claim: Claim) -> Definition:
    document = claim.document
    return Definition(
        id=claim.id,
        name=f"Zoals in het stuk ({claim.id})",
        value=amount(claim.value, claim.unit),
        year=said_on(document),
        population="wie of wat meetelt, staat niet in het stuk",
        source=f"{document.sender}, {document.short}",
        url="",
        date=document.date,
    )


def _as_checked(claim: Claim, at: int) -> Definition:
    check = claim.checks[at]
    return Definition(
        id=f"{claim.id}-{at + 1}",
        name=check.name,
        value=amount(check.value, check.unit) if check.numeric else then(check) or NOT_LOADED,
        year=check.year,
        population=check.population,
        source=check.source,
        url=check.url,
        date=check.date,
    )


def definitions_table(found: list[Definition], chosen: str, day: date) -> pd.DataFrame:
    """The definitions side by side, as Markdown text; the reader's own choice is named, nothing is called right."""
    return pd.DataFrame(
        {
            "Definitie": [
                f"**{cells.plain(d.name)}** (uw keuze)" if d.id == chosen else cells.plain(d.name) for d in found
            ],
            "Waarde": [cells.plain(d.value) for d in found],
            "Jaar": [cells.plain(d.year) for d in found],
            "Wie of wat telt mee": [cells.plain(d.population) for d in found],
            "Bron": [
                (f"[{cells.plain(d.source)}]({d.url})" if d.url else cells.plain(d.source))
                + (_old() if claims.is_old(d.date, day) else "")
                for d in found
            ],
        }
    )
