"""Typst, the typesetter that makes pixels and PDF on the server: no browser, no system library, only our typeface.

It is imported when the first picture or page is asked for, so that a dashboard that nobody exports from stays small.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal

from export.pictures.svg import FONTS

if TYPE_CHECKING:
    import typst

# Typesetting takes a core: one at a time, so that everyone else's pages keep answering.
_one_at_a_time = threading.Lock()


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def compile(
    files: Mapping[str, bytes], form: Literal["png", "pdf"], *, ppi: float = 144, accessible: bool = False
) -> bytes:
    """Typeset ``main.typ`` of these files (names to contents; nothing else can be read).

    ``accessible`` holds a PDF to PDF/UA-1. Raises typst.TypstError for a text that does not compile or does not comply.
    """
    import typst

    with _one_at_a_time:
        # The stubs of typst 0.15 leave out the dict of files that it takes.
        return typst.compile(  # type: ignore[call-overload, no-any-return]
            dict(files),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format=form,
            ppi=ppi,
            pdf_standards="ua-1" if accessible else None,
        )
