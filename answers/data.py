"""The data as pages ask for it: read once a process for each version of the data, shared by all sessions, never written.

What these functions return is shared: do not change it, copy it first. The version of the data is part of every key
(``answers.held``), so that a pull shows up at the next rerun and an old version is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from answers import format
from answers import held as _held
from answers.held import remembered
from indicators import catalog, composite, need, profile, tree
from indicators.catalog import Entry
from loaders import edited
from loaders.sources import computed, municipal
from loaders.store import Store
from loaders.text import folded
from loaders.vocabulary import CODE_PREFIX, LEVELS, THEMES, level_of

# For all who ask for figures: the data of this run.
store = _held.store


def country() -> str:
    """What the country of this data is called in a sentence."""
    return "het demogebied" if store().demo else "Nederland"


def country_label() -> str:
    """What the country of this data is called at the head of a column or beside a line."""
    return "Demogebied" if store().demo else "Nederland"


@remembered(2)
def entries() -> catalog.Figures:
    """Every figure by id: the catalog, and what gemeenten brought along in files of their own."""
    own = municipal.own_variables(store().manifest()).values()
    scores = {id: tree.of_parts(id, parts) for id in _scores()}
    return catalog.Figures({**catalog.entries(), **scores, **catalog.own(own, municipal.SOURCE)})


def entry(id: str) -> Entry:
    """The figure with this id. Raises LeftOut for one that was left out, KeyError for one that never was."""
    return entries()[id]


def _scores() -> tuple[str, ...]:
    """The figures that are put together out of parts, as far as any area has them."""
    known = catalog.entries()
    return tuple(id for id in composite.nodes() if id in known and composite.children(id) and _made_at(id))


def _made_at(id: str) -> dict[int, str]:
    """Of which level the parts of a score are looked up, by year: of the wijken, and in years without these of another."""
    # Of two levels with the same year the first says it: written last.
    return {year: level for level in reversed(composite.MADE_AT) for year in years(level, id)}


def parts(id: str) -> Mapping[int, tuple[str, ...]]:
    """What a score was made of, by year: the parts that are known for areas with two thirds of the inhabitants of those that have it.

    Empty where that is not to be said, as what says how much is needed was left out.
    """
    found = {year: _parts(year) for year in sorted(_made_at(id))} if id in _scores() else {}
    return {year: of[id] for year, of in found.items() if id in of}


@remembered(64)
def _parts(year: int) -> dict[str, tuple[str, ...]]:
    """``parts`` of all scores in a year, in one reading of each level."""
    at = {id: (level, store().own_division(level, year, id)) for id in _scores() if (level := _made_at(id).get(year))}
    frames = {}
    for level, division in set(at.values()):
        found = [id for id, place in at.items() if place == (level, division)]
        wanted = ["inwoners", *dict.fromkeys(part for id in found for part in (id, *composite.may_have(id)))]
        frames[level, division] = store().table(level, year, wanted, division)
    try:
        return {id: composite.made_of(frames[place], id) for id, place in at.items()}
    except edited.LeftOut:
        # Every figure of every page is asked for with these: without them a score is there, its breaks are not known.
        return {}


@remembered(64)
def parts_at(id: str, level: str, year: int) -> tuple[str, ...]:
    """The same of one level in one year; empty for what is no score, and where that is not to be said."""
    if id not in _scores() or year not in years(level, id):
        return ()
    wanted = ["inwoners", id, *composite.may_have(id)]
    try:
        return composite.made_of(store().table(level, year, wanted, store().own_division(level, year, id)), id)
    except edited.LeftOut:
        return ()


def meant(entry: Entry, year: int | None) -> Entry:
    """What a figure is in a year: a headline under the name of its definition, a composite named after its parts."""
    return named_after_parts(entries().get(entry.definition(year or 0), entry), year)


def named_after_parts(entry: Entry, year: int | None) -> Entry:
    """A composite under the name that says what it was made of in a year; any other figure as it is."""
    if year is None or entry.id not in need.composites() or year not in _made_at(entry.id):
        return entry
    made = _parts(year).get(entry.id, ())
    return replace(entry, label=need.label(entry.id, made)) if made else entry


def listed() -> dict[str, Entry]:
    """Every figure to choose from: without variables that an indicator shows under its own name."""
    return {id: entry for id, entry in entries().items() if entry.replaced_by is None}


def mappable() -> dict[str, Entry]:
    """The listed figures of which a coloured map is honest."""
    return {id: entry for id, entry in listed().items() if entry.mappable}


def themes() -> dict[str, tuple[Entry, ...]]:
    """The listed figures per theme id, in the order of the themes; themes without any are left out."""
    return {theme: found for theme in THEMES if (found := tuple(e for e in listed().values() if e.theme == theme))}


def fetched(sources: Iterable[str] | None = None) -> tuple[str, ...]:
    """When each of these sources (None: all there are) was last fetched and went well: ISO texts, oldest first.

    What was computed here was not fetched: to compute it again makes no figure of a source newer.
    """
    wanted = None if sources is None else set(sources)
    newest: dict[str, str] = {}
    for key, pull in store().manifest()["pulls"].items():
        source, moment = key.split("/")[0], str(pull.get("fetched") or "")
        asked = source != computed.SOURCE.id and (wanted is None or source in wanted)
        if asked and moment:  # a pull that failed since leaves the moment of the last that did not
            newest[source] = max(moment, newest.get(source, ""))
    return tuple(sorted(newest.values()))


# A figure of all buurten is a third of a megabyte, one of all wijken a twelfth: at most some 90 MB, as a rule 20.
@remembered(256)
def values(indicator: str, level: str, year: int) -> pd.DataFrame:
    """One figure for all areas of a level: index region; columns value (NaN where missing) and status (an id, or "")."""
    held = store()
    division = held.own_division(level, year, indicator)
    return pd.DataFrame(
        {
            "value": held.table(level, year, [indicator], division)[indicator],
            "status": held.statuses(level, year, [indicator], division)[indicator],
        }
    )


@remembered(12)
def named(level: str) -> dict[int, int]:
    """How many areas of this level each division names, by year."""
    held = store()
    return {year: len(held.names(level, year)) for year in _name_years(held, level)}


def value_of(indicator: str, region: str, year: int) -> float | None:
    """One figure of one area; None when it is not known."""
    found = values(indicator, level_of(region), year)["value"].get(region)
    return None if format.is_missing(found) else found


def years(level: str, indicator: str) -> list[int]:
    """Years in which this figure has a value at this level, oldest first."""
    return list(counts(indicator, level))


def counts(indicator: str, level: str) -> dict[int, int]:
    """How many areas of this level have a value of this figure, by year, oldest first; years without any left out."""
    return _counts().get((indicator, level), {})


def with_values(*levels: str) -> frozenset[str]:
    """Ids of the figures that have a value at one of these levels in some year."""
    return frozenset(id for id, level in _counts() if level in levels)


def main_year(indicator: str, level: str) -> int | None:
    """The newest year in which a figure is there for most areas that ever had it: what a page opens with."""
    return profile.main_year(counts(indicator, level))


@dataclass(frozen=True)
class Place:
    """An area that the reader can look for: the newest division in which its code occurs, or an older one (``place``)."""

    code: str
    name: str
    level: str
    gemeente: str
    year: int

    @property
    def label(self) -> str:
        """``Delfshaven, wijk in Rotterdam``; of an area as it was with the year: ``Wijk 01 Vianen (2020), wijk in …``."""
        return format.place(self.dated, self.level, self.gemeente)

    @property
    def undated(self) -> str:
        """The same without the year, where that is told beside it."""
        return format.place(self.name, self.level, self.gemeente)

    @property
    def dated(self) -> str:
        """The name, of an area as it was with its year: two areas of one code differ only in that."""
        return format.dated(self.name, self.code)


def place(code: str | None) -> Place | None:
    """The area with this code in its newest division, or in the one that the code names (``WK196101@2020``).

    None for a code that no division knows, or not that one.
    """
    if code is None or "@" not in code:
        return None if code is None else places().get(code)
    bare, _, year = code.partition("@")
    level = next((level for level, prefix in CODE_PREFIX.items() if bare.startswith(prefix)), "")
    if not year.isdecimal() or int(year) not in _name_years(store(), level):
        return None
    row = store().names(level, int(year)).reindex([bare]).iloc[0]
    return None if row.isna().all() else Place(code, str(row["name"]), level, str(row["gemeente_name"]), int(year))


@remembered(2)
def gemeenten() -> dict[str, str]:
    """Code and name of every gemeente of the newest division, by name."""
    found = [p for p in places().values() if p.level == "gemeente"]
    newest = max((p.year for p in found), default=0)
    return {p.code: p.name for p in sorted(found, key=lambda p: folded(p.name)) if p.year == newest}


@remembered(2)
def _counts() -> dict[tuple[str, str], dict[int, int]]:
    found: dict[tuple[str, str], dict[int, int]] = {}
    for part in sorted(store().manifest()["observations"].values(), key=lambda part: int(part["year"])):
        for variable, count in part["variables"].items():
            if count:
                found.setdefault((variable, part["level"]), {})[part["year"]] = count
    return found


@remembered(2)
def places() -> Mapping[str, Place]:
    """Every place by code, each in its newest division; newest divisions first."""
    held = store()
    found: dict[str, Place] = {}
    for level in LEVELS[1:]:
        for year in reversed(_name_years(held, level)):
            frame = held.names(level, year)
            for code, name, gemeente in zip(frame.index, frame["name"], frame["gemeente_name"], strict=True):
                found.setdefault(code, Place(code, name, level, gemeente, year))
    return found


def _name_years(held: Store, level: str) -> list[int]:
    manifest = held.manifest()
    drawn = held.divisions(level)
    return sorted({e["year"] for e in manifest["names"].values() if e["level"] == level} | set(drawn))
