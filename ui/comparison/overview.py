"""All areas by several figures: where each is clearly apart."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from answers import data, format, heatmap
from figures import heatmap_colours
from loaders.text import folded
from ui.comparison import Comparison
from ui.frame import selection, shell, tables, take_along, theme

PICK = "kies"
ORDERS = {"slechter": "Vaakst slechter", "naam": "Op naam"}
READING = (
    "Duidelijk: het verschil is groter dan toeval en afronding, en groot genoeg om ertoe te doen. "
    "Zonder kleur: geen duidelijk verschil, of niet te zeggen. Vet: wat u koos."
)


def open_profile() -> None:
    """Go to the profile of the area picked from the list; a callback may not switch pages itself, so the page does."""
    code = st.session_state["naar_profiel"]
    if code != PICK:
        selection.put("gebied", code)
        st.session_state["_open"] = "wijkprofiel"


def show(comparison: Comparison) -> None:
    """Draw the table, with what the areas are held against and in which order they stand."""
    # In one row, which a phone moves sideways: so the table comes soon.
    with comparison.choices.container(horizontal=True, wrap=False, vertical_alignment="bottom"):
        against_column, order_column, profile_column = (
            # The buttons are as wide as their words: what an area is held against has another name in the demo region.
            st.container(width="content"),
            st.container(width=152),
            st.container(width=180),
        )
    with against_column:
        against = selection.choose(
            "tegen",
            "Vergeleken met",
            ["land", *(["groep"] if comparison.members else [])],
            "land",
            format_func=lambda k: data.country_label() if k == "land" else "De groep",
            draw="buttons",
            because={"groep": "Zet er eerst een groep naast."},
        )
    shown = heatmap.choose(comparison.entries, comparison.everywhere)
    made = heatmap.columns(shown, comparison.everywhere, against, comparison.members, comparison.codes) if shown else []
    if not made:
        comparison.say(f"Bij {comparison.title.lower()} is er geen cijfer om gebieden op te vergelijken")
        shell.empty("Geen overzicht", "Dit thema heeft hier alleen totalen.", "Kies een ander thema of beeld.")
        return
    order = "slechter"
    with order_column:
        if comparison.members:
            order = selection.choose("orde", "Volgorde", list(ORDERS), order, format_func=ORDERS.__getitem__)
    judged = heatmap.heading(made)
    problems = heatmap.worse(judged).reindex(made[0].cells.index, fill_value=0)
    codes, names = comparison.codes, comparison.all_names
    by_name = sorted(comparison.members, key=lambda code: folded(names[code]))
    ordered = by_name if order == "naam" else sorted(by_name, key=lambda code: -problems[code])
    ordered = list(dict.fromkeys([*codes, *ordered]))
    made = [heatmap.Column(c.entry, c.year, c.reference, c.cells.reindex(ordered)) for c in made]
    said = heatmap.finding(
        problems, judged, codes, comparison.members, names, comparison.many, comparison.around, against
    )
    each = "elk gebied" if len(ordered) > 1 else comparison.first.name
    about = (
        f"{comparison.title} · {each} tegenover {heatmap.AGAINST[against]}"
        + (f" · met {comparison.around}" if comparison.members else "")
        + " · elk cijfer van het nieuwste jaar waarin het er bijna overal is"
    )
    comparison.say(said, about)
    st.html(heatmap_colours.legend(theme.palette()))
    profile_column.selectbox(
        "Bekijk één gebied",
        [PICK, *ordered],
        key="naar_profiel",
        on_change=open_profile,
        format_func=lambda code: "Kies een gebied" if code == PICK else names[code],
    )
    tables.show(
        pd.DataFrame({"code": ordered}, index=ordered),
        f"{comparison.title}: {format.plural(len(ordered), 'gebied', 'gebieden')} "
        f"naar {format.plural(len(made), 'cijfer', 'cijfers')}, met of het duidelijk verschilt",
        "heatmap",
        rows=25,
        text=lambda rows: heatmap.table(heatmap.part(made, rows["code"]), codes),
        css=lambda rows: heatmap_colours.colours(heatmap.part(made, rows["code"]), theme.palette()),
    )
    without = [c.entry.label for c in made if c.reference is None]
    if without:
        other = "landelijk cijfer" if against == "land" else "midden"
        st.caption(f":material/info: Zonder oordeel, want daar is geen {other} van: {format.joined(without)}.")
    for line in heatmap.other_ground(made, codes):
        st.caption(f":material/fence: {line}")
    st.caption(READING)
    take_along.offer(
        take_along.Figure(
            key="overzicht",
            title=said,
            subtitle=about,
            name=("overzicht", comparison.theme, *codes[:4]),
            table=lambda: heatmap.download(made).assign(gegevensversie=data.store().version),
            entries=[c.entry for c in made],
        )
    )
