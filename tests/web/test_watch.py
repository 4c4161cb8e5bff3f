"""/healthz and /metrics tell what is so, in a form that others can read; logs are lines of JSON without anybody in them."""

import json
import logging
import re
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from starlette.applications import Starlette

from answers import held
from loaders import store
from tests import small_store
from tests.conftest import ROOT
from tests.web.serving import serving
from web import logs, watch


@pytest.fixture(scope="module")
def client():
    with serving(Starlette(routes=watch.ROUTES, middleware=watch.MIDDLEWARE)) as found:
        yield found


@pytest.fixture
def real(tmp_path, monkeypatch):
    small_store.build(tmp_path)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    return tmp_path


def families(client):
    return {f.name: f for f in text_string_to_metric_families(client.ask("/metrics").text)}


def test_health_of_real_data(client, real):
    answer = client.ask("/healthz")
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
    assert answer.json["status"] == "ok" and not answer.json["problems"]
    assert answer.json["version"] == store.open_store(real).version
    assert 0 <= answer.json["age_seconds"] < 600


def test_health_tells_of_a_pull_that_failed_and_of_made_up_data(client, real, monkeypatch):
    with store.writer(real) as w:
        w.record_pull("rivm", 2024, {"status": "failed", "message": "dicht"})
    assert client.ask("/healthz").json["problems"] == ["rivm/2024: de laatste keer ophalen mislukte."]
    monkeypatch.setenv("DSW_DATA", str(real / "niets"))
    assert "verzonnen" in client.ask("/healthz").json["problems"][0]


def test_a_pull_that_fails_makes_no_data_newer(client, real):
    long_ago, now = "2026-01-02T03:04:05+00:00", "2026-11-30T12:00:00+00:00"
    with store.writer(real) as w:
        w.record_pull("rivm", 2024, {"status": "ok", "fetched": long_ago, "checked": long_ago})
    before = client.ask("/healthz").json
    manifest = json.loads((real / "manifest.json").read_text(encoding="utf-8"))
    assert before["sources"]["rivm"]["fetched"] == long_ago and before["sources"]["rivm"]["last_try"] == "ok"
    with store.writer(real) as w:
        w.record_pull("rivm", 2024, {"status": "failed", "message": "dicht", "fetched": long_ago, "checked": now})
    after = client.ask("/healthz").json
    rivm = after["sources"]["rivm"]
    assert (rivm["fetched"], rivm["checked"], rivm["tried"], rivm["last_try"]) == (long_ago, long_ago, now, "failed")
    assert after["made"] == before["made"] == manifest["created"]
    assert after["checked_seconds"] >= before["checked_seconds"] > 300 * 86400


def test_a_broken_store_is_not_well(client, real):
    (real / "manifest.json").write_text("{", encoding="utf-8")
    answer = client.ask("/healthz")
    assert answer.status == 503 and answer.json["problems"]


def test_metrics_count_runs_errors_and_answers(client, real):
    with watch.rerun("proefpagina"):
        pass
    with pytest.raises(ValueError), watch.rerun("proefpagina"):
        raise ValueError
    found = families(client)
    samples = {
        (s.name, s.labels.get("page")): s.value
        for name in ("dsw_rerun_seconds", "dsw_page_errors")
        for s in found[name].samples
    }
    assert samples["dsw_rerun_seconds_count", "proefpagina"] == 2
    assert samples["dsw_page_errors_total", "proefpagina"] == 1
    assert found["dsw_data"].samples[0].labels["version"] == store.open_store(real).version
    assert found["dsw_data_age_seconds"].samples[0].value >= 0
    before = next(s.value for s in families(client)["dsw_http_seconds"].samples if s.name.endswith("_count"))
    assert before >= 1


def test_metrics_count_the_answers_that_are_kept(client, real):
    def kept():
        return families(client)["dsw_answers_kept"].samples[0].value

    double = held.remembered(2)(lambda number: 2 * number)
    held.forget()
    assert kept() == held.count() == 0
    assert [double(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert kept() == held.count() == 2
    held.forget()
    assert kept() == 0


def test_every_metric_in_the_alerts_exists(client, real):
    watch.rerun("start").__enter__()
    asked = set(re.findall(r"dsw_[a-z_]+", (ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8")))
    given = {s.name for f in families(client).values() for s in f.samples} | {"dsw_page_errors_total"}
    assert asked <= given


def test_a_log_line_is_json_and_keeps_to_its_fields(monkeypatch):
    record = logging.LogRecord("ui.proef", logging.INFO, "x", 1, "opgeslagen %s", ("a",), None)
    record.reference, record.ip = "12ab34cd", "203.0.113.9"
    told = json.loads(logs.Json().format(record))
    assert told["message"] == "opgeslagen a" and told["reference"] == "12ab34cd" and told["level"] == "info"
    assert "203.0.113.9" not in json.dumps(told)


def test_every_field_of_the_log_is_documented():
    text = Path(ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in logs.FIELDS)


@pytest.mark.parametrize(
    "given", ["/api/x\n2026-12-01 INFO alles is goed", "a\r\nb", "\x1b[2Jweg", "een\u2028twee", "\x85"]
)
def test_what_comes_from_outside_begins_no_line_of_the_log(given: str) -> None:
    make = logs.in_one_line(logging.LogRecord)
    record = make("web", logging.ERROR, "x.py", 1, "API %s: %s", ("1a2b", given), None)
    said = logging.Formatter("%(message)s").format(record)
    assert said.startswith("API 1a2b: ") and len(said.splitlines()) == 1 and "\x1b" not in said
