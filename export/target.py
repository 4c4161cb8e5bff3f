"""Where a command writes its file."""

from __future__ import annotations

import argparse
from pathlib import Path


def file(text: str) -> Path:
    """The path, for argparse, which ends the command where nothing can be written there."""
    path = Path(text)
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"de map {path.parent} is er niet; maak die eerst")
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{path} is een map; zet er de naam van een bestand achter")
    return path
