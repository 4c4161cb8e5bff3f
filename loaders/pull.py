"""Pulling sources: what a source is handed, what came of it, and what changed.

A source's ``pull(pull, year)`` fetches with ``pull.client``, saves with ``pull.save_…`` and tells with ``pull.record``
and ``pull.note``. Everything it saved becomes visible in one step when it returns; when it raises, nothing changes and
the last good data stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from loaders import edited, store
from loaders.http import Client, NotAvailable, SourceError, utc_now
from loaders.source import LEVELS, Source

if TYPE_CHECKING:
    import geopandas as gpd

WORKERS = 3
Outcome = Literal["ok", "unchanged", "not_available", "failed"]


def whole(file: edited.File) -> edited.Reading:
    """What a file of columns says, where nothing is wrong with it. Raises SourceError with every problem.

    A row that is left out would take its figures out of the store: then rather no pull.
    """
    found = edited.kept(file)
    if found.problems:
        raise SourceError(f"Er is niets opgehaald. {' '.join(map(str, found.problems))}")
    return found


class Unchanged(Exception):  # noqa: N818 - it is no error, it is an answer
    """The publisher has nothing newer than what is stored. Raised by Pull.skip_if_unchanged, caught by the runner."""


@dataclass(frozen=True)
class Move:
    """One value that changed between two pulls."""

    region: str
    variable: str
    old: float
    new: float


@dataclass(frozen=True)
class Change:
    """What a pull changed in one partition (source, level, year), against what was stored before.

    ``rows`` is the number of areas. ``filled`` counts empty cells that got a value, ``emptied`` the other way round,
    ``moved`` values that differ; ``largest`` is the move that is largest against the spread of its own variable.
    """

    level: str
    year: int
    rows: int
    rows_before: int | None
    new_columns: tuple[str, ...] = ()
    vanished_columns: tuple[str, ...] = ()
    filled: int = 0
    emptied: int = 0
    moved: int = 0
    largest: Move | None = None


@dataclass(frozen=True)
class Result:
    """How the pull of one year of one source ended, for the summary. ``message`` is Dutch."""

    source: str
    year: int
    outcome: Outcome
    message: str = ""
    route: str = ""
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far a run is: ``done`` of ``total`` source-years (fractions count), and what is being fetched now (Dutch)."""

    done: float
    total: int
    now: str


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
    ) -> None:
        self.source = source
        self.year = year
        self.levels = tuple(level for level in LEVELS if level == "land" or level in levels)
        self.force = force
        self.before = before
        self.previous = _last_good(before, source.id, year)
        self.client = client or Client()
        self.client.keep = writer.put_packed
        self.client.received = self._received
        self.changes: list[Change] = []
        self.notes: list[str] = []
        self.info: dict[str, Any] = {}
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
        if self.previous and not self.force and self._same() and set(self.levels) <= set(self.previous["levels"]):
            raise Unchanged

    def save_observations(self, level: str, frame: pd.DataFrame, year: int | None = None) -> None:
        """Replace this source's figures of one level and year (long frame, see loaders.store.COLUMNS)."""
        year = self.year if year is None else year
        self._writer.put_observations(self.source.id, level, year, frame)
        self.changes.append(compare(level, year, frame, self._stored(level, year)))

    def save_names(self, level: str, frame: pd.DataFrame, year: int | None = None) -> None:
        """Replace the names of one level and year: columns region, name, gemeente, gemeente_name, change."""
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
        division = self.year if division is None else division
        self._writer.put_boundaries(level, division, frame, national, parts)
        old = self.before.manifest()["boundaries"].get(f"{level}/{division}") if self.before else None
        self.changes.append(Change(level, division, len(frame), old["rows"] if old else None))

    def save_groups(self, grouping: str, frame: pd.DataFrame) -> None:
        """Replace a grouping of areas ("provincie") of the year pulled: columns region, group, group_name."""
        self._writer.put_groups(grouping, self.year, frame)

    def save_addresses(self, frame: pd.DataFrame) -> None:
        """Replace the addresses of the year pulled; see Writer.put_addresses."""
        self._writer.put_addresses(self.year, frame)

    def dropped(self) -> list[Path]:
        """Published files that someone put in the data folder by hand for this source (drop/<source>/), by name."""
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


def _last_good(before: store.Store | None, source: str, year: int) -> dict[str, Any] | None:
    """The record of the last pull that brought data: a later failure keeps those facts."""
    record = before.manifest()["pulls"].get(f"{source}/{year}") if before else None
    return dict(record) if record and record.get("fetched") else None


# ---------------------------------------------------------------- the change report


def compare(level: str, year: int, new: pd.DataFrame, old: pd.DataFrame | None) -> Change:
    """What differs between two long frames of one partition (either division counts as the same area)."""
    rows = int(new["region"].nunique())
    columns = set(new["variable"].unique())
    if old is None:
        return Change(level, year, rows, None, new_columns=tuple(sorted(columns)))
    old_columns = set(old["variable"].unique())
    shared = sorted(columns & old_columns)
    regions = pd.Index(np.intersect1d(new["region"].unique().astype(str), old["region"].unique().astype(str)))
    a, b = _grid(old, regions, shared), _grid(new, regions, shared)
    both = np.isfinite(a) & np.isfinite(b)
    moved = both & (a != b)
    return Change(
        level,
        year,
        rows,
        int(old["region"].nunique()),
        new_columns=tuple(sorted(columns - old_columns)),
        vanished_columns=tuple(sorted(old_columns - columns)),
        filled=int((np.isnan(a) & np.isfinite(b)).sum()),
        emptied=int((np.isfinite(a) & np.isnan(b)).sum()),
        moved=int(moved.sum()),
        largest=_largest(a, b, moved, regions, shared) if moved.any() else None,
    )


