"""Kerncijfers wijken en buurten (CBS): about sixty figures for each gemeente, wijk and buurt, one table a year.

Which column of which table holds which variable is in ``columns/cbs_kwb.toml``: a year is one block there. What the
figures are is in ``variables/cbs_kwb.toml``.

Source of the definitions: https://www.cbs.nl/nl-nl/reeksen/publicatie/kerncijfers-wijken-en-buurten.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import AfterValidator, Field

from loaders import declared, edited
from loaders.places import gemeenten
from loaders.pulling import left, years
from loaders.pulling.pull import Pull, Unchanged, whole
from loaders.reading import kwb_xlsx, odata
from loaders.reading.http import Client, NotAvailable, SourceError, base_url
from loaders.source import Expectation, Source, Variable
from loaders.vocabulary import CODE_PREFIX, COUNTRY, LEVELS, STATUSES, gemeente_of, level_of

# Part of the mark by which a later pull knows that we still take the same things: raise it when the reading changes.
READING = 1
TEXTS = ("region", "change")
# The bulk download may leave out measures that the table has; without these it is no use.
CORE = ("inwoners",)
# A wholly empty column is "not yet published" until this many years after the year it is about, judged at the time of
# the release. CBS fills a table quarter by quarter; income and care come last, about two years later.
LAST_FIGURES_YEARS = 3
EXPECTED_ROWS = 18_000
# A file with as many gemeenten as this has them all.
ALL_GEMEENTEN = 300


class ColumnError(SourceError):
    """A table no longer has the columns that the column file expects. Another route would not cure that."""


@dataclass(frozen=True)
class Column:
    """Where to find one variable in the table of one year."""

    variable: str
    group: str
    unit: str
    codes: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    optional: bool
    xlsx: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """What to take from the table of one year."""

    year: int
    table: str
    columns: tuple[Column, ...]

    @property
    def mark(self) -> str:
        """A short hash of all this: when it changes, the same release is worth fetching again."""
        text = json.dumps([READING, self.table, [repr(c) for c in self.columns]])
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass
class Table:
    """The figures of one release: regions × variables, NaN where empty; names and change flags by region code."""

    regions: list[str]
    variables: list[str]
    values: np.ndarray
    names: dict[str, str]
    changes: dict[str, str] = field(default_factory=dict)


# ---------------------------------------------------------------- what stands in the files


class Marks(edited.Entry):
    """How CBS marks the column of a variable."""

    says = "hoe CBS de kolom aanduidt"

    unit: edited.Text = Field(description="de eenheid bij CBS; een kolom in een andere wordt geweigerd")
    group: str = Field("", description="de groep waar de kolom in staat; nodig waar een naam twee keer voorkomt")
    v4: tuple[str, ...] = Field((), description="de codes in de v4-download")
    xlsx: tuple[str, ...] = Field((), description="de koppen in het Excel-bestand van CBS (kwb-2024.xlsx)")


class Figure(declared.Figure):
    """One variable of the key figures."""

    cbs: Marks = Field(description="hoe CBS de kolom aanduidt")


FIGURES = declared.file(
    "cbs_kwb.toml",
    about="De cijfers van Kerncijfers wijken en buurten. Welke kolom van welk jaar het is, staat in "
    "loaders/columns/cbs_kwb.toml.",
    model=Figure,
)


def _known(name: str) -> str:
    """The id of a variable, or of a column that holds no figures."""
    known = declared.known(FIGURES, Figure)
    if not known or name in (*TEXTS, *known):
        return name
    raise edited.fault(f"staat niet in {FIGURES.name}", edited.closest(name, [*TEXTS, *known]))


class Year(years.Year):
    """What the table of one year calls its columns."""

    columns: Mapping[Annotated[str, AfterValidator(_known)], edited.Text] = Field(
        {},
        description="in een blok [….columns]: wat nieuw is of vanaf dit jaar anders heet, als ons cijfer = de naam bij CBS "
        "(OData v3, zonder het nummer aan het eind). A|B: namen die uitgaven van één tabel door elkaar gebruiken. A+B: een "
        "som. region is de code van het gebied, change of het veranderde",
    )
    optional: years.Present = Field(
        (), description="alleen dit jaar: kolommen die in een uitgave mogen ontbreken; dat wordt dan gemeld"
    )
    required: years.Present = Field(
        (), description="alleen dit jaar, in plaats van optional: alleen deze kolommen moeten er zijn"
    )

    def names(self) -> Mapping[str, str]:
        """The columns."""
        return self.columns


COLUMNS = edited.File(
    Path(__file__).parents[1] / "columns" / "cbs_kwb.toml",
    about="Welke kolom van welke tabel van Kerncijfers wijken en buurten welk cijfer is. Een nieuw jaar is één blok aan het "
    "eind. Een kolom die er niet is en niet optional is, houdt het ophalen van dat jaar tegen. Met een fout in dit bestand "
    "wordt er van deze bron niets opgehaald; wat er al was, blijft.",
    tables={"jaar": Year},
    headed=True,
)
VARIABLES = declared.variables(FIGURES)


def layout(year: int) -> Layout:
    """What the files say of one year. Raises NotAvailable for a year that is not there, SourceError for a slip in one."""
    figures = whole(FIGURES).entries(Figure)
    whole(COLUMNS)
    blocks = years.listed(COLUMNS, Year)
    if year not in blocks:
        raise NotAvailable(
            f"Kerncijfers wijken en buurten {year}: er is nog geen blok [{year}] in {COLUMNS.path.name}."
        )
    block, names = blocks[year], years.names(block for each, block in blocks.items() if each <= year)
    if lacking := [id for id in ("region", *CORE) if id not in names]:
        raise SourceError(f"In {COLUMNS.name} heeft {year} geen kolom voor {', '.join(lacking)}. Zet die er weer bij.")
    required = {*block.required} or {*names} - {*block.optional}
    texts = [Column(id, "", "code", (), _alternatives(names[id]), id == "change") for id in TEXTS if id in names]
    columns = [
        Column(
            id,
            figure.cbs.group,
            figure.cbs.unit,
            figure.cbs.v4,
            _alternatives(names[id]),
            id not in required,
            figure.cbs.xlsx,
        )
        for id, figure in figures.items()
        if id in names
    ]
    return Layout(year, block.table, (*texts, *columns))


def _alternatives(written: str) -> tuple[tuple[str, ...], ...]:
    """The names that a column may have, each as the parts of its sum."""
    return tuple(tuple(name.split("+")) for name in written.split("|"))


# ---------------------------------------------------------------- load


def pull(pull: Pull, year: int) -> None:
    """Fetch the table of one year and save its levels: by OData v3, or else v4, or else the published Excel file.

    Raises NotAvailable when none of the ways has it, ColumnError when a column is gone, SourceError when all fail.
    """
    wanted = layout(year)
    pull.record(table=wanted.table)
    route, table = _from_folder(pull, wanted) if pull.client.folder is not None else _by_any_way(pull, wanted)
    pull.record(route=route)
    pull.progress(0.8, f"tabel {wanted.table} verwerken")
    _save(pull, wanted, table)


def _by_any_way(pull: Pull, wanted: Layout) -> tuple[str, Table]:
    """The table and the way that it came. What went wrong on the ways before is noted, or told when all fail."""
    try:
        return "v3", _by_v3(pull, wanted)
    except (ColumnError, Unchanged):
        raise
    except SourceError as error:
        v3 = error
    pull.progress(0.3, f"tabel {wanted.table}, andere weg (v4)")
    try:
        table = _by_v4(pull, wanted, v3)
    except (ColumnError, Unchanged):
        raise
    except SourceError as both:
        pull.progress(0.5, f"{wanted.year}, derde weg (Excel-bestand)")
        table = _by_xlsx(pull, wanted, both)
        pull.note(f"Via v3 en v4 lukte het niet ({both}) Daarom is het Excel-bestand van CBS gebruikt.")
        return "xlsx", table
    pull.note(f"Via v3 lukte het niet ({v3}) Daarom is de v4-download van dezelfde tabel gebruikt.")
    return "v4", table


def _from_folder(pull: Pull, wanted: Layout) -> tuple[str, Table]:
    """From files that someone saved: the v4 download, or else the Excel file. Raises NotAvailable without either."""
    assert pull.client.folder is not None
    saved = [url for url in xlsx_addresses(wanted.year) if pull.client.folder.find(re.escape(url.rsplit("/", 1)[-1]))]
    base = base_url("DSW_CBS_V4_URL")
    if saved and pull.client.folder.find(re.escape(f"{wanted.table}.zip")) is None:
        return "xlsx", _by_xlsx(pull, wanted, NotAvailable(f"{wanted.table}.zip is niet in de map."))
    return "v4", _of_bulk(pull, wanted, odata.Bulk.fetch(pull.client, base, wanted.table))


def _by_v3(pull: Pull, wanted: Layout) -> Table:
    base = base_url("DSW_CBS_URL")
    client, table = pull.client, wanted.table
    pull.progress(0.02, f"tabel {table}, stand")
    info = odata.table_info(client, base, table)
    pull.record(title=str(info.get("Title") or "").strip())
    pull.skip_if_unchanged(str(info.get("Modified") or ""), wanted.mark)
    pull.progress(0.05, f"tabel {table}, kolommen")
    dimension, topics = odata.topics(client, base, table)
    found = _find(pull, wanted, topics)
    keys = {name: found.pop(name)[0] for name in TEXTS if name in found}
    pull.progress(0.1, f"tabel {table}, rijen en namen van gebieden")

    def seen(rows: int) -> None:
        said = f"{rows:,}".replace(",", ".")
        pull.progress(0.2 + 0.6 * min(rows / EXPECTED_ROWS, 1), f"tabel {table}, {said} rijen")

    texts = [key for name, key in keys.items() if name != "region"]
    numbers = [key for parts in found.values() for key in parts]
    # The name of the gemeente goes with every wijk and buurt.
    rows, named = _only(dimension, pull.levels), _only(dimension, {*pull.levels, "gemeente"})
    with ThreadPoolExecutor(1, thread_name_prefix="namen") as pool:
        names = pool.submit(odata.titles, client, base, table, dimension, named, 0 if named else EXPECTED_ROWS)
        got = odata.values(
            client,
            base,
            table,
            key=keys["region"],
            numbers=numbers,
            texts=texts,
            where=rows,
            expected=0 if rows else EXPECTED_ROWS,
            seen=seen,
        )
    changes = dict(zip(got.regions, got.texts[keys["change"]], strict=True)) if "change" in keys else {}
    return Table(got.regions, list(found), _sums(got.numbers, found), names.result(), changes)


def _by_v4(pull: Pull, wanted: Layout, v3: SourceError) -> Table:
    """The same table from the bulk download; it has no change flags. Both faults are named when this fails too."""
    try:
        bulk = odata.Bulk.fetch(pull.client, base_url("DSW_CBS_V4_URL"), wanted.table)
    except NotAvailable as v4:
        if isinstance(v3, NotAvailable):
            raise NotAvailable(
                f"Kerncijfers wijken en buurten {wanted.year}: tabel {wanted.table} is niet bij CBS te vinden."
            ) from v4
        raise SourceError(f"{v3} De andere weg (v4) heeft deze tabel niet.") from v4
    except SourceError as v4:
        raise SourceError(f"{v3} Ook de andere weg lukte niet. {v4}") from v4
    return _of_bulk(pull, wanted, bulk)


def _of_bulk(pull: Pull, wanted: Layout, bulk: odata.Bulk) -> Table:
    """What we take from the bulk download."""
    pull.record(modified=bulk.modified(), spec=wanted.mark)
    found = _find(pull, wanted, bulk.topics(), bulk=True)
    names = bulk.titles()
    _codes_only(wanted.table, names)
    regions = [code for code in names if level_of(code) in pull.levels]
    numbers = [key for parts in found.values() for key in parts]
    got = bulk.values(numbers, regions)
    return Table(got.regions, list(found), _sums(got.numbers, found), names)


def _by_xlsx(pull: Pull, wanted: Layout, before: SourceError) -> Table:
    """The same figures from the Excel file that CBS publishes; ``before`` is what was wrong with the other ways."""
    found = None
    addresses = xlsx_addresses(wanted.year)
    if pull.client.folder is not None:
        addresses = tuple(
            url for url in addresses if pull.client.folder.find(re.escape(url.rsplit("/", 1)[-1])) is not None
        )
    for url in addresses:
        name = url.rsplit("/", 1)[-1]
        try:
            found = name, pull.client.get_bytes(url, what=f"Excel-bestand {name}", expect="zip")
            break
        except NotAvailable:
            continue
        except SourceError as error:
            raise SourceError(f"{before} Ook de derde weg lukte niet. {error}") from error
    if found is None:
        raise before
    name, data = found
    book = kwb_xlsx.read(data, name)
    _not_another_year(wanted.year, name, book.regions)
    digest = hashlib.sha256(data).hexdigest()[:12]
    pull.record(modified=f"{book.modified} {digest}", spec=wanted.mark, file=name)
    columns: dict[str, str] = {}
    absent: list[str] = []
    gone: list[str] = []
    for column in wanted.columns:
        if column.variable in TEXTS:
            continue
        head = next((head for head in column.xlsx if head in book.heads), None)
        if head is not None:
            columns[column.variable] = head
        else:
            (absent if column.optional or column.variable not in CORE else gone).append(column.variable)
    if gone:
        raise ColumnError(
            f"{name}: kolom {', '.join(gone)} ontbreekt. Kijk of de koppen zijn veranderd en vul {FIGURES.name} aan."
        )
    pull.record(absent=absent)
    if absent:
        pull.note(f"Niet in {name}: {', '.join(absent)}.")
    rows = [i for i, code in enumerate(book.regions) if level_of(code) in pull.levels]
    lacking = [level for level in pull.levels if not any(level_of(book.regions[i]) == level for i in rows)]
    if lacking:
        raise SourceError(
            f"{name}: er staat geen enkele {' en geen enkele '.join(lacking)} in. Het bestand is niet heel, of een ander bestand; "
            f"haal dat van {wanted.year} opnieuw op. Er is niets overgenomen."
        )
    values = np.column_stack([book.numbers(head)[rows] for head in columns.values()])
    changes = dict(zip(book.regions, book.texts("ind_wbi", "ind_wbz"), strict=True))
    names = dict(zip(book.regions, book.texts("regio"), strict=True))
    return Table([book.regions[i] for i in rows], list(columns), values, names, changes)


def xlsx_addresses(year: int) -> tuple[str, ...]:
    """Where the Excel file of a year may be: the one of 2025 lost its hyphen."""
    base = f"{base_url('DSW_CBS_DOWNLOAD_URL')}/regionale-kaarten"
    return f"{base}/kwb-{year}.xlsx", f"{base}/kwb{year}.xlsx"


def _not_another_year(year: int, name: str, regions: Iterable[str]) -> None:
    """Raise SourceError where gemeenten that came or went say that a file is of another year: it does not say itself."""
    here = {code for code in regions if code.startswith("GM")}
    later = {change.new for change in gemeenten.changes() if change.year > year}
    for change in gemeenten.changes():
        if change.year <= year and change.old in here:
            told = f"{change.old_name} ({change.old}) staat erin, en bestond in {year} niet meer"
        elif change.year > year and len(here) >= ALL_GEMEENTEN and change.old not in here | later:
            told = f"{change.old_name} ({change.old}) staat er niet in, en bestond in {year} nog"
        else:
            continue
        raise SourceError(f"{name}: {told}. Dit is het bestand van een ander jaar; haal dat van {year} op.")


def _only(dimension: str, levels: Collection[str]) -> str:
    """A $filter for some levels only ("" for all). It works on the dimension; CBS ignores it on other columns."""
    chosen = [level for level in LEVELS if level in levels]
    if len(chosen) == len(LEVELS):
        return ""
    return " or ".join(f"startswith({dimension},'{CODE_PREFIX[level]}')" for level in chosen)


def _sums(numbers: np.ndarray, found: dict[str, list[str]]) -> np.ndarray:
    """One column a variable: a sum of its parts, empty when one of them is."""
    starts = np.cumsum([0, *(len(parts) for parts in found.values())])[:-1]
    return np.add.reduceat(numbers, starts, axis=1) if len(starts) < numbers.shape[1] else numbers


# ---------------------------------------------------------------- which column


def _find(pull: Pull, wanted: Layout, topics: list[odata.Topic], *, bulk: bool = False) -> dict[str, list[str]]:
    """The keys of each variable in this release. Raises ColumnError for one that is missing, double or in another unit.

    What is optional and absent, or optional and in another unit, is left out and noted.
    """
    found: dict[str, list[str]] = {}
    absent: list[str] = []
    for column in wanted.columns:
        if bulk and column.variable in TEXTS:
            continue
        optional = column.optional or (bulk and column.variable not in CORE)
        parts = _match(column, wanted, topics)
        if not parts and not optional:
            raise ColumnError(
                f"Tabel {wanted.table}: kolom {column.variable} ({_words(column)}) ontbreekt in {wanted.year}. "
                f"Zoek de nieuwe naam in DataProperties van die tabel en zet die in {COLUMNS.name}, "
                f"onder [{wanted.year}.columns]."
            )
        wrong = next((part.unit for part in parts if part.unit and part.unit != column.unit), None)
        if wrong is not None and column.variable not in TEXTS:
            message = (
                f"Tabel {wanted.table}: kolom {column.variable} is in {wanted.year} gegeven in {wrong!r}, "
                f"niet in {column.unit!r}."
            )
            if not optional:
                raise ColumnError(f"{message} Pas {FIGURES.name} aan; meng nooit eenheden.")
            pull.note(f"{message} Niet overgenomen.")
            continue
        if parts:
            found[column.variable] = [part.key for part in parts]
        else:
            absent.append(column.variable)
    pull.record(absent=absent)
    if absent:
        pull.note(f"Niet in deze uitgave van tabel {wanted.table}: {', '.join(absent)}.")
    taken = {key for parts in found.values() for key in parts}
    left.tell(pull, f"tabel {wanted.table}", [topic.key for topic in topics if topic.key not in taken])
    return found


def _match(column: Column, wanted: Layout, topics: list[odata.Topic]) -> list[odata.Topic]:
    """The topics that make up this column (more than one for a sum), or nothing."""
    for names in column.names:
        parts = [_one(name, column, wanted, topics) for name in names]
        if all(parts):
            return [part for part in parts if part]
    coded = [t for t in topics if t.code and t.code in column.codes]
    single = _narrow(coded, column)
    if len(single) > 1:
        raise _double(column, wanted, single)
    return single


def _one(name: str, column: Column, wanted: Layout, topics: list[odata.Topic]) -> odata.Topic | None:
    """The topic of this name; by group, unit and v4 code where the name alone is not enough."""
    same = _narrow([t for t in topics if t.stem == name], column)
    if len(same) > 1:
        raise _double(column, wanted, same)
    return same[0] if same else None


def _narrow(candidates: list[odata.Topic], column: Column) -> list[odata.Topic]:
    if column.group:
        candidates = [t for t in candidates if t.group == column.group]
    if len(candidates) > 1:
        candidates = [t for t in candidates if t.unit == column.unit] or candidates
    if len(candidates) > 1:
        candidates = [t for t in candidates if t.code in column.codes] or candidates
    return candidates


def _double(column: Column, wanted: Layout, topics: list[odata.Topic]) -> ColumnError:
    places = ", ".join(f"{t.key} in {t.group!r}" for t in topics)
    return ColumnError(
        f"Tabel {wanted.table}: kolom {column.variable} komt in {wanted.year} meer dan eens voor ({places}). "
        f"Zet de goede groep in {FIGURES.name}."
    )


def _words(column: Column) -> str:
    return " of ".join("+".join(names) for names in column.names)


# ---------------------------------------------------------------- what it counts on


def _expectations() -> tuple[Expectation, ...]:
    """Of the newest year, still half empty, and the one before it."""
    *_, before, newest = (None, None, *years.listed(COLUMNS, Year).values())
    asked = ((_expect_v3, before), (_expect_v3, newest), (_expect_v4, before), (_expect_xlsx, before))
    return tuple(expect(block.year, block.table) for expect, block in asked if block is not None)


def _expect_v3(year: int, table: str) -> Expectation:
    """That the table of a year has the columns that the column file says, in the right units."""

    def ask(client: Client) -> list[str]:
        wanted = layout(year)
        _, topics = odata.topics(client, base_url("DSW_CBS_URL"), wanted.table)
        return _lacking(wanted, topics)

    return Expectation(f"tabel {table} ({year}): kolommen (v3)", COLUMNS.name, ask)


def _expect_v4(year: int, table: str) -> Expectation:
    """That the bulk download of a year can be read, and has what it is no use without."""

    def ask(client: Client) -> list[str]:
        wanted = layout(year)
        bulk = odata.Bulk.fetch(client, base_url("DSW_CBS_V4_URL"), wanted.table)
        core = tuple(column for column in wanted.columns if column.variable in CORE)
        return _lacking(Layout(year, wanted.table, core), bulk.topics())

    return Expectation(f"tabel {table} ({year}): download (v4)", "loaders/reading/odata.py", ask)


def _expect_xlsx(year: int, table: str) -> Expectation:
    """That the Excel file of a year is there, under one of its names; it is some megabytes, and not read."""

    def ask(client: Client) -> list[str]:
        for url in xlsx_addresses(year):
            try:
                client.is_there(url, what=url.rsplit("/", 1)[-1], expect="zip")
            except NotAvailable:
                continue
            return []
        return [f"Het Excel-bestand van {year} staat niet op {' of '.join(xlsx_addresses(year))}."]

    return Expectation(f"tabel {table} ({year}): Excel-bestand", "loaders/sources/cbs_kwb.py", ask)


def _lacking(wanted: Layout, topics: list[odata.Topic]) -> list[str]:
    """In Dutch, each column that must be there and is not, is there twice, or is in another unit."""
    told = []
    for column in wanted.columns:
        try:
            parts = _match(column, wanted, topics)
        except ColumnError as error:
            told.append(str(error))
            continue
        if not parts and not column.optional:
            told.append(f"Kolom {column.variable} ({_words(column)}) ontbreekt.")
        told += [
            f"Kolom {column.variable} is gegeven in {part.unit!r}, niet in {column.unit!r}."
            for part in parts
            if column.variable not in TEXTS and not column.optional and part.unit and part.unit != column.unit
        ]
    return told


# ---------------------------------------------------------------- process and save


def _codes_only(table: str, regions: Iterable[str]) -> None:
    """Raise SourceError where something else stands in the column of the regions."""
    strange = next((code for code in regions if not code.startswith(tuple(CODE_PREFIX.values()))), None)
    if strange is not None:
        raise SourceError(
            f"Tabel {table}: {strange[:60]!r} is geen code van een gebied. Probeer het later opnieuw; blijft het zo, "
            "meld dan dat deze tabel anders is opgebouwd."
        )


def _save(pull: Pull, wanted: Layout, table: Table) -> None:
    if not table.regions:
        raise SourceError(f"Tabel {wanted.table}: geen enkel gebied ontvangen. Probeer het later opnieuw.")
    twice = pd.Index(table.regions)
    if twice.has_duplicates:
        raise SourceError(f"Tabel {wanted.table}: gebied {twice[twice.duplicated()][0]} komt twee keer voor.")
    _codes_only(wanted.table, table.regions)
    refused = refuse(table)
    if refused:
        pull.note("Geweigerd als onmogelijk: " + "; ".join(refused) + ".")
    empty = empty_status(wanted.year, str(pull.info.get("modified", "")))
    codes = status_codes(table.values, empty)
    levels = np.array([level_of(code) for code in table.regions])
    # The largest level first: what it took is used again for the others, so the most that is held at once is less.
    for level in reversed(pull.levels):
        rows = np.flatnonzero(levels == level)
        if not len(rows):
            pull.note(f"Tabel {wanted.table} heeft geen cijfers per {level}.")
            continue
        pull.save_observations(level, _long(table, rows, codes, level, wanted.year))
        pull.save_names(level, _names(table, rows, pull.flags(level)))


def refuse(table: Table) -> list[str]:
    """Blank the values that cannot be (CBS once published -1 for "unknown"); returns what was refused, in words."""
    known = {v.id: v for v in VARIABLES}
    told = []
    for i, name in enumerate(table.variables):
        low, high = bounds(known[name])
        column = table.values[:, i]
        wrong = (column < low) | (column > high)
        if wrong.any():
            told.append(f"{name} {int(wrong.sum())} keer, bijvoorbeeld {column[wrong][0]:g}")
            column[wrong] = np.nan
    return told


def bounds(variable: Variable) -> tuple[float, float]:
    """The lowest and highest value that this variable can have."""
    if variable.kind == "share":
        return 0.0, 100.0
    if variable.kind == "class":
        return 1.0, 5.0
    return (-np.inf, np.inf) if variable.kind == "median" else (0.0, np.inf)


def empty_status(year: int, modified: str) -> str:
    """Why a column is empty from top to bottom: "not_yet_published", or "not_given" when it will not come any more.

    Judged by the release (``modified``, ISO date): until three years after the year the figures are about, CBS is
    still filling the table. One empty cell among others is always "not_given": CBS does not say why.
    """
    return "not_yet_published" if modified[:4] < str(year + LAST_FIGURES_YEARS) else "not_given"


def status_codes(values: np.ndarray, empty: str) -> np.ndarray:
    """The status of each cell, as its place in loaders.vocabulary.STATUSES (int8)."""
    order = list(STATUSES)
    missing = np.isnan(values)
    codes = np.where(missing, np.int8(order.index("not_given")), np.int8(order.index("published")))
    codes[:, missing.all(axis=0)] = order.index(empty)
    return codes


def _long(table: Table, rows: np.ndarray, codes: np.ndarray, level: str, year: int) -> pd.DataFrame:
    """The long frame of one level: a row a region and variable, texts as categories."""
    count, width = len(rows), len(table.variables)

    def constant(value: str) -> pd.Categorical[str]:
        return pd.Categorical.from_codes(np.zeros(count * width, dtype=np.int8), pd.Index([value]))

    # Codes as narrow as pandas will make them, or it makes a second copy.
    area, column = np.min_scalar_type(-count), np.min_scalar_type(-width)
    regions = pd.Categorical.from_codes(
        np.tile(np.arange(count, dtype=area), width), pd.Index([table.regions[i] for i in rows])
    )
    variables = pd.Categorical.from_codes(np.repeat(np.arange(width, dtype=column), count), pd.Index(table.variables))
    return pd.DataFrame(
        {
            "region": regions,
            "level": constant(level),
            "division": np.full(count * width, year, dtype=np.int16),
            "year": np.full(count * width, year, dtype=np.int16),
            "variable": variables,
            "value": _by_variable(table.values, rows),
            "status": pd.Categorical.from_codes(_by_variable(codes, rows), pd.Index(list(STATUSES))),
            "source": constant(SOURCE.id),
        },
        copy=False,
    )


def _by_variable(grid: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Some rows of a regions × variables grid, one variable after the other, in one copy."""
    out = np.empty((grid.shape[1], len(rows)), dtype=grid.dtype)
    # "raise", the default, would make a second copy first; the rows come from this very grid.
    np.take(grid.T, rows, axis=1, out=out, mode="clip")
    return out.reshape(-1)


