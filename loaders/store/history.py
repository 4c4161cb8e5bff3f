"""The versions that were published: which there are, what each changed, and how long one can still be asked for."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import logging
import os
import threading
from collections import OrderedDict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from loaders.store import veil, whole
from loaders.store.disk import locked, replace, write_once
from loaders.store.layout import REVISION_COLUMNS, StoreError
from loaders.store.manifest import files_of, kept_manifests, read_json
from loaders.store.reader import Store
from loaders.store.today import current, open_store

# How many days a version can be asked for after a newer one came: a link of today works until next year.
KEEP_DAYS = 400
# Versions beside that of today that stay open while nobody looks at them; what a reader looks at is never opened twice.
MOST_OPEN = 2
# Clocks of two machines may differ so much; and so long may pass without a refresh before the clock is doubted.
CLOCK_SECONDS, LONG_SECONDS = 3600, 100 * 24 * 3600
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_opened: OrderedDict[tuple[Path, str], Store] = OrderedDict()
_alive: WeakValueDictionary[tuple[Path, str], Store] = WeakValueDictionary()


def at(version: str) -> Store | None:
    """The data of today's folder as they were in this version; None for one that is not kept there (any more).

    Of a gemeente's own figures about residents it shows at most what today does (loaders.store.veil).
    """
    today = current()
    if version == today.version:
        return today
    # The name comes from our own list, never from whoever asks.
    kept = next(
        (entry["version"] for entry in versions(today.root) if entry["version"] == version and entry["kept"]), None
    )
    if kept is None:
        return None
    # What it hides depends on the data of today, where gemeenten brought figures along.
    own = veil.about_residents(today.manifest())
    key = (today.root, f"{kept} {today.version if own else ''}")
    with _lock:
        found = _alive.get(key)
        if found is None:
            try:
                found = Store.of_file(today.root, today.root / "manifests" / f"{kept}.json", today if own else None)
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
    return list(reversed(_read_log(root)))


def log_problem(root: Path) -> str:
    """What is wrong with the list of versions of a folder, in Dutch; "" when nothing is."""
    _read_log(root)
    return _listed[root][2] if root in _listed else ""


def _read_log(root: Path) -> list[dict[str, Any]]:
    """The list of versions, oldest first; where it is damaged what the kept manifests still tell."""
    path = root / "versions.json"
    try:
        stat = path.stat()
    except OSError:
        _listed.pop(root, None)
        return []
    seen = (stat.st_mtime_ns, stat.st_ino)
    if root not in _listed or _listed[root][0] != seen:
        try:
            log, problem = json.loads(path.read_text(encoding="utf-8")), ""
            if not isinstance(log, list) or not all(
                {"version", "created", "kept", "file"} <= set(entry) for entry in log
            ):
                raise ValueError("het is geen lijst van versies")
        except (OSError, ValueError, TypeError, RecursionError) as error:
            log = [_of_manifest(one) for one in reversed(list(kept_manifests(root)))]
            problem = (
                f"{path} is niet te lezen ({error}). De versies staan er nog, maar niet wat elke versie veranderde. "
                "Zet een kopie terug; anders begint de lijst opnieuw bij de volgende keer ophalen."
            )
        _listed[root] = (seen, log, problem)
    return _listed[root][1]


def _of_manifest(manifest: dict[str, Any]) -> dict[str, Any]:
    """The entry in the list of a version of which no more is known than its manifest."""
    created = manifest["created"]
    known = {"version": manifest["version"], "created": created, "kept": True, "file": None}
    return {**known, "previous": None, "note": "", "changes": [], "moved": 0, "listed": 0}


_listed: dict[Path, tuple[tuple[int, int], list[dict[str, Any]], str]] = {}


def revisions(root: Path, entry: dict[str, Any]) -> pd.DataFrame:
    """The values that a version changed (REVISION_COLUMNS), as far as they are listed; empty when there are none.

    Of a gemeente's own figures about residents only the values that today shows are in it (loaders.store.veil).
    """
    if not entry.get("file"):
        return pd.DataFrame({column: pd.Series(dtype=object) for column in REVISION_COLUMNS})
    try:
        frame: pd.DataFrame = pq.read_table(whole.sound(root / entry["file"])).to_pandas()
    except (OSError, pa.ArrowInvalid) as error:
        raise StoreError(f"{root / entry['file']} is niet te lezen ({error}).") from error
    # A log of before statuses were kept says nothing of them.
    frame = frame.reindex(columns=list(REVISION_COLUMNS)).fillna({"old_status": "", "new_status": ""})
    today = open_store(root)
    own = veil.about_residents(today.manifest()).intersection(frame["variable"])
    if own:
        shown = today.observations(sorted(own))
        for column in ("old", "new"):
            frame[column] = frame[column].mask(veil.gone(frame, frame[column], shown) & frame["variable"].isin(own))
    return frame


def publish(data: Store, entry: dict[str, Any], moved: pd.DataFrame) -> None:
    """Keep this version, with what is known of it, and the values it changed; drop what is older than DSW_BEWAARDAGEN.

    ``entry`` is added to versions.json as it is, with version, created, kept and file. Their order is that of the list;
    their moments are what the clock said. Where the clock jumped, that is noted (``clock``) and nothing is dropped.
    """
    root = data.root
    text = json.dumps(data.written(), ensure_ascii=False, indent=1).encode()
    replace(root / "manifests" / f"{data.version}.json", text)
    file = None
    if len(moved):
        buffer = io.BytesIO()
        table = pa.Table.from_pandas(moved[list(REVISION_COLUMNS)], preserve_index=False)
        pq.write_table(table.replace_schema_metadata(None), buffer, compression="zstd")
        digest = hashlib.sha256(buffer.getbuffer()).hexdigest()
        file = f"revisions/{data.version}-{digest[:12]}.parquet"
        write_once(root / file, buffer.getbuffer())
    with locked(root / ".versions.lock"):
        log = list(reversed(versions(root)))
        created, now = data.manifest()["created"], datetime.now(UTC)
        new = {**entry, "version": data.version, "created": created, "kept": True, "file": file}
        if jumped := _jumped(log, now):
            new["clock"] = "jumped"
            _log.warning("%s No kept version is dropped now.", jumped)
        else:
            _believe(log, now)
        log.append(new)
        _write_log(root, log if jumped else _pruned(log, now))


def forget(root: Path, version: str) -> bool:
    """Make a version impossible to ask for, whatever its age; False when it was not kept, or is that of today."""
    with locked(root / ".versions.lock"):
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


def _jumped(log: list[dict[str, Any]], now: datetime) -> str:
    """What is odd about the clock, set against the versions before; "" when nothing is.

    It may not lie before the last moment that was right, nor long after it, unless the version before says the same and a
    day went by since: then it was long ago.
    """
    right = [moment for entry in log if entry.get("clock") != "jumped" and (moment := _moment(entry))]
    if not right:
        return ""
    since = (now - right[-1]).total_seconds()
    if -CLOCK_SECONDS <= since <= LONG_SECONDS:
        return ""
    last = _moment(log[-1])
    if since > 0 and last is not None and 24 * 3600 <= (now - last).total_seconds() <= LONG_SECONDS:
        return ""
    return f"The clock says {now:%Y-%m-%d}; the version before is of {right[-1]:%Y-%m-%d}."


def _believe(log: list[dict[str, Any]], now: datetime) -> None:
    """What looked like a jump was none, where a clock that is right now lies after it."""
    for entry in log:
        moment = _moment(entry)
        if entry.get("clock") == "jumped" and moment is not None and moment <= now:
            del entry["clock"]


def _moment(entry: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(entry["created"]) if entry.get("created") else None


def _pruned(log: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """The log with versions marked as no longer kept whose successor came too long ago. The newest two always stay."""
    days = keep_days()
    for entry, following in itertools.pairwise(log[:-1]):
        replaced = _moment(following)
        if (
            replaced is not None
            and following.get("clock") != "jumped"
            and (now - replaced).total_seconds() > days * 24 * 3600
        ):
            entry["kept"] = False
    return log


def _write_log(root: Path, log: list[dict[str, Any]]) -> None:
    replace(root / "versions.json", json.dumps(log, ensure_ascii=False, indent=1).encode())
    kept = {entry["version"] for entry in log if entry["kept"]}
    listed = {entry["file"] for entry in log}
    for path in (root / "manifests").glob("*.json"):
        if path.stem not in kept:
            path.unlink(missing_ok=True)
    for path in (root / "revisions").glob("*.parquet"):
        if path.relative_to(root).as_posix() not in listed:
            path.unlink(missing_ok=True)


def kept_files(root: Path) -> set[str]:
    """The files of every version that can still be asked for."""
    found: set[str] = set()
    for entry in versions(root):
        if entry["kept"]:
            found |= _files_listed(root / "manifests" / f"{entry['version']}.json")
    return found


@lru_cache(maxsize=512)
def _files_listed(path: Path) -> frozenset[str]:
    """The files of a kept manifest, which never changes. One that is gone has none."""
    try:
        return frozenset(files_of(read_json(path)))
    except StoreError:
        return frozenset()
