"""One area: what stands out, every theme as a spine of key figures, and one figure through the years."""

import pandas as pd
import streamlit as st

from answers import (
    carried,
    cells,
    data,
    divisions,
    elsewhere,
    format,
    former,
    ground,
    history,
    house,
    peers,
    profile,
    series_table,
    words,
)
from answers.profile import assessed, rows, sentences, stacked, within
from answers.profile import view as profile_view
from export.brief.subjects import Area
from figures import charts, colours, fifths, spines
from figures import score_bars as figures_score
from indicators import series, stacking
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS, THEMES
from ui.frame import brief, picker, selection, shell, take_along
from ui.frame import theme as frame_theme
from ui.frame.fragment import fragment
from ui.profile import liveability, table

ALL = "alles"


store = data.store()
if store.is_empty():
    shell.head("Er zijn nog geen cijfers om een wijkprofiel van te maken")
    shell.empty("Geen gegevens", "De gegevensmap is leeg.", shell.who_loads())
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
parent = ground.around(code, "gemeente") if level in ("wijk", "buurt") else None
parent_place = data.place(parent)
parent_name = parent_place.name if parent_place else place.gemeente
palette = frame_theme.palette()

view = profile_view.view_of(code)
by_id, against = view.found, view.against

people = by_id.get("inwoners")
# Of an area of before everything here is as it was then, also what it is called.
was = former.is_former(place)
label = f"{place.undated}, zoals het was in {place.year}" if was else place.label
about = [label, ground.meant(code)[0]]
if people and people.value is not None and "wonen" not in view.title:
    about.append(f"{format.number(people.value)} inwoners ({people.year})")
about.append("elk cijfer is van het nieuwste jaar waarin het er is")
with head:
    shell.head(view.title, " · ".join(about))
    if not was and (earlier := former.before_in_words(code)):
        st.caption(f":material/history: {earlier}")

themes = [theme for theme, section in view.sections.items() if section.known]
with theme_column:
    chosen = selection.choose(
        "thema",
        "Thema",
        [ALL, *themes],
        ALL,
        format_func=lambda t: "Alle thema's" if t == ALL else THEMES[t],
    )

standing = sentences.chosen(view.apart)
below = divisions.PARTS.get(level)
st.subheader("Wat opvalt", anchor="opvalt")
if standing:
    st.markdown(
        "\n".join(
            f"- **{sentences.tag(one)}** · {cells.plain(sentences.sentence(one, against, judgement=False))}"
            for one in standing
        )
    )
else:
    st.markdown(sentences.nothing(view.judged, against))
with st.container(horizontal=True, vertical_alignment="center"):
    per_part = bool(standing and below) and st.toggle(f"Toon per {below}", key="per_deel")
    aloud = st.popover("Lees als tekst", icon=":material/article:", key="tekst", on_change="rerun")
    with st.popover("Hoe leest u de plaatjes?", icon=":material/help:"):
        st.markdown(table.reading(level) if level != "land" else "Voor het hele land is er geen plaats tussen andere.")
        st.markdown(assessed.READING)
if aloud.open:
    origin = house.DEMO_LINE if store.demo else shell.credit(view.sources)
    text = sentences.text(label, by_id, view.apart, view.judged, against, origin)
    aloud.code("\n\n".join(text), language=None, wrap_lines=True)
if per_part:
    st.markdown("\n".join(f"- {cells.plain(one)}" for one in profile_view.inside(code)))

if chosen == ALL:
    jumps = [*(f"[{THEMES[t]}](#{t})" for t in themes), "[Door de jaren](#jaren)"]
    st.markdown(f":small[Ga naar: {' · '.join(jumps)}]")
if level != "land":
    st.caption(table.key(level))


beside_names = {
    "self": place.name,
    "nederland": data.country_label(),
    **({"gemeente": f"Gemeente {parent_name}"} if parent else {}),
    "vergelijkbaar": "Midden van de vergelijkbare wijken",
}


