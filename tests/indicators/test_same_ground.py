"""The table of grounds of a store, and what of it one area needs: its line, what it was made of, and figures on its ground."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from indicators import carried, ground, same_ground
from indicators.same_ground import Read
from loaders import store
from loaders.vocabulary import COUNTRY
from tests import regrouped_store, small_store
from tests.regrouped_store import A0, A1, B0, B1, C0, C1, D0, D1, GEMEENTE, A, B, C, D


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> store.Store:
    """Wijken that moved, with the table that building makes."""
    root = tmp_path_factory.mktemp("gebouwd")
    regrouped_store.build(root)
    return put_tables(root)


def put_tables(root: Path) -> store.Store:
    with store.writer(root) as writer:
        for level, frame, made_of in same_ground.tables(store.open_store(root)):
            writer.put_ground(level, frame, made_of)
    return store.open_store(root)


# ---------------------------------------------------------------- the table


def test_the_table_has_every_pair_of_divisions_and_every_area_of_the_newer(data: store.Store) -> None:
    assert set(data.manifest()["grounds"]) == set(same_ground.LEVELS)
    found = data.ground("wijk", 2020, 2022)
    assert found.to_dict("index") == {
        A: {"ground": "other", "sign": "addresses", "was": ""},
        B: {"ground": "partly", "sign": "addresses", "was": ""},
        C: {"ground": "other", "sign": "absent", "was": A},
        D: {"ground": "same", "sign": "addresses", "was": D},
    }
    assert data.ground("buurt", 2020, 2022)["was"].to_dict() == {A0: B1, B0: B0, C0: A0, C1: A1, D0: "", D1: ""}
    assert data.ground("gemeente", 2020, 2022).loc[GEMEENTE, ["ground", "sign"]].tolist() == ["same", "names"]


def test_the_table_is_what_asking_without_it_would_say(data: store.Store, tmp_path: Path) -> None:
    bare = regrouped_store.build(tmp_path)
    assert bare.ground("wijk", 2020, 2022).empty
    for level in same_ground.LEVELS:
        asked = Read(bare).pair(level, 2020, 2022).sort_index()
        pd.testing.assert_frame_equal(asked, data.ground(level, 2020, 2022), check_dtype=False, check_names=False)
        assert Read(data).pair(level, 2020, 2022).equals(data.ground(level, 2020, 2022))


def test_a_pair_with_a_division_that_nobody_knows_says_nothing(data: store.Store) -> None:
    for old, new in ((2010, 2022), (2020, 2030)):
        found = Read(data).pair("wijk", old, new)
        assert found.empty and list(found.columns) == list(ground.COLUMNS)


def test_nothing_is_worked_out_of_a_division_that_nobody_knows(
    data: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that is not there has its year for a division: that may not keep a reader waiting."""
    monkeypatch.setattr(same_ground, "known", lambda *_: pytest.fail("all that is known was read"))
    assert Read(data).pair("wijk", 2010, 2022).empty and same_ground.pair(data, "buurt", 2020, 2030).empty


def test_each_shape_is_laid_once() -> None:
    asked: list[list[str]] = []

    def laid(then: list[str], now: list[str]) -> pd.DataFrame:
        asked.append(then)
        return pd.DataFrame({"old": 1.0, "new": 1.0}, index=range(len(now)))

    shared = same_ground.Shared(laid)  # type: ignore[arg-type]
    assert shared(pd.Index([A])).index.tolist() == [A] and shared(pd.Index([B, A])).index.tolist() == [B, A]
    assert asked == [[A], [B]]


def test_a_table_is_made_anew_when_a_division_that_has_only_figures_gets_other_areas(tmp_path: Path) -> None:
    regrouped_store.build(tmp_path)
    put_tables(tmp_path)
    for codes in ([B], [B, D]):
        with store.writer(tmp_path) as w:
            rows = small_store.rows("wijk", 2021, {"rapportcijfer": dict.fromkeys(codes, 7.0)})
            w.put_observations("los", "wijk", 2021, rows.assign(source="los"))
        assert [level for level, _, _ in same_ground.tables(store.open_store(tmp_path))] == ["wijk"]
        put_tables(tmp_path)


