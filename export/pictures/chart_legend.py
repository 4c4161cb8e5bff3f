"""The legend of a chart: a mark and its words for each trace that is named, in rows above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from export.pictures.marks import symbol_at
from export.pictures.svg import Sheet, plain, width
from export.pictures.traces import DASHES, part
from figures.colours import Palette

_SIZE = 13.0


@dataclass(frozen=True)
class Key:
    """One line of a chart's legend."""

    words: str
    colour: str
    kind: str  # "dot", "line" or "box"
    symbol: str = "circle"
    dash: str = ""


def legend_rows(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> list[Key]:
    """The lines of the chart's legend; none when the figure hides it, or has but one trace and does not ask for it."""
    shown = layout.get("showlegend")
    named = [t for t in traces if t.get("name") and t.get("showlegend") is not False]
    if shown is False or (shown is None and len(traces) < 2):
        return []
    keys = []
    for trace in named:
        kind = (
            "box"
            if trace.get("type") == "bar"
            else "dot"
            if "markers" in str(trace.get("mode") or "markers")
            else "line"
        )
        colour = part(trace, "marker", "color") if kind != "line" else part(trace, "line", "color")
        colour = colour if isinstance(colour, str) else part(trace, "line", "color")
        symbol = part(trace, "marker", "symbol")
        words, dash = " ".join(plain(trace["name"])), DASHES.get(str(part(trace, "line", "dash") or "solid"), "")
        keys.append(Key(words, str(colour or "#000000"), kind, symbol if isinstance(symbol, str) else "circle", dash))
    return keys


def _legend_lines(keys: Sequence[Key], wide: float) -> list[list[tuple[float, Key]]]:
    """The legend's keys in rows, each with its left."""
    rows: list[list[tuple[float, Key]]] = [[]]
    x = 0.0
    for key in keys:
        size = width(key.words, _SIZE) + 38
        if x and x + size > wide:
            rows.append([])
            x = 0.0
        rows[-1].append((x, key))
        x += size
    return rows


def legend_height(keys: Sequence[Key], wide: float) -> float:
    """The height of the legend above a chart."""
    return len(_legend_lines(keys, wide)) * 20 + 6


def draw_legend(sheet: Sheet, keys: Sequence[Key], palette: Palette, left: float, top: float, wide: float) -> None:
    """Draw the legend in rows above the chart."""
    for at, row in enumerate(_legend_lines(keys, wide)):
        y = top + 12 + at * 20
        for x, key in row:
            if key.kind == "line":
                sheet.line([(left + x, y - 4), (left + x + 18, y - 4)], key.colour, 2.5, key.dash)
            elif key.kind == "box":
                sheet.rect(left + x + 3, y - 10, 12, 12, key.colour)
            else:
                symbol_at(sheet, left + x + 9, y - 4.5, key.symbol, 11, key.colour)
            sheet.text(left + x + 23, y, key.words, _SIZE, palette.text)
