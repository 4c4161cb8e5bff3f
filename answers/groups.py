"""The groups that a chosen area can be set beside in one click: who is in them, and what a sentence calls them."""

from __future__ import annotations

import math

import pandas as pd

from answers import data, format, ground, peers
from answers.held import remembered
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


@remembered(256)
def groups_of(place: data.Place) -> dict[str, str]:
    """The groups that hold this area, or that it can be set beside: id and what it is called, with the number in it.

    Shared: do not change it.
    """
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
        wijk = data.place(ground.around(place.code, "wijk"))
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


@remembered(64)
def members(id: str, place: data.Place) -> list[str]:
    """The areas of a group (answers.ground), all of the division of the area; empty where it cannot be known.

    All of the area's own level, but for its own wijken (of a gemeente) and buurten (of a wijk). Shared: do not change
    it.
    """
    if id == "vergelijkbaar":
        found = peers.peers_of(place.code)
        return [place.code, *found.distances] if found and found.distances else []
    level = {"wijken": "wijk", "buurten": "buurt"}.get(id, place.level)
    meant, own = ground.regions(level, place.year), ground.meant(place.code)[0]
    return [place.code if code == own else str(meant.get(code, code)) for code in _codes(id, place)]


def _codes(id: str, place: data.Place) -> list[str]:
    """The codes of a group in the division of the area."""
    code, own, held = ground.meant(place.code)[0], gemeente_of(place.code), data.store()
    if id in ("wijken", "buurten"):
        level, parent, whole = ("wijk", "gemeente", "gemeente") if id == "wijken" else ("buurt", "wijk", "wijk")
        inside = held.names(level, place.year)
        return [str(c) for c in inside.index[inside[parent] == code]] if place.level == whole else []
    names = held.names(place.level, place.year)
    if id == "wijk":
        index = names.index[names["wijk"] == wijk_of(place.code)] if place.level == "buurt" else names.index[:0]
    elif id == "gemeente":
        index = groups.within(names["gemeente"], [own]) if place.level != "gemeente" and own else names.index[:0]
    elif id == "provincie":
        index = groups.within(names["gemeente"], _province(place)[2])
    elif id in gemeenten.networks():
        index = groups.within(names["gemeente"], gemeenten.networks()[id])
    elif id == "grootte":
        index = groups.as_large(_newest("inwoners", place), code, place.level)
    else:
        index = groups.as_urban(_newest("stedelijkheid", place), code)
    return [str(code) for code in index]


def _newest(id: str, place: data.Place) -> pd.Series[float]:
    """A figure of its newest full year, of the areas of the division of the place that it knows."""
    year = data.main_year(id, place.level)
    if year is None:
        return pd.Series(dtype=float)
    division = data.store().own_division(place.level, year, id)
    return ground.onto(data.values(id, place.level, year), place.level, division, place.year)["value"]


def _province(place: data.Place) -> tuple[str, str, list[str]]:
    """The province of an area: code, name, and its gemeenten; empty where the division of provinces was not pulled."""
    held, own = data.store(), gemeente_of(place.code)
    for year in range(place.year, place.year - 5, -1):
        frame = ground.onto(held.groups("provincie", year), "gemeente", year, place.year)
        if own in frame.index:
            code, name = str(frame.at[own, "group"]), str(frame.at[own, "group_name"])
            return code, name, [str(c) for c in frame.index[frame["group"] == code]]
    return "", "", []


def _size(place: data.Place) -> str:
    found = groups.size_class(float(_newest("inwoners", place).get(ground.meant(place.code)[0], math.nan)), place.level)
    low, high = found or (0.0, math.inf)
    if math.isinf(high):
        return f"{format.number(low)} inwoners of meer"
    least = f"{format.number(low)} tot" if low else "minder dan"
    return f"{least} {format.number(high)} inwoners"


def _urbanity(place: data.Place) -> str:
    own = float(_newest("stedelijkheid", place).get(ground.meant(place.code)[0], math.nan))
    return groups.URBANITY.get(0 if math.isnan(own) else int(own), "even stedelijk")
