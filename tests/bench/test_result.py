"""When a goal is met, and what the table says."""

from __future__ import annotations

import json

import pytest

from bench import result
from bench.result import Result


@pytest.mark.parametrize(
    ("value", "baseline", "goal", "is_ratio", "met"),
    [
        (30.0, None, 40.0, False, True),
        (50.0, None, 40.0, False, False),
        (50.0, 200.0, 0.4, True, True),
        (90.0, 200.0, 0.4, True, False),
        (90.0, None, None, False, None),
        (0.0, None, 0.0, False, True),
    ],
)
def test_met(value: float, baseline: float | None, goal: float | None, is_ratio: bool, met: bool | None) -> None:
    assert Result("x", "ms", value, baseline, goal, is_ratio).met is met


def test_what_is_kept_has_ratio_and_met(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(result, "LATEST", tmp_path / "latest.json")
    result.keep([Result("x", "s", 1.0, 4.0, 0.5, True)])

    (kept,) = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))

    assert {"name", "value", "unit", "goal", "baseline", "ratio", "met"} <= set(kept)
    assert (kept["ratio"], kept["met"]) == (0.25, True)
