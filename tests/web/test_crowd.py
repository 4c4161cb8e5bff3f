"""Turns: a few at a time, round the addresses, a bound on who waits, and none for who has left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import anyio
import pytest

from web import crowd
from web.crowd import GoneError, TooManyError, Turns


async def stays() -> bool:
    return False


async def left() -> bool:
    return True


def run(work: Callable[..., object]) -> None:
    anyio.run(work)  # type: ignore[arg-type]


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

    run(work)


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

    run(work)


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

    run(work)


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

    run(work)


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

    run(work)
