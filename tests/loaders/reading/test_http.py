"""The client against a real server that misbehaves: what it cures, what it refuses, and what it says."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from loaders.reading.http import Client, NotAvailable, SourceError, base_url
from tests.fakes import cbs

PATH = "/ODataFeed/odata/84799NED/TableInfos"


@pytest.fixture
def fake():
    with cbs.serving(2020) as running:
        yield running


@pytest.fixture
def waits():
    return []


@pytest.fixture
def client(waits):
    return Client(attempts=3, timeout=(2, 2), sleep=waits.append)


def get(client, fake, **more):
    return client.get_json(fake.base + PATH, what="Tabel 84799NED", **more)


@pytest.mark.parametrize("kind", ["500", "429", "html", "cut", "drop"])
def test_a_passing_fault_is_cured(client, fake, kind):
    fake.faults.append([kind, 2, ""])
    assert get(client, fake)["value"][0]["Title"] == "Kerncijfers 2020"
    assert len(fake.log) == 3


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("500", "fout 500"),
        ("429", "fout 429"),
        ("html", "webpagina"),
        ("cut", "brak af"),
        ("drop", "verbinding"),
    ],
)
def test_a_lasting_fault_says_what_failed_why_and_what_to_do(client, fake, kind, why):
    fake.faults.append([kind, 99, ""])
    with pytest.raises(SourceError, match=why) as raised:
        get(client, fake)
    assert "Tabel 84799NED: na 3 pogingen" in str(raised.value)
    assert "probeer het later opnieuw" in str(raised.value)
    assert len(fake.log) == 3


def test_waits_twice_as_long_each_time_unless_the_publisher_says_how_long(client, fake, waits):
    fake.faults += [["500", 1, ""], ["429", 1, ""]]
    get(client, fake)
    assert waits == [0.5, 3.0]


def test_a_trickle_is_broken_off(fake):
    fake.faults.append(["slow", 99, ""])
    slow = Client(attempts=2, stall=0.05, stall_bytes=1000, sleep=lambda _: None)
    with pytest.raises(SourceError, match="te traag"):
        get(slow, fake)


def test_what_is_not_there_is_not_an_error_and_is_asked_once(client, fake):
    with pytest.raises(NotAvailable, match="Tabel X: niet bij de bron"):
        client.get_json(f"{fake.base}/ODataFeed/odata/X/TableInfos", what="Tabel X")
    assert len(fake.log) == 1


def test_a_refusal_is_not_tried_again(client, fake):
    fake.faults.append(["403", 99, ""])
    with pytest.raises(SourceError, match="weigerde"):
        get(client, fake)
    assert len(fake.log) == 1


def test_no_server_at_all(client):
    with pytest.raises(SourceError, match="verbinding"):
        client.get_bytes("http://127.0.0.1:9/", what="De bron")


def test_a_zip_that_is_none(client, fake):
    with pytest.raises(SourceError, match="geen ZIP"):
        client.get_bytes(fake.base + PATH, what="Tabel", expect="zip")


def test_keeps_the_answer_as_it_came_with_its_sha256(fake):
    kept = {}
    seen = []
    client = Client(keep=kept.__setitem__, received=lambda count, _: seen.append(count))
    body = client.get_bytes(fake.base + PATH, what="Tabel")
    (raw,) = client.raw
    assert raw.sha256 == hashlib.sha256(body).hexdigest()
    assert raw.url == fake.base + PATH
    assert raw.bytes == len(body) == seen[-1]
    assert gzip.decompress(kept[raw.sha256]) == body


def test_keeps_nothing_of_a_damaged_answer(fake, waits):
    kept = {}
    fake.faults.append(["cut", 99, ""])
    with pytest.raises(SourceError):
        get(Client(keep=kept.__setitem__, attempts=2, sleep=waits.append), fake)
    assert kept == {}


def test_addresses_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("DSW_CBS_URL", "http://127.0.0.1:1/")
    monkeypatch.delenv("DSW_PDOK_URL", raising=False)
    assert base_url("DSW_CBS_URL") == "http://127.0.0.1:1"
    assert base_url("DSW_PDOK_URL") == "https://service.pdok.nl"
