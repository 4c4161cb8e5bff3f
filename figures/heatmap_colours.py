"""The colours of a heat map: the background of its cells, and what they stand for.

A colour says better or worse only where that was agreed; elsewhere it says higher or lower, in grey.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from answers import heatmap
from answers.heatmap import Column
from figures.colours import Palette, tint

LEGEND = {
    "slechter": "duidelijk slechter",
    "beter": "duidelijk beter",
    "anders": "duidelijk hoger of lager, geen oordeel",
}


def colours(found: Sequence[Column], palette: Palette) -> pd.DataFrame:
    """The background of each cell of ``table``, as CSS."""
    fills = fill(palette)
    styles = {"Gebied": [""] * len(found[0].cells)}
    for column in found:
        styles[heatmap.head(column)] = [
            f"background-color: {fills[kind]}; color: {palette.text}"
            if (kind := heatmap.kind_of(judged, result))
            else ""
            for judged, result in zip(column.cells["judged"], column.cells["result"], strict=True)
        ]
    return pd.DataFrame(styles, index=found[0].cells.index)


def fill(palette: Palette) -> dict[str, str]:
    """The colour of each kind of cell in LEGEND: those of the map, light enough to read text on, and a grey."""
    worse, better = (tint(colour, palette, 0.3) for colour in palette.judged)
    return {"slechter": worse, "beter": better, "anders": palette.line}


def legend(palette: Palette) -> str:
    """The kinds of cells with their colour, as HTML."""
    fills = fill(palette)
    boxes = "".join(
        '<span style="display:inline-flex;align-items:center;margin-right:18px">'
        f'<span aria-hidden="true" style="width:16px;height:16px;background:{fills[kind]};'
        f'border:1px solid {palette.quiet};margin-right:6px"></span>{label}</span>'
        for kind, label in LEGEND.items()
    )
    arrows = '<span style="white-space:nowrap">▲ hoger · ▼ lager</span>'
    return f'<div style="font-size:14px;color:{palette.text}">{boxes}{arrows}</div>'
