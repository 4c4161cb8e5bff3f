"""How long ``streamlit run`` takes until the first page is served whole."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from statistics import median

from websockets.exceptions import WebSocketException

from bench.context import Context
from bench.result import Result
from bench.servers import ROOT, free_port, streamlit_command
from bench.session import Session

PATIENCE = 60.0


def measure(context: Context) -> list[Result]:
    """The median of a few starts, with the files of the system already in memory."""
    times = [_start(context) for _ in range(context.few(5, 3))]
    return [Result("start of streamlit run to the first page whole", "s", median(times), goal=3)]


def _start(context: Context) -> float:
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        streamlit_command(ROOT / "app.py", port),
        cwd=ROOT,
        env=os.environ | context.settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - started < PATIENCE:
            with contextlib.suppress(OSError, WebSocketException), Session(f"http://127.0.0.1:{port}"):
                return time.perf_counter() - started
            time.sleep(0.05)
        raise RuntimeError(f"The dashboard served no page within {PATIENCE:.0f} seconds.")
    finally:
        process.terminate()
        process.wait(timeout=20)
