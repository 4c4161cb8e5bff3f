"""The debate page in a browser: a row opens where it stands, the address follows, and a shared address opens the claim."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_row_opens_in_its_place_and_the_address_can_be_shared(visit: Visit) -> None:
    page = visit.go("/debat")
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()

    page.get_by_text("Er zijn 2,5 miljoen laaggeletterden.").click()
    expect(page.get_by_text("Algemene Rekenkamer noemt dit aantal")).to_be_visible()
    assert heading.inner_text() == before
    expect(page).to_have_url(re.compile("bewering=C05a"))

    page.get_by_text("In 2019 hielpen de voedselbanken 151.000 mensen.").click()
    expect(page.get_by_text("Voedselbanken Nederland noemt hetzelfde aantal")).to_be_visible()
    expect(page.get_by_text("Algemene Rekenkamer noemt dit aantal")).not_to_be_visible()

    page.get_by_text("In 2019 hielpen de voedselbanken 151.000 mensen.").click()
    expect(page.get_by_text("Voedselbanken Nederland noemt hetzelfde aantal")).not_to_be_visible()
    expect(page).not_to_have_url(re.compile("bewering="))
    assert visit.errors == []


def test_one_claim_is_sound(visit: Visit) -> None:
    page = visit.go("/debat?bewering=C08b")
    expect(page.get_by_role("heading", level=1)).to_contain_text("klopt niet")
    assert visit.errors == []
    assert violations(page) == []
