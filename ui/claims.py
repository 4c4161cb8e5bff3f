"""Claims as a reader meets them: the finding, the list and its filters, one claim in full, and what the data says now."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from indicators import claims, parameters
from indicators.claims import CLAIM, DEMAND, Check, Claim, Library, Sum
from loaders.source import COUNTRY
from ui import data, format, tables, words
from ui.colours import Palette

EVERYTHING = "alles"
NOT_LOADED = "niet geladen"
KINDS = {CLAIM: "Beweringen", DEMAND: "Eisen"}
_CHECKED = (claims.TRUE, claims.NEARLY, claims.OTHER, claims.UNTRUE)
_DECIDES = {
    claims.SAME: "zelfde definitie",
    claims.RANGE: "bandbreedte",
    claims.DIFFERENT: "andere definitie",
    claims.TEXT: "onderzoek in woorden",
    claims.ASIDE: "ter vergelijking",
}


def old() -> str:
    """What stands behind a source that is older than the parameter says."""
    return f" · ouder dan {format.small(int(parameters.value('bewering_oud')))} jaar"


def today() -> date:
    """The day by which the age of a source is told."""
    return date.today()


def slug(words_: str) -> str:
    """A verdict, theme or status as it stands in an address: ``klopt-niet``."""
    return "-".join(data.folded(words_).split())


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


# ---------------------------------------------------------------- the list


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
            and all(word in _searched(claim) for word in data.folded(self.text).split())
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
    return data.folded(" ".join((*told, *(check.source for check in claim.checks))))


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
    true, nearly, other, untrue = (held[verdict] for verdict in _CHECKED)
    rest = total - true - nearly - other - untrue
    parts = [
        f"{_do(true, 'klopt', 'kloppen')} er {format.number(true)}" if true else "",
        f"{_do(nearly, 'klopt', 'kloppen')} er {format.number(nearly)} ongeveer" if nearly else "",
        f"{_do(other, 'gebruikt', 'gebruiken')} er {format.number(other)} een andere definitie" if other else "",
        f"{_do(untrue, 'klopt', 'kloppen')} er {format.number(untrue)} niet" if untrue else "",
        f"{_do(rest, 'is', 'zijn')} er {format.number(rest)} nog niet of niet te toetsen" if rest else "",
    ]
    if total == 1:
        return f"Eén bewering past bij deze keuze: {next(verdict for verdict, count in held.items() if count)}"
    return f"Van de {format.number(total)} beweringen {format.joined([part for part in parts if part])}"


def _do(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def ordered(found: Iterable[Claim]) -> list[Claim]:
    """What was held against a source first, in the order of the closed list; demands last. Else as in the file."""
    return sorted(found, key=lambda c: (*claims.VERDICTS, *claims.SINCE).index(standing(c)))


def colours(palette: Palette) -> dict[str, str]:
    """A colour for each verdict: one hue from dark to light for what was compared, greys for what was not. No judgement."""
    hues = palette.ramp[4:0:-1]
    greys = [palette.missing[key] for key in ("withheld", "not_given", "not_yet_published")]
    return dict(zip((*_CHECKED, *claims.WITHOUT_CHECK), (*hues, *greys), strict=True))


def strip(found: Iterable[Claim], palette: Palette) -> str:
    """The verdicts as one bar with words and numbers under it (HTML)."""
    held = {verdict: count for verdict, count in counts(found).items() if count}
    hues = colours(palette)
    parts = "".join(
        f'<span style="flex:{count};background:{hues[verdict]};border:1px solid {palette.quiet}"></span>'
        for verdict, count in held.items()
    )
    labels = "".join(
        f'<li style="display:inline-flex;align-items:center;gap:6px;margin:0"><span style="width:14px;height:14px;'
        f'background:{hues[verdict]};border:1px solid {palette.quiet};border-radius:2px"></span>'
        f"{escape(verdict)}&nbsp;<b>{format.number(count)}</b></li>"
        for verdict, count in held.items()
    )
    return (
        f'<div style="font-size:0.875rem;line-height:1.5"><div aria-hidden="true" style="display:flex;gap:2px;height:18px;'
        f'margin-bottom:6px">{parts}</div><ul style="list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;'
        f'gap:4px 18px">{labels}</ul></div>'
    )


# ---------------------------------------------------------------- numbers


def amount(value: float, unit: str) -> str:
    """A number of a claim or check with its unit: ``264.000 kinderen``, ``7,9%``, ``14 miljard euro``."""
    if math.isnan(value):
        return ""
    decimals = 0 if abs(value) >= 100 or value == round(value) else 1
    if unit.startswith("%"):
        return f"{format.number(value, decimals)}{unit}"
    return format.with_unit(value, unit, decimals)


def of_check(check: Check) -> str:
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


@dataclass(frozen=True)
class Loaded:
    """A number out of the loaded data, with what says when and where from."""

    value: float
    words: str


@st.cache_resource(max_entries=2, show_spinner=False)
def _from_data(version: str) -> dict[str, Loaded]:
    held = data.store()
    if held.demo:
        return {}
    found: dict[str, Loaded] = {}
    for name, level in (("wijken", "wijk"), ("gemeenten", "gemeente")):
        years = held.years(level, "inwoners")
        if years:
            count = int(held.table(level, years[-1], ["inwoners"])["inwoners"].notna().sum())
            found[name] = Loaded(count, f"{format.areas(count, level)} met inwoners in {years[-1]}")
    for name, ids in (("inwoners", ("inwoners",)), ("peuters", ("leeftijd_jaar_2", "leeftijd_jaar_3"))):
        common = set.intersection(*(set(held.years("land", id)) for id in ids))
        if common:
            year = max(common)
            total = float(held.table("land", year, list(ids)).loc[[COUNTRY]].sum(axis=1, min_count=len(ids)).iloc[0])
            found[name] = Loaded(total, f"{format.number(total)} {name} in {year}")
    return found


def from_data() -> Mapping[str, Loaded]:
    """The numbers of the loaded data that sums ask for; none in the demo region, whose figures are made up."""
    return _from_data(data.store().version)


def known(library: Library) -> dict[str, float]:
    """Every number that a sum may name, as far as it is there."""
    return claims.numbers(library, {name: one.value for name, one in from_data().items()})


def sum_words(one: Sum, outcome: float, numbers: Mapping[str, float]) -> str:
    """A sum and its outcome in one line, with the year of what came from the data."""
    lacking = claims.lacking(one, {**dict.fromkeys(claims.FROM_DATA, math.nan), **numbers})
    if math.isnan(outcome):
        return f"{one.what}: {NOT_LOADED} ({format.joined(lacking) if lacking else 'een eerdere stap'})."
    used = [from_data()[name].words for name in one.inputs if isinstance(name, str) and name in from_data()]
    told = f" ({format.joined(used)})" if used else ""
    return f"{one.what}: **{sum_amount(one, outcome)}**{told}."


def sum_amount(one: Sum, outcome: float) -> str:
    """The outcome of a sum with its unit; large amounts of money in words."""
    if one.unit.startswith("euro") and abs(outcome) >= 1_000_000:
        return f"{format.number(outcome / 1_000_000, 1)} miljoen {one.unit}"
    return format.with_unit(outcome, one.unit, one.decimals)


def then(check: Check) -> str:
    """The value of a check's own series in its year, out of the store; "" without a series."""
    if not check.series:
        return ""
    value = _country_value(check.series, check.series_year)
    return NOT_LOADED if value is None else f"{amount(value / check.divisor, check.unit)} ({check.series_year})"


