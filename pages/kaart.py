"""The map: one figure by value, by what clearly differs or by place; two maps; a difference; two figures; bubbles."""

from contextlib import nullcontext
from html import escape

import streamlit as st

from answers import cells, data, elsewhere, former, ground, postcodes, standing, words
from export.brief.subjects import UNBRIEFED, Indicator
from figures import adjusted, classes, colouring, map_table, map_views, maps
from figures.views.choice import Choice
from figures.views.view import View
from loaders.vocabulary import CAVEATS, LEVEL_PLURALS, level_of
from ui.frame import brief, selection, shell, steady, tables, take_along, theme
from ui.map import beside, differences, taken
from ui.map.second import Second

LEVELS = ("gemeente", "wijk", "buurt")
EVERYWHERE = "heel"
FIRST = ("armoede", "bijstand_per_1000", "personen_laagste_40", "huishoudensgrootte")

NOTE = ":material/info: {}"
# Of maps beside each other: lower than one alone, so that both can be seen with what stands above them.
LOWER = 400
NOT_HERE = "Bijstellen voor kleine aantallen kan alleen op een kaart van één cijfer."
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
    id = selection.choose(
        "indicator",
        "Cijfer",
        list(figures),
        first,
        format_func=lambda id: figures[id].label,
        because={e.id: TOTALS for e in data.listed().values() if e.total},
    )
