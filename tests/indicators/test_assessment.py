"""What is said of one area: its interval, its trend since the last cut, and how it stands beside other values."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from indicators import assessment, catalog, trend, uncertainty

LOW = [16.0, 14.5, 13.0, 11.5, 10.0]


def past(years: range = range(2019, 2024), **more: object) -> pd.DataFrame:
    columns = {"laag_inkomen": LOW, "armoede": LOW, "armoede_laag_inkomen": LOW, "huishoudens": [2000.0] * 5}
    return pd.DataFrame({**columns, **more}, index=pd.Index(years, name="year"), dtype=float)


def test_interval_trend_and_difference_of_one_figure() -> None:
    references = {"gemeente": {"armoede_laag_inkomen": 10.4}, "nederland": {"armoede_laag_inkomen": 7.0}}
    found = assessment.assess({"armoede_laag_inkomen": 2023}, past(), references)["armoede_laag_inkomen"]
    entry = catalog.entry("armoede_laag_inkomen")
    assert found.interval == pytest.approx(tuple(uncertainty.interval(entry, past()).loc[2023]))
    assert found.origin == assessment.CHANCE
    assert found.beside == {"gemeente": "geen duidelijk verschil", "nederland": "hoger"}
    assert found.judged == {"nederland": "slechter"}
    assert found.movement is not None and found.movement.change is not None
    assert (found.movement.label, found.movement.start, found.movement.end) == (trend.DOWN, 2019, 2023)
    assert found.movement.change[0] == pytest.approx(-6)
    assert found.movement.change[1] < -6 < found.movement.change[2] < 0


def test_years_on_other_ground_have_no_figure_and_do_not_count() -> None:
    held = past()
    held.loc[:2020, ["laag_inkomen", "armoede_laag_inkomen"]] = math.nan
    found = assessment.assess({"armoede_laag_inkomen": 2023}, held, {})["armoede_laag_inkomen"]
    assert found.movement == assessment.Movement(trend.TOO_FEW)
    assert found.beside == {}


def test_a_headline_is_judged_as_what_it_means_that_year_and_not_across_its_break() -> None:
    new = {"armoede_personen": [math.nan] * 4 + [10.0], "inwoners": [4000.0] * 5}
    held = past(range(2020, 2025), **new)
    found = assessment.assess({"armoede": 2023}, held, {"nederland": {"armoede": 7.0}})["armoede"]
    assert found.interval is not None and found.beside == {"nederland": "hoger"}
    later = assessment.assess({"armoede": 2024}, held, {})["armoede"]
    expected = uncertainty.interval(catalog.entry("armoede_personen"), held).loc[2024]
    assert later.interval == pytest.approx(tuple(expected))
    assert later.movement == assessment.Movement(trend.TOO_FEW)


def test_an_estimate_carries_the_margins_of_its_publisher() -> None:
    held = pd.DataFrame({"eenzaam": [40.0], "eenzaam_ondergrens": [36.0], "eenzaam_bovengrens": [44.0]}, index=[2022])
    found = assessment.assess({"eenzaam": 2022}, held, {"nederland": {"eenzaam": 20.0}})["eenzaam"]
    assert found == assessment.Assessment((36.0, 44.0), assessment.PUBLISHER)


def test_nothing_is_said_of_what_is_missing_unknown_or_without_a_basis() -> None:
    held = past(woz_waarde=[300.0] * 5)
    held.loc[2023, "armoede_laag_inkomen"] = math.nan
    wanted = {"armoede_laag_inkomen": 2023, "woz_waarde": 2023, "bestaat_niet": 2023, "huishoudens": 2030}
    assert assessment.assess(wanted, held, {}) == {}


def test_columns_are_all_that_is_read() -> None:
    wanted = assessment.columns([catalog.entry(id) for id in ("armoede", "eenzaam", "woz_waarde", "bijstand_per_1000")])
    assert {"armoede_personen", "inwoners", "huishoudens", "eenzaam_bovengrens", "bijstand", "leeftijd_25_45"} <= set(
        wanted
    )
    assert "woz_waarde" not in wanted
