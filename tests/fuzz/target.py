"""One thing to fuzz: how its cases are made, and what must hold for every one of them."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as some

# A case that takes longer hangs, whatever it would have said in the end.
SECONDS = 60.0
# After so many cases a store or server is made afresh.
BATCH = 200


class HangError(AssertionError):
    """A case that did not end in time."""


@dataclass(frozen=True)
class Target:
    """``opened`` gives the check as long as its block lasts; ``examples`` is how many cases a run of the tests takes."""

    name: str
    cases: some.SearchStrategy[Any]
    opened: Callable[[], AbstractContextManager[Callable[[Any], None]]]
    examples: int

    def steadily(self) -> int:
        """The same few cases each time; how many. Raises what escaped."""
        return self._run(settings(max_examples=self.examples, derandomize=True, **_QUIET), None)

    def at_random(self, until: float, found: Callable[[BaseException], None]) -> int:
        """New cases until that moment of the monotonic clock; every finding goes to ``found``. How many cases it were."""
        count, number = 0, time.time_ns()
        while time.monotonic() < until:
            number += 1
            try:
                count += self._run(settings(max_examples=BATCH, **_QUIET), number, until)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                found(error)
        return count

    def _run(self, how: settings, number: int | None, until: float = float("inf")) -> int:
        count = 0
        with self.opened() as check:

            @how
            @given(self.cases)
            def run(case: Any) -> None:
                nonlocal count
                if time.monotonic() > until:
                    return
                count += 1
                try:
                    with within(SECONDS):
                        check(case)
                except BaseException as error:
                    error.add_note(f"The case: {case!r:.1500}")
                    raise

            (run if number is None else seed(number)(run))()
        return count


_QUIET: dict[str, Any] = {
    # A case is made from one number: there is no smaller one that means the same.
    "phases": (Phase.generate,),
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": False,
    # A case can be megabytes: it is noted, cut short, by ourselves.
    "verbosity": Verbosity.quiet,
    "report_multiple_bugs": False,
}


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise HangError in this thread when the block takes longer, where the system can (not on Windows)."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise HangError(f"This case did not end in {seconds:g} seconds.")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
