"""What the colours of a picture mean, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of a legend: its colour, its words, and how many areas it stands for (None: not counted)."""

    colour: str
    words: str
    count: int | None = None


@dataclass(frozen=True)
class Legend:
    """What the colours of a picture mean. ``heading`` and ``counted`` name the two columns.

    ``marks`` are values to name beside it (colour, "solid" or "dashed", words); ``spread`` an SVG of paths and
    lines only, drawn above the rows.
    """

    rows: Sequence[Row] = ()
    heading: str = "Klasse"
    counted: str = ""
    marks: Sequence[tuple[str, str, str]] = ()
    spread: str = ""
    ends: tuple[str, str] = ("", "")
