"""Leefbaarometer 3.0 (ministry of BZK): predicted judgement of residents, per gemeente, wijk and buurt.

The open data is one ZIP with a CSV a level; every year is on the division of the measurement. ``lbm`` is the score, the
rest are deviations from the national mean of that year. The classes are not in the files and their bounds are not
published, so they come from the map service for the year of the measurement, or not at all.
Version 2.0 was another model: files without the columns of 3.0 are refused.
Source: https://www.leefbaarometer.nl/page/Opendata.
"""

from __future__ import annotations

import csv
import io
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from loaders import declared
from loaders.pulling import cube
from loaders.pulling.pull import Pull
from loaders.reading import zipped
from loaders.reading.http import Client, NotAvailable, Raw, SourceError, base_url
from loaders.source import Expectation, Source

MEASUREMENT = 2024
YEARS = (2002, 2008, 2012, 2014, 2016, 2018, 2020, 2022, 2024)
LEVELS = ("gemeente", "wijk", "buurt")
CODES = {"gemeente": "gm_code", "wijk": "wk_code", "buurt": "bu_code"}
# Part of the mark by which a later pull knows that we still take the same things.
READING = "1"
PAGE = 1_000
MISSING = ("", ".", "NA", "NULL", "nan")
LOWEST, HIGHEST = 1.0, 9.0

# Variable by column of the files.
COLUMNS = {
    "leefbaarometer": "lbm",
    "leefbaarometer_afwijking": "afw",
    "leefbaarometer_fysieke_omgeving": "fys",
    "leefbaarometer_overlast_onveiligheid": "onv",
    "leefbaarometer_sociale_samenhang": "soc",
    "leefbaarometer_voorzieningen": "vrz",
    "leefbaarometer_woningvoorraad": "won",
}
CLASS = "leefbaarometer_klasse"
FIGURES = declared.file("leefbaarometer.toml", about="De scores van de Leefbaarometer 3.0.")


# ---------------------------------------------------------------- load


@dataclass(frozen=True)
class Scores:
    """What the ZIP holds: regions and values (regions × COLUMNS) by level and year, and where it came from."""

    parts: dict[tuple[str, int], tuple[list[str], np.ndarray]]
    raw: tuple[Raw, ...]
    read: float


# One ZIP has all years: each year's pull would fetch the same file again.
_lock = threading.Lock()
_held: dict[str, Scores] = {}
HOLD_SECONDS, HOLD_FORCED = 600.0, 30.0


def pull(pull: Pull, year: int) -> None:
    """Take one year out of the ZIP of the measurement, and save its levels.

    Raises NotAvailable without that file or year, and SourceError for a file of another version.
    """
    pull.progress(0.05, "open data van de Leefbaarometer")
    scores = _scores(pull.client, pull.force)
    pull.client.raw = [*scores.raw]
    pull.record(table=f"meting {MEASUREMENT}", route="zip", division=MEASUREMENT)
    pull.skip_if_unchanged("".join(raw.sha256 for raw in scores.raw), f"{READING} {','.join(COLUMNS)}")
    found = [_figures(pull, scores, level, year) for level in LEVELS if level in pull.levels]
    parts = [part for part in found if part is not None]
    if not parts:
        raise NotAvailable(f"Leefbaarometer 3.0: de meting van {MEASUREMENT} heeft geen cijfers over {year}.")
    cube.save(pull, parts, year)


def _scores(client: Client, force: bool) -> Scores:
    """The scores of all years; a file that was just fetched for another year is used again."""
    url = f"{base_url('DSW_LEEFBAAROMETER_URL')}/resources/open-data-leefbaarometer-meting-{MEASUREMENT}.zip"
    with _lock:
        held = _held.get(url)
        if held is None or time.monotonic() - held.read > (HOLD_FORCED if force else HOLD_SECONDS):
            data = client.get_bytes(url, what="Leefbaarometer 3.0", expect="zip")
            parts = {key: part for level in LEVELS for key, part in read(data, level).items()}
            held = _held[url] = Scores(parts, tuple(client.raw), time.monotonic())
        return held


def _figures(pull: Pull, scores: Scores, level: str, year: int) -> cube.Figures | None:
    """One level of one year, with the class where that is known; None when the file has no rows of that year."""
    if (level, year) not in scores.parts:
        return None
    pull.progress(0.6, f"Leefbaarometer, {level}")
    regions, grid = scores.parts[level, year]
    variables = list(COLUMNS)
    classes = _classes(pull, level) if year == MEASUREMENT else {}
    if classes:
        variables.append(CLASS)
        grid = np.column_stack([grid, [classes.get(code, np.nan) for code in regions]])
    statuses = np.where(np.isnan(grid), "not_given", "estimate")
    return cube.Figures("Leefbaarometer 3.0", MEASUREMENT, regions, variables, grid, statuses)


# ---------------------------------------------------------------- the files


def read(data: bytes, level: str) -> dict[tuple[str, int], tuple[list[str], np.ndarray]]:
    """All years of one level. Raises SourceError for a file that is damaged, of another version, or not to be believed."""
    found: dict[int, dict[str, list[float]]] = {}
    with zipped.reporting_damage("Leefbaarometer 3.0"):
        for row in rows(data, level):
            year, region = int(number(row["jaar"])), row[CODES[level]].strip()
            of_year = found.setdefault(year, {})
            if region in of_year:
                raise SourceError(f"Leefbaarometer 3.0: {region} staat twee keer in {year}. Er is niets overgenomen.")
            of_year[region] = [number(row[column]) for column in COLUMNS.values()]
            score = of_year[region][0]
            if not (np.isnan(score) or LOWEST <= score <= HIGHEST):
                raise SourceError(
                    f"Leefbaarometer 3.0: de score {score:g} van {region} in {year} kan niet. "
                    "Kijk of de kolommen of de decimale komma veranderd zijn."
                )
    return {(level, year): (list(part), np.array([*part.values()])) for year, part in found.items()}


