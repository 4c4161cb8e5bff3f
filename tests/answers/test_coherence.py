"""Coherence in words: what is said follows from the figures, on the demo region."""

from __future__ import annotations

import pandas as pd
import pytest

from answers import coherence, held, score
from figures import coherence_bars
from figures.colours import LIGHT
from indicators.tree import Choice
from loaders import store

CHOICE = Choice("behoefte_armoede")


@pytest.fixture
def found():
    with held.working_with(store.open_store(store.DEMO)):
        year = score.newest(CHOICE, 500)
        assert year is not None
        yield coherence.of(CHOICE, year, 500), year


def test_words_tables_and_download(found) -> None:
    made, year = found
    title = coherence.finding(made, CHOICE.composite)
    assert title.startswith("Armoede") and "plaatsen hangen het meest af van" in title
    assert "% van de verschillen in de score mee" in coherence.weights(made, CHOICE.composite)
    assert "100%" not in coherence.moved(made) and "plaatsen verschuiven het meest" in coherence.moved(made)
    table = coherence.effects_table(made)
    assert len(table) == len(coherence.rows(made)) > 2
    assert coherence.alt(made, CHOICE.composite).count("gewicht") >= len(table)
    taken = coherence.download(made, CHOICE, year)
    assert set(coherence.COLUMNS) <= set(taken) and taken["jaar"].eq(year).all()
    assert len(taken) == len(made.effects) + len(made.pairs()) + len(made.choices) + 1
    drawn = coherence_bars.bars(coherence.rows(made), LIGHT)
    assert [trace.name for trace in drawn.data] == ["gewicht", "gaat met de score mee"]


def test_parts_that_run_against_each_other_are_told(found) -> None:
    made, _ = found
    codes = list(made.effects[made.effects["parent"] == CHOICE.composite].index)[:2]
    table = pd.DataFrame([[1.0, -0.5], [-0.5, 1.0]], index=codes, columns=codes)
    turned = coherence.Coherence({CHOICE.composite: table}, made.effects, made.choices, 172, 172.0)
    assert "tegen elkaar in (samenhang −0,50)" in coherence.pairs(turned)[0]
    assert coherence.correlation_table(turned)["Wat dat zegt"].tolist() == ["matig, tegen elkaar in"]
    assert "1 paar onderdelen gaat tegen elkaar in" in coherence.finding(turned, CHOICE.composite)


def test_the_words_for_how_parts_go_together_begin_where_the_parameters_say() -> None:
    said = [coherence._meaning(value) for value in (0.09, 0.1, 0.39, 0.4, 0.69, 0.7, -0.7)]
    assert [one.split(",")[0] for one in said] == ["geen samenhang", "zwak", "zwak", "matig", "matig", "sterk", "sterk"]
    assert said[-1].endswith("tegen elkaar in")
