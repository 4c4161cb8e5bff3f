"""What everything asks of the ground of areas: how a reader means one, what it is in another division, and why it is not."""

import pandas as pd
import pytest

from answers import carried, compare, data, elsewhere, ground, groups, own_area, profile, two_figures
from answers.held import working_with
from indicators import between, catalog
from indicators.profile import OTHER_DIVISION
from loaders import store as stores
from tests import moved_store as moved
from tests import small_store


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return moved.build(tmp_path_factory.mktemp("verplaatst"))


@pytest.fixture(autouse=True)
def held(folder):
    with working_with(folder):
        yield folder


WAS = f"{moved.REUSED}@2020"


def test_a_reader_means_an_area_by_its_code_of_now_or_with_the_year_that_it_was_there():
    assert ground.regions("wijk", 2020).to_dict() == {
        moved.STAYED: moved.STAYED,
        moved.REUSED: moved.CITY,
        moved.SPLIT: f"{moved.SPLIT}@2020",
        moved.RENAMED: moved.RENAMED,
        moved.OLD_CODE: moved.NEW_CODE,
        moved.OF_GONE: moved.OF_GONE,
    }
    assert (ground.regions("wijk", 2022) == ground.regions("wijk", 2022).index).all()
    assert ground.region(moved.REUSED, 2021) == moved.REUSED and ground.region("WK999999", 2020) == "WK999999@2020"
    assert ground.region("NL00", 2020) == "NL00"


def test_some_areas_are_found_in_another_division_and_the_rest_left_out():
    asked = [moved.CITY, moved.REUSED, WAS, "NL00", "onzin"]
    assert ground.there(asked[:4], 2020).to_dict() == {moved.CITY: moved.REUSED, WAS: moved.REUSED, "NL00": "NL00"}
    frame = pd.DataFrame({"value": [1.0, 2.0]}, index=[moved.REUSED, moved.STAYED])
    found = ground.of_areas(frame, [moved.STAYED, moved.REUSED, moved.CITY], 2020)
    assert found["value"].fillna(-1).to_dict() == {moved.STAYED: 2, moved.REUSED: -1, moved.CITY: 1}


def test_why_areas_have_nothing_of_another_division_is_told_both_ways():
    now, then = ground.lacking("wijk", 2022, 2020), ground.lacking("wijk", 2020, 2022)
    assert now[now != ""].to_dict() == {
        moved.REUSED: between.ANOTHER,
        moved.SPLIT: between.ANOTHER,
        moved.NEW_HALF: between.ABSENT,
        moved.TAKEN_OVER: between.ABSENT,
    }
    assert then[then != ""].to_dict() == {moved.SPLIT: between.ANOTHER, moved.OF_GONE: between.ABSENT}


def test_the_areas_around_one_are_of_its_own_division():
    assert ground.around(moved.CITY, "gemeente") == moved.MERGED
    assert ground.around(f"{moved.OF_GONE}@2020", "gemeente") == moved.GONE
    assert ground.around(WAS, "gemeente") == f"{moved.MERGED}@2020", "it took in another since"
    assert ground.around("NL00", "gemeente") is None and ground.around(moved.MERGED, "wijk") is None


def test_names_and_values_are_of_the_same_ground():
    assert (ground.name_in(moved.CITY, 2020), ground.name_in(moved.REUSED, 2020)) == ("Wijk 01 Stad", "")
    assert ground.value_of("inwoners", moved.REUSED, 2020) is None
    assert ground.value_of("inwoners", moved.CITY, 2020) == ground.value_of("inwoners", WAS, 2020) == 16_000
    assert ground.value_of("inwoners", "NL00", 2020) == 27_100


def test_names_of_a_division_without_a_list_are_those_of_the_same_ground(tmp_path):
    with stores.writer(tmp_path) as w:
        w.put_names("wijk", 2020, small_store.names("wijk", small_store.WIJKEN))
        cells = {"aandeel": dict.fromkeys([*small_store.WIJKEN, "WK990188"], 3)}
        w.put_observations("proef", "wijk", 2021, small_store.rows("wijk", 2021, cells))
        moved = small_store.names("wijk", small_store.WIJKEN, **{small_store.WIJKEN[0]: "3"})
        w.put_names("wijk", 2022, moved)
    with working_with(stores.open_store(tmp_path)):
        # By CBS's mark of 2022; of the first neither year is known to be the same.
        assert ground.names("wijk", 2021)["name"].to_dict() == {c: f"Plaats {c}" for c in small_store.WIJKEN[1:]}


def test_why_a_cell_is_empty_and_whose_figure_it_is():
    assert elsewhere.unknown(moved.REUSED, 2020) == ("niet bekend op deze grenzen: dat cijfer gaat over Wijk 01 Stad")
    assert elsewhere.reason(WAS, 2022) == "" and elsewhere.link(WAS, 2022) == ""
    assert elsewhere.reason(f"{moved.SPLIT}@2020", 2022) == ("deze code is nu van Groot-Noord")
    assert elsewhere.reason(f"{moved.MERGED}@2021", 2022) == "de grenzen zijn nu anders (volgens CBS)"
    assert elsewhere.reason(moved.NEW_HALF, 2020) == "dit gebied was er toen nog niet (onder deze code)"
    assert elsewhere.link(moved.NEW_HALF, 2020) == "", "nobody had that code"
    assert elsewhere.link(moved.REUSED, 2020, "bijstand") == (
        f"[Wijk 01 Stad, zoals het was in 2020](wijkprofiel?gebied={moved.REUSED}&indeling=2020&indicator=bijstand)"
    )
    assert elsewhere.told(moved.REUSED, 2020).endswith(
        f"dat cijfer gaat over [Wijk 01 Stad, zoals het was in 2020](wijkprofiel?gebied={moved.REUSED}&indeling=2020)."
    ), "it is named once"
    assert elsewhere.cell(moved.MERGED, 2020)[0] == (
        "niet bekend op deze grenzen: de grenzen waren anders (volgens CBS). Zie"
    )
    assert elsewhere.sentence(moved.REUSED, 2020).startswith("Gehucht, wijk in Hoofdstad is niet bekend op de grenzen")


