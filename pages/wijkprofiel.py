"""One area: every figure beside its gemeente and the Netherlands, and one of them through the years."""

import streamlit as st

from indicators import series
from loaders.source import CAVEATS, COUNTRY, LEVEL_PLURALS, THEMES, gemeente_of
from ui import (
    assessed,
    carried,
    charts,
    colours,
    data,
    export,
    format,
    peers,
    picker,
    profile,
    profile_table,
    score,
    selection,
    series_table,
    shell,
    tables,
    within,
    words,
)

ALL = "alles"


@st.cache_resource(max_entries=200, show_spinner=False)
def figures_of(version: str, region: str, year: int | None) -> list[profile.Figure]:
    """All listed figures of one area; kept per version of the data."""
    found = profile.figures(data.store(), region, list(data.listed().values()), year)
    return assessed.add(data.store(), region, found)


store = data.store()
if store.is_empty():
    shell.head("Er zijn nog geen cijfers om een wijkprofiel van te maken")
    shell.empty("Geen gegevens", "De gegevensmap is leeg.", picker.EMPTY_STORE)
    selection.stop()

# The head stands above the choices, and says what they led to.
head = st.container()
search_column, theme_column = st.columns([2, 1.2], vertical_alignment="bottom")
with search_column:
    place = picker.one_place()
if place is None:
    with head:
        shell.head(
            "Hoe staat uw wijk ervoor?", "Alle cijfers van één wijk, buurt of gemeente, naast gemeente en het geheel"
        )
    shell.empty(
        "Nog geen gebied gekozen",
        "Een profiel gaat over één gebied.",
        "Zoek hierboven op naam of code, of kies een gebied op de kaart.",
    )
    selection.link("pages/kaart.py", "Naar de kaart", icon=":material/map:")
    selection.stop()

level, code = place.level, place.code
parent = gemeente_of(code) if level in ("wijk", "buurt") else None
parent_place = data.place(parent)
parent_name = parent_place.name if parent_place else place.gemeente
palette = colours.palette()

found = figures_of(store.version, code, None)
by_id = {figure.id: figure for figure in found}


def headline() -> str:
    """The finding: the headline of poverty beside gemeente and country, else the number of inhabitants."""
    poverty = by_id.get("armoede")
    if poverty and poverty.value is not None and poverty.year:
        entry = data.entry("armoede")
        meaning = data.entry(entry.definition(poverty.year)).label
        say = {place.name: poverty.value, parent_name: poverty.gemeente, f"heel {data.country()}": poverty.country}
        known = [f"in {name} {words.short(entry, v)}" for name, v in say.items() if v is not None and name]
        return f"{meaning}: {format.joined(known)} ({poverty.year})"
    people = by_id.get("inwoners")
    if people and people.value is not None:
        return f"In {place.name} wonen {format.number(people.value)} mensen ({people.year})"
    return f"Van {place.name} is hier nog weinig bekend"


people = by_id.get("inwoners")
about = [place.label, code]
if people and people.value is not None and "wonen" not in headline():
    about.append(f"{format.number(people.value)} inwoners ({people.year})")
about.append("elk cijfer is van het nieuwste jaar waarin het er is")
with head:
    shell.head(headline(), " · ".join(about))

themes = {t: [by_id[e.id] for e in entries] for t, entries in data.themes().items()}
themes = {t: rows for t, rows in themes.items() if any(f.year for f in rows)}
with theme_column:
    chosen = selection.one(
        "thema", "Thema", [ALL, *themes], ALL, format_func=lambda t: "Alle thema's" if t == ALL else THEMES[t]
    )
if level != "land":
    reads = "oranje stip: dit gebied" + ("; ruit: gemeente" if parent else "") + f"; streepje: {data.country()}"
    st.caption(
        f"Het balkje toont alle {LEVEL_PLURALS[level]} met een waarde in dat jaar: {reads}; het brede deel is de middelste helft. "
        "Hoger of lager is hier geen oordeel."
    )
st.caption(assessed.READING)

