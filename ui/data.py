"""The data as pages ask for it: read once a process for each version of the data, shared by all sessions, never written.

What these functions return is shared: do not change it, copy it first. The version of the data is part of every cache
key, so that a pull shows up at the next rerun and an old version is forgotten. Pages ask this hundreds of times a rerun,
hence Python's own cache: Streamlit's looks at the signature of the function at every call.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from indicators import catalog, profile
from indicators.catalog import Entry
from loaders import store as _store
from loaders.sources import computed, municipal
from loaders.vocabulary import LEVELS, THEMES, level_of
from ui import format, postcodes

_LEVEL_ORDER = {"gemeente": 0, "wijk": 1, "buurt": 2}


_HELD = "_held_store"
_given: ContextVar[_store.Store | None] = ContextVar("store", default=None)


def store() -> _store.Store:
    """The data that this reader sees: the version that ``hold`` settled for this run, else the data of today.

    Those are pulled figures when there are any, else the demo region. A run never sees two versions: a pull that lands
    half-way shows at the next one, and a fragment keeps to the version of the page around it.
    """
    if (given := _given.get()) is not None:
        return given
    held: _store.Store | None = st.session_state.get(_HELD) if get_script_run_ctx(suppress_warning=True) else None
    return held or _store.current()


@contextmanager
def working_with(held: _store.Store) -> Iterator[None]:
    """Within this, the data is this version: for a file that is made apart from the page that offered it."""
    before = _given.set(held)
    try:
        yield
    finally:
        _given.reset(before)


def hold(held: _store.Store) -> None:
    """Let this session see this version until the next call. ``ui.versions.settle`` does so at the start of a run."""
    st.session_state[_HELD] = held


def country() -> str:
    """What the country of this data is called in a sentence."""
    return "het demogebied" if store().demo else "Nederland"


def country_label() -> str:
    """What the country of this data is called at the head of a column or beside a line."""
    return "Demogebied" if store().demo else "Nederland"


def entries() -> dict[str, Entry]:
    """Every figure by id: the catalog, and what gemeenten brought along in files of their own."""
    return _entries(store().version)


def entry(id: str) -> Entry:
    """The figure with this id. Raises KeyError for one that is not in ``entries``."""
    return entries()[id]


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
        if asked and moment and pull.get("status") != "failed":
            newest[source] = max(moment, newest.get(source, ""))
    return tuple(sorted(newest.values()))


def values(indicator: str, level: str, year: int) -> pd.DataFrame:
    """One figure for all areas of a level: index region; columns value (NaN where missing) and status (an id, or "")."""
    return _values(store().version, indicator, level, year)


def names(level: str, year: int) -> pd.DataFrame:
    """``Store.names`` of the division of this year, or of the nearest year that has names; empty when there is none."""
    return _names(store().version, level, year)


def named(level: str) -> dict[int, int]:
    """How many areas of this level each division names, by year."""
    return _named(store().version, level)


def value_of(indicator: str, region: str, year: int) -> float | None:
    """One figure of one area; None when it is not known."""
    found = values(indicator, level_of(region), year)["value"].get(region)
    return None if format.is_missing(found) else found


def years(level: str, indicator: str) -> list[int]:
    """Years in which this figure has a value at this level, oldest first."""
    return list(counts(indicator, level))


def counts(indicator: str, level: str) -> dict[int, int]:
    """How many areas of this level have a value of this figure, by year, oldest first; years without any left out."""
    return _counts(store().version).get((indicator, level), {})


def with_values(*levels: str) -> frozenset[str]:
    """Ids of the figures that have a value at one of these levels in some year."""
    return frozenset(id for id, level in _counts(store().version) if level in levels)


def main_year(indicator: str, level: str) -> int | None:
    """The newest year in which a figure is there for most areas that ever had it: what a page opens with."""
    return profile.main_year(counts(indicator, level))


@dataclass(frozen=True)
class Place:
    """An area that the reader can look for: the newest division in which its code occurs."""

    code: str
    name: str
    level: str
    gemeente: str
    year: int

    @property
    def label(self) -> str:
        """``Delfshaven, wijk in Rotterdam``."""
        return format.place(self.name, self.level, self.gemeente)


def place(code: str | None) -> Place | None:
    """The area with this code in its newest division; None for a code that no division knows."""
    return None if code is None else _places(store().version)[0].get(code)


def places() -> Mapping[str, Place]:
    """Every area by code, each in its newest division: for many at a time."""
    return _places(store().version)[0]


def gemeenten() -> dict[str, str]:
    """Code and name of every gemeente of the newest division, by name."""
    return _gemeenten(store().version)


def search(text: str, most: int = 8, levels: tuple[str, ...] = ("gemeente", "wijk", "buurt")) -> list[Place]:
    """The places that best fit what was typed: a name, a code or (where addresses were fetched) a postcode, accents and capitals aside, small slips forgiven.

    A gemeente can be added behind the name ("centrum utrecht"). Best first: the same name, then a name that begins
    so, then one with a word that begins so, then one that holds it, then one that looks like it; larger areas first, and areas of today before those of an earlier year.
    """
    wanted = folded(text)
    if len(wanted) < 2:
        return []
    places, index = _places(store().version)
    by_postcode = postcodes.buurten(text)
    if by_postcode:
        return [places[code] for code in by_postcode if code in places and places[code].level in levels][:most]
    code = wanted.replace(" ", "").upper()
    if code in places:
        return [places[code]]
    ranked = [
        (rank, entry) for entry in index if (rank := _rank(wanted, entry)) is not None and entry[2].level in levels
    ]
    if not ranked:
        ranked = _look_alikes(wanted, [e for e in index if e[2].level in levels])
    ranked.sort(key=lambda r: (r[0], _LEVEL_ORDER[r[1][2].level], -r[1][2].year, len(r[1][0]), r[1][0], r[1][1]))
    return [entry[2] for _, entry in ranked[:most]]


def folded(text: str) -> str:
    """Text without accents, capitals, punctuation and double spaces, to compare names by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’")
    return " ".join(kept.split())