def test_a_table_in_which_an_area_goes_on_as_two_is_refused(data: store.Store, tmp_path: Path) -> None:
    frame = data.ground("wijk", 2020, 2022).reset_index().assign(old=2020, new=2022, was=A)
    with store.writer(tmp_path) as w, pytest.raises(store.StoreError, match="goes on as two"):
        w.put_ground("wijk", frame, "proef")


def test_a_table_is_made_anew_only_when_something_it_was_made_of_changed(tmp_path: Path) -> None:
    regrouped_store.build(tmp_path)
    held = put_tables(tmp_path)
    assert list(same_ground.tables(held)) == []
    with store.writer(tmp_path) as w:
        more = regrouped_store.figures("wijk", 2022, {**regrouped_store.BUURTEN[2022], A0: 60.0})
        w.put_observations("proef", "wijk", 2022, more)
    assert [level for level, _, _ in same_ground.tables(store.open_store(tmp_path))] == ["wijk"]
    put_tables(tmp_path)
    with store.writer(tmp_path) as w:
        w.put_names("buurt", 2021, small_store.names("buurt", [A0]))
    assert [level for level, _, _ in same_ground.tables(store.open_store(tmp_path))] == ["buurt"]
    put_tables(tmp_path)
    with store.writer(tmp_path) as w:
        other = small_store.rows("wijk", 2022, {"rapportcijfer": {A: 7}}).assign(source="elders")
        w.put_observations("elders", "wijk", 2022, other)
    assert list(same_ground.tables(store.open_store(tmp_path))) == [], "another figure tells nothing of the ground"


def test_a_table_is_made_anew_under_another_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    regrouped_store.build(tmp_path)
    held = put_tables(tmp_path)
    monkeypatch.setattr(ground, "VERSION", "anders")
    assert {level for level, _, _ in same_ground.tables(held)} == set(same_ground.LEVELS)


def test_a_division_that_has_figures_but_no_names_is_not_taken_for_the_same(tmp_path: Path) -> None:
    """Its codes are known; that they are the same areas is not, unless something else than a name says so."""
    regrouped_store.build(tmp_path)
    with store.writer(tmp_path) as w:
        cells = {"inwoners": {B: 500.0, D: 300.0}}
        w.put_observations("los", "wijk", 2021, small_store.rows("wijk", 2021, cells).assign(source="los"))
    held = put_tables(tmp_path)
    assert held.names("wijk", 2021).empty
    assert same_ground.divisions(held, "wijk") == [2020, 2021, 2022]
    assert set(same_ground.known_codes(held, "wijk", 2021)) == {B, D}
    found = held.ground("wijk", 2021, 2022)
    assert found.loc[[B, D], "ground"].tolist() == ["unknown", "unknown"]
    assert found.loc[[A, C], "sign"].tolist() == ["absent", "absent"]
    assert set(same_ground.line(held, Read(held), D, 2022)) == {2020, 2022}


def test_shapes_of_two_divisions_are_laid_over_each_other(tmp_path: Path) -> None:
    """Wijk B loses a twentieth of its surface, which is an edge; wijk D loses a fifth to A."""
    with store.writer(tmp_path) as w:
        for year, b, d in ((2020, 100, 100), (2022, 95, 80)):
            names = small_store.names("wijk", [B, D], "")
            w.put_names("wijk", year, names)
            shapes = [box(0, 0, b, 100), box(200, 0, 200 + d, 100)]
            frame = names.drop(columns="change").assign(map_id=range(2))
            w.put_boundaries("wijk", year, gpd.GeoDataFrame(frame, geometry=shapes, crs=28992), b"{}", {})
    found = put_tables(tmp_path).ground("wijk", 2020, 2022)
    assert found["sign"].tolist() == ["shapes", "shapes"]
    assert found["ground"].to_dict() == {B: "same", D: "partly"}


# ---------------------------------------------------------------- one area


def test_codes_go_both_ways(data: store.Store) -> None:
    between = data.ground("wijk", 2020, 2022)
    assert same_ground.codes(between, forward=False).to_dict() == {C: A, D: D}
    assert same_ground.codes(between, forward=True).to_dict() == {A: C, D: D}


