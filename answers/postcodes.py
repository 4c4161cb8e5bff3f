"""Finding places by postcode, where the addresses of CBS were fetched: the buurten in which its addresses lie."""

from __future__ import annotations

import re

from answers import ground
from loaders import store
from loaders.places import postcodes

_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})?")
MOST = 8


def buurten(text: str) -> list[str] | None:
    """The buurten that hold the most addresses of this postcode (answers.ground); None for a text that is no postcode.

    Four digits will do. Empty where no addresses were fetched, or none has this postcode.
    """
    found = _POSTCODE.fullmatch(text.strip())
    if found is None:
        return None
    years = known()
    if not years:
        return []
    frame = store.current().addresses(years[-1], postcodes.span(found[1], (found[2] or "").upper()))
    return [
        ground.region(str(code), years[-1]) for code in frame["buurt"].astype(str).value_counts().index[:MOST] if code
    ]


def known() -> list[int]:
    """The years of which addresses are there."""
    return sorted(int(year) for year in store.current().manifest()["addresses"])
