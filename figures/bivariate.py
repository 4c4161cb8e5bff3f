"""Two figures on one map: three steps of the one across, three of the other up, and a colour for each of the nine.

Blue and orange were chosen for readers who are colour-blind: the nine stay apart in each kind of it, and from the greys
(tests/figures/test_bivariate.py). Two figures side by side on a map are no cause and effect; words here never say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from answers import format, words
from answers.held import remembered
from figures import classes, maps, noted
from figures import legend as legends
from figures.classes import Classes
from figures.colouring import ELSEWHERE
from figures.colours import Palette, contrast
from figures.key import Legend, Row
from indicators.catalog import Entry
from loaders.vocabulary import BELOW_ROUNDING, LEVEL_PLURALS, STATUSES

STEPS = 3
STEP_WORDS = ("laag", "midden", "hoog")
# Where the classes go when there are too few different values for three.
_PLACES = {0: (), 1: (1,), 2: (0, 2), 3: (0, 1, 2)}
# The grey of an area that has no colour, by which of the two figures is missing; never the palest, which is near a
# colour.
_GREYS = {"x": "cannot_occur", "y": "withheld", "both": "not_given"}


@dataclass(frozen=True)
class Axis:
    """One of the two figures: what it is called, and its value in every area.

    ``name`` stands along the square (``Behoefte``), ``label`` in the hover card, with unit and year. ``values`` has the
    regions as index, NaN where missing; ``reasons`` says for those why (Dutch), and for a value how firm it is.
    ``steps`` names low, middle and high. ``bounds`` divides the values into three; without it each third of the areas is a class.
    """

    name: str
    label: str
    unit: str
    decimals: int
    values: pd.Series
    reasons: pd.Series
    steps: tuple[str, str, str] = STEP_WORDS
    bounds: tuple[float, float] | None = None

    @property
    def off(self) -> pd.Series[bool]:
        """True for the areas whose value was rounded to nought: that lies half-way, and stays under twice as much."""
        return self.reasons.eq(STATUSES[BELOW_ROUNDING]) & self.values.notna().reindex(
            self.reasons.index, fill_value=False
        )

    def shown(self, codes: pd.Index) -> npt.NDArray[np.float64]:
        """The numbers that the hover says: the values, and of what was rounded to nought what it stays under."""
        off, step = self.off.reindex(codes, fill_value=False).to_numpy(), 10.0**self.decimals
        values = self.values.reindex(codes).to_numpy("float64")
        return np.where(off, np.ceil(2 * values * step - 1e-9) / step, values)

    def without(self, why: pd.Series) -> Axis:
        """The same figure without the areas in ``why``, which has the reason (Dutch) by region."""
        every = self.values.index.union(why.index)
        values, told = self.values.reindex(every), self.reasons.reindex(every)
        gone = every.isin(why.index)
        return replace(self, values=values.mask(gone), reasons=told.mask(gone, why.reindex(every)))


@dataclass(frozen=True)
class Missing:
    """Areas without a colour, for one reason. ``side`` is the figure that is missing: x, y or both.

    ``elsewhere``: shapes that were another area in the year of the figures, which no total counts.
    """

    side: str
    words: str
    codes: pd.Index
    elsewhere: bool = False

    @property
    def count(self) -> int | None:
        """How many areas; None where they are not counted, and stand among the words."""
        return None if self.elsewhere else len(self.codes)


@dataclass(frozen=True, eq=False)
class TwoWay:
    """Both figures in classes; shared, so do not change it.

    ``cells`` has a row for each counted area, with the columns x and y: 0 to 2, -1 without a class. ``counts`` are
    areas with a colour: ``counts[y][x]``. ``missing`` are the others, largest group first, and last the shapes that are
    another area. ``basis`` says (Dutch) which areas were divided into thirds; "" where none were.
    """

    x: Axis
    y: Axis
    across: Classes
    up: Classes
    cells: pd.DataFrame
    counts: npt.NDArray[np.int64]
    missing: tuple[Missing, ...]
    basis: str

    def codes(self, up: int, across: int) -> pd.Index:
        """The areas of one of the nine classes."""
        return self.cells.index[(self.cells["y"] == up) & (self.cells["x"] == across)]

    def words(self, up: int, across: int) -> str:
        """One of the nine classes in words: ``behoefte hoog, jongerenwerk laag``."""
        y, x = (format.inside_sentence(axis.name) for axis in (self.y, self.x))
        return f"{y} {self.y.steps[up]}, {x} {self.x.steps[across]}"


def axis(
    entry: Entry, year: int, values: pd.DataFrame, name: str = "", bounds: tuple[float, float] | None = None
) -> Axis:
    """A figure of the catalog as an axis; ``values`` has the columns value and status (see data.values)."""
    return Axis(
        name or entry.label,
        f"{entry.label}, {year}",
        entry.unit,
        entry.decimals,
        values["value"],
        values["status"].map(partial(words.why_missing, entry)),
        bounds=bounds,
    )


def divide(x: Axis, y: Axis, inside: pd.Index | None = None, *, shared: bool = False) -> TwoWay:
    """The two-way classes. They are made over all areas, so that a colour means the same everywhere; ``inside`` are
    the areas that are counted (by default every area of either figure).

    With ``shared`` the thirds are of the areas of which both figures are known; else of all that have that one figure.
    """
    both = x.values.dropna().index.intersection(y.values.dropna().index)
    across, up = (_classes(axis, both if shared and len(both) else axis.values.index) for axis in (x, y))
    counted = x.values.index.union(y.values.index) if inside is None else inside
    cells = pd.DataFrame({"x": _step(across, x, counted), "y": _step(up, y, counted)}, index=counted)
    left, below = (cells[side].to_numpy() for side in ("x", "y"))
    known = (left >= 0) & (below >= 0)
    flat = np.bincount(below[known] * STEPS + left[known], minlength=STEPS * STEPS)
    return TwoWay(
        x, y, across, up, cells, flat.reshape(STEPS, STEPS), _missing(x, y, cells), _basis(x, y, both, shared)
    )


def _basis(x: Axis, y: Axis, both: pd.Index, shared: bool) -> str:
    thirds = [axis for axis in (y, x) if axis.bounds is None]
    if not thirds:
        return ""
    if shared:
        return f"Derden van de {format.number(len(both))} met beide cijfers"
    return "Derden: " + format.joined(
        [
            f"{format.inside_sentence(axis.name)} van de {format.number(int(axis.values.count()))} waar dat bekend is"
            for axis in thirds
        ]
    )


def _classes(axis: Axis, over: pd.Index) -> Classes:
    """The classes of one figure, with every area that has it in one; thirds are made ``over`` these areas."""
    if axis.bounds is not None:
        return classes.between(axis.values, axis.bounds, axis.decimals)
    found = classes.classify(axis.values.reindex(over), "kwantielen", STEPS, axis.decimals)
    if len(found) > 1:
        return classes.between(axis.values, found.bounds[1:-1], axis.decimals)
    known = axis.values.dropna()
    return replace(
        found, index=pd.Series(0, index=known.index, dtype="int8"), counts=(len(known),) if len(found) else ()
    )


def _places(found: Classes, axis: Axis) -> tuple[int, ...]:
    return _PLACES[3 if axis.bounds is not None else len(found)]


def _step(found: Classes, axis: Axis, counted: pd.Index) -> pd.Series:
    places = np.array(_places(found, axis), dtype="int64")
    return pd.Series(places[found.index.to_numpy()], index=found.index.index).reindex(counted, fill_value=-1)


def _missing(x: Axis, y: Axis, cells: pd.DataFrame) -> tuple[Missing, ...]:
    """The areas without a class of either figure, by which is missing and why."""
    without_x, without_y = cells["x"] < 0, cells["y"] < 0
    found = []
    for side, told, where in (
        ("both", (y, x), without_x & without_y),
        ("y", (y,), without_y & ~without_x),
        ("x", (x,), without_x & ~without_y),
    ):
        names = format.joined([format.inside_sentence(axis.name) for axis in told])
        codes = cells.index[where]
        groups: dict[tuple[str, ...], list[int]] = {}
        for at, reasons in enumerate(zip(*(_reason(axis, codes).tolist() for axis in told), strict=True)):
            groups.setdefault(reasons, []).append(at)
        worded: dict[str, list[int]] = {}
        for reasons, places in groups.items():
            worded.setdefault("; ".join(dict.fromkeys(map(str, reasons))), []).extend(places)
        for reason in sorted(worded):
            there = codes[sorted(worded[reason])]
            if side == "both" and reason == maps.reason(ELSEWHERE):
                found.append(Missing(side, maps.not_counted(len(there)), there, elsewhere=True))
            else:
                found.append(Missing(side, f"{names} niet bekend ({reason})", there))
    return tuple(sorted(found, key=lambda group: (group.elsewhere, -len(group.codes))))


def _reason(axis: Axis, codes: pd.Index) -> pd.Series:
    reasons = axis.reasons.reindex(codes)
    return reasons.mask(reasons.isna() | (reasons == ""), format.why_missing(""))


def figure(
    drawing: maps.Drawing, found: TwoWay, palette: Palette, selected: str | None = None, height: int = maps.HEIGHT
) -> go.Figure:
    """The map of ``drawing`` (of any figure of the same level, year and gemeente) in the nine colours.

    Shared: do not change it.
    """
    noted.note(drawing.file)
    return _figure(drawing, found, palette, selected, height)


@remembered(32)
def _figure(drawing: maps.Drawing, found: TwoWay, palette: Palette, selected: str | None, height: int) -> go.Figure:
    line = {"color": palette.border, "width": 0.8 if drawing.gemeente or drawing.level == "gemeente" else 0}
    drawn = drawing.shapes.index
    cells = found.cells.reindex(drawn, fill_value=-1)
    steps = [cells[side].to_numpy() for side in ("y", "x")]
    values = [axis.shown(drawn) for axis in (found.y, found.x)]
    off = [axis.off.reindex(drawn, fill_value=False).to_numpy(dtype=bool) for axis in (found.y, found.x)]

    def trace(at: npt.NDArray[np.int64], fill: str, hover: str, side: str = "") -> dict[str, Any]:
        y, x = (_light(held[at], axis.decimals) for held, axis in zip(values, (found.y, found.x), strict=True))
        return _trace(drawing, at, y, x, fill, line, hover, side)

    def alike(at: npt.NDArray[np.int64]) -> Iterable[tuple[npt.NDArray[np.int64], tuple[bool, bool]]]:
        """The places, apart by which of both figures was rounded to nought there."""
        for y, x in product((False, True), repeat=2):
            part = at[(off[0][at] == y) & (off[1][at] == x)]
            if len(part):
                yield part, (y, x)

    traces = [
        trace(part, colour(palette, up, across), _hover(found, up, across, bound))
        for up in range(STEPS)
        for across in range(STEPS)
        for part, bound in alike(np.flatnonzero((steps[0] == up) & (steps[1] == across)))
    ]
    for group in found.missing:
        at = drawn.get_indexer(group.codes)
        traces += [
            trace(part, grey(palette, group), _hover_missing(found, group, bound), group.side)
            for part, bound in alike(at[at >= 0])
        ]
    if selected is not None and selected in drawing.shapes.index:
        traces += _outlined(traces, int(drawing.shapes["id"][selected]), palette)
    return maps.Shared(
        {"data": maps.in_order(drawing, traces), "layout": maps.layout(drawing, palette, height)}, _validate=False
    )


def colour(palette: Palette, up: int, across: int) -> str:
    """The colour of one of the nine classes."""
    return palette.two_way[up * STEPS + across]


def grey(palette: Palette, group: Missing) -> str:
    """The grey of one group of areas without a colour, or the tan of those that are another area."""
    if group.elsewhere:
        return maps.grey(palette, ELSEWHERE)
    return palette.missing[_GREYS[group.side]]


def _trace(
    drawing: maps.Drawing,
    at: npt.NDArray[np.int64],
    y: npt.NDArray[Any],
    x: npt.NDArray[Any],
    fill: str,
    line: dict[str, Any],
    hover: str,
    side: str,
) -> dict[str, Any]:
    """The shapes at these places in one colour. Where one figure is missing (``side``) only the other is sent."""
    trace: dict[str, Any] = {
        "type": "choroplethmap",
        "geojson": f"/geo/{drawing.file}",
        "locations": drawing.shapes["id"].to_numpy()[at],
        "z": {"": y, "x": y, "y": x}.get(side, np.zeros(len(at), dtype="int8")),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, fill], [1, fill]],
        "showscale": False,
        "marker": {"line": line},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "hovertemplate": f"<b>%{{properties.naam}}</b>{_gemeente_line(drawing)}<br>{hover}<extra></extra>",
    }
    return trace if side else {**trace, "customdata": x}


def _light(values: npt.NDArray[np.float64], decimals: int) -> npt.NDArray[Any]:
    """The values as they travel to the browser: one byte where a small whole number is all that is shown."""
    if decimals == 0 and len(values) and ((values >= 0) & (values <= 127)).all():
        return np.rint(values).astype("int8")
    return values.astype("float32")


def _outlined(traces: list[dict[str, Any]], id: int, palette: Palette) -> list[dict[str, Any]]:
    """The area with this feature number once more, with a dark line around it; nothing when it is not drawn."""
    for trace in traces:
        at = np.flatnonzero(trace["locations"] == id)
        if len(at):
            parts: dict[str, Any] = {key: trace[key][at] for key in ("locations", "z", "customdata") if key in trace}
            return maps.outlined({**trace, **parts}, palette)
    return []


def _hover(found: TwoWay, up: int, across: int, off: tuple[bool, bool]) -> str:
    above = _value_line(found.y, "z", found.y.steps[up], off[0])
    return f"{above}<br>{_value_line(found.x, 'customdata', found.x.steps[across], off[1])}"


def _hover_missing(found: TwoWay, group: Missing, off: tuple[bool, bool]) -> str:
    told = maps.reason(ELSEWHERE) if group.elsewhere else group.words
    words = escape(told[:1].upper() + told[1:])
    if group.side == "both":
        return words
    known = (found.y, off[0]) if group.side == "x" else (found.x, off[1])
    return f"{_value_line(known[0], 'z', '', known[1])}<br>{words}"


def _value_line(axis: Axis, field: str, step: str, off: bool) -> str:
    number = format.around_number(f"%{{{field}:,.{axis.decimals}f}}", axis.unit)
    number = f"minder dan {number}" if off else number
    return f"{escape(axis.label)}: <b>{number}</b>" + (f" ({step})" if step else "")


def _gemeente_line(drawing: maps.Drawing) -> str:
    return "" if drawing.level == "gemeente" else "<br>%{properties.gemeente}"


@remembered(64)
def legend(found: TwoWay, palette: Palette, level: str) -> str:
    """The nine colours as a square, which is a real table: each cell holds its number of areas. Below it the bounds in
    words, and each kind of area without a colour.
    """
    many = LEVEL_PLURALS[level]
    rows = "".join(_row(found, palette, up) for up in reversed(range(STEPS)))
    quiet = f'style="border:0;padding:2px 4px;font-weight:400;color:{palette.quiet};text-align:center"'
    foot = "".join(f'<th scope="col" {quiet}>{escape(step)}</th>' for step in found.x.steps)
    name_y, name_x = escape(found.y.name), escape(found.x.name)
    square = (
        f'<div style="font-weight:600">↑ {name_y}</div>'
        '<table style="border-collapse:separate;border-spacing:2px;border:0;margin:4px 0 2px">'
        '<caption style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)">'
        f"Aantal {many} per klasse: {name_y} van boven naar beneden, {name_x} van links naar rechts</caption>"
        f'<tbody>{rows}<tr><td style="border:0"></td>{foot}</tr></tbody></table>'
        f'<div style="font-weight:600;text-align:right;width:252px">{name_x} →</div>'
    )
    bounds = "".join(
        f"<div>{escape(line)}</div>"
        for line in (_bounds(found.y, found.up), _bounds(found.x, found.across), found.basis)
        if line
    )
    return (
        f'<div style="max-width:420px;font-size:0.875rem;line-height:1.35">{square}'
        f'<div style="color:{palette.quiet};margin:8px 0">{bounds}</div>{_missing_table(found, palette, level)}</div>'
    )


def corner(found: TwoWay, palette: Palette) -> str:
    """The same without numbers, over the corner of the map that comes after it, on a phone only."""
    square = "".join(
        '<div style="display:flex;gap:1px;margin-bottom:1px">'
        + "".join(
            f'<span style="width:26px;height:15px;background:{colour(palette, up, across)}"></span>'
            for across in range(STEPS)
        )
        + "</div>"
        for up in reversed(range(STEPS))
    )
    shades = dict.fromkeys(grey(palette, group) for group in found.missing if not group.elsewhere)
    greys = "".join(legends.box(shade, legends.NOT_KNOWN, palette) for shade in list(shades)[:1])
    return legends.on_corner(
        f'<div style="color:{palette.text}">↑ {escape(found.y.name)}</div>{square}'
        f'<div style="color:{palette.text}">→ {escape(found.x.name)}</div>{greys}',
        palette,
    )


def key(found: TwoWay, palette: Palette, level: str) -> Legend:
    """The nine colours as a list, for a picture to take along: most of both first, then the areas without a colour."""
    rows = [
        Row(colour(palette, up, across), found.words(up, across), int(found.counts[up][across]))
        for up in reversed(range(STEPS))
        for across in reversed(range(STEPS))
    ]
    rows += [Row(grey(palette, group), group.words, group.count) for group in found.missing]
    return Legend(rows, f"{found.y.name} en {format.inside_sentence(found.x.name)}", LEVEL_PLURALS[level].capitalize())


def _row(found: TwoWay, palette: Palette, up: int) -> str:
    cells = ""
    for across in range(STEPS):
        fill = colour(palette, up, across)
        ink = max("#111111", "#FFFFFF", key=lambda text: contrast(text, fill))
        cells += (
            f'<td style="border:1px solid {palette.line};background:{fill};color:{ink};width:60px;height:44px;'
            f'text-align:center;padding:0">{format.number(int(found.counts[up][across]))}</td>'
        )
    head = f"border:0;padding:2px 6px 2px 0;font-weight:400;color:{palette.quiet};text-align:right;width:54px"
    return f'<tr><th scope="row" style="{head}">{escape(found.y.steps[up])}</th>{cells}</tr>'


def _missing_table(found: TwoWay, palette: Palette, level: str) -> str:
    if not found.missing:
        return ""
    plain = "border:0;padding:2px 0"
    rows = "".join(
        f'<tr><td style="{plain};width:34px"><span style="display:block;width:26px;height:16px;border-radius:2px;'
        f'background:{grey(palette, group)};border:1px solid {palette.quiet}"></span></td>'
        f'<td style="{plain}">{escape(group.words)}</td>'
        f'<td style="{plain};text-align:right;color:{palette.quiet}">{"" if group.count is None else format.number(group.count)}</td></tr>'
        for group in found.missing
    )
    head = (
        f'<tr style="color:{palette.quiet}"><td style="{plain}"></td><th scope="col" style="{plain};text-align:left;'
        f'font-weight:400">Zonder kleur</th><th scope="col" style="{plain};text-align:right;font-weight:400">'
        f"{LEVEL_PLURALS[level].capitalize()}</th></tr>"
    )
    return f'<table style="width:100%;border-collapse:collapse;border:0">{head}{rows}</table>'


def bounds(found: TwoWay) -> list[str]:
    """Where the classes of both figures begin and end, a line each."""
    return [_bounds(found.y, found.up), _bounds(found.x, found.across)]


def _bounds(axis: Axis, found: Classes) -> str:
    """Where the classes of one figure begin and end: ``Behoefte: laag minder dan 48, midden 48 tot 52, …``."""
    unit = format.short_unit(axis.unit)
    said = classes.labels(found, unit, axis.decimals) if len(found) else []
    steps = [f"{axis.steps[place]} {label}" for place, label in zip(_places(found, axis), said, strict=True)]
    behind = "" if unit or not axis.unit or axis.unit in axis.name else f" ({axis.unit})"
    return f"{axis.name}{behind}: {', '.join(steps) or 'geen cijfers'}"


def in_words(found: TwoWay, level: str) -> list[str]:
    """Each class that has areas, and each kind of missing, with its number: for an alt text and for a list."""
    said = [
        f"{found.words(up, across)}: {format.areas(int(found.counts[up][across]), level)}"
        for up in reversed(range(STEPS))
        for across in range(STEPS)
        if found.counts[up][across]
    ]
    return said + [
        group.words if group.count is None else f"{group.words}: {format.areas(group.count, level)}"
        for group in found.missing
    ]


def alt(found: TwoWay, level: str) -> str:
    """The map in words, for who does not see it."""
    return (
        f"Kaart per {level} van twee cijfers samen: {found.y.label} en {found.x.label}. "
        + "; ".join(in_words(found, level))
        + (f". {found.basis}" if found.basis else "")
        + ". De tabel op deze pagina geeft alle waarden."
    )
