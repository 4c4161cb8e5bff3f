"""Small Dutch words about figures, for the command and for generated text. It never says why something is as it is."""

from __future__ import annotations

import math
import re

import numpy as np
import numpy.typing as npt

from indicators.catalog import Entry
from loaders.sources import municipal
from loaders.vocabulary import BELOW_ROUNDING

# Words that say that one thing brought about another. Generated text and catalog texts hold none of them.
CAUSAL = re.compile(
    r"\b(veroorzaakt?|veroorzaken|leidt tot|leiden tot|zorgt voor|zorgen voor|komt door|dankzij|als gevolg van|"
    r"met als gevolg|waardoor|door toedoen|effect van|resulteert in|te danken aan|te wijten aan)\b",
    re.IGNORECASE,
)


def causal(text: str) -> list[str]:
    """The causal words in a text, as found; empty when it takes no position on causes."""
    return [found.group(0) for found in CAUSAL.finditer(text)]


def number(value: float, decimals: int = 0) -> str:
    """A number as Dutch readers write it: 1.234,5. 'niet bekend' for a missing one."""
    if math.isnan(value):
        return "niet bekend"
    text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text[1:] if text.startswith("-") and not text.strip("-0,.") else text


def as_shown(entry: Entry, values: npt.ArrayLike, statuses: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Numbers for a program, with the decimals that a reader sees: more were not worked out with. One or many, alike.

    What a source gives stays as it gave it. What it rounded to nought has two decimals: twice that value is a bound. Of
    what a gemeente brought itself more decimals could tell the count behind a rate.
    """
    given = np.asarray(values, dtype=float)
    if not entry.computed and not (entry.id.startswith(municipal.OWN) and entry.kind in ("share", "rate")):
        return given
    # Of a score the page that is about it shows one more.
    found = np.round(given, max(entry.decimals, 1) if entry.kind == "score" else entry.decimals)
    if entry.estimate and entry.kind == "count" and entry.rounding > 1:
        found = np.round(found / entry.rounding) * entry.rounding
    shown: npt.NDArray[np.float64] = np.where(np.asarray(statuses) == BELOW_ROUNDING, np.round(given, 2), found)
    return shown


def with_unit(value: float, decimals: int, unit: str) -> str:
    """A number with its unit: '12,5%', '1.250 huishoudens'; 'niet bekend' carries no unit."""
    if math.isnan(value):
        return number(value)
    return number(value, decimals) + ("%" if unit == "%" else f" {unit}" if unit else "")


def when(year: int, division: int | None) -> str:
    """The year of a figure, with that of its boundaries when they are another: ``2020, grenzen 2024``."""
    return str(year) if division in (None, year) else f"{year}, grenzen {division}"


def other_division(division: int) -> str:
    """Why a figure cannot stand with an area: its source gave it on boundaries that are not comparable."""
    return f"op een andere indeling ({division})"


def listed_years(years: list[int]) -> str:
    """Years in a sentence: ``2015``, ``2015 en 2017``, ``2015, 2017 en 2020``."""
    text = [str(year) for year in sorted(years)]
    return text[0] if len(text) == 1 else f"{', '.join(text[:-1])} en {text[-1]}"


# What says that an area is another one (indicators.ground.SIGNS); "absent" says so itself.
SIGNS = {
    "flags": "volgens CBS",
    "mergers": "door een herindeling van gemeenten",
    "addresses": "volgens de adressen",
    "shapes": "volgens de kaart",
    "names": "een andere naam en een ander aantal inwoners",
}
_SAME_NAME = "dezelfde naam en ongeveer evenveel inwoners"


def sign(kind: str, sign: str) -> str:
    """What says how an area stands to another division, in Dutch; "" where nothing does, or where it speaks for itself."""
    return _SAME_NAME if (kind, sign) == ("same", "names") else SIGNS.get(sign, "")


def ground(kind: str, sign_id: str) -> str:
    """How an area stands to a division before it (indicators.ground), in Dutch without a full stop."""
    if kind == "unknown":
        return "niet bekend of het hetzelfde gebied is"
    if sign_id == "absent":
        return "hetzelfde gebied onder een andere code" if kind == "same" else "deze code was er niet"
    told = {
        "same": "hetzelfde gebied",
        "partly": "de grenzen waren anders",
        "other": "deze code was van een ander gebied",
    }[kind]
    said = sign(kind, sign_id)
    return f"{told} ({said})" if said else told