@fragment
def theme_section(theme: str) -> None:
    """One theme: its key figures, the rest behind a fold, and what is not known with the reason.

    Unfolding runs only this.
    """
    section = view.sections[theme]
    if section.known:
        st.subheader(THEMES[theme], anchor=theme)
        if theme == liveability.THEME:
            liveability.show(code, label)
        st.table(
            table.theme_table(code, theme, frame_theme.palette()),
            hide_index=True,
            border="horizontal",
            alt=f"{THEMES[theme]} in {label}: waarde, jaar en plaats tussen andere gebieden",
        )
        for caveat in section.models:
            st.caption(caveat)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            take_along.offer(
                take_along.Figure(
                    key=f"profiel_{theme}",
                    title=f"{THEMES[theme]} in {label}",
                    subtitle=f"Plaats tussen alle {LEVEL_PLURALS[level]}; elk cijfer met zijn jaar",
                    name=("wijkprofiel", theme, place.name, code),
                    draw=(lambda palette: spines.spines(section.drawn, beside_names, palette))
                    if section.drawn
                    else None,
                    table=lambda: rows.download(
                        [by_id[id] for id in (*section.first, *section.rest, *section.missing)], code, place.name
                    ),
                    entries=section.entries,
                    level=level,
                    notes=(*table.picture_notes(level), *section.models, *table.made_notes(section.drawn)),
                    alt=section.alt,
                )
            )
            more = st.toggle(
                f"Toon meer ({len(section.rest)}), met wat de cijfers niet zeggen"
                if section.rest
                else "Toon wat deze cijfers niet zeggen",
                key=f"meer_{theme}",
            )
        if more:
            if section.rest:
                st.table(
                    table.theme_table(code, theme, frame_theme.palette(), rest=True),
                    hide_index=True,
                    border="horizontal",
                    alt=f"{THEMES[theme]} in {label}: de andere cijfers",
                )
            st.markdown("\n".join(f"- {note}" for note in section.notes))
    if section.missing:
        line = (
            section.missing_label
            if section.known
            else f"{THEMES[theme]}: {format.plural(len(section.missing), 'cijfer', 'cijfers')} niet bekend"
        )
        why = st.expander(line, key=f"leeg_{theme}", on_change="rerun", type="compact")
        if why.open:
            with why:
                st.table(
                    profile_view.reasons(code, theme),
                    hide_index=True,
                    border="horizontal",
                    alt=f"{THEMES[theme]}: waarom cijfers leeg zijn, en waar ze wel bekend zijn",
                )


for theme in themes:
    if chosen in (ALL, theme):
        theme_section(theme)
unknown = [theme for theme, section in view.sections.items() if not section.known and section.missing]
if chosen == ALL and unknown:
    st.subheader("Nog niets bekend", anchor="onbekend")
    for theme in unknown:
        theme_section(theme)

st.subheader("Door de jaren", anchor="jaren")
options = [id for id, figure in by_id.items() if figure.year] or ["inwoners"]
known = [i for i in ("armoede", *options) if i in by_id and (by_id[i].value is not None or by_id[i].last)]
entries = data.entries()
indicator = selection.choose(
    "indicator",
    "Cijfer",
    options,
    known[0] if known else options[0],
    format_func=lambda id: entries[id].label,
)
entry = data.entry(indicator)
beside = [c for c in (parent, COUNTRY) if c and c != code]
# A total of the country beside that of a wijk would only press the wijk flat.
beside = [] if entry.total else beside
breaks = [*entry.breaks, *(first for first, _ in entry.definitions[1:])]
trend = history.trend([code, *beside], indicator, breaks)
names = {code: place.name, COUNTRY: data.country_label(), **({parent: parent_name} if parent else {})}
own = trend.values[code].dropna()
# What came after an area as it was is told of the area of now.
others = {y: d for y, d in trend.others[code].items() if "@" not in code or d < place.year}
before = carried.carried_years(code, entry, others)
# Without a year of its own ground there may still be years that were worked out on it.
spoken = own if len(own) else pd.Series({y: one.value for y, one in before.items()}, dtype=float)
if spoken.empty:
    figure = by_id[indicator]
    why = profile.why_empty(figure, code)
    theirs = elsewhere.link(code, figure.division, indicator) if figure.division else ""
    next_step = f"Kies een ander cijfer, of zie {theirs}." if theirs else "Kies een ander cijfer."
    shell.empty(f"Geen reeks voor {place.name}", f"{entry.label}: {why}.", next_step)
