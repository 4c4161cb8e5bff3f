"""One figure of all areas, highest first, each with its margin."""

from __future__ import annotations

from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import cells, compare, data, format, words
from answers.compare import Row
from figures import charts, colours, ladder
from figures.ladder import Band
from indicators.catalog import Entry
from loaders.vocabulary import COUNTRY
from ui.comparison import Comparison, chosen
from ui.frame import picker, shell, tables, take_along, theme


def show(comparison: Comparison) -> None:
    """Draw the dots, the band of the group behind them, and the table."""
    entry = chosen.figure(comparison)
    row = compare.row(comparison.everywhere[: ladder.MOST * 10], entry.id)
    meant = data.meant(entry, row.one_year)
    known = pd.Series({c: v for c, v in row.values.items() if v is not None}, dtype=float)
    kept = known.index if len(known) <= ladder.MOST else [c for c in known.index if c in comparison.codes]
    said = compare.finding([row], {entry.id: entry}, comparison.all_names)
    years = row.when if row.one_year else "jaren verschillen"
    about = f"{meant.is_.rstrip('.')} · {format.in_words(entry.unit)} · {years}"
    about += f" · met {comparison.around}" if comparison.members else ""
    comparison.say(said, about)
    if row.mixed or not row.one_division:
        st.warning(
            "De jaren of grenzen zijn niet voor alle gebieden gelijk; zet ze niet zonder meer naast elkaar.",
            icon=":material/event:",
        )
    if not len(kept):
        why = f"{entry.label} is voor deze gebieden niet bekend."
        shell.empty("Geen waarden", why, "Kies een ander cijfer of ander gebied.")
    else:
        behind = ladder.band(known[[c for c in known.index if c in comparison.members]], comparison.around)
        _draw(comparison, row, known[kept].sort_values(ascending=False), behind, said, about)
    order_of = {c: i for i, c in enumerate(known.sort_values(ascending=False).index)}
    listed = sorted(row.values, key=lambda c: order_of.get(c, len(order_of)))
    shown = _cells(comparison, entry, row, listed)
    tables.show(
        shown,
        f"{entry.label} per gebied",
        "laddertabel",
        rows=25,
        text=lambda part: part,
        css=lambda part: pd.DataFrame("", index=part.index, columns=part.columns),
    )


def _draw(comparison: Comparison, row: Row, values: pd.Series, behind: Band | None, said: str, about: str) -> None:
    """The ladder, and what it can be taken along as."""
    entry = data.entry(row.id)
    meant = data.meant(entry, row.one_year)
    alone = row.one_year is None or COUNTRY in comparison.codes
    whole = None if alone else data.value_of(entry.id, COUNTRY, row.one_year or 0)
    write, bounds = partial(words.once, meant), compare.bounds(row, meant)

    def draw_ladder(palette: colours.Palette) -> go.Figure:
        """The dots on their lines, in the colours of a theme."""
        return ladder.draw(
            values,
            row.intervals,
            comparison.all_names,
            comparison.hues(palette),
            write,
            ladder.Against(None if whole is None else (data.country_label(), whole), behind),
            palette,
            ladder.Told(row.said, bounds),
        )

    alt = ladder.alt(meant.label, values, comparison.all_names, write, row.when, bounds)
    alt += "".join(f" {comparison.all_names[code]}: {said}." for code, said in row.said.items() if code in values)
    st.plotly_chart(draw_ladder(theme.palette()), config=charts.CONFIG, key="ladder", alt=alt)
    reading = "Stip: de waarde; streep: de marge van toeval en afronding."
    if behind:
        reading += f" Grijze baan: {behind.inside} van {comparison.around} liggen hiertussen; stippellijn: het midden."
    st.caption(cells.plain(reading))
    take_along.offer(
        take_along.Figure(
            key="cijfer",
            title=said,
            subtitle=about,
            name=("vergelijken", entry.id, *comparison.codes[:4], str(row.one_year or "")),
            draw=draw_ladder,
            table=lambda: compare.download([row], {entry.id: entry}, _places(row)),
            entries=(meant,),
            year=row.one_year or "",
            notes=(reading,),
            alt=alt,
        )
    )


def _places(row: Row) -> list[data.Place]:
    return [place for code in row.values if (place := picker.place(code))]


def _cells(comparison: Comparison, entry: Entry, row: Row, codes: list[str]) -> pd.DataFrame:
    """The values with their margins as Markdown, in the order of ``codes``."""
    margins = {code: " tot ".join(words.short(entry, end) for end in ends) for code, ends in row.intervals.items()}
    return pd.DataFrame(
        {
            "Gebied": [cells.plain(comparison.all_names[code]) for code in codes],
            "Waarde": [compare.cell(row, entry, code) for code in codes],
            "Marge": [margins.get(code, "–") for code in codes],
            "Code": codes,
        }
    )
