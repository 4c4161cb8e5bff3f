"""The other programs that a benchmark needs: the replayed publishers and the dashboard, each its own process."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import requests

from loaders.http import BASE_URLS

ROOT = Path(__file__).parents[1]
REPLAY = ROOT.parent / "shared" / "replay" / "serve.py"
ADDRESSES = tuple(BASE_URLS)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def replay() -> Iterator[str]:
    """The address of a server that answers as CBS and PDOK do, from real figures beside the project."""
    port = free_port()
    with _running([sys.executable, str(REPLAY), "--port", str(port)], {}, f"http://127.0.0.1:{port}/_log"):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def streamlit(script: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a Streamlit script, run as ``make run`` does."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
    with _running(command, environment, f"http://127.0.0.1:{port}/_stcore/health"):
        yield f"http://127.0.0.1:{port}"


def pointed_at(address: str, data: Path) -> dict[str, str]:
    """Settings that make the loaders read from this address and write to this folder."""
    return dict.fromkeys(ADDRESSES, address) | {"DSW_DATA": str(data)}


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str], health: str) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise RuntimeError(f"{' '.join(command)} stopped at once; run it by hand to see why.")
            with contextlib.suppress(requests.RequestException):
                if requests.get(health, timeout=5).ok:
                    break
            time.sleep(0.2)
        else:
            raise RuntimeError(f"{' '.join(command)} did not answer within a minute.")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
