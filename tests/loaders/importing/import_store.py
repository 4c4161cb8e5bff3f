"""A small store to match areas against, and files to match, made in code."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import xlsxwriter

from loaders import store
from loaders.importing.plan import Plan
from loaders.importing.proposal import Proposal, understand
from loaders.reading import files
from loaders.reading.files import ImportProblem

GEMEENTEN = {"GM0363": "Amsterdam", "GM0599": "Rotterdam", "GM0164": "Hengelo (O.)", "GM0518": "'s-Gravenhage"}
NOW = {
    "WK0363MA": "Buikslotermeer",
    "WK0363NA": "Oostzanerwerf",
    "WK0363AA": "Burgwallen-Oude Zijde",
    "WK059901": "Wijk 01 Rotterdam Centrum",
    "WK059902": "Wijk 02 Delfshaven",
    "WK016400": "Wijk 00 Binnenstad",
}
BEFORE = {"WK036300": "Burgwallen-Oude Zijde", "WK036373": "Oostzanerwerf", "WK059901": "Stadscentrum"}
BUURTEN = {"BU0363NA01": "Bloemenbuurt", "BU05990110": "Cool"}


def _names(areas: dict[str, str]) -> pd.DataFrame:
    rows = [(code, name, f"GM{code[2:6]}", GEMEENTEN[f"GM{code[2:6]}"], "1") for code, name in areas.items()]
    return pd.DataFrame(rows, columns=list(store.NAME_COLUMNS))


def build(root) -> store.Store:
    """Two divisions, 2018 with old codes and 2024 with new ones, and inhabitants for 2024."""
    people = {"WK0363MA": 12000.0, "WK0363NA": 8000.0, "WK0363AA": 80.0, "WK059902": 75000.0}
    rows = [(code, "wijk", 2024, 2024, "inwoners", n, "published", "cbs_kwb") for code, n in people.items()]
    with store.writer(root) as w:
        for year, wijken in ((2018, BEFORE), (2024, NOW)):
            w.put_names("gemeente", year, _names(dict.fromkeys(GEMEENTEN, "") | GEMEENTEN))
            w.put_names("wijk", year, _names(wijken))
            w.put_names("buurt", year, _names(BUURTEN))
        w.put_observations("cbs_kwb", "wijk", 2024, pd.DataFrame(rows, columns=list(store.COLUMNS)))
    return store.open_store(root)


def propose(there: store.Store, data: bytes | str, name: str = "bestand.csv", **choices) -> Proposal:
    """The proposal for a file; a file that cannot be read at all gives a proposal with that as its stop."""
    try:
        file = files.read(data.encode() if isinstance(data, str) else data, name)
    except ImportProblem as problem:
        empty = files.File(name, "", "", [])
        return Proposal(empty, Plan(), stops=[str(problem)])
    return understand(file, there, Plan(**choices))


def values(proposal: Proposal) -> dict[tuple[str, int, str], float]:
    """(region, year, variable) → value, or the status of an empty one."""
    return {
        (row.region, row.year, row.variable): row.value
        if row.value == row.value and row.value is not None
        else row.status
        for row in proposal.frame.itertuples()
    }


def xlsx(*sheets, merge=(), formulas=(), hide=()) -> bytes:
    """An xlsx of sheets, each a list of rows; ``merge`` and ``formulas`` are for the first sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        date = book.add_format({"num_format": "dd-mm-yyyy"})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"Blad {number + 1}")
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    sheet.write_datetime(r, c, cell, date) if hasattr(cell, "year") else sheet.write(r, c, cell)
            if number == 0:
                for area, text in merge:
                    sheet.merge_range(area, text)
                for cell, formula, outcome in formulas:
                    sheet.write_formula(cell, formula, None, outcome)
            if number in hide:
                sheet.hide()
    return buffer.getvalue()


def ods(rows) -> bytes:
    """The smallest OpenDocument spreadsheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{c}"><text:p>{c}</text:p></table:table-cell>'
            if isinstance(c, int | float)
            else f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Blad1">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def repack(data: bytes, **changes: bytes) -> bytes:
    """A zip with some members replaced; keys are paths with ``/`` as ``__``, ``.`` as ``_dot_``."""
    buffer = io.BytesIO()
    new = {key.replace("__", "/").replace("_dot_", "."): value for key, value in changes.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dict.fromkeys([*old.namelist(), *new]):
            archive.writestr(name, new[name] if name in new else old.read(name))
    return buffer.getvalue()
