"""Youth work per gemeente and wijk: what was reported, what was spread, and what nobody knows."""

import streamlit as st

from answers import cells, coverage, data, elsewhere, format, ground, left_out, youth_context
from answers.coverage import need as coverage_need
from answers.coverage import rows as coverage_export
from answers.coverage import table
from figures import beside_need, bivariate, coverage_map, legend, maps
from indicators import catalog, parameters, youth_work
from loaders.vocabulary import LEVEL_PLURALS
from ui.coverage import controls, report
from ui.frame import need_list, selection, shell, tables, take_along, theme

LEVELS = ("wijk", "gemeente")
VIEWS = {"dekking": "Gemeld", "samen": "Naast behoefte", "jongeren": "Jongeren"}
EVERYWHERE = "heel"


store = data.store()
possible = coverage.years(store)
if not possible:
    shell.head("Hoeveel jongerenwerk is er per wijk? Er zijn nog geen cijfers")
    shell.empty("Geen gegevens", "Er zijn geen leeftijdsgroepen per wijk of gemeente.", shell.who_loads())
    shell.foot()
    selection.stop()

head = st.container()
# In one row, which a phone moves sideways: so the map comes soon.
with st.container(horizontal=True, wrap=False):
    level_column, where_column, year_column, band_column = (st.container(width=width) for width in (200, 230, 120, 500))
selection.notices_in(st.container())
with level_column:
    level = selection.choose(
        "niveau",
        "Niveau",
        list(LEVELS),
        "wijk",
        format_func=lambda lv: LEVEL_PLURALS[lv].capitalize(),
        draw="buttons",
    )
many = LEVEL_PLURALS[level]
with where_column:
    gemeenten, land = data.gemeenten(), data.country()
    where = selection.choose(
        "gemeente",
        "Gemeente",
        [EVERYWHERE, *gemeenten],
        EVERYWHERE,
        format_func=lambda code: gemeenten.get(code, f"Heel {land}"),
        draw="list" if level == "wijk" else "none",
    )
opening = (
    coverage.default_year(store) if coverage.reported_years(store) else coverage_need.default_year(level, possible)
)
with year_column:
    year = selection.choose(
        "jaar", "Jaar", possible[::-1], opening or possible[-1], nearest=selection.nearest_year(possible)
    )
with band_column:
    start, end = controls.choose_band()
band = f"{start} tot {end}"
spread = selection.choose("verdeel", "Verdeel", ["nee", "ja"], "nee", draw="none") == "ja" and level == "wijk"
found = coverage.areas(level, year, start, end, spread)
reported = coverage.counts(found)[youth_work.REPORTED]
zoom = where if level == "wijk" and where != EVERYWHERE else None
here = coverage.part(found, ground.as_then(zoom, year))
if zoom and here.frame.empty:
    st.caption(f":material/info: {gemeenten[where]} heeft in {year} geen wijken met leeftijden. U ziet {land}.")
    zoom, here = None, found
inside = here.frame.index
counts, total = coverage.counts(here), len(inside)
place_words = f" in {gemeenten[where]}" if zoom else ""
names = ground.names(level, year)
palette = theme.palette()
place = selection.gebied()
asked = ground.around(place.code, level) if place else None
# By its code in the year of the figures, as everything here.
chosen = ground.line(asked).get(year) if asked else None

need_year = coverage_need.nearest_year(level, year, possible)
needs = coverage_need.options(level, need_year) if need_year else {}
views = [view for view, there in (("dekking", reported), ("samen", reported and needs), ("jongeren", True)) if there]
picture, side = st.columns([2.5, 1.1], gap="medium")
with side:
    view = selection.choose(
        "kaart",
        "Kaart",
        views,
        views[0],
        format_func=VIEWS.__getitem__,
        because=dict.fromkeys(("dekking", "samen"), "hier is niets gemeld om op de kaart te zetten."),
        draw="buttons" if len(views) > 1 else "none",
    )
    need_id = (
        selection.choose(
            "behoefte",
            "Behoefte volgens",
            list(needs),
            next(iter(needs)),
            format_func=needs.__getitem__,
            draw="none" if view == "dekking" else "list",
        )
        if needs
        else None
    )
    left = left_out.LeftOut(level, 0)
    if needs and level in left_out.LEVELS:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            left = left_out.left_out(level, year, need_list.students(level), need_list.inhabitants(level)).among(inside)
need = coverage_need.measure(need_id, level, need_year, year) if need_id and need_year else None
two_way = beside_need.two_way(view, found, here, need, year, (start, end)) if need and view != "dekking" else None
cut = coverage_need.read_cut(selection.get("grens"))
whole = coverage_need.beside(found, need, cut) if need and reported else None
# The list and the first line leave out what the reader does not want there; map and table have all.
made = coverage_need.part(whole, left.kept(inside)) if whole else None
most = beside_need.most(found, need, two_way) if need and two_way else None
without = left.among(whole.frame.index if whole else most.index if most is not None else inside[:0])
most = None if most is None else most.loc[left.kept(most.index)]