@pytest.mark.parametrize(
    ("code", "base", "expected"),
    [
        (C, 2022, {2020: A, 2022: C}),
        (A, 2022, {2022: A}),
        (A, 2020, {2020: A, 2022: C}),
        (B, 2022, {2022: B}),
        (D, 2022, {2020: D, 2022: D}),
        (C, 2020, {}),
        ("WK990199", 2022, {}),
        (A, 2030, {}),
        (B1, 2020, {2020: B1, 2022: A0}),
        (COUNTRY, 2022, {}),
    ],
)
def test_the_line_of_an_area_has_its_code_wherever_it_is_the_same_ground(
    data: store.Store, code: str, base: int, expected: dict[int, str]
) -> None:
    assert same_ground.line(data, Read(data), code, base) == expected


def test_the_country_is_the_same_on_every_division(tmp_path: Path) -> None:
    with store.writer(tmp_path) as w:
        for year in (2020, 2022):
            rows = small_store.rows("land", year, {"inwoners": {COUNTRY: 10}})
            w.put_observations("proef", "land", year, rows)
    held = store.open_store(tmp_path)
    assert same_ground.line(held, Read(held), COUNTRY, 2022) == {2020: COUNTRY, 2022: COUNTRY}
    assert Read(held).codes("land", 2022, 2020).to_dict() == {COUNTRY: COUNTRY}
    assert same_ground.parts(held, Read(held), COUNTRY, 2022, 2020) is None


# ---------------------------------------------------------------- what an area was made of


def test_parts_are_the_buurten_of_then_that_lie_wholly_in_the_area(data: store.Store) -> None:
    asked = Read(data)
    assert asked.parts(A, 2022, 2020) == same_ground.Parts("buurt", (B1,), 1.0)
    assert asked.parts(B, 2022, 2020) == same_ground.Parts("buurt", (B0,), 1.0)
    assert asked.parts(C, 2022, 2020) == same_ground.Parts("buurt", (A0, A1), 1.0)
    assert asked.parts(D, 2022, 2020) is None, "the border between its buurten moved"
    assert asked.parts(B0, 2022, 2020) is None, "a buurt is not made of buurten"
    gemeente = asked.parts(GEMEENTE, 2022, 2020)
    assert gemeente is not None and gemeente.codes == (A0, A1, B0, B1)
    assert gemeente.covered == pytest.approx((600 + 410 + 470 + 42) / 1823) and not gemeente.enough
    assert asked.parts(B, 2020, 2022) == same_ground.Parts("buurt", (A0, B0), 1.0), "and the other way round"


@pytest.mark.parametrize(("moved", "enough"), [(50.0, True), (50.1, False), (49.9, True)])
def test_parts_are_enough_from_95_percent_of_the_inhabitants(tmp_path: Path, moved: float, enough: bool) -> None:
    """A new buurt D2 in D that nothing was before: from 2020 the other 95% of its thousand inhabitants are known."""
    d2 = f"BU{D[2:]}02"
    links = [(D0, D0, 90), (D1, D1, 50), ("", d2, 5)]
    with store.writer(tmp_path) as w:
        for year, of in ((2020, {D0: 600.0, D1: 350.0}), (2022, {D0: 600.0, D1: 400.0 - moved, d2: moved})):
            w.put_names("wijk", year, small_store.names("wijk", [D], "3"))
            w.put_names("buurt", year, small_store.names("buurt", list(of), ""))
            for level in ("wijk", "buurt"):
                w.put_observations("proef", level, year, regrouped_store.figures(level, year, of))
        w.put_crosswalk("buurt", 2020, 2022, pd.DataFrame(links, columns=store.CROSSWALK_COLUMNS))
    held = store.open_store(tmp_path)
    found = Read(held).parts(D, 2022, 2020)
    assert found is not None and found.codes == (D0, D1)
    assert found.covered == pytest.approx(1 - moved / 1000) and found.enough is enough
    made = same_ground.worked_out(held, Read(held), D, 2022, "inwoners", [2020])
    assert {year: one.value for year, one in made.items()} == ({2020: 950.0} if enough else {})


GRONINGEN, HAREN, TEN_BOER = "GM0014", "GM0017", "GM0009"


def merged(root: Path, now: float, *, without: str = "") -> store.Store:
    """Groningen before and after it took in Haren and Ten Boer in 2019."""
    then = {GRONINGEN: 202_000.0, HAREN: 20_000.0, TEN_BOER: 7_000.0}
    with store.writer(root) as w:
        for year, people in ((2018, then), (2020, {GRONINGEN: now})):
            w.put_names("gemeente", year, small_store.names("gemeente", list(people), ""))
            cells = {"inwoners": {code: count for code, count in people.items() if code != without}}
            w.put_observations("proef", "gemeente", year, small_store.rows("gemeente", year, cells))
    return store.open_store(root)


