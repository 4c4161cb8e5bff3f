"""Pictures of every page and state: desktop, phone and dark, to be looked at one by one.

python -m tests.browser.screens [--data FOLDER] [--to build/screens] [--only kaart]
"""

from __future__ import annotations

import argparse
import itertools
import os
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.servers import streamlit
from tests.browser.conftest import ARGUMENTS, Visit, chromium
from tests.browser.states import DEMO, REAL, states
from tests.conftest import ROOT

SIZES = {"desktop": (1366, 768), "telefoon": (390, 844)}
THEMES = {"licht": "light", "donker": "dark"}
PAUSE = 3000  # milliseconds for a map to be painted


def main() -> None:
    """Make the pictures; says which file holds which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder; without it the demo region")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "screens")
    parser.add_argument("--only", default="", help="only states whose name begins so")
    chosen = parser.parse_args()
    path = chromium()
    if path is None:
        raise SystemExit("No chromium on this machine: install one, or set BROWSER_PATH.")
    chosen.to.mkdir(parents=True, exist_ok=True)
    data = chosen.data or Path(os.devnull)
    with streamlit(ROOT / "app.py", {"DSW_DATA": str(data)}) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for (size, (width, height)), (theme, scheme) in itertools.product(SIZES.items(), THEMES.items()):
            context = browser.new_context(
                locale="nl-NL",
                color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": width, "height": height},
            )
            visit = Visit(context.new_page(), base)
            for name, address in states(*(REAL if chosen.data else DEMO)).items():
                if name.startswith(chosen.only):
                    page = visit.go(address)
                    page.wait_for_timeout(PAUSE)
                    file = chosen.to / f"{name}-{size}-{theme}.png"
                    page.screenshot(path=file)
                    print(file)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
