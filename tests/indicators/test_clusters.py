"""Where high and low lie together: as esda counts it, and nothing where values lie anywhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import clusters, smoothing

SIDE = 20
NAMES = np.array([f"W{i}" for i in range(SIDE * SIDE)])


def touches() -> pd.DataFrame:
    at = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    steps = [(0, 1), (1, 0), (1, 1), (1, -1)]
    pairs = [
        (at[i, j], at[i + a, j + b])
        for i in range(SIDE)
        for j in range(SIDE)
        for a, b in steps
        if 0 <= i + a < SIDE and 0 <= j + b < SIDE
    ]
    first, second = np.array(pairs).T
    return pd.DataFrame({"area": NAMES[np.r_[first, second]], "beside": NAMES[np.r_[second, first]]})


@pytest.mark.parametrize("kind", ["normal", "skewed", "small areas together"])
def test_values_that_lie_anywhere_give_no_clusters(kind) -> None:
    rng, beside, some = np.random.default_rng(17), touches(), 0
    size = np.sort(np.round(np.exp(rng.normal(7, 1.2, len(NAMES)))).clip(30, 40_000))
    for _ in range(100):
        if kind == "normal":
            values = rng.normal(size=len(NAMES))
        elif kind == "skewed":
            values = np.exp(rng.normal(0, 1.2, len(NAMES)))
        else:
            # One rate everywhere: raw rates vary most where small areas lie together.
            values = smoothing.standardised(rng.poisson(0.03 * size).astype(float), size, share=False)
        found = clusters.local_moran(pd.Series(values, index=NAMES), beside)
        some += bool((found["kind"] != clusters.UNCLEAR).any())
    assert some <= 10, "of a hundred maps of chance about five show anything at all"


def test_a_high_corner_and_an_odd_one_out_are_found() -> None:
    rng = np.random.default_rng(17)
    values = rng.normal(0, 1, (SIDE, SIDE))
    values[:5, :5] += 4
    values[2, 2] = -4
    found = (
        clusters.local_moran(pd.Series(values.ravel(), index=NAMES), touches())["kind"].to_numpy().reshape(SIDE, SIDE)
    )
    assert (found[:4, :4] == clusters.HIGH_HIGH).sum() >= 13
    assert found[2, 2] == clusters.LOW_HIGH
    assert (found[7:, 7:] == clusters.UNCLEAR).mean() > 0.98


def test_chances_are_those_of_esda_by_draws() -> None:
    esda, weights = pytest.importorskip("esda"), pytest.importorskip("libpysal.weights")
    rng = np.random.default_rng(17)
    values = pd.Series(rng.normal(size=len(NAMES)), index=NAMES)
    found = clusters.local_moran(values, touches())
    drawn = esda.Moran_Local(
        clusters.normal_scores(values), weights.lat2W(SIDE, SIDE, rook=False), permutations=999, seed=17
    )
    assert np.allclose(found["moran"], drawn.Is)
    # esda gives one side of its draws.
    assert np.abs(found["p"] / 2 - drawn.p_sim).max() < 0.06
    again = clusters.local_moran(values, touches())
    assert again.equals(found), "the same data give the same map"


def test_who_has_no_neighbour_with_a_value_is_left_out() -> None:
    values = pd.Series({"A": 1.0, "B": 2.0, "C": 3.0, "D": np.nan, "E": 5.0})
    pairs = [("A", "B"), ("B", "C"), ("A", "C"), ("D", "E")]
    beside = pd.DataFrame([*pairs, *[(b, a) for a, b in pairs]], columns=["area", "beside"])
    assert list(clusters.local_moran(values, beside).index) == ["A", "B", "C"]