def test_of_a_year_of_a_few_gemeenten_the_others_are_not_in_the_source(tmp_path):
    """Regional tables hold some cities: that is not a question of borders for a wijk elsewhere."""
    here, there = small_store.WIJKEN[0], small_store.WIJKEN[4]
    with stores.writer(tmp_path) as w:
        for year in (2020, 2022):
            w.put_names("wijk", year, small_store.names("wijk", small_store.WIJKEN, ""))
        cells = {"wmo": dict.fromkeys([*small_store.WIJKEN[5:], "WK990299"], 3)}
        w.put_observations("proef", "wijk", 2021, small_store.rows("wijk", 2021, cells))
    wmo = catalog.entry("wmo")
    with working_with(stores.open_store(tmp_path)):
        assert (elsewhere.status(here, 2021), elsewhere.unknown(here, 2021)) == ("", "de bron geeft dit hier niet")
        assert elsewhere.status(there, 2021) == elsewhere.status("WK990299@2021", 2020) == OTHER_DIVISION
        assert elsewhere.status(f"{here}@2020", 2021) == "" and elsewhere.given("NL00", 2021)
        (figure,) = profile.figures(here, [wmo])
        assert profile.why_empty(figure, here) == "dit gebied staat niet in de bron van dat jaar"
        (row,) = compare.rows([here, there], [wmo])
        assert compare.cell(row, wmo, here) == ":gray[niet bekend: niet in deze bron]"
        assert compare.cell(row, wmo, there) == ":gray[we weten niet of dit toen hetzelfde gebied was]"
        assert elsewhere.sentence(there, 2021).endswith(": we weten niet of dit in 2021 hetzelfde gebied was.")


def test_an_area_as_it_was_sends_nobody_to_who_got_its_code():
    split = f"{moved.SPLIT}@2020"
    assert elsewhere.of_code(split, 2022) is not None and elsewhere.link(split, 2022) == ""
    assert "Zie" not in elsewhere.told(split, 2022) and "](" not in elsewhere.told(split, 2022)


def test_an_area_as_it_was_is_called_with_its_year():
    place = data.place(WAS)
    assert (place.dated, place.label) == ("Wijk 01 Stad (2020)", "Wijk 01 Stad (2020), wijk in Hoofdstad")
    assert elsewhere.sentence(f"{moved.SPLIT}@2020", 2022).startswith("Groot (2020), wijk in Hoofdstad is niet bekend")
    assert data.place(moved.REUSED).label == "Gehucht, wijk in Hoofdstad"


def test_of_several_years_an_area_and_a_reason_are_named_once():
    said = elsewhere.told_once(moved.MERGED, {2020: "bijstand", 2021: "inwoners"})
    assert said.count("Hoofdstad, gemeente is niet bekend op de grenzen van 2020 en 2021") == said.count("Zie") == 1
    said = elsewhere.told_once(moved.NEW_HALF, {2020: "bijstand", 2021: ""})
    assert said == (
        "Groot-Zuid, wijk in Hoofdstad is niet bekend op de grenzen van 2020 en 2021: "
        "dit gebied was er toen nog niet (onder deze code)."
    )
    said = elsewhere.told_once(f"{moved.REUSED}@2020", {2021: "", 2022: ""})
    assert said.count("Stad") == 1


def test_a_year_of_another_area_is_not_said_not_to_be_worked_out():
    people = catalog.entry("inwoners")
    assert carried.lacking(moved.REUSED, people, {}, [2020]) == ""
    assert "Niet omgerekend" in carried.lacking(moved.MERGED, people, {}, [2020])


def test_a_group_around_an_area_as_it_was_is_of_then():
    place = data.place(WAS)
    members = groups.members("gemeente", place)
    assert members == [WAS, moved.RENAMED, f"{moved.SPLIT}@2020", moved.NEW_CODE, moved.STAYED]
    assert groups.described("gemeente", place) == "de 5 wijken in Hoofdstad"


def test_an_own_area_is_not_added_up_of_another_area():
    people = catalog.entry("bijstand")
    (row,) = own_area.rows([moved.CITY, moved.STAYED], [people])
    assert row.found.value == moved.benefits(moved.REUSED) + moved.benefits(moved.STAYED)
    (row,) = own_area.rows([moved.REUSED, moved.STAYED], [people])
    assert row.found.how == "niet" and "dat cijfer gaat over Wijk 01 Stad" in row.found.note


def test_two_figures_stand_under_one_name():
    points = two_figures.pairs("bijstand_per_1000", "aandeel_65_plus", "wijk", 2020, [WAS])
    assert set(points.index) == {WAS, moved.STAYED, f"{moved.SPLIT}@2020", moved.RENAMED, moved.NEW_CODE, moved.OF_GONE}
    assert points.at[WAS, "name"] == "Wijk 01 Stad" and moved.REUSED not in points.index
