"""The parquet store: the only file that knows how the data folder is laid out.

A data folder holds files that never change once written (their name ends in a hash of their content) and one
``manifest.json`` that says which of them are the data of today. A writer puts new files first and then swaps the
manifest in one step, so a reader sees the old data or the new data and never half of it, whatever happens.

    manifest.json  datapackage.json
    observations/<source>/<level>/<year>-<hash>.parquet    long frames, schema below
    names/<level>/<year>-<hash>.parquet                    code, name, gemeente, change flag
    boundaries/<level>/<division>-<hash>.parquet           GeoParquet, EPSG:28992, simplified
    groups/<grouping>/<year>-<hash>.parquet                which group (province) each gemeente is in
    addresses/<year>-<hash>.parquet                        which buurt each address is in
    crosswalks/<level>/<old>-<new>-<hash>.parquet          addresses that two divisions share, area by area
    geo/<hash>.json                                        GeoJSON for the browser
    raw/<aa>/<sha256>.gz                                   answers as they came
    drop/<source>/                                         published files that someone put there by hand
    imports/<id>-<hash>.parquet                            what one imported file added
    audit.jsonl                                            who stored or took back what, and when
    mappings/<name>.json                                   choices about a file, kept for the next
    versions.json                                          the versions that were published, and what each changed
    manifests/<version>.json                               the manifest of a version that can still be asked for
    revisions/<version>-<hash>.parquet                     the values that a version changed, old beside new
"""

from __future__ import annotations

import contextlib
import getpass
import gzip
import hashlib
import io
import itertools
import json
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from loaders.source import registry
from loaders.store import mirror
from loaders.vocabulary import CODE_PREFIX, LEVELS, STATUSES, wijk_of

if TYPE_CHECKING:
    import geopandas as gpd

HOME = Path(__file__).parents[2] / "data"
DEMO = HOME / "demo"
KEYS = ("region", "year", "division", "variable", "source")
COLUMNS = ("region", "level", "division", "year", "variable", "value", "status", "source")
NAME_COLUMNS = ("region", "name", "gemeente", "gemeente_name", "change")
GROUP_COLUMNS = ("region", "group", "group_name")
ADDRESS_COLUMNS = ("address", "buurt")
CROSSWALK_COLUMNS = ("old", "new", "addresses")
# What the manifest lists, and what of it lies in a folder of its own name.
FOLDERS = ("observations", "names", "boundaries", "groups", "addresses", "crosswalks", "imports")
KINDS = (*FOLDERS, "pulls", "custom_variables")
STATUS_LIST = tuple(STATUSES)
MISSING = ("not_given", "not_yet_published", "cannot_occur", "withheld")
# Rows that are checked and written at once.
ROW_GROUP = 200_000
# How long a file that is data of no version any more stays on disk: a running dashboard may still need it.
KEEP_SECONDS = 30 * 24 * 3600
# How many days a version can be asked for after a newer one came: a link of today works until next year.
KEEP_DAYS = 400
REVISION_COLUMNS = ("region", "level", "division", "year", "variable", "source", "old", "new")
# How much of what was read stays in memory, turned on its side: all of ten years of the Netherlands is some 60 MB.
MOST_BYTES = 128 * 2**20
# For so few areas reading along what is held is faster than searching the files.
FEW_AREAS = 200
_SCHEMA = pa.schema(
    [
        ("region", pa.dictionary(pa.int32(), pa.string())),
        ("level", pa.dictionary(pa.int8(), pa.string())),
        ("division", pa.int16()),
        ("year", pa.int16()),
        ("variable", pa.dictionary(pa.int16(), pa.string())),
        ("value", pa.float64()),
        ("status", pa.dictionary(pa.int8(), pa.string())),
        ("source", pa.dictionary(pa.int8(), pa.string())),
    ]
)


class StoreError(Exception):
    """The data folder cannot be read or written (told in Dutch: it reaches the screen), or a frame breaks the schema."""


# ---------------------------------------------------------------- reading


