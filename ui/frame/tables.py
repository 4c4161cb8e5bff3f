"""Tables that everyone can read: real HTML tables, a hundred rows at a time, with all rows in a download.

A page of 100 rows costs 5 KB a rerun where 3,400 rows cost 200 KB; and a screen reader can walk it, which it cannot in
``st.dataframe`` (a drawing).
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from answers import format
from answers.cells import plain
from ui.frame.fragment import fragment

ROWS = 100


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
            f"Rij {format.number(start + 1)} tot en met {format.number(start + len(part))} van "
            f"{format.number(len(frame))}."
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
