"""Headers on every answer, names that are not ours refused, and errors that show a reference and nothing else."""

import logging
import re
import tomllib

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from loaders.reading import files
from tests.conftest import ROOT
from tests.web.serving import serving
from ui.frame import shell
from web import failures, guard


async def fine(request):
    return PlainTextResponse("ja")


async def broken(request):
    raise ValueError("geheim in de melding")


@pytest.fixture
def client():
    app = Starlette(
        routes=[Route("/", fine), Route("/stuk", broken), Route("/healthz", fine)],
        middleware=guard.MIDDLEWARE,
        exception_handlers={500: failures.on_route},
    )
    with serving(app) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/bestaat-niet"])
def test_every_answer_has_the_headers(client, path):
    headers = client.ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    script = re.search(r"script-src ([^;]*)", policy)[1]
    assert "unsafe" not in script and "http" not in script and script.count("sha256-") == 2 + len(shell.LASTING)


@pytest.mark.parametrize(
    ("asked", "framed"),
    [
        ("figuur=kaart&embed=true", True),
        ("gebied=WK900101&embed=true&figuur=cijfer_2", True),
        ("figuur=kaart", False),
        ("figuur=", False),
        ("figuur=&embed=true", False),
        ("figuur=%20&embed=true", False),
        ("figuur=kaart&figuur=&embed=true", False),
        ("figuur=&figuur=kaart&embed=true", False),
        ("figuur=kaart&embed=true&embed=false", False),
        ("figuur=<b>&embed=true", False),
        ("embed=true", False),
        ("", False),
    ],
)
def test_only_one_figure_may_stand_on_another_site(client, asked, framed):
    policy = client.ask(f"/?{asked}").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors *" if framed else "frame-ancestors 'self'")


def test_an_error_shows_a_reference_that_is_in_the_log(client, caplog):
    with caplog.at_level(logging.ERROR):
        answer = client.ask("/stuk")
    assert answer.status == 500
    reference = re.fullmatch(r"Hier ging iets mis\. Meld dit nummer: ([0-9a-f]{8})", answer.text)[1]
    (record,) = [r for r in caplog.records if r.name == "web.failures"]
    assert record.reference == reference and record.where == "/stuk"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "geheim in de melding" in str(record.exc_info[1])


def test_the_server_refuses_what_the_importer_would():
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert told["server"]["maxUploadSize"] == files.MEGABYTES
    assert (
        told["client"]["allowedOrigins"] == []
        and told["client"]["showErrorDetails"] == "none"
        and told["browser"]["gatherUsageStats"] is False
    )
