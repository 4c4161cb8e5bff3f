"""Addresses to take along: of the dashboard, and of one figure alone for another site to show."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from urllib.parse import urlencode

from answers.planner import choices
from answers.planner.choice import Areas
from loaders.vocabulary import as_code

FIGURE = "figuur"
# The keys of an address that hold several things; of another that stands there twice the last counts.
LISTS = ("gebieden", "samen", *(choice.key for choice in choices.TABLE.values() if isinstance(choice, Areas)))
# Those that hold codes of areas, which may be typed in small letters.
CODES = ("gebied", "gebieden", "samen", "gemeente")
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
    """The address that this work was told, else the setting ``DSW_ADRES``; "" when there is neither."""
    known = _known.get()
    return (os.environ.get("DSW_ADRES") or "").rstrip("/") if known is None else known


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


def said(key: str, values: Sequence[str]) -> str:
    """What the values of one key of an address say together (there is at least one)."""
    text = ",".join(values) if key in LISTS else values[-1]
    return ",".join(map(as_code, text.split(","))) if key in CODES else text
