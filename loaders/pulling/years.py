"""A file that says per year what a source calls things, each year only what differs from the one before it.

A block has ``table``, what is new or called otherwise from that year on, what is ``gone``, and more where its source
wants that: ``loaders/columns/cbs_kwb.toml`` is one. A new year is one block, and one block in the diff.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from loaders import declared


@dataclass(frozen=True)
class Year:
    """One year in full: its table, what each thing is called, and what else its own block lists."""

    table: str
    names: dict[str, str]
    lists: dict[str, tuple[str, ...]]


def read(path: Path, names: str, lists: Collection[str] = ()) -> dict[int, Year]:
    """Every year of a file, oldest first; ``names`` is the table of names in a block, ``lists`` what else it may list.

    Raises ValueError that names the file, the year and the word that cannot be.
    """
    blocks = declared.blocks(path)
    found: dict[int, Year] = {}
    known: dict[str, str] = {}
    for year in sorted(int(name) for name in blocks if name.isdigit()):
        block = blocks[str(year)]
        where = f"{path.name}, [{year}]"
        for key in {*block} - {"table", "gone", names, *lists}:
            raise ValueError(f"{where}: {key} is not a key of a year.")
        if "table" not in block:
            raise ValueError(f"{where}: table is missing.")
        gone = block.get("gone", [])
        for name in {*gone} - {*known}:
            raise ValueError(f"{where}: {name} is gone, but the year before it does not have it.")
        known = {name: word for name, word in known.items() if name not in gone} | block.get(names, {})
        own = {key: tuple(block[key]) for key in lists if key in block}
        for name in {name for told in own.values() for name in told} - {*known}:
            raise ValueError(f"{where}: {name} is listed, but this year does not have it.")
        found[year] = Year(block["table"], known, own)
    return found
