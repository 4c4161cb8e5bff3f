"""``python -m bench``: measure, print a table, keep it in bench/latest.json."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import map_page, planner, pull, result, sensitivity, sources
from bench.servers import REPLAY, ROOT, pointed_at, replay

MAP_YEAR = "2022"  # the newest year with figures and boundaries of every wijk in the replayed data


def main() -> None:
    """Everything on real figures where the replayed data lies beside the project, else the map on the demo region."""
    if REPLAY.exists():
        found = _on_real_figures()
    else:
        print(f"No replayed data ({REPLAY} is not there): no pull is measured, and the map shows the demo region.")
        found = map_page.measure(ROOT / "data" / "demo")
    found += sensitivity.measure()
    found += planner.measure()
    print(result.table(found))
    result.keep(found)


def _on_real_figures() -> list[result.Result]:
    with replay() as address, tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        found = pull.measure(address) + sources.measure(address)
        settings = os.environ | pointed_at(address, data)
        fetch = ["loaders", "pull", "--years", MAP_YEAR, "--levels", "land,gemeente,wijk"]
        for command in (fetch, ["indicators", "build"]):
            subprocess.run(
                [sys.executable, "-m", *command], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL
            )
        return found + map_page.measure(data)


if __name__ == "__main__":
    main()
