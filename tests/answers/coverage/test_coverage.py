import pandas as pd
import pytest

from answers import coverage, held
from answers.coverage import table
from loaders import store as stores
from tests import small_store

GROUPS = {"leeftijd_0_15": 300, "leeftijd_15_25": 200, "leeftijd_25_45": 400}
WIJKEN = ["WK990101", "WK990102", "WK990201", "WK990202", "WK990301"]
GEMEENTEN = ["GM9901", "GM9902", "GM9903"]


def areas(store, *choice, **more):
    """The coverage as it is in this version of the data."""
    with held.working_with(store):
        return coverage.areas(*choice, **more)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """GM9901 reports a total and one wijk, GM9902 all its wijken, GM9903 nothing."""
    root = tmp_path_factory.mktemp("data")
    reported = {
        "gemeente": {"GM9901": 3.0, "GM9902": "not_given", "GM9903": "not_given"},
        "wijk": {"WK990101": 1.0, "WK990102": "not_given", "WK990201": 1.0, "WK990202": 0.0, "WK990301": "not_given"},
        "land": {},
    }
    with stores.writer(root) as w:
        for level, codes in {"wijk": WIJKEN, "gemeente": GEMEENTEN, "land": ["NL00"]}.items():
            cells = {group: dict.fromkeys(codes, count) for group, count in GROUPS.items()}
            cells[coverage.FTE] = reported[level]
            w.put_observations("proef", level, 2022, small_store.rows(level, 2022, cells))
    return stores.open_store(root)


def test_an_estimate_in_tens_that_comes_to_nought_is_not_nobody(store):
    rows = [{"young": 2.7, "heads": 0.0}, {"young": 0.0, "heads": 0.0}, {"young": 123.0, "heads": 120.0}]
    rows += [{"young": float("nan"), "heads": float("nan")}]
    assert [coverage.young_words(row) for row in rows] == ["minder dan 10", "0", "120", "niet bekend"]
    found = areas(store, "wijk", 2022, 10, 27)
    with held.working_with(store):
        listed = table.ordered(found, "wijk", 2022).assign(young=4.0, heads=0.0)
        assert set(table.cells(listed, pd.Series(dtype=float))["Jongeren"]) == {"minder dan 10"}


def test_only_reports_count_unless_spreading_was_asked(store):
    found = areas(store, "wijk", 2022, 10, 27)
    assert found.frame["label"].tolist() == ["gemeld", "onbekend", "gemeld", "gemeld", "onbekend"]
    assert found.frame.loc["WK990102", "note"] == "gemeentetotaal gemeld"
    assert pd.isna(found.frame.loc["WK990102", "rate"])
    assert coverage.counts(found) == {"gemeld": 3, "verdeeld": 0, "onbekend": 2}


def test_reported_rate_is_per_thousand_young_people(store):
    found = areas(store, "wijk", 2022, 15, 25)
    assert found.frame.loc["WK990101", "young"] == 200
    assert found.frame.loc["WK990101", "rate"] == pytest.approx(5.0)
    assert found.frame.loc["WK990202", "rate"] == 0


def test_spread_rest_of_the_total_is_labelled(store):
    found = areas(store, "wijk", 2022, 10, 27, spread=True)
    assert found.frame.loc["WK990102", "label"] == "verdeeld"
    assert found.frame.loc["WK990102", "fte"] == pytest.approx(2.0)
    assert found.frame.loc["WK990301", "label"] == "onbekend"


def test_a_gemeente_is_known_by_its_total_or_all_its_wijken(store):
    found = areas(store, "gemeente", 2022, 10, 27)
    assert found.frame["label"].tolist() == ["gemeld", "gemeld", "onbekend"]
    assert found.frame.loc["GM9902", "fte"] == 1.0
    assert found.frame.loc["GM9902", "note"] == "som van alle wijken"


def test_the_national_average_is_a_range(store):
    average = areas(store, "gemeente", 2022, 15, 25).average
    assert average is not None
    assert average.low < average.high


def test_years(store, tmp_path):
    assert coverage.default_year(store) == 2022
    assert coverage.default_year(stores.open_store(tmp_path)) is None


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("12-23", (12, 23)),
        ("27-10", None),
        ("0-66", None),
        ("abc", None),
        ("", None),
        (None, None),
        ("10-", None),
        ("²-³", None),
    ],
)
def test_read_band(text, band):
    assert coverage.read_band(text) == band


def test_gemeenten_stand_in_for_the_country_only_when_they_are_all_there(tmp_path):
    cells = {group: dict.fromkeys(["GM9901"], count) for group, count in GROUPS.items()}
    cells[coverage.FTE], cells["inwoners"] = {"GM9901": "not_given"}, {"GM9901": 1000}
    for people, known in ((1000, True), (5000, False)):
        root = tmp_path / str(people)
        with stores.writer(root) as w:
            w.put_observations("proef", "gemeente", 2022, small_store.rows("gemeente", 2022, cells))
            land = {"inwoners": {"NL00": people}, "leeftijd_0_15": {"NL00": "not_given"}}
            w.put_observations("proef", "land", 2022, small_store.rows("land", 2022, land))
        found = areas(stores.open_store(root), "gemeente", 2022, 10, 27)
        assert (found.average is not None) == known


def with_ages(root):
    """One gemeente of two wijken; CBS counts 10 to 13 per single age, 120 in all where the groups say 100."""
    ages = {f"leeftijd_jaar_{age}": {"GM9901": 40} for age in (10, 11, 12)}
    with stores.writer(root) as w:
        for level, codes in {"wijk": WIJKEN[:2], "gemeente": ["GM9901"], "land": ["NL00"]}.items():
            cells = {
                "leeftijd_0_15": dict.fromkeys(codes, 250.0 if level == "wijk" else 500),
                coverage.FTE: dict.fromkeys(codes, 1.0),
            }
            cells["leeftijd_15_25"] = {code: 600.0 if code == WIJKEN[0] else 100.0 for code in codes}
            cells["inwoners"] = dict.fromkeys(codes, 1000.0)
            cells |= ages if level == "gemeente" else {}
            w.put_observations("proef", level, 2022, small_store.rows(level, 2022, cells))
    return stores.open_store(root)


def test_counted_ages_of_the_gemeente_are_what_its_wijken_add_up_to(tmp_path):
    store = with_ages(tmp_path)
    wijken, gemeenten = (areas(store, level, 2022, 10, 13).frame for level in ("wijk", "gemeente"))
    assert wijken["young"].tolist() == pytest.approx([60, 60])
    assert set(wijken["known_by"]) == {coverage.SCALED}
    assert gemeenten["young"].tolist() == pytest.approx([120])
    assert gemeenten["known_by"].tolist() == [coverage.COUNTED]
    assert gemeenten["rate"].tolist() == pytest.approx([1000 / 120])
    wider = areas(store, "wijk", 2022, 10, 14).frame
    assert set(wider["known_by"]) == {coverage.ESTIMATED}, "one age was not counted"


def test_wijken_with_many_students_are_marked(tmp_path):
    found = areas(with_ages(tmp_path), "wijk", 2022, 10, 13).frame
    assert found["students"].tolist() == [True, False]
    assert found["share"].tolist() == pytest.approx([6, 6])
