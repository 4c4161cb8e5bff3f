"""The letter's own test: weighted change and its interval by hand, who does not count, and what may not matter."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import ownership
from indicators.ownership import FELL, ROSE, TOO_FEW, UNCLEAR


def frame(*rows):
    made = pd.DataFrame(rows, columns=["owned", "people", "before", "after"], dtype=float)
    return made.set_axis([f"WK{i:06}" for i in range(len(made))])


def test_by_hand():
    """Weights 1,000 and 3,000, changes -1 and +1: mean 0.5; error sqrt(2 × (1² × 1.5² + 3² × 0.5²)) / 4 = 0.75."""
    found = ownership.change(frame((80, 1000, 2, 1), (90, 3000, 0, 1)), least=2).by_class.iloc[-1]
    assert (found["areas"], found["people"]) == (2, 4000)
    assert found["change"] == pytest.approx(0.5)
    # Student's t with one degree of freedom, 95%: 12.7062.
    assert found["low"] == pytest.approx(0.5 - 12.7062 * 0.75, rel=1e-4)
    assert found["high"] == pytest.approx(0.5 + 12.7062 * 0.75, rel=1e-4)
    assert found["result"] == UNCLEAR


def test_the_gap_between_most_and_least():
    """Equal changes within a class have no error: the gap is exact."""
    found = ownership.change(
        frame((5, 1000, 0, 0.1), (5, 1000, 0, 0.1), (90, 1000, 0, -0.2), (90, 900, 0, -0.2)), least=2
    )
    assert (found.gap, found.gap_low, found.gap_high) == pytest.approx((-0.3, -0.3, -0.3))
    assert found.by_class["result"].tolist() == [ROSE, TOO_FEW, TOO_FEW, FELL]


def test_the_country_and_the_class_against_the_rest_by_hand():
    """Two of 0.1 (1,000 and 3,000 people), two of -0.2, and one of unknown ownership that moved 0.6: the country has it too."""
    known = [(5, 1000, 0, 0.1), (30, 3000, 0, 0.1), (90, 1000, 0, -0.2), (90, 1000, 0, -0.2)]
    found = ownership.change(frame(*known, (math.nan, 2000, 0, 0.6)), least=2)
    assert (found.country["areas"], found.country["people"]) == (5, 8000)
    assert found.country["change"] == pytest.approx((4000 * 0.1 - 2000 * 0.2 + 2000 * 0.6) / 8000)
    assert tuple(found.against[["change", "low", "high"]]) == pytest.approx((-0.3, -0.3, -0.3))
    assert found.against["result"] == FELL
    few = ownership.change(frame(*known), least=3)
    assert few.against["result"] == TOO_FEW


def test_falling_behind_is_another_question_than_falling():
    """All classes rise, that of most ownership less: nothing fell, and it fell behind."""
    up = [(5, 1000, 0, 0.3 + i / 100) for i in range(10)] + [(90, 1000, 0, 0.1 + i / 100) for i in range(10)]
    found = {"a": ownership.change(frame(*up))}
    assert ownership.bears_out(found) == "bevestigt niet" and ownership.bears_out_behind(found) == "bevestigt"


def test_a_gap_with_errors_by_hand():
    """Both classes have changes -1 and +1 with equal weights: error sqrt(2 × 2) / 2 = 1 each; together sqrt(2), with one degree."""
    low = [(5, 1000, 0, -1), (5, 1000, 0, 1)]
    high = [(90, 1000, 0, -1), (90, 1000, 0, 1)]
    found = ownership.change(frame(*low, *high), least=2)
    assert found.gap == pytest.approx(0)
    assert found.gap_high == pytest.approx(12.7062 * math.sqrt(2), rel=1e-4)


def clustered(count: int, seed: int = 3) -> pd.DataFrame:
    """Four wijken in each of so many gemeenten, which move together: the class of most ownership and that of least alike."""
    rng = np.random.default_rng(seed)
    shared = np.repeat(rng.normal(0, 0.1, count), 4)
    made = frame(*((owned, 1000, 0, 0) for _ in range(count) for owned in (90, 90, 5, 5)))
    made["after"] = shared + rng.normal(0, 0.01, len(made))
    return made.set_axis([f"WK{1000 + at // 4}{at % 4:02d}" for at in range(len(made))])


def test_wijken_of_one_gemeente_count_as_one_and_what_both_classes_share_falls_away() -> None:
    """Of 40 gemeenten: the error of a class is that of 40 means, not of 80 wijken; the gap lacks what they share."""
    from scipy import stats

    rows = clustered(40)
    found = ownership.change(rows)
    assert found.clustered
    most = rows[rows["owned"] == 90]
    means = most["after"].groupby(most.index.str[2:6]).mean()
    half = float(stats.t.ppf(0.975, 39)) * float(means.std(ddof=1)) / math.sqrt(40)
    low, high = found.by_class.iloc[-1][["low", "high"]]
    assert (high - low) / 2 == pytest.approx(half)
    assert found.gap_high - found.gap_low < (high - low) / 3
    alone = ownership.change(clustered(9))
    assert not alone.clustered, "under ten gemeenten each wijk counts"


def test_intervals_hold_what_they_promise_where_gemeenten_move_together() -> None:
    """The true change is 0: an interval of 95% misses it in about 5% of 400 draws; by wijk it would in over 10%."""
    missed = sum(
        not low <= 0 <= high
        for seed in range(400)
        for low, high in [ownership.change(clustered(15, seed)).by_class.iloc[-1][["low", "high"]]]
    )
    assert 8 <= missed <= 36


def test_intervals_hold_where_a_few_gemeenten_have_most_of_the_wijken() -> None:
    """Three of 25, 15 and 12 wijken and seventeen of one: by their number alone an interval of 95% held it in 86%."""
    sizes = [25, 15, 12] + [1] * 17
    missed = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        after = np.repeat(rng.normal(0, 0.05, len(sizes)), sizes) + rng.normal(0, 0.1, sum(sizes))
        rows = frame(*((90, 1000, 0, moved) for moved in after))
        rows.index = [f"WK{1000 + number}{at:02d}" for number, size in enumerate(sizes) for at in range(size)]
        low, high = ownership.change(rows).by_class.iloc[-1][["low", "high"]]
        missed += not low <= 0 <= high
    assert missed <= 32


@pytest.mark.parametrize(
    ("owned", "place"),
    [(0, 0), (20, 0), (20.1, 1), (40, 1), (40.1, 2), (66, 2), (66.6, 2), (67, 3), (100, 3)],
)
def test_class_bounds(owned, place):
    assert ownership.change(frame((owned, 1000, 0, 1))).by_class["areas"].tolist() == [
        int(i == place) for i in range(4)
    ]


def test_classes_are_called_by_ownership():
    words = [c.words for c in ownership.classes()]
    assert words == ["tot en met 20%", "meer dan 20 tot en met 40%", "meer dan 40 tot en met 67%", "meer dan 67%"]


def test_who_does_not_count_is_told_once_each():
    nan = math.nan
    rows = [
        (nan, 1000, nan, 1),
        (50, 1000, nan, 1),
        (50, 1000, 1, nan),
        (50, 499, 0, 1),
        (50, nan, 0, 1),
        (50, 500, 0, 1),
    ]
    found = ownership.change(frame(*rows))
    assert list(found.left_out.values()) == [1, 2, 2]
    assert found.by_class["areas"].sum() == 1


def test_too_few_wijken_give_no_result():
    rows = [(90, 1000, 0, -1 - i / 100) for i in range(9)]
    found = ownership.change(frame(*rows)).by_class.iloc[-1]
    assert found["result"] == TOO_FEW and math.isnan(found["low"])
    assert found["change"] == pytest.approx(-1.04)
    enough = ownership.change(frame(*rows, (90, 1000, 0, -1.09))).by_class.iloc[-1]
    assert enough["result"] == FELL


def test_nothing_at_all():
    found = ownership.change(frame())
    assert (found.by_class["result"] == TOO_FEW).all() and math.isnan(found.gap)


many = st.lists(
    st.tuples(st.floats(0, 100), st.floats(500, 50_000), st.floats(-1, 1), st.floats(-1, 1)), min_size=12, max_size=40
)


@given(many, st.floats(-2, 2))
def test_a_shift_of_every_wijk_shifts_every_class(rows, shift):
    one = ownership.change(frame(*rows), least=2).by_class
    other = ownership.change(frame(*((o, p, b, a + shift) for o, p, b, a in rows)), least=2).by_class
    for column in ("change", "low", "high"):
        np.testing.assert_allclose(other[column], one[column] + shift, atol=1e-9)


@given(many, st.randoms(use_true_random=False))
def test_order_and_the_unit_of_weight_do_not_matter(rows, random):
    one = ownership.change(frame(*rows), least=2).by_class
    shuffled = [*rows]
    random.shuffle(shuffled)
    other = ownership.change(frame(*((o, p * 3, b, a) for o, p, b, a in shuffled)), least=2).by_class
    for column in ("areas", "change", "low", "high"):
        np.testing.assert_allclose(other[column], one[column], atol=1e-9)


@given(many)
def test_the_classes_together_are_the_whole(rows):
    by_class = ownership.change(frame(*rows)).by_class
    weights = np.array([p for _, p, _, _ in rows])
    whole = sum(p * (a - b) for _, p, b, a in rows) / weights.sum()
    assert by_class["areas"].sum() == len(rows)
    assert (by_class["people"] * by_class["change"]).sum() / by_class["people"].sum() == pytest.approx(whole, abs=1e-9)


@given(many)
def test_the_sign_turns_with_the_claim(rows):
    one = ownership.change(frame(*rows), least=2)
    turned = ownership.change(frame(*((o, p, a, b) for o, p, b, a in rows)), least=2)
    swap = {FELL: ROSE, ROSE: FELL}
    assert turned.by_class["result"].tolist() == [swap.get(r, r) for r in one.by_class["result"]]
    np.testing.assert_allclose(turned.gap, -one.gap, atol=1e-9)


def one_side(change, spread=0.0):
    """Ten wijken with much ownership that changed so much, give or take."""
    rows = [(90, 1000, 0, change + spread * (-1) ** i) for i in range(10)]
    return ownership.change(frame(*rows))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ((-1, -1), "bevestigt"),
        ((-1, 0), "bevestigt deels"),
        ((-1, 1), "bevestigt niet"),
        ((0, 0), "bevestigt niet"),
        ((1, 1), "bevestigt niet"),
    ],
)
def test_what_the_test_says_of_the_claim(changes, says):
    sides = {str(i): one_side(c, 0.5) for i, c in enumerate(changes)}
    assert ownership.bears_out(sides) == says


def test_no_verdict_with_too_few_wijken():
    assert ownership.bears_out({"a": one_side(-1, 0.1), "b": ownership.change(frame())}) == ""
    assert ownership.bears_out({}) == ""
