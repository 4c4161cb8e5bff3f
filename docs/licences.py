"""The licences of the libraries that the dashboard runs on, as their makers give them, for the page ``licenties.md``."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = {"requirements.txt": "Het dashboard zelf", "requirements-login.txt": "Erbij voor een login"}
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)")
LONGEST = 60


def page() -> str:
    """The page: one table for each file of pins, and where the licences of the figures stand."""
    parts = [
        "# Licenties\n",
        "De code van dit dashboard: [EUPL-1.2](../LICENSE). Het lettertype IBM Plex Sans: SIL Open Font License 1.1. "
        "De cijfers: van elke uitgever zelf, zie [bronnen.md](bronnen.md).\n",
    ]
    seen: set[str] = set()
    for name, title in FILES.items():
        rows = [(n, v) for n, v in pins(ROOT / name) if n not in seen]
        seen |= {n for n, _ in rows}
        lines = [f"| {n} | {v} | {licence(n)} |" for n, v in rows]
        parts.append("\n".join([f"## {title}\n", "| bibliotheek | versie | licentie |", "|---|---|---|", *lines, ""]))
    return "\n".join(parts)


def pins(path: Path) -> list[tuple[str, str]]:
    """Name and version of every pin in a file, the first of a name that is pinned more than once."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            found.setdefault(pin[1], pin[2])
    return list(found.items())


def licence(name: str) -> str:
    """The licence that a library declares, short; what cannot be said on this system is said so."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return "alleen op een ander systeem (niet nagegaan)"
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License :: ")]
    (given,) = about.get_all("License-Expression") or [""]
    written = " ".join("".join(about.get_all("License") or []).split())
    short = written if len(written) <= LONGEST else ""
    return given or ", ".join(c for c in classified if c != "OSI Approved") or short or "zie de bibliotheek zelf"