_Entry = tuple[str, str, Place]


def _rank(wanted: str, entry: _Entry) -> float | None:
    name, gemeente, _ = entry
    if wanted == name:
        return 0
    if name.startswith(wanted):
        return 1
    padded = f" {name}"
    if f" {wanted}" in padded:
        return 2
    words = wanted.split()
    if len(words) > 1 and all(f" {w}" in f"{padded} {gemeente}" for w in words):
        return 3
    return 4 if len(wanted) >= 3 and wanted in name else None


def _look_alikes(wanted: str, entries: list[_Entry]) -> list[tuple[float, _Entry]]:
    """Names that share most letters in order with what was typed, with how unlike they are (5 to 6)."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    found: list[tuple[float, _Entry]] = []
    alike: dict[str, float] = {}
    for entry in entries:
        name = entry[0]
        if name not in alike:
            matcher.set_seq1(name)
            close = matcher.real_quick_ratio() >= 0.72 and matcher.quick_ratio() >= 0.72
            alike[name] = matcher.ratio() if close else 0.0
        if alike[name] >= 0.72:
            found.append((6 - alike[name], entry))
    return found


@lru_cache(maxsize=2)
def _entries(version: str) -> dict[str, Entry]:
    own = municipal.own_variables(store().manifest()).values()
    return {**catalog.entries(), **catalog.own(own, municipal.SOURCE)}


@lru_cache(maxsize=2)
def _counts(version: str) -> dict[tuple[str, str], dict[int, int]]:
    found: dict[tuple[str, str], dict[int, int]] = {}
    for part in sorted(store().manifest()["observations"].values(), key=lambda part: int(part["year"])):
        for variable, count in part["variables"].items():
            if count:
                found.setdefault((variable, part["level"]), {})[part["year"]] = count
    return found


# A figure of all buurten is a third of a megabyte, one of all wijken a twelfth: at most some 90 MB, as a rule 20.
@lru_cache(maxsize=256)
def _values(version: str, indicator: str, level: str, year: int) -> pd.DataFrame:
    held = store()
    division = held.own_division(level, year, indicator)
    return pd.DataFrame(
        {
            "value": held.table(level, year, [indicator], division)[indicator],
            "status": held.statuses(level, year, [indicator], division)[indicator],
        }
    )


@lru_cache(maxsize=32)
def _names(version: str, level: str, year: int) -> pd.DataFrame:
    held = store()
    known = _name_years(held, level)
    nearest = min(known, key=lambda y: (abs(y - year), -y), default=year)
    return held.names(level, nearest)


@lru_cache(maxsize=12)
def _named(version: str, level: str) -> dict[int, int]:
    held = store()
    return {year: len(held.names(level, year)) for year in _name_years(held, level)}


@lru_cache(maxsize=2)
def _places(version: str) -> tuple[dict[str, Place], list[_Entry]]:
    """Every place by code, and for the search: folded name, folded gemeente, place. Newest division first."""
    held = store()
    found: dict[str, Place] = {}
    for level in LEVELS[1:]:
        for year in reversed(_name_years(held, level)):
            frame = held.names(level, year)
            for code, name, gemeente in zip(frame.index, frame["name"], frame["gemeente_name"], strict=True):
                found.setdefault(code, Place(code, name, level, gemeente, year))
    return found, [(folded(p.name), folded(p.gemeente), p) for p in found.values()]


@lru_cache(maxsize=2)
def _gemeenten(version: str) -> dict[str, str]:
    found = [p for p in _places(version)[0].values() if p.level == "gemeente"]
    newest = max((p.year for p in found), default=0)
    return {p.code: p.name for p in sorted(found, key=lambda p: folded(p.name)) if p.year == newest}


def _name_years(held: _store.Store, level: str) -> list[int]:
    manifest = held.manifest()
    drawn = held.divisions(level)
    return sorted({e["year"] for e in manifest["names"].values() if e["level"] == level} | set(drawn))
