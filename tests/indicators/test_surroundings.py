"""Shares of the ground: what they are over, and where there is none."""

from __future__ import annotations

import math

import pandas as pd

from docs import not_taken
from indicators import catalog
from indicators.surroundings import INDICATORS, share
from loaders.vocabulary import CAVEATS


def test_an_area_without_ground_has_no_share_and_none_of_it_is_nought() -> None:
    frame = pd.DataFrame({"part": [0.0, 0.0, 3.0], "whole": [0.0, 50.0, math.nan]}, index=["WK1", "WK2", "WK3"])
    found = share("part", "whole", frame)
    assert math.isnan(found["WK1"]) and found["WK2"] == 0 and math.isnan(found["WK3"])


def test_every_share_says_that_hectares_are_whole_and_where_its_series_breaks() -> None:
    for indicator in INDICATORS:
        assert "hele_hectaren" in indicator.caveats
        old_and_new = {"natuur_aandeel", "bedrijventerrein_aandeel", "bebouwd_aandeel"}
        assert indicator.breaks == ((2020,) if indicator.id in old_and_new else ())


def test_a_physical_model_may_be_put_in_order_and_a_model_of_people_may_not() -> None:
    entries = catalog.entries()
    assert entries["no2"].rankable and "fysisch_model" in entries["no2"].caveats
    assert not entries["eenzaam"].rankable
    assert "niet voorspeld uit wie er wonen" in CAVEATS["fysisch_model"]


def test_what_was_sought_in_vain_is_understood_in_a_file() -> None:
    known = {id for one in not_taken.SOUGHT for id in one.instead}
    assert known <= {*catalog.entries()}
    assert {"geluid_lden", "no2", "pm25", "gevoelstemperatuur", "sociale_cohesie_wijk", "leegstand"} <= known


def test_tenure_income_and_value_of_homes_are_no_part_of_surroundings() -> None:
    inputs = {part for indicator in INDICATORS for part in indicator.recipe.inputs}
    assert not inputs & {"koopwoningen", "huurwoningen", "corporatiebezit", "woz_waarde", "inkomen_per_inwoner"}
