"""All figures of a level in one file: parquet, CSV (in a zip) or Excel, with the data dictionary inside.

Made by a process of its own (``python -m export.bulk``), so that the pages never wait for it. Two shapes:

- *breed* (wide): a row an area, two columns a figure: its value, and its status where the value is empty or uncertain.
  Only figures on the boundaries of that very year: a code can mean another area on other boundaries.
- *lang* (tidy): a row an area and figure, on whatever boundaries its source gave it, named in the column ``grenzen``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from answers import data, dictionary, format, ground, house, provenance
from answers import words as shown
from answers.held import working_with
from export import target
from indicators.catalog import Entry
from loaders import cells
from loaders import store as _store
from loaders.source import registry
from loaders.store import MISSING, Store
from loaders.vocabulary import LEVEL_PLURALS, LEVELS, STATUSES

SHAPES = {"breed": "wide", "lang": "tidy"}
KINDS = {
    "csv.zip": "application/zip",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AREA = ("code", "naam", "niveau", "gemeente", "gemeente_naam", "jaar", "grond")
# How the area of a row stands to what its code stands for in the newest division (indicators.ground.KINDS).
GROUNDS = {"same": "zelfde", "partly": "deels", "other": "ander", "unknown": "onbekend"}
# What the columns of a file that are no figures hold.
COLUMN_WORDS = {
    "code": "Code van het gebied (CBS).",
    "naam": "Naam van het gebied in de indeling van het cijfer.",
    "niveau": "Land, gemeente, wijk of buurt.",
    "gemeente": "Code van de gemeente waarin het gebied ligt.",
    "gemeente_naam": "Naam van die gemeente.",
    "jaar": "Het jaar waarover het cijfer gaat.",
    "grond": "Of dit hetzelfde gebied is als waar de code nu voor staat: zelfde, deels, ander of onbekend.",
    "grenzen": "Het jaar van de grenzen waarop het cijfer is gegeven.",
    "cijfer": "Naam van het cijfer; het woordenboek legt uit wat het is.",
    "waarde": "De waarde; leeg is niet nul, zie toestand.",
    "toestand": "Wat de waarde is, of waarom zij leeg is.",
    "eenheid": "De eenheid van de waarde.",
    "bron": "Wie het cijfer maakte.",
    "let_op": "Staat er alleen bij verzonnen cijfers.",
    "gegevensversie": "De versie van de gegevens.",
}
# What needs no word beside a value.
_PLAIN = ("published", "computed")
DEMO_WORDS = "VERZONNEN cijfers van een verzonnen gebied"
ZIP_LEVEL = 3
# Figures whose rows are in memory together.
AT_ONCE = 12


@dataclass(frozen=True)
class Wanted:
    """One file: the figures of a level and a year (None: every year), its shape and its kind."""

    level: str
    year: int | None
    shape: str
    kind: str

    def exists(self, held: Store) -> bool:
        """Whether there are figures for it, and whether this kind can hold them.

        A sheet of a workbook cannot hold every year, or a row for every figure.
        """
        fits = self.kind != "xlsx" or (self.shape == "breed" and self.year is not None)
        years = held.years(self.level)
        return fits and bool(years) and (self.year is None or self.year in years)

    def years(self, held: Store) -> list[int]:
        """The years in the file."""
        return held.years(self.level) if self.year is None else [self.year]

    def file_name(self, held: Store) -> str:
        """What the file is called: ``wijken-2024-breed-<version>.csv.zip``; for the demo region *verzonnen* first."""
        plural = "land" if self.level == "land" else LEVEL_PLURALS[self.level]
        words = ["verzonnen"] if held.demo else []
        words += [plural, str(self.year or "alle-jaren"), self.shape, held.version]
        return "-".join(words) + f".{self.kind}"


def listed(held: Store, level: str, years: Sequence[int]) -> list[Entry]:
    """The figures that a file of this level and these years holds, in the order of the catalog."""
    there = {id for year in years for id in held.variables(level, year)}
    return [e for e in data.entries().values() if e.replaced_by is None and e.id in there]


def wide(held: Store, level: str, year: int, entries: Sequence[Entry]) -> pd.DataFrame:
    """A row an area: AREA, then two columns a figure, ``id`` and ``id_toestand`` (empty where simply published or computed)."""
    ids = [e.id for e in entries]
    values, statuses = held.table(level, year, ids), held.statuses(level, year, ids)
    names = _names(held, level, year)
    index = values.index.union(names.index)
    columns: dict[str, Any] = _area_columns(names, index, level, year, year)
    values, statuses = values.reindex(index), statuses.reindex(index, fill_value="")
    values = pd.DataFrame({e.id: shown.as_shown(e, values[e.id], statuses[e.id]) for e in entries}, index=index)
    for id in ids:
        columns[id] = values[id].to_numpy()
        columns[f"{id}_toestand"] = statuses[id].map(_status_words).mask(statuses[id].isin(_PLAIN), "").to_numpy()
    return _marked(pd.DataFrame(columns), held)


def _status_words(status: str) -> str:
    return format.why_missing(status)


def tidy(held: Store, level: str, year: int, entries: Sequence[Entry]) -> pd.DataFrame:
    """A row an area and figure, as the sources gave them: AREA, grenzen, cijfer, waarde, toestand, eenheid, bron.

    Empty, without columns, where the year has no rows of these figures.
    """
    known = {e.id: e for e in entries}
    rows = held.observations(list(known), level, [year])
    divisions = sorted(int(d) for d in rows["division"].unique())
    parts = []
    for division in divisions:
        part = rows[rows["division"] == division]
        codes = part["region"].astype(str)
        names = _names(held, level, division)
        found = pd.DataFrame(_area_columns(names, pd.Index(codes), level, year, division))
        ids = part["variable"].astype(str)
        parts.append(
            found.assign(
                grenzen=division,
                cijfer=ids.to_numpy(),
                waarde=_as_shown(known, ids, part).to_numpy(),
                toestand=part["status"].astype(str).map(STATUSES).to_numpy(),
                eenheid=ids.map({id: e.unit for id, e in known.items()}).to_numpy(),
                bron=ids.map({id: _credit(held, e) for id, e in known.items()}).to_numpy(),
            )
        )
    return _marked(pd.concat(parts, ignore_index=True), held) if parts else pd.DataFrame()


def _as_shown(known: dict[str, Entry], ids: pd.Series, part: pd.DataFrame) -> pd.Series:
    """The values of the rows, each as its figure is shown."""
    found = part["value"].astype(float).copy()
    for id, rows in part.groupby(ids, observed=True):
        found.loc[rows.index] = shown.as_shown(known[str(id)], rows["value"], rows["status"].astype(str))
    return found


def _names(held: Store, level: str, year: int) -> pd.DataFrame:
    return held.names(level, year)[["name", "gemeente", "gemeente_name"]].map(cells.harmless)


def _area_columns(names: pd.DataFrame, index: pd.Index, level: str, year: int, division: int) -> dict[str, Any]:
    known = names.reindex(index).fillna("")
    name, gemeente, gemeente_name = (known[c].to_numpy() for c in ("name", "gemeente", "gemeente_name"))
    grounds = ground.marks(level, division)["ground"].reindex(index).fillna("unknown").map(GROUNDS).to_numpy()
    return dict(zip(AREA, (index.to_numpy(), name, level, gemeente, gemeente_name, year, grounds), strict=True))


def _marked(frame: pd.DataFrame, held: Store) -> pd.DataFrame:
    """The frame with the version of the data in every row, and what is made up called so."""
    marks = {"let_op": DEMO_WORDS} if held.demo else {}
    return frame.assign(gegevensversie=held.version, **marks)


def _credit(held: Store, entry: Entry) -> str:
    if held.demo:
        return "verzonnen"
    titles = [f"{registry()[s].publisher}, {registry()[s].title}" for s in entry.sources if s in registry()]
    return "; ".join(titles) + (" (bewerkt)" if entry.computed else "")


# ---------------------------------------------------------------- what goes along


def read_me(held: Store, wanted: Wanted, entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """What the file is, in Dutch: heading and text, to print above each other."""
    years = wanted.years(held)
    sources = [] if held.demo else [registry()[s] for s in provenance.delivered(held) if s in registry()]
    two = (
        "een kolom per cijfer; het blad Toestand zegt op dezelfde plaats wat ermee is."
        if wanted.kind == "xlsx"
        else "twee kolommen per cijfer: de waarde, en (met _toestand erachter) wat ermee is."
    )
    shape = {
        "breed": f"Een rij per gebied, {two} "
        "Een lege toestand bij een waarde betekent: gepubliceerd, of hier berekend uit wat gepubliceerd is. "
        "Alleen cijfers op de grenzen van het jaar zelf; "
        "cijfers die een bron op andere grenzen geeft, staan in het bestand met een rij per cijfer.",
        "lang": "Een rij per gebied en cijfer. De kolom grenzen zegt op welke indeling het cijfer is gegeven: "
        "zet cijfers op verschillende grenzen niet naast elkaar.",
    }[wanted.shape]
    shape += (
        " Codes worden opnieuw gebruikt en grenzen verschuiven: de kolom grond zegt of een rij over hetzelfde gebied gaat als "
        "waar de code nu voor staat. Zet jaren alleen naast elkaar waar die zelfde is."
    )
    found = [
        ("Wat", f"{house.NAME}: alle cijfers per {wanted.level}, {format.years(years)}."),
        ("Vorm", shape),
        (
            "Leeg",
            (
                "Leeg is niet nul. Elk leeg vak heeft een reden: "
                f"{'; '.join([*map(STATUSES.__getitem__, MISSING), format.why_missing('')])}."
            ),
        ),
        (
            "Getallen",
            "Een punt voor de decimalen, komma's tussen de kolommen, UTF-8."
            if wanted.kind == "csv.zip"
            else "Als getal opgeslagen.",
        ),
        ("Cijfers", f"{len(entries)}, uitgelegd in het woordenboek, met kanttekeningen en breuken."),
        ("Versie", f"Gegevensversie {held.version}, gemaakt {format.day(held.manifest()['created'])}."),
        ("Bronnen", "; ".join(f"{s.publisher}, {s.title} ({s.licence})" for s in sources) or "verzonnen"),
        ("Verwijzen", provenance.citation(held, sources)),
    ]
    return [("LET OP", f"{DEMO_WORDS}. Niet gebruiken alsof het echt is."), *found] if held.demo else found


def words(held: Store, entries: Sequence[Entry]) -> pd.DataFrame:
    """The data dictionary of these figures, a row each, safe to open in a spreadsheet."""
    frame: pd.DataFrame = dictionary.download(entries, held).map(cells.harmless)
    return frame


def metadata(held: Store, wanted: Wanted, entries: Sequence[Entry]) -> dict[str, Any]:
    """The same for programs: where it came from, and the dictionary."""
    sources = provenance.delivered(held)
    return {
        **provenance.meta(held, sources),
        "level": wanted.level,
        "years": wanted.years(held),
        "shape": SHAPES[wanted.shape],
        "columns": COLUMN_WORDS,
        "statuses": STATUSES,
        "indicators": words(held, entries).to_dict("records"),
    }


# ---------------------------------------------------------------- writing


def write(held: Store, wanted: Wanted, path: Path) -> None:
    """Make the file at ``path``, a year at a time, so that memory holds one year and no more."""
    make = {"csv.zip": _write_zip, "parquet": _write_parquet, "xlsx": _write_xlsx}[wanted.kind]
    with working_with(held):
        make(held, wanted, listed(held, wanted.level, wanted.years(held)), path)


def _tables(held: Store, wanted: Wanted, entries: Sequence[Entry], year: int) -> Iterator[pa.Table]:
    """The rows of one year, a part of the figures at a time where each has rows of its own."""
    if wanted.shape == "breed":
        yield _table(wide(held, wanted.level, year, entries))
        return
    for start in range(0, len(entries), AT_ONCE):
        frame = tidy(held, wanted.level, year, entries[start : start + AT_ONCE])
        if len(frame):
            yield _table(frame)


def _table(frame: pd.DataFrame) -> pa.Table:
    """Text as text and figures as float64, so that every year has the same types, one that is wholly empty too."""
    types = {
        str(name): pa.int16() if name in ("jaar", "grenzen") else pa.float64() if _is_figure(column) else pa.string()
        for name, column in frame.items()
    }
    return pa.Table.from_pandas(frame, schema=pa.schema(types.items()), preserve_index=False)


def _is_figure(column: pd.Series) -> bool:
    return bool(pd.api.types.is_float_dtype(column.dtype))


def _write_zip(held: Store, wanted: Wanted, entries: Sequence[Entry], path: Path) -> None:
    made_up = "verzonnen-" if held.demo else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as archive:
        text = "\r\n\r\n".join(f"{head}\r\n{words}" for head, words in read_me(held, wanted, entries))
        archive.writestr("LEESMIJ.txt", f"{text}\r\n".encode("utf-8-sig"))
        archive.writestr("metadata.json", json.dumps(metadata(held, wanted, entries), ensure_ascii=False, indent=1))
        archive.writestr("woordenboek.csv", words(held, entries).to_csv(index=False, lineterminator="\r\n").encode())
        for year in wanted.years(held):
            with archive.open(f"{made_up}{wanted.level}-{year}-{wanted.shape}.csv", "w", force_zip64=True) as file:
                first = True
                for table in _tables(held, wanted, entries, year):
                    options = pacsv.WriteOptions(include_header=first, quoting_style="needed")
                    pacsv.write_csv(table, file, options)
                    first = False


def _write_parquet(held: Store, wanted: Wanted, entries: Sequence[Entry], path: Path) -> None:
    about = {"metadata": json.dumps(metadata(held, wanted, entries), ensure_ascii=False)}
    told = {e.id: json.dumps({"label": e.label, "unit": e.unit, "is": e.is_}, ensure_ascii=False) for e in entries}
    writer: pq.ParquetWriter | None = None
    for table in (table for year in wanted.years(held) for table in _tables(held, wanted, entries, year)):
        fields = [f.with_metadata({"about": told[f.name]}) if f.name in told else f for f in table.schema]
        schema = pa.schema(fields, metadata=about)
        writer = writer or pq.ParquetWriter(path, schema, compression="zstd")
        writer.write_table(table.cast(schema))
    if writer is not None:
        writer.close()


def _write_xlsx(held: Store, wanted: Wanted, entries: Sequence[Entry], path: Path) -> None:
    """Four sheets: read me, the figures, their status (only what is not simply published), the dictionary."""
    import xlsxwriter

    # Memory holds one row at a time.
    options = {**cells.AS_TEXT, "constant_memory": True}
    assert wanted.year is not None
    frame = wide(held, wanted.level, wanted.year, entries)
    labels = {e.id: f"{e.label} ({format.in_words(e.unit)})" for e in entries}
    ids = [e.id for e in entries]
    extra = [c for c in ("gegevensversie", "let_op") if c in frame]
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        shown = {
            n: book.add_format({"num_format": f"#,##0.{'0' * n}".rstrip(".")}) for n in {e.decimals for e in entries}
        }
        formats = [shown[e.decimals] for e in entries]
        about = book.add_worksheet("Lees mij")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 110)
        for row, (head, text) in enumerate(read_me(held, wanted, entries)):
            about.write_string(row, 0, head, bold)
            about.write_string(row, 1, text, wrapped)
        for title, columns in (("Cijfers", ids), ("Toestand", [f"{id}_toestand" for id in ids])):
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(2, 2)
            heads = [*AREA, *extra, *ids]
            for place, name in enumerate(heads):
                sheet.write_string(0, place, labels.get(name, COLUMN_WORDS.get(name, "")), bold)
            for place, name in enumerate(heads):
                sheet.write_string(1, place, name, bold)
            _write_rows(sheet, frame[[*AREA, *extra, *columns]], 2, [None] * len([*AREA, *extra]) + formats)
        _write_frame(book.add_worksheet("Woordenboek"), words(held, entries), bold)


def _write_frame(sheet: Any, frame: pd.DataFrame, bold: Any) -> None:
    for place, name in enumerate(frame.columns):
        sheet.write_string(0, place, str(name), bold)
    _write_rows(sheet, frame, 1)


def _write_rows(sheet: Any, frame: pd.DataFrame, first: int, formats: Sequence[Any] = ()) -> None:
    """Text as text and numbers as numbers, whole; ``formats`` only says how many decimals are shown."""
    for number, row in enumerate(frame.itertuples(index=False, name=None), first):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, place, cell)
            elif cell == cell:
                sheet.write_number(number, place, cell, formats[place] if formats else None)


def _year(text: str) -> int | None:
    """A year, for argparse; None for all of them."""
    if text != "all" and not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is geen jaar; geef een jaar zoals 2024, of all")
    return None if text == "all" else int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make one file; what goes wrong is told on the error stream."""
    parser = argparse.ArgumentParser(
        prog="python -m export.bulk", description="Alle cijfers van een niveau in één bestand."
    )
    parser.add_argument("level", choices=LEVELS)
    parser.add_argument("year", type=_year, help="een jaar, of all")
    parser.add_argument("shape", choices=list(SHAPES))
    parser.add_argument("kind", choices=list(KINDS))
    parser.add_argument("path", type=target.file)
    parser.add_argument("--version", help="deze gegevensversie; anders die van vandaag")
    chosen = parser.parse_args(arguments)
    wanted = Wanted(chosen.level, chosen.year, chosen.shape, chosen.kind)
    held = _store.current() if chosen.version is None else _store.at(chosen.version)
    if held is None:
        print(f"Versie {chosen.version} is er niet.", file=sys.stderr)
        return 1
    if not wanted.exists(held):
        print("Van dit niveau en jaar zijn er geen cijfers in deze vorm.", file=sys.stderr)
        return 1
    with_nice = getattr(os, "nice", None)
    if with_nice is not None:
        with_nice(10)  # the pages come first
    write(held, wanted, chosen.path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
