"""Tables of CBS and of third parties at CBS with several dimensions: kind of crime, age, margin, period, area.

A source says as data what it wants (a Cube of Items): one variable is one topic for one member of each dimension. The
table's own metadata says how keys are padded, what an absent cell means and on which division the areas are. Only the
asked members, levels and periods are fetched. Topics are found by name, group and unit, never by number.

There are two ways to a table. By OData v3 only the rows that are wanted come. When that fails, or no longer has the
table, the v4 bulk download of the same table is read instead, and the reader is told; it is the whole table, so it
comes second. Tables of third parties (dataderden: politie, RIVM, Iv3, AZW) exist on v3 only.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, Literal

import numpy as np
import pandas as pd

from loaders.pulling import left
from loaders.pulling.pull import Pull
from loaders.reading import odata
from loaders.reading.http import Answers, Client, NotAvailable, Raw, SourceError, base_url
from loaders.source import Expectation
from loaders.vocabulary import CODE_PREFIX, COUNTRY, LEVELS, STATUSES, level_of

# Part of the mark by which a later pull knows that we still take the same things: raise it when the reading changes.
READING = 1
TOTAL_TITLE = re.compile(r"totaal|alle ", re.IGNORECASE)
DIVISION = re.compile(r"indeling\D{0,20}(20\d\d)", re.IGNORECASE)
PROVISIONAL = ("voorlopig", "nadervoorlopig", "provisional", "revisedprovisional")
# The base addresses whose tables have a second way, and where that is.
SECOND = {"DSW_CBS_URL": "DSW_CBS_V4_URL"}
# A bulk download has all years: the pull of the next year takes the same bytes, for as long as a run may last.
MOST_AREAS = 20_000
LONG_NAME = 30
HOLD_SECONDS, HOLD_FORCED, HOLD_TABLES = 600.0, 30.0, 3
# Codes that stand for "place unknown": part of the national total, no area.
UNKNOWN = re.compile(r"(GM|WK|BU)0000\w*")
COUNTRY_CODES = ("NL00", "NL01", "NL")
# Enough of the areas of a stored division to say that a table is on it.
SAME_DIVISION = 0.98


# Units that are a thousand of the unit that was asked for, both without spaces.
THOUSANDS = {("aantal", "x1000"), ("aantal", "1000"), ("euro", "1000euro"), ("mlneuro", "mldeuro")}


class ShapeError(SourceError):
    """A table no longer has the topic, dimension or member that is expected; the text says which file to mend."""


@dataclass(frozen=True)
class Item:
    """One variable in a table: its topic and, for dimensions that are not fixed, its member.

    ``topic`` is the v3 name without number, ``A|B`` where releases differ; ``group`` a part of the title of the topic
    group, needed where the name occurs twice. ``at`` names members by key without padding or by title. ``unit`` is the
    unit that the table should give ("" for any; thousands are turned into units). A dimension may be named by a part of
    its key. ``optional``: a release without it is noted, not refused.
    """

    variable: str
    topic: str
    at: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    group: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Cube:
    """What to take from a table, or from the first of several releases (newest first) that has the year.

    ``setting`` is the base address, ``title`` a part of the title by which later releases are found in the catalogue.
    ``at`` fixes members for every item; a dimension that is not named is taken at its total. ``periods`` are added up;
    {year} and {previous} are filled in, and a table without periods is about the year in its title. ``division`` says
    where the boundaries follow from: the table's own text, or the year. ``status`` is the status of a figure that is
    there. ``noughts``: a cell that is not there is nought in this table (its topics have Default "Zero"); else it is
    unknown, and a table that says otherwise is refused. ``file`` is the file to mend.
    """

    file: str
    setting: str
    tables: tuple[str, ...]
    items: tuple[Item, ...]
    levels: tuple[str, ...]
    title: str = ""
    at: tuple[tuple[str, str], ...] = ()
    periods: tuple[str, ...] = ("{year}JJ00",)
    division: Literal["table", "year"] = "table"
    status: str = "published"
    noughts: bool = False


@dataclass
class Figures:
    """The figures of one year: regions × variables, NaN where empty, with the status of each cell."""

    table: str
    division: int
    regions: list[str]
    variables: list[str]
    values: np.ndarray
    statuses: np.ndarray


@dataclass
class _Open:
    """One table that answers: where it is and what it is made of. This way is OData v3; :class:`_Download` is v4."""

    cube: Cube
    client: Client
    base: str
    table: str
    info: Mapping[str, Any] = field(default_factory=dict)

    route = "v3"

    def ask(self) -> None:
        """Fetch what the table says of itself. Raises NotAvailable where there is no such table."""
        if self.client.folder is not None:
            odata.gather(self.client, self.base, self.table, ("TableInfos", "DataProperties"))
            geo = self.structure.geo
            odata.gather(
                self.client,
                self.base,
                self.table,
                [d.key for d in self.structure.dimensions if geo is None or d != geo],
            )
        self.info = odata.table_info(self.client, self.base, self.table)

    @cached_property
    def structure(self) -> odata.Structure:
        """Its dimensions and topics."""
        return odata.structure(self.client, self.base, self.table)

    def members(self, dimension: str) -> dict[str, odata.Member]:
        """The members of a dimension by their key without padding."""
        return odata.members(self.client, self.base, self.table, dimension)

    def areas(self, dimension: str, levels: Sequence[str]) -> list[str]:
        """The codes of the areas of some levels."""
        expected = MOST_AREAS if self.client.folder is not None and "buurt" in levels else 0
        return list(odata.titles(self.client, self.base, self.table, dimension, only(dimension, levels), expected))

    def values(self, asked: _Asked, pull: Pull) -> odata.Values:
        """The rows asked for."""
        return odata.values(
            self.client,
            self.base,
            self.table,
            key=asked.key,
            numbers=asked.numbers,
            texts=asked.varying,
            where=asked.where(),
            expected=asked.expected if self.client.folder else 0,
            seen=lambda rows: pull.progress(
                min(0.15 + rows / 600_000, 0.85), f"tabel {self.table}, {_dotted(rows)} rijen"
            ),
        )

    def fault(self, text: str) -> ShapeError:
        """The error for a table that is not as expected."""
        return ShapeError(f"Tabel {self.table}: {text} Pas loaders/sources/{self.cube.file} aan.")


@dataclass
class _Download(_Open):
    """The same table by the v4 bulk download."""

    force: bool = False

    route = "v4"

    def ask(self) -> None:
        """Download it. Raises as :meth:`_Open.ask`."""
        self.bulk = _bulk(self.client, self.base, self.table, self.force)
        self.info = self.bulk.info()

    @cached_property
    def structure(self) -> odata.Structure:
        """Its dimensions and topics."""
        return self.bulk.structure()

    def members(self, dimension: str) -> dict[str, odata.Member]:
        """The members of a dimension by their key."""
        return self.bulk.members(dimension)

    def areas(self, dimension: str, levels: Sequence[str]) -> list[str]:
        """The codes of the areas of some levels."""
        return [code for code in self.bulk.members(dimension) if code.startswith(_prefixes(levels))]

    def values(self, asked: _Asked, pull: Pull) -> odata.Values:
        """The rows asked for."""
        pull.progress(0.5, f"tabel {self.table}, download lezen")
        wanted = {name: {key.strip() for key in keys} for name, keys in asked.members.items()}
        return self.bulk.rows(asked.key, asked.numbers, asked.varying, wanted, asked.geo, _prefixes(asked.levels))


_lock = threading.Lock()
_held: dict[str, tuple[float, bytes, Raw | None]] = {}


def _bulk(client: Client, base: str, table: str, force: bool) -> odata.Bulk:
    """The bulk download of a table, also where the pull of another year has just fetched it."""
    if client.folder is not None:
        return odata.Bulk.fetch(client, base, table)
    url = odata.Bulk.address(base, table)
    with _lock:
        since, data, raw = _held.get(url, (0.0, b"", None))
        if not data or time.monotonic() - since > (HOLD_FORCED if force else HOLD_SECONDS):
            before = len(client.raw)
            data = odata.Bulk.download(client, base, table)
            raw = client.raw[-1] if len(client.raw) > before else None
            _held.pop(url, None)
            while len(_held) >= HOLD_TABLES:
                _held.pop(next(iter(_held)))
            _held[url] = time.monotonic(), data, raw
        elif raw is not None:
            client.raw.append(raw)
    return odata.Bulk(table, data).of_this_table(base)


# ---------------------------------------------------------------- which table


def load(pull: Pull, cube: Cube, year: int, *, alone: bool = True) -> Figures:
    """The figures of one year from the newest release that has them.

    ``alone``: this is all that the source takes for the year, so that an unchanged table ends the pull.
    Raises NotAvailable when no release has the year, ShapeError when something expected is gone, SourceError, Unchanged.
    """
    told: list[str] = []
    marks: list[str] = []
    strange: ShapeError | None = None
    tables = candidates(pull.client, cube)
    for table in tables:
        try:
            opened, found = _by_any_way(pull, cube, table, year, marks if alone else None)
        except (NotAvailable, odata.Blocked) as error:
            told.append(str(error))
            if isinstance(error, odata.Blocked) and table == tables[-1]:
                raise
            continue
        except ShapeError as error:
            # A title may also be that of another table; an id that we know is another matter.
            if table in cube.tables:
                raise
            strange = strange or error
            continue
        title = str(opened.info.get("Title") or "").strip()
        pull.record(table=table, route=opened.route, title=title, division=found.division)
        return found
    if strange is not None:
        raise strange
    raise NotAvailable(" ".join(dict.fromkeys(told)) or f"{cube.title}: CBS heeft hiervan geen tabel.")


def _by_any_way(pull: Pull, cube: Cube, table: str, year: int, marks: list[str] | None) -> tuple[_Open, Figures]:
    """The figures of one release by v3, or else by v4 where there is one; the two faults are told when both fail.

    Raises NotAvailable where either says that it does not have the year, and where neither has the table.
    """
    second = SECOND.get(cube.setting)
    if pull.client.folder is not None and second is not None:
        # One file that a browser saves, instead of some thirty.
        download = _Download(cube, pull.client, base_url(second), table)
        return download, _release(pull, download, year, marks)
    first = _Open(cube, pull.client, base_url(cube.setting), table)
    try:
        return first, _release(pull, first, year, marks)
    except ShapeError:
        raise
    except SourceError as error:
        # A table that is there and lacks the year is an answer; one that is not there may be on v4 only.
        if second is None or (isinstance(error, NotAvailable) and first.info):
            raise
        v3 = error
    pull.progress(0.3, f"tabel {table}, andere weg (v4)")
    other = _Download(cube, pull.client, base_url(second), table, force=pull.force)
    try:
        found = _release(pull, other, year, marks)
    except NotAvailable as v4:
        if other.info:
            raise
        if isinstance(v3, NotAvailable | odata.Blocked):
            raise v3 from v4
        raise SourceError(f"{v3} De andere weg (v4) heeft deze tabel niet.") from v4
    except ShapeError as v4:
        raise ShapeError(f"{v3} De andere weg (v4) geeft iets anders dan verwacht. {v4}") from v4
    except SourceError as v4:
        raise SourceError(f"{v3} Ook de andere weg (v4) lukte niet. {v4}") from v4
    pull.note(f"Via v3 lukte het niet ({v3}) Daarom is de v4-download van dezelfde tabel gebruikt.")
    return other, found


def _release(pull: Pull, opened: _Open, year: int, marks: list[str] | None) -> Figures:
    """The figures of one year in one release. Raises Unchanged when nothing changed since the last pull."""
    pull.progress(0.02, f"tabel {opened.table}, stand")
    opened.ask()
    if marks is not None:
        marks.append(f"{opened.table} {opened.info.get('Modified') or ''}")
        pull.skip_if_unchanged(" ".join(marks), mark(opened.cube))
    return _figures(pull, opened, year)


def candidates(client: Client, cube: Cube) -> list[str]:
    """Tables to try, newest first: by title in the catalogue where a title is known, then the ids that are known."""
    found: list[str] = []
    if cube.title:
        rows = _catalogue(client, cube)
        rows.sort(key=lambda row: str(row.get("Modified") or ""), reverse=True)
        found = [str(row["Identifier"]).strip() for row in rows]
    tables = list(dict.fromkeys([*found, *cube.tables]))
    if client.folder is None:
        return tables
    # Older releases are only asked for where they were saved.
    return [table for table in tables if _saved(client.folder, cube, table)] or tables[:1]


def _saved(folder: Answers, cube: Cube, table: str) -> bool:
    name = f"{table}.zip" if cube.setting in SECOND else f"{table}_TableInfos.json"
    return folder.find(re.escape(name)) is not None


def _catalogue(client: Client, cube: Cube) -> list[dict[str, Any]]:
    """The tables with this title, by v3 or else v4; nothing where neither answers and ids are known."""
    if client.folder is not None and (cube.tables or cube.setting in SECOND):
        return [{"Identifier": table} for table in odata.tables_in(client.folder, cube.title)]
    try:
        return odata.catalogue_with(client, base_url(cube.setting), cube.title)
    except SourceError:
        second = SECOND.get(cube.setting)
        if second is not None:
            try:
                return odata.datasets_with(client, base_url(second), cube.title)
            except SourceError:
                if cube.tables:
                    return []
        raise


def mark(cube: Cube) -> str:
    """A short hash of all that is taken: when it changes, the same release is worth fetching again."""
    return hashlib.sha256(f"{READING} {cube!r}".encode()).hexdigest()[:12]


# ---------------------------------------------------------------- what to ask


@dataclass
class _Plan:
    """The topic of each item, and the members (padded keys) to ask for in each dimension."""

    topics: dict[Item, odata.Topic]
    members: dict[str, dict[Item, str]]
    absent: list[str]


@dataclass
class _Asked:
    """Which rows and columns to fetch, as either way needs it: ``members`` are the keys wanted of each dimension."""

    key: str
    numbers: list[str]
    varying: list[str]
    members: dict[str, Collection[str]]
    geo: str
    levels: Sequence[str]
    expected: int = 0

    def where(self) -> str:
        """The $filter: in each dimension only the members that some item needs."""
        parts = [_any_of(dimension, keys) for dimension, keys in self.members.items() if keys]
        if self.geo:
            parts.append(only(self.geo, self.levels))
        return " and ".join(f"({part})" for part in parts if part)


def _plan(opened: _Open) -> _Plan:
    cube, structure = opened.cube, opened.structure
    skip = {d.key for d in (structure.geo, structure.time) if d is not None}
    plan = _Plan({}, {}, [])
    for item in cube.items:
        topic = _topic(opened, item)
        if topic is None:
            plan.absent.append(item.variable)
            continue
        if (topic.default == "Zero") is not cube.noughts:
            meant = ("onbekend", "nul")
            raise opened.fault(
                f"een leeg vak van {topic.key} is volgens de tabel {meant[not cube.noughts]} (Default {topic.default or 'leeg'}) "
                f"en wij rekenen op {meant[cube.noughts]}."
            )
        plan.topics[item] = topic
    for dimension in structure.dimensions:
        if dimension.key in skip:
            continue
        members = opened.members(dimension.key)
        plan.members[dimension.key] = {}
        for item in list(plan.topics):
            key = _member(opened, dimension.key, members, item)
            if key is None:
                plan.absent.append(item.variable)
                del plan.topics[item]
            else:
                plan.members[dimension.key][item] = key
    named = {dimension for item in cube.items for dimension, _ in (*item.at, *cube.at)}
    unknown = [name for name in named if not any(name in d.key for d in structure.dimensions)]
    if unknown:
        raise opened.fault(f"de indeling naar {', '.join(sorted(unknown))} is er niet meer.")
    return plan


def _topic(opened: _Open, item: Item) -> odata.Topic | None:
    """The one topic of this item; None when it is optional and not there. Raises ShapeError."""
    topics = opened.structure.topics
    same: list[odata.Topic] = []
    for name in item.topic.split("|"):
        same = [t for t in topics if t.stem == name and item.group.lower() in t.group.lower()]
        if same:
            break
    if not same:
        # A name of v3 was cut off with its title, after some forty signs; v4 has the title whole.
        long = tuple(name for name in item.topic.split("|") if len(name) >= LONG_NAME)
        same = [t for t in topics if long and t.stem.startswith(long) and item.group.lower() in t.group.lower()]
    if len(same) > 1:
        same = [t for t in same if _factor(t, item)] or same
    if len(same) == 1 and _factor(same[0], item):
        return same[0]
    if item.optional:
        return None
    if not same:
        known = ", ".join(dict.fromkeys(t.stem for t in topics))
        raise opened.fault(f"kolom {item.topic} ({item.variable}) ontbreekt; er zijn: {known[:400]}.")
    if len(same) > 1:
        places = ", ".join(f"{t.key} in {t.group!r}" for t in same)
        raise opened.fault(f"kolom {item.topic} ({item.variable}) komt meer dan eens voor ({places}).")
    raise opened.fault(f"kolom {same[0].key} is gegeven in {same[0].unit!r}, niet in {item.unit!r}.")


def _factor(topic: odata.Topic, item: Item) -> float:
    """What the table's figure is multiplied by; 0 where its unit is another one."""
    given, wanted = _plain(topic.unit), _plain(item.unit)
    if not wanted or not given or given == wanted:
        return 1.0
    return 1000.0 if (wanted, given) in THOUSANDS else 0.0


