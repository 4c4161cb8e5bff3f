"""Both sides beside need: gemeenten in groups, from the least need to the most."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from answers import data, format, ground, money, need_figures
from figures import charts
from figures import money as drawn
from indicators import catalog
from indicators import money as reckoning
from ui.frame import selection, shell, take_along
from ui.money import Spending

GROUPED = (
    "De groepen zijn zo even groot als kan; gemeenten met hetzelfde cijfer blijven bij elkaar. Bedragen zijn gewogen "
    "naar inwoners. Dat twee cijfers samen hoog of laag zijn, zegt niet waar dat vandaan komt."
)


def show(chosen: Spending) -> None:
    """The choice of a figure of need, and the amounts by group of it."""
    st.markdown("**Naast behoefte**")
    year = chosen.year
    needs = need_figures.listed("gemeente", year)
    if not needs:
        none = f"Van {year} is er geen behoeftecijfer per gemeente."
        shell.empty("Geen behoefte om naast te zetten", none, "Kies een ander jaar.")
        st.caption(money.NO_RANKING)
        return
    first = next(iter(needs))
    id = selection.choose("behoefte", "Behoefte volgens", list(needs), first, format_func=needs.__getitem__)
    # Its source can have it on the boundaries of another year.
    division = data.store().own_division("gemeente", year, id)
    need = ground.onto(data.values(id, "gemeente", year), "gemeente", division, year)["value"]
    if catalog.entry(id).direction == "higher_better":
        need = -need
    groups = reckoning.by_need(chosen.frame, need, ("front", "tailored", "back"))
    if groups.empty:
        few = f"Van te weinig gemeenten zijn behoefte en bedragen van {year} bekend."
        shell.empty("Te weinig gemeenten", few, "Kies een ander jaar.")
        return
    _draw(chosen, groups, need, id, needs[id])
    st.caption(f"{GROUPED} {money.NO_RANKING}")


def _draw(chosen: Spending, groups: pd.DataFrame, need: pd.Series[float], id: str, label: str) -> None:
    year, which = chosen.year, format.plural(len(groups), "groep", "groepen")
    axis = f"gemeenten in {which} naar {label.lower()} ({year})"
    mine = money.group_of(groups, need, chosen.there)
    marked = None if mine is None or chosen.amounts is None else (mine, chosen.amounts["front"])
    name = data.gemeenten().get(chosen.gemeente or "", "")
    alt = f"Gemeenten in {which} naar {label}, {year}. {_groups_words(groups)}"
    st.plotly_chart(
        drawn.by_need(groups, axis, chosen.palette, marked, name), key="geldbehoefte", config=charts.CONFIG, alt=alt
    )
    entry, everything = catalog.entry(id), chosen.everything
    take_along.offer(
        replace(
            everything,
            key="behoefte",
            title=f"Euro per inwoner: {axis}",
            name=("geld", chosen.report, "naar", id, str(year)),
            draw=lambda palette: drawn.by_need(groups, axis, palette, marked, name),
            table=lambda: money.group_numbers(groups, id, chosen.report, year),
            columns={**money.COLUMNS, **money.GROUP_COLUMNS},
            entries=(*everything.entries, entry),
            sources=tuple(dict.fromkeys((*everything.sources, *entry.sources))),
            year=year,
            alt=alt,
        )
    )


def _groups_words(groups: pd.DataFrame) -> str:
    amounts = groups[["front", "tailored", "back"]].map(money.euros)
    return " ".join(
        f"Groep {number}: voorkant {row.front}, hulp op maat {row.tailored}, hele achterkant {row.back}."
        for number, row in enumerate(amounts.itertuples(), 1)
    )
