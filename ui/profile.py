"""One area, every figure: the newest value that is there, beside its gemeente and the Netherlands of the same year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from indicators import series
from indicators.catalog import Absolute, Entry, absolute
from loaders.source import COUNTRY, STATUSES, gemeente_of, level_of
from loaders.store import Store
from ui.strip import Spread, spread


@dataclass(frozen=True)
class Figure:
    """One indicator of one area. ``year`` holds for the value, the gemeente, the country and the spread alike.

    ``value`` is None when it is not known; ``status`` then says why ("" when the source has no such row) and ``last``
    is the last year with a value for this very area, with that value. ``count`` is the rough number that a share or rate
    comes down to.
    """

    id: str
    year: int | None
    value: float | None = None
    status: str = ""
    gemeente: float | None = None
    country: float | None = None
    count: Absolute | None = None
    place: Spread | None = None
    last: tuple[int, float] | None = None


def figures(store: Store, region: str, entries: Sequence[Entry], year: int | None = None) -> list[Figure]:
    """A figure for each entry, in the order given: of ``year``, or else of the newest year with data."""
    level = level_of(region)
    years = {e.id: _year(store, level, e.id, year, region) for e in entries}
    found: dict[str, Figure] = {}
    for one in sorted({y for y in years.values() if y is not None}, reverse=True):
        group = [e for e in entries if years[e.id] == one]
        found.update({f.id: f for f in _of_year(store, region, level, one, group)})
    missing = [f.id for f in found.values() if f.value is None]
    last = last_known(store, region, level, missing) if missing else {}
    return [_with_last(found.get(e.id, Figure(e.id, None)), last.get(e.id)) for e in entries]


def _year(store: Store, level: str, variable: str, year: int | None, region: str) -> int | None:
    if year is not None:
        return year if year in store.years(level, variable) else None
    return max(usable_years(store, level, variable, [region]), default=None)


def usable_years(store: Store, level: str, variable: str, regions: Sequence[str] = ()) -> list[int]:
    """The years in which at least half as many areas have a value as ever had one, oldest first.

    A publisher's first release of a year can hold the figure for a few areas only: that is not yet its newest year.
    Of these, the years whose division knows all of ``regions`` of this level, when there are any: an area that had
    another code in the newest year is better shown in its own newest year than as unknown.
    """
    counts = {
        entry["year"]: entry["variables"][variable]
        for entry in store.manifest()["observations"].values()
        if entry["level"] == level and entry["variables"].get(variable)
    }
    usable = sorted(year for year, count in counts.items() if count * 2 >= max(counts.values()))
    codes = [code for code in regions if code != COUNTRY]
    return [year for year in usable if set(codes) <= _known_codes(store, level, year)] or usable


def _known_codes(store: Store, level: str, year: int) -> set[str]:
    return set(store.names(level, year).index)


def _of_year(store: Store, region: str, level: str, year: int, entries: Sequence[Entry]) -> list[Figure]:
    ids = [e.id for e in entries]
    groups = [e.per for e in entries if e.per]
    values = store.table(level, year, [*dict.fromkeys([*ids, *groups])])
    statuses = store.statuses(level, year, ids)
    gemeente = gemeente_of(region) if level in ("wijk", "buurt") else None
    above = known_values(store.table("gemeente", year, ids), gemeente)
    country = known_values(store.table("land", year, ids), COUNTRY if level != "land" else None)
    own, why = known_values(values, region), row_words(statuses, region)
    return [
        Figure(
            id=e.id,
            year=year,
            value=(value := own.get(e.id)),
            status=why.get(e.id, ""),
            gemeente=above.get(e.id),
            country=country.get(e.id),
            count=None if value is None else absolute(e, value, own),
            place=spread(values[e.id], value) if level != "land" else None,
        )
        for e in entries
    ]


def known_values(table: pd.DataFrame, region: str | None) -> dict[str, float]:
    """The known values of one region by variable; a missing value is not in it."""
    if region is None or region not in table.index:
        return {}
    row = table.loc[[region]].iloc[0].dropna()
    return {str(key): float(value) for key, value in row.items()}


def row_words(table: pd.DataFrame, region: str) -> dict[str, str]:
    """One region's statuses by variable; empty when the region is not in the frame."""
    if region not in table.index:
        return {}
    return {str(key): str(value) for key, value in table.loc[[region]].iloc[0].items()}


def last_known(store: Store, region: str, level: str, ids: Iterable[str]) -> dict[str, tuple[int, float]]:
    """The last year in which this area did have a value, with that value, by variable."""
    frame = store.observations(variables=list(ids), level=level, regions=[region]).dropna(subset=["value"])
    found: dict[str, tuple[int, float]] = {}
    for variable, rows in frame.groupby("variable", observed=True):
        newest = rows.sort_values("year")[["year", "value"]].to_numpy()[-1]
        found[str(variable)] = (int(newest[0]), float(newest[1]))
    return found


def _with_last(figure: Figure, last: tuple[int, float] | None) -> Figure:
    return figure if last is None else replace(figure, last=last)


def why_empty(figure: Figure, level_plural: str, levels: Sequence[str] = ()) -> str:
    """Why this cell has no value, in words. "" when it has one.

    ``levels`` are the plurals of the levels at which the figure does exist.
    """
    if figure.value is not None:
        return ""
    if figure.year is None:
        other = f"; wel voor {' en '.join(levels)}" if levels else ""
        return f"niet gepubliceerd voor {level_plural}{other}"
    return STATUSES.get(figure.status, "dit gebied staat niet in de bron van dat jaar")


@dataclass(frozen=True)
class Trend:
    """A figure through the years: one column an area in ``values`` (index year), and where each area's line is cut."""

    values: pd.DataFrame
    cuts: dict[str, list[series.Cut]]


def trend(store: Store, regions: Sequence[str], variable: str, breaks: Sequence[int] = ()) -> Trend:
    """The values of ``variable`` for the regions, from the oldest year to the newest, and the cuts of each.

    Years without a value for any of the regions are left out; a cell without a value is NaN.
    """
    frames = [
        store.observations(variables=[variable], level=level_of(code), regions=[code])[["year", "region", "value"]]
        for code in regions
    ]
    long = pd.concat(frames).astype({"region": str}).dropna(subset=["value"])
    values = long.pivot_table(index="year", columns="region", values="value", aggfunc="last")
    values = values.reindex(columns=list(dict.fromkeys(regions))).sort_index()
    values.index = values.index.astype(int)
    known = {code: [int(y) for y in values[code].dropna().index] for code in values.columns}
    return Trend(values, {code: series.cuts(years, breaks, *changes(store, code)) for code, years in known.items()})


def changes(store: Store, region: str) -> tuple[dict[int, str], dict[int, bool]]:
    """Per year that the store knows: CBS's change flag of this area, and whether its code existed at all."""
    level = level_of(region)
    held = [int(year) for kind, _, year in (key.partition("/") for key in store.manifest()["names"]) if kind == level]
    return series.marks(region, {year: store.names(level, year) for year in held})