def _plain(unit: str) -> str:
    return re.sub(r"[\s.]", "", unit.lower()).replace("×", "x")


def _member(opened: _Open, dimension: str, members: Mapping[str, odata.Member], item: Item) -> str | None:
    """The padded key of this item's member; None when it is optional and not there. Raises ShapeError."""
    asked = next((member for name, member in (*item.at, *opened.cube.at) if name in dimension), None)
    if asked is not None:
        for one in asked.split("|"):
            by_title = (m for m in members.values() if m.title.lower() == one.lower())
            found = members.get(one) or next(by_title, None)
            if found:
                return found.key
        if item.optional:
            return None
        raise opened.fault(f"{dimension} heeft {asked!r} ({item.variable}) niet meer.")
    total = [m for key, m in members.items() if key.startswith("T0")] or [
        m for m in members.values() if TOTAL_TITLE.match(m.title)
    ]
    if len(members) == 1:
        total = list(members.values())
    if len(total) != 1:
        raise opened.fault(f"er is een indeling naar {dimension} bij, zonder één totaal.")
    return total[0].key


# ---------------------------------------------------------------- fetch


def _figures(pull: Pull, opened: _Open, year: int) -> Figures:
    cube, structure, table = opened.cube, opened.structure, opened.table
    pull.progress(0.05, f"tabel {table}, indelingen")
    plan = _plan(opened)
    left.tell(pull, f"tabel {table}", [t.key for t in structure.topics if t not in plan.topics.values()])
    geo, time = structure.geo, structure.time
    if time is None and str(year) not in str(opened.info.get("Title") or ""):
        raise NotAvailable(f"Tabel {table}: gaat niet over {year}.")
    periods, status = _periods(opened, time, year)
    areas: list[str] = []
    levels = [level for level in LEVELS if level in cube.levels and level in {*pull.levels, "gemeente"}]
    if geo is not None:
        pull.progress(0.1, f"tabel {table}, gebieden")
        areas = opened.areas(geo.key, levels)
    key = geo.key if geo else time.key if time else next(iter(plan.members))
    wanted: dict[str, Collection[str]] = {d: dict.fromkeys(keys.values()) for d, keys in plan.members.items()}
    if time is not None:
        wanted[time.key] = periods
    asked = _Asked(
        key=key,
        numbers=list(dict.fromkeys(t.key for t in plan.topics.values())),
        varying=[d for d in (*plan.members, *((time.key,) if time else ())) if d != key],
        members=wanted,
        geo=geo.key if geo else "",
        levels=levels,
        expected=max(len(areas), 1) * int(np.prod([max(len(keys), 1) for keys in wanted.values()])),
    )
    got = opened.values(asked, pull)
    if not got.regions:
        raise NotAvailable(f"Tabel {table}: er zijn nog geen cijfers over {year}.")
    if geo is None:
        if key not in got.texts:
            got.texts[key] = got.regions
        got.regions = [COUNTRY] * len(got.regions)
        areas = [COUNTRY]
    found, statuses, left_out, missing, summed = _arrange(opened, plan, got, time, periods, areas, status)
    absent = sorted({*plan.absent, *left_out})
    pull.record(absent=absent)
    if absent:
        pull.note(f"Niet in tabel {table} voor {year}: {', '.join(absent)}.")
    if missing:
        pull.note(f"Tabel {table}: {year} is nog niet compleet, {missing} van de {len(periods)} maanden ontbreken.")
    if summed:
        pull.note(
            f"Tabel {table} geeft Nederland zelf niet; dat is hier de som van de gemeenten, plaats onbekend meegeteld."
        )
    division = year if cube.division == "year" else division_of(pull, opened.info, structure, found.index)
    if found.empty:
        raise NotAvailable(f"Tabel {table}: er zijn nog geen cijfers over {year}.")
    return Figures(
        table, division, [str(r) for r in found.index], list(found.columns), found.to_numpy(), statuses.to_numpy()
    )


