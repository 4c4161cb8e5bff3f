"""The map of a composite: of the scores themselves, or of how sure the places are that they lead to."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from answers import score
from answers.held import remembered
from figures import colouring, maps
from indicators import catalog, need
from indicators.catalog import Entry
from indicators.tree import Choice

PICTURES = {"aandeel": "Hoe zeker", "score": "Score"}
# What the classes of the map are classes of: "80% of meer" says nothing by itself.
HEADINGS = {"aandeel": "Deel van de berekeningen in het slechtste tiende", "score": "Klasse"}


@remembered(32, key=score.by_choice)
def drawing(choice: Choice, year: int, least: float, picture: str, gemeente: str | None) -> maps.Drawing:
    """The map of the scores of all wijken, or of how sure their places are (``picture``, see PICTURES)."""
    found = score.outcome(choice, year, least)
    shown = values(found, score.ranks(choice, year, least), picture)
    method = "kwantielen" if picture == "score" else "gelijk"
    meant = entry(found, picture)
    coloured = colouring.by_value(shown["value"], meant, method, 5)
    drawn = maps.draw(meant, score.LEVEL, year, gemeente, shown, year, coloured)
    return replace(drawn, colouring=replace(drawn.colouring, heading=HEADINGS[picture]))


def entry(found: need.Outcome, picture: str) -> Entry:
    """What the map, its legend and its hover call these values."""
    choice, label = found.choice, found.label
    said = need.about(choice.composite)
    common = replace(
        catalog.entry("leefbaarheid"),
        id=f"{choice.composite}_{picture}",
        label=label,
        definitions=(),
        decimals=0,
        method=score.how().replace("**", ""),
    )
    if picture == "score":
        unit = "index" if choice.against == "basisjaar" else "percentielscore"
        return replace(common, unit=unit, is_=said.is_, is_not=said.is_not)
    return replace(
        common,
        label=f"{label}: deel van de berekeningen in het slechtste tiende",
        unit="%",
        is_="In welk deel van de berekeningen een wijk in het slechtste tiende staat.",
        is_not="Geen kans dat er iets mis is: het zegt hoe vast de plaats staat bij andere rekenwijzen.",
    )


def values(found: need.Outcome, table: pd.DataFrame, picture: str) -> pd.DataFrame:
    """What the map colours: index region, columns value and status."""
    if picture == "score":
        return found.scores
    return found.scores.assign(value=(100 * table["share"]).reindex(found.scores.index))
