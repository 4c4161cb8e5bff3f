"""The key figures of CBS: which column is which variable, what is refused, and why a cell is empty."""

from __future__ import annotations

import dataclasses
import re
from typing import get_args

import numpy as np
import pytest

from indicators import catalog
from loaders import store
from loaders.pulling import runner, years
from loaders.reading.http import NotAvailable, SourceError
from loaders.sources import cbs_kwb, cbs_nabijheid
from loaders.vocabulary import CAVEATS, LEVELS, THEMES, Direction, Kind
from tests.conftest import REPLAY
from tests.fakes import cbs

YEARS = (2017, 2020, 2024)


@pytest.fixture
def fake(monkeypatch):
    with cbs.serving(*YEARS) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        monkeypatch.setenv("DSW_CBS_V4_URL", running.base)
        monkeypatch.setenv("DSW_CBS_DOWNLOAD_URL", running.base)
        # A fault that lasts must not cost a test the real waiting times.
        monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        yield running


@pytest.fixture
def fetch(fake, tmp_path):
    def fetch(year=2020, **more):
        plan = runner.Plan([cbs_kwb.SOURCE], [year], root=tmp_path, **more)
        (result,) = runner.run(plan)
        return result, store.open_store(tmp_path)

    return fetch


def table_of(fake, year=2020):
    return fake.tables[cbs_kwb.layout(year).table]


# ---------------------------------------------------------------- the column file and the entries


def test_every_variable_of_the_column_file_has_an_entry_and_the_other_way_round():
    named = {name for year in years.listed(cbs_kwb.COLUMNS, cbs_kwb.Year).values() for name in year.columns}
    assert named - {*cbs_kwb.TEXTS} == {v.id for v in cbs_kwb.VARIABLES}


@pytest.mark.parametrize("year", cbs_kwb.SOURCE.years)
def test_every_year_says_where_all_it_has_is_found(year):
    blocks, layout = years.listed(cbs_kwb.COLUMNS, cbs_kwb.Year), cbs_kwb.layout(year)
    names = years.names(block for each, block in blocks.items() if each <= year)
    assert re.fullmatch(r"\d{5}NED", layout.table)
    assert sorted(c.variable for c in layout.columns) == sorted(names)
    for column in layout.columns:
        assert all(re.fullmatch(r"\w+", part) for names in column.names for part in names), column
        assert column.unit, column
    assert not blocks[year].optional or not blocks[year].required, "a year says what is optional or what is required"
    required = {c.variable for c in layout.columns if not c.optional}
    assert {"region", *cbs_kwb.CORE} <= required and "change" not in required


@pytest.mark.parametrize("variable", cbs_kwb.VARIABLES, ids=lambda v: v.id)
def test_an_entry_says_what_it_is_and_what_it_is_not(variable):
    assert len(variable.label) <= 45
    assert variable.is_.endswith(".")
    assert variable.is_not.endswith(".")
    assert variable.theme in THEMES
    assert variable.kind in get_args(Kind)
    assert variable.direction in {None, *get_args(Direction)}
    assert set(variable.caveats) <= set(CAVEATS)
    assert variable.per in {None, *(v.id for v in cbs_kwb.VARIABLES)}
    assert (variable.unit == "%") == (variable.kind == "share")


def test_origin_is_sensitive_and_nothing_else_is():
    assert {v.id for v in cbs_kwb.VARIABLES if v.sensitive} == {
        "migratie_westers",
        "migratie_niet_westers",
        "herkomst_nederland",
        "herkomst_europa",
        "herkomst_buiten_europa",
    }


def test_only_what_is_agreed_has_a_direction():
    neutral = {"inwoners", "koopwoningen", "corporatiebezit", "eenpersoonshuishoudens", "migratie_westers", "bijstand"}
    assert all(v.direction is None for v in cbs_kwb.VARIABLES if v.id in neutral)


def test_each_year_is_its_own_table():
    tables = [cbs_kwb.layout(year).table for year in cbs_kwb.SOURCE.years]
    assert cbs_kwb.SOURCE.years == tuple(range(2013, max(cbs_kwb.SOURCE.years) + 1))
    assert len(set(tables)) == len(tables)
    assert cbs_kwb.layout(2020).table == "84799NED"