def _periods(opened: _Open, time: odata.Dimension | None, year: int) -> tuple[list[str], str]:
    """The padded keys of the periods of a year, and the status that the table gives to it."""
    if time is None:
        return [], opened.cube.status
    wanted = [period.format(year=year, previous=year - 1) for period in opened.cube.periods]
    members = opened.members(time.key)
    # A service may have rows of a period that its list of periods still lacks; such a key is padded as the others.
    width = max((len(m.key) for m in members.values()), default=8)
    told = {members[p].status.lower().replace(" ", "") for p in wanted if p in members}
    status = "provisional" if told & set(PROVISIONAL) and opened.cube.status == "published" else opened.cube.status
    return [members[p].key if p in members else p.ljust(width) for p in wanted], status


def only(dimension: str, levels: Iterable[str]) -> str:
    """A $filter for the areas of some levels."""
    return " or ".join(f"startswith({dimension},'{CODE_PREFIX[level]}')" for level in levels)


def _prefixes(levels: Iterable[str]) -> tuple[str, ...]:
    """What the codes of the areas of some levels begin with."""
    return tuple(CODE_PREFIX[level] for level in levels)


def _any_of(dimension: str, keys: Iterable[str]) -> str:
    return " or ".join(f"{dimension} eq '{key}'" for key in keys)


