"""One figure of a page alone, for another site to show: ``?figuur=KEY&embed=true`` behind the page's address.

The page runs as always, with nothing of it drawn but the figure that the address names, with its title and source.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answers import cells, format, house
from answers import links as answers_links
from export.pictures import areas
from export.takeaway import Figure, Takeaway
from figures import key, maps
from figures.colours import Palette
from ui.frame import links, selection, shell, theme

_SPOT = "_figure_spot"


def wanted() -> str | None:
    """The key of the one figure to show; None for a page as a whole."""
    return st.query_params.get(answers_links.FIGURE) or None


def run(page: Callable[[], None]) -> None:
    """Run a page with only the wanted figure drawn; says so when the page does not have it."""
    spot = st.container()
    st.session_state[_SPOT] = spot
    selection.at_stop(_say_nothing_there)
    # Without a place in the page, Streamlit draws nothing: elements and widgets just return their values.
    with DeltaGenerator(root_container=None):
        page()
    _say_nothing_there()


def _say_nothing_there() -> None:
    """Where the figure would have been: that the page does not have it. Nothing when it was drawn."""
    spot = st.session_state.pop(_SPOT, None)
    if spot is None:
        return
    with spot:
        shell.head("Deze figuur is er niet")
        shell.empty(
            "Geen figuur",
            "Met deze keuzes heeft de pagina deze figuur niet.",
            f"[Open de pagina in {house.NAME}]({links.here()}).",
        )


def show(figure: Figure, taken: Takeaway) -> None:
    """Draw the figure in the place that ``run`` kept for it, when it is the wanted one."""
    spot = st.session_state.get(_SPOT)
    if spot is None or figure.key != wanted() or figure.draw is None:
        return
    st.session_state.pop(_SPOT)
    palette = theme.palette()
    with spot:
        shell.head(figure.title, figure.subtitle)
        made = figure.draw(palette)
        is_map = areas.is_map({"type": trace.type} for trace in made.data)
        st.plotly_chart(
            made, key=f"alleen_{figure.key}", theme=None if is_map else "streamlit", config=maps.CONFIG, alt=figure.alt
        )
        if figure.legend:
            st.html(legend(figure.legend(palette), palette))
        for note in figure.notes:
            st.caption(cells.plain(note))
        st.caption(f"{cells.plain(taken.credit()[0])} · [{house.NAME}]({links.here()})")


def legend(legend: key.Legend, palette: Palette) -> str:
    """The legend of a picture as an HTML table."""
    plain = "border:0;padding:2px 0"
    rows = "".join(
        f'<tr><td style="{plain};width:34px"><span style="display:block;width:26px;height:16px;border-radius:2px;'
        f'background:{row.colour};border:1px solid {palette.line}"></span></td>'
        f'<td style="{plain}">{escape(row.words)}</td>'
        f'<td style="{plain};text-align:right">{"" if row.count is None else format.number(row.count)}</td></tr>'
        for row in legend.rows
    )
    head = (
        f'<tr><td style="{plain}"></td>'
        f'<th scope="col" style="{plain};text-align:left;font-weight:400">{escape(legend.heading)}</th>'
        f'<th scope="col" style="{plain};text-align:right;font-weight:400">{escape(legend.counted)}</th></tr>'
    )
    return f'<table style="max-width:420px;width:100%;border-collapse:collapse;font-size:0.875rem">{head}{rows}</table>'
