"""Choosing the areas that a page is about: one, or several side by side. The choice stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from answers import cells, data, former, ground
from loaders.vocabulary import COUNTRY
from ui.frame import selection

MOST = 10


def place(code: str | None) -> data.Place | None:
    """The area with this code, the country included; None for a code that no division knows."""
    return data.Place(COUNTRY, data.country_label(), "land", "", 0) if code == COUNTRY else data.place(code)


def one_place() -> data.Place | None:
    """The area that the reader chose, after drawing the search box; None for none, or for one that is not there.

    The choice stands in the address as ``gebied``, with ``indeling`` for an area as it was in a year.
    """
    selection.search("Zoek een wijk, buurt of gemeente", "zoek_profiel", _choose_one)
    wanted = selection.area()
    chosen = _today(wanted, lambda _, new: _choose_one(new))
    gone = former.what_became_of(wanted) if chosen is None else None
    if wanted and chosen is None and gone is None:
        _say_unknown([str(wanted)])
    # A code of before stays in the address until the reader goes to what it became.
    selection.remember("gebied", chosen.code if chosen else wanted if gone else None)
    return chosen


def add_box() -> None:
    """The search box that puts one more area beside the others."""
    selection.search("Voeg een wijk, buurt of gemeente toe", "zoek_vergelijken", _add)


def several_places() -> list[data.Place]:
    """The areas that stand side by side (at most MOST), in the address as ``gebieden``; says what is lost."""
    wanted: Sequence[str] = selection.get("gebieden") or []
    found = {code: _today(code, _replace) for code in dict.fromkeys(map(ground.normal, wanted))}
    known = {area.code: area for area in found.values() if area is not None}
    chosen = list(known.values())[:MOST]
    lost = [code for code, area in found.items() if area is None and former.what_became_of(code) is None]
    if lost:
        _say_unknown(lost)
    if len(known) > MOST:
        st.caption(f":material/info: Er passen {MOST} gebieden naast elkaar; de eerste {MOST} staan hier.")
    selection.remember("gebieden", [p.code for p in chosen])
    return chosen


def _today(code: str | None, choose: Callable[[str, str], None]) -> data.Place | None:
    """``place``, or the gemeente that a former gemeente became; what became of it is said."""
    return selection.today(code, choose) if code and code != COUNTRY else place(code)


def removable(chosen: Sequence[data.Place]) -> None:
    """A button for each chosen area, that takes it away."""
    with st.container(horizontal=True, wrap=False):
        for one in chosen:
            st.button(
                cells.plain(one.label),
                icon=":material/close:",
                key=f"weg_{one.code}",
                on_click=_remove,
                args=(one.code,),
                help=f"Haal {cells.plain(one.dated)} weg",
            )


def _choose_one(code: str) -> None:
    selection.put("gebied", code)


def _add(code: str) -> None:
    now = selection.get("gebieden") or []
    selection.put("gebieden", list(dict.fromkeys([*now, code]))[:MOST])


def _replace(old: str, new: str) -> None:
    now = selection.get("gebieden") or []
    selection.put("gebieden", list(dict.fromkeys([*(new if code == old else code for code in now), new]))[:MOST])


def _remove(code: str) -> None:
    selection.put("gebieden", [c for c in selection.get("gebieden") or [] if c != code])


def _say_unknown(codes: Sequence[str]) -> None:
    kept = ["".join(c for c in code if c.isalnum())[:12] or "?" for code in codes]
    st.caption(f":material/info: Geen gebied met deze code in de gegevens: {', '.join(kept[:5])}.")
