"""One area, every figure: the newest value that is there, beside its gemeente and the Netherlands of the same year."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from answers import data, elsewhere, ground, words
from answers.carried import worked_out
from answers.divisions import codes_of, division_of, full_years, parts_of
from answers.held import remembered
from answers.history import history
from answers.spread import FEWEST, Spread, spread
from indicators import profile, uncertainty
from indicators.assessment import Assessment
from indicators.carried import Carried
from indicators.catalog import Absolute, Entry, absolute, counts_of
from indicators.profile import OTHER_DIVISION
from loaders.vocabulary import COUNTRY, LEVEL_PLURALS, STATUSES, level_of


@dataclass(frozen=True)
class Figure:
    """One indicator of one area. ``year`` holds for the value, the gemeente, the country and the spread alike.

    So does ``division``, the year of the boundaries (the country has the same ones always). ``value`` is None when it
    is not known; ``status`` then says why ("" when the source has no such row) and ``last`` is the last year with a
    value for this very area, with that value and its division. ``count`` is the number that a share or rate comes
    down to. ``alike`` is the middle of the areas that are built alike, ``alike_between`` between what the middle of all
    such areas lies (None: they are too few to say), ``parts`` are the known values of the areas that this one is made of
    by code (of ``division``), ``parts_status`` how firm each is, ``parts_count`` how many there are. ``made`` says how
    the value came about where the source has it on other boundaries only, ``above`` that of the
    gemeente, ``gemeente_status`` how firm that is. ``said`` is what may be
    said of the value: interval, trend, clear differences (filled by answers.profile.assessed).
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
    alike_between: tuple[float, float] | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    parts_count: int = 0
    parts_status: Mapping[str, str] = field(default_factory=dict)
    made: Carried | None = None
    above: Carried | None = None
    gemeente_status: str = ""
    said: Assessment = field(default_factory=Assessment)

    @property
    def compared(self) -> bool:
        """Whether there is something to hold it against: the country, or most other areas."""
        return self.country is not None or (self.place is not None and not self.place.partly)


def figures(region: str, entries: Sequence[Entry], year: int | None = None, alike: Sequence[str] = ()) -> list[Figure]:
    """A figure for each entry, in the order given: of ``year``, or else of the newest year with data.

    Where that is on other boundaries than the area's: worked out on its own; else of the newest year on its own; else
    none. ``alike`` are the areas that are built alike: of theirs the middle is given, where at least five have a value.
    """
    level, line = level_of(region), ground.line(region)
    found: dict[str, Figure] = {}
    groups: dict[tuple[int, int], list[Entry]] = {}
    for e in entries:
        one = _year(level, e.id, year)
        if one is None:
            continue
        division = division_of(level, one, e.id)
        if division not in line and (made := worked_out(region, e.id, (one,)).get(one)) is not None:
            found[e.id] = _figure_worked_out(region, e, one, made)
            continue
        if division not in line and year is None:
            one, division = _newest_on(line, level, e.id) or (one, division)
        if division in line:
            groups.setdefault((one, division), []).append(e)
        else:
            found[e.id] = Figure(e.id, one, status=elsewhere.status(region, division), division=division)
    for (one, division), group in groups.items():
        found.update({f.id: f for f in _figures_of_year(region, level, one, division, group, alike)})
    missing = [f.id for f in found.values() if f.value is None]
    last = last_known(region, missing) if missing else {}
    return [_with_last(found.get(e.id, Figure(e.id, None)), last.get(e.id)) for e in entries]


def _year(level: str, variable: str, year: int | None) -> int | None:
    if year is not None:
        return year if year in data.store().years(level, variable) else None
    return max(full_years(level, variable), default=None)


def _newest_on(line: Mapping[int, str], level: str, id: str) -> tuple[int, int] | None:
    """The newest full year of a figure on boundaries on which the area is known, and those boundaries."""
    found = ((year, division_of(level, year, id)) for year in reversed(full_years(level, id)))
    return next(((year, division) for year, division in found if division in line), None)


