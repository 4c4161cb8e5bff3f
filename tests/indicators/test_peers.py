"""Peers by structure: distances worked out by hand, what may never count, and types that are always the same."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import catalog, parameters, peers
from indicators.words import causal


def areas(number: int, seed: int = 1) -> pd.DataFrame:
    """Made-up wijken with every trait."""
    random = np.random.default_rng(seed)
    codes = [f"WK99{i // 100:02d}{i % 100:02d}" for i in range(number)]
    frame = {id: random.uniform(5, 60, number) for id in peers.trait_ids()}
    frame |= {"inwoners": random.integers(600, 20_000, number), "stedelijkheid": random.integers(1, 6, number)}
    return pd.DataFrame(frame, index=pd.Index(codes, name="region"), dtype=float)


def square() -> pd.DataFrame:
    """Four wijken whose traits are all one standard deviation from the mean: ages alike, tenure alike, urbanity not."""
    codes = ["WK990001", "WK990002", "WK990003", "WK990004"]
    low_high = [10.0, 10.0, 30.0, 30.0]
    return pd.DataFrame(
        {
            "inwoners": [1000.0] * 4,
            "stedelijkheid": [1.0, 3.0, 1.0, 3.0],
            "aandeel_0_15": low_high,
            "aandeel_met_kinderen": low_high,
            "corporatiebezit": low_high,
        },
        index=codes,
    )


def test_no_outcome_and_no_origin_is_a_trait() -> None:
    entries = [catalog.entry(id) for id in peers.trait_ids()]
    assert not [e.id for e in entries if e.sensitive or e.direction is not None]
    leaves = {leaf for e in entries for leaf in catalog.leaves(e.id)}
    assert not {leaf for leaf in leaves if catalog.entry(leaf).sensitive}
    assert {e.theme for e in entries} <= {"bevolking", "wonen", "ruimte"}
    assert {t.group for t in peers.TRAITS} == set(peers.GROUPS)


def test_distance_by_hand() -> None:
    """Every trait but size is ±1; size is the same everywhere and so no trait. Four groups: one apart is √(2²/4) = 1."""
    where = peers.space(square())
    assert [t.id for t in where.traits] == ["stedelijkheid", "aandeel_0_15", "aandeel_met_kinderen", "corporatiebezit"]
    assert np.allclose(np.abs(where.scores), 1)
    assert where.missing_groups() == ("hoeveel mensen er wonen",)
    apart = where.scores - where.scores[0]
    distance = np.sqrt(np.square(apart) @ peers.weights(where.traits))
    # One group apart: √(4/4); three groups apart: √(12/4); all four: √(16/4).
    assert distance == pytest.approx([0, 1, np.sqrt(3), 2])
    assert peers.nearest(where, "WK990001").distances == {}, "all of them are beyond the cut-off"


def test_nearest_are_sorted_and_within_the_cut_off() -> None:
    frame = areas(400)
    twin = frame.iloc[0] + 0.01
    frame.loc["WK999999"] = twin
    found = peers.nearest(peers.space(frame), str(frame.index[0]))
    assert next(iter(found.distances)) == "WK999999"
    distances = list(found.distances.values())
    assert distances == sorted(distances) and len(distances) <= parameters.value("vergelijkbaar_aantal")
    assert max(distances) <= parameters.value("vergelijkbaar_afstand")
    assert frame.index[0] not in found.distances
    assert "niet meegeteld" not in found.note


def test_a_missing_trait_is_said_and_does_not_count() -> None:
    frame = areas(100)
    frame["corporatiebezit"] = np.nan
    frame = frame.drop(columns="huurwoningen")
    frame.iloc[5, frame.columns.get_loc("aandeel_eenpersoons")] = np.nan
    where = peers.space(frame)
    assert where.missing_groups() == ("wie de woningen bezit",)
    found = peers.nearest(where, str(frame.index[5]))
    assert "aandeel_eenpersoons" not in found.traits and "aandeel_met_kinderen" in found.traits
    assert "niet meegeteld: wie de woningen bezit" in found.note
    assert str(frame.index[5]) not in peers.nearest(where, str(frame.index[6])).distances


def test_no_peers_without_people_traits_or_place() -> None:
    frame = areas(50)
    frame.iloc[0, frame.columns.get_loc("inwoners")] = 499
    assert "minder dan 500 inwoners" in peers.nearest(peers.space(frame), str(frame.index[0])).note
    assert "staat niet in" in peers.nearest(peers.space(frame), "WK000000").note
    poor = peers.space(frame[["inwoners", "aandeel_0_15"]])
    assert "Te weinig bekend" in peers.nearest(poor, str(frame.index[1])).note
    assert peers.types(poor).types == ()
    nothing = peers.space(frame[["aandeel_0_15"]])
    assert nothing.traits == () and not peers.nearest(nothing, str(frame.index[1])).distances


@given(st.integers(0, 39), st.integers(0, 39), st.integers(0, 5))
def test_distance_has_no_direction(one: int, other: int, seed: int) -> None:
    frame = areas(40, seed)
    where = peers.space(frame)
    a, b = str(frame.index[one]), str(frame.index[other])
    there, back = peers.nearest(where, a).distances.get(b), peers.nearest(where, b).distances.get(a)
    if there is not None and back is not None:
        assert there == pytest.approx(back)


@given(st.floats(0.1, 50), st.floats(-20, 20))
def test_the_unit_of_a_trait_does_not_matter(scale: float, shift: float) -> None:
    frame = areas(60)
    moved = frame.assign(aandeel_0_15=frame["aandeel_0_15"] * scale + shift)
    code = str(frame.index[3])
    before, after = (peers.nearest(peers.space(f), code).distances for f in (frame, moved))
    assert after == pytest.approx(before)


def test_the_year_with_most_groups_then_the_newest() -> None:
    ages = {"inwoners": 3000, "aandeel_0_15": 2900}
    urban = ages | {"stedelijkheid": 3000}
    one_city = urban | {"inwoners": 40, "stedelijkheid": 40, "aandeel_0_15": 40, "corporatiebezit": 40}
    assert peers.best_year({2015: urban, 2019: one_city, 2022: urban, 2024: ages}) == 2022
    assert peers.best_year({}) is None
    assert peers.best_year({2020: {"inwoners": 0}}) is None


def test_types_are_the_same_every_time_and_hold_everyone() -> None:
    frame = areas(400)
    first = peers.types(peers.space(frame))
    again = peers.types(peers.space(frame.sample(frac=1, random_state=3)))
    assert first.types == again.types
    pd.testing.assert_series_equal(first.of, again.of)
    assert len(first.types) == parameters.value("wijktypen")
    assert sum(t.size for t in first.types) == len(frame) == len(first.of)
    assert len({t.name for t in first.types}) == len(first.types)
    assert first.name(str(frame.index[0])) == first.types[int(first.of.iloc[0])].name
    text = peers.described(first, str(frame.index[0]))
    assert text.startswith(first.name(str(frame.index[0]))) and not causal(text)
    assert peers.described(first, "WK000000") == first.name("WK000000") == ""


def test_a_type_says_its_deviations_with_a_sign_and_which_way_classes_run() -> None:
    urban = peers.WijkType(
        "Zeer stedelijk", {"adressendichtheid": 1.94, "stedelijkheid": -1.58, "huurwoningen": 1.2}, 2
    )
    text = peers.described(peers.Types((urban,), pd.Series({"WK000001": 0})), "WK000001")
    assert "Stedelijkheid, in klassen waarvan 1 de stedelijkste is (−1,6)" in text
    assert "(+1,9)" in text and "(+1,2)" in text


def test_k_means_finds_clear_groups() -> None:
    points = np.array([[x + dx, 0.0] for x in (0, 100, 200) for dx in (0, 1, 2)])
    label = peers.k_means(points, 3, seed=1)
    assert [len(set(label[i : i + 3])) for i in (0, 3, 6)] == [1, 1, 1]
    assert len(set(label)) == 3


def test_type_names_hold_no_judgement() -> None:
    """Words of structure, and none about worse or better."""
    found = peers.types(peers.space(areas(300)))
    judging = {"slecht", "goed", "arm", "rijk", "zwak", "sterk", "probleem", "achterstand"}
    assert not judging & {word for t in found.types for word in t.name.lower().split()}


def test_peers_of_all_wijken_are_fast() -> None:
    frame = areas(3400)
    best = 1.0
    for _ in range(3):
        start = time.perf_counter()
        peers.nearest(peers.space(frame), str(frame.index[9]))
        best = min(best, time.perf_counter() - start)
    assert best < 0.05
