"""Ask whether a library we pin has a known hole: ``python deploy/audit.py`` (``make audit``), by pip-audit in a place of its own.

Fails when one has. Where the database cannot be reached nothing is known, and that is what it says; it does not fail then.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PINS = ("requirements.txt", "requirements-login.txt")
TOOL = "pip-audit==2.10.1"
SECONDS = 240


def main() -> int:
    """Print what is known of every pinned library; 1 when one has a known hole."""
    holes = 0
    for name in PINS:
        found = ask(ROOT / name)
        lines, count = describe(name, found)
        print("\n".join(lines))
        holes += count
    return 1 if holes else 0


def ask(pins: Path) -> dict[str, Any] | None:
    """pip-audit's answer about a file of pins; None when there is none."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [
            uv,
            "tool",
            "run",
            "--from",
            TOOL,
            "pip-audit",
            "--requirement",
            str(pins),
            "--no-deps",
            "--disable-pip",
        ]
        command += ["--progress-spinner", "off", "--format", "json", "--output", str(answer)]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
            found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
    return found


def describe(name: str, found: dict[str, Any] | None) -> tuple[list[str], int]:
    """What to print about one file of pins, and how many known holes it has."""
    libraries = found["dependencies"] if found else []
    audited = [one for one in libraries if "skip_reason" not in one]
    if not audited:
        return [
            f"{name}: NOT AUDITED. pip-audit or its database could not be reached; nothing is known of these libraries."
        ], 0
    holes = [
        f"  {one['name']} {one['version']}: {hole['id']}, fixed in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in audited
        for hole in one["vulns"]
    ]
    skipped = len(libraries) - len(audited)
    more = f", {skipped} could not be looked up" if skipped else ""
    return [f"{name}: {len(audited)} libraries audited{more}, {len(holes)} known holes.", *holes], len(holes)


if __name__ == "__main__":
    sys.exit(main())
