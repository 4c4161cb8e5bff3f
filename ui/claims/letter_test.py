"""The test of liveability that the letter itself proposes, done with the figures of now."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from answers import data, letter_test
from answers.letter_test import Measured
from figures import letter_test as drawn
from figures.colours import Palette
from indicators.ownership import Change
from ui.frame import selection, shell, take_along

ABOUT = (
    "De brief van 2 maart 2020 zegt in welke wijken de leefbaarheid achteruitging (bewering C30). Dat is na te "
    "rekenen: hoe veranderden twee kanten van de Leefbaarometer, per klasse *corporatiebezit*?"
)


def show(palette: Palette) -> None:
    """Draw it, or say what is not loaded for it."""
    st.subheader("De toets van de brief zelf", anchor="toets")
    st.markdown(ABOUT)
    there = letter_test.measured(data.store())
    if there.ready:
        first, last = _years(there)
        _outcome(there, letter_test.changes(there, first, last), first, last, palette)
    else:
        lacking = f"Voor deze toets ontbreekt: {'; '.join(there.lacking)}."
        shell.empty("Niet geladen, dus geen oordeel", lacking, shell.who_loads("leefbaarometer", "cbs_kwb"))
    with st.expander("Wat deze toets niet zegt", icon=":material/help:"):
        st.markdown("\n".join(f"- {caveat}" for caveat in letter_test.CAVEATS))


def _years(there: Measured) -> tuple[int, int]:
    first_default, last_default = letter_test.default_years(there.years)
    from_column, to_column, _ = st.columns([1, 1, 3])
    with from_column:
        first = selection.choose("toets_van", "Van", there.years[:-1], first_default)
    later = [year for year in there.years if year > first]
    with to_column:
        last = selection.choose("toets_tot", "Tot", later, last_default if last_default in later else later[-1])
    return first, last


def _outcome(there: Measured, changed: Mapping[str, Change], first: int, last: int, palette: Palette) -> None:
    said = letter_test.finding(changed, first, last)
    st.markdown(f"**{said}.** {letter_test.verdict(changed, last)} {letter_test.gaps(changed)}")
    if beside := letter_test.country(changed):
        st.markdown(beside)
    if narrow := letter_test.too_narrow(changed):
        st.caption(f":material/info: {narrow}")
    alt = letter_test.alt(changed, first, last)
    st.plotly_chart(
        drawn.figure(changed, palette),
        key="toetsbeeld",
        config={"displayModeBar": False, "locale": "nl"},
        alt=alt,
    )
    take_along.offer(
        take_along.Figure(
            key="toets",
            title=said,
            subtitle="Leefbaarometer 3.0, verandering van de score, wijken gewogen naar inwoners, "
            f"marge 95%, {first}–{last}",
            name=("leefbaarometer", "corporatiebezit", str(first), str(last)),
            draw=lambda palette: drawn.figure(changed, palette),
            table=lambda: letter_test.rows(changed),
            sources=letter_test.SOURCES,
            level=letter_test.LEVEL,
            year=f"{first}–{last}",
            boundaries=there.division,
            columns={"corporatiebezit": f"Deel van de woningen dat in {there.division} van een corporatie was"},
            notes=letter_test.CAVEATS,
            alt=alt,
        )
    )
    st.table(
        letter_test.as_text(changed),
        hide_index=True,
        border="horizontal",
        alt=f"Verandering per klasse corporatiebezit en van heel Nederland, {first} tot {last}",
    )
    st.caption(
        f"Gewogen naar inwoners van {there.division}; corporatiebezit van {there.division}, dus aan het eind van de "
        f"reeks. {letter_test.left_out(changed)}"
    )
