"""The browser is told what to fetch while the page is being made: what whoever opened the same address was shown."""

import re

import pytest
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from answers import data
from tests.conftest import ROOT
from tests.web.serving import serving
from web import ahead, server


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(ahead, "_known", type(ahead._known)())


@pytest.fixture
def opened(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "niets"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    return app


def test_the_second_visitor_of_an_address_is_told_of_its_map(opened):
    told = ahead.links("", QueryParams(""))
    file = re.search(r"</geo/([0-9a-f]+\.json)>; rel=preload; as=fetch; crossorigin=anonymous", told)
    assert file and file[1] in {
        data.store().geojson(level, division)
        for level in ("gemeente", "wijk")
        for division in data.store().divisions(level)
    }
    assert ahead.links("kaart", QueryParams("")) == ahead.links("", QueryParams("jaar=2020")) == ""


def test_the_script_that_draws_charts_is_one_that_the_server_has(opened):
    script = re.search(r"<(/static/js/[^>]+)>; rel=modulepreload", ahead.links("", QueryParams("")))
    assert script, "Streamlit calls it otherwise now: look at its folder of scripts"


def test_a_later_run_of_a_session_is_not_remembered(opened):
    before = dict(ahead._known)
    opened.query_params["gemeente"] = "GM9002"
    opened.switch_page("pages/kaart.py").run()
    assert ahead._known == before


def test_the_header_comes_with_the_document_and_with_nothing_else():
    ahead._remember(("kaart", (("jaar", "2020"),)), "0123abcd.json")
    page = Route("/{path:path}", lambda request: PlainTextResponse("pagina"))
    with serving(Starlette(routes=[page], middleware=ahead.MIDDLEWARE)) as client:
        assert "</geo/0123abcd.json>" in client.ask("/kaart?jaar=2020").headers["link"]
        assert "link" not in client.ask("/kaart?jaar=2021").headers
        assert "link" not in client.ask("/static/kaart?jaar=2020").headers


def test_what_is_remembered_has_a_bound():
    for number in range(ahead.MOST + 5):
        ahead._remember(("kaart", (("x", str(number)),)), "0123abcd.json")
    ahead._remember(("kaart", (("x", "y" * ahead.LONGEST),)), "0123abcd.json")
    assert len(ahead._known) == ahead.MOST
    assert ("kaart", (("x", "0"),)) not in ahead._known
    assert server.NAME.fullmatch("0123abcd.json")
