"""Who stored or took back what, and when."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from loaders.store.disk import locked
from loaders.store.layout import StoreError


@contextlib.contextmanager
def noting(root: Path, told: Mapping[str, str | int]) -> Iterator[dict[str, str | int]]:
    """A line before something is changed (state ``begun``) and one after it (``done`` or ``failed``), of one ``event``.

    What is broken off between them still says who began it. The dict that is given may be filled with what is known only
    after it. Raises StoreError where no line can be written, and then nothing is changed.
    """
    about: dict[str, str | int] = {**told, "event": token_hex(4)}
    note(root, {**about, "state": "begun"})
    after: dict[str, str | int] = {}
    try:
        yield after
    except BaseException:
        note(root, {**about, **after, "state": "failed"})
        raise
    note(root, {**about, **after, "state": "done"})


def note(root: Path, told: Mapping[str, str | int]) -> None:
    """Add a line to the list of who stored or took back what (audit.jsonl), with the moment; it is only ever added to."""
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **told}, ensure_ascii=False)
    try:
        with locked(root / ".audit.lock"), (root / "audit.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"{root / 'audit.jsonl'} kan niet worden geschreven ({error}).") from error


def at_the_terminal() -> str:
    """What ``note`` calls who did it there: the name of the account, where the system has one."""
    try:
        return f"{getpass.getuser()}, opdrachtregel"
    except (OSError, KeyError, ImportError):
        return "opdrachtregel"
