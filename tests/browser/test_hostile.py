"""Names that would be markup: in a real browser they make no element, ask no other host and open no dialog."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog

from tests import hostile
from tests.browser.conftest import Visit, _wait_for, free_port
from tests.browser.states import STATES
from tests.conftest import ROOT

pytestmark = pytest.mark.browser
# The pages that show most names, each in the state with most of them.
SHOWN = (
    "start",
    "kaart-gemeente",
    "wijkprofiel-wijk",
    "score",
    "vergelijken-twee",
    "vergelijken-alles",
    "jongerenwerk-wijken",
    "deltaplan-behoefte",
    "gegevens",
)


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    hostile.build(folder / "data")
    port = free_port()
    log = folder / "log.txt"
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless",
        "true",
        "--server.port",
        str(port),
    ]
    command += ["--server.address", "127.0.0.1", "--client.showErrorDetails", "full"]
    with log.open("w", encoding="utf-8") as out:
        there = {**os.environ, "DSW_DATA": str(folder / "data")}
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=there)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.parametrize("state", SHOWN)
def test_a_name_is_text(state: str, hostile_server: str, browser: Browser) -> None:
    context = browser.new_context(locale="nl-NL", viewport={"width": 1366, "height": 768})
    dialogs: list[str] = []

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    visit = Visit(context.new_page(), hostile_server)
    visit.page.on("dialog", heard)
    try:
        page = visit.go(STATES[state])
        # Over the middle of the first map or chart, so that what it says of an area is drawn too.
        drawn = page.locator(".js-plotly-plot")
        if drawn.count() and (box := drawn.first.bounding_box()):
            for part in (0.4, 0.5, 0.6):
                page.mouse.move(box["x"] + box["width"] * part, box["y"] + min(box["height"], 500) * part, steps=4)
                page.wait_for_timeout(300)
        made = page.locator(hostile.MADE)
        assert made.count() == 0, made.first.evaluate("e => e.outerHTML.slice(0, 300)")
        assert not dialogs and not visit.outside
        assert not visit.errors, visit.errors
    finally:
        context.close()
