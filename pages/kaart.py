"""The map of one figure: choose what, how fine, when and where; click an area to see it beside the Netherlands."""

import pandas as pd
import streamlit as st

from indicators.words import when
from loaders.source import CAVEATS, COUNTRY, LEVEL_PLURALS, gemeente_of, level_of, wijk_of
from ui import (
    classes,
    colouring,
    colours,
    data,
    format,
    former,
    legend,
    maps,
    selection,
    shell,
    standing,
    tables,
    words,
)

LEVELS = ("gemeente", "wijk", "buurt")
EVERYWHERE = "heel"
FIRST = ("armoede", "bijstand_per_1000", "personen_laagste_40", "huishoudensgrootte")

# A table short enough to see the page go on below it.
ROWS = 10
# What the download calls the columns of standing.Standing.frame.
COLUMNS = {
    "low": "marge_van", "high": "marge_tot", "result": "tegenover_het_geheel",
    "first": "plaats_van", "middle": "plaats", "last": "plaats_tot",
}  # fmt: skip

TOTALS = "Een aantal hoort niet op een gekleurde kaart: het laat vooral zien waar veel mensen wonen."

there = data.with_values(*LEVELS)
figures = {id: e for id, e in data.mappable().items() if id in there}
if not figures:
    shell.head("Er zijn nog geen cijfers om op de kaart te zetten")
    shell.empty("Geen cijfers", "De gegevensmap is leeg.", "Haal de cijfers op met `make data`.")
    shell.foot()
    selection.stop()

# The head stands above the choices, and says what they led to.
head = st.container()
what, rest = st.columns([3.4, 5.4])
# On a phone these two stay beside each other, so that the map comes sooner.
level_row, year_and_place = rest.columns([2, 3.3])
year_column, where = year_and_place.columns([1.3, 2], wrap=False)
notes = st.container()

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
    gone = former.of(asked)
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
with level_row:
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
        draw="buttons",
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
with notes:
    chosen = selection.gebied()
stands = standing.of(entry, level, year)
methods, refused = colouring.possible(stands)
method = selection.one(
    "methode", "Kleuring", methods, "kwantielen", format_func=colouring.method_label, because=refused, draw="none"
)
count = selection.one("klassen", "Aantal klassen", list(classes.COUNTS), 5, draw="none")
drawing = maps.prepare(entry, level, year, zoom, method, count)
palette = colours.palette()
# What a headline stands for differs by year; the reader gets the name of what is really shown.
meant = data.entry(entry.definition(year))
uncounted = words.uncounted(meant, drawing.status)
country = data.value_of(id, COUNTRY, year)
own_division = data.store().own_division(level, year, id)
# An area of a finer level than the map is shown by what it lies in.
code = chosen.code if chosen else None
if chosen and level == "gemeente":
    code = gemeente_of(chosen.code)
elif chosen and level == "wijk" and level_of(chosen.code) == "buurt":
    code = wijk_of(chosen.code)
picked = code if code in drawing.values.index else None
row = drawing.values.loc[picked] if picked else None

with head:
    whole_name = gemeenten.get(gemeente, land)
    whole_value = data.value_of(id, gemeente, year) if zoom else country
    if row is None and method not in classes.METHODS and drawing.counts:
        title = colouring.finding(drawing.colouring, meant, drawing.counts, level)
    elif row is None:
        title = words.finding(meant, drawing.values["value"], level, whole_value, whole_name)
    else:
        why = format.why_missing(row["status"])
        title = words.of_area(meant, row["name"], row["value"], country, land, why)
    place = f"{LEVEL_PLURALS[level]} in {whole_name}"
    unit = "" if format.short_unit(entry.unit) else f" · {format.in_words(entry.unit)}"
    on = when(year, own_division)
    shell.head(title, f"{meant.is_.rstrip('.')}{unit} · {place} · {on}" + (f" · {uncounted}" if uncounted else ""))

with notes:
    if drawing.division is None:
        st.caption(f":material/info: Er zijn geen grenzen van {LEVEL_PLURALS[level]}. De cijfers staan in de tabel.")
    elif drawing.division == own_division != year:
        st.caption(f":material/info: De bron geeft de cijfers van {year} op de grenzen van {own_division}.")
    elif drawing.division != year:
        shapeless = drawing.shapeless
        lost = f" {format.areas(shapeless, level).capitalize()} hebben daarop geen vorm." if shapeless else ""
        st.caption(
            f":material/info: Van {year} zijn er geen kaartgrenzen van {LEVEL_PLURALS[level]}. "
            f"U ziet de grenzen van {drawing.division}.{lost}"
        )
    if picked is None and chosen is not None and drawing.division is not None:
        st.caption(f":material/info: {chosen.label} staat niet op deze kaart.")


def pick_on_map() -> None:
    """Take the clicked area as the chosen one. It has to outlive the figure, so it is not left in the chart."""
    points = st.session_state["kaartbeeld"].selection.points
    clicked = maps.region_at(drawing, points[0].get("location")) if points else None
    if clicked:
        selection.put("gebied", clicked)


