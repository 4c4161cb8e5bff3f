"""Tables with several dimensions: which rows are asked, what an absent cell means, and on which division they are."""

from __future__ import annotations

import math
import sys
from dataclasses import replace

import pandas as pd
import pytest

from loaders import store
from loaders.pulling import cube, runner
from loaders.source import Source, registry
from loaders.vocabulary import LEVELS
from tests.fakes import cubes

CODES = list(cubes.AREAS)


def value(stem, SoortMisdrijf, WijkenEnBuurten, Perioden):
    """Two crimes in most areas; nothing of kind 1.1.1 in one wijk, and nothing at all of kind 9.9.9."""
    if SoortMisdrijf == "9.9.9" or (SoortMisdrijf == "1.1.1" and WijkenEnBuurten == "WK9001AA"):
        return None
    return float(CODES.index(WijkenEnBuurten) + (100 if SoortMisdrijf == "0.0.0" else 0))


def crime_table(**more):
    return cubes.Table(
        "Geregistreerde misdrijven; soort misdrijf, wijk, buurt",
        [
            cubes.Dimension(
                "SoortMisdrijf",
                "Dimension",
                [("0.0.0 ", "Totaal misdrijven", ""), ("1.1.1 ", "Inbraak", ""), ("9.9.9 ", "Nooit", "")],
            ),
            cubes.Dimension("WijkenEnBuurten", "GeoDetail", cubes.areas(), "Wijken en buurten (indeling 2024)"),
            cubes.years(2023, 2024),
        ],
        [cubes.Topic("GeregistreerdeMisdrijven_1", default="Zero")],
        value,
        **more,
    )


CUBE = cube.Cube(
    file="politie.py",
    setting="DSW_DERDEN_URL",
    tables=("NIEUW", "OUD"),
    items=cube.spread(
        "SoortMisdrijf", {"alles": "0.0.0", "inbraak": "1.1.1"}, "GeregistreerdeMisdrijven", unit="aantal"
    ),
    levels=LEVELS,
    noughts=True,
)


@pytest.fixture
def fake(monkeypatch):
    with cubes.serving({"OUD": crime_table()}) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.base)
        monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        yield running


@pytest.fixture
def fetch(fake, tmp_path):
    def fetch(year=2024, wanted=CUBE, **more):
        source = Source(
            "los", "Los", "P", "CC0", "u", "h", LEVELS, (year,), pull=lambda p, y: cube.pull_one(p, wanted, y)
        )
        (result,) = runner.run(runner.Plan([source], root=tmp_path, **more))
        return result, store.open_store(tmp_path)

    return fetch


# ---------------------------------------------------------------- what lands


def test_each_variable_is_one_member_of_each_dimension(fetch):
    result, data = fetch()
    assert result.outcome == "ok", result.message
    for level in LEVELS:
        frame = data.table(level, 2024)
        for code in frame.index:
            assert frame.loc[code, "alles"] == CODES.index(code) + 100
    assert data.table("gemeente", 2024).loc["GM9002", "inbraak"] == CODES.index("GM9002")
    assert data.manifest()["pulls"]["los/2024"]["table"] == "OUD"


def test_an_absent_cell_of_a_table_with_default_zero_is_nought(fetch):
    _, data = fetch()
    assert data.table("wijk", 2024).loc["WK9001AA", "inbraak"] == 0
    assert data.statuses("wijk", 2024).loc["WK9001AA", "inbraak"] == "published"


def test_an_absent_cell_of_any_other_table_is_not_given(fetch, fake):
    fake.tables["OUD"].topics[0].default = "Missing"
    _, data = fetch(wanted=replace(CUBE, noughts=False))
    assert math.isnan(data.table("wijk", 2024).loc["WK9001AA", "inbraak"])
    assert data.statuses("wijk", 2024).loc["WK9001AA", "inbraak"] == "not_given"


