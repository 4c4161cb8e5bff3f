"""What each column of a table is, which of the known shapes the table has, and its figures one by one.

Shapes (all were met in files of gemeenten or exports of CBS): one row a figure ("lang"), one row an area with a column
a figure or a column a year ("breed"), StatLine's wide export, its pivot with an area a column ("gekanteld"), and the
observations of CBS OData v4 ("lang").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from loaders.importing.plan import Plan
from loaders.places.areas import plain_name
from loaders.reading.files import Cell, ImportProblem, Limit, cell_name
from loaders.reading.grid import Table
from loaders.reading.numbers import is_nothing, is_small, looks_like_number, years_in, yes_no
from loaders.sources.municipal import HEADINGS, IN_CONTEXT, SOURCE

# Roles of a column, in the words of the reader.
ROLES = {
    "code": "code van het gebied",
    "name": "naam van het gebied",
    "buurt": "naam van de buurt",
    "wijk": "naam van de wijk",
    "gemeente": "gemeente",
    "year": "jaar of peildatum",
    "topic": "welk cijfer het is",
    "value": "de waarde",
    "unit": "de eenheid",
    "organisation": "organisatie",
    "figure": "een cijfer",
    "ignore": "niet gebruikt",
}
_BY_HEAD = {
    "code": {
        "code",
        "regiocode",
        "gebiedscode",
        "gebiedcode",
        "gebiedcode15",
        "wijkcode",
        "buurtcode",
        "codering",
        "gwb code",
        "gwbcode",
        "gwb",
        "wijkenenbuurten",
        "wijken en buurten",
        "regios",
        "cbs code",
        "cbs wijkcode",
        "cbs buurtcode",
        "externalcode",
        "gebiedscode cbs",
        "regioaanduiding codering",
    },
    "name": {"naam", "gebied", "gebiedsnaam", "regio", "regionaam", "regio s", "gebieden"},
    "buurt": {"buurt", "buurtnaam", "naam buurt", "buurten"},
    "wijk": {"wijk", "wijknaam", "naam wijk", "wijken"},
    "gemeente": {
        "gemeente",
        "gemeentenaam",
        "gemeentecode",
        "naam gemeente",
        "gm code",
        "gm naam",
        "regioaanduiding gemeentenaam",
    },
    "year": {
        "jaar",
        "periode",
        "perioden",
        "year",
        "period",
        "peiljaar",
        "jaartal",
        "peildatum",
        "datum",
        "peilmoment",
        "jaren",
    },
    "topic": {
        "variabele",
        "variable",
        "indicator",
        "onderwerp",
        "measure",
        "indicatordefinitieid",
        "thema s",
        "themas",
        "indicatornaam",
        "onderwerpen",
    },
    "value": {"waarde", "value"},
    "unit": {"eenheid", "unit", "eenheden"},
    "organisation": {"organisatie", "uitvoerder", "aanbieder", "welzijnsorganisatie"},
    "ignore": {
        "id",
        "valueattribute",
        "stringvalue",
        "soortregio",
        "soort regio",
        "regioaanduiding soort regio",
        "postcode",
        "opmerking",
        "opmerkingen",
        "toelichting",
        "bron",
        "niveau",
        "meest voorkomende postcode",
    },
}
# More figures than any gemeente has: thirty of every buurt in the country. Each takes some 300 bytes while it is looked at.
MOST_FIGURES = 500_000
_AREA_ROLES = ("code", "buurt", "wijk", "name", "gemeente")
_YEAR_BEHIND = re.compile(r"\b((?:19|20)\d{2})\b\s*(\([^()]*\))?$")
# What may stand between a figure's name and its year.
_BETWEEN = " \t\r\n\f\v\xa0|_/,-"
_CODE = re.compile(r"(GM|WK|BU|NL)\d{2,4}\w{0,4}|STAD|\d{1,8}(\.0)?", re.I)


@dataclass(frozen=True)
class Column:
    """One column: where, its heading, and what it was taken for; ``topic`` and ``year`` for a column of figures."""

    place: int
    header: str
    role: str
    unit: str = ""
    topic: str = ""
    year: int | None = None
    example: str = ""


@dataclass(frozen=True)
class Fact:
    """One cell with a figure, and everything that the file says about it. ``where`` is the cell's name."""

    row: int
    where: str
    topic: str
    cell: Cell
    code: str = ""
    name: str = ""
    gemeente: str = ""
    year: Cell = None
    year_where: str = ""
    organisation: str = ""
    date: str = ""


