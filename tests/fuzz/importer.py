"""Files that a gemeente might upload, from nearly right to nonsense: read, understood, shown, stored and taken back."""

from __future__ import annotations

import contextlib
import csv
import io
import math
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as some

from loaders.importing import command, keep
from loaders.importing.meaning import _BY_HEAD, ROLES
from loaders.importing.plan import Plan, own_variable
from loaders.importing.proposal import understand
from loaders.reading import files
from loaders.reading.files import ImportProblem
from loaders.sources.municipal import HEADINGS
from loaders.store import Store, StoreError
from loaders.vocabulary import STATUSES, level_of
from tests.conftest import ROOT
from tests.fuzz import mutate
from tests.fuzz.target import Target
from tests.loaders.importing.import_store import BUURTEN, GEMEENTEN, NOW, build, ods, xlsx

Rows = list[list[Any]]
Case = tuple[bytes, str, Plan]
AREAS = [
    *NOW,
    *NOW.values(),
    *GEMEENTEN,
    *GEMEENTEN.values(),
    *BUURTEN,
    "WK036373",
    "363",
    "0599",
    "MA",
    "STAD",
    "NL00",
    "Delfshavn",
]
HEADS = [head for heads in _BY_HEAD.values() for head in sorted(heads)] + [h for hs in HEADINGS.values() for h in hs]
HEADS += [
    "Jongerenwerkers (fte)",
    "jongerenwerk fte 2023",
    "jongerenwerk fte 2024",
    "leden (%)",
    "1990",
    "2024",
    *GEMEENTEN.values(),
]
YEARS: list[Any] = [2023, 2024, 2024.0, "2024", "2024JJ00", "31-12-2024", "99-99-2024", "1 mei 2024", 2055, 1812, 45291]
OWN = dict(
    own_variable(label, unit, people)
    for label, unit, people in (("Les", "aantal", True), ("Leden", "%", True), ("Rust", "score", False))
)
WORKBOOK = {
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
    "content.xml",
}


def _cell(chance: Random) -> Any:
    kind = chance.randrange(10)
    if kind < 3:
        return chance.choice(AREAS)
    if kind < 6:
        return chance.choice((1, 2.5, 0, 12_000, "1,5", "2", "12.345", 80, 1e300))
    if kind == 6:
        return chance.choice(YEARS)
    return chance.choice(mutate.NUMBERS if kind < 8 else mutate.TEXTS)


def _rows(chance: Random) -> Rows:
    """A table that mostly makes sense: a column of areas, one of years, some of figures; then cells, rows and columns gone wrong."""
    rows: Rows = [["Wijkcode", "Jaar", "Jongerenwerkers (fte)"]]
    rows += [
        [chance.choice(AREAS), chance.choice((2023, 2024)), chance.choice((1, 2.5, "3"))]
        for _ in range(chance.randint(0, 8))
    ]
    for _ in range(chance.randint(0, 3)):
        for row in rows:
            row.append(_cell(chance))
        rows[0][-1] = chance.choice(HEADS)
    for _ in range(chance.randint(0, 5)):
        row = chance.choice(rows)
        kind = chance.randrange(6)
        if kind == 0 and rows[0]:
            rows[0][chance.randrange(len(rows[0]))] = chance.choice((*HEADS, *mutate.TEXTS))
        elif kind == 1:
            rows.insert(chance.randrange(len(rows)), [_cell(chance) for _ in range(chance.randint(0, 5))])
        elif kind == 2 and row:
            del row[-1]
        elif row:
            row[chance.randrange(len(row))] = _cell(chance)
    grown = chance.randrange(40)
    if grown == 0:
        rows = [row * 1_300 for row in rows]
    elif grown == 1:
        rows += [[f"{row[0]} {i}" if row else "", *row[1:]] for i in range(400) for row in rows[1:]]
    return rows


def _plan(chance: Random, rows: Rows) -> Plan:
    """Choices of a reader, often none, sometimes ones that do not fit the file at all."""
    if chance.random() < 0.4:
        return Plan()
    heads = [str(head) for head in rows[0]] or ["x"]
    some_of = lambda values: {chance.choice(heads): chance.choice(values) for _ in range(chance.randint(0, 2))}  # noqa: E731
    return Plan(
        gemeente=chance.choice(("", "", "GM0363", "Rotterdam", "Atlantis")),
        sheet=chance.choice(("", "", "", "Blad 1", "weg")),
        year=chance.choice((None, None, 2024, 1990, 2100)),
        roles=some_of(list(ROLES)),
        topics=some_of(["jongerenwerk_fte", "raadslieden", *OWN, "inwoners", ""]),
        own=OWN if chance.random() < 0.7 else {},
        percent=tuple(some_of([""])),
        marks=some_of([",", "."]),
        areas={chance.choice(AREAS): chance.choice(("WK0363MA", "WK999999", ""))},
    )


