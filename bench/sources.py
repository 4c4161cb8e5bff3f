"""Rows per second and peak memory of one year of every source that the replayed data holds."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bench.context import Context
from bench.pull import run_once
from bench.result import Result
from loaders import store

# One year of each source of which the replayed data has a whole one.
YEARS = {"cbs_kwb": "2020", "pdok_grenzen": "2024", "politie": "2024", "rivm": "2020"}


def measure(context: Context) -> list[Result]:
    """Two figures a source. Boundaries count their areas as rows."""
    address = context.publishers
    return (
        [] if address is None else [result for source, year in YEARS.items() for result in _of(source, year, address)]
    )


def _of(source: str, year: str, address: str) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        measured = run_once("here", address, Path(folder), source, year)
        rows = _rows(Path(folder), source)
    return [
        Result(f"{source} {year}: rows a second", "rows/s", rows / measured["seconds"]),
        Result(f"{source} {year}: peak memory above imports", "MB", measured["megabytes"]),
    ]


def _rows(folder: Path, source: str) -> int:
    manifest = store.open_store(folder).manifest()
    of_source = [entry["rows"] for entry in manifest["observations"].values() if entry["source"] == source]
    rows = sum(of_source) or sum(entry["rows"] for entry in manifest["boundaries"].values())
    if not rows:
        raise RuntimeError(f"The pull of {source} wrote nothing: {json.dumps(manifest['pulls'])[:500]}")
    return int(rows)
