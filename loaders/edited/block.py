"""One entry as it stands in a file, before anyone looked whether it is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Block:
    """What an entry holds, and where: ``line`` of its beginning (from 1), ``places`` looks up that of each field."""

    kind: str
    raw: Mapping[str, Any]
    line: int
    places: Callable[[], Mapping[Path, int]] = dict

    def line_of(self, path: Path) -> int:
        """The line of a field, or of the first of several; of what holds it where it is not there."""
        places = self.places()
        for end in range(len(path), 0, -1):
            if lines := [line for place, line in places.items() if place[:end] == path[:end]]:
                return min(lines)
        return self.line


@dataclass(frozen=True)
class Unread:
    """A piece that cannot be read: where, what is wrong, how to mend it.

    ``kind`` is what it would have been, "" where no entry is lost by it; ``raw`` the fields that can be made out.
    """

    line: int
    wrong: str
    mend: str
    kind: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line, whatever the field."""
        return self.line


Pieces = Sequence[Block | Unread]
