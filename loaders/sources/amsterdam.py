"""Basisbestand Gebieden Amsterdam (BBGA): what Amsterdam itself counts and asks, per wijk and buurt.

The figures come page by page from the city's data service, or from the published csv in ``drop/amsterdam_bbga/`` of the
data folder. What is taken stands in ``variables/amsterdam.toml``. On which areas they are, and which years are left out: docs/decisions.md.
Source: https://onderzoek-en-statistiek.nl/dataset/basisbestand-gebieden-amsterdam-bbga.
"""

from __future__ import annotations

import csv
import hashlib
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from loaders import declared, edited
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.reading.http import Changed, Client, NotAvailable, Refused, SourceError, base_url
from loaders.source import Expectation, Source

GEMEENTE = "GM0363"
# The first division of CBS with these codes; that of 2022 still has the old ones, and Weesp by itself.
DIVISION = 2023
HOMEPAGE = "https://onderzoek-en-statistiek.nl/dataset/basisbestand-gebieden-amsterdam-bbga"
PAGE = 1_000
READING = "1"
# The highest possible value by the end of BBGA's own name; the lowest is 0.
HIGHEST = {"P": 100.0, "R": 10.0, "I": np.inf}
# An empty value, and how R writes one in the file.
MISSING = ("", "NA", ".", "null", "NULL")
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
CITY, WIJK, BUURT = re.compile(r"STAD|0363"), re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{2}\d\d")
# Stadsdelen (one letter) and the 25 gebieden (DX01): levels that CBS does not have.
BETWEEN = re.compile(r"[A-Z]|[A-Z]X\d\d")
# The columns of the file, by the names it has had, in the order of a file without a heading.
HEADINGS = {
    "jaar": ("jaar",),
    "gebied": ("gebiedcode15", "gebiedcode22", "gebiedcode"),
    "variabele": ("variabele", "indicatordefinitieid"),
    "waarde": ("waarde",),
}


class Figure(declared.Figure):
    """One figure of BBGA."""

    bbga: Annotated[str, edited.Matching(r"[A-Z0-9_]+_[PRI]", "een naam zoals IMINHH130_P")] = Field(
        description="de naam in BBGA; _P is een percentage, _R een rapportcijfer, _I een index"
    )


FIGURES = declared.file("amsterdam.toml", about="De cijfers uit BBGA, het basisbestand van Amsterdam.", model=Figure)
NAMES = {figure.bbga: figure.id for figure in declared.blocks(FIGURES, Figure).values()}


