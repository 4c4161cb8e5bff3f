"""Two dashboards over one storage behind a real nginx with our own settings.

One may be lost, and the data may be refreshed, and no reader is.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from bench.proxy import LOG, NGINX, proxy
from loaders import __main__ as command
from loaders import store
from loaders.store import publishing
from tests.browser.conftest import _wait_for, free_port
from tests.conftest import ROOT
from tests.fakes.s3 import Storage
from tests.web.serving import serving

pytestmark = pytest.mark.browser
ADDRESS = "s3://emmer/wijken"


@dataclass
class Front:
    """The address of the proxy, the processes behind it by port, and the folder that fills the storage."""

    base: str
    dashboards: dict[int, subprocess.Popen[bytes]]
    source: Path
    settings: dict[str, str]
    log: Path


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    if not NGINX:
        pytest.skip("No nginx on this machine (set NGINX_PATH): two dashboards behind a proxy are not tested here.")
    folder = tmp_path_factory.mktemp("replicas")
    source = folder / "bron"
    shutil.copytree(store.DEMO, source)
    with contextlib.ExitStack() as stack:
        asked = stack.enter_context(serving(Storage().app))
        settings = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{asked.port}",
            "AWS_ACCESS_KEY_ID": "proef",
            "AWS_SECRET_ACCESS_KEY": "x",
            "AWS_EC2_METADATA_DISABLED": "true",
            "STREAMLIT_SERVER_COOKIE_SECRET": "een geheim voor beide",
            "DSW_BEHEER": "0",
        }
        _push(source, settings)
        ports = (free_port(), free_port())
        dashboards = {port: stack.enter_context(_dashboard(port, folder, settings)) for port in ports}
        for port, process in dashboards.items():
            _wait_for(f"http://127.0.0.1:{port}/healthz", process, folder / f"{port}.txt")
        front = stack.enter_context(proxy(folder, ports))
        yield Front(front, dashboards, source, settings, folder / LOG)


def _push(source: Path, settings: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**settings, "DSW_DATA": str(source)}.items():
            patch.setenv(name, value)
        assert command.main(["push", ADDRESS]) == 0


@contextlib.contextmanager
def _running(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def _dashboard(port: int, folder: Path, settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    told = {**os.environ, **settings, "DSW_DATA": ADDRESS, "DSW_CACHE": str(folder / f"cache-{port}")}
    line = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port", str(port)]
    line += ["--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    with (
        (folder / f"{port}.txt").open("w", encoding="utf-8") as out,
        _running(subprocess.Popen(line, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=told)) as process,
    ):
        yield process


@pytest.mark.filterwarnings("ignore:Unverified HTTPS")
def test_the_proxy_passes_what_is_for_readers_and_nothing_else(front: Front) -> None:
    answer = requests.get(f"{front.base}/?gebied=WK900212", verify=False, timeout=60)
    assert answer.status_code == 200 and "uvicorn" not in str(answer.headers)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["strict-transport-security"]
    for shut in ("/metrics", "/_stcore/metrics"):
        assert requests.get(front.base + shut, verify=False, timeout=60).status_code == 404
    assert "WK900212" not in front.log.read_text(encoding="utf-8")
    assert "127.0.0.1" not in front.log.read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore:Unverified HTTPS")
def test_a_refresh_under_load_loses_nobody(front: Front) -> None:
    found: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answer = requests.get(f"{front.base}/api/v1/data/inwoners?level=wijk&limit=5", verify=False, timeout=60)
            found.append((answer.status_code, answer.json()["meta"]["data_version"]))

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    before = store.open_store(front.source).version
    with store.writer(front.source, demo=True) as w:
        year = store.open_store(front.source).years("wijk")[-1]
        w.put_names("wijk", 1995, store.open_store(front.source).names("wijk", year).reset_index().head(3))
    publishing.record(front.source, "")
    after = store.open_store(front.source).version
    assert after != before
    _push(front.source, front.settings)
    deadline = time.monotonic() + 60
    while (200, after) not in found[-2:] and time.monotonic() < deadline:
        time.sleep(0.5)
    stop.set()
    for thread in asking:
        thread.join()
    assert {status for status, _ in found} == {200}
    assert {version for _, version in found} == {before, after}


def test_a_reader_outlives_the_dashboard_that_served_them(front: Front, browser: Browser) -> None:
    context = browser.new_context(locale="nl-NL", ignore_https_errors=True)
    page = context.new_page()
    try:
        page.goto(f"{front.base}/wijkprofiel?gebied=WK900212")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_be_visible(timeout=60_000)
        said = heading.inner_text()
        serving_now = next(port for port in front.dashboards if _sessions(port))
        front.dashboards[serving_now].kill()
        front.dashboards[serving_now].wait()
        (other,) = set(front.dashboards) - {serving_now}
        deadline = time.monotonic() + 90
        while not _sessions(other):
            assert time.monotonic() < deadline, "the browser did not come back by the other dashboard"
            page.wait_for_timeout(500)
        app = page.locator('[data-testid="stApp"]')
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
        expect(heading).to_have_text(said, timeout=60_000)
        assert "gebied=WK900212" in page.url
    finally:
        context.close()


def _sessions(port: int) -> int:
    """How many readers a dashboard has now, by its own count."""
    told = requests.get(f"http://127.0.0.1:{port}/_stcore/metrics?families=active_sessions", timeout=30).text
    return sum(int(float(line.split()[-1])) for line in told.splitlines() if line.startswith("active_sessions"))