def now(figure: str) -> str:
    """The newest value for the whole country of the figure that goes with a claim, with its year; or ``niet geladen``."""
    entry = data.entry(figure)
    years = [] if data.store().demo else data.years("land", figure)
    if not years:
        return NOT_LOADED
    value = _country_value(figure, years[-1])
    return NOT_LOADED if value is None else f"{words.value(entry, value)} ({years[-1]})"


def _country_value(figure: str, year: int) -> float | None:
    """One figure of the country; None in the demo region: a made-up figure tests no claim."""
    return None if data.store().demo else data.value_of(figure, COUNTRY, year)


def later(claim: Claim) -> str:
    """Where the loaded series would give another verdict than the published figure, a line that says so; else ""."""
    for check in claim.checks:
        value = _country_value(check.series, check.series_year) if check.series else None
        if check.comparison == claims.SAME and value is not None:
            verdict = claims.by_number(claim.value, value / check.divisor)
            if verdict != claim.verdict:
                return (
                    f"De geladen reeks geeft {amount(value / check.divisor, check.unit)} over {check.series_year}; daarmee zou het oordeel "
                    f"“{verdict}” zijn. De bron heeft haar cijfer dan na onze toets bijgesteld."
                )
    return ""


# ---------------------------------------------------------------- one claim


