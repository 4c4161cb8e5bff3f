"""One claim or demand in words: its verdict, dates and numbers, and how a verdict comes about."""

from __future__ import annotations

import math
from datetime import date

from answers import format
from indicators import claims, parameters
from indicators.claims import Check, Claim
from loaders.text import folded


def today() -> date:
    """The day by which the age of a source is told."""
    return date.today()


def slug(words_: str) -> str:
    """A verdict, theme or status as it stands in an address: ``klopt-niet``."""
    return "-".join(folded(words_).split())


def standing(claim: Claim) -> str:
    """The verdict of a claim, or what became of a demand."""
    return claim.since.status if claim.since else claim.verdict


def standing_words(claim: Claim) -> str:
    """The same as it stands in front of a row."""
    return f"Sindsdien: {claim.since.status}" if claim.since else claim.verdict.capitalize()


def heading(claim: Claim) -> str:
    """The first line of a page about one claim: its words and its verdict, or what became of the demand."""
    words_ = claim.words.rstrip(".")
    return f"Eis: {words_} (sindsdien: {claim.since.status})" if claim.since else f"“{words_}”: {claim.verdict}"


def said_on(document: claims.Document) -> str:
    """The date of a document as it is known: a day, or only a year."""
    return format.day(document.date) if len(document.date) > 7 else when(document.date)


def when(text: str) -> str:
    """An ISO date of a year, month or day in Dutch."""
    parts = text.split("-")
    if len(parts) == 2:
        return f"{format.MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return format.day(text) if len(parts) == 3 else text


def amount(value: float, unit: str) -> str:
    """A number of a claim or check with its unit: ``264.000 kinderen``, ``7,9%``, ``14 miljard euro``."""
    if math.isnan(value):
        return ""
    decimals = 0 if abs(value) >= 100 or value == round(value) else 1
    if unit.startswith("%"):
        return f"{format.number(value, decimals)}{unit}"
    return format.with_unit(value, unit, decimals)


def check_words(check: Check) -> str:
    """What a check came to, in words."""
    if not math.isnan(check.low):
        return f"{amount(check.low, '')} tot {amount(check.high, check.unit)}"
    if check.outcome:
        return check.outcome
    return amount(check.value, check.unit) or "geen gepubliceerd getal nagezien"


def difference(claim: Claim, check: Check) -> str:
    """How far the claimed number lies from that of a check by the same definition: ``1,8% hoger dan de bron``."""
    if check.comparison != claims.SAME:
        return ""
    off = 100 * (claim.value - check.value) / check.value
    if abs(off) < 0.05:
        return "gelijk aan de bron"
    return f"{format.number(abs(off), 1)}% {'hoger' if off > 0 else 'lager'} dan de bron"


def how_it_works() -> str:
    """How a verdict comes about, and how to add a claim or report a mistake: Markdown for the reader."""
    true, nearly = (format.number(parameters.value(id)) for id in ("bewering_klopt", "bewering_ongeveer"))
    return (
        f"- **Klopt**: het getal wijkt hooguit {true}% af van een bron met dezelfde definitie. **Klopt ongeveer**: "
        f"hooguit {nearly}%, of binnen de bandbreedte van een schatting, of ten dele bevestigd door onderzoek. **Klopt "
        "niet**: verder af dan dat.\n"
        "- **Andere definitie**: wat wij vonden telt iets anders dan de bewering, of de bewering zegt niet wat zij "
        "telt.\n"
        "- **Niet te toetsen met open data**: er is geen open bron, of het gaat over oorzaak en gevolg. **Toekomst**: "
        "dat moet nog blijken. **Nog niet nagezien**: dat zeggen wij dan, en wij raden niet.\n"
        "- Het oordeel geldt op de datum van het stuk en volgt uit de toets; met de hand is het niet te kiezen. De "
        "waarde van nu staat er los van. In het demogebied staan geen waarden van nu: verzonnen cijfers toetsen "
        "niets.\n"
        "- Een eis krijgt geen oordeel. Er staat bij wat er sindsdien van kwam, met datum en bron, of dat wij het niet "
        "weten.\n"
        "- **Een fout gezien, of een bewering van een ander?** Beweringen van elke kant zijn welkom, ook van een "
        "minister of een partij. Meld haar bij wie dit dashboard beheert, met het stuk, de datum en een bron. Alles "
        "staat in één bestand (`indicators/claims.toml`); bovenaan staat hoe u er een toevoegt."
    )
