"""Leefbaarometer 3.0 (ministry of BZK): predicted judgement of residents, per gemeente, wijk and buurt.

The open data is one ZIP with a CSV a level; every year is on the division of the measurement, its newest year. ``lbm`` is
the score. ``afw`` is that score less one level that is the same in every row of every year (4.102264851), so it says nothing
that the score does not: it is read to see that this is so, and not kept. The five dimensions are parts that add up to
``afw``: what each puts on the score or takes off it, counted from that one level, not from a mean of the year.

The years are of three models (column ``versie``; where the file lacks it, the years that are known, ``columns/
leefbaarometer.toml``): 1.0, 2.0 and 3.0 take turns, so the score and the class have ``versions``. Only 3.0 has dimensions.
The classes are not in the files. The map service gives them for the year of the measurement; elsewhere they follow from
``lbm`` by the bounds in that same file, and have the status of what was computed. Files without the columns of 3.0 are refused.
Source: https://www.leefbaarometer.nl/page/Opendata.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from loaders import declared, edited
from loaders.pulling import cube, left
from loaders.pulling.pull import Pull, whole
from loaders.reading import zipped
from loaders.reading.http import Client, NotAvailable, Raw, SourceError, base_url
from loaders.source import Expectation, Source, Variable

MEASUREMENT = 2024
YEARS = (2002, 2008, 2012, 2014, 2016, 2018, 2020, 2022, 2024)
LEVELS = ("gemeente", "wijk", "buurt")
CODES = {"gemeente": "gm_code", "wijk": "wk_code", "buurt": "bu_code"}
# Part of the mark by which a later pull knows that we still take the same things.
READING = "2"
PAGE = 1_000
MISSING = ("", ".", "NA", "NULL", "nan")
LOWEST, HIGHEST = 1.0, 9.0
# Dimensions add up to the deviation, but for the rounding of six numbers of three decimals.
ADDS_UP = 0.005

# Variable by column of the files.
SCORE, CLASS = "leefbaarometer", "leefbaarometer_klasse"
DIMENSIONS = {
    "leefbaarometer_fysieke_omgeving": "fys",
    "leefbaarometer_overlast_onveiligheid": "onv",
    "leefbaarometer_sociale_samenhang": "soc",
    "leefbaarometer_voorzieningen": "vrz",
    "leefbaarometer_woningvoorraad": "won",
}
COLUMNS = {SCORE: "lbm", **DIMENSIONS}
# The score less the level from which it is counted, and the model of the year.
ABOVE, VERSION = "afw", "versie"
FIGURES = declared.file("leefbaarometer.toml", about="De scores van de Leefbaarometer 3.0.")


# ---------------------------------------------------------------- versions and bounds, as they stand in the file


class Made(edited.Entry):
    """One measurement and the version of the model that made it."""

    says = "een meting, met de versie van het model waar zij mee is gemaakt"
    key = "jaar"

    year: Annotated[int, Field(ge=1990, le=2100)] = Field(alias="jaar", description="het jaar van de meting")
    version: Annotated[str, edited.Matching(r"\d\.\d", "een versie, zoals 3.0")] = Field(
        alias="versie", description="de versie van het model"
    )
    source: edited.Text = Field(alias="bron", description="wie dat zegt")


class Bound(edited.Entry):
    """The lowest score of one class; the first class has none."""

    says = "een klasse boven de laagste: zij begint bij deze score en loopt tot het begin van de volgende"
    key = "klasse"

    number: Annotated[int, Field(ge=2, le=9)] = Field(alias="klasse", description="de klasse, van 2 tot en met 9")
    start: Annotated[edited.Number, Field(ge=LOWEST, le=HIGHEST)] = Field(
        alias="vanaf", description="de laagste score die er nog bij hoort"
    )
    source: edited.Text = Field(alias="bron", description="waar dat uit volgt")


TABLE = edited.File(
    Path(__file__).parents[1] / "columns" / "leefbaarometer.toml",
    about="Met welke versie van het model een jaar van de Leefbaarometer is gemaakt, en bij welke score een klasse begint. "
    "Met een fout in dit bestand wordt er van de Leefbaarometer niets opgehaald; wat er al was, blijft.",
    tables={"meting": Made, "grens": Bound},
)


def versions() -> dict[int, str]:
    """The version of the model of each year that is known, oldest first."""
    return {
        row.year: row.version for row in sorted(edited.kept(TABLE).entries(Made).values(), key=lambda row: row.year)
    }


def bounds() -> list[float]:
    """The lowest scores of the classes 2 to 9."""
    return [row.start for row in sorted(edited.kept(TABLE).entries(Bound).values(), key=lambda row: row.number)]


def derived(scores: np.ndarray) -> np.ndarray:
    """The class (1–9) of each score: a score on a bound is in the higher class; NaN without a score."""
    # Scores come with more digits than a float keeps: what is a bound but for the last one is on it.
    return np.where(np.isnan(scores), np.nan, np.searchsorted(bounds(), scores + 1e-9, side="right") + 1.0)


def _variables() -> Iterator[Variable]:
    """What stands in the file of figures; the score and the class are of several versions, the dimensions of one."""
    firsts: list[tuple[int, str]] = []
    for year, version in versions().items():
        if not firsts or firsts[-1][1] != version:
            firsts.append((year, version))
    for variable in declared.variables(FIGURES):
        if variable.id in (SCORE, CLASS):
            breaks = tuple(year for year, _ in firsts[1:])
            yield dataclasses.replace(variable, versions=tuple(firsts), breaks=breaks)
        else:
            yield variable


# ---------------------------------------------------------------- load


@dataclass(frozen=True)
class Part:
    """One level of one year: values (regions × COLUMNS), the file's word for its version ("": none), its fixed level.

    ``fixed`` is ``lbm`` less ``afw`` (NaN without any score), and ``fine`` by how much rounding can move it.
    """

    regions: list[str]
    values: np.ndarray
    version: str
    fixed: float
    fine: float


@dataclass(frozen=True)
class Scores:
    """What the ZIP holds: its parts by level and year, the columns that were not taken, and where it came from."""

    parts: Mapping[tuple[str, int], Part]
    left: tuple[str, ...]
    raw: tuple[Raw, ...]
    read: float

    @cached_property
    def measurement(self) -> int:
        """The newest year: all years are on its division."""
        return max(year for _, year in self.parts)

    @cached_property
    def moving(self) -> str:
        """A sentence when years do not share one fixed level (Dutch); "" when they do."""
        fixed = {year: part for (_, year), part in sorted(self.parts.items()) if not np.isnan(part.fixed)}
        levels = [part.fixed for part in fixed.values()]
        if not levels or max(levels) - min(levels) <= max(part.fine for part in fixed.values()):
            return ""
        told = ", ".join(f"{year}: {part.fixed:.3f}".replace(".", ",") for year, part in fixed.items())
        return (
            f"De score min de afwijking is niet elk jaar hetzelfde ({told}). De dimensies zijn dan per jaar vanaf een ander "
            "niveau gemeten: zet dimensies van verschillende jaren niet naast elkaar."
        )


# One ZIP has all years: each year's pull would fetch the same file again.
_lock = threading.Lock()
_held: dict[str, Scores] = {}
HOLD_SECONDS, HOLD_FORCED = 600.0, 30.0


def pull(pull: Pull, year: int) -> None:
    """Take one year out of the ZIP of the measurement, and save its levels.

    Raises NotAvailable without that file or year, and SourceError for a file of another version, or one whose columns do
    not mean what they did.
    """
    whole(TABLE)
    pull.progress(0.05, "open data van de Leefbaarometer")
    scores = _scores(pull.client, pull.force)
    pull.client.raw = [*scores.raw]
    pull.record(table=f"meting {scores.measurement}", route="zip", division=scores.measurement)
    pull.skip_if_unchanged("".join(raw.sha256 for raw in scores.raw), _mark())
    if scores.measurement != MEASUREMENT:
        pull.note(
            f"Dit is het bestand van de meting {scores.measurement}, niet van {MEASUREMENT}: alle jaren staan op de "
            f"gebiedsindeling van {scores.measurement}."
        )
    left.tell(pull, "de open data van de Leefbaarometer", scores.left)
    if scores.moving:
        pull.note(scores.moving)
    found = [_figures(pull, scores, level, year) for level in LEVELS if level in pull.levels]
    parts = [part for part in found if part is not None]
    if not parts:
        raise NotAvailable(f"Leefbaarometer 3.0: de meting van {scores.measurement} heeft geen cijfers over {year}.")
    cube.save(pull, parts, year)


def _mark() -> str:
    """Part of the mark by which a later pull knows that we still take the same things."""
    return hashlib.sha256(f"{READING} {[*COLUMNS]} {versions()} {bounds()}".encode()).hexdigest()[:12]


def _scores(client: Client, force: bool) -> Scores:
    """The scores of all years; a file that was just fetched for another year is used again."""
    url = f"{base_url('DSW_LEEFBAAROMETER_URL')}/resources/open-data-leefbaarometer-meting-{MEASUREMENT}.zip"
    with _lock:
        held = _held.get(url)
        if held is None or time.monotonic() - held.read > (HOLD_FORCED if force else HOLD_SECONDS):
            data = client.get_bytes(url, what="Leefbaarometer 3.0", expect="zip")
            parts = {key: part for level in LEVELS for key, part in read(data, level).items()}
            heads = dict.fromkeys(column for level in LEVELS for column in untaken(data, level))
            held = _held[url] = Scores(parts, tuple(heads), tuple(client.raw), time.monotonic())
        return held


def _figures(pull: Pull, scores: Scores, level: str, year: int) -> cube.Figures | None:
    """One level of one year, with the class where that is known; None when the file has no rows of that year."""
    if (level, year) not in scores.parts:
        return None
    pull.progress(0.6, f"Leefbaarometer, {level}")
    part = scores.parts[level, year]
    version = _version(pull, part, year)
    grid, variables = part.values[:, :1], [SCORE]
    if version == max(versions().values()):
        grid, variables = part.values, list(COLUMNS)
    elif not np.isnan(part.values[:, 1:]).all():
        pull.note(f"De dimensies van {year} zijn van versie {version} en zijn niet overgenomen.")
    statuses = np.where(np.isnan(grid), "not_given", "estimate")
    given = _classes(pull, level) if year == scores.measurement == MEASUREMENT else {}
    grades, derived_here = _graded(pull, level, part, given)
    made = np.where(np.isnan(grades), "not_given", np.where(derived_here, "computed", "estimate"))
    return cube.Figures(
        "Leefbaarometer 3.0",
        scores.measurement,
        part.regions,
        [*variables, CLASS],
        np.column_stack([grid, grades]),
        np.column_stack([statuses, made]),
    )


def _version(pull: Pull, part: Part, year: int) -> str:
    """The version of the model that made this year. Raises SourceError where the file says another one than is known."""
    known = versions().get(year, "")
    mend = f"Kijk het na en zet het in {TABLE.name}; er is niets overgenomen."
    if not known:
        raise SourceError(f"Leefbaarometer 3.0: van {year} is niet bekend met welke versie het is gemaakt. {mend}")
    if part.version and part.version != known:
        raise SourceError(f"Leefbaarometer 3.0: {year} heet in het bestand versie {part.version}, niet {known}. {mend}")
    if not part.version:
        told = f"Het bestand zegt niet met welke versie {year} is gemaakt; aangehouden is {known} ({TABLE.name})."
        if told not in pull.notes:
            pull.note(told)
    return known


def _graded(pull: Pull, level: str, part: Part, given: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """The class of each region, and where it was derived from the score because the publisher gave none."""
    own = np.array([given.get(code, np.nan) for code in part.regions], dtype=float)
    ours = derived(part.values[:, 0])
    other = np.flatnonzero(~np.isnan(own) & ~np.isnan(ours) & (own != ours))
    if len(other):
        first = other[0]
        pull.note(
            f"Klasse per {level}: bij {len(other)} van {int((~np.isnan(own)).sum())} geeft de kaartdienst een andere dan uit "
            f"de score volgt, zoals {part.regions[first]} ({own[first]:.0f}, niet {ours[first]:.0f}). Die van de kaartdienst "
            "is aangehouden."
        )
    return np.where(np.isnan(own), ours, own), np.isnan(own) & ~np.isnan(ours)


# ---------------------------------------------------------------- the files


def read(data: bytes, level: str) -> dict[tuple[str, int], Part]:
    """All years of one level. Raises SourceError for a file that is damaged, of another version, or not to be believed.

    Not to be believed is also a year in which ``lbm`` less ``afw`` is not the same in every row, or of two versions.
    """
    found: dict[int, dict[str, list[float]]] = {}
    fixed: dict[int, list[float]] = {}
    named: dict[int, set[str]] = {}
    digits = 0
    with zipped.reporting_damage("Leefbaarometer 3.0"):
        for row in rows(data, level):
            year, region = int(number(row["jaar"])), row[CODES[level]].strip()
            of_year = found.setdefault(year, {})
            if region in of_year:
                raise SourceError(f"Leefbaarometer 3.0: {region} staat twee keer in {year}. Er is niets overgenomen.")
            of_year[region] = [number(row[column]) for column in COLUMNS.values()]
            score = of_year[region][0]
            fixed.setdefault(year, []).append(score - number(row[ABOVE]))
            parts = sum(number(row[column]) for id, column in COLUMNS.items() if id != SCORE)
            if abs(parts - number(row[ABOVE])) > ADDS_UP:
                raise SourceError(
                    f"Leefbaarometer 3.0: de vijf dimensies van {region} in {year} tellen niet op tot de afwijking. "
                    "Zij betekenen dan iets anders dan dit dashboard zegt. Er is niets overgenomen."
                )
            named.setdefault(year, set()).add(_named(row))
            digits = max(digits, _digits(row[COLUMNS[SCORE]]), _digits(row[ABOVE]))
            if not (np.isnan(score) or LOWEST <= score <= HIGHEST):
                raise SourceError(
                    f"Leefbaarometer 3.0: de score {score:g} van {region} in {year} kan niet. "
                    "Kijk of de kolommen of de decimale komma veranderd zijn."
                )
    # Two numbers were rounded, each by half a step at most, and so was the other row they are set against.
    fine = 2 * 10.0**-digits + 1e-9
    made: dict[tuple[str, int], Part] = {}
    for year, of_year in found.items():
        if len(named[year]) > 1:
            raise SourceError(
                f"Leefbaarometer 3.0: {year} is per {level} van meer dan één versie ({', '.join(sorted(named[year]))}). "
                "Er is niets overgenomen."
            )
        levels = np.array(fixed[year])
        levels = levels[~np.isnan(levels)]
        if len(levels) and levels.max() - levels.min() > fine:
            raise SourceError(
                f"Leefbaarometer 3.0: de score min de afwijking is in {year} niet voor elke {level} hetzelfde "
                f"({levels.min():.3f} tot {levels.max():.3f}). De kolommen betekenen dan niet meer wat ze betekenden. Er is "
                "niets overgenomen; kijk wat er veranderd is en pas loaders/sources/leefbaarometer.py aan."
            )
        middle = float(np.median(levels)) if len(levels) else float("nan")
        (version,) = named[year]
        made[level, year] = Part(list(of_year), np.array([*of_year.values()]), version, middle, fine)
    return made


def _named(row: Mapping[str, str]) -> str:
    """The version that a row names: "3.0" of "Leefbaarometer 3.0"; "" where the file has no such column."""
    if VERSION not in row:
        return ""
    found = re.search(r"(?<!\d)\d+\.\d+", row[VERSION])
    if not found:
        raise SourceError(f"Leefbaarometer 3.0: {row[VERSION]!r} is geen versie. Kijk of het bestand veranderd is.")
    return found[0]


def _digits(text: str) -> int:
    """How many digits a cell has behind its comma."""
    return (
        len(re.sub(r"[eE].*", "", text.strip()).replace(",", ".").partition(".")[2])
        if text.strip() not in MISSING
        else 0
    )


def untaken(data: bytes, level: str) -> list[str]:
    """The columns of a level's file that are not read."""
    first = next(rows(data, level), {})
    read = {CODES[level], f"{CODES[level][:2]}_naam", "jaar", ABOVE, VERSION, *COLUMNS.values()}
    return [column for column in first if column not in read]


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
    needed = [CODES[level], "jaar", ABOVE, *COLUMNS.values()]
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
    if not re.fullmatch(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?", text):
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
    variables=tuple(_variables()),
    caveats=("voorspeld_oordeel",),
    about=(
        "De Leefbaarometer voorspelt uit kenmerken van de omgeving hoe bewoners hun buurt zouden beoordelen. Alle jaren "
        f"staan op de gebiedsindeling van de nieuwste meting ({MEASUREMENT}). Er zijn drie versies van het model: 1.0 (2002 en "
        "2008), 2.0 (2012 en 2016) en 3.0 (2014, en vanaf 2018). Alleen jaren van één versie zijn te vergelijken. "
        "De score min de afwijking "
        "is in elk jaar en elk gebied hetzelfde getal; de afwijking zegt dus niets extra en is niet overgenomen."
    ),
    settings=("DSW_LEEFBAAROMETER_URL", "DSW_LBM_GEO_URL"),
    files=(FIGURES, TABLE),
    pull=pull,
    expects=(
        Expectation("open data: bestanden en kolommen", "loaders/sources/leefbaarometer.py", _ask_files),
        Expectation("kaartdienst: één buurt met klasse", "loaders/sources/leefbaarometer.py", _ask_classes),
    ),
)
