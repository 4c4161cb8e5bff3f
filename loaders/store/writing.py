"""New files put beside those of today, and made the data of today in one step."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import os
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from loaders.store import refresh
from loaders.store.datapackage import descriptor
from loaders.store.disk import locked, replace, write_once
from loaders.store.folder import home, refuse_remote
from loaders.store.history import CLOCK_SECONDS, LONG_SECONDS, kept_files
from loaders.store.layout import (
    ADDRESS_COLUMNS,
    COLUMNS,
    CROSSWALK_COLUMNS,
    FOLDERS,
    GROUND_COLUMNS,
    GROUP_COLUMNS,
    KINDS,
    MANIFEST,
    NAME_COLUMNS,
    StoreError,
)
from loaders.store.manifest import empty_manifest, files_of, newest_whole, read_json, seal, version_of
from loaders.store.schema import ROW_GROUP, SCHEMA, in_row_groups, validated

if TYPE_CHECKING:
    import geopandas as gpd

# How long a file that is data of no version any more stays on disk: a running dashboard may still need it.
KEEP_SECONDS = 30 * 24 * 3600


class Writer:
    """Collects new files and makes them the data of today in one step; use it through ``writer``."""

    def __init__(self, root: Path, *, demo: bool = False) -> None:
        self.root, self.demo = root, demo
        self._changes: dict[str, dict[str, Any]] = {k: {} for k in KINDS}
        self._removed: list[tuple[str, str]] = []

    def put_observations(self, source: str, level: str, year: int, frame: pd.DataFrame) -> None:
        """Replace one partition by this long frame (COLUMNS). Raises StoreError when it breaks the schema."""
        checked = validated(frame, source, level, year)
        buffer = io.BytesIO()
        with pq.ParquetWriter(buffer, SCHEMA, compression="zstd", write_page_checksum=True) as file_writer:
            for part in in_row_groups(checked):
                file_writer.write_table(pa.Table.from_pandas(part, schema=SCHEMA, preserve_index=False))
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
            **_apart(checked),
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
        frame.to_parquet(buffer, compression="zstd", index=False, write_page_checksum=True)
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

    def put_ground(self, level: str, frame: pd.DataFrame, made_of: str) -> None:
        """Replace what is known of the grounds of a level: columns GROUND_COLUMNS; ``made_of`` marks what it was made of."""
        frame = frame[list(GROUND_COLUMNS)].astype({"old": "int16", "new": "int16"})
        if frame.duplicated(["old", "new", "region"]).any():
            raise StoreError(f"Grounds of {level}: one row for each area of each pair of divisions.")
        if frame[frame["was"] != ""].duplicated(["old", "new", "was"]).any():
            raise StoreError(f"Grounds of {level}: an area of an older division goes on as two in a newer one.")
        frame = frame.sort_values(["old", "new", "region"], ignore_index=True)
        buffer = io.BytesIO()
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
        with pq.ParquetWriter(buffer, table.schema, compression="zstd", write_page_checksum=True) as file_writer:
            # A row group for each pair of divisions: who asks for one reads no other.
            for rows in frame.groupby(["old", "new"]).indices.values():
                file_writer.write_table(table.slice(int(rows[0]), len(rows)))
        file, digest = self._put_bytes(f"grounds/{level}", "parquet", buffer.getvalue())
        facts = {"file": file, "sha256": digest, "rows": len(frame), "level": level, "made_of": made_of}
        self._changes["grounds"][level] = facts

    def put_raw(self, data: bytes) -> str:
        """Keep an answer as it came; returns its sha256."""
        digest = hashlib.sha256(data).hexdigest()
        self.put_packed(digest, gzip.compress(data, 5, mtime=0))
        return digest

    def put_packed(self, digest: str, packed: bytes) -> None:
        """Keep an answer that was gzipped and hashed on its way in."""
        write_once(self.root / "raw" / digest[:2] / f"{digest}.gz", packed)

    def record_pull(self, source: str, year: int, info: dict[str, Any]) -> None:
        """Keep what a pull did: table, route, fetched, modified, raw, status and message, whatever its outcome."""
        self._changes["pulls"][f"{source}/{year}"] = info

    def put_import(self, id: str, info: dict[str, Any], frame: pd.DataFrame | None = None) -> None:
        """Keep what one imported file added (a long frame), and what is known of it; without a frame only the latter."""
        if frame is not None:
            table = pa.Table.from_pandas(frame[list(COLUMNS)], schema=SCHEMA, preserve_index=False)
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
        plain = table.replace_schema_metadata(None)
        pq.write_table(plain, buffer, compression="zstd", row_group_size=ROW_GROUP, write_page_checksum=True)
        return self._put_bytes(stem, "parquet", buffer.getvalue())

    def _put_bytes(self, stem: str, kind: str, data: bytes | memoryview) -> tuple[str, str]:
        digest = hashlib.sha256(data).hexdigest()
        file = f"{stem}-{digest[:12]}.{kind}"
        write_once(self.root / file, data)
        return file, digest

    def _put_geojson(self, data: bytes) -> str:
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.json"
        write_once(self.root / "geo" / name, data)
        return name

    def _commit(self) -> None:
        """In a refresh to its list, which becomes the data of today later; else at once."""
        name = refresh.working(self.root)
        with locked(self.root / ".lock"):
            if name is None:
                old = _today(self.root, demo=self.demo)
                _publish(self.root, old, self._changed(old))
            else:
                path = self.root / name
                old = _waiting(path) or refresh.begun(_today(self.root, demo=self.demo))
                refresh.write(path, _sealed(self._changed(old), old))

    def _changed(self, old: dict[str, Any]) -> dict[str, Any]:
        new = {**old, "demo": self.demo}
        for kind, changes in self._changes.items():
            new[kind] = dict(sorted({**old[kind], **changes}.items()))
        for kind, key in self._removed:
            new[kind].pop(key, None)
        return new


def _today(root: Path, *, demo: bool = False) -> dict[str, Any]:
    with refresh.outside():
        there = (root / MANIFEST).exists() or any((root / "manifests").glob("*.json"))
        return newest_whole(root)[0] if there else empty_manifest(demo=demo)


def _waiting(path: Path) -> dict[str, Any] | None:
    """The list of a refresh; None where there is none, or none that can be read: then it begins anew."""
    if not path.exists():
        return None
    try:
        return read_json(path)
    except StoreError as error:
        refresh.drop(path, error)
        return None


def _sealed(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    new["version"] = version_of(new)
    if new["version"] != old["version"] or not old["created"]:
        # A pull that failed, or found nothing new, makes no data newer.
        new["created"] = datetime.now(UTC).isoformat(timespec="seconds")
    new["sha256"] = seal(new)
    return new


def _publish(root: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Make a manifest that of today. The folder is locked."""
    new = _sealed({key: value for key, value in new.items() if key not in refresh.OWN}, old)
    before = _moment(root / MANIFEST)
    package = json.dumps(descriptor(new), ensure_ascii=False, indent=1)
    replace(root / "datapackage.json", package.encode())
    refresh.write(root / MANIFEST, new)
    waiting = [found for name in (refresh.NEXT, refresh.IMPORT) if (found := _waiting(root / name))]
    if before is None or -CLOCK_SECONDS <= time.time() - before <= LONG_SECONDS:
        # By a clock that jumped everything would be old.
        _sweep(root, files_of(old) - files_of(new), files_of(new).union(*map(files_of, waiting)) | kept_files(root))


