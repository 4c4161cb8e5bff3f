"""Answering at once: the option is set on a WebSocket, and nothing breaks where there is no socket to be seen."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from web.latency import NoDelay


class Connection:
    """Stands for uvicorn's connection: its transport knows the socket."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.transport = sock, self

    def get_extra_info(self, name: str) -> Any:
        return self.sock if name == "socket" else None

    async def send(self, message: Message) -> None: ...


async def receive() -> Message:
    return {"type": "websocket.connect"}


def call(kind: str, send: Send) -> list[str]:
    reached: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["type"])

    # In a thread of its own: a browser test that ran before keeps an event loop going in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, NoDelay(app)({"type": kind}, receive, send)).result()
    return reached


def no_delay(sock: socket.socket) -> bool:
    return bool(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_small_messages_of_a_websocket_leave_at_once() -> None:
    with socket.socket() as sock:
        assert call("websocket", Connection(sock).send) == ["websocket"]
        assert no_delay(sock)


def test_other_requests_are_left_alone() -> None:
    with socket.socket() as sock:
        assert call("http", Connection(sock).send) == ["http"]
        assert not no_delay(sock)


def test_a_server_that_hides_its_socket_still_works() -> None:
    async def send(message: Message) -> None: ...

    assert call("websocket", send) == ["websocket"]
