"""The five dimensions of liveability of several areas: ours beside the Leefbaarometer, and where the two differ."""

from __future__ import annotations

import streamlit as st

from answers import cells, data, dimensions
from ui.comparison import Comparison
from ui.frame import take_along

THEME = "leefbaarheid"


def show(comparison: Comparison) -> None:
    """Draw a row a dimension and a column an area; nothing where none of them has a figure."""
    found = {place.code: dimensions.of(place.code) for place in comparison.places}
    if not any(one.any for one in found.values()):
        return
    st.subheader("Ons cijfer naast de Leefbaarometer", anchor="leefbaarometer")
    names = comparison.names
    st.table(
        dimensions.compared(found).rename(columns={code: cells.plain(names[code]) for code in found}),
        hide_index=True,
        border="horizontal",
        alt=f"De dimensies van leefbaarheid van {', '.join(names[code] for code in found)}: ons cijfer naast de Leefbaarometer",
    )
    said_of = {code: (dimensions.where_apart(one), dimensions.lacking(one)) for code, one in found.items()}
    apart = {names[code]: said for code, both in said_of.items() if (said := " ".join(filter(None, both)))}
    st.caption("  \n".join(cells.plain(f"{name}: {said}") for name, said in apart.items()))
    st.caption(cells.plain(" ".join(dimensions.reading([*found.values()]))))
    take_along.offer(
        take_along.Figure(
            key="dimensies",
            title="Leefbaarheid: ons cijfer naast de Leefbaarometer",
            subtitle="De vijf dimensies; elk cijfer met zijn jaar",
            name=("leefbaarheid", "dimensies", *list(found)[:4]),
            table=lambda: dimensions.all_numbers(found, names),
            entries=tuple(
                dict.fromkeys(
                    data.entry(one.id) for of in found.values() for row in of.rows for one in (row.ours, row.theirs)
                )
            ),
            columns=dimensions.COLUMNS,
        )
    )
