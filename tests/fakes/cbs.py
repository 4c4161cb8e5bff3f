"""A small CBS over real HTTP: OData v3 and the v4 bulk download, with made-up gemeenten and faults to order.

Each table has the columns that the column file expects of its year, 1 country, 2 gemeenten, 6 wijken and 18 buurten,
keys and texts padded as CBS pads them. A value is ``value(region number, variable)``, so that a test can check any.
Links to a next page name the real host, as CBS does whatever address one used.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import xlsxwriter

from loaders.sources import cbs_kwb

GEMEENTEN = {"GM9001": "Voordorp", "GM9002": "Achterdorp"}
BLOCKED = "TijdelijkNietBeschikbaar"


def regions() -> dict[str, str]:
    """Every code with its name, the country first; wijk codes hold letters, as some real ones do."""
    found = {"NL00": "Nederland", **GEMEENTEN}
    found |= {f"WK{g[2:]}{w}": f"Wijk {w} van {name}" for g, name in GEMEENTEN.items() for w in ("00", "01", "AA")}
    wijken = [code for code in found if code.startswith("WK")]
    return found | {f"BU{w[2:]}0{n}": f"Buurt {n}" for w in wijken for n in range(3)}


def value(number: int, variable: str) -> float:
    """The figure of a region (by its place in ``regions()``): within the bounds of its kind, some with a decimal."""
    kind = {v.id: v.kind for v in cbs_kwb.VARIABLES}[variable]
    seed = sum(map(ord, variable)) % 17
    return {
        "class": float(1 + (number + seed) % 5),
        "share": (number * 3 + seed) % 100 + 0.5,
        "median": number * 2.5 - 10,
    }.get(kind, float(10 * number + seed))


@dataclass
class FakeTopic:
    """One column: its v3 name without number, title, unit, topic group, and whose values it holds."""

    stem: str
    unit: str
    variable: str
    group: str = "Groep"
    code: str = ""


@dataclass
class FakeTable:
    """One release of one table. Change what a test needs; ``shift`` moves the number at the end of every key."""

    year: int
    modified: str = "2026-01-01T02:00:00"
    shift: int = 0
    topics: list[FakeTopic] = field(default_factory=list)
    cells: dict[tuple[str, str], float | None] = field(default_factory=dict)
    blocked: bool = False

    def keys(self) -> dict[str, FakeTopic]:
        """The topics by their key in this release."""
        return {f"{t.stem}_{i + 1 + self.shift}": t for i, t in enumerate(self.topics)}

    def cell(self, code: str, number: int, topic: FakeTopic) -> Any:
        """What one cell holds: padded text, a number, or None."""
        if topic.variable == "region":
            return code.ljust(10)
        if topic.variable == "change":
            return "." if code == "NL00" else "1"
        if topic.variable == "":
            return -5.0
        return self.cells.get((code, topic.stem), value(number, topic.variable))

    def topic(self, stem: str) -> FakeTopic:
        """The topic of this name."""
        return next(t for t in self.topics if t.stem == stem)


def table(year: int) -> FakeTable:
    """A table with every column that the column file knows for this year, and two that carry a known name elsewhere."""
    made = FakeTable(year)
    for column in cbs_kwb.layout(year).columns:
        for part in column.names[-1]:
            # The number after a v4 code only tells two measures of one table apart.
            code = f"{column.codes[-1]}_{len(made.topics)}" if column.codes else ""
            made.topics.append(FakeTopic(part, column.unit, column.variable, column.group or "Groep", code))
    if any(t.stem == "Nederland" for t in made.topics):
        made.topics.append(FakeTopic("Nederland", "aantal", "", "Geboren in Nederland"))
        made.topics.append(FakeTopic("Nederland", "aantal", "", "Geboren buiten Nederland"))
    return made


@dataclass
class FakeCBS:
    """The tables it serves by id, faults still to hand out ([kind, how many, part of the path]), and what was asked."""

    tables: dict[str, FakeTable]
    page: int = 10
    faults: list[list[Any]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    base: str = ""
    v4: bool = True
    truncate: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fault(self, path: str) -> str | None:
        """The fault for this request, if any is left."""
        with self.lock:
            for entry in self.faults:
                if entry[1] > 0 and entry[2] in path:
                    entry[1] -= 1
                    return str(entry[0])
        return None

    def asked(self, part: str) -> list[str]:
        """The requests whose path holds this."""
        return [path for path in self.log if part in path]


def properties(made: FakeTable) -> list[dict[str, Any]]:
    """The rows of DataProperties."""
    if made.blocked:
        return [{"ID": 0, "Type": "Dimension", "Key": BLOCKED}, {"ID": 1, "Type": "Topic", "Key": f"{BLOCKED}_1"}]
    groups = sorted({t.group for t in made.topics})
    rows: list[dict[str, Any]] = [
        {"ID": 0, "ParentID": None, "Type": "GeoDetail", "Key": "WijkenEnBuurten", "Title": "x"}
    ]
    rows += [
        {"ID": 900 + i, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": f" {group} "}
        for i, group in enumerate(groups)
    ]
    rows += [
        {
            "ID": i + 1,
            "ParentID": 900 + groups.index(t.group),
            "Type": "Topic",
            "Key": key,
            "Title": t.stem,
            "Unit": t.unit,
        }
        for i, (key, t) in enumerate(made.keys().items())
    ]
    return rows


def typed(made: FakeTable) -> list[dict[str, Any]]:
    """The rows of TypedDataSet."""
    keys = made.keys()
    return [
        {"ID": i, "WijkenEnBuurten": code.ljust(10)} | {key: made.cell(code, i, topic) for key, topic in keys.items()}
        for i, code in enumerate(regions())
    ]


def bulk(made: FakeTable) -> bytes:
    """The v4 ZIP: ;-separated, decimal comma, a BOM, newlines in quoted fields, columns in no fixed order."""
    measures = [(t.code or f"X{i}", t) for i, t in enumerate(made.topics) if t.variable not in ("region", "change")]
    groups = sorted({t.group for _, t in measures})
    observations = [
        {"Value": f"{cell:g}".replace(".", ","), "Measure": code, "WijkenEnBuurten": region, "ValueAttribute": "None"}
        for i, region in enumerate(regions())
        for code, t in measures
        if (cell := made.cell(region, i, t)) is not None
    ]
    special = next(code for code, t in measures if t.variable == "inwoners")
    observations.append({"Value": "7", "Measure": special, "WijkenEnBuurten": "NL00", "ValueAttribute": "Impossible"})
    files = {
        "Observations": observations,
        "MeasureCodes": [
            {
                "Identifier": code,
                "Title": t.stem.removeprefix("k_"),
                "Unit": t.unit,
                "MeasureGroupId": str(groups.index(t.group)),
                "Description": 'Eerste regel; "met"\nen een tweede',
            }
            for code, t in measures
        ],
        "MeasureGroups": [{"Id": str(i), "Title": group} for i, group in enumerate(groups)],
        "Dimensions": [{"Identifier": "WijkenEnBuurten", "Kind": "GeoDetail"}],
        "WijkenEnBuurtenCodes": [{"Identifier": code, "Title": name} for code, name in regions().items()],
        "Properties": [{"Identifier": cbs_kwb.layout(made.year).table, "Modified": made.modified}],
    }
    return zipped(files)


def zipped(files: dict[str, list[dict[str, Any]]]) -> bytes:
    """Tables as a ZIP of CSV files, as v4 gives them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, rows in files.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"{name}.csv", "\ufeff" + text.getvalue())
    return out.getvalue()


