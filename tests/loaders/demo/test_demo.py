"""The demo region: invented, complete, consistent between levels, with the gaps and breaks that real data has."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from loaders import demo, store
from loaders.demo import figures, names, police, publish, youth_workers
from loaders.source import registry
from loaders.sources import cbs_kwb, politie, politie_overlast
from loaders.vocabulary import CODE_PREFIX, COUNTRY, LEVELS, gemeente_of, wijk_of
from tests.conftest import REPLAY

YEARS = range(2013, 2026)
BELOW = LEVELS[1:]
GEO = REPLAY / "geo"


@pytest.fixture(scope="module")
def data():
    """The committed demo data."""
    return store.Store(store.DEMO)


def test_counts_of_areas(data):
    assert len(data.names("gemeente", 2013)) == 20
    assert len(data.names("gemeente", 2025)) == 19
    assert 175 <= len(data.names("wijk", 2025)) <= 190
    assert 660 <= len(data.names("buurt", 2025)) <= 740
    assert data.names("land", 2025).loc[COUNTRY, "name"] == "Demogebied (verzonnen)"
    assert data.demo


@pytest.mark.parametrize("level", BELOW)
def test_codes_cannot_be_taken_for_real_ones(data, level):
    # Gemeente codes were given out up to GM1992; the demo's begin with 90.
    for year in YEARS:
        codes = data.names(level, year).index
        assert codes.str.match(rf"{CODE_PREFIX[level]}90\d\d[0-9A-Z]*$").all()


def test_one_city_has_letters_in_its_codes(data):
    codes = data.names("wijk", 2022).index
    lettered = codes[codes.str[6:].str.isalpha()]
    assert set(map(gemeente_of, lettered)) == {"GM9001"}
    assert not data.names("wijk", 2021).index.str[6:].str.isalpha().any()


def test_every_area_lies_in_one_that_exists(data):
    for year in YEARS:
        gemeenten, wijken = set(data.names("gemeente", year).index), set(data.names("wijk", year).index)
        assert set(map(gemeente_of, wijken)) == gemeenten
        assert set(map(wijk_of, data.names("buurt", year).index)) == wijken


def test_names_are_of_no_real_place():
    if not GEO.exists():
        pytest.skip("the maps of CBS are not beside the project")
    real = pd.concat([gpd.read_parquet(file)["name"] for file in GEO.glob("*.parquet")]).dropna()
    real = set(real.str.replace(r"^(Wijk|Buurt) \w+ ", "", regex=True).str.lower())
    made = [first + last for first in names.FIRST for last in names.LAST] + list(names.NAMES.values())
    assert [name for name in made if name.lower() in real] == []


@pytest.mark.parametrize("division", publish.DRAWN)
def test_areas_tile_without_gaps_or_overlaps(data, division):
    outlines = {}
    for level in BELOW:
        shapes = data.regions(level, division).geometry.to_numpy()
        assert shapely.is_valid(shapes).all() and (shapely.area(shapes) > 10_000).all()
        assert shapely.coverage_is_valid(shapes)
        outlines[level] = shapely.union_all(shapes)
        assert shapely.area(shapes).sum() == pytest.approx(outlines[level].area, rel=1e-9)
    for level in ("wijk", "buurt"):
        assert outlines[level].symmetric_difference(outlines["gemeente"]).area < 1


@pytest.mark.parametrize("division", (2013, 2025))
def test_parts_lie_inside_their_whole(data, division):
    for level, whole, parent in (("wijk", "gemeente", gemeente_of), ("buurt", "wijk", wijk_of)):
        shapes = data.regions(level, division).geometry
        around = data.regions(whole, division).geometry.reindex([parent(code) for code in shapes.index])
        outside = shapely.area(shapely.difference(shapes.to_numpy(), around.to_numpy()))
        assert outside.max() < 1


def test_the_province_lies_in_the_sea(data):
    west, _, east, _ = data.regions("gemeente", 2025).to_crs(4326).total_bounds
    assert west > 2.0 and east < 3.7  # England ends at 1.8 degrees east; Holland begins at 4.1 at this height


def test_the_nearest_boundaries_are_always_the_right_ones(data):
    for level in BELOW:
        for year in YEARS:
            drawn = data.regions(level, data.nearest_division(level, year))
            assert set(drawn.index) == set(data.names(level, year).index)


def test_maps_and_numbers_fit(data):
    import json

    for level in ("gemeente", "wijk"):
        features = json.loads((data.root / "geo" / data.geojson(level, 2025)).read_text())["features"]
        ids = {feature["properties"]["code"]: feature["id"] for feature in features}
        assert data.map_ids(level, 2025).to_dict() == ids
    assert data.geojson("buurt", 2025, "GM9001") is not None


# What may differ when n rounded parts are added up: half a step each.
@pytest.mark.parametrize(
    ("variable", "year", "step"), [("inwoners", 2013, 5), ("huishoudens", 2020, 5), ("bijstand", 2023, 10)]
)
def test_levels_add_up(data, variable, year, step):
    buurt, wijk, gemeente, land = (data.table(level, year, [variable])[variable] for level in reversed(LEVELS))
    assert gemeente.sum() == pytest.approx(land[COUNTRY], abs=len(gemeente) * step / 2)
    for part, whole, parent in ((wijk, gemeente, gemeente_of), (buurt, wijk, wijk_of)):
        groups = part.groupby([parent(code) for code in part.index])
        full = groups.apply(lambda values: values.notna().all())
        off = (groups.sum() - whole)[full].abs()
        assert (off <= groups.size()[full] * step / 2 + step / 2).all()
        assert full.sum() > 10


def test_shares_are_weighed(data):
    for variable, weight in (("laag_inkomen", "huishoudens"), ("koopwoningen", "woningvoorraad")):
        table = data.table("gemeente", 2021, [variable, weight])
        expected = np.average(table[variable], weights=table[weight])
        assert data.table("land", 2021).loc[COUNTRY, variable] == pytest.approx(expected, abs=0.6)


@pytest.mark.parametrize("year", YEARS)
def test_variables_are_those_of_the_real_table(data, year):
    declared = {variable.id for variable in cbs_kwb.SOURCE.variables}
    assert set(publish.variables(year)) <= declared
    stored = data.manifest()["observations"][f"cbs_kwb/land/{year}"]["variables"]
    assert set(stored) == set(publish.variables(year))
    real = {column.variable for column in cbs_kwb.layout(year).columns} & declared
    assert real - set(publish.variables(year)) <= {*publish.STARTS, *publish.DROPPED_FROM}


def test_breaks_are_separate_variables(data):
    assert data.years("wijk", "laag_inkomen")[-1] == 2023
    assert data.years("wijk", "personen_in_armoede") == [2024]
    assert data.years("wijk", "migratie_westers")[-1] == 2022
    assert data.years("wijk", "herkomst_nederland")[0] == 2023
    assert data.years("wijk", "geweld") == [2015, 2016, 2017, 2018]


def test_missing_is_of_the_right_kind(data):
    new = data.statuses("wijk", 2025, ["inkomen_per_inwoner", "inwoners", "bijstand"])
    assert set(new["inkomen_per_inwoner"]) == set(new["bijstand"]) == {"not_yet_published"}
    assert set(new["inwoners"]) == {"published"}
    assert set(data.statuses("wijk", 2024, ["personen_in_armoede"])["personen_in_armoede"]) == {
        "provisional",
        "not_given",
    }
    hidden = data.statuses("buurt", 2022, ["laag_inkomen"])["laag_inkomen"].eq("not_given").mean()
    assert 0.02 < hidden < 0.2
    support = data.table("wijk", 2018, ["wmo"]).groupby(gemeente_of)["wmo"].count()
    assert support["GM9010"] == support["GM9017"] == 0


def test_some_wijken_have_no_inhabitants(data):
    for year in YEARS:
        empty = data.table("wijk", year, ["inwoners", "laag_inkomen"]).query("inwoners == 0")
        assert len(empty) == 1 and empty["laag_inkomen"].isna().all()


def test_three_boundary_changes_with_their_flags(data):
    flags = {y: data.names("wijk", y)["change"].value_counts().to_dict() for y in YEARS}
    assert [year for year in YEARS if set(flags[year]) != {"1"}] == [2019, 2022, 2025]
    assert set(flags[2019]) == {"1", "2"} and set(flags[2022]) == {"1", "3"}
    assert set(flags[2025]) == {"1", "2", "3", ""}
    assert data.names("gemeente", 2019)["change"].to_dict()["GM9021"] == "3"
    assert {"GM9018", "GM9019"} <= set(data.names("gemeente", 2018).index)
    assert not {"GM9018", "GM9019"} & set(data.names("gemeente", 2019).index)


def wijken_of_regrouped(data, year):
    """Name, flag and inhabitants of the wijken of the gemeente that deals its buurten out anew in 2025, by code."""
    found = data.names("wijk", year).query("gemeente == @names.REGROUPED")
    people = data.table("wijk", year, ["inwoners"])["inwoners"].reindex(found.index)
    return {code: (row["name"], row["change"], people[code]) for code, row in found.iterrows()}


def test_one_gemeente_has_everything_that_can_happen_to_a_wijk(data):
    assert names.REGROUPED_IN == 2025
    before, after = (wijken_of_regrouped(data, year) for year in (2024, 2025))
    assert before == {
        names.REUSED: ("Wijk 00 Nevelbroek", "1", 25_405),
        names.SPLIT[0]: ("Wijk 01 Tarwevoorde", "1", 7_795),
        names.JOINED[0]: ("Wijk 02 Gershoven", "1", 2_100),
        names.JOINED[1]: ("Wijk 03 Wolkendrecht", "1", 4_210),
        names.SHRUNK: ("Wijk 04 Wulpenmonde", "1", 2_300),
        names.UNCHANGED: ("Wijk 05 Gerstkerke", "1", 3_295),
        names.RENAMED: ("Wijk 06 Hagelsluis", "1", 4_920),
    }
    assert after == {
        names.REUSED: ("Wijk 00 Wulpenmonde", "", 390),
        names.SPLIT[0]: ("Wijk 01 Tarwevoorde", "3", 4_840),
        names.JOINED[1]: ("Wijk 03 Wolkendrecht en Gershoven", "3", 6_290),
        names.SHRUNK: ("Wijk 04 Wulpenmonde buitengebied", "3", 1_900),
        names.UNCHANGED: ("Wijk 05 Gerstkerke", "1", 3_265),
        names.RENAMED: ("Wijk 06 Hagelmonde", "1", 4_920),
        names.SPLIT[1]: ("Wijk 07 Tarwevoorde buitengebied", "3", 2_990),
        names.RENUMBERED: ("Wijk 08 Nevelbroek", "2", 25_485),
    }


def test_a_regrouped_wijk_is_where_its_buurten_are(data):
    links = data.crosswalk("wijk", 2024, 2025).query("old != '' and new != '' and old.str[2:6] == '9014'")
    assert set(zip(links["old"], links["new"], strict=True)) == {
        (names.REUSED, names.RENUMBERED),
        (names.SPLIT[0], names.SPLIT[0]),
        (names.SPLIT[0], names.SPLIT[1]),
        (names.JOINED[0], names.JOINED[1]),
        (names.JOINED[1], names.JOINED[1]),
        (names.SHRUNK, names.REUSED),
        (names.SHRUNK, names.SHRUNK),
        (names.UNCHANGED, names.UNCHANGED),
        (names.RENAMED, names.RENAMED),
    }
    shapes = {year: data.regions("wijk", year).geometry for year in (2024, 2025)}
    for old, new in ((names.REUSED, names.RENUMBERED), (names.RENAMED, names.RENAMED)):
        assert shapes[2024][old].symmetric_difference(shapes[2025][new]).area < 1
    assert shapes[2024][names.REUSED].intersection(shapes[2025][names.REUSED]).area < 1


def test_regrouping_one_gemeente_moves_no_chance_of_another():
    """An area has its number whatever areas there are beside it."""
    codes = pd.Index(["A", "B", "C"])
    whole = publish._Luck(list(codes), codes, [1, 2])
    other = publish._Luck(list(codes), pd.Index(["A", "C", "D"]), [1, 2])
    first, second = (dict(zip("ACD", other.draw(), strict=True)), dict(zip("ACD", other.draw(), strict=True)))
    for drawn, same in ((first, whole.draw()), (second, whole.draw())):
        assert (drawn["A"], drawn["C"]) == (same[0], same[2]) and 0 <= drawn["D"] < 1
    assert first["D"] != second["D"]


def test_no_one_is_lost_in_a_merger(data):
    before = data.table("gemeente", 2018, ["oppervlakte"])["oppervlakte"]
    after = data.table("gemeente", 2019, ["oppervlakte"])["oppervlakte"]
    assert after["GM9021"] == pytest.approx(before["GM9018"] + before["GM9019"], abs=1)


def test_half_of_the_gemeenten_report_youth_workers(data):
    reported = data.observations(["jongerenwerk_fte"])
    gemeenten = reported[reported["level"] == "gemeente"]
    assert set(gemeenten["region"]) == set(youth_workers.REPORTS) and len(youth_workers.REPORTS) == 10
    assert sorted(gemeenten["year"].unique()) == list(range(2020, 2026))
    by_wijk = {gemeente_of(code) for code in reported.loc[reported["level"] == "wijk", "region"]}
    assert 0 < len(by_wijk) < len(youth_workers.REPORTS)


def test_reported_wijken_add_up_to_their_gemeente_at_a_believable_rate(data):
    wijk = data.table("wijk", 2022, ["jongerenwerk_fte"])["jongerenwerk_fte"].dropna()
    gemeente = data.table("gemeente", 2022)
    for code, total in wijk.groupby(gemeente_of).sum().items():
        assert gemeente.loc[code, "jongerenwerk_fte"] == pytest.approx(total)
    told = gemeente.dropna(subset="jongerenwerk_fte")
    young = told["leeftijd_0_15"] / 3 + told["leeftijd_15_25"] + 0.15 * told["leeftijd_25_45"]
    assert (1000 * told["jongerenwerk_fte"] / young).between(0.2, 3).all()
    assert (wijk == 0).any()


def test_some_wijken_are_owned_by_corporations_for_more_than_two_thirds(data):
    for year in (2018, 2022, 2025):
        table = data.table("wijk", year, ["corporatiebezit", "inwoners"]).query("corporatiebezit > 66.7")
        assert 2 <= len(table) <= 10 and (table["inwoners"] > 1000).all()
    owned = data.table("wijk", 2022, ["corporatiebezit"]).query("corporatiebezit > 66.7")
    assert set(map(gemeente_of, owned.index)) == {"GM9001", "GM9002"}


def test_raadslieden_are_told_as_present_as_absent_or_not_at_all(data):
    told = data.table("gemeente", 2023, ["raadslieden", "raadslieden_fte"])
    assert told["raadslieden"].value_counts().to_dict() == {1: 5, 0: 4}
    assert set(told.index) < set(data.names("gemeente", 2023).index)
    assert (told.loc[told["raadslieden"] == 0, "raadslieden_fte"] == 0).all()
    assert told.loc["GM9004", "raadslieden"] == 1 and np.isnan(told.loc["GM9004", "raadslieden_fte"])
    assert data.table("gemeente", 2024, ["raadslieden"]).loc["GM9016", "raadslieden"] == 1


def test_money_of_gemeenten_has_the_gaps_of_iv3(data):
    assert data.years("gemeente", "iv3_61_begroting") == list(range(2017, 2026))
    assert data.years("gemeente", "iv3_61_rekening") == list(range(2017, 2025))
    assert set(data.statuses("gemeente", 2025, ["iv3_61_rekening"])["iv3_61_rekening"]) == {"not_yet_published"}
    late = data.table("gemeente", 2024, ["iv3_61_rekening", "iv3_61_begroting"])
    assert set(late.index[late["iv3_61_rekening"].isna()]) == {"GM9006", "GM9012"}
    assert late["iv3_61_begroting"].notna().all()
    merged = data.table("gemeente", 2019, ["iv3_67_begroting", "iv3_67_rekening"]).loc["GM9021"]
    assert np.isnan(merged["iv3_67_begroting"]) and merged["iv3_67_rekening"] > 0
    assert data.years("gemeente", "iv3_69_begroting") == [2025]


def test_money_of_gemeenten_breaks_where_iv3_does_and_centres_pay_for_others(data):
    def per_head(year, variable):
        table = data.table("gemeente", year, [variable, "inwoners"])
        return table[variable] / table["inwoners"]

    jumps = {
        v: (per_head(after, v) / per_head(after - 1, v)).median()
        for v, after in (("iv3_61_rekening", 2022), ("iv3_682_rekening", 2023), ("iv3_61_begroting", 2020))
    }
    assert jumps["iv3_61_rekening"] > 1.5 and jumps["iv3_682_rekening"] < 0.6
    assert 0.9 < jumps["iv3_61_begroting"] < 1.1
    shelter = per_head(2022, "iv3_681_rekening")
    assert shelter[["GM9001", "GM9002", "GM9003"]].min() > 3 * shelter.drop(["GM9001", "GM9002", "GM9003"]).max()


def test_the_police_lays_every_year_on_the_newest_division_and_adds_up(data):
    kinds = [v.id for v in (*politie.SOURCE.variables, *politie_overlast.SOURCE.variables)]
    for year in police.YEARS:
        tables = {level: data.table(level, year, kinds, police.DIVISION) for level in LEVELS}
        for level, table in tables.items():
            assert not table.isna().any(axis=None), "none is a count too"
            assert set(table.index) == set(data.names(level, police.DIVISION).index)
            crimes = [id for id in politie.KINDS if id != "misdrijven_totaal"]
            assert (table["misdrijven_totaal"] >= table[crimes].sum(axis=1)).all()
            assert (table["overlast_totaal"] >= table["overlast_jeugd"]).all()
            assert table.sum().equals(tables["land"].sum()), level


def test_people_and_homes_of_before_come_to_where_the_police_counts(data):
    """Of 183 wijken of 2025 most are the ground of 2020; of others buurten are added up or addresses divided; one is left."""
    score, over = "leefbaarheid_overlast_onveiligheid", ["inwoners", "woningvoorraad"]
    for year in police.YEARS:
        found = data.table("wijk", year, [score, *over], police.DIVISION)
        assert data.own_division("wijk", year, score) == police.DIVISION
        assert 180 <= found[score].notna().sum() <= 181
        people = data.table("land", year, ["inwoners"])["inwoners"].iloc[0]
        assert 0.98 <= found["inwoners"].sum() / people <= 1.02
    firm = data.statuses("wijk", 2020, over, police.DIVISION)["inwoners"].value_counts().to_dict()
    assert firm == {"computed": 149, "estimate": 33, "not_given": 1}
    # Poor and busy places have more of it, as in what stands in for it in the years before.
    rates = data.table("wijk", 2022, ["geweld_per_1000"], police.DIVISION)["geweld_per_1000"]
    poverty = data.table("wijk", 2022, ["laag_inkomen"])["laag_inkomen"].reindex(rates.index)
    assert rates.corr(poverty, method="spearman") > 0.35


def test_crosswalks_join_the_redrawn_city_and_lose_no_address(data):
    entries = data.manifest()["crosswalks"]
    assert {e["level"] for e in entries.values()} == set(BELOW)
    assert {(2021, 2022), (2016, 2025), (2024, 2025)} <= {(e["old"], e["new"]) for e in entries.values()}
    by_level = {level: data.crosswalk(level, 2021, 2025) for level in BELOW}
    totals = {level: frame["addresses"].sum() for level, frame in by_level.items()}
    assert len(set(totals.values())) == 1
    homes = data.table("land", 2021, ["woningvoorraad"]).loc[COUNTRY, "woningvoorraad"]
    old = by_level["wijk"].query("old != ''")["addresses"].sum()
    assert old == pytest.approx(homes, rel=0.01)
    redrawn = by_level["wijk"].query("old != '' and new != ''")
    city = redrawn["old"].str.startswith("WK9001")
    as_before = ~city & ~redrawn["old"].str.startswith(f"WK{names.REGROUPED[2:]}")
    assert (redrawn.loc[as_before, "old"] == redrawn.loc[as_before, "new"]).all()
    assert (redrawn[city].groupby("old").size() > 1).mean() > 0.5
    known = set(data.names("wijk", 2021).index) | {""}
    assert set(by_level["wijk"]["old"]) <= known


def test_figures_stay_possible(data):
    for level in BELOW:
        for year in (2013, 2018, 2023):
            table = data.table(level, year, [*publish.variables(year)])
            shares = [v.id for v in registry()["cbs_kwb"].variables if v.kind == "share" and v.id in table]
            assert table[shares].min().min() >= 0 and table[shares].max().max() <= 100
            assert (table.drop(columns="mediaan_vermogen", errors="ignore").min() >= 0).all()


def test_neighbours_are_alike(data):
    # A real map of low income shows areas, not speckle: a wijk resembles those it touches.
    areas = data.regions("wijk", 2022).join(data.table("wijk", 2022, ["laag_inkomen"])).dropna(subset="laag_inkomen")
    left, right = shapely.STRtree(areas.geometry).query(areas.geometry, predicate="touches")
    values = areas["laag_inkomen"].to_numpy()
    assert np.corrcoef(values[left], values[right])[0, 1] > 0.3


def test_same_seed_same_figures_and_another_seed_others():
    cells = gpd.GeoDataFrame(
        {
            "x": [-30_000.0, -29_000.0],
            "y": [480_000.0, 481_000.0],
            "people": [1000.0, 500.0],
            "built": [3000.0, 40.0],
            "d2022_gemeente": ["GM9001", "GM9016"],
        },
        geometry=[shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)],
        crs=28992,
    )
    first, again, other = (figures.year(cells, figures.traits(cells, seed), 2020, seed) for seed in (1, 1, 2))
    assert_frame_equal(first, again)
    assert not first.equals(other)


@pytest.fixture
def small(tmp_path):
    """Write a demo of a few names to a folder of this name, and return the folder."""

    def write(folder, *names):
        with store.writer(tmp_path / folder, demo=True) as writer:
            frame = pd.DataFrame({"region": ["GM9001", "GM9002"], "name": names, "gemeente": "", "gemeente_name": ""})
            writer.put_names("gemeente", 2020, frame.assign(change=""))
        return tmp_path / folder

    return write


def test_a_new_demo_takes_the_place_of_the_old_one(small):
    new, old = small("new", "Aa", "Bee"), small("old", "Aa", "Cee")
    assert demo.ship(new, old)
    assert store.Store(old).names("gemeente", 2020)["name"].tolist() == ["Aa", "Bee"]
    assert len(list((old / "names").rglob("*.*"))) == 1
    assert not demo.ship(new, old), "there is nothing to change any more"


def test_a_demo_that_is_broken_off_leaves_the_old_one_whole(small, monkeypatch):
    new, old = small("new", "Aa", "Bee"), small("old", "Aa", "Cee")
    before = (old / "manifest.json").read_bytes()

    def broken(source, target):
        if target.name.startswith("manifest"):
            raise KeyboardInterrupt
        Path(target).write_bytes(Path(source).read_bytes())

    monkeypatch.setattr("loaders.demo.shutil.copyfile", broken)
    with pytest.raises(KeyboardInterrupt):
        demo.ship(new, old)
    assert (old / "manifest.json").read_bytes() == before
    assert store.Store(old).names("gemeente", 2020)["name"].tolist() == ["Aa", "Cee"]
    monkeypatch.undo()
    assert demo.ship(new, old)
    assert len(list((old / "names").rglob("*.*"))) == 1


def test_real_data_is_never_overwritten(small, tmp_path):
    with store.writer(tmp_path / "real"):
        pass
    with pytest.raises(ValueError, match="real data"):
        demo.ship(small("new", "Aa", "Bee"), tmp_path / "real")


def test_the_committed_demo_is_small(data):
    listed = {
        e["file"]
        for kind in ("observations", "names", "boundaries", "crosswalks", "grounds")
        for e in data.manifest()[kind].values()
    }
    for entry in data.manifest()["boundaries"].values():
        listed |= {f"geo/{name}" for name in (entry["geojson"], *entry["parts"].values()) if name}
    assert sum((data.root / file).stat().st_size for file in listed) < 8_000_000
