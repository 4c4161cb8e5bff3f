"""The debate: what the letters claim and ask, what figures say of it, and which definition makes the difference."""

import streamlit as st

from answers import format
from answers.claims import files, listing, wording
from figures import claims as drawn
from indicators import claims
from ui.claims import claim as one_claim
from ui.claims import definitions, letter_test
from ui.frame import paper, selection, shell, take_along
from ui.frame import theme as frame_theme
from ui.sources import edited

ROWS = 25

library = claims.library()
everything = list(library.claims.values())
palette = frame_theme.palette()
day = wording.today()


def toggle(id_: str) -> None:
    """Open one claim and close the one that was open; a second press closes it."""
    opened = bool(st.session_state.get(f"rij_{id_}"))
    selection.put("bewering", id_ if opened else None)
    st.session_state["_bewering_in_lijst"] = id_ if opened else None


def close() -> None:
    """Close the claim that the address opened."""
    selection.put("bewering", None)


def show_all() -> None:
    """Take away every filter."""
    for key in ("dossier", "oordeel", "stuk", "soort"):
        selection.put(key, listing.EVERYTHING)
    selection.put("woord", "")


head = st.container()
# In one row, which a phone moves sideways: so the list comes soon.
with st.container(horizontal=True, wrap=False):
    theme_column, standing_column, document_column, kind_column, word_column = (
        st.container(width=width) for width in (220, 250, 250, 165, 240)
    )
with theme_column:
    themes = {
        listing.EVERYTHING: "Alle thema's",
        **{wording.slug(theme): theme.capitalize() for theme in claims.THEMES},
    }
    theme = selection.choose("dossier", "Thema", list(themes), listing.EVERYTHING, format_func=themes.__getitem__)
with standing_column:
    standings = {
        listing.EVERYTHING: "Elk oordeel",
        **{wording.slug(verdict): verdict.capitalize() for verdict in claims.VERDICTS},
        **{wording.slug(status): f"Eis, sindsdien: {status}" for status in claims.SINCE},
    }
    standing = selection.choose(
        "oordeel", "Oordeel", list(standings), listing.EVERYTHING, format_func=standings.__getitem__
    )
with document_column:
    documents = {listing.EVERYTHING: "Alle stukken", **{id_: d.short for id_, d in library.documents.items()}}
    document = selection.choose("stuk", "Stuk", list(documents), listing.EVERYTHING, format_func=documents.__getitem__)
with kind_column:
    kinds = {listing.EVERYTHING: "Alles", **listing.KINDS}
    kind = selection.choose("soort", "Soort", list(kinds), listing.EVERYTHING, format_func=kinds.__getitem__)
with word_column:
    wanted = str(selection.get("woord") or "")
    if st.session_state.get("woord") != wanted:
        st.session_state["woord"] = wanted
    typed = st.text_input(
        "Zoek in de tekst",
        key="woord",
        type="search",
        live="250ms",
        icon=":material/search:",
        max_chars=60,
        placeholder="Woord of id",
    )
    word = typed.strip()
    selection.remember("woord", word or None)

wish = listing.Filter(theme, standing, document, kind, word)
found = listing.ordered(claim for claim in everything if wish.keeps(claim))
chosen = library.claims.get(str(selection.get("bewering") or ""))
asked = selection.get("bewering")
if asked and chosen is None:
    st.caption(":material/info: Een bewering met dit id is er niet. U ziet de lijst.")
selection.remember("bewering", chosen.id if chosen else None)
in_list = chosen is not None and st.session_state.get("_bewering_in_lijst") == chosen.id and chosen in found

