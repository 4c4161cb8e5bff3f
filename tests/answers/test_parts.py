"""What composites are made of, year by year: under which name they go, and where their line breaks."""

from __future__ import annotations

import dataclasses

import pytest

from answers import data, held
from indicators import __main__ as command
from indicators import between, composite, need, series
from indicators.catalog import Entry
from loaders import store

CRIME = "leefbaarheid_overlast_onveiligheid"


@pytest.fixture
def crime() -> Entry:
    return data.entry(CRIME)


def test_a_line_breaks_where_the_parts_change(crime: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the police's table began in 2018, and the Kerncijfers stood in for it before."""
    kwb, police = composite.stand_ins(CRIME), composite.children(CRIME)
    made = {year: police if year >= 2018 else kwb for year in range(2015, 2021)}
    assert composite.new_parts(made) == (2018,)
    cut = dataclasses.replace(crime, breaks=composite.new_parts(made))
    runs = series.runs(made, [one.year for one in series.cuts(made, cut.breaks)])
    assert [run[0] for run in runs] == [2015, 2018]
    assert between.broken(cut, 2017, 2018) and not between.broken(cut, 2018, 2020)


def test_a_score_is_made_of_the_same_in_every_year_of_one_table(crime: Entry) -> None:
    """The demo region has the crime of the Kerncijfers only, of four years: it stands in in each of them."""
    made = data.parts(CRIME)
    assert sorted(made) == [2015, 2016, 2017, 2018] and set(made.values()) == {composite.stand_ins(CRIME)}
    assert crime.breaks == ()


def test_the_command_breaks_it_in_the_same_years(crime: Entry) -> None:
    with held.working_with(store.current()):
        assert command._entries(data.store())[CRIME].breaks == crime.breaks


def test_other_parts_every_year_break_every_year() -> None:
    assert composite.new_parts({2020: ("a",), 2018: ("a", "b"), 2019: ("a", "b")}) == (2020,)
    assert composite.new_parts({2018: ("a",), 2020: ("b",), 2019: ("a", "b")}) == (2019, 2020)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (
            ("leefbaarheid_voorzieningen", "leefbaarheid_overlast_onveiligheid"),
            "Leefbaarheid (uit voorzieningen en overlast)",
        ),
        ((), "Leefbaarheid (gemeten dimensies)"),
    ],
)
def test_it_goes_by_the_name_of_its_parts(parts: tuple[str, ...], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(need, "composites", lambda: ("leefbaarheid",))
    monkeypatch.setattr(data, "years", lambda level, id=None: [2023])
    monkeypatch.setattr(data, "_parts", lambda year: {"leefbaarheid": parts})
    assert data.named_after_parts(data.entry("leefbaarheid"), 2023).label == name


def test_other_figures_keep_their_names() -> None:
    assert data.meant(data.entry("armoede"), 2022).id == "armoede_laag_inkomen"
    assert data.named_after_parts(data.entry("armoede"), 2022) == data.entry("armoede")
