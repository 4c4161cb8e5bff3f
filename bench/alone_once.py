"""One command without a screen: ``python -m bench.alone_once export.bulk|export.brief ARGUMENT ...``.

Prints JSON: the MB of memory before it wrote anything, and the most in the end (0 where the system does not tell).
"""

from __future__ import annotations

import importlib
import json
import runpy
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def main() -> None:
    """Import what the command imports, and what it asks of the catalogue and the store first; then run it."""
    _, module, *arguments = sys.argv
    importlib.import_module(module if module == "export.bulk" else f"{module}.__main__")
    from answers import data

    data.entries()
    ready = _most()
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__")
    except SystemExit as end:
        if end.code:
            raise
    print(json.dumps([ready, _most()]))


def _most() -> float:
    """The most memory that this process held so far, in MB: of its own, not of the one that started it."""
    if not STATUS.exists():
        return 0.0
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
