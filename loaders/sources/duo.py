"""Schools of voortgezet onderwijs and mbo per gemeente and wijk (DUO): published lists of addresses, dropped in by hand.

The csv's "Alle vestigingen vo" and "Adressen van alle mbo-instellingen" lie in ``drop/duo/`` of the data folder, with the
year in the name: ``alle-vestigingen-vo-2024.csv``. Wijken that a school may lie in without certainty are unknown, not one
too low. Why so: docs/decisions.md.

Source: https://duo.nl/open_onderwijsdata/
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from loaders import store
from loaders.places import postcodes
from loaders.pulling import left
from loaders.pulling.pull import Pull
from loaders.reading import files, grid, numbers
from loaders.reading.http import NotAvailable, SourceError
from loaders.source import Source, Variable
from loaders.vocabulary import wijk_of

READING = "1"
HOMEPAGE = "https://duo.nl/open_onderwijsdata/"
# What a heading begins with, without capitals and signs; the correspondence address has headings of its own.
HEADS = {
    "gemeente": ("gemeentenummer", "gemeentecode"),
    "institution": ("instellingscode", "brinnummer", "brin"),
    "branch": ("vestigingscode", "vestigingsnummer"),
    "postcode": ("postcode",),
    "number": ("huisnummer",),
}
REQUIRED = ("gemeente", "institution")
OTHER = "correspondentie"
VO, MBO = "scholen_vo", "scholen_mbo"
# A heading that only one of the two lists has, and what names of files say.
KINDS = {
    VO: ("onderwijsstructuur", r"(?<![a-z])vo(?![a-z])|voortgezet"),
    MBO: ("mboinstellingssoort", r"(?<![a-z])mbo(?![a-z])"),
}
# A list with schools in fewer gemeenten than this is a part of the country: then nothing is known of the others.
NATIONAL = {VO: 100, MBO: 20}


@dataclass(frozen=True)
class Schools:
    """The schools in one list: one row each, columns gemeente (GM…), postcode and number (text); and remarks (Dutch)."""

    variable: str
    frame: pd.DataFrame
    notes: tuple[str, ...]


def pull(pull: Pull, year: int) -> None:
    """Save the schools of one year from the lists that were dropped in. Raises NotAvailable when there is none."""
    paths = [path for path in pull.dropped() if year in numbers.years_in(path.name)]
    if not paths:
        unnamed = [path.name for path in pull.dropped() if not numbers.years_in(path.name)]
        hint = f" Zet het jaar in de naam van {', '.join(unnamed)}." if unnamed else ""
        raise NotAvailable(
            f"{SOURCE.title} {year}: DUO geeft deze lijsten als bestand. Haal ze op bij {HOMEPAGE} en zet ze, met het jaar in de "
            f"naam, in de map drop/{SOURCE.id} van de gegevens.{hint}"
        )
    pull.record(table=", ".join(path.name for path in paths), route="bestand")
    for path in paths:
        pull.client.remember(path.name, path.read_bytes())
    before = pull.before
    kept = before.manifest()["addresses"].get(str(year), {}) if before else {}
    names = {level: _codes(before, level, year) for level in ("gemeente", "wijk")}
    mark = hashlib.sha256("".join(raw.sha256 for raw in pull.client.raw).encode()).hexdigest()
    spec = f"{READING} {kept.get('sha256', '')} {len(names['gemeente'])} {len(names['wijk'])}"
    pull.skip_if_unchanged(mark, spec)
    addresses = before.addresses(year) if before and kept and names["wijk"] else None
    if addresses is None:
        pull.note(f"Per wijk niet te geven: adressen (bron cbs_postcode) of wijken van {year} zijn niet geladen.")
    made: dict[str, list[pd.DataFrame]] = {"gemeente": [], "wijk": []}
    for path in paths:
        found = read(path)
        for note in found.notes:
            pull.note(note)
        counted, left_out = per_gemeente(found.frame, names["gemeente"], NATIONAL[found.variable])
        if left_out:
            pull.note(f"{path.name}: {left_out} scholen in een gemeente die {year} niet kent, zijn overgeslagen.")
        made["gemeente"].append(_rows(counted, found.variable))
        if addresses is not None:
            here = found.frame[found.frame["gemeente"].isin(counted.index)]
            wijken, lost = per_wijk(here, counted, addresses, names["wijk"])
            if lost:
                pull.note(f"{path.name}: van {lost} scholen is de wijk niet te vinden met hun postcode.")
            made["wijk"].append(_rows(wijken, found.variable))
    for level in pull.levels:
        parts = made.get(level)
        if parts:
            frame = pd.concat(parts, ignore_index=True).drop_duplicates(["region", "variable"], keep="last")
            pull.save_observations(level, frame.assign(level=level, division=year, year=year, source=SOURCE.id))


def _codes(before: store.Store | None, level: str, year: int) -> list[str]:
    """The areas of a level in this year; none when its names are not loaded."""
    return [str(code) for code in before.names(level, year).index] if before else []


def _rows(counted: pd.Series[float], variable: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region": counted.index,
            "variable": variable,
            "value": counted.to_numpy(),
            "status": np.where(counted.isna(), "not_given", "published"),
        }
    )


def read(path: Path) -> Schools:
    """The schools in one list, each branch once. Raises SourceError that says which column or kind is not found."""
    notes: list[str] = []
    try:
        table = grid.table(grid.choose(files.read_path(path), "", notes))
    except files.ImportProblem as problem:
        raise SourceError(f"{path.name}: {problem}") from problem
    heads = [_plain(head) for head in table.header]
    variable = _kind(heads, path.name)
    places = {column: _place(heads, starts) for column, starts in HEADS.items()}
    for column in REQUIRED:
        if places[column] is None:
            raise SourceError(
                f"{path.name}: geen kolom die begint met {' of '.join(HEADS[column])}; er staan: {', '.join(table.header)}. "
                "Hernoem de kolom in het bestand, of pas HEADS in loaders/sources/duo.py aan."
            )
    if places["postcode"] is None:
        notes.append(f"{path.name}: er is geen kolom met postcodes, dus geen cijfer per wijk.")
    frame = pd.DataFrame(
        {
            column: [_text(cell) for cell in table.column(place)] if place is not None else ""
            for column, place in places.items()
        },
        index=range(len(table.rows)),
    )
    notes += left.remarks(path.name, [head for at, head in enumerate(table.header) if at not in places.values()])
    frame["gemeente"] = frame["gemeente"].map(_gemeente)
    nameless = int((frame["gemeente"] == "").sum())
    if nameless:
        notes.append(f"{path.name}: {nameless} rijen zonder gemeentenummer zijn overgeslagen.")
    frame = frame[frame["gemeente"] != ""]
    same = ["institution", "branch"] if places["branch"] is not None else ["institution", "postcode", "number"]
    return Schools(variable, frame.drop_duplicates(same).reset_index(drop=True), tuple(notes))


def _plain(head: str) -> str:
    return re.sub(r"[^a-z0-9]", "", head.lower())


def _place(heads: list[str], starts: tuple[str, ...]) -> int | None:
    fitting = (i for start in starts for i, head in enumerate(heads) if head.startswith(start) and OTHER not in head)
    return next(fitting, None)


def _kind(heads: list[str], name: str) -> str:
    """Which of the two lists this is: by its own headings, else by its name."""
    for variable, (heading, _) in KINDS.items():
        if any(head.startswith(heading) for head in heads):
            return variable
    for variable, (_, words) in KINDS.items():
        if re.search(words, name.lower()):
            return variable
    raise SourceError(
        f"{name}: niet te zien of dit scholen van vo of mbo zijn. Zet vo of mbo in de naam van het bestand."
    )


def _text(cell: files.Cell) -> str:
    return (f"{cell:.0f}" if isinstance(cell, float) else str(cell if cell is not None else "")).strip()


def _gemeente(text: str) -> str:
    """GM0363 for GM0363, 0363, 363; "" for anything else."""
    digits = text.upper().removeprefix("GM")
    return f"GM{digits.zfill(4)}" if digits.isdecimal() and len(digits) <= 4 else ""


def per_gemeente(schools: pd.DataFrame, known: list[str], national: int) -> tuple[pd.Series[float], int]:
    """Schools per gemeente, and how many lie in a gemeente that is not among ``known`` (none: all are taken).

    In a national list (schools in ``national`` gemeenten) a gemeente without any has nought; in a part it is not there.
    """
    counted = schools.groupby("gemeente").size().astype(float)
    if not known:
        return counted, 0
    left_out = int(counted[~counted.index.isin(known)].sum())
    counted = counted[counted.index.isin(known)]
    if len(counted) >= min(national, len(known)):
        counted = counted.reindex(sorted(known)).fillna(0.0)
    return counted, left_out


def per_wijk(
    schools: pd.DataFrame, counted: pd.Series[float], addresses: pd.DataFrame, known: list[str]
) -> tuple[pd.Series[float], int]:
    """Schools per wijk of the gemeenten in ``counted``, and how many could not be placed.

    NaN for each wijk that a school may lie in of which the wijk is not certain: a lower number would be wrong there.
    """
    gemeenten = {str(code)[2:] for code in counted.index}
    whole = [code for code in known if code[2:6] in gemeenten]
    made = pd.Series(0.0, index=pd.Index(sorted(whole)))
    lost = 0
    for gemeente, maybe in zip(schools["gemeente"], _wijken(schools, addresses), strict=True):
        inside = [code for code in made.index if code[2:6] == gemeente[2:]]
        possible = [code for code in inside if code in maybe] or inside
        certain = len(maybe) == 1 and len(possible) == 1 and possible[0] in maybe
        lost += not certain
        made.loc[possible] += 1 if certain else np.nan
    return made, lost


def _wijken(schools: pd.DataFrame, addresses: pd.DataFrame) -> list[set[str | None]]:
    """The wijken that each school may lie in, by its address, else by its postcode; empty when that is not known."""
    known = addresses["address"].to_numpy()
    buurten = addresses["buurt"].astype(str).to_numpy()
    found: list[set[str | None]] = []
    for postcode, number in zip(schools["postcode"], schools["number"], strict=True):
        start = postcodes.postcode_number(postcode) * postcodes.HOUSE_NUMBERS
        if start < 0:
            found.append(set())
            continue
        house = re.match(r"\d+", number)
        exact = [start + int(house[0]), start + int(house[0]) + 1] if house else [0, 0]
        first, last = np.searchsorted(known, exact)
        if first == last:
            first, last = np.searchsorted(known, [start, start + postcodes.HOUSE_NUMBERS])
        found.append({wijk_of(str(buurt)) for buurt in buurten[first:last]})
    return found


def _schools(id: str, label: str, what: str, not_: str) -> Variable:
    return Variable(
        id=id,
        label=label,
        unit="aantal",
        kind="count",
        theme="voorzieningen",
        is_=f"Hoeveel {what} er volgens DUO een adres hebben in dit gebied.",
        is_not=not_,
    )


SOURCE = Source(
    id="duo",
    title="Adressen van scholen",
    publisher="Dienst Uitvoering Onderwijs (DUO)",
    licence="open data van DUO; voorwaarden nog niet nagezien",
    licence_url=HOMEPAGE,
    homepage=HOMEPAGE,
    levels=("gemeente", "wijk"),
    years=tuple(range(2013, 2027)),
    variables=(
        _schools(
            VO,
            "Scholen voortgezet onderwijs (vestigingen)",
            "vestigingen van scholen voor voortgezet onderwijs",
            "Het zegt niet hoeveel leerlingen er zijn, en niet waar zij wonen.",
        ),
        _schools(
            MBO,
            "Mbo-instellingen (adressen)",
            "mbo-instellingen",
            "DUO geeft het adres van de instelling. Andere leslocaties kunnen ontbreken.",
        ),
    ),
    about=(
        "DUO geeft de adressen van scholen als lijsten. Haal ze op bij DUO en zet ze, met het jaar in de naam, in de map "
        "drop/duo van de gegevens. "
        "De gemeente staat in de lijst; de wijk volgt alleen uit een bekende postcode. De vorm van de lijsten is niet aan een "
        "opgehaald bestand getoetst: ontbreekt een kolom, dan zegt het laden welke."
    ),
    pull=pull,
)