@pytest.mark.parametrize(
    ("default", "counted_on", "words"),
    [
        ("Missing", True, "volgens de tabel onbekend (Default Missing) en wij rekenen op nul"),
        ("", True, "volgens de tabel onbekend (Default leeg) en wij rekenen op nul"),
        ("Zero", False, "volgens de tabel nul (Default Zero) en wij rekenen op onbekend"),
    ],
)
def test_what_an_absent_cell_means_is_what_the_source_counts_on(fetch, fake, default, counted_on, words):
    fake.tables["OUD"].topics[0].default = default
    result, _ = fetch(wanted=replace(CUBE, noughts=counted_on))
    assert result.outcome == "failed" and words in result.message


def test_every_cube_of_a_source_says_what_an_absent_cell_means():
    """Only the tables of the police list what there is and leave the noughts out."""
    found = {id: source.pull and sys.modules[source.pull.__module__] for id, source in registry().items()}
    cubes_of = {id: module.CUBE for id, module in found.items() if isinstance(getattr(module, "CUBE", None), cube.Cube)}
    assert {id for id, one in cubes_of.items() if one.noughts} == {"politie", "politie_overlast"}
    assert {"rivm", "cbs_ses", "cbs_nabijheid", "cbs_kinderen"} <= set(cubes_of)


def test_a_topic_that_says_how_it_was_made_is_not_left_without_a_word(fetch, fake):
    fake.tables["OUD"].topics += [cubes.Topic("Betrouwbaarheid_2"), cubes.Topic("Gemeentenaam_3")]
    result, _ = fetch()
    (told,) = [note for note in result.notes if note.startswith("Niet overgenomen")]
    assert told == "Niet overgenomen uit tabel OUD, en zegt iets over de methode: Betrouwbaarheid_2."


def test_a_kind_without_a_single_row_is_left_out_and_never_nought(fetch):
    items = cube.spread("SoortMisdrijf", {"alles": "0.0.0", "nooit": "9.9.9"}, "GeregistreerdeMisdrijven")
    result, data = fetch(wanted=replace(CUBE, items=items))
    assert list(data.table("wijk", 2024).columns) == ["alles"]
    assert any("nooit" in note for note in result.notes)


def test_an_unknown_place_is_no_area_but_counts_in_the_total(fetch, fake):
    table = fake.tables["OUD"]
    table.value = lambda stem, **at: None if at["WijkenEnBuurten"] == "NL00" else value(stem, **at)
    result, data = fetch()
    for level in LEVELS:
        assert not data.table(level, 2024).index.str.contains("0000$|BU0000|WK0000").any() or level == "buurt"
    assert "GM0000" not in data.table("gemeente", 2024).index
    assert "BU00000000" not in data.table("buurt", 2024).index
    gemeenten = [CODES.index(code) + 100 for code in ("GM9001", "GM9002", "GM0000")]
    assert data.table("land", 2024).loc["NL00", "alles"] == sum(gemeenten)
    assert any("som van de gemeenten" in note for note in result.notes)


def test_the_country_may_be_called_otherwise(fetch, fake):
    fake.tables["OUD"].dimensions[1].members = cubes.areas(12, "NL01")
    fake.tables["OUD"].value = lambda stem, **at: value(
        stem, **{k: "NL00" if v == "NL01" else v for k, v in at.items()}
    )
    _, data = fetch()
    assert data.table("land", 2024).loc["NL00", "alles"] == 100
    assert data.table("wijk", 2024).loc["WK900100", "alles"] == CODES.index("WK900100") + 100


# ---------------------------------------------------------------- what is asked


def test_only_the_asked_members_levels_and_year_are_fetched(fetch, fake):
    _, data = fetch(levels=["wijk"])
    asked = " ".join(fake.asked("TypedDataSet?"))
    assert "9.9.9" not in asked
    assert "2023JJ00" not in asked
    assert "'BU'" not in asked
    assert data.levels("alles") == ["land", "wijk"]


def test_keys_are_asked_with_the_padding_of_the_table(fetch, fake):
    fetch()
    assert "0.0.0 '" in fake.asked("TypedDataSet?")[0].replace("%20", " ").replace("+", " ").replace("%27", "'")


def test_the_number_at_the_end_of_a_key_may_move(fetch, fake):
    fake.tables["OUD"].topics[0].key = "GeregistreerdeMisdrijven_7"
    assert fetch()[0].outcome == "ok"


def test_pages_are_joined(fetch, fake):
    fake.page = 3
    _, data = fetch()
    assert len(data.table("buurt", 2024)) == 4


