"""Turns: a few at a time, round the addresses, a bound on who waits, and none for who has left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import anyio
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.web.serving import in_a_loop, serving
from web import crowd
from web.crowd import GoneError, TooManyError, Turns


async def stays() -> bool:
    return False


async def left() -> bool:
    return True


async def ask(turns: Turns, who: str, done: list[str], ready: anyio.Event, gone: object = stays) -> None:
    try:
        async with turns.turn(who, gone):  # type: ignore[arg-type]
            await ready.wait()
            done.append(who)
    except (TooManyError, GoneError) as error:
        done.append(f"{who} {type(error).__name__}")


def test_one_address_with_many_questions_holds_up_no_other() -> None:
    """One works; a asks five times, b once: b is helped second."""

    async def work() -> None:
        turns, done, ready = Turns(1, 10, 5), list[str](), anyio.Event()
        async with anyio.create_task_group() as group:
            for who in "aaaaaab":
                group.start_soon(ask, turns, who, done, ready)
                await anyio.wait_all_tasks_blocked()
            assert turns.count() == 6
            ready.set()
        assert done.index("b") <= 2 and len(done) == 7 and turns.count() == 0

    in_a_loop(work)


def test_what_may_wait_has_a_bound_for_one_and_for_all() -> None:
    async def work() -> None:
        turns, done, ready = Turns(1, 3, 2), list[str](), anyio.Event()
        async with anyio.create_task_group() as group:
            for who in "aaaabcd":
                group.start_soon(ask, turns, who, done, ready)
                await anyio.wait_all_tasks_blocked()
            assert done == ["a TooManyError", "c TooManyError", "d TooManyError"]
            ready.set()
        assert sorted(done[3:]) == ["a", "a", "a", "b"]

    in_a_loop(work)


def test_who_has_left_is_not_worked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "LOOK", 0.01)

    async def work() -> None:
        turns, done, ready = Turns(1, 3, 3), list[str](), anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(ask, turns, "a", done, ready)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(partial(ask, gone=left), turns, "b", done, ready)
            with anyio.fail_after(5):
                while not done:
                    await anyio.sleep(0.01)
            assert done == ["b GoneError"] and turns.count() == 0
            ready.set()
        assert done[1:] == ["a"]
        # The turn is free again.
        async with turns.turn("c", stays):
            pass

    in_a_loop(work)


def test_who_has_left_takes_no_place_of_who_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred questions of which nobody waits for the answer: the next one that is there gets its turn."""
    monkeypatch.setattr(crowd, "LOOK", 60.0)

    async def work() -> None:
        turns, done, ready = Turns(1, 8, 4), list[str](), anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(ask, turns, "a", done, ready)
            await anyio.wait_all_tasks_blocked()
            for _ in range(300):
                group.start_soon(partial(ask, gone=left), turns, "a", done, ready)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(ask, turns, "a", done, ready)
            await anyio.wait_all_tasks_blocked()
            ready.set()
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
        assert done.count("a") == 2 and done.count("a TooManyError") == 0

    in_a_loop(work)


def test_a_turn_comes_back_after_an_error_and_after_being_called_off() -> None:
    async def work() -> None:
        turns = Turns(1, 3, 3)
        with pytest.raises(RuntimeError):
            async with turns.turn("a", stays):
                raise RuntimeError
        async with turns.turn("a", stays):
            with anyio.move_on_after(0.01):
                async with turns.turn("b", stays):
                    raise AssertionError("there is no second turn")
            assert turns.count() == 0
        async with turns.turn("c", stays):
            pass

    in_a_loop(work)


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(str(len(text)))


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(crowd, "MOST_OPEN", 3)
    monkeypatch.setattr(crowd, "MOST_OF_ONE", 2)
    monkeypatch.setattr(crowd, "LONGEST_MESSAGE", 100)
    app = Starlette(routes=[WebSocketRoute("/", talk)], middleware=[*crowd.MIDDLEWARE])
    with serving(app) as found:
        yield f"ws://127.0.0.1:{found.port}/"


def test_pages_that_are_open_have_a_bound_and_a_closed_one_makes_room(pages: str) -> None:
    with connect(pages), connect(pages) as second:
        with pytest.raises(InvalidStatus) as refused, connect(pages):
            pass
        assert refused.value.response.status_code == 403
        second.close()
        for _ in range(100):
            try:
                with connect(pages) as third:
                    third.send("hallo")
                    assert third.recv() == "5"
                break
            except InvalidStatus:
                time.sleep(0.02)
        else:
            raise AssertionError("no room was made")


def test_all_addresses_together_have_a_bound() -> None:
    """Asked without a network: of two at most from one address, and three in all."""

    async def work() -> None:
        found: list[str] = []
        ready = anyio.Event()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            found.append("open")
            await ready.wait()

        async def send(message: Message) -> None:
            found.append(f"closed {message['code']}")

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        gate = crowd.Pages(app)
        async with anyio.create_task_group() as group:
            for address in ("a", "a", "a", "b", "b"):
                group.start_soon(gate, {"type": "websocket", "client": (address, 1)}, receive, send)
                await anyio.wait_all_tasks_blocked()
            assert found == ["open", "open", "closed 1013", "open", "closed 1013"]
            ready.set()
        assert gate._open.total() == 0 and not gate._open

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowd, "MOST_OPEN", 3)
        patch.setattr(crowd, "MOST_OF_ONE", 2)
        in_a_loop(work)


def test_a_message_longer_than_a_page_ever_sends_ends_the_page(pages: str) -> None:
    with connect(pages) as page:
        page.send("x" * 100)
        assert page.recv() == "100"
        page.send("x" * 101)
        with pytest.raises(ConnectionClosed) as ended:
            page.recv()
        assert ended.value.rcvd is not None and ended.value.rcvd.code == 1009
