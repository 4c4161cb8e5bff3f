"""Wijken that are built alike, for the pages: who they are, how near, and what another figure is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from answers import data, format, ground, words
from answers.held import remembered
from indicators import peers, uncertainty
from indicators.catalog import Entry
from loaders.vocabulary import level_of

LEVEL = "wijk"
SHOWN = 8
ADDED = 4


@remembered(2)
def year() -> int | None:
    """The year whose structure is compared: the newest of those with most kinds of traits."""
    counts: dict[int, dict[str, int]] = {}
    for id in peers.trait_ids():
        for when, count in data.counts(id, LEVEL).items():
            counts.setdefault(when, {})[id] = count
    return peers.best_year(counts)


def peers_of(code: str) -> peers.Peers | None:
    """The peers of a wijk (answers.ground), nearest first; None for another level, and where no year can be used.

    None too where the wijk was another area in that year. Peers that are no wijken any more are left out.
    """
    when = year()
    there = ground.line(code).get(when) if when is not None and level_of(code) == LEVEL else None
    found = peers.nearest(_space(when), there) if when is not None and there else None
    if when is None or found is None:
        return None
    meant = ground.regions(LEVEL, when)
    now = {str(meant[one]): distance for one, distance in found.distances.items() if "@" not in str(meant[one])}
    return replace(found, distances=now)


def wijktype(code: str) -> str:
    """The type of a wijk in one sentence; "" where it has none."""
    when = year()
    there = ground.line(code).get(when) if when is not None and level_of(code) == LEVEL else None
    return peers.described(_types(when), there) if when is not None and there else ""


def to_show(found: peers.Peers, code: str, wanted: Sequence[Entry], number: int = SHOWN) -> Entry:
    """The first of these figures that is known for at least half of the wijk and its nearest peers; else the first."""
    shown = [code, *list(found.distances)[:number]]

    def known(entry: Entry) -> int:
        when = data.main_year(entry.id, LEVEL)
        return 0 if when is None else int(_values(entry, when, shown)["value"].count())

    return next((entry for entry in wanted if known(entry) * 2 >= len(shown)), wanted[0])


def table(found: peers.Peers, code: str, entry: Entry, number: int = SHOWN) -> pd.DataFrame:
    """The wijk itself and its nearest peers as text: name, gemeente, distance, and the value of one figure."""
    when = data.main_year(entry.id, LEVEL)
    shown = [code, *list(found.distances)[:number]]
    held = _values(entry, when, shown) if when else pd.DataFrame(columns=["value", "status"])
    rows = []
    for one in shown:
        place = data.place(one)
        distance = found.distances.get(one)
        rows.append(
            {
                "Wijk": place.name if place else one,
                "Gemeente": place.gemeente if place else "",
                "Afstand": "deze wijk" if distance is None else format.number(distance, 2),
                f"{entry.label} ({when})" if when else entry.label: words.short(
                    entry, held["value"].get(one), str(held["status"].get(one, ""))
                ),
            }
        )
    return pd.DataFrame(rows)


def _values(entry: Entry, when: int, areas: Sequence[str]) -> pd.DataFrame:
    """A figure of a year of these wijken, as far as they were the same then: columns value and status."""
    division = data.store().own_division(LEVEL, when, entry.id)
    return ground.of_areas(data.values(entry.id, LEVEL, when), areas, division)


def to_add(chosen: Sequence[str], most: int) -> list[str]:
    """The nearest peers of the first chosen wijk that has any, without what was chosen: four, as far as they fit."""
    for code in chosen:
        found = peers_of(code)
        if found and found.distances:
            fresh = [peer for peer in found.distances if peer not in chosen]
            return fresh[: max(0, min(ADDED, most - len(chosen)))]
    return []


@remembered(2)
def _space(when: int) -> peers.Space:
    return peers.space(data.store().table(LEVEL, when, peers.trait_ids()))


@remembered(2)
def _types(when: int) -> peers.Types:
    return peers.types(_space(when))


def sentence(found: peers.Peers, code: str, entry: Entry) -> str:
    """Whether one figure of a wijk is clearly apart from the middle of its peers; "" where that cannot be said.

    Of a handful of peers the middle is itself not sure (uncertainty.median_interval); with too few it is not said.
    """
    when = data.main_year(entry.id, LEVEL)
    if when is not None and entry.definitions:
        entry = data.meant(entry, when)
    if when is None or not uncertainty.needs(entry):
        return ""
    division = data.store().own_division(LEVEL, when, entry.id)
    frame = data.store().table(LEVEL, when, list(uncertainty.needs(entry)), division)
    alike = ground.of_areas(frame, list(found.distances), division)[entry.id].dropna()
    middle = alike.median()
    there = ground.line(code).get(division)
    if there not in frame.index or pd.isna(middle):
        return ""
    between = uncertainty.median_interval(alike.to_numpy(dtype=float))
    if between is None:
        known = format.plural(len(alike), "vergelijkbare wijk", "vergelijkbare wijken")
        return (
            f"{entry.label} ({when}) is bekend van {known}: te weinig om te zeggen of het hier duidelijk anders is dan in het "
            "midden daarvan."
        )
    result = str(uncertainty.beside_median(entry, frame.loc[[there]], float(middle), between).iloc[0])
    if not result:
        return ""
    clear = result in (uncertainty.HIGHER, uncertainty.LOWER)
    said = f"duidelijk {result} dan" if clear else "niet duidelijk anders dan"
    value = words.short(entry, middle)
    return f"{entry.label} ({when}) is hier {said} het midden van de vergelijkbare wijken: {value}."
