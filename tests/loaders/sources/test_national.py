"""The national sources one by one, each against a table in the shape of its own."""

from __future__ import annotations

import math

import pytest

from loaders import store
from loaders.pulling import runner
from loaders.reading.http import Client
from loaders.sources import (
    azw,
    cbs_bodem,
    cbs_daklozen,
    cbs_kinderen,
    cbs_leeftijd,
    cbs_nabijheid,
    cbs_ses,
    cbs_veiligheid,
    cbs_vsv,
    cbs_zorguitgaven,
    politie,
    politie_overlast,
    rivm,
)
from loaders.vocabulary import CAVEATS, THEMES
from tests.conftest import REPLAY
from tests.fakes import cubes
from tests.loaders.sources import tables
from tests.loaders.sources.tables import number

SOURCES = (
    azw,
    cbs_bodem,
    cbs_daklozen,
    cbs_kinderen,
    cbs_leeftijd,
    cbs_nabijheid,
    cbs_ses,
    cbs_veiligheid,
    cbs_vsv,
    cbs_zorguitgaven,
    politie,
    politie_overlast,
    rivm,
)


@pytest.fixture
def fetch(tmp_path, monkeypatch):
    """Pull one year of a source from a fake with these tables."""

    def fetch(module, year, made, **more):
        with cubes.serving(made) as running:
            for setting in ("DSW_CBS_URL", "DSW_CBS_V4_URL", "DSW_DERDEN_URL"):
                monkeypatch.setenv(setting, running.base)
            (result,) = runner.run(runner.Plan([module.SOURCE], [year], root=tmp_path, **more))
            return result, store.open_store(tmp_path), running

    return fetch


# ---------------------------------------------------------------- what each says of itself


@pytest.mark.parametrize("module", SOURCES, ids=lambda m: m.SOURCE.id)
def test_an_entry_is_whole_and_every_item_has_one(module):
    assert {item.variable for item in module.CUBE.items} == {v.id for v in module.SOURCE.variables}
    assert module.CUBE.file == f"{module.__name__.split('.')[-1]}.py"
    assert module.CUBE.setting in module.SOURCE.settings
    assert set(module.SOURCE.caveats) <= set(CAVEATS)
    for variable in module.SOURCE.variables:
        assert variable.is_.endswith(".") and variable.is_not.endswith("."), variable.id
        assert variable.theme in THEMES
        assert set(variable.caveats) <= set(CAVEATS)
        assert (variable.unit == "%") == (variable.kind == "share"), variable.id


# ---------------------------------------------------------------- police


def test_crime_by_kind_and_area(fetch):
    result, data, fake = fetch(politie, 2024, {"47018NED": tables.crime()})
    assert result.outcome == "ok", result.message
    wijken = data.table("wijk", 2024)
    assert wijken.loc["WK9001AA", "misdrijven_totaal"] == number("WK9001AA")
    kinds = list(politie.KINDS)
    assert wijken.loc["WK9001AA", "misdrijven_vernieling"] == number("WK9001AA") + 100 * kinds.index(
        "misdrijven_vernieling"
    )
    buurten = data.table("buurt", 2024)
    assert buurten.loc["BU9001AA00", "misdrijven_straatroof"] == 0, "no row means none"
    assert sorted(data.table("gemeente", 2024).index) == ["GM9001", "GM9002"]
    assert "1.4.1" not in " ".join(fake.asked("TypedDataSet?")), "sexual offences are not public per wijk"


def test_crime_of_an_earlier_year_is_on_the_division_of_the_table(fetch):
    _, data, _ = fetch(politie, 2023, {"47018NED": tables.crime()})
    assert data.table("wijk", 2023).empty
    assert data.table("wijk", 2023, division=2024).loc["WK9001AA", "misdrijven_totaal"] == number("WK9001AA")
    assert data.own_division("wijk", 2023, "misdrijven_totaal") == 2024
    assert data.own_division("wijk", 2023, "onbekend") == 2023


def test_nuisance_is_the_sum_of_twelve_months_or_not_yet_there(fetch):
    _, data, _ = fetch(politie_overlast, 2024, {"47024NED": tables.nuisance()})
    assert data.table("wijk", 2024).loc["WK9001AA", "overlast_jeugd"] == 12 * number("WK9001AA")
    _, data, _ = fetch(politie_overlast, 2024, {"47024NED": tables.nuisance(9)}, force=True)
    assert set(data.statuses("wijk", 2024)["overlast_totaal"]) == {"not_yet_published"}


# ---------------------------------------------------------------- RIVM


