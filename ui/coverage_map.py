"""The map of youth work: colour only where a gemeente reported, two greys for what was spread or is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from indicators.youth_work import REPORTED, SPREAD, UNKNOWN
from loaders.store import Store
from ui import classes, format
from ui.classes import Classes
from ui.colours import Palette
from ui.colours import classes as class_colours
from ui.coverage import LABEL_WORDS, Coverage

HEIGHT = 470
WIDTH, ROW = 320, 27
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
            palette.missing["withheld"],
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
            palette.missing["cannot_occur"],
            "gemeld, maar te weinig jongeren om te delen",
            frame.index[(frame["label"] == REPORTED) & frame["rate"].isna()],
            f"{hover}niet te geven<br>Er wonen te weinig jongeren, of hun aantal is niet bekend",
        ),
    ]


def figure(
    store: Store, level: str, division: int, coverage: Coverage, found: list[Kind], palette: Palette
) -> go.Figure:
    """The map on the boundaries of ``division``. Shapes come from the server's own file, colours from ``found``."""
    shapes = store.map_ids(level, division)
    traces = [_trace(store, level, division, kind, shapes, coverage.frame["rate"], palette) for kind in found]
    empty = {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}
    water = {"id": "water", "type": "background", "paint": {"background-color": palette.water}}
    layout: dict[str, Any] = {
        "height": HEIGHT,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "separators": ",.",
        "dragmode": "pan",
        "paper_bgcolor": palette.water,
        "font": {"family": "IBM Plex Sans, sans-serif", "color": palette.text},
        "hoverlabel": {"bgcolor": palette.page, "bordercolor": palette.line, "align": "left", "font": {"size": 14}},
        "map": {
            "style": {"version": 8, "sources": {"leeg": empty}, "layers": [water]},
            "uirevision": level,
            "fitbounds": "locations",
        },
        "template": {},
        "uirevision": level,
    }
    return go.Figure({"data": [t for t in traces if len(t["locations"])], "layout": layout}, skip_invalid=False)


def _trace(
    store: Store, level: str, division: int, kind: Kind, shapes: pd.Series, rate: pd.Series, palette: Palette
) -> dict[str, Any]:
    codes = kind.codes[kind.codes.isin(shapes.index)]
    return {
        "type": "choroplethmap",
        "geojson": f"/geo/{store.geojson(level, division)}",
        "locations": shapes.reindex(codes).to_numpy("int32"),
        "z": np.nan_to_num(rate.reindex(codes).to_numpy("float32")),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, kind.colour], [1, kind.colour]],
        "showscale": False,
        "marker": {"line": {"color": palette.border, "width": 0.8 if level == "gemeente" else 0.3}},
        "hovertemplate": kind.hover + "<extra></extra>",
    }


def legend(found: list[Kind], palette: Palette) -> str:
    """The colours with their words and the number of areas, as one SVG picture."""
    rows = [kind for kind in found if len(kind.codes) or kind.words.startswith(("verdeeld", "onbekend"))]
    spoken = "; ".join(f"{kind.words}: {format.number(len(kind.codes))}" for kind in rows)
    parts = [
        f'<rect x="4" y="{4 + i * ROW}" width="26" height="17" rx="2" fill="{kind.colour}" stroke="{palette.quiet}"/>'
        f'<text x="38" y="{17.5 + i * ROW}">{escape(kind.words)}</text>'
        f'<text x="{WIDTH - 4}" y="{17.5 + i * ROW}" text-anchor="end" fill="{palette.quiet}">'
        f"{format.number(len(kind.codes))}</text>"
        for i, kind in enumerate(rows)
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {len(rows) * ROW + 6}" width="100%" style="max-width:420px" role="img" '
        f'aria-label="Legenda. {escape(spoken)}." font-size="13.5" fill="{palette.text}">{"".join(parts)}</svg>'
    )


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