def _moment(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None


def promote(root: Path) -> str:
    """Make what this refresh changed the data of today, in one step; returns what was noted with it ("" for nothing)."""
    path = root / (refresh.working(root) or refresh.NEXT)
    with locked(root / ".lock"):
        waiting = _waiting(path)
        if waiting is None:
            return ""
        today = _today(root)
        _publish(root, today, refresh.merged(waiting, today))
        path.unlink(missing_ok=True)
        return str(waiting.get("note", ""))


def note_with_news(root: Path, note: str) -> None:
    """Keep with what waits why figures change, in Dutch, for the log of revisions."""
    path = root / refresh.NEXT
    with locked(root / ".lock"):
        if note and (waiting := _waiting(path)):
            told = " ".join(text for text in (waiting.get("note", ""), note) if text)
            refresh.write(path, _sealed({**waiting, "note": told}, waiting))


def rebase(root: Path) -> None:
    """Let this refresh go on from the data of today: what was stored since it began is then computed with it."""
    path = root / (refresh.working(root) or refresh.NEXT)
    with locked(root / ".lock"):
        if waiting := _waiting(path):
            today = _today(root)
            new = {**refresh.merged(waiting, today), "base": refresh.begun(today)["base"]}
            refresh.write(path, _sealed(new, waiting))


def is_news(root: Path) -> bool:
    """Whether what waits holds other data than those of today, and not only how a pull ended."""
    waiting = _waiting(root / refresh.NEXT)
    return waiting is not None and version_of(refresh.merged(waiting, _today(root))) != _today(root)["version"]


@contextlib.contextmanager
def writer(root: Path | None = None, *, demo: bool = False) -> Iterator[Writer]:
    """A Writer on this folder (default: ``home()``). What it put becomes visible when the block ends without error."""
    root = root or home()
    refuse_remote(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"In {root} kan niet worden geschreven ({error}). Kies met DSW_DATA een map waarin dat wel mag."
        ) from error
    w = Writer(root, demo=demo)
    yield w
    w._commit()


def _apart(frame: pd.DataFrame) -> dict[str, dict[str, list[int]]]:
    """Of a partition with more than one division: which of them each variable is on, as ``on``. Else nothing: it is all of it."""
    if frame["division"].nunique() < 2:
        return {}
    on = frame.groupby("variable", observed=True)["division"].unique()
    return {"on": {str(id): sorted(int(one) for one in found) for id, found in on.items()}}


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