# ---------------------------------------------------------------- arrange


def _arrange(
    opened: _Open,
    plan: _Plan,
    got: odata.Values,
    time: odata.Dimension | None,
    periods: Sequence[str],
    areas: Sequence[str],
    status: str,
) -> tuple[pd.DataFrame, pd.DataFrame, list[str], int, bool]:
    """Values and statuses as regions × variables; what had no figure, how many periods were missing, and summed or not."""
    codes = [COUNTRY if code in COUNTRY_CODES else code for code in got.regions]
    asked = pd.Index(dict.fromkeys([*(COUNTRY if a in COUNTRY_CODES else a for a in areas), *codes]))
    place = asked.get_indexer(pd.Index(codes))
    columns = {topic.key: i for i, topic in enumerate({t.key: t for t in plan.topics.values()}.values())}
    rows = _rows_by_member(got, [d for d in (*plan.members, *((time.key,) if time else ())) if d in got.texts])
    values: dict[str, np.ndarray] = {}
    statuses: dict[str, np.ndarray] = {}
    left_out: list[str] = []
    most_missing = 0
    summed = False
    for item, topic in plan.topics.items():
        parts, missing = [], 0
        for period in periods or [""]:
            wanted = [plan.members[d][item] for d in plan.members if d in got.texts]
            at = rows.get(tuple(k.strip() for k in (*wanted, *((period,) if time and time.key in got.texts else ()))))
            column = got.numbers[at, columns[topic.key]] if at is not None else np.empty(0)
            if at is None or np.isnan(column).all():
                missing += 1
                continue
            part = np.full(len(asked), 0.0 if topic.default == "Zero" else np.nan)
            part[place[at]] = np.nan_to_num(column) if topic.default == "Zero" else column
            if topic.default == "Zero" and _country(part, asked, set(place[at])):
                summed = True
            parts.append(part)
        if not parts:
            left_out.append(item.variable)
            continue
        most_missing = max(most_missing, missing)
        total = np.sum(parts, axis=0) * _factor(topic, item)
        # Twelve months or no year: part of a year beside whole years would look like a fall.
        values[item.variable] = np.full(len(asked), np.nan) if missing else np.round(total, 9)
        empty = "not_yet_published" if missing else "not_given"
        statuses[item.variable] = np.where(np.isnan(values[item.variable]), empty, status)
    keep = [_is_area(str(code)) for code in asked]
    frame = pd.DataFrame(values, index=asked).loc[keep]
    told = pd.DataFrame(statuses, index=asked, dtype=object).loc[keep]
    if opened.cube.division == "year":
        # Such a table lists areas of all years; those without any figure did not exist in this one.
        there = frame.notna().any(axis=1)
        frame, told = frame[there], told[there]
    return frame, told, left_out, most_missing, summed


