"""A data folder of made-up areas of which each moved in its own way: a code used again, a code that changed, a split, a
merger and a new name. What an area had when its code was another's is a number that is known again wherever it turns up.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from indicators import __main__ as command
from loaders import store

STAYED, REUSED, SPLIT, RENAMED = "WK990110", "WK990101", "WK990103", "WK990102"
# The area that had the code REUSED got CITY; OLD_CODE became NEW_CODE; NEW_HALF was cut from SPLIT.
CITY, OLD_CODE, NEW_CODE, NEW_HALF = "WK990105", "WK990109", "WK990104", "WK990106"
MERGED, GONE = "GM9901", "GM9902"
OF_GONE, TAKEN_OVER = "WK990201", "WK990107"
YEARS = (2020, 2021, 2022)

# By year the wijken: name, inhabitants, and CBS's flag against the year before.
WIJKEN: Mapping[int, Mapping[str, tuple[str, int, str]]] = {
    2020: {
        STAYED: ("Vast", 5000, ""),
        REUSED: ("Wijk 01 Stad", 16_000, ""),
        SPLIT: ("Groot", 4000, ""),
        RENAMED: ("Dorp", 900, ""),
        OLD_CODE: ("Verhuisd", 500, ""),
        OF_GONE: ("Anders", 700, ""),
    },
    2021: {
        STAYED: ("Vast", 5010, "1"),
        REUSED: ("Gehucht", 180, "2"),
        CITY: ("Wijk 05 Stad", 16_050, "2"),
        SPLIT: ("Groot", 4010, "1"),
        RENAMED: ("Dorp", 910, "1"),
        NEW_CODE: ("Verhuisd", 505, "2"),
        OF_GONE: ("Anders", 705, "1"),
    },
    2022: {
        STAYED: ("Vast", 5020, "1"),
        REUSED: ("Gehucht", 185, "1"),
        CITY: ("Wijk 05 Stad", 16_100, "1"),
        SPLIT: ("Groot-Noord", 1900, "3"),
        NEW_HALF: ("Groot-Zuid", 2120, "3"),
        RENAMED: ("Dorpshart", 915, "1"),
        NEW_CODE: ("Verhuisd", 506, "1"),
        TAKEN_OVER: ("Anders", 706, "2"),
    },
}
GEMEENTEN: Mapping[int, Mapping[str, tuple[str, int, str]]] = {
    2020: {MERGED: ("Hoofdstad", 26_400, ""), GONE: ("Buurdorp", 700, "")},
    2021: {MERGED: ("Hoofdstad", 26_665, "1"), GONE: ("Buurdorp", 705, "1")},
    2022: {MERGED: ("Hoofdstad", 27_352, "3")},
}
# The two halves of SPLIT: what an area had before it was cut out can be added up from its buurten.
NORTH, SOUTH, SOUTH_NOW = "BU99010300", "BU99010301", "BU99010600"
BUURTEN: Mapping[int, Mapping[str, tuple[str, int, str]]] = {
    2020: {NORTH: ("Noordbuurt", 1885, ""), SOUTH: ("Zuidbuurt", 2115, "")},
    2021: {NORTH: ("Noordbuurt", 1890, "1"), SOUTH: ("Zuidbuurt", 2120, "1")},
    2022: {NORTH: ("Noordbuurt", 1900, "1"), SOUTH_NOW: ("Zuidbuurt", 2120, "2")},
}
LAND = {2020: {"NL00": ("Nederland", 27_100, "")}, 2021: {"NL00": ("Nederland", 27_370, "1")}}
LAND[2022] = {"NL00": ("Nederland", 27_352, "1")}
# What there is of 2020 only: benefits, so many in a hundred inhabitants that no two areas have the same.
PERCENT = {
    STAYED: 3.0,
    REUSED: 9.75,
    SPLIT: 8.25,
    RENAMED: 4.0,
    OLD_CODE: 6.5,
    OF_GONE: 7.25,
    MERGED: 8.7,
    GONE: 7.3,
    NORTH: 7.0,
    SOUTH: 9.0,
    "NL00": 8.6,
}


def benefits(code: str) -> float:
    """The people on benefits in 2020 of what had this code then."""
    people = {**BUURTEN[2020], **WIJKEN[2020], **GEMEENTEN[2020], **LAND[2020]}[code][1]
    return round(people * PERCENT[code] / 100)


def build(root: Path, *, indicators: bool = True) -> store.Store:
    """Make the folder, with its indicators and its table of grounds."""
    with store.writer(root) as writer:
        for level, areas in (("buurt", BUURTEN), ("wijk", WIJKEN), ("gemeente", GEMEENTEN), ("land", LAND)):
            for year, there in areas.items():
                writer.put_observations("cbs_kwb", level, year, _figures(level, year, there))
                writer.put_names(level, year, _names(level, there))
    if indicators:
        command.build_all(store.open_store(root), None, None)
    return store.open_store(root)


def _figures(level: str, year: int, there: Mapping[str, tuple[str, int, str]]) -> pd.DataFrame:
    shares = {"leeftijd_0_15": 0.16, "leeftijd_15_25": 0.12, "leeftijd_25_45": 0.26, "leeftijd_45_65": 0.27}
    shares |= {"leeftijd_65_plus": 0.19, "huishoudens": 0.45, "eenpersoonshuishoudens": 0.17}
    rows = []
    for code, (_, people, _) in there.items():
        cells = {"inwoners": people, **{id: round(people * share) for id, share in shares.items()}}
        if year == 2020:
            cells["bijstand"] = benefits(code)
        rows += [(code, level, year, year, id, float(n), "published", "cbs_kwb") for id, n in cells.items()]
    return pd.DataFrame(rows, columns=list(store.COLUMNS))


def _names(level: str, there: Mapping[str, tuple[str, int, str]]) -> pd.DataFrame:
    frame = pd.DataFrame({"region": list(there), "name": [name for name, _, _ in there.values()]})
    frame["gemeente"] = [f"GM{code[2:6]}" if level != "land" else "" for code in there]
    frame["gemeente_name"] = ["Buurdorp" if code == GONE else "Hoofdstad" for code in frame["gemeente"]]
    frame["change"] = [flag for _, _, flag in there.values()]
    return frame
