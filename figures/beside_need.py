"""Need beside youth work in pictures: the two axes of a map, and a dot for each area with a report."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go

from answers import format
from answers.coverage import Coverage
from answers.coverage.need import RATE, Beside, Need, place_by_need, reported
from answers.held import remembered
from figures import bivariate, maps
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette
from indicators import youth_work
from indicators.youth_work import LITTLE_LITTLE, LITTLE_MUCH, MUCH_LITTLE, MUCH_MUCH, QUADRANTS, REPORTED

_STEPS = ("weinig", "midden", "veel")


_CORNERS = {
    MUCH_LITTLE: ("max", "min"),
    MUCH_MUCH: ("max", "max"),
    LITTLE_LITTLE: ("min", "min"),
    LITTLE_MUCH: ("min", "max"),
}


def need_axis(need: Need) -> bivariate.Axis:
    """Need as the upward axis of a two-way map."""
    return bivariate.Axis("Behoefte", f"{need.label}, {need.year}", need.unit, need.decimals, need.values, need.reasons)


def work_axis(found: Coverage, year: int) -> bivariate.Axis:
    """Reported youth work as the other axis; what was spread or is unknown has no value here."""
    frame = found.frame
    reasons = frame["label"].map(
        {
            REPORTED: "gemeld, maar te weinig jongeren om te delen",
            youth_work.SPREAD: "alleen verdeeld uit een gemeentetotaal",
            youth_work.UNKNOWN: "niets gemeld",
        }
    )
    return bivariate.Axis("Jongerenwerk", f"Jongerenwerk (gemeld), {year}", RATE, 1, reported(found), reasons, _STEPS)


def young_axis(found: Coverage, year: int, band: str) -> bivariate.Axis:
    """The share of young people as the other axis."""
    frame = found.frame
    reasons = pd.Series("leeftijden niet gegeven door de bron", index=frame.index)
    return bivariate.Axis(
        "Aandeel jongeren", f"Jongeren van {band} jaar, {year} (schatting)", "%", 1, frame["share"], reasons, _STEPS
    )


@remembered(24)
def two_way(
    view: str, found: Coverage, here: Coverage, need: Need, year: int, band: tuple[int, int]
) -> bivariate.TwoWay:
    """Need and youth work (``samen``) or need and young people, in the classes of all areas. Shared: do not change it.

    ``found`` are all areas, ``here`` those that are counted.
    """
    across = work_axis(found, year) if view == "samen" else young_axis(found, year, f"{band[0]} tot {band[1]}")
    return bivariate.divide(across, need_axis(need), here.frame.index)


@remembered(32)
def most(found: Coverage, need: Need, two_way: bivariate.TwoWay | None) -> pd.DataFrame:
    """Areas with much need and many young people, both in the highest class, most need first: the columns of ``cells``.

    Shared: do not change it.
    """
    codes = two_way.codes(2, 2) if two_way else pd.Index([])
    frame = found.frame.loc[codes, ["young", "heads", "students"]].join(need.ranks)
    frame = frame.assign(need=need.values, rate=reported(found))
    return frame.sort_values(["median", "need"], ascending=[True, False], na_position="last")


def scatter(made: Beside, need: Need, names: pd.DataFrame, palette: Palette, chosen: str | None = None) -> go.Figure:
    """Every area with a report as a dot: need across, youth work up, the four quadrants named with their number."""
    frame = made.frame.join(names[["name", "gemeente_name"]])
    figure = Chart(palette)
    groups = [
        (frame[frame["quadrant"] != MUCH_LITTLE], palette.context, 8, "circle"),
        (frame[frame["quadrant"] == MUCH_LITTLE], palette.areas[1], 10, "diamond"),
    ]
    if chosen in frame.index:
        groups.append((frame.loc[[chosen]], palette.accent, 16, "circle-open"))
    for rows, colour, size, symbol in groups:
        figure.add_scatter(
            x=rows["need"],
            y=rows["rate"],
            mode="markers",
            marker={"color": colour, "size": size, "symbol": symbol, "line": {"width": 3 if "open" in symbol else 0}},
            text=[_dot(row, need) for row in rows.to_dict("records")],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.upright(made.need_cut, {"color": palette.quiet, "dash": "dash", "width": 1})
    figure.level(made.rate_cut, {"color": palette.quiet, "dash": "dash", "width": 1})
    for quadrant, (x, y) in _CORNERS.items():
        strong = quadrant == MUCH_LITTLE
        words = QUADRANTS[quadrant].replace(", ", ",<br>")
        figure.add_annotation(
            text=f"{'<b>' if strong else ''}{words}: {format.number(made.count(quadrant))}{'</b>' if strong else ''}",
            xref="paper",
            yref="paper",
            x=1 if x == "max" else 0,
            y=1 if y == "max" else 0,
            showarrow=False,
            xanchor="right" if x == "max" else "left",
            yanchor="top" if y == "max" else "bottom",
            align="right" if x == "max" else "left",
            bgcolor=palette.page,
            opacity=0.9,
            font={"size": 12, "color": palette.areas[1] if strong else palette.quiet},
        )
    top = float(frame["rate"].max()) if len(frame) else 1.0
    figure.update_layout(
        height=430,
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        showlegend=False,
        separators=",.",
        hovermode="closest",
        font={"family": maps.FONT},
        xaxis={
            "title": f"{shorten(need.label, 60)}, {need.year} ({need.unit}) →",
            "automargin": True,
            "zeroline": False,
        },
        yaxis={"title": None, "range": [-0.14 * top, 1.16 * top], "automargin": True, "nticks": 7, "zeroline": True},
    )
    figure.add_annotation(
        text=f"↑ {RATE} (gemeld)",
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        yshift=26,
        xanchor="left",
        showarrow=False,
        font={"size": 12},
    )
    return figure.made()


def _dot(row: Mapping[Hashable, object], need: Need) -> str:
    number = {key: float(str(row[key])) for key in ("need", "rate", "young")}
    rank = place_by_need(row)
    lines = [
        f"<b>{escape(str(row['name']))}</b>, {escape(str(row['gemeente_name']))}",
        f"Gemeld: {format.number(number['rate'], 1)} {RATE}",
        f"{need.label}: {format.with_unit(number['need'], need.unit, need.decimals)}",
        *([f"Plaats naar behoefte: {rank}"] if rank else []),
        QUADRANTS[str(row["quadrant"])].capitalize(),
        *(["Let op: veel 15- tot 25-jarigen, vaak studenten"] if row["students"] else []),
    ]
    return "<br>".join(lines)