def test_a_new_year_is_one_block(monkeypatch, tmp_path):
    new = max(cbs_kwb.SOURCE.years) + 1
    block = f'[{new}]\ntable = "86999NED"\ngone = ["geboorte"]\n[{new}.columns]\nmannen = "MannenTotaal"\n'
    made = dataclasses.replace(cbs_kwb.COLUMNS, path=tmp_path / "cbs_kwb.toml")
    made.path.write_text(cbs_kwb.COLUMNS.path.read_text(encoding="utf-8") + f"\n{block}", encoding="utf-8")
    monkeypatch.setattr(cbs_kwb, "COLUMNS", made)
    before, after = ({c.variable: c.names for c in cbs_kwb.layout(year).columns} for year in (new - 1, new))
    assert cbs_kwb.layout(new).table == "86999NED"
    assert before.keys() - after.keys() == {"geboorte"}
    assert {v: n for v, n in after.items() if n != before[v]} == {"mannen": (("MannenTotaal",),)}
    with pytest.raises(NotAvailable, match=rf"\[{new + 1}\] in cbs_kwb\.toml"):
        cbs_kwb.layout(new + 1)


def test_every_distance_breaks_where_one_way_streets_begin_to_count():
    """Also how many schools are near: that goes by the same routes."""
    routes = [v for v in cbs_kwb.SOURCE.variables if v.id.startswith("afstand_") or v.id == "scholen_binnen_3km"]
    assert len(routes) == 5
    for variable in (*routes, *cbs_nabijheid.SOURCE.variables):
        assert variable.breaks == (2022,) and "breuk_nabijheid_2022" in variable.caveats, variable.id
    assert "breuk_nabijheid_2022" in catalog.entry("leefbaarheid_voorzieningen").caveats


def test_breaks_are_separate_variables():
    def years(variable):
        return [y for y in cbs_kwb.SOURCE.years if variable in {c.variable for c in cbs_kwb.layout(y).columns}]

    assert years("laag_inkomen")[-1] == 2024
    assert years("personen_in_armoede")[0] == 2024
    assert years("migratie_westers") == list(range(2015, 2023)), "2013 and 2014 are percentages"
    assert years("herkomst_nederland") == list(range(2022, max(cbs_kwb.SOURCE.years) + 1))
    assert years("geweld") == [2015, 2016, 2017, 2018]


def test_65_plus_is_a_sum_once_the_age_group_was_split():
    (column,) = [c for c in cbs_kwb.layout(2026).columns if c.variable == "leeftijd_65_plus"]
    assert column.names[-1] == ("k_65JaarTot80Jaar", "k_80JaarOfOuder")


# ---------------------------------------------------------------- a pull that goes well


@pytest.mark.parametrize("year", YEARS)
def test_every_column_lands_under_its_own_name(fetch, year):
    result, data = fetch(year)
    assert result.outcome == "ok", result.message
    known = {v.id for v in cbs_kwb.VARIABLES}
    expected = {c.variable for c in cbs_kwb.layout(year).columns} & known
    codes = list(cbs.regions())
    for level in LEVELS:
        frame = data.table(level, year)
        assert set(frame.columns) == expected
        for code in frame.index:
            for variable in frame.columns:
                assert frame.loc[code, variable] == cbs.value(codes.index(code), variable), (code, variable)
    assert [len(data.table(level, year)) for level in LEVELS] == [1, 2, 6, 18]


def test_the_number_at_the_end_of_a_key_may_move(fetch, fake):
    table_of(fake).shift = 3
    _, data = fetch()
    assert data.table("gemeente", 2020).loc["GM9001", "inwoners"] == cbs.value(1, "inwoners")


def test_a_sum_needs_all_its_parts(monkeypatch, tmp_path):
    with cbs.serving(2026) as fake:
        monkeypatch.setenv("DSW_CBS_URL", fake.base)
        made = fake.tables[cbs_kwb.layout(2026).table]
        made.cells["GM9001", "k_80JaarOfOuder"] = None
        runner.run(runner.Plan([cbs_kwb.SOURCE], [2026], root=tmp_path))
    frame = store.open_store(tmp_path).table("gemeente", 2026, ["leeftijd_65_plus"])["leeftijd_65_plus"]
    assert np.isnan(frame["GM9001"])
    assert frame["GM9002"] == 2 * cbs.value(2, "leeftijd_65_plus")


