"""A data folder on S3-compatible object storage, read by any number of machines: ``DSW_DATA=s3://bucket/folder``.

Keys and address of the storage come from the environment, as everywhere: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_ENDPOINT_URL, AWS_REGION. How machines stay together: docs/decisions.md.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyarrow import fs

from loaders.store import layout
from loaders.store.layout import MANIFEST

SCHEME = "s3://"
# How long a machine may be behind, and how long it waits before it asks a storage again that did not answer.
SECONDS = 15.0
# What changes under the same name: which versions there are. It goes before the manifest, which names one of them.
LISTS = ("versions.json", "datapackage.json")
# What a folder of data holds that readers need. Raw answers, files put there by hand and locks stay where they are.
FOLDERS = (*layout.FOLDERS, "geo", "manifests", "revisions")


class MirrorError(Exception):
    """The storage could not be asked, or does not have what was asked; says so in Dutch."""


class Mirror:
    """The local folder of one address on a storage. Safe to share between threads and with other processes."""

    def __init__(self, address: str, root: Path) -> None:
        self.address, self.root = address, root
        # What went wrong when the storage was last asked; "" when all was well.
        self.problem = ""
        self._asked = -SECONDS
        self._seen: tuple[object, object] | None = None
        self._lock = threading.Lock()
        self._storage: tuple[fs.FileSystem, str] | None = None

    def refresh(self) -> None:
        """Take over a newer manifest, at most every SECONDS. An error leaves what was there, and is kept in ``problem``."""
        # Whoever comes while another asks goes on with what is there; only where there is nothing does everyone wait.
        if not self._lock.acquire(blocking=not (self.root / MANIFEST).exists()):
            return
        try:
            if time.monotonic() - self._asked < SECONDS:
                return
            self._asked = time.monotonic()
            self._take_over()
            self.problem = ""
        except (OSError, MirrorError) as error:
            self.problem = f"De opslag {self.address} antwoordt niet ({error})."
        finally:
            self._lock.release()

    def present(self, path: Path) -> Path:
        """The same path, fetched first when it is not there. Raises FileNotFoundError when the storage has no such file."""
        if not path.exists():
            self._fetch(path.relative_to(self.root).as_posix())
        return path

    def _take_over(self) -> None:
        storage, base = self._open()
        (info,) = storage.get_file_info([f"{base}/{MANIFEST}"])
        if info.type != fs.FileType.File:
            raise MirrorError(f"daar staat geen {MANIFEST}; zet de gegevens er met “python -m loaders push”")
        seen = (info.mtime_ns, info.size)
        if seen == self._seen and (self.root / MANIFEST).exists():
            return
        for name in LISTS:
            try:
                self._fetch(name)
            except FileNotFoundError:
                continue
        self._fetch(MANIFEST)
        # A storage tells moments in whole seconds: what was only just written may be written over in the same one.
        self._seen = seen if info.mtime and time.time() - info.mtime.timestamp() > 3 else None

    def _fetch(self, name: str) -> None:
        storage, base = self._open()
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            with storage.open_input_stream(f"{base}/{name}") as source, beside.open("wb") as out:
                while chunk := source.read(1 << 20):
                    out.write(chunk)
            if target.name != MANIFEST or not target.exists() or beside.read_bytes() != target.read_bytes():
                beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)

    def _open(self) -> tuple[fs.FileSystem, str]:
        if self._storage is None:
            self._storage = storage_of(self.address)
        return self._storage


def storage_of(address: str) -> tuple[fs.FileSystem, str]:
    """The file system of an s3:// address and the folder in it, without a stroke at the end."""
    rest = address.removeprefix(SCHEME).strip("/")
    options: dict[str, object] = {"connect_timeout": 5, "request_timeout": 30}
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        scheme, _, host = endpoint.partition("://")
        options |= {"scheme": scheme, "endpoint_override": host.rstrip("/")}
    return fs.S3FileSystem(region=os.environ.get("AWS_REGION", "us-east-1"), **options), rest


@cache
def open_mirror(address: str) -> Mirror:
    """The mirror of this address in this process: below DSW_CACHE, else the user's own folder for such things."""
    named = hashlib.sha256(address.encode()).hexdigest()[:16]
    home = Path(os.environ.get("DSW_CACHE") or Path.home() / ".cache" / "deltaplan-sociale-wijken")
    root = home / named
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Mirror(address, root)


def push(root: Path, address: str) -> Iterator[tuple[int, int]]:
    """Put a local data folder on a storage: first what never changes, then the lists, then the manifest, in one step.

    Yields how many files are there and how many there will be. What the storage already has is not sent again; nothing is
    removed, because a reader somewhere may still see an older version. Raises OSError when the storage refuses.
    """
    storage, base = storage_of(address)
    there = storage.get_file_info(fs.FileSelector(base, recursive=True, allow_not_found=True))
    known = {info.path.removeprefix(f"{base}/") for info in there if info.type == fs.FileType.File}
    files = sorted(
        path.relative_to(root).as_posix()
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )
    last = [name for name in (*LISTS, MANIFEST) if (root / name).exists()]
    for number, name in enumerate([*(f for f in files if f not in known), *last], 1):
        with storage.open_output_stream(f"{base}/{name}") as out:
            out.write((root / name).read_bytes())
        yield number, len(files) - len(known & set(files)) + len(last)
