"""A page on paper: its title and its map, nothing that can only be clicked, and the screen as it was afterwards."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.test_map import drawn

pytestmark = pytest.mark.browser
WIDTH_OF_A4 = 794
INK = (
    "e => [getComputedStyle(e).color, getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor]"
)


def white(document: bytes) -> float:
    """Which part of the first sheet is white."""
    sheet = pypdfium2.PdfDocument(document)[0].render(scale=0.5).to_pil().convert("L")
    return float(np.mean(np.asarray(sheet) > 240))


@pytest.mark.parametrize("visit", ["light", "dark"], indirect=True)
def test_a_printed_map_is_not_blank_and_its_paper_is_white(visit: Visit) -> None:
    page = drawn(visit, "/kaart?niveau=wijk")
    heading = page.get_by_role("heading", level=1)
    title, ink = heading.inner_text(), heading.evaluate(INK)
    document = page.pdf(format="A4")
    paper = PdfReader(io.BytesIO(document))
    assert white(document) > 0.4

    text = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    assert title in text
    assert "Weergave" not in text and "Neem mee" not in text
    pictures = [image.image for sheet in paper.pages for image in sheet.images if image.image]
    largest = max(pictures, key=lambda image: image.width)
    counted = largest.convert("RGB").getcolors(maxcolors=1 << 24) or []
    assert sum(1 for count, _ in counted if count > 200) >= 5

    # The screen is as it was.
    assert heading.evaluate(INK) == ink
    expect(page.locator(".on-paper")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Weergave")).to_be_visible()
    drawn_again = page.locator(".js-plotly-plot .maplibregl-canvas").first
    expect(drawn_again).to_be_visible()
    assert visit.errors == []


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/vergelijken?gebieden=WK900212&gebieden=WK9001AA&vorm=jaren", ".js-plotly-plot .main-svg text"),
        ("/vergelijken?gebieden=GM9002&groep=wijken", "table th"),
        ("/debat?bewering=C04", "table th"),
    ],
)
def test_a_wide_chart_or_table_keeps_its_right_side(path: str, parts: str, visit: Visit) -> None:
    page = visit.go(path)
    expect(page.locator(parts).first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTH_OF_A4, "height": 1123})
    ends = page.locator(parts).evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert len(ends) >= 7 and max(ends) <= WIDTH_OF_A4

    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".main-svg[viewBox], table[style*='fixed']").count() == 0


def test_a_list_that_is_folded_away_keeps_its_heads_on_paper_and_other_folds_are_left_out(visit: Visit) -> None:
    page = visit.go("/debat")
    claim = page.locator("summary").first
    expect(claim).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(claim).to_be_visible()
    expect(page.get_by_text("Wat deze toets niet zegt")).to_be_hidden()

    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("Wat deze toets niet zegt")).to_be_visible()