def _figure_worked_out(region: str, entry: Entry, year: int, made: Carried) -> Figure:
    """A figure that its source has on other boundaries only, on those of the area."""
    level, division = level_of(region), made.division
    gemeente = ground.around(region, "gemeente") if level in ("wijk", "buurt") else None
    values = data.store().table(level, year, [entry.id], division)[entry.id]
    return Figure(
        id=entry.id,
        year=year,
        value=made.value,
        status="" if made.by else "estimate",
        gemeente=values_above(gemeente, year, [entry.id], division).get(entry.id),
        country=_values_of_country(year, [entry.id]).get(entry.id),
        place=_place(values, made.value, level, division),
        division=made.onto,
        made=made,
        above=made_above(gemeente, year, [entry.id], division).get(entry.id),
        gemeente_status=row_words(
            data.store().statuses("gemeente", year, [entry.id], division), _own(gemeente, division)
        ).get(entry.id, ""),
    )


def values_above(gemeente: str | None, year: int, ids: Sequence[str], division: int) -> dict[str, float]:
    """The known values of a gemeente in a year, on the boundaries that it has now, whatever division they were given on."""
    if gemeente is None:
        return {}
    own = _own(gemeente, division)
    if own is not None:
        return known_values(data.store().table("gemeente", year, ids, division), own)
    return {id: one.value for id, one in made_above(gemeente, year, ids, division).items()}


def _own(gemeente: str | None, division: int) -> str | None:
    """The code of a gemeente in a division; None where it is not the same ground there."""
    return ground.line(gemeente).get(division) if gemeente else None


def made_above(gemeente: str | None, year: int, ids: Sequence[str], division: int) -> dict[str, Carried]:
    """How those values came about that the source has on other boundaries than the gemeente has now."""
    if gemeente is None or division in ground.line(gemeente):
        return {}
    return {id: made[year] for id in ids if year in (made := worked_out(gemeente, id, (year,)))}


def _figures_of_year(
    region: str, level: str, year: int, division: int, entries: Sequence[Entry], alike: Sequence[str]
) -> list[Figure]:
    store = data.store()
    there = ground.line(region)[division]
    ids = [e.id for e in entries]
    groups = [id for e in entries for id in counts_of(e)]
    values = store.table(level, year, [*dict.fromkeys([*ids, *groups])], division)
    statuses = store.statuses(level, year, ids, division)
    gemeente = ground.around(region, "gemeente") if level in ("wijk", "buurt") else None
    above = values_above(gemeente, year, ids, division)
    above_made = made_above(gemeente, year, ids, division)
    above_why = row_words(data.store().statuses("gemeente", year, ids, division), _own(gemeente, division))
    country = _values_of_country(year, ids) if level != "land" else {}
    own, why = known_values(values, there), row_words(statuses, there)
    of_alike = values.loc[values.index.intersection(ground.codes_in(alike, division)), ids]
    middles = _middles(of_alike)
    between = {id: uncertainty.median_interval(of_alike[id].to_numpy(dtype=float)) for id in middles}
    inside = parts_of(there, division)
    of_parts = _values_of_parts(inside, year, division, ids)
    return [
        Figure(
            id=e.id,
            year=year,
            value=(value := own.get(e.id)),
            status=why.get(e.id, ""),
            gemeente=above.get(e.id),
            country=country.get(e.id),
            count=None if value is None else absolute(e, value, own),
            place=_place(values[e.id], value, level, division) if level != "land" else None,
            division=division,
            alike=middles.get(e.id),
            alike_between=between.get(e.id),
            parts={code: value for code, (value, _) in of_parts.get(e.id, {}).items()},
            parts_status={code: firm for code, (_, firm) in of_parts.get(e.id, {}).items()},
            parts_count=len(inside),
            above=above_made.get(e.id),
            gemeente_status=above_why.get(e.id, ""),
        )
        for e in entries
    ]


