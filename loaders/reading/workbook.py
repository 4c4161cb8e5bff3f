"""Read the cells of an xlsx, xls or ods. Runs as a program of its own, so that a hostile file can harm nothing else.

Bytes come in on standard input; JSON goes out: ``{"sheets": [...]}`` or ``{"problem": "a Dutch sentence"}``.
A spreadsheet of five kilobytes can ask for gigabytes of memory or never end; the reader in Rust would then take the
whole dashboard with it. Here it has a ceiling of its own, in memory and time. This file imports nothing of the project.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

MEMORY = 1_000_000_000
SECONDS = 30
UNPACKED = 200_000_000
MEMBERS = 5_000
SHEETS = 50
ROWS = 200_000
COLUMNS = 5_000
CELLS = 2_000_000
CHUNK = 1 << 20
# A cell by its beginning, and its name in it. What follows is cut at its end and never searched back and forth.
_CELL, _NAME = re.compile(rb"<c\s"), re.compile(rb'(?:^|\s)r="([A-Z]{1,3}[0-9]{1,7})"')
_LONGEST_HEAD = 300
_NO_VALUE = (b"", b"<v/>", b"<v></v>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class _UnreadableError(Exception):
    """Why this file cannot be read, in a Dutch sentence."""


def main() -> None:
    """Standard input to standard output."""
    import python_calamine as calamine

    _limit()
    try:
        answer: dict[str, Any] = {"sheets": _sheets(sys.stdin.buffer.read())}
    except _UnreadableError as error:
        answer = {"problem": str(error)}
    except calamine.PasswordError:
        answer = {
            "problem": "Het bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord en probeer het opnieuw."
        }
    except (MemoryError, RecursionError):
        answer = {"problem": "Het bestand vraagt te veel geheugen. Bewaar alleen het blad met de cijfers als CSV."}
    except (
        calamine.CalamineError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
        OSError,
        LookupError,
        ValueError,
        NotImplementedError,
    ):
        answer = {
            "problem": "Het bestand is beschadigd of geen echt spreadsheet. Open het in Excel en sla het opnieuw op."
        }
    sys.stdout.write(json.dumps(answer, default=_plain))


def _limit() -> None:
    """Ceilings on memory and processor time, where the system has them (not on Windows: there the time-out remains)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _sheets(data: bytes) -> list[dict[str, Any]]:
    import python_calamine as calamine

    if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data[:65536]:
        raise calamine.PasswordError
    empty_formulas: dict[str, list[str]] = {}
    if data[:2] == b"PK":
        _check_zip(data)
        empty_formulas = _empty_formulas(data)
    book = calamine.load_workbook(io.BytesIO(data))
    cells = 0
    found = []
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if number >= SHEETS:
            raise _UnreadableError(
                f"Het bestand heeft meer dan {SHEETS} bladen. Bewaar alleen het blad met de cijfers."
            )
        sheet = book.get_sheet_by_name(about.name)
        cells += sheet.total_height * sheet.total_width
        if sheet.total_height > ROWS or sheet.total_width > COLUMNS or cells > CELLS:
            raise _UnreadableError(
                f"Het blad {about.name[:40]!r} is te groot: {sheet.total_height} rijen en {sheet.total_width} kolommen. "
                "Verwijder lege rijen en kolommen met opmaak, of bewaar de cijfers als CSV."
            )
        found.append(
            {
                "name": about.name,
                "hidden": about.visible != calamine.SheetVisibleEnum.Visible,
                "rows": sheet.to_python(skip_empty_area=False),
                "merged": sheet.merged_cell_ranges or [],
                "empty_formulas": empty_formulas.get(about.name, []),
            }
        )
    return found


def _check_zip(data: bytes) -> None:
    """Unpack everything once, to nowhere, within a ceiling: sizes that a zip states about itself may be lies."""
    import python_calamine as calamine

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS:
            raise _UnreadableError("Het bestand bestaat uit te veel delen voor een spreadsheet.")
        names = {member.filename for member in members}
        if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
            raise _UnreadableError(
                "Dit is een zip-bestand, geen spreadsheet. Pak het uit en kies het bestand dat erin zit."
            )
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise calamine.PasswordError
        total = 0
        for member in members:
            with archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    total += len(chunk)
                    if total > UNPACKED:
                        raise _UnreadableError(
                            f"Uitgepakt is het bestand groter dan {UNPACKED // 1_000_000} MB. "
                            "Bewaar alleen het blad met de cijfers, zonder lege rijen."
                        )


def _empty_formulas(data: bytes) -> dict[str, list[str]]:
    """Cells of an xlsx that hold a formula but no outcome, by sheet: they would look like empty cells."""
    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return found
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        paths = {r.get("Id"): (r.get("Target") or "").lstrip("/").removeprefix("xl/") for r in relations}
        for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
            path = f"xl/{paths.get(sheet.get(_RELATION), '')}"
            if sheet.tag.endswith("}sheet") and path in archive.namelist():
                found[sheet.get("name") or ""] = [*_without_outcome(archive.read(path))]
    return found


def _without_outcome(sheet: bytes) -> Iterator[str]:
    """The cells of a sheet's XML that have a formula and no value. Each byte is looked at a few times at most."""
    for piece in _CELL.split(sheet)[1:]:
        head, _, rest = piece.partition(b">")
        name = _NAME.search(head[:_LONGEST_HEAD])
        content, end, _ = rest.partition(b"</c>")
        content = content.strip()
        if name is None or not end or head.endswith(b"/") or not content.startswith((b"<f>", b"<f ", b"<f/")):
            continue
        formula, _, value = content.partition(b">")
        if not formula.endswith(b"/"):
            _, end, value = value.partition(b"</f>")
        if end and b"".join(value.split()) in _NO_VALUE:
            yield name[1].decode()


def _plain(value: object) -> object:
    """Dates as ``{"date": "2024-01-01"}``; times and durations as text: they are never a figure."""
    if isinstance(value, datetime.datetime | datetime.date):
        return {"date": value.isoformat()[:10]}
    return str(value)


if __name__ == "__main__":
    main()
