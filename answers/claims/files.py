"""Claims to take along: as data, under Dutch headings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from answers.claims.loaded import known, now, then
from answers.claims.tables import ROLES
from indicators import claims
from indicators.claims import Claim, Library

# What the columns of ``frame``, ``checks_frame`` and ``sums_frame`` mean.
COLUMNS = {
    "id": "Kenmerk van de bewering of eis; het adres is /debat?bewering=…",
    "soort": "Bewering of eis",
    "thema": "Waar het over gaat",
    "afzender": "Van wie het stuk is",
    "stuk": "Het stuk waar het in staat",
    "datum_stuk": "De datum van het stuk",
    "plaats": "Waar in het stuk",
    "bewering_of_eis": "In onze woorden",
    "waarde": "Het getal, in de eenheid die erbij staat; leeg is geen getal",
    "oordeel_op_datum_stuk": "Het oordeel op de datum van het stuk; leeg bij een eis",
    "uitleg": "Hoe het oordeel tot stand kwam",
    "nagezien": "Wanneer het is nagezien",
    "door": "Wie het nazag",
    "let_op": "Wat er aan de tekst van het stuk opvalt",
    "wat_ertegen_pleit": "Wat ertegen pleit of niet bewezen is",
    "sindsdien": "Bij een eis: wat ervan kwam",
    "sindsdien_datum": "De datum daarvan",
    "sindsdien_uitleg": "Uitleg daarbij",
    "sindsdien_bron": "De bron daarvan",
    "waarde_nu": "De waarde van nu in de gegevens, los van het oordeel",
    "gemaakt_op": "Wanneer deze lijst is gemaakt",
    "vergeleken_met": "Waarmee de bewering is vergeleken",
    "rol": "Wat de vergelijking voor het oordeel betekent",
    "uitkomst": "Wat er uit de toets of som komt",
    "jaar": "Waarover de toets gaat",
    "wie_of_wat": "Wie of wat er is geteld",
    "datum_bron": "De datum van de bron",
    "adres": "Waar de bron te vinden is",
    "in_de_gegevens": "Hetzelfde cijfer in de gegevens van dit dashboard, waar dat er is",
    "wat": "Wat er is uitgerekend",
    "bewerking": "Hoe er is gerekend",
    "getallen": "Waarmee is gerekend: getallen, of kenmerken van beweringen en gegevens",
}


def frame(found: Iterable[Claim], day: date) -> pd.DataFrame:
    """One row a claim or demand, under Dutch headings: everything but the checks and sums."""
    rows = []
    nothing = claims.Since.model_construct(status="")
    for claim in found:
        since = claim.since or nothing
        rows.append(
            {
                "id": claim.id,
                "soort": claim.kind,
                "thema": claim.theme,
                "afzender": claim.document.sender,
                "stuk": claim.document.title,
                "datum_stuk": claim.document.date,
                "plaats": claim.place,
                "bewering_of_eis": claim.words,
                "waarde": claim.value,
                "eenheid": claim.unit,
                "oordeel_op_datum_stuk": claim.verdict,
                "uitleg": claim.reasoning,
                "nagezien": claim.checked,
                "door": claim.by,
                "let_op": claim.slip,
                "wat_ertegen_pleit": claim.against,
                "sindsdien": since.status,
                "sindsdien_datum": since.date,
                "sindsdien_uitleg": since.words,
                "sindsdien_bron": since.source,
                "waarde_nu": now(claim.figure) if claim.figure else "",
                "gemaakt_op": day.isoformat(),
            }
        )
    return pd.DataFrame(rows)


def checks_frame(found: Iterable[Claim]) -> pd.DataFrame:
    """One row a check of a claim, numbers as numbers."""
    return pd.DataFrame(
        [
            {
                "id": claim.id,
                "vergeleken_met": check.name,
                "rol": ROLES[check.comparison],
                "waarde": check.value,
                "laag": check.low,
                "hoog": check.high,
                "uitkomst": check.outcome,
                "eenheid": check.unit,
                "jaar": check.year,
                "wie_of_wat": check.population,
                "bron": check.source,
                "datum_bron": check.date,
                "adres": check.url,
                "in_de_gegevens": then(check),
            }
            for claim in found
            for check in claim.checks
        ]
    )


def sums_frame(found: Iterable[Claim], library: Library) -> pd.DataFrame:
    """One row a sum, with its operation, inputs and outcome; empty where the data for it is not loaded."""
    numbers = known(library)
    return pd.DataFrame(
        [
            {
                "id": claim.id,
                "wat": one.what,
                "bewerking": one.operation,
                "getallen": "; ".join(str(i) if isinstance(i, str) else f"{i:g}" for i in one.inputs),
                "uitkomst": outcome,
                "eenheid": one.unit,
            }
            for claim in found
            for one, outcome in zip(claim.sums, claims.outcomes(claim, numbers), strict=True)
        ]
    )
