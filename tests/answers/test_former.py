"""What a code of before a boundary change leads to: by addresses, by name with a reserve, or nowhere that is not known."""

import pandas as pd
import pytest

from answers import data, former
from loaders import store
from tests import small_store

CODE = "WK036301"


def names(rows):
    """A frame of names: code, name."""
    codes = [code for code, _ in rows]
    return small_store.names("wijk", codes).assign(name=[name for _, name in rows])


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Two divisions of wijken, and perhaps the addresses that they share; a test says which."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))

    def lay(old, new, shared=None):
        with store.writer(tmp_path) as w:
            for year, rows in ((2020, old), (2024, new)):
                w.put_names("wijk", year, names(rows))
                w.put_names("gemeente", year, small_store.names("gemeente", ["GM0363"]))
                cells = {"inwoners": {code: 10 for code, _ in rows}}
                w.put_observations("proef", "wijk", year, small_store.rows("wijk", year, cells))
            if shared:
                w.put_crosswalk("wijk", 2020, 2024, pd.DataFrame(shared, columns=["old", "new", "addresses"]))
        return former.what_became_of(CODE)

    return lay


def test_an_area_that_is_there_has_no_former_life(build):
    assert build([(CODE, "Centrum")], [(CODE, "Centrum")]) is None
    assert former.what_became_of("WK999999") is None
    assert former.what_became_of("onzin") is None
    assert former.what_became_of(None) is None


def test_the_same_addresses_under_a_new_code_lead_there(build):
    gone = build(
        [(CODE, "Centrum")], [("WK0363AA", "Centrum")], [(CODE, "WK0363AA", 97), (CODE, "", 3), ("", "WK0363AA", 2)]
    )
    assert gone.instead.code == "WK0363AA"
    assert "komt na 2020 niet meer voor" in gone.says and "vrijwel dezelfde adressen" in gone.says


def test_a_part_of_something_larger_is_not_the_same(build):
    gone = build([(CODE, "Centrum")], [("WK0363AA", "Stad")], [(CODE, "WK0363AA", 100), ("", "WK0363AA", 100)])
    assert gone.instead is None
    assert [p.code for p in gone.now] == ["WK0363AA"]
    assert "De adressen liggen nu in Stad (100%)" in gone.says


def test_a_split_names_each_part_with_its_share(build):
    gone = build(
        [(CODE, "Centrum")],
        [("WK0363AA", "Noord"), ("WK0363AB", "Zuid"), ("WK0363AC", "Rand")],
        [(CODE, "WK0363AA", 60), (CODE, "WK0363AB", 38), (CODE, "WK0363AC", 2)],
    )
    assert gone.instead is None
    assert [p.code for p in gone.now] == ["WK0363AA", "WK0363AB"]
    assert "Noord (60%) en Zuid (38%)" in gone.says and "Rand" not in gone.says


def test_a_name_alone_is_offered_with_a_reserve_and_never_followed(build):
    gone = build([(CODE, "Centrum")], [("WK0363AA", "Centrum"), ("WK0363AB", "Zuid")])
    assert gone.instead is None
    assert [p.code for p in gone.now] == ["WK0363AA"]
    assert "is hier niet bekend" in gone.says


def test_a_name_that_two_areas_have_says_nothing(build):
    gone = build([(CODE, "Centrum")], [("WK0363AA", "Centrum"), ("WK0363AB", "Centrum")])
    assert [p.code for p in gone.now] == ["GM0363"]
    assert "Waar het nu bij hoort, is hier niet bekend" in gone.says


def test_a_first_release_with_few_names_makes_nobody_former(build):
    many = [(f"WK0363{i:02d}", f"Wijk {i}") for i in range(1, 10)]
    assert build(many, many[5:7]) is None
    assert data.place(CODE).year == 2020


def test_every_button_leads_to_another_place(build):
    gone = build([(CODE, "Centrum")], [("WK0363AA", "Noord")], [(CODE, "", 5)])
    assert len({p.code for p in gone.now}) == len(gone.now)


def test_the_codes_of_the_demo_region_all_lead_somewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "niets"))
    held = store.current()
    today = {level: set(held.names(level, held.years(level)[-1]).index) for level in ("gemeente", "wijk", "buurt")}
    old = {level: set(held.names(level, held.years(level)[0]).index) - today[level] for level in today}
    assert sum(map(len, old.values())) > 100
    for level, codes in old.items():
        for code in codes:
            gone = former.what_became_of(code)
            assert gone is not None and gone.now, code
            assert {p.code for p in gone.now} <= today[level] | today["gemeente"]
    assert former.what_became_of("GM9018").instead.name == "Tweewolden"