with head:
    demands = sum(claim.kind == claims.DEMAND for claim in found)
    about_demands = f"{format.plural(demands, 'eis', 'eisen')} aan de politiek, en wat er sindsdien van kwam"
    if chosen and not in_list:
        shell.head(
            wording.heading(chosen),
            f"{chosen.document.sender}, {chosen.document.short}, {wording.said_on(chosen.document)}",
        )
    else:
        shell.head(
            "Er zijn geen beweringen gelezen"
            if not everything
            else about_demands
            if found and demands == len(found)
            else listing.finding(found),
            "Oordeel op de datum van het stuk, niet van nu. De stukken zijn van Sociaal Werk Nederland, dat om het "
            "Deltaplan vraagt. "
            + (f"Er staan ook {format.plural(demands, 'eis', 'eisen')} bij. " if 0 < demands < len(found) else "")
            + "Dit dashboard neemt geen standpunt in.",
        )
    if gone := edited.left_out(library):
        st.caption(f":material/info: {gone}")
    if any(claim.kind == claims.CLAIM for claim in found) and (in_list or not chosen):
        st.html(drawn.strip(found, palette))

if chosen and not in_list:
    with st.container(border=True):
        one_claim.show(chosen, day)
    st.button("Sluit, en toon alle beweringen", icon=":material/close:", on_click=close, type="tertiary", key="sluit")

if not everything:
    shell.empty("Geen beweringen", "In het bestand met beweringen staat er geen die te lezen is.", edited.WHERE)
elif not found:
    shell.empty("Niets gevonden", "Geen bewering en geen eis past bij deze keuze.", "Kies minder, of begin opnieuw.")
    st.button("Toon alles", icon=":material/filter_alt_off:", on_click=show_all)

pages = max(1, -(-len(found) // ROWS))
page = 1
if pages > 1:
    opened_at = found.index(chosen) // ROWS + 1 if in_list else 1
    page = int(st.session_state.get("debat_bladzijde", opened_at))
    page = min(max(page, 1), pages)
listed = found[(page - 1) * ROWS : page * ROWS]
# Who prints one claim has no need of the others.
with st.container(gap="xsmall", key=None if chosen and not in_list else paper.LISTED):
    for claim in listed:
        key = f"rij_{claim.id}"
        opened = in_list and chosen is claim
        if st.session_state.get(key, False) != opened:
            st.session_state[key] = opened
        row = st.expander(
            f"**{wording.standing_words(claim)}** · {claim.words}", key=key, on_change=toggle, args=(claim.id,)
        )
        if row.open:
            with row:
                one_claim.show(claim, day)
if pages > 1:
    st.segmented_control(
        "Bladzijde",
        range(1, pages + 1),
        key="debat_bladzijde",
        default=None if "debat_bladzijde" in st.session_state else 1,
        format_func=lambda n: f"{(n - 1) * ROWS + 1}–{min(n * ROWS, len(found))}",
        required=True,
    )

definitions.show(library, day)
letter_test.show(palette)

if found:
    senders = format.joined(list(dict.fromkeys(c.document.sender for c in found)))
    take_along.offer(
        take_along.Figure(
            key="beweringen",
            label="Neem deze lijst mee",
            title=listing.finding(found),
            subtitle="Beweringen en eisen uit stukken van anderen, in eigen woorden, met waarmee ze zijn vergeleken",
            name=("beweringen", theme, standing, word),
            table=lambda: files.frame(found, day),
            more=lambda: {"Toetsen": files.checks_frame(found), "Rekenwerk": files.sums_frame(found, library)},
            said_by=f"stukken van {senders}; de bron van elke toets staat erbij",
            # In the demo region the store's own values are left out: what stands here is of letters and publishers.
            invented=False,
            columns=files.COLUMNS,
            notes=(
                "Een oordeel geldt op de datum van het stuk. Een leeg oordeel: een eis.",
                "Dit dashboard neemt geen standpunt in.",
            ),
        )
    )
selection.link("pages/verhaal.py", "Nieuw in dit debat? Het Deltaplan in vijf stappen", ":material/auto_stories:")
with st.expander("Hoe dit werkt, en een fout melden of een bewering toevoegen", icon=":material/help:"):
    st.markdown(wording.how_it_works())
st.caption(
    "De bron van elke toets staat bij de bewering. Hieronder: waar de aantallen wijken en inwoners in het rekenwerk "
    "vandaan komen."
)
shell.foot()
