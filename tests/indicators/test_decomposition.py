"""How much lies between groups and how much inside: the parts add up, and chance is taken off."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import counted, decomposition
from indicators.catalog import entries, entry

GROUPS, EACH = 30, 30


def drawn(rng: np.random.Generator, between: float, within: float) -> pd.DataFrame:
    group = np.repeat(np.arange(GROUPS), EACH)
    size = np.round(np.exp(rng.normal(7.3, 1.2, len(group)))).clip(60, 40_000)
    rate = (0.1 + rng.normal(0, between, GROUPS)[group] + rng.normal(0, within, len(group))).clip(0.001)
    value = rng.poisson(rate * size) / size
    return pd.DataFrame({"value": value, "weight": size, "group": group, "noise": value / size})


def test_the_parts_add_up() -> None:
    frame = drawn(np.random.default_rng(17), 0.02, 0.02)
    found = decomposition.decompose(frame)
    assert found is not None and found.chance is not None
    assert found.between + found.within + found.chance == pytest.approx(1)
    mean = np.average(frame["value"], weights=frame["weight"])
    assert found.variance == pytest.approx(np.average((frame["value"] - mean) ** 2, weights=frame["weight"]))
    plain = decomposition.decompose(frame.assign(noise=np.nan))
    assert plain is not None and plain.chance is None
    assert plain.between + plain.within == pytest.approx(1)


def test_pure_chance_is_chance_and_not_a_difference_inside_groups() -> None:
    """Equal weights: the largest share of chance."""
    rng, parts, plain = np.random.default_rng(17), [], []
    for _ in range(60):
        frame = drawn(rng, 0, 0)
        found, raw = decomposition.decompose(frame), decomposition.decompose(frame.assign(noise=np.nan))
        assert found is not None and raw is not None and found.chance is not None
        parts.append((found.between, found.within, found.chance))
        plain.append(raw.within)
    between, within, chance = np.mean(parts, axis=0)
    assert chance > 0.95 and between < 0.02 and within < 0.04
    assert np.mean(plain) > 0.95, "left in, all of it would be called a difference inside groups"


def test_a_known_truth_comes_back() -> None:
    rng, parts = np.random.default_rng(17), []
    for _ in range(60):
        frame = drawn(rng, 0.01, 0.02)
        found = decomposition.decompose(frame)
        assert found is not None and found.chance is not None
        parts.append(found.between / (found.between + found.within))
    # 1² / (1² + 2²), and a little more: of few large areas the means of groups differ by themselves.
    assert 0.2 < np.mean(parts) < 0.3


def test_no_groups_or_no_differences_have_no_parts() -> None:
    frame = drawn(np.random.default_rng(17), 0.01, 0.02)
    assert decomposition.decompose(frame.assign(group=1)) is None
    assert decomposition.decompose(frame.assign(value=3.0)) is None
    assert decomposition.decompose(frame.assign(value=np.nan)) is None


def test_counts_follow_from_the_figure_and_rounding_has_its_variance() -> None:
    rate, share = entry("misdrijven_per_1000"), entry("koopwoningen")
    frame = pd.DataFrame(
        {"misdrijven_per_1000": [50.0, np.nan, 10], "misdrijven_totaal": [50, 5, 0], "inwoners": [1000, 500, 0]}
    )
    found = counted.counted(rate, frame)
    assert found["count"].tolist()[0] == 50 and found["size"].tolist()[0] == 1000
    assert found.iloc[1:][["count", "size"]].isna().all(axis=None), "withheld, and nobody to count"
    of_share = counted.counted(share, pd.DataFrame({"koopwoningen": [40.0], "woningvoorraad": [500.0]}))
    assert of_share["count"][0] == 200
    assert counted.rounding_variance(share, np.array([500.0]))[0] == pytest.approx(0.01**2 / 12)
    with pytest.raises(LookupError):
        counted.counted(entry("woz_waarde"), frame)


def test_origin_models_and_means_have_no_counts() -> None:
    assert counted.why_not(entry("misdrijven_per_1000")) == ""
    assert counted.why_not(entry("armoede")) == ""
    assert "niet bekend hoeveel" in counted.why_not(entry("woz_waarde"))
    assert "model" in counted.why_not(entry("eenzaam"))
    sensitive = next(e for e in entries().values() if e.sensitive)
    assert "herkomst" in counted.why_not(sensitive)