@dataclass
class Meaning:
    """A table understood. ``units``: topic → unit. ``level``: what the column of names is called (wijk, buurt, …), or ""."""

    shape: str
    columns: list[Column]
    facts: list[Fact]
    units: dict[str, str]
    level: str = ""
    notes: list[str] = field(default_factory=list)


def understand(table: Table, plan: Plan, is_area: Callable[[str], bool], limit: Limit) -> Meaning:
    """What a table says; ``is_area`` tells whether a text names an area.

    Raises ImportProblem when it cannot be known, or not within the limit.
    """
    columns = []
    for place in range(len(table.header)):
        limit.check()
        columns.append(_column(table, place, plan))
    areas = [c for c in columns if c.role in _AREA_ROLES]
    across = [c for c in columns if c.role in ("figure", "ignore") and is_area(c.header)]
    if len(across) > len(areas) and len(across) > 1:
        return _tilted(table, columns, across, limit)
    if not areas:
        raise ImportProblem(
            "Er is geen kolom met wijken, buurten of gemeenten gevonden. Noem die kolom bijvoorbeeld 'wijkcode', 'wijk' of 'gemeente'."
        )
    roles = [c.role for c in columns]
    if "topic" in roles and "value" in roles:
        return _long(table, columns, limit)
    return _wide(table, [_as_figure(c) if c.role in ("value", "topic") else c for c in columns], limit)


def known_variable(topic: str, context: str) -> str:
    """The variable that a heading plainly means, or "". ``context``: titles, sheet and file name."""
    heading = plain_name(topic)
    for variable in SOURCE.variables:
        if (
            heading in (variable.id.replace("_", " "), plain_name(variable.label), *HEADINGS[variable.id])
            or topic == variable.id
        ):
            return variable.id
    about = next((names for about, names in IN_CONTEXT.items() if about in plain_name(context)), {})
    return about.get(heading, "")


# ---------------------------------------------------------------- columns


def _column(table: Table, place: int, plan: Plan) -> Column:
    header = table.header[place]
    cells = table.column(place)
    example = next((str(cell) for cell in cells if cell is not None), "")[:60]
    column = Column(place, header, plan.roles.get(header) or _role(header, cells), table.units[place], example=example)
    return _as_figure(column) if column.role == "figure" else column


def _role(header: str, cells: list[Cell]) -> str:
    head = plain_name(re.sub(r"_\d{1,3}$", "", header))
    last = plain_name(re.split(r"[/|]", header)[-1])
    role = next((role for role, heads in _BY_HEAD.items() if head in heads or last in heads), "")
    filled = [cell for cell in cells if cell is not None]
    if role in ("code", "name", "wijk", "buurt"):
        codes = sum(_CODE.fullmatch(str(cell)) is not None for cell in filled) * 2 >= max(1, len(filled))
        if role != "code" or (not codes and any(re.search(r"[a-z]{3}", str(cell)) for cell in filled)):
            return "code" if codes else ("name" if role == "code" else role)
        return "code"
    if role:
        return role
    if any(re.fullmatch(r"(GM|WK|BU)\d{4}\w{0,4}", str(cell)) for cell in filled[:5]):
        return "code"
    if known_variable(header, ""):
        return "figure"
    told = [cell for cell in filled if not is_nothing(cell) and not is_small(cell)]
    if not told and filled:
        return "figure"
    figures = sum(looks_like_number(cell) or yes_no(cell) is not None for cell in told)
    return "figure" if told and figures * 2 >= len(told) else "ignore"


def _as_figure(column: Column) -> Column:
    found = _YEAR_BEHIND.search(column.header)
    if not found:
        return replace(column, role="figure", topic=column.header)
    topic = " ".join(part for part in (column.header[: found.start()].rstrip(_BETWEEN).strip(), found.group(2)) if part)
    return replace(column, role="figure", topic=topic, year=int(found.group(1)))


# ---------------------------------------------------------------- shapes


def _wide(table: Table, columns: list[Column], limit: Limit) -> Meaning:
    figures = [c for c in columns if c.role == "figure"]
    if not figures:
        raise ImportProblem("Er is geen kolom met cijfers gevonden: in elke kolom staat tekst, of niets.")
    title = table.titles[0] if table.titles else table.sheet.name
    figures = [c if c.topic else replace(c, topic=title) for c in figures]
    _refuse_too_many(len(figures) * len(table.rows))
    by_place = {c.place: c for c in figures}
    columns = [by_place.get(c.place, c) for c in columns]
    facts = []
    for at, row in enumerate(table.rows):
        limit.check()
        about = _about(table, columns, at)
        for c in figures:
            year = c.year or about.year
            where = _where(table, at, c.place)
            facts.append(replace(about, topic=c.topic, cell=row.cells[c.place], where=where, year=year))
    shape = "breed, een kolom per jaar" if any(c.year for c in figures) else "breed, een kolom per cijfer"
    return Meaning(shape, columns, facts, {c.topic: c.unit for c in figures}, _level(columns))