def test_health_is_an_estimate_for_adults_with_both_bounds(fetch):
    result, data, _ = fetch(rivm, 2020, {"50150NED": tables.health()})
    assert result.outcome == "ok", result.message
    frame = data.table("wijk", 2020, division=2024)
    own = number("WK9001AA") + 10
    assert frame.loc["WK9001AA", ["eenzaam", "eenzaam_ondergrens", "eenzaam_bovengrens"]].tolist() == [
        own,
        own - 2,
        own + 3,
    ]
    assert set(data.statuses("wijk", 2020, division=2024)["moeite_met_rondkomen"]) == {"estimate"}
    assert data.table("land", 2020, division=2024).index.tolist() == ["NL00"]
    assert all("model" in v.caveats for v in rivm.SOURCE.variables)


def test_an_older_release_without_margins_serves_where_a_newer_one_lacks_the_year(fetch):
    newest, older = tables.health(), tables.health(2020, margins=False)
    newest.dimensions[3] = cubes.years(2022)
    result, data, _ = fetch(rivm, 2016, {"50150NED": newest, "50090NED": older})
    assert data.manifest()["pulls"]["rivm/2016"]["table"] == "50090NED"
    assert "eenzaam_ondergrens" not in data.variables("wijk")
    assert any("eenzaam_ondergrens" in note for note in result.notes)


# ---------------------------------------------------------------- CBS


def test_status_scores_are_told_apart_by_their_group(fetch):
    result, data, _ = fetch(cbs_ses, 2024, {"86296NED": tables.status()})
    assert result.outcome == "ok", result.message
    frame = data.table("wijk", 2024, division=2025)
    assert frame.loc["WK900100"].tolist() == [-number("WK900100") / 100] * 4
    assert data.statuses("wijk", 2024, division=2025).loc["WK900100", "ses_woa"] == "provisional"
    assert math.isnan(data.table("buurt", 2024, ["ses_woa"], division=2025)["ses_woa"].iloc[0])


def test_children_are_shares_and_a_number_and_only_what_is_needed_is_asked(fetch):
    result, data, fake = fetch(cbs_kinderen, 2022, {"86006NED": tables.children()})
    assert result.outcome == "ok", result.message
    row = data.table("gemeente", 2022, division=2024).loc["GM9001"]
    assert row["kinderen_laag_inkomen"] == number("GM9001")
    assert row["kinderen_laag_inkomen_aantal"] == 1000 * number("GM9001")
    assert row["kinderen_langdurig_laag_inkomen"] == number("GM9001") + 10
    asked = " ".join(fake.asked("TypedDataSet?"))
    assert "1050190" not in asked and "'X'" not in asked


def test_ages_are_found_by_title_and_areas_are_those_of_the_year(fetch):
    result, data, fake = fetch(cbs_leeftijd, 2024, {"03759ned": tables.ages()})
    assert result.outcome == "ok", result.message
    frame = data.table("gemeente", 2024)
    assert frame.index.tolist() == ["GM9001"]
    assert frame.loc["GM9001", "leeftijd_jaar_17"] == number("GM9001") * 1000 + int("11700") // 100
    assert "13100" not in " ".join(fake.asked("TypedDataSet?"))


def test_a_school_year_is_stored_under_the_year_in_which_it_ends(fetch):
    result, data, _ = fetch(cbs_vsv, 2023, {"84780NED": tables.leavers()})
    assert result.outcome == "ok", result.message
    assert data.table("gemeente", 2023).loc["GM9001", "vsv_aantal"] == 20 + number("GM9001")
    assert all("stroom_geen_stand" in v.caveats for v in cbs_vsv.SOURCE.variables if v.id != "vsv_leerlingen")


def test_nearness_comes_from_the_table_with_the_year_in_its_title(fetch):
    made = {"86134NED": tables.nearness(2024), "86270NED": tables.nearness(2025), "87000NED": tables.nearness(2026)}
    for year, table in ((2024, "86134NED"), (2026, "87000NED")):
        result, data, _ = fetch(cbs_nabijheid, year, made)
        assert result.outcome == "ok", result.message
        assert data.manifest()["pulls"][f"cbs_nabijheid/{year}"]["table"] == table
        row = data.table("wijk", year).loc["WK9001AA"]
        assert row["afstand_bibliotheek"] == row["afstand_voortgezet_onderwijs"] == number("WK9001AA") / 10
    assert fetch(cbs_nabijheid, 2019, made)[0].outcome == "not_available"


def test_greens_are_near_and_an_earlier_table_may_lack_them(fetch):
    new, old = tables.nearness(2025), tables.nearness(2018)
    old.topics = [topic for topic in old.topics if "Groen" not in topic.key and "Bos" not in topic.key]
    made = {"86270NED": new, "84463NED": old}
    _, data, _ = fetch(cbs_nabijheid, 2025, made)
    greens = ["afstand_groen", "afstand_bos", "afstand_natuur", "afstand_recreatiewater", "afstand_park"]
    assert data.table("wijk", 2025, greens).loc["WK9001AA"].tolist() == [number("WK9001AA") / 10] * 5
    result, data, _ = fetch(cbs_nabijheid, 2018, made)
    assert result.outcome == "ok" and data.manifest()["pulls"]["cbs_nabijheid/2018"]["table"] == "84463NED"
    assert any("afstand_bos" in note and "afstand_groen" in note for note in result.notes)
    assert "afstand_natuur" in data.variables("wijk", 2018) and "afstand_bos" not in data.variables("wijk", 2018)


