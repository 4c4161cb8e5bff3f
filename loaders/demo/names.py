"""Names for the demo province: plausible, and of no place that exists.

Villages are a first part and a last part set together; none of the combinations is the name of a gemeente, wijk or
buurt on CBS's maps of 2015-2024 (tests/loaders/demo/test_demo.py looks, where those maps are at hand).
"""

from __future__ import annotations

import numpy as np

LAND = "Demogebied (verzonnen)"

# Code, name, and what kind of place it is. The first three are the cities; the last but one pair merges in 2019.
GEMEENTEN: tuple[tuple[str, str, str], ...] = (
    ("GM9001", "Zilvermonde", "stad"),
    ("GM9002", "Grauwhaven", "stad"),
    ("GM9003", "Merelvoorde", "stad"),
    ("GM9004", "Duinrade", "kust"),
    ("GM9005", "Schelpzande", "kust"),
    ("GM9006", "Slikmonde", "kust"),
    ("GM9007", "Wulpenhoven", "voorstad"),
    ("GM9008", "Nieuw-Roggedam", "voorstad"),
    ("GM9009", "Dauwvoorde", "platteland"),
    ("GM9010", "Mispelrade", "platteland"),
    ("GM9011", "Hoge Geulen", "platteland"),
    ("GM9012", "Ginsterhoven", "platteland"),
    ("GM9013", "Snephorst", "platteland"),
    ("GM9014", "Nevelbroek", "platteland"),
    ("GM9015", "Bolderwaard", "platteland"),
    ("GM9016", "Kweldermark", "krimp"),
    ("GM9017", "Hagelveen", "krimp"),
    ("GM9018", "Gerstwolde", "krimp"),
    ("GM9019", "Tarwewolde", "krimp"),
    ("GM9020", "Wiereilanden", "eiland"),
)
MERGED = ("GM9021", "Tweewolden", "krimp")
MERGING = ("GM9018", "GM9019")
# The gemeente that drew its wijken anew, in this year: for tests, one of everything that can happen to a wijk.
REGROUPED, REGROUPED_IN = "GM9014", 2025
# Nevelbroek until then, with 25.000 inhabitants; since then a village of 390 elsewhere in the gemeente. CBS gives no mark.
REUSED = "WK901400"
# Where the ground of that large wijk went on, whole and under its own name.
RENUMBERED = "WK901408"
# What was one wijk is two: the first kept code and name.
SPLIT = ("WK901401", "WK901407")
# What was two wijken is one, under the code of the second.
JOINED = ("WK901402", "WK901403")
# The wijk that the village was cut out of, which changed name too.
SHRUNK = "WK901404"
# Another name on the same ground and code; and one of which nothing changed.
RENAMED, UNCHANGED = "WK901406", "WK901405"
# The wijk that whole wijken and single buurten of before went to; the others stayed where they were.
WENT_TO = {
    REUSED: RENUMBERED,
    "BU90140102": SPLIT[1],
    "BU90140103": SPLIT[1],
    JOINED[0]: JOINED[1],
    "BU90140400": REUSED,
}
CALLED_SINCE = {
    REUSED: "Wulpenmonde",
    RENUMBERED: "Nevelbroek",
    SPLIT[1]: "Tarwevoorde buitengebied",
    JOINED[1]: "Wolkendrecht en Gershoven",
    SHRUNK: "Wulpenmonde buitengebied",
    RENAMED: "Hagelmonde",
}
KINDS = {code: kind for code, _, kind in (*GEMEENTEN, MERGED)}
NAMES = {code: name for code, name, _ in (*GEMEENTEN, MERGED)}

FIRST = (
    "Zilver",
    "Grauw",
    "Oeter",
    "Bolder",
    "Kwelder",
    "Merel",
    "Wulpen",
    "Pluim",
    "Mispel",
    "Gers",
    "Rogge",
    "Vlier",
    "Ginster",
    "Kievit",
    "Snep",
    "Schelp",
    "Wier",
    "Slik",
    "Geul",
    "Ebbe",
    "Tarwe",
    "Haver",
    "Gerst",
    "Hennep",
    "Nevel",
    "Mist",
    "Dauw",
    "Rijp",
    "Hagel",
    "Wolken",
)
LAST = (
    "waard",
    "veen",
    "drecht",
    "kerke",
    "horst",
    "voorde",
    "broek",
    "hoven",
    "wolde",
    "sluis",
    "monde",
    "rade",
    "zele",
    "stede",
    "zande",
)

CITY_WIJKEN = (
    "Binnenstad",
    "Stationskwartier",
    "Oude Haven",
    "Noordwal",
    "Zuidwal",
    "Westerpoort",
    "Oosterpoort",
    "De Werven",
    "Spoorzone",
    "Kanaalzone",
    "Componistenwijk",
    "Schilderswijk",
    "Ambachtswijk",
    "Vogelwijk",
    "Rivierenwijk",
    "Bloemenwijk",
    "Tuindorp",
    "De Terrassen",
    "De Vlinder",
    "Nieuw-Noord",
    "Zuidrand",
    "Hoogkwartier",
    "De Akkers",
    "De Weiden",
    "Parkstad",
    "De Oevers",
    "De Kouter",
    "Het Zilverveld",
    "De Gaarden",
    "De Bongerd",
    "Havenkwartier",
    "De Singels",
    "Sterrenwijk",
    "De Hoven",
    "Lage Gronden",
)
CITY_BUURTEN = (
    "Centrum",
    "Noord",
    "Zuid",
    "Oost",
    "West",
    "Markt",
    "Kade",
    "Park",
    "Plantsoen",
    "Singel",
    "Wal",
    "Plein",
    "Toren",
    "Brug",
    "Gracht",
    "Hof",
    "Laan",
    "Weide",
    "Akker",
    "Tuin",
    "Oever",
    "Haven",
    "Spoor",
    "Molen",
)


def villages(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different village names. ValueError when there are not that many."""
    taken = {name for _, name, _ in GEMEENTEN}
    pool = [first + last for first in FIRST for last in LAST if first + last not in taken]
    return [str(name) for name in rng.choice(np.array(pool), size=count, replace=False)]
