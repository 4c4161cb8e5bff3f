"""Which folder holds the data, and what of it a machine that reads from a storage has to fetch first."""

from __future__ import annotations

import os
from pathlib import Path

from loaders.store import mirror
from loaders.store.layout import StoreError

HOME = Path(__file__).parents[2] / "data"
DEMO = HOME / "demo"


def home() -> Path:
    """The folder that pulled data goes to: DSW_DATA, else ``data/`` of the project."""
    told = os.environ.get("DSW_DATA", "")
    return mirror.open_mirror(told).root if told.startswith(mirror.SCHEME) else Path(told or HOME)


def remote() -> mirror.Mirror | None:
    """The mirror of the storage that DSW_DATA names; None for a folder on this machine."""
    told = os.environ.get("DSW_DATA", "")
    return mirror.open_mirror(told) if told.startswith(mirror.SCHEME) else None


def local(path: Path) -> Path:
    """The same path; fetched first where the data lie on a storage elsewhere and this file was not asked for before."""
    there = remote()
    return there.present(path) if there is not None and path.is_relative_to(there.root) else path


def refuse_remote(root: Path) -> None:
    """Raise StoreError for the mirror of a storage: what was written there would reach nobody else."""
    there = remote()
    if there is not None and root == there.root:
        raise StoreError(
            f"{there.address} wordt hier alleen gelezen. Schrijf in een map (DSW_DATA) en zet die erop met “loaders push”."
        )


def dropped(root: Path, source: str) -> list[Path]:
    """Published files that someone put in this data folder by hand for a source, by name; they are only read."""
    folder = root / "drop" / source
    return sorted(p for p in folder.glob("*") if p.is_file() and not p.name.startswith(".")) if folder.is_dir() else []
