"""Who may be worked for now: a few at a time, the rest in turn by address, and who has left loses the turn.

One visitor who asks much waits behind the own questions, not others behind those. What may wait has a bound; beyond it
the answer is "later" at once. An address is that of the connection, or what a trusted proxy says (FORWARDED_ALLOW_IPS of
uvicorn), never what a visitor writes; it is forgotten with the question.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# How often is looked whether who waits is still there, in seconds.
LOOK = 0.5


class TooManyError(Exception):
    """No more may wait, of this address or of all."""


class GoneError(Exception):
    """Who asked has left."""


IsGone = Callable[[], Awaitable[bool]]


@dataclass(eq=False)
class _Waiting:
    is_gone: IsGone
    turn: anyio.Event = field(default_factory=anyio.Event)
    swept: bool = False


class Turns:
    """``at_once`` work together; at most ``waiting`` wait, ``of_one`` of one address. For one event loop."""

    def __init__(self, at_once: int, waiting: int, of_one: int) -> None:
        self.waiting, self.of_one = waiting, of_one
        self._free = at_once
        self._queues: OrderedDict[str, deque[_Waiting]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, address: str, is_gone: IsGone) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises TooManyError at once, GoneError as soon as ``is_gone`` says so."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(address, is_gone)
        try:
            yield
        finally:
            self._pass_on()

    def count(self) -> int:
        """How many wait now."""
        return sum(map(len, self._queues.values()))

    async def _wait(self, address: str, is_gone: IsGone) -> None:
        if self._is_full(address):
            await self._sweep()
            if self._is_full(address):
                raise TooManyError
        mine = _Waiting(is_gone)
        self._queues.setdefault(address, deque()).append(mine)
        try:
            while not mine.turn.is_set():
                with anyio.move_on_after(LOOK):
                    await mine.turn.wait()
                if not mine.turn.is_set() and await is_gone():
                    raise GoneError
        except BaseException:
            if not self._leave(address, mine):
                self._pass_on()  # the turn came while leaving
            raise
        if mine.swept:
            raise GoneError

    def _is_full(self, address: str) -> bool:
        return len(self._queues.get(address, ())) >= self.of_one or self.count() >= self.waiting

    async def _sweep(self) -> None:
        """Send away who has left and not been looked at yet, before somebody who is there is refused."""
        for address, queue in [*self._queues.items()]:
            for one in [*queue]:
                if await one.is_gone() and self._leave(address, one):
                    one.swept = True
                    one.turn.set()

    def _leave(self, address: str, one: _Waiting) -> bool:
        """Whether it was still waiting."""
        queue = self._queues.get(address, deque())
        if one not in queue:
            return one.swept
        queue.remove(one)
        if not queue:
            del self._queues[address]
        return True

    def _pass_on(self) -> None:
        """Give the turn to the next address in the round, or leave it free."""
        if not self._queues:
            self._free += 1
            return
        address, queue = self._queues.popitem(last=False)
        queue.popleft().turn.set()
        if queue:
            self._queues[address] = queue  # at the end of the round


# Open pages together and of one address: an office or a school has one, and a page takes some megabytes.
MOST_OPEN, MOST_OF_ONE = 600, 300
# What a page tells the server at most, in bytes: a choice, an address, a few texts.
LONGEST_MESSAGE = 1024 * 1024
CROWDED = "Er zijn nu te veel bladzijden open. Probeer het over een minuut."


class Pages:
    """ASGI middleware that bounds how many WebSockets are open, and how long a message of a page may be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        if self._open.total() >= MOST_OPEN or self._open[address] >= MOST_OF_ONE:
            # Before it is accepted a closed WebSocket is answered 403.
            await send({"type": "websocket.close", "code": 1013, "reason": CROWDED})
            return

        async def short() -> Message:
            message = await receive()
            if len(message.get("bytes") or message.get("text") or "") <= LONGEST_MESSAGE:
                return message
            await send({"type": "websocket.close", "code": 1009})
            return {"type": "websocket.disconnect", "code": 1009}

        self._open[address] += 1
        try:
            await self.app(scope, short, send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]


MIDDLEWARE = (Middleware(Pages),)