with head:
    title, subtitle = report.title(
        here, two_way, made if view == "samen" else None, view, level, year, band, place_words, most
    )
    if without.words and view != "dekking":
        subtitle += f" · {without.words}"
    shell.head(title, subtitle)

drawing = maps.prepare(catalog.entry("jongerenwerk"), level, year, zoom, "kwantielen", 4)
kinds = () if two_way else coverage_map.view_kinds(view, found, palette, band, here, drawing)
schools, school_year = youth_context.schools(level, year)
column, heading = ("rate", "Fte per 1.000 jongeren") if view == "dekking" else ("share", "Aandeel jongeren")
credits = tuple(dict.fromkeys((*(["opgave"] if reported else []), "cbs_kwb", *(need.sources if need else ()))))


def rows_to_take():
    """All rows of this page, for every download."""
    return coverage_export.frame(here, need, made, names, level, year, (start, end), (schools, school_year))


about = take_along.Figure(
    key="kaart",
    title=title,
    subtitle=subtitle,
    name=("jongerenwerk", view, level, gemeenten.get(zoom or "", ""), str(year), f"{start}-{end}"),
    draw=lambda hues: (
        bivariate.figure(drawing, two_way, hues, chosen)
        if two_way
        else coverage_map.figure(
            drawing, found, coverage_map.view_kinds(view, found, hues, band, here, drawing), hues, column
        )
    ),
    legend=lambda hues: (
        bivariate.key(two_way, hues, level)
        if two_way
        else coverage_map.key(coverage_map.view_kinds(view, found, hues, band, here, drawing), level, heading)
    ),
    table=rows_to_take,
    entries=(catalog.entry("jongerenwerk"),),
    sources=credits,
    columns=coverage_export.COLUMNS,
    year=year,
    level=level,
    boundaries=drawing.division,
    alt=bivariate.alt(two_way, level) if two_way else coverage_map.alt(kinds, view, level, year, band),
    notes=(
        *(
            ("Gekleurd is alleen wat een gemeente zelf meldde. Niet gemeld is onbekend, en geen nul.",)
            if view != "jongeren"
            else ()
        ),
        *((f"In de lijst en de kop: {without.words}. Op de kaart staan zij wel.",) if without.words else ()),
    ),
)
with picture:
    if drawing.division is None or not drawing.file:
        shell.empty(
            "Hier is geen kaart van", f"Er zijn geen grenzen van {many}.", "De tabel hieronder geeft de cijfers wel."
        )
    else:
        with st.container(gap=None):
            st.html(
                bivariate.corner(two_way, palette)
                if two_way
                else legend.over_corner([(kind.colour, kind.words) for kind in kinds if len(kind.codes)], palette)
            )
            st.plotly_chart(about.draw(palette), key="dekkingskaart", theme=None, config=maps.CONFIG, alt=about.alt)
        take_along.offer(about)
with side:
    if two_way:
        st.html(bivariate.legend(two_way, palette, level))
    else:
        st.html(coverage_map.legend(kinds, palette, level, heading))
    if drawing.division is not None and drawing.division != year:
        st.caption(f":material/info: Kaartgrenzen van {drawing.division}; van {year} zijn die er niet.")
    if need and view != "dekking" and need.measured:
        st.caption(f":material/info: {need.label}: {need.measured[0].lower()}{need.measured[1:]}")
    if need and view != "dekking" and need.year != year:
        st.caption(f":material/info: De behoefte is van {need.year}: van {year} is er op dit niveau geen.")
    if not needs:
        st.caption(f":material/info: Er is in geen enkel jaar een cijfer van behoefte per {level}.")
    st.markdown(report.average(found, store.demo, year, band))
    if chosen in found.frame.index:
        st.markdown(report.area_line(found, need, names, str(chosen), year))
    elif asked and chosen is None:
        st.caption(f":material/fence: {elsewhere.told(asked, year)}")
if not counts[youth_work.REPORTED]:
    report.invite(store, level, total, place_words, zoom or asked)
st.caption(f":material/calculate: {report.young_people(here, level, start, end)}")

