"""A table as a workbook: the figures, what they are and where they come from, and what each column means."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from loaders import cells

ROWS_OF_EXCEL = 1_048_575


def workbook(frames: Mapping[str, pd.DataFrame], about: Sequence[tuple[str, str]], columns: Mapping[str, str]) -> bytes:
    """An xlsx: a sheet for each frame, Over deze cijfers, Kolommen. Numbers stay numbers; empty is not known.

    Text is written as text, also where it looks like a formula or a link. Raises ValueError for more rows than Excel
    holds.
    """
    import xlsxwriter

    for frame in frames.values():
        if len(frame) > ROWS_OF_EXCEL:
            raise ValueError(
                f"Een Excelblad heeft plaats voor {ROWS_OF_EXCEL} rijen; dit zijn er {len(frame)}. Neem de csv."
            )
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **cells.AS_TEXT})
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for title, frame in frames.items():
        _table(book.add_worksheet(title), frame, bold)
    for title, heads, rows in (
        ("Over deze cijfers", ("Wat", "Tekst"), about),
        ("Kolommen", ("Kolom", "Betekenis"), list(columns.items())),
    ):
        sheet = book.add_worksheet(title)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, bold)
        for row, pair in enumerate(rows, 1):
            for at, text in enumerate(pair):
                sheet.write_string(row, at, text, wrap)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 100)
    book.close()
    return target.getvalue()


def _table(sheet: Any, frame: pd.DataFrame, bold: Any) -> None:
    for at, name in enumerate(frame.columns):
        sheet.write_string(0, at, str(name), bold)
        for row, value in enumerate(frame[name].tolist(), 1):
            if pd.isna(value):
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(row, at, value)
            else:
                sheet.write_string(row, at, str(value))
        sheet.set_column(at, at, min(max(12, len(str(name)) + 2), 40))
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