def _country(part: np.ndarray, asked: pd.Index, seen: set[int]) -> bool:
    """Where a table with noughts left out has no row of the country: the sum of its gemeenten, unknown place included."""
    if COUNTRY not in asked:
        return False
    (at,) = asked.get_indexer(pd.Index([COUNTRY]))
    if at in seen:
        return False
    gemeenten = np.array([str(code).startswith("GM") for code in asked])
    part[at] = part[gemeenten].sum() if gemeenten.any() else np.nan
    return True


def _rows_by_member(got: odata.Values, dimensions: Sequence[str]) -> dict[tuple[str, ...], np.ndarray]:
    """The rows of each combination of members."""
    if not dimensions:
        return {(): np.arange(len(got.regions))}
    frame = pd.DataFrame({d: pd.Categorical(got.texts[d]) for d in dimensions})
    found = frame.groupby(list(dimensions), observed=True).indices
    return {(key if isinstance(key, tuple) else (key,)): np.asarray(at) for key, at in found.items()}


def _is_area(code: str) -> bool:
    return code == COUNTRY or (code[:2] in ("GM", "WK", "BU") and not UNKNOWN.fullmatch(code))


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# ---------------------------------------------------------------- which division


def division_of(pull: Pull, info: Mapping[str, Any], structure: odata.Structure, regions: Iterable[object]) -> int:
    """The year of the boundaries that the whole table is on.

    By the table's own words ("indeling 2024"), else by the stored division with the same codes, else by the year of
    the release, which is then noted.
    """
    texts = [structure.geo.text if structure.geo else ""]
    texts += [str(info.get(k) or "") for k in ("Title", "ShortTitle", "ExplanatoryText", "Summary", "ShortDescription")]
    for text in texts:
        if said := DIVISION.search(text):
            return int(said[1])
    codes = {str(code) for code in regions}
    best = max(_alike(pull, codes), default=(0.0, 0))
    if best[0] >= SAME_DIVISION:
        return best[1]
    year = int(str(info.get("Modified") or "0")[:4] or 0)
    if not 2000 <= year < 2100:
        raise SourceError(f"Tabel {info.get('Identifier')}: nergens staat op welke gebiedsindeling de cijfers zijn.")
    if structure.geo is not None:
        pull.note(f"De tabel noemt geen gebiedsindeling; die van het jaar van uitgave ({year}) is aangehouden.")
    return year


