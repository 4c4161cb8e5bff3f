"""The map's files over HTTP: found, compressed, kept by browsers, and nothing else of the disk reachable."""

import gzip
import hashlib
import json

import pytest

from loaders import store
from tests.web.serving import serving
from web import kept, server

CONTENT = json.dumps({"type": "FeatureCollection", "features": [{"properties": {"naam": "Súdwest"}}] * 50}).encode()
NAME = f"{hashlib.sha256(CONTENT).hexdigest()[:16]}.json"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder and a demo folder apart from the project's own."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(store, "DEMO", tmp_path / "demo")
    for name in ("data", "demo"):
        (tmp_path / name / "geo").mkdir(parents=True)
    (tmp_path / "data" / "geo" / NAME).write_bytes(CONTENT)
    return tmp_path


@pytest.fixture(scope="module")
def served():
    with serving() as client:
        yield client


@pytest.fixture
def client(served, folder):
    return served


def test_file_is_served_to_keep_for_good(client):
    answer = client.ask(f"/geo/{NAME}")
    assert answer.status == 200
    assert answer.body == CONTENT
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_file_is_compressed_for_who_can_read_that_and_plain_for_who_cannot(client):
    zipped = client.ask(f"/geo/{NAME}", encoding="gzip, br")
    plain = client.ask(f"/geo/{NAME}")
    assert zipped.headers["content-encoding"] == "gzip"
    assert len(zipped.body) < len(CONTENT) / 5
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(zipped.body) == plain.body == CONTENT


def test_head_says_what_get_would_without_a_body(client):
    answer = client.ask(f"/geo/{NAME}", method="HEAD")
    assert answer.status == 200
    assert answer.body == b""
    assert int(answer.headers["content-length"]) == len(CONTENT)


def test_map_of_the_demo_is_found_beside_pulled_data(client, folder):
    name = f"{hashlib.sha256(b'{}').hexdigest()[:16]}.json"
    (folder / "demo" / "geo" / name).write_bytes(b"{}")
    assert client.ask(f"/geo/{name}").body == b"{}"


def test_map_that_is_not_what_was_written_is_not_served(client, folder):
    (folder / "data" / "geo" / NAME).write_bytes(CONTENT.replace(b"S", b"s"))
    answer = client.ask(f"/geo/{NAME}")
    assert answer.status == 404 and answer.headers["cache-control"] == "no-store"


def test_map_of_an_older_version_is_found_as_long_as_it_is_on_disk(client, folder):
    (folder / "data" / "manifest.json").write_text('{"demo": false, "version": "nieuw", "boundaries": {}}')
    assert client.ask(f"/geo/{NAME}").status == 200


def test_unknown_map_is_told_in_dutch_and_not_remembered(client):
    answer = client.ask("/geo/ffffffffffffffff.json")
    assert answer.status == 404
    assert "Laad de pagina opnieuw" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    [
        "../manifest.json",
        "..%2Fmanifest.json",
        "..%2F..%2Fsecret.json",
        "%2e%2e%2fmanifest.json",
        "..%5Cmanifest.json",
        "manifest.json",
        "0123456789abcdef.json%00",
        "0123456789abcdef.json%0A",
        "0123456789ABCDEF.json",
        "0123456789abcdef.parquet",
        "0123.json",
        "a" * 65 + ".json",
        "",
        "%E2%80%A6.json",
    ],
)
def test_no_other_name_ever_reaches_the_disk(client, folder, name, monkeypatch):
    (folder / "data" / "manifest.json").write_text("geheim")
    (folder / "secret.json").write_text("geheim")
    asked = []
    monkeypatch.setattr(server, "_read", lambda *arguments: asked.append(arguments))
    answer = client.ask(f"/geo/{name}")
    assert answer.status == 404
    assert "geheim" not in answer.text
    assert not asked


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading_is_possible(client, method):
    assert client.ask(f"/geo/{NAME}", method=method).status == 405


def test_memory_holds_no_more_than_the_limit(tmp_path):
    import random

    noise = random.Random(1)
    paths = [tmp_path / f"{number}.json" for number in range(5)]
    for path in paths:
        path.write_bytes(noise.randbytes(1000))
    held = kept.Compressed(limit=2500)
    for path in paths:
        assert gzip.decompress(held.get(path, path.read_bytes)) == path.read_bytes()
    assert list(held._held) == paths[-2:]
    paths[-1].unlink()
    assert gzip.decompress(held.get(paths[-1], paths[-1].read_bytes)), "a file that is held is not read again"
