"""The map of youth work: colour only where a gemeente reported, two greys for what was spread or is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from indicators.youth_work import REPORTED, SPREAD, UNKNOWN
from loaders.source import LEVEL_PLURALS
from ui import classes, format, maps
from ui.classes import Classes
from ui.colours import Palette
from ui.colours import classes as class_colours
from ui.coverage import LABEL_WORDS, Coverage

CLASSES, DECIMALS = 4, 1


@dataclass(frozen=True)
class Kind:
    """One colour of the map: its words, its areas, and how many there are in all (with a shape or without)."""

    colour: str
    words: str
    codes: pd.Index
    hover: str


def kinds(coverage: Coverage, palette: Palette, band: str) -> list[Kind]:
    """The colours of the map from the highest reported class down to unknown."""
    frame = coverage.frame
    reported = frame["rate"].where(frame["label"] == REPORTED)
    found: Classes = classes.classify(reported, "kwantielen", CLASSES, DECIMALS)
    hues = class_colours(max(1, len(found)), palette.dark)
    hover = f"<b>%{{properties.naam}}</b><br>%{{properties.gemeente}}<br>fte per 1.000 jongeren van {band} jaar: "
    number = f"%{{z:,.{DECIMALS}f}}"
    rows = [
        Kind(hues[i], f"gemeld: {label}", found.index.index[found.index == i], f"{hover}<b>{number}</b><br>Gemeld")
        for i, label in enumerate(classes.labels(found, "", DECIMALS) if len(found) else [])
    ]
    return [
        *rows[::-1],
        Kind(
            palette.calculated,
            "verdeeld (gerekend, niet gemeld)",
            frame.index[(frame["label"] == SPREAD)],
            f"{hover}<b>{number}</b><br>Verdeeld: gerekend uit het gemeentetotaal, niet gemeld",
        ),
        Kind(
            palette.missing["not_yet_published"],
            "onbekend: niets gemeld",
            frame.index[(frame["label"] == UNKNOWN)],
            f"{hover}onbekend<br>Niets gemeld voor dit gebied",
        ),
        Kind(
            palette.missing["not_given"],
            "gemeld, maar te weinig jongeren om te delen",
            frame.index[(frame["label"] == REPORTED) & frame["rate"].isna()],
            f"{hover}niet te geven<br>Er wonen te weinig jongeren, of hun aantal is niet bekend",
        ),
    ]


def figure(drawing: maps.Drawing, coverage: Coverage, found: list[Kind], palette: Palette) -> go.Figure:
    """The map of ``drawing`` (any figure of the same level and year) with the colours of ``found`` in place of its own."""
    layout = maps.figure(drawing, palette).layout
    traces = [_trace(drawing, kind, coverage.frame["rate"], palette) for kind in found]
    return go.Figure({"data": [t for t in traces if len(t["locations"])], "layout": layout}, skip_invalid=False)


def _trace(drawing: maps.Drawing, kind: Kind, rate: pd.Series, palette: Palette) -> dict[str, Any]:
    codes = kind.codes[kind.codes.isin(drawing.shapes.index)]
    return {
        "type": "choroplethmap",
        "geojson": f"/geo/{drawing.file}",
        "locations": drawing.shapes["id"].loc[codes].to_numpy(),
        "z": np.nan_to_num(rate.reindex(codes).to_numpy("float32")),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, kind.colour], [1, kind.colour]],
        "showscale": False,
        "marker": {"line": {"color": palette.border, "width": 0.8 if drawing.level == "gemeente" else 0.3}},
        "hovertemplate": kind.hover + "<extra></extra>",
    }


def legend(found: list[Kind], palette: Palette, level: str, heading: str = "Fte per 1.000 jongeren") -> str:
    """The colours with their words and the number of areas, as an HTML table. Spread and unknown stand there at nought too."""
    rows = [kind for kind in found if len(kind.codes) or kind.words.startswith(("verdeeld", "onbekend"))]
    plain = "border:0;padding:2px 0"
    cells = "".join(
        f'<tr><td style="{plain};width:34px"><span style="display:block;width:26px;height:16px;border-radius:2px;'
        f'background:{kind.colour};border:1px solid {palette.quiet}"></span></td>'
        f'<td style="{plain}">{escape(kind.words)}</td>'
        f'<td style="{plain};text-align:right;color:{palette.quiet}">{format.number(len(kind.codes))}</td></tr>'
        for kind in rows
    )
    head = (
        f'<tr style="color:{palette.quiet}"><td style="{plain}"></td><th scope="col" style="{plain};text-align:left;'
        f'font-weight:400">{escape(heading)}</th><th scope="col" style="{plain};text-align:right;font-weight:400">'
        f"{LEVEL_PLURALS[level].capitalize()}</th></tr>"
    )
    table_ = f'<table style="width:100%;border-collapse:collapse;border:0">{head}{cells}</table>'
    return f'<div style="max-width:420px;font-size:0.875rem;line-height:1.35">{table_}</div>'


def table(coverage: Coverage, names: pd.DataFrame) -> pd.DataFrame:
    """One row an area, as text: Gebied, Gemeente, fte per 1.000, fte, jongeren, how it is known. Reported ones first."""
    frame = coverage.frame.join(names[["name", "gemeente_name"]])
    frame["name"] = frame["name"].fillna(pd.Series(frame.index, index=frame.index))
    frame["order"] = frame["label"].map({REPORTED: 0, SPREAD: 1, UNKNOWN: 2})
    frame = frame.sort_values(["order", "gemeente_name", "name"])
    known = [
        LABEL_WORDS[label] + (f" ({note})" if note else "")
        for label, note in zip(frame["label"], frame["note"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Gebied": frame["name"],
            "Gemeente": frame["gemeente_name"].fillna(""),
            "Fte per 1.000 jongeren": [format.number(v, DECIMALS, "onbekend") for v in frame["rate"]],
            "Fte": [format.number(v, DECIMALS, "onbekend") for v in frame["fte"]],
            "Jongeren (geschat)": [format.number(v) for v in frame["young"]],
            "Hoe bekend": known,
        }
    )
