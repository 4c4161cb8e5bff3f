"""Areas of before a boundary change: what became of them, and where to look instead.

Whether an area goes on under another code is for ``answers.ground`` to say. Where it does not: of gemeenten the list of
changes says what they became; of a wijk or buurt the addresses, or the buurten of then, where those are known; else a
name that is the same may, and then it is said that only the name is known to be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from answers import cells, data, elsewhere, format, ground
from answers.held import remembered
from indicators import same_ground
from indicators.ground import OTHER, PARTLY, plain_name
from indicators.words import listed_years
from loaders.places import gemeenten
from loaders.vocabulary import gemeente_of, level_of, wijk_of

_CODE = re.compile(r"(GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4})(@\d{4})?")
# Parts smaller than this are not named.
LEAST = 0.05
MOST = 5
_BEFORE = {OTHER: "Deze code hoorde in {year} bij een ander gebied", PARTLY: "In {year} waren de grenzen anders"}
_UNSURE = "Of dit in {year} hetzelfde gebied was, is niet bekend"


@dataclass(frozen=True)
class Former:
    """An area that is gone: what became of it, in Dutch sentences, and the areas of today to go to.

    ``instead`` is the one area that it is now; None where it was split, or where that is not certain. ``owner`` is another
    area that has its code now.
    """

    says: str
    now: tuple[data.Place, ...]
    instead: data.Place | None
    owner: data.Place | None = None

    @property
    def linked(self) -> str:
        """What it says as Markdown, with a link to the page of who has its code now."""
        said = cells.plain(self.says)
        if self.owner is None:
            return said
        name = cells.plain(self.owner.name)
        return said.replace(f"nu van {name}", f"nu van [{name}]({elsewhere.address(self.owner.code)})", 1)


def what_became_of(area: str | None) -> Former | None:
    """What became of an area (answers.ground) of before; None where it is of today, or where nothing is known."""
    if area is None or not _CODE.fullmatch(area):
        return None
    place = data.place(area)
    if "@" in area and place is None:
        return None
    found = None if place is not None and not is_former(place) else _traced(area)
    return found and _with_owner(found, area)


def _with_owner(found: Former, area: str) -> Former:
    """With the area that has the code now, where that is another one than this: else nothing leads back to it."""
    code, place = ground.meant(area)[0], data.place(area)
    now = data.place(code) if "@" in area else None
    if now is None or place is None or is_former(now) or plain_name(now.name) == plain_name(place.name):
        return found
    there = ground.in_division(area, now.year)
    if there.code == code or (not there.code and there.kind != OTHER):
        return found
    told = f"nu van {now.name}" in found.says
    return replace(found, says=found.says if told else f"{found.says} De code {code} is nu van {now.name}.", owner=now)


def is_former(place: data.Place) -> bool:
    """Whether a place is shown as it was in an earlier division than that of today."""
    return place.level != "land" and place.year < _newest(place.level)


@dataclass(frozen=True)
class Before:
    """What a code stood for in an earlier division, by its name of then, and how that stands to now (ground.KINDS)."""

    place: data.Place
    kind: str


@remembered(200)
def before(area: str) -> tuple[Before, ...]:
    """The areas that had the code of this one before it and were not the same, the newest first; each once."""
    code, base = ground.meant(area)
    found: list[Before] = []
    seen: set[int] = set(ground.line(area))
    for year in sorted((y for y in data.named(level_of(code)) if base is not None and y < base), reverse=True):
        place = data.place(f"{code}@{year}") if year not in seen else None
        if place is not None and (not found or plain_name(found[-1].place.name) != plain_name(place.name)):
            found.append(Before(place, ground.in_division(area, year).kind))
            seen |= {d for d, there in ground.line(place.code).items() if there == code}
    return tuple(found)


def before_in_words(area: str) -> str:
    """What the code of an area stood for before, with links to those pages (Markdown); "" where it always was this one."""
    return " ".join(
        f"{_BEFORE.get(one.kind, _UNSURE).format(year=one.place.year)}: {elsewhere.at_address(one.place)}."
        for one in before(area)[:MOST]
    )


@remembered(6)
def _newest(level: str) -> int:
    """The newest division that names about as many areas as any: a first release may name only some."""
    return max(same_ground.most_known(data.named(level)), default=0)


@remembered(200)
def _traced(area: str) -> Former | None:
    same = _gone_on(area)
    if same is not None:
        return same
    code, level = ground.meant(area)[0], level_of(area)
    found = _by_mergers(area) or _by_addresses(area) or _by_buurten(area) or _by_name(area)
    gemeente = _gemeente(code)
    if level == "gemeente" or gemeente is None or found is None:
        first = gemeente if level == "gemeente" else found
        said = first or gemeente or found
    else:
        places = tuple(place for place in found.now if place.level == level)
        said = Former(f"{gemeente.says} {found.says}", (*places, *gemeente.now), None) if places else gemeente
    return said and replace(said, says=f"{said.says}{_called_later(area)}")


def _called_later(area: str) -> str:
    """The last code and name that the same ground had, where those are others than these."""
    code, base = ground.meant(area)
    last = max((year for year in ground.line(area) if year in data.named(level_of(area))), default=None)
    if last is None or base is None or last <= base or ground.line(area)[last] == code:
        return ""
    return f" Het heette in {last} nog {ground.name_in(area, last)} ({ground.line(area)[last]})."


def _gone_on(area: str) -> Former | None:
    """The area of today that is the same ground, be it under another code or name."""
    level = level_of(area)
    code = ground.line(area).get(_newest(level))
    now, then = data.place(code), data.place(area)
    if now is None or then is None:
        return None
    bare = ground.meant(area)[0]
    if code != bare:
        says = f"{then.name} ({bare}) is nu {now.name} ({now.code}): hetzelfde gebied onder een andere code."
    elif now.name != then.name:
        says = f"{then.name} heet nu {now.name}; het is hetzelfde gebied."
    else:
        says = f"{now.name} is nu nog hetzelfde gebied."
    return Former(says, (now,), now)


def _gemeente(code: str) -> Former | None:
    """What became of the gemeente that this code is (in), by the list of changes."""
    gemeente = gemeente_of(code)
    today = data.gemeenten()
    says = gemeenten.describe_change(gemeente) if gemeente and gemeente not in today else ""
    place = data.place(next(iter(today), None))
    if gemeente is None or place is None or not says:
        return None
    first = min(change.year for change in gemeenten.changes() if change.old == gemeente)
    codes = gemeenten.successors(gemeente, first - 1, place.year)
    now = tuple(found for one in codes if one in today and (found := data.place(one)) is not None)
    if code != gemeente:
        return Former(f"{code} ligt in een gemeente die er niet meer is. {says}", now, None)
    return Former(says, now, now[0] if len(codes) == len(now) == 1 else None)


def _by_mergers(area: str) -> Former | None:
    """A gemeente that took in others, by the list of changes: all of what it was is in it still."""
    (code, base), place = ground.meant(area), data.place(area)
    now = data.place(code) if code in data.gemeenten() else None
    if base is None or place is None or now is None:
        return None
    came = [one for one in gemeenten.changes() if one.new == code and base < one.year <= now.year]
    if not came or gemeenten.successors(code, base, now.year) != (code,):
        return None
    joined = format.joined([f"{one.old_name}{' (deels)' if one.part else ''}" for one in came])
    years = listed_years(list({one.year for one in came}))
    said = f"Alles van toen hoort nu bij {now.name} ({code}). Erbij kwam in {years}: {joined}."
    return Former(f"{_gone(area, base)} {said}", (now,), None)


def _by_addresses(area: str) -> Former | None:
    """Where the addresses of an area lie today, by the newest crosswalk that knows it."""
    (code, base), level, held = ground.meant(area), level_of(area), data.store()
    links = [e for e in held.manifest()["crosswalks"].values() if e["level"] == level]
    for link in sorted(links, key=lambda e: (int(e["new"]), int(e["old"])), reverse=True):
        old, new = int(link["old"]), int(link["new"])
        if new < _newest(level):
            return None
        if "@" in area and old != base:
            continue
        pairs = held.crosswalk(level, old, new)
        mine = pairs[(pairs["old"] == code) & (pairs["new"] != "")].set_index("new")["addresses"]
        if mine.empty:
            continue
        parts = _parts(mine / pairs.loc[pairs["old"] == code, "addresses"].sum())
        if not parts:
            return None
        first, share = parts[0]
        gone = _gone(area, old)
        if level == "gemeente" and share >= 1 - LEAST:
            return Former(f"{gone} Het hoort nu bij {first.name} ({first.code}).", (first,), first)
        return Former(f"{gone} De adressen liggen nu in {_shares(parts)}.", tuple(p for p, _ in parts), None)
    return None


def _by_buurten(area: str) -> Former | None:
    """Where the inhabitants of then live by today's division, as far as the buurten of then are still there."""
    (code, base), level = ground.meant(area), level_of(area)
    now = _newest(level)
    if base is None or level == "buurt" or _newest("buurt") != now:
        return None
    mine, there = same_ground.buurten(data.store(), ground.ASKED, code, base, now)
    whole = float(mine.sum())
    if there.empty or not whole > 0:
        return None
    above = {"wijk": wijk_of, "gemeente": gemeente_of}[level]
    shares = (mine.reindex(there.index) / whole).groupby([above(str(one)) for one in there]).sum()
    parts = _parts(shares.sort_values(ascending=False))
    if not parts:
        return None
    known = format.with_unit(float(shares.sum()) * 100, "%")
    said = f"Van {known} van de inwoners is bekend waar hun buurt nu bij hoort: {_shares(parts)}."
    return Former(f"{_gone(area, base)} {said}", tuple(p for p, _ in parts), None)


