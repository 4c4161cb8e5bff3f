"""A small CBS (or third party at CBS) with tables of several dimensions, over real HTTP, with faults to order.

A table holds rows as they come: padded keys, rows left out where nothing happened, areas of all levels and "unknown".
The handler, its faults and its log are those of the fake of the key figures.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from itertools import product
from typing import Any
from urllib.parse import urlencode

from tests.fakes import cbs

AREAS = {
    "NL00": "Nederland",
    "GM9001": "Voordorp",
    "GM9002": "Achterdorp",
    "WK900100": "Wijk 00",
    "WK9001AA": "Wijk AA",
    "WK900200": "Wijk 00",
    "BU90010000": "Buurt 0",
    "BU90010001": "Buurt 1",
    "BU9001AA00": "Buurt 0",
    "BU90020000": "Buurt 0",
    "GM0000": "onbekend",
    "WK000000": "onbekend",
    "BU00000000": "onbekend",
}


@dataclass
class Dimension:
    """One dimension: key, type, members (key as padded, title, status), and what its description says."""

    key: str
    kind: str
    members: list[tuple[str, str, str]]
    text: str = ""


@dataclass
class Topic:
    """One topic: key with number, unit, default and group."""

    key: str
    unit: str = "aantal"
    default: str = ""
    group: str = ""


@dataclass
class Table:
    """A table; ``value`` gives each cell by topic stem and stripped members, and None leaves the row out."""

    title: str
    dimensions: list[Dimension]
    topics: list[Topic]
    value: Callable[..., float | None]
    modified: str = "2025-01-01T02:00:00"
    text: str = ""
    blocked: bool = False
    renamed: str = ""
    extra_rows: list[dict[str, Any]] = field(default_factory=list)

    def keys(self) -> dict[str, Topic]:
        """Topics by the key that they have in this release."""
        return {topic.key + self.renamed: topic for topic in self.topics}

    def rows(self) -> list[dict[str, Any]]:
        """TypedDataSet, in the order of the dimensions."""
        found: list[dict[str, Any]] = []
        for members in product(*(d.members for d in self.dimensions)):
            at = {d.key: m[0] for d, m in zip(self.dimensions, members, strict=True)}
            stripped = {key: value.strip() for key, value in at.items()}
            cells = {key: self.value(re.sub(r"_\d+$", "", t.key), **stripped) for key, t in self.keys().items()}
            if any(cell is not None for cell in cells.values()):
                found.append({"ID": len(found), **at, **cells})
        return found + self.extra_rows

    def properties(self) -> list[dict[str, Any]]:
        """DataProperties."""
        if self.blocked:
            return [{"ID": 0, "Type": "Dimension", "Key": cbs.BLOCKED}]
        groups = sorted({t.group for t in self.topics if t.group})
        rows: list[dict[str, Any]] = [
            {"ID": i, "ParentID": None, "Type": d.kind, "Key": d.key, "Title": d.key, "Description": d.text}
            for i, d in enumerate(self.dimensions)
        ]
        rows += [
            {"ID": 90 + i, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": g} for i, g in enumerate(groups)
        ]
        rows += [
            {
                "ID": 500 + i,
                "ParentID": 90 + groups.index(t.group) if t.group else None,
                "Type": "Topic",
                "Key": key,
                "Title": t.key,
                "Unit": t.unit,
                "Default": t.default,
            }
            for i, (key, t) in enumerate(self.keys().items())
        ]
        return rows


def bulk(id: str, made: Table) -> bytes:
    """The v4 ZIP of a table: keys without padding, a row an observation, decimal comma, nothing where nothing is."""
    groups = sorted({t.group for t in made.topics if t.group})
    keys = made.keys()
    codes = {key: f"M{i:06d}" for i, key in enumerate(keys)}
    observations = [
        {"Value": f"{row[key]:.10g}".replace(".", ","), "Measure": codes[key], "ValueAttribute": "None"}
        | {d.key: row[d.key].strip() for d in made.dimensions}
        for row in made.rows()
        for key in keys
        if row[key] is not None
    ]
    files: dict[str, list[dict[str, Any]]] = {
        "Observations": observations
        or [{"Value": "", "Measure": "", "ValueAttribute": "", **{d.key: "" for d in made.dimensions}}],
        "MeasureCodes": [
            {
                "Identifier": codes[key],
                "Title": re.sub(r"_\d+$", "", topic.key).removeprefix("k_"),
                "Unit": topic.unit,
                "MeasureGroupId": str(groups.index(topic.group)) if topic.group else "",
            }
            for key, topic in keys.items()
        ],
        "Dimensions": [
            {"Identifier": d.key, "Title": d.key, "Description": d.text, "Kind": d.kind, "MapYear": ""}
            for d in made.dimensions
        ],
        "Properties": [
            {"Identifier": id, "Title": made.title, "ObservationsModified": made.modified, "Description": made.text}
        ],
    }
    if groups:
        files["MeasureGroups"] = [{"Id": str(i), "Title": group} for i, group in enumerate(groups)]
    for dimension in made.dimensions:
        files[f"{dimension.key}Codes"] = [
            {"Identifier": key.strip(), "Title": title, "Status": status} for key, title, status in dimension.members
        ]
    return cbs.zipped(files)


def areas(width: int = 10, country: str = "NL00", *, prefixes: str = "NL|GM|WK|BU") -> list[tuple[str, str, str]]:
    """The areas as members, padded."""
    found = {country if code == "NL00" else code: name for code, name in AREAS.items()}
    return [(code.ljust(width), name, "") for code, name in found.items() if re.match(prefixes, code)]


def years(*wanted: int, kind: str = "JJ00", status: str = "Definitief") -> Dimension:
    """Periods as members."""
    return Dimension("Perioden", "TimeDimension", [(f"{y}{kind}", str(y), status) for y in wanted])


class _Handler(cbs._Handler):
    def body(self, parts: list[str], query: dict[str, str]) -> tuple[bytes | None, str]:
        tables: dict[str, Any] = self.cbs.tables
        if parts[0] == "ODataCatalog":
            wanted = re.search(r"'(.*)'", query.get("$filter", "''"))
            rows = [
                {"Identifier": k, "Title": t.title, "Modified": t.modified}
                for k, t in tables.items()
                if wanted and wanted[1] in t.title
            ]
            return json.dumps({"value": rows}).encode(), "application/json"
        if parts[0] == "csv" and parts[-1] in tables and self.cbs.v4:
            return bulk(parts[-1], tables[parts[-1]]), "application/zip"
        if parts[:3] == ["odata", "v1", "Datasets"] and self.cbs.v4:
            rows = [{"Identifier": k, "Title": t.title, "Modified": t.modified} for k, t in tables.items()]
            return json.dumps({"value": rows}).encode(), "application/json"
        if parts[0] != "ODataFeed" or parts[2] not in tables:
            return None, ""
        return self.cube(tables[parts[2]], parts, query), "application/json"

    def cube(self, made: Table, parts: list[str], query: dict[str, str]) -> bytes | None:
        members = {d.key: d.members for d in made.dimensions}
        if parts[3] == "TableInfos":
            rows: list[dict[str, Any]] = [
                {"Title": made.title, "Modified": made.modified, "ExplanatoryText": made.text, "Identifier": parts[2]}
            ]
        elif parts[3] == "DataProperties":
            rows = made.properties()
        elif parts[3] == "TypedDataSet":
            rows = made.rows()
        elif parts[3] in members:
            rows = [{"Key": k, "Title": f"{t} ", "Status": s} for k, t, s in members[parts[3]]]
        else:
            return None
        rows = [row for row in rows if _passes(row, query.get("$filter", ""))]
        if "$select" in query:
            rows = [{name: row[name] for name in query["$select"].split(",")} for row in rows]
        document: dict[str, Any] = {"odata.metadata": "x", "value": rows}
        start = int(query.get("$skip", 0))
        if parts[3] == "TypedDataSet":
            document["value"] = rows[start : start + self.cbs.page]
            if start + self.cbs.page < len(rows):
                more = urlencode({**query, "$skip": start + self.cbs.page})
                document["odata.nextLink"] = f"https://opendata.cbs.nl/{'/'.join(parts)}?{more}"
        return json.dumps(document).encode()


def _passes(row: dict[str, Any], where: str) -> bool:
    """Whether a row passes a $filter of alternatives that are joined by and; keys count with their padding."""
    for part in filter(None, re.split(r"\) and \(", where.strip())):
        tests = re.findall(r"(\w+) eq '([^']*)'|startswith\((\w+),'(\w+)'\)", part)
        if not any(row.get(a) == b if a else str(row.get(c)).startswith(d) for a, b, c, d in tests):
            return False
    return True


@contextmanager
def serving(tables: dict[str, Table], page: int = 50) -> Iterator[cbs.FakeCBS]:
    """A running fake with these tables; its address is in ``base``."""
    fake = cbs.FakeCBS(tables, page=page)  # type: ignore[arg-type]
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"cbs": fake}))
    server.daemon_threads = True
    fake.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
