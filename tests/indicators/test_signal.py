"""An early signal: few by chance alone, found where something falls, and not where one step or the peers explain it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import parameters, signal

AREAS = 3_000


def by_chance(kind: str, rng: np.random.Generator) -> np.ndarray:
    """Three measurements of areas of which none gets worse."""
    if kind == "errors":
        return rng.normal(0, 5, (AREAS, 1)) + rng.normal(size=(AREAS, 3))
    return np.cumsum(rng.normal(size=(AREAS, 3)), axis=1)


@pytest.mark.parametrize("kind", ["errors", "steps"])
@pytest.mark.parametrize("sizes", [False, True])
def test_by_chance_as_many_rise_as_fall_and_the_list_is_called_clear_in_few_draws(kind: str, sizes: bool) -> None:
    """Sixty times 1,000 areas, also with chance that is larger where fewer people live: called clear in about 5%."""
    rng, falls, rises, clear = np.random.default_rng(18), 0, 0, 0
    for _ in range(60):
        scale = np.exp(rng.normal(0, 0.6, AREAS)) if sizes else np.ones(AREAS)
        found = signal.found(pd.DataFrame(by_chance(kind, rng) * scale[:, None]), pd.Series(rng.integers(1, 6, AREAS)))
        fall, rise = int(found["signal"].sum()), int(found["rise"].sum())
        falls, rises, clear = falls + fall, rises + rise, clear + signal.is_clear(fall, rise)
    assert rises == pytest.approx(falls, rel=0.15) and clear <= 8


@pytest.mark.parametrize(
    ("falls", "rises", "clear"),
    [(97, 136, False), (38, 13, True), (0, 0, False), (5, 0, True), (4, 0, False), (60, 45, False)],
)
def test_a_sign_test_by_hand(falls: int, rises: int, clear: bool) -> None:
    """Of five that moved all down: 1 in 32; of four 1 in 16."""
    assert signal.is_clear(falls, rises) is clear


def test_chance_with_outliers_gives_more() -> None:
    """Why it is called a sieve and no proof: of steps with the tails of a t of four degrees about 4% gives a signal."""
    rng = np.random.default_rng(18)
    urban = pd.Series(rng.integers(1, 6, AREAS))
    five = [
        signal.found(pd.DataFrame(np.cumsum(rng.standard_t(4, (AREAS, 3)), axis=1)), urban)["signal"] for _ in range(5)
    ]
    assert 0.03 < pd.concat(five, axis=1).any(axis=1).mean() < 0.05


def falling(steps: tuple[float, float]) -> pd.Series:
    """What is found of one area that moves so, among a thousand where each step is ±1 or so."""
    rng = np.random.default_rng(18)
    values = pd.DataFrame(np.cumsum(rng.normal(size=(1000, 3)), axis=1))
    values.loc[0] = [0.0, steps[0], sum(steps)]
    return signal.found(values, pd.Series(1.0, index=values.index)).loc[0]


@pytest.mark.parametrize(
    ("steps", "seen"), [((-3, -3), True), ((-6, 0.2), False), ((-1, -1), False), ((3, 3), False), ((-0.1, -6), True)]
)
def test_a_signal_asks_for_every_step_and_for_more_than_usual(steps: tuple[float, float], seen: bool) -> None:
    row = falling(steps)
    assert bool(row["signal"]) is seen
    assert row["change"] == pytest.approx(sum(steps))
    assert row["distance"] == pytest.approx((row["change"] - row["usual"]) / 1.4, abs=0.6)


def test_what_falls_everywhere_among_its_peers_is_no_signal() -> None:
    """All towns fall by five: only by the side of the villages that would be much. Unknown peers are all areas."""
    rng = np.random.default_rng(18)
    values = pd.DataFrame(np.cumsum(rng.normal(size=(1000, 3)), axis=1))
    town = values.index < 200
    values.loc[town, [1, 2]] -= [5, 10]
    beside = signal.found(values, pd.Series(np.where(town, 1.0, 5.0)))
    among_all = signal.found(values, pd.Series(np.nan, index=values.index))
    assert beside.loc[town, "signal"].mean() < 0.02
    assert among_all.loc[town, "signal"].mean() > 0.5
    assert beside.loc[town, "usual"].unique() == pytest.approx([-10], abs=0.4)


def test_too_few_peers_are_set_beside_all_and_a_gap_gives_nothing() -> None:
    few = int(parameters.value("signaal_gebieden")) - 1
    values = pd.DataFrame(np.cumsum(np.random.default_rng(18).normal(size=(500, 3)), axis=1))
    values.loc[499, 1] = np.nan
    found = signal.found(values, pd.Series(np.where(values.index < few, 2.0, 1.0)))
    assert len(found) == 499 and 499 not in found.index
    # A group of 29 has no median of its own.
    assert found["usual"][:few].unique() == pytest.approx([found["change"].median()])
    assert found["usual"][few:].unique() == pytest.approx([found["change"][few:].median()])
    nothing = signal.found(pd.DataFrame(np.zeros((50, 3))), pd.Series(1.0, index=range(50)))
    assert not nothing["signal"].any() and nothing["distance"].isna().all()