def _alike(pull: Pull, codes: set[str]) -> list[tuple[float, int]]:
    """How much the codes of the finest stored level are those of each stored division (0–1), with its year."""
    if pull.before is None:
        return []
    found = []
    for level in reversed(LEVELS[1:]):
        own = {code for code in codes if level_of(code) == level}
        if not own:
            continue
        for entry in pull.before.manifest()["names"].values():
            if entry["level"] == level:
                stored = set(pull.before.names(level, entry["year"]).index)
                found.append((len(own & stored) / len(own | stored), int(entry["year"])))
        if found:
            break
    return found


# ---------------------------------------------------------------- save


def save(pull: Pull, parts: Sequence[Figures], year: int) -> None:
    """Store the figures of a year, one partition a level. Raises SourceError when there is nothing for any level."""
    stored = False
    for level in pull.levels:
        frames = [frame for part in parts if not (frame := _long(pull.source.id, part, level, year)).empty]
        if frames:
            pull.save_observations(level, pd.concat(frames, ignore_index=True), year)
            stored = True
    if not stored:
        raise SourceError(f"{pull.source.title} {year}: geen enkel gebied ontvangen. Probeer het later opnieuw.")


def pull_one(pull: Pull, cube: Cube, year: int) -> None:
    """Fetch and store one cube: all that most sources need. Raises as :func:`load`."""
    found = load(pull, cube, year)
    pull.progress(0.9, f"tabel {found.table} verwerken")
    save(pull, [found], year)