def _long(table: Table, columns: list[Column], limit: Limit) -> Meaning:
    place = {c.role: c.place for c in reversed(columns)}
    facts: list[Fact] = []
    units: dict[str, str] = {}
    for at, row in enumerate(table.rows):
        limit.check()
        topic = str(row.cells[place["topic"]] or "")
        units.setdefault(topic, str(row.cells[place["unit"]] or "") if "unit" in place else "")
        where = _where(table, at, place["value"])
        facts.append(replace(_about(table, columns, at), topic=topic, cell=row.cells[place["value"]], where=where))
    used = [replace(c, role="ignore", topic="", year=None) if c.role == "figure" else c for c in columns]
    return Meaning("lang, een rij per cijfer", used, facts, units, _level(columns))


def _tilted(table: Table, columns: list[Column], across: list[Column], limit: Limit) -> Meaning:
    """Areas stand in the heading and every row is a figure."""
    words = next((c for c in columns if c.role in ("topic", "name", "ignore", "code") and c not in across), None)
    if words is None:
        raise ImportProblem("In de kopregel staan gebieden, maar er is geen kolom die zegt welk cijfer een rij is.")
    _refuse_too_many(len(across) * len(table.rows))
    unit = next((c for c in columns if c.role == "unit" or plain_name(c.header) in ("eenheid", "unit")), None)
    when = next((c for c in columns if c.role == "year"), None)
    facts: list[Fact] = []
    units: dict[str, str] = {}
    for at, row in enumerate(table.rows):
        limit.check()
        topic = _as_figure(replace(words, header=str(row.cells[words.place] or "")))
        units.setdefault(topic.topic, str(row.cells[unit.place] or "") if unit else "")
        for c in across:
            is_code = _CODE.fullmatch(c.header) is not None
            facts.append(
                Fact(
                    row.number,
                    _where(table, at, c.place),
                    topic.topic,
                    row.cells[c.place],
                    code=c.header if is_code else "",
                    name="" if is_code else c.header,
                    year=topic.year or (row.cells[when.place] if when else None),
                )
            )
    shown = [replace(c, role="value" if c in across else "topic" if c is words else c.role, topic="") for c in columns]
    return Meaning("gekanteld, een kolom per gebied", shown, facts, units)


def _refuse_too_many(figures: int) -> None:
    if figures > MOST_FIGURES:
        raise ImportProblem(
            f"Er staan {figures} cijfers in het bestand; het mogen er hoogstens {MOST_FIGURES} zijn. "
            "Bewaar alleen de kolommen die u nodig hebt, of knip het bestand op."
        )


def _about(table: Table, columns: list[Column], at: int) -> Fact:
    """What the other columns of a row say about its figures."""
    row = table.rows[at]

    def text(role: str) -> str:
        told = (_label(row.cells[c.place]) for c in columns if c.role == role)
        return next((t for t in told if t), "")

    names = (text("buurt"), text("wijk"), text("name"))
    gemeente = text("gemeente")
    code, name = text("code"), next((n for n in names if n), "")
    if not code and not name and not any(c.role in ("code", "buurt", "wijk", "name") for c in columns):
        is_code = _CODE.fullmatch(gemeente) is not None
        code, name = (gemeente, "") if is_code else ("", gemeente)
    dates = [c for c in columns if c.role == "year"]
    when = min(dates, key=lambda c: "jaar" not in plain_name(c.header), default=None)
    return Fact(
        row.number,
        "",
        "",
        None,
        code,
        name,
        gemeente,
        row.cells[when.place] if when else None,
        _where(table, at, when.place) if when else "",
        text("organisation"),
        next((str(row.cells[c.place]) for c in dates if "jaar" not in plain_name(c.header) and row.cells[c.place]), ""),
    )


def _label(cell: Cell) -> str:
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)


def _level(columns: list[Column]) -> str:
    roles = [c.role for c in columns]
    heads = " ".join(plain_name(c.header) for c in columns if c.role == "code")
    for level in ("buurt", "wijk", "gemeente"):
        if (level in roles and (level != "gemeente" or "name" not in roles)) or level in heads:
            return level
    return ""


def _where(table: Table, at: int, place: int) -> str:
    return cell_name(table.rows[at].number - 1, place)


def year_of(titles: list[str]) -> int | None:
    """The one year that titles and names mention; None when they mention none, or several."""
    for title in titles:
        found = years_in(title)
        if len(found) == 1:
            return found[0]
    return None
