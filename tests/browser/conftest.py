"""The real app in a real browser, on the demo region: one server and one chromium for all of these tests."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebSocket, expect

from tests.conftest import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-webgl",
    "--ignore-gpu-blocklist",
    # What the address bar would show, a page or two of chromium's own beside every tab that nobody sees here, was a
    # fifth of the work of opening one. Of two of these switches the last counts: the others are Playwright's, again.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,OptimizationHints,NetworkTimeServiceQuerying",
]
WAIT = 30_000  # milliseconds: software WebGL on a busy machine is slow
# What no page of ours can help: the browser on software WebGL, and Streamlit trying under which path it is served.
NOT_OURS = re.compile(
    r"GPU stall due to ReadPixels|GL Driver Message|software WebGL|swiftshader|404.*/_stcore/(?:health|host-config)\)$",
    re.IGNORECASE,
)

expect.set_options(timeout=WAIT)


def chromium() -> str | None:
    """Path of a browser: BROWSER_PATH, else the first chromium on this machine."""
    return os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Visit:
    """One open tab, and what it did that it should not have."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    session: WebSocket | None = None

    def __post_init__(self) -> None:
        self.page.on("websocket", self._joined)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        said = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not NOT_OURS.search(said):
            self.errors.append(said)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def _joined(self, socket: WebSocket) -> None:
        self.session = socket

    def go(self, path: str) -> Page:
        """Open a path of the dashboard and wait until it stands still."""
        self.page.goto(self.base + path)
        return self.settle()

    def settle(self) -> Page:
        """Wait until the script has run and nothing is still being loaded."""
        app = self.page.locator('[data-testid="stApp"]')
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        # A rerun may begin just after a page was drawn: it must be still for a while.
        still = 0
        deadline = time.monotonic() + WAIT / 1000
        while still < 3:
            assert time.monotonic() < deadline, f"{self.page.url} is still not done after {WAIT // 1000} s"
            self.page.wait_for_timeout(200)
            running = app.get_attribute("data-test-script-state") != "notRunning"
            still = 0 if running or self.page.locator('[data-testid="stSkeleton"]').count() else still + 1
        failed = self.page.get_by_test_id("stException")
        assert failed.count() == 0, f"{self.page.url} failed: {failed.first.inner_text()[:2000]}"
        return self.page

    def darken(self) -> Page:
        """Make the open page what it is for a reader whose system is dark.

        Streamlit tells the script of another theme only with its next run, so the page is run again: its key is "r".
        """
        app = self.page.locator('[data-testid="stApp"]')
        light = app.evaluate("e => getComputedStyle(e).backgroundColor")
        self.page.emulate_media(color_scheme="dark")
        expect(app).not_to_have_css("background-color", light)
        assert self.session is not None
        with self.session.expect_event("framereceived"):
            self.page.keyboard.press("r")
        return self.settle()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard, started as a reader starts it."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
    command += ["--client.showErrorDetails", "full"]  # so that a failing test can say what the reader may not see
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, f"The dashboard did not start:\n{log.read_text(encoding='utf-8')}"
        with contextlib.suppress(requests.RequestException):
            if requests.get(url, timeout=5).ok:
                return
        time.sleep(0.2)
    raise AssertionError(f"The dashboard did not answer on {url} in a minute:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture
def visit(server: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A new tab at 1366×768; ``@pytest.mark.parametrize("visit", ["dark"], indirect=True)`` for another theme or size."""
    options: dict[str, Any] = {"color_scheme": "light", "viewport": {"width": 1366, "height": 768}}
    if getattr(request, "param", "light") == "dark":
        options["color_scheme"] = "dark"
    context = browser.new_context(locale="nl-NL", **options)
    yield Visit(context.new_page(), server)
    context.close()
