"""What a reader left of a file or table, where it says how something was made: never dropped without a word.

A column with the version of a model, a margin, a footnote or a change of method says how far the other columns can be
trusted or compared. A reader that does not take such a column tells so in the report of its pull.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders.pulling.pull import Pull

# Parts of names that publishers give to such columns.
TELLING = re.compile(
    r"versi|method|model|marge|betrouw|zekerheid|kwaliteit|status|voetnoot|opmerking|toelichting|wijziging|schatting|"
    r"imputatie|definitie|dekking|standaardfout|interval|ondergrens|bovengrens|grondslag",
    re.IGNORECASE,
)
MOST = 12


def telling(columns: Iterable[str]) -> list[str]:
    """Those that by their name say how something was made, each once, in their order."""
    return [name for name in dict.fromkeys(columns) if TELLING.search(name)]


def remarks(where: str, columns: Iterable[str]) -> list[str]:
    """A sentence (Dutch) that names those of the columns that were not taken and say how something was made; or none."""
    found = telling(columns)
    more = f" en {len(found) - MOST} meer" if len(found) > MOST else ""
    return (
        [f"Niet overgenomen uit {where}, en zegt iets over de methode: {', '.join(found[:MOST])}{more}."]
        if found
        else []
    )


def tell(pull: Pull, where: str, columns: Iterable[str]) -> None:
    """Say so in the report of a pull, once."""
    for told in remarks(where, columns):
        if told not in pull.notes:
            pull.note(told)
