"""The three readers of docs/journeys.md, walked in a browser: with the mouse, counting clicks, or with the keyboard alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Download, Locator, expect

from tests.browser.conftest import Visit
from tests.conftest import ROOT

MOST_TABS = 150
HERE = "e => e === document.activeElement || e.contains(document.activeElement)"


@dataclass
class Reader:
    """One reader at one tab. ``clicks`` counts what was chosen: a click, or an Enter in its place. Typing is free."""

    visit: Visit
    keyboard: bool = False
    clicks: int = 0

    def press(self, target: Locator) -> None:
        """Click, or reach it by Tab and press Enter."""
        self.clicks += 1
        expect(target).to_be_visible()
        if self.keyboard:
            self._reach(target)
            self.visit.page.keyboard.press("Enter")
        else:
            target.click()
        self.visit.settle()

    def choose(self, label: str, option: str) -> None:
        """Pick an option of a list: open it, and click the option; by keyboard, type what it is called and press Enter."""
        page = self.visit.page
        box = page.get_by_role("combobox", name=label)
        expect(box).to_be_visible()
        self.clicks += 2
        if self.keyboard:
            self._reach(box)
        else:
            box.click()
        page.keyboard.type(option)
        chosen = page.get_by_role("option", name=option).first
        expect(chosen).to_be_visible()
        if self.keyboard:
            page.keyboard.press("Enter")
        else:
            chosen.click()
        self.visit.settle()

    def search(self, label: str, text: str, hit: str) -> None:
        """Type in a search box, and take a hit."""
        page = self.visit.page
        box = page.get_by_role("searchbox", name=label)
        if self.keyboard:
            self._reach(box)
        else:
            box.click()
        self.clicks += 1
        page.keyboard.type(text, delay=20)
        self.visit.settle()
        self.press(page.get_by_role("button", name=re.compile(re.escape(hit))).first)

    def download(self, target: Locator) -> Download:
        """Take a file."""
        with self.visit.page.expect_download() as coming:
            self.press(target)
        return coming.value

    def _reach(self, target: Locator) -> None:
        for _ in range(MOST_TABS):
            if target.evaluate(HERE):
                return
            self.visit.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached in {MOST_TABS} presses of Tab.")


def written(journey: str) -> int:
    """The number of clicks that docs/journeys.md says a journey takes."""
    text = (ROOT / "docs" / "journeys.md").read_text(encoding="utf-8")
    found = re.search(rf"\| {re.escape(journey)} \|[^|]*\| (\d+) \|", text)
    assert found, f"docs/journeys.md has no row for {journey!r}."
    return int(found[1])


def policy_officer(reader: Reader, gemeente: str, wijk: str) -> None:
    """Which of my wijken fall behind, on what, since when, and compared to whom?"""
    page = reader.visit.go("/")
    reader.choose("Of kies een gemeente", gemeente)
    # Which, and on what: the list of all wijken, coloured where they are clearly worse.
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"van de \d+ wijken"))
    expect(page.get_by_role("table").first).to_contain_text("▲")
    reader.choose("Bekijk één gebied", wijk)
    # Since when, and beside whom: the profile.
    expect(page.get_by_role("heading", level=1)).to_contain_text(wijk)
    for part in ("Wat opvalt", "Door de jaren", "Vergelijkbare wijken"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()


def assistant(reader: Reader, typed: str, hit: str) -> Download:
    """Twenty minutes before a debate: three figures of one wijk, the caveats and the source, on one page."""
    page = reader.visit.go("/")
    reader.search("Zoek een wijk, buurt of gemeente", typed, hit)
    expect(page.get_by_role("heading", name="Wat opvalt", exact=True)).to_be_visible()
    reader.press(page.get_by_role("button", name="Debatbrief"))
    return reader.download(page.get_by_role("button", name="PDF", exact=True))


def journalist(reader: Reader, figure: str) -> Download:
    """At 16:40: one correct map with its source, as a picture."""
    page = reader.visit.go("/")
    reader.press(page.get_by_role("link", name="Ik zoek één kaart met bron"))
    reader.choose("Cijfer", figure)
    expect(page.get_by_role("heading", level=1)).to_contain_text(figure)
    reader.press(page.get_by_role("button", name="Neem mee").first)
    return reader.download(page.get_by_role("button", name="PNG", exact=True))
