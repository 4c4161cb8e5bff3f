"""One measured figure, and how all of them are shown and kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).parent / "latest.json"
HEADINGS = ("what", "here", "plain way", "ratio", "goal", "met")


@dataclass(frozen=True)
class Result:
    """A figure in ``unit``; ``goal`` is a largest value, or a largest ratio to the baseline."""

    name: str
    unit: str
    value: float
    baseline: float | None = None
    goal: float | None = None
    goal_is_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        """This figure as a part of the plain way's; None without one."""
        return self.value / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        measured = self.ratio if self.goal_is_ratio else self.value
        return None if self.goal is None or measured is None else measured <= self.goal

    def row(self) -> tuple[str, ...]:
        """The cells of one line of the table."""
        number = f"{{:,.{0 if self.value >= 100 else 1}f}} {self.unit}"
        return (
            self.name,
            number.format(self.value),
            "" if self.baseline is None else number.format(self.baseline),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.goal is None else f"≤ {self.goal:g}" + (" ×" if self.goal_is_ratio else f" {self.unit}"),
            {True: "yes", False: "NO", None: ""}[self.met],
        )


def table(results: list[Result]) -> str:
    """The results as lines of text in columns."""
    rows = [HEADINGS, *(r.row() for r in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def keep(results: list[Result]) -> None:
    """Write the results to bench/latest.json, for a later run or a script to compare with."""
    kept = [asdict(r) | {"ratio": r.ratio, "met": r.met} for r in results]
    LATEST.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