def test_names_and_change_flags(fetch):
    _, data = fetch()
    names = data.names("buurt", 2020)
    assert names.loc["BU9001AA02"].to_dict() == {
        "name": "Buurt 2",
        "gemeente": "GM9001",
        "gemeente_name": "Voordorp",
        "wijk": "WK9001AA",
        "wijk_name": "Wijk AA van Voordorp",
        "change": "1",
        "map_id": -1,
    }
    assert data.names("land", 2020).loc["NL00", ["name", "gemeente", "change"]].tolist() == ["Nederland", "", ""]


def test_some_levels_only_and_the_country_comes_along(fetch, fake):
    _, data = fetch(levels=["wijk"])
    assert data.levels("inwoners") == ["land", "wijk"]
    assert data.names("wijk", 2020).loc["WK900200", "gemeente_name"] == "Achterdorp"
    assert "startswith" in fake.asked("TypedDataSet?")[0]


def test_the_record_says_where_it_came_from(fetch, tmp_path):
    _, data = fetch()
    record = data.manifest()["pulls"]["cbs_kwb/2020"]
    assert record["table"] == "84799NED"
    assert record["route"] == "v3"
    assert record["modified"] == "2026-01-01T02:00:00"
    assert record["levels"] == list(LEVELS)
    for raw in record["raw"]:
        assert (tmp_path / "raw" / raw["sha256"][:2] / f"{raw['sha256']}.gz").exists()


# ---------------------------------------------------------------- columns that changed


def test_a_missing_column_names_table_column_year_and_file(fetch, fake):
    made = table_of(fake)
    made.topics.remove(made.topic("Koopwoningen"))
    result, data = fetch()
    assert result.outcome == "failed"
    for word in ("84799NED", "koopwoningen", "Koopwoningen", "2020", "columns/cbs_kwb.toml", "[2020.columns]"):
        assert word in result.message
    assert data.is_empty()
    assert not fake.asked("/csv/"), "another route would not cure it"


def test_a_column_that_some_releases_lack_is_reported(fetch, fake):
    made = table_of(fake, 2024)
    made.topics.remove(made.topic("PersonenInArmoede"))
    result, data = fetch(2024)
    assert result.outcome == "ok"
    assert "Niet in deze uitgave van tabel 85984NED: personen_in_armoede." in result.notes
    assert "personen_in_armoede" not in data.table("gemeente", 2024)


def test_the_other_name_of_a_column_will_do(fetch, fake):
    table_of(fake).topic("GemiddeldeWOZWaardeVanWoningen").stem = "GemiddeldeWoningwaarde"
    result, data = fetch()
    assert result.outcome == "ok"
    assert "woz_waarde" in data.table("wijk", 2020)


def test_another_unit_is_refused(fetch, fake):
    table_of(fake).topic("AantalInwoners").unit = "x 1 000"
    result, _ = fetch()
    assert result.outcome == "failed"
    assert "inwoners" in result.message
    assert "'x 1 000'" in result.message


def test_another_unit_of_a_column_we_can_miss_is_left_out(fetch, fake):
    table_of(fake, 2017).topic("GeweldsEnSeksueleMisdrijven").unit = "aantal"
    result, data = fetch(2017)
    assert result.outcome == "ok"
    assert any("geweld" in note and "Niet overgenomen" in note for note in result.notes)
    assert "geweld" not in data.table("wijk", 2017)


def test_a_name_that_occurs_twice_is_told_apart_by_its_group(fetch, fake):
    _, data = fetch(2024)
    assert data.table("gemeente", 2024).loc["GM9001", "herkomst_nederland"] == cbs.value(1, "herkomst_nederland")


def test_a_name_that_occurs_twice_in_one_group_is_refused(fetch, fake):
    for topic in table_of(fake, 2024).topics:
        if topic.stem == "Nederland":
            topic.group = "Herkomstland"
    result, _ = fetch(2024)
    assert "meer dan eens" in result.message


# ---------------------------------------------------------------- empty and impossible cells


