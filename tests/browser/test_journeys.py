"""Three readers with a question reach their answer, with the mouse and with the keyboard, in the clicks that we say."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from loaders import store
from tests.browser import journeys
from tests.browser.conftest import Visit
from tests.browser.states import GEMEENTE, WIJK

pytestmark = pytest.mark.browser
WAYS = pytest.mark.parametrize("keyboard", [False, True], ids=["muis", "toetsenbord"])


def name(code: str) -> str:
    held = store.current()
    level = "gemeente" if code.startswith("GM") else "wijk"
    return str(held.names(level, max(held.years(level))).at[code, "name"])


@WAYS
def test_a_policy_officer_finds_which_wijken_fall_behind(visit: Visit, keyboard: bool) -> None:
    reader = journeys.Reader(visit, keyboard)
    journeys.policy_officer(reader, name(GEMEENTE), name(WIJK))
    assert reader.clicks == journeys.written("beleidsmedewerker")
    assert visit.errors == []


@WAYS
def test_an_assistant_takes_one_page_to_a_debate(visit: Visit, keyboard: bool) -> None:
    reader = journeys.Reader(visit, keyboard)
    taken = journeys.assistant(reader, name(WIJK), name(WIJK))
    assert Path(taken.path()).read_bytes().startswith(b"%PDF-")
    assert WIJK.lower() in taken.suggested_filename
    assert reader.clicks == journeys.written("assistent")
    assert visit.errors == []


@WAYS
def test_a_journalist_takes_a_map_with_its_source(visit: Visit, keyboard: bool) -> None:
    reader = journeys.Reader(visit, keyboard)
    taken = journeys.journalist(reader, "Gemiddelde WOZ-waarde")
    picture = Image.open(io.BytesIO(Path(taken.path()).read_bytes()))
    assert picture.format == "PNG" and picture.width >= 1600
    assert "woz" in taken.suggested_filename
    assert reader.clicks == journeys.written("journalist")
    assert visit.errors == []


def test_back_from_a_profile_shows_the_map_as_it_was(visit: Visit) -> None:
    page = visit.go("/kaart?indicator=bijstand_per_1000&gebied=WK900212")
    before, title = page.url, page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Alle cijfers").first.click()
    page.wait_for_url("**/wijkprofiel?*")
    visit.settle()
    page.go_back()
    page.wait_for_url(before)
    visit.settle()
    assert page.url == before
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_forward()
    page.wait_for_url("**/wijkprofiel?*indicator=bijstand_per_1000*")
