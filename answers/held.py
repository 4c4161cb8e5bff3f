"""The version of the data that a run works with, and what was worked out from it: once a version, for all readers.

A run never sees two versions. ``hold`` says which one at its start; whatever asks ``store`` after that, in the same
context, gets that one. Outside a run (the warm-up, a command) it is the data of today.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from loaders import store as _store

P = ParamSpec("P")
R = TypeVar("R")

# Versions whose answers are kept: that of today, and as many beside it as the store keeps open.
MOST_VERSIONS = 1 + _store.MOST_OPEN

_held: ContextVar[_store.Store | None] = ContextVar("held", default=None)
# What is being worked out here: who asks himself for that would wait for ever.
_busy: ContextVar[frozenset[tuple[_Kept, Hashable]]] = ContextVar("busy", default=frozenset())


def store() -> _store.Store:
    """The data of this run: the version that was held, else the data of today (pulled, or the demo region)."""
    return _held.get() or _store.current()


def hold(version: _store.Store) -> None:
    """Let everything after this in the same context see this version. A page does so once, at the start of its run."""
    _held.set(version)


@contextmanager
def working_with(version: _store.Store) -> Iterator[None]:
    """Within this, the data is this version: for what is made apart from the page that offered it."""
    before = _held.set(version)
    try:
        yield
    finally:
        _held.reset(before)


def bound(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, which goes on seeing the version of now wherever and whenever it is called."""
    version = store()

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        with working_with(version):
            return function(*args, **kwargs)

    return called


_kept: list[_Kept] = []
# The versions asked for, the last one last; and that last one, to see at once that nothing changed.
_recent: OrderedDict[str, None] = OrderedDict()
_last_asked = ""
_lock = threading.Lock()


def remembered(size: int, key: Callable[..., Hashable] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Work an answer out once for each version of the data and each choice, and keep the ``size`` last asked for.

    The answer is shared by all readers: do not change it, copy it first. Who asks for what another is working out waits
    for that. An error is not kept. ``key`` makes the key of arguments that have no hash; by default it is the arguments.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept = _Kept(function, size, key)
        _kept.append(kept)

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            return cast(R, kept.ask(*args, **kwargs))

        return asked

    return decorate


def forget() -> None:
    """Forget every answer: for tests and benchmarks that begin anew."""
    for kept in _kept:
        kept.clear()


def count() -> int:
    """How many answers are kept now, of all functions and versions together; those being worked out among them."""
    return sum(kept.size() for kept in _kept)


class _Kept:
    """The answers of one function, by version and choice; the least recently asked for dropped first."""

    def __init__(self, function: Callable[..., Any], size: int, key: Callable[..., Hashable] | None) -> None:
        self._function, self._size, self._key = function, size, key
        self._answers: OrderedDict[tuple[str, Hashable], Future[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, *args: Any, **kwargs: Any) -> Any:
        here = store()
        if here.view != _last_asked:
            _came(here.view)
        choice = self._key(*args, **kwargs) if self._key else (args, tuple(sorted(kwargs.items())) if kwargs else ())
        name = (here.view, choice)
        while True:
            with self._lock:
                found = self._answers.get(name)
                if found is not None:
                    self._answers.move_to_end(name)
                else:
                    mine: Future[Any] = Future()
                    self._answers[name] = mine
                    while len(self._answers) > self._size:
                        self._answers.popitem(last=False)
            if found is None:
                # New data may land before it is done: what is kept under a version is worked out with that version.
                with working_with(here):
                    return self._work_out(name, mine, args, kwargs)
            if (self, name) in _busy.get():
                raise RecursionError(f"{self._function.__qualname__} asks itself for what it is working out.")
            try:
                return found.result()
            except CancelledError:
                # Whoever worked it out failed or was stopped: that is theirs, so try it here.
                continue

    def _work_out(self, name: tuple[str, Hashable], mine: Future[Any], args: Any, kwargs: Any) -> Any:
        busy = _busy.set(_busy.get() | {(self, name)})
        try:
            answer = self._function(*args, **kwargs)
        except BaseException:
            with self._lock:
                if self._answers.get(name) is mine:
                    del self._answers[name]
            mine.cancel()
            raise
        finally:
            _busy.reset(busy)
        mine.set_result(answer)
        return answer

    def drop(self, version: str) -> None:
        with self._lock:
            for name in [name for name in self._answers if name[0] == version]:
                del self._answers[name]

    def size(self) -> int:
        return len(self._answers)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()


def _came(version: str) -> None:
    """A version is asked for: with more than MOST_VERSIONS, what is known of the one longest ago is let go."""
    global _last_asked
    gone = []
    with _lock:
        _last_asked = version
        _recent[version] = None
        _recent.move_to_end(version)
        while len(_recent) > MOST_VERSIONS:
            gone.append(_recent.popitem(last=False)[0])
    for old in gone:
        for kept in _kept:
            kept.drop(old)