entry = figures[id]
with where:
    gemeenten, land = data.gemeenten(), data.country()
    asked = str(selection.get("gemeente"))
    gone = former.what_became_of(asked)
    gemeente = selection.choose(
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
    level = selection.choose(
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
    year = selection.choose(
        "jaar",
        "Jaar",
        sorted(counts, reverse=True),
        data.main_year(id, level) or max(counts),
        format_func=lambda y: f"{y} (deels)" if counts[y] * 2 < whole else str(y),
        nearest=selection.nearest_year(list(counts)),
    )
with view_column:
    views, not_now = map_views.possible(entry, figures, level)
    kind = map_views.VIEWS[
        selection.choose(
            "weergave",
            "Weergave",
            views,
            map_views.FIRST,
            format_func=lambda id: map_views.VIEWS[id].label,
            because=not_now,
        )
    ]
second = Second(kind, entry, figures, level, year)
ways, no_way = adjusted.possible(entry, level, year) if kind.adjusts else ([adjusted.AS_IS], NOT_HERE)
how = selection.choose(
    "bijstelling",
    "Kleine aantallen",
    ways,
    adjusted.AS_IS,
    format_func=adjusted.LABELS.__getitem__,
    because=dict.fromkeys(adjusted.LABELS, no_way),
    draw="none",
)
methods, refused = colouring.possible(standing.standing_of(entry, level, year), entry, adjusted=how != adjusted.AS_IS)
method = selection.choose("methode", "Kleuring", methods, methods[0], because=refused, draw="none")
with colour_column:
    own_colours = second.choose("row") or kind.own_colours
    if not own_colours:
        method = selection.choose("methode", "Kleuring", methods, methods[0], format_func=colouring.method_label)
other = second.chosen()
with notes:
    chosen = selection.gebied()
count = selection.choose("klassen", "Aantal klassen", list(classes.COUNTS), 5, draw="none")
with st.spinner(kind.waits) if kind.waits else nullcontext():
    view = map_views.show(kind, Choice(entry, year, level, zoom, method, count, other, how))
drawing, palette, meant = view.drawing, theme.palette(), view.choice.meant
# An area of a finer level than the map is shown by what it lies in.
area = (level != "buurt" and chosen and ground.around(chosen.code, level)) or (chosen.code if chosen else None)
picked = area if maps.code_at(drawing, area) in drawing.values.index else None
told = view.notes()
with head:
    shell.head(view.title(picked), view.about())
if picked is None and chosen is not None and drawing.division is not None:
    moved = area and level_of(area) == level and elsewhere.reason(area, drawing.own)
    told = [
        *told,
        elsewhere.told(area, drawing.own, id) if moved else cells.plain(f"{chosen.label} staat niet op deze kaart."),
    ]
order = selection.choose("volgorde", "Volgorde", list(map_table.ORDERS), "hoogste", draw="none")


def pick_on(key: str, picture: View) -> None:
    """Take the clicked area as the chosen one. It has to outlive the figure, so it is not left in the chart."""
    points = st.session_state[key].selection.points
    clicked = picture.clicked(points[0]) if points else None
    if clicked:
        selection.put("gebied", clicked)


def pick_found(found: str) -> None:
    """Go to a place that was searched for: choose it, at a level at which it can be seen."""
    selection.put("gebied", found)
    finer, inside = level_of(found), ground.gemeente_now(found)
    if finer == "gemeente" and level != "gemeente":
        selection.put("gemeente", found)
    elif LEVELS.index(finer) > LEVELS.index(level) and (inside or finer != "buurt"):
        selection.put("niveau", finer)
        if finer == "buurt":
            selection.put("gemeente", inside)


several = len(view.pictures) > 1
if several:
    columns = st.columns(len(view.pictures))
    side = st.container()
else:
    picture, side = st.columns([2.6, 1], gap="medium")
    columns = [picture]
for at, (column, key, one) in enumerate(zip(columns, steady.PAIR, view.pictures, strict=False)):
    with column:
        # The choices of the second map stand where the first has its name.
        chooses = at > 0 and second.choose("head")
        if several and not chooses:
            name = f"{escape(one.choice.entry.label)}{one.drawing.marked}, {one.choice.year}"
            st.html(f'<div style="font-weight:600;padding:0.5rem 0">{name}</div>')
        if one.refused:
            shell.empty(*one.refused)
        elif one.drawn:
            with st.container(gap=None):
                st.html(one.corner(palette))
                st.plotly_chart(
                    one.draw(palette, picked, LOWER if several else maps.HEIGHT),
                    key=key,
                    theme=None,
                    on_select=lambda key=key, one=one: pick_on(key, one),
                    selection_mode="points",
                    config=dict(one.config),
                    alt=one.alt(),
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
                f"Er zijn geen grenzen van {one.choice.place} in of rond {one.choice.year}.",
                "De tabel hieronder geeft de cijfers wel. Kies een ander niveau of jaar voor een kaart.",
            )
        if several:
            st.html(one.legend(palette, picked))
        take_along.offer(taken.figure(view, at, order, picked))
        if told and not several:
            st.caption(NOTE.format(" ".join(told)))
with side:
    if told and several:
        st.caption(NOTE.format(" ".join(told)))
    if not several and not view.refused:
        st.html(view.legend(palette, picked))
    if picked and (line := view.chosen(picked)):
        st.markdown(f":small[{line}]")
    if len(ways) > 1:
        selection.choose(
            "bijstelling",
            "Kleine aantallen",
            ways,
            adjusted.AS_IS,
            format_func=adjusted.LABELS.__getitem__,
            draw="list",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        classed = method in classes.METHODS and not own_colours
        label = f"{count} klassen" if classed else "Over de kleuren"
        with st.popover(label, icon=":material/tune:", type="tertiary", key="kleuren", on_change="rerun") as box:
            # What is in it is sent when it is opened.
            if box.open:
                second.choose("colours")
                if classed:
                    selection.choose("klassen", "Aantal klassen", list(classes.COUNTS), 5, draw="buttons")
                paragraphs = [*view.colours_in_words(), *refused.values(), *not_now.values(), no_way]
                st.caption("\n\n".join(filter(None, dict.fromkeys(paragraphs))))
        if chosen:
            selection.link(
                "pages/wijkprofiel.py", "Alle cijfers", ":material/location_city:", gebied=chosen.code, indicator=id
            )
            inside = ground.gemeente_now(chosen.code)
            if inside and not zoom and level != "gemeente":
                st.button(
                    "Zoom in",
                    icon=":material/zoom_in:",
                    type="tertiary",
                    on_click=selection.put,
                    args=("gemeente", inside),
                )
            st.button("Wis", icon=":material/close:", type="tertiary", on_click=selection.put, args=("gebied", None))
    by = "naam, code of postcode" if postcodes.known() else "naam of code"
    selection.search(f"Zoek een plaats op {by}", "zoek_kaart", pick_found)

st.subheader(f"{meant.label}{drawing.marked}, {view.when}: alle {LEVEL_PLURALS[level]}", anchor=False)
order = selection.choose(
    "volgorde",
    "Volgorde",
    list(map_table.ORDERS),
    "hoogste",
    format_func=kind.orders.__getitem__,
    draw="bare buttons",
)
table = view.ordered(order)
tables.show(table, f"{meant.label} per {level}, {view.when}", "kaarttabel", rows=map_table.ROWS, text=view.rows)
if under := view.table_notes():
    st.caption("\n\n".join(under))
if kind.id not in UNBRIEFED:
    brief.offer(Indicator(id, level, year, zoom, picked), "kaart")
differences.show(view.choice)
beside.show(view.choice)

with st.expander("Wat dit cijfer wel en niet zegt", icon=":material/help:"):
    said = []
    for named in view.choice.entries:
        said += [f"**{named.label}**"] if len(view.choice.entries) > 1 else []
        said += [f"**Wel:** {named.is_}", f"**Niet:** {named.is_not}" if named.is_not else ""]
        said.append(words.made_of([data.entry(part) for part in data.parts_at(named.id, level, year)], level, year))
        said.append("\n".join(f"- {CAVEATS[caveat]}" for caveat in named.caveats))
    st.markdown("\n\n".join(filter(None, said)))
    selection.link("pages/methode.py", "Hoe dit cijfer is gemaakt", ":material/menu_book:", indicator=id)
shell.foot(dict.fromkeys(source for named in view.choice.entries for source in named.sources))
