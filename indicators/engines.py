"""Where the parts of a build are worked out: one after the other in this process, or by the workers of a Dask cluster.

Both call the same function on the same parts, so what comes out is the same; only who does it differs. Dask is an extra
(requirements-dask.txt): nothing else in the project needs it, and it is imported when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

# Calls a function on each part; gives the part with what came out, in any order.
Engine = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[tuple[Any, Any]]]
# A cluster of one's own: what 4 GB has room for.
WORKERS, WORKER_MEMORY = 2, "2GB"


def here(function: Callable[[Any], Any], parts: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """One after the other, in this process."""
    for part in parts:
        yield part, function(part)


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
