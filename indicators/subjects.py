"""Which figures are of one subject: parts of one whole, each other's mirror, or the same people counted otherwise.

Where more is owned, less is rented, and who lives on less than 100% of the minimum does so on less than 110% too. Such
figures differ together, so a count of what differs counts them once.
"""

from __future__ import annotations

from collections.abc import Mapping

# By name, within a sentence: the ids. A figure in none of these is a subject of its own.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "inkomen en bijstand": (
        "armoede",
        "armoede_laag_inkomen",
        "laag_inkomen",
        "armoede_101",
        "armoede_110",
        "armoede_120",
        "sociaal_minimum_101",
        "sociaal_minimum_110",
        "sociaal_minimum_120",
        "armoede_personen",
        "personen_in_armoede",
        "personen_net_boven_armoede",
        "huishoudens_laagste_40",
        "huishoudens_hoogste_20",
        "bijstand_per_1000",
    ),
    "soort woning": (
        "eengezins",
        "meergezins",
        "tussenwoningen",
        "hoekwoningen",
        "twee_onder_een_kap",
        "vrijstaand",
    ),
    "bouwjaar": ("bouwjaar_voor_2000", "bouwjaar_vanaf_2000", "bouwjaar_ouder_dan_10", "bouwjaar_laatste_10"),
    "koop en huur": ("koopwoningen", "huurwoningen", "corporatiebezit", "overige_verhuurders"),
    "opleiding": ("aandeel_opleiding_laag", "aandeel_opleiding_midden", "aandeel_opleiding_hoog"),
    "leeftijd": ("aandeel_0_15", "aandeel_15_25", "aandeel_25_45", "aandeel_45_65", "aandeel_65_plus"),
    "soort huishouden": ("aandeel_eenpersoons", "aandeel_met_kinderen", "aandeel_zonder_kinderen"),
    "vernieling": ("vernieling_per_1000", "vernieling"),
    "geweld": ("geweld_per_1000", "geweld"),
    "woninginbraak": ("inbraak_per_1000_woningen", "inbraak_woning_per_1000", "diefstal_woning"),
}
_OF = {id: name for name, ids in SUBJECTS.items() for id in ids}


def of(id: str) -> str:
    """The subject of a figure: a name of ``SUBJECTS``, or its own id."""
    return _OF.get(id, id)
