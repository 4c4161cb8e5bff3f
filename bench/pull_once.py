"""One pull in a process of its own: ``python -m bench.pull_once here|plain FOLDER [SOURCE YEAR]``. Prints JSON.

Memory is the highest resident memory during the pull, less what the process held after its imports.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path

SOURCE, TABLE, YEAR = "cbs_kwb", "84799NED", "2020"
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def here(folder: Path, source: str = SOURCE, year: str = YEAR) -> Callable[[], None]:
    """The project's own pull: rows, names and statuses of the table, validated, with the raw answers kept."""
    # What the pull uses is imported now, in the order of the command itself, so that it is not counted as the pull's;
    # pandera and Arrow put off part of theirs until they are first used.
    for name in ("loaders.__main__", "pandera.pandas", "pandera.strategies.pandas_strategies", "pyarrow.pandas_compat"):
        importlib.import_module(name)
    from loaders.source import registry

    registry()
    os.environ["DSW_DATA"] = str(folder)
    sys.argv = ["loaders", "pull", source, "--years", year]

    def run() -> None:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            runpy.run_module("loaders", run_name="__main__")

    return run


def plain(folder: Path) -> Callable[[], None]:
    """What a script of a few lines does: cbsodata.get_data, a frame, to_parquet."""
    import cbsodata
    import pandas as pd
    import pyarrow.parquet  # noqa: F401 - as above

    cbsodata.options.use_https = False
    server = os.environ["DSW_CBS_URL"].removeprefix("http://")

    def run() -> None:
        pd.DataFrame(cbsodata.get_data(TABLE, catalog_url=server)).to_parquet(folder / f"{TABLE}.parquet")

    return run


def resident(field: str) -> float:
    """VmRSS (now) or VmHWM (highest) of this process in MB, as Linux tells it."""
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Import, then measure, then print."""
    run = {"here": here, "plain": plain}[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    if STATUS.exists():
        RESET.write_text("5", encoding="ascii")
    before = resident("VmRSS") if STATUS.exists() else 0.0
    started = time.perf_counter()
    run()
    seconds = time.perf_counter() - started
    peak = resident("VmHWM") - before if STATUS.exists() else None
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


if __name__ == "__main__":
    main()
