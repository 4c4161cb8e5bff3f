"""Under the map: how much of the differences between its areas lies between gemeenten, and how much inside them."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from answers import between_within, cells, data, format, small_areas
from figures import charts, parts
from figures.colours import Palette
from figures.views.choice import Choice
from loaders.vocabulary import LEVEL_PLURALS
from ui.frame import shell, tables, take_along, theme


def show(choice: Choice) -> None:
    """The section as a fold, worked out when a reader opens it: of buurten that takes seconds."""
    if between_within.possible(choice.entry, choice.level):
        shell.more("Tussen of binnen gemeenten?", "tussen_open", lambda: _draw(choice))


def _draw(choice: Choice) -> None:
    entry, level, year = choice.entry, choice.level, choice.year
    found = between_within.parts(entry, level, year)
    if found is None:
        st.markdown("Te weinig gemeenten hebben gebieden met dit cijfer om dit te zeggen.")
        return
    named = small_areas.meaning(entry, year)
    said, note, rows = (
        between_within.sentence(found, named.label, level),
        between_within.note(found, level),
        between_within.rows(found, level),
    )

    def draw(palette: Palette) -> go.Figure:
        return parts.draw(rows, palette)

    st.markdown(f"{said}.")
    if choice.gemeente is not None:
        many, whole = LEVEL_PLURALS[level], data.country()
        st.caption(
            f":material/info: Dit gaat over alle {many} in {whole}, en niet alleen over die in {cells.plain(choice.where)}."
        )
    told = "; ".join(f"{part} {format.number(percent)}%" for part, percent in rows.itertuples(index=False))
    alt = f"Balk in delen: {told}."
    st.plotly_chart(draw(theme.palette()), config=charts.CONFIG, key="tussen_binnen", alt=alt)
    shown = rows.assign(procent=[f"{format.number(percent, 1)}%" for percent in rows["procent"]])
    tables.show(
        shown.set_axis(["Waar de verschillen liggen", "Deel"], axis=1),
        "Verschillen tussen en binnen gemeenten",
        "tussen_tabel",
    )
    st.caption(note)
    take_along.offer(
        take_along.Figure(
            key="tussen",
            title=said,
            subtitle=f"Hoe de verschillen verdeeld zijn, gewogen naar inwoners · heel {data.country().removeprefix('het ')} · {year}",
            name=(entry.id, "tussen en binnen gemeenten", level, str(year)),
            draw=draw,
            table=lambda: rows,
            entries=(named,),
            year=year,
            level=level,
            alt=alt,
            columns=between_within.COLUMNS,
            notes=[note],
        )
    )
