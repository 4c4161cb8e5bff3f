"""What the map costs beside a plain one: the server's time, bytes sent, time until drawn, the first time and after a change."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench.context import Context
from bench.result import Result
from bench.servers import ROOT, streamlit
from bench.session import Session
from loaders import store

LABEL = "Cijfer"
# The page's own policy forbids what Playwright waits with: hence bypass_csp below.
VIEW: ViewportSize = {"width": 1366, "height": 768}
RERUNS, REPAINTS, WARM_UP = 60, 8, 6
QUIET = 1500  # milliseconds without a frame: then the map is done
MANY = 1000  # corners in a frame from which the areas are in it, and not just the water
COLD = 3
ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-webgl", "--ignore-gpu-blocklist"]

# Remembers when the areas were last drawn. Reading a pixel waits for the picture itself, not just for the orders to make it.
WATCH = """
window.lastDrawn = 0; let context = null, corners = 0;
for (const [name, at] of [["drawElements", 1], ["drawArrays", 2]]) {
  const draw = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...given) {
    context = this; corners += given[at]; return draw.apply(this, given);
  };
}
addEventListener("click", () => { window.chosenAt = performance.now(); }, true);
(function frame() {
  if (context) {
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4));
    if (corners > MANY) window.lastDrawn = performance.now();
    context = null; corners = 0;
  }
  requestAnimationFrame(frame);
})();
""".replace("MANY", str(MANY))


@dataclass(frozen=True)
class Cost:
    """Medians over a run: milliseconds of the server, KB sent, milliseconds until drawn again, and drawn for the first time."""

    server: float
    sent: float
    repaint: float | None
    first: float | None


def measure(context: Context) -> list[Result]:
    """The map page beside the plain way to draw the same areas, on the same figures."""
    data = store.open_store(context.data)
    crowded = data.names("buurt", data.divisions("buurt")[-1])["gemeente"].value_counts().index[0]
    own, plain = ROOT / "app.py", ROOT / "bench" / "plain_map.py"
    inside = f"niveau=buurt&gemeente={crowded}"
    here, there = (_cost(context, script, page, "niveau=wijk") for script, page in ((own, "kaart"), (plain, "")))
    one, other = (_cost(context, s, page, inside, browse=False) for s, page in ((own, "kaart"), (plain, "")))
    found = [
        Result("map of wijken: sent per change of indicator", "KB", here.sent, there.sent, goal=60),
        Result("map of the buurten of the largest gemeente: sent per change", "KB", one.sent, other.sent, goal=25),
        Result("map of wijken: server time per change of indicator", "ms", here.server, there.server, goal=40),
    ]
    if here.repaint is None or here.first is None:
        print("No chromium (BROWSER_PATH): what a browser takes to draw the map is not measured.")
        return found
    return [
        *found,
        Result("map of wijken: drawn after a change, software GL", "ms", here.repaint, there.repaint, 0.4, True),
        Result("map of wijken: first time in a cold browser", "ms", here.first, there.first, 0.7, True),
    ]


def _cost(context: Context, script: Path, page: str, query: str, browse: bool = True) -> Cost:
    with streamlit(script, context.settings) as address:
        reruns = _reruns(address, page, query, context.few(RERUNS, 20))
        url = f"{address}/{page}?{query}"
        repaint, first = _drawn(url, reruns.options, context.few(REPAINTS, 4)) if browse else (None, None)
    return Cost(median(reruns.milliseconds), median(reruns.kilobytes), repaint, first)


@dataclass(frozen=True)
class _Reruns:
    options: list[str]
    milliseconds: list[float]
    kilobytes: list[float]


def _reruns(address: str, page: str, query: str, count: int) -> _Reruns:
    """Change the indicator many times without a browser; the first few only fill caches."""
    with Session(address, page, query) as session:
        options = session.options(LABEL)
        runs = [session.choose(LABEL, option) for option in itertools.islice(_cycle(options), count + WARM_UP)]
    measured = runs[WARM_UP:]
    return _Reruns(options, [r.seconds * 1000 for r in measured], [r.sent / 1024 for r in measured])


def _cycle(options: list[str]) -> Iterator[str]:
    return itertools.cycle(options[1:] + options[:1])


def _drawn(url: str, options: list[str], count: int) -> tuple[float, float] | tuple[None, None]:
    """Median milliseconds until the last frame of the new map, and of the first one; None without a browser."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        return None, None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            first = median(_first_time(browser, url) for _ in range(COLD))
            return median(_repaint_times(browser, url, options, count)), first
        finally:
            browser.close()


def _first_time(browser: Browser, url: str) -> float:
    """Milliseconds from the address to the drawn map; a new context has nothing kept from an earlier visit."""
    context = browser.new_context(viewport=VIEW, bypass_csp=True)
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(url)
        _wait_until_drawn(page, since=0)
        return float(page.evaluate("window.lastDrawn"))
    finally:
        context.close()


def _repaint_times(browser: Browser, url: str, options: list[str], count: int) -> list[float]:
    page = browser.new_page(viewport=VIEW, bypass_csp=True)
    page.add_init_script(WATCH)
    page.goto(url)
    _wait_until_drawn(page, since=0)
    times = []
    for option in itertools.islice(_cycle(options), count):
        box = page.get_by_role("combobox", name=LABEL)
        box.click()
        box.fill(option)
        page.get_by_role("option", name=option, exact=True).click()
        chosen = float(page.evaluate("window.chosenAt"))
        _wait_until_drawn(page, since=chosen)
        times.append(float(page.evaluate("window.lastDrawn")) - chosen)
    return times


def _wait_until_drawn(page: Page, since: float) -> None:
    done = f"window.lastDrawn > {since} && performance.now() - window.lastDrawn > {QUIET}"
    page.wait_for_function(done, timeout=120_000)
