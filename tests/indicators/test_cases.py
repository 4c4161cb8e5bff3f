"""Every indicator by hand: the cases in ``cases/``, one a block, in the file of the module that declares the indicator."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from indicators import catalog
from indicators.recipes import Copy, Formula, Ratio

CASES: dict[str, dict[str, Any]] = {
    id: case
    for file in sorted(Path(__file__).with_name("cases").glob("*.toml"))
    for id, case in tomllib.loads(file.read_text(encoding="utf-8")).items()
}


def outcome(id: str, inputs: dict[str, float]) -> float:
    """What the recipe of an indicator makes of one area."""
    recipe = catalog.declared()[id].recipe
    assert isinstance(recipe, Ratio | Formula | Copy)
    frame = pd.DataFrame({name: [float(value)] for name, value in inputs.items()}, index=["WK000101"])
    return float(recipe.values(frame).iloc[0])


@pytest.mark.parametrize("id", CASES)
def test_by_hand(id: str) -> None:
    assert outcome(id, CASES[id]["inputs"]) == pytest.approx(CASES[id]["value"])


@pytest.mark.parametrize("id", CASES)
def test_missing_in_is_missing_out(id: str) -> None:
    inputs = CASES[id]["inputs"]
    assert {*catalog.declared()[id].recipe.inputs} <= {*inputs}
    for gone in catalog.declared()[id].recipe.inputs:
        assert math.isnan(outcome(id, {**inputs, gone: math.nan})), gone