for theme, rows in themes.items():
    if chosen not in (ALL, theme):
        continue
    st.subheader(THEMES[theme], anchor=theme)
    st.table(
        profile_table.table([f for f in rows if f.year], code, parent_name, palette, data.country_label()),
        hide_index=True,
        border="horizontal",
        alt=f"{THEMES[theme]} in {place.label}: waarde, jaar, gemeente en {data.country()}",
    )
    with st.expander(f"Toon meer: uitleg en kanttekeningen bij {THEMES[theme].lower()}"):
        for figure in (f for f in rows if f.year):
            entry = data.entry(figure.id)
            notes = " ".join(CAVEATS[c] for c in entry.caveats)
            st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not} {notes}")
        for label, why in profile_table.without(rows, store, level):
            st.markdown(f"**{label}**: {why}.")

st.subheader("Door de jaren", anchor="jaren")
options = [f.id for rows in themes.values() for f in rows if f.year]
known = [i for i in ("armoede", *options) if i in by_id and (by_id[i].value is not None or by_id[i].last)]
indicator = selection.one(
    "indicator",
    "Cijfer",
    options,
    known[0] if known else options[0],
    format_func=lambda id_: data.entry(id_).label,
)
entry = data.entry(indicator)
beside = [c for c in (parent, COUNTRY) if c and c != code]
# A total of the country beside that of a wijk would only press the wijk flat.
beside = [] if entry.total else beside
breaks = [*entry.breaks, *(first for first, _ in entry.definitions[1:])]
trend = profile.trend(store, [code, *beside], indicator, breaks)
names = {code: place.name, COUNTRY: data.country_label(), **({parent: parent_name} if parent else {})}
own = trend.values[code].dropna()
before = carried.of(store, code, entry, [int(y) for y in own.index], trend.cuts[code])
if own.empty:
    why = profile.why_empty(by_id[indicator], LEVEL_PLURALS[level])
    shell.empty(f"Geen reeks voor {place.name}", f"{entry.label}: {why}.", "Kies een ander cijfer.")
else:
    lines = [
        charts.Line(
            c,
            names[c],
            trend.values[c],
            palette.accent if c == code else palette.quiet,
            cuts=trend.cuts[c],
            context=c != code,
            dash="dash" if c == COUNTRY else "solid",
            carried={y: (one.value, carried.word(one)) for y, one in before.items()} if c == code else {},
        )
        for c in [code, *beside]
    ]
    # Only years that may be compared stand in one sentence: those since the last cut.
    run = series.runs([int(y) for y in own.index], [cut.year for cut in trend.cuts[code]])[-1]
    first, last = run[0], run[-1]
    st.markdown(
        f"**{place.name}: {words.value(entry, float(own[last]))} in {last}"
        + (f", {words.value(entry, float(own[first]))} in {first}" if first != last else "")
        + f"**{words.marked(entry, by_id[indicator].status)} · {entry.label}"
    )
    moved = assessed.change(entry, by_id[indicator].said.movement)
    if moved:
        st.caption(moved)
    readings = ", ".join(
        [f"{y}: {words.short(entry, v)}" for y, v in own.items()]
        + [f"{y}, {carried.word(one)}: {words.short(entry, one.value)}" for y, one in before.items()]
    )
    st.plotly_chart(
        charts.trend(lines, lambda v: words.value(entry, v), format.in_words(entry.unit), palette),
        config=charts.CONFIG,
        key="reeks",
        alt=f"Lijn van {entry.label} in {place.name}. {readings}.",
    )
    for division, there in profile.other_divisions(trend.divisions[code]).items():
        st.caption(f":material/info: De bron geeft {format.years(there)} op de grenzen van {division}.")
    for cut in trend.cuts[code]:
        st.caption(f":material/content_cut: {series.words(cut)}")
    if said := carried.sentence(before) or carried.lacking(store, entry, before, trend.cuts[code]):
        st.caption(f":material/join_inner: {said}")
    with st.expander("De reeks als tabel"):
        st.table(series_table.text(trend, before, entry, names), border="horizontal", alt=f"{entry.label} per jaar")
        tables.download(
            "Download deze reeks (CSV)",
            lambda: series_table.download(trend, before, entry, names, store),
            export.file_name("reeks", indicator, place.name, code),
            key="reeks_csv",
        )

