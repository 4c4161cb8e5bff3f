"""Several areas as one, below the comparison."""

from __future__ import annotations

import streamlit as st

from answers import cells, data, format
from export.brief.subjects import Together
from indicators import areas
from ui.comparison import Comparison
from ui.frame import brief, picker, selection, shell, take_along
from ui.profile import own_area


def show(of: Comparison) -> None:
    """Draw the own area in the address, when there is one."""
    together = own_area.members()
    if together:
        st.subheader(areas.name(together), anchor="samen")
        summed = own_area.rows(data.store(), together, of.entries)
        st.caption(
            f"{cells.plain(format.joined([p.label for p in map(picker.place, together) if p]))}. Aantallen zijn opgeteld. Aandelen zijn "
            "opnieuw berekend of gewogen. Het eigen gebied staat in het adres van deze bladzijde."
        )
        combined = own_area.table(summed)
        if combined.empty:
            shell.empty(
                "Niets op te tellen", "Geen cijfer van dit thema is er voor al deze gebieden.", "Kies een ander thema."
            )
        else:
            st.table(
                combined,
                hide_index=True,
                border="horizontal",
                alt=f"{of.title} van het eigen gebied, met hoe het is gemaakt",
            )
        if refused := own_area.refused(summed):
            with st.expander(f"Niet te maken voor dit eigen gebied ({len(refused)})"):
                for label, why in refused:
                    st.markdown(f"**{cells.plain(label)}**: {why}")
        with st.container(horizontal=True):
            brief.offer(Together(tuple(together)), "samen")
            take_along.offer(
                take_along.Figure(
                    key="samen",
                    title=f"{of.title} van {areas.name(together)}",
                    subtitle=f"Eigen gebied van {format.plural(len(together), 'gebied', 'gebieden')}: aantallen opgeteld, aandelen opnieuw berekend of gewogen",
                    name=("eigen-gebied", of.theme, *together[:4]),
                    table=lambda: own_area.download(summed, together, data.store()),
                    entries=tuple(row.entry for row in summed),
                    columns=own_area.COLUMNS,
                )
            )
            st.button(
                "Haal het eigen gebied weg",
                icon=":material/close:",
                key="weg_samen",
                on_click=selection.put,
                args=("samen", []),
            )