def _long(source: str, part: Figures, level: str, year: int) -> pd.DataFrame:
    """The long frame of one level."""
    rows = np.flatnonzero([level_of(code) == level for code in part.regions])
    count, width = len(rows), len(part.variables)
    regions = pd.Index([part.regions[i] for i in rows])
    order = pd.Index(list(STATUSES))

    def constant(value: str) -> pd.Categorical[str]:
        return pd.Categorical.from_codes(np.zeros(count * width, dtype=np.int8), pd.Index([value]))

    return pd.DataFrame(
        {
            "region": pd.Categorical.from_codes(np.tile(np.arange(count), width), regions),
            "level": constant(level),
            "division": np.full(count * width, part.division, dtype=np.int16),
            "year": np.full(count * width, year, dtype=np.int16),
            "variable": pd.Categorical.from_codes(np.repeat(np.arange(width), count), pd.Index(part.variables)),
            "value": part.values[rows].astype(float).ravel(order="F"),
            "status": pd.Categorical.from_codes(
                order.get_indexer(pd.Index(part.statuses[rows].ravel(order="F"))).astype(np.int8), order
            ),
            "source": constant(source),
        }
    )


# ---------------------------------------------------------------- check


def expectation(cube: Cube) -> Expectation:
    """What a source counts on in the newest release of its table: topics, units, dimensions and members."""

    def ask(client: Client) -> list[str]:
        tables = candidates(client, cube)
        base = base_url(cube.setting)
        for table in tables:
            opened = _Open(cube, client, base, table)
            try:
                plan = _plan(opened)
            except ShapeError as error:
                return [str(error)]
            except NotAvailable:
                continue
            return [f"Tabel {table} heeft dit niet: {', '.join(plan.absent)}."] if plan.absent else []
        return [f"Geen van deze tabellen bestaat nog: {', '.join(tables) or cube.title}."]

    return Expectation(f"tabel {_named(cube)}: kolommen en indelingen", f"loaders/sources/{cube.file}", ask)


