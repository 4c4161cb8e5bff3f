"""Where the parts of a build are worked out: in this process, in a few processes beside it, or by a Dask cluster.

All call the same function on the same parts, so what comes out is the same; only who does it differs. Dask is an extra
(requirements-dask.txt): nothing else in the project needs it, and it is imported when asked for.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import Any

# Calls a function on each part; gives the part with what came out, in any order.
Engine = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[tuple[Any, Any]]]
# Processes beside this one: each takes some 400 MB.
BESIDE = 4
# So many parts take less time than it takes to start a process: those of two years.
FEW = 8
# A cluster of one's own: what 4 GB has room for.
WORKERS, WORKER_MEMORY = 2, "2GB"


def here(function: Callable[[Any], Any], parts: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """One after the other, in this process."""
    for part in parts:
        yield part, function(part)


def beside(function: Callable[[Any], Any], parts: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """In as many processes as the machine has processors, at most BESIDE: for a command, whose work is all there is to do.

    With one processor, or for a few parts, it is ``here``. A process that dies ends the build (ValueError, Dutch), and nothing is
    changed then.
    """
    workers = min(os.cpu_count() or 1, BESIDE)
    parts = iter(parts)
    first = list(islice(parts, FEW + 1))
    if workers < 2 or len(first) <= FEW:
        yield from here(function, chain(first, parts))
        return
    # Started anew rather than copied: a copy of a process with threads, as Arrow has, may stand still for ever.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        asked: dict[Future[Any], Any] = {}
        try:
            for part in chain(first, parts):
                asked[pool.submit(function, part)] = part
                # A few ahead, not all: a part holds tables.
                while len(asked) > 2 * workers:
                    yield from _done(asked)
            while asked:
                yield from _done(asked)
        except BrokenProcessPool as error:
            raise ValueError(
                "Een deel van de berekening is afgebroken (te weinig geheugen?). Er is niets veranderd."
            ) from error


def _end_with_parent() -> None:
    """In a process beside: end when the one that asked is gone, however that went; it would wait for a next part for ever."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _done(asked: dict[Future[Any], Any]) -> Iterator[tuple[Any, Any]]:
    for future in wait(asked, return_when=FIRST_COMPLETED).done:
        yield asked.pop(future), future.result()


def dask(scheduler: str | None = None) -> Engine:
    """By the workers of the cluster at this address, else of one on this machine, one part a worker at a time.

    Workers of another machine need this code, the same packages and the same data folder under the same path.
    Raises ValueError (Dutch) without Dask.
    """
    try:
        distributed: Any = import_module("dask.distributed")
    except ModuleNotFoundError as error:
        raise ValueError(f"Dask is er niet ({error}). Installeer het: pip install -r requirements-dask.txt") from error

    def run(function: Callable[[Any], Any], parts: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        if scheduler is not None:
            with distributed.Client(scheduler) as client:
                yield from submitted(client, function, parts)
            return
        with (
            distributed.LocalCluster(
                n_workers=WORKERS, threads_per_worker=1, memory_limit=WORKER_MEMORY, dashboard_address=None
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield from submitted(client, function, parts)

    def submitted(client: Any, function: Callable[[Any], Any], parts: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        # Not pure: a part's outcome is a file, so a worker that was asked before is asked again.
        asked = {client.submit(function, part, pure=False): part for part in parts}
        for future in distributed.as_completed(list(asked)):
            yield asked[future], future.result()
            future.release()

    return run