def test_a_gemeente_that_took_in_others_is_those_gemeenten_together(tmp_path: Path) -> None:
    held = merged(tmp_path, 232_000)
    assert Read(held).codes("gemeente", 2020, 2018).empty
    every = same_ground.Parts("gemeente", (TEN_BOER, GRONINGEN, HAREN), 1.0)
    assert Read(held).parts(GRONINGEN, 2020, 2018) == every
    made = same_ground.worked_out(held, Read(held), GRONINGEN, 2020, "inwoners", [2018, 2020])
    assert list(made) == [2018], "2020 is its own"
    assert (made[2018].value, made[2018].by, made[2018].parts) == (229_000.0, "gemeente", 3)
    assert (made[2018].division, made[2018].onto) == (2018, 2020)


@pytest.mark.parametrize("now", [229_000 * 1.26, 229_000 / 1.26])
def test_gemeenten_that_are_far_more_or_fewer_than_what_they_became_are_not_all_of_it(
    tmp_path: Path, now: float
) -> None:
    held = merged(tmp_path, now)
    assert Read(held).parts(GRONINGEN, 2020, 2018) is None
    assert same_ground.worked_out(held, Read(held), GRONINGEN, 2020, "inwoners", [2018]) == {}


def test_what_a_gemeente_became_later_is_not_what_it_was_made_of(tmp_path: Path) -> None:
    held = merged(tmp_path, 232_000)
    assert Read(held).parts(GRONINGEN, 2018, 2020) is None
    assert same_ground.worked_out(held, Read(held), HAREN, 2018, "inwoners", [2020]) == {}


# ---------------------------------------------------------------- figures on its ground


def worked_out(
    data: store.Store, code: str, id: str, years: tuple[int, ...] = (2020, 2022), base: int = 2022
) -> dict[int, carried.Carried]:
    return same_ground.worked_out(data, Read(data), code, base, id, years)


def test_counts_and_shares_are_added_up_from_buurten_before_addresses_are_asked(data: store.Store) -> None:
    (one,) = worked_out(data, B, "inwoners").values()
    assert (one.value, one.by, one.parts, one.matched, one.whole) == (460.0, "buurt", 1, 1.0, True)
    assert (one.division, one.onto) == (2020, 2022)
    assert worked_out(data, A, "inwoners")[2020].value == 40.0, "of what it is now, not of Vianen"
    assert worked_out(data, B, "aandeel_0_15")[2020].value == pytest.approx(10.0)


def test_years_in_which_the_area_is_its_own_are_left_out(data: store.Store) -> None:
    assert worked_out(data, C, "inwoners") == {}, "renumbered, but the same ground"
    assert worked_out(data, D, "inwoners") == {}
    assert list(worked_out(data, B, "inwoners")) == [2020]


def test_medians_are_never_worked_out(data: store.Store) -> None:
    for code in (A, B):
        assert worked_out(data, code, "mediaan_vermogen") == {}


def test_where_the_buurten_lack_a_figure_addresses_are_asked(tmp_path: Path) -> None:
    """460 of the 500 people of then, by 230 of its 250 addresses."""
    held = regrouped_store.build(tmp_path, lacking=[B0])
    one = worked_out(held, B, "leeftijd_0_15")[2020]
    assert (one.by, one.whole, one.value) == ("", False, pytest.approx(0.1 * 500 * 230 / 250))


def test_without_buurten_and_without_addresses_there_is_nothing(tmp_path: Path) -> None:
    held = regrouped_store.build(tmp_path, addresses=())
    assert Read(held).parts(A, 2022, 2020) is None
    assert worked_out(held, A, "inwoners") == {}
    assert worked_out(held, "WK990199", "inwoners") == {}


def test_a_former_area_can_be_worked_out_in_years_after_it_too(data: store.Store) -> None:
    """Who asks says up to when; answers.carried leaves later years out."""
    one = worked_out(data, B, "inwoners", base=2020)[2022]
    assert (one.value, one.parts) == (470.0 + 42.0, 2)
