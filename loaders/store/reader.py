"""One version of the data, read."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from loaders.store import veil, whole
from loaders.store.folder import remote
from loaders.store.layout import (
    ADDRESS_COLUMNS,
    COLUMNS,
    CROSSWALK_COLUMNS,
    GROUND_COLUMNS,
    GROUP_COLUMNS,
    NAME_COLUMNS,
    STATUS_LIST,
)
from loaders.store.manifest import files_of, newest_whole, read_json
from loaders.store.mending import mended
from loaders.store.schema import SCHEMA
from loaders.store.wide import Wide
from loaders.vocabulary import LEVELS, wijk_of

if TYPE_CHECKING:
    import geopandas as gpd

# How much of what was read stays in memory, turned on its side: all of ten years of the Netherlands is some 60 MB.
MOST_BYTES = 128 * 2**20
# For so few areas reading along what is held is faster than searching the files.
FEW_AREAS = 200


class Store:
    """A read-only view of one version of one data folder. Safe to share between threads and sessions.

    Frames that come out are copies or freshly made: change them as you like. Nothing here loads a whole source.
    """

    def __init__(
        self,
        root: Path,
        manifest: dict[str, Any] | None = None,
        most_bytes: int = MOST_BYTES,
        today: Store | None = None,
    ) -> None:
        self.root, self._most_bytes, self._held_bytes, self._today = root, most_bytes, 0, today
        # ``problem``: what is wrong with the manifest itself, where that of an older version had to do.
        self._written, self.problem = newest_whole(root) if manifest is None else (manifest, "")
        # What is damaged is known once it was read (whole.py); today opens the data again when more is found.
        bad = whole.damaged(root).intersection(files_of(self._written))
        self._manifest, self.damage = mended(root, self._written, bad, older=manifest is None)
        self._bad = hashlib.sha256("\n".join(sorted(bad)).encode()).hexdigest()[:8] if bad else ""
        self.demo = bool(self._manifest["demo"])
        self.version = str(self._manifest["version"])
        self._frames: OrderedDict[str, Wide] = OrderedDict()
        self._names: dict[tuple[str, int], pd.DataFrame] = {}
        self._map_ids: dict[tuple[str, int], pd.Series] = {}
        self._lock = threading.RLock()
        self._residents = veil.about_residents(self._manifest, today.manifest() if today else {})

    @classmethod
    def of_file(cls, root: Path, path: Path, today: Store | None = None) -> Store:
        """The version of this folder that a kept manifest describes. Raises StoreError when it cannot be read.

        For readers give the data of ``today`` along: what those no longer show of a gemeente's own figures, it hides.
        """
        return cls(root, read_json(path), most_bytes=MOST_BYTES // 4, today=today)

    def manifest(self) -> dict[str, Any]:
        """What is there, from where, how fresh: observations, names, boundaries and pulls. Do not change it."""
        return self._manifest

    def written(self) -> dict[str, Any]:
        """The manifest as it was written, also where files of it are damaged. Do not change it."""
        return self._written

    @property
    def view(self) -> str:
        """What names all that is worked out from this: the version, that of today where it hides what that hides, and the
        files that are damaged.
        """
        return "-".join(part for part in (self.version, self._today.version if self._today else "", self._bad) if part)

    def is_empty(self) -> bool:
        """True when no observation at all was ever stored."""
        return not self._written["observations"]

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
            frames.append(self._rows(entry, filters or None))
        frames = frames or [SCHEMA.empty_table()]
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
            empty: pd.DataFrame = SCHEMA.empty_table().to_pandas()
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
        found = {division for part in parts for division in divisions_of(part, variable)}
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
            table = self._read(entry["file"], None, ["region", "map_id"])
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

    def ground(self, level: str, old: int, new: int) -> pd.DataFrame:
        """How each area of the division ``new`` stands to ``old`` (before it): index region; ground, sign, was.

        See indicators.ground. Empty where nothing is held of these two.
        """
        entry = self._manifest["grounds"].get(level)
        if entry is None:
            return pd.DataFrame(columns=list(GROUND_COLUMNS)).set_index("region")[list(GROUND_COLUMNS[3:])]
        rows = self._read(entry["file"], [("old", "=", old), ("new", "=", new)], list(GROUND_COLUMNS[2:]))
        found: pd.DataFrame = rows.to_pandas().set_index("region")
        return found

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

    def _rows(
        self, entry: dict[str, Any], filters: list[tuple[str, str, Any]] | None, columns: list[str] | None = None
    ) -> pa.Table:
        """Rows of a partition as readers may see them; in an older version less than the file has (loaders.store.veil)."""
        rows = self._read(entry["file"], filters, columns)
        own = self._residents.intersection(entry["variables"])
        if self._today is None or not own:
            return rows
        asked = {"level": entry["level"], "years": [entry["year"]], "sources": [entry["source"]]}
        frame = rows.to_pandas().assign(year=entry["year"])
        lost = veil.gone(frame, frame["value"], self._today.observations(sorted(own), **asked))
        lost &= frame["variable"].isin(own).to_numpy()
        status = frame["status"].astype(object).mask(lost, "withheld")
        hidden = frame.assign(value=frame["value"].mask(lost), status=status)
        return pa.Table.from_pandas(hidden[rows.column_names], schema=rows.schema, preserve_index=False)

    def _read(
        self, file: str, filters: list[tuple[str, str, Any]] | None, columns: list[str] | None = None
    ) -> pa.Table:
        path = self._sound(file)
        try:
            return pq.read_table(path, filters=filters, columns=columns, page_checksum_verification=True)
        except (OSError, pa.ArrowInvalid) as error:
            # Whole when it was first read, and not now.
            whole.suspect(path)
            raise whole.DamagedError(f"{path} is niet te lezen ({error}).") from error

    def _sound(self, file: str) -> Path:
        """The path of a file that is as it was written. Raises DamagedError, and then knows of all others too."""
        try:
            return whole.sound(self.root / file)
        except whole.DamagedError:
            # Who asks next is to have it once, not for every file anew. What lies elsewhere is not fetched for it.
            if remote() is None:
                self.verify()
            raise

    def files(self) -> set[str]:
        """The files of this version, from the folder on, as they were written."""
        return files_of(self._written)

    def is_damaged(self, source: str) -> bool:
        """Whether a file with figures of this source is damaged or gone; reads them."""
        files = [e["file"] for e in self._written["observations"].values() if e["source"] == source]
        return not all(whole.is_sound(self.root / file) for file in files)

    def verify(self) -> list[str]:
        """The files of this version that are damaged or gone, from the folder on; reads them all."""
        return sorted(file for file in files_of(self._written) if not whole.is_sound(self.root / file))

    def _parts(self, level: str, year: int, variables: Sequence[str] | None, division: int) -> list[Wide]:
        found = []
        for entry in self._entries(level, [year], None):
            if division not in entry["divisions"]:
                continue
            if variables is not None and not any(v in entry["variables"] for v in variables):
                continue
            found.append(self._wide(entry, division))
        return found

    def _wide(self, entry: dict[str, Any], division: int) -> Wide:
        file = entry["file"]
        key = f"{file}@{division}"
        with self._lock:
            if key in self._frames:
                self._frames.move_to_end(key)
                return self._frames[key]
        among = [("division", "=", division)] if len(entry["divisions"]) > 1 else None
        wide = Wide.from_table(self._rows(entry, among, ["region", "variable", "value", "status"]))
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

        return gpd.read_parquet(self._sound(entry["file"])).set_index("region")

    def _build_names(self, level: str, year: int) -> pd.DataFrame:
        frame: pd.DataFrame
        named = self._manifest["names"].get(f"{level}/{year}")
        drawn = self._manifest["boundaries"].get(f"{level}/{year}")
        if named:
            frame = self._read(named["file"], None).to_pandas()
        elif drawn:
            frame = self._read(drawn["file"], None, list(NAME_COLUMNS[:-1])).to_pandas()
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


def divisions_of(entry: dict[str, Any], variable: str) -> list[int]:
    """The divisions that a variable of a partition in the manifest is on; a partition can hold figures on several."""
    return [int(one) for one in entry.get("on", {}).get(variable, entry["divisions"])]


def _has_value(entry: dict[str, Any], variable: str | None) -> bool:
    counts = entry["variables"]
    return any(counts.values()) if variable is None else bool(counts.get(variable))
