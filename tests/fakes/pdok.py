"""A small PDOK over real HTTP: the WFS of the Wijk- en buurtkaart, with two made-up gemeenten and faults to order.

GM9001 and GM9002 lie side by side, each 2 by 2 km, with two wijken and four buurten of 1 by 1 km. Each layer also
holds a piece of water and a piece of Belgian territory, as the real ones do.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

Feature = dict[str, Any]
WEST, SOUTH, SIDE = 120_000.0, 480_000.0, 1_000.0
KINDS = {"gemeenten": "gemeente", "wijken": "wijk", "buurten": "buurt"}


def box(column: float, row: float, columns: float, rows: float) -> dict[str, Any]:
    """A rectangle in RD metres on the 1 km grid, with a vertex at every kilometre, so that neighbours share them."""
    west, south, east, north = column, row, column + columns, row + rows
    south_side = [[west + i, south] for i in range(int(columns))]
    east_side = [[east, south + i] for i in range(int(rows))]
    north_side = [[east - i, north] for i in range(int(columns))]
    west_side = [[west, north - i] for i in range(int(rows))]
    ring = [*south_side, *east_side, *north_side, *west_side, [west, south]]
    return {"type": "Polygon", "coordinates": [[[WEST + x * SIDE, SOUTH + y * SIDE] for x, y in ring]]}


def feature(kind: str, code: str, name: str, geometry: dict[str, Any] | None, water: str = "NEE") -> Feature:
    """A feature as the service gives it: padded text, figures beside the names, -99997 for what is not known."""
    gemeente = f"GM{code[2:6]}"
    properties = {
        f"{kind}code": f"{code}  ",
        f"{kind}naam": f" {name} ",
        "gemeentecode": gemeente,
        "gemeentenaam": f"Gemeente {gemeente[-1]}",
        "water": water,
        "aantalInwoners": -99997,
    }
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def layers() -> dict[str, list[Feature]]:
    """The three layers of one year, in no particular order; change them as a test needs."""
    found: dict[str, list[Feature]] = {name: [] for name in KINDS}
    for number in (2, 1):
        left = (number - 1) * 2
        found["gemeenten"].append(feature("gemeente", f"GM900{number}", f"Gemeente {number}", box(left, 0, 2, 2)))
        for half in (0, 1):
            wijk = f"900{number}0{half}"
            shape = box(left + half, 0, 1, 2)
            found["wijken"].append(feature("wijk", f"WK{wijk}", f"Wijk {number}.{half}", shape))
            for row in (1, 0):
                code = f"BU{wijk}0{row}"
                name = f"Buurt {number}.{half}.{row}"
                found["buurten"].append(feature("buurt", code, name, box(left + half, row, 1, 1)))
    for name, kind in KINDS.items():
        tail = {"gemeente": "", "wijk": "99", "buurt": "9999"}[kind]
        prefix = {"gemeente": "GM", "wijk": "WK", "buurt": "BU"}[kind]
        found[name].append(feature(kind, f"{prefix}9001{tail}", "", box(0, 2, 4, 1), water="JA"))
        found[name].append(feature(kind, f"{prefix}9999{tail}", "", box(4, 0, 1, 1), water="B"))
    return found


@dataclass
class Pdok:
    """What the service holds and how it misbehaves.

    ``years``: layers by year. ``page``: most features it gives at once. ``faults``: what to do to the next requests for
    features, one each: "500", "html", "cut", "exception" (an OGC report), "short" (an empty page), "overlap" (always
    the first page). ``asked``: the query of every request so far.
    """

    years: dict[int, dict[str, list[Feature]]] = field(default_factory=lambda: {2024: layers()})
    ogc: dict[int, dict[str, list[Feature]]] = field(default_factory=dict)
    page: int = 3
    faults: list[str] = field(default_factory=list)
    ids: bool = True
    unknown_layer_code: int = 400
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def pages_asked(self) -> list[dict[str, str]]:
        """The requests for features, without those that only count."""
        return [query for query in self.asked if query.get("resulttype") != "hits"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: sent apart, each answer waits 40 ms for the other side's receipt
    pdok: Pdok

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name.lower(): values[-1] for name, values in parse_qs(url.query).items()}
        self.pdok.asked.append(query)
        if ogc := re.fullmatch(r"/cbs/wijken-en-buurten-(\d{4})/ogc/v1/collections/(\w+)/items", url.path):
            self._ogc(self.pdok.ogc.get(int(ogc[1]), {}).get(ogc[2]), query)
            return
        path = re.fullmatch(r"/cbs/wijkenbuurten/(\d{4})/wfs/v1_0", url.path)
        year = self.pdok.years.get(int(path[1])) if path else None
        if year is None:
            self._send(404, b"<html>Not Found</html>", "text/html")
        elif query["typenames"].removeprefix("wijkenbuurten:") not in year:
            self._report("InvalidParameterValue", "typeNames", self.pdok.unknown_layer_code)
        else:
            self._layer(year[query["typenames"].removeprefix("wijkenbuurten:")], query)

    def _layer(self, features: list[Feature], query: dict[str, str]) -> None:
        if query.get("resulttype") == "hits":
            body = f'<wfs:FeatureCollection numberMatched="{len(features)}" numberReturned="0"/>'
            self._send(200, body.encode(), "text/xml")
            return
        fault = self.pdok.faults.pop(0) if self.pdok.faults else ""
        if fault == "500":
            self._send(500, b"The service is unavailable.", "text/plain")
        elif fault == "html":
            self._send(200, b"<!DOCTYPE html><html><h1>Onderhoud</h1></html>", "text/html")
        elif fault == "exception":
            self._report("NoApplicableCode", "", 200)
        else:
            start = 0 if fault == "overlap" else int(query["startindex"])
            stop = start if fault == "short" else start + min(self.pdok.page, int(query["count"]))
            self._send(200, self._collection(features, start, stop), "application/json", cut=fault == "cut")

    def _ogc(self, features: list[Feature] | None, query: dict[str, str]) -> None:
        fault = self.pdok.faults.pop(0) if self.pdok.faults else ""
        if features is None:
            self._send(404, b"{}", "application/json")
        elif fault in ("500", "html"):
            body = b"<!DOCTYPE html><html>Onderhoud</html>" if fault == "html" else b"geen dienst"
            self._send(500 if fault == "500" else 200, body, "text/html")
        else:
            start = int(query.get("cursor", 0))
            stop = start + min(self.pdok.page, int(query["limit"]))
            answer = json.loads(self._collection(features, start, stop))
            following = urlencode({**query, "cursor": 0 if fault == "circle" else stop})
            more = [{"rel": "next", "href": f"https://api.pdok.nl/x?{following}"}] if stop < len(features) else []
            answer["links"] = [{"rel": "self", "href": self.path}, *more]
            self._send(200, json.dumps(answer).encode(), "application/geo+json", cut=fault == "cut")

    def _collection(self, features: list[Feature], start: int, stop: int) -> bytes:
        numbered = [{**one, "id": f"laag.{i}"} if self.pdok.ids else one for i, one in enumerate(features)]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
        return json.dumps({"type": "FeatureCollection", "crs": crs, "features": numbered[start:stop]}).encode()

    def _report(self, code: str, locator: str, status: int) -> None:
        where = f' locator="{locator}"' if locator else ""
        body = f'<ows:ExceptionReport><ows:Exception exceptionCode="{code}"{where}/></ows:ExceptionReport>'
        self._send(status, body.encode(), "text/xml")

    def _send(self, status: int, body: bytes, kind: str, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True


@contextmanager
def serve() -> Iterator[Pdok]:
    """A running service on loopback; ``url`` is its base address."""
    pdok = Pdok()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"pdok": pdok}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    pdok.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield pdok
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