def _text(chance: Random, rows: Rows) -> bytes:
    delimiter, quoting = chance.choice(";,\t|"), chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, None))
    if quoting is None:
        text = "\n".join(delimiter.join(map(str, row)) for row in rows)
    else:
        out = io.StringIO(newline="")
        csv.writer(
            out, delimiter=delimiter, quoting=quoting, lineterminator=chance.choice(("\n", "\r\n", "\r"))
        ).writerows(rows)
        text = out.getvalue()
    kind = chance.randrange(16)
    if kind == 0:
        sign = chance.choice(';,"\r éx\U0001f642')
        text = f"sep={sign}\n{text}"
    elif kind == 1:
        text += '"' + chance.choice("x9;") * chance.choice((1, 200_000))
    elif kind == 2:
        text = "Titel 2024\n\n" + text + "\nBron: CBS"
    encoding = chance.choice(
        ("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "utf-32", "utf-7", "cp037", "cp437")
    )
    data = text.encode(encoding, "replace")
    return mutate.of_bytes(chance, data) if chance.random() < 0.4 else data


def _workbook(chance: Random, rows: Rows) -> bytes:
    kind = chance.randrange(8)
    if kind == 0:
        return mutate.of_bytes(chance, _old())
    plain = [
        [c if isinstance(c, int | float) or not str(c).startswith("{") else "x" for c in row[:40]] for row in rows[:60]
    ]
    if kind == 1:
        made = ods([[c if isinstance(c, int | float) else _escaped(c) for c in row] for row in plain])
    else:
        merge = [(chance.choice(("A1:C1", "C2:C4", "A2:B3")), chance.choice(("x", 3)))] if chance.random() < 0.2 else []
        formulas = [("C3", "=A1*2", chance.choice(("", 3, "#N/A")))] if chance.random() < 0.2 else []
        made = xlsx(plain, *([plain] if chance.random() < 0.2 else []), merge=merge, formulas=formulas)
    while chance.random() < 0.6:
        made = mutate.of_zip(chance, made) if chance.random() < 0.4 else _other_xml(chance, made)
        if chance.random() < 0.5:
            break
    return made


@cache
def _old() -> bytes:
    return (ROOT / "tests" / "fixtures" / "import" / "jongerenwerk.xls").read_bytes()


def _escaped(cell: object) -> str:
    text = "".join(c for c in str(cell) if c.isprintable())
    return text.replace("&", "&amp;").replace("<", "&lt;")


SWAPS = (
    (
        rb"<v>[^<]*</v>",
        [
            b"<v>1e999</v>",
            b"<v>NaN</v>",
            b"<v>-1</v>",
            b"<v></v>",
            b"<v>" + b"9" * 400 + b"</v>",
            b"<v>x</v>",
            b"<v>2958466</v>",
        ],
    ),
    (rb' t="\w+"', [b' t="b"', b' t="d"', b' t="e"', b' t="inlineStr"', b' t="n"', b' t="zz"']),
    (rb' s="\d+"', [b' s="1"', b' s="99"', b' s="-1"']),
    (rb' r="[A-Z]+\d+"', [b' r="XFD1048576"', b' r="A0"', b' r="ZZZZ9"', b' r="Z9000"', b""]),
    (rb'ref="[^"]*"', [b'ref="A1:XFD1048576"', b'ref="C9:A1"', b'ref=""']),
    (rb"</sheetData>", [b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B9999"/></mergeCells>', b""]),
    (rb"<c ", [b"<c><f>A1</f><c ", b"<x "]),
    (
        rb'office:value="[^"]*"',
        [b'office:value="inf"', b'office:value="NaN"', b'office:value="1e999"', b'office:value=""'],
    ),
    (rb"<table:table-row", [b'<table:table-row table:number-rows-repeated="1048576"']),
    (rb"<table:table-cell", [b'<table:table-cell table:number-columns-repeated="16384"']),
    (rb'name="[^"]*"', [b'name=""', b'name="x"', b'name="&lt;b&gt;"']),
)


def _other_xml(chance: Random, data: bytes) -> bytes:
    """A spreadsheet with one of its parts changed in a way that its XML still reads."""
    members = mutate.members_of(data)
    at = [i for i, (name, _) in enumerate(members) if name in WORKBOOK]
    if not at:
        return data
    number = chance.choice(at)
    name, body = members[number]
    pattern, swaps = chance.choice(SWAPS)
    swap = chance.choice(swaps)
    members[number] = (name, re.sub(pattern, lambda m: swap, body, count=chance.choice((0, 1, 3))))
    return mutate.zipped(members)


@some.composite
def texts(draw: some.DrawFn) -> Case:
    chance = draw(some.randoms(use_true_random=True))
    rows = _rows(chance)
    data = _text(chance, rows) if draw(some.integers(0, 9)) else draw(some.binary(max_size=200))
    return (
        data,
        chance.choice(("a.csv", "jongerenwerk 2024.csv", "a.xlsx", "", "../../x", "a" * 300)),
        _plan(chance, rows),
    )


@some.composite
def workbooks(draw: some.DrawFn) -> Case:
    chance = draw(some.randoms(use_true_random=True))
    rows = _rows(chance)
    return _workbook(chance, rows), chance.choice(("a.xlsx", "a.csv", "")), _plan(chance, rows)


@contextlib.contextmanager
def opened() -> Iterator[Callable[[Case], None]]:
    """A check over a small store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        held = build(root)
        yield lambda case: _check(root, held, *case)


def _check(root: Path, held: Store, data: bytes, name: str, plan: Plan) -> None:
    try:
        file = files.read(data, name)
    except ImportProblem as problem:
        _sentence(str(problem))
        return
    found = understand(file, held, plan)
    for told in (*found.stops, *map(str, found.problems[:50]), *map(str, found.unmatched[:50])):
        _sentence(told)
    assert command.lines(found)
    areas = set(NOW) | set(GEMEENTEN) | set(BUURTEN) | {"WK036300", "WK036373"}
    for row in found.frame.itertuples():
        assert row.region in areas and row.level == level_of(row.region), row
        assert 1990 <= row.year <= 2100 and row.status in STATUSES, row
        assert (row.status == "published") == (row.value is not None and math.isfinite(row.value)), row
    if found.storable:
        with contextlib.suppress(ImportProblem, StoreError):
            keep.undo(root, keep.save(root, found, leave_out=True))


def _sentence(text: str) -> None:
    assert text.strip() and len(text) < 1_200 and "Traceback" not in text, text[:300]


TARGETS = (Target("import-text", texts(), opened, 40), Target("import-workbook", workbooks(), opened, 8))
