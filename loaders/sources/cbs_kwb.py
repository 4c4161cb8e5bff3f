"""Kerncijfers wijken en buurten (CBS): about sixty figures for each gemeente, wijk and buurt, one table a year.

Which column of which table holds which variable is in ``columns/cbs_kwb.csv``: a row a variable, a column a year. A
new year is one more column there. A cell holds the v3 name without its number; ``A|B`` are names that different
releases of one table use, ``A+B`` is a sum, and a leading ``?`` says that some releases of that year lack the column:
its absence is reported. Without the ``?`` an absent column stops that year, loudly. An empty cell: not in that year.

Source of the definitions: https://www.cbs.nl/nl-nl/reeksen/publicatie/kerncijfers-wijken-en-buurten.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from loaders.pulling.pull import Pull, Unchanged
from loaders.reading import odata
from loaders.reading.http import Client, NotAvailable, SourceError, base_url
from loaders.source import Expectation, Source, Variable
from loaders.vocabulary import CODE_PREFIX, COUNTRY, LEVELS, STATUSES, gemeente_of, level_of

COLUMNS_FILE = Path(__file__).parents[1] / "columns" / "cbs_kwb.csv"
# Part of the mark by which a later pull knows that we still take the same things: raise it when the reading changes.
READING = 1
TEXTS = ("region", "change")
# The bulk download may leave out measures that the table has; without these it is no use.
CORE = ("inwoners",)
# A wholly empty column is "not yet published" until this many years after the year it is about, judged at the time of
# the release. CBS fills a table quarter by quarter; income and care come last, about two years later.
LAST_FIGURES_YEARS = 3
EXPECTED_ROWS = 18_000


class ColumnError(SourceError):
    """A table no longer has the columns that the column file expects. Another route would not cure that."""


@dataclass(frozen=True)
class Column:
    """One row of the column file for one year: where to find one variable."""

    variable: str
    group: str
    unit: str
    codes: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    optional: bool


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


def layout(year: int) -> Layout:
    """What columns/cbs_kwb.csv says of one year. Raises NotAvailable for a year it does not have."""
    with COLUMNS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if str(year) not in rows[0]:
        raise NotAvailable(f"Kerncijfers wijken en buurten {year}: er is nog geen kolom {year} in {COLUMNS_FILE.name}.")
    columns = tuple(_column(row, row[str(year)]) for row in rows[1:] if row[str(year)])
    return Layout(year, rows[0][str(year)], columns)


def _column(row: dict[str, str], cell: str) -> Column:
    names = tuple(tuple(name.split("+")) for name in cell.removeprefix("?").split("|"))
    return Column(
        row["variable"], row["group"], row["unit"], tuple(filter(None, row["v4"].split("|"))), names, cell[0] == "?"
    )


# ---------------------------------------------------------------- load


def pull(pull: Pull, year: int) -> None:
    """Fetch the table of one year, by OData v3 or else by the v4 bulk download, and save its levels.

    Raises NotAvailable when neither has it, ColumnError when a column is gone, SourceError when both routes fail.
    """
    wanted = layout(year)
    pull.record(table=wanted.table)
    try:
        table = _by_v3(pull, wanted)
        route = "v3"
    except (ColumnError, Unchanged):
        raise
    except SourceError as v3:
        pull.progress(0.3, f"tabel {wanted.table}, andere weg (v4)")
        table = _by_v4(pull, wanted, v3)
        pull.note(f"Via v3 lukte het niet ({v3}) Daarom is de v4-download van dezelfde tabel gebruikt.")
        route = "v4"
    pull.record(route=route)
    pull.progress(0.8, f"tabel {wanted.table} verwerken")
    _save(pull, wanted, table)


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
            client, base, table, key=keys["region"], numbers=numbers, texts=texts, where=rows,
            expected=0 if rows else EXPECTED_ROWS, seen=seen,
        )  # fmt: skip
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
    pull.record(modified=bulk.modified(), spec=wanted.mark)
    found = _find(pull, wanted, bulk.topics(), bulk=True)
    names = bulk.titles()
    regions = [code for code in names if level_of(code) in pull.levels]
    numbers = [key for parts in found.values() for key in parts]
    got = bulk.values(numbers, regions)
    return Table(got.regions, list(found), _sums(got.numbers, found), names)


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
                f"Zoek de nieuwe naam in DataProperties van die tabel en zet die in loaders/columns/{COLUMNS_FILE.name}."
            )
        wrong = next((part.unit for part in parts if part.unit and part.unit != column.unit), None)
        if wrong is not None and column.variable not in TEXTS:
            message = (
                f"Tabel {wanted.table}: kolom {column.variable} is in {wanted.year} gegeven in {wrong!r}, "
                f"niet in {column.unit!r}."
            )
            if not optional:
                raise ColumnError(f"{message} Pas loaders/columns/{COLUMNS_FILE.name} aan; meng nooit eenheden.")
            pull.note(f"{message} Niet overgenomen.")
            continue
        if parts:
            found[column.variable] = [part.key for part in parts]
        else:
            absent.append(column.variable)
    pull.record(absent=absent)
    if absent:
        pull.note(f"Niet in deze uitgave van tabel {wanted.table}: {', '.join(absent)}.")
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
        f"Zet de goede groep in loaders/columns/{COLUMNS_FILE.name}."
    )


def _words(column: Column) -> str:
    return " of ".join("+".join(names) for names in column.names)


# ---------------------------------------------------------------- what it counts on


def _expect_v3(year: int) -> Expectation:
    """That the table of a year has the columns that the column file says, in the right units."""

    def ask(client: Client) -> list[str]:
        wanted = layout(year)
        _, topics = odata.topics(client, base_url("DSW_CBS_URL"), wanted.table)
        return _lacking(wanted, topics)

    return Expectation(
        f"tabel {layout(year).table} ({year}): kolommen (v3)", f"loaders/columns/{COLUMNS_FILE.name}", ask
    )


def _expect_v4(year: int) -> Expectation:
    """That the bulk download of a year can be read, and has what it is no use without."""

    def ask(client: Client) -> list[str]:
        wanted = layout(year)
        bulk = odata.Bulk.fetch(client, base_url("DSW_CBS_V4_URL"), wanted.table)
        core = tuple(column for column in wanted.columns if column.variable in CORE)
        return _lacking(Layout(year, wanted.table, core), bulk.topics())

    return Expectation(f"tabel {layout(year).table} ({year}): download (v4)", "loaders/reading/odata.py", ask)


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


def _save(pull: Pull, wanted: Layout, table: Table) -> None:
    if not table.regions:
        raise SourceError(f"Tabel {wanted.table}: geen enkel gebied ontvangen. Probeer het later opnieuw.")
    twice = pd.Index(table.regions)
    if twice.has_duplicates:
        raise SourceError(f"Tabel {wanted.table}: gebied {twice[twice.duplicated()][0]} komt twee keer voor.")
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


# ---------------------------------------------------------------- what the figures are

_ROUNDED = ("afgerond",)
_SMALL = ("kleine_aantallen",)
_HOUSEHOLD_SHARE = ("zonder_studenten", "benadering", "kleine_aantallen")


def _count(id_: str, label: str, unit: str, theme: str, is_: str, is_not: str = "", **more: Any) -> Variable:
    """A rounded count: CBS rounds to 5 in wijken and buurten unless said otherwise."""
    settings: dict[str, Any] = {"rounding": 5, "caveats": _ROUNDED, **more}
    return Variable(id_, label, unit, "count", theme, is_, is_not, **settings)


VARIABLES = (
    # bevolking
    _count(
        "inwoners",
        "Inwoners",
        "personen",
        "bevolking",
        "Hoeveel mensen er op 1 januari volgens de gemeente wonen.",
        "Mensen die er wel verblijven maar niet zijn ingeschreven, tellen niet mee.",
    ),
    _count(
        "mannen",
        "Mannen",
        "personen",
        "bevolking",
        "Hoeveel inwoners op 1 januari man zijn.",
        "Het zegt niets over hoe mannen en vrouwen samenleven.",
        per="inwoners",
    ),
    _count(
        "vrouwen",
        "Vrouwen",
        "personen",
        "bevolking",
        "Hoeveel inwoners op 1 januari vrouw zijn.",
        "Het zegt niets over hoe mannen en vrouwen samenleven.",
        per="inwoners",
    ),
    _count(
        "leeftijd_0_15",
        "Kinderen tot 15 jaar",
        "personen",
        "jeugd",
        "Hoeveel inwoners op 1 januari jonger dan 15 jaar zijn.",
        "Jongeren van 15, 16 en 17 jaar zitten er niet bij.",
        per="inwoners",
    ),
    _count(
        "leeftijd_15_25",
        "Jongeren van 15 tot 25 jaar",
        "personen",
        "jeugd",
        "Hoeveel inwoners op 1 januari 15 tot en met 24 jaar zijn.",
        "Het is niet de hele doelgroep van het jongerenwerk: die begint rond 10 jaar.",
        per="inwoners",
    ),
    _count(
        "leeftijd_25_45",
        "Inwoners van 25 tot 45 jaar",
        "personen",
        "bevolking",
        "Hoeveel inwoners op 1 januari 25 tot en met 44 jaar zijn.",
        "Het zegt niet hoeveel van hen werken of kinderen hebben.",
        per="inwoners",
    ),
    _count(
        "leeftijd_45_65",
        "Inwoners van 45 tot 65 jaar",
        "personen",
        "bevolking",
        "Hoeveel inwoners op 1 januari 45 tot en met 64 jaar zijn.",
        "Het zegt niet hoeveel van hen werken.",
        per="inwoners",
    ),
    _count(
        "leeftijd_65_plus",
        "Inwoners van 65 jaar en ouder",
        "personen",
        "bevolking",
        "Hoeveel inwoners op 1 januari 65 jaar of ouder zijn.",
        "Het is niet het aantal mensen met AOW: die begint later dan 65 jaar.",
        per="inwoners",
    ),
    _count(
        "huishoudens",
        "Huishoudens",
        "huishoudens",
        "bevolking",
        "Hoeveel particuliere huishoudens er op 1 januari zijn.",
        "Mensen in een instelling, zoals een verpleeghuis, tellen niet mee.",
    ),
    _count(
        "eenpersoonshuishoudens",
        "Eenpersoonshuishoudens",
        "huishoudens",
        "bevolking",
        "Hoeveel huishoudens uit één persoon bestaan.",
        "Alleen wonen is niet hetzelfde als eenzaam zijn.",
        per="huishoudens",
    ),
    _count(
        "huishoudens_zonder_kinderen",
        "Huishoudens zonder kinderen",
        "huishoudens",
        "bevolking",
        "Hoeveel huishoudens uit meer mensen bestaan, zonder thuiswonende kinderen.",
        "Mensen die alleen wonen, zitten er niet bij.",
        per="huishoudens",
    ),
    _count(
        "huishoudens_met_kinderen",
        "Huishoudens met kinderen",
        "huishoudens",
        "jeugd",
        "Hoeveel huishoudens thuiswonende kinderen hebben, met één of twee ouders.",
        "Het is niet het aantal eenoudergezinnen: dat geeft CBS hier niet apart.",
        per="huishoudens",
    ),
    Variable(
        "huishoudensgrootte",
        "Mensen per huishouden",
        "personen per huishouden",
        "mean",
        "bevolking",
        "Hoeveel mensen er gemiddeld in een huishouden wonen.",
        "Het zegt niet of een woning te klein of te groot is.",
        decimals=1,
        per="huishoudens",
    ),
    _count(
        "geboorte",
        "Geboren kinderen",
        "kinderen",
        "bevolking",
        "Hoeveel kinderen in dat jaar levend zijn geboren.",
        "Kinderen die er later zijn komen wonen, tellen niet mee.",
        caveats=("afgerond", "kleine_aantallen"),
    ),
    _count(
        "sterfte",
        "Overleden inwoners",
        "personen",
        "bevolking",
        "Hoeveel inwoners in dat jaar zijn overleden.",
        "Het is geen maat voor gezondheid: waar veel ouderen wonen, sterven meer mensen.",
        caveats=("afgerond", "kleine_aantallen"),
    ),
    _count(
        "migratie_westers",
        "Westerse migratieachtergrond (t/m 2022)",
        "personen",
        "bevolking",
        "Hoeveel inwoners volgens de oude indeling van CBS een westerse migratieachtergrond hadden.",
        "Het telt nooit mee in een score en is niet te vergelijken met herkomst vanaf 2023.",
        per="inwoners",
        sensitive=True,
        caveats=("afgerond", "breuk_herkomst_2022"),
    ),
    _count(
        "migratie_niet_westers",
        "Niet-westerse migratieachtergrond (t/m 2022)",
        "personen",
        "bevolking",
        "Hoeveel inwoners volgens de oude indeling van CBS een niet-westerse migratieachtergrond hadden.",
        "Het telt nooit mee in een score en is niet te vergelijken met herkomst vanaf 2023.",
        per="inwoners",
        sensitive=True,
        caveats=("afgerond", "breuk_herkomst_2022"),
    ),
    _count(
        "herkomst_nederland",
        "Herkomst Nederland",
        "personen",
        "bevolking",
        "Hoeveel inwoners in Nederland zijn geboren en twee ouders hebben die dat ook zijn.",
        "Het telt nooit mee in een score en is niet te vergelijken met de indeling van voor 2022.",
        per="inwoners",
        sensitive=True,
        caveats=("afgerond", "breuk_herkomst_2022"),
    ),
    _count(
        "herkomst_europa",
        "Herkomst Europa, buiten Nederland",
        "personen",
        "bevolking",
        "Hoeveel inwoners zelf of via een ouder uit een ander Europees land komen.",
        "Het telt nooit mee in een score en is niet te vergelijken met de indeling van voor 2022.",
        per="inwoners",
        sensitive=True,
        caveats=("afgerond", "breuk_herkomst_2022"),
    ),
    _count(
        "herkomst_buiten_europa",
        "Herkomst buiten Europa",
        "personen",
        "bevolking",
        "Hoeveel inwoners zelf of via een ouder uit een land buiten Europa komen.",
        "Het telt nooit mee in een score en is niet te vergelijken met de indeling van voor 2022.",
        per="inwoners",
        sensitive=True,
        caveats=("afgerond", "breuk_herkomst_2022"),
    ),
    # wonen
    _count(
        "woningvoorraad",
        "Woningen",
        "woningen",
        "wonen",
        "Hoeveel woningen er op 1 januari staan.",
        "Leegstaande woningen tellen ook mee; woonboten en wagens niet.",
        rounding=1,
        caveats=(),
    ),
    Variable(
        "woz_waarde",
        "Gemiddelde WOZ-waarde",
        "× 1.000 euro",
        "mean",
        "wonen",
        "Wat een woning volgens de gemeente gemiddeld waard is.",
        "Het is geen verkoopprijs, en geen maat voor het inkomen van wie er woont.",
        per="woningvoorraad",
        caveats=("waarde_en_woz",),
    ),
    Variable(
        "eengezins",
        "Eengezinswoningen",
        "%",
        "share",
        "wonen",
        "Welk deel van de woningen een eigen voordeur op de grond heeft, zoals een rijtjeshuis.",
        "Het zegt niet of er een gezin woont.",
        per="woningvoorraad",
    ),
    Variable(
        "meergezins",
        "Flats en etagewoningen",
        "%",
        "share",
        "wonen",
        "Welk deel van de woningen in een gebouw met meer woningen zit.",
        "Het zegt niets over hoe groot of hoe goed de woningen zijn.",
        per="woningvoorraad",
    ),
    Variable(
        "koopwoningen",
        "Koopwoningen",
        "%",
        "share",
        "wonen",
        "Welk deel van de woningen van de bewoner zelf is of daarvoor bedoeld is.",
        "Het zegt niets over hoe hoog de hypotheek is.",
        per="woningvoorraad",
    ),
    Variable(
        "huurwoningen",
        "Huurwoningen",
        "%",
        "share",
        "wonen",
        "Welk deel van de woningen wordt verhuurd, door wie dan ook.",
        "Het is niet het deel sociale huur.",
        per="woningvoorraad",
        caveats=("eigendom_geen_huur",),
    ),
    Variable(
        "corporatiebezit",
        "Woningen van een corporatie",
        "%",
        "share",
        "wonen",
        "Welk deel van alle woningen van een woningcorporatie is.",
        "Het is niet het aantal sociale huurwoningen: een corporatie verhuurt ook duurder, en anderen ook sociaal.",
        per="woningvoorraad",
        caveats=("eigendom_geen_huur",),
    ),
    Variable(
        "overige_verhuurders",
        "Woningen van andere verhuurders",
        "%",
        "share",
        "wonen",
        "Welk deel van alle woningen wordt verhuurd door een bedrijf, een belegger of iemand anders.",
        "Het is niet het deel dure huur.",
        per="woningvoorraad",
        caveats=("eigendom_geen_huur",),
    ),
    Variable(
        "onbewoond",
        "Woningen zonder bewoner",
        "%",
        "share",
        "wonen",
        "In welk deel van de woningen niemand staat ingeschreven.",
        "Het is niet hetzelfde als leegstand: een tweede huis telt ook mee.",
        per="woningvoorraad",
    ),
    # inkomen
    Variable(
        "inkomen_per_inwoner",
        "Gemiddeld inkomen per inwoner",
        "× 1.000 euro",
        "mean",
        "armoede",
        "Het persoonlijk inkomen van iedereen samen, gedeeld door alle inwoners, ook de kinderen.",
        "Het is niet wat iemand in de hand krijgt: de belasting is er nog niet af.",
        decimals=1,
        per="inwoners",
    ),
    Variable(
        "inkomen_per_ontvanger",
        "Gemiddeld inkomen per ontvanger",
        "× 1.000 euro",
        "mean",
        "armoede",
        "Het gemiddelde persoonlijk inkomen van wie het hele jaar inkomen had.",
        "Mensen zonder inkomen, zoals kinderen, tellen niet mee.",
        decimals=1,
    ),
    Variable(
        "gestandaardiseerd_inkomen",
        "Besteedbaar inkomen van huishoudens",
        "× 1.000 euro",
        "mean",
        "armoede",
        "Wat een huishouden gemiddeld te besteden heeft, omgerekend naar iemand die alleen woont.",
        "Het zegt niet hoe het inkomen verdeeld is: een paar hoge inkomens trekken het omhoog.",
        decimals=1,
        per="huishoudens",
        caveats=("zonder_studenten",),
    ),
    Variable(
        "personen_laagste_40",
        "Personen met een laag inkomen (laagste 40%)",
        "%",
        "share",
        "armoede",
        "Welk deel van de mensen met inkomen bij de laagste 40% van Nederland hoort.",
        "Het is geen armoede: landelijk is het altijd 40%.",
        decimals=1,
    ),
    Variable(
        "personen_hoogste_20",
        "Personen met een hoog inkomen (hoogste 20%)",
        "%",
        "share",
        "armoede",
        "Welk deel van de mensen met inkomen bij de hoogste 20% van Nederland hoort.",
        "Het zegt niets over vermogen.",
        decimals=1,
    ),
    Variable(
        "huishoudens_laagste_40",
        "Huishoudens bij de laagste 40% inkomens",
        "%",
        "share",
        "armoede",
        "Welk deel van de huishoudens bij de laagste 40% inkomens van Nederland hoort.",
        "Het is geen armoede: landelijk is het altijd 40%.",
        decimals=1,
        per="huishoudens",
        caveats=_HOUSEHOLD_SHARE,
    ),
    Variable(
        "huishoudens_hoogste_20",
        "Huishoudens bij de hoogste 20% inkomens",
        "%",
        "share",
        "armoede",
        "Welk deel van de huishoudens bij de hoogste 20% inkomens van Nederland hoort.",
        "Het zegt niets over vermogen.",
        decimals=1,
        per="huishoudens",
        caveats=_HOUSEHOLD_SHARE,
    ),
    Variable(
        "laag_inkomen",
        "Huishoudens met een laag inkomen",
        "%",
        "share",
        "armoede",
        "Welk deel van de huishoudens onder de lage-inkomensgrens van CBS leeft.",
        "Het is niet de nieuwe armoedegrens, en het telt geen schulden of vermogen mee.",
        direction="lower_better",
        decimals=1,
        per="huishoudens",
        caveats=("zonder_studenten", "breuk_armoede_2024", "benadering", "kleine_aantallen"),
    ),
    Variable(
        "sociaal_minimum_101",
        "Huishoudens rond het sociaal minimum",
        "%",
        "share",
        "armoede",
        "Welk deel van de huishoudens hoogstens 101% van het sociaal minimum heeft.",
        "Het is niet het deel met bijstand: ook werkenden en ouderen kunnen eronder vallen.",
        direction="lower_better",
        decimals=1,
        per="huishoudens",
        caveats=("zonder_studenten", "breuk_armoede_2024", "benadering", "kleine_aantallen"),
    ),
    Variable(
        "sociaal_minimum_110",
        "Huishoudens tot 110% van het minimum",
        "%",
        "share",
        "armoede",
        "Welk deel van de huishoudens hoogstens 110% van het sociaal minimum heeft.",
        "Het is niet het deel dat gemeentelijke hulp krijgt.",
        direction="lower_better",
        decimals=1,
        per="huishoudens",
        caveats=("zonder_studenten", "breuk_armoede_2024", "benadering", "kleine_aantallen"),
    ),
    Variable(
        "sociaal_minimum_120",
        "Huishoudens tot 120% van het minimum",
        "%",
        "share",
        "armoede",
        "Welk deel van de huishoudens hoogstens 120% van het sociaal minimum heeft.",
        "Het is niet het deel dat gemeentelijke hulp krijgt.",
        direction="lower_better",
        decimals=1,
        per="huishoudens",
        caveats=("zonder_studenten", "breuk_armoede_2024", "benadering", "kleine_aantallen"),
    ),
    Variable(
        "personen_in_armoede",
        "Personen in armoede (vanaf 2024)",
        "%",
        "share",
        "armoede",
        "Welk deel van de mensen te weinig heeft voor wat nodig is, volgens de nieuwe grens van CBS, SCP en Nibud.",
        "Het is niet te vergelijken met het deel huishoudens met een laag inkomen van voor 2024.",
        direction="lower_better",
        decimals=1,
        per="inwoners",
        caveats=("breuk_armoede_2024", "kleine_aantallen"),
    ),
    Variable(
        "personen_net_boven_armoede",
        "Personen net boven de armoedegrens",
        "%",
        "share",
        "armoede",
        "Welk deel van de mensen boven de armoedegrens leeft, maar er minder dan 25% boven.",
        "Zij zijn volgens deze grens niet arm.",
        direction="lower_better",
        decimals=1,
        per="inwoners",
        caveats=("breuk_armoede_2024", "kleine_aantallen"),
    ),
    Variable(
        "mediaan_vermogen",
        "Vermogen van huishoudens (midden)",
        "× 1.000 euro",
        "median",
        "armoede",
        "Het vermogen van het middelste huishouden: de helft heeft meer, de helft minder. Het kan onder nul zijn.",
        "Pensioen telt niet mee.",
        decimals=1,
        caveats=("zonder_studenten",),
    ),
    # uitkeringen
    _count(
        "bijstand",
        "Mensen met bijstand",
        "personen",
        "armoede",
        "Hoeveel mensen eind december bijstand kregen en nog geen AOW.",
        "Het is niet het aantal arme mensen: niet iedereen met weinig geld krijgt bijstand.",
        rounding=10,
        per="inwoners",
        caveats=("afgerond", "kleine_aantallen", "einde_december"),
    ),
    _count(
        "ao",
        "Mensen met arbeidsongeschiktheidsuitkering",
        "personen",
        "werk",
        "Hoeveel mensen eind december een uitkering kregen omdat zij niet of minder kunnen werken.",
        "Het is niet het aantal zieke mensen.",
        rounding=10,
        per="inwoners",
        caveats=("afgerond", "kleine_aantallen", "einde_december"),
    ),
    _count(
        "ww",
        "Mensen met WW",
        "personen",
        "werk",
        "Hoeveel mensen eind december een werkloosheidsuitkering kregen.",
        "Het is niet het aantal werklozen: niet iedereen zonder werk krijgt WW.",
        rounding=10,
        per="inwoners",
        caveats=("afgerond", "kleine_aantallen", "einde_december"),
    ),
    _count(
        "aow",
        "Mensen met AOW",
        "personen",
        "bevolking",
        "Hoeveel mensen eind december AOW kregen.",
        "Het zegt niets over hun andere inkomen, zoals pensioen.",
        rounding=10,
        per="inwoners",
        caveats=("afgerond", "einde_december"),
    ),
    # zorg
    _count(
        "jeugdzorg",
        "Jongeren met jeugdzorg",
        "personen",
        "zorg",
        "Hoeveel jongeren tot 23 jaar in dat jaar jeugdzorg in natura kregen.",
        "Wie hulp nodig heeft en die niet krijgt, telt niet mee.",
        caveats=("afgerond", "kleine_aantallen"),
    ),
    Variable(
        "jeugdzorg_aandeel",
        "Deel van de jongeren met jeugdzorg",
        "%",
        "share",
        "zorg",
        "Welk deel van de jongeren tot 23 jaar in dat jaar jeugdzorg in natura kreeg.",
        "Meer is niet slechter of beter: het kan ook zijn dat hulp goed te vinden is.",
        decimals=1,
        caveats=_SMALL,
    ),
    _count(
        "wmo",
        "Mensen met hulp uit de Wmo",
        "personen",
        "zorg",
        "Hoeveel mensen hulp op maat uit de Wmo kregen, zoals huishoudelijke hulp.",
        "Alleen gemeenten die hun gegevens gaven; algemene hulp in de wijk telt niet mee.",
        caveats=("afgerond", "alleen_deelnemers"),
    ),
    Variable(
        "wmo_per_1000",
        "Mensen met hulp uit de Wmo per 1.000",
        "per 1.000 inwoners",
        "rate",
        "zorg",
        "Hoeveel van elke 1.000 inwoners hulp op maat uit de Wmo kregen.",
        "Meer is niet slechter of beter: waar meer ouderen wonen, is meer hulp nodig.",
        per="inwoners",
        caveats=("alleen_deelnemers", "kleine_aantallen"),
    ),
    # werk
    _count(
        "opleiding_laag",
        "Basisonderwijs, vmbo of mbo 1",
        "personen",
        "werk",
        "Hoeveel mensen van 15 tot 75 jaar hoogstens basisonderwijs, vmbo of mbo 1 hebben afgerond.",
        "Jongeren die nog naar school gaan, tellen ook mee.",
        rounding=10,
    ),
    _count(
        "opleiding_midden",
        "Havo, vwo of mbo 2 tot en met 4",
        "personen",
        "werk",
        "Hoeveel mensen van 15 tot 75 jaar havo, vwo of mbo 2, 3 of 4 hebben afgerond.",
        "Het zegt niet welk werk iemand doet.",
        rounding=10,
    ),
    _count(
        "opleiding_hoog",
        "Hbo of universiteit",
        "personen",
        "werk",
        "Hoeveel mensen van 15 tot 75 jaar hbo of universiteit hebben afgerond.",
        "Het zegt niet welk werk iemand doet.",
        rounding=10,
    ),
    Variable(
        "arbeidsparticipatie",
        "Mensen met betaald werk",
        "%",
        "share",
        "werk",
        "Welk deel van de mensen van 15 tot 75 jaar betaald werk heeft, ook voor een paar uur.",
        "Vrijwilligers en mantelzorgers tellen niet mee.",
        direction="higher_better",
        caveats=_SMALL,
    ),
    Variable(
        "werknemers",
        "Werkenden in loondienst",
        "%",
        "share",
        "werk",
        "Welk deel van de werkenden in loondienst is.",
        "Het zegt niet of het een vast contract is.",
        caveats=_SMALL,
    ),
    Variable(
        "zelfstandigen",
        "Werkenden als zelfstandige",
        "%",
        "share",
        "werk",
        "Welk deel van de werkenden een eigen bedrijf heeft, met of zonder personeel.",
        "Het zegt niet hoeveel zij verdienen.",
        caveats=_SMALL,
    ),
    # veiligheid
    Variable(
        "diefstal_woning",
        "Diefstal uit woning of schuur",
        "per 1.000 inwoners",
        "rate",
        "leefbaarheid",
        "Hoe vaak de politie diefstal uit een woning of schuur noteerde, per 1.000 inwoners.",
        "Wat niet bij de politie is gemeld, telt niet mee.",
        direction="lower_better",
        per="inwoners",
        caveats=("plaats_van_misdrijf", "kleine_aantallen"),
    ),
    Variable(
        "vernieling",
        "Vernieling en openbare orde",
        "per 1.000 inwoners",
        "rate",
        "leefbaarheid",
        "Hoe vaak de politie vernieling of een misdrijf tegen de openbare orde noteerde, per 1.000 inwoners.",
        "Wat niet bij de politie is gemeld, telt niet mee.",
        direction="lower_better",
        per="inwoners",
        caveats=("plaats_van_misdrijf", "kleine_aantallen"),
    ),
    Variable(
        "geweld",
        "Geweld en seksuele misdrijven",
        "per 1.000 inwoners",
        "rate",
        "leefbaarheid",
        "Hoe vaak de politie geweld of een seksueel misdrijf noteerde, per 1.000 inwoners.",
        "Wat niet bij de politie is gemeld, telt niet mee.",
        direction="lower_better",
        per="inwoners",
        caveats=("plaats_van_misdrijf", "kleine_aantallen"),
    ),
    # voorzieningen
    Variable(
        "afstand_huisarts",
        "Afstand tot de huisarts",
        "km",
        "distance",
        "voorzieningen",
        "Hoe ver de dichtstbijzijnde huisarts gemiddeld is, over de weg.",
        "Het zegt niet of de huisarts nieuwe patiënten aanneemt.",
        direction="lower_better",
        decimals=1,
    ),
    Variable(
        "afstand_supermarkt",
        "Afstand tot een grote supermarkt",
        "km",
        "distance",
        "voorzieningen",
        "Hoe ver de dichtstbijzijnde grote supermarkt gemiddeld is, over de weg.",
        "Kleine winkels tellen niet mee.",
        direction="lower_better",
        decimals=1,
    ),
    Variable(
        "afstand_kinderdagverblijf",
        "Afstand tot kinderopvang",
        "km",
        "distance",
        "voorzieningen",
        "Hoe ver het dichtstbijzijnde kinderdagverblijf gemiddeld is, over de weg.",
        "Het zegt niet of er plek is.",
        direction="lower_better",
        decimals=1,
    ),
    Variable(
        "afstand_school",
        "Afstand tot een basisschool",
        "km",
        "distance",
        "voorzieningen",
        "Hoe ver de dichtstbijzijnde basisschool gemiddeld is, over de weg.",
        "Het zegt niets over hoe goed de school is.",
        direction="lower_better",
        decimals=1,
    ),
    Variable(
        "scholen_binnen_3km",
        "Basisscholen binnen 3 km",
        "scholen",
        "mean",
        "voorzieningen",
        "Hoeveel basisscholen er gemiddeld binnen 3 kilometer zijn.",
        "Het zegt niets over hoe goed de scholen zijn.",
        decimals=1,
    ),
    # ruimte
    Variable(
        "dichtheid",
        "Inwoners per vierkante kilometer",
        "inwoners per km²",
        "density",
        "ruimte",
        "Hoeveel mensen er wonen op een vierkante kilometer land.",
        "Het zegt niet hoe groot de woningen zijn.",
    ),
    Variable(
        "stedelijkheid",
        "Stedelijkheid",
        "klasse",
        "class",
        "ruimte",
        "Hoe stedelijk het gebied is, in vijf klassen: 1 is zeer sterk stedelijk, 5 is niet stedelijk.",
        "Een lagere klasse is niet beter of slechter.",
        caveats=("hoogste_klasse_dichtheid",),
    ),
    Variable(
        "adressendichtheid",
        "Adressen in de omgeving",
        "adressen per km²",
        "density",
        "ruimte",
        "Hoeveel adressen er gemiddeld binnen een kilometer van een adres zijn, per vierkante kilometer.",
        "Winkels en kantoren tellen ook mee.",
    ),
    Variable(
        "oppervlakte",
        "Oppervlakte",
        "ha",
        "count",
        "ruimte",
        "Hoe groot het gebied is, land en water samen.",
        "Een groot gebied heeft niet altijd veel inwoners.",
    ),
    Variable(
        "oppervlakte_land",
        "Oppervlakte land",
        "ha",
        "count",
        "ruimte",
        "Hoeveel land er in het gebied is.",
        "Het zegt niet hoeveel daarvan bebouwd is.",
    ),
    Variable(
        "oppervlakte_water",
        "Oppervlakte water",
        "ha",
        "count",
        "ruimte",
        "Hoeveel water er in het gebied is.",
        "Smalle sloten tellen niet mee.",
    ),
    _count(
        "bedrijfsvestigingen",
        "Bedrijfsvestigingen",
        "vestigingen",
        "ruimte",
        "Hoeveel vestigingen van bedrijven er zijn, ook van mensen die alleen werken.",
        "Het is niet het aantal banen.",
    ),
    _count(
        "personenautos",
        "Personenauto's",
        "auto's",
        "ruimte",
        "Hoeveel personenauto's er op naam van een adres in het gebied staan.",
        "Leaseauto's staan op het adres van het leasebedrijf.",
    ),
    Variable(
        "autos_per_huishouden",
        "Auto's per huishouden",
        "auto's per huishouden",
        "mean",
        "ruimte",
        "Hoeveel personenauto's er gemiddeld per huishouden zijn.",
        "Het zegt niet hoeveel huishoudens geen auto hebben.",
        decimals=1,
        per="huishoudens",
    ),
)


def _years() -> tuple[int, ...]:
    """The years that the column file knows."""
    with COLUMNS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(int(name) for name in next(csv.reader(file)) if name.isdigit())


SOURCE = Source(
    id="cbs_kwb",
    title="Kerncijfers wijken en buurten",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage="https://www.cbs.nl/nl-nl/reeksen/publicatie/kerncijfers-wijken-en-buurten",
    levels=LEVELS,
    years=_years(),
    variables=VARIABLES,
    about=(
        "Elk jaar geeft CBS cijfers over elke gemeente, wijk en buurt. De eerste uitgave van een jaar is nog grotendeels "
        "leeg; inkomen en zorg komen ongeveer twee jaar later."
    ),
    settings=("DSW_CBS_URL", "DSW_CBS_V4_URL"),
    pull=pull,
    expects=(_expect_v3(_years()[-2]), _expect_v3(_years()[-1]), _expect_v4(_years()[-2])),
)