def test_something_else_in_the_column_of_the_regions_is_refused_by_name():
    """A service that nests its rows gives their text for a code."""
    with pytest.raises(SourceError, match=r"is geen code van een gebied") as told:
        cbs_kwb._codes_only("84799NED", ["NL00", "GM0363", "[{'value': 'x'}]" * 20])
    assert len(str(told.value)) < 250
    cbs_kwb._codes_only("84799NED", ["NL00", "GM0363", "WK036301", "BU03630100"])


def test_an_empty_cell_is_not_given_and_an_empty_column_not_yet_published(fetch, fake):
    made = table_of(fake)
    made.modified = "2022-12-31T02:00:00"
    made.cells["GM9001", "Koopwoningen"] = None
    made.cells |= {(code, "HuishoudensMetEenLaagInkomen"): None for code in cbs.regions()}
    _, data = fetch()
    status = data.statuses("gemeente", 2020)
    assert status["koopwoningen"].tolist() == ["not_given", "published"]
    assert set(status["laag_inkomen"]) == {"not_yet_published"}
    assert "laag_inkomen" not in data.variables("gemeente", 2020)


def test_three_years_on_an_empty_column_will_not_come_any_more():
    assert cbs_kwb.empty_status(2020, "2022-11-30") == "not_yet_published"
    assert cbs_kwb.empty_status(2020, "2023-01-01") == "not_given"
    assert cbs_kwb.empty_status(2025, "2026-08-01") == "not_yet_published"


def test_impossible_values_are_blanked_and_counted(fetch, fake):
    made = table_of(fake)
    made.cells |= {("GM9001", "AantalInwoners"): -1, ("GM9002", "AantalInwoners"): -1, ("GM9001", "Koopwoningen"): 101}
    result, data = fetch()
    assert data.statuses("gemeente", 2020, ["inwoners"])["inwoners"].tolist() == ["not_given", "not_given"]
    assert any("inwoners 2 keer, bijvoorbeeld -1" in note and "koopwoningen 1 keer" in note for note in result.notes)
    assert data.table("gemeente", 2020, ["mediaan_vermogen"]).iloc[0, 0] == -7.5, "a debt is possible"


# ---------------------------------------------------------------- the other route


@pytest.mark.parametrize("kind", ["500", "html", "cut", "drop", "429"])
@pytest.mark.parametrize("where", ["TableInfos", "TypedDataSet?"])
def test_when_v3_fails_the_bulk_download_is_used_and_recorded(fetch, fake, kind, where):
    fake.faults.append([kind, 99, where])
    result, data = fetch()
    assert (result.outcome, result.route) == ("ok", "v4")
    assert data.manifest()["pulls"]["cbs_kwb/2020"]["route"] == "v4"
    assert any("v4" in note for note in result.notes)


def test_both_routes_give_the_same_figures(fetch, fake, tmp_path):
    _, data = fetch()
    by_v3 = {level: data.table(level, 2020) for level in LEVELS}
    table_of(fake).blocked = True
    result, data = fetch(force=True)
    assert result.route == "v4"
    for level in LEVELS:
        frame = data.table(level, 2020)
        one = frame if level != "land" else frame.drop(columns="inwoners")
        np.testing.assert_array_equal(one, by_v3[level][one.columns])
    named = data.names("wijk", 2020).loc["WK9001AA"]
    assert named["name"] == "Wijk AA van Voordorp"
    assert named["change"] == "1", "the bulk download has no flags: those of before stay"


def test_a_table_that_nobody_has_is_named_and_not_fatal(fetch, fake):
    del fake.tables["84799NED"]
    result, _ = fetch()
    assert result.outcome == "not_available"
    assert "84799NED" in result.message
    assert "2020" in result.message


def test_a_stand_in_without_another_route_is_a_failure(fetch, fake):
    table_of(fake).blocked = True
    fake.v4 = False
    result, _ = fetch()
    assert result.outcome == "failed"
    assert "tijdelijk afgesloten" in result.message


def test_when_both_routes_fail_the_last_good_data_stays(fetch, fake):
    _, before = fetch()
    version = before.version
    table_of(fake).modified = "2026-06-01T02:00:00"
    fake.faults.append(["500", 999, ""])
    result, data = fetch()
    assert result.outcome == "failed"
    assert "Ook de andere weg" in result.message
    assert data.version == version
    record = data.manifest()["pulls"]["cbs_kwb/2020"]
    assert (record["status"], record["modified"], record["route"]) == ("failed", "2026-01-01T02:00:00", "v3")


