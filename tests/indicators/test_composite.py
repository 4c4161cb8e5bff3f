"""The composite score: each step by hand, and what must hold whatever goes in."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import composite, scoring, tested
from indicators.composite import Norm

CODE = "leefbaarheid"
FACILITIES = ("afstand_huisarts", "afstand_supermarkt", "afstand_kinderdagverblijf", "afstand_school")
CRIME = ("inbraak_per_1000_woningen", "vernieling_per_1000", "geweld_per_1000")
HOMES = ("energielabel_ab", "leegstand")
UNIT_NORM = Norm(mean=10, spread=2, low=0, high=20)
NORMS = dict.fromkeys((*HOMES, *FACILITIES, *CRIME), UNIT_NORM)


@pytest.fixture(autouse=True)
def all_are_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    """The arithmetic of every dimension and of the total, also of those that are no score (see test_tested.py)."""
    monkeypatch.setattr(tested, "unfit", lambda code: "")
    # By hand it is easier without logarithms; they have a test of their own.
    monkeypatch.setattr(composite, "transformed", lambda values, code: values)


def wijken(size: int, **columns: float | list[float]) -> pd.DataFrame:
    index = pd.Index([f"WK0001{i:02d}" for i in range(size)], name="region")
    return pd.DataFrame({"inwoners": 1000.0} | columns, index=index)


def whole(size: int = 1, value: float = 10.0, **changed: float | list[float]) -> pd.DataFrame:
    """Wijken in which every figure is the same as the norm's mean, but for what is changed."""
    return wijken(size, **(dict.fromkeys(NORMS, value) | changed))


def test_the_tree_is_as_the_frame_says() -> None:
    assert len(composite.children(CODE)) == 5
    assert composite.children("leefbaarheid_sociale_samenhang") == ("sociale_cohesie_wijk",)
    assert composite.leaves("leefbaarheid_voorzieningen") == FACILITIES
    assert {node.direction for node in composite.nodes().values()} == {1, -1}
    assert {node.weight for node in composite.nodes().values()} == {1.0}


def test_norm_is_weighted_by_inhabitants() -> None:
    made = composite.norm(pd.Series([2.0, 4.0, 10.0]), pd.Series([1000.0, 2000.0, 1000.0]))
    # mean (2*1 + 4*2 + 10*1) / 4 = 5; variance (9*1 + 1*2 + 25*1) / 4 = 9
    assert made == Norm(mean=5.0, spread=3.0, low=2.0, high=10.0)


def test_norm_cuts_the_tails() -> None:
    values = pd.Series([*range(100), 1_000_000], dtype=float)
    made = composite.norm(values, pd.Series(1000.0, index=values.index))
    # of 101 equal weights, 1% is passed at the second value from either side
    assert made is not None
    assert (made.low, made.high) == (1.0, 99.0)


def test_norm_needs_spread_and_values() -> None:
    weights = pd.Series([1000.0, 1000.0])
    assert composite.norm(pd.Series([3.0, 3.0]), weights) is None
    assert composite.norm(pd.Series([math.nan, math.nan]), weights) is None


def test_base_counts_wijken_of_500_and_asks_two_thirds_of_the_country() -> None:
    base = wijken(4, inwoners=[1000.0, 1000.0, 1000.0, 400.0], leegstand=[1.0, 3.0, math.nan, 99.0])
    assert "leegstand" not in composite.norms(base, 3400, ["leegstand"])  # 2000 of 3400
    made = composite.norms(base, 3000, ["leegstand"])["leegstand"]  # 2000 of 3000: exactly two thirds
    assert (made.mean, made.spread) == (2.0, 1.0)


def test_one_city_is_no_dutch_average() -> None:
    base = wijken(3, leegstand=[1.0, 2.0, 3.0])
    assert composite.norms(base, 17_000_000, ["leegstand"]) == {}
    assert composite.norms(base, math.nan, ["leegstand"]) == {}
    assert composite.norms(base.drop(columns="inwoners"), 3000, ["leegstand"]) == {}


def test_scores_by_hand() -> None:
    frame = whole(
        1, leegstand=12.0, energielabel_ab=8.0, afstand_huisarts=8.0, afstand_school=6.0, geweld_per_1000=16.0
    )
    made = scoring.score(frame, NORMS, CODE, scoring.measured(frame, NORMS, CODE)).iloc[0]
    assert made["leefbaarheid_woningvoorraad"] == pytest.approx(90)  # 1 spread more vacant
    assert made["leefbaarheid_voorzieningen"] == pytest.approx(100 + 10 * (1 + 2) / 4)  # both nearer
    assert made["leefbaarheid_overlast_onveiligheid"] == pytest.approx(100 - 10 * 3 / 3)
    assert made[CODE] == pytest.approx((90 + 107.5 + 90) / 3)
    assert made["leefbaarheid_dimensies"] == 3
    assert "leefbaarheid_sociale_samenhang" not in made


def test_an_outlier_is_cut_off_at_the_bounds_of_the_base_year() -> None:
    made = composite.normalise(whole(2, leegstand=[20.0, 2000.0]), NORMS)["leegstand"]
    assert made.tolist() == [-5.0, -5.0]


