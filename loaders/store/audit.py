"""Who stored or took back what, and when."""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from loaders.store.layout import StoreError


def note(root: Path, told: Mapping[str, str | int]) -> None:
    """Add a line to the list of who stored or took back what (audit.jsonl), with the moment; it is only ever added to."""
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **told}, ensure_ascii=False)
    try:
        with FileLock(root / ".audit.lock"), (root / "audit.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise StoreError(f"{root / 'audit.jsonl'} kan niet worden geschreven ({error}).") from error


def at_the_terminal() -> str:
    """What ``note`` calls who did it there: the name of the account, where the system has one."""
    try:
        return f"{getpass.getuser()}, opdrachtregel"
    except (OSError, KeyError, ImportError):
        return "opdrachtregel"
