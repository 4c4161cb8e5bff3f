"""Who may store: by hand, by a role of a login, or at home. What one visitor uploads, no other ever sees."""

import json
import logging
import os
import subprocess
import sys
import time
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests
from streamlit.testing.v1 import AppTest

from loaders import store
from tests.browser.conftest import _wait_for, free_port
from tests.conftest import ROOT
from tests.fakes.oidc import CLIENT, SECRET, Provider
from tests.loaders.importing.import_store import build
from tests.web.serving import serving
from ui.frame import access

CSV = "wijk;gemeente;jaar;jongerenwerkers (fte)\nDelfshaven;Rotterdam;2024;2,5\n"
COOKIE_SECRET = "een lang geheim van deze test en van niets anders"


def script():
    from ui.sources import upload

    upload.show()


@pytest.fixture
def login(monkeypatch, tmp_path):
    """A public server with a login, on a small store of real figures."""
    build(tmp_path)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    monkeypatch.delenv("DSW_BEHEER", raising=False)
    monkeypatch.setenv("DSW_OIDC_URL", "http://127.0.0.1:9/.well-known/openid-configuration")
    monkeypatch.setenv("DSW_OIDC_ROL", "realm_access.roles=dsw-beheer")
    monkeypatch.setattr("ui.sources.upload.build_all", lambda *_: None)
    return tmp_path


def visitor(**claims):
    app = AppTest.from_function(script, default_timeout=60)
    if claims:
        app.user = {"is_logged_in": True, "iat": int(time.time()), **claims}
    else:
        app.user = {"is_logged_in": False}
    return app.run()


def send(app):
    app.file_uploader[0].upload("geheime naam.csv", CSV.encode(), "text/csv").run()
    assert not app.exception
    return app


def labels(app):
    return [button.label for button in app.button]


ROLE = {"realm_access": {"roles": ["lezer", "dsw-beheer"]}, "email": "b.eheerder@wijken.example"}


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "x@wijken.example"},
        {"realm_access": {"roles": ["lezer"]}},
        {"realm_access": "dsw-beheer"},
        {"roles": ["dsw-beheer"]},
        {**ROLE, "iat": 1_600_000_000},
    ],
    ids=["no login", "no role", "another role", "not a list", "another place", "login of long ago"],
)
def test_without_the_role_nothing_can_be_stored(login, claims):
    app = visitor(**claims)
    assert not app.exception and not app.file_uploader and "Haal weg" not in labels(app)
    assert ("Log uit" in labels(app)) == bool(claims)
    assert ("Log in om op te slaan" in labels(app)) != bool(claims)


