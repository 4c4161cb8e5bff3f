"""Several areas as one, below the comparison. Its members stand in the address as ``samen``."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from answers import cells, elsewhere, format, ground, own_area
from export.brief.subjects import Together
from indicators import areas
from ui.comparison import Comparison
from ui.frame import brief, picker, selection, shell, take_along

KEY = "samen"
SUBTITLE = "Eigen gebied van {many}: aantallen opgeteld, aandelen opnieuw berekend of gewogen"


def members() -> list[str]:
    """The codes of the own area in the address that are areas here; empty without one. Says which ones are not."""
    wanted: Sequence[str] = ground.distinct(map(ground.normal, selection.get(KEY) or []))
    known = [code for code in wanted if picker.place(code) is not None]
    if not wanted:
        return []
    fault = areas.wrong(known, pd.Index(known))
    if len(known) < len(wanted) or fault:
        st.caption(f":material/info: Eigen gebied: {fault or 'niet alle codes bestaan in deze gegevens.'}")
    own = [] if fault else known
    selection.remember(KEY, own or None)
    return own


def known() -> list[str]:
    """The same, without a word about what is wrong: the own area itself says that."""
    wanted = ground.distinct(map(ground.normal, selection.get(KEY) or []))
    return wanted if all(picker.place(code) for code in wanted) and not areas.wrong(wanted, pd.Index(wanted)) else []


def offer(chosen: Sequence[str]) -> None:
    """A button that makes one area of the chosen ones, where that can be."""
    if areas.wrong(chosen, pd.Index(list(chosen))) == "" and set(chosen) != set(selection.get(KEY) or []):
        st.button(
            "Maak hier één gebied van",
            icon=":material/join_full:",
            key="maak_samen",
            on_click=selection.put,
            args=(KEY, list(chosen)),
            help="Telt de gekozen gebieden op tot één eigen gebied, waar dat eerlijk kan",
        )


def show(comparison: Comparison) -> None:
    """Draw the own area in the address, when there is one."""
    together = members()
    if not together:
        return
    st.subheader(areas.name(together), anchor="samen")
    summed = own_area.rows(together, comparison.entries)
    named = format.joined([elsewhere.name(c) if "@" in c else p.label for c in together if (p := picker.place(c))])
    st.caption(
        f"{cells.plain(named)}. Aantallen zijn opgeteld. Aandelen zijn opnieuw berekend of gewogen. "
        "Het eigen gebied staat in het adres van deze bladzijde."
    )
    combined = own_area.table(summed, together)
    if combined.empty:
        shell.empty(
            "Niets op te tellen", "Geen cijfer van dit thema is er voor al deze gebieden.", "Kies een ander thema."
        )
    else:
        st.table(
            combined,
            hide_index=True,
            border="horizontal",
            alt=f"{comparison.title} van het eigen gebied, met hoe het is gemaakt",
        )
    if refused := own_area.refused(summed):
        shell.refused("Niet te maken voor dit eigen gebied", refused)
    with st.container(horizontal=True):
        brief.offer(Together(tuple(together)), "samen")
        take_along.offer(
            take_along.Figure(
                key="samen",
                title=f"{comparison.title} van {areas.name(together)}",
                subtitle=SUBTITLE.format(many=format.plural(len(together), "gebied", "gebieden")),
                name=("eigen-gebied", comparison.theme, *together[:4]),
                table=lambda: own_area.download(summed, together),
                entries=tuple(row.entry for row in summed),
                columns=own_area.columns(),
            )
        )
        st.button(
            "Haal het eigen gebied weg",
            icon=":material/close:",
            key="weg_samen",
            on_click=selection.put,
            args=(KEY, []),
        )
