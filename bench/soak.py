"""Readers for half an hour: whether memory, waiting time and failures stay as they were. Draws both into docs/.

``python -m bench.soak [--minutes 30] [--sessions 20] [--to docs]``
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import plotly.graph_objects as go

from bench.__main__ import figures
from bench.context import Context
from bench.pages import p95
from bench.servers import ROOT, dashboard
from bench.sessions import EVERY, Load, readers, warm
from export.pictures import frame
from figures import colours

SAMPLE = 5.0  # seconds between two looks at the memory


@dataclass(frozen=True)
class Soak:
    """What was seen: moments (minutes) with megabytes, the answers, and how busy the machine was with other things."""

    minutes: float
    sessions: int
    moments: Sequence[float]
    megabytes: Sequence[float]
    load: Load
    others: float

    def by_minute(self) -> list[tuple[float, float, float]]:
        """Minute, median and 95th percentile of its answers in milliseconds."""
        grouped: dict[int, list[float]] = {}
        for at, seconds in zip(self.load.at, self.load.seconds, strict=True):
            if at < 60 * self.minutes:  # the last answers come in a minute of their own
                grouped.setdefault(int(at // 60), []).append(1000 * seconds)
        return [(minute + 0.5, median(found), p95(found)) for minute, found in sorted(grouped.items())]

    def grown(self) -> float:
        """Megabytes between the second and the last fifth of the time: what caches take at first is left out."""
        fifth = max(1, len(self.megabytes) // 5)
        return median(self.megabytes[-fifth:]) - median(self.megabytes[fifth : 2 * fifth])

    def words(self) -> str:
        """The outcome in a sentence."""
        answers = self.load.milliseconds()
        return (
            f"{self.sessions} sessions, a change every {EVERY:.0f} s, {self.minutes:g} minutes: {len(answers):,} answers, "
            f"{len(self.load.failed)} failed, median {median(answers):.0f} ms, 95th percentile {p95(answers):.0f} ms; "
            f"memory grew {self.grown():.0f} MB after the first fifth. "
            f"Load of the machine meanwhile: {self.others:.1f} on {os.cpu_count()} processors."
        )


def soak(context: Context, minutes: float, sessions: int) -> Soak:
    """Readers on the dashboard for so many minutes."""
    moments, megabytes = [], []
    with dashboard(ROOT / "app.py", context.settings) as server:
        warm(server.address, context)
        found: list[Load] = []
        work = threading.Thread(
            target=lambda: found.append(readers(server.address, context, sessions, 60 * minutes)), daemon=True
        )
        started = time.monotonic()
        work.start()
        while work.is_alive():
            moments.append((time.monotonic() - started) / 60)
            megabytes.append(server.megabytes())
            work.join(SAMPLE)
    return Soak(minutes, sessions, moments, megabytes, found[0], os.getloadavg()[2])


def pictures(seen: Soak) -> dict[str, str]:
    """Two pictures as SVG by name."""
    palette = colours.LIGHT
    memory, answers = go.Figure(), go.Figure()
    memory.add_scatter(x=list(seen.moments), y=list(seen.megabytes), mode="lines", line={"color": palette.accent})
    minutes, middle, slow = zip(*seen.by_minute(), strict=True)
    answers.add_scatter(x=minutes, y=slow, mode="lines", line={"color": palette.quiet, "dash": "dash"})
    answers.add_scatter(x=minutes, y=middle, mode="lines", line={"color": palette.accent})
    drawn = {}
    for name, figure, title, unit in (
        ("soak-memory", memory, "Memory of the server", "megabytes"),
        ("soak-answers", answers, "Waiting time: median (line) and 95th percentile (dashes) of each minute", "ms"),
    ):
        figure.update_layout(xaxis={"title": "minutes"}, yaxis={"title": unit, "rangemode": "tozero"}, height=320)
        about = seen.words()
        sheet = frame.compose(
            frame.Picture(
                title,
                about,
                figure,
                title,
                [f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}"],
            ),
            palette,
        )
        drawn[name] = sheet.svg(title, about, language="en")
    return drawn


def main() -> None:
    """The command above."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--to", type=Path, default=ROOT / "docs", help="the folder of the pictures")
    chosen = parser.parse_args()
    with figures(quick=False) as context:
        seen = soak(context, chosen.minutes, chosen.sessions)
    print(seen.words(), *seen.load.failed, sep="\n")
    print(json.dumps([[round(x) for x in row[1:]] for row in seen.by_minute()]))
    for name, drawn in pictures(seen).items():
        (chosen.to / f"{name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
