from dataclasses import replace

import pytest

from answers import compare, data
from answers.data import Place
from answers.held import working_with
from indicators import catalog
from loaders import store as stores
from tests import small_store
from tests.conftest import ROOT
from tests.small_store import MOVED, WIJKEN, entry


@pytest.fixture(scope="module")
def demo_store():
    return stores.open_store(ROOT / "data" / "demo")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_store.build(tmp_path_factory.mktemp("data"))


@pytest.fixture
def store(small):
    with working_with(small):
        yield


def test_levels_are_put_in_the_year_they_share(store):
    (row,) = compare.rows([WIJKEN[1], "GM9901", "NL00"], [entry("aandeel")])
    assert row.values == {WIJKEN[1]: 11, "GM9901": 12, "NL00": 11}
    assert row.one_year == 2021
    assert not row.mixed


def test_a_level_without_the_figure_has_no_year(store):
    (row,) = compare.rows([WIJKEN[1], "GM9901"], [entry("later")])
    assert row.years == {WIJKEN[1]: 2022, "GM9901": None}
    assert row.values == {WIJKEN[1]: 5}


def test_missing_cells_keep_their_reason(store):
    (row,) = compare.rows([WIJKEN[0], WIJKEN[1]], [entry("aandeel")])
    assert row.values == {WIJKEN[0]: None, WIJKEN[1]: 11}
    assert row.statuses[WIJKEN[0]] == "not_given"


def test_figures_of_other_boundaries_are_not_known_on_these(store):
    """Its boundary moved in 2022."""
    (row,) = compare.rows([MOVED, WIJKEN[1]], [entry("aandeel")], 2021)
    assert row.values == {MOVED: None, WIJKEN[1]: 11} and row.statuses[MOVED] == "other_division"
    cell = compare.table([row], {"aandeel": entry("aandeel")}, {MOVED: "Noord"}).loc[0, "Noord"]
    assert "niet bekend op deze grenzen: de grenzen waren anders (volgens CBS)" in cell
    assert f"(wijkprofiel?gebied={MOVED}&indeling=2021&indicator=aandeel)" in cell


def test_an_area_as_it_was_stands_beside_others_under_its_name_of_then(store):
    before = f"{MOVED}@2020"
    (row,) = compare.rows([before, WIJKEN[1]], [entry("aandeel")], 2020)
    assert row.values == {before: 13, WIJKEN[1]: 11}
    place = data.place(before)
    assert compare.column_names([place]) == {before: f"Plaats {MOVED} (zoals het was in 2020)"}
    taken = compare.download([row], {"aandeel": entry("aandeel")}, [place])
    assert taken.loc[0, ["gebied", "grenzen", "waarde"]].tolist() == [MOVED, 2020, 13]


def test_years_that_cannot_be_shared_are_called_mixed(store, monkeypatch):
    monkeypatch.setattr(compare, "usable_years", lambda level, variable, regions: [2020] if level == "wijk" else [2021])
    (row,) = compare.rows([WIJKEN[1], "GM9901"], [entry("aandeel")])
    assert row.mixed
    assert row.years == {WIJKEN[1]: 2020, "GM9901": 2021}


def test_an_asked_year_is_kept(store):
    (row,) = compare.rows([WIJKEN[0], "GM9901"], [entry("aandeel")], 2020)
    assert row.one_year == 2020


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """``elders`` puts 2020 on the division of 2022, which lacks one wijk that was still there in 2019."""
    root = tmp_path_factory.mktemp("indeling")
    small_store.build(root)
    with stores.writer(root) as w:
        frame = small_store.rows("wijk", 2020, {"elders": dict.fromkeys(WIJKEN, 5)}).assign(status="estimate")
        w.put_observations("elders", "wijk", 2020, frame.assign(division=2022, source="elders"))
        w.put_names("wijk", 2019, small_store.names("wijk", ["WK990109"]))
    return stores.open_store(root)


@pytest.fixture
def on_2022(moved):
    with working_with(moved):
        yield


def test_other_boundaries_are_named_beside_the_year_and_estimates_marked(on_2022):
    elders = entry("elders")
    codes = [WIJKEN[1], WIJKEN[2]]
    (row,) = compare.rows(codes, [elders])
    assert (row.when, set(row.divisions.values())) == ("2020, grenzen 2022", {2022})
    table = compare.table([row], {"elders": elders}, {c: c for c in codes})
    assert table.loc[0, "Jaar"] == "2020, grenzen 2022"
    assert table.loc[0, WIJKEN[1]] == "5% (schatting)"
    modelled = replace(elders, caveats=("model",))
    assert compare.table([row], {"elders": modelled}, {codes[0]: "A"}).loc[0, "A"] == "5% (model)"
    places = [Place(code, code, "wijk", "", 2022) for code in codes]
    download = compare.download([row], {"elders": modelled}, places)
    assert download.loc[0, ["grenzen", "toestand"]].tolist() == [2022, "modelschatting"]


def test_an_area_that_is_not_on_those_boundaries_says_so(on_2022):
    (row,) = compare.rows(["WK990109", WIJKEN[1]], [entry("elders")])
    assert row.values == {"WK990109": None, WIJKEN[1]: 5}
    cell = compare.table([row], {"elders": entry("elders")}, {"WK990109": "Oud"}).loc[0, "Oud"]
    assert "niet bekend op deze grenzen: dit gebied is er niet meer (onder deze code)" in cell


def test_what_gemeenten_spend_for_each_other_is_left_out_and_said():
    spent = replace(entry("opvang"), label="Opvang", caveats=("centrumgemeenten",))
    assert not spent.comparable
    assert compare.left_out([spent, entry("aandeel")]).startswith("Weggelaten: Opvang. Centrumgemeenten")
    assert compare.left_out([entry("aandeel")]) == ""


def test_margins_come_with_the_values_that_have_one(demo_store):
    wijken = list(demo_store.names("wijk", demo_store.years("wijk")[-1]).index[:3])
    share, mean = compare.rows(wijken, [catalog.entry("armoede"), catalog.entry("woz_waarde")])
    assert set(share.intervals) == {code for code, value in share.values.items() if value is not None}
    assert all(low <= share.values[code] <= high for code, (low, high) in share.intervals.items())
    assert mean.intervals == {}


def test_the_finding_says_the_unit_once(demo_store):
    wijken = list(demo_store.names("wijk", demo_store.years("wijk")[-1]).index[:3])
    rate, worth = catalog.entry("bijstand_per_1000"), catalog.entry("woz_waarde")
    names = {code: f"Wijk {at}" for at, code in enumerate(wijken)}
    for one, unit, times in ((rate, rate.unit, 1), (worth, "duizend euro", 2)):
        said = compare.finding(compare.rows(wijken, [one]), {one.id: one}, names)
        assert said.startswith(f"{one.label}: van ") and said.count(unit) == times, said
