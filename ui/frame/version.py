"""Which version of the data a reader sees.

A link names its version (``versie=``). As long as that version is kept, the link shows it, with a word when there is a
newer one. One run of a page, and every fragment of it, sees one version and no other: ``settle`` chooses it.
"""

from __future__ import annotations

import streamlit as st

from answers import format, versions
from answers.held import hold
from loaders import store
from loaders.store import Store
from ui.frame import selection

KEY = "versie"


def settle(*, quiet: bool = False) -> None:
    """Choose the version of this run; say so where it is not the newest. Call once, between ``read`` and the page."""
    wanted = selection.get(KEY)
    today = store.current()
    held = today if wanted is None else store.at(str(wanted))
    if held is None:
        selection.forget(KEY)
        if not quiet:
            _say_gone(str(wanted), today)
    hold(held or today)
    if held is not None and wanted is not None:
        selection.remember(KEY, held.version)
        if held is not today and not quiet:
            _say_older(held, today)


def _say_gone(wanted: str, today: Store) -> None:
    known = next((e for e in store.versions(today.root) if e["version"] == wanted), None)
    why = (
        f"Die versie, van {format.day(known['created'])}, wordt niet meer bewaard."
        if known
        else "Die versie is hier niet bewaard: zij bestond maar kort, of hoort bij andere gegevens."
    )
    st.info(
        f"Deze link noemt een andere gegevensversie. {why} U ziet de nieuwste, {today.version}; cijfers kunnen dus "
        f"anders zijn. Wat er veranderde staat in het [logboek]({versions.LOG}).",
        title="De versie uit de link is er niet",
        icon=":material/history:",
    )


def _say_older(held: Store, today: Store) -> None:
    text, back = st.columns([5, 1], vertical_alignment="center")
    text.markdown(
        ":material/history: **U ziet een oudere versie van de gegevens**, van "
        f"{format.day(held.manifest()['created'])} ({held.version}), omdat de link die noemt. Er is een nieuwere, van "
        f"{format.day(today.manifest()['created'])}: [wat er veranderde]({versions.LOG})."
    )
    back.button("Naar de nieuwste", key="naar_nieuwste", on_click=selection.forget, args=(KEY,), width="stretch")
