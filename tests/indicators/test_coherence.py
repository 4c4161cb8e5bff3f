"""Coherence of a composite: against published indices, scipy's own, and cases whose answer is known by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from indicators import coherence, composite, need, sensitivity
from indicators.tree import Choice

RUNS = 4000


def in_groups(column: np.ndarray, groups: int = 30) -> np.ndarray:
    return pd.qcut(pd.Series(column), groups, labels=False).to_numpy(int)


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami and Homma 1990, a = 7 and b = 0.1; first-order indices 0.3139, 0.4424 and 0 (Saltelli 2008)."""
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def test_first_order_as_published_and_as_scipy_has_it() -> None:
    random = np.random.default_rng(17)
    x = random.uniform(-np.pi, np.pi, (3, RUNS))
    outcome = ishigami(x)[:, None]
    found = [coherence.ratio(in_groups(column), outcome) for column in x]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.04)
    theirs = stats.sobol_indices(
        func=ishigami, n=1024, dists=[stats.uniform(-np.pi, 2 * np.pi)] * 3, rng=np.random.default_rng(17)
    )
    assert found == pytest.approx(theirs.first_order.tolist(), abs=0.05)


def test_additive_choices_share_out_the_variance() -> None:
    """Variances 1, 4 and 16 (a coin of ±1, ±2 and ±4): shares of 1/21, 4/21 and 16/21, over two outcomes alike."""
    random = np.random.default_rng(1)
    coins = random.integers(2, size=(3, RUNS))
    sizes = np.array([1.0, 2.0, 4.0])
    outcome = ((2 * coins - 1) * sizes[:, None]).sum(axis=0)
    both = np.column_stack([outcome, 10 - 3 * outcome])
    assert [coherence.ratio(c, both) for c in coins] == pytest.approx([1 / 21, 4 / 21, 16 / 21], abs=0.02)


def test_a_choice_that_does_nothing_is_nought() -> None:
    """Of 200 choices of eight kinds over 300 runs chance alone would put 7/299 between the kinds."""
    random = np.random.default_rng(2)
    outcome = random.normal(size=(300, 5))
    found = [coherence.ratio(random.integers(8, size=300), outcome) for _ in range(200)]
    assert np.mean(found) < 0.006


def test_weights_explain_what_follows_them_in_a_line() -> None:
    random = np.random.default_rng(3)
    weights = random.dirichlet([4, 4, 4], 1000)
    noise = random.normal(size=1000)
    signal = weights @ np.array([3.0, -1.0, 0.0])
    outcome = (signal / signal.std() * np.sqrt(3) + noise)[:, None]
    assert coherence.explained(weights, outcome) == pytest.approx(0.75, abs=0.04)
    assert coherence.explained(weights, noise[:, None]) < 0.01
    assert coherence.explained(np.zeros((10, 1)), np.ones((10, 2))) == 0


def test_the_main_effect_of_a_part_is_what_it_adds_where_parts_are_apart() -> None:
    """y = 2a + b, both of variance 1: 4/5 goes with a and 1/5 with b; a curve counts too (y = a²)."""
    random = np.random.default_rng(4)
    a, b = random.normal(size=(2, 5000))
    people = random.uniform(1, 3, 5000)
    assert coherence.main_effect(a, 2 * a + b, people) == pytest.approx(0.8, abs=0.02)
    assert coherence.main_effect(b, 2 * a + b, people) == pytest.approx(0.2, abs=0.03)
    assert coherence.main_effect(a, a**2, people) > 0.8, "of which a correlation, nought here, would say nothing"
    assert np.isnan(coherence.main_effect(a[:30], a[:30], people[:30]))


def test_correlations_are_weighted_by_inhabitants() -> None:
    """As numpy has it for each inhabitant by itself."""
    values = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 1, 4, np.nan], "c": [5.0, 5, 5, 5]})
    people = pd.Series([1.0, 2, 3, 4])
    found = coherence.correlation(values, people)
    each = values.iloc[[0, 1, 1, 2, 2, 2]]
    assert found.at["a", "b"] == pytest.approx(np.corrcoef(each["a"], each["b"])[0, 1])
    assert found.at["a", "a"] == 1 and np.isnan(found.at["a", "c"])