# ---------------------------------------------------------------- the real figures


@pytest.mark.replay
def test_the_replayed_year_2020_lands_whole(monkeypatch, tmp_path):
    if not REPLAY.is_dir():
        pytest.skip("the replayed real figures are not beside the project")
    import sys

    monkeypatch.setattr(sys, "path", [str(REPLAY), *sys.path])
    import threading

    import serve

    server = serve.server(REPLAY)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        monkeypatch.setenv("DSW_CBS_URL", f"http://127.0.0.1:{server.server_port}")
        (result,) = runner.run(runner.Plan([cbs_kwb.SOURCE], [2020], root=tmp_path))
    finally:
        server.shutdown()
        server.server_close()
    assert result.outcome == "ok", result.message
    data = store.open_store(tmp_path)
    assert [len(data.table(level, 2020)) for level in LEVELS] == [1, 355, 3177, 13808]
    assert data.table("land", 2020).loc["NL00", "inwoners"] == 17_407_585


# ---------------------------------------------------------------- the third route


@pytest.mark.parametrize("name", ["kwb-2024.xlsx", "kwb2024.xlsx"])
def test_when_v3_and_v4_fail_the_excel_file_gives_the_same_figures(fetch, fake, name):
    _, data = fetch(2024)
    by_v3 = {level: data.table(level, 2024) for level in LEVELS}
    fake.files[name] = cbs.workbook(table_of(fake, 2024))
    fake.faults += [["500", 999, "ODataFeed"], ["html", 999, "/csv/"]]
    result, data = fetch(2024, force=True)
    assert (result.outcome, result.route) == ("ok", "xlsx"), result.message
    assert any("Excel-bestand van CBS" in note for note in result.notes)
    for level in LEVELS:
        frame = data.table(level, 2024)
        np.testing.assert_array_equal(frame, by_v3[level][frame.columns])
    assert len(frame.columns) >= 55
    assert data.names("wijk", 2024).loc["WK9001AA", ["name", "change"]].tolist() == ["Wijk AA van Voordorp", "1"]


def test_when_all_three_fail_all_three_are_told(fetch, fake):
    fake.files["kwb-2024.xlsx"] = cbs.workbook(table_of(fake, 2024))
    fake.faults += [["500", 999, "ODataFeed"], ["html", 999, "/csv/"], ["cut", 999, "xlsx"]]
    result, data = fetch(2024)
    assert result.outcome == "failed" and data.is_empty()
    for word in ("fout 500", "Ook de andere weg", "webpagina", "Ook de derde weg", "brak af"):
        assert word in result.message


def test_an_excel_file_without_a_level_is_refused_and_what_there_was_stays(fetch, fake, monkeypatch):
    _, data = fetch(2024)
    before = data.table("wijk", 2024)
    few = {code: name for code, name in cbs.regions().items() if code[:2] in ("NL", "GM")}
    table = table_of(fake, 2024)
    with monkeypatch.context() as patched:
        patched.setattr(cbs, "regions", lambda: few)
        fake.files["kwb-2024.xlsx"] = cbs.workbook(table)
    fake.faults += [["500", 999, "ODataFeed"], ["html", 999, "/csv/"]]
    result, data = fetch(2024, force=True)
    assert result.outcome == "failed" and "geen enkele wijk en geen enkele buurt in" in result.message
    assert data.table("wijk", 2024).equals(before)


def test_an_excel_file_of_another_year_is_known_by_its_gemeenten():
    """Gemeenten that came or went are all that tells: the file does not say of which year it is."""
    cbs_kwb._not_another_year(2024, "kwb-2024.xlsx", ["NL00", "GM0363", "GM1992"])
    with pytest.raises(SourceError, match=r"Weesp \(GM0457\) staat erin, en bestond in 2024 niet meer"):
        cbs_kwb._not_another_year(2024, "kwb-2024.xlsx", ["GM0363", "GM0457"])
    with pytest.raises(SourceError, match="staat er niet in, en bestond in 2020 nog"):
        cbs_kwb._not_another_year(2020, "kwb-2020.xlsx", [f"GM{n:04d}" for n in range(5000, 5340)])
