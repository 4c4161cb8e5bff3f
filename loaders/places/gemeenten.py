"""Which gemeente became which, and which gemeenten form a network of cities.

Mergers and splits since 2013 are in ``columns/gemeenten_herindeling.csv``, one row for each old gemeente and where it
went; ``deel`` is "ja" where only a part of it went there. Years are those of the division on 1 January.
Source: CBS, https://www.cbs.nl/nl-nl/onze-diensten/methoden/classificaties/overig/gemeentelijke-indelingen-per-jaar.

``columns/gemeenten_netwerken.csv`` lists who is in the G4 and the G40 (41 members since Amstelveen joined on 1 July 2022).
Sources: Centrum voor Criminaliteitspreventie en Veiligheid, hetccv.nl, Grote steden; Stadszaken.nl, G40 verwelkomt 41e lid.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHANGES_FILE = Path(__file__).parents[1] / "columns" / "gemeenten_herindeling.csv"
NETWORKS_FILE = Path(__file__).parents[1] / "columns" / "gemeenten_netwerken.csv"


@dataclass(frozen=True)
class Change:
    """A gemeente (or, with ``part``, a part of it) that became (part of) another in the division of ``year``."""

    year: int
    old: str
    old_name: str
    new: str
    new_name: str
    part: bool


@cache
def changes() -> tuple[Change, ...]:
    """Every change since 2013, oldest first."""
    with CHANGES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Change(
                int(row["jaar"]),
                row["oude_code"],
                row["oude_naam"],
                row["nieuwe_code"],
                row["nieuwe_naam"],
                row["deel"] == "ja",
            )
            for row in csv.DictReader(file)
        )


@cache
def networks() -> dict[str, tuple[str, ...]]:
    """The codes of the gemeenten in each network of cities (g4, g40), as of July 2022."""
    with NETWORKS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        name: tuple(r["code"] for r in rows if r["netwerk"] == name)
        for name in dict.fromkeys(r["netwerk"] for r in rows)
    }


def successors(code: str, from_year: int, to_year: int) -> tuple[str, ...]:
    """The gemeenten of ``to_year`` that the gemeente of ``from_year`` went into: itself when nothing changed.

    More than one where it was split. Codes that no change names are taken to have stayed.
    """
    found = {code}
    for year in range(from_year + 1, to_year + 1):
        gone: dict[str, list[str]] = {}
        for change in changes():
            if change.year == year:
                gone.setdefault(change.old, []).append(change.new)
        found = {new for old in found for new in gone.get(old, [old])}
    return tuple(sorted(found))


def successor(code: str, from_year: int, to_year: int) -> str | None:
    """The one gemeente of ``to_year`` that the gemeente of ``from_year`` is in; None where it was split."""
    found = successors(code, from_year, to_year)
    return found[0] if len(found) == 1 else None


def told(code: str) -> str:
    """What became of a gemeente that is gone, in a Dutch sentence; "" for one that is not in the list."""
    went = [change for change in changes() if change.old == code]
    if not went:
        return ""
    names = [f"{change.new_name} ({change.new})" for change in went]
    whole = " en ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    if went[0].part:
        return f"{went[0].old_name} ({code}) is sinds {went[0].year} verdeeld over {whole}."
    return f"{went[0].old_name} ({code}) hoort sinds {went[0].year} bij {whole}."
