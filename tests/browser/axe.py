"""What axe-core finds on a page, less what Streamlit itself brings and no page of ours can change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Of what is well it need not tell every element: that was half of its work.
WCAG_21_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


@dataclass(frozen=True)
class Known:
    """One finding that is Streamlit's own: this rule, on elements whose selector or markup matches, for this reason."""

    rule: str
    where: str
    why: str


KNOWN: tuple[Known, ...] = ()


def violations(page: Page) -> list[str]:
    """Each finding against WCAG 2.1 A and AA as rule, element and what to do about it."""
    found = []
    for violation in Axe().run(page, options=WCAG_21_AA).response["violations"]:
        for node in violation["nodes"]:
            place = f"{node['target']} {node['html']}"
            if not any(known.rule == violation["id"] and re.search(known.where, place) for known in KNOWN):
                found.append(f"{violation['id']}: {place[:400]}: {node['failureSummary']}")
    return found
