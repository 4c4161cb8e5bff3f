"""Which shapes a page draws, for who sends them ahead."""

from __future__ import annotations

from contextvars import ContextVar

drawn: ContextVar[list[str] | None] = ContextVar("drawn", default=None)


def note(file: str | None) -> None:
    """Say that this file of shapes is drawn; does nothing outside a page."""
    files = drawn.get()
    if file and files is not None:
        files.append(file)
