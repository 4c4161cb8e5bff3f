"""What everything asks of the ground of an area, on the wijken of the demo region that moved in 2025 (names.REGROUPED)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from answers import carried, compare, data, divisions, ground, history, profile
from answers.ground import Ground
from answers.held import working_with
from indicators import between, catalog
from indicators import ground as rule
from indicators.profile import OTHER_DIVISION
from loaders import store as stores
from loaders.demo import names
from loaders.vocabulary import COUNTRY
from tests import regrouped_store, small_store

REUSED, RENUMBERED, RENAMED, UNCHANGED = names.REUSED, names.RENUMBERED, names.RENAMED, names.UNCHANGED
KEPT, NEW = names.SPLIT
GONE, JOINED = names.JOINED
BEFORE, SINCE = names.REGROUPED_IN - 1, names.REGROUPED_IN
YEARS = range(2013, SINCE + 1)
WAS = f"{REUSED}@{BEFORE}"


# ---------------------------------------------------------------- one area


def test_an_area_is_a_code_as_it_is_now_or_as_it_was_in_a_year() -> None:
    assert ground.meant(REUSED) == (REUSED, SINCE)
    assert ground.meant(WAS) == (REUSED, BEFORE)
    assert ground.meant(GONE) == (GONE, BEFORE)
    assert ground.meant("WK999999") == ("WK999999", None)
    assert ground.meant("WK999999@2020") == ("WK999999", 2020)


@pytest.mark.parametrize(
    ("region", "division", "expected"),
    [
        (REUSED, SINCE, Ground("same", "", REUSED)),
        (REUSED, BEFORE, Ground("other", "addresses", "")),
        (REUSED, 2013, Ground("other", "shapes", "")),
        (WAS, SINCE, Ground("same", "absent", RENUMBERED)),
        (WAS, 2013, Ground("same", "flags", REUSED)),
        (RENUMBERED, BEFORE, Ground("same", "absent", REUSED)),
        (KEPT, BEFORE, Ground("partly", "flags", "")),
        (f"{KEPT}@{BEFORE}", SINCE, Ground("partly", "flags", "")),
        (NEW, BEFORE, Ground("other", "absent", "")),
        (GONE, SINCE, Ground("other", "absent", "")),
        (GONE, 2013, Ground("same", "flags", GONE)),
        (JOINED, BEFORE, Ground("partly", "flags", "")),
        (RENAMED, 2013, Ground("same", "flags", RENAMED)),
        (UNCHANGED, 2013, Ground("same", "flags", UNCHANGED)),
        ("GM9021", 2018, Ground("other", "absent", "")),
        (COUNTRY, 2013, Ground("same", "", COUNTRY)),
        (UNCHANGED, 1999, Ground("unknown", "", "")),
        ("WK999999", BEFORE, Ground("unknown", "", "")),
        ("WK999999@2020", BEFORE, Ground("other", "absent", "")),
        (f"{NEW}@{BEFORE}", SINCE, Ground("other", "absent", "")),
    ],
)
def test_how_an_area_stands_to_a_division(region: str, division: int, expected: Ground) -> None:
    assert ground.in_division(region, division) == expected


def test_the_line_of_an_area_is_its_code_in_every_division_of_its_ground() -> None:
    large = {**dict.fromkeys(range(2013, SINCE), REUSED), SINCE: RENUMBERED}
    assert dict(ground.line(RENUMBERED)) == dict(ground.line(WAS)) == large
    assert dict(ground.line(REUSED)) == {SINCE: REUSED}
    assert dict(ground.line(KEPT)) == {SINCE: KEPT}
    assert dict(ground.line(f"{KEPT}@{BEFORE}")) == dict.fromkeys(range(2013, SINCE), KEPT)
    assert dict(ground.line(GONE)) == dict.fromkeys(range(2013, SINCE), GONE)
    assert dict(ground.line(RENAMED)) == dict.fromkeys(YEARS, RENAMED)
    assert dict(ground.line(COUNTRY)) == dict.fromkeys(YEARS, COUNTRY)
    assert dict(ground.line("WK999999")) == dict(ground.line("WK999999@2020")) == {}


def test_a_place_is_called_as_in_its_division() -> None:
    now, then = data.place(REUSED), data.place(WAS)
    assert now is not None and (now.name, now.year) == ("Wijk 00 Wulpenmonde", SINCE)
    assert then is not None and (then.name, then.year, then.code) == ("Wijk 00 Nevelbroek", BEFORE, WAS)
    gone = data.place(GONE)
    assert gone is not None and (gone.name, gone.year) == ("Wijk 02 Gershoven", BEFORE)
    for wrong in (
        f"{GONE}@{SINCE}",
        f"{REUSED}@",
        f"{REUSED}@x",
        "@2024",
        "onzin@2024",
        f"{REUSED}@1999",
        f"{WAS}@2024",
    ):
        assert data.place(wrong) is None, wrong


# ---------------------------------------------------------------- all areas


def test_codes_lead_from_one_division_to_the_other_and_back() -> None:
    forth, back = ground.codes("wijk", BEFORE, SINCE), ground.codes("wijk", SINCE, BEFORE)
    assert forth[REUSED] == RENUMBERED and back[RENUMBERED] == REUSED
    assert REUSED not in back.index and GONE not in forth.index
    assert forth.is_unique and back.to_dict() == {new: old for old, new in forth.items()}
    itself = ground.codes("wijk", SINCE, SINCE)
    assert itself.to_dict() == {code: code for code in data.store().names("wijk", SINCE).index}
    assert ground.codes("land", 2013, SINCE).to_dict() == {COUNTRY: COUNTRY}


def test_figures_go_under_other_codes_only_where_it_is_the_same_ground() -> None:
    people = data.store().table("wijk", BEFORE, ["inwoners"])
    here = ground.onto(people, "wijk", BEFORE, SINCE)["inwoners"]
    assert here[RENUMBERED] == people["inwoners"][REUSED] == 25_405
    assert here[RENAMED] == people["inwoners"][RENAMED]
    assert not {REUSED, KEPT, NEW, JOINED, names.SHRUNK} & set(here.index)
    assert here.index.name == people.index.name
    assert set(here.index) <= set(data.store().names("wijk", SINCE).index)
    assert ground.onto(people, "wijk", BEFORE, BEFORE) is people
    back = ground.onto(data.store().table("wijk", SINCE, ["inwoners"]), "wijk", SINCE, BEFORE)["inwoners"]
    assert back[REUSED] == 25_485 and KEPT not in back.index


def test_some_of_the_figures_stay_some() -> None:
    few = data.store().table("wijk", BEFORE, ["inwoners"]).loc[[REUSED, KEPT]]
    assert ground.onto(few, "wijk", BEFORE, SINCE).index.tolist() == [RENUMBERED]
    assert ground.onto(few.iloc[:0], "wijk", BEFORE, SINCE).empty


def test_why_an_area_is_another_is_said_by_code() -> None:
    why = ground.lacking("wijk", SINCE, BEFORE)
    moved = {KEPT: between.BOUNDARY, JOINED: between.BOUNDARY, names.SHRUNK: between.BOUNDARY}
    assert why[why != ""].to_dict() == {REUSED: between.ANOTHER, NEW: between.ABSENT, **moved}
    assert why[RENUMBERED] == why[RENAMED] == ""
    assert set(why.index) == set(data.store().names("wijk", SINCE).index)
    assert set(ground.lacking("wijk", SINCE, SINCE)) == {""}
    assert ground.lacking("land", SINCE, 2013).to_dict() == {COUNTRY: ""}
    assert set(ground.REASONS) == set(rule.KINDS) - {rule.SAME}


def test_two_figures_are_held_together_by_the_divisions_that_they_are_on() -> None:
    people, benefits = catalog.entry("inwoners"), catalog.entry("bijstand")
    found = ground.other_ground((people, SINCE), (benefits, BEFORE), "wijk")
    assert set(found.index) == {REUSED, KEPT, NEW, JOINED, names.SHRUNK}
    # The other way round by the codes of then.
    before = ground.other_ground((benefits, BEFORE), (people, SINCE), "wijk")
    assert set(before.index) == {KEPT, GONE, JOINED, names.SHRUNK} and before[GONE] == between.ABSENT
    assert ground.other_ground((people, BEFORE), (benefits, BEFORE), "wijk").empty


# ---------------------------------------------------------------- what an area was made of


def test_parts_are_of_the_division_that_is_asked() -> None:
    parts = ground.parts(REUSED, BEFORE)
    assert parts is not None and (parts.codes, parts.covered, parts.enough) == (("BU90140400",), 1.0, True)
    large = ground.parts(WAS, SINCE)
    assert large is not None and large.codes == tuple(f"BU9014080{at}" for at in range(8))
    assert ground.parts("WK999999", BEFORE) is None
    assert ground.parts(COUNTRY, BEFORE) is None
    assert ground.parts("BU90140000", BEFORE) is None


@pytest.mark.parametrize(
    ("area", "gemeente"),
    [("BU90140000", "GM9014"), (WAS, "GM9014"), ("GM9014", "GM9014"), ("WK901800", None), (COUNTRY, None)],
)
def test_a_gemeente_to_go_to_is_one_of_now(area: str, gemeente: str | None) -> None:
    assert ground.gemeente_now(area) == gemeente


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        (REUSED, REUSED),
        (f"{REUSED}@{SINCE}", REUSED),
        (WAS, WAS),
        (f"{GONE}@{BEFORE}", f"{GONE}@{BEFORE}"),
        (f"{COUNTRY}@2020", COUNTRY),
        ("WK999999@2020", "WK999999@2020"),
        ("onzin", "onzin"),
        (f"{REUSED}@onzin", f"{REUSED}@onzin"),
    ],
)
def test_an_area_of_now_is_written_without_a_year(given: str, normal: str) -> None:
    assert ground.normal(given) == normal


def test_one_ground_under_two_names_is_there_once() -> None:
    assert ground.distinct([WAS, UNCHANGED, RENUMBERED, UNCHANGED, REUSED]) == [WAS, UNCHANGED, REUSED]


def test_what_lies_in_an_area_is_told_by_its_code() -> None:
    assert ground.inside("BU90140000", REUSED) and ground.inside("BU90140000", "GM9014")
    assert ground.inside(REUSED, "GM9014")
    assert not ground.inside("BU90140800", REUSED) and not ground.inside(REUSED, "GM9001")


def test_the_gemeente_of_then() -> None:
    wijk = next(code for code in data.store().names("wijk", 2019).index if code.startswith("WK9021"))
    assert ground.gemeente_in(wijk, SINCE) == "GM9021" and ground.gemeente_in(wijk, 2018) in names.MERGING
    assert ground.gemeente_in(REUSED, BEFORE) is None
    assert ground.gemeente_in(WAS, SINCE) == names.REGROUPED
    assert ground.gemeente_in(COUNTRY, SINCE) is None


def test_areas_are_found_in_another_division_each_as_it_is_meant() -> None:
    others = [RENUMBERED, REUSED, UNCHANGED, "WK999999"]
    assert ground.codes_in(others, BEFORE) == [REUSED, UNCHANGED]
    assert ground.there([WAS, GONE], SINCE).to_dict() == {WAS: RENUMBERED}
    assert ground.codes_in([], BEFORE) == []


def test_a_division_that_is_the_ground_of_all() -> None:
    assert ground.known_in([RENUMBERED, UNCHANGED, COUNTRY], BEFORE)
    assert not ground.known_in([RENUMBERED, REUSED], BEFORE)
    assert ground.known_in([], 1999) and ground.known_in([COUNTRY], BEFORE)
    assert not ground.known_in([UNCHANGED], 1999)


# ---------------------------------------------------------------- what stands on it


def test_usable_years_are_those_of_the_ground_of_every_area() -> None:
    assert divisions.usable_years("wijk", "inwoners", [REUSED]) == [SINCE]
    assert divisions.usable_years("wijk", "inwoners", [RENUMBERED, RENAMED]) == list(YEARS)
    assert divisions.usable_years("wijk", "inwoners", [RENUMBERED, GONE]) == list(range(2013, SINCE))
    assert divisions.usable_years("wijk", "bijstand", [REUSED]) == divisions.full_years("wijk", "bijstand")


@pytest.mark.parametrize(
    ("code", "people"),
    [(REUSED, 390), (KEPT, 3560 + 1255), (NEW, 1505 + 1470), (JOINED, 2190 + 1310 + 715 + 1100 + 1000)],
)
def test_people_of_before_are_those_of_the_buurten_of_the_area(code: str, people: int) -> None:
    assert carried.worked_out(code, "inwoners", (BEFORE,))[BEFORE].value == people
    trend = history.trend([code], "inwoners")
    assert trend.values[code].dropna().index.tolist() == [SINCE]
    assert list(trend.others[code]) == [year for year in YEARS if year < SINCE and code != NEW]


def test_a_renumbered_area_has_one_series_and_a_former_one_sees_no_later_years() -> None:
    trend = history.trend([RENUMBERED, WAS, f"{KEPT}@{BEFORE}", GONE], "inwoners")
    assert trend.values[RENUMBERED].dropna().index.tolist() == list(YEARS)
    assert trend.values[RENUMBERED][BEFORE] == 25_405 and trend.values[RENUMBERED][SINCE] == 25_485
    assert trend.values[WAS].equals(trend.values[RENUMBERED].rename(WAS))
    for former, people in ((f"{KEPT}@{BEFORE}", 7_795), (GONE, 2_100)):
        assert trend.values[former].dropna().index.tolist() == list(range(2013, SINCE))
        assert trend.values[former][BEFORE] == people
        assert carried.worked_out(former, "inwoners", (SINCE,)) == {}, "what came after is told of the areas of now"


def test_each_year_that_is_not_there_says_why() -> None:
    trend = history.trend([REUSED, KEPT], "inwoners")
    small, kept = trend.elsewhere(REUSED), trend.elsewhere(KEPT)
    assert "dat cijfer gaat over Wijk 00 Nevelbroek" in small and "2013" in small and "2024" in small
    assert kept == "2013–2024: de grenzen waren anders (volgens CBS)."


SHOWN = ("bijstand_per_1000", "armoede", "mediaan_vermogen", "inwoners", "aandeel_65_plus")


def shown(region: str) -> dict[str, profile.Figure]:
    return {f.id: f for f in profile.figures(region, [catalog.entry(id) for id in SHOWN])}


def test_a_profile_of_a_code_that_was_used_again_has_nothing_of_the_other_area() -> None:
    """Income and benefits lag behind: their newest year is of before the code was given to this village."""
    found = shown(REUSED)
    assert (found["inwoners"].value, found["inwoners"].year, found["inwoners"].made) == (390, SINCE, None)
    made = found["bijstand_per_1000"]
    assert made.year == BEFORE and made.made is not None and made.made.by == "buurt"
    assert made.value == pytest.approx(35.09, abs=0.01), "10 of the 285 people of 15 to 65 in one buurt"
    assert (found["mediaan_vermogen"].value, found["mediaan_vermogen"].status) == (None, OTHER_DIVISION)
    assert found["mediaan_vermogen"].last is None
    large = shown(WAS)
    assert large["inwoners"].value == 25_485, "its ground is there under another code"
    assert large["bijstand_per_1000"].value == pytest.approx(25.97, abs=0.01)
    assert large["mediaan_vermogen"].value is not None


def test_a_profile_of_an_area_under_a_new_code_is_that_of_before() -> None:
    found, then = shown(RENUMBERED), shown(WAS)
    for id in SHOWN:
        assert (found[id].value, found[id].year, found[id].made) == (then[id].value, then[id].year, None)
    assert found["mediaan_vermogen"].value is not None


def test_a_comparison_says_how_a_value_came_about() -> None:
    entries = [catalog.entry(id) for id in ("bijstand_per_1000", "mediaan_vermogen")]
    rate, median = compare.rows([REUSED, RENUMBERED, WAS], entries)
    assert rate.made[REUSED].by == "buurt" and set(rate.made) == {REUSED}
    assert rate.values[RENUMBERED] == rate.values[WAS] != rate.values[REUSED]
    assert (median.values[REUSED], median.statuses[REUSED]) == (None, OTHER_DIVISION)
    assert median.values[RENUMBERED] is not None


# ---------------------------------------------------------------- other stores


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> stores.Store:
    """Wijken that moved, in a store that was only pulled: without the table of grounds."""
    return regrouped_store.build(tmp_path_factory.mktemp("gehaald"))


@pytest.fixture
def without_table(unbuilt: stores.Store) -> Iterator[None]:
    with working_with(unbuilt):
        yield


@pytest.mark.usefixtures("without_table")
def test_a_store_without_the_table_says_the_same() -> None:
    assert not data.store().manifest()["grounds"]
    assert dict(ground.line(regrouped_store.C)) == {2020: regrouped_store.A, 2022: regrouped_store.C}
    assert ground.in_division(regrouped_store.A, 2020) == Ground("other", "addresses", "")
    assert ground.in_division(regrouped_store.B, 2020) == Ground("partly", "addresses", "")
    assert carried.worked_out(regrouped_store.B, "inwoners", (2020,))[2020].value == 460
    (figure,) = profile.figures(regrouped_store.A, [catalog.entry("mediaan_vermogen")], 2020)
    assert (figure.value, figure.status) == (None, OTHER_DIVISION)


def test_a_division_that_only_has_figures_is_unknown_and_not_the_same(tmp_path: Path) -> None:
    regrouped_store.build(tmp_path)
    with stores.writer(tmp_path) as w:
        cells = {"inwoners": {regrouped_store.D: 300.0}}
        w.put_observations("los", "wijk", 2021, small_store.rows("wijk", 2021, cells).assign(source="los"))
    with working_with(stores.open_store(tmp_path)):
        assert ground.in_division(regrouped_store.D, 2021) == Ground("unknown", "", "")
        assert ground.lacking("wijk", 2022, 2021)[regrouped_store.D] == between.UNSURE
        (figure,) = profile.figures(regrouped_store.D, [catalog.entry("inwoners")], 2021)
        assert (figure.value, figure.status) == (None, OTHER_DIVISION)
        trend = history.trend([regrouped_store.D], "inwoners")
        assert trend.elsewhere(regrouped_store.D) == "2021: we weten niet of dit toen hetzelfde gebied was."


def test_what_is_remembered_is_of_one_version_of_the_data(unbuilt: stores.Store, tmp_path: Path) -> None:
    """The same question of two stores, one after the other."""
    other = regrouped_store.build(tmp_path, addresses=())
    for _ in range(2):
        with working_with(unbuilt):
            assert ground.parts(regrouped_store.A, 2020) is not None
        with working_with(other):
            assert ground.parts(regrouped_store.A, 2020) is None
            assert isinstance(ground.codes("wijk", 2022, 2020), pd.Series)


def test_the_breaks_of_a_level_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The API asks them of 14,000 buurten, each time a file is made."""
    codes = list(data.store().names("wijk", SINCE).index)
    first = [ground.breaks(code) for code in codes]
    monkeypatch.setattr(ground, "_breaks", lambda *_: pytest.fail("an area was looked at again"))
    assert [ground.breaks(code) for code in codes] == first and any(first) and not all(first)


@pytest.mark.parametrize("level", ["gemeente", "wijk"])
def test_there_is_a_break_just_where_the_mark_of_the_rows_changes(level: str) -> None:
    held = data.store()
    on = sorted(
        {int(d) for e in held.manifest()["observations"].values() if e["level"] == level for d in e["divisions"]}
    )
    marks = {division: ground.marks(level, division)["ground"] for division in on}
    broken = 0
    for code in {code for found in marks.values() for code in found.index}:
        there = [division for division in on if code in marks[division].index]
        changes = {old for old, new in pairwise(there) if marks[old][code] != marks[new][code]}
        assert {one.after for one in ground.breaks(code)} == changes, code
        broken += bool(changes)
    # The gemeenten of the demo region that merged got another code.
    assert broken or level == "gemeente"
