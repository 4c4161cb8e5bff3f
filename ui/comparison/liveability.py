"""The five dimensions of liveability of several areas: ours beside the Leefbaarometer, and where the two differ."""

from __future__ import annotations

import streamlit as st

from answers import cells, data, dimensions, format
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
    told: dict[str, list[str]] = {}
    for code, one in found.items():
        # What holds for several areas is said once.
        for said in filter(None, (dimensions.where_apart(one), dimensions.lacking(one))):
            told.setdefault(said, []).append(names[code])
    st.caption(
        "  \n".join(cells.plain(f"{format.joined(of)}: {said[:1].lower()}{said[1:]}") for said, of in told.items())
    )
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
