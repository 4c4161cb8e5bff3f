"""The button of a brief: PDF and Word, made when they are asked for.

A page offers it with one call: ``brief.offer(Area(code), "profiel")``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from answers import data
from answers import links as answers_links
from answers.held import bound, remembered
from export.brief.subjects import Subject
from loaders.text import folded
from ui.frame import embed, links
from ui.frame.fragment import fragment

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def offer(subject: Subject, key: str) -> None:
    """Draw the button “Debatbrief” for a subject. ``key`` is unique on the page."""
    if not embed.wanted():
        _button(subject, key)


@fragment
def _button(subject: Subject, key: str) -> None:
    with st.popover(
        "Debatbrief", icon=":material/description:", type="tertiary", key=f"brief_{key}", on_change="rerun"
    ) as box:
        if not box.open:
            return
        st.caption(
            "Eén A4 om mee te nemen: de cijfers met marge, een kaart, twee kanttekeningen, drie vragen en de bron."
        )
        if data.store().demo:
            st.caption(":material/science: **Verzonnen cijfers.** Dat staat ook op de brief.")
        name = _file_name(subject)
        base = links.base()
        with st.container(horizontal=True):
            for label, ending, mime in (("PDF", "pdf", "application/pdf"), ("Word", "docx", _DOCX)):
                st.download_button(
                    label,
                    data=_maker(subject, ending, base),
                    file_name=f"{name}.{ending}",
                    mime=mime,
                    on_click="ignore",
                    key=f"brief_{key}_{ending}",
                )


def _file_name(subject: Subject) -> str:
    parts = [str(part) for part in vars(subject).values() if part]
    words = "-".join(folded(" ".join(parts)).split())
    return f"{'verzonnen-' if data.store().demo else ''}debatbrief-{words}"[:100]


def _maker(subject: Subject, ending: str, base: str) -> Callable[[], bytes]:
    """What makes the file. It runs apart from the page, so its data and the address of the dashboard go along."""
    return bound(partial(_file, subject, ending, base))


@remembered(24)
def _file(subject: Subject, ending: str, base: str) -> bytes:
    from export.brief import pdf, word

    with answers_links.known_as(base):
        made = subject.brief()
    return word.render(made) if ending == "docx" else pdf.render(made)
