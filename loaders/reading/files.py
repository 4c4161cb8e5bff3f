"""Any file to sheets of cells: what kind of file it really is, whatever its name, its encoding and its delimiter."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from loaders.reading import workbook

MEGABYTES = 25
SECONDS = 45
LONGEST_CELL = 2_000
DELIMITERS = {";": "puntkomma", "\t": "tab", ",": "komma", "|": "streep"}
# How many lines the delimiter is judged by.
SAMPLE = 300

Cell = str | float | bool | date | None


class ImportProblem(Exception):  # noqa: N818 - what the reader is told, not a fault of the program
    """Why nothing can be done with this file: one Dutch sentence for the reader."""


class Limit:
    """SECONDS from now: how long it may take to read a file, and after that to understand it, whatever kind it is."""

    def __init__(self) -> None:
        self.end = time.monotonic() + SECONDS

    def left(self) -> float:
        """The seconds that are left, at least a hundredth of one."""
        return max(0.01, self.end - time.monotonic())

    def check(self) -> None:
        """Raise ImportProblem when the time is over."""
        if time.monotonic() > self.end:
            raise self.over()

    def over(self) -> ImportProblem:
        """What the reader is told then."""
        return ImportProblem(
            f"Het bestand was na {SECONDS:g} seconden nog niet gelezen. Bewaar alleen de cijfers die u nodig hebt, als CSV."
        )


@dataclass
class Sheet:
    """One sheet of cells as they came; row 1 is ``rows[0]``. ``faults``: cell name → why its content is not to be trusted."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    faults: dict[str, str] = field(default_factory=dict)


@dataclass
class File:
    """A file that could be read: how, and what it holds. ``kind`` and ``encoding`` are words for the reader."""

    name: str
    sha256: str
    kind: str
    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)


def read_path(path: Path) -> File:
    """``read`` of a file on disk; its size is looked at before anything is read."""
    try:
        size = path.stat().st_size
        if size > MEGABYTES * 1_000_000:
            raise ImportProblem(_too_large(size))
        data = path.read_bytes()
    except OSError as error:
        raise ImportProblem(
            f"{path} is niet te openen ({error.strerror}). Controleer de naam en de rechten."
        ) from error
    return read(data, path.name)


def read(data: bytes, name: str) -> File:
    """The sheets of a file, by what is in it and not by what it is called. Raises ImportProblem."""
    if len(data) > MEGABYTES * 1_000_000:
        raise ImportProblem(_too_large(len(data)))
    if not data.strip():
        raise ImportProblem("Het bestand is leeg.")
    _refuse_others(data)
    limit = Limit()
    if data[:2] == b"PK" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _read_workbook(data, name, limit)
    return _read_text(data, name, limit)


def _too_large(size: int) -> str:
    return f"Het bestand is {size // 1_000_000} MB; het mag hoogstens {MEGABYTES} MB zijn. Bewaar alleen het blad met de cijfers."


def _refuse_others(data: bytes) -> None:
    """Say what a file is when it is something that is often mistaken for a table."""
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = start.lower()
    if start.startswith(b"%PDF"):
        raise ImportProblem("Dit is een PDF, ook als de naam iets anders zegt. Vraag om het spreadsheet erachter.")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")) or start[8:12] == b"WEBP":
        raise ImportProblem(
            "Dit is een afbeelding. Uit een plaatje worden geen cijfers gelezen; vraag om het spreadsheet."
        )
    if start.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")):
        raise ImportProblem("Dit is een ingepakt bestand. Pak het eerst uit en kies het bestand dat erin zit.")
    if lower.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise ImportProblem(
            "Dit is een webpagina, ook als de naam op .xls eindigt. Open hem in Excel en sla hem op als .xlsx."
        )
    if lower.startswith((b"<?xml", b"<")):
        raise ImportProblem("Dit is een XML-bestand, geen tabel. Open het in Excel en sla het op als .xlsx of .csv.")
    if start.startswith((b"{", b"[")):
        raise ImportProblem("Dit is een JSON-bestand, geen tabel. Sla de gegevens op als .csv of .xlsx.")
    if start.startswith((b"\x7fELF", b"MZ")):
        raise ImportProblem("Dit is een programma, geen tabel.")


# ---------------------------------------------------------------- spreadsheets


def _read_workbook(data: bytes, name: str, limit: Limit) -> File:
    answer = _in_own_process(data, limit)
    if "problem" in answer:
        raise ImportProblem(answer["problem"])
    sheets = [_sheet(found, limit) for found in answer["sheets"]]
    kind = "Excel-bestand (oud, .xls)" if data[:2] != b"PK" else "spreadsheet"
    file = File(name, sha256(data).hexdigest(), kind, [s for s in sheets if s.rows and not s.hidden])
    hidden = [s.name for s in sheets if s.hidden and s.rows]
    if hidden:
        file.notes.append(f"Verborgen bladen worden niet gelezen: {', '.join(hidden)}.")
    if name.lower().endswith((".csv", ".tsv", ".txt")):
        file.notes.append("Het bestand heet .csv maar is een Excel-bestand; zo is het gelezen.")
    if b"vbaProject.bin" in data:
        file.notes.append("Er zitten macro's in het bestand. Die worden niet uitgevoerd.")
    if not file.sheets:
        raise ImportProblem("In het bestand staat geen zichtbaar blad met gegevens.")
    return file


