"""The province of each gemeente in each year, from the yearly CBS table "Gebieden in Nederland".

The ids known are in ``columns/cbs_gebieden.csv``. The columns of a table are pairs Code_<n> and Naam_<n+1>, and n moves
each year: the pair is found by what the codes begin with.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import Field

from loaders import edited
from loaders.pulling import left
from loaders.pulling.pull import Pull
from loaders.reading import odata
from loaders.reading.http import Client, NotAvailable, SourceError, base_url
from loaders.source import Expectation, Source

TITLE = "Gebieden in Nederland {year}"
READING = "1"
# The grouping in the store, and what its codes begin with.
GROUPINGS = {"provincie": "PV"}


class Row(edited.Entry):
    """The table of one year."""

    says = "Een rij is één jaar."
    key = "year"

    year: Annotated[int, Field(ge=1900, le=2100)] = Field(description="het jaar van de indeling")
    table: Annotated[str, edited.Matching(r"\d{5}NED", "het nummer van een tabel van CBS, zoals 86247NED")] = Field(
        description="het nummer van de tabel bij CBS"
    )


FILE = edited.File(
    Path(__file__).parents[1] / "columns" / "cbs_gebieden.csv",
    about="In welke tabel van CBS (Gebieden in Nederland) staat in welke provincie elke gemeente ligt, per jaar. Met een "
    "fout in dit bestand wordt er van deze bron niets opgehaald; wat er al was, blijft.",
    tables={edited.ROW: Row},
)


def tables() -> dict[int, str]:
    """The table of each year that we know."""
    return {row.year: row.table for row in edited.kept(FILE).entries(Row).values()}


def pull(pull: Pull, year: int) -> None:
    """Save the province of each gemeente in one year. Raises NotAvailable, or SourceError for a table that changed."""
    if pull.client.folder is not None:
        _by_v4(pull, year)
        return
    try:
        _by_v3(pull, year)
        return
    except SourceError as error:
        v3 = error
    if year not in tables():
        raise v3
    pull.progress(0.3, "andere weg (v4)")
    try:
        _by_v4(pull, year)
    except NotAvailable as v4:
        raise v3 from v4
    except SourceError as v4:
        raise SourceError(f"{v3} Ook de andere weg (v4) lukte niet. {v4}") from v4
    pull.note(f"Via v3 lukte het niet ({v3}) Daarom is de v4-download van dezelfde tabel gebruikt.")


def _by_v3(pull: Pull, year: int) -> None:
    base, client = base_url("DSW_CBS_URL"), pull.client
    pull.progress(0.1, "tabel zoeken")
    table, title, modified = _find(client, year)
    pull.record(table=table, title=title, route="v3")
    pull.skip_if_unchanged(modified, READING)
    dimension, topics = odata.topics(client, base, table)
    pairs = _pairs(topics)
    pull.progress(0.4, f"tabel {table}")
    keys = [key for pair in pairs for key in pair]
    left.tell(pull, f"tabel {table}", [topic.key for topic in topics if topic.key not in keys])
    _save(pull, odata.values(client, base, table, key=dimension, numbers=[], texts=keys), pairs, table)


def _by_v4(pull: Pull, year: int) -> None:
    """By the bulk download: a name follows its code there too, in the order of the measures."""
    table = tables()[year]
    bulk = odata.Bulk.fetch(pull.client, base_url("DSW_CBS_V4_URL"), table)
    info = bulk.info()
    _about(table, str(info["Title"]), year)
    pull.record(table=table, title=info["Title"], route="v4")
    pull.skip_if_unchanged(str(info["Modified"]), READING)
    topics = bulk.topics()
    pairs = [
        (code.key, name.key)
        for code, name in pairwise(topics)
        if (code.stem, name.stem) == ("Code", "Naam") and code.group == name.group
    ]
    keys = [key for pair in pairs for key in pair]
    left.tell(pull, f"tabel {table}", [topic.key for topic in topics if topic.key not in keys])
    _save(pull, bulk.strings(keys), pairs, table)


def _save(pull: Pull, got: odata.Values, pairs: list[tuple[str, str]], table: str) -> None:
    for grouping, prefix in GROUPINGS.items():
        pull.save_groups(grouping, _group(got, pairs, prefix, table))


def _find(client: Client, year: int) -> tuple[str, str, str]:
    """The table of a year, its title, and the publisher's mark of change. Raises SourceError for another table."""
    base = base_url("DSW_CBS_URL")
    table = odata.find_table(client, base, TITLE.format(year=year), tables().get(year))
    info = odata.table_info(client, base, table)
    title = str(info.get("Title") or "").strip()
    _about(table, title, year)
    return table, title, str(info.get("Modified") or "")


def _about(table: str, title: str, year: int) -> None:
    """Raise SourceError for a table of another year."""
    if str(year) not in title:
        raise SourceError(
            f"Tabel {table} heet {title!r} en gaat niet over {year}. Zet het goede nummer in {FILE.name}."
        )


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
        "Kijk of de tabel een andere indeling kreeg en pas loaders/sources/cbs_gebieden.py aan."
    )


def _ask(client: Client) -> list[str]:
    """Whether the newest table is there, about that year, with pairs of a code and a name."""
    year = max(tables(), default=0)
    try:
        table, _, _ = _find(client, year)
    except NotAvailable:
        return [f"Er is geen tabel {TITLE.format(year=year)}."]
    _, topics = odata.topics(client, base_url("DSW_CBS_URL"), table)
    return [] if _pairs(topics) else [f"Tabel {table} heeft geen kolommen Code_… en Naam_… meer."]


def _ask_v4(client: Client) -> list[str]:
    table = tables()[max(tables())]
    client.is_there(odata.Bulk.address(base_url("DSW_CBS_V4_URL"), table), what=f"Tabel {table} (v4)", expect="zip")
    return []


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
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    files=(FILE,),
    pull=pull,
    expects=(
        Expectation("nieuwste jaar: tabel en kolommen", FILE.name, _ask),
        Expectation("nieuwste jaar: download (v4)", FILE.name, _ask_v4),
    ),
)