def _grid(frame: pd.DataFrame, regions: pd.Index, variables: list[str]) -> np.ndarray:
    """Values as a regions × variables array, NaN where there is none."""
    region = _places(frame["region"], regions)
    variable = _places(frame["variable"], pd.Index(variables))
    known = (region >= 0) & (variable >= 0)
    grid = np.full((len(regions), len(variables)), np.nan)
    grid[region[known], variable[known]] = frame["value"].to_numpy()[known]
    return grid


def _places(texts: pd.Series, index: pd.Index) -> np.ndarray:
    """The place of each text in the index, -1 where it is not in it. Looks each category up once."""
    found = texts.astype("category").cat
    places: np.ndarray = index.get_indexer(found.categories)[found.codes]
    return places


def _largest(a: np.ndarray, b: np.ndarray, moved: np.ndarray, regions: pd.Index, variables: list[str]) -> Move:
    """The move that is largest in standard deviations of its variable, so that units do not decide."""
    filled = np.where(np.isnan(a), 0, a)
    count = np.maximum(np.isfinite(a).sum(axis=0), 1)
    mean = filled.sum(axis=0) / count
    spread = np.sqrt((np.where(np.isnan(a), 0, a - mean) ** 2).sum(axis=0) / count)
    score = np.where(moved, np.abs(b - a), 0) / np.where(spread > 0, spread, 1)
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    return Move(str(regions[int(row)]), variables[int(column)], float(a[row, column]), float(b[row, column]))


# ---------------------------------------------------------------- the runner


@dataclass
class Plan:
    """What to pull: sources × years, which levels, and where to."""

    sources: Sequence[Source]
    years: Iterable[int] | None = None
    levels: Sequence[str] = LEVELS
    force: bool = False
    root: Path = field(default_factory=store.home)
    workers: int = WORKERS

    def jobs(self) -> list[Job]:
        """One job for each year that a source has and that was asked for, in order."""
        asked = None if self.years is None else set(self.years)
        return [
            Job(source, year)
            for source in self.sources
            if source.pull is not None
            for year in source.years
            if asked is None or year in asked
        ]


def run(plan: Plan, show: Callable[[Progress], None] | None = None) -> list[Result]:
    """Pull everything in the plan, a few years at a time; one result a source-year, in the order of the plan.

    ``show`` is called a few times a second from the calling thread. A year that fails never stops the others.
    """
    jobs = plan.jobs()
    with ThreadPoolExecutor(max_workers=plan.workers, thread_name_prefix="pull") as pool:
        futures = {pool.submit(_pull, plan, job): job for job in jobs}
        try:
            pending: set[Future[Result]] = set(futures)
            while pending:
                _, pending = wait(pending, timeout=0.25, return_when=FIRST_COMPLETED)
                if show is not None:
                    show(_progress(jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    results = [_result(plan, future, job) for future, job in futures.items()]
    return results + [told for source in plan.sources if (told := _after(plan, source)) is not None]


def _after(plan: Plan, source: Source) -> Result | None:
    """Make what takes several years of a source together; a Result only when that failed."""
    try:
        if source.after is not None:
            source.after(plan.root)
    except (SourceError, store.StoreError) as error:
        return Result(source.id, source.years[-1], "failed", str(error))
    return None


def _progress(jobs: list[Job]) -> Progress:
    now = "; ".join(f"{job.source.id} {job.year}: {job.text}" for job in jobs if job.active and job.text)
    return Progress(sum(job.share for job in jobs), len(jobs), now)


def _pull(plan: Plan, job: Job) -> Result:
    """Pull one source-year in its own transaction."""
    job.active = True
    before = store.open_store(plan.root)
    try:
        with store.writer(plan.root) as writer:
            pull = Pull(job.source, job.year, plan.levels, writer, before=before, force=plan.force, job=job)
            assert job.source.pull is not None
            job.source.pull(pull, job.year)
            pull.finish()
        route = str(pull.info.get("route", ""))
        return Result(job.source.id, job.year, "ok", "", route, tuple(pull.changes), tuple(pull.notes))
    except Unchanged:
        return _remember(plan, job, "unchanged", "")
    except NotAvailable as error:
        return _remember(plan, job, "not_available", str(error))
    except (SourceError, store.StoreError) as error:
        return _remember(plan, job, "failed", str(error))
    finally:
        job.share, job.active = 1.0, False


def _remember(plan: Plan, job: Job, outcome: Outcome, message: str) -> Result:
    """Record how a pull ended that brought no data; the facts of the last good pull stay in the record."""
    result = Result(job.source.id, job.year, outcome, message)
    try:
        with store.writer(plan.root) as writer:
            kept = _last_good(store.open_store(plan.root), job.source.id, job.year) or {}
            record = {**kept, "status": outcome, "message": message, "checked": utc_now()}
            writer.record_pull(job.source.id, job.year, record)
    except store.StoreError as error:
        return Result(job.source.id, job.year, "failed", f"{message} {error}".strip())
    return result


def _result(plan: Plan, future: Future[Result], job: Job) -> Result:
    """The result of a job; a fault that nobody foresaw is a failed year too, told with its kind."""
    error = future.exception()
    if error is None:
        return future.result()
    message = (
        f"{job.source.title} {job.year}: onverwachte fout {type(error).__name__}: {error}. "
        "De oude gegevens zijn gebleven. Meld deze fout bij de makers."
    )
    return _remember(plan, job, "failed", message)
