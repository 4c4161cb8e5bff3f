"""How long the server takes to answer a change, on every page: one reader at a time, every choice of the page by turns."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median, quantiles

from app import PAGES
from bench.context import Context
from bench.result import Result
from bench.servers import ROOT, Server, dashboard
from bench.session import Session
from loaders import store

RERUNS, WARM_UP = 40, 8
MEDIAN, P95 = 40.0, 100.0
# Pages that show next to nothing without areas: what these are called in the address, and how many.
CHOSEN = {"wijkprofiel": ("gebied", 1), "vergelijken": ("gebieden", 4)}
# A reader who changed this often comes back afresh: some choices lead to where there is nothing left to choose.
STAY = 12


@dataclass(frozen=True)
class Answer:
    """One change: milliseconds until the page was whole, and milliseconds that the server's processor worked.

    ``stayed`` is False where it led to another page: then it is that page, opened for the first time.
    """

    wall: float
    processor: float
    stayed: bool


def measure(context: Context) -> list[Result]:
    """Median and 95th percentile of every page. Which choice changes is random, and the same in each run.

    The time of the processor is that of the whole process: unlike the clock it hardly grows when others use the machine.
    """
    found, left = [], []
    with dashboard(ROOT / "app.py", context.settings) as server:
        server.rest()
        for page in PAGES:
            count = WARM_UP + context.few(RERUNS, 16)
            every = list(changes(server, page, query(context, page), count))[WARM_UP:]
            left += [answer.wall for answer in every if not answer.stayed]
            answers = [answer for answer in every if answer.stayed] or list(again(server, page, count))[WARM_UP:]
            wall = [answer.wall for answer in answers]
            found += [
                Result(f"{page}: server time per rerun (median)", "ms", median(wall), goal=MEDIAN),
                Result(f"{page}: server time per rerun (95th percentile)", "ms", p95(wall), goal=P95),
                Result(f"{page}: processor time per rerun (median)", "ms", median(a.processor for a in answers)),
            ]
    found += [
        Result("a choice that leads to another page (median)", "ms", median(left)),
        Result("a choice that leads to another page (95th percentile)", "ms", p95(left)),
    ]
    return found


def again(server: Server, page: str, count: int) -> Iterator[Answer]:
    """The page run that many times as it is: for a page where every choice leads elsewhere."""
    with Session(server.address, page) as session:
        for _ in range(count):
            before = server.worked()
            run = session.again()
            yield Answer(run.seconds * 1000, (server.worked() - before) * 1000, stayed=True)


def query(context: Context, page: str) -> str:
    """What a page is opened with: areas where it is about areas that a reader chose."""
    if page not in CHOSEN:
        return ""
    key, count = CHOSEN[page]
    data = store.open_store(context.data)
    codes = data.names("wijk", data.divisions("wijk")[-1]).index
    return f"{key}={','.join(codes[:: max(1, len(codes) // count)][:count])}"


def changes(server: Server, page: str, asked: str, count: int, seed: int = 1) -> Iterator[Answer]:
    """That many changes on a page, one after the other."""
    chance = random.Random(f"{seed} {page}")
    done = 0
    while done < count:
        with Session(server.address, page, asked) as session:
            here = session.page
            for _ in range(min(STAY, count - done)):
                before = server.worked()
                run = session.change_something(chance)
                stayed = session.page == here
                yield Answer(run.seconds * 1000, (server.worked() - before) * 1000, stayed)
                done += 1
                if not stayed:
                    break


def p95(times: list[float]) -> float:
    """The value that one in twenty exceeds."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
