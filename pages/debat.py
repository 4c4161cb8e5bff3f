"""The debate: what the letters claim and ask, what open figures say of it, and which definition makes the difference."""

import streamlit as st

from indicators import claims
from ui import claims as told
from ui import colours, data, edited, export, format, letter_test, paper, selection, shell

ROWS = 25

store = data.store()
library = claims.library()
everything = list(library.claims.values())
palette = colours.palette()
day = told.today()


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
        selection.put(key, told.EVERYTHING)
    selection.put("woord", "")


def show_claim(claim: claims.Claim) -> None:
    """Everything about one claim: verdict and why, what it was held against, sums, what speaks against it, where to go on."""
    document = claim.document
    st.caption(
        f"{claim.id} · {claim.theme} · {document.sender} ({document.about}), {document.short}, {told.said_on(document)} · {claim.place}"
    )
    if claim.since:
        since = claim.since
        source = f"[{since.source}]({since.url})" if since.url else since.source
        dated = (
            f", {told.when(since.date)}. {since.words} Bron: {source}."
            if since.source
            else ": wij hebben dit niet nagezien."
        )
        st.markdown(f"**Sindsdien: {since.status}**{dated}")
    else:
        stood = f"Op de datum van het stuk ({told.said_on(document)}): **{claim.verdict}**. {claim.reasoning}"
        st.markdown(stood)
        if claim.checked:
            st.caption(f"Nagezien op {told.when(claim.checked)} door {claim.by}.")
    for check in claim.checks:
        if distance := told.difference(claim, check):
            st.markdown(f"Beweerd: **{told.amount(claim.value, claim.unit)}**, {distance}.")
    if later := told.later(claim):
        st.markdown(f":material/update: {later}")
    if claim.slip:
        st.markdown(f":material/edit_note: **Let op.** {claim.slip}")
    if claim.checks:
        st.table(
            told.checks_table(claim, day),
            hide_index=True,
            border="horizontal",
            alt=f"Waarmee is vergeleken: {claim.words}",
        )
    if claim.sums:
        numbers = told.known(library)
        made = zip(claim.sums, claims.outcomes(claim, numbers), strict=True)
        lines = [f"- {told.sum_words(one, outcome, numbers)}" for one, outcome in made if not one.hidden]
        st.markdown("**Rekenwerk met deze getallen**\n" + "\n".join(lines))
    if claim.figure:
        entry = data.entry(claim.figure)
        st.markdown(f"**Nu, los van het oordeel** · {entry.label}, heel Nederland: {told.now(claim.figure)}.")
    if claim.against:
        st.markdown(f"**Wat ertegen pleit of niet bewezen is.** {claim.against}")
    with st.container(horizontal=True):
        if claim.plan:
            selection.link("pages/deltaplan.py", "Reken dit door in de planner", ":material/balance:", **claim.plan)
        if claim.figure and claim.figure in data.mappable() and data.years("wijk", claim.figure):
            selection.link("pages/kaart.py", "Op de kaart", ":material/map:", indicator=claim.figure)
    st.caption(f":material/link: Adres van deze bewering: **/debat?bewering={claim.id}**")


head = st.container()
# In one row, which a phone moves sideways: so the list comes soon.
with st.container(horizontal=True, wrap=False):
    theme_column, standing_column, document_column, kind_column, word_column = (
        st.container(width=width) for width in (220, 250, 250, 165, 240)
    )
with theme_column:
    themes = {told.EVERYTHING: "Alle thema's", **{told.slug(theme): theme.capitalize() for theme in claims.THEMES}}
    theme = selection.one("dossier", "Thema", list(themes), told.EVERYTHING, format_func=themes.__getitem__)
with standing_column:
    standings = {
        told.EVERYTHING: "Elk oordeel",
        **{told.slug(verdict): verdict.capitalize() for verdict in claims.VERDICTS},
        **{told.slug(status): f"Eis, sindsdien: {status}" for status in claims.SINCE},
    }
    standing = selection.one("oordeel", "Oordeel", list(standings), told.EVERYTHING, format_func=standings.__getitem__)
