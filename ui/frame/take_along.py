"""Take a figure along: one small button under each chart, map or table, with every form it can be had in.

A page describes its figure once, with what it has already, and offers it::

    export.offer(
        export.Figure(
            key="kaart",
            title=title,
            subtitle=subtitle,
            name=(id, level, place, str(year)),
            draw=lambda palette: maps.figure(drawing, palette, picked),
            legend=lambda palette: legend.key(drawing, palette, country, mark),
            table=lambda: rows,
            entries=(entry,),
            year=year,
            level=level,
            alt=alt,
        )
    )

That gives PNG, SVG, CSV, Excel, a zip with all of them and their description, the text to cite, the address of the same
figure, and the HTML to embed it. Nothing is drawn or written before the reader asks for it.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from answers import data
from answers import links as answers_links
from export.takeaway import Figure, Takeaway
from figures.key import Legend, Row
from ui.frame import embed, links
from ui.frame.fragment import fragment

EMBED_HEIGHT = 720


def offer(figure: Figure) -> None:
    """Draw the button “Neem mee” for this figure; in an embedded view the figure instead. Once per key and page."""
    if embed.wanted():
        embed.show(figure, Takeaway(figure, data.store(), links.here()))
        return
    _bar(figure)


@fragment
def _bar(figure: Figure) -> None:
    """The button and what it opens. A fragment: opening it runs nothing of the page again."""
    key = f"neem_{figure.key}"
    with st.popover(figure.label, icon=":material/download:", type="tertiary", key=key, on_change="rerun") as box:
        if not box.open:
            return
        taken = Takeaway(figure, data.store(), links.here())
        if taken.made_up:
            st.caption(":material/science: **Verzonnen cijfers.** Dat staat ook in elk bestand.")
        with st.container(horizontal=True, gap="small"):
            if figure.draw is not None:
                _file(taken, key, "PNG", "png", taken.png, "image/png", "Beeld, voor een tekst of presentatie")
                _file(taken, key, "SVG", "svg", taken.svg, "image/svg+xml", "Vectoren, voor opmaak en druk")
            _file(taken, key, "CSV", "csv", taken.csv, "text/csv", "De cijfers als tekst")
            _file(taken, key, "Excel", "xlsx", taken.xlsx, _XLSX, "De cijfers met uitleg erbij")
            _file(
                taken,
                key,
                "Alles",
                "zip",
                taken.everything,
                "application/zip",
                "Alle bestanden samen, met bron en uitleg",
            )
        st.caption("Bronvermelding om te kopiëren")
        st.code(taken.citation(), language=None, wrap_lines=True)
        st.caption("Dezelfde figuur opnieuw: dit adres")
        st.code(taken.address, language=None, wrap_lines=True)
        alone = answers_links.alone(taken.address, figure.key) if figure.draw is not None else ""
        if alone:
            st.caption("Zet de figuur op een andere site: deze HTML")
            st.code(answers_links.frame(alone, figure.title, EMBED_HEIGHT), language="html", wrap_lines=True)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(taken: Takeaway, key: str, label: str, ending: str, make: Callable[[], bytes], mime: str, help: str) -> None:
    st.download_button(
        label,
        data=taken.made(make),
        file_name=taken.file_name(ending),
        mime=mime,
        help=help,
        on_click="ignore",
        key=f"{key}_{ending}",
    )


__all__ = ["Figure", "Legend", "Row", "offer"]