else:

    def series_lines(hues: colours.Palette) -> list[charts.Line]:
        """The area in the accent, and behind it what it is set beside."""
        return [
            charts.Line(
                c,
                names[c],
                trend.values[c],
                hues.accent if c == code else hues.quiet,
                cuts=trend.cuts[c],
                context=c != code,
                dash="dash" if c == COUNTRY else "solid",
                carried={y: (one.value, carried.word(one)) for y, one in before.items()} if c == code else {},
                called=trend.names(c),
                said=trend.said(entry, c),
            )
            for c in [code, *beside]
        ]

    # Only years that may be compared stand in one sentence: those since the last cut.
    run = series.runs([int(y) for y in spoken.index], [cut.year for cut in trend.cuts[code]])[-1]
    first, last = run[0], run[-1]
    made = before if own.empty else {}
    said = series_table.ends(
        entry, {year: float(spoken[year]) for year in dict.fromkeys((last, first))}, made, trend.statuses[code]
    )
    mark = words.marked(entry, by_id[indicator].status)
    st.markdown(f"**{cells.plain(place.name)}: {said}**{mark} · {entry.label}")
    moved = assessed.change(entry, by_id[indicator].said.movement)
    if moved:
        st.caption(moved)
    called = trend.names(code)
    readings = ", ".join(
        [
            f"{y}{f' (heette toen {called[y]})' if y in called else ''}: {words.short(entry, v, trend.status(code, y))}"
            for y, v in own.items()
        ]
        + [f"{y}, {carried.word(one)}: {words.short(entry, one.value)}" for y, one in before.items()]
    )
    series_alt = f"Lijn van {entry.label} in {place.name}. {readings}."
    st.plotly_chart(
        charts.trend(series_lines(palette), lambda v: words.value(entry, v), format.in_words(entry.unit), palette),
        config=charts.CONFIG,
        key="reeks",
        alt=series_alt,
    )
    for division, there in history.other_divisions(trend.divisions[code]).items():
        st.caption(f":material/info: De bron geeft {format.years(there)} op de grenzen van {division}.")
    for cut in trend.cuts[code]:
        st.caption(f":material/content_cut: {series.words(cut)}")
    if renamed := trend.renamed(code):
        st.caption(f":material/badge: {cells.plain(renamed)}")
    on_other_ground = trend.elsewhere(code)
    moved_on = (on_other_ground, carried.sentence(before), carried.lacking(code, entry, before, others))
    if told_of_ground := " ".join(filter(None, moved_on)):
        st.caption(f":material/fence: {cells.plain(told_of_ground)}")
    years = format.years([int(y) for y in spoken.index])
    series_notes = [
        note
        for note in (
            *(series.words(cut) for cut in trend.cuts[code]),
            renamed,
            on_other_ground,
            carried.sentence(before),
        )
        if note
    ]
    take_along.offer(
        take_along.Figure(
            key="reeks",
            title=f"{entry.label} in {place.name}: {said}",
            subtitle=f"{entry.label} door de jaren · {format.in_words(entry.unit)} · {years}",
            name=("reeks", indicator, place.name, code),
            draw=lambda palette: charts.trend(
                series_lines(palette), lambda v: words.value(entry, v), format.in_words(entry.unit), palette
            ),
            table=lambda: series_table.download(trend, before, entry, names),
            entries=(entry,),
            level=level,
            notes=series_notes,
            alt=series_alt,
        )
    )
    with st.expander("De reeks als tabel"):
        shown_series = series_table.text(trend, before, entry, names).rename(columns=cells.plain)
        st.table(shown_series, border="horizontal", alt=f"{entry.label} per jaar")

