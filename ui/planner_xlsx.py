"""The scenario as a workbook: what was chosen, every area, every gemeente, and where the figures come from."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter

from loaders import cells

HEADINGS = {
    "Parameters": ("Keuze", "Waarde"),
    "Bronnen": ("Wat", "Bron"),
}


def workbook(
    parameters: Sequence[tuple[str, str | float]],
    areas: pd.DataFrame,
    gemeenten: pd.DataFrame,
    sources: Sequence[tuple[str, str]],
    level: str,
) -> bytes:
    """An xlsx of four sheets. Numbers stay numbers; an empty cell is not known, and never nought."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **cells.AS_TEXT})
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in (("Parameters", parameters), ("Bronnen", sources)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADINGS[name], bold)
        for at, row in enumerate(rows, 1):
            sheet.write_row(at, 0, row, wrap)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 90)
        if name == "Parameters":
            _table(book, f"Per {level}", areas, bold)
            _table(book, "Per gemeente (som)" if level == "gemeente" else "Per gemeente", gemeenten, bold)
    book.close()
    return target.getvalue()


def _table(book: xlsxwriter.Workbook, name: str, frame: pd.DataFrame, bold: object) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, list(frame.columns), bold)
    for column, heading in enumerate(frame.columns):
        values = frame[heading]
        for at, value in enumerate(values, 1):
            if not pd.isna(value):
                sheet.write(at, column, value)
        sheet.set_column(column, column, max(12, len(str(heading)) + 2))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
