"""SVG to pixels: two pixels to each unit, with what the picture is in its text chunks."""

from __future__ import annotations

import io
from collections.abc import Mapping

from export.pictures import typeset
from export.pictures.svg import Sheet

SCALE = 2


def render(sheet: Sheet, words: Mapping[str, str]) -> bytes:
    """The sheet as PNG, with ``words`` (Title, Source, …) in its text chunks."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    page = (
        f"#set page(width: {sheet.wide:.1f}pt, height: {sheet.tall:.1f}pt, margin: 0pt)\n"
        '#image("picture.svg", width: 100%, height: 100%)'
    )
    drawn = typeset.compile(
        {"main.typ": page.encode(), "picture.svg": sheet.svg("", "", font=False).encode()}, "png", ppi=72 * SCALE
    )
    info = PngInfo()
    for key, text in words.items():
        info.add_itxt(key, text)
    target = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.convert("RGB").save(target, "PNG", pnginfo=info, dpi=(72 * SCALE, 72 * SCALE))
    return target.getvalue()