# ---------------------------------------------------------------- which release


def test_the_newest_release_that_has_the_year_is_used(fetch, fake):
    fake.tables["NIEUW"] = crime_table()
    fake.tables["NIEUW"].dimensions[1].text = "indeling 2025"
    _result, data = fetch()
    assert data.manifest()["pulls"]["los/2024"]["table"] == "NIEUW"
    fake.tables["NIEUW"].value = lambda stem, **at: None
    _, data = fetch(force=True)
    assert data.manifest()["pulls"]["los/2024"]["table"] == "OUD"
    assert data.observations(level="wijk")["division"].unique().tolist() == [2024]


def test_a_blocked_release_gives_way_to_the_one_before(fetch, fake):
    fake.tables["NIEUW"] = crime_table(blocked=True)
    assert fetch()[0].outcome == "ok"
    del fake.tables["NIEUW"]
    fake.tables["OUD"].blocked = True
    result, _ = fetch(force=True)
    assert result.outcome == "failed"
    assert "tijdelijk afgesloten" in result.message


def test_a_release_is_found_by_its_title(fetch, fake):
    fake.tables["85999NED"] = crime_table(modified="2026-01-01T02:00:00")
    wanted = replace(CUBE, tables=(), title="soort misdrijf, wijk")
    _, data = fetch(wanted=wanted)
    assert data.manifest()["pulls"]["los/2024"]["table"] == "85999NED"


def test_a_year_or_a_table_that_is_not_there_is_named_and_not_fatal(fetch, fake):
    result, _ = fetch(2030)
    assert result.outcome == "not_available"
    assert "2030" in result.message
    fake.tables.clear()
    result, _ = fetch()
    assert result.outcome == "not_available"
    assert "OUD" in result.message


def test_a_period_that_the_list_of_periods_lacks_is_found_all_the_same(fetch, fake):
    fake.tables["OUD"].extra_rows = [
        {
            "SoortMisdrijf": "0.0.0 ",
            "WijkenEnBuurten": "GM9001".ljust(10),
            "Perioden": "2025JJ00",
            "GeregistreerdeMisdrijven_1": 5.0,
        }
    ]
    _, data = fetch(2025, levels=["gemeente"])
    assert data.table("gemeente", 2025, division=2024).loc["GM9001", "alles"] == 5


def test_a_second_pull_asks_one_question_a_release(fetch, fake):
    fetch()
    fake.log.clear()
    result, _ = fetch()
    assert result.outcome == "unchanged"
    assert all("TableInfos" in path for path in fake.log)


def test_a_provisional_year_says_so(fetch, fake):
    fake.tables["OUD"].dimensions[2] = cubes.years(2024, status="Voorlopig")
    _, data = fetch()
    assert set(data.statuses("wijk", 2024)["alles"]) == {"provisional"}


# ---------------------------------------------------------------- a table that changed


def test_a_renamed_column_stops_the_pull_and_says_what_to_mend(fetch, fake):
    fake.tables["OUD"].topics[0].key = "Misdrijven_1"
    result, _ = fetch()
    assert result.outcome == "failed"
    assert "GeregistreerdeMisdrijven" in result.message
    assert "Misdrijven" in result.message
    assert "loaders/sources/politie.py" in result.message


def test_a_vanished_member_stops_the_pull_unless_it_is_optional(fetch, fake):
    fake.tables["OUD"].dimensions[0].members.pop(1)
    result, _ = fetch()
    assert "'1.1.1'" in result.message
    soft = tuple(replace(item, optional=True) for item in CUBE.items)
    result, _data = fetch(wanted=replace(CUBE, items=soft))
    assert result.outcome == "ok"
    assert any("inbraak" in note for note in result.notes)


def test_another_unit_is_refused_but_thousands_are_units(fetch, fake):
    fake.tables["OUD"].topics[0].unit = "%"
    assert "gegeven in '%'" in fetch()[0].message
    fake.tables["OUD"].topics[0].unit = "x 1 000"
    _, data = fetch()
    assert data.table("gemeente", 2024).loc["GM9001", "alles"] == 101_000


