"""The claims that a reader asked for, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from answers import format
from answers.claims.wording import slug, standing
from indicators import claims
from indicators.claims import CLAIM, DEMAND, Claim
from loaders.text import folded

EVERYTHING = "alles"
KINDS = {CLAIM: "Beweringen", DEMAND: "Eisen"}
# The verdicts of what was compared with a number or with research.
CHECKED = (claims.TRUE, claims.NEARLY, claims.OTHER, claims.UNTRUE)


@dataclass(frozen=True)
class Filter:
    """What the reader wants to see; ``EVERYTHING`` (and an empty text) leaves all."""

    theme: str = EVERYTHING
    standing: str = EVERYTHING
    document: str = EVERYTHING
    kind: str = EVERYTHING
    text: str = ""

    def keeps(self, claim: Claim) -> bool:
        """Whether a claim belongs in the list."""
        return (
            self.theme in (EVERYTHING, slug(claim.theme))
            and self.standing in (EVERYTHING, slug(standing(claim)))
            and self.document in (EVERYTHING, claim.document.id)
            and self.kind in (EVERYTHING, claim.kind)
            and all(word in _searched(claim) for word in folded(self.text).split())
        )


def _searched(claim: Claim) -> str:
    told = (
        claim.id,
        claim.words,
        claim.reasoning,
        claim.theme,
        claim.place,
        claim.document.sender,
        claim.slip,
        claim.against,
    )
    return folded(" ".join((*told, *(check.source for check in claim.checks))))


def counts(found: Iterable[Claim]) -> dict[str, int]:
    """How many claims have each verdict, in the order of the closed list; demands are left out."""
    verdicts = [claim.verdict for claim in found if claim.kind == CLAIM]
    return {verdict: verdicts.count(verdict) for verdict in claims.VERDICTS}


def finding(found: Iterable[Claim]) -> str:
    """The first line of the page: how many claims bear out, and how many nobody could or did hold against a source."""
    held = counts(found)
    total = sum(held.values())
    if not total:
        return "Geen enkele bewering past bij deze keuze"
    true, nearly, other, untrue = (held[verdict] for verdict in CHECKED)
    rest = total - true - nearly - other - untrue
    parts = [
        f"{_verb(true, 'klopt', 'kloppen')} er {format.number(true)}" if true else "",
        f"{_verb(nearly, 'klopt', 'kloppen')} er {format.number(nearly)} ongeveer" if nearly else "",
        f"{_verb(other, 'gebruikt', 'gebruiken')} er {format.number(other)} een andere definitie" if other else "",
        f"{_verb(untrue, 'klopt', 'kloppen')} er {format.number(untrue)} niet" if untrue else "",
        f"{_verb(rest, 'is', 'zijn')} er {format.number(rest)} nog niet of niet te toetsen" if rest else "",
    ]
    if total == 1:
        return f"Eén bewering past bij deze keuze: {next(verdict for verdict, count in held.items() if count)}"
    return f"Van de {format.number(total)} beweringen {format.joined([part for part in parts if part])}"


def _verb(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def ordered(found: Iterable[Claim]) -> list[Claim]:
    """What was held against a source first, in the order of the closed list; demands last. Else as in the file."""
    return sorted(found, key=lambda c: (*claims.VERDICTS, *claims.SINCE).index(standing(c)))
