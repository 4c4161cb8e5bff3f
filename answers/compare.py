"""Areas side by side: for each indicator one value an area, of one and the same year wherever there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from answers import carried, data, elsewhere, format, ground, provenance, words
from answers.carried import worked_out
from answers.data import Place
from answers.divisions import division_of, usable_years
from answers.held import remembered
from answers.profile import known_values, row_words
from answers.words import named
from indicators import assessment
from indicators.carried import Carried
from indicators.catalog import Entry
from indicators.profile import OTHER_DIVISION
from indicators.words import when
from loaders.vocabulary import BELOW_ROUNDING, CAVEATS, LEVEL_PLURALS, level_of


@dataclass(frozen=True)
class Row:
    """One indicator of all chosen areas. The dicts are keyed by area code.

    ``years`` holds the year of each area's value (None: this level has no such figure at all), ``divisions`` that of
    the boundaries it is on (not for the country: it is the same on all of them); ``values`` None where not known, with the
    status id in ``statuses``; ``intervals`` the low and high end of those that have a margin; ``made`` how a value came
    about that its source has on other boundaries only.
    """

    id: str
    years: dict[str, int | None] = field(default_factory=dict)
    divisions: dict[str, int] = field(default_factory=dict)
    values: dict[str, float | None] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    made: dict[str, Carried] = field(default_factory=dict)

    @property
    def one_year(self) -> int | None:
        """The year that all values share; None when there are several, or none."""
        found = {year for year in self.years.values() if year is not None}
        return found.pop() if len(found) == 1 else None

    @property
    def mixed(self) -> bool:
        """True when the areas' values are of different years."""
        return len({year for year in self.years.values() if year is not None}) > 1

    @property
    def one_division(self) -> bool:
        """True when all values are on the same boundaries; what was worked out on an area's own says so by itself."""
        return len({division for code, division in self.divisions.items() if code not in self.made}) < 2

    @property
    def when(self) -> str:
        """The year that all values share, and the boundaries they share when those are of another year."""
        year = self.one_year or 0
        plain = (division for code, division in self.divisions.items() if code not in self.made)
        return when(year, next(plain, None) if self.one_division else None)

    @property
    def said(self) -> dict[str, str]:
        """How each value that was worked out came about, by area."""
        return {code: carried.word(one) for code, one in self.made.items()}


def rows(regions: Sequence[str], entries: Sequence[Entry], year: int | None = None) -> list[Row]:
    """A row for each entry, in the order given.

    The year is ``year``, or else the newest in which every level among the areas has data for that indicator; where
    no year is shared, each level's own newest, and the row says so (``mixed``).
    """
    store = data.store()
    levels = {code: level_of(code) for code in regions}
    chosen = {e.id: years_of(levels, e.id, year) for e in entries}
    found = {e.id: Row(e.id, {code: chosen[e.id][levels[code]] for code in regions}) for e in entries}
    wanted: dict[tuple[str, int, int], list[str]] = {}
    for id_, by_level in chosen.items():
        for level, one in by_level.items():
            if one is not None:
                wanted.setdefault((level, one, division_of(level, one, id_)), []).append(id_)
    for (level, one, division), ids in wanted.items():
        codes = [code for code in regions if levels[code] == level]
        values, statuses = store.table(level, one, ids, division), store.statuses(level, one, ids, division)
        there = {code: own for code in codes if (own := ground.line(code).get(division)) is not None}
        for code in codes:
            known, why = known_values(values, there.get(code)), row_words(statuses, there.get(code))
            for id_ in ids:
                made = None if code in there else worked_out(code, id_, (one,)).get(one)
                row = found[id_]
                row.values[code] = made.value if made else known.get(id_)
                row.statuses[code] = why.get(id_, "") if code in there else elsewhere.status(code, division)
                if level != "land":
                    row.divisions[code] = division
                if made:
                    row.made[code], row.divisions[code] = made, made.onto
                    row.statuses[code] = "" if made.by else "estimate"
        group = [e for e in entries if e.id in ids]
        behind = store.table(level, one, assessment.columns(group), division).reindex(list(there.values()))
        for e in group:
            ends = assessment.intervals(e, one, behind)
            found[e.id].intervals.update(
                {code: ends[own] for code, own in there.items() if own in ends and found[e.id].values[code] is not None}
            )
    return [found[e.id] for e in entries]


@remembered(64, key=lambda codes, id: (tuple(codes), id))
def row(codes: Sequence[str], id: str) -> Row:
    """The row of one figure for many areas. Shared: do not change it."""
    return rows(codes, [data.entry(id)])[0]


def years_of(levels: Mapping[str, str], variable: str, year: int | None) -> dict[str, int | None]:
    """For each level (of ``levels``: area to level) the year to show: the asked one where it is there, one that all
    levels share, or the level's own newest.
    """
    if year is not None:
        return {level: year if year in data.store().years(level, variable) else None for level in levels.values()}
    has = {
        level: usable_years(level, variable, [code for code, own in levels.items() if own == level])
        for level in dict.fromkeys(levels.values())
    }
    filled = [set(years) for years in has.values() if years]
    shared = set.intersection(*filled) if filled else set()
    newest = max(shared, default=None)
    return {level: (None if not years else newest or years[-1]) for level, years in has.items()}


def left_out(entries: Sequence[Entry]) -> str:
    """Which of these figures are never compared between gemeenten, and why, in a sentence; "" without any."""
    names = [entry.label for entry in entries if entry.for_others]
    return f"Weggelaten: {format.joined(names)}. {CAVEATS['centrumgemeenten']}" if names else ""


