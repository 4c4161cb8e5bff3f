"""What each score of liveability is laid beside: the same dimension of the Leefbaarometer (BZK). The test is in tested.py."""

from __future__ import annotations

# What each score claims to measure, as the Leefbaarometer has it.
COUNTERPARTS = {
    "leefbaarheid": "leefbaarometer",
    "leefbaarheid_woningvoorraad": "leefbaarometer_woningvoorraad",
    "leefbaarheid_fysieke_omgeving": "leefbaarometer_fysieke_omgeving",
    "leefbaarheid_voorzieningen": "leefbaarometer_voorzieningen",
    "leefbaarheid_sociale_samenhang": "leefbaarometer_sociale_samenhang",
    "leefbaarheid_overlast_onveiligheid": "leefbaarometer_overlast_onveiligheid",
}