def checks_table(claim: Claim, day: date) -> pd.DataFrame:
    """What a claim was held against: one row a check, as Markdown text."""
    rows = []
    for check in claim.checks:
        source = tables.plain(check.source)
        age = old() if claims.is_old(check.date, day) else ""
        rows.append(
            {
                "Vergeleken met": tables.plain(check.name),
                "Waarde": tables.plain(of_check(check)),
                "Jaar": tables.plain(check.year),
                "Wie of wat telt mee": tables.plain(check.population),
                "Rol": _DECIDES[check.comparison],
                "Bron": (f"[{source}]({check.url})" if check.url else source) + f", {when(check.date)}{age}",
                "In de gegevens": tables.plain(then(check) or "geen reeks"),
            }
        )
    return pd.DataFrame(rows)


# ---------------------------------------------------------------- definitions side by side


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
    """Every definition of a disputed figure: as the document has it, then those of the checks. None is the right one."""
    found = []
    for claim in library.claims.values():
        if claim.question != question:
            continue
        where = f"Zoals in het stuk ({claim.id})"
        unknown = "wie of wat meetelt, staat niet in het stuk"
        found.append(
            Definition(claim.id, where, amount(claim.value, claim.unit), said_on(claim.document), unknown,
                       f"{claim.document.sender}, {claim.document.short}", "", claim.document.date)
        )  # fmt: skip
        for at, check in enumerate(claim.checks, 1):
            value = amount(check.value, check.unit) if check.numeric else then(check) or NOT_LOADED
            found.append(
                Definition(f"{claim.id}-{at}", check.name, value, check.year, check.population, check.source, check.url, check.date)
            )  # fmt: skip
    return found


def definitions_table(found: list[Definition], chosen: str, day: date) -> pd.DataFrame:
    """The definitions side by side, as Markdown text; the reader's own choice is named, nothing is called right."""
    return pd.DataFrame(
        {
            "Definitie": [
                f"**{tables.plain(d.name)}** (uw keuze)" if d.id == chosen else tables.plain(d.name) for d in found
            ],
            "Waarde": [tables.plain(d.value) for d in found],
            "Jaar": [tables.plain(d.year) for d in found],
            "Wie of wat telt mee": [tables.plain(d.population) for d in found],
            "Bron": [
                (f"[{tables.plain(d.source)}]({d.url})" if d.url else tables.plain(d.source))
                + (old() if claims.is_old(d.date, day) else "")
                for d in found
            ],
        }
    )


# ---------------------------------------------------------------- downloads


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
                "rol": _DECIDES[check.comparison],
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


def how_it_works() -> str:
    """How a verdict comes about, and how to add a claim or report a mistake: Markdown for the reader."""
    true, nearly = (format.number(parameters.value(id)) for id in ("bewering_klopt", "bewering_ongeveer"))
    return (
        f"- **Klopt**: het getal wijkt hooguit {true}% af van een bron met dezelfde definitie. **Klopt ongeveer**: hooguit {nearly}%, of binnen de "
        "bandbreedte van een schatting, of ten dele bevestigd door onderzoek. **Klopt niet**: verder af dan dat.\n"
        "- **Andere definitie**: wat wij vonden telt iets anders dan de bewering, of de bewering zegt niet wat zij telt.\n"
        "- **Niet te toetsen met open data**: er is geen open bron, of het gaat over oorzaak en gevolg. **Toekomst**: dat moet nog blijken. "
        "**Nog niet nagezien**: dat zeggen wij dan, en wij raden niet.\n"
        "- Het oordeel geldt op de datum van het stuk en volgt uit de toets; met de hand is het niet te kiezen. De waarde van nu staat er los van. "
        "In het demogebied staan geen waarden van nu: verzonnen cijfers toetsen niets.\n"
        "- Een eis krijgt geen oordeel. Er staat bij wat er sindsdien van kwam, met datum en bron, of dat wij het niet weten.\n"
        "- **Een fout gezien, of een bewering van een ander?** Beweringen van elke kant zijn welkom, ook van een minister of een partij. Meld haar bij wie dit "
        "dashboard beheert, met het stuk, de datum en een bron. Alles staat in één bestand (`indicators/claims.toml`); bovenaan staat hoe u er een toevoegt."
    )
