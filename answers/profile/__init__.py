"""One area, every figure: the newest value that is there, beside its gemeente and the Netherlands of the same year."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd

from answers import format
from answers.spread import FEWEST, Spread, spread
from indicators import profile, series, words
from indicators.assessment import Assessment
from indicators.catalog import Absolute, Entry, absolute
from indicators.profile import OTHER_DIVISION
from loaders.places import crosswalk
from loaders.store import Store
from loaders.vocabulary import CODE_PREFIX, COUNTRY, STATUSES, gemeente_of, level_of

# The level of the areas that one of this level is made of, as far as a profile shows them.
PARTS = {"gemeente": "wijk", "wijk": "buurt"}


@dataclass(frozen=True)
class Figure:
    """One indicator of one area. ``year`` holds for the value, the gemeente, the country and the spread alike.

    So does ``division``, the year of the boundaries (the country has the same ones always). ``value`` is None when it is
    not known; ``status`` then says why ("" when the source has no such row) and ``last`` is the last year with a value
    for this very area, with that value and its division. ``count`` is the rough number that a share or rate comes down to.
    ``alike`` is the middle of the areas that are built alike, ``parts`` are the known values of the areas that this one is
    made of by code, ``parts_count`` how many of those there are. ``said`` is what may be said of the value: interval, trend, clear differences (filled by answers.assessed).
    """

    id: str
    year: int | None
    value: float | None = None
    status: str = ""
    gemeente: float | None = None
    country: float | None = None
    count: Absolute | None = None
    place: Spread | None = None
    last: tuple[int, float, int] | None = None
    division: int | None = None
    alike: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    parts_count: int = 0
    said: Assessment = field(default_factory=Assessment)

    @property
    def compared(self) -> bool:
        """Whether there is something to hold it against: the country, or most other areas."""
        return self.country is not None or (self.place is not None and not self.place.partly)


@lru_cache(maxsize=4)
def _divisions(store: Store) -> dict[tuple[str, int, str], int]:
    """``Store.own_division`` of everything there is, by level, year and variable."""
    found: dict[tuple[str, int, str], set[int]] = {}
    for entry in store.manifest()["observations"].values():
        for variable in entry["variables"]:
            found.setdefault((entry["level"], entry["year"], variable), set()).update(entry["divisions"])
    return {key: key[1] if key[1] in on else max(on) for key, on in found.items()}


def division_of(store: Store, level: str, year: int, variable: str) -> int:
    """The boundaries that this figure of this year is on: the year's own, else the newest its source gave it on."""
    return _divisions(store).get((level, year, variable), year)


@lru_cache(maxsize=64)
def ground(store: Store, region: str) -> frozenset[int]:
    """The divisions, other than their year's, on which figures of this area may stand beside those of other years."""
    level = level_of(region)
    other = {on for (at, year, _), on in _divisions(store).items() if at == level and on != year}
    return crosswalk.same_ground(store, region, other)


def stands_for(store: Store, region: str, year: int, division: int) -> bool:
    """Whether a figure of this year on this division may stand for the area; each year's own boundaries always may."""
    return division == year or division in ground(store, region)


def history(store: Store, region: str, variables: Iterable[str]) -> profile.Figures:
    """Every year of these figures of one area, each on its own boundaries or on others that are comparable."""
    rows = _rows(store, region)
    return profile.figures(rows[rows["variable"].isin(list(variables))], ground(store, region))


@lru_cache(maxsize=64)
def _rows(store: Store, region: str) -> pd.DataFrame:
    """All that the store has of one area: reading one figure of it takes as long."""
    return store.observations(level=level_of(region), regions=[region])


def figures(
    store: Store, region: str, entries: Sequence[Entry], year: int | None = None, alike: Sequence[str] = ()
) -> list[Figure]:
    """A figure for each entry, in the order given: of ``year``, or else of the newest year with data.

    ``alike`` are the areas that are built alike: of theirs the middle is given, where at least five have a value.
    """
    level = level_of(region)
    years = {e.id: _year(store, level, e.id, year, region) for e in entries}
    found: dict[str, Figure] = {}
    groups: dict[tuple[int, int], list[Entry]] = {}
    for e in entries:
        if (one := years[e.id]) is not None:
            groups.setdefault((one, division_of(store, level, one, e.id)), []).append(e)
    for (one, division), group in groups.items():
        if stands_for(store, region, one, division):
            found.update({f.id: f for f in _of_year(store, region, level, one, division, group, alike)})
        else:
            found.update({e.id: Figure(e.id, one, status=OTHER_DIVISION, division=division) for e in group})
    missing = [f.id for f in found.values() if f.value is None]
    last = last_known(store, region, missing) if missing else {}
    return [_with_last(found.get(e.id, Figure(e.id, None)), last.get(e.id)) for e in entries]


