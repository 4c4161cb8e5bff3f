"""How the money of gemeenten is divided over front and back, and why that is not the letter's 96 : 4."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from answers import data, money
from figures import charts
from figures import money as drawn
from ui.frame import take_along
from ui.money import Spending

GRANTED = (
    "Hulp op maat is 6.6 en 6.7. Zonder 6.81 en 6.82: die betalen centrumgemeenten ook voor de gemeenten om hen heen."
)


def show(chosen: Spending) -> None:
    """Draw the bars of a hundred, and set beside each other what the letter divides and what this page does."""
    st.markdown("**Hoe dit gemeentegeld is verdeeld**")
    # Beside another gemeente never the whole back: a centrumgemeente pays 6.81 and 6.82 for those around it too.
    side, called = ("back", "achterkant") if chosen.amounts is None else ("tailored", "hulp op maat")
    bars = [bar for bar in _bars(chosen, side) if money.divisible(*bar[1:])]
    if bars:
        _draw(chosen, bars, called)
        if chosen.amounts is not None:
            st.caption(GRANTED)
    st.markdown(f"**En de 96 : 4 uit de brief?** {money.NOT_THE_LETTER}")
    if money.together(chosen.frame):
        st.table(
            money.beside_the_letter(chosen.frame, chosen.report, chosen.year),
            border="horizontal",
            hide_index=True,
            alt="Wat de brief verdeelt, en wat deze pagina verdeelt",
        )
    with st.expander("Wat is voorkant, achterkant en 96 : 4?"):
        st.markdown(money.DEFINITION)


def _bars(chosen: Spending, side: str) -> list[tuple[str, float, float]]:
    """All gemeenten together, and the chosen one: its label, the front, and this side."""
    bars = []
    if every := money.together(chosen.frame, side):
        bars.append((f"{money.together_words(chosen.frame)}, {chosen.year}", every["front"], every[side]))
    if (own := chosen.amounts) is not None:
        name = data.gemeenten()[chosen.gemeente or ""]
        bars.append((f"{name}, {chosen.year}", own["front"], own[side]))
    return bars


def _draw(chosen: Spending, bars: list[tuple[str, float, float]], called: str) -> None:
    ratios = f"{called.capitalize()} : voorkant. " + " ".join(
        f"{label}: {money.ratio(front, back)}." for label, front, back in bars
    )
    alt = f"Balken van honderd. {ratios}"
    st.plotly_chart(drawn.shares(bars, chosen.palette, called), key="geldverhouding", config=charts.CONFIG, alt=alt)
    take_along.offer(
        replace(
            chosen.everything,
            key="verhouding",
            subtitle=f"{called.capitalize()} : voorkant, op elke honderd euro · {chosen.volume} · {chosen.year}",
            name=("geld", chosen.report, chosen.where, "verhouding", str(chosen.year)),
            draw=lambda palette: drawn.shares(bars, palette, called),
            table=lambda: pd.DataFrame(bars, columns=["wat", "voorkant", called.replace(" ", "_")]),
            columns=money.SHARE_COLUMNS,
            notes=(money.NOT_THE_LETTER,),
            alt=alt,
        )
    )