def _parts(shares: pd.Series[float]) -> list[tuple[data.Place, float]]:
    """The areas of today that hold the most of an area, with their share (0 to 1), the largest first."""
    ordered = shares.sort_values(ascending=False, kind="stable")
    found = [
        (place, float(share))
        for code, share in ordered.items()
        if share >= LEAST and (place := data.place(str(code))) is not None
    ]
    return found[:MOST]


def _shares(parts: Iterable[tuple[data.Place, float]]) -> str:
    return format.joined([f"{place.name} ({format.with_unit(share * 100, '%')})" for place, share in parts])


def _by_name(area: str) -> Former | None:
    """The area of today with the same name in the same gemeente, or in what that became, when there is just one."""
    place, code = data.place(area), ground.meant(area)[0]
    if place is None:
        return None
    year = _newest(place.level)
    names = data.store().names(place.level, year)
    where = gemeenten.successors(str(gemeente_of(code)), place.year, year)
    same = names["name"].map(plain_name) == plain_name(place.name)
    alike = names.index[same & names["gemeente"].isin(where)]
    found = data.place(str(alike[0])) if len(alike) == 1 else None
    gone = _gone(area, place.year)
    if found is None:
        towns = tuple(p for one in where if (p := data.place(one)) is not None and p.year >= year)
        return Former(f"{gone} Waar het nu bij hoort, is hier niet bekend.", towns, None)
    if found.code == code:
        return Former(gone, (found,), None)
    says = f"{gone} Nu heeft {found.code} dezelfde naam; of de grens gelijk bleef, is hier niet bekend."
    return Former(says, (found,), None)


def _gone(area: str, year: int) -> str:
    """What is known of the code itself: it is gone, or another area's, or its boundaries are others now."""
    place, code = data.place(area), ground.meant(area)[0]
    name = f"{place.name} ({code})" if place else code
    now = data.place(code)
    if now is None or now.year < _newest(now.level):
        return f"{name} komt na {place.year if place else year} niet meer voor in de indeling."
    last = max((y for y in ground.line(area) if y in data.named(now.level)), default=year)
    return f"{name} komt het laatst voor in de indeling van {last}: {elsewhere.reason(area, now.year)}."