def _year(store: Store, level: str, variable: str, year: int | None, region: str) -> int | None:
    if year is not None:
        return year if year in store.years(level, variable) else None
    return max(usable_years(store, level, variable, [region]), default=None)


def usable_years(store: Store, level: str, variable: str, regions: Sequence[str] = ()) -> list[int]:
    """The years in which at least half as many areas have a value as ever had one, oldest first.

    A publisher's first release of a year can hold the figure for a few areas only: that is not yet its newest year.
    Of these, the years whose figures are on boundaries that know all of ``regions`` of this level, when there are any:
    an area that had another code in the newest year is better shown in its own newest year than as unknown.
    """
    counts = {
        entry["year"]: entry["variables"][variable]
        for entry in store.manifest()["observations"].values()
        if entry["level"] == level and entry["variables"].get(variable)
    }
    usable = sorted(year for year, count in counts.items() if count * 2 >= max(counts.values()))
    codes = [code for code in regions if code != COUNTRY]
    return [year for year in usable if all(_known(store, code, year, variable) for code in codes)] or usable


def _known(store: Store, region: str, year: int, variable: str) -> bool:
    division = division_of(store, level_of(region), year, variable)
    return stands_for(store, region, year, division) and region in _codes(store, level_of(region), division)


@lru_cache(maxsize=64)
def _codes(store: Store, level: str, division: int) -> frozenset[str]:
    return frozenset(store.names(level, division).index)


def _of_year(
    store: Store, region: str, level: str, year: int, division: int, entries: Sequence[Entry], alike: Sequence[str]
) -> list[Figure]:
    ids = [e.id for e in entries]
    groups = [e.per for e in entries if e.per]
    values = store.table(level, year, [*dict.fromkeys([*ids, *groups])], division)
    statuses = store.statuses(level, year, ids, division)
    gemeente = gemeente_of(region) if level in ("wijk", "buurt") else None
    above = known_values(store.table("gemeente", year, ids, division), gemeente)
    country = _of_country(store, year, ids) if level != "land" else {}
    own, why = known_values(values, region), row_words(statuses, region)
    middles = _middles(values.loc[values.index.intersection(list(alike)), ids])
    everyone = _everyone(store, level, division)
    inside = parts_of(store, region, division)
    of_parts = _of_parts(store, inside, year, division, ids)
    return [
        Figure(
            id=e.id,
            year=year,
            value=(value := own.get(e.id)),
            status=why.get(e.id, ""),
            gemeente=above.get(e.id),
            country=country.get(e.id),
            count=None if value is None else absolute(e, value, own),
            place=spread(values[e.id], value, everyone) if level != "land" else None,
            division=division,
            alike=middles.get(e.id),
            parts=of_parts.get(e.id, {}),
            parts_count=len(inside),
        )
        for e in entries
    ]


@lru_cache(maxsize=64)
def _everyone(store: Store, level: str, division: int) -> int:
    """How many areas of a level there are: of this division, or of a fuller one where only a part of this one is there."""
    own = len(_codes(store, level, division))
    most = max((int(e["rows"]) for e in store.manifest()["names"].values() if e["level"] == level), default=own)
    return own if own * 2 >= most else most


def _middles(values: pd.DataFrame) -> dict[str, float]:
    """The middle of each column that has enough values."""
    enough = values.loc[:, values.notna().sum() >= FEWEST]
    return {str(id): float(value) for id, value in enough.median().items()}


def parts_of(store: Store, region: str, division: int) -> list[str]:
    """The codes of the areas that a gemeente or wijk is made of in this division; empty for other levels."""
    below = PARTS.get(level_of(region))
    if below is None:
        return []
    first = CODE_PREFIX[below] + region[2:]
    return sorted(code for code in _codes(store, below, division) if code.startswith(first))


