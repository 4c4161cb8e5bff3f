"""The map: one figure by value, by what clearly differs or by place; two maps; a difference; two figures; bubbles."""

from html import escape

import streamlit as st

from answers import cells, data, former, postcodes, standing
from export import brief
from figures import bivariate, classes, colouring, legend, map_table, map_views, maps, two_maps
from indicators.words import when
from loaders.source import CAVEATS, LEVEL_PLURALS, gemeente_of, level_of, wijk_of
from ui.frame import selection, shell, steady, tables, take_along, theme

LEVELS = ("gemeente", "wijk", "buurt")
EVERYWHERE = "heel"
FIRST = ("armoede", "bijstand_per_1000", "personen_laagste_40", "huishoudensgrootte")

NOTE = ":material/info: {}"
TOTALS = "Een aantal hoort niet op een gekleurde kaart: het laat vooral zien waar veel mensen wonen."

there = data.with_values(*LEVELS)
figures = {id: e for id, e in data.mappable().items() if id in there}
if not figures:
    shell.head("Er zijn nog geen cijfers om op de kaart te zetten")
    shell.empty("Geen cijfers", "De gegevensmap is leeg.", shell.who_loads())
    shell.foot()
    selection.stop()

# The head stands above the choices, and says what they led to.
head = st.container()
# In one row, which a phone moves sideways: so the map comes soon.
what, year_column, view_column, colour_column, level_column, where = st.columns(
    [2.9, 1.05, 1.65, 2.15, 1.3, 1.75], wrap=False
)
notes = st.container()
selection.notices_in(notes)

with what:
    # The page opens with the first of these that is there for about as many wijken as any of them.
    covered = {id: max(data.counts(id, "wijk").values(), default=0) for id in FIRST if id in figures}
    first = next((id for id, count in covered.items() if 0 < max(covered.values()) <= count * 2), next(iter(figures)))
    id = selection.one(
        "indicator",
        "Cijfer",
        list(figures),
        first,
        format_func=lambda id: figures[id].label,
        because={e.id: TOTALS if e.total else e.unmeasured for e in data.listed().values() if e.total or e.unmeasured},
    )
entry = figures[id]
with where:
    gemeenten, land = data.gemeenten(), data.country()
    asked = str(selection.get("gemeente"))
    gone = former.what_became_of(asked)
    gemeente = selection.one(
        "gemeente",
        "Gemeente",
        [EVERYWHERE, *gemeenten],
        EVERYWHERE,
        format_func=lambda code: gemeenten.get(code, f"Heel {land}"),
        nearest=lambda _: gone.instead.code if gone and gone.instead else EVERYWHERE,
        because={asked: gone.says} if gone else None,
    )
zoom = None if gemeente == EVERYWHERE else gemeente
with level_column:
    levels = [lv for lv in LEVELS if data.years(lv, id) and (lv != "buurt" or zoom)] or ["buurt"]
    level = selection.one(
        "niveau",
        "Niveau",
        levels,
        "wijk" if "wijk" in levels else levels[0],
        format_func=lambda lv: LEVEL_PLURALS[lv].capitalize(),
        because={"buurt": "Buurten staan alleen op de kaart van één gemeente. Kies eerst een gemeente."}
        if not zoom
        else None,
    )
with year_column:
    counts = data.counts(id, level)
    whole = max(counts.values())
    year = selection.one(
        "jaar",
        "Jaar",
        sorted(counts, reverse=True),
        data.main_year(id, level) or max(counts),
        format_func=lambda y: f"{y} (deels)" if counts[y] * 2 < whole else str(y),
        nearest=selection.nearest_year(list(counts)),
    )
with view_column:
    views, not_now = map_views.possible(entry, figures, level)
    view = selection.one(
        "weergave", "Weergave", views, "kaart", format_func=map_views.VIEWS.__getitem__, because=not_now
    )
methods, refused = colouring.possible(standing.standing_of(entry, level, year))
own_colours = view in (map_views.CHANGE, map_views.BOTH)
method = selection.one("methode", "Kleuring", methods, "kwantielen", because=refused, draw="none")
with colour_column:
    if view == map_views.CHANGE:
        map_views.second(view, entry, figures, level, year, draw=True)
    elif view == map_views.BOTH:
        map_views.second_figure(view, entry, figures, level, year, draw=True)
    else:
        method = selection.one("methode", "Kleuring", methods, "kwantielen", format_func=colouring.method_label)
other, other_year = map_views.second(view, entry, figures, level, year)
with notes:
    chosen = selection.gebied()
