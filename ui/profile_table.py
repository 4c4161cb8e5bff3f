"""The profile as a reader sees it: rows of text for the page, rows of numbers for the download."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from indicators.catalog import Entry
from indicators.words import when
from loaders.source import COUNTRY, LEVEL_PLURALS, gemeente_of, level_of
from loaders.store import Store
from ui import assessed, export, format, words
from ui.colours import Palette
from ui.data import entries
from ui.profile import Figure, why_empty
from ui.strip import picture, place_words


def named(entry: Entry) -> str:
    """The figure's name, with its unit when that does not stand with the numbers."""
    said = entry.unit in ("", "aantal") or format.short_unit(entry.unit) or entry.unit in entry.label
    return entry.label if said else f"{entry.label} :gray[:small[({entry.unit})]]"


def table(
    found: Sequence[Figure], region: str, gemeente_name: str, colours: Palette, country: str = "Nederland"
) -> pd.DataFrame:
    """One row a figure that has a year, as text: Cijfer, the value, Jaar, Ontwikkeling, place, gemeente, country, Ongeveer.

    Columns that say nothing for this level are left out. Cells hold Markdown.
    """
    level = level_of(region)
    rows = []
    for figure in found:
        entry = entries()[figure.id]
        row = {
            "Cijfer": named(entry),
            "Waarde": _value_cell(figure, entry, level),
            "Jaar": when(figure.year, figure.division) if figure.year else "",
            "Ontwikkeling": f":small[{moved}]" if (moved := assessed.movement(figure.said)) else "",
            f"Tussen alle {LEVEL_PLURALS[level]}": _place_cell(figure, entry, level, colours),
            f"Gemeente {gemeente_name}": _beside(entry, figure.gemeente, assessed.difference(figure.said, "gemeente")),
            country: _beside(entry, figure.country, assessed.difference(figure.said, "nederland")),
            "Ongeveer": _count_cell(figure),
        }
        rows.append(row)
    frame = pd.DataFrame(rows)
    if level in ("gemeente", "land"):
        frame = frame.drop(columns=f"Gemeente {gemeente_name}", errors="ignore")
    if level == "land":
        frame = frame.drop(columns=[country, f"Tussen alle {LEVEL_PLURALS[level]}"], errors="ignore")
    empty = [name for name in ("Ontwikkeling", "Ongeveer") if name in frame and not frame[name].str.strip().any()]
    return frame.drop(columns=empty)


def _value_cell(figure: Figure, entry: Entry, level: str) -> str:
    if figure.value is not None:
        reach = assessed.interval(entry, figure.said)
        behind = f" :gray[:small[({reach})]]" if reach else ""
        return f"**{words.short(entry, figure.value)}**{words.marked(entry, figure.status)}{behind}"
    why = f":gray[niet bekend: {why_empty(figure, LEVEL_PLURALS[level])}]"
    if figure.last is None:
        return why
    year, value, division = figure.last
    return f"{why} :gray[(in {when(year, division)}: {words.short(entry, value)}{words.marked(entry, '')})]"


def _beside(entry: Entry, value: float | None, difference: str) -> str:
    # A total of a gemeente beside that of a wijk only says that a gemeente is larger.
    if entry.total:
        return ""
    return words.short(entry, value) + (f" :small[{difference}]" if difference else "")


def _place_cell(figure: Figure, entry: Entry, level: str, colours: Palette) -> str:
    """The strip with its words; nothing for counts (they show size) and for origin (never ranked)."""
    if figure.place is None or figure.value is None or not entry.comparable or entry.kind == "class" or entry.sensitive:
        return ""
    said = place_words(figure.place, LEVEL_PLURALS[level])
    address = picture(figure.place, figure.value, colours, figure.gemeente, figure.country)
    together = said.replace(" ", "\u00a0")
    return f"![{said}]({address}) :small[{together}]"


def _count_cell(figure: Figure) -> str:
    if figure.count is None:
        return ""
    return f"{format.number(figure.count.value)}\u00a0{_group_word(figure.count.of)}"


def _group_word(group: str) -> str:
    """What the rough number counts: the name of the group it is a share of."""
    return {"inwoners": "inwoners", "huishoudens": "huishoudens", "woningvoorraad": "woningen"}.get(
        group, entries()[group].label[:1].lower() + entries()[group].label[1:] if group in entries() else group
    )


def without(found: Sequence[Figure], store: Store, level: str) -> list[tuple[str, str]]:
    """The figures without any year at this level: their name, and why there is nothing, with where there is."""
    rows = []
    for figure in found:
        if figure.year is not None:
            continue
        entry = entries()[figure.id]
        other = [LEVEL_PLURALS[other] for other in store.levels(figure.id)]
        rows.append((entry.label, entry.unmeasured or why_empty(figure, LEVEL_PLURALS[level], other)))
    return rows


def download(found: Sequence[Figure], region: str, name: str, store: Store) -> pd.DataFrame:
    """The profile as data: one row a figure, empty cells empty, with unit, year, source and licence in every row."""
    level = level_of(region)
    return pd.DataFrame(
        [
            {
                "gebied": region,
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
                else why_empty(figure, LEVEL_PLURALS[level]),
                "gemeente": gemeente_of(region) if level in ("wijk", "buurt") else None,
                "waarde_gemeente": figure.gemeente,
                "waarde_nederland": figure.country if region != COUNTRY else figure.value,
                "aantal_benaderd": figure.count.value if figure.count else None,
                "marge_laag": figure.said.interval[0] if figure.said.interval else None,
                "marge_hoog": figure.said.interval[1] if figure.said.interval else None,
                "ontwikkeling": figure.said.movement.label if figure.said.movement else None,
                "verschil_gemeente": figure.said.beside.get("gemeente"),
                "verschil_nederland": figure.said.beside.get("nederland"),
                **export.provenance(entry, store),
            }
            for figure in found
            for entry in (entries()[figure.id],)
        ]
    ).astype({"jaar": "Int64", "grenzen": "Int64"})