def _of_parts(
    store: Store, codes: Sequence[str], year: int, division: int, ids: Sequence[str]
) -> dict[str, dict[str, float]]:
    """The known values of these areas of one year and division, by figure and code."""
    if not codes:
        return {}
    rows = store.observations(variables=ids, level=level_of(codes[0]), years=[year], regions=codes)
    rows = rows[(rows["division"] == division) & rows["value"].notna()]
    found: dict[str, dict[str, float]] = {}
    for variable, code, value in zip(rows["variable"], rows["region"], rows["value"], strict=True):
        found.setdefault(str(variable), {})[str(code)] = float(value)
    return found


def _of_country(store: Store, year: int, ids: Sequence[str]) -> dict[str, float]:
    """The country's known values of one year, whatever the division: its own boundaries do not change."""
    found: dict[str, float] = {}
    for division in dict.fromkeys(division_of(store, "land", year, id_) for id_ in ids):
        here = [id_ for id_ in ids if division_of(store, "land", year, id_) == division]
        found |= known_values(store.table("land", year, here, division), COUNTRY)
    return found


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


def last_known(store: Store, region: str, ids: Iterable[str]) -> dict[str, tuple[int, float, int]]:
    """The last year in which this area did have a value, with that value and its division, by variable."""
    found: dict[str, tuple[int, float, int]] = {}
    for variable, years in history(store, region, ids).items():
        newest = profile.newest(years)
        if newest is not None and not math.isnan(years[newest].value):
            found[variable] = (newest, years[newest].value, years[newest].division)
    return found


def _with_last(figure: Figure, last: tuple[int, float, int] | None) -> Figure:
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
    if figure.status == OTHER_DIVISION and figure.division is not None:
        return words.other_division(figure.division)
    return STATUSES.get(figure.status, "dit gebied staat niet in de bron van dat jaar")


@dataclass(frozen=True)
class Trend:
    """A figure through the years: one column an area in ``values`` (index year), and where each area's line is cut.

    ``divisions`` names, by area and year, the boundaries of each value.
    """

    values: pd.DataFrame
    cuts: dict[str, list[series.Cut]]
    divisions: dict[str, dict[int, int]]
    unmarked: dict[str, list[int]]

    def unsure(self, code: str) -> str:
        """In words: between which of its years CBS does not say whether the boundaries of an area changed; "" for none."""
        cut = {one.year for one in self.cuts[code]}
        years = [year for year in self.unmarked[code] if year not in cut]
        if not years or level_of(code) == "land":
            return ""
        return f"Of de grenzen veranderden voor {format.joined([str(year) for year in years])}, is niet bekend: CBS geeft dat niet aan."


def trend(store: Store, regions: Sequence[str], variable: str, breaks: Sequence[int] = ()) -> Trend:
    """The values of ``variable`` for the regions, from the oldest year to the newest, and the cuts of each.

    Years without a value for any of the regions are left out; a cell without a value is NaN.
    """
    found = {
        code: {
            y: cell
            for y, cell in history(store, code, [variable]).get(variable, {}).items()
            if not math.isnan(cell.value)
        }
        for code in dict.fromkeys(regions)
    }
    values = pd.DataFrame({code: {y: cell.value for y, cell in years.items()} for code, years in found.items()})
    values = values.reindex(columns=list(found)).sort_index().astype("float64")
    values.index = values.index.astype(int)
    divisions = {code: {y: cell.division for y, cell in years.items()} for code, years in found.items()}
    cuts = {code: series.cuts(on, breaks, *changes(store, code), on) for code, on in divisions.items()}
    unmarked = {code: series.unmarked(on, changes(store, code)[0], on) for code, on in divisions.items()}
    return Trend(values, cuts, divisions, unmarked)


def other_divisions(divisions: Mapping[int, int]) -> dict[int, list[int]]:
    """The years whose figure is on the boundaries of another year, by the year of those boundaries."""
    found: dict[int, list[int]] = {}
    for year, division in sorted(divisions.items()):
        if division != year:
            found.setdefault(division, []).append(year)
    return found


@lru_cache(maxsize=256)
def changes(store: Store, region: str) -> tuple[dict[int, str], dict[int, bool]]:
    """Per year that the store knows: CBS's change flag of this area, and whether its code existed at all.

    A year of which only a part of the areas is there does not say that the others did not exist: it is left out.
    Shared: do not change it.
    """
    level = level_of(region)
    rows = {int(e["year"]): int(e["rows"]) for e in store.manifest()["names"].values() if e["level"] == level}
    held = [year for year, count in rows.items() if count * 2 >= max(rows.values())]
    return series.marks(region, {year: store.names(level, year) for year in held})
