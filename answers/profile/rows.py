"""A profile as data, to take along."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from answers import carried, data, format, ground, provenance, words
from answers.profile import Figure, why_empty
from loaders.vocabulary import COUNTRY, level_of


def download(found: Sequence[Figure], region: str, name: str) -> pd.DataFrame:
    """The profile as data: one row a figure, empty cells empty, with unit, year, source and licence in every row."""
    level, (code, _) = level_of(region), ground.meant(region)
    parent = data.place(ground.around(region, "gemeente")) if level in ("wijk", "buurt") else None
    return pd.DataFrame(
        [
            {
                "gebied": code,
                "naam": name,
                "niveau": level,
                "cijfer": figure.id,
                "omschrijving": entry.label,
                "waarde": figure.value,
                "eenheid": format.in_words(entry.unit),
                "jaar": figure.year,
                "grenzen": figure.division,
                "toestand": words.state(entry, figure.status)
                if figure.value is not None
                else why_empty(figure, region),
                "herleid": carried.word(figure.made) if figure.made else None,
                "gemeente": parent.name if parent else None,
                "waarde_gemeente": figure.gemeente,
                "herleid_gemeente": carried.word(figure.above) if figure.above else None,
                "waarde_nederland": figure.country if region != COUNTRY else figure.value,
                "aantal_benaderd": figure.count.value if figure.count else None,
                "marge_laag": figure.said.interval[0] if figure.said.interval else None,
                "marge_hoog": figure.said.interval[1] if figure.said.interval else None,
                "ontwikkeling": figure.said.movement.label if figure.said.movement else None,
                "verschil_gemeente": figure.said.beside.get("gemeente"),
                "verschil_nederland": figure.said.beside.get("nederland"),
                **provenance.provenance(entry, data.store()),
            }
            for figure in found
            for entry in (data.named_after_parts(data.entry(figure.id), figure.year),)
        ]
    ).astype({"jaar": "Int64", "grenzen": "Int64"})
