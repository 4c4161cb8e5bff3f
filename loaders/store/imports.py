"""What importing a file needs beside the figures: one at a time, and the choices about a file kept for the next."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from loaders.store.disk import locked, replace
from loaders.store.folder import refuse_remote
from loaders.store.layout import StoreError


@contextlib.contextmanager
def importing(root: Path) -> Iterator[None]:
    """One import or undo at a time: each reads what there is, adds to it, and writes it back."""
    refuse_remote(root)
    with locked(root / ".import.lock"):
        yield


def mappings(root: Path) -> dict[str, str]:
    """The choices about files that were kept, as text, by name."""
    found = sorted((root / "mappings").glob("*.json"))
    return {path.stem: path.read_text(encoding="utf-8") for path in found}


def put_mapping(root: Path, name: str, text: str) -> None:
    """Keep choices about a file under a name of small letters, digits and dashes. Raises StoreError for another name."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", name):
        raise StoreError(f"{name!r} kan geen naam zijn. Gebruik kleine letters, cijfers en streepjes.")
    path = root / "mappings" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text.encode())
