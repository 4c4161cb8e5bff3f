"""One area: what stands out, every theme as a spine of key figures, and one figure through the years."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from indicators import catalog, key_figures, series
from loaders import municipal
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
    profile_empty,
    profile_inside,
    profile_table,
    profile_words,
    score,
    selection,
    series_table,
    shell,
    tables,
    within,
    words,
)

ALL = "alles"


@dataclass(frozen=True)
class Profile:
    """What is worked out for one area once for each version of the data."""

    found: dict[str, profile.Figure]
    apart: list[profile_words.Standout]
    judged: int


@st.cache_resource(max_entries=200, show_spinner=False)
def profile_of(version: str, region: str, _against: profile_words.Beside) -> Profile:
    """All listed figures of one area, and what stands out."""
    alike = peers.of(region)
    found = profile.figures(
        data.store(), region, list(data.listed().values()), alike=list(alike.distances) if alike else ()
    )
    by_id = {figure.id: figure for figure in assessed.add(data.store(), region, found)}
    return Profile(by_id, *profile_words.candidates(by_id, _against))


@st.cache_resource(max_entries=400, show_spinner=False)
def spines(version: str, region: str, ids: tuple[str, ...], dark: bool, gemeente: str) -> pd.DataFrame:
    """The table of some figures, in the colours of a theme."""
    found = profile_of(version, region, against).found
    return profile_table.table([found[id] for id in ids], region, gemeente, palette, data.country_label())


@st.cache_resource(max_entries=100, show_spinner=False)
def reasons(version: str, region: str, ids: tuple[str, ...]) -> pd.DataFrame:
    """Why some figures are empty, and where they are not."""
    found = profile_of(version, region, against).found
    return profile_empty.table([found[id] for id in ids], region)


@st.cache_resource(max_entries=100, show_spinner=False)
def inside(version: str, region: str) -> list[str]:
    """What stands out, repeated for the parts of the area."""
    shown = profile_words.chosen(profile_of(version, region, against).apart)
    return [said for one in shown for said in profile_inside.sentences(one, region, against)]


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

against = profile_words.beside(data.country(), parent_name, level)
made = profile_of(store.version, code, against)
by_id = made.found
found = list(by_id.values())

people = by_id.get("inwoners")
title = profile_words.headline(by_id, made.apart, place.name, against)
about = [place.label, code]
if people and people.value is not None and "wonen" not in title:
    about.append(f"{format.number(people.value)} inwoners ({people.year})")
about.append("elk cijfer is van het nieuwste jaar waarin het er is")
with head:
    shell.head(title, " · ".join(about))

themes = {t: [by_id[e.id] for e in entries] for t, entries in data.themes().items()}
known_in = {t: {f.id for f in rows if f.value is not None} for t, rows in themes.items()}
with theme_column:
    chosen = selection.one(
        "thema",
        "Thema",
        [ALL, *(t for t in themes if known_in[t])],
        ALL,
        format_func=lambda t: "Alle thema's" if t == ALL else THEMES[t],
    )

standing = profile_words.chosen(made.apart)
below = profile.PARTS.get(level)
st.subheader("Wat opvalt", anchor="opvalt")
if standing:
    st.markdown(
        "\n".join(
            f"- **{profile_words.tag(one)}** · {tables.plain(profile_words.sentence(one, against, judgement=False))}"
            for one in standing
        )
    )
else:
    st.markdown(profile_words.nothing(made.judged, against))
with st.container(horizontal=True, vertical_alignment="center"):
    per_part = bool(standing and below) and st.toggle(f"Toon per {below}", key="per_deel")
    aloud = st.popover("Lees als tekst", icon=":material/article:", key="tekst", on_change="rerun", type="tertiary")
    with st.popover("Hoe leest u de plaatjes?", icon=":material/help:", type="tertiary"):
        st.markdown(
            profile_table.reading(level) if level != "land" else "Voor het hele land is er geen plaats tussen andere."
        )
        st.markdown(assessed.READING)
if aloud.open:
    sources = dict.fromkeys(s for f in found if f.value is not None for s in data.entry(f.id).sources)
    origin = shell.DEMO_LINE if store.demo else shell.credit(sources)
    text = profile_words.text(place.label, by_id, made.apart, made.judged, against, origin)
    aloud.code("\n\n".join(text), language=None, wrap_lines=True)
if per_part:
    st.markdown("\n".join(f"- {tables.plain(one)}" for one in inside(store.version, code)))

if chosen == ALL:
    st.markdown(
        ":small[Ga naar: "
        + " · ".join([*(f"[{THEMES[t]}](#{t})" for t in themes if known_in[t]), "[Door de jaren](#jaren)"])
        + "]"
    )
if level != "land":
    st.caption(profile_table.key(level))


def theme_section(theme: str) -> None:
    """One theme: its key figures, the rest behind a fold, and what is not known with the reason."""
    rows, known = themes[theme], known_in[theme]
    own = [f.id for f in rows if f.id in known and municipal.SOURCE.id in data.entry(f.id).sources]
    first = list(dict.fromkeys([*key_figures.shown(theme, known), *own])) or [f.id for f in rows if f.id in known]
    if known:
        st.subheader(THEMES[theme], anchor=theme)
    if first:
        st.table(
            spines(store.version, code, tuple(first), palette.dark, parent_name),
            hide_index=True,
            border="horizontal",
            alt=f"{THEMES[theme]} in {place.label}: waarde, jaar en plaats tussen andere gebieden",
        )
        for caveat in dict.fromkeys(c for id in first for c in data.entry(id).caveats if c in catalog.MODELLED):
            st.caption(CAVEATS[caveat])
    rest = [f.id for f in rows if f.id in known and f.id not in first]
    if known:
        title = f"Toon meer ({len(rest)}), met wat de cijfers niet zeggen" if rest else "Wat deze cijfers niet zeggen"
        more = st.expander(title, key=f"meer_{theme}", on_change="rerun", type="compact")
        if more.open:
            with more:
                if rest:
                    st.table(
                        spines(store.version, code, tuple(rest), palette.dark, parent_name),
                        hide_index=True,
                        border="horizontal",
                        alt=f"{THEMES[theme]} in {place.label}: de andere cijfers",
                    )
                for id in [*first, *rest]:
                    entry = data.entry(id)
                    notes = " ".join(CAVEATS[c] for c in entry.caveats)
                    if entry.is_not or notes:
                        st.markdown(f"**{entry.label}.** {entry.is_not} {notes}")
    if missing := profile_empty.empty(rows, place.gemeente):
        line = profile_empty.label(missing) if known else f"{THEMES[theme]}: {len(missing)} cijfers niet bekend"
        why = st.expander(line, key=f"leeg_{theme}", on_change="rerun", type="compact")
        if why.open:
            with why:
                st.table(
                    reasons(store.version, code, tuple(f.id for f in missing)),
                    hide_index=True,
                    border="horizontal",
                    alt=f"{THEMES[theme]}: waarom cijfers leeg zijn, en waar ze wel bekend zijn",
                )


for theme in themes:
    if chosen == theme or (chosen == ALL and known_in[theme]):
        theme_section(theme)
unknown = [theme for theme in themes if not known_in[theme]]
if chosen == ALL and unknown:
    st.subheader("Nog niets bekend", anchor="onbekend")
    for theme in unknown:
        theme_section(theme)

st.subheader("Door de jaren", anchor="jaren")
options = [f.id for rows in themes.values() for f in rows if f.year] or ["inwoners"]
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
