"""A small OData v3 service over real HTTP for any table: rows and columns as a test writes them, and faults to order.

It pages, links to its next page at another host, pads what it is told to pad, and filters on columns it knows with
``eq`` and ``startswith`` joined by ``and`` and ``or``, which is all that the loaders ask.
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
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

Row = dict[str, Any]


@dataclass
class Table:
    """One table: its title, the rows of DataProperties and of the data."""

    title: str
    properties: list[Row]
    rows: list[Row]
    modified: str = "2026-01-01T02:00:00"


@dataclass
class Service:
    """The tables by id, how many rows a page holds, faults still to hand out, and what was asked."""

    tables: dict[str, Table]
    page: int = 10
    faults: list[str] = field(default_factory=list)
    catalogue: bool = True
    log: list[str] = field(default_factory=list)
    url: str = ""


def dimension(key: str, kind: str = "Dimension") -> Row:
    """A row of DataProperties for a dimension."""
    return {"ID": 0, "ParentID": None, "Type": kind, "Key": key, "Title": key}


def properties(dimensions: list[Row], groups: dict[str, list[str]], unit: str = "aantal") -> list[Row]:
    """DataProperties: dimensions, and topics under the title of their group."""
    rows = list(dimensions)
    for group, keys in groups.items():
        rows.append({"ID": 1000 + len(rows), "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": f"{group} "})
        parent = rows[-1]["ID"]
        rows += [
            {"ID": i, "ParentID": parent, "Type": "Topic", "Key": key, "Title": key, "Unit": unit}
            for i, key in enumerate(keys, 1)
        ]
    return rows


def matches(row: Row, where: str) -> bool:
    """Whether a row passes a $filter of ``eq`` and ``startswith``."""

    def begins(m: re.Match[str]) -> str:
        return str(str(row[m[1]]).startswith(m[2]))

    text = re.sub(r"startswith\((\w+),'([^']*)'\)", begins, where)
    text = re.sub(r"(\w+) eq '([^']*)'", lambda m: str(str(row[m[1]]) == m[2]), text)
    assert re.fullmatch(r"[()\s]|(True|False|and|or|[()\s])*", text), f"The fake does not know this filter: {where}"
    return bool(eval(text))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body waits 40 ms until the head is acknowledged
    service: Service

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.service.log.append(unquote(self.path))
        query = {k: v[-1] for k, v in parse_qs(url.query).items()}
        fault = self.service.faults.pop(0) if self.service.faults else ""
        if fault == "html":
            self.answer(b"<!DOCTYPE html><html><body>Onderhoud</body></html>" * 3)
            return
        if fault:
            self.answer(b"geen dienst", int(fault))
            return
        document = self.document(url.path.strip("/").split("/"), query)
        self.answer(json.dumps(document or {"odata.error": {}}).encode(), 200 if document else 404)

    def document(self, parts: list[str], query: dict[str, str]) -> Row | None:
        rows: list[Row]
        if parts[0] == "ODataCatalog":
            if not self.service.catalogue:
                return None
            rows = [
                {"Identifier": id, "Title": t.title, "Modified": t.modified} for id, t in self.service.tables.items()
            ]
            return {"value": [row for row in rows if matches(row, query.get("$filter", "True"))]}
        table = self.service.tables.get(parts[2])
        if table is None:
            return None
        if parts[3] == "TableInfos":
            return {"value": [{"Title": table.title, "Modified": table.modified}]}
        if parts[3] == "DataProperties":
            return {"value": table.properties}
        if parts[3] != "TypedDataSet":
            keys = dict.fromkeys(str(row[parts[3]]) for row in table.rows)
            return {"value": [{"Key": key, "Title": f"Titel van {key}"} for key in keys]}
        rows = [row for row in table.rows if matches(row, query.get("$filter", "True"))]
        start, end = int(query.get("$skip", 0)), int(query.get("$skip", 0)) + self.service.page
        document: Row = {
            "value": [{name: row[name] for name in query["$select"].split(",")} for row in rows[start:end]]
        }
        if end < len(rows):
            document["odata.nextLink"] = f"https://elsewhere/{'/'.join(parts)}?{urlencode({**query, '$skip': end})}"
        return document

    def answer(self, body: bytes, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(**tables: Table) -> Iterator[Service]:
    """A running service with these tables by id; ``_45067NED`` stands for an id that begins with a digit."""
    service = Service({id.removeprefix("_"): table for id, table in tables.items()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"service": service}))
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
