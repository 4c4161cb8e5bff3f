"""How the parts of a composite hang together, and which choice moves its places most: a section that unfolds."""

from __future__ import annotations

import streamlit as st

from answers import cells, coherence
from figures import coherence_bars
from indicators import need
from indicators.coherence import Coherence
from indicators.tree import Choice
from ui.frame import selection, tables, take_along, theme


def show(choice: Choice, year: int, least: float) -> None:
    """The section: closed until someone asks, because it works the composite out a thousand times more."""
    st.subheader("Horen de onderdelen bij elkaar?", anchor="samenhang")
    if not st.toggle(
        "Toon wat elk onderdeel echt weegt, en welke keuze de plaatsen het meest verschuift", key="samenhang"
    ):
        return
    with st.spinner("De samenhang van de onderdelen nagaan …"):
        found = coherence.of(choice, year, least)
    if not found.areas:
        st.caption(":material/info: Zonder score valt er niets na te gaan.")
        return
    _draw(found, choice, year)


def _draw(found: Coherence, choice: Choice, year: int) -> None:
    code, title = choice.composite, coherence.finding(found, choice.composite)
    st.markdown(f"**{cells.plain(title)}.**")
    held = coherence.rows(found)
    if said := coherence.weights(found, code):
        st.markdown(said)
    alt = coherence.alt(found, code)
    about = take_along.Figure(
        key="samenhang",
        title=title,
        subtitle=f"{need.label(code)}, {year}: het gewicht van elk onderdeel, en wat met de score meegaat",
        name=("score", code, "samenhang", str(year)),
        draw=(lambda palette: coherence_bars.bars(held, palette)) if len(held) else None,
        table=lambda: coherence.download(found, choice, year),
        columns=coherence.COLUMNS,
        year=year,
        level="wijk",
        notes=(coherence.READING,),
        alt=alt,
    )
    if len(held):
        st.plotly_chart(
            coherence_bars.bars(held, theme.palette()), config=coherence_bars.CONFIG, key="samenhangstaven", alt=alt
        )
        tables.show(coherence.effects_table(found), "Gewicht en wat met de score meegaat, per onderdeel", "effecttabel")
    st.caption(coherence.READING)
    for line in coherence.pairs(found):
        st.caption(f":material/info: {cells.plain(line)}")
    both = coherence.correlation_table(found)
    if len(both):
        tables.show(both, "Samenhang van elk paar onderdelen", "samenhangtabel", rows=25)
    if said := coherence.moved(found):
        st.markdown(said)
        tables.show(coherence.choices_table(found), "Wat elke keuze aan de plaatsen verschuift", "keuzetabel")
    take_along.offer(about)
    selection.link("pages/methode.py", "Wat dit betekent", ":material/menu_book:")
