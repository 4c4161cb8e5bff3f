"""The data service of Amsterdam and a Swing site over real HTTP, with a few made-up figures and faults to order."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

# (year, area, variable, value) as the service gives them: NA is a wijk, "" is no figure, DX01 and M lie in between.
BBGA: list[tuple[int, str, str, Any]] = [
    (2022, "STAD", "IMINHH130_P", 16.1),
    (2022, "M", "IMINHH130_P", 17.0),
    (2022, "MA", "IMINHH130_P", "14,5"),
    (2022, "NA", "IMINHH130_P", 22),
    (2022, "NB", "IMINHH130_P", ""),
    (2022, "DX01", "IMINHH130_P", 18),
    (2022, "MA01", "IMINHH130_P", 12.5),
    (2022, "MA02", "IMINHH130_P", 90),
    (2022, "NA01", "IMINHH130_P", None),
    (2022, "NA02", "IMINHH130_P", "25.5"),
    (2022, "STAD", "LBUURT_R", 7.6),
    (2022, "MA", "LBUURT_R", 7.9),
    (2022, "NA", "LBUURT_R", "7,1"),
    (2022, "NB", "LBUURT_R", 6.8),
    (2022, "STAD", "V_ONVBELEVING_I", 101),
    (2022, "NA", "V_ONVBELEVING_I", 118),
    (2021, "STAD", "IMINHH130_P", 16.9),
    (2021, "NA", "IMINHH130_P", 23),
    (2022, "NA", "BEV0_17", 812),
    (2055, "STAD", "IMINHH130_P", 10),
]

# (variable, level of the site) → rows of area, period and value as text.
SWING: dict[tuple[str, str], list[list[str]]] = {
    ("phhink125", "utrecht"): [["Utrecht", "2022", "12.4"], ["Utrecht", "2021", "12.9"]],
    ("phhink125", "wijk"): [
        ["West", "2022", "9.5"],
        ["Noordwest", "2022", "16.25"],
        ["Overvecht", "2022", "27"],
        ["Binnenstad", "2022", "?"],
        ["Vleuten-De Meern", "2022", "5.1"],
        ["Overfecht-Noord", "2022", "30.0"],
        ["Onbekend", "2022", "1.0"],
        ["West", "2021", "9.9"],
        ["Overvecht", "2021", "28"],
    ],
    ("phhink125", "buurt"): [["Lombok-Oost", "2022", "11.0"], ["Zamenhofdreef en omgeving", "2022", "x"]],
    ("vmu_jmu_ervgez", "utrecht"): [["Utrecht", "2022", "83"]],
    ("vmu_jmu_ervgez", "wijk"): [
        ["West", "2022", "84,5"],
        ["Noordwest", "2022", "80,25"],
        ["Overvecht", "2022", "-"],
        ["Binnenstad", "2022", "86"],
        ["Vleuten-De Meern", "2022", "88"],
    ],
}


@dataclass
class Cities:
    """What is served; ``faults`` are handed out first: a status or "html". ``folder`` is where Swing lives."""

    bbga: list[tuple[int, str, str, Any]] = field(default_factory=lambda: list(BBGA))
    swing: dict[tuple[str, str], list[list[str]]] = field(
        default_factory=lambda: {key: [list(row) for row in rows] for key, rows in SWING.items()}
    )
    folder: str = "viewer"
    headers: list[str] = field(default_factory=lambda: ["Gebied", "Periode", "Waarde"])
    always_next: bool = False
    renamed: bool = False
    status: int = 0
    faults: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    url: str = ""

    def body(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        """The document at a path; None for a 404."""
        if path == "/v1/bbga/kerncijfers/":
            return self._page(query)
        if path == f"/{self.folder}/selectiontableasjson.ashx":
            return self._table(query)
        return None

    def _page(self, query: dict[str, str]) -> dict[str, Any] | None:
        rows = [
            {"jaar": year, "gebiedcode15": area, "indicatorDefinitieId": name, "waarde": value}
            for year, area, name, value in self.bbga
            if name == query["indicatorDefinitieId"] and query.get("jaar", str(year)) == str(year)
        ]
        size, page = int(query["_pageSize"]), int(query["page"])
        if page > 1 and (page - 1) * size >= len(rows):
            return None
        more = self.always_next or page * size < len(rows)
        links = {"next": {"href": f"https://elsewhere/?page={page + 1}"}} if more else {}
        key = "cijfers" if self.renamed else "kerncijfers"
        return {"_links": links, "_embedded": {key: rows[(page - 1) * size : page * size]}, "page": {"number": page}}

    def _table(self, query: dict[str, str]) -> dict[str, Any] | None:
        rows = self.swing.get((query["var"], query["geolevel"]))
        if rows is None:
            return None
        newest = max((row[1] for row in rows), default="")
        wanted = [newest] if query["period"] == "mostrecent" else query["period"].split(",")
        heads = [{"name": name, "type": "text"} for name in self.headers]
        return {"headers": heads, "rows": [row for row in rows if row[1] in wanted]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body waits 40 ms until the head is acknowledged
    cities: Cities

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.cities.log.append(self.path)
        fault = self.cities.faults.pop(0) if self.cities.faults else ""
        if fault == "html":
            self.answer(b"<!DOCTYPE html><html><body>Onderhoud</body></html>" * 3)
        elif fault or self.cities.status:
            self.answer(b'{"message": "No API key found in request"}', int(fault or self.cities.status))
        else:
            document = self.cities.body(url.path, {k: v[-1] for k, v in parse_qs(url.query).items()})
            self.answer(json.dumps(document or {}).encode(), 200 if document else 404)

    def answer(self, body: bytes, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[Cities]:
    """Both services running at one address."""
    cities = Cities()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"cities": cities}))
    server.daemon_threads = True
    cities.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield cities
    finally:
        server.shutdown()
        server.server_close()
