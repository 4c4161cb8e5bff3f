"""All figures of the chosen areas, one column an area."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from answers import cells, compare, data, format, words
from answers.compare import Row
from figures import charts, colours, dots
from indicators.catalog import Entry
from loaders.vocabulary import CAVEATS
from ui.comparison import Comparison
from ui.frame import take_along, theme

ALL = "alles"
MOST_DOTS = 14
YEARS = "elk cijfer van één jaar voor alle gebieden, waar dat kan"


def show(comparison: Comparison) -> None:
    """Draw the dots and the table."""
    codes, title, names = comparison.codes, comparison.title, comparison.names
    rows = compare.rows(codes, comparison.entries)
    by_id = {e.id: e for e in comparison.entries}
    alone = f"Voeg een gebied toe om met {comparison.first.name} te vergelijken"
    said = compare.finding(rows, by_id, names) if len(codes) > 1 else alone
    about = f"{title} · {YEARS}"
    comparison.say(said, about)
    mixed = [by_id[r.id].label for r in rows if r.mixed]
    if mixed:
        st.warning(
            f"Bij {format.joined(mixed)} zijn de jaren niet voor alle gebieden gelijk; "
            "het jaar staat dan bij elke waarde.",
            icon=":material/event:",
        )
    figure = take_along.Figure(
        key="alles",
        title=said,
        subtitle=about,
        name=("vergelijken", comparison.theme, *codes[:4]),
        table=lambda: compare.download(rows, by_id, comparison.places),
        entries=[by_id[r.id] for r in rows],
    )
    drawable = [r for r in rows if len(codes) > 1 and _can_be_drawn(r, by_id[r.id])]
    if drawable:
        figure = _draw(comparison, drawable, figure)
    st.subheader(f"{title} in cijfers", anchor="tabel")
    st.table(
        compare.table(rows, by_id, {code: cells.plain(name) for code, name in names.items()}),
        hide_index=True,
        border="horizontal",
        alt=f"{title} van {format.joined(list(names.values()))}",
    )
    for why in (why for name, why in comparison.left_out.items() if why and comparison.theme in (ALL, name)):
        st.caption(f":material/info: {why}")
    with st.expander("Toon meer: uitleg en kanttekeningen"):
        for entry in comparison.entries:
            notes = " ".join(CAVEATS[c] for c in entry.caveats)
            st.markdown(f"**{entry.label}.** {entry.is_} {entry.is_not} {notes}")
    with st.container(horizontal=True):
        take_along.offer(figure)
        if comparison.theme != ALL:
            take_along.offer(_of_all_themes(comparison, figure))


def _can_be_drawn(row: Row, entry: Entry) -> bool:
    """Whether the values of two or more areas may stand on one line."""
    several = sum(value is not None for value in row.values.values()) > 1
    return several and row.one_division and not (row.mixed or entry.total or entry.sensitive)


def _draw(comparison: Comparison, rows: list[Row], figure: take_along.Figure) -> take_along.Figure:
    """The dots, and what is taken along with the picture of them."""
    only = f" Hier staan de eerste {MOST_DOTS}; de tabel heeft ze alle." if len(rows) > MOST_DOTS else ""
    st.caption(
        "Elke stip is een gebied, de streep erdoor de marge van toeval en afronding. "
        f"Elke regel heeft een eigen schaal: links 0, rechts de hoogste waarde of marge.{only}"
    )
    drawn = []
    for row in rows[:MOST_DOTS]:
        entry = data.entry(row.id)
        title = f"{entry.label}{words.marked(entry, compare.status(row))} ({row.when})"
        bounds = compare.bounds(row, entry)
        drawn.append(dots.Row(title, row.values, partial(words.value, entry), row.intervals, row.said, bounds))

    def draw(palette: colours.Palette) -> go.Figure:
        return dots.draw(drawn, comparison.names, comparison.hues(palette), palette)

    named = format.joined(list(comparison.names.values()))
    alt = (
        f"{comparison.title}: {len(drawn)} cijfers van {named} als stippen op een lijn. "
        "De tabel hieronder geeft alle waarden."
    )
    st.plotly_chart(draw(theme.palette()), config=charts.CONFIG, key="stippen", alt=alt)
    return replace(figure, draw=draw, alt=alt)


def _of_all_themes(comparison: Comparison, figure: take_along.Figure) -> take_along.Figure:
    """The same table with the figures of every theme."""
    entries = [e for listed in comparison.listed.values() for e in listed]
    by_id = {e.id: e for e in entries}
    return replace(
        figure,
        key="alle_themas",
        label="Neem alle thema's mee",
        subtitle=f"Alle thema's · {YEARS}",
        name=("vergelijken", ALL, *comparison.codes[:4]),
        table=lambda: compare.download(compare.rows(comparison.codes, entries), by_id, comparison.places),
        draw=None,
        entries=entries,
    )
