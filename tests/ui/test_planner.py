"""The planner's pictures and words: colours that mean the same on both sides, and a base that says where it is from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators import planner
from indicators.planner import Plan
from ui import colours, planner_map
from ui import planner as scenario

CODES = [f"WK0001{i:02d}" for i in range(12)]
FRAME = pd.DataFrame(
    {
        "young": [0.0, *np.arange(100.0, 1200, 100)],
        "need": np.linspace(1, 99, 12),
        "corporation": 50.0,
        "low_income": 10.0,
        "now": np.nan,
    },
    index=CODES,
)


@pytest.mark.parametrize("view", list(planner_map.VIEWS))
@pytest.mark.parametrize("unit", ["fte", "euro"])
@pytest.mark.parametrize("rule", ["gelijk", "behoefte"])
def test_every_area_has_one_colour(view, unit, rule):
    outcome = planner.divide(FRAME, Plan(20, rule, threshold=40))
    rates = planner_map.rates(FRAME, outcome)
    if view == "verschil":
        rates = rates - planner_map.rates(FRAME, planner.even(FRAME, outcome.plan))
    kinds = planner_map.kinds(rates, view, unit, colours.LIGHT)
    placed = [code for kind in kinds for code in kind.codes]
    assert sorted(placed) == CODES
    assert len({k.colour for k in kinds if len(k.codes)}) == sum(1 for k in kinds if len(k.codes))
    assert kinds[-1].codes.tolist() == [CODES[0]], "nobody young: grey, and no nought"


def test_who_gets_nothing_is_no_class_of_the_ramp():
    outcome = planner.divide(FRAME, Plan(20, "behoefte", threshold=60))
    kinds = planner_map.kinds(planner_map.rates(FRAME, outcome), "plan", "fte", colours.LIGHT)
    nothing = next(k for k in kinds if k.words == "niets")
    assert nothing.colour == colours.LIGHT.missing["not_yet_published"]
    assert len(nothing.codes) == 6


def test_a_chosen_gemeente_stands_for_its_wijken():
    assert scenario.widened(["GM0001"], FRAME) == tuple(CODES)
    assert scenario.widened([CODES[3], "GM0002"], FRAME) == (CODES[3],)


def test_curves_stay_small_for_many_areas():
    many = pd.concat([FRAME.set_axis([f"WK{g:04d}{i:02d}" for i in range(12)]) for g in range(200)])
    many["need"] = np.linspace(0, 100, len(many))
    outcome = planner.divide(many, Plan(500, "behoefte"))
    for figure in (
        planner_map.curves(many, outcome, colours.DARK),
        planner_map.coverage_curve(many, outcome, "fte", 3.0, colours.DARK),
    ):
        assert max(len(trace.x) for trace in figure.data) <= 301
