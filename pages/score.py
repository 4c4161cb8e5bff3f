"""A composite by the reader's own choices, and how well its list of worst wijken holds when the choices are others."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from answers import cells, data, elsewhere, format, ground, score, score_tables, words
from figures import legend, maps, score_bars, score_map
from indicators import need, parameters
from indicators.tree import Choice
from ui.frame import selection, shell, tables, take_along, theme
from ui.score import coherence, controls
from ui.sources import edited

EVERYWHERE = "heel"

possible = [code for code in need.composites() if score.years(code)]
if not possible:
    if not any(need.stands(code) for code in need.composites()):
        shell.head("Er is nu geen score")
        shell.empty(
            "Weggelaten", "De lijst waar scores uit bestaan, of een cijfer daarin, is niet goed ingevuld.", edited.WHERE
        )
        shell.foot()
        selection.stop()
    shell.head("Er zijn nog geen cijfers om een score van te maken")
    shell.empty("Geen cijfers", "De gegevensmap heeft geen cijfers per wijk.", shell.who_loads())
    shell.foot()
    selection.stop()

head = st.container()
# In one row, which a phone moves sideways: so the map comes soon. How the score is worked out stands after the map.
with st.container(horizontal=True, wrap=False):
    code_column, year_column, where_column, against_column, colour_column = (
        st.container(width=width) for width in (250, 120, 250, 250, 190)
    )
selection.notices_in(st.container())
picture, side = st.columns([2.6, 1], gap="medium")
settings = st.container()
with code_column:
    usual = next((code for code in possible if score.usual_against(code)), possible[0])
    code = selection.choose("maat", "Samengestelde maat", possible, usual, format_func=need.short)
weights = score.read_weights(selection.get("gewichten"), code)
if skipped := score.not_weighed(selection.get("gewichten"), code):
    st.caption(f":material/info: {cells.plain(skipped)}")
based = bool(score.norms(code, need.base_year()))
with against_column:
    against = selection.choose(
        "afzetten",
        "Vergelijk",
        list(need.against_words()) if based else ["binnen"],
        score.usual_against(code) or ("basisjaar" if based else "binnen"),
        format_func=lambda a: need.against_words()[a].capitalize(),
        because={"basisjaar": f"Er zijn geen landelijke cijfers van {need.base_year()} om tegen af te zetten."},
        help=f"Tegenover {need.base_year()}: scores van jaren met dezelfde onderdelen zijn naast elkaar te leggen. "
        "Binnen dit jaar: alleen de plaats tussen de wijken van dat jaar telt.",
    )
with settings:
    list_choices = st.container(horizontal=True, vertical_alignment="bottom")
    told_left_out = st.container()
    made = controls.settings(code, weights)
listing = controls.listing(code, None)
of_students, fewest, order = listing.of_students, listing.fewest, listing.order
# Wijken of this size have a score and a rank, whether or not a list holds them: a shorter list ranks nobody anew.
least = parameters.value("basis_inwoners")
selection.remember("gewichten", score.write_weights(weights), "")
choice = Choice(code, against, made.means, made.winsor, weights)
years = score.years(code)
with year_column:
    year = selection.choose(
        "jaar",
        "Jaar",
        years[::-1],
        score.newest(choice, least) or years[-1],
        nearest=selection.nearest_year(years),
    )
with where_column:
    gemeenten, land = data.gemeenten(), data.country()
    gemeente = selection.choose(
        "gemeente",
        "Gemeente",
        [EVERYWHERE, *gemeenten],
        EVERYWHERE,
        format_func=lambda g: gemeenten.get(g, f"Heel {land}"),
    )
zoom = None if gemeente == EVERYWHERE else gemeente
where = gemeenten.get(gemeente, land)
found = score.outcome(choice, year, least)
ranks = score.ranks(choice, year, least)
left = score_tables.without(found, ranks, zoom, of_students, fewest)
codes = left.kept(score.inside(found, zoom))
if not ranks.empty:
    controls.listing(code, list_choices)
if left.words and not ranks.empty:
    told_left_out.caption(
        f":material/filter_alt: In de lijst en de kop: {left.words}. Op de kaart staan zij wel, en hun score ook."
    )
chosen = selection.gebied()
asked = ground.around(chosen.code, "wijk") if chosen else None
# By its code in the year of the score, as all wijken here.
region = ground.line(asked).get(year) if asked else None

title = score.title(found, ranks, codes, where)
subtitle = f"{need.about(code).is_.rstrip('.')} · {need.against_words()[against]} · wijken in {where} · {year}"
if left.words and not ranks.empty:
    subtitle += f" · {left.words}"
with head:
    # The title says of where; the choices and the list say who were left out.
    # What a score is set against is said of one that is there.
    against_what = "" if ranks.empty else f" · {need.against_words()[against]}"
    shell.head(title, f"{need.about(code).is_.rstrip('.')}{against_what} · {year}")
if ranks.empty:
    shell.empty(
        f"Geen score voor {year}",
        score.why_none(found),
        "Kies een ander jaar, een andere maat, of “binnen dit jaar”." if score.usual_against(code) else "",
    )
else:
    palette = theme.palette()
    partly = score.measured(found)
    with colour_column:
        shown = selection.choose(
            "kleur",
            "Kleur",
            list(score_map.PICTURES),
            "aandeel",
            format_func=score_map.PICTURES.__getitem__,
            draw="buttons",
        )
    listed = score_tables.listed(choice, year, least, zoom, of_students, fewest, order)
    drawing = score_map.drawing(choice, year, least, shown, zoom)
    entry = drawing.entry
    picked = region if region in drawing.values.index else None

    def pick_on_map() -> None:
        """Take the clicked wijk as the chosen one."""
        points = st.session_state["scorekaart"].selection.points
        clicked = maps.region_at(drawing, points[0].get("location")) if points else None
        if clicked:
            selection.put("gebied", clicked)

    value = drawing.values["value"].get(picked) if picked else None
    mark = None if value is None or pd.isna(value) else (str(drawing.values.at[picked, "name"]), float(value))
    about = take_along.Figure(
        key="kaart",
        title=title,
        subtitle=f"{entry.label} · {subtitle}",
        name=("score", code, shown, where, str(year)),
        draw=lambda palette: maps.figure(drawing, palette, picked),
        legend=lambda palette: legend.key(drawing, palette, None, mark),
        table=lambda: score_tables.download(listed, choice, year),
        entries=(entry,),
        sources=score.sources(code),
        columns=score_tables.COLUMNS,
        year=year,
        level="wijk",
        boundaries=drawing.division,
        notes=tuple(said for said in (partly, f"In de lijst: {left.words}." if left.words else "") if said),
        alt=words.of_map(entry, drawing.values["value"], drawing.values["name"], "wijk", year, f"wijken in {where}"),
    )
    with picture:
        if drawing.file and len(drawing.shapes):
            with st.container(gap=None):
                st.html(legend.corner(drawing, palette))
                st.plotly_chart(
                    maps.figure(drawing, palette, picked),
                    key="scorekaart",
                    theme=None,
                    on_select=pick_on_map,
                    selection_mode="points",
                    config=maps.CONFIG,
                    alt=about.alt,
                )
            take_along.offer(about)
        else:
            shell.empty(
                "Hier is geen kaart van",
                f"Er zijn geen grenzen van wijken in {where} in of rond {year}.",
                "De tabel hieronder geeft de uitkomsten wel.",
            )
        told = [f"{partly} Onderaan staat waarom."] if partly else []
        if against == "binnen":
            told.append(
                f"Vergeleken binnen {year}: 50 is het midden van dat jaar. Leg deze score niet naast die van een ander "
                "jaar."
            )
        if series := score.series_words(choice, year, least):
            told.append(series)
        if told:
            st.caption(f":material/info: {' '.join(told)}")
    with side:
        st.html(legend.html(drawing, palette, None, mark))
        st.markdown(f"**Houdt dit stand bij andere gewichten?** {need.conclusion(ranks, codes)}")
        if drawing.division is not None and drawing.division != year:
            st.caption(f":material/info: Kaartgrenzen van {drawing.division}; van {year} zijn die er niet.")
        selection.search("Zoek een wijk", "zoek_score", lambda c: selection.put("gebied", c), ("wijk",))

    # Without a choice of one's own, the first of the list shows how a score is made up.
    region = region if region in ranks.index else (listed["region"].iloc[0] if len(listed) else None)
    if chosen and (asked is None or region != ground.line(asked).get(year)):
        moved = asked and elsewhere.reason(asked, year)
        without = cells.plain(f"{chosen.label} heeft in {year} geen score.")
        st.caption(f":material/info: {elsewhere.told(asked, year) if moved else without}")
    if region:
        called = str(drawing.values["name"].get(region, region))
        row = need.row_of(ranks, region)
        st.subheader(f"{cells.plain(called)}: {need.place(row, len(ranks))}", anchor="opbouw")
        st.markdown(
            f"Rang: midden {score.interval(row, len(ranks))} wijken in 90% van de berekeningen; 1 is het slechtst. "
            f"Score: {format.number(found.scores.at[region, 'value'], 1)} ({need.unit(choice)}). "
            f"{score.rests_of(found, region)}"
        )
        parts = score_tables.contribution_table(found, region)
        alt = "Staven: wat elk onderdeel aan de score toevoegt. " + "; ".join(
            f"{label}: {format.signed(points, 1)}"
            for label, points in zip(parts["label"], parts["points"], strict=True)
        )
        st.plotly_chart(score_bars.bars(parts, choice.middle, palette), config=score_bars.CONFIG, key="opbouw", alt=alt)
        take_along.offer(
            replace(
                about,
                key="opbouw",
                title=f"{called}: {need.place(row, len(ranks))}",
                subtitle=f"{found.label}: wat elk onderdeel toevoegt · {need.unit(choice)} · {year}",
                name=("score", code, "opbouw", region, str(year)),
                draw=lambda palette: score_bars.bars(parts, choice.middle, palette),
                legend=None,
                table=lambda: score_tables.parts_to_take(parts, found, region, year),
                alt=alt,
            )
        )
        tables.show(
            pd.DataFrame(
                {
                    "Onderdeel": parts["label"],
                    "Gewicht": [format.number(found.parts[part], 1) for part in parts["code"]],
                    "Score": [format.number(v, 1) for v in parts["value"]],
                    f"Punten boven of onder {format.number(choice.middle)}": [
                        format.signed(p, 1) for p in parts["points"]
                    ],
                }
            ),
            "Wat elk onderdeel aan de score toevoegt",
            "opbouwtabel",
        )
        selection.link(
            "pages/wijkprofiel.py",
            "Alle cijfers van deze wijk",
            ":material/location_city:",
            gebied=ground.region(region, year),
        )

    st.subheader(f"Alle wijken in {cells.plain(where)}: hoe vast is hun plaats?", anchor="lijst")
    st.caption(f"Volgorde: {score_tables.order_words(order, code)}. {f'{left.words}.' if left.words else ''}".rstrip())
    tables.show(
        listed,
        f"{found.label}, {year}: wijken op volgorde, {score_tables.order_words(order, code)}",
        "scoretabel",
        rows=25,
        text=lambda rows: score_tables.cells(rows, choice, len(ranks)),
    )
    take_along.offer(replace(about, key="lijst", draw=None))

st.subheader("Waar deze maat uit bestaat", anchor="onderdelen")
st.markdown(f"**Wel:** {need.about(code).is_} **Niet:** {need.about(code).is_not}")
tables.show(score_tables.parts_table(found), f"Onderdelen van {need.short(code).lower()}, {year}", "onderdelen")
if not ranks.empty:
    coherence.show(choice, year, least)
    with st.expander("Hoe deze plaats is nagerekend", icon=":material/help:"):
        st.markdown(score.how())
        selection.link("pages/methode.py", "De methode", ":material/menu_book:")
shell.foot(score.sources(code))
