"""Need beside youth work: which figure of need, of which year, and where much need meets little reported youth work.

Only reported youth work is set beside need. Two figures side by side say nothing about why: words here never do.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import data, format, ranks, score
from answers.coverage import Coverage
from answers.planner import subject
from figures import bivariate, maps
from figures.chart import Chart
from figures.charts import shorten
from figures.colours import Palette
from indicators import catalog, parameters, sensitivity, youth_work
from indicators import need as composed
from indicators.youth_work import LITTLE_LITTLE, LITTLE_MUCH, MUCH_LITTLE, MUCH_MUCH, QUADRANTS, REPORTED

RATE = "fte per 1.000 jongeren"
_STEPS = ("weinig", "midden", "veel")
_CORNERS = {MUCH_LITTLE: ("max", "min"), MUCH_MUCH: ("max", "max"), LITTLE_LITTLE: ("min", "min"), LITTLE_MUCH: ("min", "max")}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Need:
    """One figure of need for every area of a level: more is more need.

    ``year`` is the year of the figure, which may differ from that of the youth work; ``values`` and ``reasons`` (why
    empty, Dutch) have the regions as index, ``ranks`` those with a value: low, median and high, 1 is most need.
    ``measured`` says which parts of a composite count in that year, where not all do.
    """

    id: str
    label: str
    unit: str
    decimals: int
    year: int
    values: pd.Series
    reasons: pd.Series
    ranks: pd.DataFrame
    sources: tuple[str, ...]
    measured: str = ""


def options(level: str, year: int) -> dict[str, str]:
    """The figures of need of this level and year, by id: the composite first. Only those where more is more need."""
    return _options(data.store().version, level, year)


@st.cache_resource(max_entries=64, show_spinner=False)
def _options(version: str, level: str, year: int) -> dict[str, str]:
    found = subject.needs(level, year)
    own = [subject.SCORE.composite] if subject.SCORE.composite in found else []
    plain = [id for id in found if id in catalog.entries() and catalog.entry(id).direction == "lower_better"]
    return {id: found[id] for id in dict.fromkeys([*own, *plain])}


def nearest_year(level: str, year: int, possible: Sequence[int]) -> int | None:
    """The year with a figure of need closest to ``year``, of two the later; None when no year has one."""
    return next((y for y in sorted(possible, key=lambda y: (abs(y - year), -y)) if options(level, y)), None)


def default_year(level: str, possible: Sequence[int]) -> int | None:
    """The newest year with a figure of need; the newest of all without any."""
    return next((y for y in sorted(possible, reverse=True) if options(level, y)), max(possible, default=None))


def of(id: str, level: str, need_year: int, year: int) -> Need:
    """One figure of need of ``need_year``, for the areas that were the same ground in ``year``. Shared: do not change it."""
    return _of(data.store().version, id, level, need_year, year)


@st.cache_resource(max_entries=24, show_spinner=False)
def _of(version: str, id: str, level: str, need_year: int, year: int) -> Need:
    if id == subject.SCORE.composite:
        least = parameters.value("basis_inwoners")
        found = score.outcome(subject.SCORE, need_year, least)
        values, ranked = found.scores, score.ranks(subject.SCORE, need_year, least)
        sources = tuple(s for leaf in sensitivity.counted(found.tree) for s in catalog.entry(leaf).sources)
        label, unit, decimals, measured = composed.label(id), "percentielscore", 0, score.measured(found)
    else:
        entry = catalog.entry(id)
        values, ranked = data.values(id, level, need_year), ranks.rank_areas(id, level, need_year)
        label, unit, decimals, sources, measured = entry.label, entry.unit, entry.decimals, entry.sources, ""
    reasons = values["status"].map(format.why_missing)
    known = values["value"]
    if need_year != year:
        same = known.index.isin(same_ground(level, need_year, year))
        moved = f"grens of naam veranderde tussen {min(need_year, year)} en {max(need_year, year)}"
        known, reasons = known.where(same), reasons.mask(~same & known.notna(), moved)
    columns = ranked.reindex(columns=["low", "median", "high"]).astype(float)
    return Need(id, label, unit, decimals, need_year, known, reasons, columns, sources, measured)


def same_ground(level: str, one: int, other: int) -> pd.Index:
    """Codes with the same name in both years, and no change of code or boundary marked by CBS in between."""
    first, last = min(one, other), max(one, other)
    before, after = data.names(level, first)["name"], data.names(level, last)["name"]
    same = before.index[before == after.reindex(before.index)]
    for year in range(first + 1, last + 1):
        changes = data.store().names(level, year)
        if "change" in changes:
            same = same.difference(changes.index[changes["change"].isin(["2", "3"])])
    return same


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


def two_way(
    view: str, found: Coverage, need: Need, level: str, year: int, band: tuple[int, int], spread: bool,
    zoom: str | None, inside: pd.Index,
) -> bivariate.TwoWay:  # fmt: skip
    """Need and youth work (``samen``) or need and young people, in the classes of all areas. Shared: do not change it.

    ``inside`` are the areas of the gemeente ``zoom``, or all.
    """
    return _two_way(
        data.store().version, view, level, year, band, spread, need.id, need.year, zoom, found, need, inside
    )


@st.cache_resource(max_entries=24, show_spinner=False)
def _two_way(
    version: str, view: str, level: str, year: int, band: tuple[int, int], spread: bool, id: str, need_year: int,
    zoom: str | None, _found: Coverage, _need: Need, _inside: pd.Index,
) -> bivariate.TwoWay:  # fmt: skip
    words = f"{band[0]} tot {band[1]}"
    across = work_axis(_found, year) if view == "samen" else young_axis(_found, year, words)
    return bivariate.divide(across, need_axis(_need), _inside)


def reported(found: Coverage) -> pd.Series:
    """Fte per 1,000 young people where it was reported; NaN everywhere else."""
    return found.frame["rate"].where(found.frame["label"] == REPORTED)


@dataclass(frozen=True)
class Beside:
    """Areas with both figures: index region; columns need, rate, quadrant, low, median, high, young, students.

    ``need_cut`` and ``rate_cut`` are where much begins; ``own_cut`` says that the reader chose the latter.
    """

    frame: pd.DataFrame
    need_cut: float
    rate_cut: float
    own_cut: bool

    def count(self, quadrant: str) -> int:
        """How many areas lie in one quadrant."""
        return int((self.frame["quadrant"] == quadrant).sum())

    def first(self) -> pd.DataFrame:
        """Much need and little youth work, most need first."""
        found = self.frame[self.frame["quadrant"] == MUCH_LITTLE]
        return found.sort_values(["median", "need"], ascending=[True, False], na_position="last")


def beside(found: Coverage, need: Need, cut: float | None = None) -> Beside | None:
    """Reported youth work set beside need; None when too few areas have both to speak of much and little.

    Much need is the half with most need, of all areas that have the figure. Much youth work is from ``cut`` up, and
    without one from the middle of what was reported: there is no norm.
    """
    rate = reported(found)
    frame = pd.DataFrame({"need": need.values.reindex(rate.index), "rate": rate}).dropna()
    if len(frame) < (1 if cut is not None else parameters.value("kwadranten_minstens")):
        return None
    need_cut = float(need.values.median())
    rate_cut = float(frame["rate"].median()) if cut is None else cut
    frame["quadrant"] = youth_work.quadrants(frame["need"], frame["rate"], need_cut, rate_cut)
    frame = frame.join(need.ranks).join(found.frame[["young", "students"]])
    return Beside(frame, need_cut, rate_cut, cut is not None)


def part(made: Beside, inside: pd.Index) -> Beside:
    """The same cuts for some of the areas."""
    return replace(made, frame=made.frame.loc[made.frame.index.intersection(inside)])


@lru_cache(maxsize=32)
def most(found: Coverage, need: Need, two_way: bivariate.TwoWay | None) -> pd.DataFrame:
    """Areas with much need and many young people, both in the highest class, most need first: the columns of ``cells``.

    Shared: do not change it.
    """
    codes = two_way.codes(2, 2) if two_way else pd.Index([])
    frame = found.frame.loc[codes, ["young", "students"]].join(need.ranks)
    frame = frame.assign(need=need.values, rate=reported(found))
    return frame.sort_values(["median", "need"], ascending=[True, False], na_position="last")


def read_cut(text: object) -> float | None:
    """The reader's own cut out of an address; None for anything that is no number from 0 to 100."""
    try:
        cut = float(str(text))
    except ValueError:
        return None
    return cut if 0 <= cut <= 100 else None


