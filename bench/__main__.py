"""``python -m bench [--quick] [NAME ...]``: measure, print a table, keep it in bench/latest.json."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    build,
    environment,
    exports,
    map_page,
    memory,
    pages,
    planner,
    pull,
    replicas,
    result,
    search,
    sensitivity,
    sessions,
    sources,
    squares,
    start,
    years,
)
from bench.context import Context
from bench.servers import REPLAY, ROOT, pointed_at, replay
from loaders import store

DEMO = ROOT / "data" / "demo"
PARTS: dict[str, Callable[[Context], list[result.Result]]] = {
    "map": map_page.measure,
    "pages": pages.measure,
    "sessions": sessions.measure,
    "replicas": replicas.measure,
    "memory": memory.measure,
    "pull": pull.measure,
    "sources": sources.measure,
    "years": years.measure,
    "build": build.measure,
    "squares": squares.measure,
    "planner": planner.measure,
    "search": search.measure,
    "sensitivity": sensitivity.measure,
    "exports": exports.measure,
    "start": start.measure,
    "environment": environment.measure,
}


def main() -> None:
    """Every part, or those that are named, on the same figures and in one run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed, memory and bytes.")
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="fewer times: to see whether it works, not to compare")
    chosen = parser.parse_args()
    if unknown := [name for name in chosen.parts if name not in PARTS]:
        parser.error(f"{unknown[0]} is not measured; choose from {', '.join(PARTS)}")
    found: list[result.Result] = []
    with figures(chosen.quick) as context:
        for name in chosen.parts or PARTS:
            began = time.monotonic()
            print(f"{name} … ", end="", flush=True)
            found += PARTS[name](context)
            print(f"{time.monotonic() - began:.0f} s", flush=True)
            result.keep(found)
    print(result.table(found))


@contextlib.contextmanager
def figures(quick: bool) -> Iterator[Context]:
    """Real figures: those of DSW_DATA where they were pulled, else from the replay beside the project; else the demo region."""
    own = os.environ.get("DSW_DATA")
    pulled = Path(own) if own and not store.open_store(Path(own)).is_empty() else None
    if not REPLAY.exists():
        print(f"No replayed data ({REPLAY} is not there): no pull is measured. Figures: {pulled or 'the demo region'}.")
        yield Context(pulled or DEMO, None, quick)
        return
    with replay() as address, tempfile.TemporaryDirectory() as folder:
        if pulled is None:
            settings = os.environ | pointed_at(address, Path(folder))
            for command in (["loaders", "pull", "--years", "2015-2024"], ["indicators", "build"]):
                subprocess.run(
                    [sys.executable, "-m", *command], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL
                )
        yield Context(pulled or Path(folder), address, quick)


if __name__ == "__main__":
    main()
