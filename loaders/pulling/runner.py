"""Many years of many sources pulled, a few at a time: what is asked, how far it is, and how each year ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from loaders import store
from loaders.pulling.changes import Change
from loaders.pulling.pull import Found, Job, Pull, Unchanged, last_good, whole
from loaders.reading.folder import Folder, Wanted
from loaders.reading.http import Client, NotAvailable, SourceError, utc_now
from loaders.source import Source
from loaders.vocabulary import LEVELS

WORKERS = 3
# "found" is of a rehearsal, "missing" of a pull from a folder: nothing was changed, also not in the record of pulls.
Outcome = Literal["ok", "unchanged", "not_available", "failed", "found", "missing"]


@dataclass(frozen=True)
class Result:
    """How the pull of one year of one source ended, for the summary. ``message`` is Dutch.

    ``found`` and ``wanted`` are the files of a folder that were there, and those that were not.
    """

    source: str
    year: int
    outcome: Outcome
    message: str = ""
    route: str = ""
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far a run is: ``done`` of ``total`` source-years (fractions count), and what is being fetched now (Dutch)."""

    done: float
    total: int
    now: str


@dataclass
class Plan:
    """What to pull: sources × years, which levels, and where to.

    ``folder``: answers are files in it, and no publisher is asked. ``rehearsal``: read all, and save nothing.
    """

    sources: Sequence[Source]
    years: Iterable[int] | None = None
    levels: Sequence[str] = LEVELS
    force: bool = False
    root: Path = field(default_factory=store.home)
    workers: int = WORKERS
    folder: Path | None = None
    rehearsal: bool = False

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
        futures = {pool.submit(copy_context().run, _pull, plan, job): job for job in jobs}
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
    if plan.rehearsal:
        return results
    return results + [told for source in plan.sources if (told := _after(plan, source)) is not None]


def _after(plan: Plan, source: Source) -> Result | None:
    """Make what takes several years of a source together; a Result only when that failed."""
    try:
        if source.after is not None:
            source.after(plan.root)
    except (SourceError, store.StoreError) as error:
        return Result(source.id, max(source.years, default=0), "failed", str(error))
    return None


def _progress(jobs: list[Job]) -> Progress:
    now = "; ".join(f"{job.source.id} {job.year}: {job.text}" for job in jobs if job.active and job.text)
    return Progress(sum(job.share for job in jobs), len(jobs), now)


def _pull(plan: Plan, job: Job) -> Result:
    """Pull one source-year in its own transaction."""
    if plan.folder is not None:
        return _pull_from(plan, job, Folder(plan.folder))
    return _pull_by(plan, job, Client())


def _pull_from(plan: Plan, job: Job, folder: Folder) -> Result:
    """The same from a folder. A year whose files are not there leaves no trace: what was pulled before stays as it is."""
    client = Client()
    client.folder = folder
    result = _pull_by(plan, job, client)
    found, wanted = tuple(dict.fromkeys(folder.found)), tuple(folder.missing)
    if result.outcome == "not_available" and (wanted or not found):
        result = replace(result, outcome="missing")
    return replace(result, found=found, wanted=wanted)


def _pull_by(plan: Plan, job: Job, client: Client) -> Result:
    job.active = True
    before = store.open_store(plan.root)
    try:
        for file in job.source.files:
            whole(file)
        with store.writer(plan.root) as writer:
            pull = Pull(
                job.source,
                job.year,
                plan.levels,
                writer,
                before=before,
                force=plan.force,
                job=job,
                client=client,
                rehearsal=plan.rehearsal,
            )
            assert job.source.pull is not None
            job.source.pull(pull, job.year)
            pull.finish()
        route = str(pull.info.get("route", ""))
        return Result(job.source.id, job.year, "ok", "", route, tuple(pull.changes), tuple(pull.notes))
    except Found:
        return Result(job.source.id, job.year, "found", "", str(pull.info.get("route", "")), notes=tuple(pull.notes))
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
    # A folder says nothing of what the publisher has, and a file in it that is wrong nothing of what is stored.
    if plan.folder is not None and outcome != "unchanged":
        return result
    try:
        with store.writer(plan.root) as writer:
            kept = last_good(store.open_store(plan.root), job.source.id, job.year) or {}
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