def _in_own_process(data: bytes, limit: Limit) -> dict[str, Any]:
    """What workbook.py makes of these bytes; a crash or a time-out is a problem like any other."""
    program = [sys.executable, "-I", str(Path(workbook.__file__))]
    try:
        done = subprocess.run(program, input=data, capture_output=True, timeout=limit.left(), check=False)
    except subprocess.TimeoutExpired as error:
        raise limit.over() from error
    if done.returncode:
        raise ImportProblem(
            "Het bestand vraagt te veel geheugen of tijd. Bewaar alleen het blad met de cijfers als CSV."
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _sheet(found: dict[str, Any], limit: Limit) -> Sheet:
    rows: list[list[Cell]] = []
    for row in found["rows"]:
        limit.check()
        rows.append([_cell(cell) for cell in row])
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    faults = dict.fromkeys(
        found["empty_formulas"], "is een formule zonder uitkomst; open het bestand in Excel en sla het op"
    )
    for (top, left), (bottom, right) in found["merged"]:
        limit.check()
        _unmerge(rows, faults, top, left, bottom, right)
    sheet = Sheet(found["name"], rows, found["hidden"], faults)
    _refuse_long_cells(sheet)
    return sheet


def _unmerge(rows: list[list[Cell]], faults: dict[str, str], top: int, left: int, bottom: int, right: int) -> None:
    """Repeat a merged text in all its cells. One number over several cells belongs to none of them: a fault."""
    # A file may merge what is not there, or name the last cell first.
    if not (top <= bottom < len(rows) and left <= right < len(rows[top])):
        return
    value = rows[top][left]
    for r in range(top, bottom + 1):
        for c in range(left, right + 1):
            if isinstance(value, str):
                rows[r][c] = value
            elif value is not None:
                faults[cell_name(r, c)] = (
                    "is samengevoegd met andere cellen, zodat niet vaststaat bij welke rij het getal hoort"
                )


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "#GETAL!"
    return value  # type: ignore[no-any-return]


def _text(value: str) -> str | None:
    """Text without double spaces, and without signs that cannot be seen (they could steer a terminal or turn text around)."""
    text = " ".join(value.split())
    return (text if text.isprintable() else "".join(c for c in text if c.isprintable())) or None


def _refuse_long_cells(sheet: Sheet) -> None:
    for r, row in enumerate(sheet.rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                raise ImportProblem(
                    f"Vak {cell_name(r, c)} bevat {len(cell)} tekens; dat is geen naam en geen getal. "
                    "In een tekstbestand mist er dan vaak een aanhalingsteken."
                )


def cell_name(row: int, column: int) -> str:
    """Row and column counted from 0 as a spreadsheet names them: (3, 1) is B4."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Column counted from 0 as a spreadsheet names it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# ---------------------------------------------------------------- text


def _read_text(data: bytes, name: str, limit: Limit) -> File:
    text, encoding = _decode(data)
    notes = []
    repaired = _repair(text)
    if repaired != text:
        text = repaired
        notes.append("Letters met accenten stonden er verminkt in (Ã«); dat is hersteld.")
    told = re.match(r'sep=([^"\r\n])\r?\n', text)
    delimiter = told.group(1) if told else _delimiter(text)
    text = text[told.end() :] if told else text
    rows = _rows(text, delimiter, limit)
    if not any(rows):
        raise ImportProblem("Het bestand is leeg.")
    sheet = Sheet(Path(name).stem, rows)
    _refuse_long_cells(sheet)
    return File(
        name, sha256(data).hexdigest(), "tekstbestand", [sheet], encoding, DELIMITERS.get(delimiter, delimiter), notes
    )


def _decode(data: bytes) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise ImportProblem("Het bestand is onvolledig (UTF-16). Sla het opnieuw op als CSV UTF-8.") from error
    if b"\0" in data:
        raise ImportProblem(
            "Er staan tekens in die niet in een tekstbestand horen. Sla het opnieuw op als CSV UTF-8 of .xlsx."
        )
    for encoding, words in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return data.decode(encoding), words
        except UnicodeDecodeError:
            continue
    raise ImportProblem("De tekens in het bestand zijn niet te lezen. Sla het opnieuw op als CSV UTF-8.")


def _repair(text: str) -> str:
    """UTF-8 that was once read as Windows-1252 and saved so."""
    if not re.search("[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ''\"\"•–—˜™š›œžŸ]", text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _delimiter(text: str) -> str:
    """The sign that cuts most lines into equally many cells; the earlier in DELIMITERS when two do so as well."""
    sample = "\n".join(text.splitlines()[:SAMPLE])
    best, highest = ";", 0.0
    for delimiter in DELIMITERS:
        try:
            counts = Counter(len(row) for row in csv.reader(sample.splitlines(), delimiter=delimiter) if any(row))
        except csv.Error:
            # A cell without end: reading the rows says which.
            continue
        wide = {count: lines for count, lines in counts.items() if count > 1}
        if not wide:
            continue
        score = max(wide.values()) / sum(counts.values())
        if score > highest + 0.05:
            best, highest = delimiter, score
    return best


def _rows(text: str, delimiter: str, limit: Limit) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            limit.check()
            rows.append([_text(cell) for cell in row])
            cells += len(row)
            if len(rows) > workbook.ROWS or len(row) > workbook.COLUMNS or cells > workbook.CELLS:
                raise ImportProblem(
                    f"Het bestand heeft meer dan {workbook.ROWS} rijen, {workbook.COLUMNS} kolommen of {workbook.CELLS} vakken. "
                    "Knip het op in kleinere bestanden."
                )
    except csv.Error as error:
        raise ImportProblem(
            f"Rij {len(rows) + 1} is niet te lezen ({error}). Waarschijnlijk mist er een aanhalingsteken."
        ) from error
    return rows
