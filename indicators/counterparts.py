"""What each score of liveability is laid beside: the same dimension of the Leefbaarometer (BZK). The test is in tested.py."""

from __future__ import annotations

from collections.abc import Iterable

# A score of one year is laid beside measurements of at most two years before or after.
FARTHEST = 2
# What each score claims to measure, as the Leefbaarometer has it.
COUNTERPARTS = {
    "leefbaarheid": "leefbaarometer",
    "leefbaarheid_woningvoorraad": "leefbaarometer_woningvoorraad",
    "leefbaarheid_fysieke_omgeving": "leefbaarometer_fysieke_omgeving",
    "leefbaarheid_voorzieningen": "leefbaarometer_voorzieningen",
    "leefbaarheid_sociale_samenhang": "leefbaarometer_sociale_samenhang",
    "leefbaarheid_overlast_onveiligheid": "leefbaarometer_overlast_onveiligheid",
}


def nearest(year: int, others: Iterable[int]) -> int | None:
    """The measurement nearest to a year, the later of two; None beyond FARTHEST years."""
    near = [other for other in others if abs(other - year) <= FARTHEST]
    return min(near, key=lambda other: (abs(other - year), -other), default=None)
