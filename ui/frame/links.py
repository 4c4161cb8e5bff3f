"""Addresses to take along: of this page as it stands, and of one figure alone for another site to show."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from urllib.parse import urlencode

import streamlit as st

from ui.frame import selection

FIGURE = "figuur"
# What ``base`` answers where no page is being shown: set by who makes a file apart from the page.
_known: ContextVar[str | None] = ContextVar("base", default=None)


@contextmanager
def known_as(address: str) -> Iterator[None]:
    """Within this, the dashboard goes by this address: for work that is done apart from the reader's page."""
    before = _known.set(address)
    try:
        yield
    finally:
        _known.reset(before)


def base() -> str:
    """The address of the dashboard without a page, as its readers know it; "" when the server cannot tell.

    The setting ``DSW_ADRES`` goes before what the reader's browser says.
    """
    if (known := _known.get()) is not None:
        return known
    page = str(st.session_state.get("_page") or "")
    seen = (st.context.url or "").rstrip("/")
    return (os.environ.get("DSW_ADRES") or seen.removesuffix(f"/{page}" if page else "")).rstrip("/")


def here() -> str:
    """The address that opens this page again with the same choices: absolute where the server knows its own."""
    page = str(st.session_state.get("_page") or "")
    return f"{base()}/{page}{selection.address()}"


def alone(address: str, key: str) -> str:
    """The address of one figure of a page without anything around it; "" for an address that is not absolute."""
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({FIGURE: key, 'embed': 'true'})}" if "://" in address else ""


def frame(address: str, title: str, height: int) -> str:
    """The HTML that puts a figure on another site."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        'style="border:0" loading="lazy"></iframe>'
    )
