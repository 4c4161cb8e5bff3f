"""Which gemeente became which, and the province of each gemeente in each year.

Mergers and splits since 2013 are in ``columns/gemeenten_herindeling.csv``, and who is in the G4 and the G40 in
``columns/gemeenten_netwerken.csv``; their heads say from where.

Provinces come from the yearly CBS table "Gebieden in Nederland"; the ids known are in ``columns/cbs_gebieden.csv``. Its
columns are pairs Code_<n> and Naam_<n+1>, and n moves each year: the pair is found by what the codes begin with.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator, Field

from loaders import edited, odata
from loaders.http import Client, NotAvailable, SourceError, base_url
from loaders.pull import Pull
from loaders.source import Expectation, Source

TABLES_FILE = Path(__file__).parent / "columns" / "cbs_gebieden.csv"
TITLE = "Gebieden in Nederland {year}"
READING = "1"
# The grouping in the store, and what its codes begin with.
GROUPINGS = {"provincie": "PV"}


GemeenteCode = Annotated[str, edited.Matching(r"GM\d{4}", "een gemeentecode, zoals GM0363")]


def _whole(part: bool, info: edited.Info) -> bool:
    """Whether a gemeente went to more than one, as ``deel`` says: with a row gone all of it would go to the rest."""
    year, old = str(info.data.get("year", "")), info.data.get("old", "")
    rows = [raw for raw in info.context.raw[Change] if (raw.get("jaar"), raw.get("oude_code")) == (year, old)]
    if year and old and part != (len(rows) > 1):
        told = f"maar {old} gaat in {year} naar {len(rows)} gemeente{'n' if len(rows) > 1 else ''}"
        raise edited.fault(
            f"is {'ja' if part else 'nee'}, {told}", "Zet elke nieuwe gemeente in een rij, of verander deel"
        )
    return part


class Change(edited.Entry):
    """A gemeente (or, with ``part``, a part of it) that became (part of) another in the division of ``year``."""

    says = "Een rij is een oude gemeente en waar zij heen ging: een rij voor elke nieuwe."

    year: Annotated[int, Field(gt=2000)] = Field(
        alias="jaar", description="het jaar waarin zij er op 1 januari niet meer is"
    )
    old: GemeenteCode = Field(alias="oude_code", description="de code van de gemeente die verdween")
    old_name: edited.Text = Field(alias="oude_naam", description="haar naam")
    new: GemeenteCode = Field(alias="nieuwe_code", description="de code van de gemeente waar zij bij hoort")
    new_name: edited.Text = Field(alias="nieuwe_naam", description="haar naam")
    part: Annotated[edited.YesNo, AfterValidator(_whole)] = Field(
        alias="deel", description="ja | nee: of maar een deel van de oude gemeente hierheen ging"
    )


class Member(edited.Entry):
    """A gemeente in a network of cities."""

    says = "Een rij is één gemeente in een netwerk."

    network: Annotated[str, edited.OneOf(("g4", "g40"))] = Field(alias="netwerk", description="het netwerk")
    code: GemeenteCode = Field(description="de code van de gemeente")
    name: edited.Text = Field(alias="naam", description="haar naam")


CHANGES = edited.File(
    Path(__file__).parent / "columns" / "gemeenten_herindeling.csv",
    about="Welke gemeente welke werd, sinds 2013. Een jaar is dat van de indeling op 1 januari: Weesp ging op 24 maart "
    "2022 naar Amsterdam en is weg in 2023. Grenscorrecties zonder andere code staan hier niet. Bron: CBS, Gemeentelijke indelingen per jaar, "
    "https://www.cbs.nl/nl-nl/onze-diensten/methoden/classificaties/overig/gemeentelijke-indelingen-per-jaar.",
    tables={edited.ROW: Change},
    # With one of its rows gone a divided gemeente would seem to have gone to the others.
    together=("jaar", "oude_code"),
)
NETWORKS = edited.File(
    Path(__file__).parent / "columns" / "gemeenten_netwerken.csv",
    about="Welke gemeenten bij de G4 en de G40 horen (41 leden sinds Amstelveen erbij kwam, op 1 juli 2022). Bronnen: "
    "Centrum voor Criminaliteitspreventie en Veiligheid, hetccv.nl, Grote steden; Stadszaken.nl, G40 verwelkomt 41e lid.",
    tables={edited.ROW: Member},
)


def changes() -> tuple[Change, ...]:
    """Every change since 2013, in the order of the file."""
    return tuple(edited.kept(CHANGES).of(Change).values())


def networks() -> dict[str, tuple[str, ...]]:
    """The codes of the gemeenten in each network of cities (g4, g40), as of July 2022."""
    found: dict[str, tuple[str, ...]] = {"g4": (), "g40": ()}
    for member in edited.kept(NETWORKS).of(Member).values():
        found[member.network] += (member.code,)
    return found


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


# ---------------------------------------------------------------- provinces


def tables() -> dict[int, str]:
    """The table of each year that we know."""
    with TABLES_FILE.open(encoding="utf-8", newline="") as file:
        return {int(row["year"]): row["table"] for row in csv.DictReader(file)}


def pull(pull: Pull, year: int) -> None:
    """Save the province of each gemeente in one year. Raises NotAvailable, or SourceError for a table that changed."""
    base, client = base_url("DSW_CBS_URL"), pull.client
    pull.progress(0.1, "tabel zoeken")
    table, title, modified = _find(client, year)
    pull.record(table=table, title=title, route="v3")
    pull.skip_if_unchanged(modified, READING)
    dimension, topics = odata.topics(client, base, table)
    pairs = _pairs(topics)
    pull.progress(0.4, f"tabel {table}")
    keys = [key for pair in pairs for key in pair]
    got = odata.values(client, base, table, key=dimension, numbers=[], texts=keys)
    for grouping, prefix in GROUPINGS.items():
        pull.save_groups(grouping, _group(got, pairs, prefix, table))


def _find(client: Client, year: int) -> tuple[str, str, str]:
    """The table of a year, its title, and the publisher's mark of change. Raises SourceError for another table."""
    base = base_url("DSW_CBS_URL")
    table = odata.find_table(client, base, TITLE.format(year=year), tables().get(year))
    info = odata.table_info(client, base, table)
    title = str(info.get("Title") or "").strip()
    if str(year) not in title:
        raise SourceError(
            f"Tabel {table} heet {title!r} en gaat niet over {year}. Zet het goede nummer in "
            f"loaders/columns/{TABLES_FILE.name}."
        )
    return table, title, str(info.get("Modified") or "")


