"""The map as a reader uses it: it draws, a click selects, and the choice stays through reloads and pages."""

from __future__ import annotations

import io
import re
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from loaders import store
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from ui.frame import steady

pytestmark = pytest.mark.browser

MAP = ".js-plotly-plot .maplibregl-canvas"
PIXEL_OF = """([lon, lat]) => {
  const plot = [...document.querySelectorAll(".js-plotly-plot")].find(e => e.querySelector(".maplibregl-canvas"));
  const map = plot._fullLayout.map._subplot.map;
  const box = plot.querySelector(".maplibregl-canvas").getBoundingClientRect();
  const point = map.project([lon, lat]);
  return [box.left + point.x, box.top + point.y];
}"""

# What came from the browser's own cache has a size of nought.
FETCHED_SHAPES = """performance.getEntriesByType("resource")
  .filter(e => e.name.includes("/geo/") && e.transferSize > 0).length"""


@pytest.fixture
def largest_wijk() -> tuple[str, str, tuple[float, float]]:
    """Code, name and a point inside (longitude, latitude) of the wijk that is easiest to hit."""
    data = store.current()
    frame = data.regions("wijk", data.divisions("wijk")[-1]).dropna(subset="geometry")
    code = str(frame.area.idxmax())
    inside = gpd.GeoSeries([frame.loc[code, "geometry"].representative_point()], crs=28992).to_crs(4326)[0]
    return code, str(frame.loc[code, "name"]), (inside.x, inside.y)


def colours(page: Page) -> list[tuple[int, int, int]]:
    """The colours that the map shows, the commonest (its sea) first: one or two when it is blank."""
    picture = Image.open(io.BytesIO(page.locator(MAP).first.screenshot())).convert("RGB")
    counted = picture.getcolors(maxcolors=1 << 24)
    assert counted is not None
    return [colour for count, colour in sorted(counted, reverse=True) if count > 200]  # type: ignore[misc]


def choices(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def drawn(visit: Visit, path: str) -> Page:
    """A page whose map shows its areas."""
    page = visit.go(path)
    _until_painted(page)
    return page


def darkened(visit: Visit) -> None:
    """The open page in the dark, when its map shows its areas in a dark sea."""
    visit.darken()
    _until_painted(visit.page, dark=True)


def _until_painted(page: Page, dark: bool | None = None) -> None:
    expect(page.locator(MAP).first).to_be_visible()
    for _ in range(60):
        shown = colours(page)
        if len(shown) >= 5 and (dark is None or dark == (max(shown[0]) < 100)):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"The map on {page.url} is not drawn: it shows {len(shown)} colours, most of it {shown[:1]}.")


@pytest.mark.parametrize("level", ["gemeente", "wijk"])
def test_map_draws_in_light_and_in_dark(level: str, visit: Visit) -> None:
    drawn(visit, f"/kaart?niveau={level}")
    darkened(visit)

    assert visit.errors == []
    assert visit.outside == []


def test_click_selects_and_the_choice_stays(visit: Visit, largest_wijk: tuple[str, str, tuple[float, float]]) -> None:
    code, name, point = largest_wijk
    page = drawn(visit, "/kaart?niveau=wijk")
    page.mouse.click(*page.evaluate(PIXEL_OF, list(point)))
    expect(page).to_have_url(re.compile(f"gebied={code}"))
    visit.settle()
    expect(page.get_by_text(name).first).to_be_visible()

    page.reload()
    visit.settle()
    assert choices(page)["gebied"] == [code]
    expect(page.get_by_text(name).first).to_be_visible()

    page.get_by_role("link", name="Wijkprofiel").first.click()
    expect(page).to_have_url(re.compile(f"/wijkprofiel.*gebied={code}"))
    visit.settle()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)

    page.get_by_role("link", name="Kaart", exact=True).first.click()
    expect(page).to_have_url(re.compile(f"/kaart.*gebied={code}"))
    assert visit.errors == []


