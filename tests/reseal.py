"""A store that a test changed by hand, made one that says what it holds: files named after their content, the manifest sealed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from loaders.store.layout import FOLDERS
from loaders.store.manifest import seal, version_of


def reseal(root: Path, manifest: dict[str, Any]) -> None:
    """Write this manifest, with every file of it under the name of what it holds now."""
    for kind in FOLDERS:
        for entry in manifest[kind].values():
            path = root / entry["file"]
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            entry["sha256"] = digest
            entry["file"] = f"{entry['file'].rpartition('-')[0]}-{digest[:12]}{path.suffix}"
            path.rename(root / entry["file"])
    named = {path.name: _renamed(path) for path in (root / "geo").glob("*.json")}
    for entry in manifest["boundaries"].values():
        entry["geojson"] = named.get(entry["geojson"])
        entry["parts"] = {code: named[name] for code, name in entry["parts"].items()}
    manifest["version"] = version_of(manifest)
    manifest["sha256"] = seal(manifest)
    (root / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def _renamed(path: Path) -> str:
    name = f"{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.json"
    path.rename(path.with_name(name))
    return name
