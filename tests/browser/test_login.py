"""Logging in as a reader does it: by a button, past the provider, and back with or without the right to store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.ui.frame.test_access import real_server  # noqa: F401

pytestmark = pytest.mark.browser
Server = tuple[str, Any, Path]


@pytest.mark.parametrize("role", ["beheer", "lezer"])
def test_a_role_decides_what_a_login_may(role: str, real_server: Server, browser: Browser) -> None:  # noqa: F811
    base, provider, log = real_server
    provider.claims = {"email": "b@wijken.example", "groups": [role]}
    context = browser.new_context(locale="nl-NL")
    visit = Visit(context.new_page(), base)
    try:
        page = visit.go("/gegevens")
        page.get_by_role("button", name="Log in om op te slaan").click()
        # Streamlit comes back on its first page.
        page.wait_for_url(f"{base}/")
        visit.settle()
        page = visit.go("/gegevens")
        expect(page.get_by_role("button", name="Log uit")).to_be_visible()
        expect(page.get_by_text("U mag hier niets opslaan")).to_have_count(0 if role == "beheer" else 1)
        assert not visit.errors and not visit.outside
        # Neither who connected nor who logged in.
        written = log.read_text(encoding="utf-8")
        assert "WebSocket" not in written and "wijken.example" not in written and "HTTP Request" not in written
    finally:
        context.close()