def cuts_in_words(made: Beside, need: Need, level: str, many: str) -> str:
    """Where much begins, in Dutch."""
    where = (
        f"minder dan uw grens van {format.number(made.rate_cut, 1)} {RATE}"
        if made.own_cut
        else f"minder dan het midden van de {format.areas(len(made.frame), level)} met een opgave: "
        f"{format.number(made.rate_cut, 2)} {RATE}"
    )
    return (
        f"Veel behoefte: de helft van alle {many} met de meeste behoefte, vanaf "
        f"{format.number(made.need_cut, need.decimals)} ({need.label.lower()}, {need.unit}, {need.year}). "
        f"Weinig jongerenwerk: {where}. Er is geen landelijke norm."
    )


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
            xref="paper", yref="paper", x=1 if x == "max" else 0, y=1 if y == "max" else 0, showarrow=False,
            xanchor="right" if x == "max" else "left", yanchor="top" if y == "max" else "bottom",
            align="right" if x == "max" else "left", bgcolor=palette.page, opacity=0.9,
            font={"size": 12, "color": palette.areas[1] if strong else palette.quiet},
        )  # fmt: skip
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
        text=f"↑ {RATE} (gemeld)", xref="paper", yref="paper", x=0, y=1, yshift=26, xanchor="left", showarrow=False,
        font={"size": 12},
    )  # fmt: skip
    return figure.made()


