"""One figure of all areas, highest first, each with its margin."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import cells, compare, data, format, words
from figures import charts, colours, ladder
from loaders.vocabulary import COUNTRY
from ui.comparison import Comparison, chosen
from ui.frame import picker, shell, tables, take_along, theme


def show(of: Comparison) -> None:
    """Draw the dots, the band of the group behind them, and the table."""
    entry = chosen.figure(of)
    indicator = entry.id
    row = compare.row(of.everywhere[: ladder.MOST * 10], indicator)
    meant = data.entry(entry.definition(row.one_year or 0))
    known = pd.Series({c: v for c, v in row.values.items() if v is not None}, dtype=float)
    kept = known.index if len(known) <= ladder.MOST else [c for c in known.index if c in of.codes]
    values = known[kept].sort_values(ascending=False)
    whole = None if row.one_year is None or COUNTRY in of.codes else data.value_of(indicator, COUNTRY, row.one_year)
    said = compare.finding([row], {indicator: entry}, of.all_names)
    about = (
        f"{meant.is_.rstrip('.')} · {format.in_words(entry.unit)} · {row.when if row.one_year else 'jaren verschillen'}"
        + (f" · met {of.around}" if of.members else "")
    )
    of.say(said, about)
    if row.mixed or not row.one_division:
        st.warning("De jaren of grenzen zijn niet voor alle gebieden gelijk; zet ze niet zonder meer naast elkaar.", icon=":material/event:")  # fmt: skip
    if values.empty:
        shell.empty("Geen waarden", f"{entry.label} is voor deze gebieden niet bekend.", "Kies een ander cijfer of ander gebied.")  # fmt: skip
    else:
        behind = ladder.band(known[[c for c in known.index if c in of.members]], of.around)

        def draw_ladder(colours_of: colours.Palette) -> go.Figure:
            """The dots on their lines, in the colours of a theme."""
            return ladder.draw(
                values, row.intervals, of.all_names, of.hues(colours_of),
                lambda v: words.once(meant, v),
                None if whole is None else (data.country_label(), whole), behind, colours_of,
            )  # fmt: skip

        alt = ladder.alt(meant.label, values, of.all_names, lambda v: words.once(meant, v), row.when)
        st.plotly_chart(draw_ladder(theme.palette()), config=charts.CONFIG, key="ladder", alt=alt)
        reading = "Stip: de waarde; streep: de marge van toeval en afronding."
        if behind:
            reading += f" Grijze baan: acht op de tien van {of.around} liggen hiertussen; stippellijn: het midden."
        st.caption(cells.plain(reading))
        take_along.offer(
            take_along.Figure(
                key="cijfer",
                title=said,
                subtitle=about,
                name=("vergelijken", indicator, *of.codes[:4], str(row.one_year or "")),
                draw=draw_ladder,
                table=lambda: compare.download([row], {indicator: entry}, [p for c in row.values if (p := picker.place(c))], data.store()),
                entries=(meant,),
                year=row.one_year or "",
                notes=(reading,),
                alt=alt,
            )
        )  # fmt: skip
    rows_shown = pd.DataFrame(
        {
            "Gebied": [cells.plain(of.all_names[c]) for c in row.values],
            "Waarde": [compare.cell(row, entry, c) for c in row.values],
            "Marge": [" tot ".join(words.short(entry, end) for end in row.intervals[c]) if c in row.intervals else "–" for c in row.values],
            "Code": list(row.values),
        }
    )  # fmt: skip
    order_of = {c: i for i, c in enumerate(known.sort_values(ascending=False).index)}
    rows_shown = rows_shown.sort_values("Code", key=lambda s: s.map(lambda c: order_of.get(c, len(order_of))))
    tables.show(rows_shown, f"{entry.label} per gebied", "laddertabel", rows=25, text=lambda r: r, css=lambda r: pd.DataFrame("", index=r.index, columns=r.columns))  # fmt: skip
