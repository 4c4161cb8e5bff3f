"""What is said of an area where a figure is on another ground: why it is not known here, and whose figure it is."""

from __future__ import annotations

from urllib.parse import urlencode

from answers import cells, data, ground, words
from answers.held import remembered
from indicators import same_ground
from indicators.ground import OTHER, PARTLY
from indicators.ground import UNKNOWN as UNSURE
from indicators.profile import OTHER_DIVISION
from indicators.words import sign
from loaders.places import gemeenten
from loaders.vocabulary import gemeente_of, level_of

# In a cell, before the reason.
UNKNOWN = "niet bekend op deze grenzen"
NOT_GIVEN = "de bron geeft dit hier niet"


def status(area: str, division: int) -> str:
    """Why an area has no figure of a division that does not know its ground: on another ground, or "", not in the source."""
    return OTHER_DIVISION if given(area, division) else ""


def given(area: str, division: int) -> bool:
    """Whether a division tells anything of where this area lies.

    Regional tables hold a few gemeenten only: of the others the question of the ground does not come up.
    """
    code, base = ground.meant(area)
    own = gemeente_of(code)
    if base is None or own is None or ground.in_division(area, division).kind != UNSURE:
        return True
    told = _told_of(level_of(code), division)
    if division > base:
        return not told.isdisjoint(gemeenten.successors(own, base, division))
    return any(own in gemeenten.successors(one, division, base) for one in told)


@remembered(64)
def _told_of(level: str, division: int) -> frozenset[str]:
    """The gemeenten of which a division knows areas."""
    known = same_ground.known_codes(data.store(), level, division)
    return frozenset(own for code in known if (own := gemeente_of(str(code))))


def reason(area: str, division: int) -> str:
    """Why figures on a division are not of this area, and how that is known, without a full stop; "" where they are."""
    found = ground.in_division(area, division)
    if found.code:
        return ""
    if not given(area, division):
        return NOT_GIVEN
    base = ground.meant(area)[1]
    return words.ground(found) if base is None or division < base else _later(found)


def _later(found: ground.Ground) -> str:
    """Why figures of a later division are not of an area as it was."""
    if found.kind not in (PARTLY, OTHER):
        return words.ground(found)
    if found.sign == "absent":
        return "deze code is er niet meer"
    told = "de grenzen zijn nu anders" if found.kind == PARTLY else "deze code is nu van een ander gebied"
    how = sign(found.kind, found.sign)
    return f"{told} ({how})" if how else told


def unknown(area: str, division: int) -> str:
    """Why a cell of this area is empty: ``niet bekend op deze grenzen: deze code was van een ander gebied (…)``."""
    why = reason(area, division)
    return why if why == NOT_GIVEN else f"{UNKNOWN}: {why}" if why else UNKNOWN


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


def address(area: str, indicator: str = "") -> str:
    """The address of the page of an area, as it is or as it was in a year."""
    code, _, year = area.partition("@")
    asked = {"gebied": code, "indeling": year, "indicator": indicator}
    return f"wijkprofiel?{urlencode({key: text for key, text in asked.items() if text})}"


def link(area: str, division: int, indicator: str = "") -> str:
    """Markdown: the page of the area that had this code then; "" where there is none.

    From an area as it was nothing leads to who had its code later: that one has nothing to do with it.
    """
    found, base = of_code(area, division), ground.meant(area)[1]
    if found is None or (base is not None and division > base):
        return ""
    return f"[{cells.plain(as_it_was(found))}]({address(f'{ground.meant(area)[0]}@{division}', indicator)})"


def at_address(place: data.Place) -> str:
    """Markdown: an area as it was, with the address of its page."""
    return f"[{cells.plain(as_it_was(place))}]({address(place.code)})"
