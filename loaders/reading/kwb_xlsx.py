"""The key figures as the Excel file that CBS publishes beside its tables (kwb-2024.xlsx): one row an area, short headings.

Headings are found in whatever row they stand, by the one of the codes. ``.`` is a figure that is not there; numbers come
as numbers, or as text with a decimal comma.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from loaders.reading import zipped
from loaders.reading.http import SourceError

# The columns that may hold the code of the area, best first, and where a heading is looked for.
CODES, HEAD_ROWS = ("gwb_code_10", "gwb_code"), 30
NOTHING = {"", ".", "-", "x"}


@dataclass
class Book:
    """The rows of the sheet with figures: headings (lower case), cells, the code of each row, and when it was saved."""

    name: str
    heads: list[str]
    rows: list[list[Any]]
    regions: list[str]
    modified: str

    def texts(self, *heads: str) -> list[str]:
        """The first of these columns that is there, as stripped text; empty where none is."""
        at = next((self.heads.index(head) for head in heads if head in self.heads), None)
        return ["" if at is None else _text(row[at]) for row in self.rows]

    def numbers(self, head: str) -> np.ndarray:
        """A column as numbers, NaN where nothing stands. Raises SourceError for anything else."""
        at = self.heads.index(head)
        return np.array([self._number(row[at], head, i) for i, row in enumerate(self.rows)])

    def _number(self, cell: Any, head: str, row: int) -> float:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return float(cell)
        text = _text(cell).replace(" ", "")
        if text in NOTHING:
            return float("nan")
        if not re.fullmatch(r"-?\d+([.,]\d+)?", text):
            raise SourceError(f"{self.name}: {text[:40]!r} in kolom {head} bij {self.regions[row]} is geen getal.")
        return float(text.replace(",", "."))


def read(data: bytes, name: str) -> Book:
    """The file. Raises SourceError for one that is damaged, or has no column with codes of areas."""
    import python_calamine as calamine

    modified = _saved(data, name)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        sheets = [list(book.get_sheet_by_name(sheet).iter_rows()) for sheet in book.sheet_names]
    except (calamine.CalamineError, OSError, ValueError, LookupError) as error:
        raise SourceError(f"{name}: dit is geen Excel-bestand, of het is beschadigd. Haal het opnieuw op.") from error
    for rows in sheets:
        for at, row in enumerate(rows[:HEAD_ROWS]):
            heads = [_text(cell).lower() for cell in row]
            code = next((heads.index(head) for head in CODES if head in heads), None)
            if code is not None:
                kept = [(line, region) for line, region in _areas(rows[at + 1 :], code) if region]
                return Book(name, heads, [line for line, _ in kept], [region for _, region in kept], modified)
    raise SourceError(f"{name}: geen kolom {' of '.join(CODES)}, dus dit zijn niet de kerncijfers van CBS.")


def _areas(rows: list[list[Any]], code: int) -> Iterator[tuple[list[Any], str]]:
    """Each row with the code of its area; "" for a line below the table."""
    for row in rows:
        text = _text(row[code]).upper()
        text = "NL00" if text in ("NL", "NL00", "NL01") else text
        yield row, text if re.fullmatch(r"NL00|GM\d{4}|WK\w{6}|BU\w{8}", text) else ""


def _saved(data: bytes, name: str) -> str:
    """When the file was last saved, by what it says itself; "" where it does not."""
    archive = zipped.opened(data, name)
    with zipped.reporting_damage(name):
        inside = archive.namelist()
        if "docProps/core.xml" not in inside:
            return ""
        found = re.search(rb"modified[^>]*>(\d{4}-\d\d-\d\d)", archive.read("docProps/core.xml"))
        return found[1].decode() if found else ""


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        # Excel has no whole numbers: the mark of change 1 comes as 1.0.
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
