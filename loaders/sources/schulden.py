"""Registered problematic debts per gemeente (CBS, Schuldenproblematiek in beeld): a published file, dropped in by hand.

The download (csv, xlsx, xls or ods) lies in ``drop/cbs_schulden/`` of the data folder. How its columns and its date are
found: docs/decisions.md.

Source: https://dashboards.cbs.nl/v4/SchuldenproblematiekInBeeld/. What counts as a problematic debt is defined there.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from loaders.pulling import left
from loaders.pulling.pull import Pull
from loaders.reading import files, grid, numbers
from loaders.reading.http import NotAvailable, SourceError
from loaders.source import Source, Variable
from loaders.vocabulary import COUNTRY, LEVELS, level_of

READING = "1"
HOMEPAGE = "https://dashboards.cbs.nl/v4/SchuldenproblematiekInBeeld/"
CODE = re.compile(
    r"\b(gemeente|wijk|regio|gebied)\w*[ _-]?(code|nummer)|\b\w*codering|^(code|gm[ _-]?code|statcode)$", re.I
)
DATE = re.compile(r"peil\w*|verslagjaar|^jaar$|^perioden?$|^datum$", re.I)
DEBT = re.compile(r"schuld", re.I)
SHARE = re.compile(r"%|aandeel|percentage|procent", re.I)
# Columns about other groups, or about flows, hold the word "schuld" too.
OTHER = re.compile(r"zonder|instroom|uitstroom|nieuw|personen|kinderen|inwoners", re.I)
MONTH = re.compile(
    r"\b(februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b|\d{1,2}[-/](?!0?1\b)\d{1,2}[-/]\d{4}",
    re.I,
)
AREA = re.compile(r"GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}")
COUNTRY_NAMES = ("NL", "NL00", "NL01", "NEDERLAND")
COUNT, PERCENT = "schulden_huishoudens", "schulden_aandeel"


@dataclass(frozen=True)
class Found:
    """What one file holds: columns region, year, variable, value; and remarks (Dutch)."""

    frame: pd.DataFrame
    notes: tuple[str, ...]


def pull(pull: Pull, year: int) -> None:
    """Save one year from the files that were dropped in. Raises NotAvailable when none of them has it."""
    paths = pull.dropped()
    if not paths:
        raise NotAvailable(
            f"{SOURCE.title} {year}: CBS geeft deze cijfers alleen als bestand. Haal het op bij {HOMEPAGE} (Download) en "
            f"zet het in de map drop/{SOURCE.id} van de gegevens."
        )
    pull.record(table=", ".join(path.name for path in paths), route="bestand")
    for path in paths:
        pull.client.remember(path.name, path.read_bytes())
    mark = hashlib.sha256("".join(raw.sha256 for raw in pull.client.raw).encode()).hexdigest()
    pull.skip_if_unchanged(mark, READING)
    found = [read(path) for path in paths]
    frame = pd.concat([part.frame[part.frame["year"] == year] for part in found], ignore_index=True)
    if frame.empty:
        raise NotAvailable(f"{SOURCE.title} {year}: dit jaar staat niet in {pull.info['table']}.")
    # Of a later file, named after an earlier one, the figures count.
    frame = frame.drop_duplicates(["region", "variable"], keep="last")
    for note in dict.fromkeys(note for part in found for note in part.notes):
        pull.note(note)
    _save(pull, frame, year)


def _save(pull: Pull, frame: pd.DataFrame, year: int) -> None:
    levels = frame["region"].map(level_of)
    for level in pull.levels:
        mine = frame[levels == level]
        if mine.empty:
            continue
        pull.save_observations(
            level,
            mine.assign(
                level=level,
                division=year,
                status=np.where(mine["value"].isna(), "not_given", "published"),
                source=SOURCE.id,
            ),
        )


def read(path: Path) -> Found:
    """The figures in one file. Raises SourceError that says what is missing."""
    notes: list[str] = []
    try:
        table = grid.table(grid.choose(files.read_path(path), "", notes))
    except files.ImportProblem as problem:
        raise SourceError(f"{path.name}: {problem}") from problem
    heads = [f"{head} {unit}".strip() for head, unit in zip(table.header, table.units, strict=True)]
    code = _first(heads, CODE)
    columns = _figures(heads)
    if code is None or not columns:
        lacking = (
            "een kolom met gemeentecodes" if code is None else "een kolom met huishoudens met problematische schulden"
        )
        raise SourceError(
            f"{path.name}: {lacking} is niet gevonden; er staan: {', '.join(heads)}. Hernoem de kolom in het bestand, of "
            "pas loaders/sources/schulden.py aan."
        )
    dated = _first(heads, DATE)
    stated = numbers.years_in(" ".join([*table.titles, path.name]))
    if dated is None and not stated:
        raise SourceError(f"{path.name}: geen peildatum gevonden. Zet het jaar in de naam van het bestand.")
    regions = [_region(row.cells[code]) for row in table.rows]
    moments = [row.cells[dated] if dated is not None else stated[0] for row in table.rows]
    kept = [i for i, region in enumerate(regions) if region and _january(moments[i]) and numbers.year(moments[i])]
    frames = []
    for variable, place in columns.items():
        values, told = _values(table.column(place), variable)
        notes += [f"{path.name}: {remark}" for remark in told]
        frames.append(
            pd.DataFrame(
                {
                    "region": [regions[i] for i in kept],
                    "year": [numbers.year(moments[i]) for i in kept],
                    "variable": variable,
                    "value": [values[i] for i in kept],
                }
            )
        )
    nowhere = sum(1 for region in regions if not region)
    later = sum(1 for region, moment in zip(regions, moments, strict=True) if region and not _january(moment))
    if nowhere:
        notes.append(f"{path.name}: {nowhere} rijen zonder code van een gebied zijn overgeslagen.")
    if later:
        notes.append(f"{path.name}: {later} rijen van een andere datum dan 1 januari zijn overgeslagen.")
    notes += left.remarks(
        path.name, [head for i, head in enumerate(heads) if i not in {code, dated, *columns.values()}]
    )
    return Found(pd.concat(frames, ignore_index=True), tuple(notes))


def _first(heads: list[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, head in enumerate(heads) if pattern.search(head)), None)


def _figures(heads: list[str]) -> dict[str, int]:
    """The column of each variable, by heading."""
    found: dict[str, int] = {}
    for i, head in enumerate(heads):
        if DEBT.search(head) and not OTHER.search(head):
            found.setdefault(PERCENT if SHARE.search(head) else COUNT, i)
    return found


def _region(cell: files.Cell) -> str:
    """The code of an area: GM0363 for GM0363, 0363, 363 and 363.0; "" for anything else."""
    text = (f"{cell:.0f}" if isinstance(cell, float) else str(cell or "")).strip().upper()
    if text in COUNTRY_NAMES:
        return COUNTRY
    if text.isdecimal() and len(text) <= 4:
        text = f"GM{text.zfill(4)}"
    return text if AREA.fullmatch(text) else ""


def _january(cell: files.Cell) -> bool:
    return (cell.month, cell.day) == (1, 1) if isinstance(cell, date) else not MONTH.search(str(cell))


def _values(cells: list[files.Cell], variable: str) -> tuple[list[float], list[str]]:
    """The cells as numbers, NaN where the publisher gives none. Raises SourceError for percentages above 100."""
    mark = numbers.decimal_mark(cells) or ","
    values = [float("nan") if (n := numbers.number(cell, mark)) is None or n < 0 else n for cell in cells]
    known = [value for value in values if value == value]
    if variable == PERCENT and known:
        if max(known) > 100:
            raise SourceError(f"Een percentage van {max(known):g} kan niet. Kijk of de kolommen verwisseld zijn.")
        if max(known) <= 1:
            return [value * 100 for value in values], ["percentages stonden er als deel van 1 en zijn maal 100 gedaan."]
    return values, []


SOURCE = Source(
    id="cbs_schulden",
    title="Schuldenproblematiek in beeld",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    homepage=HOMEPAGE,
    levels=LEVELS,
    years=tuple(range(2015, 2027)),
    variables=(
        Variable(
            id=COUNT,
            label="Huishoudens met problematische schulden",
            unit="huishoudens",
            kind="count",
            theme="armoede",
            is_="Hoeveel huishoudens op 1 januari problematische schulden hadden die in een register staan.",
            is_not="Het zijn niet alle huishoudens met schulden: wat nergens geregistreerd is, ontbreekt.",
            direction="lower_better",
            rounding=10,
            per="huishoudens",
            caveats=("geregistreerd", "afgerond"),
        ),
        Variable(
            id=PERCENT,
            label="Aandeel met problematische schulden",
            unit="%",
            kind="share",
            theme="armoede",
            is_="Welk deel van de huishoudens op 1 januari problematische schulden had die in een register staan.",
            is_not="Het is geen armoede: ook mensen met een hoger inkomen kunnen problematische schulden hebben.",
            direction="lower_better",
            decimals=1,
            per="huishoudens",
            caveats=("geregistreerd", "kleine_aantallen"),
        ),
    ),
    caveats=("geregistreerd",),
    about=(
        "CBS telt huishoudens met een geregistreerde problematische schuld, zoals een achterstand bij de zorgverzekering, "
        "de Belastingdienst of een boete. Deze cijfers zijn er alleen als bestand: haal het bij CBS op (Download) en zet "
        "het in de map drop/cbs_schulden van de gegevens."
    ),
    pull=pull,
)
