"""What every test shares: the demo region as data, no outside network, and random cases that are the same each run."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from streamlit.components.v2 import manifest_scanner

ROOT = Path(__file__).parents[1]
REPLAY = ROOT.parent / "shared" / "replay"
LOOPBACK = ("127.0.0.1", "::1", "localhost")

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

# With all that is imported here, Python would spend a tenth of the tests on looking for garbage.
gc.set_threshold(10_000, 10, 10)

# Set before anything opens a store: whatever the programmer pulled into data/ must not change a test.
os.environ["DSW_DATA"] = str(ROOT / "data" / "demo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, whole files in a browser or on real figures, so that no worker ends alone with it."""
    items.sort(key=lambda item: not (item.get_closest_marker("replay") or item.get_closest_marker("browser")))


@pytest.fixture(autouse=True)
def no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine, so that a test cannot lean on a publisher being up."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test reached out to {address[0]}:{address[1]}; tests have no outside network.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def components_are_looked_for_once() -> Iterator[None]:
    """Each AppTest looks through all that is installed for components of Streamlit, which took longer than most pages."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for every test that needs one: a second beside it cannot be driven from the same process."""
    from tests.browser.conftest import ARGUMENTS, chromium

    path = chromium()
    if path is None:
        pytest.skip("No chromium on this machine (set BROWSER_PATH): what a reader sees is not tested here.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def replay_folder() -> Path:
    """The replayed real data beside the project; the test is skipped, saying so, where it is not there."""
    if not (REPLAY / "serve.py").exists():
        pytest.skip(f"No replayed data in {REPLAY}: the pull on real figures is not tested here.")
    return REPLAY