def workbook(made: FakeTable) -> bytes:
    """The Excel file of a year: short headings, ``.`` for what is not there, some numbers as text with a comma."""
    columns = {c.variable: c.xlsx[0] for c in cbs_kwb.layout(made.year).columns if c.xlsx}
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.fromisoformat(made.modified)})
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["gwb_code_10", "regio", "gm_naam", "ind_wbi", *columns.values()])
    for at, (code, name) in enumerate(regions().items()):
        cells: list[Any] = [code, name, GEMEENTEN.get(f"GM{code[2:6]}", ""), "." if code == "NL00" else 1]
        for variable in columns:
            topic = next(t for t in made.topics if t.variable == variable)
            cell = made.cell(code, at, topic)
            cells.append("." if cell is None else f"{cell:g}".replace(".", ",") if at % 2 else cell)
        sheet.write_row(at + 1, 0, cells)
    book.close()
    return out.getvalue()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    cbs: FakeCBS

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        self.cbs.log.append(self.path)
        fault = self.cbs.fault(self.path)
        if fault == "drop":
            self.close_connection = True
            return
        if fault in ("500", "429", "403", "404"):
            self.answer(b"geen dienst", int(fault), "text/plain")
            return
        if fault == "html":
            self.answer(b"<!DOCTYPE html><html><body>Onderhoud</body></html>" * 3, 200, "text/html")
            return
        url = urlsplit(self.path)
        query = {k: v[-1] for k, v in parse_qs(url.query).items()}
        parts = url.path.strip("/").split("/")
        body, kind = self.body(parts, query)
        if body is None:
            self.answer(b'{"odata.error": {}}', 404, "application/json")
        elif fault == "slow":
            self.trickle(body)
        else:
            self.answer(body, 200, kind, cut=fault == "cut")

    def body(self, parts: list[str], query: dict[str, str]) -> tuple[bytes | None, str]:
        if parts[0] == "ODataCatalog":
            wanted = re.search(r"Title eq '(.*)'", query.get("$filter", ""))
            rows = [
                {"Identifier": k, "Title": f"Kerncijfers {t.year}", "Modified": t.modified} for k, t in self.tables()
            ]
            rows = [row for row in rows if wanted is None or row["Title"] == wanted[1]]
            return json.dumps({"value": rows}).encode(), "application/json"
        if parts[0] == "regionale-kaarten":
            return self.cbs.files.get(parts[-1]), "application/octet-stream"
        made = self.cbs.tables.get(parts[-1] if parts[0] == "csv" else parts[2])
        if made is None or (parts[0] == "csv" and not self.cbs.v4):
            return None, ""
        if parts[0] == "csv":
            return bulk(made), "application/zip"
        return self.entity(made, parts, query), "application/json"

    def tables(self) -> list[tuple[str, FakeTable]]:
        return list(self.cbs.tables.items())

    def entity(self, made: FakeTable, parts: list[str], query: dict[str, str]) -> bytes | None:
        rows: list[dict[str, Any]]
        if parts[3] == "TableInfos":
            rows = [{"Title": f"Kerncijfers {made.year}", "Modified": made.modified}]
        elif parts[3] == "DataProperties":
            rows = properties(made)
        elif parts[3] == "WijkenEnBuurten":
            rows = [
                {"Key": code.ljust(10), "Title": f"{name}   ", "Description": ""} for code, name in regions().items()
            ]
        elif parts[3] == "TypedDataSet":
            rows = typed(made)
        else:
            return None
        prefixes = re.findall(r"startswith\((\w+),'(\w+)'\)", query.get("$filter", ""))
        if prefixes:
            rows = [row for row in rows if any(row[column].startswith(prefix) for column, prefix in prefixes)]
        if "$select" in query:
            rows = [{name: row[name] for name in query["$select"].split(",")} for row in rows]
        document: dict[str, Any] = {"odata.metadata": "x", "value": rows}
        start = int(query.get("$skip", 0))
        if parts[3] in ("TypedDataSet", "WijkenEnBuurten"):
            document["value"] = rows[start : start + self.cbs.page]
            if start + self.cbs.page < len(rows) and not self.cbs.truncate:
                more = urlencode({**query, "$skip": start + self.cbs.page})
                document["odata.nextLink"] = f"https://opendata.cbs.nl/{'/'.join(parts)}?{more}"
        return json.dumps(document, ensure_ascii=False).encode()

    def answer(self, body: bytes, code: int, kind: str, *, cut: bool = False) -> None:
        zipped = "gzip" in self.headers.get("Accept-Encoding", "") and not cut and code == 200
        body = gzip.compress(body, 1) if zipped else body
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if code == 429:
            self.send_header("Retry-After", "3")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = cut

    def trickle(self, body: bytes) -> None:
        """Begin to answer, a byte at a time, until the other side has had enough."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            for byte in body:
                self.wfile.write(bytes([byte]))
                threading.Event().wait(0.01)
        except OSError:
            self.close_connection = True


@contextmanager
def serving(*years: int) -> Iterator[FakeCBS]:
    """A running fake with the tables of these years; its address is in ``base``."""
    cbs = FakeCBS({cbs_kwb.layout(year).table: table(year) for year in years})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"cbs": cbs}))
    server.daemon_threads = True
    cbs.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield cbs
    finally:
        server.shutdown()
        server.server_close()