def test_a_new_dimension_is_taken_at_its_total_or_refused(fetch, fake):
    table = fake.tables["OUD"]
    table.dimensions.append(cubes.Dimension("Geslacht", "Dimension", [("T001038", "Totaal", ""), ("3000", "Man", "")]))
    table.value = lambda stem, Geslacht, **at: value(stem, **at) if Geslacht == "T001038" else 1.0
    _, data = fetch()
    assert data.table("gemeente", 2024).loc["GM9001", "alles"] == 101
    table.dimensions[-1].members = [("3000", "Man", ""), ("4000", "Vrouw", "")]
    result, _ = fetch(force=True)
    assert "Geslacht" in result.message


# ---------------------------------------------------------------- the division


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("dimension", "Wijken en buurten (indeling 2021)"),
        ("title", "Gezondheid per wijk en buurt (indeling 2021)"),
        ("text", "Cijfers volgens de nieuwe buurtindeling van 2021"),
    ],
)
def test_the_division_is_read_from_the_words_of_the_table(fetch, fake, place, text):
    table = fake.tables["OUD"]
    table.dimensions[1].text = text if place == "dimension" else ""
    table.title = text if place == "title" else table.title
    table.text = text if place == "text" else ""
    _, data = fetch()
    assert data.observations(level="wijk")["division"].unique().tolist() == [2021]


def test_a_table_that_does_not_say_is_matched_with_the_stored_names(fetch, fake, tmp_path):
    fake.tables["OUD"].dimensions[1].text = ""
    named = [code for code in CODES if code.startswith("BU9")]
    for year, codes in ((2019, named[:2]), (2020, named), (2021, named[1:])):
        frame = pd.DataFrame({"region": codes, "name": codes, "gemeente": "", "gemeente_name": "", "change": ""})
        with store.writer(tmp_path) as writer:
            writer.put_names("buurt", year, frame)
    _, data = fetch()
    assert data.observations(level="wijk")["division"].unique().tolist() == [2020]


def test_else_the_year_of_the_release_is_taken_and_told(fetch, fake):
    fake.tables["OUD"].dimensions[1].text = ""
    result, data = fetch()
    assert data.observations(level="wijk")["division"].unique().tolist() == [2025]
    assert any("jaar van uitgave" in note for note in result.notes)


def test_a_table_whose_areas_are_of_the_year_itself(fetch, fake):
    fake.tables["OUD"].topics[0].default = "Missing"
    fake.tables["OUD"].value = lambda stem, **at: None if at["WijkenEnBuurten"] == "GM9002" else value(stem, **at)
    _, data = fetch(wanted=replace(CUBE, division="year", noughts=False))
    assert data.table("gemeente", 2024).index.tolist() == ["GM9001"], "GM9002 did not exist in 2024"


# ---------------------------------------------------------------- months


MONTHS = replace(CUBE, periods=("{year}MM01", "{year}MM02"))


def months(fake, *there):
    table = fake.tables["OUD"]
    table.dimensions[2] = cubes.Dimension("Perioden", "TimeDimension", [(p, p, "") for p in ("2024MM01", "2024MM02")])
    table.value = lambda stem, **at: value(stem, **at) if at["Perioden"] in there else None


def test_a_year_is_the_sum_of_its_months(fetch, fake):
    months(fake, "2024MM01", "2024MM02")
    _, data = fetch(wanted=MONTHS)
    assert data.table("gemeente", 2024).loc["GM9001", "alles"] == 202
    assert data.table("wijk", 2024).loc["WK9001AA", "inbraak"] == 0


def test_with_a_month_missing_the_year_is_not_yet_published(fetch, fake):
    months(fake, "2024MM01")
    result, data = fetch(wanted=MONTHS)
    assert data.table("gemeente", 2024)["alles"].isna().all()
    assert set(data.statuses("gemeente", 2024)["alles"]) == {"not_yet_published"}
    assert any("1 van de 2 maanden" in note for note in result.notes)


