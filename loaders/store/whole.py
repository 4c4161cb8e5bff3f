"""Whether a file is still what was written: its name holds the first digits of the hash of its content.

Each file is read for it once, and again only when it changed on disk. What was found damaged or gone is remembered, so that
the data are opened again without it (loaders.store.mending).
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import zlib
from pathlib import Path

from loaders.store.folder import local, remote
from loaders.store.layout import StoreError

# <stem>-<digits>.parquet; <digits>.json (maps); <digits>.gz (answers as they came, hashed as they were before packing).
_NAMED = re.compile(r"(?:^|-)([0-9a-f]{12,64})\.(parquet|json|gz)$")
CHUNK = 1 << 20

Seen = tuple[int, int, int] | None
_lock = threading.Lock()
_sound: dict[Path, Seen] = {}
_damaged: dict[Path, Seen] = {}


class DamagedError(StoreError):
    """A file is gone, or is not what was written under its name."""


def sound(path: Path) -> Path:
    """The same path, fetched first where it lies on a storage. Raises DamagedError."""
    try:
        return _checked(local(path))
    except DamagedError:
        if remote() is None:
            raise
    except OSError as error:
        _remember(path, None, whole=False)
        raise DamagedError(f"{path} ontbreekt ({error}).") from error
    # What came over a line, or lay in a cache, may be whole where it comes from.
    path.unlink(missing_ok=True)
    try:
        return _checked(local(path))
    except OSError as error:
        raise DamagedError(f"{path} ontbreekt ({error}).") from error


def is_sound(path: Path) -> bool:
    """Whether it is there and whole."""
    try:
        sound(path)
    except DamagedError:
        return False
    return True


def damaged(root: Path) -> frozenset[str]:
    """The files of a folder that were found damaged or gone and still are as they were then, from the folder on."""
    with _lock:
        known = [(path, seen) for path, seen in _damaged.items() if path.is_relative_to(root)]
    return frozenset(path.relative_to(root).as_posix() for path, seen in known if not _written_again(path, seen))


def suspect(path: Path) -> None:
    """Hold it damaged as it stands now: it could not be read, whatever its hash says."""
    _remember(path, _seen(path), whole=False)


def digits(name: str) -> str:
    """The digits of a hash in a file's name; "" for a file that has none."""
    found = _NAMED.search(name)
    return found[1] if found else ""


def _written_again(path: Path, seen: Seen) -> bool:
    """Whether a damaged file changed on disk since, and is whole now."""
    return _seen(path) != seen and is_sound(path)


def _checked(path: Path) -> Path:
    seen = _seen(path)
    with _lock:
        if seen is not None and _sound.get(path) == seen:
            return path
        if path in _damaged and _damaged[path] == seen:
            raise DamagedError(_said(path, seen))
    whole = seen is not None and _is_whole(path)
    _remember(path, seen, whole=whole)
    if not whole:
        raise DamagedError(_said(path, seen))
    return path


def _remember(path: Path, seen: Seen, *, whole: bool) -> None:
    with _lock:
        (_sound if whole else _damaged)[path] = seen
        (_damaged if whole else _sound).pop(path, None)


def _said(path: Path, seen: Seen) -> str:
    return f"{path} {'ontbreekt' if seen is None else 'is beschadigd: de inhoud is niet wat er geschreven is'}."


def _seen(path: Path) -> Seen:
    """What changes when a file does: moment, number and length; None for one that is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def _is_whole(path: Path) -> bool:
    told = digits(path.name)
    if not told:
        return True
    sha = hashlib.sha256()
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            while chunk := file.read(CHUNK):
                sha.update(chunk)
    except (OSError, EOFError, zlib.error):
        return False
    return sha.hexdigest().startswith(told)
