"""``python -m tests.chaos [--times 50] [--to docs/reliability.md]``: make the faults; ends with 1 when anything was wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos import faults

MARK = "<!-- uitkomst -->"


def main() -> int:
    """Make every fault and tell what it left; with ``--to`` the table in that page is written anew."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument(
        "--times", type=int, default=50, help="how often each fault that chance plays a part in is made"
    )
    parser.add_argument("--to", type=Path, help="a page with two marks, between which the table comes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        found = faults.every(Path(folder), asked.times, lambda text: print(text, flush=True))
    if asked.to:
        rows = [f"| {one.name} | {one.times} | {len(one.wrong)} |" for one in found]
        table = "\n".join(["| fout | keer | mis |", "|---|---|---|", *rows])
        before, _, rest = asked.to.read_text(encoding="utf-8").partition(MARK)
        asked.to.write_text(f"{before}{MARK}\n{table}\n{MARK}{rest.partition(MARK)[2]}", encoding="utf-8")
    return 1 if any(one.wrong for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
