"""A sheet of SVG: text that stays text, measured in the house's typeface, and lines and areas as paths.

Every text that is put on a sheet is escaped here and nowhere else: the name of a wijk can never become markup.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "IBM Plex Sans"
_STACK = f"{FAMILY}, Arial, sans-serif"
# The half-bold cut goes by a family name of its own with programs that know no weights between regular and bold.
_BOLD_STACK = f"{FAMILY} SmBld, {_STACK}"
FONTS = Path(__file__).parent / "fonts"
_FILES = {False: FONTS / "IBMPlexSans-Regular.ttf", True: FONTS / "IBMPlexSans-SemiBold.ttf"}
# For who opens the picture without the typeface: the one that the dashboard's pages use, for browsers.
_WEB_FONT = Path(__file__).parents[2] / "static" / "ibm-plex-sans-latin-wght-normal.woff2"
_MEASURED_AT = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKUP = re.compile(r"</?(?:b|i|em|strong|sup|sub|span(?: [^<>]*)?)>")
_BREAK = re.compile(r"<br ?/?>")

Anchor = Literal["start", "middle", "end"]


@cache
def _fonts() -> dict[bool, FreeTypeFont]:
    from PIL import ImageFont

    return {bold: ImageFont.truetype(str(file), _MEASURED_AT) for bold, file in _FILES.items()}


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is, in the unit of ``size``."""
    return float(_fonts()[bold].getlength(text)) * size / _MEASURED_AT


def wrap(text: str, room: float, size: float, bold: bool = False, most: int = 0) -> list[str]:
    """The text in lines that fit ``room``.

    A word that is too long is cut; after ``most`` lines (0: any) comes an ellipsis.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text, room, size, bold):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines = [*lines, line] if line else lines
    if most and len(lines) > most:
        return [*lines[: most - 1], fitted(" ".join(lines[most - 1 :]), room, size, bold)]
    return lines


def _words(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """The words of a text (an address is one), each cut into pieces that fit."""
    for word in text.split(" "):
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size, bold) > room:
                yield piece
                piece = ""
            piece += letter
        if piece:
            yield piece


def fitted(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it would be wider than ``room``."""
    if width(text, size, bold) <= room:
        return text
    while text and width(f"{text}…", size, bold) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def plain(text: object) -> list[str]:
    """What plotly would show of a label, as lines: its few tags read, all else left as the text that it is."""
    return [unescape(_MARKUP.sub("", line)) for line in _BREAK.split(str(text))]


def number(value: float) -> str:
    """A coordinate with at most one decimal: finer than anyone sees, and a tenth of the bytes."""
    return f"{value:.1f}".removesuffix(".0") if round(value, 1) else "0"


class Sheet:
    """A picture that is being drawn, ``wide`` by ``tall`` pixels (grow it by setting ``tall``); y goes down."""

    def __init__(self, wide: float, tall: float, ground: str) -> None:
        self.wide, self.tall, self.ground = wide, tall, ground
        self.parts: list[str] = []
        self._clips = 0

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        anchor: Anchor = "start",
        turned: float = 0,
        opacity: float = 1,
    ) -> None:
        """One line of text with its baseline at ``y``."""
        more = f' transform="rotate({number(turned)} {number(x)} {number(y)})"' if turned else ""
        more += f' opacity="{opacity}"' if opacity < 1 else ""
        self.parts.append(f'<text {_place(x, y, size, bold, anchor)}{more} fill="{colour}">{_clean(text)}</text>')

    def rim(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False, anchor: Anchor = "start"
    ) -> None:
        """A rim around the letters of the text that is drawn next in the same place, to read it over busy ground."""
        self.parts.append(
            f'<text {_place(x, y, size, bold, anchor)} fill="none" stroke="{colour}" stroke-width="3" '
            f'stroke-linejoin="round" aria-hidden="true">{_clean(text)}</text>'
        )

    def rect(
        self,
        x: float,
        y: float,
        wide: float,
        tall: float,
        fill: str,
        *,
        line: str | None = None,
        thick: float = 1,
        opacity: float = 1,
        round: float = 0,
    ) -> None:
        """A rectangle, filled; with a line around it when ``line`` is a colour."""
        more = f' stroke="{line}" stroke-width="{number(thick)}"' if line else ""
        more += f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        more += f' rx="{number(round)}"' if round else ""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(max(wide, 0))}" height="{number(max(tall, 0))}"'
        self.parts.append(f'<rect {place} fill="{fill}"{more}/>')

    def path(
        self,
        d: str,
        *,
        fill: str = "none",
        line: str | None = None,
        thick: float = 1,
        dash: str = "",
        opacity: float = 1,
    ) -> None:
        """A path of SVG commands."""
        more = f' stroke="{line}" stroke-width="{thick:g}" stroke-linejoin="round"' if line else ""
        more += f' stroke-dasharray="{dash}"' if dash else ""
        more += f' opacity="{opacity:g}"' if opacity < 1 else ""
        self.parts.append(f'<path d="{d}" fill="{fill}"{more}/>')

    def line(self, points: Sequence[tuple[float, float]], colour: str, thick: float = 1, dash: str = "") -> None:
        """A line through points."""
        steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self.path(f"M{steps}", line=colour, thick=thick, dash=dash)

    def open(self, attributes: str) -> None:
        """Begin a group with these attributes (our own words, never the reader's); end it with ``close``."""
        self.parts.append(f"<g {attributes}>")

    def close(self) -> None:
        """End the innermost group."""
        self.parts.append("</g>")

    def clip(self, x: float, y: float, wide: float, tall: float) -> None:
        """Begin a group of which only what lies in this rectangle is seen; end it with ``close``."""
        self._clips += 1
        name = f"clip{self._clips}"
        place = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(tall)}"'
        self.parts.append(f'<clipPath id="{name}"><rect {place}/></clipPath>')
        self.open(f'clip-path="url(#{name})"')

    def svg(self, title: str, about: str, *, font: bool = True, language: str = "nl") -> str:
        """The whole as SVG; ``title`` and ``about`` are its name and alt text. ``font`` packs the typeface in.

        ``language`` is that of its words, for who hears the picture.
        """
        face = f"<style>{_face()}</style>" if font else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.wide)} {number(self.tall)}" '
            f'width="{number(self.wide)}" height="{number(self.tall)}" lang="{language}" role="img" '
            f'aria-labelledby="titel over" font-family="{_STACK}">'
            f'<title id="titel">{_clean(title)}</title><desc id="over">{_clean(about)}</desc>{face}'
            f'<rect width="100%" height="100%" fill="{self.ground}"/>{"".join(self.parts)}</svg>'
        )


def _place(x: float, y: float, size: float, bold: bool, anchor: Anchor) -> str:
    """Where a line of text stands, and how large, as attributes."""
    more = "" if anchor == "start" else f' text-anchor="{anchor}"'
    more += f' font-family="{_BOLD_STACK}" font-weight="600"' if bold else ""
    return f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{more}'


def _clean(text: str) -> str:
    return escape(_CONTROL.sub("", text))


@cache
def _face() -> str:
    packed = base64.b64encode(_WEB_FONT.read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{packed}) format('woff2')"
    return f"@font-face{{font-family:'{FAMILY}';font-weight:100 700;src:{source}}}"
