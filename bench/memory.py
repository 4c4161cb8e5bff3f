"""What the server holds in memory: with one reader, for each further one, and after a thousand reruns."""

from __future__ import annotations

import random
from contextlib import ExitStack

from app import PAGES
from bench.context import Context
from bench.pages import query
from bench.result import Result
from bench.servers import ROOT, Server, dashboard
from bench.session import Session

FURTHER = 20
# Caches, and the sessions that Streamlit keeps for two minutes after a reader left, are full after this many.
WARM_UP, RERUNS = 1400, 1000
# What a process moves up and down by itself between two looks.
NOISE = 10.0


def measure(context: Context) -> list[Result]:
    """Three figures of one process. The reruns go over every page; the same ones fill the caches first."""
    with dashboard(ROOT / "app.py", context.settings) as server, ExitStack() as open:
        chance = random.Random(1)
        first = open.enter_context(Session(server.address, "kaart"))
        for _ in range(6):
            first.change_something(chance)
        server.rest()
        one = server.megabytes()
        for _ in range(FURTHER):
            open.enter_context(Session(server.address, "kaart"))
        further = (server.megabytes() - one) / FURTHER
        _reruns(server, context, context.few(WARM_UP, 400))
        filled = server.megabytes()
        count = context.few(RERUNS, 200)
        _reruns(server, context, count)
        grown = server.megabytes() - filled
    return [
        Result("memory: one session on the map", "MB", one, goal=400),
        Result("memory: each further session", "MB", further, goal=2),
        Result("memory: with the caches of every page filled", "MB", filled),
        Result(f"memory: growth in {count:,} further reruns of the same", "MB", grown, goal=NOISE),
    ]


def _reruns(server: Server, context: Context, count: int) -> None:
    """So many changes, over all pages by turns; from the same choices each time, so that caches have them after a while."""
    done, round = 0, 0
    while done < count:
        page = list(PAGES)[round % len(PAGES)]
        chance = random.Random(f"{page} {round // len(PAGES) % 3}")
        with Session(server.address, page, query(context, page)) as session:
            for _ in range(min(9, count - done)):
                session.change_something(chance)
                done += 1
        round += 1