def _names(table: Table, rows: np.ndarray, before: dict[str, str]) -> pd.DataFrame:
    """Name, gemeente and change flag of each region; the flag is "" where CBS gives none.

    The bulk download has no flags at all: then those that were known ``before`` stay.
    """
    codes = [table.regions[i] for i in rows]
    gemeenten = [gemeente_of(code) or "" for code in codes]
    flags = [(table.changes or before).get(code, "") for code in codes]
    return pd.DataFrame(
        {
            "region": codes,
            "name": ["Nederland" if code == COUNTRY else table.names.get(code, code) for code in codes],
            "gemeente": gemeenten,
            "gemeente_name": [table.names.get(code, code) if code else "" for code in gemeenten],
            "change": [flag if flag in ("1", "2", "3") else "" for flag in flags],
        }
    )


SOURCE = Source(
    id="cbs_kwb",
    title="Kerncijfers wijken en buurten",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/reeksen/publicatie/kerncijfers-wijken-en-buurten",
    levels=LEVELS,
    years=tuple(years.listed(COLUMNS, Year)),
    variables=VARIABLES,
    about=(
        "Elk jaar geeft CBS cijfers over elke gemeente, wijk en buurt. De eerste uitgave van een jaar is nog grotendeels "
        "leeg; inkomen en zorg komen ongeveer twee jaar later."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL", "DSW_CBS_DOWNLOAD_URL"),
    files=(COLUMNS, FIGURES),
    pull=pull,
    expects=_expectations(),
)
