"""What a cell says: a number in Dutch or English spelling, a year, a date, yes or no, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from loaders.reading.files import Cell

Mark = Literal[",", "."]
# How publishers and gemeenten write that there is no figure. Which kind of "no figure" they mean is not known.
NOTHING = {
    "",
    ".",
    "..",
    "...",
    "-",
    "–",
    "—",
    "x",
    "?",
    "n.b.",
    "nb",
    "n.b",
    "nvt",
    "n.v.t.",
    "n.v.t",
    "geheim",
    "onbekend",
    "niet bekend",
    "null",
    "na",
    "n/a",
    "#n/b",
    "#n/a",
    "#n/b!",
    "-99997",
    "-99995",
    "-99997.0",
    "-99995.0",
    "-99999999",
}
YES, NO = {"ja", "j", "yes", "waar", "true"}, {"nee", "n", "neen", "no", "onwaar", "false"}
_WHOLE_DUTCH = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_WHOLE_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DUTCH, _ENGLISH = re.compile(r"[+-]?\d+(,\d+)?"), re.compile(r"[+-]?\d+(\.\d+)?")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_SMALL = re.compile(r"<\s*(5|10)")
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
FIRST_YEAR, LAST_YEAR = 1990, 2100


def is_nothing(cell: Cell) -> bool:
    """True for an empty cell and for every known way to write that there is no figure."""
    if isinstance(cell, str):
        return cell.casefold() in NOTHING
    return cell is None or (isinstance(cell, float | int) and cell in (-99997, -99995, -99999999))


def is_small(cell: Cell) -> bool:
    """True for ``<5`` and ``<10``: the gemeente withheld a small number itself."""
    return isinstance(cell, str) and _SMALL.fullmatch(cell) is not None


def bare(text: str) -> str:
    """The text of a number without the signs that may stand with it: euro, percent, spaces between thousands."""
    text = text.strip().removeprefix("€").removesuffix("%").strip().replace("−", "-")
    return re.sub(r"(?<=\d)[ \u202f'](?=\d{3}(\D|$))", "", text)


def decimal_mark(cells: Iterable[Cell]) -> Mark | None:
    """The decimal mark that fits most of these cells; None when both fit equally well."""
    texts = [bare(cell) for cell in cells if isinstance(cell, str) and not is_nothing(cell)]
    texts = [text for text in texts if "." in text or "," in text]
    dutch = sum(_fits(text, ",") for text in texts)
    english = sum(_fits(text, ".") for text in texts)
    return None if dutch == english else "," if dutch > english else "."


def is_ambiguous(cells: Iterable[Cell]) -> bool:
    """True when some text is a different number in Dutch and in English, such as 1.234, and no other text settles it."""
    texts = [bare(cell) for cell in cells if isinstance(cell, str)]
    return decimal_mark(texts) is None and any(_EITHER.fullmatch(text) for text in texts)


def _fits(text: str, mark: Mark) -> bool:
    patterns = (_WHOLE_DUTCH, _DUTCH) if mark == "," else (_WHOLE_ENGLISH, _ENGLISH)
    return any(pattern.fullmatch(text) for pattern in patterns)


def number(cell: Cell, mark: Mark) -> float | None:
    """The number in a cell, written with this decimal mark; None when it is no number."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, float | int):
        return float(cell)
    text = bare(cell)
    if not _fits(text, mark):
        return None
    return float(text.replace(".", "").replace(",", ".") if mark == "," else text.replace(",", ""))


def looks_like_number(cell: Cell) -> bool:
    """True for a number in either spelling."""
    return number(cell, ",") is not None or number(cell, ".") is not None


def yes_no(cell: Cell) -> float | None:
    """1 for yes, 0 for no, None for anything else."""
    if isinstance(cell, bool):
        return float(cell)
    text = str(cell).casefold()
    return 1.0 if text in YES else 0.0 if text in NO else None


def year(cell: Cell) -> int | None:
    """The year that a cell names: 2024, "2024", "2024JJ00", 31-12-2024, "1 januari 2024", a date; None for anything else."""
    if isinstance(cell, date):
        return cell.year
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, float | int):
        return int(cell) if cell == int(cell) and FIRST_YEAR <= cell <= LAST_YEAR else None
    patterns = (
        r"(\d{4})(?:\.0)?",
        r"(\d{4})JJ00",
        r"(\d{4})[-/]\d{1,2}[-/]\d{1,2}",
        r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4})",
        rf"\d{{1,2}} (?:{'|'.join(_MONTHS)}) (\d{{4}})",
    )
    for pattern in patterns:
        found = re.fullmatch(pattern, cell.strip(), re.I)
        if found and FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
            return int(found.group(1))
    return None


def years_in(text: str) -> list[int]:
    """Every year named in a title or a file name, in order, each once."""
    found = (int(match) for match in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))
    return list(dict.fromkeys(y for y in found if FIRST_YEAR <= y <= LAST_YEAR))