def test_with_the_role_a_file_is_stored_and_both_lists_say_who(login, caplog):
    caplog.set_level(logging.INFO, "ui.frame.access")
    app = send(visitor(**ROLE))
    next(b for b in app.button if b.label == "Klopt, sla op").click().run()
    next(b for b in app.button if b.label == "Haal weg").click().run()
    assert not app.exception
    told = [json.loads(line) for line in (login / "audit.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {t["who"] for t in told} == {"b.eheerder@wijken.example"}
    assert [(t["action"], t["state"]) for t in told] == [
        ("file stored", "begun"),
        ("file stored", "done"),
        ("file taken back", "begun"),
        ("file taken back", "done"),
    ]
    assert told[0]["event"] == told[1]["event"] != told[2]["event"] == told[3]["event"]
    assert told[1]["import_id"] == told[2]["import_id"] and told[0]["rows"] == 1
    assert [r.action for r in caplog.records if r.name == "ui.frame.access"] == ["file stored", "file taken back"]


def test_what_one_visitor_uploads_no_other_sees_nor_the_log(login, caplog):
    caplog.set_level(logging.DEBUG)
    before = store.current().version
    files = {path for path in login.rglob("*") if path.is_file()}
    send(visitor(**ROLE))
    other = visitor(**ROLE)
    shown = " ".join(str(e.value) for kind in (other.markdown, other.caption, other.info) for e in kind)
    assert "geheime naam" not in shown and not other.table
    assert "_upload" not in other.session_state
    assert store.current().version == before
    assert {path for path in login.rglob("*") if path.is_file()} <= files | {login / ".lock"}
    assert "geheime naam" not in caplog.text and "Delfshaven" not in caplog.text


def test_the_name_of_a_stored_file_and_kept_choices_are_for_who_may_store(login):
    app = send(visitor(**ROLE))
    next(b for b in app.button if b.label == "Klopt, sla op").click().run()
    reader = visitor()
    shown = " ".join(str(e.value) for e in reader.markdown)
    assert "geheime naam" not in shown and "Een bestand van een gemeente" in shown


@pytest.mark.parametrize(("told", "may"), [("1", True), ("0", False)])
def test_without_a_login_the_setting_decides_and_with_one_it_does_not(login, monkeypatch, told, may):
    monkeypatch.setenv("DSW_BEHEER", told)
    assert not visitor().file_uploader
    assert "Klopt, sla op" in labels(send(visitor(**ROLE)))
    monkeypatch.delenv("DSW_OIDC_URL")
    assert bool(visitor().file_uploader) is may


def test_only_a_session_whose_page_asked_who_may_store_may_send(monkeypatch):
    """The server takes a file from no other (web/uploads.py); who may no longer store loses it with the next run."""
    session = SimpleNamespace(session_id="mijn sessie")
    monkeypatch.setattr(access, "get_script_run_ctx", lambda: session)
    monkeypatch.setattr(access, "may_store", lambda: False)
    assert not access.lets_send() and not access.may_send("mijn sessie")
    monkeypatch.setattr(access, "may_store", lambda: True)
    assert access.lets_send() and access.may_send("mijn sessie") and not access.may_send("een andere")
    assert "mijn sessie" in access.senders()
    monkeypatch.setattr(access, "may_store", lambda: False)
    assert not access.lets_send() and not access.may_send("mijn sessie")


def test_nobody_has_a_role_that_is_not_named(monkeypatch):
    monkeypatch.delenv("DSW_OIDC_ROL", raising=False)
    assert not access.has_role({"": "", "roles": [""]})
    monkeypatch.setenv("DSW_OIDC_ROL", "groups=beheer")
    assert access.has_role({"groups": "beheer"}) and access.has_role({"groups": ["a", "beheer"]})
    assert not access.has_role({"groups": "mijnbeheer"}) and not access.has_role({})


@pytest.fixture
def real_server(tmp_path):
    """The dashboard as a process of its own, with a provider of logins beside it."""
    provider, port = Provider(), free_port()
    with serving(provider.app) as asked:
        provider.address = f"http://127.0.0.1:{asked.port}"
        told = {
            **os.environ,
            "DSW_OIDC_URL": f"{provider.address}/.well-known/openid-configuration",
            "DSW_OIDC_ID": CLIENT,
            "DSW_OIDC_GEHEIM": SECRET,
            "DSW_OIDC_ROL": "groups=beheer",
            "DSW_ADRES": f"http://127.0.0.1:{port}",
            "DSW_LOG": "json",
            "STREAMLIT_SERVER_COOKIE_SECRET": COOKIE_SECRET,
        }
        log = tmp_path / "log.txt"
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=told)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}", provider, log
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_a_login_goes_by_the_provider_and_comes_back_as_a_signed_cookie(real_server, monkeypatch):
    from streamlit import auth_util, config
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    base, provider, log = real_server
    provider.claims = {"email": "b@wijken.example", "groups": ["beheer"]}
    monkeypatch.setattr(
        config,
        "get_option",
        lambda name, real=config.get_option: COOKIE_SECRET if name == "server.cookieSecret" else real(name),
    )
    there = requests.Session()
    answer = there.get(
        f"{base}/auth/login", params={"provider": auth_util.encode_provider_token("default")}, timeout=30
    )
    assert [urlsplit(r.headers["location"]).path for r in answer.history][:2] == ["/authorize", "/oauth2callback"]
    cookie = there.cookies.get("_streamlit_user").strip('"')
    claims = json.loads(decode_signed_value(COOKIE_SECRET, "_streamlit_user", cookie.encode()))
    assert claims["email"] == "b@wijken.example" and access.is_fresh(claims)
    assert decode_signed_value("een ander geheim", "_streamlit_user", cookie.encode()) is None
    written = log.read_text(encoding="utf-8")
    assert SECRET not in written and "b@wijken.example" not in written
    assert all(json.loads(line)["level"] for line in written.splitlines() if line.startswith("{"))