with document_column:
    documents = {told.EVERYTHING: "Alle stukken", **{id_: d.short for id_, d in library.documents.items()}}
    document = selection.one("stuk", "Stuk", list(documents), told.EVERYTHING, format_func=documents.__getitem__)
with kind_column:
    kinds = {told.EVERYTHING: "Alles", **told.KINDS}
    kind = selection.one("soort", "Soort", list(kinds), told.EVERYTHING, format_func=kinds.__getitem__)
with word_column:
    wanted = str(selection.get("woord") or "")
    if st.session_state.get("woord") != wanted:
        st.session_state["woord"] = wanted
    word = st.text_input("Zoek in de tekst", key="woord", type="search", live="250ms", icon=":material/search:", max_chars=60, placeholder="Woord of id").strip()  # fmt: skip
    selection.remember("woord", word or None)

wish = told.Filter(theme, standing, document, kind, word)
found = told.ordered(claim for claim in everything if wish.keeps(claim))
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
            told.heading(chosen), f"{chosen.document.sender}, {chosen.document.short}, {told.said_on(chosen.document)}"
        )
    else:
        shell.head(
            about_demands if found and demands == len(found) else told.finding(found),
            "Oordeel op de datum van het stuk, niet van nu. De stukken zijn van Sociaal Werk Nederland, dat om het Deltaplan vraagt. "
            + (f"Er staan ook {format.plural(demands, 'eis', 'eisen')} bij. " if 0 < demands < len(found) else "")
            + "Dit dashboard neemt geen standpunt in.",
        )
    if gone := edited.left_out(library):
        st.caption(f":material/info: {gone}")
    if any(claim.kind == claims.CLAIM for claim in found) and (in_list or not chosen):
        st.html(told.strip(found, palette))

if chosen and not in_list:
    with st.container(border=True):
        show_claim(chosen)
    st.button("Sluit, en toon alle beweringen", icon=":material/close:", on_click=close, type="tertiary", key="sluit")

if not found:
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
            f"**{told.standing_words(claim)}** · {claim.words}", key=key, on_change=toggle, args=(claim.id,)
        )
        if row.open:
            with row:
                show_claim(claim)
if pages > 1:
    st.segmented_control(
        "Bladzijde", range(1, pages + 1), key="debat_bladzijde", default=None if "debat_bladzijde" in st.session_state else 1,
        format_func=lambda n: f"{(n - 1) * ROWS + 1}–{min(n * ROWS, len(found))}", required=True,
    )  # fmt: skip

st.subheader("Welke definitie kiest u?", anchor="definities")
st.markdown(
    "Bij drie onderwerpen gaat het geschil over wat er wordt geteld. Hier staan de definities naast elkaar. Geen ervan heet de juiste: u kiest."
)
for question in library.questions.values():
    options = {d.id: d for d in told.definitions(library, question.id)}
    if not options:
        st.caption(f":material/info: {question.question} De definities daarvan zijn weggelaten.")
        continue
    choice = selection.one(
        f"def_{question.id}", question.question, list(options), next(iter(options)), format_func=lambda id_, held=options: f"{held[id_].name}: {held[id_].value}",
    )  # fmt: skip
    picked = options[choice]
    st.markdown(f"**{picked.value}** · {picked.population} · {picked.year}. {question.words}")
    with st.expander("Alle definities naast elkaar", icon=":material/compare:"):
        st.table(
            told.definitions_table(list(options.values()), choice, day), hide_index=True, border="horizontal", alt=f"Definities naast elkaar: {question.question}",
        )  # fmt: skip
        if question.id == "zorggeld":
            selection.link("pages/geld.py", "Per gemeente: voorkant en achterkant", ":material/payments:")