# ---------------------------------------------------------------- load


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as it came: the city's code of the area, BBGA's name of the variable, and the value as text."""

    year: int
    area: str
    name: str
    value: str


def pull(pull: Pull, year: int) -> None:
    """Save one year: from a file that was dropped in, or else from the service.

    Raises NotAvailable for a year without figures or yet to come, and SourceError for anything that went wrong.
    """
    if year > datetime.now(UTC).year:
        raise NotAvailable(f"{SOURCE.title}: {year} moet nog komen. Prognoses worden niet overgenomen.")
    own = [path for path in pull.dropped() if path.suffix.lower() == ".csv"]
    cells = _from_file(pull, own[-1], year) if own else _from_service(pull, year)
    if not any(cell.value not in MISSING for cell in cells):
        raise NotAvailable(f"{SOURCE.title}: geen cijfers over {year}.")
    pull.progress(0.9, "gebieden en waarden lezen")
    cube.save(pull, [_figures(pull, cells)], year)


def _from_service(pull: Pull, year: int) -> list[Cell]:
    pull.record(table="bbga/kerncijfers", route="api", division=DIVISION)
    cells: list[Cell] = []
    for place, name in enumerate(NAMES):
        pull.progress(0.9 * place / len(NAMES), f"variabele {name}")
        found = list(kerncijfers(pull.client, name, year))
        if not found:
            pull.note(f"{name}: niet bij de bron over {year}.")
        cells += found
    # The service tells no time of change: what it answered is the mark.
    pull.skip_if_unchanged("".join(raw.sha256 for raw in pull.client.raw), f"{READING} {','.join(NAMES)}")
    return cells


def kerncijfers(client: Client, name: str, year: int | None = None, count: int | None = None) -> Iterator[Cell]:
    """The cells of one variable (and one year), page after page; nothing where the service has none.

    ``count`` asks for one page of that many. Raises Changed for a refusal or an answer of another make.
    """
    address = f"{base_url('DSW_AMSTERDAM_URL')}/v1/bbga/kerncijfers/"
    asked = {"indicatorDefinitieId": name, "_pageSize": str(count or PAGE), "_format": "json"}
    if year is not None:
        asked["jaar"] = str(year)
    page = 1
    while True:
        try:
            answer = client.get_json(address, {**asked, "page": str(page)}, what=f"{SOURCE.title}, {name}")
        except NotAvailable:
            # Past the last page this service answers 404, also when its page before promised a next one.
            return
        except Refused as error:
            raise Changed(
                f"{error} Misschien vraagt de dienst nu een sleutel. Haal dan het csv-bestand op bij {HOMEPAGE} en zet "
                f"het in de map drop/{SOURCE.id} van de gegevens."
            ) from error
        cells, more = _page(answer, name)
        yield from (cell for cell in cells if cell.name == name and year in (None, cell.year))
        if count or not more or not cells:
            return
        page += 1


def _page(answer: Any, name: str) -> tuple[list[Cell], bool]:
    """The cells on one page, and whether there is a next one."""
    try:
        cells = [
            Cell(
                int(row["jaar"]),
                str(row["gebiedcode15"]).strip().upper(),
                str(row["indicatorDefinitieId"]).strip().upper(),
                "" if row["waarde"] is None else str(row["waarde"]).strip(),
            )
            for row in answer["_embedded"]["kerncijfers"]
        ]
        return cells, bool((answer.get("_links") or {}).get("next"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Changed(
            f"{SOURCE.title}, {name}: het antwoord is anders opgebouwd dan verwacht ({type(error).__name__} {error}). "
            "Pas loaders/sources/amsterdam.py aan."
        ) from error


# ---------------------------------------------------------------- the file

_lock = threading.Lock()


def _from_file(pull: Pull, path: Path, year: int) -> list[Cell]:
    pull.progress(0.1, f"bestand {path.name}")
    pull.record(table=path.name, route="bestand", division=DIVISION)
    state = path.stat()
    # Years are pulled side by side, and each would read the same millions of rows again.
    with _lock:
        digest, cells = read(path, state.st_mtime_ns, state.st_size)
    # The file is not kept a second time: it lies in the data folder already, and is large.
    pull.skip_if_unchanged(digest, f"{READING} {','.join(NAMES)}")
    return [cell for cell in cells if cell.year == year]


@lru_cache(maxsize=1)
def read(path: Path, changed: int, size: int) -> tuple[str, tuple[Cell, ...]]:
    """The sha256 of the published file and its cells of our variables; ``changed`` and ``size`` tell it from a newer one.

    Raises SourceError for a file that cannot be read, is no table, or lacks a column.
    """
    try:
        with path.open("rb") as raw:
            digest = hashlib.file_digest(raw, "sha256").hexdigest()
        # Codes and values are plain letters and digits; what else is in the file need not be right.
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            head = file.readline()
            file.seek(0)
            return digest, tuple(_cells(csv.reader(file, delimiter=_delimiter(head)), path.name))
    except (OSError, csv.Error) as error:
        raise SourceError(f"{path.name}: niet te lezen ({error}). Haal het opnieuw op bij {HOMEPAGE}.") from error


def _delimiter(head: str) -> str:
    """The sign that cuts the first line into the most cells."""
    return max(";,\t", key=head.count)


def _cells(rows: Iterator[list[str]], file: str) -> Iterator[Cell]:
    first = next(rows, [])
    columns = _columns([cell.strip().strip('"').lower() for cell in first], file)
    if first[0].strip().isdecimal():
        yield from _cell(first, columns, file)
    for row in rows:
        if row:
            yield from _cell(row, columns, file)


def _columns(head: list[str], file: str) -> list[int]:
    """The places of year, area, variable and value. A file without a heading has them in this order."""
    if len(head) >= len(HEADINGS) and head[0].isdecimal():
        return list(range(len(HEADINGS)))
    found = []
    for wanted, names in HEADINGS.items():
        place = next((head.index(name) for name in names if name in head), None)
        if place is None:
            raise SourceError(
                f"{file}: kolom {wanted} is niet gevonden; er staat: {', '.join(head)[:200] or 'niets'}. "
                f"Haal het csv-bestand (niet de metadata) op bij {HOMEPAGE}."
            )
        found.append(place)
    return found


def _cell(row: list[str], columns: list[int], file: str) -> Iterator[Cell]:
    """The cell of one row when it is of one of our variables."""
    try:
        year, area, name, value = (row[place].strip() for place in columns)
        if name.upper() in NAMES:
            yield Cell(int(year), area.upper(), name.upper(), value)
    except (IndexError, ValueError) as error:
        raise SourceError(
            f"{file}: regel {';'.join(row)[:100]!r} is niet te lezen. Haal het bestand opnieuw op bij {HOMEPAGE}."
        ) from error


# ---------------------------------------------------------------- process


def region(area: str) -> str:
    """The CBS code of an area of the city: GM0363, WK0363MA, BU0363MA01; "" for what CBS does not have."""
    if CITY.fullmatch(area):
        return GEMEENTE
    if WIJK.fullmatch(area):
        return f"WK0363{area}"
    return f"BU0363{area}" if BUURT.fullmatch(area) and not BETWEEN.fullmatch(area) else ""


def number(text: str, name: str) -> float:
    """A value as a number, with a decimal comma or point; NaN where it is empty. Raises SourceError for any other."""
    if text in MISSING:
        return float("nan")
    value = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else float("nan")
    if not 0 <= value <= HIGHEST[name[-1]]:
        raise SourceError(
            f"{SOURCE.title}: de waarde {text!r} van {name} kan niet. Kijk of de decimale komma of de eenheid veranderd is."
        )
    return value


def _figures(pull: Pull, cells: Iterable[Cell]) -> cube.Figures:
    """The cells as regions × variables, on the division of 2023; variables without any cell are left out."""
    found: dict[tuple[str, str], float] = {}
    strange: Counter[str] = Counter()
    for cell in cells:
        code = region(cell.area)
        if not code:
            strange[cell.area] += not BETWEEN.fullmatch(cell.area)
            continue
        value = number(cell.value, cell.name)
        if not np.array_equal(found.setdefault((code, NAMES[cell.name]), value), value, equal_nan=True):
            raise SourceError(f"{SOURCE.title}: {cell.area} staat twee keer bij {cell.name} met een ander cijfer.")
    _tell(pull, sorted(+strange))
    regions = sorted({code for code, _ in found})
    there = {variable for _, variable in found}
    variables = [id for id in NAMES.values() if id in there]
    values = np.array([[found.get((code, variable), np.nan) for variable in variables] for code in regions])
    statuses = np.where(np.isnan(values), "not_given", "published")
    return cube.Figures("bbga", DIVISION, regions, variables, values, statuses)


def _tell(pull: Pull, strange: list[str]) -> None:
    if strange:
        more = f" en {len(strange) - 5} andere" if len(strange) > 5 else ""
        pull.note(
            f"Overgeslagen, want dit is geen gebiedscode van {DIVISION}: {', '.join(repr(a) for a in strange[:5])}{more}."
        )


# ---------------------------------------------------------------- what it counts on


def _ask(client: Client) -> list[str]:
    """Whether each variable is still there, with figures of areas as we know them."""
    told = []
    for name in NAMES:
        cells = list(kerncijfers(client, name, count=5))
        if not cells:
            told.append(f"{name} geeft geen cijfers meer.")
        elif not any(region(cell.area) or BETWEEN.fullmatch(cell.area) for cell in cells):
            told.append(f"{name} heeft gebieden met een andere code: {cells[0].area}.")
    return told


SOURCE = Source(
    id="amsterdam_bbga",
    title="Basisbestand Gebieden Amsterdam (BBGA)",
    publisher="Gemeente Amsterdam, Onderzoek en Statistiek",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage=HOMEPAGE,
    levels=("gemeente", "wijk", "buurt"),
    years=tuple(range(2013, 2027)),
    variables=declared.variables(FIGURES),
    caveats=("gemeente_eigen", "bbga_afgekapt"),
    about=(
        "Amsterdam houdt zelf cijfers bij per wijk en buurt, uit registers en uit enquêtes onder bewoners. Ze gaan alleen "
        f"over Amsterdam en staan voor alle jaren op de gebieden van 2022, met Weesp erbij (bij CBS: {DIVISION})."
    ),
    certainty=(
        "De namen van de cijfers staan in de catalogus van BBGA en in wat Amsterdam er zelf mee maakt (2022 tot en met 2024). "
        "Een naam die BBGA niet meer heeft, wordt bij het ophalen gemeld."
    ),
    settings=("DSW_AMSTERDAM_URL",),
    files=(FIGURES,),
    pull=pull,
    expects=(Expectation("kerncijfers: variabelen en gebieden", "loaders/sources/amsterdam.py", _ask),),
)