def _pairs(topics: list[odata.Topic]) -> list[tuple[str, str]]:
    """The keys of each code column with the name column that follows it."""
    numbers = {int(t.key.rsplit("_", 1)[1]): t for t in topics if t.key.rsplit("_", 1)[-1].isdigit()}
    return [
        (topic.key, numbers[number + 1].key)
        for number, topic in sorted(numbers.items())
        if topic.stem == "Code" and number + 1 in numbers and numbers[number + 1].stem == "Naam"
    ]


def _group(got: odata.Values, pairs: list[tuple[str, str]], prefix: str, table: str) -> pd.DataFrame:
    """The group of each gemeente: columns region, group, group_name."""
    rows = [i for i, code in enumerate(got.regions) if code.startswith("GM")]
    for code, name in pairs:
        if rows and all(got.texts[code][i].startswith(prefix) for i in rows):
            return pd.DataFrame(
                {
                    "region": [got.regions[i] for i in rows],
                    "group": [got.texts[code][i] for i in rows],
                    "group_name": [got.texts[name][i] for i in rows],
                }
            )
    raise SourceError(
        f"Tabel {table}: geen kolom Code_… waarin elke gemeente een code heeft die met {prefix} begint. "
        "Kijk of de tabel een andere indeling kreeg en pas loaders/gemeenten.py aan."
    )


def _ask(client: Client) -> list[str]:
    """Whether the newest table is there, about that year, with pairs of a code and a name."""
    year = max(tables())
    try:
        table, _, _ = _find(client, year)
    except NotAvailable:
        return [f"Er is geen tabel {TITLE.format(year=year)}."]
    _, topics = odata.topics(client, base_url("DSW_CBS_URL"), table)
    return [] if _pairs(topics) else [f"Tabel {table} heeft geen kolommen Code_… en Naam_… meer."]


SOURCE = Source(
    id="cbs_gebieden",
    title="Gebieden in Nederland",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/onze-diensten/methoden/classificaties/overig/gemeentelijke-indelingen-per-jaar",
    levels=("gemeente",),
    years=tuple(tables()),
    about="In welke provincie elke gemeente ligt, per jaar. Welke gemeenten zijn samengegaan, staat erbij vanaf 2013.",
    settings=("DSW_CBS_URL",),
    pull=pull,
    expects=(Expectation("nieuwste jaar: tabel en kolommen", f"loaders/columns/{TABLES_FILE.name}", _ask),),
)
