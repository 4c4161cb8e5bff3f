"""What gemeenten spend near the front door of care and behind it, drawn: through the years, beside need, as parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from answers import format, money
from answers.held import remembered
from answers.money import euros
from figures import charts, maps
from figures.chart import Chart
from figures.charts import Line
from figures.colours import Palette


@remembered(48)
def trend(gemeente: str | None, report: str, real: bool, palette: Palette, height: int) -> go.Figure:
    """Both sides of ``money.sides`` as lines through the years. Shared: do not change it."""
    hues = (palette.accent, palette.areas[1])
    lines = [
        Line(side.name, side.name, side.values, hue, side.cuts)
        for side, hue in zip(money.sides(gemeente, report, real), hues, strict=True)
    ]
    return charts.trend(lines, euros, money.amounts_words(real), palette, height=height)


def by_need(
    groups: pd.DataFrame, label: str, palette: Palette, chosen: tuple[float, float] | None = None, name: str = ""
) -> go.Figure:
    """Both sides by group of need, from the least to the most; ``chosen`` is a gemeente: its group (from 0) and front.

    Groups are joined by no line: they are gemeenten, not steps of one road.
    """
    made = Chart(palette)
    xs = list(range(1, len(groups) + 1))
    for column, words, colour, symbol in (
        ("front", "voorkant (6.1, 6.2)", palette.accent, "circle"),
        ("tailored", "hulp op maat (6.6, 6.7)", palette.areas[1], "square"),
        ("back", "hele achterkant (6.6–6.82)", palette.context, "diamond"),
    ):
        _add_amounts(made, groups, column, words, {"color": colour, "size": 12, "symbol": symbol})
        _name_amounts(made, xs[-1], groups[column], words, palette.text if colour == palette.context else colour)
    if chosen is not None:
        _mark_chosen(made, chosen[0] + 1, chosen[1], name, palette)
    # All in one group, where none needs more than another: there are no ends then.
    ends = ["minste", *[""] * (len(xs) - 2), "meeste"] if len(xs) > 1 else [""]
    made.add_annotation(
        text="euro per inwoner",
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        yshift=24,
        xanchor="left",
        showarrow=False,
        font={"size": 12},
    )
    made.update_layout(
        height=340,
        margin={"l": 8, "r": 190, "t": 36, "b": 8},
        showlegend=False,
        separators=",.",
        hovermode="closest",
        font={"family": maps.FONT},
        xaxis={
            "title": label,
            "tickvals": xs,
            "ticktext": [f"{x}<br>{end}" for x, end in zip(xs, ends, strict=True)],
            "range": [0.5, len(xs) + 0.5],
            "showgrid": False,
            "automargin": True,
            "tickangle": 0,
        },
        yaxis={"rangemode": "tozero", "automargin": True, "nticks": 6, "separatethousands": True},
    )
    return made.made()


def _add_amounts(made: Chart, groups: pd.DataFrame, column: str, words: str, marker: dict[str, Any]) -> None:
    made.add_scatter(
        mode="markers",
        x=list(range(1, len(groups) + 1)),
        y=groups[column].to_numpy(),
        marker=marker,
        text=[
            f"{group}<br>{words}: {euros(value)} per inwoner"
            for group, value in zip(_group_words(groups), groups[column], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _name_amounts(made: Chart, x: int, values: pd.Series, words: str, colour: str) -> None:
    """Beside the last dot: there is no legend."""
    made.add_annotation(
        x=x,
        y=float(values.iloc[-1]),
        text=words,
        xanchor="left",
        xshift=12,
        showarrow=False,
        font={"color": colour, "size": 12},
    )


def _group_words(groups: pd.DataFrame) -> list[str]:
    spans = zip(groups["need_low"], groups["need_high"], groups["count"], strict=True)
    return [
        f"Groep {number} van {len(groups)}: {format.number(low, 1)} tot en met {format.number(high, 1)}"
        f"<br>{format.areas(int(count), 'gemeente')}"
        for number, (low, high, count) in enumerate(spans, 1)
    ]


def _mark_chosen(made: Chart, x: float, front: float, name: str, palette: Palette) -> None:
    made.add_scatter(
        mode="markers",
        x=[x],
        y=[front],
        hoverinfo="skip",
        marker={"color": palette.page, "size": 15, "line": {"color": palette.accent, "width": 3}},
    )
    made.add_annotation(
        x=x,
        y=front,
        text=f"{name}: {euros(front)}",
        xanchor="right",
        xshift=-14,
        showarrow=False,
        font={"color": palette.accent, "size": 13},
    )


def shares(rows: Sequence[tuple[str, float, float]], palette: Palette, called: str = "achterkant") -> go.Figure:
    """Bars of a hundred, the back (as it is ``called``) first. Rows are a label, front and back.

    The letter's 96 : 4 is other money and never one of them. The words stand above each bar: inside it they would be
    cut on a phone, where a small part is narrower than its name.
    """
    made = Chart(palette)
    backs = [round(100 * back / (front + back)) for _, front, back in rows]
    sides = ((called, backs, palette.areas[1]), ("voorkant", [100 - value for value in backs], palette.accent))
    for side, values, colour in sides:
        made.add_bar(
            orientation="h",
            x=values,
            y=list(range(len(rows))),
            marker={"color": colour},
            width=0.3,
            hovertext=[f"{label}: {value} {side}" for (label, *_), value in zip(rows, values, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    for row, (label, *_) in enumerate(rows):
        made.add_annotation(**_above_bar(row, f"<b>{label}</b>", 46, palette.text))
        for (side, values, colour), end in zip(sides, ("left", "right"), strict=True):
            made.add_annotation(**_above_bar(row, f"{values[row]} {side}", 26, colour, end))
    made.update_layout(
        height=24 + 92 * len(rows),
        barmode="stack",
        showlegend=False,
        separators=",.",
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"family": maps.FONT},
        xaxis={"range": [0, 100], "visible": False, "fixedrange": True},
        yaxis={"range": [len(rows) - 0.7, -0.7], "visible": False, "fixedrange": True},
    )
    return made.made()


def _above_bar(row: int, text: str, up: int, colour: str, end: str = "left") -> dict[str, Any]:
    return {
        "x": 0 if end == "left" else 100,
        "y": row,
        "yshift": up,
        "text": text,
        "xanchor": end,
        "showarrow": False,
        "font": {"color": colour, "size": 13},
    }