if level == "gemeente":
    st.subheader("Verschillen binnen de gemeente", anchor="verschillen")
    apart = within.spread(code, entry) or within.spread(code, data.entry("armoede"))
    if apart:
        st.markdown(f"**{cells.plain(within.sentence(apart))}**")
        st.plotly_chart(fifths.bars(apart, palette), config=charts.CONFIG, key="vijfden", alt=within.alt(apart))
        st.caption(
            f"De wijken staan op volgorde van {apart.ordered} en tellen naar hun inwoners: in elk deel wonen evenveel "
            f"mensen. Het zijn verschillen tussen wijken, niet tussen mensen. {within.detail(apart)}"
        )
        take_along.offer(
            take_along.Figure(
                key="vijfden",
                title=within.sentence(apart),
                subtitle=(
                    f"{within.label(apart)} · wijken van {place.name} op volgorde van {apart.ordered} · {apart.year}"
                ),
                name=("verschillen", apart.entry.id, place.name, str(apart.year)),
                draw=lambda palette: fifths.bars(apart, palette),
                table=lambda: within.numbers(apart),
                entries=(apart.entry,),
                year=apart.year,
                level="wijk",
                alt=within.alt(apart),
            )
        )
    else:
        st.caption("Er zijn te weinig wijken met cijfers om vijfde delen te maken.")
    heaped, judged, wijken = stacked.find_stacked(code)
    if not heaped.empty:
        st.markdown(
            f"**Stapeling:** in {len(heaped)} van de {format.areas(wijken, 'wijk')} zijn {stacking.least()} of meer problemen "
            f"duidelijk groter dan gemiddeld in {data.country()}."
        )
        st.table(
            heaped.map(cells.plain),
            hide_index=True,
            border="horizontal",
            alt="Wijken waar problemen samenkomen, en welke",
        )
    elif judged < stacking.least():
        st.caption(
            f"Of problemen zich stapelen is niet te zeggen: daarvoor zijn {stacking.least()} cijfers met een marge nodig."
        )
    else:
        st.caption(
            f"Geen wijk met {stacking.least()} of meer problemen die duidelijk groter zijn dan gemiddeld, "
            "voor zover bekend."
        )
    many = "is 1 probleem" if judged == 1 else f"zijn {judged} problemen, alle"
    st.caption(
        f"Beoordeeld {many} van één jaar en tegen het gemiddelde van {data.country()}. Armoede en bijstand tellen als één probleem."
    )

alike = peers.peers_of(code)
if alike:
    st.subheader("Vergelijkbare wijken", anchor="vergelijkbaar")
    if wijktype := peers.wijktype(code):
        st.markdown(f"**Wijktype:** {wijktype}")
    st.caption(
        f"{alike.note} Cijfers over {peers.year()}. Afstand 0 is precies gelijk; 1 is gemiddeld één standaardafwijking "
        "verschil. Uitkomsten en herkomst tellen niet mee bij het zoeken."
    )
    known = data.entries()
    by_choice = (indicator, "armoede", *view.sections["armoede"].first, "bijstand_per_1000", *by_id)
    wanted = [known[id] for id in by_choice if id in known]
    shown = peers.to_show(alike, code, [one for one in wanted if one.comparable and not one.sensitive])
    if alike.distances:
        st.table(
            peers.table(alike, code, shown).map(cells.plain),
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

if made_of := profile_view.parts(code):
    st.subheader("Waar de scores uit bestaan", anchor="robuust")
    for column, (composite, part) in zip(st.columns(len(made_of)), made_of.items(), strict=True):
        with column:
            st.markdown(f"**{cells.plain(part.said)}**")
            st.plotly_chart(
                figures_score.bars(part.rows, part.middle, palette),
                config=charts.CONFIG,
                key=f"opbouw_{composite}",
                alt=f"Staven: wat elk onderdeel aan de score van {place.name} toevoegt. {part.alt}.",
            )
            st.caption(f"Wat elk onderdeel toevoegt, in punten ({part.unit}). {part.measured}".rstrip())
    st.caption(
        "Duizend keer opnieuw gerekend, met andere gewichten en andere rekenwijzen. "
        "Plaats 1 is het slechtst, dus met de meeste behoefte."
    )
    selection.link("pages/score.py", "Kies zelf gewichten", icon=":material/tune:", gebied=code)
if was and level == "wijk" and not (alike and made_of):
    st.caption("Vergelijkbare wijken en scores staan alleen bij wijken die er in dat jaar waren, en er nu nog zijn.")

with st.container(horizontal=True):
    if level != "land":
        brief.offer(Area(code), "profiel")
    take_along.offer(
        take_along.Figure(
            key="profiel",
            title=view.title,
            subtitle=f"Alle cijfers van {label}",
            name=("wijkprofiel", place.name, code),
            table=lambda: rows.download(list(by_id.values()), code, place.name),
            entries=tuple(entry for section in view.sections.values() for entry in section.entries),
            sources=view.sources,
            level=level,
        )
    )
    selection.link("pages/kaart.py", "Bekijk op de kaart", icon=":material/map:", gebied=code)
    selection.link("pages/vergelijken.py", "Vergelijk met andere", icon=":material/compare_arrows:", gebieden=code)
shell.foot(view.sources)
