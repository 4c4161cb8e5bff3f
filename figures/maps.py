"""The map: areas of one level coloured by class, light enough to change at every choice.

The shapes go to the browser once, as a file of their own; what is sent per choice is two bytes of feature number and
four of value for each area. Each class is a trace of one colour: so the colours are ours in both themes, and the hover
can say the class. Names come from the shapes (``properties.naam``). Nothing is fetched from elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from answers import data, format, ground, standing, words
from answers.held import remembered
from figures import colouring, noted, place_names
from figures.colouring import REASONS, Colouring
from figures.colours import CLEAR, Palette
from indicators import ground as rule
from indicators.catalog import Entry
from loaders.vocabulary import BELOW_ROUNDING, CODE_PREFIX, gemeente_of

HEIGHT = 470
FONT = "IBM Plex Sans, sans-serif"
# The areas fill the height of the map, and at most the width of a phone, in pixels.
_WIDTH = 340
# What leaves an area grey: a status ("" is an area that the source has no row for), or a reason of the colouring.
EMPTY = ("not_given", "not_yet_published", "withheld", "cannot_occur", "", *REASONS)
# Margins and places travel along for up to this many areas. For more they would double what is sent: they wait for a
# click.
_ALL_ALONG = 1000
# What all traces of areas have, said once. Plotly fades what is not selected; here an outline marks the choice instead.
_OF_ALL = {
    "zmin": 0,
    "zmax": 1,
    "showscale": False,
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}
# Layers without anything in them, for traces to stand below: as many as two figures with every reason to be empty need.
_PLACES = [f"p{i}" for i in range(26)]
# West, south, east and north: what is shown of a gemeente without a shape.
THE_NETHERLANDS = (3.3, 50.7, 7.3, 53.6)
CONFIG = {"displayModeBar": False, "scrollZoom": True, "locale": "nl", "doubleClick": False}


@dataclass(frozen=True, eq=False)
class Drawing:
    """All that a map, its legend and its table need. Made by ``prepare``; shared, so do not change it.

    ``values`` has a row for each area that is counted: value, status, name, gemeente_name, index of its colour (class,
    -1: none) and why it has none. Its codes and names are those of the division ``own``, which the figure is on.
    ``shapes`` has a row for each area that is drawn, whether it is counted or not: its feature number (id), its code on
    the map (shape), value, class, why, and whether the value was rounded to nought (off). Its index is
    the code of the same ground in ``own``; a shape that is no area of that division has its own code with the
    year of the map behind it, and no class (``colouring.ELSEWHERE``).
    ``shapeless`` is how many of the counted areas are not drawn. Colours (``colouring``) are made over the whole
    country, so that one means the same in every gemeente; ``counts`` are of the areas counted here. ``stands`` is the
    margin and place of each area, None where nobody asked. ``division`` is the year of the boundaries, None when there
    are none; ``zoom`` is the gemeente by its code on those. ``renamed`` has by feature number the name and gemeente_name
    that an area had in ``own`` where the map calls it otherwise.
    """

    entry: Entry
    level: str
    year: int
    gemeente: str | None
    own: int
    division: int | None
    zoom: str | None
    file: str | None
    border_file: str | None
    values: pd.DataFrame
    shapes: pd.DataFrame
    renamed: pd.DataFrame
    shapeless: int
    colouring: Colouring
    counts: tuple[int, ...]
    missing: dict[str, int]
    stands: standing.Standing | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What each colour is called, from low to high."""
        return self.colouring.labels

    @cached_property
    def hover_numbers(self) -> tuple[tuple[str, ...], npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """What the hover says besides the value: of the margin (low, high) and the place (first, last), where known.

        Names of the columns, a row of numbers for each shape, and which of those rows are whole.
        """
        if self.stands is None or len(self.shapes) > _ALL_ALONG:
            return (), np.empty((len(self.shapes), 0), dtype="int16"), np.zeros(len(self.shapes), dtype=bool)
        frame = self.stands.frame.reindex(self.shapes.index)
        pairs = (("low", "high"), ("first", "last"))
        wanted = [name for pair in pairs if frame[pair[0]].notna().any() for name in pair]
        numbers = frame[wanted].to_numpy("float64")
        whole = ~np.isnan(numbers).any(axis=1) & (len(wanted) > 0)
        return tuple(wanted), _short(np.nan_to_num(numbers).astype("float32"), self.entry.decimals), whole

    @property
    def known(self) -> pd.Series:
        """The values that are there, by region."""
        return self.values["value"].dropna()

    @cached_property
    def status(self) -> str:
        """How firm the figures are as a whole: an estimate as soon as one of them is."""
        return "estimate" if (self.values["status"] == "estimate").any() else ""

    @property
    def marked(self) -> str:
        """What stands behind the figure's name where it was not counted: `` (model)``, `` (schatting)``, or ""."""
        return words.marked(self.entry, self.status)


@remembered(128)
def prepare(entry: Entry, level: str, year: int, gemeente: str | None, method: str, count: int) -> Drawing:
    """The map of one figure, level and year, of the country or of one gemeente. Shared: do not change it.

    ``method`` is one of colouring.METHODS; ``count`` is how many classes, where the method has classes.
    """
    # Police, RIVM and others put all their years on one division: their areas are drawn and named as in that one.
    own = data.store().own_division(level, year, entry.id)
    values, stands = data.values(entry.id, level, year), standing.standing_of(entry, level, year)
    meant = data.meant(entry, year)
    if entry.id in words.CLASSES:
        coloured = colouring.by_name(values["value"], entry)
    elif method == colouring.DIFFERS:
        coloured = colouring.by_difference(stands, meant, values["value"].dropna().index)
    elif method == colouring.RANKED:
        coloured = colouring.by_place(stands, meant, values["value"].dropna().index)
    else:
        coloured = colouring.by_value(values["value"], entry, method, count)
    return draw(entry, level, year, gemeente, values, own, coloured, stands)


def draw(
    entry: Entry,
    level: str,
    year: int,
    gemeente: str | None,
    values: pd.DataFrame,
    own: int,
    coloured: Colouring,
    stands: standing.Standing | None = None,
) -> Drawing:
    """The map of values that need not be in the store: index region, columns value and status, of division ``own``."""
    store = data.store()
    division = store.nearest_division(level, own)
    zoom = None if division is None else ground.as_then(gemeente, division)
    ids = pd.Series(dtype="int32") if division is None else _inside(store.map_ids(level, division), level, zoom)
    placed = pd.Series(dtype=object) if division is None else _placed(ids.index, level, division, own)
    names = ground.names(level, own)[["name", "gemeente_name"]]
    every = pd.Series(index=values.index.union(names.index), dtype="int8")
    counted = _inside(every, level, ground.as_then(gemeente, own)).index
    # In a gemeente that was another one then also lie the areas of then that are drawn in it.
    counted = counted.union(every.index.intersection(pd.Index(placed)))
    values = values.reindex(counted).join(names.reindex(counted))
    values["status"] = values["status"].fillna("")
    values["name"] = values["name"].fillna(pd.Series(counted, index=counted))
    values["gemeente_name"] = values["gemeente_name"].fillna("")
    values["class"] = coloured.index.reindex(counted, fill_value=-1).astype("int8")
    values["why"] = values["status"] if coloured.why.empty else coloured.why.reindex(counted).fillna(values["status"])
    index = values["class"]
    borders = None if division is None or level == "gemeente" else store.nearest_division("gemeente", division)
    shapes = _shapes(ids.set_axis(placed.to_numpy()), placed.index, values)
    return Drawing(
        entry=entry,
        level=level,
        year=year,
        gemeente=gemeente,
        own=own,
        division=division,
        zoom=zoom,
        file=None if division is None else _file(level, division, zoom),
        border_file=None if borders is None else store.geojson("gemeente", borders),
        values=values,
        shapes=shapes,
        renamed=_renamed(shapes, values, level, own, division),
        shapeless=len(values.index.difference(shapes.index)),
        colouring=coloured,
        counts=tuple(int(n) for n in np.bincount(index[index >= 0], minlength=len(coloured.labels))),
        missing=_missing(values["why"][index < 0], shapes.loc[shapes.index.difference(values.index), "why"]),
        stands=stands,
    )


def _placed(shapes: pd.Index[str], level: str, division: int, own: int) -> pd.Series[str]:
    """By code on the map of ``division`` the code in ``own`` of the same ground; without one, the shape's own with its year."""
    if division == own:
        return pd.Series(shapes, index=shapes, dtype=object)
    there = ground.codes(level, division, own).reindex(shapes)
    return there.where(there.notna(), pd.Series([f"{code}@{division}" for code in shapes], index=shapes, dtype=object))


def _renamed(shapes: pd.DataFrame, values: pd.DataFrame, level: str, own: int, division: int | None) -> pd.DataFrame:
    """The name and gemeente_name in ``own`` of what the map calls otherwise, by feature number."""
    columns = ["name", "gemeente_name"]
    if division is None or division == own:
        return pd.DataFrame(columns=columns)
    then = values[columns].reindex(shapes.index)
    drawn = data.store().names(level, division)[columns].reindex(shapes["shape"]).fillna("").set_axis(shapes.index)
    there = then["name"].notna().to_numpy()
    other = [
        one != rule.plain_name(now) or (level != "gemeente" and where != at)
        for one, now, where, at in zip(
            then["name"].map(rule.plain_name), drawn["name"], then["gemeente_name"], drawn["gemeente_name"], strict=True
        )
    ]
    at = there & np.array(other, dtype=bool)
    found: pd.DataFrame = then[at].set_axis(shapes["id"].to_numpy()[at], axis=0)
    return found


def _shapes(ids: pd.Series, codes: pd.Index[str], values: pd.DataFrame) -> pd.DataFrame:
    """What is drawn, one row a shape (``codes`` on the map); small numbers, because they travel to the browser."""
    at = values.index.get_indexer(ids.index)
    known = at >= 0
    # Not of this division: the year behind the code says so.
    others = np.array([colouring.ELSEWHERE if "@" in code else "" for code in ids.index], dtype=object)
    return pd.DataFrame(
        {
            "id": ids.to_numpy("int16" if len(ids) == 0 or ids.max() < 32768 else "int32"),
            "shape": codes.to_numpy(dtype=object),
            "value": np.where(known, values["value"].to_numpy("float32")[at], np.nan) if len(values) else np.nan,
            "class": np.where(known, values["class"].to_numpy()[at], -1) if len(values) else -1,
            "why": np.where(known, values["why"].to_numpy(dtype=object)[at], others) if len(values) else others,
            "off": known & (values["status"].to_numpy(dtype=object)[at] == BELOW_ROUNDING) if len(values) else False,
        },
        index=ids.index,
    )


def _missing(why: pd.Series, without_row: pd.Series) -> dict[str, int]:
    """How many areas have no colour, by why; ``without_row`` are drawn and have no row: their source lacks them, or they
    are no area of its division.
    """
    return {str(kind): int(n) for kind, n in pd.concat([why, without_row]).value_counts().items()}


def _inside(rows: pd.Series, level: str, gemeente: str | None) -> pd.Series:
    """The rows of one gemeente (all of them without one), sorted by region."""
    rows = rows.sort_index()
    if gemeente is None:
        return rows
    # Codes of a level begin with its letters and the digits of the gemeente: all of one stand together.
    begin = CODE_PREFIX[level] + gemeente[2:]
    first, last = (int(rows.index.searchsorted(code)) for code in (begin, begin + "~"))
    return rows.iloc[first:last]


def _file(level: str, division: int, gemeente: str | None) -> str | None:
    """The shapes of one gemeente where they are a file of their own, else those of the country."""
    store = data.store()
    return (store.geojson(level, division, gemeente) if gemeente else None) or store.geojson(level, division)


def figure(drawing: Drawing, palette: Palette, selected: str | None = None, height: int = HEIGHT) -> go.Figure:
    """The map as a plotly figure; ``selected`` (a region code) gets a dark outline. Shared: do not change it."""
    noted.note(drawing.file)
    return _figure(drawing, palette, selected, height)


@remembered(64)
def _figure(drawing: Drawing, palette: Palette, selected: str | None, height: int) -> go.Figure:
    return Shared(_spec(drawing, palette, selected, height), _validate=False)


class Shared(go.Figure):  # type: ignore[misc] # plotly has no types
    """A figure that many runs show and none changes: the dict that Streamlit asks for at every run is made once."""

    @cached_property
    def _as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = super().to_dict()
        return found

    def to_dict(self) -> dict[str, Any]:
        """The figure as it goes to a browser. Do not change it."""
        return self._as_dict


def made(drawing: Drawing, palette: Palette, selected: str | None = None, height: int = HEIGHT) -> go.Figure:
    """The same as a figure of one's own, to put other things in."""
    # Not checked: all of it is made here, and checking takes longer than making.
    return go.Figure(_spec(drawing, palette, selected, height), _validate=False)


def _spec(drawing: Drawing, palette: Palette, selected: str | None, height: int) -> dict[str, Any]:
    hues = drawing.colouring.paint(palette)
    line = {
        "color": palette.border,
        "width": 0 if drawing.gemeente is None and drawing.level != "gemeente" else 0.8,
    }  # nationally, lines between 3,400 wijken would hide them
    shapes, whole = drawing.shapes, drawing.hover_numbers[2]
    off = shapes["off"].to_numpy()
    which, why = shapes["class"].to_numpy(), shapes["why"].to_numpy(dtype=object)
    groups: list[tuple[npt.NDArray[np.bool_], str, int | str]] = [
        (which == i, hues[i], i) for i in range(len(drawing.labels))
    ]
    groups += [((which < 0) & (why == kind), grey(palette, kind), kind) for kind in EMPTY]
    # Of some areas with a value neither margin nor place is known, and of some what the value stays under.
    traces = [
        _trace(drawing, np.flatnonzero(part & (whole == sure) & (off == bound)), hue, line, group)
        for bound in ((False, True) if off.any() else (False,))
        for sure in (True, False)
        for part, hue, group in groups
    ]
    if selected is not None and selected in shapes.index:
        traces += _outline(drawing, selected, palette)
    return {"data": in_order(drawing, traces), "layout": layout(drawing, palette, height)}


def in_order(drawing: Drawing, traces: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The traces that have areas, each in a place of its own between the layers of the style.

    Where several stand below the same layer, plotly takes them all out of the map and puts them back at every update.
    """
    drawn = [trace for trace in _under_own_names(drawing, traces) if len(trace["locations"])]
    return [trace | {"below": _PLACES[min(i, len(_PLACES) - 1)]} for i, trace in enumerate(drawn)]


def _under_own_names(drawing: Drawing, traces: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The same traces, with those areas apart that had another name in the division of the figure than on the map."""
    for trace in traces:
        other = np.isin(trace["locations"], drawing.renamed.index.to_numpy())
        if not other.any():
            yield trace
            continue
        yield _part(trace, ~other)
        then = drawing.renamed.loc[trace["locations"][other]].map(escape)
        said = str(trace["hovertemplate"]).replace("%{properties.naam}", "%{text}")
        yield _part(trace, other) | {
            "text": then["name"].to_numpy(),
            "hovertext": then["gemeente_name"].to_numpy(),
            "hovertemplate": said.replace("%{properties.gemeente}", "%{hovertext}"),
        }


def _part(trace: dict[str, Any], at: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """Some of the areas of a trace."""
    along = ("locations", "z", "customdata", "text", "hovertext")
    return trace | {name: np.asarray(trace[name])[at] for name in along if name in trace}


def layout(drawing: Drawing, palette: Palette, height: int = HEIGHT) -> dict[str, Any]:
    """Frame, water, borders, view and hover card of a map: for any picture on these shapes."""
    noted.note(drawing.file)
    return {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "separators": ",.",
        "dragmode": "pan",
        "clickmode": "event+select",
        "paper_bgcolor": palette.water,
        "font": {"family": FONT, "color": palette.text},
        "hoverlabel": {
            "bgcolor": palette.page,
            "bordercolor": palette.line,
            "align": "left",
            "font": {"family": FONT, "size": 14, "color": palette.text},
        },
        "map": {
            "style": _style(drawing, palette),
            "uirevision": f"{drawing.gemeente or 'land'}",
            **_view(drawing, height),
        },
        "template": {"data": {"choroplethmap": [_OF_ALL]}},
        "uirevision": f"{drawing.gemeente or 'land'}",
    }


def region_at(drawing: Drawing, location: object) -> str | None:
    """The area with this feature number, as a reader means it (answers.ground); None for a number that is not on the map."""
    found = drawing.shapes.index[drawing.shapes["id"] == _whole(location)]
    if not len(found):
        return None
    code, _, year = str(found[0]).partition("@")
    return ground.region(code, int(year) if year else drawing.own)


def code_at(drawing: Drawing, area: str | None) -> str | None:
    """The code of an area that a reader means in the division of a map; None where it has none there."""
    return None if area is None else ground.line(area).get(drawing.own)


def elsewhere(drawing: Drawing) -> pd.Index[str]:
    """The shapes that are no area of the division of the figure: they have no class."""
    return drawing.shapes.index[drawing.shapes["why"] == colouring.ELSEWHERE]


def grey(palette: Palette, why: str) -> str:
    """The grey of one kind of empty; an area that the source lacks looks like one that cannot have a value."""
    name = REASONS[why][1] if why in REASONS else why or "cannot_occur"
    apart = {"calculated": palette.calculated, "alone": palette.alone}
    return apart.get(name) or palette.missing[name]


def reason(why: str, entry: Entry | None = None) -> str:
    """Why an area has no colour, in words; or no value, of this figure."""
    if why in REASONS:
        return REASONS[why][0]
    return format.why_missing(why) if entry is None else words.why_missing(entry, why)


def not_counted(many: int) -> str:
    """What stands in a legend for shapes that are another area, which no total counts."""
    return f"{reason(colouring.ELSEWHERE)} ({format.number(many)} niet meegeteld)"


def _whole(location: object) -> int:
    try:
        return int(str(location))
    except ValueError:
        return -1


def _trace(
    drawing: Drawing, at: npt.NDArray[np.int64], colour: str, line: dict[str, Any], group: int | str
) -> dict[str, Any]:
    """The shapes at these places in one colour: those of a class (its index), or those without one (why).

    Either all of them were rounded to nought or none: the hover says of the first what they stay under.
    """
    values = drawing.shapes["value"].to_numpy("float32")[at]
    off = len(at) > 0 and bool(drawing.shapes["off"].to_numpy()[at[0]])
    if off:
        values = np.array([words.stays_under(drawing.entry, v, BELOW_ROUNDING) for v in values.tolist()], "float32")
    valued = isinstance(group, int) or (group in REASONS and not np.isnan(values).any())
    _, told, whole = drawing.hover_numbers
    sure = valued and len(at) > 0 and bool(whole[at].all())
    trace: dict[str, Any] = {
        "type": "choroplethmap",
        "geojson": f"/geo/{drawing.file}",
        "locations": drawing.shapes["id"].to_numpy()[at],
        # A value travels along only where the hover shows it.
        "z": _short(values, drawing.entry.decimals) if valued else np.zeros(len(at), dtype="int8"),
        "colorscale": [[0, colour], [1, colour]],
        "marker": {"line": line},
        "hovertemplate": _hover(drawing, group, _along(drawing) if sure else "", valued, off),
    }
    return {**trace, "customdata": told[at]} if sure else trace


def _short(values: npt.NDArray[np.float32], decimals: int) -> npt.NDArray[Any]:
    """The values in two bytes each where they are shown as whole numbers that fit."""
    return np.rint(values).astype("int16") if decimals == 0 and (np.abs(values) < 32767).all() else values


def _along(drawing: Drawing) -> str:
    """The words of the hover around the numbers of ``Drawing.hover_numbers``."""
    words, at = "", {name: i for i, name in enumerate(drawing.hover_numbers[0])}
    number = f":,.{drawing.entry.decimals}f"
    if "low" in at:
        words += f"<br>Marge: %{{customdata[{at['low']}]{number}}}–%{{customdata[{at['high']}]{number}}}"
    if "first" in at and drawing.stands is not None:
        ends = f"%{{customdata[{at['first']}]:,}} tot %{{customdata[{at['last']}]:,}}"
        words += f"<br>Plaats: {ends} van {format.number(drawing.stands.of)}"
    return words


def _outline(drawing: Drawing, code: str, palette: Palette) -> list[dict[str, Any]]:
    """The chosen area once more, in the colour of its class, with its line."""
    at = np.flatnonzero(drawing.shapes.index == code)
    index, why = int(drawing.shapes["class"].iloc[at[0]]), str(drawing.shapes["why"].iloc[at[0]])
    group: int | str = index if index >= 0 else why
    fill = drawing.colouring.paint(palette)[index] if index >= 0 else grey(palette, why)
    return outlined(_trace(drawing, at, fill, {}, group), palette)


def outlined(trace: dict[str, Any], palette: Palette) -> list[dict[str, Any]]:
    """The one area of a trace with a line in the colour of the page and one that stands out on it, to see on any class.

    The second has no fill: that would cover the inner half of the first.
    """
    around = {"line": {"color": palette.page, "width": 7}}, {"line": {"color": palette.outline, "width": 3}}
    return [
        {**trace, "marker": around[0]},
        {**trace, "marker": around[1], "colorscale": [[0, CLEAR], [1, CLEAR]]},
    ]


def _hover(drawing: Drawing, group: int | str, told: str, valued: bool, off: bool = False) -> str:
    """The card of an area: its name and gemeente, the value with margin and place, its class or why it has none."""
    entry = drawing.entry
    head = f"<b>%{{properties.naam}}</b>{_gemeente_line(drawing)}<br>{entry.label}, {drawing.year}"
    if not valued:
        return f"{head}: niet bekend<br>Reden: {reason(str(group), entry)}<extra></extra>"
    plus = "+" if drawing.colouring.signed else ""
    # A long unit that the label has already is not said again.
    unit = format.short_unit(entry.unit) if entry.unit in entry.label else entry.unit
    number = ("minder dan " if off else "") + format.around_number(f"%{{z:{plus},.{entry.decimals}f}}", unit)
    said = reason(group) if isinstance(group, str) else drawing.labels[group]
    if drawing.stands is not None and len(drawing.stands.frame) and len(drawing.shapes) > _ALL_ALONG:
        told = "<br>Klik voor marge en plaats"
    return f"{head}<br><b>{number}</b>{drawing.marked}{told}<br>{drawing.colouring.heading}: {said}<extra></extra>"


def _gemeente_line(drawing: Drawing) -> str:
    return "" if drawing.level == "gemeente" else "<br>%{properties.gemeente}"


def _view(drawing: Drawing, height: int) -> dict[str, Any]:
    """Centre and zoom at which the areas fill the frame. Plotly's own fitbounds looks before the shapes came."""
    if drawing.division is None:
        return {}
    found = bounds(drawing.level, drawing.division)
    west, south, east, north = found.get(drawing.zoom, THE_NETHERLANDS)
    top, bottom = (math.asinh(math.tan(math.radians(lat))) / (2 * math.pi) for lat in (north, south))
    zoom = min(
        math.log2(_WIDTH / 512 / max((east - west) / 360, 1e-6)),
        math.log2((height - 15) / 512 / max(top - bottom, 1e-6)),
    )
    middle = math.degrees(math.atan(math.sinh(math.pi * (top + bottom))))
    return {"center": {"lon": (west + east) / 2, "lat": middle}, "zoom": min(zoom, 15), "fitbounds": False}


@remembered(24)
def bounds(level: str, division: int) -> dict[str | None, tuple[float, float, float, float]]:
    """West, south, east and north in degrees of what is drawn: of the whole (None), and of each gemeente drawn."""
    shapes = data.store().regions(level, division)["geometry"].dropna()
    if not len(shapes):
        return {}
    each = _in_degrees(shapes.bounds)
    parts = each.groupby([gemeente_of(code) for code in each.index])
    ends = pd.concat([parts[["minx", "miny"]].min(), parts[["maxx", "maxy"]].max()], axis=1)
    found: dict[str | None, tuple[float, float, float, float]] = {
        str(row[0]): (row[1], row[2], row[3], row[4]) for row in ends.itertuples()
    }
    found[None] = (each["minx"].min(), each["miny"].min(), each["maxx"].max(), each["maxy"].max())
    return found


def _in_degrees(boxes: pd.DataFrame) -> pd.DataFrame:
    """Boxes in degrees around boxes in EPSG:28992: a hair wider than the shapes in them, for a tenth of the time."""
    from pyproj import Transformer

    to_degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    corners = [
        to_degrees.transform(boxes[x].to_numpy(), boxes[y].to_numpy())
        for x in ("minx", "maxx")
        for y in ("miny", "maxy")
    ]
    xs, ys = (np.stack(way) for way in zip(*corners, strict=True))
    ends = {"minx": xs.min(axis=0), "miny": ys.min(axis=0), "maxx": xs.max(axis=0), "maxy": ys.max(axis=0)}
    return pd.DataFrame(ends, index=boxes.index)


def _style(drawing: Drawing, palette: Palette) -> dict[str, Any]:
    """A map style without tiles: water, borders and names. Plotly puts the areas right above the water.

    Plotly's clicks break on a style without a source, hence the empty one.
    """
    sources: dict[str, Any] = {"leeg": {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}}
    layers: list[dict[str, Any]] = [{"id": "water", "type": "background", "paint": {"background-color": palette.water}}]
    layers += [{"id": place, "type": "circle", "source": "leeg"} for place in _PLACES]
    if drawing.border_file is not None:
        sources["grenzen"] = {"type": "geojson", "data": f"/geo/{drawing.border_file}"}
        width = 1.6 if drawing.gemeente else ["interpolate", ["linear"], ["zoom"], 7, 0.5, 11, 1.6]
        paint = {"line-color": palette.gemeente_border, "line-width": width}
        layers.append({"id": "grenzen", "type": "line", "source": "grenzen", "paint": paint})
    if drawing.division is not None:
        named, names = place_names.layers(drawing.level, drawing.division, drawing.zoom, palette)
        sources |= named
        layers += names
    return {"version": 8, "sources": sources, "layers": layers}
