"""The data dictionary as Markdown, from what the sources and indicators say of themselves. Dutch, like its texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from docs import licences, not_taken
from indicators import claims, words
from indicators.catalog import Entry, entries
from loaders.source import Source, registry
from loaders.vocabulary import CAVEATS, LEVEL_PLURALS, THEMES

GENERATED = "<!-- Gemaakt door `make docs` uit de code. Wijzig de code, niet deze bladzijde. -->\n"


def pages() -> dict[str, str]:
    """File name and text of every page that follows from the code."""
    computed = [entry for entry in entries().values() if entry.computed]
    return {
        "bronnen.md": sources(registry().values()),
        "indicatoren.md": indicators(computed),
        "beweringen.md": claims_text(claims.library()),
        "licenties.md": f"{GENERATED}\n{licences.page()}",
    }


def sources(found: Iterable[Source]) -> str:
    """Each source: who publishes it, under which licence, for which years and levels, and its variables."""
    parts = [GENERATED, "# Bronnen\n"]
    for source in found:
        parts.append(f"## {source.title} (`{source.id}`)\n")
        parts.append(source.about + "\n" if source.about else "")
        parts.append(
            _table(
                ("", ""),
                [
                    ("Uitgever", source.publisher),
                    ("Licentie", f"[{source.licence}]({source.licence_url})" if source.licence_url else source.licence),
                    ("Jaren", _years(source.years)),
                    ("Niveaus", ", ".join(LEVEL_PLURALS[level] for level in source.levels)),
                    ("Meer lezen", source.homepage),
                    *([("Hoe zeker", source.certainty)] if source.certainty else ()),
                ],
            )
        )
        parts.extend(f"- {CAVEATS[caveat]}" for caveat in source.caveats)
        if source.variables:
            rows = [
                (f"`{v.id}`", v.label, v.unit, THEMES[v.theme], " ".join(filter(None, (v.is_, v.is_not))))
                for v in source.variables
            ]
            parts.append("\n" + _table(("id", "naam", "eenheid", "thema", "wat het is, en wat niet"), rows))
    parts.append("## Gezocht en niet opgenomen\n")
    parts.append(
        "Gezocht in november 2026. Brengt iemand zo'n cijfer mee in een bestand, dan kent het dashboard het al.\n"
    )
    sought = [(s.what, s.found, s.why, ", ".join(f"`{id}`" for id in s.instead)) for s in not_taken.SOUGHT]
    parts.append(_table(("wat", "wat er is gevonden", "waarom niet", "als cijfer in een bestand"), sought))
    return "\n".join(part for part in parts if part)


def indicators(found: Iterable[Entry]) -> str:
    """Each indicator: what it is and is not, how it is made, of what, and where its definition comes from."""
    directions = {"higher_better": "hoger is beter", "lower_better": "lager is beter", None: "geen oordeel"}
    parts = [GENERATED, "# Indicatoren\n"]
    theme = ""
    for entry in found:
        if entry.theme != theme:
            theme = entry.theme
            parts.append(f"## {THEMES[theme]}\n")
        parts.append(f"### {entry.label} (`{entry.id}`)\n")
        parts.append(" ".join(filter(None, (entry.is_, entry.is_not))) + "\n")
        rows = [
            ("Eenheid", entry.unit),
            ("Richting", directions[entry.direction]),
            ("Niveaus", ", ".join(LEVEL_PLURALS[level] for level in entry.levels)),
            ("Berekening", entry.method),
            ("Gemaakt van", ", ".join(f"`{part}`" for part in entry.inputs)),
            ("Waar het vandaan komt", entry.citation),
            ("Nog geen cijfer", entry.unmeasured),
        ]
        parts.append(_table(("", ""), rows))
        parts.extend(f"- {CAVEATS[caveat]}" for caveat in entry.caveats)
        parts.append("" if not entry.caveats else "\n")
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def claims_text(library: claims.Library) -> str:
    """Each claim and demand by theme: who said it, the verdict and why, what it was held against, what became of it."""
    parts = [GENERATED, "# Beweringen en eisen\n"]
    for document in library.documents.values():
        parts.append(f"- **{document.id}**: {document.sender} ({document.about}), {document.title}, {document.date}.")
    parts.append("\nHet oordeel geldt op de datum van het stuk. Dit dashboard neemt geen standpunt in.\n")
    for theme in claims.THEMES:
        parts.append(f"## {theme.capitalize()}\n")
        for claim in (one for one in library.claims.values() if one.theme == theme):
            parts.append(f"### {claim.id}: {claim.words}\n")
            rows = [
                ("Waar", f"{claim.document.id}, {claim.place}"),
                ("Oordeel", claim.verdict),
                ("Uitleg", claim.reasoning),
                ("Nagezien", f"{claim.checked}, {claim.by}" if claim.checked else ""),
                ("Let op", claim.slip),
                ("Wat ertegen pleit", claim.against),
                (
                    "Sindsdien",
                    " ".join(
                        filter(None, (claim.since.status, claim.since.date, claim.since.words, claim.since.source))
                    )
                    if claim.since
                    else "",
                ),
                *(
                    (
                        f"Toets: {check.name}",
                        f"{_found(check)} ({check.year}; {check.population}). {check.source}, {check.date}",
                    )
                    for check in claim.checks
                ),
            ]
            parts.append(_table(("", ""), rows))
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _found(check: claims.Check) -> str:
    """What a check came to: a number, a range, an outcome in words, or only a series."""
    if not math.isnan(check.low):
        return f"{words.number(check.low)} tot {words.number(check.high)} {check.unit}"
    if not check.numeric:
        return check.outcome or "geen getal"
    return words.with_unit(check.value, 0 if check.value == round(check.value) else 1, check.unit)


def _years(years: Sequence[int]) -> str:
    """Years as a range where none is missing, else listed."""
    if not years:
        return ""
    if len(years) == years[-1] - years[0] + 1 > 1:
        return f"{years[0]} tot en met {years[-1]}"
    return ", ".join(map(str, years))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; rows whose last cell is empty are left out."""
    lines = [headings, ["---"] * len(headings), *(row for row in rows if row[-1])]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