def _dot(row: Mapping[Hashable, object], need: Need) -> str:
    number = {key: float(str(row[key])) for key in ("need", "rate", "young")}
    rank = _rank(row)
    lines = [
        f"<b>{escape(str(row['name']))}</b>, {escape(str(row['gemeente_name']))}",
        f"Gemeld: {format.number(number['rate'], 1)} {RATE}",
        f"{need.label}: {format.with_unit(number['need'], need.unit, need.decimals)}",
        *([f"Plaats naar behoefte: {rank}"] if rank else []),
        QUADRANTS[str(row["quadrant"])].capitalize(),
        *(["Let op: veel 15- tot 25-jarigen, vaak studenten"] if row["students"] else []),
    ]
    return "<br>".join(lines)


def _rank(row: Mapping[Hashable, object]) -> str:
    """``12 (4 tot 40)``, "" without a rank: it is never shown without its interval."""
    numbers = {key: float(str(row[key])) for key in ("low", "median", "high")}
    return ranks.short(numbers) if all(math.isfinite(n) for n in numbers.values()) else ""


def cells(rows: pd.DataFrame, need: Need, names: pd.DataFrame, level: str) -> pd.DataFrame:
    """Areas with need as text, in the order given: the place by need with its interval, youth work, young people."""
    named = rows.assign(**{column: names[column].reindex(rows.index) for column in ("name", "gemeente_name")})
    records = named.to_dict("records")
    made: dict[str, object] = {
        level.capitalize(): named["name"].fillna(pd.Series(named.index, index=named.index)),
        "Gemeente": named["gemeente_name"].fillna(""),
        f"Plaats naar behoefte, {need.year}": [_rank(row) or "niet bekend" for row in records],
        "Behoefte": [format.number(v, need.decimals) for v in named["need"]],
        "Jongerenwerk, fte per 1.000": [
            f"{format.number(v, 1)} (gemeld)" if v == v else "lokaal onbekend" for v in named["rate"]
        ],
        "Jongeren": [format.number(v) for v in named["young"]],
    }
    students = named["students"].fillna(False).astype(bool)
    if students.any():
        made["Let op"] = np.where(students, "veel studenten", "")
    if level == "gemeente":
        made.pop("Gemeente")
    return pd.DataFrame(made)
