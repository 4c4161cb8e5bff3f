"""A line to a server that is far away: every question waits a while, and all answers together share one bandwidth."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

from bench.servers import free_port

CHUNK = 64 * 1024


class _Bandwidth:
    """Hands out moments at which bytes may pass, one after the other."""

    def __init__(self, bytes_a_second: float) -> None:
        self._rate, self._free, self._lock = bytes_a_second, 0.0, threading.Lock()

    def wait(self, count: int) -> None:
        """Until this many bytes are through."""
        with self._lock:
            self._free = max(self._free, time.monotonic()) + count / self._rate
            through = self._free
        time.sleep(max(0.0, through - time.monotonic()))


@contextlib.contextmanager
def slow_line(address: str, megabytes_a_second: float, latency: float) -> Iterator[str]:
    """The address of a proxy on this machine in front of another one. ``latency`` is seconds a question."""
    host, port = address.removeprefix("http://").split(":")
    own = free_port()
    bandwidth = _Bandwidth(megabytes_a_second * 1e6)
    with socket.create_server(("127.0.0.1", own)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    near, _ = listening.accept()
                    far = socket.create_connection((host, int(port)))
                    threading.Thread(target=_questions, args=(near, far, latency), daemon=True).start()
                    threading.Thread(target=_answers, args=(far, near, bandwidth), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{own}"


def _questions(near: socket.socket, far: socket.socket, latency: float) -> None:
    with contextlib.suppress(OSError):
        while asked := near.recv(CHUNK):
            time.sleep(latency)
            far.sendall(asked)
        far.shutdown(socket.SHUT_WR)


def _answers(far: socket.socket, near: socket.socket, bandwidth: _Bandwidth) -> None:
    with contextlib.suppress(OSError), near, far:
        while answered := far.recv(CHUNK):
            bandwidth.wait(len(answered))
            near.sendall(answered)
