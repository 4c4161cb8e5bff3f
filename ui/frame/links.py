"""Addresses to take along: of this page as it stands, and of one figure alone for another site to show."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from answers import links
from ui.frame import access, selection


def base() -> str:
    """The address of the dashboard without a page, as its readers know it; "" when the server cannot tell.

    The setting ``DSW_ADRES`` goes before what the reader's browser says, and that has to be a name of ours.
    """
    page = str(st.session_state.get("_page") or "")
    seen = str(st.context.url or "").rstrip("/")
    if not access.is_ours(urlsplit(seen).netloc):
        return links.base()
    return links.base() or seen.removesuffix(f"/{page}" if page else "").rstrip("/")


def here() -> str:
    """The address that opens this page again with the same choices: absolute where the server knows its own."""
    page = str(st.session_state.get("_page") or "")
    return f"{base()}/{page}{selection.address()}"
