"""A figure through the years as a table: cells of text for the page, rows of numbers for the download."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from answers import carried, data, format, ground, provenance, words
from answers.history import Trend
from indicators.carried import Carried
from indicators.catalog import Entry


def text(trend: Trend, before: Mapping[int, Carried], entry: Entry, names: Mapping[str, str]) -> pd.DataFrame:
    """One row a year, newest first, and one column an area, as text.

    The years of the first area on its boundaries of today have a column of their own, with how they came about. Where an
    area had another name, that stands with the value.
    """
    years = sorted({*(int(year) for year in trend.values.index), *before}, reverse=True)
    values = trend.values.reindex(years)
    cells = with_names(as_text(values, trend, entry), trend).rename(columns=names)
    if before:
        first = next(iter(trend.values.columns))
        made = [
            f"{words.short(entry, before[year].value)} ({carried.word(before[year])})" if year in before else ""
            for year in years
        ]
        base = ground.meant(first)[1] if "@" in first else "nu"
        cells.insert(1, f"{names[first]}, grenzen van {base}", made)
    cells.index = pd.Index([str(year) for year in years], name="Jaar")
    return cells


def as_text(values: pd.DataFrame, trend: Trend, entry: Entry) -> pd.DataFrame:
    """The values (a year a row, an area a column) as a reader sees them; what was rounded to nought as its bound."""
    said = {
        code: [words.short(entry, value, trend.status(str(code), int(str(year)))) for year, value in column.items()]
        for code, column in values.items()
    }
    return pd.DataFrame(said, index=values.index, columns=values.columns)


def ends(
    entry: Entry, values: Mapping[int, float], made: Mapping[int, Carried], statuses: Mapping[int, str] | None = None
) -> str:
    """``50 in 2020, 60 in 2015``; behind each value that was worked out on the boundaries of the area that it was."""
    marks = {year: f" ({carried.word(made[year])})" if year in made else "" for year in values}
    firm = statuses or {}
    return ", ".join(
        f"{words.once(entry, value, firm.get(year, ''))} in {year}{marks[year]}" for year, value in values.items()
    )


def with_names(cells: pd.DataFrame, trend: Trend) -> pd.DataFrame:
    """Cells of text (a year a row, an area a column), with the name of then behind those of areas that had another."""
    called = {str(code): trend.names(str(code)) for code in trend.values.columns}
    said = {
        code: [f"{text} (heette toen {names[year]})" if year in names else text for year, text in cells[code].items()]
        for code, names in called.items()
    }
    return cells.assign(**said)


def download(trend: Trend, before: Mapping[int, Carried], entry: Entry, names: Mapping[str, str]) -> pd.DataFrame:
    """The same as data: one row an area and a year with a value; what was worked out on other boundaries says so.

    Codes and names are those of the boundaries of each value.
    """
    first = next(iter(trend.values.columns))
    called = {code: trend.names(code) for code in trend.divisions}
    rows = [
        {
            "area": code,
            "gebied": ground.line(code).get(division, code),
            "naam": called[code].get(year, names.get(code)),
            "jaar": year,
            "waarde": float(trend.values[code].loc[year]),
            "toestand": words.state(entry, trend.status(code, year)),
            "grenzen": division,
        }
        for code, divisions in trend.divisions.items()
        for year, division in divisions.items()
    ]
    rows += [
        {
            "area": first,
            "gebied": ground.meant(first)[0],
            "naam": names.get(first),
            "jaar": year,
            "waarde": one.value,
            "grenzen": one.onto,
            "herleid": carried.word(one),
            "aandeel_bekend": round(one.matched, 4),
        }
        for year, one in before.items()
    ]
    about = {
        "cijfer": entry.id,
        "omschrijving": entry.label,
        "eenheid": format.in_words(entry.unit),
        **provenance.provenance(entry, data.store()),
    }
    columns = ["gebied", "naam", "jaar", "waarde", "toestand", "grenzen", "herleid", "aandeel_bekend"]
    order = {code: at for at, code in enumerate(trend.divisions)}
    rows.sort(key=lambda row: (order[str(row["area"])], row["jaar"]))
    frame = pd.DataFrame(rows).reindex(columns=columns)
    return frame.assign(**about)