picture, side = st.columns([2.6, 1], gap="medium")
with picture:
    if drawing.file and len(drawing.shapes):
        st.plotly_chart(
            maps.figure(drawing, palette, picked),
            key="kaartbeeld",
            theme=None,
            on_select=pick_on_map,
            selection_mode="points",
            config=maps.CONFIG,
            alt=words.of_map(entry, drawing.values["value"], drawing.values["name"], level, year, place),
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
            f"Er zijn geen grenzen van {place} in of rond {year}.",
            "De tabel hieronder geeft de cijfers wel. Kies een ander niveau of jaar voor een kaart.",
        )
with side:
    mark = None if row is None or pd.isna(row["value"]) else (row["name"], float(row["value"]))
    st.html(legend.html(drawing, palette, country, mark))
    classed = method in classes.METHODS
    chosen_colours = f"{count} klassen, {classes.SHORT[method]}" if classed else colouring.method_label(method)
    with st.popover(chosen_colours, icon=":material/tune:", type="tertiary"):
        selection.one("methode", "Kleuring", methods, "kwantielen", format_func=colouring.method_label)
        if classed:
            selection.one("klassen", "Aantal klassen", list(classes.COUNTS), 5, draw="buttons")
        st.caption(colouring.method_help(method))
        for why in dict.fromkeys(refused.values()):
            st.caption(why)
    if drawing.colouring.note:
        st.caption(drawing.colouring.note)
    if chosen:
        with st.container(horizontal=True, vertical_alignment="center"):
            selection.link("pages/wijkprofiel.py", "Alle cijfers", ":material/location_city:", gebied=chosen.code)
            if not zoom and level != "gemeente":
                st.button(
                    "Zoom in", icon=":material/zoom_in:", type="tertiary",
                    on_click=selection.put, args=("gemeente", gemeente_of(chosen.code)),
                )  # fmt: skip
            st.button("Wis", icon=":material/close:", type="tertiary", on_click=selection.put, args=("gebied", None))
    selection.search("Zoek een gebied", "zoek_kaart", lambda code: selection.put("gebied", code), (level,))

st.subheader(f"{meant.label}{drawing.marked}, {year}: alle {LEVEL_PLURALS[level]}", anchor=False)
order = st.segmented_control(
    "Volgorde", ["Hoogste eerst", "Laagste eerst", "Op naam"], default="Hoogste eerst", required=True, key="volgorde"
)
table = drawing.values.reset_index(names="region")
if order == "Op naam":
    table = table.sort_values(["name", "region"])
else:
    table = table.sort_values(["value", "name"], ascending=[order == "Laagste eerst", True])


def cells(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as a reader sees them."""
    sure = stands.frame.reindex(rows["region"])
    shown = {
        "Gebied": rows["name"].tolist(),
        f"Waarde, {year}": [
            words.value(entry, value) + words.marked(entry, status)
            if pd.notna(value)
            else f"niet bekend ({format.why_missing(status)})"
            for value, status in zip(rows["value"], rows["status"], strict=True)
        ],
        "Marge": [standing.margin(entry, row) for _, row in sure.iterrows()],
        f"Tegenover {data.country()}": [standing.difference(meant, result) for result in sure["result"].fillna("")],
        "Plaats (met marge)": [standing.place(row) for _, row in sure.iterrows()],
        "Gemeente": rows["gemeente_name"].tolist(),
        "Code": rows["region"].tolist(),
    }
    frame = pd.DataFrame(shown)
    said = stands.frame.notna() & (stands.frame != "")
    lacking = [
        name
        for name, column in zip(list(shown)[2:5], ("low", "result", "middle"), strict=True)
        if not said[column].any()
    ]
    return frame.drop(columns=[*lacking, *(["Gemeente"] if level == "gemeente" else [])])


tables.show(table, f"{meant.label} per {level}, {year}", "kaarttabel", rows=ROWS, text=cells)
for said in (stands.note, stands.no_rank, stands.no_result):
    if said:
        st.caption(said)
tables.download(
    "Alle rijen als CSV",
    lambda: table.drop(columns=["class", "why"]).merge(
        stands.frame.rename(columns=COLUMNS), left_on="region", right_index=True, how="left"
    ).assign(
        plaatsen_van=stands.of or None, indicator=id, eenheid=entry.unit, jaar=year, grenzen=own_division, gegevensversie=data.store().version,
        toestand=[
            words.state(entry, status) if pd.notna(value) else format.why_missing(status)
            for value, status in zip(table["value"], table["status"], strict=True)
        ],
        herkomst="verzonnen (demogebied)" if data.store().demo else entry.citation,
    ),
    f"{id}-{level}-{year}.csv",
    "kaart_csv",
)  # fmt: skip

with st.expander("Wat dit cijfer wel en niet zegt", icon=":material/help:"):
    st.markdown(f"**Wel:** {entry.is_}")
    if entry.is_not:
        st.markdown(f"**Niet:** {entry.is_not}")
    for caveat in entry.caveats:
        st.markdown(f"- {CAVEATS[caveat]}")
    selection.link("pages/methode.py", "Hoe dit cijfer is gemaakt", ":material/menu_book:", indicator=id)
shell.foot(entry.sources)
