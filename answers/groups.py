"""The groups that a chosen area can be set beside in one click: who is in them, and what they are called in a sentence."""

from __future__ import annotations

import math
from functools import lru_cache

import pandas as pd

from answers import data, format, peers
from indicators import groups
from loaders.places import gemeenten
from loaders.vocabulary import LEVEL_PLURALS, gemeente_of, wijk_of

NONE = "geen"
NAMES = {
    "wijken": "Zijn wijken",
    "buurten": "Zijn buurten",
    "vergelijkbaar": "Vergelijkbaar",
    "wijk": "Zelfde wijk",
    "gemeente": "Zelfde gemeente",
    "provincie": "Zelfde provincie",
    "g4": "G4",
    "g40": "G40",
    "grootte": "Even groot",
    "stedelijkheid": "Even stedelijk",
}


def of(place: data.Place) -> dict[str, str]:
    """The groups that hold this area, or that it can be set beside: id and what it is called, with the number in it.

    Shared: do not change it.
    """
    return _of(data.store().version, place)


@lru_cache(maxsize=256)
def _of(version: str, place: data.Place) -> dict[str, str]:
    return {id: text for id in NAMES if (text := described(id, place))}


def described(id: str, place: data.Place) -> str:
    """``de 71 wijken in Rotterdam``; "" for a group that there is not, or that holds nothing beside the area itself."""
    others = [code for code in members(id, place) if code != place.code]
    if not others:
        return ""
    among, many = members(id, place), LEVEL_PLURALS[place.level]
    number = format.number(len(among))
    if id in ("wijken", "buurten"):
        return f"de {number} {id} in {place.name}"
    if id == "vergelijkbaar":
        return f"de {format.areas(len(others), place.level)} die er het meest op lijken"
    if id == "wijk":
        wijk = data.place(wijk_of(place.code))
        return f"de {number} buurten in {wijk.name if wijk else wijk_of(place.code)}"
    if id == "gemeente":
        return f"de {number} {many} in {place.gemeente}"
    if id == "provincie":
        return f"de {number} {many} in {_province(place)[1]}"
    if id in ("g4", "g40"):
        return f"de {number} {many} {'van' if place.level == 'gemeente' else 'in'} de {id.upper()}"
    if id == "grootte":
        return f"de {number} {many} met {_size(place)}"
    return f"de {number} {many} die {_urbanity(place)} zijn"


def members(id: str, place: data.Place) -> list[str]:
    """The codes of a group, in the division of the area; empty where it cannot be known.

    All of the area's own level, but for its own wijken (of a gemeente) and buurten (of a wijk).
    """
    return _members(data.store().version, id, place.code)


@lru_cache(maxsize=64)
def _members(version: str, id: str, code: str) -> list[str]:
    place = data.place(code)
    if place is None:
        return []
    own = gemeente_of(place.code)
    if id in ("wijken", "buurten"):
        level, parent, whole = ("wijk", "gemeente", "gemeente") if id == "wijken" else ("buurt", "wijk", "wijk")
        inside = data.names(level, place.year)
        return [str(c) for c in inside.index[inside[parent] == code]] if place.level == whole else []
    names = data.names(place.level, place.year)
    if id == "vergelijkbaar":
        found = peers.of(place.code)
        return [place.code, *found.distances] if found and found.distances else []
    if id == "wijk":
        index = names.index[names["wijk"] == wijk_of(place.code)] if place.level == "buurt" else names.index[:0]
    elif id == "gemeente":
        index = groups.within(names["gemeente"], [own]) if place.level != "gemeente" and own else names.index[:0]
    elif id == "provincie":
        index = groups.within(names["gemeente"], _province(place)[2])
    elif id in gemeenten.networks():
        index = groups.within(names["gemeente"], gemeenten.networks()[id])
    elif id == "grootte":
        index = groups.as_large(_newest("inwoners", place.level), place.code, place.level)
    else:
        index = groups.as_urban(_newest("stedelijkheid", place.level), place.code)
    return [str(code) for code in index]


def _newest(id: str, level: str) -> pd.Series[float]:
    year = data.main_year(id, level)
    return pd.Series(dtype=float) if year is None else data.values(id, level, year)["value"]


def _province(place: data.Place) -> tuple[str, str, list[str]]:
    """The province of an area: code, name, and the gemeenten in it; empty where the division of provinces was not pulled."""
    held, own = data.store(), gemeente_of(place.code)
    for year in range(place.year, place.year - 5, -1):
        frame = held.groups("provincie", year)
        if own in frame.index:
            code, name = str(frame.at[own, "group"]), str(frame.at[own, "group_name"])
            return code, name, [str(c) for c in frame.index[frame["group"] == code]]
    return "", "", []


def _size(place: data.Place) -> str:
    found = groups.size_class(float(_newest("inwoners", place.level).get(place.code, math.nan)), place.level)
    low, high = found or (0.0, math.inf)
    if math.isinf(high):
        return f"{format.number(low)} inwoners of meer"
    return (
        f"{format.number(low)} tot {format.number(high)} inwoners"
        if low
        else f"minder dan {format.number(high)} inwoners"
    )


def _urbanity(place: data.Place) -> str:
    own = float(_newest("stedelijkheid", place.level).get(place.code, math.nan))
    return groups.URBANITY.get(0 if math.isnan(own) else int(own), "even stedelijk")
