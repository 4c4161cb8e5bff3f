"""What a scatter opens with."""

import pytest

from answers import data, two_figures

COUNTS = {
    "alleen": {2023: 3000},
    "smal": {2020: 40, 2022: 40},
    "breed": {2020: 2500, 2021: 2500},
    "ook": {2020: 2400, 2021: 100},
}


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    monkeypatch.setattr(data, "counts", lambda id, level: COUNTS[id])


def test_it_opens_with_a_figure_that_shares_a_year_with_another():
    assert two_figures.shared_year("breed", "ook", "wijk") == 2020
    assert two_figures.opens_with(list(COUNTS), "wijk") == "breed"


def test_without_any_pair_it_opens_with_what_most_areas_have():
    assert two_figures.opens_with(["alleen", "smal"], "wijk") == "alleen"
