"""Only names of ours, only pages of ours, and the key of the owner: nothing else that is sent opens anything."""

import json
import logging

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from streamlit import config
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests import small_store
from tests.web.serving import serving
from ui.frame import access
from web import door, guard


async def fine(request):
    return PlainTextResponse("ja")


async def talk(websocket):
    await websocket.accept()
    await websocket.send_text("ja")


@pytest.fixture
def client(monkeypatch):
    for name in ("DSW_ADRES", "DSW_BEHEER", "DSW_OIDC_URL"):
        monkeypatch.delenv(name, raising=False)
    app = Starlette(
        routes=[
            Route("/", fine),
            Route("/opslaan", fine, methods=["PUT", "POST", "DELETE"]),
            Route("/healthz", fine),
            WebSocketRoute("/_stcore/stream", talk),
        ],
        middleware=[*guard.MIDDLEWARE, *door.MIDDLEWARE],
    )
    with serving(app) as found:
        yield found


def options(monkeypatch, **told):
    real = config.get_option
    named = {name.replace("_", "."): value for name, value in told.items()}
    monkeypatch.setattr(config, "get_option", lambda name: named[name] if name in named else real(name))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8501", 200),
        ("LOCALHOST", 200),
        ("127.0.0.1:9", 200),
        ("[::1]:8501", 200),
        ("wijken.example", 200),
        ("a.b.example:443", 200),
        ("dashboard-1:8501", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("b.example", 421),
        ("evil.example:localhost", 421),
        ("localhost@evil.example", 421),
        ("192.168.1.5:8501", 421),
        ("", 421),
    ],
)
def test_only_names_of_ours_are_answered(client, monkeypatch, host, status):
    monkeypatch.setenv("DSW_ADRES", "https://wijken.example/cijfers")
    options(monkeypatch, server_allowedHosts=["*.b.example", "dashboard-1"])
    answer = client.ask("/", Host=host)
    assert answer.status == status and "default-src 'none'" in answer.headers["content-security-policy"]
    assert (status == 200) or "DSW_ADRES" in answer.text
    assert client.ask("/healthz", Host=host).status == 200


def test_without_settings_only_the_own_machine_is_a_name(client):
    assert client.ask("/", Host="wijken.example").status == 421
    assert client.ask("/").status == 200


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        (None, True),
        ("http://127.0.0.1:{port}", True),
        ("http://127.0.0.1:1", False),
        ("http://localhost:{port}", False),
        ("http://127.0.0.1", False),
        ("https://evil.example", False),
        ("http://127.0.0.1.evil.example:{port}", False),
        ("ftp://127.0.0.1:{port}", False),
        ("null", False),
        ("", False),
    ],
)
def test_what_follows_or_changes_something_is_for_pages_of_the_same_origin(client, origin, let_in):
    told = {} if origin is None else {"Origin": origin.format(port=client.port)}
    for method in ("PUT", "POST", "DELETE"):
        assert client.ask("/opslaan", method, **told).status == (200 if let_in else 403)
    assert client.ask("/", **told).status == 200  # to read is for everybody: the API sends its own permission
    address = f"ws://127.0.0.1:{client.port}/_stcore/stream"
    if let_in:
        with connect(address, additional_headers=told) as opened:
            assert opened.recv() == "ja"
    else:
        with pytest.raises(InvalidStatus, match="403"):
            connect(address, additional_headers=told)


def test_a_name_that_leads_here_by_way_of_another_site_opens_no_websocket(client):
    asked = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec_WebSocket_Version": "13",
    }
    there = f"evil.example:{client.port}"
    assert client.ask("/_stcore/stream", Host=there, Origin=f"http://{there}", **asked).status == 403


def test_behind_a_proxy_with_tls_the_usual_ports_are_the_same():
    assert door.is_same("https://wijken.example", "wijken.example")
    assert door.is_same("https://wijken.example", "wijken.example:443")
    assert not door.is_same("https://wijken.example:8443", "wijken.example")


def test_the_key_becomes_a_cookie_that_no_script_reads_and_no_other_site_sends(client):
    answer = client.ask(f"/?sleutel={access.key()}&gebied=WK900101")
    assert answer.status == 303 and answer.headers["location"] == "/?gebied=WK900101"
    kept = answer.headers["set-cookie"]
    assert kept.startswith(f"{access.cookie()}={access.key()};")
    assert "HttpOnly" in kept and "SameSite=strict" in kept and "Secure" not in kept
    assert client.ask(f"//evil.example/?sleutel={access.key()}").headers["location"] == "/evil.example/"


def test_over_https_the_cookie_goes_over_https_only(client, monkeypatch):
    monkeypatch.setenv("DSW_ADRES", "https://wijken.example")
    assert "Secure" in client.ask(f"/?sleutel={access.key()}").headers["set-cookie"]


@pytest.mark.parametrize("given", ["", "x", "é", "a" * 64])
def test_another_key_is_refused_with_what_to_do(client, given):
    from urllib.parse import quote

    answer = client.ask(f"/?sleutel={quote(given)}")
    assert answer.status == 403 and "set-cookie" not in answer.headers and "bij het starten" in answer.text


@pytest.mark.parametrize(("setting", "value"), [("DSW_BEHEER", "0"), ("DSW_OIDC_URL", "https://login.example")])
def test_where_something_else_decides_the_key_opens_nothing(client, monkeypatch, capsys, setting, value):
    monkeypatch.setenv(setting, value)
    assert "set-cookie" not in client.ask(f"/?sleutel={access.key()}").headers
    door.announce()
    assert access.key() not in capsys.readouterr().out


def test_the_start_shows_the_address_with_the_key_unless_logs_are_lines_of_json(client, monkeypatch, capsys):
    door.announce()
    assert f"http://localhost:8501/?sleutel={access.key()}" in capsys.readouterr().out
    monkeypatch.setenv("DSW_LOG", "json")
    door.announce()
    assert not capsys.readouterr().out


@pytest.mark.parametrize(
    ("adres", "bound", "hosts", "warned"),
    [
        ("", "localhost", [], False),
        ("http://localhost:8501", "127.0.0.1", [], False),
        ("https://wijken.example", "127.0.0.1", [], True),
        ("", "0.0.0.0", [], True),
        ("", None, [], True),
        ("", "localhost", ["wijken.example"], True),
    ],
)
def test_everybody_may_store_on_a_public_address_is_told_loudly(
    client, monkeypatch, caplog, tmp_path, adres, bound, hosts, warned
):
    from web import watch

    small_store.build(tmp_path)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    monkeypatch.setenv("DSW_BEHEER", "1")
    monkeypatch.setenv("DSW_ADRES", adres)
    options(monkeypatch, server_address=bound, server_allowedHosts=hosts)
    with caplog.at_level(logging.WARNING):
        door.announce()
    assert any("Iedereen" in r.getMessage() for r in caplog.records) is warned
    assert any("Iedereen" in problem for problem in watch.health()["problems"]) is warned
    monkeypatch.setenv("DSW_BEHEER", "0")
    assert not access.is_open() and "Iedereen" not in json.dumps(watch.health(), ensure_ascii=False)
