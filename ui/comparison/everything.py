"""All figures of the chosen areas, one column an area."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from answers import cells, compare, format, words
from figures import charts, colours
from loaders.source import CAVEATS
from ui.comparison import Comparison
from ui.frame import take_along, theme

ALL = "alles"
MOST_DOTS = 14
YEARS = "elk cijfer van één jaar voor alle gebieden, waar dat kan"


def show(comparison: Comparison) -> None:
    """Draw the dots and the table."""
    codes, title = comparison.codes, comparison.title
    rows = compare.rows(codes, comparison.entries)
    by_id = {e.id: e for e in comparison.entries}
    said = (
        compare.finding(rows, by_id, comparison.names)
        if len(codes) > 1
        else f"Voeg een gebied toe om met {comparison.first.name} te vergelijken"
    )
    about = f"{title} · {YEARS}"
    comparison.say(said, about)
    mixed = [by_id[r.id].label for r in rows if r.mixed]
    if mixed:
        st.warning(
            f"Bij {format.joined(mixed)} zijn de jaren niet voor alle gebieden gelijk; "
            "het jaar staat dan bij elke waarde.",
            icon=":material/event:",
        )
    drawn = [r for r in rows if not by_id[r.id].total and sum(v is not None for v in r.values.values()) > 1]
    drawn = [r for r in drawn if not r.mixed and r.one_division and not by_id[r.id].sensitive]
    everything = [e for entries in comparison.listed.values() for e in entries]
    all_figures = take_along.Figure(
        key="alles",
        title=said,
        subtitle=about,
        name=("vergelijken", comparison.theme, *codes[:4]),
        table=lambda: compare.download(rows, by_id, comparison.places),
        entries=[by_id[r.id] for r in rows],
    )
    named = format.joined(list(comparison.names.values()))
    if drawn and len(codes) > 1:
        only = f" Hier staan de eerste {MOST_DOTS}; de tabel heeft ze alle." if len(drawn) > MOST_DOTS else ""
        st.caption(
            "Elke stip is een gebied, de streep erdoor de marge van toeval en afronding. "
            f"Elke regel heeft een eigen schaal: links 0, rechts de hoogste waarde of marge.{only}"
        )
        drawn = drawn[:MOST_DOTS]

        def draw_dots(palette: colours.Palette) -> go.Figure:
            """One row a figure, one dot an area, in the colours of a theme."""
            return charts.dots(
                {r.id: r.values for r in drawn},
                comparison.names,
                comparison.hues(palette),
                {r.id: partial(words.value, by_id[r.id]) for r in drawn},
                {r.id: f"{by_id[r.id].label}{words.marked(by_id[r.id], compare.status(r))} ({r.when})" for r in drawn},
                palette,
                {r.id: r.intervals for r in drawn},
            )

        alt = (
            f"{title}: {len(drawn)} cijfers van {named} als stippen op een lijn. De tabel hieronder geeft alle waarden."
        )
        st.plotly_chart(draw_dots(theme.palette()), config=charts.CONFIG, key="stippen", alt=alt)
        all_figures = replace(all_figures, draw=draw_dots, alt=alt)
    st.subheader(f"{title} in cijfers", anchor="tabel")
    st.table(
        compare.table(rows, by_id, {code: cells.plain(name) for code, name in comparison.names.items()}),
        hide_index=True,
        border="horizontal",
        alt=f"{title} van {named}",
    )
    for why in (why for name, why in comparison.left_out.items() if why and comparison.theme in (ALL, name)):
        st.caption(f":material/info: {why}")
    with st.expander("Toon meer: uitleg en kanttekeningen"):
        for entry in comparison.entries:
            notes = " ".join(CAVEATS[c] for c in entry.caveats)
            st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not} {notes}")
    with st.container(horizontal=True):
        take_along.offer(all_figures)
        if comparison.theme != ALL:
            take_along.offer(
                replace(
                    all_figures,
                    key="alle_themas",
                    label="Neem alle thema's mee",
                    subtitle=f"Alle thema's · {YEARS}",
                    name=("vergelijken", ALL, *codes[:4]),
                    table=lambda: compare.download(
                        compare.rows(codes, everything), {e.id: e for e in everything}, comparison.places
                    ),
                    draw=None,
                    entries=everything,
                )
            )
