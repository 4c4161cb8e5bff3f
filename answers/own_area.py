"""Several wijken or buurten as one area: which figures can be made of them, and how."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from answers import data, elsewhere, format, ground, provenance, words
from answers.divisions import division_of, usable_years
from answers.words import named
from indicators import areas, catalog, contrast, parameters, uncertainty
from indicators.catalog import Entry
from loaders.vocabulary import level_of


@dataclass(frozen=True)
class Row:
    """One figure of the own area and the year it is of; ``year`` None where no year has it at this level."""

    entry: Entry
    year: int | None
    found: areas.Combined


def rows(codes: Sequence[str], entries: Sequence[Entry]) -> list[Row]:
    """A row for each figure, in the order given: of the newest year in which most areas have it."""
    level = level_of(codes[0])
    years = {entry.id: max(usable_years(level, entry.id, codes), default=None) for entry in entries}
    made: dict[str, areas.Combined] = {}
    groups: dict[tuple[int, int], list[str]] = {}
    for id, year in years.items():
        if year is not None:
            groups.setdefault((year, division_of(level, year, id)), []).append(id)
    for (year, division), ids in groups.items():
        frame = data.store().table(level, year, areas.inputs(ids, year), division)
        there = ground.there(codes, division)
        fault = _moved(codes, division) or areas.wrong(list(there), frame.index)
        refused = dict.fromkeys(ids, areas.Combined(float("nan"), "niet", fault))
        made |= refused if fault else areas.combine(frame, list(there), ids, year)
    return [Row(entry, years[entry.id], made[entry.id]) for entry in entries if entry.id in made]


def interval(row: Row, codes: Sequence[str]) -> tuple[float, float] | None:
    """The margin of the areas together: as of one area with their counts added. None for a figure without one."""
    meant = data.entries().get(row.entry.definition(row.year or 0), row.entry)
    if row.year is None or row.found.how not in ("berekend", "gewogen"):
        return None
    if meant.id not in catalog.entries() or uncertainty.basis(meant) is None:
        return None
    level = level_of(codes[0])
    division = division_of(level, row.year, row.entry.id)
    held = data.store().table(level, row.year, list(uncertainty.needs(meant)), division)
    _, low, high = contrast.together(meant, row.found.value, ground.of_areas(held, codes, division)).ends(meant)
    return None if math.isnan(low) or math.isnan(high) else (low, high)


def _moved(codes: Sequence[str], division: int) -> str:
    """Why the areas are not one on these boundaries: which of them was another area then; "" where none was."""
    lost = [code for code in codes if code not in ground.there(codes, division).index]
    return f"{elsewhere.sentence(lost[0], division)}" if lost else ""


def table(found: Sequence[Row], codes: Sequence[str]) -> pd.DataFrame:
    """What could be made, as text: figure, year, value with its margin, and how it came about."""
    return pd.DataFrame(
        [
            {
                "Cijfer": named(row.entry),
                "Jaar": str(row.year),
                "Eigen gebied": said(row),
                "Marge": _margin(row.entry, interval(row, codes)),
                "Hoe": row.found.note or "Opgeteld.",
            }
            for row in found
            if row.found.how != "niet"
        ]
    )


def said(row: Row) -> str:
    """The value as text; of counts that were all rounded to nought what they stay under together."""
    if row.found.under:
        return f"minder dan {words.short(row.entry, row.found.under)}"
    return words.short(row.entry, row.found.value)


def _margin(entry: Entry, ends: tuple[float, float] | None) -> str:
    return "–" if ends is None else " tot ".join(format.number(end, entry.decimals) for end in ends)


def refused(found: Sequence[Row]) -> list[tuple[str, str]]:
    """What could not be made, and why: label and reason."""
    return [(row.entry.label, row.found.note) for row in found if row.found.how == "niet"]


def _rounded(entry: Entry, ends: tuple[float, float] | None) -> dict[str, float | None]:
    low, high = ends or (None, None)
    return {
        name: None if end is None else round(end, entry.decimals)
        for name, end in (("marge_laag", low), ("marge_hoog", high))
    }


def columns() -> dict[str, str]:
    """What the columns of the download hold."""
    sure = format.as_it_is(parameters.value("marge_zekerheid"))
    return {
        "gebieden": "De gebieden waar het eigen gebied uit bestaat",
        "marge_laag": f"Waar het cijfer met {sure}% zekerheid boven ligt; leeg: geen marge te geven",
        "marge_hoog": f"Waar het cijfer met {sure}% zekerheid onder ligt; leeg: geen marge te geven",
        "hoe": "Hoe het cijfer van het eigen gebied is gemaakt; niet: het is niet te maken",
        "toelichting": "Wat er over die bewerking te zeggen is",
    }


def download(found: Sequence[Row], codes: Sequence[str]) -> pd.DataFrame:
    """The own area as data: one row a figure, with its members, unit, year, how it was made, source and licence."""
    return pd.DataFrame(
        [
            {
                "gebied": areas.name(codes),
                "gebieden": ",".join(codes),
                "cijfer": row.entry.id,
                "omschrijving": row.entry.label,
                "waarde": None if format.is_missing(row.found.value) else row.found.value,
                **_rounded(row.entry, interval(row, codes)),
                "eenheid": format.in_words(row.entry.unit),
                "jaar": row.year,
                "hoe": row.found.how,
                "toelichting": row.found.note,
                **provenance.provenance(row.entry, data.store()),
            }
            for row in found
        ]
    )