if level == "gemeente":
    st.subheader("Verschillen binnen de gemeente", anchor="verschillen")
    apart = within.spread(code, entry) or within.spread(code, data.entry("armoede"))
    if apart:
        st.markdown(within.sentence(apart))
        st.table(within.fifths(apart), hide_index=True, border="horizontal", alt=f"{apart.entry.label} per vijfde deel")
        st.caption(
            "Wijken op volgorde van armoede, geteld naar inwoners: in elk deel wonen evenveel mensen. Het zijn verschillen "
            "tussen wijken, niet tussen mensen."
        )
    else:
        st.caption("Er zijn te weinig wijken met cijfers om vijfde delen te maken.")
    heaped, judged, wijken = within.stacked(code)
    if not heaped.empty:
        st.markdown(
            f"**Stapeling:** in {len(heaped)} van de {wijken} wijken zijn drie of meer problemen duidelijk groter."
        )
        st.table(heaped, hide_index=True, border="horizontal", alt="Wijken waar problemen samenkomen, en welke")
    elif judged < within.LEAST:
        st.caption(
            f"Of problemen zich stapelen is niet te zeggen: daarvoor zijn {within.LEAST} cijfers met een marge nodig."
        )
    else:
        st.caption(
            f"Geen wijk met {within.LEAST} of meer problemen die duidelijk groter zijn dan gemiddeld, voor zover bekend."
        )
    st.caption(
        f"Beoordeeld zijn {judged} problemen, elk van het nieuwste jaar en tegen het gemiddelde van {data.country()}."
    )

if robust := [said for composite in ("behoefte", "leefbaarheid") if (said := score.robust(composite, code))]:
    st.subheader("Hoe robuust", anchor="robuust")
    st.markdown("  \n".join(robust))
    st.caption(
        "Duizend keer opnieuw gerekend, met andere gewichten en andere rekenwijzen. Plaats 1 is het slechtst, dus met de meeste behoefte of de laagste leefbaarheid."
    )
    selection.link("pages/score.py", "Kies zelf gewichten", icon=":material/tune:")

alike = peers.of(code)
if alike:
    st.subheader("Vergelijkbare wijken", anchor="vergelijkbaar")
    if wijktype := peers.wijktype(code):
        st.markdown(f"**Wijktype:** {wijktype}")
    st.caption(
        f"{alike.note} Cijfers over {peers.year()}. Afstand 0 is precies gelijk; 1 is gemiddeld één standaardafwijking "
        "verschil. Uitkomsten en herkomst tellen niet mee bij het zoeken."
    )
    shown = entry if not entry.sensitive else data.entry("armoede")
    if alike.distances:
        st.table(
            peers.table(alike, code, shown),
            hide_index=True,
            border="horizontal",
            alt=f"Wijken die op {place.name} lijken, met hun afstand en {shown.label}",
        )
        if apart_from_peers := peers.sentence(alike, code, shown):
            st.markdown(apart_from_peers)
        selection.link(
            "pages/vergelijken.py",
            "Vergelijk met de vier die er het meest op lijken",
            icon=":material/group_add:",
            gebieden=",".join([code, *list(alike.distances)[:4]]),
        )

with st.container(horizontal=True):
    tables.download(
        "Download dit profiel (CSV)",
        lambda: profile_table.download(found, code, place.name, store),
        export.file_name("wijkprofiel", place.name, code),
        key="profiel_csv",
    )
    selection.link("pages/kaart.py", "Bekijk op de kaart", icon=":material/map:", gebied=code)
    selection.link("pages/vergelijken.py", "Vergelijk met andere", icon=":material/compare_arrows:", gebieden=code)
shell.foot(dict.fromkeys(s for f in found if f.year for s in data.entry(f.id).sources))
