"""Valid things made wrong: bytes, JSON documents and zip files, by a Random that Hypothesis steers."""

from __future__ import annotations

import copy
import io
import json
import zipfile
import zlib
from random import Random
from typing import Any

NUMBERS = [
    "0",
    "-0",
    "-3",
    "1e400",
    "-1e400",
    "1e-400",
    "1e15",
    "9" * 400,
    "nan",
    "NaN",
    "inf",
    "Infinity",
    "0x10",
    "1_000",
    "1.234",
    "1,234",
    "1.234.567,8",
    "1,234,567.8",
    "12.34.56",
    ",5",
    ".5",
    "1/0",
    "€ 3",
    "3 %",
    "−3",
    "½",
    "²",
    "٣",
    "१२",
    "<5",
    "< 10",
    "n.b.",
    "-99997",
]
TEXTS = [
    "",
    " ",
    "\u00a0",
    "\ufeff",
    "\u202e",
    "\u200b",
    "x" * 130,
    "x" * 2_100,
    "=1+1",
    "@SUM(A1)",
    "+31",
    "-x",
    "=cmd|'/C calc'!A0",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "'; DROP TABLE wijken; --",
    "../../etc/passwd",
    "{x}",
    "{}",
    "%s",
    "%(x)s",
    "\\",
    '"',
    "'",
    ";",
    ",",
    "|",
    "a;b",
    "a\nb",
    "a\r\nb",
    "\t",
    "\x07",
    "\x1b[31m",
    "🙂",
    "e\u0301",
    "ﬁ",
    "İ",
    "ß",
    "None",
    "null",
    "True",
    "NaT",
    "Totaal",
    "ja",
    "nee",
]
WRONG = [
    None,
    True,
    False,
    0,
    -1,
    10**400,
    10**18,
    1e308,
    float("inf"),
    float("nan"),
    "",
    "x",
    [],
    {},
    [[]],
    {"value": []},
    *NUMBERS[:12],
]


def of_bytes(chance: Random, data: bytes, most: int = 4) -> bytes:
    """Some bytes changed, put in, taken out, repeated, or everything behind a place cut off."""
    made = bytearray(data)
    for _ in range(chance.randint(1, most)):
        at, length = chance.randrange(len(made) + 1), chance.choice((1, 2, 4, 40, 400))
        kind = chance.randrange(6)
        if kind == 0:
            made[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
        elif kind == 1:
            made[at:at] = chance.choice(
                (b"\0", b"\xff\xfe", b'"', b"\r", b"\n", b";", b"\x80", b"<", b"PK\x03\x04", b"\x1a")
            )
        elif kind == 2:
            del made[at : at + length]
        elif kind == 3:
            made[at:at] = made[max(0, at - length) : at] * chance.choice((1, 3, 1_000))
        elif kind == 4:
            made[at : at + 1] = bytes([made[at] ^ (1 << chance.randrange(8))]) if at < len(made) else b""
        else:
            del made[at:]
    return bytes(made[:3_000_000])


def of_json(chance: Random, document: Any, most: int = 3) -> Any:
    """The document with some values or keys replaced by wrong ones, left out, repeated, or nested without end."""
    made = [copy.deepcopy(document)]
    for _ in range(chance.randint(1, most)):
        places = list(_places(made))
        holder, key = chance.choice(places)
        kind = chance.randrange(8)
        if kind < 4:
            holder[key] = copy.deepcopy(chance.choice(WRONG))
        elif kind == 4 and holder is not made:
            del holder[key]
        elif kind == 5:
            holder[key] = [holder[key]]
        elif kind == 6 and isinstance(holder, list) and holder is not made:
            holder += [copy.deepcopy(holder[key])] * chance.choice((1, 30))
        elif kind == 7:
            deep: Any = "x"
            for _ in range(chance.choice((5, 60))):
                deep = [deep] if chance.random() < 0.5 else {"value": deep}
            holder[key] = deep
    return made[0]


def _places(root: list[Any]) -> list[tuple[Any, Any]]:
    """Every place of a document, as (what holds it, key or number)."""
    found, todo = [], [root]
    while todo:
        holder = todo.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                todo.append(holder[key])
    return found


def as_bytes(chance: Random, document: Any) -> bytes:
    """The document as JSON text, now and then with something wrong in the text itself."""
    text = json.dumps(document, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    kind = chance.randrange(12)
    if kind == 0:
        return of_bytes(chance, text)
    if kind == 1:
        return b"\xef\xbb\xbf" + text
    if kind == 2:
        return text.decode("utf-8", "replace").encode(chance.choice(("utf-16", "latin-1", "cp037")), "replace")
    if kind == 3:
        return b"[" * 100_000 + text
    return text


def of_zip(chance: Random, data: bytes) -> bytes:
    """A zip with a member changed, left out, named otherwise, doubled or blown up; or with its own bytes changed."""
    if chance.random() < 0.3:
        return of_bytes(chance, data)
    members = members_of(data)
    if not members:
        return of_bytes(chance, data)
    at = chance.randrange(len(members))
    name, body = members[at]
    kind = chance.randrange(8)
    if kind < 4:
        members[at] = (name, of_bytes(chance, body))
    elif kind == 4:
        del members[at]
    elif kind == 5:
        members[at] = (chance.choice(("../../weg.csv", "/etc/passwd", name.upper(), f"map/{name}", "x")), body)
    elif kind == 6:
        members.append((name, of_bytes(chance, body)))
    else:
        members[at] = (name, body + b"0" * 3_000_000)
    return zipped(members)


def members_of(data: bytes) -> list[tuple[str, bytes]]:
    """The names and bytes in a zip; none of one that was damaged before."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            return [(info.filename, old.read(info)) for info in old.infolist() if info.filename]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return []


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    """A zip of these members; a name may stand in it twice."""
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, body in members:
            archive.writestr(name, body)
    return buffer.getvalue()
