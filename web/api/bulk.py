"""The bulk files over HTTP: ``/api/v1/bulk`` lists them, ``/api/v1/bulk/<level>/<year>.<kind>`` makes and sends one.

A file is made when it is first asked for, by a process of its own, and kept in a temporary folder within a limit; it
never passes through a reader's session or the memory of this process.
"""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import Any

from answers import data
from answers.held import remembered
from export import bulk
from export.bulk import Wanted
from loaders import store
from loaders.store import DamagedError, Store
from loaders.vocabulary import LEVELS
from web.api.parameters import RefusedError

ROOT = Path(__file__).parents[2]
# What the made files may take on disk together.
DISK_BYTES = 512 * 1024 * 1024
SECONDS = 300
# Arrow's own allocator keeps what it freed: a tenth to a third of the memory of a process that soon ends.
ALLOCATOR = {"ARROW_DEFAULT_MEMORY_POOL": "system"}

_log = logging.getLogger(__name__)


class Files:
    """Made files on disk, the least recently asked for removed first. Two who ask for one file wait for one making."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._held: OrderedDict[str, Path] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}

    def get(self, held: Store, wanted: Wanted) -> Path:
        """The file, made when it is not there. Raises RefusedError (503) when making failed."""
        name = f"{held.view}-{wanted.file_name(held)}"
        if (found := self._known(name)) is not None:
            return found
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            try:
                return self._known(name) or self._made(held, wanted, name)
            finally:
                with self._lock:
                    self._making.pop(name, None)

    def known(self, held: Store, wanted: Wanted) -> Path | None:
        """The file if it was made before."""
        return self._known(f"{held.view}-{wanted.file_name(held)}")

    def _known(self, name: str) -> Path | None:
        with self._lock:
            if name in self._held and self._held[name].is_file():
                self._held.move_to_end(name)
                return self._held[name]
        return None

    def _made(self, held: Store, wanted: Wanted, name: str) -> Path:
        path = _folder() / name
        year = "all" if wanted.year is None else str(wanted.year)
        command = [sys.executable, "-m", "export.bulk", wanted.level, year, wanted.shape, wanted.kind, str(path)]
        try:
            done = subprocess.run(
                [*command, "--version", held.version],
                cwd=ROOT,
                env=os.environ | ALLOCATOR,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
            told, failed = done.stderr[-2000:], done.returncode != 0
        except subprocess.TimeoutExpired:
            told, failed = f"more than {SECONDS} s", True
        if failed and store.remote() is None and held.verify() and store.current().view != held.view:
            raise DamagedError("Er zijn beschadigde bestanden.")
        if failed:
            path.unlink(missing_ok=True)
            _log.error("Bulk file %s was not made: %s", name, told)
            raise RefusedError(
                503, "niet_gemaakt", "Dit bestand kon nu niet worden gemaakt. Probeer het later opnieuw."
            )
        with self._lock:
            self._held[name] = path
            while (
                sum(p.stat().st_size for p in self._held.values() if p.is_file()) > self.limit and len(self._held) > 1
            ):
                self._held.popitem(last=False)[1].unlink(missing_ok=True)
        return path


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="dsw-bulk-")


def _folder() -> Path:
    """A folder of this process alone, gone when the process ends."""
    return Path(_temporary().name)


files = Files(DISK_BYTES)


def wanted(held: Store, level: str, name: str, shape: str) -> Wanted:
    """Which file an address means. Raises RefusedError (404) for one that is not there."""
    year, _, kind = name.partition(".")
    if (
        level in LEVELS
        and kind in bulk.KINDS
        and (year == "all" or (year.isascii() and year.isdigit() and len(year) == 4))
    ):
        found = Wanted(level, None if year == "all" else int(year), shape, kind)
        if found.exists(held):
            return found
    raise RefusedError(404, "niet_gevonden", "Dit bestand is er niet. Alle bestanden staan op /api/v1/bulk.")


def listing(held: Store) -> list[dict[str, Any]]:
    """Every file that can be asked for."""
    found = []
    for level in LEVELS:
        years: list[int | None] = [None, *reversed(held.years(level))]
        for year in years if len(years) > 1 else []:
            for shape, english in bulk.SHAPES.items():
                for kind in bulk.KINDS:
                    one = Wanted(level, year, shape, kind)
                    if one.exists(held):
                        found.append(
                            {
                                "level": level,
                                "year": year,
                                "shape": english,
                                "kind": kind,
                                "name": one.file_name(held),
                                "href": address(one),
                            }
                        )
    return found


def address(wanted: Wanted, version: str | None = None) -> str:
    """Where a file is, from the root of the server."""
    asked = f"&version={version}" if version else ""
    return f"/api/v1/bulk/{wanted.level}/{wanted.year or 'all'}.{wanted.kind}?shape={bulk.SHAPES[wanted.shape]}{asked}"


@remembered(1)
def words_mark() -> str:
    """A mark of the words that go along in the files: they may change while the figures do not."""
    return hashlib.sha256(repr(data.entries()).encode()).hexdigest()[:8]
