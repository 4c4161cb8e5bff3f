"""One figure of the chosen areas through the years."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import carried, contrast, data, format, history, series_table, words
from answers import cells as answers_cells
from answers.history import Trend
from figures import charts, colours
from indicators import series
from indicators.carried import Carried
from indicators.catalog import Entry
from loaders.vocabulary import COUNTRY
from ui.comparison import Comparison, chosen
from ui.frame import shell, tables, take_along, theme

# The earlier years of each area on its boundaries of today.
Earlier = Mapping[str, Mapping[int, Carried]]


def show(comparison: Comparison) -> None:
    """Draw the lines, what breaks them, and the table."""
    entry = chosen.figure(comparison, through_years=True)
    codes, names = comparison.codes, comparison.names
    beside = [COUNTRY] if COUNTRY not in codes and not entry.total else []
    breaks = [*entry.breaks, *(year for year, _ in entry.definitions[1:])]
    trend = history.trend([*codes, *beside], entry.id, breaks)
    own = {code: trend.values[code].dropna() for code in codes}
    earlier = {code: carried.carried_years(code, entry, trend.others[code]) for code in codes}
    readable = {**names, COUNTRY: data.country_label()}

    def draw_trend(palette: colours.Palette) -> go.Figure:
        """The lines through the years, in the colours of a theme."""
        hues = comparison.hues(palette)
        lines = [
            charts.Line(
                code,
                readable[code],
                trend.values[code],
                hues.get(code, palette.quiet),
                cuts=trend.cuts[code],
                context=code not in codes,
                dash="dash" if code not in codes else "solid",
                carried={y: (one.value, carried.word(one)) for y, one in earlier.get(code, {}).items()},
                called=trend.names(code),
                said=trend.said(entry, code),
            )
            for code in [*codes, *beside]
        ]
        return charts.trend(lines, lambda v: words.value(entry, v), format.in_words(entry.unit), palette, 420)

    made = {year for years in earlier.values() for year in years}
    span = sorted({*(int(y) for y in trend.values[codes].dropna(how="all").index), *made})
    years = f", {span[0]} tot {span[-1]}" if len(span) > 1 else ": geen reeks van meer dan één jaar"
    said = f"{entry.label}{years}"
    about = f"{entry.is_.rstrip('.')} · {format.in_words(entry.unit)} · {format.joined(list(names.values()))}"
    comparison.say(said, about)
    if not span:
        shell.empty("Geen reeks", f"{entry.label} is voor deze gebieden niet bekend.", "Kies een ander cijfer.")
        return
    readings = "; ".join(
        _reading(entry, names[code], own[code], trend.statuses[code]) for code in codes if len(own[code])
    )
    alt = f"Lijnen van {entry.label}. {readings}. De tabel hieronder geeft alle waarden."
    st.plotly_chart(draw_trend(theme.palette()), config=charts.CONFIG, key="reeksen", alt=alt)
    broken = tuple(dict.fromkeys(series.words(cut) for code in codes for cut in trend.cuts[code]))
    for line in broken:
        st.caption(f":material/content_cut: {line}")
    moved = [f"{names[code]}. {line}" for code in codes if (line := _moved(code, entry, trend))]
    for line in moved:
        st.caption(f":material/trending_flat: {answers_cells.plain(line)}")
    for code in codes:
        told = (trend.renamed(code), trend.elsewhere(code), carried.sentence(earlier[code]))
        if line := " ".join(filter(None, told)):
            st.caption(f":material/fence: {answers_cells.plain(f'{names[code]}: {line}')}")

    def rows() -> pd.DataFrame:
        """The lines as data, each area by itself: each has its own years on the boundaries of today."""
        made = [
            series_table.download(history.trend([code], entry.id, breaks), earlier.get(code, {}), entry, readable)
            for code in [*codes, *beside]
        ]
        return pd.concat(made, ignore_index=True)

    take_along.offer(
        take_along.Figure(
            key="jaren",
            title=said,
            subtitle=about,
            name=("reeks", entry.id, *codes[:4]),
            draw=draw_trend,
            table=rows,
            entries=(entry,),
            notes=(*broken, *moved, *(f"{names[code]}: {line}" for code in codes if (line := trend.renamed(code)))),
            alt=alt,
        )
    )
    shown = _cells(trend, earlier, entry, readable)
    tables.show(shown.iloc[::-1], f"{entry.label} per jaar en gebied", "reekstabel")


def _moved(code: str, entry: Entry, trend: Trend) -> str:
    """How far the last year of a line lies from the first since it was last cut, with the margin of that."""
    years = [int(year) for year in trend.values[code].dropna().index]
    after = series.runs(years, [cut.year for cut in trend.cuts[code]])
    found = contrast.change(code, entry, after[-1]) if after else None
    return contrast.change_words(entry, found) if found else ""


def _reading(entry: Entry, name: str, own: pd.Series, firm: Mapping[int, str]) -> str:
    first, last = (words.short(entry, float(own.iloc[end]), firm.get(int(own.index[end]), "")) for end in (0, -1))
    return f"{name}: {first} in {own.index[0]}, {last} in {own.index[-1]}"


def _cells(trend: Trend, earlier: Earlier, entry: Entry, names: Mapping[str, str]) -> pd.DataFrame:
    """The values as text, a year a row, oldest first; with those on the boundaries of today, which say so."""
    cells = series_table.with_names(series_table.as_text(trend.values, trend, entry), trend)
    for code, years in earlier.items():
        for year, one in years.items():
            cells.loc[year, code] = f"{words.short(entry, one.value)} ({carried.word(one)})"
    cells = cells.sort_index().fillna(format.UNKNOWN).rename(columns=dict(names))
    cells.insert(0, "Jaar", [str(year) for year in cells.index])
    return cells
