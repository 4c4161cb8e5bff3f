"""The other programs that a benchmark needs: the replayed publishers and the dashboard, each its own process."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from loaders.reading.http import BASE_URLS
from web import warm

ROOT = Path(__file__).parents[1]
REPLAY = ROOT.parent / "shared" / "replay" / "serve.py"
ADDRESSES = tuple(BASE_URLS)
# Seconds: longer than what is worked out ahead ever pauses.
LOOK = 2.0


@dataclass(frozen=True)
class Server:
    """A program that answers: where, and the id of its process."""

    address: str
    pid: int

    def megabytes(self) -> float:
        """What the process holds in memory now, as Linux and macOS tell it."""
        return float(psutil.Process(self.pid).memory_info().rss) / 2**20

    def worked(self) -> float:
        """The seconds that the processor worked for it so far."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)

    def rest(self) -> None:
        """Wait until it is at rest: what it works out ahead after a start (web/warm.py) is done."""
        time.sleep(warm.AFTER + 1)
        for _ in range(100):
            before = self.worked()
            time.sleep(LOOK)
            if self.worked() - before < 0.05 * LOOK:
                return


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def replay() -> Iterator[str]:
    """The address of a server that answers as CBS and PDOK do, from real figures beside the project."""
    port = free_port()
    with running([sys.executable, str(REPLAY), "--port", str(port)], {}, f"http://127.0.0.1:{port}/_log"):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def streamlit(script: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a Streamlit script, run as ``make run`` does."""
    with dashboard(script, environment) as server:
        yield server.address


@contextlib.contextmanager
def dashboard(script: Path, environment: dict[str, str]) -> Iterator[Server]:
    """A Streamlit script, run as ``make run`` does, with what is to be known of its process."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(streamlit_command(script, port), environment, f"{address}/_stcore/health") as process:
        yield Server(address, process.pid)


def streamlit_command(script: Path, port: int) -> list[str]:
    """The command of ``make run``, on this machine only."""
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    return [
        *command,
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        "--browser.gatherUsageStats",
        "false",
    ]


def pointed_at(address: str, data: Path) -> dict[str, str]:
    """Settings that make the loaders read from this address and write to this folder."""
    return dict.fromkeys(ADDRESSES, address) | {"DSW_DATA": str(data)}


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], health: str) -> Iterator[subprocess.Popen[bytes]]:
    """The process of a command, from when its ``health`` address answers until the block ends."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{' '.join(command)} stopped at once; run it by hand to see why.")
            with contextlib.suppress(requests.RequestException):
                if requests.get(health, timeout=5).ok:
                    break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{' '.join(command)} did not answer within a minute.")
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)
