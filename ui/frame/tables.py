"""Tables that everyone can read: real HTML tables, a hundred rows at a time, with all rows in a download.

A page of 100 rows costs 5 KB a rerun where 3,400 rows cost 200 KB; and a screen reader can walk it, which it cannot in
``st.dataframe`` (a drawing).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import streamlit as st

from answers import format
from loaders.cells import harmless
from ui.frame.fragment import fragment

ROWS = 100
# A colon has a meaning only where it can begin an icon or a colour.
_ICON = re.compile(r":(?=[A-Za-z])")
# What Streamlit makes a link of by itself, escaped or not: an unseen sign that joins words keeps it text.
_ADDRESS = re.compile(r"(:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def show(
    frame: pd.DataFrame,
    alt: str,
    key: str,
    rows: int = ROWS,
    text: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    css: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> None:
    """Show a frame of text cells (index hidden) as an HTML table; with more than ``rows``, one page of it at a time.

    ``alt`` names the table for screen readers; ``key`` is unique on the page. ``text`` makes the cells out of the
    rows that are shown, and of no others. ``css`` gives each cell of these rows its style, in a frame like that of
    ``text``; such cells are Markdown of our own, and what is not ours in them was made ``plain``.
    """
    if len(frame) > rows:
        _paged(frame, alt, key, rows, text, css)
    else:
        _draw(frame, alt, text, css)


_Cells = Callable[[pd.DataFrame], pd.DataFrame] | None


@fragment
def _paged(frame: pd.DataFrame, alt: str, key: str, rows: int, text: _Cells, css: _Cells) -> None:
    """One page of a table. Turning over runs only this, and not the page around it."""
    pages = -(-len(frame) // rows)
    above = st.container()
    # Under the table, where its last row leads to the next page, and out of the way of the first.
    page = int(
        st.number_input(f"Bladzijde van de tabel (1 tot en met {pages})", 1, pages, 1, key=f"{key}_pagina", width=260)
    )
    start = (page - 1) * rows
    part = frame.iloc[start : start + rows]
    with above:
        _draw(part, alt, text, css)
        st.caption(
            f"Rij {format.number(start + 1)} tot en met {format.number(start + len(part))} van {format.number(len(frame))}."
        )


def _draw(part: pd.DataFrame, alt: str, text: _Cells, css: _Cells) -> None:
    cells = text(part) if text else part
    made = _plain(cells) if css is None else cells.style.apply(lambda _: css(part), axis=None)
    st.table(made, border="horizontal", hide_index=True, alt=alt)


def _plain(cells: pd.DataFrame) -> pd.DataFrame:
    """The same cells and heads as harmless text."""
    columns = [[plain(cell) for cell in cells.iloc[:, at]] for at in range(cells.shape[1])]
    frame = pd.DataFrame(dict(enumerate(columns)), index=cells.index, dtype=object)
    return frame.set_axis([plain(name) for name in cells.columns], axis=1)


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
    """A CSV as Dutch Excel opens it: semicolons, decimal commas, UTF-8 with its mark; empty where a value is missing."""
    safe = frame.rename(columns=harmless).apply(
        lambda column: column if pd.api.types.is_numeric_dtype(column) else column.map(harmless, na_action="ignore")
    )
    text: str = safe.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    return text.encode("utf-8-sig")
