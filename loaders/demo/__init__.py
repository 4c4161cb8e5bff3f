"""The made-up province that ships with the project: it goes through the same store as real data.

Everything in it is invented: the land, the names and the figures. Its codes begin with GM90, which no gemeente has.
`python -m indicators demo` makes it whole: this room gives what publishers would, the indicators come from there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loaders import store
from loaders.demo import publish

SEED = 2030
# In this order: what follows from the manifest, and the manifest, which says what counts.
LISTS = ("datapackage.json", "manifest.json")


def build(root: Path, seed: int = SEED) -> None:
    """Write all but the computed indicators of the demo province to `root`, a folder without data. Same seed, same files."""
    with store.writer(root, demo=True) as writer:
        publish.province(writer, seed)


def ship(made: Path, root: Path = store.DEMO) -> bool:
    """Put the demo that was made in one folder in place of the one in another; False when they are the same already.

    Broken off half-way it leaves the old demo whole: a file never changes, and the manifest comes last. Raises
    ValueError when `root` holds real data.
    """
    if (root / "manifest.json").exists() and not store.open_store(root).demo:
        raise ValueError(f"{root} holds real data; give the demo region a folder of its own.")
    if all((root / name).exists() and timeless(root / name) == timeless(made / name) for name in LISTS):
        return False
    folders = [path.name for path in made.iterdir() if path.is_dir()]
    new, old = _files(made, folders), _files(root, folders)
    for name in (*sorted(new - old), *LISTS):
        beside = root / f"{name}.tmp"
        beside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made / name, beside)
        beside.replace(root / name)
    for name in old - new:
        (root / name).unlink()
    return True


def timeless(path: Path) -> dict[str, Any]:
    """One of LISTS of a demo without the moments at which it was made, which differ in every build."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    pulls = {key: {**pull, "fetched": ""} for key, pull in told.get("pulls", {}).items()}
    return {**told, "created": "", "pulls": pulls}


def _files(root: Path, folders: Sequence[str]) -> set[str]:
    """The files in these folders, by their way from the root; also those of a build that was broken off."""
    paths = (path for folder in folders for path in (root / folder).rglob("*"))
    return {path.relative_to(root).as_posix() for path in paths if path.is_file()}