class Store:
    """A read-only view of one version of one data folder. Safe to share between threads and sessions.

    Frames that come out are copies or freshly made: change them as you like. Nothing here loads a whole source.
    """

    def __init__(self, root: Path, manifest: dict[str, Any] | None = None, most_bytes: int = MOST_BYTES) -> None:
        self.root, self._most_bytes, self._held_bytes = root, most_bytes, 0
        self._manifest = _read_manifest(root) if manifest is None else manifest
        self.demo = bool(self._manifest["demo"])
        self.version = str(self._manifest["version"])
        self._frames: OrderedDict[str, _Wide] = OrderedDict()
        self._names: dict[tuple[str, int], pd.DataFrame] = {}
        self._map_ids: dict[tuple[str, int], pd.Series] = {}
        self._lock = threading.RLock()

    @classmethod
    def of_file(cls, root: Path, path: Path) -> Store:
        """The version of this folder that a kept manifest describes. Raises StoreError when it cannot be read."""
        return cls(root, _read_json(path), most_bytes=MOST_BYTES // 4)

    def manifest(self) -> dict[str, Any]:
        """What is there, from where, how fresh: observations, names, boundaries and pulls. Do not change it."""
        return self._manifest

    def is_empty(self) -> bool:
        """True when no observation at all was ever stored."""
        return not self._manifest["observations"]

    def years(self, level: str, variable: str | None = None) -> list[int]:
        """Years with at least one value at this level (of this variable), oldest first. Reads the manifest only."""
        found = {
            entry["year"]
            for entry in self._manifest["observations"].values()
            if entry["level"] == level and _has_value(entry, variable)
        }
        return sorted(found)

    def levels(self, variable: str) -> list[str]:
        """Levels at which this variable has a value in some year, largest areas first."""
        found = {e["level"] for e in self._manifest["observations"].values() if _has_value(e, variable)}
        return [level for level in LEVELS if level in found]

    def variables(self, level: str, year: int | None = None) -> list[str]:
        """Ids of variables with at least one value at this level (in this year)."""
        found = {
            variable
            for entry in self._manifest["observations"].values()
            if entry["level"] == level and year in (None, entry["year"])
            for variable, count in entry["variables"].items()
            if count
        }
        return sorted(found)

    def table(
        self, level: str, year: int, variables: Sequence[str] | None = None, division: int | None = None
    ) -> pd.DataFrame:
        """The wide frame of one level and year: index ``region``, one float64 column a variable, NaN where empty.

        Only figures on the boundaries of ``division`` (default: the year itself), so that two sources are never
        put side by side on different boundaries. Asked-for variables that are not there are columns of NaN.
        """
        parts = [p.frame(variables) for p in self._parts(level, year, variables, division or year)]
        return _join(parts, variables, np.nan)

    def statuses(
        self, level: str, year: int, variables: Sequence[str] | None = None, division: int | None = None
    ) -> pd.DataFrame:
        """Same shape as ``table``: the status id of each cell, and "" where the source has no such row at all."""
        parts = [p.status_frame(variables) for p in self._parts(level, year, variables, division or year)]
        return _join(parts, variables, "")

    def status_counts(self, level: str, year: int) -> pd.DataFrame:
        """How many areas of one level and year have each status: index status id, one column a variable."""
        parts = [p.status_counts() for p in self._parts(level, year, None, year)]
        return pd.concat(parts, axis=1) if parts else pd.DataFrame(index=list(STATUS_LIST))

    def observations(
        self,
        variables: Sequence[str] | None = None,
        level: str | None = None,
        years: Sequence[int] | None = None,
        regions: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """The long frame (see COLUMNS) of what is asked; every argument that is None means all of them."""
        if level is not None and regions is not None and len(regions) <= FEW_AREAS:
            return self._of_areas(variables, level, years, regions, sources)
        filters = []
        if variables is not None:
            filters.append(("variable", "in", list(variables)))
        if regions is not None:
            filters.append(("region", "in", list(regions)))
        frames = []
        for entry in self._entries(level, years, sources):
            if variables is not None and not any(v in entry["variables"] for v in variables):
                continue
            frames.append(self._read(entry["file"], filters or None))
        frames = frames or [_SCHEMA.empty_table()]
        frame: pd.DataFrame = pa.concat_tables(frames, promote_options="default").to_pandas()
        return frame

    def _of_areas(
        self,
        variables: Sequence[str] | None,
        level: str,
        years: Sequence[int] | None,
        regions: Sequence[str],
        sources: Sequence[str] | None,
    ) -> pd.DataFrame:
        """``observations`` of some areas, out of what is held."""
        columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for entry in self._entries(level, years, sources):
            if variables is not None and not any(v in entry["variables"] for v in variables):
                continue
            for division in entry["divisions"]:
                found = self._wide(entry, division).long(regions, variables)
                for name, cells in zip(("region", "variable", "value", "status"), found, strict=True):
                    columns[name].append(cells)
                count = len(found[0])
                for name, one in (("level", level), ("source", entry["source"])):
                    columns[name].append(np.full(count, one, dtype=object))
                columns["division"].append(np.full(count, division, dtype="int16"))
                columns["year"].append(np.full(count, entry["year"], dtype="int16"))
        if not columns["region"]:
            empty: pd.DataFrame = _SCHEMA.empty_table().to_pandas()
            return empty
        together = {name: np.concatenate(parts) for name, parts in columns.items()}
        words = ("region", "level", "variable", "status", "source")
        return pd.DataFrame({n: pd.Categorical(c) if n in words else c for n, c in together.items()})

    def names(self, level: str, year: int) -> pd.DataFrame:
        """The areas of one division: index ``region``; name, gemeente, gemeente_name, wijk, wijk_name, change, map_id.

        ``change`` is CBS's flag against the year before ("1" same, "2" new code, "3" new boundary, "" unknown);
        ``map_id`` is the feature number on the map of this division, -1 where it has no shape.
        """
        with self._lock:
            if (level, year) not in self._names:
                self._names[level, year] = self._build_names(level, year)
            # A copy that costs nothing until somebody writes in it (pandas copies on write).
            return self._names[level, year].copy(deep=False)

    def regions(self, level: str, year: int) -> gpd.GeoDataFrame:
        """``names`` with the boundary of exactly that division (EPSG:28992); no geometry where there is none."""
        import geopandas as gpd

        names = self.names(level, year)
        entry = self._manifest["boundaries"].get(f"{level}/{year}")
        shapes = self._shapes(entry)["geometry"] if entry else gpd.GeoSeries([], crs=28992)
        return gpd.GeoDataFrame(names, geometry=shapes.reindex(names.index), crs=28992)

    def divisions(self, level: str) -> list[int]:
        """Years whose boundaries are there for this level, oldest first."""
        return sorted(e["division"] for e in self._manifest["boundaries"].values() if e["level"] == level)

    def nearest_division(self, level: str, year: int) -> int | None:
        """The year with boundaries nearest to this one (of two equally near, the later); None without any."""
        return min(self.divisions(level), key=lambda d: (abs(d - year), -d), default=None)

    def own_division(self, level: str, year: int, variable: str) -> int:
        """The boundaries that this figure of this year is on: the year's own, else the newest its source gave it on."""
        parts = [e for e in self._entries(level, [year], None) if variable in e["variables"]]
        found = {int(division) for part in parts for division in part["divisions"]}
        return year if year in found else max(found, default=year)

    def geojson(self, level: str, division: int, gemeente: str | None = None) -> str | None:
        """Name of the browser's GeoJSON file under ``geo/``; None when there is no such map."""
        entry = self._manifest["boundaries"].get(f"{level}/{division}")
        if entry is None:
            return None
        name = entry["parts"].get(gemeente) if gemeente else entry["geojson"]
        return str(name) if name else None

    def map_ids(self, level: str, division: int) -> pd.Series:
        """The feature number in the GeoJSON of each region of this division: index region, int32."""
        entry = self._manifest["boundaries"].get(f"{level}/{division}")
        if entry is None:
            return pd.Series(dtype="int32", name="map_id")
        if (level, division) not in self._map_ids:
            table = pq.read_table(local(self.root / entry["file"]), columns=["region", "map_id"])
            self._map_ids[level, division] = table.to_pandas().set_index("region")["map_id"]
        return self._map_ids[level, division].copy(deep=False)

    def groups(self, grouping: str, year: int) -> pd.DataFrame:
        """Which group of a grouping ("provincie") each area is in: index region; group, group_name. Empty without it."""
        return self._frame("groups", f"{grouping}/{year}", GROUP_COLUMNS).set_index("region")

    def addresses(self, year: int, span: tuple[int, int] | None = None) -> pd.DataFrame:
        """Every address of a year and its buurt: columns address (int64, see loaders.places.crosswalk), buurt (category).

        With ``span`` only the addresses from its first number up to (not with) its last; the rest is not read.
        """
        entry = self._manifest["addresses"].get(str(year))
        if entry is None or span is None:
            return self._frame("addresses", str(year), ADDRESS_COLUMNS)
        low, high = span
        found: pd.DataFrame = self._read(entry["file"], [("address", ">=", low), ("address", "<", high)]).to_pandas()
        return found

    def crosswalk(self, level: str, old: int, new: int) -> pd.DataFrame:
        """How many addresses each pair of an old and a new area shares: columns old, new, addresses.

        An empty ``new`` counts the old area's addresses that the new division does not know, and the other way round.
        Empty when there is no crosswalk between these two divisions.
        """
        return self._frame("crosswalks", f"{level}/{old}-{new}", CROSSWALK_COLUMNS)

    def imports(self) -> dict[str, dict[str, Any]]:
        """Every file that was imported, by id; also those that were undone."""
        return dict(self._manifest["imports"])

    def import_rows(self, id: str) -> pd.DataFrame:
        """The long frame that one imported file added."""
        return self._frame("imports", id, COLUMNS)

    # -- inside

    def _frame(self, kind: str, key: str, columns: Sequence[str]) -> pd.DataFrame:
        entry = self._manifest[kind].get(key)
        if entry is None:
            return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})
        frame: pd.DataFrame = self._read(entry["file"], None).to_pandas()
        return frame

    def _entries(
        self, level: str | None, years: Sequence[int] | None, sources: Sequence[str] | None
    ) -> Iterator[dict[str, Any]]:
        for entry in self._manifest["observations"].values():
            if (
                (level is None or entry["level"] == level)
                and (years is None or entry["year"] in years)
                and (sources is None or entry["source"] in sources)
            ):
                yield entry

    def _read(
        self, file: str, filters: list[tuple[str, str, Any]] | None, columns: list[str] | None = None
    ) -> pa.Table:
        try:
            return pq.read_table(local(self.root / file), filters=filters, columns=columns)
        except (OSError, pa.ArrowInvalid) as error:
            raise StoreError(
                f"{self.root / file} is niet te lezen ({error}). Haal deze bron opnieuw op, met --force."
            ) from error

    def _parts(self, level: str, year: int, variables: Sequence[str] | None, division: int) -> list[_Wide]:
        found = []
        for entry in self._entries(level, [year], None):
            if division not in entry["divisions"]:
                continue
            if variables is not None and not any(v in entry["variables"] for v in variables):
                continue
            found.append(self._wide(entry, division))
        return found

    def _wide(self, entry: dict[str, Any], division: int) -> _Wide:
        file = entry["file"]
        key = f"{file}@{division}"
        with self._lock:
            if key in self._frames:
                self._frames.move_to_end(key)
                return self._frames[key]
        among = [("division", "=", division)] if len(entry["divisions"]) > 1 else None
        wide = _Wide.of(self._read(file, among, ["region", "variable", "value", "status"]))
        # Arrow keeps what the long table took for a next one; with millions of rows that is most of the memory.
        pa.default_memory_pool().release_unused()
        with self._lock:
            if key not in self._frames:
                self._frames[key] = wide
                self._held_bytes += wide.size
            while self._held_bytes > self._most_bytes and len(self._frames) > 1:
                self._held_bytes -= self._frames.popitem(last=False)[1].size
        return wide

    def _shapes(self, entry: dict[str, Any]) -> gpd.GeoDataFrame:
        import geopandas as gpd

        return gpd.read_parquet(local(self.root / entry["file"])).set_index("region")

    def _build_names(self, level: str, year: int) -> pd.DataFrame:
        frame: pd.DataFrame
        named = self._manifest["names"].get(f"{level}/{year}")
        drawn = self._manifest["boundaries"].get(f"{level}/{year}")
        if named:
            frame = pq.read_table(local(self.root / named["file"])).to_pandas()
        elif drawn:
            frame = pq.read_table(local(self.root / drawn["file"]), columns=list(NAME_COLUMNS[:-1])).to_pandas()
            frame["change"] = ""
        else:
            frame = pd.DataFrame({c: pd.Series(dtype=object) for c in NAME_COLUMNS})
        frame = frame.set_index("region").sort_index()
        frame["wijk"] = [(wijk_of(code) or "") for code in frame.index]
        frame["wijk_name"] = ""
        if level == "wijk":
            frame["wijk_name"] = frame["name"]
        elif level == "buurt":
            known = self.names("wijk", year)["name"].to_dict()
            frame["wijk_name"] = [known.get(code, "") for code in frame["wijk"]]
        ids = self.map_ids(level, year) if drawn else pd.Series(dtype="int32")
        frame["map_id"] = ids.reindex(frame.index).fillna(-1).astype("int32")
        return frame


