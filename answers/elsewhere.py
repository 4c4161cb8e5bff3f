"""What is said of an area where a figure is on another ground: why it is not known here, and whose figure it is."""

from __future__ import annotations

from urllib.parse import urlencode

from answers import cells, data, ground, words
from indicators.ground import OTHER, PARTLY
from indicators.words import sign

# In a cell, before the reason.
UNKNOWN = "niet bekend op deze grenzen"


def reason(area: str, division: int) -> str:
    """Why figures on a division are not of this area, and how that is known, without a full stop; "" where they are."""
    found = ground.in_division(area, division)
    if found.code:
        return ""
    return _how(found, later=_is_later(area, division))


def mark(area: str, division: int, found: ground.Ground) -> str:
    """How an area stands to a division, in words that fit whether it is one before or after that of the area."""
    return _how(found, later=_is_later(area, division))


def of_break(area: str, one: ground.Break) -> str:
    """A break in Dutch, without a full stop: for an area as it was also where it ends."""
    found = ground.Ground(one.kind, one.sign, "")
    return (
        f"vanaf {one.year}: {_how(found, later=True)}"
        if _is_later(area, one.after + 1)
        else f"vóór {one.year}: {words.ground(found)}"
    )


def _is_later(area: str, division: int) -> bool:
    base = ground.meant(area)[1]
    return base is not None and division > base


def _how(found: ground.Ground, later: bool) -> str:
    """How an area stands to a division; of a later one it is told what its code is by then."""
    if not later or found.kind not in (PARTLY, OTHER):
        return words.ground(found)
    if found.sign == "absent":
        return "deze code is er niet meer"
    told = "de grenzen zijn nu anders" if found.kind == PARTLY else "deze code is nu van een ander gebied"
    how = sign(found.kind, found.sign)
    return f"{told} ({how})" if how else told


def unknown(area: str, division: int) -> str:
    """Why a cell of this area is empty: ``niet bekend op deze grenzen: deze code was van een ander gebied (…)``."""
    why = reason(area, division)
    return f"{UNKNOWN}: {why}" if why else UNKNOWN


def sentence(area: str, division: int) -> str:
    """The same for an area that a reader chose, with its name and the year of those boundaries."""
    place = data.place(area)
    name = place.label if place else area
    why = reason(area, division)
    return f"{name} is niet bekend op de grenzen van {division}" + (f": {why}." if why else ".")


def told(area: str, division: int, indicator: str = "") -> str:
    """The same as Markdown, with a link to the page of the area whose figure it is."""
    theirs = link(area, division, indicator)
    return cells.plain(sentence(area, division)) + (f" Zie {theirs}." if theirs else "")


def of_code(area: str, division: int) -> data.Place | None:
    """The other area that had the code of this one in a division; None where nobody had it, or it is this very one."""
    code, base = ground.meant(area)
    if base == division or ground.in_division(area, division).code:
        return None
    return data.place(f"{code}@{division}")


def as_it_was(place: data.Place) -> str:
    """An area of before by its name of then: ``Wijk 01 Vianen, zoals het was in 2020``."""
    return f"{place.name}, zoals het was in {place.year}"


def name(area: str) -> str:
    """What an area is called, with its year where it is meant as it was; its code where no division knows it."""
    place = data.place(area)
    return area if place is None else as_it_was(place) if "@" in area else place.name


def address(area: str, indicator: str = "") -> str:
    """The address of the page of an area, as it is or as it was in a year."""
    asked = {**chosen(area), "indicator": indicator}
    return f"wijkprofiel?{urlencode({key: text for key, text in asked.items() if text})}"


def chosen(area: str) -> dict[str, str]:
    """An area as an address has it: its code, and apart from that the year that it is meant in, "" for now."""
    code, _, year = area.partition("@")
    return {"gebied": code, "indeling": year}


def link(area: str, division: int, indicator: str = "") -> str:
    """Markdown: the page of the area that had this code then; "" where there is none."""
    found = of_code(area, division)
    if found is None:
        return ""
    return f"[{cells.plain(as_it_was(found))}]({address(f'{ground.meant(area)[0]}@{division}', indicator)})"


def at_address(place: data.Place) -> str:
    """Markdown: an area as it was, with the address of its page."""
    return f"[{cells.plain(as_it_was(place))}]({address(place.code)})"