def test_land_use_of_the_new_division_has_urban_green_and_of_the_old_one_parks(fetch):
    made = {"86211NED": tables.land_use(2022), "85217NED": tables.land_use(2017)}
    for year, table, there, gone in (
        (2022, "86211NED", "bodem_stedelijk_groen", "bodem_park"),
        (2017, "85217NED", "bodem_park", "bodem_stedelijk_groen"),
    ):
        result, data, _ = fetch(cbs_bodem, year, made)
        assert result.outcome == "ok", result.message
        assert data.manifest()["pulls"][f"cbs_bodem/{year}"]["table"] == table
        row = data.table("wijk", year).loc["WK9001AA"]
        assert (row["bodem_totaal"], row[there]) == (100 * number("WK9001AA"), 10 * number("WK9001AA"))
        assert any(gone in note for note in result.notes)
        assert data.table("land", year).loc["NL00", "bodem_natuur"] == 10 * number("NL00")
    assert fetch(cbs_bodem, 2020, made)[0].outcome == "not_available"


def test_the_newest_table_of_land_use_is_not_asked_for_parks(monkeypatch):
    with cubes.serving({"86211NED": tables.land_use(2022), "85217NED": tables.land_use(2017)}) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        monkeypatch.setenv("DSW_CBS_V4_URL", running.base)
        v3, _ = cbs_bodem.SOURCE.expects
        assert v3.ask(Client()) == []


def test_social_cohesion_is_of_the_country_and_large_gemeenten_with_its_margin(fetch):
    result, data, _ = fetch(cbs_veiligheid, 2023, {"85146NED": tables.survey()})
    assert result.outcome == "ok", result.message
    names = [f"sociale_cohesie{end}" for end in ("", "_ondergrens", "_bovengrens")]
    own = number("GM9001") + 4
    assert data.table("gemeente", 2023, names).loc["GM9001"].tolist() == pytest.approx([own, own - 0.2, own + 0.2])
    assert "GM9002" not in data.table("gemeente", 2023, names).index, "a gemeente without enough answers has no figure"
    assert data.levels("sociale_cohesie") == ["land", "gemeente"]
    assert fetch(cbs_veiligheid, 2025, {"85146NED": tables.survey()})[0].outcome == "not_available"


def test_the_homeless_and_spending_on_care_are_series_of_the_country(fetch):
    result, data, _ = fetch(cbs_daklozen, 2023, {"84990NED": tables.homeless()})
    assert result.outcome == "ok", result.message
    frame = data.observations(["daklozen"])
    assert frame[["region", "value", "status"]].values.tolist() == [["NL00", 30_600.0, "estimate"]]
    result, data, _ = fetch(cbs_zorguitgaven, 2018, {"85260NED": tables.care()})
    assert result.outcome == "ok", result.message
    assert data.observations(["zorguitgaven"])["value"].tolist() == [100_000.0]


def test_employees_are_found_by_title(fetch):
    result, data, _ = fetch(azw, 2024, {"24999NED": tables.employees()})
    assert result.outcome == "ok", result.message
    assert data.observations(["werknemers_sociaal_werk"])["value"].tolist() == [70_500.0]
    assert data.levels("werknemers_sociaal_werk") == ["land"]


# ---------------------------------------------------------------- the real figures


@pytest.mark.replay
def test_the_replayed_crime_and_health_land_whole(monkeypatch, tmp_path):
    if not REPLAY.is_dir():
        pytest.skip("the replayed real figures are not beside the project")
    from bench.servers import replay

    with replay() as address:
        monkeypatch.setenv("DSW_DERDEN_URL", address)
        results = runner.run(runner.Plan([politie.SOURCE, rivm.SOURCE], [2020, 2024], root=tmp_path))
    told = {(r.source, r.year): r.outcome for r in results}
    assert told == {
        ("politie", 2020): "not_available",
        ("politie", 2024): "ok",
        ("rivm", 2020): "ok",
        ("rivm", 2024): "not_available",
    }
    data = store.open_store(tmp_path)
    assert [len(data.table(level, 2024, ["misdrijven_totaal"])) for level in ("gemeente", "wijk", "buurt")] == [
        342,
        3393,
        14574,
    ]
    assert data.table("gemeente", 2024).loc["GM0034", "misdrijven_totaal"] == 8807
    assert data.table("land", 2020).loc["NL00", "eenzaam"] == 47.0
    assert data.table("gemeente", 2020).loc["GM0363", "moeite_met_rondkomen"] == 24.3
