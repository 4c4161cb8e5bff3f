"""Small areas drawn towards a mean: the estimators of esda, and what they do to a known truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from indicators import smoothing

AREAS = 900


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(17)


def sizes(rng: np.random.Generator) -> np.ndarray:
    """As Dutch wijken: half have under 1,500 people, a few over 10,000."""
    return np.round(np.exp(rng.normal(7.3, 1.2, AREAS))).clip(20, 40_000)


def grid() -> sparse.csr_matrix:
    """Thirty rows of thirty areas; each touches the eight around it."""
    line = sparse.diags([1.0, 1.0, 1.0], [-1, 0, 1], shape=(30, 30))
    return (sparse.kron(line, line) - sparse.identity(AREAS)).tocsr()


def test_rates_come_out_as_in_esda(rng) -> None:
    esda, weights = pytest.importorskip("esda.smoothing"), pytest.importorskip("libpysal.weights")
    size = sizes(rng)
    count = rng.poisson(rng.gamma(4, 0.01, AREAS) * size).astype(float)
    ours = smoothing.towards_all(count, size, share=False, certainty=95)["value"]
    assert np.allclose(ours, esda.Empirical_Bayes(count, size).r.ravel(), atol=1e-12)
    w = weights.lat2W(30, 30, rook=False)
    local = smoothing.towards_neighbours(count, size, grid(), share=False)
    assert np.allclose(local, esda.Spatial_Empirical_Bayes(count, size, w).r.ravel(), atol=1e-12)


def test_adjusted_rates_lie_nearer_to_the_truth_and_their_margin_holds_it(rng) -> None:
    size, held, error = sizes(rng), [], []
    for _ in range(20):
        truth = rng.gamma(4, 0.01, AREAS)
        count = rng.poisson(truth * size).astype(float)
        found = smoothing.towards_all(count, size, share=False, certainty=95)
        held.append(((found["low"] <= truth) & (truth <= found["high"])).mean())
        error.append(((found["value"] - truth) ** 2).mean() / ((count / size - truth) ** 2).mean())
    assert 0.94 <= np.mean(held) <= 0.96
    assert np.mean(error) < 0.85


def test_shares_have_the_chance_of_shares(rng) -> None:
    """With that of rates, as esda has it, the variance of chance of a share of 60% is 2.5 times too large."""
    esda = pytest.importorskip("esda.smoothing")
    size, held, ours, theirs = sizes(rng), [], [], []
    for _ in range(20):
        truth = rng.beta(12, 8, AREAS)
        count = rng.binomial(size.astype(int), truth).astype(float)
        found = smoothing.towards_all(count, size, share=True, certainty=95)
        held.append(((found["low"] <= truth) & (truth <= found["high"])).mean())
        ours.append(((found["value"] - truth) ** 2).mean())
        theirs.append(((esda.Empirical_Bayes(count, size).r.ravel() - truth) ** 2).mean())
    assert 0.94 <= np.mean(held) <= 0.96
    assert np.mean(ours) < np.mean(theirs)


@pytest.mark.parametrize("share", [True, False])
def test_pure_chance_leaves_one_mean(rng, share) -> None:
    size = sizes(rng)
    count = (rng.binomial(size.astype(int), 0.1) if share else rng.poisson(0.1 * size)).astype(float)
    found = smoothing.towards_all(count, size, share=share, certainty=95)
    assert np.ptp(found["value"]) < 0.01, "raw rates run from 0 to over 0.2"
    assert np.ptp(count / size) > 0.1
    z = smoothing.standardised(count, size, share=share)
    small = size < np.median(size)
    assert 0.9 < z[small].std() / z[~small].std() < 1.1


def test_an_area_without_neighbours_stays_as_it_is() -> None:
    count, size = np.array([1.0, 30, 40]), np.array([100.0, 1000, 1000])
    touches = sparse.csr_matrix(np.array([[0.0, 0, 0], [0, 0, 1], [0, 1, 0]]))
    assert smoothing.towards_neighbours(count, size, touches, share=False)[0] == 0.01


def test_a_small_area_moves_further_than_a_large_one() -> None:
    count, size = np.array([2.0, 200, 30, 10, 55]), np.array([10.0, 1000, 1000, 1000, 1000])
    moved = np.abs(smoothing.towards_all(count, size, share=False, certainty=95)["value"] - count / size)
    assert moved[0] > 5 * moved[1]
