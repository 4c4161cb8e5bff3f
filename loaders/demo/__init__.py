"""The made-up province that ships with the project: it goes through the same store as real data.

Everything in it is invented: the land, the names and the figures. Its codes begin with GM90, which no gemeente has.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from loaders import store
from loaders.demo import publish

SEED = 2030


def build(root: Path = store.DEMO, seed: int = SEED) -> None:
    """Write the whole demo province to `root`, in place of the demo data that is there.

    Same seed, same figures. Raises ValueError when `root` holds real data; computed indicators must be built again.
    """
    if (root / "manifest.json").exists():
        if not store.open_store(root).demo:
            raise ValueError(f"{root} holds real data; give the demo region a folder of its own.")
        # The demo is committed: files of an earlier build must not stay behind in it.
        for folder in ("observations", "names", "boundaries", "crosswalks", "geo"):
            shutil.rmtree(root / folder, ignore_errors=True)
        (root / "manifest.json").unlink()
    with store.writer(root, demo=True) as writer:
        publish.province(writer, seed)
