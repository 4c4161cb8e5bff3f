"""Disputed figures: every definition side by side, and the one that the reader chooses."""

from __future__ import annotations

from datetime import date

import streamlit as st

from answers.claims import tables
from indicators.claims import Library
from ui.frame import selection

ABOUT = (
    "Bij drie onderwerpen gaat het geschil over wat er wordt geteld. Hier staan de definities naast elkaar. Geen ervan "
    "heet de juiste: u kiest."
)


def show(library: Library, day: date) -> None:
    """Draw a choice for each question, with its answer under it."""
    st.subheader("Welke definitie kiest u?", anchor="definities")
    st.markdown(ABOUT)
    for question in library.questions.values():
        _question(library, question.id, day)


def _question(library: Library, id: str, day: date) -> None:
    question = library.questions[id]
    options = {d.id: d for d in tables.definitions(library, id)}
    if not options:
        st.caption(f":material/info: {question.question} De definities daarvan zijn weggelaten.")
        return
    choice = selection.choose(
        f"def_{id}",
        question.question,
        list(options),
        next(iter(options)),
        format_func=lambda id_: f"{options[id_].name}: {options[id_].value}",
    )
    picked = options[choice]
    st.markdown(f"**{picked.value}** · {picked.population} · {picked.year}. {question.words}")
    with st.expander("Alle definities naast elkaar", icon=":material/compare:"):
        st.table(
            tables.definitions_table(list(options.values()), choice, day),
            hide_index=True,
            border="horizontal",
            alt=f"Definities naast elkaar: {question.question}",
        )
        if id == "zorggeld":
            selection.link("pages/geld.py", "Per gemeente: voorkant en achterkant", ":material/payments:")
