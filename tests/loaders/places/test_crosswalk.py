"""The addresses that two divisions share, and the years in which a code stands for the same ground."""

import pandas as pd
import pytest

from loaders import store
from loaders.places import crosswalk
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


@pytest.mark.parametrize(
    ("flags", "expected"),
    [(["1", "1"], True), (["1", "3"], False), (["2", "1"], False), (["1", ""], False), (["1", None], False)],
)
def test_years_compare_only_along_an_unbroken_chain_of_unchanged_flags(tmp_path, flags, expected):
    with store.writer(tmp_path) as w:
        for year, flag in zip((2020, 2021, 2022), ["3", *flags], strict=True):
            codes = ["WK036300", "WK036301"] if flag is not None else ["WK036301"]
            frame = pd.DataFrame({"region": codes, "name": "x", "gemeente": "GM0363", "gemeente_name": "A"})
            w.put_names("wijk", year, frame.assign(change="1" if flag is None else flag))
    data = store.open_store(tmp_path)
    assert crosswalk.comparable(data, "WK036300", 2020, 2022) is expected
    assert not crosswalk.comparable(data, "WK036399", 2020, 2022)
    now = crosswalk.newest(data, "WK036300")
    assert now == (2021 if flags[-1] is None else 2022)
    assert crosswalk.same_ground(data, "WK036300", [2020, 2030]) == ({2020} if expected or now == 2021 else set())
    assert crosswalk.same_ground(data, "NL00", [2020, 2030]) == {2020, 2030}
    assert crosswalk.newest(data, "WK036399") is None
    assert crosswalk.same_ground(data, "WK036399", [2020]) == set()
