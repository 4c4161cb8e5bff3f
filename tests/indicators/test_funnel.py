"""The limits of a funnel hold as many areas as they say, under chance alone and under the differences they allow for."""

from __future__ import annotations

import numpy as np
import pytest

from indicators import funnel, uncertainty

AREAS, RUNS = 900, 60


def sizes(rng: np.random.Generator) -> np.ndarray:
    return np.round(np.exp(rng.normal(7.3, 1.2, AREAS))).clip(60, 40_000)


def drawn(rng: np.random.Generator, size: np.ndarray, tau: float, share: bool) -> tuple[np.ndarray, float]:
    """Counts of areas that differ by tau on the scale of the funnel, and their target."""
    if share:
        return rng.binomial(size.astype(int), np.sin(np.arcsin(np.sqrt(0.3)) + rng.normal(0, tau, len(size))) ** 2), 0.3
    return rng.poisson((np.sqrt(0.06) + rng.normal(0, tau, len(size))) ** 2 * size), 0.06


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("tau", [0.0, 0.05])
def test_limits_hold_what_they_say(share, tau) -> None:
    rng = np.random.default_rng(17)
    size = sizes(rng)
    inside, alone = {95: [], 99.8: []}, []
    for _ in range(RUNS):
        count, target = drawn(rng, size, tau, share)
        found = funnel.funnel(count.astype(float), size, target, share=share)
        for certainty, held in inside.items():
            low, high = found.limits(size, certainty)
            held.append(((low <= count / size) & (count / size <= high)).mean())
        low, high = found.limits(size, 99.8, chance_only=True)
        alone.append(((low <= count / size) & (count / size <= high)).mean())
    assert 0.94 <= np.mean(inside[95]) <= 0.96
    assert 0.996 <= np.mean(inside[99.8]) <= 0.999
    # Where areas really differ, limits of chance alone call nearly half of them special.
    assert np.mean(alone) > 0.996 if tau == 0 else np.mean(alone) < 0.65


def test_the_usual_difference_is_found_back_also_beside_outliers() -> None:
    rng = np.random.default_rng(17)
    size = sizes(rng)
    count, target = drawn(rng, size, 0.05, share=False)
    found = funnel.funnel(count.astype(float), size, target, share=False)
    assert 0.045 < found.tau < 0.055 and found.factor > 5
    count[:45] = 10 * count[:45] + 50
    beside = funnel.funnel(count.astype(float), size, target, share=False)
    assert beside.tau < 1.2 * found.tau, "five in a hundred that stand out do not widen the limits by themselves"


def test_a_point_is_outside_just_where_its_score_says_so() -> None:
    rng = np.random.default_rng(17)
    size = sizes(rng)
    count, target = drawn(rng, size, 0.05, share=True)
    found = funnel.funnel(count.astype(float), size, target, share=True)
    for alone in (True, False):
        low, high = found.limits(size, 99.8, chance_only=alone)
        outside = (count / size < low) | (count / size > high)
        assert (outside == (np.abs(found.z(count / size, size, chance_only=alone)) > uncertainty.z_of(99.8))).all()


def test_the_chance_limits_are_those_of_a_published_table() -> None:
    """Spiegelhalter (2005), section 3: limits of a share are θ ± z √(θ(1 − θ)/n). At n = 1000 and θ = 0.2: 0.175 to 0.225."""
    found = funnel.Funnel(0.2, True, 0.0, 1.0)
    low, high = found.limits(np.array([1000.0]), 95)
    reach = 1.96 * np.sqrt(0.2 * 0.8 / 1000)
    assert low[0] == pytest.approx(0.2 - reach, abs=0.001) and high[0] == pytest.approx(0.2 + reach, abs=0.001)
