"""Many readers at once, each changing something every few seconds: how long they wait, and whether anything fails."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from app import PAGES
from bench.context import Context
from bench.pages import p95, query
from bench.result import Result
from bench.servers import ROOT, dashboard
from bench.session import PageError, Rerun, Session

SESSIONS, EVERY, P95 = 50, 5.0, 300.0
# How many changes a reader makes on a page before going to the next.
CHANGES = (4, 12)


@dataclass
class Load:
    """What some readers saw: when each answer came (seconds from the start), how long it took, and what failed."""

    at: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def milliseconds(self) -> list[float]:
        """How long each answer took."""
        return [1000 * s for s in self.seconds]


def measure(context: Context) -> list[Result]:
    """Fifty readers spread over the pages, beside one reader who does the same things."""
    seconds = context.few(60, 20)
    with dashboard(ROOT / "app.py", context.settings) as server:
        warm(server.address, context)
        server.rest()
        one = readers(server.address, context, 1, seconds, every=1.0)
        # Others than those who are measured fill the caches, as on a server that has run for a while.
        first = readers(server.address, context, SESSIONS, seconds, seed=1)
        before = server.worked()
        many = readers(server.address, context, SESSIONS, seconds)
        worked = server.worked() - before
    name = f"{SESSIONS} sessions, each a change every {EVERY:.0f} s"
    return [
        Result(f"{name}: answer in the first minute of the server (95th percentile)", "ms", p95(first.milliseconds())),
        Result(f"{name}: answer (95th percentile)", "ms", p95(many.milliseconds()), p95(one.milliseconds()), goal=P95),
        Result(f"{name}: answers that failed", "", len(many.failed), goal=0),
        Result(f"{name}: answers", "", len(many.seconds)),
        # Unlike the clock this hardly depends on who else uses the machine.
        Result(f"{name}: processor time per answer", "ms", 1000 * worked / max(1, len(many.seconds))),
    ]


def warm(address: str, context: Context) -> None:
    """Open each page once, as a server that has run for a while has."""
    for page in PAGES:
        Session(address, page, query(context, page)).close()


def readers(address: str, context: Context, count: int, seconds: float, every: float = EVERY, seed: int = 0) -> Load:
    """``count`` readers for so many seconds, who begin spread over the first ``every`` seconds.

    What they choose is random, and the same in each run with the same ``seed``.
    """
    load = Load()
    started = time.monotonic()
    with ThreadPoolExecutor(count) as pool:
        for number in range(count):
            first = every * number / count
            pool.submit(_reader, load, address, context, number + 1000 * seed, started, first, every, seconds)
    return load


def _reader(
    load: Load, address: str, context: Context, number: int, started: float, first: float, every: float, seconds: float
) -> None:
    """One reader: opens a page, changes some things, and opens the next page. Opening one is a change too.

    Readers stay for a different number of changes, so that they do not all go to another page in the same seconds.
    """
    chance = random.Random(number)
    moments = _moments(started + first, every, started + seconds)
    try:
        for turn in range(1000):
            if next(moments, None) is None:
                return
            page = list(PAGES)[(number + turn) % len(PAGES)]
            with Session(address, page, query(context, page), browser=f"reader {number}") as session:
                _note(load, started, session.opening)
                for _ in range(chance.randint(*CHANGES)):
                    if next(moments, None) is None:
                        return
                    _note(load, started, session.change_something(chance))
    except (PageError, OSError, TimeoutError, WebSocketException) as error:
        load.failed.append(f"reader {number}: {type(error).__name__} {error}")


def _note(load: Load, started: float, run: Rerun) -> None:
    load.at.append(time.monotonic() - started)
    load.seconds.append(run.seconds)


def _moments(first: float, every: float, end: float) -> Iterator[float]:
    """Waits for the next moment and gives it, until the end."""
    moment = first
    while moment < end:
        time.sleep(max(0.0, moment - time.monotonic()))
        yield moment
        moment = max(moment + every, time.monotonic())