classed = method in classes.METHODS and not own_colours
count = selection.one("klassen", "Aantal klassen", list(classes.COUNTS), 5, draw="none")
shown = map_views.show(map_views.Choice(view, entry, year, level, zoom, method, count, other, other_year))
drawing, beside = shown.drawing, shown.beside if view == map_views.BESIDE else None
palette, meant = theme.palette(), shown.choice.meant
own_division = data.store().own_division(level, year, id)
# An area of a finer level than the map is shown by what it lies in.
code = chosen.code if chosen else None
if chosen and level == "gemeente":
    code = gemeente_of(chosen.code)
elif chosen and level == "wijk" and level_of(chosen.code) == "buurt":
    code = wijk_of(chosen.code)
picked = code if code in drawing.values.index else None
place = f"{LEVEL_PLURALS[level]} in {shown.choice.where}"
on = map_views.years(shown, when(year, own_division))
title = map_views.title(shown, picked)
about = map_views.about(shown, when(year, own_division))
told = map_views.notes(shown, own_division)
with head:
    shell.head(title, about)
if picked is None and chosen is not None and drawing.division is not None:
    told = [*told, f"{cells.plain(chosen.label)} staat niet op deze kaart."]
order = selection.one("volgorde", "Volgorde", list(map_table.ORDERS), "hoogste", draw="none")


def pick_on(key: str, clicked_map: maps.Drawing) -> None:
    """Take the clicked area as the chosen one. It has to outlive the figure, so it is not left in the chart."""
    points = st.session_state[key].selection.points
    clicked = maps.region_at(clicked_map, points[0].get("location")) if points else None
    if clicked:
        selection.put("gebied", clicked)


def pick_found(found: str) -> None:
    """Go to a place that was searched for: choose it, at a level at which it can be seen."""
    selection.put("gebied", found)
    finer = level_of(found)
    if finer == "gemeente" and level != "gemeente":
        selection.put("gemeente", found)
    elif LEVELS.index(finer) > LEVELS.index(level):
        selection.put("niveau", finer)
        if finer == "buurt":
            selection.put("gemeente", gemeente_of(found))


def to_take(one: maps.Drawing) -> take_along.Figure:
    """One map of this page, with its rows. Of two maps, each picture has to stand by itself."""
    if one is beside and other:
        own_of_second = data.store().own_division(level, one.year, other.id)
        last = map_views.alone(shown, one)
        return take_along.Figure(
            key="tweede",
            title=map_views.title(last, picked if picked in one.values.index else None),
            subtitle=map_views.about(last, when(one.year, own_of_second)),
            name=(one.entry.id, level, shown.choice.where, str(one.year)),
            draw=(lambda p: maps.figure(one, p, picked)) if one.file else None,
            legend=lambda p: map_views.legend_key(shown, one, p, picked),
            table=lambda: map_table.numbers(one, map_table.ordered(one, order)),
            entries=(one.entry,),
            year=one.year,
            level=level,
            boundaries=one.division,
            alt=map_views.alt(shown, one, place),
            columns=map_table.COLUMNS,
            notes=map_views.notes(last, own_of_second),
        )
    first = map_views.alone(shown, one) if beside else shown
    return take_along.Figure(
        key="kaart",
        title=map_views.title(first, picked),
        subtitle=map_views.about(first, when(year, own_division)),
        name=(id, "" if view == map_views.ONE else view, level, shown.choice.where, str(year)),
        draw=(lambda p: map_views.draw(shown, p, picked)) if one.file else None,
        legend=lambda p: map_views.legend_key(shown, one, p, picked),
        table=lambda: map_views.numbers(shown, map_table.ordered(one, order)),
        entries=(entry, other) if other and other.id != id else (entry,),
        year=year,
        level=level,
        boundaries=one.division,
        alt=map_views.alt(shown, one, place),
        columns=map_views.columns(shown),
        notes=[*map_views.notes(first, own_division), *map_views.picture_notes(shown)],
    )


if beside:
    pictures = list(zip(st.columns(2), steady.PAIR, (drawing, beside), strict=True))
    side = st.container()
else:
    picture, side = st.columns([2.6, 1], gap="medium")
    pictures = [(picture, steady.PAIR[0], drawing)]
