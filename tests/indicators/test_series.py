from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indicators import series
from indicators.series import Cut


def test_a_plain_series_has_no_cuts():
    assert series.cuts([2019, 2020, 2021], []) == []


def test_a_new_definition_cuts_also_when_its_first_year_has_no_figure():
    assert series.cuts([2022, 2025], [2024]) == [Cut(2025, "definition")]


def test_a_definition_that_began_before_the_series_does_not_cut():
    assert series.cuts([2024, 2025], [2024]) == []


def test_years_come_in_any_order_and_each_new_definition_cuts_once():
    assert series.cuts(iter([2022, 2019, 2025]), iter([2020, 2021, 2025])) == [
        Cut(2022, "definition"),
        Cut(2025, "definition"),
    ]
    assert series.cuts([], [2020]) == []


def test_runs_skip_missing_years_and_stop_at_cuts():
    assert series.runs([2015, 2017, 2018, 2020], [2018]) == [[2015, 2017], [2018, 2020]]
    assert series.runs([], [2018]) == []


def test_a_cut_in_a_missing_year_stops_the_run():
    assert series.runs([2015, 2020], [2018]) == [[2015], [2020]]


def test_steps_tell_neighbours_from_jumps():
    assert series.steps([2015, 2016, 2019]) == ([(2015, 2016)], [(2016, 2019)])


@given(st.sets(st.integers(2000, 2030), min_size=1), st.sets(st.integers(2000, 2030)))
def test_runs_hold_every_year_once_and_never_cross_a_cut(years: set[int], cuts: set[int]) -> None:
    found = series.runs(years, cuts)
    assert [year for run in found for year in run] == sorted(years)
    assert not any(run[0] < cut <= run[-1] for run in found for cut in cuts)
    for run in found:
        near, far = series.steps(run)
        assert sorted([*near, *far]) == list(pairwise(run))