def status(row: Row) -> str:
    """How firm the row as a whole is: an estimate as soon as one of its values is."""
    return "estimate" if "estimate" in row.statuses.values() else ""


def column_names(places: Sequence[Place]) -> dict[str, str]:
    """A name for each area's column, by code; with level and gemeente where two would be called the same."""
    often = Counter(p.name for p in places)
    return {p.code: p.name if often[p.name] == 1 and "@" not in p.code else f"{p.name} ({_where(p)})" for p in places}


def _where(place: Place) -> str:
    if "@" in place.code:
        return f"zoals het was in {place.year}"
    return f"{place.level} in {place.gemeente}" if place.level in ("wijk", "buurt") else place.level


# A title with more names than this is no title.
MOST_NAMED = 4


def finding(rows: Sequence[Row], entries: Mapping[str, Entry], names: Mapping[str, str]) -> str:
    """The first line of the page: of the first figure that two areas share in one year, the highest and the lowest."""
    for row in rows:
        entry = entries[row.id]
        known = {code: value for code, value in row.values.items() if value is not None}
        if not entry.comparable or entry.sensitive or row.mixed or len(known) < 2:
            continue
        # A headline means something else from year to year: say what it means in this one.
        meaning = data.meant(entry, row.one_year)
        high, low = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
        if known[high] == known[low]:
            same = words.once(meaning, known[high], row.statuses.get(high, ""))
            return f"{meaning.label}: overal {same} ({row.when})"
        made = "".join(f"; {names[code]} {row.said[code]}" for code in (low, high) if code in row.made)
        return (
            f"{meaning.label}: van {words.once(meaning, known[low], row.statuses.get(low, ''))} in {names[low]} "
            f"tot {words.once(meaning, known[high], row.statuses.get(high, ''))} in {names[high]} ({row.when}{made})"
        )
    many = format.plural(len(names), "gebied", "gebieden")
    return f"{format.joined(list(names.values())) if len(names) <= MOST_NAMED else many} naast elkaar"


def bounds(row: Row, entry: Entry) -> dict[str, str]:
    """The values of a row that are no number to a reader but a bound (minder dan …), as text by area."""
    return {
        code: words.once(entry, row.values[code], status)
        for code, status in row.statuses.items()
        if status == BELOW_ROUNDING and row.values.get(code) is not None
    }


def table(rows: Sequence[Row], entries: Mapping[str, Entry], names: Mapping[str, str]) -> pd.DataFrame:
    """One row a figure, one column an area, as text; a year of its own stands with the value when years differ."""
    found = []
    for row in rows:
        entry = entries[row.id]
        year = row.when if row.one_year else "verschilt" if row.mixed else "–"
        cells = {name: cell(row, entry, code) for code, name in names.items()}
        found.append({"Cijfer": named(entry), "Jaar": year, **cells})
    return pd.DataFrame(found)


def cell(row: Row, entry: Entry, code: str) -> str:
    """The value of one area as Markdown, with its year where years differ; else why there is none."""
    year, value = row.years.get(code), row.values.get(code)
    if year is None:
        return f":gray[niet voor {LEVEL_PLURALS[level_of(code)]}]"
    if value is None:
        if row.statuses.get(code) == OTHER_DIVISION:
            why, theirs = elsewhere.cell(code, row.divisions[code], row.id)
            return f":gray[{why}]" + (f" {theirs}" if theirs else "")
        return f":gray[niet bekend: {_why_empty(row, entry, code)}]"
    own = when(year, row.divisions.get(code)) if row.mixed or not row.one_division else ""
    if code in row.made:
        own = f"{year}, {carried.word(row.made[code])}"
    return (
        words.short(entry, value, row.statuses.get(code, ""))
        + words.marked(entry, row.statuses.get(code, ""))
        + (f" :gray[({own})]" if own else "")
    )


def _why_empty(row: Row, entry: Entry, code: str) -> str:
    status = row.statuses.get(code, "")
    return (
        elsewhere.unknown(code, row.divisions[code]) if status == OTHER_DIVISION else words.why_missing(entry, status)
    )


def _state(row: Row, entry: Entry, code: str) -> str:
    """What the cell is, in a word: how firm its value is, or why it has none."""
    known = row.values.get(code) is not None
    return words.state(entry, row.statuses.get(code, "")) if known else _why_empty(row, entry, code)


def download(rows: Sequence[Row], entries: Mapping[str, Entry], places: Sequence[Place]) -> pd.DataFrame:
    """The comparison as data: one row a figure and area, with unit, year, why empty, source and licence."""
    found = [
        {
            "cijfer": row.id,
            "omschrijving": entries[row.id].label,
            "gebied": ground.meant(place.code)[0],
            "naam": place.name,
            "niveau": place.level,
            "waarde": row.values.get(place.code),
            "eenheid": format.in_words(entries[row.id].unit),
            "jaar": row.years[place.code],
            "grenzen": row.divisions.get(place.code),
            "toestand": _state(row, entries[row.id], place.code),
            "herleid": carried.word(row.made[place.code]) if place.code in row.made else None,
            **provenance.provenance(entries[row.id], data.store()),
        }
        for row in rows
        for place in places
    ]
    return pd.DataFrame(found).astype({"jaar": "Int64", "grenzen": "Int64"})
