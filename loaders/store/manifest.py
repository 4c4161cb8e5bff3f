"""The manifest: which files are the data of one version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from loaders.store.folder import local
from loaders.store.layout import FOLDERS, KINDS, MANIFEST, StoreError


def empty_manifest(*, demo: bool) -> dict[str, Any]:
    """The manifest of a folder in which nothing was ever written."""
    return {
        "schema": 1,
        "version": "leeg",
        "created": "",
        "demo": demo,
        **{kind: {} for kind in KINDS},
    }


def read_manifest(root: Path) -> dict[str, Any]:
    """The manifest of the data of today in this folder. Raises StoreError when it cannot be read."""
    return read_json(root / MANIFEST)


def read_json(path: Path) -> dict[str, Any]:
    """A manifest of any version, with every kind in it. Raises StoreError when it cannot be read."""
    try:
        found = json.loads(local(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path} is niet te lezen ({error}). Zet een kopie terug, of verwijder {path.parent} en haal de gegevens opnieuw op."
        ) from error
    return {**empty_manifest(demo=False), **found}


def version_of(manifest: dict[str, Any]) -> str:
    """The name of a version: ten digits of the hash of the names of its files."""
    return hashlib.sha256("\n".join(sorted(files_of(manifest))).encode()).hexdigest()[:10]


def files_of(manifest: dict[str, Any]) -> set[str]:
    """The files of a version, from the folder on."""
    files = {e["file"] for kind in FOLDERS for e in manifest[kind].values()}
    for entry in manifest["boundaries"].values():
        files |= {f"geo/{name}" for name in (entry["geojson"], *entry["parts"].values()) if name}
    return files