def test_no_dimension_below_two_thirds_of_its_figures() -> None:
    frame = whole(3, afstand_school=[10.0, math.nan, math.nan], afstand_huisarts=[10.0, 10.0, math.nan])
    made = scoring.dimensions(frame, NORMS, CODE)["leefbaarheid_voorzieningen"]
    assert made.tolist() == pytest.approx([0, 0, math.nan], nan_ok=True)  # four, three and two of four
    crime = scoring.dimensions(
        whole(2, geweld_per_1000=[math.nan] * 2, vernieling_per_1000=[10.0, math.nan]), NORMS, CODE
    )
    assert crime["leefbaarheid_overlast_onveiligheid"].isna().tolist() == [False, True]  # two and one of three


def test_a_total_asks_for_every_dimension_that_is_measured_that_year() -> None:
    frame = whole(4, leegstand=[10.0, 10.0, 10.0, math.nan])
    counted = scoring.measured(frame, NORMS, CODE)
    made = scoring.score(frame, NORMS, CODE, counted)
    assert len(counted) == 3
    assert made[CODE].isna().tolist() == [False, False, False, True]
    assert made["leefbaarheid_dimensies"].tolist() == [3, 3, 3, 2]


def test_a_dimension_known_for_few_inhabitants_does_not_count() -> None:
    frame = whole(4, leegstand=[10.0, math.nan, math.nan, math.nan])
    counted = scoring.measured(frame, NORMS, CODE)
    assert counted == ("leefbaarheid_voorzieningen", "leefbaarheid_overlast_onveiligheid")
    made = scoring.score(frame, NORMS, CODE, counted)
    assert CODE not in made, "two of the five dimensions: three are needed"
    assert made["leefbaarheid_woningvoorraad"].notna().sum() == 1


def test_no_total_of_one_dimension() -> None:
    frame = whole(2).drop(columns=list(FACILITIES + CRIME))
    made = scoring.score(frame, NORMS, CODE, scoring.measured(frame, NORMS, CODE))
    assert list(made.columns) == ["leefbaarheid_woningvoorraad"]


def test_a_year_without_a_figure_takes_what_stands_in_for_it_against_its_own_norm() -> None:
    """Violence of 12 counted by the police (norm 10, 2) is as far off as 24 of the Kerncijfers (norm 20, 4)."""
    kwb = {"geweld": Norm(mean=20, spread=4, low=0, high=40)}
    police = composite.normalise(whole(2, geweld_per_1000=12.0, geweld=99.0), NORMS | kwb)
    other = whole(2, geweld=24.0).drop(columns="geweld_per_1000")
    instead = composite.normalise(other, NORMS | kwb)
    assert police["geweld_per_1000"].tolist() == instead["geweld_per_1000"].tolist() == [-1, -1]
    assert composite.stood_in(other) == {"geweld_per_1000": "geweld"}
    assert composite.leaves("leefbaarheid_overlast_onveiligheid") == CRIME, "what stands in is no part beside it"


def test_events_are_set_against_their_norm_by_logarithm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    norm = {"geweld_per_1000": Norm(mean=math.log(4), spread=math.log(2), low=0, high=9)}
    made = composite.normalise(wijken(3, geweld_per_1000=[3.0, 7.0, 15.0]), norm)["geweld_per_1000"]
    assert made.tolist() == pytest.approx([0, -1, -2])


def test_no_score_without_a_base_year() -> None:
    assert scoring.measured(whole(3), {}, CODE) == ()
    assert scoring.score(whole(3), {}, CODE, ()).empty


def test_the_base_year_itself_has_mean_100() -> None:
    random = np.random.default_rng(1)
    people = random.integers(500, 20_000, 400).astype(float)
    base = wijken(90, inwoners=people[:90].tolist(), leegstand=random.normal(5, 1, 90).tolist())
    norms = composite.norms(base, float(people[:90].sum()), ["leegstand"])
    score = composite.normalise(base, norms)["leegstand"]
    assert np.average(score, weights=base["inwoners"]) == pytest.approx(0, abs=1e-9)
    assert np.average(score**2, weights=base["inwoners"]) == pytest.approx(1)


@given(st.floats(0, 20), st.floats(0.01, 5), st.sampled_from(sorted(NORMS)))
def test_more_of_a_figure_never_scores_the_wrong_way(value: float, more: float, figure: str) -> None:
    made = scoring.score(whole(2, **{figure: [value, value + more]}), NORMS, CODE, composite.children(CODE)[:1])
    parent = composite.nodes()[figure].parent
    low, high = made[parent]
    assert (high - low) * composite.nodes()[figure].direction >= 0


@given(st.lists(st.floats(0, 30), min_size=2, max_size=9), st.floats(0.5, 100))
def test_the_unit_of_a_figure_makes_no_difference(values: list[float], times: float) -> None:
    frame = wijken(len(values), leegstand=values)
    people = float(frame["inwoners"].sum())
    plain = composite.normalise(frame, composite.norms(frame, people, ["leegstand"]))
    scaled = frame.assign(leegstand=frame["leegstand"] * times)
    other = composite.normalise(scaled, composite.norms(scaled, people, ["leegstand"]))
    if len(plain.columns) and np.ptp(values) > 1e-6:
        assert other["leegstand"].tolist() == pytest.approx(plain["leegstand"].tolist(), abs=1e-6)
        assert other.index.equals(frame.index)
