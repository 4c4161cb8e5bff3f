"""Area codes of gemeenten that are gone: what became of them, and where to look instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders import gemeenten
from loaders.source import gemeente_of
from ui import data

_CODE = re.compile(r"GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}")


@dataclass(frozen=True)
class Former:
    """An area of a gemeente that is gone: what became of it, in a Dutch sentence, and the gemeenten of today to go to.

    ``instead`` is the one gemeente that a whole gemeente went into; None for a wijk or buurt, and where it was split.
    """

    says: str
    now: tuple[data.Place, ...]
    instead: data.Place | None


def of(code: str | None) -> Former | None:
    """What became of the gemeente that this code is (in); None where it is still there, or where nothing is known."""
    gemeente = gemeente_of(code) if code and _CODE.fullmatch(code) else None
    today = data.gemeenten()
    says = gemeenten.told(gemeente) if gemeente and gemeente not in today else ""
    place = data.place(next(iter(today), None))
    if gemeente is None or place is None or not says:
        return None
    first = min(change.year for change in gemeenten.changes() if change.old == gemeente)
    codes = gemeenten.successors(gemeente, first - 1, place.year)
    now = tuple(found for one in codes if one in today and (found := data.place(one)) is not None)
    return Former(says, now, now[0] if code == gemeente and len(codes) == len(now) == 1 else None)
