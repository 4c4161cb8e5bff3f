"""Variables that a source declares in a TOML file and not in its code: one entry a variable, with its id as heading.

The keys of an entry are the fields of loaders.source.Variable, with ``is`` for ``is_``. A table in it is the source's own.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from loaders.source import Variable


def blocks(path: Path) -> dict[str, dict[str, Any]]:
    """What stands in a file under each heading. Raises ValueError that names the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} is no TOML: {error}.") from error


def variable(id: str, entry: dict[str, Any]) -> Variable:
    """The variable of one entry. Raises ValueError that names it, and the key that is lacking or unknown."""
    told: dict[str, Any] = {
        "is_" if key == "is" else key: tuple(value) if isinstance(value, list) else value
        for key, value in entry.items()
        if not isinstance(value, dict)
    }
    try:
        return Variable(id=id, **told)
    except TypeError as error:
        raise ValueError(f"The entry of variable {id} has a key too many or too few: {error}.") from error
