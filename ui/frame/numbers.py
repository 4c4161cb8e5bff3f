"""A number that the reader chooses, kept in the address as ``selection`` keeps its lists."""

from __future__ import annotations

import math

import streamlit as st

from answers import format
from ui.frame import selection


def choose(
    key: str,
    label: str,
    low: float,
    high: float,
    default: float,
    step: float,
    *,
    slider: bool = False,
    help: str | None = None,
) -> float:
    """A slider, or a box to type in, for a number from ``low`` to ``high``; the address leaves the default out.

    A number in the address that is none, or out of bounds, becomes the default or the nearest bound, with a notice.
    """
    value = _wanted(key, label, low, high, default)
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    draw = st.slider if slider else st.number_input
    # A slider can write a comma where the reader's browser does; a box to type in cannot.
    shown = "localized" if slider else _shown(step)
    value = float(draw(label, low, high, key=key, step=step, help=help, format=shown))
    selection.remember(key, value, default)
    return value


def optional(key: str, label: str, low: float, high: float, step: float, *, help: str | None = None) -> float | None:
    """A box that may stay empty: None, and not in the address."""
    wanted = selection.get(key)
    value = None if wanted is None else _wanted(key, label, low, high, None)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    found = st.number_input(
        label, low, high, value=None, key=key, step=step, help=help, placeholder="geen", format=_shown(step)
    )
    selection.remember(key, None if found is None else float(found))
    return None if found is None else float(found)


def kept(key: str, default: float) -> float:
    """The number as it stands, without drawing anything: for a choice that is made elsewhere on the page."""
    found = _read(selection.get(key))
    value = default if found is None else found
    selection.remember(key, value, default)
    return value


def _shown(step: float) -> str:
    """No more decimals than a step has."""
    return "%.0f" if step == int(step) else "%.1f"


def _wanted(key: str, label: str, low: float, high: float, default: float | None) -> float | None:
    wanted = selection.get(key)
    if wanted is None:
        return default
    found = _read(wanted)
    if found is None or not low <= found <= high:
        found = default if found is None else min(max(found, low), high)
        shown = "geen" if found is None else format.number(found, 0 if found == int(found) else 1)
        st.caption(f":material/info: {label}: dat getal kan hier niet. U ziet: {shown}.")
    return found


def _read(text: object) -> float | None:
    try:
        found = float(str(text))
    except ValueError:
        return None
    return found if math.isfinite(found) else None