def _place(values: pd.Series, value: float | None, level: str, division: int) -> Spread | None:
    """The spread of a figure on a division, and where a value stands in it."""
    found = spread(values, value, _everyone(level, division))
    return replace(found, only=ground.region(found.only, division)) if found and found.only else found


@remembered(64)
def _everyone(level: str, division: int) -> int:
    """How many areas of a level there are: of this division, or of a fuller one where only part of it is there."""
    own = len(codes_of(level, division))
    named = data.store().manifest()["names"].values()
    most = max((int(e["rows"]) for e in named if e["level"] == level), default=own)
    return own if own * 2 >= most else most


def _middles(values: pd.DataFrame) -> dict[str, float]:
    """The middle of each column that has enough values."""
    enough = values.loc[:, values.notna().sum() >= FEWEST]
    return {str(id): float(value) for id, value in enough.median().items()}


def _values_of_parts(
    codes: Sequence[str], year: int, division: int, ids: Sequence[str]
) -> dict[str, dict[str, tuple[float, str]]]:
    """The known values of these areas of one year and division and how firm they are, by figure and code."""
    if not codes:
        return {}
    rows = data.store().observations(variables=ids, level=level_of(codes[0]), years=[year], regions=codes)
    rows = rows[(rows["division"] == division) & rows["value"].notna()]
    found: dict[str, dict[str, tuple[float, str]]] = {}
    for variable, code, value, status in zip(
        rows["variable"], rows["region"], rows["value"], rows["status"], strict=True
    ):
        found.setdefault(str(variable), {})[str(code)] = float(value), str(status)
    return found


def _values_of_country(year: int, ids: Sequence[str]) -> dict[str, float]:
    """The country's known values of one year, whatever the division: its own boundaries do not change."""
    found: dict[str, float] = {}
    for division in dict.fromkeys(division_of("land", year, id_) for id_ in ids):
        here = [id_ for id_ in ids if division_of("land", year, id_) == division]
        found |= known_values(data.store().table("land", year, here, division), COUNTRY)
    return found


def known_values(table: pd.DataFrame, region: str | None) -> dict[str, float]:
    """The known values of one region by variable; a missing value is not in it."""
    if region is None or region not in table.index:
        return {}
    row = table.loc[[region]].iloc[0].dropna()
    return {str(key): float(value) for key, value in row.items()}


def row_words(table: pd.DataFrame, region: str | None) -> dict[str, str]:
    """One region's statuses by variable; empty when the region is not in the frame."""
    if region is None or region not in table.index:
        return {}
    return {str(key): str(value) for key, value in table.loc[[region]].iloc[0].items()}


def last_known(region: str, ids: Iterable[str]) -> dict[str, tuple[int, float, int]]:
    """The last year in which this area did have a value, with that value and its division, by variable."""
    found: dict[str, tuple[int, float, int]] = {}
    for variable, years in history(region, ids).items():
        newest = profile.newest(years)
        if newest is not None and not math.isnan(years[newest].value):
            found[variable] = (newest, years[newest].value, years[newest].division)
    return found


def _with_last(figure: Figure, last: tuple[int, float, int] | None) -> Figure:
    return figure if last is None else replace(figure, last=last)


def why_empty(figure: Figure, region: str, levels: Sequence[str] = ()) -> str:
    """Why this cell of an area has no value, in words. "" when it has one.

    ``levels`` are the plurals of the levels at which the figure does exist.
    """
    if figure.value is not None:
        return ""
    if figure.year is None:
        other = f"; wel voor {' en '.join(levels)}" if levels else ""
        return f"niet gepubliceerd voor {LEVEL_PLURALS[level_of(region)]}{other}"
    if figure.status == OTHER_DIVISION and figure.division is not None:
        return elsewhere.unknown(region, figure.division)
    entry = data.entries().get(figure.id)
    if entry is not None and entry.computed:
        return words.why_missing(entry, figure.status)
    return STATUSES.get(figure.status, "dit gebied staat niet in de bron van dat jaar")