def expectations(cube: Cube) -> tuple[Expectation, ...]:
    """What a source counts on by each way that there is to its table."""
    second = SECOND.get(cube.setting)
    if second is None or not cube.tables:
        return (expectation(cube),)

    def there(client: Client) -> list[str]:
        # The whole table may be a hundred megabytes: only the beginning of the answer is read.
        table = cube.tables[0]
        client.is_there(odata.Bulk.address(base_url(second), table), what=f"Tabel {table} (v4)", expect="zip")
        return []

    return (expectation(cube), Expectation(f"tabel {_named(cube)}: download (v4)", "loaders/pulling/cube.py", there))


def _named(cube: Cube) -> str:
    return cube.tables[0] if cube.tables else cube.title


def spread(dimension: str, members: Mapping[str, str], topic: str, **more: Any) -> tuple[Item, ...]:
    """Items that differ in one dimension only: variable by member."""
    return tuple(Item(variable, topic, ((dimension, member),), **more) for variable, member in members.items())


def combined(items: Sequence[Item], dimension: str, suffixes: Mapping[str, str]) -> tuple[Item, ...]:
    """Each item once for each member of one more dimension, its variable with that member's suffix; "" keeps the name.

    What has a suffix is optional: not every release has margins.
    """
    return tuple(
        Item(
            item.variable + suffix,
            item.topic,
            (*item.at, (dimension, member)),
            item.unit,
            item.group,
            item.optional or bool(suffix),
        )
        for item, (member, suffix) in product(items, suffixes.items())
    )