def rows(data: bytes, level: str) -> Iterator[dict[str, str]]:
    """The rows of one level's file of scores. Raises SourceError for a damaged ZIP, or a file that is not of 3.0."""
    archive = zipped.opened(data, "Leefbaarometer 3.0")
    name = _file(archive.namelist(), level)
    with zipped.reporting_damage("Leefbaarometer 3.0"):
        text = archive.read(name).decode("utf-8-sig")
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    reader.fieldnames = [column.strip().lower() for column in reader.fieldnames or ()]
    needed = [CODES[level], "jaar", *COLUMNS.values()]
    lacking = [column for column in needed if column not in reader.fieldnames]
    if lacking:
        raise SourceError(
            f"{name}: kolom {lacking[0]} ontbreekt, dus dit is geen bestand van de Leefbaarometer 3.0. "
            "Versie 2.0 is een ander model en wordt niet overgenomen."
        )
    yield from ({key: value or "" for key, value in row.items() if key} for row in reader)


def _file(names: Sequence[str], level: str) -> str:
    """The file with the scores of this level, in whatever folder it is."""
    for name in names:
        own = name.rsplit("/", 1)[-1].lower()
        if own.endswith(".csv") and "score" in own and level in own:
            return name
    raise SourceError(
        f"Leefbaarometer 3.0: geen CSV met scores per {level} in het ZIP-bestand. Kijk of de namen veranderd zijn."
    )


def number(text: str) -> float:
    """A cell as a number, with a decimal comma or point; NaN where it is empty. Raises SourceError for anything else."""
    text = text.strip()
    if text in MISSING:
        return float("nan")
    if not re.fullmatch(r"[+-]?\d*[.,]?\d+(?:[eE][+-]?\d+)?", text):
        raise SourceError(f"Leefbaarometer 3.0: {text!r} is geen getal. Kijk of het bestand veranderd is.")
    return float(text.replace(",", "."))


# ---------------------------------------------------------------- the classes


def _classes(pull: Pull, level: str) -> dict[str, float]:
    """The class of each area by the map service; nothing, with a note, when that does not answer as expected."""
    try:
        found = classes(pull.client, level)
    except SourceError as error:
        pull.note(f"Geen klassen per {level}: {error}")
        return {}
    wrong = [value for value in found.values() if not 1 <= value <= 9]
    if wrong:
        pull.note(f"Geen klassen per {level}: de kaartdienst gaf klasse {wrong[0]:g}, en die bestaat niet.")
        return {}
    return found


def classes(client: Client, level: str, count: int | None = None) -> dict[str, float]:
    """``kscore`` by region code. Raises NotAvailable, or SourceError when the service answers something else."""
    found: dict[str, float] = {}
    start = 0
    while True:
        address = f"{base_url('DSW_LBM_GEO_URL')}/lbm3/ows"
        asked = {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": f"lbm3:{level}score{MEASUREMENT % 100}",
            "propertyName": "id,kscore",
            "outputFormat": "application/json",
            "count": str(count or PAGE),
            "startIndex": str(start),
        }
        page = client.get_json(address, asked, what=f"Kaartdienst van de Leefbaarometer, {level}")
        try:
            features = [f["properties"] for f in page["features"]]
            new = {str(f["id"]).strip(): float(f["kscore"]) for f in features if f["kscore"] is not None}
        except (KeyError, TypeError, ValueError) as error:
            raise SourceError(f"de kaartdienst van de Leefbaarometer gaf geen id en kscore ({error}).") from error
        known = len(found)
        found |= new
        start += len(features)
        # A service that does not know startIndex gives the same page again.
        if count or len(features) < PAGE or (new and len(found) == known):
            return found


# ---------------------------------------------------------------- what it counts on


def _ask_files(client: Client) -> list[str]:
    url = f"{base_url('DSW_LEEFBAAROMETER_URL')}/resources/open-data-leefbaarometer-meting-{MEASUREMENT}.zip"
    data = client.get_bytes(url, what="Leefbaarometer 3.0", expect="zip")
    told = []
    for level in LEVELS:
        try:
            next(rows(data, level), None)
        except SourceError as error:
            told.append(str(error))
    return told


def _ask_classes(client: Client) -> list[str]:
    found = classes(client, "buurt", count=1)
    return [] if any(code.startswith("BU") for code in found) else ["De kaartdienst gaf geen buurt met een klasse."]


SOURCE = Source(
    id="leefbaarometer",
    title="Leefbaarometer 3.0",
    publisher="Ministerie van Binnenlandse Zaken en Koninkrijksrelaties (Atlas Research, In Fact)",
    licence="CC0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    homepage="https://www.leefbaarometer.nl/page/Opendata",
    levels=LEVELS,
    years=YEARS,
    variables=declared.variables(FIGURES),
    caveats=("voorspeld_oordeel",),
    about=(
        "De Leefbaarometer voorspelt uit kenmerken van de omgeving hoe bewoners hun buurt zouden beoordelen. Alle jaren "
        f"staan op de gebiedsindeling van {MEASUREMENT}."
    ),
    settings=("DSW_LEEFBAAROMETER_URL", "DSW_LBM_GEO_URL"),
    files=(FIGURES,),
    pull=pull,
    expects=(
        Expectation("open data: bestanden en kolommen", "loaders/sources/leefbaarometer.py", _ask_files),
        Expectation("kaartdienst: één buurt met klasse", "loaders/sources/leefbaarometer.py", _ask_classes),
    ),
)
