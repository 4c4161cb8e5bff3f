"""What one change of indicator costs on the map of all wijken: the server's time, bytes sent, time until drawn."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, sync_playwright

from bench.result import Result
from bench.servers import ROOT, streamlit
from bench.session import Session

LABEL = "Cijfer"
RERUNS, REPAINTS, WARM_UP = 60, 8, 6
QUIET = 1200  # milliseconds without a frame: then the map is done
ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-webgl", "--ignore-gpu-blocklist"]

# Remembers when the map was last drawn. Reading a pixel waits for the picture itself, not just for the orders to make it.
WATCH = """
window.lastDrawn = 0; let context = null;
for (const name of ["drawElements", "drawArrays"]) {
  const draw = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...given) { context = this; return draw.apply(this, given); };
}
addEventListener("click", () => { window.chosenAt = performance.now(); }, true);
(function frame() {
  if (context) {
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4));
    context = null;
    window.lastDrawn = performance.now();
  }
  requestAnimationFrame(frame);
})();
"""


@dataclass(frozen=True)
class Cost:
    """Medians over a run: milliseconds of the server (and its 95th percentile), KB sent, milliseconds until drawn."""

    server: float
    server_p95: float
    sent: float
    repaint: float | None


def measure(data: Path) -> list[Result]:
    """The map page beside the plain way to draw the same wijken, on the same figures."""
    here = _cost(ROOT / "app.py", "kaart", "niveau=wijk", data)
    plain = _cost(ROOT / "bench" / "plain_map.py", "", "", data)
    found = [
        Result("map of wijken: server time per rerun (median)", "ms", here.server, plain.server, goal=40),
        Result("map of wijken: server time per rerun (95th percentile)", "ms", here.server_p95, plain.server_p95),
        Result("map of wijken: sent per change of indicator", "KB", here.sent, plain.sent, goal=60),
    ]
    if here.repaint is not None:
        found.append(Result("map of wijken: until drawn, software WebGL", "ms", here.repaint, plain.repaint))
    return found


def _cost(script: Path, page: str, query: str, data: Path) -> Cost:
    with streamlit(script, {"DSW_DATA": str(data)}) as address:
        reruns = _reruns(address, page, query)
        repaints = _repaints(f"{address}/{page}?{query}", reruns.options)
    times = reruns.milliseconds
    return Cost(median(times), quantiles(times, n=20)[-1], median(reruns.kilobytes), repaints)


@dataclass(frozen=True)
class _Reruns:
    options: list[str]
    milliseconds: list[float]
    kilobytes: list[float]


def _reruns(address: str, page: str, query: str) -> _Reruns:
    """Change the indicator many times without a browser; the first few only fill caches."""
    session = Session(address, page, query)
    options = session.options(LABEL)
    runs = [session.choose(LABEL, option) for option in itertools.islice(_cycle(options), RERUNS + WARM_UP)]
    session.close()
    measured = runs[WARM_UP:]
    return _Reruns(options, [r.seconds * 1000 for r in measured], [r.sent / 1024 for r in measured])


def _cycle(options: list[str]) -> Iterator[str]:
    return itertools.cycle(options[1:] + options[:1])


def _repaints(url: str, options: list[str]) -> float | None:
    """Median milliseconds from a choice until the last frame of the new map; None without a browser."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            return median(_repaint_times(browser, url, options))
        finally:
            browser.close()


def _repaint_times(browser: Browser, url: str, options: list[str]) -> list[float]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.add_init_script(WATCH)
    page.goto(url)
    _wait_until_drawn(page, since=0)
    times = []
    for option in itertools.islice(_cycle(options), REPAINTS):
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
