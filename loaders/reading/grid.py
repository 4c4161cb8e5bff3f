"""A sheet of cells to a table: titles and notes off, one row of headings, the units, and numbered rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from loaders.reading.files import Cell, File, ImportProblem, Sheet, cell_name, column_name
from loaders.reading.numbers import is_nothing, looks_like_number, year

NOTES = re.compile(r"(bron|source|©|\*|toelichting|noot|let op|bewerking|laatst|disclaimer)", re.I)
UNITS = {
    "aantal",
    "%",
    "fte",
    "personen",
    "euro",
    "x 1 000 euro",
    "x 1.000 euro",
    "1 000 euro",
    "km",
    "m2",
    "ha",
    "per 1.000",
    "per 1 000",
    "per 1 000 inwoners",
    "per 1.000 inwoners",
    "procent",
    "index",
    "score",
    "code",
    "naam",
    "jaar",
    "ja/nee",
    "ja of nee",
    "uren",
    "uur",
    "aantal per km2",
    "per km2",
    "-",
}
EXPLAINING = {
    "uitleg",
    "toelichting",
    "leesmij",
    "readme",
    "explanation",
    "info",
    "keuzes",
    "metadata",
    "inhoud",
    "voorblad",
}
# Names of columns that only an area can have: how the sheet with the figures is told from the others.
_AREA = re.compile(r"wijk|buurt|gemeente|gebied|regio|codering|gwb", re.I)


@dataclass
class Row:
    """One row of figures with the number it has in the file."""

    number: int
    cells: list[Cell]


@dataclass
class Table:
    """A sheet as a table. ``titles`` stood above it and may name the year; ``problems`` are rows that do not fit."""

    sheet: Sheet
    header: list[str]
    units: list[str]
    rows: list[Row]
    header_row: int
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def column(self, place: int) -> list[Cell]:
        """The cells of one column, top to bottom."""
        return [row.cells[place] for row in self.rows]


def choose(file: File, wanted: str, notes: list[str]) -> Sheet:
    """The sheet with the figures: the one asked for, else the first that has a column for areas. Raises ImportProblem.

    What the reader should know of the choice is added to ``notes``.
    """
    names = {sheet.name: sheet for sheet in file.sheets}
    if wanted:
        if wanted not in names:
            raise ImportProblem(f"Er is geen blad {wanted!r}. De bladen zijn: {', '.join(names)}.")
        return names[wanted]
    if len(file.sheets) == 1:
        return file.sheets[0]
    likely = [sheet for sheet in file.sheets if sheet.name.casefold() not in EXPLAINING and _has_areas(sheet)]
    if not likely:
        raise ImportProblem(
            f"Op geen van de bladen ({', '.join(names)}) staat een kolom met wijken, buurten of gemeenten."
        )
    if len(likely) > 1:
        others = ", ".join(sheet.name for sheet in likely[1:])
        notes.append(
            f"Alleen het blad {likely[0].name!r} is gelezen. Ook op {others} staan gegevens; kies dat blad apart."
        )
    return likely[0]


def _has_areas(sheet: Sheet) -> bool:
    return any(
        isinstance(cell, str) and len(cell) < 60 and _AREA.search(cell) for row in sheet.rows[:30] for cell in row
    )


def table(sheet: Sheet) -> Table:
    """The table on a sheet. Raises ImportProblem when there is none."""
    rows = [Row(i, list(cells)) for i, cells in enumerate(sheet.rows, 1) if any(cell is not None for cell in cells)]
    width = _width(rows)
    if width < 2:
        raise ImportProblem(
            "Het bestand heeft maar één kolom. Er is minstens een kolom met gebieden en een met cijfers nodig."
        )
    titles = []
    # A title can be merged over the whole width: then it stands in every cell.
    while rows and len({str(cell) for cell in rows[0].cells if cell is not None}) < 2:
        titles.append(str(next(cell for cell in rows.pop(0).cells if cell is not None)))
    notes: list[str] = []
    while rows and _filled(rows[-1]) == 1 and NOTES.match(_first(rows[-1])):
        notes.append(f"Weggelaten onderaan: {_first(rows.pop())[:100]!r}.")
    if not rows:
        raise ImportProblem("Er staat geen tabel in het bestand, alleen losse regels.")
    head, *body = rows
    _refuse_headless(head)
    header, units, body = _headings(head, body, width)
    if not body:
        raise ImportProblem("Er staat alleen een kopregel in het bestand, geen cijfers.")
    made = Table(sheet, header, units, [], head.number, titles, notes)
    for row in body:
        _add(made, row)
    _name_nameless(made)
    _refuse_doubles(made.header)
    return made


def _width(rows: list[Row]) -> int:
    """The number of columns that most rows have, leaving out empty cells at their end."""
    lengths = Counter(n for row in rows if (n := _length(row)) > 1)
    return max(lengths, key=lambda n: (lengths[n], n), default=1)


def _length(row: Row) -> int:
    return max(i for i, cell in enumerate(row.cells, 1) if cell is not None)


def _filled(row: Row) -> int:
    return sum(cell is not None for cell in row.cells)


def _first(row: Row) -> str:
    return str(next(cell for cell in row.cells if cell is not None))


def _refuse_headless(head: Row) -> None:
    cells = [cell for cell in head.cells if cell is not None]
    figures = [cell for cell in cells if looks_like_number(cell) and year(cell) is None]
    if len(figures) * 2 >= len(cells) or any(re.fullmatch(r"(GM|WK|BU)\d{4}\w{0,4}", str(cell)) for cell in cells[:1]):
        raise ImportProblem(
            f"Rij {head.number} is geen kopregel: er staan al cijfers in. Zet boven elke kolom wat erin staat."
        )


def _headings(head: Row, body: list[Row], width: int) -> tuple[list[str], list[str], list[Row]]:
    """The name and unit of every column, and the rows that are left: a heading can take two rows, the units one."""
    top = _padded(head.cells, max(width, _length(head)))
    header, units = [_word(cell) for cell in top], [""] * len(top)
    if body and _is_second_heading(top, body[0]):
        below = _padded(body.pop(0).cells, len(top))
        group = ""
        for i, cell in enumerate(top):
            group = _word(cell) or group
            header[i] = " / ".join(dict.fromkeys(w for w in (group if below[i] else _word(cell), _word(below[i])) if w))
    if body and _is_units(body[0]):
        units = [_word(cell) for cell in _padded(body.pop(0).cells, len(top))]
    for i, name in enumerate(header):
        found = re.search(r"\(([^()]{1,30})\)$", name)
        if found and not units[i] and found.group(1).casefold() in UNITS:
            units[i] = found.group(1)
    return header, units, body


def _is_second_heading(top: list[Cell], row: Row) -> bool:
    """Whether this row names columns too: only words, under a heading with gaps or with one word over several columns."""
    below = _padded(row.cells, len(top))
    words = [cell for cell in below if cell is not None]
    if any(not isinstance(cell, str) or looks_like_number(cell) or is_nothing(cell) for cell in words):
        return False
    if _is_units(row) or any(re.fullmatch(r"(GM|WK|BU)\d{4}\w{0,4}", str(cell)) for cell in words):
        return False
    named = [cell for cell in top if cell is not None]
    gaps = any(cell is None and below[i] is not None for i, cell in enumerate(top))
    return gaps or (len(set(named)) < len(named) and len(words) > 1)


def _is_units(row: Row) -> bool:
    words = [str(cell).casefold() for cell in row.cells if cell is not None]
    return bool(words) and all(word.strip("()") in UNITS for word in words) and any(word != "-" for word in words)


def _add(made: Table, row: Row) -> None:
    cells = row.cells
    while len(cells) > len(made.header) and cells[-1] is None:
        cells.pop()
    # A text file states the cells of every row; one that is cut short has its figures in the wrong columns.
    if len(cells) > len(made.header) or (len(cells) < len(made.header) and _filled(row) > 1):
        made.problems.append(f"Rij {row.number} heeft {len(cells)} vakken; de kopregel heeft er {len(made.header)}.")
        return
    made.rows.append(Row(row.number, _padded(cells, len(made.header))))


def _padded(cells: list[Cell], width: int) -> list[Cell]:
    return [*cells[:width], *[None] * (width - len(cells))]


def _word(cell: Cell) -> str:
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)


def _name_nameless(made: Table) -> None:
    for i, name in enumerate(made.header):
        if not name:
            made.header[i] = f"kolom {column_name(i)}"
            if any(cell is not None for cell in made.column(i)):
                made.notes.append(
                    f"Boven kolom {column_name(i)} staat niets; vak {cell_name(made.header_row - 1, i)} is leeg."
                )


def _refuse_doubles(header: list[str]) -> None:
    twice = [name for name, count in Counter(name.casefold() for name in header).items() if count > 1]
    if twice:
        raise ImportProblem(f"De kolom {twice[0]!r} komt twee keer voor. Geef elke kolom een eigen naam.")
