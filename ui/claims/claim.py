"""One claim in full."""

from __future__ import annotations

from datetime import date

import streamlit as st

from answers import data
from answers.claims import loaded, tables, wording
from indicators import claims
from indicators.claims import Claim
from ui.frame import selection


def show(claim: Claim, day: date) -> None:
    """Verdict and why, what it was held against, sums, what speaks against it, where to go on."""
    document = claim.document
    st.caption(
        f"{claim.id} · {claim.theme} · {document.sender} ({document.about}), {document.short}, "
        f"{wording.said_on(document)} · {claim.place}"
    )
    _verdict(claim)
    for check in claim.checks:
        if distance := wording.difference(claim, check):
            st.markdown(f"Beweerd: **{wording.amount(claim.value, claim.unit)}**, {distance}.")
    if later := loaded.later(claim):
        st.markdown(f":material/update: {later}")
    if claim.slip:
        st.markdown(f":material/edit_note: **Let op.** {claim.slip}")
    if claim.checks:
        st.table(
            tables.checks_table(claim, day),
            hide_index=True,
            border="horizontal",
            alt=f"Waarmee is vergeleken: {claim.words}",
        )
    if claim.sums:
        st.markdown(f"**Rekenwerk met deze getallen**\n{_sums(claim)}")
    if claim.figure:
        label = data.entry(claim.figure).label
        st.markdown(f"**Nu, los van het oordeel** · {label}, heel Nederland: {loaded.now(claim.figure)}.")
    if claim.against:
        st.markdown(f"**Wat ertegen pleit of niet bewezen is.** {claim.against}")
    _links(claim)
    st.caption(f":material/link: Adres van deze bewering: **/debat?bewering={claim.id}**")


def _verdict(claim: Claim) -> None:
    if since := claim.since:
        source = f"[{since.source}]({since.url})" if since.url else since.source
        dated = f", {wording.when(since.date)}. {since.words} Bron: {source}."
        st.markdown(f"**Sindsdien: {since.status}**{dated if since.source else ': wij hebben dit niet nagezien.'}")
        return
    day = wording.said_on(claim.document)
    st.markdown(f"Op de datum van het stuk ({day}): **{claim.verdict}**. {claim.reasoning}")
    if claim.checked:
        st.caption(f"Nagezien op {wording.when(claim.checked)} door {claim.by}.")


def _sums(claim: Claim) -> str:
    numbers = loaded.known(claims.library())
    made = zip(claim.sums, claims.outcomes(claim, numbers), strict=True)
    return "\n".join(f"- {loaded.sum_words(one, outcome, numbers)}" for one, outcome in made if not one.hidden)


def _links(claim: Claim) -> None:
    with st.container(horizontal=True):
        if claim.plan:
            selection.link("pages/deltaplan.py", "Reken dit door in de planner", ":material/balance:", **claim.plan)
        if claim.figure and claim.figure in data.mappable() and data.years("wijk", claim.figure):
            selection.link("pages/kaart.py", "Op de kaart", ":material/map:", indicator=claim.figure)
