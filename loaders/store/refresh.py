"""A refresh: what is fetched and computed lies beside the data of today, and becomes them in one step, at the end.

Readers never see new figures beside old indicators. A pull and the build after it share one list, ``manifest.next.json``; an
import with its build has another, so that neither makes public what the other has half done. Only who works inside
``refreshing`` reads and writes that list; a process beside is told by who starts it.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from loaders.store.disk import locked, replace
from loaders.store.layout import KINDS, MANIFEST, StoreError

NEXT = "manifest.next.json"
IMPORT = "manifest.import.json"
# What such a list has more than a manifest: what was of today when it began, and why figures change.
OWN = ("base", "note")
_log = logging.getLogger(__name__)
# The folder that is being refreshed here, and the list that its changes stand in.
_here: ContextVar[tuple[Path, str] | None] = ContextVar("refresh", default=None)


def working(root: Path) -> str | None:
    """The name of the list that changes of this folder go to here; None outside a refresh."""
    here = _here.get()
    return here[1] if here is not None and here[0] == root else None


def listed(root: Path) -> Path:
    """The manifest to read here: that of the refresh once it has one, else that of today."""
    name = working(root)
    return root / name if name is not None and (root / name).exists() else root / MANIFEST


@contextlib.contextmanager
def refreshing(root: Path, name: str = NEXT) -> Iterator[None]:
    """Within this, changes of the folder wait for ``promote``. Inside another refresh of it: part of that one."""
    if working(root) is not None:
        yield
        return
    token = _here.set((root, name))
    try:
        yield
    finally:
        _here.reset(token)


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """One at a time computes and makes public: what another would have computed meanwhile goes by older figures."""
    with locked(root / ".refresh.lock"):
        yield


@contextlib.contextmanager
def outside() -> Iterator[None]:
    """Within this the data of today are read, also by who refreshes them."""
    token = _here.set(None)
    try:
        yield
    finally:
        _here.reset(token)


def waits(root: Path) -> bool:
    """Whether something fetched waits to be computed and made public; in the refresh of an import it does not matter."""
    return working(root) in (None, NEXT) and (root / NEXT).exists()


def begun(today: dict[str, Any]) -> dict[str, Any]:
    """The list of a refresh that begins from the data of today."""
    return {**today, "base": {kind: dict(today[kind]) for kind in KINDS}}


def merged(next: dict[str, Any], today: dict[str, Any]) -> dict[str, Any]:
    """The data of today with what a refresh changed since it began."""
    base: dict[str, dict[str, Any]] = next["base"]
    found: dict[str, Any] = {**today, "demo": next["demo"]}
    for kind in KINDS:
        changed = {key: entry for key, entry in next[kind].items() if entry != base[kind].get(key)}
        kept = {key: entry for key, entry in today[kind].items() if key in next[kind] or key not in base[kind]}
        found[kind] = dict(sorted({**kept, **changed}.items()))
    return found


def write(path: Path, manifest: dict[str, Any]) -> None:
    """Put a list in place in one step."""
    replace(path, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def drop(path: Path, why: StoreError) -> None:
    """Give up a list of changes that cannot be read: what it held is fetched again, and the data of today stand."""
    _log.warning("The changes in %s cannot be read and are dropped: %s", path, why)
    path.unlink(missing_ok=True)
