import pytest

from tests.ui import small_store
from tests.ui.small_store import WIJKEN, entry
from ui import compare


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return small_store.build(tmp_path_factory.mktemp("data"))


def test_levels_are_put_in_the_year_they_share(store):
    (row,) = compare.rows(store, [WIJKEN[1], "GM9901", "NL00"], [entry("aandeel")])
    assert row.values == {WIJKEN[1]: 11, "GM9901": 12, "NL00": 11}
    assert row.one_year == 2021
    assert not row.mixed


def test_a_level_without_the_figure_has_no_year(store):
    (row,) = compare.rows(store, [WIJKEN[1], "GM9901"], [entry("later")])
    assert row.years == {WIJKEN[1]: 2022, "GM9901": None}
    assert row.values == {WIJKEN[1]: 5}


def test_missing_cells_keep_their_reason(store):
    (row,) = compare.rows(store, [WIJKEN[0], WIJKEN[1]], [entry("aandeel")])
    assert row.values == {WIJKEN[0]: None, WIJKEN[1]: 11}
    assert row.statuses[WIJKEN[0]] == "not_given"


def test_years_that_cannot_be_shared_are_called_mixed(store, monkeypatch):
    monkeypatch.setattr(
        compare, "usable_years", lambda store, level, variable, regions: [2020] if level == "wijk" else [2021]
    )
    (row,) = compare.rows(store, [WIJKEN[1], "GM9901"], [entry("aandeel")])
    assert row.mixed
    assert row.years == {WIJKEN[1]: 2020, "GM9901": 2021}


def test_an_asked_year_is_kept(store):
    (row,) = compare.rows(store, [WIJKEN[0], "GM9901"], [entry("aandeel")], 2020)
    assert row.one_year == 2020