def test_a_change_of_indicator_fetches_no_shapes(visit: Visit) -> None:
    page = drawn(visit, "/kaart?niveau=wijk")
    fetched = page.evaluate(FETCHED_SHAPES)
    assert fetched > 0

    box = page.get_by_role("combobox", name="Cijfer")
    box.click()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile("indicator="))
    visit.settle()
    assert page.evaluate(FETCHED_SHAPES) == fetched


VIEW = """key => {
  const map = document.querySelector(`.st-key-${key} .js-plotly-plot`)._fullLayout.map._subplot.map;
  return [map.getCenter().lng, map.getCenter().lat, map.getZoom()];
}"""


def middle(page: Page, key: str) -> tuple[float, float]:
    """The middle of a map, on the screen."""
    box = page.locator(f".st-key-{key} .maplibregl-canvas").first.bounding_box()
    assert box is not None
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def drag(page: Page, key: str) -> list[float]:
    """Move a map by hand; where it is then."""
    before, (x, y) = page.evaluate(VIEW, key), middle(page, key)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=6)
    page.mouse.up()
    page.wait_for_timeout(1500)
    put: list[float] = page.evaluate(VIEW, key)
    assert put != before
    return put


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/kaart?weergave=naast&niveau=wijk", steady.PAIR),
        ("/deltaplan?deel=naast&regel=behoefte&bewaard=hoeveel:deltaplan&bewaard=hoeveel:minder", steady.SCENARIOS[:2]),
    ],
)
def test_maps_side_by_side_move_together(path: str, keys: tuple[str, str], visit: Visit) -> None:
    page = drawn(visit, path)
    page.locator(f".st-key-{keys[0]} .maplibregl-canvas").scroll_into_view_if_needed()
    before = page.evaluate(VIEW, keys[1])
    drag(page, keys[0])
    one, other = (page.evaluate(VIEW, key) for key in keys)
    assert other != before
    assert other == pytest.approx(one, abs=1e-6)
    assert visit.errors == []


@pytest.mark.parametrize(("path", "key"), [("/kaart?niveau=wijk", steady.PAIR[0]), ("/score", "scorekaart")])
def test_a_click_leaves_the_map_where_the_reader_put_it(path: str, key: str, visit: Visit) -> None:
    page = drawn(visit, path)
    put = drag(page, key)
    page.mouse.click(*middle(page, key))
    expect(page).to_have_url(re.compile("gebied="))
    visit.settle()
    page.wait_for_timeout(2000)
    assert page.evaluate(VIEW, key) == pytest.approx(put, abs=1e-6)


@pytest.mark.parametrize(
    ("path", "key", "choice"),
    [
        ("/deltaplan?regel=behoefte", "plankaart", ("Hoeveel", "Minder")),
        ("/jongerenwerk?niveau=wijk", "dekkingskaart", ("Jaar", "2019")),
    ],
)
def test_a_choice_leaves_the_map_where_the_reader_put_it(
    path: str, key: str, choice: tuple[str, str], visit: Visit
) -> None:
    page = drawn(visit, path)
    put = drag(page, key)
    old = page.url
    page.get_by_role("combobox", name=choice[0]).first.click()
    page.get_by_role("option", name=choice[1]).first.click()
    expect(page).not_to_have_url(old)
    visit.settle()
    page.wait_for_timeout(2000)
    assert page.evaluate(VIEW, key) == pytest.approx(put, abs=1e-6)


@pytest.mark.parametrize(
    "state",
    [
        "methode=verschil",
        "methode=plaats",
        "weergave=bollen",
        "weergave=naast",
        "weergave=verandering",
        "weergave=samen",
    ],
)
def test_every_view_is_sound_and_accessible(state: str, visit: Visit) -> None:
    page = drawn(visit, f"/kaart?niveau=wijk&indicator=bijstand_per_1000&{state}")
    found = violations(page)
    darkened(visit)
    found += [f"in dark: {violation}" for violation in violations(page)]
    found += [*visit.errors, *(f"asked of another host: {url}" for url in visit.outside)]
    assert not found, "\n".join(found)
