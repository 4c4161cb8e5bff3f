"""A figure through the years as a table: cells of text for the page, rows of numbers for the download."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from answers import carried, data, format, provenance, words
from answers.history import Trend
from indicators.carried import Carried
from indicators.catalog import Entry


def text(trend: Trend, before: Mapping[int, Carried], entry: Entry, names: Mapping[str, str]) -> pd.DataFrame:
    """One row a year, newest first, and one column an area, as text.

    The years of the first area on its boundaries of today have a column of their own, with how they came about.
    """
    years = sorted({*(int(year) for year in trend.values.index), *before}, reverse=True)
    values = trend.values.reindex(years)
    cells = values.map(lambda v: words.short(entry, v)).rename(columns=names)
    if before:
        first = next(iter(trend.values.columns))
        made = [
            f"{words.short(entry, before[year].value)} ({carried.word(before[year])})" if year in before else ""
            for year in years
        ]
        cells.insert(1, f"{names[first]}, grenzen van nu", made)
    cells.index = pd.Index([str(year) for year in years], name="Jaar")
    return cells


def download(trend: Trend, before: Mapping[int, Carried], entry: Entry, names: Mapping[str, str]) -> pd.DataFrame:
    """The same as data: one row an area and a year with a value; what was worked out on other boundaries says so."""
    first = next(iter(trend.values.columns))
    rows = [
        {"gebied": code, "jaar": year, "waarde": float(trend.values[code].loc[year]), "grenzen": division}
        for code, divisions in trend.divisions.items()
        for year, division in divisions.items()
    ]
    rows += [
        {
            "gebied": first,
            "jaar": year,
            "waarde": one.value,
            "grenzen": one.onto,
            "herleid": carried.word(one),
            "aandeel_adressen": round(one.matched, 4),
        }
        for year, one in before.items()
    ]
    about = {
        "cijfer": entry.id,
        "omschrijving": entry.label,
        "eenheid": format.in_words(entry.unit),
        **provenance.provenance(entry, data.store()),
    }
    frame = pd.DataFrame(rows).reindex(columns=["gebied", "jaar", "waarde", "grenzen", "herleid", "aandeel_adressen"])
    frame.insert(1, "naam", frame["gebied"].map(dict(names)))
    return frame.sort_values(["gebied", "jaar"], kind="stable", ignore_index=True).assign(**about)
