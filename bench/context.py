"""What every measurement is handed: the figures to measure on, the replayed publishers where they are there, and how long."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Context:
    """``data`` is a folder with figures and indicators; ``publishers`` the address of the replay, None without it."""

    data: Path
    publishers: str | None
    quick: bool = False

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a dashboard on these figures."""
        return {"DSW_DATA": str(self.data)}

    def few(self, whole: int, short: int) -> int:
        """How often to do something: fewer times in a short run."""
        return short if self.quick else whole
