"""The id of a figure where an editor writes one: it has to be one that this dashboard knows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator

from indicators import catalog
from loaders import edited


def known(id: str) -> str:
    """The id itself. Raises a fault for an editor where there is no such figure."""
    if id in catalog.entries():
        return id
    if catalog.why_not(id):
        raise edited.follows()
    raise edited.fault(f"is {id!r}, en dat cijfer kent dit dashboard niet", like(id))


def like(id: str) -> str:
    """What to write instead: the id that was probably meant, or where all of them stand."""
    near = get_close_matches(id, catalog.entries(), 1)
    return f"Bedoelt u {near[0]}?" if near else "Kies een id uit docs/bronnen.md of docs/indicatoren.md"


Figure = Annotated[str, AfterValidator(known)]
