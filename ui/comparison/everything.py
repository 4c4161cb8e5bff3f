"""All figures of the chosen areas, one column an area."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from answers import cells, compare, data, format, words
from figures import charts, colours
from loaders.vocabulary import CAVEATS
from ui.comparison import Comparison
from ui.frame import take_along, theme

ALL = "alles"
MOST_DOTS = 14


def show(of: Comparison) -> None:
    """Draw the dots and the table."""
    rows = compare.rows(data.store(), of.codes, of.entries)
    by_id = {e.id: e for e in of.entries}
    said = (
        compare.finding(rows, by_id, of.names)
        if len(of.places) > 1
        else f"Voeg een gebied toe om met {of.first.name} te vergelijken"
    )
    about = f"{of.title} · elk cijfer van één jaar voor alle gebieden, waar dat kan"
    of.say(said, about)
    mixed = [by_id[r.id].label for r in rows if r.mixed]
    if mixed:
        st.warning(
            f"Bij {format.joined(mixed)} zijn de jaren niet voor alle gebieden gelijk; het jaar staat dan bij elke waarde.",
            icon=":material/event:",
        )
    drawn = [r for r in rows if not by_id[r.id].total and sum(v is not None for v in r.values.values()) > 1]
    drawn = [r for r in drawn if not r.mixed and r.one_division and not by_id[r.id].sensitive]
    everything = [e for found in of.listed.values() for e in found]
    all_figures = take_along.Figure(
        key="alles",
        title=said,
        subtitle=about,
        name=("vergelijken", of.theme, *of.codes[:4]),
        table=lambda: compare.download(rows, by_id, of.places, data.store()),
        entries=[by_id[r.id] for r in rows],
    )
    if drawn and len(of.places) > 1:
        only = f" Hier staan de eerste {MOST_DOTS}; de tabel heeft ze alle." if len(drawn) > MOST_DOTS else ""
        st.caption(
            "Elke stip is een gebied, de streep erdoor de marge van toeval en afronding. Elke regel heeft een eigen schaal: "
            f"links 0, rechts de hoogste waarde of marge.{only}"
        )
        drawn = drawn[:MOST_DOTS]

        def draw_dots(colours_of: colours.Palette) -> go.Figure:
            """One row a figure, one dot an area, in the colours of a theme."""
            return charts.dots(
                {r.id: r.values for r in drawn},
                of.names,
                of.hues(colours_of),
                {r.id: partial(words.value, by_id[r.id]) for r in drawn},
                {r.id: f"{by_id[r.id].label}{words.marked(by_id[r.id], compare.status(r))} ({r.when})" for r in drawn},
                colours_of,
                {r.id: r.intervals for r in drawn},
            )

        alt = (
            f"{of.title}: {len(drawn)} cijfers van {format.joined(list(of.names.values()))} als stippen op een lijn. "
            "De tabel hieronder geeft alle waarden."
        )
        st.plotly_chart(draw_dots(theme.palette()), config=charts.CONFIG, key="stippen", alt=alt)
        all_figures = replace(all_figures, draw=draw_dots, alt=alt)
    st.subheader(f"{of.title} in cijfers", anchor="tabel")
    st.table(
        compare.table(rows, by_id, {code: cells.plain(name) for code, name in of.names.items()}),
        hide_index=True,
        border="horizontal",
        alt=f"{of.title} van {format.joined(list(of.names.values()))}",
    )
    for said in (said for name, said in of.left_out.items() if said and of.theme in (ALL, name)):
        st.caption(f":material/info: {said}")
    with st.expander("Toon meer: uitleg en kanttekeningen"):
        for entry in of.entries:
            notes = " ".join(CAVEATS[c] for c in entry.caveats)
            st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not} {notes}")
    with st.container(horizontal=True):
        take_along.offer(all_figures)
        if of.theme != ALL:
            take_along.offer(
                replace(
                    all_figures,
                    key="alle_themas",
                    label="Neem alle thema's mee",
                    subtitle="Alle thema's · elk cijfer van één jaar voor alle gebieden, waar dat kan",
                    name=("vergelijken", ALL, *of.codes[:4]),
                    table=lambda: compare.download(
                        compare.rows(data.store(), of.codes, everything),
                        {e.id: e for e in everything},
                        of.places,
                        data.store(),
                    ),
                    draw=None,
                    entries=everything,
                )
            )
