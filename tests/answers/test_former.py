"""What a code of before a boundary change leads to: by addresses, by name with a reserve, or nowhere that is not known."""

import pandas as pd
import pytest

from answers import data, former
from loaders import store
from tests import small_store

CODE = "WK036301"


def names(rows):
    """A frame of names: code, name, and how many people when that is not ten."""
    codes = [code for code, *_ in rows]
    return small_store.names("wijk", codes, "").assign(name=[row[1] for row in rows])


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Two divisions of wijken, and perhaps the addresses that they share; a test says which."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))

    def lay(old, new, shared=None):
        with store.writer(tmp_path) as w:
            for year, rows in ((2020, old), (2024, new)):
                w.put_names("wijk", year, names(rows))
                w.put_names("gemeente", year, small_store.names("gemeente", ["GM0363"]))
                cells = {"inwoners": {code: next(iter(people), 10) for code, _, *people in rows}}
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
    assert gone.says == "Centrum (WK036301) is nu Centrum (WK0363AA): hetzelfde gebied onder een andere code."


def test_a_part_of_something_larger_is_not_the_same(build):
    gone = build(
        [(CODE, "Centrum"), ("WK036302", "Rand")],
        [("WK0363AA", "Stad")],
        [(CODE, "WK0363AA", 100), ("WK036302", "WK0363AA", 100)],
    )
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


def test_the_same_name_with_as_many_people_is_the_same_area(build):
    gone = build([(CODE, "Wijk 01 Centrum", 1000)], [("WK0363AA", "Centrum", 1000), ("WK0363AB", "Zuid")])
    assert gone.instead.code == "WK0363AA"


def test_a_name_alone_is_offered_with_a_reserve_and_never_followed(build):
    gone = build([(CODE, "Centrum", 1000)], [("WK0363AA", "Centrum", 5000), ("WK0363AB", "Zuid")])
    assert gone.instead is None
    assert [p.code for p in gone.now] == ["WK0363AA"]
    assert "is hier niet bekend" in gone.says


def test_a_name_that_two_areas_have_says_nothing(build):
    gone = build([(CODE, "Centrum")], [("WK0363AA", "Centrum"), ("WK0363AB", "Centrum")])
    assert [p.code for p in gone.now] == ["GM0363"]
    assert "Waar het nu bij hoort, is hier niet bekend" in gone.says


def test_a_code_that_was_used_again_has_a_former_area_of_its_own(build):
    """In 2020 it was Vianen, now it is Tienhoven: the page of each leads to the other."""
    assert build([(CODE, "Wijk 01 Vianen", 16_520)], [(CODE, "Tienhoven", 180), ("WK036302", "Vianen", 16_000)]) is None
    gone = former.what_became_of(f"{CODE}@2020")
    assert gone.instead.code == "WK036302" and "hetzelfde gebied onder een andere code" in gone.says
    assert gone.linked.endswith(f"De code {CODE} is nu van [Tienhoven](wijkprofiel?gebied={CODE}).")
    (before,) = former.before(CODE)
    assert (before.place.name, before.place.code, before.kind) == ("Wijk 01 Vianen", f"{CODE}@2020", "other")
    assert former.before_in_words(CODE) == (
        "Deze code hoorde in 2020 bij een ander gebied: "
        f"[Wijk 01 Vianen, zoals het was in 2020](wijkprofiel?gebied={CODE}&indeling=2020)."
    )
    assert former.before(f"{CODE}@2020") == ()


def test_an_area_as_it_was_says_what_its_code_is_now(build):
    assert build([(CODE, "Vianen", 16_520)], [(CODE, "Tienhoven", 180)]) is None
    gone = former.what_became_of(f"{CODE}@2020")
    assert gone.instead is None and gone.says.startswith(
        "Vianen (WK036301) komt het laatst voor in de indeling van 2020: deze code is nu van Tienhoven."
    )
    assert gone.owner.code == CODE and f"nu van [Tienhoven](wijkprofiel?gebied={CODE})." in gone.linked
    assert former.what_became_of(f"{CODE}@2024") is None and former.what_became_of(f"{CODE}@1999") is None


def test_of_a_gemeente_that_took_in_others_the_list_of_mergers_is_asked_first(tmp_path, monkeypatch):
    """Of Groningen as it was in 2017 all is in Groningen, whatever is known of its buurten."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    with store.writer(tmp_path) as w:
        for year, codes in ((2017, ["GM0009", "GM0014", "GM0017"]), (2024, ["GM0014", "GM0363"])):
            w.put_names("gemeente", year, small_store.names("gemeente", codes, ""))
            buurten = ["BU00140000", "BU00140001"] if year == 2017 else ["BU00140000", "BU00140002"]
            w.put_names("buurt", year, small_store.names("buurt", buurten, ""))
            cells = {"inwoners": dict.fromkeys(buurten, 10)}
            w.put_observations("proef", "buurt", year, small_store.rows("buurt", year, cells))
    gone = former.what_became_of("GM0014@2017")
    assert gone.says.endswith(
        "Alles van toen hoort nu bij Plaats GM0014 (GM0014). Erbij kwam in 2019: Ten Boer en Haren."
    )
    assert [place.code for place in gone.now] == ["GM0014"] and "%" not in gone.says


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
    old = {level: set(held.names(level, held.years(level, "inwoners")[0]).index) - today[level] for level in today}
    assert sum(map(len, old.values())) > 100
    for level, codes in old.items():
        for code in codes:
            gone = former.what_became_of(code)
            assert gone is not None and gone.now, code
            assert {p.code for p in gone.now} <= today[level] | today["gemeente"]
    assert former.what_became_of("GM9018").instead.name == "Tweewolden"
