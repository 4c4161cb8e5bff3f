"""Every page, light and dark: no error, nothing fetched from elsewhere, readable for everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app import PAGES
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.states import STATES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES)
def test_page_is_sound(state: str, visit: Visit) -> None:
    page = visit.go(STATES[state])

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    found = violations(page)
    visit.darken()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    found += [f"in dark: {violation}" for violation in violations(page)]
    found += [*visit.errors, *(f"asked of another host: {url}" for url in visit.outside)]
    assert not found, "\n".join(found)


# By path: at how many pixels its map begins at the latest, and what its legend says.
FIRST_ON_A_PHONE = {
    "/kaart": (420, "niet bekend"),
    "/kaart?weergave=samen": (470, "niet bekend"),
    "/score": (470, "niet bekend"),
    "/jongerenwerk": (430, "onbekend: niets gemeld"),
    "/jongerenwerk?kaart=samen": (470, "niet bekend"),
    "/deltaplan": (470, "geen jongeren bekend"),
}


def on_a_phone(visit: Visit, path: str) -> Page:
    """A page on a phone, where it must fit; on a dark one it is dark from its first moment."""
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.go(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"The page is {too_wide} pixels wider than a phone."
    assert visit.errors == [] and visit.outside == []
    return page


@pytest.mark.parametrize("visit", ["dark"], indirect=True)
@pytest.mark.parametrize("path", [STATES[name] for name in PAGES if STATES[name] not in FIRST_ON_A_PHONE])
def test_page_fits_a_phone(path: str, visit: Visit) -> None:
    on_a_phone(visit, path)


@pytest.mark.parametrize("visit", ["dark"], indirect=True)
@pytest.mark.parametrize("path", FIRST_ON_A_PHONE)
def test_a_phone_fits_and_shows_finding_map_and_legend_first(path: str, visit: Visit) -> None:
    most, words = FIRST_ON_A_PHONE[path]
    page = on_a_phone(visit, path)
    plot = page.locator(".js-plotly-plot").first
    expect(plot).to_be_visible()
    box = plot.bounding_box()
    assert box is not None and box["y"] <= most
    # The whole legend comes after the map; a short one lies over its corner.
    legend = page.get_by_text(words).first
    place = legend.bounding_box()
    assert place is not None and box["y"] < place["y"] < box["y"] + 200 and place["width"] > 50

    page.set_viewport_size({"width": 1366, "height": 768})
    wide = plot.bounding_box()
    # Under a title of two lines a few pixels of sea fall off.
    assert wide is not None and wide["y"] + wide["height"] <= 776


def test_a_phone_shows_the_table_of_a_comparison_first(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.go(STATES["vergelijken-wijken-van-een-gemeente"])
    table = page.get_by_role("table").first
    expect(table).to_be_visible()
    box = table.bounding_box()
    assert box is not None and box["y"] <= 750
