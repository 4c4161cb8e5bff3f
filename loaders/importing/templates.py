"""Empty files for gemeenten to fill in: xlsx with an explanation and drop-downs, and csv. They read back without questions."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import xlsxwriter

from loaders import cells
from loaders.sources.municipal import SOURCE
from loaders.store import Store

Format = Literal["xlsx", "csv"]
MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
FILL_IN, EXPLAIN = "Invullen", "Uitleg"
# Rows with drop-downs when no areas are filled in beforehand.
ROWS = 400


@dataclass(frozen=True)
class Template:
    """One file to fill in: for which level, which variables of municipal.SOURCE, and what to say about filling it in."""

    id: str
    title: str
    level: str
    variables: tuple[str, ...]
    explanation: tuple[str, ...]
    organisation: bool = False


_GENERAL = (
    "Vul per gebied een rij in. Laat een vak leeg als u het niet weet: leeg betekent onbekend. Vul 0 in als er echt niets is.",
    "De peildatum is de dag waarop de aantallen gelden, bijvoorbeeld 31-12-2025.",
    "Zet geen namen van mensen in dit bestand.",
    "Laat de bovenste rij en de codes staan. Eigen kolommen erbij mag; die worden niet gelezen.",
)
_YOUTH_WORK = (
    "Fte: voltijdbanen aan jongerenwerk die in dit gebied worden ingezet, in halve of tiende delen, bijvoorbeeld 2,5.",
    "Personen: hoeveel mensen die banen samen vervullen. Wie in twee gebieden werkt, telt in beide.",
    "Werken er meer organisaties in een gebied? Gebruik dan een rij per organisatie; de aantallen worden opgeteld.",
)

TEMPLATES = {
    template.id: template
    for template in (
        Template(
            "jongerenwerk-wijk",
            "Jongerenwerkers per wijk",
            "wijk",
            ("jongerenwerk_fte", "jongerenwerk_personen"),
            (*_YOUTH_WORK, *_GENERAL),
            organisation=True,
        ),
        Template(
            "jongerenwerk-gemeente",
            "Jongerenwerkers per gemeente",
            "gemeente",
            ("jongerenwerk_fte", "jongerenwerk_personen"),
            (*_YOUTH_WORK, *_GENERAL),
            organisation=True,
        ),
        Template(
            "raadslieden",
            "Sociaal raadslieden per gemeente",
            "gemeente",
            ("raadslieden", "raadslieden_fte"),
            (
                "Kies ja als inwoners bij een sociaal raadsman of raadsvrouw terechtkunnen, ook als een ander het uitvoert.",
                *_GENERAL,
            ),
            organisation=True,
        ),
        Template(
            "voorzieningen",
            "Buurthuizen en jongerencentra per wijk",
            "wijk",
            ("buurthuizen", "jongerencentra"),
            (
                "Tel een gebouw bij één van de twee. Telt een plek voor meer wijken, zet hem dan bij de wijk waar hij staat.",
                *_GENERAL,
            ),
        ),
        Template(
            "leefomgeving",
            "Leefomgeving en wonen per wijk",
            "wijk",
            (
                "sociale_cohesie_wijk",
                "groenpercentage",
                "geluid_lden",
                "no2",
                "pm25",
                "gevoelstemperatuur",
                "energielabel_ab",
                "leegstand",
                "woonoppervlak_per_persoon",
            ),
            (
                "Sociale cohesie: de score van 0 tot 10 uit een enquête onder bewoners, geen index.",
                "Geluid, lucht en hitte: het gemiddelde van de wijk op de kaart van een rekenmodel, bijvoorbeeld dat van RIVM.",
                "Leegstand: uit de Landelijke Monitor Leegstand. Woningen zonder bewoner is iets anders.",
                *_GENERAL,
            ),
        ),
    )
}


def make(template: Template, store: Store, gemeente: str = "", format: Format = "xlsx") -> bytes:
    """The file, with the areas of a gemeente filled in (without one: all gemeenten, or no areas for wijken)."""
    areas = _areas(store, template.level, gemeente)
    return _csv(template, areas) if format == "csv" else _xlsx(template, areas)


def file_name(template: Template, gemeente: str = "", format: Format = "xlsx") -> str:
    """What the file is called: ``jongerenwerk-wijk-gm0363.xlsx``."""
    return "-".join(part for part in (template.id, gemeente.lower()) if part) + f".{format}"


def _areas(store: Store, level: str, gemeente: str) -> list[tuple[str, str, str]]:
    """Code, name and gemeente of the areas of the newest division; none for wijken when no gemeente was chosen."""
    named = [int(e["year"]) for e in store.manifest()["names"].values() if e["level"] == level]
    years = named + store.divisions(level)
    if not years or (level != "gemeente" and not gemeente):
        return []
    names = store.names(level, max(years))
    if gemeente:
        names = names[names["gemeente"] == gemeente]
    return [(str(code), str(row["name"]), str(row["gemeente_name"])) for code, row in names.iterrows()]


def _headings(template: Template) -> list[str]:
    labels = {variable.id: variable.label for variable in SOURCE.variables}
    tail = ["Organisatie"] if template.organisation else []
    return ["Gebiedscode", "Gebied", "Gemeente", "Peildatum", *(labels[id] for id in template.variables), *tail]


def _csv(template: Template, areas: Sequence[tuple[str, str, str]]) -> bytes:
    """As Dutch Excel opens it: semicolons, and UTF-8 with its mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    headings = _headings(template)
    writer.writerow(headings)
    for area in areas:
        writer.writerow([*map(cells.harmless, area), *[""] * (len(headings) - 3)])
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(template: Template, areas: Sequence[tuple[str, str, str]]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, **cells.AS_TEXT}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet(FILL_IN)
        headings = _headings(template)
        sheet.write_row(0, 0, headings, bold)
        for i, area in enumerate(areas, 1):
            sheet.write_row(i, 0, area)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 2, 28)
        sheet.set_column(3, 3, 14, day)
        sheet.set_column(4, len(headings) - 1, 18)
        sheet.freeze_panes(1, 2)
        _drop_downs(sheet, template, max(len(areas), ROWS))
        explain = book.add_worksheet(EXPLAIN)
        explain.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
        explain.write(0, 0, template.title, bold)
        for i, line in enumerate([*template.explanation, *_meanings(template)], 2):
            explain.write_string(i, 0, line)
    return buffer.getvalue()


def _meanings(template: Template) -> list[str]:
    return [f"{v.label}: {v.is_} {v.is_not}" for v in SOURCE.variables if v.id in template.variables]


def _drop_downs(sheet: xlsxwriter.worksheet.Worksheet, template: Template, rows: int) -> None:
    """What may be filled in, checked by the spreadsheet itself."""
    first = {"validate": "date", "criteria": ">=", "value": datetime.date(2000, 1, 1)}
    sheet.data_validation(1, 3, rows, 3, {**first, "error_message": "Vul een datum in, bijvoorbeeld 31-12-2025."})
    for column, id in enumerate(template.variables, 4):
        unit = next(v.unit for v in SOURCE.variables if v.id == id)
        rule: dict[str, Any]
        if unit == "ja of nee":
            rule = {"validate": "list", "source": ["ja", "nee"], "error_message": "Kies ja of nee."}
        elif unit == "fte":
            rule = {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_message": "Vul een getal in, of laat leeg.",
            }
        else:
            rule = {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "error_message": "Vul een heel getal in, of laat leeg.",
            }
        sheet.data_validation(1, column, rows, column, rule)
