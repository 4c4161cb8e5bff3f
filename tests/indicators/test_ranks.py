"""Ranks with their interval, against places counted by hand, the definition written out, and simulated truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalog, ranks, uncertainty

CRIME = catalog.entry("misdrijven_per_1000")
YOUNG = catalog.entry("aandeel_0_15")
WOZ = catalog.entry("woz_waarde")


def crime(counts: list[float], people: list[float]) -> pd.DataFrame:
    index = pd.Index([f"WK{i:06d}" for i in range(len(counts))], name="region")
    frame = pd.DataFrame({"misdrijven_totaal": counts, "inwoners": people}, index=index, dtype=float)
    frame["misdrijven_per_1000_overspreiding"] = 1.0
    return frame.assign(misdrijven_per_1000=1000 * frame["misdrijven_totaal"] / frame["inwoners"])


def places(found: pd.DataFrame) -> list[tuple[int, int, int]]:
    return [tuple(row) for row in found[["low", "median", "high"]].to_numpy().tolist()]


def test_places_counted_by_hand() -> None:
    # Per 1,000 with 95% margins: 100 (81-122), 50 (37-66), 45 (33-60), 10 (5-18), each of 1,000 people; none overlap but the middle two.
    found = ranks.rank_areas(CRIME, 2024, crime([100, 50, 45, 10], [1000] * 4))
    assert places(found) == [(1, 1, 1), (2, 2, 3), (2, 3, 3), (4, 4, 4)]
    assert found["of"].tolist() == [4] * 4


def test_the_worst_comes_first_where_a_direction_was_agreed_and_else_the_highest() -> None:
    assert ranks.order(CRIME) == "1 is slechtst (hoogst)"
    assert ranks.order(catalog.entry("arbeidsparticipatie")) == "1 is slechtst (laagst)"
    assert ranks.order(catalog.entry("ervaren_gezondheid_goed")) == "1 is hoogst", "a model estimate is judged nowhere"
    assert ranks.order(YOUNG) == "1 is hoogst"
    health = catalog.entry("ervaren_gezondheid_goed")
    frame = pd.DataFrame(
        {health.id: [60.0, 80.0], f"{health.id}_ondergrens": [55, 75], f"{health.id}_bovengrens": [65, 85]}
    )
    assert ranks.origin(health, 2020) == ranks.PUBLISHER
    assert places(ranks.rank_areas(health, 2020, frame)) == [(2, 2, 2), (1, 1, 1)]


def test_a_figure_that_is_only_rounded_ties_with_the_same_rounded_value() -> None:
    frame = pd.DataFrame({"woz_waarde": [300.0, 301.0, 301.0, 250.0]})
    assert ranks.origin(WOZ, 2022) == ranks.ROUNDING
    assert places(ranks.rank_areas(WOZ, 2022, frame)) == [(3, 3, 3), (1, 1, 2), (1, 1, 2), (4, 4, 4)]


@pytest.mark.parametrize(
    "id",
    [
        "herkomst_buiten_europa",
        "inwoners",
        "stedelijkheid",
        "leefbaarheid",
        "ses_woa",
        "kinderen_laag_inkomen",
        "geld_achterkant_rekening",
        "jongerenwerk",
        "leefbaarometer",
        "iv3_61_rekening",
    ],
)
def test_no_rank_for_origin_size_classes_scores_money_for_others_and_what_has_no_margin(id: str) -> None:
    entry = catalog.entry(id)
    assert ranks.origin(entry, 2022) is None
    assert ranks.needs(entry, 2022) == []
    assert ranks.rank_areas(entry, 2022, pd.DataFrame({id: [1.0, 2.0]})).empty


def test_no_figure_about_origin_has_a_rank() -> None:
    assert not [e.id for e in catalog.entries().values() if e.sensitive and ranks.origin(e, 2022)]


def test_a_headline_is_ranked_by_what_it_means_that_year() -> None:
    poverty = catalog.entry("armoede")
    wanted = ranks.needs(poverty, 2022)
    meant = poverty.definition(2022)
    assert wanted[:2] == ["armoede", meant] and "huishoudens" in wanted
    frame = pd.DataFrame({"armoede": [5.0, 20.0], meant: [5.0, 20.0], "huishoudens": [2000.0, 2000.0]})
    assert places(ranks.rank_areas(poverty, 2022, frame.reindex(columns=wanted))) == [(2, 2, 2), (1, 1, 1)]


def test_an_area_without_a_value_or_a_margin_has_no_rank_and_does_not_count() -> None:
    frame = crime([100, 50, 10], [1000, 1000, np.nan])
    found = ranks.rank_areas(CRIME, 2024, frame)
    assert found.index.tolist() == frame.index[:2].tolist()
    assert found["of"].tolist() == [2, 2]
    assert ranks.rank_areas(CRIME, 2024, frame.iloc[:0]).columns.tolist() == list(ranks.COLUMNS)


counts = st.lists(st.tuples(st.integers(0, 400), st.integers(100, 9000)), min_size=1, max_size=30)


@given(counts)
def test_the_places_are_those_of_the_definition(pairs: list[tuple[int, int]]) -> None:
    frame = crime([float(c) for c, _ in pairs], [float(n) for _, n in pairs])
    found, ends = ranks.rank_areas(CRIME, 2024, frame), uncertainty.interval(CRIME, frame)
    assert len(found) == len(pairs)
    for code, row in found.iterrows():
        assert row["low"] == 1 + (ends["low"] > ends.at[code, "high"]).sum()
        assert row["high"] == len(pairs) - (ends["high"] < ends.at[code, "low"]).sum()
        assert 1 <= row["low"] <= row["median"] <= row["high"] <= row["of"] == len(pairs)


@given(counts)
def test_the_order_of_the_rows_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    frame = crime([float(c) for c, _ in pairs], [float(n) for _, n in pairs])
    mixed = frame.sample(frac=1, random_state=len(pairs))
    pd.testing.assert_frame_equal(
        ranks.rank_areas(CRIME, 2024, mixed).loc[frame.index], ranks.rank_areas(CRIME, 2024, frame)
    )


@given(st.lists(st.integers(0, 99), min_size=1, max_size=20))
def test_more_people_with_the_same_rates_never_widens_the_places(rates: list[int]) -> None:
    small = ranks.rank_areas(CRIME, 2024, crime([float(r) for r in rates], [1000.0] * len(rates)))
    large = ranks.rank_areas(CRIME, 2024, crime([100.0 * r for r in rates], [100_000.0] * len(rates)))
    assert (large["low"] >= small["low"]).all()
    assert (large["high"] <= small["high"]).all()
    assert large["median"].tolist() == small["median"].tolist()


# A known truth, drawn again and again: how often the true place lies in the interval. By simulation from the margins alone
# (the second way) it would be far less, as Mogstad et al. (2024) show: noise is added to values that already hold noise.
@pytest.mark.parametrize("spread", [0.15, 0.6])
def test_the_places_hold_the_true_place_of_at_least_95_percent_of_the_areas(spread: float) -> None:
    random = np.random.default_rng(4)
    people = np.exp(random.normal(8, 1, 400)).clip(500)
    rate = 0.03 * np.exp(random.normal(0, spread, 400))
    truth = pd.Series(-rate).rank().to_numpy()
    held, drawn = [], []
    for _ in range(20):
        count = random.poisson(rate * people).astype(float)
        found = ranks.rank_areas(CRIME, 2024, crime(count.tolist(), people.tolist()))
        held.append(((found["low"] <= truth) & (truth <= found["high"])).mean())
        again = random.gamma(count + 0.5, 1, (200, 400)) / people
        order = np.argsort(np.argsort(-again, axis=1), axis=1) + 1
        low, high = np.percentile(order, [2.5, 97.5], axis=0)
        drawn.append(((low <= truth) & (truth <= high)).mean())
    assert min(held) >= 0.95
    assert np.mean(drawn) < np.mean(held)
