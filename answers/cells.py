"""Cells of tables: harmless on a page, and as Dutch Excel opens them."""

from __future__ import annotations

import re

import pandas as pd

from loaders.cells import harmless

# A colon has a meaning only where it can begin an icon or a colour.
_ICON = re.compile(r":(?=[A-Za-z])")
# What Streamlit makes a link of by itself, escaped or not: an unseen sign that joins words keeps it text.
_ADDRESS = re.compile(r"(:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_HARMLESS = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>#|~$"})


def plain(cell: object) -> str:
    """The text of a cell with the signs that Markdown gives a meaning made harmless."""
    text = str(cell).translate(_HARMLESS)
    # Most cells hold neither: looking is cheaper than replacing.
    return _ADDRESS.sub("\\1\u2060", _ICON.sub(r"\\:", text)) if ":" in text or "ww" in text.lower() else text


# What a table to take along calls the columns that all tables of areas have.
_DUTCH = {"region": "gebied", "name": "naam", "gemeente_name": "gemeente", "value": "waarde"}
# Digits behind the comma in a file: more than any figure bears, fewer than a computer works with.
_DIGITS = 4


def to_take(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as readers take it along: Dutch headings, numbers of at most four digits behind the comma.

    A column of whole numbers holds no commas, also where some cells are empty.
    """
    return frame.rename(columns=_DUTCH).apply(_whole_or_short)


def _whole_or_short(column: pd.Series) -> pd.Series:
    if not pd.api.types.is_float_dtype(column):
        return column
    short = column.astype("float64").round(_DIGITS)
    known = short.dropna()
    return short.astype("Int64") if len(known) and known.mod(1).eq(0).all() else short


def csv(frame: pd.DataFrame) -> bytes:
    """A CSV as Dutch Excel opens it: semicolons, decimal commas, UTF-8 with its mark; empty where no value is known."""
    safe = frame.rename(columns=harmless).apply(
        lambda column: column if pd.api.types.is_numeric_dtype(column) else column.map(harmless, na_action="ignore")
    )
    text: str = safe.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    return text.encode("utf-8-sig")
