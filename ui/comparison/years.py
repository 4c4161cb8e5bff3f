"""One figure of the chosen areas through the years."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import carried, compare, data, format, words
from answers import cells as answers_cells
from figures import charts, colours
from indicators import series
from loaders.vocabulary import COUNTRY
from ui.comparison import Comparison, chosen
from ui.frame import shell, tables, take_along, theme
from ui.profile import series_table


def show(of: Comparison) -> None:
    """Draw the lines, what breaks them, and the table."""
    entry = chosen.figure(of, through_years=True)
    indicator = entry.id
    beside = [COUNTRY] if COUNTRY not in of.codes and not entry.total else []
    breaks = [*entry.breaks, *(year for year, _ in entry.definitions[1:])]
    trend = compare.series_of([*of.codes, *beside], indicator, breaks)
    # Earlier years on the boundaries of today, of the chosen areas whose boundaries changed.
    earlier = {c: carried.of(data.store(), c, entry, [int(y) for y in trend.values[c].dropna().index], trend.cuts[c]) for c in of.codes}  # fmt: skip
    readable = {**of.names, COUNTRY: data.country_label()}

    def draw_trend(colours_of: colours.Palette) -> go.Figure:
        """The lines through the years, in the colours of a theme."""
        own = of.hues(colours_of)
        lines = [
            charts.Line(c, readable[c], trend.values[c], own.get(c, colours_of.quiet), cuts=trend.cuts[c], context=c not in of.codes, dash="dash" if c not in of.codes else "solid",
                        carried={y: (one.value, carried.word(one)) for y, one in earlier.get(c, {}).items()})
            for c in [*of.codes, *beside]
        ]  # fmt: skip
        return charts.trend(lines, lambda v: words.value(entry, v), format.in_words(entry.unit), colours_of, 420)

    span = [int(y) for y in trend.values[of.codes].dropna(how="all").index]
    said = (
        f"{entry.label}, {span[0]} tot {span[-1]}"
        if len(span) > 1
        else f"{entry.label}: geen reeks van meer dan één jaar"
    )
    about = f"{entry.is_.rstrip('.')} · {format.in_words(entry.unit)} · {format.joined(list(of.names.values()))}"
    of.say(said, about)
    if span:
        alt = f"Lijnen van {entry.label}. " + "; ".join(
            f"{of.names[c]}: {words.short(entry, float(own.iloc[0]))} in {own.index[0]}, {words.short(entry, float(own.iloc[-1]))} in {own.index[-1]}"
            for c in of.codes if len(own := trend.values[c].dropna())
        ) + ". De tabel hieronder geeft alle waarden."  # fmt: skip
        st.plotly_chart(draw_trend(theme.palette()), config=charts.CONFIG, key="reeksen", alt=alt)
        breaks_told = tuple(dict.fromkeys(series.words(cut) for c in of.codes for cut in trend.cuts[c]))
        for told in breaks_told:
            st.caption(f":material/content_cut: {told}")
        for told in dict.fromkeys(filter(None, (trend.unsure(c) for c in of.codes))):
            st.caption(f":material/help: {told}")
        for c in of.codes:
            if told := carried.sentence(earlier[c]):
                st.caption(f":material/join_inner: {answers_cells.plain(of.names[c])}: {told}")
        take_along.offer(
            take_along.Figure(
                key="jaren",
                title=said,
                subtitle=about,
                name=("reeks", indicator, *of.codes[:4]),
                draw=draw_trend,
                table=lambda: pd.concat([series_table.download(compare.series_of([c], indicator, breaks), earlier.get(c, {}), entry, readable, data.store()) for c in [*of.codes, *beside]], ignore_index=True),
                entries=(entry,),
                notes=breaks_told,
                alt=alt,
            )
        )  # fmt: skip
        cells = trend.values.map(lambda v: words.short(entry, v))
        for c, found in earlier.items():
            for y, one in found.items():
                cells.loc[y, c] = f"{words.short(entry, one.value)} ({carried.word(one)})"
        cells = cells.sort_index().fillna(format.UNKNOWN).rename(columns=readable)
        cells.insert(0, "Jaar", [str(y) for y in cells.index])
        tables.show(cells.iloc[::-1], f"{entry.label} per jaar en gebied", "reekstabel")
    else:
        shell.empty("Geen reeks", f"{entry.label} is voor deze gebieden niet bekend.", "Kies een ander cijfer.")
