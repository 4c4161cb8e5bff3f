"""The map of youth work: colour only where a gemeente reported, two greys for what was spread or is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from answers import format
from answers.coverage import STUDENTS, Coverage
from answers.held import remembered
from figures import classes, maps, noted
from figures.classes import Classes
from figures.colouring import ELSEWHERE
from figures.colours import Palette
from figures.colours import classes as class_colours
from figures.key import Legend, Row
from indicators.youth_work import REPORTED, SPREAD, UNKNOWN
from loaders.vocabulary import LEVEL_PLURALS

CLASSES, DECIMALS = 4, 1


@dataclass(frozen=True, eq=False)
class Kind:
    """One colour of the map: its words, its areas, and how many there are in all (with a shape or without).

    Those that are not ``counted`` are shapes of another area: they stand among the words, and in no total.
    """

    colour: str
    words: str
    codes: pd.Index
    hover: str
    counted: bool = True

    @property
    def count(self) -> int | None:
        """How many areas; None where they are not counted."""
        return len(self.codes) if self.counted else None


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


def young_kinds(coverage: Coverage, palette: Palette, band: str) -> list[Kind]:
    """The colours of the share of young people, from the highest class down: for where no need is known."""
    share = coverage.frame["share"]
    found = classes.classify(share, "kwantielen", CLASSES + 1, DECIMALS)
    hues = class_colours(max(1, len(found)), palette.dark)
    words = classes.labels(found, "%", DECIMALS) if len(found) else []
    hover = f"<b>%{{properties.naam}}</b><br>%{{properties.gemeente}}<br>Aandeel jongeren van {band} jaar (schatting)"
    rows = [
        Kind(
            hues[i],
            label,
            found.index.index[found.index == i],
            f"{hover}: <b>%{{z:,.1f}}%</b><br>Jongerenwerk: niet gemeld",
        )
        for i, label in enumerate(words)
    ]
    grey = Kind(
        palette.missing["not_given"], "leeftijden niet bekend", share.index[share.isna()], f"{hover}: niet bekend"
    )
    return [*rows[::-1], *([grey] if len(grey.codes) else [])]


@remembered(48)
def view_kinds(
    view: str, coverage: Coverage, palette: Palette, band: str, here: Coverage, drawing: maps.Drawing
) -> tuple[Kind, ...]:
    """The colours of the map of reported youth work (``dekking``), else of the share of young people.

    The classes are those of all areas, so that a colour means the same everywhere; those of ``here`` are counted. Last
    the shapes of ``drawing`` that were another area in the year of the figures.
    """
    found = kinds(coverage, palette, band) if view == "dekking" else young_kinds(coverage, palette, band)
    inside = [replace(kind, codes=kind.codes.intersection(here.frame.index)) for kind in found]
    return (*inside, *elsewhere(drawing, palette))


def elsewhere(drawing: maps.Drawing, palette: Palette) -> list[Kind]:
    """The shapes on a map of another year that were another area in the year of the figures; empty where there are none."""
    codes, words = maps.elsewhere(drawing), maps.reason(ELSEWHERE)
    where = "" if drawing.level == "gemeente" else "<br>%{properties.gemeente}"
    hover = f"<b>%{{properties.naam}}</b>{where}<br>{words[0].upper()}{words[1:]}: grenzen van {drawing.division}"
    told = maps.not_counted(len(codes))
    return [Kind(maps.grey(palette, ELSEWHERE), told, codes, hover, counted=False)] if len(codes) else []


def alt(found: Sequence[Kind], view: str, level: str, year: int, band: str) -> str:
    """The map in words, for who does not see it."""
    what = "gemeld jongerenwerk" if view == "dekking" else f"het aandeel jongeren van {band} jaar"
    counted = "; ".join(
        kind.words if kind.count is None else f"{kind.words}: {format.areas(kind.count, level)}"
        for kind in found
        if len(kind.codes)
    )
    return f"Kaart van {what} per {level}, {year}. {counted}. De tabel op deze pagina geeft alle waarden."


def figure(
    drawing: maps.Drawing, coverage: Coverage, found: tuple[Kind, ...], palette: Palette, column: str = "rate"
) -> go.Figure:
    """The map of ``drawing`` (any figure of the same level and year) with the colours of ``found`` in place of its own.

    ``column`` of the coverage is the number in the hover card. Shared: do not change it.
    """
    noted.note(drawing.file)
    return _figure(drawing, coverage, found, palette, column)


@remembered(32)
def _figure(
    drawing: maps.Drawing, coverage: Coverage, found: tuple[Kind, ...], palette: Palette, column: str
) -> go.Figure:
    traces = [_trace(drawing, kind, coverage.frame[column], palette) for kind in warned(found, coverage)]
    layout = maps.layout(drawing, palette)
    return maps.Shared({"data": maps.in_order(drawing, traces), "layout": layout}, _validate=False)


def warned(found: Sequence[Kind], coverage: Coverage) -> list[Kind]:
    """Each kind in two: areas with many students, whose hover card warns, and the rest."""
    marked = coverage.frame.get("students", pd.Series(False, index=coverage.frame.index)).astype(bool)
    students = coverage.frame.index[marked]
    rest = [replace(kind, codes=kind.codes.difference(students)) for kind in found]
    told = f"<br>Let op: {STUDENTS}"
    return rest + [replace(k, codes=k.codes.intersection(students), hover=k.hover + told) for k in found]


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


def legend(found: Sequence[Kind], palette: Palette, level: str, heading: str = "Fte per 1.000 jongeren") -> str:
    """The colours with words and numbers of areas, as an HTML table. Spread and unknown stand there at nought too."""
    rows = [kind for kind in found if len(kind.codes) or kind.words.startswith(("verdeeld", "onbekend"))]
    plain = "border:0;padding:2px 0"
    cells = "".join(
        f'<tr><td style="{plain};width:34px"><span style="display:block;width:26px;height:16px;border-radius:2px;'
        f'background:{kind.colour};border:1px solid {palette.quiet}"></span></td>'
        f'<td style="{plain}">{escape(kind.words)}</td>'
        f'<td style="{plain};text-align:right;color:{palette.quiet}">{"" if kind.count is None else format.number(kind.count)}</td></tr>'
        for kind in rows
    )
    head = (
        f'<tr style="color:{palette.quiet}"><td style="{plain}"></td><th scope="col" style="{plain};text-align:left;'
        f'font-weight:400">{escape(heading)}</th><th scope="col" style="{plain};text-align:right;font-weight:400">'
        f"{LEVEL_PLURALS[level].capitalize()}</th></tr>"
    )
    table_ = f'<table style="width:100%;border-collapse:collapse;border:0">{head}{cells}</table>'
    return f'<div style="max-width:420px;font-size:0.875rem;line-height:1.35">{table_}</div>'


def key(found: Sequence[Kind], level: str, heading: str) -> Legend:
    """The legend as a list, for a picture to take along."""
    return Legend(
        [Row(kind.colour, kind.words, kind.count) for kind in found], heading, LEVEL_PLURALS[level].capitalize()
    )