class _Wide:
    """One partition turned on its side: values and statuses as region × variable arrays."""

    def __init__(self, regions: pd.Index, variables: list[str], values: np.ndarray, codes: np.ndarray) -> None:
        self.regions, self.variables, self.values, self.codes = regions, variables, values, codes

    @classmethod
    def of(cls, table: pa.Table) -> _Wide:
        (regions, row), (variables, column), (statuses, status) = (
            _words(table[name]) for name in ("region", "variable", "status")
        )
        values = np.full((len(regions), len(variables)), np.nan)
        codes = np.full(values.shape, -1, dtype=np.int8)
        values[row, column] = table["value"].to_numpy()
        order = np.array([STATUS_LIST.index(s) for s in statuses], dtype=np.int8)
        if len(order):
            codes[row, column] = order[status]
        return cls(pd.Index(regions, name="region", dtype="object"), variables, values, codes)

    @property
    def size(self) -> int:
        """How many bytes it takes, names aside."""
        return int(self.values.nbytes + self.codes.nbytes)

    def long(
        self, regions: Sequence[str], variables: Sequence[str] | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Region, variable, value and status of every row that the source has of these areas."""
        rows = self.regions.get_indexer(pd.Index(list(dict.fromkeys(regions))))
        rows, columns = np.sort(rows[rows >= 0]), np.array(self._pick(variables), dtype="int64")
        codes = self.codes[np.ix_(rows, columns)]
        at_row, at_column = np.nonzero(codes >= 0)
        return (
            self.regions.to_numpy()[rows[at_row]],
            np.array(self.variables, dtype=object)[columns[at_column]],
            self.values[rows[at_row], columns[at_column]],
            np.array(STATUS_LIST, dtype=object)[codes[at_row, at_column]],
        )

    def _pick(self, variables: Sequence[str] | None) -> list[int]:
        return [i for i, v in enumerate(self.variables) if variables is None or v in variables]

    def frame(self, variables: Sequence[str] | None) -> pd.DataFrame:
        pick = self._pick(variables)
        return pd.DataFrame(self.values[:, pick], index=self.regions, columns=[self.variables[i] for i in pick])

    def status_counts(self) -> pd.DataFrame:
        counts = [(self.codes == code).sum(axis=0) for code in range(len(STATUS_LIST))]
        return pd.DataFrame(counts, index=list(STATUS_LIST), columns=self.variables)

    def status_frame(self, variables: Sequence[str] | None) -> pd.DataFrame:
        pick = self._pick(variables)
        words = np.array([*STATUS_LIST, ""], dtype=object)[self.codes[:, pick]]
        # As objects, all cells share eight words; as pandas' own text each cell would be a copy.
        return pd.DataFrame(words, index=self.regions, columns=[self.variables[i] for i in pick], dtype=object)


def _words(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """The words that occur in a column of few different ones, and for each row which of them it is."""
    coded = column.unify_dictionaries().combine_chunks()
    words, row = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    used = np.flatnonzero(np.bincount(row, minlength=len(words)))
    place = np.zeros(len(words), dtype="int32")
    place[used] = np.arange(len(used))
    return [words[i] for i in used], place[row]


def _join(parts: list[pd.DataFrame], variables: Sequence[str] | None, empty: object) -> pd.DataFrame:
    if len(parts) == 1:
        frame = parts[0]
    else:
        frame = pd.concat(parts, axis=1) if parts else pd.DataFrame(index=pd.Index([], name="region", dtype="object"))
    frame.index.name = "region"
    if variables is not None:
        frame = frame.reindex(columns=list(variables))
    if empty == "":
        frame = frame.astype(object).fillna("")
    return frame.sort_index()


def _has_value(entry: dict[str, Any], variable: str | None) -> bool:
    counts = entry["variables"]
    return any(counts.values()) if variable is None else bool(counts.get(variable))


# ---------------------------------------------------------------- which data


_current: dict[Path, tuple[tuple[int, int], Store]] = {}
_current_lock = threading.Lock()


def home() -> Path:
    """The folder that pulled data goes to: DSW_DATA, else ``data/`` of the project."""
    told = os.environ.get("DSW_DATA", "")
    return mirror.of(told).root if told.startswith(mirror.SCHEME) else Path(told or HOME)


def remote() -> mirror.Mirror | None:
    """The mirror of the storage that DSW_DATA names; None for a folder on this machine."""
    told = os.environ.get("DSW_DATA", "")
    return mirror.of(told) if told.startswith(mirror.SCHEME) else None


def local(path: Path) -> Path:
    """The same path; fetched first where the data lie on a storage elsewhere and this file was not asked for before."""
    there = remote()
    return there.present(path) if there is not None and path.is_relative_to(there.root) else path


def current() -> Store:
    """The store of today: the pulled data once there is any, else the demo region. Never a mix of the two.

    Opened once a process, and again after its manifest changed on disk.
    """
    there = remote()
    if there is not None:
        there.refresh()
    pulled = _open(home())
    if there is not None and pulled is None:
        # Made-up figures are no answer to a storage that is down.
        raise StoreError(there.problem or f"Op {there.address} staan geen gegevens.")
    return pulled if pulled and not pulled.is_empty() else _open(DEMO) or Store(DEMO, _empty_manifest(demo=False))


def dropped(root: Path, source: str) -> list[Path]:
    """Published files that someone put in this data folder by hand for a source, by name; they are only read."""
    folder = root / "drop" / source
    return sorted(p for p in folder.glob("*") if p.is_file() and not p.name.startswith(".")) if folder.is_dir() else []


def open_store(root: Path) -> Store:
    """The store in this folder; an empty one when nothing was written there yet."""
    return _open(root) or Store(root, _empty_manifest(demo=False))


def _open(root: Path) -> Store | None:
    try:
        stat = (root / "manifest.json").stat()
    except OSError:
        return None
    seen = (stat.st_mtime_ns, stat.st_ino)
    with _current_lock:
        if root not in _current or _current[root][0] != seen:
            _current[root] = (seen, Store(root))
        return _current[root][1]


# ---------------------------------------------------------------- versions

# Versions beside that of today that stay open while nobody looks at them; what a reader looks at is never opened twice.
MOST_OPEN = 2
_opened: OrderedDict[tuple[Path, str], Store] = OrderedDict()
_alive: WeakValueDictionary[tuple[Path, str], Store] = WeakValueDictionary()


def at(version: str) -> Store | None:
    """The data of today's folder as they were in this version; None for one that is not kept there (any more)."""
    today = current()
    if version == today.version:
        return today
    # The name comes from our own list, never from whoever asks.
    kept = next(
        (entry["version"] for entry in versions(today.root) if entry["version"] == version and entry["kept"]), None
    )
    if kept is None:
        return None
    key = (today.root, kept)
    with _current_lock:
        found = _alive.get(key)
        if found is None:
            try:
                found = Store.of_file(today.root, today.root / "manifests" / f"{kept}.json")
            except StoreError:
                return None
        _alive[key] = _opened[key] = found
        _opened.move_to_end(key)
        while len(_opened) > MOST_OPEN:
            _opened.popitem(last=False)
        return found


def versions(root: Path) -> list[dict[str, Any]]:
    """The published versions of a data folder, newest first; see ``publish`` for what is known of each.

    ``kept`` tells whether a version can still be asked for; what it changed stays known.
    """
    path = root / "versions.json"
    try:
        seen = (path.stat().st_mtime_ns, path.stat().st_ino)
        if root not in _listed or _listed[root][0] != seen:
            _listed[root] = (seen, json.loads(path.read_text(encoding="utf-8")))
    except OSError:
        return []
    except ValueError as error:
        raise StoreError(f"{path} is niet te lezen ({error}). Zet een kopie terug, of verwijder het.") from error
    return list(reversed(_listed[root][1]))


_listed: dict[Path, tuple[tuple[int, int], list[dict[str, Any]]]] = {}


def revisions(root: Path, entry: dict[str, Any]) -> pd.DataFrame:
    """The values that a version changed (REVISION_COLUMNS), as far as they are listed; empty when there are none."""
    if not entry.get("file"):
        return pd.DataFrame({column: pd.Series(dtype=object) for column in REVISION_COLUMNS})
    try:
        frame: pd.DataFrame = pq.read_table(local(root / entry["file"])).to_pandas()
    except (OSError, pa.ArrowInvalid) as error:
        raise StoreError(f"{root / entry['file']} is niet te lezen ({error}).") from error
    return frame


def publish(data: Store, entry: dict[str, Any], moved: pd.DataFrame, instead_of: str | None = None) -> None:
    """Keep this version, with what is known of it, and the values it changed; drop what is older than DSW_BEWAARDAGEN.

    ``entry`` is added to versions.json as it is, with version, created, kept and file. ``instead_of`` takes the newest
    entry away when it is of that version: a step on the way to this one.
    """
    root = data.root
    text = json.dumps(data.manifest(), ensure_ascii=False, indent=1).encode()
    _write_once(root / "manifests" / f"{data.version}.json", text)
    file = None
    if len(moved):
        buffer = io.BytesIO()
        table = pa.Table.from_pandas(moved[list(REVISION_COLUMNS)], preserve_index=False)
        pq.write_table(table.replace_schema_metadata(None), buffer, compression="zstd")
        digest = hashlib.sha256(buffer.getbuffer()).hexdigest()
        file = f"revisions/{data.version}-{digest[:12]}.parquet"
        _write_once(root / file, buffer.getbuffer())
    with FileLock(root / ".versions.lock"):
        log = list(reversed(versions(root)))
        if instead_of is not None and log and log[-1]["version"] == instead_of:
            log.pop()
        created = data.manifest()["created"]
        log.append({**entry, "version": data.version, "created": created, "kept": True, "file": file})
        _write_log(root, _pruned(log, datetime.now(UTC)))


def forget(root: Path, version: str) -> bool:
    """Make a version impossible to ask for, whatever its age; False when it was not kept, or is that of today."""
    with FileLock(root / ".versions.lock"):
        log = list(reversed(versions(root)))
        if version == open_store(root).version or not any(e["kept"] for e in log if e["version"] == version):
            return False
        _write_log(root, [{**e, "kept": e["kept"] and e["version"] != version} for e in log])
    return True


def keep_days() -> float:
    """How many days a replaced version stays: DSW_BEWAARDAGEN, else KEEP_DAYS. Raises StoreError for no number."""
    text = os.environ.get("DSW_BEWAARDAGEN") or str(KEEP_DAYS)
    try:
        return max(float(text), 0.0)
    except ValueError as error:
        raise StoreError(f"DSW_BEWAARDAGEN is {text!r}; geef een aantal dagen, zoals {KEEP_DAYS}.") from error


def _pruned(log: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """The log with versions marked as no longer kept whose successor came too long ago. The newest two always stay."""
    days = keep_days()
    for entry, following in itertools.pairwise(log[:-1]):
        replaced = datetime.fromisoformat(following["created"])
        if (now - replaced).total_seconds() > days * 24 * 3600:
            entry["kept"] = False
    return log


def _write_log(root: Path, log: list[dict[str, Any]]) -> None:
    _replace(root / "versions.json", json.dumps(log, ensure_ascii=False, indent=1).encode())
    kept = {entry["version"] for entry in log if entry["kept"]}
    listed = {entry["file"] for entry in log}
    for path in (root / "manifests").glob("*.json"):
        if path.stem not in kept:
            path.unlink(missing_ok=True)
    for path in (root / "revisions").glob("*.parquet"):
        if path.relative_to(root).as_posix() not in listed:
            path.unlink(missing_ok=True)


def _kept_files(root: Path) -> set[str]:
    """The files of every version that can still be asked for."""
    found: set[str] = set()
    for entry in versions(root):
        if entry["kept"]:
            found |= _files_of(root / "manifests" / f"{entry['version']}.json")
    return found


@lru_cache(maxsize=512)
def _files_of(path: Path) -> frozenset[str]:
    """The files of a kept manifest, which never changes. One that is gone has none."""
    try:
        return frozenset(_files(_read_json(path)))
    except StoreError:
        return frozenset()


def table(level: str, year: int, variables: Sequence[str] | None = None, division: int | None = None) -> pd.DataFrame:
    """``Store.table`` of the data of today."""
    return current().table(level, year, variables, division)


def observations(
    variables: Sequence[str] | None = None,
    level: str | None = None,
    years: Sequence[int] | None = None,
    regions: Sequence[str] | None = None,
    sources: Sequence[str] | None = None,
) -> pd.DataFrame:
    """``Store.observations`` of the data of today."""
    return current().observations(variables, level, years, regions, sources)


def regions(level: str, year: int) -> gpd.GeoDataFrame:
    """``Store.regions`` of the data of today."""
    return current().regions(level, year)


def names(level: str, year: int) -> pd.DataFrame:
    """``Store.names`` of the data of today."""
    return current().names(level, year)


def manifest() -> dict[str, Any]:
    """``Store.manifest`` of the data of today, with each source's publisher and licence beside what it delivered."""
    store = current()
    delivered = {e["source"] for e in store.manifest()["observations"].values()}
    delivered |= {key.split("/")[0] for key in store.manifest()["pulls"]}
    sources = {
        s.id: {"title": s.title, "publisher": s.publisher, "licence": s.licence, "licence_url": s.licence_url}
        for s in registry().values()
        if s.id in delivered
    }
    return {**store.manifest(), "sources": sources}


# ---------------------------------------------------------------- writing


def _empty_manifest(*, demo: bool) -> dict[str, Any]:
    return {
        "schema": 1,
        "version": "leeg",
        "created": "",
        "demo": demo,
        **{kind: {} for kind in KINDS},
    }


def _read_manifest(root: Path) -> dict[str, Any]:
    return _read_json(root / "manifest.json")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(local(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path} is niet te lezen ({error}). Zet een kopie terug, of verwijder {path.parent} en haal de gegevens opnieuw op."
        ) from error
    return {**_empty_manifest(demo=False), **found}


class Writer:
    """Collects new files and makes them the data of today in one step; use it through ``writer``."""

    def __init__(self, root: Path, *, demo: bool = False) -> None:
        self.root, self.demo = root, demo
        self._changes: dict[str, dict[str, Any]] = {k: {} for k in KINDS}
        self._removed: list[tuple[str, str]] = []

    def put_observations(self, source: str, level: str, year: int, frame: pd.DataFrame) -> None:
        """Replace one partition by this long frame (COLUMNS). Raises StoreError when it breaks the schema."""
        checked = _validated(frame, source, level, year)
        buffer = io.BytesIO()
        with pq.ParquetWriter(buffer, _SCHEMA, compression="zstd") as file_writer:
            for part in _parts_of(checked):
                file_writer.write_table(pa.Table.from_pandas(part, schema=_SCHEMA, preserve_index=False))
        file, digest = self._put_bytes(f"observations/{source}/{level}/{year}", "parquet", buffer.getbuffer())
        variable = checked["variable"].cat
        rows = np.bincount(variable.codes, minlength=len(variable.categories))
        counts = np.bincount(variable.codes[checked["value"].notna()], minlength=len(variable.categories))
        self._changes["observations"][f"{source}/{level}/{year}"] = {
            "file": file,
            "sha256": digest,
            "rows": len(checked),
            "source": source,
            "level": level,
            "year": year,
            "divisions": sorted(int(d) for d in checked["division"].unique()),
            "variables": {str(v): int(c) for v, c, n in zip(variable.categories, counts, rows, strict=True) if n},
        }

    def take(self, other: Writer) -> None:
        """Add what another writer put into this same folder, be it in another process; the files are there already."""
        for kind, changes in other._changes.items():
            self._changes[kind].update(changes)
        self._removed += other._removed

    def put_names(self, level: str, year: int, frame: pd.DataFrame) -> None:
        """Replace the names of one division: columns NAME_COLUMNS, one row an area."""
        frame = frame[list(NAME_COLUMNS)].astype(str)
        if frame["region"].duplicated().any():
            twice = frame["region"][frame["region"].duplicated()].iloc[0]
            raise StoreError(f"Names of {level} {year}: {twice} occurs twice.")
        table = pa.Table.from_pandas(frame.sort_values("region"), preserve_index=False)
        file, digest = self._put_parquet(f"names/{level}/{year}", table)
        self._changes["names"][f"{level}/{year}"] = {
            "file": file,
            "sha256": digest,
            "rows": len(frame),
            "level": level,
            "year": year,
        }

    def put_boundaries(
        self,
        level: str,
        division: int,
        frame: gpd.GeoDataFrame,
        national: bytes | None,
        parts: dict[str, bytes] | None = None,
    ) -> None:
        """Replace the boundaries of one division.

        ``frame``: region, name, gemeente, gemeente_name, map_id (0…n-1), geometry in EPSG:28992, simplified.
        ``national`` and ``parts`` (by gemeente code) are GeoJSON for the browser, whose feature ids are map_id.
        """
        if frame.crs is None or frame.crs.to_epsg() != 28992:
            raise StoreError(f"Boundaries of {level} {division}: give them in EPSG:28992, not {frame.crs}.")
        if frame["region"].duplicated().any():
            raise StoreError(f"Boundaries of {level} {division}: a region occurs twice.")
        frame = frame.assign(map_id=frame["map_id"].astype("int32"))
        buffer = io.BytesIO()
        frame.to_parquet(buffer, compression="zstd", index=False)
        file, digest = self._put_bytes(f"boundaries/{level}/{division}", "parquet", buffer.getvalue())
        self._changes["boundaries"][f"{level}/{division}"] = {
            "file": file,
            "sha256": digest,
            "rows": len(frame),
            "level": level,
            "division": division,
            "geojson": self._put_geojson(national) if national else None,
            "parts": {code: self._put_geojson(data) for code, data in (parts or {}).items()},
        }

    def put_groups(self, grouping: str, year: int, frame: pd.DataFrame) -> None:
        """Replace a grouping of areas in a year: columns GROUP_COLUMNS, one row an area."""
        frame = frame[list(GROUP_COLUMNS)].astype(str).sort_values("region")
        if frame["region"].duplicated().any():
            twice = frame["region"][frame["region"].duplicated()].iloc[0]
            raise StoreError(f"Groups {grouping} {year}: {twice} occurs twice.")
        self._put_frame("groups", f"{grouping}/{year}", frame, grouping=grouping, year=year)

    def put_addresses(self, year: int, frame: pd.DataFrame) -> None:
        """Replace the addresses of a year: columns ADDRESS_COLUMNS, one row an address, sorted by address."""
        if not (frame["address"].is_monotonic_increasing and frame["address"].is_unique):
            raise StoreError(f"Addresses of {year}: give each once, in order.")
        self._put_frame("addresses", str(year), frame[list(ADDRESS_COLUMNS)], year=year)

    def put_crosswalk(self, level: str, old: int, new: int, frame: pd.DataFrame, made_of: Sequence[str] = ()) -> None:
        """Replace the crosswalk of two divisions: columns CROSSWALK_COLUMNS; ``made_of`` marks what it was made of."""
        frame = frame[list(CROSSWALK_COLUMNS)].sort_values(["old", "new"])
        if frame.duplicated(["old", "new"]).any() or (frame["addresses"] < 0).any():
            raise StoreError(f"Crosswalk {level} {old}-{new}: one count that is not negative for each pair.")
        facts = {"level": level, "old": old, "new": new, "made_of": list(made_of)}
        self._put_frame("crosswalks", f"{level}/{old}-{new}", frame, **facts)

    def put_raw(self, data: bytes) -> str:
        """Keep an answer as it came; returns its sha256."""
        digest = hashlib.sha256(data).hexdigest()
        self.put_packed(digest, gzip.compress(data, 5, mtime=0))
        return digest

    def put_packed(self, digest: str, packed: bytes) -> None:
        """Keep an answer that was gzipped and hashed on its way in."""
        _write_once(self.root / "raw" / digest[:2] / f"{digest}.gz", packed)

    def record_pull(self, source: str, year: int, info: dict[str, Any]) -> None:
        """Keep what a pull did: table, route, fetched, modified, raw, status and message, whatever its outcome."""
        self._changes["pulls"][f"{source}/{year}"] = info

    def put_import(self, id: str, info: dict[str, Any], frame: pd.DataFrame | None = None) -> None:
        """Keep what one imported file added (a long frame), and what is known of it; without a frame only the latter."""
        if frame is not None:
            table = pa.Table.from_pandas(frame[list(COLUMNS)], schema=_SCHEMA, preserve_index=False)
            file, digest = self._put_parquet(f"imports/{id}", table)
            info = {**info, "file": file, "rows": len(frame), "rows_sha256": digest}
        self._changes["imports"][id] = info

    def put_custom_variable(self, id: str, about: dict[str, Any]) -> None:
        """Keep the label, unit and kind of a variable that no source declares."""
        self._changes["custom_variables"][id] = about

    def remove_observations(self, source: str, level: str, year: int) -> None:
        """Take one partition out of the data of today."""
        self._removed.append(("observations", f"{source}/{level}/{year}"))

    # -- inside

    def _put_frame(self, kind: str, key: str, frame: pd.DataFrame, **facts: Any) -> None:
        file, digest = self._put_parquet(f"{kind}/{key}", pa.Table.from_pandas(frame, preserve_index=False))
        self._changes[kind][key] = {"file": file, "sha256": digest, "rows": len(frame), **facts}

    def _put_parquet(self, stem: str, table: pa.Table) -> tuple[str, str]:
        buffer = io.BytesIO()
        pq.write_table(table.replace_schema_metadata(None), buffer, compression="zstd", row_group_size=ROW_GROUP)
        return self._put_bytes(stem, "parquet", buffer.getvalue())

    def _put_bytes(self, stem: str, kind: str, data: bytes | memoryview) -> tuple[str, str]:
        digest = hashlib.sha256(data).hexdigest()
        file = f"{stem}-{digest[:12]}.{kind}"
        _write_once(self.root / file, data)
        return file, digest

    def _put_geojson(self, data: bytes) -> str:
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.json"
        _write_once(self.root / "geo" / name, data)
        return name

    def _commit(self) -> None:
        with FileLock(self.root / ".lock"):
            path = self.root / "manifest.json"
            old = _read_manifest(self.root) if path.exists() else _empty_manifest(demo=self.demo)
            new = {**old, "demo": self.demo}
            for kind, changes in self._changes.items():
                new[kind] = dict(sorted({**old[kind], **changes}.items()))
            for kind, key in self._removed:
                new[kind].pop(key, None)
            new["version"] = _version(new)
            new["created"] = datetime.now(UTC).isoformat(timespec="seconds")
            package = json.dumps(datapackage(new), ensure_ascii=False, indent=1)
            _replace(self.root / "datapackage.json", package.encode())
            _replace(path, json.dumps(new, ensure_ascii=False, indent=1).encode())
            _sweep(self.root, _files(old) - _files(new), _files(new) | _kept_files(self.root))


@contextlib.contextmanager
def writer(root: Path | None = None, *, demo: bool = False) -> Iterator[Writer]:
    """A Writer on this folder (default: ``home()``). What it put becomes visible when the block ends without error."""
    root = root or home()
    _refuse_remote(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"In {root} kan niet worden geschreven ({error}). Kies met DSW_DATA een map waarin dat wel mag."
        ) from error
    w = Writer(root, demo=demo)
    yield w
    w._commit()


def _refuse_remote(root: Path) -> None:
    there = remote()
    if there is not None and root == there.root:
        raise StoreError(
            f"{there.address} wordt hier alleen gelezen. Schrijf in een map (DSW_DATA) en zet die erop met “loaders push”."
        )


@contextlib.contextmanager
def importing(root: Path) -> Iterator[None]:
    """One import or undo at a time: each reads what there is, adds to it, and writes it back."""
    _refuse_remote(root)
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / ".import.lock"):
        yield


def mappings(root: Path) -> dict[str, str]:
    """The choices about files that were kept, as text, by name."""
    found = sorted((root / "mappings").glob("*.json"))
    return {path.stem: path.read_text(encoding="utf-8") for path in found}


def put_mapping(root: Path, name: str, text: str) -> None:
    """Keep choices about a file under a name of small letters, digits and dashes. Raises StoreError for another name."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", name):
        raise StoreError(f"{name!r} kan geen naam zijn. Gebruik kleine letters, cijfers en streepjes.")
    path = root / "mappings" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text.encode())


def note(root: Path, told: Mapping[str, str | int]) -> None:
    """Add a line to the list of who stored or took back what (audit.jsonl), with the moment; it is only ever added to."""
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **told}, ensure_ascii=False)
    try:
        with FileLock(root / ".audit.lock"), (root / "audit.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise StoreError(f"{root / 'audit.jsonl'} kan niet worden geschreven ({error}).") from error


def at_the_terminal() -> str:
    """What ``note`` calls who did it there: the name of the account, where the system has one."""
    try:
        return f"{getpass.getuser()}, opdrachtregel"
    except (OSError, KeyError, ImportError):
        return "opdrachtregel"


def datapackage(manifest: dict[str, Any]) -> dict[str, Any]:
    """The Frictionless Data Package descriptor of a manifest: one resource a source, with its licence and schema."""
    sources = registry()
    fields = [
        {"name": "region", "type": "string", "description": "CBS region code"},
        {"name": "level", "type": "string", "constraints": {"enum": list(LEVELS)}},
        {"name": "division", "type": "integer", "description": "year of the boundaries"},
        {"name": "year", "type": "integer", "description": "year the figure is about"},
        {"name": "variable", "type": "string"},
        {"name": "value", "type": "number"},
        {"name": "status", "type": "string", "constraints": {"enum": list(STATUS_LIST)}},
        {"name": "source", "type": "string"},
    ]
    resources = []
    for source in sorted({e["source"] for e in manifest["observations"].values()}):
        entries = [e for e in manifest["observations"].values() if e["source"] == source]
        known = sources.get(source)
        resources.append(
            {
                "name": source.replace("_", "-"),
                "title": known.title if known else source,
                "path": [e["file"] for e in entries],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "licenses": [{"name": known.licence, "path": known.licence_url}] if known else [],
                "sources": [{"title": known.publisher, "path": known.homepage}] if known else [],
                "schema": {"fields": fields, "primaryKey": list(KEYS), "missingValues": [""]},
            }
        )
    return {
        "profile": "data-package",
        "name": "deltaplan-sociale-wijken" + ("-demo" if manifest["demo"] else ""),
        "title": "Deltaplan Sociale Wijken" + (" – verzonnen demogebied" if manifest["demo"] else ""),
        "version": manifest["version"],
        "created": manifest["created"],
        "resources": resources,
    }


def _validated(frame: pd.DataFrame, source: str, level: str, year: int) -> pd.DataFrame:
    """The frame with the schema's dtypes, checked by pandera; StoreError names the partition and the first fault."""
    import pandera.errors
    import pandera.pandas as pdr

    where = f"{source}/{level}/{year}"
    missing = [c for c in COLUMNS if c not in frame.columns]
    if missing:
        raise StoreError(f"{where}: column {missing[0]} is missing.")
    if frame.empty:
        raise StoreError(f"{where}: nothing to store. Remove the partition instead.")
    text = ("region", "level", "variable", "status", "source")
    typed = frame[list(COLUMNS)].astype(dict.fromkeys(text, "category") | {"division": "int16", "year": "int16"})
    typed["value"] = typed["value"].astype("float64")

    def only(*allowed: str) -> pdr.Check:
        return pdr.Check(lambda s: bool(np.isin(s.cat.codes.unique(), s.cat.categories.get_indexer(allowed)).all()))

    def codes_fit(series: pd.Series) -> bool:
        return bool(series.cat.categories.str.startswith(CODE_PREFIX[level]).all())

    def filled(data: pd.DataFrame) -> pd.Series:
        return data["value"].isna() == data["status"].isin(MISSING)

    schema = pdr.DataFrameSchema(
        {
            "region": pdr.Column("category", pdr.Check(codes_fit, error="code of another level")),
            "level": pdr.Column("category", only(level)),
            "division": pdr.Column("int16", pdr.Check.in_range(1990, 2100)),
            "year": pdr.Column("int16", pdr.Check.eq(year)),
            "variable": pdr.Column("category"),
            "value": pdr.Column("float64", pdr.Check(lambda s: ~np.isinf(s)), nullable=True),
            "status": pdr.Column("category", only(*STATUS_LIST)),
            "source": pdr.Column("category", only(source)),
        },
        checks=pdr.Check(filled, error="a value and its status disagree"),
        strict=True,
    )
    try:
        for part in _parts_of(typed):
            schema.validate(part, inplace=True)
    except (pandera.errors.SchemaError, ValueError) as error:
        raise StoreError(f"{where}: {str(error).splitlines()[0]}") from error
    return _ordered(typed, where)


def _parts_of(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The frame in parts of one row group each, so that what is made of it is never in memory whole."""
    for start in range(0, len(frame), ROW_GROUP):
        yield frame.iloc[start : start + ROW_GROUP]


def _ordered(typed: pd.DataFrame, where: str) -> pd.DataFrame:
    """The frame by variable, region and division; StoreError when two rows have the same key.

    One year and one source a partition, so these three are the key: as one number it is cheap to check, and a frame
    that comes in order is neither copied nor looked at whole.
    """
    last = np.int64(-1)
    for part in _parts_of(typed):
        key = _keys(part)
        if key[0] <= last or not (key[1:] > key[:-1]).all():
            break
        last = key[-1]
    else:
        return typed
    key = _keys(typed)
    order = np.argsort(key, kind="stable")
    twice = key[order[1:]] == key[order[:-1]]
    if twice.any():
        row = typed.iloc[order[1:][twice][0]]
        raise StoreError(f"{where}: {row['region']} has {row['variable']} twice.")
    return typed.iloc[order]


def _keys(typed: pd.DataFrame) -> np.ndarray:
    """Variable, region and division of each row as one number, in the order that rows are kept in."""
    region = typed["region"].cat
    key = typed["variable"].cat.codes.to_numpy().astype("int64")
    key *= len(region.categories)
    key += region.codes.to_numpy()
    key *= 4096
    key += typed["division"].to_numpy()
    return key


def _version(manifest: dict[str, Any]) -> str:
    return hashlib.sha256("\n".join(sorted(_files(manifest))).encode()).hexdigest()[:10]


def _files(manifest: dict[str, Any]) -> set[str]:
    files = {e["file"] for kind in FOLDERS for e in manifest[kind].values()}
    for entry in manifest["boundaries"].values():
        files |= {f"geo/{name}" for name in (entry["geojson"], *entry["parts"].values()) if name}
    return files


def _write_once(path: Path, data: bytes | memoryview) -> None:
    """A file whose name says its content: written beside and moved into place, unless it is there already."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)


def _replace(path: Path, data: bytes | memoryview) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(
            f"{path} kan niet worden geschreven ({error}). De gegevens die er stonden, zijn onaangeroerd."
        ) from error


def _sweep(root: Path, retired: set[str], live: set[str]) -> None:
    """Start the clock of files that just stopped being data of today; remove those of no version whose time is up."""
    now = time.time()
    for file in retired:
        with contextlib.suppress(OSError):
            os.utime(root / file, (now, now))
    for folder in (*FOLDERS, "geo"):
        for path in (root / folder).rglob("*"):
            if not path.is_file() or path.relative_to(root).as_posix() in live:
                continue
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < now - KEEP_SECONDS:
                    path.unlink()
