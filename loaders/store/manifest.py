"""The manifest: which files are the data of one version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from loaders.store import refresh
from loaders.store.folder import local
from loaders.store.layout import FOLDERS, KINDS, StoreError

# The way a manifest is written; a newer one is not read.
SCHEMA = 1


class FutureError(StoreError):
    """What lies here was written by a newer program."""


def empty_manifest(*, demo: bool) -> dict[str, Any]:
    """The manifest of a folder in which nothing was ever written."""
    return {
        "schema": SCHEMA,
        "version": "leeg",
        "created": "",
        "demo": demo,
        **{kind: {} for kind in KINDS},
    }


def read_manifest(root: Path) -> dict[str, Any]:
    """The manifest of the data of today in this folder, in a refresh that of the refresh. Raises StoreError when it cannot be read."""
    return read_json(refresh.listed(root))


def newest_whole(root: Path) -> tuple[dict[str, Any], str]:
    """The manifest of today, and ""; where it is damaged or gone that of the newest kept version, and what is wrong.

    Raises StoreError when none is whole, and for one that a newer program wrote: older figures are no answer to that.
    """
    try:
        return read_manifest(root), ""
    except FutureError:
        raise
    except StoreError as error:
        for older in kept_manifests(root):
            return older, f"{error} Tot dan staan hier de cijfers van versie {older['version']}."
        raise


def kept_manifests(root: Path) -> Iterator[dict[str, Any]]:
    """Those of the versions that are kept in this folder and are whole, newest first."""
    found = []
    for path in (root / "manifests").glob("*.json"):
        try:
            found.append(read_json(path))
        except StoreError:
            continue
    yield from sorted(found, key=lambda manifest: str(manifest["created"]), reverse=True)


def read_json(path: Path) -> dict[str, Any]:
    """A manifest of any version, with every kind in it. Raises StoreError when it cannot be read or is not as it was written."""
    try:
        found = json.loads(local(path).read_text(encoding="utf-8"))
        _refuse_damaged(found, path)
    except FutureError:
        raise
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"{path} is niet te lezen ({error}). Zet een kopie terug, of haal de gegevens opnieuw op met --force."
        ) from error
    return {**empty_manifest(demo=False), **found}


def _refuse_damaged(found: Any, path: Path) -> None:
    """Raise what says that this is no manifest, or one that changed after it was written."""
    if not isinstance(found, dict):
        raise TypeError("het is geen lijst van gegevens")
    if not isinstance(found["schema"], int):
        raise TypeError("het schema is geen getal")
    if found["schema"] > SCHEMA:
        raise FutureError(
            f"{path} is geschreven door een nieuwere versie van dit programma (schema {found['schema']!r}; dit programma "
            f"kent {SCHEMA}). Werk het programma bij."
        )
    if "sha256" in found and found["sha256"] != seal(found):
        raise ValueError("de inhoud is niet meer wat er geschreven is")
    whole = {**empty_manifest(demo=False), **found}
    if whole["version"] not in ("leeg", version_of(whole)):
        raise ValueError("de versie past niet bij de bestanden die er staan")
    datetime.fromisoformat(whole["created"] or "2000-01-01")


def seal(manifest: dict[str, Any]) -> str:
    """The sha256 of all that a manifest says, whatever the order in which it stands."""
    told = {key: value for key, value in manifest.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def version_of(manifest: dict[str, Any]) -> str:
    """The name of a version: ten digits of the hash of the names of its files."""
    return hashlib.sha256("\n".join(sorted(files_of(manifest))).encode()).hexdigest()[:10]


def files_of(manifest: dict[str, Any]) -> set[str]:
    """The files of a version, from the folder on."""
    files = {e["file"] for kind in FOLDERS for e in manifest[kind].values()}
    for entry in manifest["boundaries"].values():
        files |= {f"geo/{name}" for name in (entry["geojson"], *entry["parts"].values()) if name}
    return files
