"""A csv of one row a line, under a head of lines that begin with #: a forgotten quotation mark spoils one row only."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from loaders.edited.block import Block, Pieces, Unread
from loaders.edited.entry import Entry
from loaders.edited.problem import closest, names, written

ROW = "rij"


def pieces(text: str, model: type[Entry]) -> Pieces:
    """Every row, in the order of the text, and what cannot be one. An empty cell is left out where its field may be."""
    lines = [(at, line) for at, line in enumerate(text.split("\n"), 1) if line.strip() and not is_head(line)]
    if not lines:
        return [Unread(1, "er staat geen kop met namen van kolommen", f"Schrijf: {','.join(names(model))}", ROW)]
    (top, first), rows = lines[0], lines[1:]
    columns = [name.strip() for name in _cells(first) or [first]]
    wrong = _columns(columns, top, model)
    if any(one.kind for one in wrong):
        return wrong
    return [*wrong, *(_row(line, at, columns, model) for at, line in rows)]


def is_head(line: str) -> bool:
    """Whether a line belongs to the head; a spreadsheet may have put quotation marks around it."""
    return line.lstrip('"').startswith("#")


def _columns(columns: Sequence[str], line: int, model: type[Entry]) -> list[Unread]:
    """What is wrong with the names of the columns; of a kind where no row can be read because of it."""
    known = names(model)
    other = [name for name in columns if name not in known]
    needed = [written(n, f) for n, f in model.model_fields.items() if f.is_required()]
    missing = [name for name in needed if name not in columns]
    if missing and any(";" in name for name in columns):
        return [Unread(line, "tussen de kolommen staan puntkomma's", "Bewaar het als csv met komma's", ROW)]
    double = sorted({name for name in columns if columns.count(name) > 1})
    return [
        *(Unread(line, f"de kolom {name} staat er twee keer", "Houd er een over", ROW) for name in double),
        *([Unread(line, f"in de kop ontbreekt: {', '.join(missing)}", "Zet dat erbij", ROW)] if missing else ()),
        *(Unread(line, f"de kolom {name!r} kent dit dashboard niet", closest(name, known)) for name in other),
    ]


def _row(line: str, at: int, columns: Sequence[str], model: type[Entry]) -> Block | Unread:
    cells = _cells(line)
    if cells is None or len(cells) != len(columns):
        # Its first cells mostly are what they should be, and they say which entry it is.
        return Unread(at, *_miscounted(cells, columns), ROW, dict(zip(columns, cells or line.split(","), strict=False)))
    raw = dict(zip(columns, cells, strict=True))
    optional = {written(n, f) for n, f in model.model_fields.items() if not f.is_required()}
    kept = {name: cell for name, cell in raw.items() if name in names(model) and (cell or name not in optional)}
    return Block(ROW, kept, at)


def _miscounted(cells: Sequence[str] | None, columns: Sequence[str]) -> tuple[str, str]:
    if cells is None:
        return "een aanhalingsteken heeft geen tweede", 'Zet " voor en achter de tekst, en "" in de tekst'
    wrong = f"deze rij heeft {len(cells)} vakken, en de kop heeft er {len(columns)}"
    if len(cells) > len(columns):
        return wrong, "Zet aanhalingstekens om een tekst met een komma erin"
    return wrong, "Zet een komma voor elk leeg vak"


def _cells(line: str) -> list[str] | None:
    """The cells of one line; None where a quotation mark has no second."""
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        return None
