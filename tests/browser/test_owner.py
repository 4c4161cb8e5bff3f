"""Who starts the dashboard may store by the address with the key; who comes in another way reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit, _wait_for, free_port
from tests.conftest import ROOT
from tests.loaders.importing.import_store import build

pytestmark = pytest.mark.browser
CSV = b"wijk;gemeente;jaar;jongerenwerkers (fte)\nDelfshaven;Rotterdam;2024;2,5\n"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a dashboard that somebody started at home, and the one with the key that it showed."""
    folder, port = tmp_path_factory.mktemp("owner"), free_port()
    build(folder)
    log: Path = folder.parent / "owner.log"
    told = {name: value for name, value in os.environ.items() if not name.startswith("DSW_")}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1", "--client.showErrorDetails", "full"]
    with log.open("w", encoding="utf-8") as out:
        env = {**told, "DSW_DATA": str(folder)}
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=env)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/_stcore/health", process, log)
        shown = re.search(r"http://localhost:\d+(/\?sleutel=[0-9a-f]{64})", log.read_text(encoding="utf-8"))
        assert shown
        yield base, shown[1]
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_only_who_has_the_key_can_store(started: tuple[str, str], browser: Browser) -> None:
    base, key = started
    context = browser.new_context(locale="nl-NL")
    try:
        visit = Visit(context.new_page(), base)
        store = visit.page.get_by_role("button", name="Klopt, sla op")
        for may in (False, True):
            if may:
                page = visit.go(key)
                assert "sleutel" not in page.url
                (kept,) = [c for c in context.cookies() if c["name"].startswith("dsw_sleutel")]
                assert kept["httpOnly"] and kept["sameSite"] == "Strict"
            page = visit.go("/gegevens")
            if not may:
                expect(page.get_by_text("alleen wie hier cijfers mag opslaan").first).to_be_visible()
                expect(page.locator('input[type="file"]')).to_have_count(0)
                continue
            page.locator('input[type="file"]').set_input_files(
                {"name": "fte.csv", "mimeType": "text/csv", "buffer": CSV}
            )
            expect(page.get_by_text("Wijk 02 Delfshaven").first).to_be_visible()
            visit.settle()
            expect(store).to_have_count(1)
        # The same browser, on one figure alone: nothing there can be clicked for the owner by another site.
        page = visit.go("/gegevens?figuur=versies&embed=true")
        expect(page.locator('input[type="file"]')).to_have_count(0)
        assert not visit.errors and not visit.outside
    finally:
        context.close()


def test_a_name_of_elsewhere_that_leads_here_gets_no_page(started: tuple[str, str], browser: Browser) -> None:
    base, key = started
    context = browser.new_context(locale="nl-NL")
    try:
        page = context.new_page()
        answer = page.goto(base.replace("127.0.0.1", "elders.localhost") + key)
        assert answer is not None and answer.status == 421
        assert not context.cookies()
    finally:
        context.close()
