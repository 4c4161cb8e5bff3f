"""Many areas by several figures, as Fingertips has it: each cell a value, coloured where it is clearly apart.

Held against the country, or against the middle of a group. Each figure is of the newest year that most areas have it in.
A colour says better or worse only where that was agreed; elsewhere it says higher or lower, in grey.
What is kept is kept by Python: Streamlit would write out the codes of thousands of areas to look an answer up.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from answers import cells as answers_cells
from answers import data, format, provenance, words
from figures.colours import Palette, tint
from indicators import uncertainty
from indicators.catalog import Entry
from loaders.vocabulary import COUNTRY, level_of

MOST = 8
SIGNS = {uncertainty.HIGHER: "▲", uncertainty.LOWER: "▼"}
# Counted where it happened: not a figure to head a page with, for a city centre would seem worse off than it is.
ELSEWHERE = frozenset({"plaats_van_misdrijf", "plaats_van_overlast"})
LEGEND = {
    "slechter": "duidelijk slechter",
    "beter": "duidelijk beter",
    "anders": "duidelijk hoger of lager, geen oordeel",
}
AGAINST = {"land": "het landelijke cijfer", "groep": "het midden van de groep"}


@dataclass(frozen=True)
class Column:
    """One figure for the areas shown: its year, what it is held against (None: nothing), and a row an area.

    ``cells`` (index region) has value, status, result (hoger, lager, geen duidelijk verschil, or "") and judged
    (slechter, beter, or "").
    """

    entry: Entry
    year: int
    reference: float | None
    cells: pd.DataFrame


def choose(entries: Sequence[Entry], codes: Sequence[str], most: int = MOST) -> list[Entry]:
    """The figures for a heat map of these areas, at most ``most``: those that compare areas and that they have.

    Those with better and worse agreed come first, and of every theme its share, so that no theme fills the table.
    """
    chosen = _chosen(data.store().version, tuple(e.id for e in entries), tuple(codes), most)
    return [e for e in entries if e.id in chosen]


@lru_cache(maxsize=64)
def _chosen(version: str, ids: tuple[str, ...], codes: tuple[str, ...], most: int) -> frozenset[str]:
    entries, level = [data.entry(id) for id in ids], main_level(codes)
    usable = [
        e for e in entries
        if e.comparable and not e.sensitive and e.kind != "class" and not e.unmeasured and not e.id.endswith("grens")
        and data.years(level, e.id)
    ]  # fmt: skip
    themes = list(dict.fromkeys(e.theme for e in usable))
    share = max(1, most // max(1, len(themes)))
    kept: set[str] = set()
    for theme in themes:
        there = (e.id for e in _best([e for e in usable if e.theme == theme]) if newest(e.id, level, codes))
        kept.update(itertools.islice(there, share if len(themes) > 1 else most))
    return frozenset(kept)


def main_level(codes: Sequence[str]) -> str:
    """The level that most of these areas have."""
    return Counter(map(level_of, codes)).most_common(1)[0][0]


def _best(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: not e.rankable)


def columns(entries: Sequence[Entry], codes: Sequence[str], against: str, group: Sequence[str]) -> list[Column]:
    """A column for each figure that these areas have. ``against``: a key of AGAINST; ``group`` the codes whose middle that is.

    Of each figure the newest year that most of the areas have it in, at the level that most of them have.
    """
    return _columns(data.store().version, tuple(e.id for e in entries), tuple(codes), against, tuple(group))


@lru_cache(maxsize=32)
def _columns(
    version: str, ids: tuple[str, ...], codes: tuple[str, ...], against: str, group: tuple[str, ...]
) -> list[Column]:
    main = main_level(codes)
    found: dict[str, Column] = {}
    for entry in map(data.entry, ids):
        year = newest(entry.id, main, codes)
        meant = data.entry(entry.definition(year)) if year else entry
        # A headline and what it means in this year are one figure.
        if year is None or meant.id in found:
            continue
        cells = pd.concat([_cells(entry, lv, year, [c for c in codes if level_of(c) == lv], against, group) for lv in dict.fromkeys(map(level_of, codes))])  # fmt: skip
        found[meant.id] = Column(meant, year, _reference(entry, year, against, group), cells.reindex(list(codes)))
    return list(found.values())


def newest(id: str, level: str, codes: Sequence[str]) -> int | None:
    """The newest year in which at least half of these areas have the figure, else the newest in which any has; or None."""
    return _newest(data.store().version, id, level, tuple(codes))


@lru_cache(maxsize=1024)
def _newest(version: str, id: str, level: str, codes: tuple[str, ...]) -> int | None:
    own = [code for code in codes if level_of(code) == level]
    some = None
    for year in reversed(data.years(level, id)):
        known = int(data.values(id, level, year)["value"].reindex(own).notna().sum())
        if known * 2 >= len(own):
            return year
        some = some or (year if known else None)
    return some


def _reference(entry: Entry, year: int, against: str, group: Sequence[str]) -> float | None:
    if against == "land":
        return data.value_of(entry.id, COUNTRY, year)
    if not group:
        return None
    middle = data.values(entry.id, level_of(group[0]), year)["value"].reindex(list(group)).median()
    return None if pd.isna(middle) else float(middle)


def _cells(
    entry: Entry, level: str, year: int, codes: Sequence[str], against: str, group: Sequence[str]
) -> pd.DataFrame:
    """The rows of one level."""
    if level == "land":
        value = data.value_of(entry.id, COUNTRY, year)
        return pd.DataFrame({"value": value, "status": "", "result": "", "judged": ""}, index=pd.Index(codes))
    rows = data.values(entry.id, level, year).reindex(list(codes))
    rows = rows.assign(status=rows["status"].fillna(""), result="", judged="")
    reference = _reference(entry, year, against, group)
    meant = data.entry(entry.definition(year))
    if reference is None or uncertainty.basis(meant) is None:
        return rows
    compared = uncertainty.compare(
        meant, _behind(data.store().version, meant.id, level, year).reindex(list(codes)), reference
    )
    return rows.assign(
        result=compared["result"], judged=[uncertainty.judged(meant, result) for result in compared["result"]]
    )


@lru_cache(maxsize=128)
def _behind(version: str, id: str, level: str, year: int) -> pd.DataFrame:
    """What the margins of a figure are made of, for all areas of a level."""
    held = data.store()
    needed = list(uncertainty.needs(data.entry(id)))
    return held.table(level, year, needed, held.own_division(level, year, id))


def worse(found: Sequence[Column]) -> pd.Series[int]:
    """Per area the number of figures that are clearly worse than what they are held against."""
    if not found:
        return pd.Series(dtype=int)
    return pd.DataFrame({c.entry.id: c.cells["judged"] == "slechter" for c in found}).sum(axis=1).astype(int)


def heading(found: Sequence[Column]) -> list[Column]:
    """The figures that the first line may count: judged for some area, and counted where people live."""
    return [
        column
        for column in found
        if column.entry.rankable and not ELSEWHERE & set(column.entry.caveats) and column.cells["result"].ne("").any()
    ]


def part(found: Sequence[Column], codes: Iterable[str]) -> list[Column]:
    """The same columns for some of the areas."""
    wanted = list(codes)
    return [replace(column, cells=column.cells.loc[wanted]) for column in found]


def finding(
    problems: pd.Series[int],
    judged: Sequence[Column],
    codes: Sequence[str],
    members: Sequence[str],
    names: Mapping[str, str],
    many: str,
    around: str,
    against: str = "land",
) -> str:
    """The first line: how many areas are clearly worse on several figures, or of which chosen one that holds most."""
    if not judged:
        chosen = format.joined([names[code] for code in codes[:4]])
        beside = f"naast {around}" if around else "naast elkaar" if len(codes) > 1 else "naast het landelijke cijfer"
        return f"{chosen} {beside}: of ze duidelijk verschillen is hier niet te zeggen"
    of = f"van de {format.plural(len(judged), 'cijfer', 'cijfers')} met een oordeel"
    if members:
        several = min(2, len(judged))
        count = int((problems.reindex(list(members)) >= several).sum())
        on = f"op {several} of meer {of}" if len(judged) > 1 else f"op {judged[0].entry.label.lower()}"
        numbered = format.number(count) if count else "geen"
        return f"{numbered.capitalize()} van de {format.number(len(members))} {many} {'staan' if count > 1 else 'staat'} er {on} duidelijk slechter voor dan {data.country() if against == 'land' else 'het midden van de groep'}"
    if len(judged) == 1:
        worse = [names[code] for code in codes if problems[code]]
        who = (
            format.joined([*worse[:3], *([f"{len(worse) - 3} meer"] if len(worse) > 3 else [])])
            if worse
            else names[codes[0]]
            if len(codes) == 1
            else "geen van de gekozen gebieden"
        )
        verb = f"{'staan' if len(worse) > 1 else 'staat'} er {'' if worse or len(codes) > 1 else 'niet '}duidelijk slechter voor"
        return f"{judged[0].entry.label}: {who} {verb} dan gemiddeld"
    numbers = {code: format.number(int(problems[code])) if problems[code] else "geen" for code in codes}
    if len(codes) == 1:
        return f"{names[codes[0]]} staat er op {numbers[codes[0]]} {of} duidelijk slechter voor dan gemiddeld"
    told = [f"{names[code]} op {numbers[code]}" for code in codes[:3]]
    rest = (
        f" ({'1 ander staat' if len(codes) == 4 else f'{len(codes) - 3} andere staan'} in de tabel)"
        if len(codes) > 3
        else ""
    )
    return f"{of.capitalize()} duidelijk slechter dan gemiddeld: {format.joined(told)}{rest}"


def table(found: Sequence[Column], chosen: Sequence[str]) -> pd.DataFrame:
    """The cells as Markdown: an area a row, a figure a column; chosen areas in bold. Index region."""
    first = found[0].cells.index
    rows = {"Gebied": [_name(str(code), code in chosen) for code in first]}
    for column in found:
        rows[head(column)] = [
            _cell(column.entry, value, status, result)
            for value, status, result in zip(
                column.cells["value"], column.cells["status"], column.cells["result"], strict=True
            )
        ]
    return pd.DataFrame(rows, index=first)


def head(column: Column) -> str:
    """The figure, its year, and what it is held against."""
    unit = "" if format.short_unit(column.entry.unit) or column.entry.unit in column.entry.label else f", {format.in_words(column.entry.unit)}"  # fmt: skip
    held = "geen vergelijking" if column.reference is None else words.short(column.entry, column.reference)
    against = f" :gray[:small[{column.year}; {held}]]"
    return f"{column.entry.label}{unit}{against}"


def _name(code: str, chosen: bool) -> str:
    place = data.places().get(code)
    if place is None:
        return data.country_label() if code == COUNTRY else code
    name = answers_cells.plain(place.name)
    where = f" :gray[:small[{answers_cells.plain(place.gemeente)}]]" if place.level in ("wijk", "buurt") else ""
    return f"**{name}**{where}" if chosen else f"{name}{where}"


def _cell(entry: Entry, value: float, status: str, result: str) -> str:
    if pd.isna(value):
        return f":gray[:small[{format.why_missing(status)}]]"
    sign = f"{SIGNS[result]}\u00a0" if result in SIGNS else ""
    return f"{sign}{words.short(entry, value)}{words.marked(entry, status)}"


def colours(found: Sequence[Column], palette: Palette) -> pd.DataFrame:
    """The background of each cell of ``table``, as CSS."""
    fills = fill(palette)
    styles = {"Gebied": [""] * len(found[0].cells)}
    for column in found:
        styles[head(column)] = [
            f"background-color: {fills[kind]}; color: {palette.text}" if (kind := _kind(judged, result)) else ""
            for judged, result in zip(column.cells["judged"], column.cells["result"], strict=True)
        ]
    return pd.DataFrame(styles, index=found[0].cells.index)


def fill(palette: Palette) -> dict[str, str]:
    """The colour of each kind of cell in LEGEND: those of the map, light enough to read text on, and a grey."""
    worse, better = (tint(colour, palette, 0.3) for colour in palette.judged)
    return {"slechter": worse, "beter": better, "anders": palette.line}


def _kind(judged: str, result: str) -> str:
    return judged or ("anders" if result in SIGNS else "")


def legend(palette: Palette) -> str:
    """The kinds of cells with their colour, as HTML."""
    boxes = "".join(
        f'<span style="display:inline-flex;align-items:center;margin-right:18px">'
        f'<span aria-hidden="true" style="width:16px;height:16px;background:{fill(palette)[kind]};border:1px solid {palette.quiet};margin-right:6px"></span>{label}</span>'
        for kind, label in LEGEND.items()
    )
    return f'<div style="font-size:14px;color:{palette.text}">{boxes}<span style="white-space:nowrap">▲ hoger · ▼ lager</span></div>'


def download(found: Sequence[Column]) -> pd.DataFrame:
    """The same as numbers: one row an area and figure."""
    places = data.places()
    parts = [
        column.cells.rename_axis("gebied")
        .reset_index()
        .assign(
            naam=lambda rows: [places[c].name if c in places else c for c in rows["gebied"]],
            cijfer=column.entry.id,
            omschrijving=column.entry.label,
            jaar=column.year,
            eenheid=format.in_words(column.entry.unit),
            vergeleken_met=column.reference,
            status=[
                words.state(column.entry, status) if pd.notna(value) else format.why_missing(status)
                for value, status in zip(column.cells["value"], column.cells["status"], strict=True)
            ],
            bron=provenance.provenance(column.entry, data.store())["bron"],
        )
        .rename(columns={"value": "waarde", "status": "toestand", "result": "verschil", "judged": "oordeel"})
        for column in found
    ]
    return pd.concat(parts, ignore_index=True)