for column, key, one in pictures:
    with column:
        if one is beside:
            # The choices of the second map stand where the first has its name.
            which, when_ = st.columns([2.4, 1], wrap=False)
            with which:
                map_views.second_figure(view, entry, figures, level, year, draw=True)
            with when_:
                map_views.second_year(entry, other or entry, level, year, draw=True, hide_label=True)
        elif beside:
            st.html(
                f'<div style="font-weight:600;padding:0.5rem 0">{escape(one.entry.label)}{one.marked}, {one.year}</div>'
            )
        if shown.change and not shown.change.drawing:
            shell.empty("Deze jaren zijn niet te vergelijken", shown.change.refused, "Kies twee andere jaren.")
        elif one.file and len(one.shapes):
            made = map_views.draw(shown, palette, picked) if one is drawing and not beside else None
            with st.container(gap=None):
                st.html(bivariate.corner(shown.both, palette) if shown.both else legend.corner(one, palette))
                st.plotly_chart(
                    made or maps.figure(one, palette, picked, two_maps.HEIGHT),
                    key=key,
                    theme=None,
                    on_select=lambda key=key, one=one: pick_on(key, one),
                    selection_mode="points",
                    config=maps.CONFIG,
                    alt=map_views.alt(shown, one, place),
                )
        elif level == "buurt" and not zoom:
            shell.empty(
                "Kies eerst een gemeente",
                "Dit cijfer is er alleen per buurt, en buurten staan alleen op de kaart van één gemeente.",
                "De tabel hieronder geeft alle buurten.",
            )
        else:
            shell.empty(
                "Hier is geen kaart van",
                f"Er zijn geen grenzen van {place} in of rond {one.year}.",
                "De tabel hieronder geeft de cijfers wel. Kies een ander niveau of jaar voor een kaart.",
            )
        if beside:
            st.html(map_views.legend_html(shown, one, palette, picked))
        take_along.offer(to_take(one))
        if told and not beside:
            st.caption(NOTE.format(" ".join(told)))
with side:
    if told and beside:
        st.caption(NOTE.format(" ".join(told)))
    if not beside and not (shown.change and not shown.change.drawing):
        st.html(map_views.legend_html(shown, drawing, palette, picked))
    if picked and not shown.both:
        st.markdown(f":small[{map_table.of_one(drawing, picked)}]")
    with st.container(horizontal=True, vertical_alignment="center"):
        label = f"{count} klassen" if classed else "Over de kleuren"
        with st.popover(label, icon=":material/tune:", type="tertiary", key="kleuren", on_change="rerun") as box:
            # What is in it is sent when it is opened.
            if box.open and shown.both and other:
                map_views.second_year(entry, other, level, year, draw=True)
            if box.open and classed:
                selection.one("klassen", "Aantal klassen", list(classes.COUNTS), 5, draw="buttons")
            if box.open:
                why = map_views.NO_CAUSE if shown.both else colouring.method_help(drawing.colouring.method)
                st.caption("\n\n".join(filter(None, dict.fromkeys([why, drawing.colouring.note, *refused.values()]))))
        if chosen:
            selection.link(
                "pages/wijkprofiel.py", "Alle cijfers", ":material/location_city:", gebied=chosen.code, indicator=id
            )
            if not zoom and level != "gemeente":
                st.button(
                    "Zoom in", icon=":material/zoom_in:", type="tertiary",
                    on_click=selection.put, args=("gemeente", gemeente_of(chosen.code)),
                )  # fmt: skip
            st.button("Wis", icon=":material/close:", type="tertiary", on_click=selection.put, args=("gebied", None))
    by = "naam, code of postcode" if postcodes.known() else "naam of code"
    selection.search(f"Zoek een plaats op {by}", "zoek_kaart", pick_found)

st.subheader(f"{meant.label}{drawing.marked}, {on}: alle {LEVEL_PLURALS[level]}", anchor=False)
order = selection.one(
    "volgorde",
    "Volgorde",
    list(map_table.ORDERS),
    "hoogste",
    format_func=map_table.ORDERS.__getitem__,
    draw="buttons",
    hide_label=True,
)
table = map_table.ordered(drawing, order)
tables.show(
    table,
    f"{meant.label} per {level}, {on}",
    "kaarttabel",
    rows=map_table.ROWS,
    text=lambda rows: map_views.cells(shown, rows),
)
if view in (map_views.ONE, map_views.BUBBLES) and drawing.stands:
    st.caption("\n\n".join(filter(None, (drawing.stands.note, drawing.stands.no_rank, drawing.stands.no_result))))
brief.offer(brief.Indicator(id, level, year, zoom, picked), "kaart")

with st.expander("Wat dit cijfer wel en niet zegt", icon=":material/help:"):
    said = []
    for named in (figures[one] for one in dict.fromkeys([entry.id, *([other.id] if other else [])])):
        said += [f"**{named.label}**"] if other and other.id != id else []
        said += [f"**Wel:** {named.is_}", f"**Niet:** {named.is_not}" if named.is_not else ""]
        said.append("\n".join(f"- {CAVEATS[caveat]}" for caveat in named.caveats))
    st.markdown("\n\n".join(filter(None, said)))
    selection.link("pages/methode.py", "Hoe dit cijfer is gemaakt", ":material/menu_book:", indicator=id)
shell.foot(dict.fromkeys((*entry.sources, *(other.sources if other else ()))))
