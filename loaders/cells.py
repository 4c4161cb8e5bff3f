"""Text in a file for a spreadsheet that no spreadsheet will run: the one place that says how, for every CSV and Excel file."""

from __future__ import annotations

import re

# What Excel, LibreOffice or Google Sheets takes for a formula at the start of a cell, their full-width forms included.
# A comma-separated file that is opened as a Dutch one is cut at its semicolons, so what stands behind one starts a cell too.
_FORMULA = re.compile(r"^(?=[=+\-@＝＋－＠\t\r\n])|(?<=;)(?=\s*[=+\-@＝＋－＠\t\r\n])")

# For xlsxwriter: a cell of text is never a formula, a link or a number, whatever it looks like.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def harmless(cell: object) -> object:
    """The cell, with an apostrophe before text that a spreadsheet would take for a formula, as OWASP advises."""
    return _FORMULA.sub("'", cell) if isinstance(cell, str) else cell
