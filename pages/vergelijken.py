"""Two to ten areas side by side: a table with the areas as columns, dots on a line, and a download."""

import streamlit as st

from indicators import areas
from loaders.source import CAVEATS, THEMES
from ui import (
    charts,
    colours,
    compare,
    data,
    export,
    format,
    own_area,
    peers,
    picker,
    selection,
    shell,
    tables,
    words,
)

ALL = "alles"
MOST_DOTS = 14

store = data.store()
if store.is_empty():
    shell.head("Er zijn nog geen cijfers om te vergelijken")
    shell.empty("Geen gegevens", "De gegevensmap is leeg.", picker.EMPTY_STORE)
    selection.stop()

# The head stands above the choices, and says what they led to.
head = st.container()
search_column, theme_column = st.columns([2, 1.2], vertical_alignment="bottom")
with search_column:
    chosen = picker.several_places()
if not chosen:
    with head:
        shell.head(
            "Welke wijken wilt u naast elkaar zien?",
            "Twee tot tien gebieden, uit elke gemeente en van elk niveau door elkaar",
        )
    shell.empty(
        "Nog geen gebieden gekozen",
        "Vergelijken begint bij twee gebieden.",
        "Zoek hierboven op naam of code en voeg ze een voor een toe.",
    )
    selection.stop()

codes = [p.code for p in chosen]
names = compare.column_names(chosen)
palette = colours.palette()
hues = dict(zip(codes, palette.areas, strict=False))
levels = list(dict.fromkeys(p.level for p in chosen))

listed = {
    theme: [e for e in entries if any(store.years(level, e.id) for level in levels)]
    for theme, entries in data.themes().items()
}
spent_for_others = {theme: compare.left_out(entries) for theme, entries in listed.items()}
listed = {theme: kept for theme, entries in listed.items() if (kept := [e for e in entries if not e.for_others])}

picker.removable(chosen)
alike = peers.to_add(codes, picker.MOST)
with st.container(horizontal=True):
    if alike:
        st.button(
            "Voeg vergelijkbare wijken toe",
            icon=":material/group_add:",
            key="voeg_vergelijkbare_toe",
            on_click=selection.put,
            args=("gebieden", [*codes, *alike]),
            help="Wijken die er het meest op lijken in stedelijkheid, omvang, leeftijden, huishoudens en woningbezit",
        )
    own_area.offer(codes)
together = own_area.members()
if not listed:
    with head:
        shell.head("Van deze gebieden zijn er geen cijfers")
    shell.empty("Niets te vergelijken", "Op dit niveau heeft geen bron cijfers.", "Kies een wijk of gemeente erbij.")
    selection.stop()
with theme_column:
    theme = selection.one(
        "thema",
        "Thema",
        [ALL, *listed],
        "armoede" if "armoede" in listed else ALL,
        format_func=lambda t: "Alle thema's" if t == ALL else THEMES[t],
    )
title = "Alle thema's" if theme == ALL else THEMES[theme]
entries = [e for name, found in listed.items() if theme in (ALL, name) for e in found]
rows = compare.rows(store, codes, entries)
by_id = {e.id: e for e in entries}

one_only = f"Voeg een gebied toe om met {chosen[0].name} te vergelijken"
with head:
    shell.head(
        compare.finding(rows, by_id, names) if len(chosen) > 1 else one_only,
        f"{title} · elk cijfer van één jaar voor alle gebieden, waar dat kan",
    )
mixed = [by_id[r.id].label for r in rows if r.mixed]
if mixed:
    st.warning(
        f"Bij {format.joined(mixed)} zijn de jaren niet voor alle gebieden gelijk; het jaar staat dan bij elke waarde.",
        icon=":material/event:",
    )

