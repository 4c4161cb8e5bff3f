"""Files that are whole or not there: written beside their place and moved into it."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

from loaders.store.layout import StoreError
from loaders.store.whole import is_sound


def write_once(path: Path, data: bytes | memoryview) -> None:
    """A file whose name says its content: written beside and moved into place, unless it is there already and whole."""
    if not (path.exists() and is_sound(path)):
        replace(path, data)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time from here on. Raises StoreError where the folder does not let itself be written."""
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise StoreError(
            f"In {path.parent} kan niet worden geschreven ({error}). Kies met DSW_DATA een map waarin dat wel mag."
        ) from error
    try:
        yield
    finally:
        lock.release()


def replace(path: Path, data: bytes | memoryview) -> None:
    """Put this content under this name, in one step. Raises StoreError, and then what stood there still stands."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise StoreError(
            f"{path} kan niet worden geschreven ({error}). De gegevens die er stonden, zijn onaangeroerd."
        ) from error
