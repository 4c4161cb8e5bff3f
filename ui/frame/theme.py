"""The theme that the reader sees."""

from __future__ import annotations

import streamlit as st

from figures.colours import DARK, LIGHT, Palette


def palette() -> Palette:
    """The palette of the theme that the reader sees now."""
    return DARK if st.context.theme.type == "dark" else LIGHT