def made(flip: bool = False) -> need.Outcome:
    """300 wijken with the figures of 'behoefte'; work runs against the rest with ``flip``."""
    random = np.random.default_rng(5)
    base = random.normal(size=300)
    frame = pd.DataFrame(index=[f"WK{n:06}" for n in range(300)])
    frame["inwoners"] = random.integers(800, 9000, 300).astype(float)
    for code in composite.leaves("behoefte"):
        sign = composite.nodes()[code].direction
        frame[code] = 50 + 5 * sign * (base + random.normal(size=300))
    if flip:
        frame["arbeidsparticipatie"] = 50 - 5 * (base + 0.2 * random.normal(size=300))
    return need.outcome(frame, {}, Choice("behoefte", "binnen"), 2020, 500, float(frame["inwoners"].sum()))


def of(found: need.Outcome) -> coherence.Coherence:
    return coherence.of(found.tree, found.figures, found.figures["inwoners"], found.norms)


def test_the_coherence_of_a_composite() -> None:
    found = made()
    held = of(found)
    top = held.effects[held.effects["parent"] == "behoefte"]
    assert top["weight"].sum() == pytest.approx(1)
    leaves = held.effects[held.effects.index.isin(composite.leaves("behoefte"))]
    assert leaves["weight"].sum() == pytest.approx(1)
    assert top["effect"].between(0.2, 1).all() and top["effect"].sum() > 1
    assert held.against() == []
    assert 0 < held.choices.sum() <= 1 + 0.05 and held.choices.is_monotonic_decreasing
    assert set(held.choices.index) <= {"normalisatie", "gemiddelde", "uitschieters", "weggelaten", "gewichten"}


def test_a_part_that_runs_against_the_rest_is_named() -> None:
    held = of(made(flip=True))
    against = held.against()
    assert any("behoefte_werk" in pair[:2] and pair[2] < -0.3 for pair in against)
    assert held.effects.at["behoefte_werk", "effect"] < of(made()).effects.at["behoefte_werk", "effect"]


def test_the_runs_are_those_of_the_ranks() -> None:
    """Without choices that move anything there is nothing to share out, and the runs are drawn as for the ranks."""
    found = made()
    drawn = sensitivity.draw(found.tree, 50, 7)
    again = sensitivity.draw(found.tree, 50, 7)
    assert (drawn.left_out == again.left_out).all()
    out = drawn.left_out[0]
    codes = sensitivity.counted(found.tree)
    if out < len(codes):
        assert drawn.weights[codes[out]][0] == 0 and drawn.given[codes[out]][0] > 0


def test_against_counts_areas_by_kish() -> None:
    """One area of 9,000 and 99 of 1,000 count as 108,000² / (81 + 99)·10⁶ = 64.8; of 100 alike as 100."""
    assert coherence.effective(pd.Series([9000.0] + [1000.0] * 99)) == pytest.approx(64.8)
    assert (
        coherence.effective(pd.Series([7.0] * 100)) == pytest.approx(100) and coherence.effective(pd.Series([0.0])) == 0
    )
    table = pd.DataFrame([[1, -0.22], [-0.22, 1]], index=["a", "b"], columns=["a", "b"])
    known = {
        "correlations": {"behoefte": table},
        "effects": pd.DataFrame(),
        "choices": pd.Series(dtype=float),
        "areas": 100,
    }
    assert coherence.Coherence(**known, effective=100.0).against() == [("a", "b", -0.22)]
    assert coherence.Coherence(**known, effective=64.8).against() == [], "2/√64.8 is 0.248"


def test_chance_is_seldom_called_against() -> None:
    """Independent parts of areas of very different size: further below nought than two standard errors in 2.5 of 100."""
    chance, called, before, runs = np.random.default_rng(17), 0, 0, 2000
    people = pd.Series(np.exp(chance.normal(7.5, 1.2, 300)))
    count = coherence.effective(people)
    for _ in range(runs):
        table = coherence.correlation(pd.DataFrame(chance.normal(size=(300, 2)), columns=["a", "b"]), people)
        called += table.loc["a", "b"] < -2 / np.sqrt(count)
        before += table.loc["a", "b"] < -2 / np.sqrt(300)
    assert 0.012 * runs <= called <= 0.04 * runs
    assert before > 0.1 * runs, "with every area as one"
