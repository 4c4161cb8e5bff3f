"""Several wijken or buurten as one area, beside the comparison. Its members stand in the address as ``samen``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from answers import format, provenance, words
from answers.profile import usable_years
from answers.words import named
from indicators import areas
from indicators.catalog import Entry
from loaders.store import Store
from loaders.vocabulary import level_of
from ui.frame import picker, selection

KEY = "samen"


@dataclass(frozen=True)
class Row:
    """One figure of the own area and the year it is of; ``year`` None where no year has it at this level."""

    entry: Entry
    year: int | None
    found: areas.Combined


def members() -> list[str]:
    """The codes of the own area in the address that are areas here; empty without one. Says which ones are not."""
    wanted: Sequence[str] = list(dict.fromkeys(selection.get(KEY) or []))
    known = [code for code in wanted if picker.place(code) is not None]
    if not wanted:
        return []
    fault = areas.wrong(known, pd.Index(known))
    if len(known) < len(wanted) or fault:
        st.caption(f":material/info: Eigen gebied: {fault or 'niet alle codes bestaan in deze gegevens.'}")
    own = [] if fault else known
    selection.remember(KEY, own or None)
    return own


def offer(chosen: Sequence[str]) -> None:
    """A button that makes one area of the chosen ones, where that can be."""
    if areas.wrong(chosen, pd.Index(list(chosen))) == "" and set(chosen) != set(selection.get(KEY) or []):
        st.button(
            "Maak hier één gebied van",
            icon=":material/join_full:",
            key="maak_samen",
            on_click=selection.put,
            args=(KEY, list(chosen)),
            help="Telt de gekozen gebieden op tot één eigen gebied, waar dat eerlijk kan",
        )


def rows(store: Store, codes: Sequence[str], entries: Sequence[Entry]) -> list[Row]:
    """A row for each figure, in the order given: of the newest year in which most areas have it."""
    level = level_of(codes[0])
    years = {entry.id: max(usable_years(store, level, entry.id, codes), default=None) for entry in entries}
    made: dict[str, areas.Combined] = {}
    for year in {y for y in years.values() if y is not None}:
        ids = [id for id, own in years.items() if own == year]
        frame = store.table(level, year, areas.inputs(ids, year))
        fault = areas.wrong(codes, frame.index)
        made |= dict.fromkeys(ids, areas.Combined(float("nan"), "niet", fault)) if fault else areas.combine(
            frame, codes, ids, year
        )  # fmt: skip
    return [Row(entry, years[entry.id], made[entry.id]) for entry in entries if entry.id in made]


def table(found: Sequence[Row]) -> pd.DataFrame:
    """What could be made, as text: figure, year, value and how it came about."""
    return pd.DataFrame(
        [
            {
                "Cijfer": named(row.entry),
                "Jaar": str(row.year),
                "Eigen gebied": words.short(row.entry, row.found.value),
                "Hoe": row.found.note or "Opgeteld.",
            }
            for row in found
            if row.found.how != "niet"
        ]
    )


def refused(found: Sequence[Row]) -> list[tuple[str, str]]:
    """What could not be made, and why: label and reason."""
    return [(row.entry.label, row.found.note) for row in found if row.found.how == "niet"]


COLUMNS = {
    "gebieden": "De gebieden waar het eigen gebied uit bestaat",
    "hoe": "Hoe het cijfer van het eigen gebied is gemaakt; niet: het is niet te maken",
    "toelichting": "Wat er over die bewerking te zeggen is",
}


def download(found: Sequence[Row], codes: Sequence[str], store: Store) -> pd.DataFrame:
    """The own area as data: one row a figure, with its members, unit, year, how it was made, source and licence."""
    return pd.DataFrame(
        [
            {
                "gebied": areas.name(codes),
                "gebieden": ",".join(codes),
                "cijfer": row.entry.id,
                "omschrijving": row.entry.label,
                "waarde": None if format.is_missing(row.found.value) else row.found.value,
                "eenheid": format.in_words(row.entry.unit),
                "jaar": row.year,
                "hoe": row.found.how,
                "toelichting": row.found.note,
                **provenance.provenance(row.entry, store),
            }
            for row in found
        ]
    )
