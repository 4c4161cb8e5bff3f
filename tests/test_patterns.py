"""Every regular expression that may meet text from outside, on the worst text for it: the time grows with the text, not faster.

Each module of the rooms is searched for patterns, so that a new one is tried too. A pattern that searches back and forth
takes minutes on these; the whole run has seconds, in a process of its own that is stopped after MINUTES.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from loaders.reading import workbook
from tests.conftest import ROOT

ROOMS = ("loaders", "indicators", "answers", "figures", "export", "ui", "web")
CALLS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split"}
MINUTES = 3
LENGTH = 10_000
# What is repeated: signs that patterns take many of, and beginnings of what they look for.
PIECES = (
    " ",
    "1",
    "a",
    "A",
    "_",
    "-",
    ".",
    ",",
    "(",
    ")",
    "[",
    "<",
    "=",
    ";",
    "\t",
    "20",
    "2020 ",
    "2020(",
    "1,",
    "1.111",
    "a ",
    "wijk ",
)
PIECES += (
    "codering",
    "gemeente",
    "<c ",
    '<c r="A1"',
    "<f",
    "<span ",
    "x(1)",
    "%|",
    " 1%|",
    "jaar",
    "1234 ",
    "Total ",
    "som ",
    "0.0",
)
ENDS = ("", "!", "\n", "x", "\0")


def patterns() -> list[tuple[str, str]]:
    """(where, pattern) of every pattern that is written out in the code."""
    found = []
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in CALLS
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    text = node.args[0].value
                    found.append(
                        (
                            f"{file.relative_to(ROOT)}:{node.lineno}",
                            text if isinstance(text, str) else text.decode("latin-1"),
                        )
                    )
    return found


def attack(source: str) -> None:
    """Search and match one pattern in each of the texts."""
    made = re.compile(source, re.I)
    for piece in PIECES:
        for end in ENDS:
            text = piece * (LENGTH // len(piece)) + end
            made.search(text)
            made.fullmatch(text)


def test_no_pattern_searches_back_and_forth() -> None:
    found = patterns()
    assert len(found) > 60
    told = "\n".join(repr(pattern) for _, pattern in found)
    program = (
        "import sys, time\nfrom tests.test_patterns import attack\n"
        "for line in sys.stdin:\n    attack(__import__('ast').literal_eval(line)); print(time.process_time(), flush=True)\n"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=told,
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60 * MINUTES,
            check=True,
        )
    except subprocess.TimeoutExpired as late:
        done_lines = (late.stdout or b"").decode().splitlines()
        raise AssertionError(f"{found[len(done_lines)]} takes minutes on a text of {LENGTH} signs") from late
    assert len(done.stdout.splitlines()) == len(found)


def sheet(cells: str) -> bytes:
    return f"<sheetData><row>{cells}</row></sheetData>".encode()


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ('<c r="A1"><f>1+1</f></c>', ["A1"]),
        ('<c r="A1"><f>1+1</f><v/></c><c r="B2" s="1" t="n"><f t="shared"/> <v></v></c>', ["A1", "B2"]),
        ('<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><v>3</v></c><c r="C1"/><c s="1" r="D1"></c>', []),
        ('<c r="A1"><f>1+1</c><c r="B1"><f>2</f></c>', ["B1"]),
        ('<c r="A1"><f>IF(A1&gt;0,"<b>",1)</f><v>1</v></c>', []),
        ('<cols><col min="1"/></cols><c\nr="AB12"><f/></c>', ["AB12"]),
    ],
)
def test_a_formula_without_outcome_is_found(cells: str, named: list[str]) -> None:
    assert list(workbook._without_outcome(sheet(cells))) == named


@pytest.mark.parametrize("piece", ['<c r="A1"><f>', "<c ", "<f>", '<c r="A1"', ' r="A1"', "</f>", '<c r="A1"><f><v>'])
def test_a_formula_that_never_ends_takes_no_time(piece: str) -> None:
    """Two megabytes of it, of which 3 KB took the whole half minute: as a text that is read once."""
    assert len(list(workbook._without_outcome(piece.encode() * (2_000_000 // len(piece))))) == 0