if need and whole and made:
    st.subheader(
        (
            "Veel behoefte, weinig gemeld jongerenwerk: "
            f"{format.areas(made.count(youth_work.MUCH_LITTLE), level)}{cells.plain(place_words)}"
        ),
        anchor="behoefte",
    )
    st.caption(f"{coverage_need.cuts_in_words(whole, need, level, many)} {without.sentence}".rstrip())
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        first = made.first()
        if first.empty:
            st.markdown(f"Geen enkele {level} met een opgave ligt in dit vak.")
        else:
            tables.show(
                first,
                f"{many.capitalize()} met veel behoefte en weinig gemeld jongerenwerk, {year}",
                "eerste_vak",
                25,
                lambda rows: coverage_need.cells(rows, need, names, level),
            )
    with right:
        compared = made
        spread_out = take_along.Figure(
            key="vakken",
            title=(
                "Veel behoefte en weinig gemeld jongerenwerk: "
                f"{format.areas(made.count(youth_work.MUCH_LITTLE), level)}"
            ),
            subtitle=(
                f"Gemeld jongerenwerk in fte per 1.000 jongeren van {band} jaar, {year}, naast behoefte, {need.year}"
            ),
            name=("jongerenwerk", "vakken", level, gemeenten.get(zoom or "", ""), str(year)),
            draw=lambda hues: beside_need.scatter(compared, need, names, hues, chosen),
            table=rows_to_take,
            entries=(catalog.entry("jongerenwerk"),),
            sources=credits,
            columns=coverage_export.COLUMNS,
            year=year,
            level=level,
            alt=f"Spreidingsdiagram van {format.areas(len(made.frame), level)} met een opgave, {year}: "
            + "; ".join(f"{words}: {format.number(made.count(id))}" for id, words in youth_work.QUADRANTS.items())
            + ". De tabellen op deze pagina geven alle waarden.",
        )
        st.plotly_chart(
            spread_out.draw(palette),
            key="kwadranten",
            theme="streamlit",
            config={"displayModeBar": False},
            alt=spread_out.alt,
        )
        take_along.offer(spread_out)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.choose_cut(cut)
        st.caption(
            f"Alleen {many} die iets meldden staan hierin. Plaats 1 is de meeste behoefte; tussen haakjes staat de "
            "marge van die plaats. Twee cijfers naast elkaar zeggen niets over oorzaak en gevolg."
        )
elif need and reported:
    st.caption(
        f":material/info: Te weinig {many} hebben én een opgave én een cijfer van behoefte om van veel en weinig te "
        f"spreken (minstens {format.number(parameters.value('kwadranten_minstens'))})."
    )
selection.remember("grens", cut)

if need and not reported:
    rows = most if most is not None else beside_need.most(found, need, two_way)
    st.subheader(
        f"Veel behoefte en veel jongeren: {format.areas(len(rows), level)}{cells.plain(place_words)}",
        anchor="behoefte",
    )
    st.caption(
        f"Behoefte: {need.label.lower()}, {need.year}. Veel: de klasse hoog van de kaart. Plaats 1 is de meeste "
        f"behoefte van alle {many} in {land}; tussen haakjes staat de marge. Hoeveel jongerenwerk hier is, is niet "
        f"gemeld; ook nul kan. {without.sentence}".rstrip()
    )
    tables.show(
        rows,
        f"{many.capitalize()} met veel behoefte en veel jongeren, {year}",
        "meest",
        15,
        lambda part: coverage_need.cells(part, need, names, level),
    )

st.subheader(f"Alle {many}{cells.plain(place_words)} in de tabel", anchor="tabel")
if level == "wijk" and (spread or (here.frame["note"] != "").any()):
    controls.choose_spread(spread)
hidden = [
    *(["Gemeente"] if level == "gemeente" else []),
    *([] if counts[youth_work.UNKNOWN] < total else table.WORK_COLUMNS),
]
hidden += [] if school_year else [table.SCHOOLS]
tables.show(
    table.ordered(here, level, year),
    f"Jongerenwerk per {level}, {year}, met hoe elk cijfer bekend is",
    "dekkingstabel",
    50,
    lambda rows: table.cells(rows, schools).drop(columns=hidden),
)
take_along.offer(
    take_along.Figure(
        key="tabel",
        title=f"Jongerenwerk per {level}, {year}, met hoe elk cijfer bekend is",
        subtitle=f"Fte per 1.000 jongeren van {band} jaar",
        name=("jongerenwerk", level, gemeenten.get(zoom or "", ""), str(year), f"{start}-{end}"),
        table=rows_to_take,
        entries=(catalog.entry("jongerenwerk"),),
        sources=credits,
        columns=coverage_export.COLUMNS,
        year=year,
        level=level,
    )
)
st.subheader("Naast jeugdzorg en scholen", anchor="ernaast")
st.markdown(youth_context.care(store))
st.markdown(
    youth_context.school_words(
        store,
        level,
        schools.reindex(inside),
        school_year,
        here.frame["fte"].where(here.frame["label"] == youth_work.REPORTED),
    )
)
with st.expander("Wat deze cijfers wel en niet zeggen", icon=":material/help:"):
    for label in coverage.LABELS:
        st.markdown(f"- **{label}**: {coverage.LABEL_WORDS[label].removeprefix(label + ': ')}.")
    st.markdown(
        "Fte is een maat voor omvang, niet voor kwaliteit, en geen norm. Wat niet is gemeld, is onbekend en geen nul. "
        "**Veel studenten**: het aandeel 15- tot 25-jarigen is meer dan "
        f"{format.number(parameters.value('studentenwijk_keer'))} keer het landelijke. Mensen zijn er niet gelijk over "
        "de leeftijdsjaren verdeeld, dus het geschatte aantal jongeren is er minder zeker. Bij 12 tot 18 jaar is het "
        "er meestal te hoog, en het jongerenwerk per 1.000 dus te laag."
    )
    selection.link("pages/methode.py", "Hoe dit cijfer is gemaakt", ":material/menu_book:", indicator="jongerenwerk")
shell.foot((*credits, *(["duo"] if school_year else [])))
