"""Figures on other boundaries, by hand: one split, one merger, one part, one area without a figure."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import crosswalk

#  a (8 addresses) splits into A (6) and B (2); b (4) and c (4) merge into C; one address of c is gone, one of B is new.
LINKS = pd.DataFrame(
    [("a", "A", 6), ("a", "B", 2), ("b", "C", 4), ("c", "C", 3), ("c", "", 1), ("", "B", 1)],
    columns=["old", "new", "addresses"],
)
FIGURES = pd.DataFrame({"inwoners": [16.0, 10.0, 20.0], "aandeel": [50.0, 10.0, 40.0]}, index=["a", "b", "c"])


def test_counts_go_by_shared_addresses_and_keep_their_total():
    made = crosswalk.counts(FIGURES[["inwoners"]], LINKS)["inwoners"]
    assert made.to_dict() == {"A": 12.0, "B": 4.0, "C": 30.0}


def test_means_are_weighted_by_addresses_or_by_what_they_are_taken_over():
    by_address = crosswalk.means(FIGURES[["aandeel"]], LINKS)["aandeel"]
    assert by_address["A"] == 50 and by_address["C"] == pytest.approx((10 * 4 + 40 * 3) / 7)
    by_people = crosswalk.means(FIGURES[["aandeel"]], LINKS, FIGURES["inwoners"])["aandeel"]
    assert by_people["C"] == pytest.approx((10 * 10 + 40 * 20) / 30)


def test_one_missing_part_makes_the_new_figure_missing():
    holes = FIGURES.assign(inwoners=[16.0, np.nan, 20.0], aandeel=[50.0, np.nan, 40.0])
    assert crosswalk.counts(holes, LINKS)["inwoners"].isna().to_dict() == {"A": False, "B": False, "C": True}
    assert np.isnan(crosswalk.means(holes, LINKS).loc["C", "aandeel"])


def test_an_area_without_weight_has_no_say():
    holes = FIGURES.assign(inwoners=[16.0, 0.0, 20.0], aandeel=[50.0, np.nan, 40.0])
    assert crosswalk.means(holes[["aandeel"]], LINKS, holes["inwoners"]).loc["C", "aandeel"] == 40


def test_share_of_addresses_that_both_divisions_know():
    assert crosswalk.matched(LINKS).to_dict() == {"A": 1.0, "B": pytest.approx(2 / 3), "C": 1.0}


def test_what_is_made_of_whole_old_areas_is_no_estimate():
    assert crosswalk.whole(LINKS).to_dict() == {"A": False, "B": False, "C": True}


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("XYZ"), st.integers(1, 50)), min_size=1, max_size=9),
    st.lists(st.floats(0, 1e6), min_size=3, max_size=3),
)
def test_counts_never_gain_or_lose_and_means_stay_between_the_old_ones(pairs, values):
    links = pd.DataFrame(pairs, columns=["old", "new", "addresses"]).groupby(["old", "new"], as_index=False).sum()
    figures = pd.DataFrame({"x": values}, index=list("abc"))
    used = figures.loc[sorted(set(links["old"])), "x"]
    assert crosswalk.counts(figures, links)["x"].sum() == pytest.approx(used.sum())
    made = crosswalk.means(figures, links)["x"]
    assert made.min() >= used.min() - 1e-6 and made.max() <= used.max() + 1e-6
