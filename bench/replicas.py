"""What a second dashboard behind the proxy adds: readers who never pause, and readers as they are, before one and before two.

The readers are programs on the same machine, and nginx is there too. The processor time per answer tells what to reckon with elsewhere:
a dashboard is one process on at most one processor, and gives no more answers a second than fit in that.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from pathlib import Path

from bench.context import Context
from bench.pages import p95
from bench.proxy import NGINX, proxy
from bench.result import Result
from bench.servers import ROOT, Server, dashboard
from bench.sessions import Load, readers, warm

WITHOUT_PAUSE, AS_THEY_ARE = 12, 20
SETTINGS = {"STREAMLIT_SERVER_COOKIE_SECRET": "a secret that both know", "DSW_BEHEER": "0"}


def measure(context: Context) -> list[Result]:
    """Answers a second at saturation and waiting at a modest load, of one dashboard (as the baseline) and of two."""
    if not NGINX:
        print("no nginx (set NGINX_PATH): not measured … ", end="")
        return []
    one, two = _behind(context, 1), _behind(context, 2)
    name = f"behind nginx, {WITHOUT_PAUSE} readers without a pause, two dashboards beside one"
    return [
        Result(f"{name}: answers a second", "/s", two.rate, one.rate),
        Result(f"{name}: processor time of the dashboards per answer", "ms", two.work, one.work),
        Result(f"{name}: processor time of the readers per answer", "ms", two.own_work, one.own_work),
        Result("… answers that failed, of one and two together", "", one.failed + two.failed, goal=0),
        Result("… share of the work that the busier of two dashboards did", "%", two.busiest),
        Result(
            f"{AS_THEY_ARE} readers, each a change every 5 s, two beside one: 95th percentile", "ms", two.wait, one.wait
        ),
    ]


class _Found:
    """What was measured behind one proxy: answers a second, milliseconds of work per answer, waiting, failures."""

    def __init__(self, busy: Load, seconds: float, worked: list[float], own: float, calm: Load) -> None:
        answers = max(1, len(busy.seconds))
        self.rate = len(busy.seconds) / seconds
        self.work, self.own_work = 1000 * sum(worked) / answers, 1000 * own / answers
        self.busiest = 100 * max(worked) / max(0.001, sum(worked))
        self.wait = p95(calm.milliseconds())
        self.failed = len(busy.failed) + len(calm.failed)


def _behind(context: Context, count: int) -> _Found:
    seconds = context.few(25, 8)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = [stack.enter_context(dashboard(ROOT / "app.py", context.settings | SETTINGS)) for _ in range(count)]
        for server in servers:
            warm(server.address, context)
        address = stack.enter_context(proxy(folder, [_port(server) for server in servers], tls=False))
        before, own, began = [s.worked() for s in servers], time.process_time(), time.monotonic()
        busy = readers(address, context, WITHOUT_PAUSE, seconds, every=0.0)
        passed = time.monotonic() - began
        worked = [s.worked() - b for s, b in zip(servers, before, strict=True)]
        own = time.process_time() - own
        calm = readers(address, context, AS_THEY_ARE, seconds)
    return _Found(busy, passed, worked, own, calm)


def _port(server: Server) -> int:
    return int(server.address.rpartition(":")[2])
