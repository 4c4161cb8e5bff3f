"""What a source is handed to pull one year.

A source's ``pull(pull, year)`` fetches with ``pull.client``, saves with ``pull.save_…`` and tells with ``pull.record``
and ``pull.note``. Everything it saved becomes visible in one step when it returns; when it raises, nothing changes and
the last good data stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders import edited, store
from loaders.pulling.changes import Change, compare
from loaders.reading.http import Client, SourceError, utc_now
from loaders.source import Source
from loaders.vocabulary import LEVELS

if TYPE_CHECKING:
    import geopandas as gpd


def whole(file: edited.File) -> edited.Reading:
    """What a file of columns says, where nothing is wrong with it. Raises SourceError with every problem.

    A row that is left out would take its figures out of the store: then rather no pull.
    """
    found = edited.kept(file)
    if found.problems:
        raise SourceError(f"Er is niets opgehaald. {' '.join(map(str, found.problems))}")
    return found


class Found(Exception):  # noqa: N818 - it is no error, it is an answer
    """What was to be pulled is all there and can be read. Raised at the first figure of a rehearsal."""


class Unchanged(Exception):  # noqa: N818 - it is no error, it is an answer
    """The publisher has nothing newer than what is stored. Raised by Pull.skip_if_unchanged, caught by the runner."""


@dataclass
class Job:
    """One year of one source in the queue, and how far it is (0–1)."""

    source: Source
    year: int
    share: float = 0.0
    text: str = ""
    active: bool = False


class Pull:
    """What a source gets to pull one year: a client to fetch with, what was asked, and ways to save.

    ``client``    fetches; each answer it keeps is listed in the record of this pull.
    ``levels``    the levels asked for, largest first; ``land`` always among them. Save no others.
    ``force``     fetch even when nothing seems changed.
    ``rehearsal`` save nothing and keep nothing: Found at the first figure that would have been saved.
    ``previous``  the record of the last good pull of this source and year, or None: table, route, modified, spec …
    """

    def __init__(
        self,
        source: Source,
        year: int,
        levels: Sequence[str],
        writer: store.Writer,
        *,
        before: store.Store | None = None,
        force: bool = False,
        job: Job | None = None,
        client: Client | None = None,
        rehearsal: bool = False,
    ) -> None:
        self.source = source
        self.year = year
        self.levels = tuple(level for level in LEVELS if level == "land" or level in levels)
        self.force = force
        self.before = before
        self.previous = last_good(before, source.id, year)
        self.client = client or Client()
        self.client.keep = None if rehearsal else writer.put_packed
        self.client.received = self._received
        self.changes: list[Change] = []
        self.notes: list[str] = []
        self.info: dict[str, Any] = {}
        self._rehearsal = rehearsal
        self._writer = writer
        self._job = job or Job(source, year)

    def progress(self, share: float, text: str) -> None:
        """Tell how far this source-year is (0–1) and what is being fetched, in Dutch: "rijen 10.001 en verder"."""
        self._job.share, self._job.text = min(max(share, 0.0), 1.0), text

    def skip_if_unchanged(self, modified: str, spec: str) -> None:
        """Stop here (raises Unchanged) when the last good pull saw this same ``modified`` and ``spec``.

        ``modified`` is the publisher's own mark of change; ``spec`` a short hash of what we take from the answer.
        Levels that were not stored then, or ``force``, make the pull go on.
        """
        self.record(modified=modified, spec=spec)
        if self._rehearsal:
            return
        if self.previous and not self.force and self._same() and set(self.levels) <= set(self.previous["levels"]):
            if self.before is not None and self.before.is_damaged(self.source.id):
                return  # what is stored is no longer what was pulled
            raise Unchanged

    def save_observations(self, level: str, frame: pd.DataFrame, year: int | None = None) -> None:
        """Replace this source's figures of one level and year (long frame, see loaders.store.COLUMNS)."""
        self._saving()
        year = self.year if year is None else year
        self._writer.put_observations(self.source.id, level, year, frame)
        self.changes.append(compare(level, year, frame, self._stored(level, year)))

    def save_names(self, level: str, frame: pd.DataFrame, year: int | None = None) -> None:
        """Replace the names of one level and year: columns region, name, gemeente, gemeente_name, change."""
        self._saving()
        self._writer.put_names(level, self.year if year is None else year, frame)

    def flags(self, level: str) -> dict[str, str]:
        """The change flags of this year's regions that are stored now, by code."""
        if self.before is None:
            return {}
        return {str(code): str(flag) for code, flag in self.before.names(level, self.year)["change"].items()}

    def save_boundaries(
        self,
        level: str,
        frame: gpd.GeoDataFrame,
        national: bytes | None,
        parts: dict[str, bytes] | None = None,
        division: int | None = None,
    ) -> None:
        """Replace the boundaries of one level and division (default: the year pulled); see Writer.put_boundaries."""
        self._saving()
        division = self.year if division is None else division
        self._writer.put_boundaries(level, division, frame, national, parts)
        old = self.before.manifest()["boundaries"].get(f"{level}/{division}") if self.before else None
        self.changes.append(Change(level, division, len(frame), old["rows"] if old else None))

    def save_groups(self, grouping: str, frame: pd.DataFrame) -> None:
        """Replace a grouping of areas ("provincie") of the year pulled: columns region, group, group_name."""
        self._saving()
        self._writer.put_groups(grouping, self.year, frame)

    def save_addresses(self, frame: pd.DataFrame) -> None:
        """Replace the addresses of the year pulled; see Writer.put_addresses."""
        self._saving()
        self._writer.put_addresses(self.year, frame)

    def dropped(self) -> list[Path]:
        """Published files that someone put by hand in the folder of this source, by name.

        That is drop/<source>/ in the data folder, or <source>/ in the folder that is pulled from.
        """
        if self.client.folder is not None and (own := self.client.folder.drops(self.source.id)):
            return own
        return store.dropped(self._writer.root, self.source.id)

    def record(self, **info: Any) -> None:
        """Add facts to the record of this pull: table="84799NED", route="v3" …"""
        self.info.update(info)

    def note(self, text: str) -> None:
        """Add a remark (Dutch) to the change report: what is not in this release, what was refused."""
        self.notes.append(text)

    def finish(self) -> None:
        """Write the record of a pull that went well. The runner calls this."""
        levels = set(self.levels)
        if self.previous and self._same():
            levels |= set(self.previous["levels"])
        now = utc_now()
        record = {
            **self.info,
            "status": "ok",
            "message": "",
            "fetched": now,
            "checked": now,
            "levels": [level for level in LEVELS if level in levels],
            "notes": self.notes,
            "raw": [raw.as_dict() for raw in self.client.raw],
        }
        self._writer.record_pull(self.source.id, self.year, record)

    # -- inside

    def _saving(self) -> None:
        if self._rehearsal:
            raise Found

    def _same(self) -> bool:
        keys = ("modified", "spec")
        return self.previous is not None and all(self.previous.get(k) == self.info.get(k) for k in keys)

    def _stored(self, level: str, year: int) -> pd.DataFrame | None:
        """What is stored of this partition; None when it is new."""
        if self.before is None or f"{self.source.id}/{level}/{year}" not in self.before.manifest()["observations"]:
            return None
        return self.before.observations(level=level, years=[year], sources=[self.source.id])

    def _received(self, count: int, expected: int | None) -> None:
        amount = f"{count / 1e6:.1f}" + (f" van {expected / 1e6:.1f}" if expected else "")
        self._job.text = f"{self._job.text.split(' (')[0]} ({amount.replace('.', ',')} MB)"


def last_good(before: store.Store | None, source: str, year: int) -> dict[str, Any] | None:
    """The record of the last pull that brought data: a later failure keeps those facts."""
    record = before.manifest()["pulls"].get(f"{source}/{year}") if before else None
    return dict(record) if record and record.get("fetched") else None
