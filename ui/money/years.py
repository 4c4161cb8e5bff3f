"""Both sides through the years."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from answers import money
from figures import charts
from figures import money as drawn
from ui.frame import shell, take_along
from ui.money import Spending

HEIGHT = 300
CUT = "Een streep betekent: vanaf daar is anders ingedeeld of geboekt; vergelijk daar niet overheen."


def show(chosen: Spending) -> None:
    """Draw the lines, and say what changed."""
    st.markdown("**Door de jaren**")
    gemeente, report, real = chosen.gemeente, chosen.report, chosen.real
    sides = money.sides(gemeente, report, real)
    if not any(len(side.values.dropna()) for side in sides):
        shell.empty("Geen jaren", "Van deze gemeente zijn er geen bedragen per inwoner.", "Kies een andere gemeente.")
        return
    unit = money.amounts_words(real)
    followed = "" if gemeente else money.followed(report)
    changed = money.changes(money.sides(gemeente, report))
    alt = f"Lijnen van de voorkant en de achterkant in {unit}. {' '.join(map(_side_words, sides))}"
    st.plotly_chart(
        drawn.trend(gemeente, report, real, chosen.palette, HEIGHT), key="geldlijn", config=charts.CONFIG, alt=alt
    )
    take_along.offer(
        replace(
            chosen.everything,
            key="jaren",
            subtitle=f"Voorkant en achterkant door de jaren · {unit} · {chosen.volume}",
            name=("geld", report, chosen.where, "jaren"),
            draw=lambda palette: drawn.trend(gemeente, report, real, palette, HEIGHT),
            table=lambda: _numbers(sides, unit),
            columns={side.name: f"{side.name}, {unit}" for side in sides},
            notes=tuple(filter(None, (followed, changed))),
            alt=alt,
        )
    )
    priced = f"Lijn {money.prices_words().lower()}, met de consumentenprijzen van CBS. " if real else ""
    st.caption(f"{followed}{priced}{changed} {CUT}")


def _side_words(side: money.Side) -> str:
    return f"{side.name}: " + ", ".join(f"{y} {money.euros(v)}" for y, v in side.values.dropna().items()) + "."


def _numbers(sides: tuple[money.Side, ...], unit: str) -> pd.DataFrame:
    frame = pd.DataFrame({side.name: side.values for side in sides}).rename_axis("jaar").reset_index()
    return frame.assign(eenheid=unit)
