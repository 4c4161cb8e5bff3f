"""Figures that an address, an API call or a brief of before names and that cannot be had any more: what is said of them.

The one place that knows: pages (``ui.frame.selection``), weights of a score, briefs and the API all ask here, and say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from answers import data, format
from indicators import composite
from indicators.counterparts import COUNTERPARTS

# Figures that were here, and the one that says the same: the score less one level that is equal everywhere, in every year.
REPLACED = {"leefbaarometer_afwijking": "leefbaarometer"}
# More figures than these to use instead are no help.
MOST = 4


@dataclass(frozen=True)
class Gone:
    """What is said of a figure, in Dutch, with what to use instead; and the ids of that, the nearest first."""

    says: str
    instead: tuple[str, ...]


def gone(id: str) -> Gone | None:
    """What became of a figure that is no longer there, is no score any more, or goes by another name; None for any other."""
    found = data.entries().get(id)
    if id in REPLACED:
        return _told(f"Het cijfer {id} is er niet meer.", (REPLACED[id],))
    if found is not None and found.unmeasured:
        parts = composite.children(id) if id in composite.nodes() else ()
        beside = COUNTERPARTS.get(id, "")
        return _told(f"{found.label}. {found.unmeasured}", (beside, *parts))
    if found is not None and found.replaced_by:
        return _told(f"{found.label} staat hier onder een andere naam.", (found.replaced_by,))
    return None


def _told(why: str, others: tuple[str, ...]) -> Gone:
    known, there = data.entries(), data.with_values("gemeente", "wijk", "buurt", "land")
    instead = tuple(id for id in others if id in known and id in there)[:MOST]
    names = format.joined([known[id].label for id in instead])
    return Gone(f"{why} Gebruik in plaats daarvan: {names}." if names else why, instead)
