"""End to end on the real figures that may lie beside the project: pull, compute, and count what the store holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser

from bench.servers import pointed_at, replay, streamlit
from loaders import store
from tests.browser import journeys
from tests.browser.conftest import Visit
from tests.conftest import ROOT

pytestmark = pytest.mark.replay

YEARS = "2015-2024"


@pytest.fixture(scope="module")
def address(replay_folder: Path) -> Iterator[str]:
    with replay() as found:
        yield found


@pytest.fixture(scope="module")
def data(address: str, tmp_path_factory: pytest.TempPathFactory) -> store.Store:
    """What `make data` leaves behind for the years that are replayed."""
    folder = tmp_path_factory.mktemp("data")
    pulled = _run(address, folder, "loaders", "pull", "--years", YEARS)
    assert pulled.returncode == 0, pulled.stdout + pulled.stderr
    built = _run(address, folder, "indicators", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return store.open_store(folder)


def _run(address: str, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=os.environ | pointed_at(address, folder),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("year", "level", "areas"),
    [
        (2020, "gemeente", 355),
        (2020, "wijk", 3177),
        (2020, "buurt", 13808),
        (2022, "wijk", 3340),
        (2024, "gemeente", 342),
        (2024, "wijk", 3393),
    ],
)
def test_every_area_is_there(data: store.Store, year: int, level: str, areas: int) -> None:
    assert len(data.table(level, year, ["inwoners"])) == areas


def test_the_netherlands_of_2020(data: store.Store) -> None:
    assert data.table("land", 2020, ["inwoners"])["inwoners"].to_dict() == {"NL00": 17_407_585}


def test_indicators_were_computed(data: store.Store) -> None:
    assert {"jongeren_10_27", "bijstand_per_1000"} <= set(data.variables("gemeente", 2020))


def test_the_map_of_2020_uses_the_nearest_boundaries(data: store.Store) -> None:
    assert data.divisions("wijk") == [2015, 2016, 2022, 2024]
    assert data.nearest_division("wijk", 2020) == 2022
    assert len(data.map_ids("wijk", 2022)) == 3340


def test_every_year_is_accounted_for(data: store.Store) -> None:
    pulls = data.manifest()["pulls"]
    assert {"ok", "not_available"} == {pull["status"] for pull in pulls.values()}
    assert all(pull["message"] for pull in pulls.values() if pull["status"] == "not_available")


@pytest.mark.browser
def test_three_readers_walk_on_real_figures(data: store.Store, browser: Browser) -> None:
    with streamlit(ROOT / "app.py", {"DSW_DATA": str(data.root)}) as base:
        context = browser.new_context(locale="nl-NL", viewport={"width": 1366, "height": 768})
        visit = Visit(context.new_page(), base)
        journeys.policy_officer(journeys.Reader(visit), "Rotterdam", "Delfshaven")
        page = journeys.assistant(journeys.Reader(visit), "Delfshaven", "Delfshaven")
        picture = journeys.journalist(journeys.Reader(visit), "Gemiddelde WOZ-waarde")
        assert Path(page.path()).read_bytes().startswith(b"%PDF-")
        assert Path(picture.path()).read_bytes().startswith(b"\x89PNG")
        assert visit.errors == [] and visit.outside == []
        context.close()


def test_a_second_pull_fetches_next_to_nothing(address: str, data: store.Store) -> None:
    before = len(requests.get(f"{address}/_log", timeout=10).text.splitlines())
    again = _run(address, data.root, "loaders", "pull", "--years", "2020")
    asked = requests.get(f"{address}/_log", timeout=10).text.splitlines()[before:]

    assert again.returncode == 0, again.stdout + again.stderr
    # Crime and SES-WOA are not replayed for 2020: whether they are there now is asked each time.
    without_2020 = ("47018NED", "85163NED")
    again_asked = [
        line for line in asked if "TypedDataSet" in line and not any(table in line for table in without_2020)
    ]
    assert again_asked == [], "Nothing changed, so no rows are fetched again."
