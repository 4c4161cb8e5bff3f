"""What composites are made of, year by year: under which name they go, and where their line breaks."""

from __future__ import annotations

import pytest

from answers import data, held, history
from figures import difference
from indicators import __main__ as command
from indicators import between, composite, series
from indicators.catalog import Entry
from loaders import store


@pytest.fixture
def liveability() -> Entry:
    return data.entry("leefbaarheid")


def test_a_line_breaks_where_the_parts_change(liveability: Entry) -> None:
    """In the demo region crime is counted from 2015 to 2018, as in the tables of CBS per wijk."""
    made = data.parts("leefbaarheid")
    assert [len(made[year]) for year in (2014, 2015, 2018, 2019)] == [2, 3, 3, 2]
    assert liveability.breaks == (2015, 2019)
    runs = series.runs(made, [cut.year for cut in series.cuts(made, liveability.breaks)])
    assert [run[0] for run in runs] == [2013, 2015, 2019]
    assert between.broken(liveability, 2018, 2019) and not between.broken(liveability, 2015, 2018)
    change = difference.compare(liveability, "wijk", (2019, 2018), None)
    assert change.drawing is None and change.refused


def test_the_trend_of_an_area_is_cut_there(liveability: Entry) -> None:
    code = data.store().names("gemeente", 2023).index[0]
    found = history.trend([code], "leefbaarheid", liveability.breaks)
    assert {cut.year for cut in found.cuts[code]} == {2015, 2019}


def test_the_command_breaks_it_in_the_same_years(liveability: Entry) -> None:
    with held.working_with(store.current()):
        assert command._entries(data.store())["leefbaarheid"].breaks == liveability.breaks


def test_other_parts_every_year_break_every_year() -> None:
    assert composite.new_parts({2020: ("a",), 2018: ("a", "b"), 2019: ("a", "b")}) == (2020,)
    assert composite.new_parts({2018: ("a",), 2020: ("b",), 2019: ("a", "b")}) == (2019, 2020)


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (2018, "Leefbaarheid (uit woningvoorraad, voorzieningen en overlast)"),
        (2023, "Leefbaarheid (uit woningvoorraad en voorzieningen)"),
        (1990, "Leefbaarheid (gemeten dimensies)"),
        (None, "Leefbaarheid (gemeten dimensies)"),
    ],
)
def test_it_goes_by_the_name_of_its_parts(liveability: Entry, year: int | None, name: str) -> None:
    assert data.meant(liveability, year).label == name == data.named_after_parts(liveability, year).label


def test_other_figures_keep_their_names() -> None:
    assert data.meant(data.entry("armoede"), 2022).id == "armoede_laag_inkomen"
    assert data.named_after_parts(data.entry("armoede"), 2022) == data.entry("armoede")
