"""Dutch numbers, dates and names: the one place that decides how a value is written on the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import SupportsFloat

from loaders.vocabulary import LEVEL_PLURALS, STATUSES

UNKNOWN = "niet bekend"
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
# Units that stand against the number, or say nothing that the label did not say.
_BARE_UNITS = ("", "aantal")
_MINUS = "−"
# Keeps a number and its unit on one line.
_HARD_SPACE = "\u00a0"


def is_missing(value: SupportsFloat | None) -> bool:
    """True for None, NaN and infinities: everything that is not a number to show."""
    return value is None or not math.isfinite(float(value))


def number(value: SupportsFloat | None, decimals: int = 0, missing: str = UNKNOWN) -> str:
    """A number as it is written in Dutch: ``1.234,5``; ``missing`` for what is not a number."""
    if value is None or is_missing(value):
        return missing
    text = f"{abs(float(value)):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    negative = float(value) < 0 and any(digit in "123456789" for digit in text)
    return _MINUS + text if negative else text


def decimals(value: float) -> int:
    """As many decimals as the number has, two at most."""
    return next((count for count in (0, 1) if value == round(value, count)), 2)


def as_it_is(value: float) -> str:
    """A number with the ``decimals`` that it has: ``95``, ``99,8``."""
    return number(value, decimals(value))


def with_unit(value: SupportsFloat | None, unit: str, decimals: int = 0, missing: str = UNKNOWN) -> str:
    """A number with its unit: ``12,3%``, ``25,3 duizend euro``, ``0,4 km``; ``missing`` stands alone."""
    return missing if is_missing(value) else around_number(number(value, decimals), unit)


def around_number(text: str, unit: str) -> str:
    """The unit put where it belongs with a number that is text: behind it, against it, no riddle such as × 1.000."""
    if unit in _BARE_UNITS:
        return text
    if unit == "%":
        return f"{text}%"
    if unit == "× 1.000 euro":
        return f"{text}{_HARD_SPACE}duizend euro"
    return f"{text}{_HARD_SPACE}{unit}"


def short_unit(unit: str) -> str:
    """The unit where it is short enough to stand with every number of a legend or title; else "", said once elsewhere."""
    return unit if unit in ("%", "km", "ha", "× 1.000 euro") else ""


def signed(value: SupportsFloat | None, decimals: int = 0, missing: str = UNKNOWN) -> str:
    """A difference: ``+1,2``, ``−0,4`` or ``0,0``."""
    text = number(value, decimals, missing)
    return f"+{text}" if not is_missing(value) and any(d in "123456789" for d in text) and text[0] != _MINUS else text


def in_words(unit: str) -> str:
    """The unit as it stands in a sentence or a table head: a bare number is called ``aantal``."""
    return unit or "aantal"


def why_missing(status: str) -> str:
    """Why a cell is empty, in the words of its status id; "" means that the source has no row for this area."""
    return STATUSES.get(status, "niet in deze bron")


def plural(count: int, one: str, many: str) -> str:
    """``1 wijk``, ``2 wijken``, ``3.393 wijken``."""
    return f"{number(count)} {one if count == 1 else many}"


def small(count: int) -> str:
    """A small whole number as a word: ``twee``; from eleven on, or below one, in figures."""
    named = ("één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
    return named[count - 1] if 1 <= count <= len(named) else number(count)


def areas(count: int, level: str) -> str:
    """A number of areas of one level: ``1 gemeente``, ``3.393 wijken``."""
    return plural(count, level if level != "land" else "Nederland", LEVEL_PLURALS[level])


def day(moment: date | datetime | str | None) -> str:
    """A date as ``22 november 2026``; ISO text is read first, what cannot be read is ``niet bekend``."""
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            return UNKNOWN
    return UNKNOWN if moment is None else f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def days(moments: Sequence[str]) -> str:
    """Moments (ISO texts, oldest first) as one day, or the days between which they lie; ``niet bekend`` without any."""
    found = list(dict.fromkeys(day(moment) for moment in moments))
    return f"tussen {found[0]} en {found[-1]}" if len(found) > 1 else found[0] if found else UNKNOWN


def years(found: list[int]) -> str:
    """Years as runs: ``2015, 2017, 2020–2024``; ``geen`` without any."""
    runs: list[list[int]] = []
    for year in sorted(set(found)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs) or "geen"


def joined(words: list[str]) -> str:
    """A list in a sentence: ``a``, ``a en b``, ``a, b en c``."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# What keeps its capital inside a sentence, as far as names of figures begin with it.
_PROPER = ("Leefbaarometer", "Amsterdam:", "Utrecht:")


def inside_sentence(name: str) -> str:
    """A name as it stands inside a sentence: without its capital, unless it begins with an abbreviation or a name of its own."""
    return name if name[1:2].isupper() or name.startswith(_PROPER) else name[:1].lower() + name[1:]


def dated(name: str, area: str | None) -> str:
    """The name of an area as a reader means it (answers.ground): with its year where it is shown as it was then."""
    year = (area or "").partition("@")[2]
    return f"{name} ({year})" if year else name


def place(name: str, level: str, gemeente: str = "") -> str:
    """A place with its level and gemeente: ``Delfshaven, wijk in Rotterdam``; ``Rotterdam, gemeente``."""
    if level == "land":
        return name
    return f"{name}, {level} in {gemeente}" if level in ("wijk", "buurt") and gemeente else f"{name}, {level}"