def test_without_any_month_the_year_is_not_there(fetch, fake):
    months(fake)
    assert fetch(wanted=MONTHS)[0].outcome == "not_available"


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize("kind", ["500", "429", "html", "cut", "drop"])
@pytest.mark.parametrize("where", ["TableInfos", "DataProperties", "SoortMisdrijf", "TypedDataSet?"])
def test_a_fault_that_passes_is_cured_and_one_that_lasts_changes_nothing(fetch, fake, kind, where):
    fake.faults.append([kind, 1, f"OUD/{where}"])
    result, data = fetch()
    assert result.outcome == "ok", result.message
    version = data.version
    fake.tables["OUD"].modified = "2026-01-01T02:00:00"
    fake.faults.append([kind, 999, f"OUD/{where}"])
    result, data = fetch()
    assert result.outcome == "failed"
    assert data.version == version
    assert data.manifest()["pulls"]["los/2024"]["status"] == "failed"


# ---------------------------------------------------------------- the second way


SECOND = replace(CUBE, setting="DSW_CBS_URL", title="", tables=("OUD",), noughts=False)


@pytest.fixture
def both(fake, monkeypatch):
    cube._held.clear()
    fake.tables["OUD"].topics[0].default = "Missing"
    monkeypatch.setenv("DSW_CBS_URL", fake.base)
    monkeypatch.setenv("DSW_CBS_V4_URL", fake.base)
    return fake


@pytest.mark.parametrize("kind", ["500", "html", "cut", "drop"])
@pytest.mark.parametrize("where", ["TableInfos", "DataProperties", "TypedDataSet?"])
def test_when_v3_fails_the_download_gives_the_same(fetch, both, kind, where):
    _, data = fetch(wanted=SECOND)
    by_v3 = {level: data.table(level, 2024) for level in LEVELS}
    both.faults.append([kind, 99, where])
    result, data = fetch(wanted=SECOND, force=True)
    assert (result.outcome, result.route) == ("ok", "v4"), result.message
    assert any("v4-download" in note for note in result.notes)
    for level in LEVELS:
        pd.testing.assert_frame_equal(data.table(level, 2024), by_v3[level])


def test_a_table_that_v3_has_closed_or_lost_is_read_from_the_download(fetch, both):
    both.tables["OUD"].blocked = True
    assert fetch(wanted=SECOND)[0].route == "v4"
    both.tables["OUD"].blocked = False
    both.faults.append(["404", 99, "ODataFeed"])
    assert fetch(wanted=SECOND, force=True)[0].route == "v4"


def test_when_both_ways_fail_both_faults_are_told(fetch, both):
    both.faults += [["500", 99, "ODataFeed"], ["html", 99, "csv"]]
    result, data = fetch(wanted=SECOND)
    assert result.outcome == "failed" and data.is_empty()
    assert "fout 500" in result.message and "Ook de andere weg (v4) lukte niet" in result.message
    assert "webpagina" in result.message


def test_third_parties_have_no_second_way(fetch, fake):
    fake.faults.append(["500", 99, "ODataFeed"])
    result, _ = fetch()
    assert result.outcome == "failed"
    assert not fake.asked("/csv/")


def test_a_catalogue_that_is_down_leaves_the_tables_that_are_known(fetch, both):
    both.faults += [["500", 99, "ODataCatalog"], ["500", 99, "odata/v1"]]
    assert fetch(wanted=replace(SECOND, title="Geregistreerde misdrijven"))[0].outcome == "ok"


def test_a_later_release_is_found_in_the_catalogue_of_v4(fetch, both):
    both.tables["NIEUW"] = crime_table(modified="2026-01-01T02:00:00")
    both.faults.append(["500", 99, "OData"])
    result, data = fetch(wanted=replace(SECOND, title="Geregistreerde misdrijven"))
    assert (result.outcome, data.manifest()["pulls"]["los/2024"]["table"]) == ("ok", "NIEUW"), result.message


def test_a_download_of_another_table_is_refused(fetch, both, monkeypatch):
    both.tables["X"] = both.tables["OUD"]
    both.faults.append(["500", 99, "ODataFeed"])
    monkeypatch.setattr("loaders.reading.odata.Bulk.address", staticmethod(lambda base, table: f"{base}/csv/CBS/nl/X"))
    result, _ = fetch(wanted=SECOND)
    assert result.outcome == "failed" and "de download is van tabel X" in result.message
