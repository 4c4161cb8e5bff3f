"""A page on paper: its title and its map, nothing that can only be clicked, and the screen as it was afterwards."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.test_map import drawn

pytestmark = pytest.mark.browser
WIDTH_OF_A4 = 794


def test_a_printed_map_is_not_blank(visit: Visit) -> None:
    page = drawn(visit, "/kaart?niveau=wijk")
    title = page.get_by_role("heading", level=1).inner_text()
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))

    text = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    assert title in text
    assert "Weergave" not in text and "Neem mee" not in text
    pictures = [image.image for sheet in paper.pages for image in sheet.images if image.image]
    largest = max(pictures, key=lambda image: image.width)
    counted = largest.convert("RGB").getcolors(maxcolors=1 << 24) or []
    assert sum(1 for count, _ in counted if count > 200) >= 5

    # The screen is as it was.
    expect(page.locator(".on-paper")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Weergave")).to_be_visible()
    drawn_again = page.locator(".js-plotly-plot .maplibregl-canvas").first
    expect(drawn_again).to_be_visible()
    assert visit.errors == []


def test_a_printed_chart_keeps_its_right_side(visit: Visit) -> None:
    page = visit.go("/vergelijken?gebieden=WK900212&gebieden=WK9001AA&vorm=jaren")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTH_OF_A4, "height": 1123})
    ends = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot .main-svg text')].map(e => e.getBoundingClientRect().right)"
    )
    assert ends and max(ends) <= WIDTH_OF_A4
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".main-svg[viewBox]").count() == 0
