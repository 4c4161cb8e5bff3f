"""The real figures, fetched from the page: the commands of the shell, run in the background, with their progress.

Only who may store may do so; a public dashboard is filled by whoever runs it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import IO, Literal

import streamlit as st

from loaders import store
from loaders.source import registry
from ui.frame import access
from ui.frame.fragment import fragment

ROOT = Path(__file__).parents[2]
_PERCENT = re.compile(r"(?<!\s)\s+(\d+)%\|.*?\|\s*")

State = Literal["idle", "busy", "done", "failed"]


def commands() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is run, one after the other, each with its title. One recent year first: it tells soon if nothing comes."""
    recent = sorted(registry()["cbs_kwb"].years)[-3:][:1]
    return (
        *(("Eerste jaar ophalen", ("-m", "loaders", "pull", "cbs_kwb", "--years", str(year))) for year in recent),
        ("Alle jaren ophalen", ("-m", "loaders", "pull")),
        ("Indicatoren berekenen", ("-m", "indicators", "build")),
    )


@dataclass
class Job:
    """One fetch in this process. ``text`` and ``share`` (0–1) are what its bar shows, ``log`` the last lines."""

    state: State = "idle"
    text: str = ""
    share: float = 0.0
    log: deque[str] = field(default_factory=lambda: deque(maxlen=200))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Begin in the background; does nothing while a fetch is running."""
        with self._lock:
            if self.state == "busy":
                return
            self.state, self.text, self.share = "busy", "Begin", 0.0
            self.log.clear()
        threading.Thread(target=self._run, name="fetch", daemon=True).start()

    def _run(self) -> None:
        try:
            for title, command in commands():
                self.text, self.share = title, 0.0
                self._follow(title, command)
                if store.current().demo and not store.waits(store.home()):
                    break
            self.state = "failed" if store.current().demo else "done"
        except OSError as error:
            self.log.append(f"De opdracht kon niet beginnen: {error}")
            self.state = "failed"

    def _follow(self, title: str, command: tuple[str, ...]) -> None:
        """Run one command and keep up with what it says. A pull that misses a year still goes on to the indicators."""
        with subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            assert process.stdout is not None
            for line in _lines(process.stdout):
                self._note(title, line)

    def _note(self, title: str, line: str) -> None:
        found = _PERCENT.search(line)
        if found is None:
            self.log.append(line)
            return
        self.share = min(int(found[1]) / 100, 1.0)
        now, rest = line[: found.start()].strip(), line[found.end() :]
        self.text = f"{title}: {now} ({rest})"


def _lines(stream: IO[str]) -> Iterator[str]:
    """Every line as it comes; text mode turns the carriage returns of a progress bar into line ends."""
    return (line.rstrip() for line in stream if line.strip())


@cache
def job() -> Job:
    """The one fetch of this process, shared by all sessions."""
    return Job()


def allowed() -> bool:
    """True for who may change what others see."""
    return access.may_store()


@partial(fragment, run_every="1s")
def progress() -> None:
    """The bar of a running fetch, every second anew; the page as a whole runs again when it ends."""
    running = job()
    if running.state == "busy":
        st.progress(running.share, text=running.text)
    else:
        st.rerun()


def outcome() -> None:
    """What came of the last fetch, when it failed: what happened, and what to do about it."""
    failed = job()
    if failed.state != "failed":
        return
    st.warning(
        "Er kwam niets binnen. Meestal is er dan geen internetverbinding, of houdt een firewall opendata.cbs.nl en "
        "service.pdok.nl tegen. Het demogebied blijft staan. Probeer het later nog eens, of draai `make data` in een "
        "terminal om te zien wat er misgaat.",
        title="Het ophalen is niet gelukt",
    )
    with st.expander("Wat de opdracht zei"):
        st.code("\n".join(list(failed.log)[-40:]) or "Niets.", language=None)