drawn = [r for r in rows if not by_id[r.id].total and sum(v is not None for v in r.values.values()) > 1]
drawn = [r for r in drawn if not r.mixed and r.one_division and not by_id[r.id].sensitive]
if drawn and len(chosen) > 1:
    only = f" Hier staan de eerste {MOST_DOTS}; de tabel heeft ze alle." if len(drawn) > MOST_DOTS else ""
    st.caption(
        "Elke stip is een gebied, de streep erdoor de marge van toeval en afronding. Elke regel heeft een eigen schaal: "
        f"links 0, rechts de hoogste waarde of marge.{only}"
    )
    drawn = drawn[:MOST_DOTS]
    st.plotly_chart(
        charts.dots(
            {r.id: r.values for r in drawn},
            names,
            hues,
            {r.id: (lambda v, e=by_id[r.id]: words.value(e, v)) for r in drawn},
            {r.id: f"{by_id[r.id].label}{words.marked(by_id[r.id], compare.status(r))} ({r.when})" for r in drawn},
            palette,
            {r.id: r.intervals for r in drawn},
        ),
        config=charts.CONFIG,
        key="stippen",
        alt=f"{title}: {len(drawn)} cijfers van {format.joined(list(names.values()))} als stippen op een lijn. "
        "De tabel hieronder geeft alle waarden.",
    )

st.subheader(f"{title} in cijfers", anchor="tabel")
st.table(
    compare.table(rows, by_id, names),
    hide_index=True,
    border="horizontal",
    alt=f"{title} van {format.joined(list(names.values()))}",
)
for said in (said for name, said in spent_for_others.items() if said and theme in (ALL, name)):
    st.caption(f":material/info: {said}")
with st.expander("Toon meer: uitleg en kanttekeningen"):
    for entry in entries:
        notes = " ".join(CAVEATS[c] for c in entry.caveats)
        st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not} {notes}")

if together:
    st.subheader(areas.name(together), anchor="samen")
    summed = own_area.rows(store, together, entries)
    st.caption(
        f"{format.joined([p.label for p in map(picker.place, together) if p])}. Aantallen zijn opgeteld. Aandelen zijn "
        "opnieuw berekend of gewogen. Het eigen gebied staat in het adres van deze bladzijde."
    )
    made = own_area.table(summed)
    if made.empty:
        shell.empty(
            "Niets op te tellen", "Geen cijfer van dit thema is er voor al deze gebieden.", "Kies een ander thema."
        )
    else:
        st.table(
            made, hide_index=True, border="horizontal", alt=f"{title} van het eigen gebied, met hoe het is gemaakt"
        )
    if refused := own_area.refused(summed):
        with st.expander(f"Niet te maken voor dit eigen gebied ({len(refused)})"):
            for label, why in refused:
                st.markdown(f"**{tables.plain(label)}**: {why}")
    with st.container(horizontal=True):
        tables.download(
            "Download het eigen gebied (CSV)",
            lambda: own_area.download(summed, together, store),
            export.file_name("eigen-gebied", theme, *together[:4]),
            key="samen_csv",
        )
        st.button(
            "Haal het eigen gebied weg",
            icon=":material/close:",
            key="weg_samen",
            on_click=selection.put,
            args=("samen", []),
        )

with st.container(horizontal=True):
    tables.download(
        "Download dit thema (CSV)",
        lambda: compare.download(rows, by_id, chosen, store),
        export.file_name("vergelijken", theme, *codes[:4]),
        key="vergelijk_csv",
    )
    everything = [e for entries in listed.values() for e in entries]
    tables.download(
        "Download alle thema's (CSV)",
        lambda: compare.download(compare.rows(store, codes, everything), {e.id: e for e in everything}, chosen, store),
        export.file_name("vergelijken", "alles", *codes[:4]),
        key="vergelijk_alles_csv",
    )
    for one in chosen[:3]:
        selection.link(
            "pages/wijkprofiel.py", f"Profiel van {one.name}", icon=":material/location_city:", gebied=one.code
        )
shell.foot(dict.fromkeys(s for e in entries for s in e.sources))
