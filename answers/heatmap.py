"""Many areas by several figures, as Fingertips has it: each cell a value, and whether it is clearly apart.

Held against the country, or against the middle of a group. Each figure is of the newest year that most areas have it
in.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from answers import carried, data, elsewhere, format, ground, provenance, words
from answers import cells as answers_cells
from answers.held import remembered
from indicators import uncertainty
from indicators.catalog import Entry
from indicators.profile import OTHER_DIVISION
from loaders.vocabulary import COUNTRY, level_of

MOST = 8


SIGNS = {uncertainty.HIGHER: "▲", uncertainty.LOWER: "▼"}


# Counted where it happened: not a figure to head a page with, for a city centre would seem worse off than it is.
ELSEWHERE = frozenset({"plaats_van_misdrijf", "plaats_van_overlast"})


AGAINST = {"land": "het landelijke cijfer", "groep": "het midden van de groep"}


@dataclass(frozen=True)
class Column:
    """One figure for the areas shown: its year, what it is held against (None: nothing), and a row an area.

    ``cells`` (index region) has value, status, result (hoger, lager, geen duidelijk verschil, or ""), judged
    (slechter, beter, or "") and made: how a value came about that its source has on other boundaries only.
    """

    entry: Entry
    year: int
    reference: float | None
    cells: pd.DataFrame


def _choice_key(entries: Sequence[Entry], codes: Sequence[str], most: int = MOST) -> tuple[object, ...]:
    return tuple(entry.id for entry in entries), tuple(codes), most


@remembered(64, key=_choice_key)
def choose(entries: Sequence[Entry], codes: Sequence[str], most: int = MOST) -> list[Entry]:
    """The figures for a heat map of these areas, at most ``most``: those that compare areas and that they have.

    Those with better and worse agreed come first, and of every theme its share, so that no theme fills the table.
    Shared: do not change it.
    """
    level = main_level(codes)
    usable = [e for e in entries if _may_be_compared(e) and data.years(level, e.id)]
    themes = list(dict.fromkeys(e.theme for e in usable))
    share = max(1, most // max(1, len(themes)))
    kept: set[str] = set()
    for theme in themes:
        there = (e.id for e in _best([e for e in usable if e.theme == theme]) if newest(e.id, level, codes))
        kept.update(itertools.islice(there, share if len(themes) > 1 else most))
    return [e for e in entries if e.id in kept]


def _may_be_compared(entry: Entry) -> bool:
    """Never origin, classes, what nobody measured, and the bounds of a margin."""
    plain = entry.comparable and not entry.sensitive and not entry.unmeasured
    return plain and entry.kind != "class" and not entry.id.endswith("grens")


def main_level(codes: Sequence[str]) -> str:
    """The level that most of these areas have."""
    return Counter(map(level_of, codes)).most_common(1)[0][0]


def _best(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: not e.rankable)


def _columns_key(
    entries: Sequence[Entry], codes: Sequence[str], against: str, group: Sequence[str], chosen: Sequence[str] = ()
) -> tuple[object, ...]:
    return tuple(entry.id for entry in entries), tuple(codes), against, tuple(group), tuple(chosen)


@remembered(32, key=_columns_key)
def columns(
    entries: Sequence[Entry], codes: Sequence[str], against: str, group: Sequence[str], chosen: Sequence[str] = ()
) -> list[Column]:
    """A column for each figure that these areas have.

    ``against`` is a key of AGAINST, ``group`` the codes whose middle that is. Of each figure the newest year that most
    of the areas have it in, at the level that most of them have. Of the ``chosen`` areas a figure is worked out where its
    source has it on other boundaries: of a whole group that would take too long. Shared: do not change it.
    """
    main = main_level(codes)
    by_level = {level: [c for c in codes if level_of(c) == level] for level in dict.fromkeys(map(level_of, codes))}
    found: dict[str, Column] = {}
    for entry in entries:
        year = newest(entry.id, main, codes)
        meant = data.meant(entry, year) if year else entry
        # A headline and what it means in this year are one figure.
        if year is None or meant.id in found:
            continue
        cells = pd.concat([_cells(entry, level, year, own, against, group) for level, own in by_level.items()])
        cells = _worked_out(cells.reindex(list(codes)).assign(made=""), entry, year, chosen)
        found[meant.id] = Column(meant, year, _reference(entry, year, against, group), cells)
    return list(found.values())


def _worked_out(cells: pd.DataFrame, entry: Entry, year: int, codes: Sequence[str]) -> pd.DataFrame:
    """The figure of these areas on their own boundaries, where its source has it on others; nothing is judged of it."""
    for code in codes:
        if cells.at[code, "status"] != OTHER_DIVISION:
            continue
        one = carried.worked_out(code, entry.id, (year,)).get(year)
        if one is not None:
            cells.loc[code, ["value", "status", "made"]] = one.value, "" if one.by else "estimate", carried.word(one)
    return cells


@remembered(1024, key=lambda id, level, codes: (id, level, tuple(codes)))
def newest(id: str, level: str, codes: Sequence[str]) -> int | None:
    """The newest year in which at least half of these areas have the figure, else in which any has; or None."""
    own = [code for code in codes if level_of(code) == level]
    some = None
    for year in reversed(data.years(level, id)):
        known = int(values(id, level, year, own)["value"].notna().sum())
        if known * 2 >= len(own):
            return year
        some = some or (year if known else None)
    return some


def _reference(entry: Entry, year: int, against: str, group: Sequence[str]) -> float | None:
    if against == "land":
        return data.value_of(entry.id, COUNTRY, year)
    if not group:
        return None
    middle = values(entry.id, level_of(group[0]), year, group)["value"].median()
    return None if pd.isna(middle) else float(middle)


def values(id: str, level: str, year: int, codes: Sequence[str]) -> pd.DataFrame:
    """A figure of these areas (columns value and status); an area that was another one then has OTHER_DIVISION.

    Unless the source tells nothing of where it lies: then the question does not come up.
    """
    division = data.store().own_division(level, year, id)
    rows = ground.of_areas(data.values(id, level, year), codes, division)
    others = rows.index.difference(ground.there(codes, division).index)
    why = pd.Series({code: elsewhere.status(code, division) for code in others}, dtype=object)
    return rows.assign(status=rows["status"].fillna("").mask(rows.index.isin(others), why.reindex(rows.index)))


def _cells(
    entry: Entry, level: str, year: int, codes: Sequence[str], against: str, group: Sequence[str]
) -> pd.DataFrame:
    """The rows of one level."""
    if level == "land":
        value = data.value_of(entry.id, COUNTRY, year)
        return pd.DataFrame({"value": value, "status": "", "result": "", "judged": ""}, index=pd.Index(codes))
    rows = values(entry.id, level, year, codes).assign(result="", judged="")
    reference = _reference(entry, year, against, group)
    meant = data.meant(entry, year)
    if reference is None or uncertainty.basis(meant) is None:
        return rows
    behind = ground.of_areas(_behind(meant.id, level, year), codes, data.store().own_division(level, year, meant.id))
    results = uncertainty.compare(meant, behind, reference)["result"]
    return rows.assign(result=results, judged=[uncertainty.judged(meant, result) for result in results])


@remembered(128)
def _behind(id: str, level: str, year: int) -> pd.DataFrame:
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
        beside = "naast elkaar" if len(codes) > 1 else "naast het landelijke cijfer"
        beside = f"naast {around}" if around else beside
        return f"{chosen} {beside}: of ze duidelijk verschillen is hier niet te zeggen"
    counted = f"van de {format.plural(len(judged), 'cijfer', 'cijfers')} met een oordeel"
    if members:
        several = min(2, len(judged))
        known = _judged_on(judged, members) >= several
        count = int((problems.reindex(list(members))[known] >= several).sum())
        on = f"op {several} of meer {counted}" if len(judged) > 1 else f"op {judged[0].entry.label.lower()}"
        other = data.country() if against == "land" else "het midden van de groep"
        # An area of which too few figures are known is none of those that stand well.
        with_figures = "" if known.all() else " met een cijfer" if several == 1 else " met genoeg cijfers"
        return (
            f"{_number_or_none(count).capitalize()} van de {format.number(int(known.sum()))} {many}{with_figures} "
            f"{'staan' if count > 1 else 'staat'} er {on} duidelijk slechter voor dan {other}"
        )
    on_how_many = _judged_on(judged, codes)
    if not on_how_many.any():
        return f"Van {format.joined([names[code] for code in codes[:3]])} is niet te zeggen of ze duidelijk verschillen"
    if len(judged) == 1:
        return _finding_of_one_figure(judged[0].entry, problems, codes, names)
    if len(codes) == 1:
        on = _number_or_none(int(problems[codes[0]]))
        return f"{names[codes[0]]} staat er op {on} {counted} duidelijk slechter voor dan gemiddeld"
    # Of an area of which nothing could be judged, "on none" would say that it stands well.
    each = [
        f"{names[code]} {f'op {_number_or_none(int(problems[code]))}' if on_how_many[code] else 'niet te zeggen'}"
        for code in codes[:3]
    ]
    others = "1 ander staat" if len(codes) == 4 else f"{len(codes) - 3} andere staan"
    rest = f" ({others} in de tabel)" if len(codes) > 3 else ""
    return f"{counted.capitalize()} duidelijk slechter dan gemiddeld: {format.joined(each)}{rest}"


def _judged_on(judged: Sequence[Column], members: Sequence[str]) -> pd.Series[int]:
    """On how many figures each area could be judged."""
    results = pd.DataFrame({at: column.cells["result"].reindex(list(members)) for at, column in enumerate(judged)})
    return (results.notna() & (results != "")).sum(axis=1)


def _finding_of_one_figure(
    entry: Entry, problems: pd.Series[int], codes: Sequence[str], names: Mapping[str, str]
) -> str:
    worst = [names[code] for code in codes if problems[code]]
    more = [f"{len(worst) - 3} meer"] if len(worst) > 3 else []
    nobody = names[codes[0]] if len(codes) == 1 else "geen van de gekozen gebieden"
    who = format.joined([*worst[:3], *more]) if worst else nobody
    verb = "staan" if len(worst) > 1 else "staat"
    denied = "" if worst or len(codes) > 1 else "niet "
    return f"{entry.label}: {who} {verb} er {denied}duidelijk slechter voor dan gemiddeld"


def _number_or_none(count: int) -> str:
    return format.number(count) if count else "geen"


def table(found: Sequence[Column], chosen: Sequence[str]) -> pd.DataFrame:
    """The cells as Markdown: an area a row, a figure a column; chosen areas in bold. Index region."""
    first = found[0].cells.index
    rows = {"Gebied": [_name(str(code), code in chosen) for code in first]}
    for column in found:
        rows[head(column)] = [
            _cell(column.entry, *cell)
            for cell in zip(*(column.cells[name] for name in ("value", "status", "result", "made")), strict=True)
        ]
    return pd.DataFrame(rows, index=first)


def head(column: Column) -> str:
    """The figure, its year, and what it is held against."""
    entry = column.entry
    said = format.short_unit(entry.unit) or entry.unit in entry.label
    unit = "" if said else f", {format.in_words(entry.unit)}"
    against = "geen vergelijking" if column.reference is None else words.short(entry, column.reference)
    return f"{entry.label}{unit} :gray[:small[({column.year}; {against})]]"


def _name(code: str, chosen: bool) -> str:
    place = data.place(code)
    if place is None:
        return data.country_label() if code == COUNTRY else code
    name = answers_cells.plain(elsewhere.as_it_was(place) if "@" in code else place.name)
    where = f" :gray[:small[{answers_cells.plain(place.gemeente)}]]" if place.level in ("wijk", "buurt") else ""
    return f"**{name}**{where}" if chosen else f"{name}{where}"


def other_ground(found: Sequence[Column], codes: Sequence[str]) -> list[str]:
    """Why figures of these areas are not known on their boundaries, and whose they are: a line of Markdown an area."""
    held = data.store()
    lost: dict[str, dict[int, str]] = {}
    for column in found:
        for code in codes:
            division = held.own_division(level_of(code), column.year, column.entry.id)
            if column.cells.at[code, "status"] == OTHER_DIVISION:
                lost.setdefault(code, {}).setdefault(division, column.entry.id)
    return [elsewhere.told_once(code, divisions) for code, divisions in lost.items()]


def why_missing(entry: Entry, status: str) -> str:
    """Why a cell is empty, in words."""
    return elsewhere.UNKNOWN if status == OTHER_DIVISION else words.why_missing(entry, status)


def _cell(entry: Entry, value: float, status: str, result: str, made: str) -> str:
    if pd.isna(value):
        return f":gray[:small[{why_missing(entry, status)}]]"
    sign = f"{SIGNS[result]}\u00a0" if result in SIGNS else ""
    behind = f" :gray[:small[({made})]]" if made else ""
    return f"{sign}{words.short(entry, value, status)}{words.marked(entry, status)}{behind}"


def kind_of(judged: str, result: str) -> str:
    """Which colour a cell has (a key of figures.heatmap_colours.LEGEND); "" for none."""
    return judged or ("anders" if result in SIGNS else "")


def download(found: Sequence[Column]) -> pd.DataFrame:
    """The same as numbers: one row an area and figure."""
    parts = [
        column.cells.rename_axis("gebied")
        .reset_index()
        .assign(
            naam=lambda rows: [place.name if (place := data.place(c)) else c for c in rows["gebied"]],
            cijfer=column.entry.id,
            omschrijving=column.entry.label,
            jaar=column.year,
            eenheid=format.in_words(column.entry.unit),
            vergeleken_met=column.reference,
            status=[
                words.state(column.entry, status) if pd.notna(value) else why_missing(column.entry, status)
                for value, status in zip(column.cells["value"], column.cells["status"], strict=True)
            ],
            bron=provenance.provenance(column.entry, data.store())["bron"],
        )
        .rename(
            columns={
                **{"value": "waarde", "status": "toestand", "result": "verschil", "judged": "oordeel"},
                "made": "herleid",
            }
        )
        for column in found
    ]
    return pd.concat(parts, ignore_index=True)
