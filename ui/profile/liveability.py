"""The head of liveability on a profile: the five dimensions, ours beside the Leefbaarometer, and an early signal."""

from __future__ import annotations

import streamlit as st

from answers import cells, data, dimensions, early_signal, ground
from loaders.vocabulary import level_of
from ui.frame import selection, take_along

THEME = "leefbaarheid"


def show(code: str, label: str) -> None:
    """Draw the table of dimensions with its notes, links to the maps, and the signal of this area where it has one."""
    found = dimensions.of(code)
    if not found.any:
        return
    if found.theirs and not found.ours:
        st.markdown(f"**{dimensions.ONLY_MODEL}**")
    level, notes = level_of(code), dimensions.notes(found)
    st.table(
        dimensions.table(found),
        hide_index=True,
        border="horizontal",
        alt=f"De vijf dimensies van leefbaarheid in {label}: ons cijfer naast de Leefbaarometer",
    )
    st.caption("  \n".join(cells.plain(note) for note in notes if note != dimensions.ONLY_MODEL))
    if signals := early_signal.of_area(code):
        st.markdown(f"**{early_signal.heading(code, signals)}.** {cells.plain(early_signal.said(code, signals))}")
        selection.link(
            "pages/kaart.py",
            "Achteruit en vooruit op de kaart",
            ":material/map:",
            indicator=early_signal.WHOLE,
            niveau=level,
            jaar=signals.years[-1],
            weergave="signaal",
            gebied=code,
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        take_along.offer(
            take_along.Figure(
                key="dimensies",
                title=f"De vijf dimensies van leefbaarheid in {label}",
                subtitle="Ons cijfer naast de Leefbaarometer; elk cijfer met zijn jaar",
                name=("leefbaarheid", "dimensies", code),
                table=lambda: dimensions.numbers(found, ground.meant(code)[0], label),
                entries=tuple(data.entry(one.id) for row in found.rows for one in (row.ours, row.theirs)),
                level=level,
                columns=dimensions.COLUMNS,
                notes=tuple(notes),
            )
        )
        for name, (ours, theirs) in dimensions.side_by_side(level).items() if level != "land" else ():
            selection.link(
                "pages/kaart.py",
                f"Twee kaarten: {name}",
                ":material/compare:",
                indicator=ours,
                tweede=theirs,
                niveau=level,
                weergave="naast",
                gebied=code,
            )
