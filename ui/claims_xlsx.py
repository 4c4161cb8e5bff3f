"""The claims as a workbook: every claim, every check, every sum, and what the columns mean."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
import xlsxwriter

from loaders import cells


def workbook(sheets: Mapping[str, pd.DataFrame], about: Sequence[tuple[str, str]]) -> bytes:
    """An xlsx with ``about`` first and then each frame on a sheet of its own. Numbers stay numbers; text is never a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **cells.AS_TEXT})
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_worksheet("Over dit bestand")
    for at, row in enumerate(about):
        first.write_row(at, 0, row, wrap)
    first.set_column(0, 0, 28)
    first.set_column(1, 1, 100)
    for name, frame in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, list(frame.columns), bold)
        for column, heading in enumerate(frame.columns):
            for at, value in enumerate(frame[heading], 1):
                if not pd.isna(value):
                    sheet.write(at, column, value, wrap)
            widest = max((len(str(value)) for value in frame[heading]), default=0)
            sheet.set_column(column, column, min(60, max(12, len(str(heading)) + 2, widest)))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))
    book.close()
    return target.getvalue()
