"""The addresses that two divisions share, and what an area was made of by them."""

import pandas as pd
import pytest

from loaders import store
from loaders.places import crosswalk
from tests import small_store
from tests.loaders.sources.test_cbs_postcode import NEW, OLD, table


def shares(frame):
    return {(r.old, r.new): r.addresses for r in frame.itertuples()}


def test_shared_addresses_per_pair_of_areas_with_what_is_new_and_gone():
    assert shares(crosswalk.shared(table(OLD, 2023), table(NEW, 2024), "buurt")) == {
        ("BU00030100", "BU00030100"): 1,
        ("BU03630000", "BU03630000"): 6,
        ("BU03630000", "BU03630009"): 2,
        ("BU03630001", "BU03630001"): 4,
        ("BU03630002", "BU03630001"): 4,
        ("BU0363AA01", "BU0363AA01"): 2,
        ("BU0363AA01", ""): 1,
        ("", "BU03630009"): 1,
    }


def test_wijken_and_gemeenten_follow_from_the_buurt():
    frames = table(OLD, 2023), table(NEW, 2024)
    assert shares(crosswalk.shared(*frames, "wijk"))[("WK036300", "WK036300")] == 16
    assert shares(crosswalk.shared(*frames, "gemeente"))[("GM0363", "GM0363")] == 18


A, B, C = "WK036300", "WK036301", "WK036302"


@pytest.fixture
def data(tmp_path):
    """In 2022 a quarter of B goes to A; in 2024 A is renumbered to C. Addresses of 2020 are linked to both."""
    people = {2020: {A: 800, B: 400}, 2021: {A: 810, B: 400}, 2022: {A: 920, B: 310}, 2024: {C: 930, B: 310}}
    with store.writer(tmp_path) as w:
        for year, cells in people.items():
            w.put_observations("proef", "wijk", year, small_store.rows("wijk", year, {"inwoners": cells}))
            w.put_names("wijk", year, small_store.names("wijk", list(cells)))
        moved = [(A, 400), (B, 50)]
        for new, code in ((2022, A), (2024, C)):
            links = [*((old, code, count) for old, count in moved), (B, B, 150), ("", code, 9)]
            w.put_crosswalk("wijk", 2020, new, pd.DataFrame(links, columns=store.CROSSWALK_COLUMNS))
    return store.open_store(tmp_path)


def test_what_an_area_was_made_of_goes_by_its_code_in_the_newest_division_of_its_ground(data):
    wanted = {2020: ["inwoners"], 2021: ["inwoners"], 2022: ["inwoners"]}
    found = crosswalk.before(data, "wijk", {2022: A, 2024: C}, wanted)
    assert list(found) == [2020], "of 2021 no addresses are linked, and 2022 is its own"
    assert (found[2020].division, found[2020].onto) == (2020, 2024)
    assert found[2020].frame["inwoners"].to_dict() == {A: 800, B: 400}
    assert shares(found[2020].links) == {(A, C): 400, (B, C): 50, (B, B): 150, ("", C): 9}
    assert crosswalk.before(data, "wijk", {2022: A}, wanted)[2020].onto == 2022


def test_an_area_on_ground_of_which_nothing_is_linked_was_made_of_nothing_known(data):
    assert crosswalk.before(data, "wijk", {2020: A, 2022: A}, {2020: ["inwoners"]}) == {}, "it is its own"
    assert crosswalk.before(data, "wijk", {2021: A}, {2020: ["inwoners"]}) == {}
    assert crosswalk.before(data, "wijk", {2024: "WK036399"}, {2020: ["inwoners"]}) == {}
    assert crosswalk.before(data, "wijk", {}, {2020: ["inwoners"]}) == {}
    assert crosswalk.before(data, "wijk", {2024: C}, {}) == {}
