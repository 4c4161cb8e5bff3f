"""Two sides held against each other: how far apart on each figure, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from answers import cells, contrast, format
from answers.contrast import Outcome
from figures import charts, colours, ladder
from loaders.vocabulary import COUNTRY
from ui.comparison import Comparison, own
from ui.frame import selection, shell, take_along, theme

# More figures than this make no picture.
_MOST = 20


def show(comparison: Comparison) -> None:
    """Let the reader choose two sides; draw the ratios with their margins, and the table."""
    sides: dict[str, tuple[str, ...]] = {code: (code,) for code in comparison.codes if code != COUNTRY}
    if together := own.known():
        sides = {"samen": tuple(together), **sides}
    if not sides:
        comparison.say("Kies een wijk, buurt of gemeente om te vergelijken met de rest")
        return
    with comparison.choices:
        left, right = st.columns(2)
    with left:
        first = selection.choose(
            "kant", "Wie", list(sides), next(iter(sides)), format_func=lambda id: contrast.name(sides[id])
        )
    codes = sides[first]
    others: dict[str, Sequence[str]] = {id: (id,) for id in contrast.rests(codes)}
    others |= {id: found for id, found in sides.items() if id != first and not contrast.why_not(codes, found)}
    with right:
        second = selection.choose(
            "tegenover",
            "Tegenover",
            list(others),
            next(iter(others)),
            format_func=lambda id: contrast.other_name(others[id], codes),
        )
    other = others[second]
    one_name, other_name = contrast.name(codes), contrast.other_name(other, codes)
    outcomes = contrast.hold_each(codes, other, [entry.id for entry in comparison.entries if not entry.total])
    said = contrast.finding(outcomes, one_name, other_name)
    about = f"{comparison.title} · verschil en verhouding met hun {contrast.certainty()}"
    comparison.say(said, about)
    known = [outcome for outcome in outcomes if outcome.found]
    if not known:
        shell.empty(
            "Niets te vergelijken",
            "Geen cijfer van dit thema is er voor beide, met een marge.",
            "Kies een ander thema.",
        )
    else:
        _draw(comparison, outcomes, (codes, other), (one_name, other_name), (said, about))
        st.table(
            contrast.table(known, cells.plain(one_name), cells.plain(other_name)),
            hide_index=True,
            border="horizontal",
            alt=f"{one_name} naast {other_name}",
        )
        if once := contrast.counted_once(known):
            st.caption(once)
    if refused := contrast.refused(outcomes):
        shell.refused("Niet te vergelijken", refused)


def _draw(
    comparison: Comparison,
    outcomes: Sequence[Outcome],
    sides: tuple[Sequence[str], Sequence[str]],
    names: tuple[str, str],
    words: tuple[str, str],
) -> None:
    """The ratios, one figure a row, and what the picture and its table can be taken along as."""
    ratios = {o.entry.id: (o, o.found.ratio) for o in outcomes if o.found and o.found.ratio}
    drawn = {id: one for id, one in ratios.items() if not math.isinf(one[1][2]) and not _bound(one[0])}
    values = pd.Series({id: ratio[0] for id, (_, ratio) in drawn.items()}, dtype=float).sort_values(ascending=False)
    values = values.iloc[:_MOST]
    labels = {id: f"{o.year}: {_short(o.entry.label)}" for id, (o, _) in drawn.items()}
    clear = {id for id, (o, _) in drawn.items() if contrast.verdict(o).startswith("duidelijk")}

    def draw(palette: colours.Palette) -> go.Figure:
        """How many times as much the first side has, in the colours of a theme."""
        return ladder.draw(
            values,
            {id: (ratio[1], ratio[2]) for id, (_, ratio) in drawn.items()},
            labels,
            dict.fromkeys(clear, palette.accent),
            _times,
            ladder.Against(("gelijk:", 1.0), nought=False),
            palette,
        )

    alt = ladder.alt("Verhouding", values, labels, _times, f"{names[0]} tegenover {names[1]}") if len(values) else ""
    reading = (
        f"Stip: hoeveel keer zo veel als {names[1]}; streep: de marge. Gekleurd: duidelijk anders. Grijs: het verschil kan toeval "
        "zijn, of is te klein om ertoe te doen."
    )
    if len(values):
        st.plotly_chart(draw(theme.palette()), config=charts.CONFIG, key="verhoudingen", alt=alt)
        st.caption(cells.plain(reading))
    take_along.offer(
        take_along.Figure(
            key="verschil",
            title=words[0],
            subtitle=words[1],
            name=("verschil", comparison.theme, *sides[0][:3], *sides[1][:3]),
            draw=draw if len(values) else None,
            table=lambda: contrast.download(outcomes, *sides),
            entries=tuple(o.entry for o in outcomes if o.found),
            columns=contrast.columns(),
            notes=(reading,) if len(values) else (),
            alt=alt,
        )
    )


def _bound(outcome: Outcome) -> bool:
    return outcome.found is not None and any(outcome.found.bounds)


def _short(label: str) -> str:
    """The name of a figure for a narrow axis; the table has it whole."""
    short = label.removeprefix("Aandeel ")
    return short[:1].upper() + short[1:]


def _times(number: float) -> str:
    return f"{format.number(number, 2)} keer"
