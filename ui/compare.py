"""Areas side by side: for each indicator one value an area, of one and the same year wherever there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from indicators.catalog import Entry
from loaders.source import level_of
from loaders.store import Store
from ui.profile import known_values, row_words


@dataclass(frozen=True)
class Row:
    """One indicator of all chosen areas. The dicts are keyed by area code.

    ``years`` holds the year of each area's value (None: this level has no such figure at all); ``values`` None where
    not known, with the status id in ``statuses``.
    """

    id: str
    years: dict[str, int | None] = field(default_factory=dict)
    values: dict[str, float | None] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)

    @property
    def one_year(self) -> int | None:
        """The year that all values share; None when there are several, or none."""
        found = {year for year in self.years.values() if year is not None}
        return found.pop() if len(found) == 1 else None

    @property
    def mixed(self) -> bool:
        """True when the areas' values are of different years."""
        return len({year for year in self.years.values() if year is not None}) > 1


def rows(store: Store, regions: Sequence[str], entries: Sequence[Entry], year: int | None = None) -> list[Row]:
    """A row for each entry, in the order given.

    The year is ``year``, or else the newest in which every level among the areas has data for that indicator; where
    no year is shared, each level's own newest, and the row says so (``mixed``).
    """
    levels = {code: level_of(code) for code in regions}
    chosen = {e.id: years_of(store, set(levels.values()), e.id, year) for e in entries}
    found = {e.id: Row(e.id, {code: chosen[e.id][levels[code]] for code in regions}) for e in entries}
    wanted: dict[tuple[str, int], list[str]] = {}
    for id_, by_level in chosen.items():
        for level, one in by_level.items():
            if one is not None:
                wanted.setdefault((level, one), []).append(id_)
    for (level, one), ids in wanted.items():
        codes = [code for code in regions if levels[code] == level]
        values, statuses = store.table(level, one, ids), store.statuses(level, one, ids)
        for code in codes:
            known, why = known_values(values, code), row_words(statuses, code)
            for id_ in ids:
                found[id_].values[code] = known.get(id_)
                found[id_].statuses[code] = why.get(id_, "")
    return [found[e.id] for e in entries]


def years_of(store: Store, levels: set[str], variable: str, year: int | None) -> dict[str, int | None]:
    """For each level the year to show: the asked one where it is there, a shared one, or the level's own newest."""
    has = {level: store.years(level, variable) for level in levels}
    if year is not None:
        return {level: year if year in years else None for level, years in has.items()}
    filled = [set(years) for years in has.values() if years]
    shared = set.intersection(*filled) if filled else set()
    newest = max(shared, default=None)
    return {level: (None if not years else newest or years[-1]) for level, years in has.items()}
