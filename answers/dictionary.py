"""The data dictionary: every figure with its unit, meaning and caveats, to search and to download."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from answers import format, words
from indicators.catalog import Entry
from loaders.source import registry
from loaders.store import Store
from loaders.text import folded
from loaders.vocabulary import CAVEATS, LEVEL_PLURALS, LEVELS, THEMES


def search(entries: Sequence[Entry], text: str, theme: str | None = None) -> list[Entry]:
    """The entries of a theme (None: all) in which every typed word occurs: in id, label, unit, meaning or caveat."""
    wanted = folded(text).split()
    return [e for e in entries if theme in (None, e.theme) and all(word in _everything(e) for word in wanted)]


def _everything(entry: Entry) -> str:
    return folded(" ".join((entry.id, entry.label, entry.unit, entry.is_, entry.is_not, *caveats(entry))))


def caveats(entry: Entry) -> list[str]:
    """The caveats of a figure, as sentences."""
    return [CAVEATS[id_] for id_ in entry.caveats]


def table(entries: Sequence[Entry], store: Store) -> pd.DataFrame:
    """One row a figure, as text: Cijfer (with its unit), Wat het is en niet is, Waar en wanneer."""
    return pd.DataFrame(
        [
            {
                "Cijfer": f"{entry.label} ({format.in_words(entry.unit)})",
                "Wat het is en niet is": f"{entry.is_} {entry.is_not}".strip(),
                "Waar en wanneer": _where(entry, store),
            }
            for entry in entries
        ]
    )


def _where(entry: Entry, store: Store) -> str:
    levels = [LEVEL_PLURALS[level] for level in store.levels(entry.id)]
    return f"{format.joined(levels)}, {format.years(years(entry, store))}" if levels else "nog geen cijfers"


def years(entry: Entry, store: Store) -> list[int]:
    """The years in which some level has a value of this figure."""
    return sorted({year for level in LEVELS for year in store.years(level, entry.id)})


COLUMNS = {
    "cijfer": "Naam van het cijfer in bestanden en in de API",
    "thema": "Het thema waar het bij hoort",
    "wat_het_is": "Wat het cijfer telt of meet",
    "wat_het_niet_is": "Wat het cijfer niet zegt",
    "hoe_gemaakt": "Hoe het is berekend; leeg is zoals gepubliceerd",
    "kanttekeningen": "Waar op te letten",
    "richting": "Of hoger beter of slechter is, waar dat is afgesproken",
    "klassen": "Wat elke klasse betekent, waar het cijfer in klassen is",
    "breuken": "Jaren vanaf waar het cijfer iets anders betekent",
    "verwijzing": "Waar het cijfer of de rekenwijze vandaan komt",
    "niveaus": "Waarvoor het er is",
    "jaren": "De jaren met ten minste één waarde",
}


def download(entries: Sequence[Entry], store: Store) -> pd.DataFrame:
    """The dictionary as data, one row a figure."""
    return pd.DataFrame(
        [
            {
                "cijfer": entry.id,
                "omschrijving": entry.label,
                "eenheid": format.in_words(entry.unit),
                "thema": THEMES[entry.theme],
                "wat_het_is": entry.is_,
                "wat_het_niet_is": entry.is_not,
                "hoe_gemaakt": entry.method,
                "kanttekeningen": " ".join(caveats(entry)),
                "richting": {"higher_better": "hoger is beter", "lower_better": "lager is beter"}.get(
                    entry.direction or "", "geen oordeel"
                ),
                "klassen": words.classes(entry),
                "breuken": ", ".join(str(year) for year in entry.breaks),
                "bron": "; ".join(registry()[s].title for s in entry.sources if s in registry()),
                "licentie": "; ".join(dict.fromkeys(registry()[s].licence for s in entry.sources if s in registry())),
                "verwijzing": entry.citation,
                "niveaus": ", ".join(store.levels(entry.id)),
                "jaren": format.years(years(entry, store)),
                "gegevensversie": store.version,
            }
            for entry in entries
        ]
    )
