"""A version of the data of which a file is damaged or gone: what stands in for it, and what is not there for now."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.store import veil
from loaders.store.layout import FOLDERS
from loaders.store.manifest import kept_manifests
from loaders.store.whole import is_sound


@dataclass(frozen=True)
class Damage:
    """One damaged or missing file: what it holds, and the kept version whose figures stand in for it; "" for none."""

    kind: str
    key: str
    file: str
    version: str = ""
    created: str = ""


def mended(
    root: Path, manifest: Mapping[str, Any], bad: Collection[str], *, older: bool = True
) -> tuple[dict[str, Any], tuple[Damage, ...]]:
    """A manifest without these files, and what became of each; with ``older`` figures of kept versions stand in.

    What gemeenten brought along about residents never comes from an older version: that could tell what today withholds.
    """
    found: dict[str, Any] = {**manifest, **{kind: dict(manifest[kind]) for kind in FOLDERS}}
    told = []
    own = veil.about_residents(manifest)
    for kind in FOLDERS:
        for key, entry in manifest[kind].items():
            if entry["file"] in bad:
                may = older and kind != "imports" and not own.intersection(entry.get("variables", ()))
                instead = _older(root, manifest, kind, key, bad) if may else None
                told.append(Damage(kind, key, entry["file"], *(instead[1:] if instead else ())))
                if instead:
                    found[kind][key] = instead[0]
                else:
                    del found[kind][key]
    for key, entry in list(found["boundaries"].items()):
        maps = {f"geo/{name}": name for name in (entry["geojson"], *entry["parts"].values()) if name}
        if gone := {name for file, name in maps.items() if file in bad}:
            entry = found["boundaries"][key] = copy.deepcopy(entry)
            entry["geojson"] = None if entry["geojson"] in gone else entry["geojson"]
            entry["parts"] = {code: name for code, name in entry["parts"].items() if name not in gone}
            told += [Damage("geo", key, f"geo/{name}") for name in sorted(gone)]
    return found, tuple(told)


def _older(
    root: Path, manifest: Mapping[str, Any], kind: str, key: str, bad: Collection[str]
) -> tuple[dict[str, Any], str, str] | None:
    """The entry of the newest kept version that has this whole, with the name and moment of that version."""
    for kept in kept_manifests(root):
        entry = kept[kind].get(key)
        if (
            entry
            and kept["version"] != manifest["version"]
            and entry["file"] not in bad
            and is_sound(root / entry["file"])
        ):
            return entry, str(kept["version"]), str(kept["created"])
    return None
