"""Answers that a publisher might give when it is broken: OData, its bulk download, boundaries, zip files, and a whole pull on them."""

from __future__ import annotations

import contextlib
import json
import math
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import strategies as some
from shapely.geometry import box, mapping

from loaders import store
from loaders.places import geojson, shapes
from loaders.pulling import runner
from loaders.reading import odata
from loaders.reading.http import Client, SourceError
from loaders.sources import cbs_kwb, cbs_postcode, leefbaarometer, politie, regions
from tests.fakes import cbs, cubes
from tests.fuzz import mutate
from tests.fuzz.target import Target
from tests.loaders.sources import tables

CHANCES = some.randoms(use_true_random=True)
TABLE = "47018NED"
# Where an answer may say that the rest of it is; the last ones go on for ever.
NEXT = [
    None,
    "",
    0,
    5,
    [],
    {},
    True,
    "x",
    "http://[::1",
    "?$skip=10",
    "https://elders.invalid/x?$skip=2",
    "http://a/b?" + "x" * 9_000,
    "{same}",
    "{more}",
    "{more}",
]


def _client() -> Client:
    return Client(attempts=2, timeout=(5.0, 5.0), sleep=lambda _: None)


# ---------------------------------------------------------------- OData, page by page


ROWS = [
    {"Key": f"WK9001{i:02d}  ", "Title": f"Wijk {i}", "A_1": i, "B_2": i + 0.5 if i % 3 else None} for i in range(6)
]
DOCUMENTS: dict[str, Any] = {
    "TableInfos": {"value": [{"Title": "Kerncijfers", "Modified": "2026-01-01T02:00:00", "Identifier": "X"}]},
    "DataProperties": {
        "value": [
            {
                "ID": 0,
                "ParentID": None,
                "Type": "GeoDetail",
                "Key": "WijkenEnBuurten",
                "Title": "Wijken",
                "Description": "",
            },
            {"ID": 1, "ParentID": None, "Type": "TimeDimension", "Key": "Perioden", "Title": "Perioden"},
            {"ID": 2, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": "Groep "},
            {"ID": 3, "ParentID": 2, "Type": "Topic", "Key": "A_1", "Title": "A", "Unit": "aantal", "Default": None},
        ]
    },
    "Perioden": {"value": [{"Key": "2024JJ00", "Title": "2024", "Status": "Definitief"}]},
    "Tables": {"value": [{"Identifier": "X", "Title": "Kerncijfers ", "Modified": "2026-01-01"}]},
    "TypedDataSet": {"odata.metadata": "x", "value": ROWS},
    "WijkenEnBuurten": {"value": [{"Key": row["Key"], "Title": row["Title"]} for row in ROWS]},
}
Answers = tuple[dict[str, bytes], Any]


@some.composite
def answers(draw: some.DrawFn) -> Answers:
    """The body of every entity, some of them wrong, and where the data go on."""
    chance = draw(CHANCES)
    bodies = {}
    for name, document in DOCUMENTS.items():
        made = mutate.of_json(chance, document) if chance.random() < 0.6 else document
        bodies[name] = mutate.as_bytes(chance, made) if chance.random() < 0.5 else json.dumps(made).encode()
    return bodies, chance.choice(NEXT) if chance.random() < 0.5 else None


@contextlib.contextmanager
def odata_service() -> Iterator[Callable[[Answers], None]]:
    """A check that asks every question of the OData loader to a service that gives just these answers."""
    now: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else the body waits 40 ms until the head is acknowledged

        def log_message(self, *_: Any) -> None: ...

        def do_GET(self) -> None:
            body = now["bodies"].get(urlsplit(self.path).path.rpartition("/")[2], b"")
            if now["next"] is not None and b'"value"' in body and body.endswith(b"}"):
                now["asked"] += 1
                link = {"{same}": self.path, "{more}": f"x?$skip={now['asked']}"}.get(str(now["next"]), now["next"])
                body = body[:-1] + b', "odata.nextLink": ' + json.dumps(link).encode() + b"}"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with _listening(Handler) as base, pytest.MonkeyPatch.context() as patch:
        patch.setattr(odata, "MOST_PAGES", 20)

        def check(case: Answers) -> None:
            now.update(bodies=case[0], next=case[1], asked=0)
            _ask(base)

        yield check


def _ask(base: str) -> None:
    with contextlib.suppress(SourceError):
        odata.table_info(_client(), base, "X")
    with contextlib.suppress(SourceError):
        odata.topics(_client(), base, "X")
    with contextlib.suppress(SourceError):
        odata.members(_client(), base, "X", "Perioden")
    with contextlib.suppress(SourceError):
        odata.find_table(_client(), base, "Kerncijfers", None)
    with contextlib.suppress(SourceError):
        assert all(isinstance(name, str) for name in odata.titles(_client(), base, "X", "WijkenEnBuurten").values())
    with contextlib.suppress(SourceError):
        got = odata.values(_client(), base, "X", key="Key", numbers=["A_1", "B_2"], texts=["Title"])
        assert got.numbers.shape == (len(got.regions), 2) and len(got.texts["Title"]) == len(got.regions)
        assert all(math.isnan(n) or math.isfinite(n) for n in got.numbers.ravel())


@contextlib.contextmanager
def _listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    # A client that has had enough of an answer hangs up.
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


# ---------------------------------------------------------------- a page in parts, without a network


@some.composite
def pages(draw: some.DrawFn) -> tuple[bytes, int]:
    chance = draw(CHANCES)
    document = DOCUMENTS["TypedDataSet"] | {"odata.nextLink": "x?$skip=6"}
    return mutate.as_bytes(chance, mutate.of_json(chance, document)), chance.choice((1, 7, 65_536))


@contextlib.contextmanager
def rows_in_parts() -> Iterator[Callable[[tuple[bytes, int]], None]]:
    """A check that feeds one page to the parser in parts."""

    def check(case: tuple[bytes, int]) -> None:
        data, size = case
        size = size if len(data) < 5_000 else 65_536
        rows = odata._Rows(["Key", "Title"], ["A_1", "B_2"])
        with contextlib.suppress(ValueError, RecursionError):
            for at in range(0, len(data), size):
                rows.feed(data[at : at + size])
            page = rows.finish()
            assert len(page.texts["Key"]) == len(page.numbers)
            assert page.following is None or isinstance(page.following, str)

    yield check


# ---------------------------------------------------------------- files: zip, csv, boundaries


@cache
def _bulk() -> bytes:
    return cbs.bulk(cbs.table(2020))


def _scores() -> bytes:
    head = ["bu_code", "wk_code", "gm_code", "jaar", leefbaarometer.ABOVE, *leefbaarometer.COLUMNS.values()]
    lines = [";".join(head)] + [";".join(["BU90010000", "WK900100", "GM9001", "2022", *["4,1"] * (len(head) - 4)])] * 3
    text = "\n".join(lines).encode()
    return mutate.zipped(
        [(f"open-data/Leefbaarometer-scores {level}.csv", text) for level in ("buurt", "wijk", "gemeente")]
    )


def _addresses() -> bytes:
    lines = ["PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024"] + [f"1011AB;{n};3630000;363000;363" for n in range(5)]
    return mutate.zipped([("pc6hnr20240801_gwb.csv", "\n".join(lines).encode())])


def _boundaries() -> dict[str, Any]:
    features = []
    for i in range(4):
        shape = mapping(box(120_000 + 1_000 * i, 480_000, 121_000 + 1_000 * i, 481_000))
        about = {
            "wijkcode": f"WK9001{i:02d}",
            "wijknaam": f"Wijk {i}",
            "gemeentenaam": "Voordorp",
            "gemeentecode": "GM9001",
            "water": "NEE",
        }
        features.append(
            {"type": "Feature", "id": f"wijken.{i}", "properties": about, "geometry": json.loads(json.dumps(shape))}
        )
    return {"type": "FeatureCollection", "features": features}


@some.composite
def downloads(draw: some.DrawFn) -> tuple[str, bytes]:
    chance = draw(CHANCES)
    kind = chance.choice(("bulk", "scores", "addresses", "boundaries", "boundaries"))
    if kind == "boundaries":
        return kind, mutate.as_bytes(chance, mutate.of_json(chance, _boundaries()))
    return kind, mutate.of_zip(chance, {"bulk": _bulk, "scores": _scores, "addresses": _addresses}[kind]())


@contextlib.contextmanager
def reading() -> Iterator[Callable[[tuple[str, bytes]], None]]:
    """A check that reads a downloaded file as its loader does."""

    def check(case: tuple[str, bytes]) -> None:
        with contextlib.suppress(SourceError):
            _READ[case[0]](case[1])

    yield check


def _read_bulk(data: bytes) -> None:
    made = odata.Bulk("X", data)
    made.modified()
    keys = [topic.key for topic in made.topics()]
    names = made.titles()
    assert made.values(keys, list(names)).numbers.shape == (len(names), len(keys))


def _read_boundaries(data: bytes) -> None:
    # The client takes both for a damaged answer.
    with contextlib.suppress(ValueError, RecursionError):
        frame, _ = shapes.cleaned(regions.land(regions.read_page(data, "wijk", "Grenzen"), "wijk", "Grenzen"))
        if not frame.empty:
            frame = shapes.simplified(frame, 10.0, _)
            whole, parts = geojson.browser_files("wijk", frame)
            assert all(json.loads(text) for text in (whole or b"{}", *parts.values()) if text != b"{}")


_READ: dict[str, Callable[[bytes], Any]] = {
    "bulk": _read_bulk,
    "scores": lambda data: leefbaarometer.read(data, "wijk"),
    "addresses": lambda data: cbs_postcode.read(data, 2024, "Adressen"),
    "boundaries": _read_boundaries,
}


# ---------------------------------------------------------------- a whole pull


@contextlib.contextmanager
def pulling() -> Iterator[Callable[[Random], None]]:
    """A check that pulls two sources from services whose answers go wrong now and then."""
    at: dict[str, Random] = {}
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        patch.setattr(odata, "MOST_PAGES", 20)
        for kind in (cubes._Handler, cbs._Handler):
            patch.setattr(kind, "body", _wrongly(kind.body, at))
        crime = stack.enter_context(cubes.serving({TABLE: tables.crime()}))
        core = stack.enter_context(cbs.serving(2020))
        patch.setenv("DSW_DERDEN_URL", crime.base)
        patch.setenv("DSW_CBS_URL", core.base)
        patch.setenv("DSW_CBS_V4_URL", core.base)
        patch.setenv("DSW_CBS_DOWNLOAD_URL", core.base)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def check(chance: Random) -> None:
            at["chance"] = chance
            for source, year in ((politie.SOURCE, 2024), (cbs_kwb.SOURCE, 2020)):
                for result in runner.run(runner.Plan([source], [year], root=folder, force=True)):
                    assert "onverwachte fout" not in result.message, result.message
            held = store.open_store(folder)
            for level in ("gemeente", "wijk"):
                for year in held.years(level):
                    values = held.observations(level=level, years=[year])["value"].dropna()
                    assert values.map(math.isfinite).all()

        yield check


def _wrongly(body: Callable[..., Any], at: dict[str, Random]) -> Callable[..., Any]:
    def wrong(self: Any, parts: list[str], query: dict[str, str]) -> tuple[bytes | None, str]:
        data, kind = body(self, parts, query)
        chance = at["chance"]
        if data is None or chance.random() < 0.7:
            return data, kind
        if kind == "application/zip":
            return mutate.of_zip(chance, data), kind
        return mutate.as_bytes(chance, mutate.of_json(chance, json.loads(data), 2)), kind

    return wrong


TARGETS = (
    Target("odata", answers(), odata_service, 20),
    Target("odata-page", pages(), rows_in_parts, 150),
    Target("downloads", downloads(), reading, 80),
    Target("pull", CHANCES, pulling, 4),
)