st.subheader("De toets van de brief zelf", anchor="toets")
st.markdown(
    "De brief van 2 maart 2020 zegt in welke wijken de leefbaarheid achteruitging (bewering C30). Dat is na te rekenen: hoe veranderden "
    "twee kanten van de Leefbaarometer, per klasse *corporatiebezit*?"
)
there = letter_test.measured(store)
if not there.ready:
    shell.empty("Niet geladen, dus geen oordeel", f"Voor deze toets ontbreekt: {'; '.join(there.lacking)}.", shell.who_loads("leefbaarometer", "cbs_kwb"))  # fmt: skip
else:
    first_default, last_default = letter_test.default_years(there.years)
    from_column, to_column, _ = st.columns([1, 1, 3])
    with from_column:
        first = selection.one("toets_van", "Van", there.years[:-1], first_default)
    with to_column:
        later_years = [year for year in there.years if year > first]
        last = selection.one(
            "toets_tot", "Tot", later_years, last_default if last_default in later_years else later_years[-1]
        )
    changed = letter_test.changes(there, first, last)
    said = letter_test.finding(changed, first, last)
    made_up = " **Verzonnen cijfers.**" if store.demo else ""
    st.markdown(f"**{said}.** {letter_test.verdict(changed, last)} {letter_test.gaps(changed)}{made_up}")
    picture = letter_test.alt(changed, first, last)
    st.plotly_chart(letter_test.figure(changed, palette), key="toetsbeeld", config={"displayModeBar": False, "locale": "nl"}, alt=picture)  # fmt: skip
    export.offer(
        export.Figure(
            key="toets",
            title=said,
            subtitle=f"Leefbaarometer 3.0, verandering ten opzichte van Nederland, wijken gewogen naar inwoners, marge 95%, {first}–{last}",
            name=("leefbaarometer", "corporatiebezit", str(first), str(last)),
            draw=lambda hues, held=changed: letter_test.figure(held, hues),
            table=lambda held=changed: letter_test.rows(held),
            sources=letter_test.SOURCES,
            level=letter_test.LEVEL,
            year=f"{first}–{last}",
            boundaries=there.division,
            columns={"corporatiebezit": f"Deel van de woningen dat in {there.division} van een corporatie was"},
            notes=letter_test.CAVEATS,
            alt=picture,
        )
    )
    st.table(letter_test.as_text(changed), hide_index=True, border="horizontal", alt=f"Verandering per klasse corporatiebezit, {first} tot {last}")  # fmt: skip
    st.caption(f"Gewogen naar inwoners van {there.division}; corporatiebezit van {there.division}, dus aan het eind van de reeks. {letter_test.left_out(changed)}")  # fmt: skip
with st.expander("Wat deze toets niet zegt", icon=":material/help:"):
    st.markdown("\n".join(f"- {caveat}" for caveat in letter_test.CAVEATS))

if found:
    export.offer(
        export.Figure(
            key="beweringen",
            label="Neem deze lijst mee",
            title=told.finding(found),
            subtitle="Beweringen en eisen uit stukken van anderen, in eigen woorden, met waarmee ze zijn vergeleken",
            name=("beweringen", theme, standing, word),
            table=lambda: told.frame(found, day),
            more=lambda: {"Toetsen": told.checks_frame(found), "Rekenwerk": told.sums_frame(found, library)},
            said_by=f"stukken van {format.joined(list(dict.fromkeys(c.document.sender for c in found)))}; de bron van elke toets staat erbij",
            # In the demo region the store's own values are left out: what stands here is of letters and publishers.
            invented=False,
            columns=told.COLUMNS,
            notes=(
                "Een oordeel geldt op de datum van het stuk. Een leeg oordeel: een eis.",
                "Dit dashboard neemt geen standpunt in.",
            ),
        )
    )
selection.link("pages/verhaal.py", "Nieuw in dit debat? Het Deltaplan in vijf stappen", ":material/auto_stories:")
with st.expander("Hoe dit werkt, en een fout melden of een bewering toevoegen", icon=":material/help:"):
    st.markdown(told.how_it_works())
st.caption(
    "De bron van elke toets staat bij de bewering. Hieronder: waar de aantallen wijken en inwoners in het rekenwerk vandaan komen."
)
shell.foot()
