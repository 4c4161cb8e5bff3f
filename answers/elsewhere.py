"""What is said of an area where a figure is on another ground: why it is not known here, and whose figure it is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from answers import cells, data, ground, words
from answers.held import remembered
from indicators import same_ground
from indicators.ground import OTHER, PARTLY, plain_name
from indicators.ground import UNKNOWN as UNSURE
from indicators.profile import OTHER_DIVISION
from indicators.words import listed_years, sign
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
    """Why figures on a division are not of this area, without a full stop; "" where they are.

    What a code is says a reader little: where it was another area's, that one is named.
    """
    found = ground.in_division(area, division)
    if found.code:
        return ""
    if not given(area, division):
        return NOT_GIVEN
    before = not _is_later(area, division)
    if found.kind == UNSURE:
        return _UNSURE if before else _UNSURE_SINCE
    if found.sign == "absent":
        return _ABSENT if before else _ABSENT_SINCE
    if found.kind == OTHER:
        return _of_another(area, division, before)
    return _how(found, later=not before)


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


_UNSURE = "we weten niet of dit toen hetzelfde gebied was"
_UNSURE_SINCE = "we weten niet of dit daarna nog hetzelfde gebied was"
_ABSENT = "dit gebied was er toen nog niet (onder deze code)"
_ABSENT_SINCE = "dit gebied is er niet meer (onder deze code)"
_ABOUT, _NOW_OF = "dat cijfer gaat over ", "deze code is nu van "


def _of_another(area: str, division: int, before: bool) -> str:
    """Whose code it was, or is now, by name."""
    theirs, own = of_code(area, division), data.place(area)
    alike = theirs and own and plain_name(theirs.name) == plain_name(own.name)
    who = theirs.name if theirs and not alike else "een ander gebied" + (" met deze naam" if alike else "")
    return f"{_ABOUT if before else _NOW_OF}{who}"


def unknown(area: str, division: int) -> str:
    """Why a cell of this area is empty: ``niet bekend op deze grenzen: dat cijfer gaat over Wijk 01 Vianen``."""
    why = reason(area, division)
    if why in (NOT_GIVEN, _UNSURE, _UNSURE_SINCE):
        return why
    return f"{UNKNOWN}: {why}" if why else UNKNOWN


def sentence(area: str, division: int) -> str:
    """The same for an area that a reader chose, with its name and the year of those boundaries."""
    place = data.place(area)
    name = place.label if place else area
    why = reason(area, division)
    if why in (_UNSURE, _UNSURE_SINCE):
        return f"{name}: we weten niet of dit in {division} hetzelfde gebied was."
    return f"{name} is niet bekend op de grenzen van {division}" + (f": {why}." if why else ".")


def told(area: str, division: int, indicator: str = "") -> str:
    """The same as Markdown, with a link to the page of the area whose figure it is."""
    said, theirs = _and_link(sentence(area, division).removesuffix("."), area, division, indicator)
    return f"{cells.plain(said)} {theirs}." if theirs else f"{cells.plain(said)}."


def told_once(area: str, divisions: Mapping[int, str]) -> str:
    """``told`` of several divisions (with a figure of each) in one go: an area and a reason are named once."""
    why: dict[str, list[int]] = {}
    for division in sorted(divisions):
        why.setdefault(reason(area, division), []).append(division)
    place = data.place(area)
    said: list[str] = []
    for text, years in why.items():
        first = f"{place.label if place else area} is niet bekend op de grenzen" if not said else "Op die"
        because, theirs = _and_link(text, area, years[-1], divisions[years[-1]])
        begin = f"{first} van {listed_years(years)}"
        said.append(cells.plain(f"{begin}: {because}" if because else begin) + (f" {theirs}." if theirs else "."))
    return " ".join(said)


def cell(area: str, division: int, indicator: str = "") -> tuple[str, str]:
    """Why a cell is empty, and as Markdown the page of the area whose figure it is: the one ends where the other begins."""
    return _and_link(unknown(area, division), area, division, indicator)


def _and_link(said: str, area: str, division: int, indicator: str) -> tuple[str, str]:
    """Words that lead to a link, and the link: an area that the words end with is not named twice."""
    theirs, found = link(area, division, indicator), of_code(area, division)
    if not theirs or found is None:
        return said, ""
    named = said.removesuffix(f"{_ABOUT}{found.name}")
    return (f"{named}{_ABOUT}".rstrip() if named != said else f"{said}. Zie"), theirs


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
