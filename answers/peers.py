"""Wijken that are built alike, for the pages: who they are, how near, and what another figure is there."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from answers import data, format, words
from indicators import peers, uncertainty
from indicators.catalog import Entry
from loaders.vocabulary import level_of

LEVEL = "wijk"
SHOWN = 8
ADDED = 4


def year() -> int | None:
    """The year whose structure is compared: the newest of those with most kinds of traits."""
    return _year(data.store().version)


@st.cache_resource(max_entries=2, show_spinner=False)
def _year(version: str) -> int | None:
    counts: dict[int, dict[str, int]] = {}
    for id in peers.trait_ids():
        for when, count in data.counts(id, LEVEL).items():
            counts.setdefault(when, {})[id] = count
    return peers.best_year(counts)


def of(code: str) -> peers.Peers | None:
    """The peers of a wijk, nearest first; None for another level, and where no year can be used."""
    when = year()
    if level_of(code) != LEVEL or when is None:
        return None
    return peers.nearest(_space(data.store().version, when), code)


def wijktype(code: str) -> str:
    """The type of a wijk in one sentence; "" where it has none."""
    when = year()
    if level_of(code) != LEVEL or when is None:
        return ""
    return peers.described(_types(data.store().version, when), code)


def to_show(found: peers.Peers, code: str, wanted: Sequence[Entry], number: int = SHOWN) -> Entry:
    """The first of these figures that is known for at least half of the wijk and its nearest peers; else the first."""
    shown = [code, *list(found.distances)[:number]]

    def known(entry: Entry) -> int:
        when = data.main_year(entry.id, LEVEL)
        return 0 if when is None else int(data.values(entry.id, LEVEL, when)["value"].reindex(shown).count())

    return next((entry for entry in wanted if known(entry) * 2 >= len(shown)), wanted[0])


def table(found: peers.Peers, code: str, entry: Entry, number: int = SHOWN) -> pd.DataFrame:
    """The wijk itself and its nearest peers as text: name, gemeente, distance, and the value of one figure."""
    when = data.main_year(entry.id, LEVEL)
    values = data.values(entry.id, LEVEL, when)["value"] if when else pd.Series(dtype=float)
    rows = []
    for one in [code, *list(found.distances)[:number]]:
        place = data.place(one)
        distance = found.distances.get(one)
        rows.append(
            {
                "Wijk": place.name if place else one,
                "Gemeente": place.gemeente if place else "",
                "Afstand": "deze wijk" if distance is None else format.number(distance, 2),
                f"{entry.label} ({when})" if when else entry.label: words.short(entry, values.get(one)),
            }
        )
    return pd.DataFrame(rows)


def to_add(chosen: Sequence[str], most: int) -> list[str]:
    """The nearest peers of the first chosen wijk that has any, without those that are chosen: at most four, as far as they fit."""
    for code in chosen:
        found = of(code)
        if found and found.distances:
            fresh = [peer for peer in found.distances if peer not in chosen]
            return fresh[: max(0, min(ADDED, most - len(chosen)))]
    return []


@st.cache_resource(max_entries=2, show_spinner=False)
def _space(version: str, when: int) -> peers.Space:
    return peers.space(data.store().table(LEVEL, when, peers.trait_ids()))


@st.cache_resource(max_entries=2, show_spinner=False)
def _types(version: str, when: int) -> peers.Types:
    return peers.types(_space(version, when))


def sentence(found: peers.Peers, code: str, entry: Entry) -> str:
    """Whether one figure of a wijk is clearly apart from the middle of its peers; "" where that cannot be said."""
    when = data.main_year(entry.id, LEVEL)
    if when is not None and entry.definitions:
        entry = data.entry(entry.definition(when))
    if when is None or not uncertainty.needs(entry):
        return ""
    frame = data.store().table(LEVEL, when, list(uncertainty.needs(entry)))
    middle = frame[entry.id].reindex(list(found.distances)).median()
    if code not in frame.index or pd.isna(middle):
        return ""
    result = str(uncertainty.compare(entry, frame.loc[[code]], float(middle))["result"].iloc[0])
    if not result:
        return ""
    said = (
        f"duidelijk {result} dan" if result in (uncertainty.HIGHER, uncertainty.LOWER) else "niet duidelijk anders dan"
    )
    return (
        f"{entry.label} ({when}) is hier {said} het midden van de vergelijkbare wijken: {words.short(entry, middle)}."
    )
