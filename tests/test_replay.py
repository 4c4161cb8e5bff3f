"""End to end on the real figures that may lie beside the project: pull, compute, and count what the store holds."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import requests
from playwright.sync_api import Browser

from answers import compare, contrast, divisions, ground, held, left_out, letter_test, profile, score, standing, words
from answers import data as asked
from answers.planner import inputs, subject
from answers.profile import places
from bench.servers import pointed_at, replay, streamlit
from export.brief import content, of_area
from indicators import beside, between, catalog, composite, design_effect, norm_data, signal, tested
from indicators.catalog import Entry
from indicators.recipes import Formula, Ratio
from indicators.tree import Choice
from loaders import store
from loaders.sources import leefbaarometer
from tests.browser import journeys
from tests.browser.conftest import Visit
from tests.conftest import ROOT
from tests.web.serving import serving

pytestmark = pytest.mark.replay

YEARS = "2015-2024"


@pytest.fixture(scope="module")
def address(replay_folder: Path) -> Iterator[str]:
    with replay() as found:
        yield found


@pytest.fixture(scope="module")
def data(address: str, tmp_path_factory: pytest.TempPathFactory) -> store.Store:
    """What `make data` leaves behind for the years that are replayed."""
    folder = tmp_path_factory.mktemp("data")
    pulled = _run(address, folder, "loaders", "pull", "--years", YEARS)
    assert pulled.returncode == 0, pulled.stdout + pulled.stderr
    built = _run(address, folder, "indicators", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return store.open_store(folder)


def _run(address: str, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=os.environ | pointed_at(address, folder),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("year", "level", "areas"),
    [
        (2020, "gemeente", 355),
        (2020, "wijk", 3177),
        (2020, "buurt", 13808),
        (2022, "wijk", 3340),
        (2024, "gemeente", 342),
        (2024, "wijk", 3393),
    ],
)
def test_every_area_is_there(data: store.Store, year: int, level: str, areas: int) -> None:
    assert len(data.table(level, year, ["inwoners"])) == areas


def test_the_netherlands_of_2020(data: store.Store) -> None:
    assert data.table("land", 2020, ["inwoners"])["inwoners"].to_dict() == {"NL00": 17_407_585}


def test_indicators_were_computed(data: store.Store) -> None:
    assert {"jongeren_10_27", "bijstand_per_1000"} <= set(data.variables("gemeente", 2020))


def test_the_map_of_2020_uses_the_nearest_boundaries(data: store.Store) -> None:
    assert data.divisions("wijk") == [2015, 2016, 2022, 2024]
    assert data.nearest_division("wijk", 2020) == 2022
    assert len(data.map_ids("wijk", 2022)) == 3340


def test_building_periods_are_whole_shares_of_the_homes(data: store.Store) -> None:
    for year, wijken, new in ((2017, 98, 15), (2019, 141, 16)):
        period = data.table("wijk", year, ["bouwjaar_voor_2000", "bouwjaar_vanaf_2000"]).dropna()
        assert len(period) == wijken and set(period.sum(axis=1)) == {100}
        assert data.table("land", year, ["bouwjaar_vanaf_2000"])["bouwjaar_vanaf_2000"].to_dict() == {"NL00": new}


def test_homes_without_a_resident_are_no_vacant_homes(data: store.Store) -> None:
    """4% of the country, twice what CBS's own monitor counts as vacant, and a fifth of the oldest part of Amsterdam."""
    empty = data.table("wijk", 2019, ["onbewoond"])["onbewoond"]
    assert data.table("land", 2019, ["onbewoond"])["onbewoond"].to_dict() == {"NL00": 4}
    assert empty["WK036300"] == 19 and empty.between(0, 100).sum() == empty.notna().sum()


def test_water_is_a_share_of_land_and_water_and_nought_is_none(data: store.Store) -> None:
    parts = data.table("wijk", 2020, ["oppervlakte", "oppervlakte_land", "oppervlakte_water"]).dropna()
    assert len(parts) == 3177
    assert (parts["oppervlakte_land"] + parts["oppervlakte_water"] - parts["oppervlakte"]).abs().max() <= 1
    share = data.table("wijk", 2020, ["water_aandeel"])["water_aandeel"]
    assert (share[parts.index[parts["oppervlakte_water"] == 0]] == 0).all()
    amsterdam = data.table("gemeente", 2020, ["water_aandeel"])["water_aandeel"]["GM0363"]
    assert amsterdam == pytest.approx(100 * 5399 / 21949, abs=0.01)


def test_what_decides_which_dimension_is_a_score_comes_out_again(data: store.Store) -> None:
    """The rows of tested.csv are those that these figures give, to the third decimal, and no other."""
    found = {
        (one.code, one.level, one.where, one.year, one.other_year): one for one in beside.outcomes(beside.every(data))
    }
    kept = [row for code in tested.COUNTERPARTS for row in tested.outcomes(code)]
    assert {(one.code, one.level, one.where, one.year, one.other_year) for one in kept} == set(found)
    for row in kept:
        made = found[row.code, row.level, row.where, row.year, row.other_year]
        assert (made.areas, made.rests_on) == (row.areas, row.rests_on)
        for name in ("people", "spearman", "partial", "density", "urban", "lowest", "highest"):
            assert getattr(made, name) == pytest.approx(getattr(row, name), abs=0.0011), (row, name)


def test_density_alone_is_laid_beside_each_score(data: store.Store) -> None:
    """It orders nearness better than our score does, at each level, and of crime at two: told with the score."""
    decided = tested.deciding("leefbaarheid_voorzieningen")
    assert all(one.density is not None and one.density > one.spearman for one in decided.values())
    crime = tested.deciding("leefbaarheid_overlast_onveiligheid")
    assert [level for level, one in crime.items() if -(one.density or 0) > one.spearman] == ["wijk", "buurt"]
    assert min(one.partial or 0 for one in crime.values()) > 0.4


def test_the_norms_that_are_shipped_are_those_of_the_tables(data: store.Store) -> None:
    """Crime of 2017 out of buurten, nearness of 2020 of wijken; the two approximations are about a mean only."""
    kept = norm_data.shipped()
    crime = ("diefstal_woning", "vernieling", "geweld")
    buurten = data.table("buurt", 2017, ["inwoners", *crime], data.own_division("buurt", 2017, "geweld")).dropna()
    of = pd.Series([str(code)[2:8] for code in buurten.index], index=buurten.index)
    people = buurten["inwoners"].groupby(of).sum()
    wijken = pd.DataFrame({id: (buurten[id] * buurten["inwoners"]).groupby(of).sum() / people for id in crime})
    wijken = wijken.assign(inwoners=people)
    near = data.table("wijk", 2020, ["inwoners", "afstand_supermarkt", "afstand_kinderdagverblijf"])
    for frame in (wijken, near):
        large = frame[frame["inwoners"] >= 500]
        for id in frame.columns.drop("inwoners"):
            made = composite.norm(composite.transformed(large[id], id), large["inwoners"])
            assert made is not None and made.mean == pytest.approx(kept[id].mean, abs=0.001)
            assert made.spread == pytest.approx(kept[id].spread, abs=0.001)
    gemeenten = data.table("gemeente", 2022, ["inwoners", "afstand_huisarts", "afstand_school"])
    for id in ("afstand_huisarts", "afstand_school"):
        made = composite.norm(gemeenten[id], gemeenten["inwoners"])
        assert made is not None and made.mean == pytest.approx(kept[id].mean, abs=0.001)
        assert 1.56 * made.spread == pytest.approx(kept[id].spread, abs=0.005)
    known = [kept[id] for id in ("afstand_supermarkt", "afstand_kinderdagverblijf")]
    under, above = (
        sum((one.mean - one.low) / one.spread for one in known) / 2,
        sum((one.high - one.mean) / one.spread for one in known) / 2,
    )
    assert (round(under, 1), round(above, 2)) == (1.2, 4.84)
    for norm in (kept["afstand_huisarts"], kept["afstand_school"]):
        assert norm.low == pytest.approx(norm.mean - 1.2 * norm.spread, abs=0.001)
        assert norm.high == pytest.approx(norm.mean + 4.84 * norm.spread, abs=0.002)


@pytest.mark.parametrize(
    ("id", "further", "nearer", "urban"),
    [("afstand_supermarkt", 145, 14, 0.67), ("afstand_kinderdagverblijf", 128, 15, 0.71)],
)
def test_distances_grew_in_2022_where_streets_go_one_way(
    data: store.Store, id: str, further: int, nearer: int, urban: float
) -> None:
    """CBS tells it of the table of nearness; the Kerncijfers have the same distances, and so the same break."""
    old, new = (data.table("gemeente", year, [id, "stedelijkheid"]) for year in (2020, 2022))
    change = (new[id] - old[id]).dropna()
    assert len(change) == 341
    assert ((change > 0.01).sum(), (change < -0.01).sum()) == (further, nearer)
    assert (change[old["stedelijkheid"].reindex(change.index) == 1] > 0.01).mean() == pytest.approx(urban, abs=0.01)
    assert catalog.entry(id).breaks == (2022,) and not catalog.entry(id).alike(2020, 2022)
    assert "breuk_nabijheid_2022" in catalog.entry(id).caveats


def test_there_is_a_score_of_crime_and_nearness_and_no_total(data: store.Store) -> None:
    crime = data.table("buurt", 2017, ["leefbaarheid_overlast_onveiligheid"])["leefbaarheid_overlast_onveiligheid"]
    near = data.table("gemeente", 2022, ["leefbaarheid_voorzieningen"])["leefbaarheid_voorzieningen"]
    assert (crime.notna().sum(), near.notna().sum()) == (9047, 345)
    for level in ("land", "gemeente", "wijk", "buurt"):
        assert not data.years(level, "leefbaarheid") and not data.years(level, "leefbaarheid_woningvoorraad")


def test_every_year_is_accounted_for(data: store.Store) -> None:
    pulls = data.manifest()["pulls"]
    assert {"ok", "not_available"} == {pull["status"] for pull in pulls.values()}
    assert all(pull["message"] for pull in pulls.values() if pull["status"] == "not_available")


def test_poverty_of_2022_rests_on_one_of_four_figures_and_is_no_score(data: store.Store) -> None:
    """So is need: with work alone it is one of three domains. Until then it named a harbour and two student areas."""
    with held.working_with(data):
        for code, known in (("behoefte_armoede", "lage inkomens"), ("behoefte", "werk")):
            found = score.outcome(Choice(code, "binnen"), 2022, 500)
            assert found.scores["value"].notna().sum() == 0 and not found.parts
            of = "4 cijfers" if code != "behoefte" else "3 onderdelen"
            assert f"1 van de {of} genoeg bekend ({known})" in score.why_none(found)
        gone = left_out.left_out("wijk", 2022, left_out.WITHOUT, left_out.usual_least("wijk"))
        assert (gone.count(left_out.MANY), gone.count(left_out.SMALL)) == (23, 853)
        assert gone.why[["WK036310", "WK028902", "WK085521"]].tolist() == ["klein", "studenten", "studenten"]
        assert gone.words == "23 studentenwijken en 853 wijken met minder dan 1.000 inwoners weggelaten"


@pytest.mark.parametrize(
    ("id", "year", "times"), [("misdrijven_per_1000", 2024, 5.0), ("geweld", 2017, 2.2), ("diefstal_woning", 2017, 1.6)]
)
def test_crimes_come_in_series(data: store.Store, id: str, year: int, times: float) -> None:
    found = data.table("wijk", year, [id + design_effect.ENDING])[id + design_effect.ENDING]
    assert found.nunique() == 1
    assert found.iloc[0] == pytest.approx(times, rel=0.1)


def test_the_households_of_the_netherlands_say_how_people_in_poverty_go_together(data: store.Store) -> None:
    frame = data.table("land", 2020, list(design_effect.COMPOSITION))
    assert design_effect.of("armoede_personen", frame)[0] == pytest.approx(2.8, abs=0.2)
    assert design_effect.of("bijstand_per_1000", frame)[0] == pytest.approx(1.8, abs=0.1)


@pytest.fixture(scope="module")
def leefbaarometer_file(address: str) -> bytes:
    """The open data of the measurement of 2020, as the publisher zips it."""
    url = f"{address}/resources/open-data-leefbaarometer-meting-{leefbaarometer.MEASUREMENT}.zip"
    return requests.get(url, timeout=60).content


@pytest.mark.parametrize(("level", "areas"), [("gemeente", 355), ("wijk", 3028), ("buurt", 13_287)])
def test_what_the_columns_of_the_leefbaarometer_mean(leefbaarometer_file: bytes, level: str, areas: int) -> None:
    """The score less ``afw`` is one number in every row of every year, and the dimensions add up to ``afw``."""
    rows = [*leefbaarometer.rows(leefbaarometer_file, level)]
    number = leefbaarometer.number
    fixed = {round(number(row["lbm"]) - number(row["afw"]), 9) for row in rows if row["lbm"] != "NA"}
    assert fixed == {4.102264851}
    parts = leefbaarometer.read(leefbaarometer_file, level)
    years = (2002, 2008, 2012, 2014, 2016, 2018, 2020)
    assert [year for _, year in sorted(parts)] == [*years]
    assert {year: parts[level, year].version for year in years} == {y: leefbaarometer.versions()[y] for y in years}
    assert len(parts[level, 2020].regions) == areas
    for (_, year), part in parts.items():
        scores, sides = part.values[:, 0], part.values[:, 1:]
        if part.version == "3.0":
            known = ~np.isnan(scores)
            assert np.abs(sides[known].sum(axis=1) - (scores[known] - part.fixed)).max() < 1e-9
        else:
            assert np.isnan(sides).all(), f"{year} is of {part.version}: no dimensions"


def test_classes_of_the_leefbaarometer_follow_from_the_score(leefbaarometer_file: bytes, data: store.Store) -> None:
    """Of every year and level, and each says that it was worked out: the map service gave none here."""
    part = leefbaarometer.read(leefbaarometer_file, "buurt")["buurt", 2020]
    counts = pd.Series(leefbaarometer.derived(part.values[:, 0])).value_counts().sort_index()
    assert counts.tolist() == [11, 34, 95, 464, 578, 2544, 3128, 2696, 1897]
    for level in ("gemeente", "wijk", "buurt"):
        for year in (2016, 2018, 2020):
            statuses = data.statuses(level, year, ["leefbaarometer_klasse"], 2020)["leefbaarometer_klasse"]
            assert set(statuses) <= {"computed", "not_given"} and (statuses == "computed").mean() > 0.8


def test_a_change_of_the_leefbaarometer_stays_within_one_version(data: store.Store) -> None:
    """2016 is of 2.0 and has no dimensions; the letter's own test takes 2018 and 2020, as far as these are pulled."""
    assert data.own_division("wijk", 2020, "leefbaarometer") == 2020
    assert "leefbaarometer_sociale_samenhang" not in data.variables("wijk", 2016)
    assert letter_test.measured(data).years == (2018, 2020)
    assert not between.broken(catalog.entry("leefbaarometer"), 2018, 2020)
    assert between.broken(catalog.entry("leefbaarometer"), 2016, 2018)


def test_early_signals_of_the_netherlands(leefbaarometer_file: bytes, data: store.Store) -> None:
    """97 of 2,401 wijken (4.0%) over 2014, 2018 and 2020, and 136 rise as clearly: the list as a whole may be chance.

    Of sociale samenhang alone 38 fall and 13 rise, which chance hardly gives.
    """
    parts = {year: leefbaarometer.read(leefbaarometer_file, "wijk")["wijk", year] for year in (2014, 2018, 2020)}
    beside = data.table("wijk", 2020, ["stedelijkheid", "inwoners"])
    hits, moved = {}, {}
    for at, id in enumerate(leefbaarometer.COLUMNS):
        values = pd.DataFrame({y: pd.Series(part.values[:, at], part.regions) for y, part in parts.items()})
        large = values.index[~(beside["inwoners"].reindex(values.index) < 1000)]
        moved[id] = signal.found(values.loc[large], beside["stedelijkheid"])
        hits[id] = moved[id]["signal"]
    sides = [part for id, part in moved.items() if id != "leefbaarometer"]
    assert int(pd.concat([part["rise"] for part in sides], axis=1).eq(True).any(axis=1).sum()) == 136
    together = moved["leefbaarometer_sociale_samenhang"]
    assert (int(together["signal"].sum()), int(together["rise"].sum())) == (38, 13)
    assert signal.is_clear(38, 13) and not signal.is_clear(97, 136)
    five = pd.DataFrame({id: hit for id, hit in hits.items() if id != "leefbaarometer"}).eq(True)
    assert (len(five), int(five.any(axis=1).sum()), int((five.sum(axis=1) > 1).sum())) == (2401, 97, 6)
    assert five.sum().to_dict() == {
        "leefbaarometer_fysieke_omgeving": 7,
        "leefbaarometer_overlast_onveiligheid": 15,
        "leefbaarometer_sociale_samenhang": 38,
        "leefbaarometer_voorzieningen": 21,
        "leefbaarometer_woningvoorraad": 24,
    }
    score = pd.Series(parts[2020].values[:, 0], parts[2020].regions) - pd.Series(
        parts[2014].values[:, 0], parts[2014].regions
    )
    fell = score.reindex(five.index) < 0
    assert fell[five.any(axis=1)].mean() == pytest.approx(0.68, abs=0.02), "the score fell there too"
    assert fell.mean() == pytest.approx(0.20, abs=0.02)


def test_an_own_area_of_rotterdam_stands_beside_the_rest_of_it(eyes: Eyes) -> None:
    """Feijenoord and Charlois, 2020, by hand from the counts of CBS."""
    codes = ("WK059910", "WK059915")
    held = contrast.hold(codes, ("rest",), "bijstand_per_1000", 2020)
    ages = ["bijstand", "leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65"]
    counts = eyes.data.table("wijk", 2020, ages)
    of = counts[counts.index.str[2:6] == "0599"]
    some, rest = (
        of.loc[list(codes)].sum(),
        eyes.data.table("gemeente", 2020, ages).loc["GM0599"] - of.loc[list(codes)].sum(),
    )
    assert held.found is not None
    for found, row in ((held.found.one, some), (held.found.other, rest)):
        assert found[0] == pytest.approx(1000 * row["bijstand"] / row[ages[1:]].sum())
    assert contrast.verdict(held) == "duidelijk slechter"


def test_rows_of_a_model_say_so_with_the_margin_of_its_publisher(eyes: Eyes) -> None:
    with serving() as client:
        answer = client.ask("/api/v1/data/eenzaam?level=wijk&year=2020&gemeente=GM0599").json
    rows = [row for row in answer["data"] if row["value"] is not None]
    assert answer["meta"]["indicator"]["estimate"] is True
    assert len(rows) > 10
    for row in rows:
        assert row["estimate"] and row["mark"] == "model"
        assert row["low"] is None or row["low"] <= row["value"] <= row["high"]


def test_areas_that_were_rounded_to_nought_count(data: store.Store) -> None:
    """CBS rounds bijstand to tens: 493 wijken and 3,910 buurten are published as 0. Left out, the lowest would be gone."""
    id = "bijstand_per_1000"
    found = {}
    for level in ("wijk", "buurt"):
        values, status = data.table(level, 2020, [id])[id], data.statuses(level, 2020, [id])[id]
        off = status == "below_rounding"
        found[level] = (int(off.sum()), values, values[~off])
    wijken, buurten = found["wijk"], found["buurt"]
    assert (wijken[0], buurten[0]) == (493, 3910)
    assert (round(wijken[1].median(), 1), round(wijken[2].median(), 1)) == (19.0, 22.1)
    fifths = [0.2, 0.4, 0.6, 0.8]
    assert buurten[1].quantile(fifths).round(1).tolist() == [8.9, 15.5, 23.8, 46.5]
    assert buurten[2].quantile(fifths).round(1).tolist() == [15.4, 24.2, 37.6, 64.5]


def test_those_that_were_rounded_to_nought_have_people_and_a_need(eyes: Eyes) -> None:
    """346.245 inhabitants; the planner said of their 69.400 young people that their need was not known."""
    id = "bijstand_per_1000"
    status = eyes.data.statuses("wijk", 2020, [id])[id]
    off = status.index[status == "below_rounding"]
    assert eyes.data.table("wijk", 2020, ["inwoners"])["inwoners"].reindex(off).sum() == 346_245
    planned = inputs.areas(subject.SUBJECTS["jongerenwerk"], "wijk", 2020, id, (10, 27)).reindex(off)
    assert len(planned) == 493 and planned["need"].notna().all()
    assert planned["people"].sum() == pytest.approx(69_400, abs=50)


@pytest.mark.parametrize(
    ("id", "level", "hidden", "now"),
    [
        ("aandeel_0_15", "wijk", 106, 1),
        ("aandeel_0_15", "buurt", 1932, 57),
        ("aandeel_eenpersoons", "wijk", 238, 0),
        ("aandeel_eenpersoons", "buurt", 3535, 0),
    ],
)
def test_small_counts_are_shown_and_small_denominators_are_not(
    data: store.Store, id: str, level: str, hidden: int, now: int
) -> None:
    """As many were hidden as the audit counted. Nearly all have a denominator under 100, and are so still: only a count
    under 5 out of 100 or more was no reason to."""
    recipe = catalog.declared()[id].recipe
    assert isinstance(recipe, Ratio)
    held = data.table(level, 2020, [id, *recipe.inputs])
    count, size = held[list(recipe.count)].sum(axis=1, min_count=1), held[list(recipe.out_of)].sum(axis=1, min_count=1)
    few, small = (count < 5) & (size >= 100), (size > 0) & (size < 100)
    assert (int(few.sum()), int((few | small).sum())) == (now, hidden)
    assert held[id][few].notna().all()
    assert (data.statuses(level, 2020, [id])[id][small] == "withheld").all()


def test_without_a_margin_there_are_no_words_of_a_place(eyes: Eyes) -> None:
    """Nobody published a margin of participation: neither a place nor "hoger dan 97% van de wijken"."""
    (one,) = profile.figures("WK059910", [asked.entry("arbeidsparticipatie")])
    assert one.value is not None and one.place is not None and not places.has_place(one)


def test_an_estimate_of_which_the_margin_did_not_come_has_no_words_of_a_place(eyes: Eyes) -> None:
    """RIVM, 2020: 3.150 wijken with loneliness and none with its margin, so none with a rank."""
    entry = asked.entry("eenzaam")
    (one,) = profile.figures("WK059910", [entry])
    assert one.year is not None and standing.standing_of(entry, "wijk", one.year).of == 0
    assert not places.has_place(one)


def test_a_figure_is_an_estimate_in_its_description_where_it_is_in_its_rows(data: store.Store) -> None:
    """eenzaam had ``estimate: false`` and rows that said *modelschatting*."""
    for id, entry in catalog.entries().items():
        for level in ("land", "gemeente", "wijk", "buurt"):
            for year in data.years(level, id)[-1:]:
                status = data.statuses(level, year, [id], data.own_division(level, year, id))[id]
                assert entry.estimate or not (status == "estimate").any(), (id, level, year)
                worked_out = entry.computed and isinstance(catalog.declared()[id].recipe, Ratio | Formula)
                assert not (worked_out and (status == "published").any()), f"{id}: nobody published it"


NOW = 2024


class Eyes:
    """Whether two wijken are one, seen anew from shapes, names and inhabitants: nothing of it is shared with the product."""

    def __init__(self, data: store.Store) -> None:
        self.data = data
        years = sorted({int(e["year"]) for e in data.manifest()["names"].values() if e["level"] == "wijk"})
        self.names = {year: data.names("wijk", year)["name"] for year in years}
        self.people = {year: data.table("wijk", year, ["inwoners"])["inwoners"] for year in years}

    @cached_property
    def shapes(self) -> dict[int, pd.Series]:
        return {
            year: self.data.regions("wijk", year)["geometry"].dropna().make_valid()
            for year in self.data.divisions("wijk")
        }

    def other(self, code: str, then: str, year: int) -> bool:
        """Whether a wijk of now is plainly not the one with this code in a division."""
        if year == NOW:
            return code != then
        if year in self.shapes and code in self.shapes[NOW].index and then in self.shapes[year].index:
            return self.shared(code, then, year) < 0.9
        if not (self.called(year, then) and self.far(year, then, code)):
            return False
        # What was built over or emptied has other inhabitants, and may have another name, on the same ground.
        around = [y for y in self.shapes if then in self.shapes[y].index and y != NOW]
        whole = [y for y in around if self.shared(code, then, y) >= 0.95]
        return self.called(year, then) != self.called(NOW, code) and not (
            any(y < year for y in whole) and any(y > year for y in whole)
        )

    def shared(self, code: str, then: str, year: int) -> float:
        """The least part of two shapes that both share."""
        if code not in self.shapes[NOW].index:
            return 0.0
        one, other = self.shapes[NOW].at[code], self.shapes[year].at[then]
        both = one.intersection(other).area
        return float(min(both / one.area, both / other.area))

    def alike(self, code: str, year: int) -> bool:
        """Whether a code is plainly the same wijk: as much as all of the shape, or name and inhabitants."""
        if code not in self.names[year].index:
            return False
        if year in self.shapes:
            return not self.other(code, code, year)
        return self.called(year, code) == self.called(NOW, code) and not self.far(year, code, code)

    def called(self, year: int, code: str) -> str:
        name = str(self.names.get(year, pd.Series(dtype=object)).get(code, ""))
        return re.sub(r"[^a-z]", "", re.sub(r"^wijk \S+ ", "", name.lower()))

    def far(self, year: int, then: str, code: str) -> bool:
        old, new = (
            float(self.people.get(y, pd.Series(dtype=float)).get(c, float("nan")))
            for y, c in ((year, then), (NOW, code))
        )
        return max(old, new) > 2 * min(old, new) and abs(old - new) > 50


@pytest.fixture(scope="module")
def eyes(data: store.Store) -> Iterator[Eyes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DSW_DATA", str(data.root))
        held.forget()
        yield Eyes(data)
    held.forget()


def late(data: store.Store) -> list[Entry]:
    """Two figures of each newest year and division that is not that of now, so that each road to a figure is taken."""
    groups: dict[tuple[int, int], list[Entry]] = {}
    for entry in asked.listed().values():
        years = divisions.full_years("wijk", entry.id)
        if years and (division := divisions.division_of("wijk", years[-1], entry.id)) != NOW:
            groups.setdefault((years[-1], division), []).append(entry)
    return [entry for group in groups.values() for entry in group[:2]]


def changed(eyes: Eyes) -> list[str]:
    """The wijken of now that are not plainly the same in every division with figures, or had another code."""
    codes = list(eyes.names[NOW].index)
    return [
        code
        for code in codes
        if not all(eyes.alike(code, year) for year in (2017, 2020, 2022)) or set(ground.line(code).values()) != {code}
    ]


def test_no_profile_of_a_wijk_has_a_figure_of_another_area(eyes: Eyes) -> None:
    """Of every wijk of now: those that did not change by any sign have nobody else's figures to show."""
    entries = late(eyes.data)
    some = changed(eyes)
    assert len(entries) > 5 and 300 < len(some) < 2_000
    raw = {}
    for code in some:
        for figure in profile.figures(code, entries):
            if figure.value is None or figure.made or figure.year is None or figure.division is None:
                continue
            there = ground.line(code)[figure.division]
            key = (figure.id, figure.year, figure.division)
            if key not in raw:
                raw[key] = eyes.data.table("wijk", figure.year, [figure.id], figure.division)[figure.id]
            assert figure.value == raw[key].at[there], (code, key)
            assert not eyes.other(code, there, figure.division), (code, there, key)


def test_no_comparison_has_a_figure_of_another_area(eyes: Eyes) -> None:
    codes = list(eyes.names[NOW].index)
    entries = late(eyes.data)
    filled = 0
    for row in compare.rows(codes, entries, None):
        for code, value in row.values.items():
            if value is None or code in row.made:
                continue
            there = ground.line(code)[row.divisions[code]]
            filled += 1
            assert not eyes.other(code, there, row.divisions[code]), (code, there, row.id)
    # Most of these figures are of a few gemeenten only; three are of the whole country.
    assert filled > 5_000


def test_the_api_marks_every_row_of_another_area(eyes: Eyes) -> None:
    unmarked = marked = 0
    with serving() as client:
        for year in (2015, 2017, 2020, 2022):
            rows = client.ask(f"/api/v1/data/inwoners?level=wijk&year={year}&limit=20000").json["data"]
            names = eyes.data.names("wijk", year)["name"]
            for row in rows:
                assert row["name"] == names.get(row["area"], "")
                if row["area"] not in eyes.names[NOW].index:
                    continue
                marked += row["ground"] != "same"
                unmarked += row["ground"] == "same"
                if row["ground"] == "same":
                    assert not eyes.other(row["area"], row["area"], year), row
        groningen = client.ask("/api/v1/data/inwoners?areas=GM0014&year=all").json["meta"]["breaks"]
    assert marked > 500 and unmarked > 5_000
    assert (2019, "partly", "mergers") in {(one["year"], one["kind"], one["sign"]) for one in groningen}


def test_no_brief_tells_of_another_area(eyes: Eyes) -> None:
    """Of some wijken that changed. ``DSW_BRIEFS=300`` reads more of them."""
    entries = late(eyes.data)
    some = changed(eyes)
    random.Random(16).shuffle(some)
    seen = 0
    for code in some[: int(os.environ.get("DSW_BRIEFS", "40"))]:
        brief = of_area.brief(code)
        told = [(n.label, n.value) for n in brief.numbers]
        for entry in entries:
            year = divisions.full_years("wijk", entry.id)[-1]
            division = divisions.division_of("wijk", year, entry.id)
            value = eyes.data.table("wijk", year, [entry.id], division)[entry.id].get(code)
            if value is None or pd.isna(value) or not eyes.other(code, code, division):
                continue
            # Behind the label may stand how firm the figure is.
            label, short = content.with_unit(entry), words.short(entry, value)
            assert not any(one.startswith(label) and shown == short for one, shown in told), (code, entry.id)
            seen += 1
            wrong = f"{entry.label} is in {asked.places()[code].name} {words.short(entry, value)} "
            assert not any(question.text.startswith(wrong) for question in brief.questions), (code, entry.id)
    assert seen


@pytest.mark.parametrize(
    ("code", "was"),
    [("WK196101", "Wijk 01 Vianen"), ("WK003402", "Wijk 02 Almere Stad"), ("WK165200", "Wijk 00 Gemert")],
)
def test_codes_that_were_given_out_anew(eyes: Eyes, code: str, was: str) -> None:
    entries = [asked.entry("bijstand_per_1000"), asked.entry("huishoudens")]
    raw = eyes.data.table("wijk", 2020, ["bijstand_per_1000"])["bijstand_per_1000"][code]
    (figure, _) = profile.figures(code, entries)
    assert figure.value != raw
    (then, _) = profile.figures(f"{code}@2020", entries)
    assert (then.value, then.year) == (raw, 2020)
    place = asked.place(f"{code}@2020")
    assert place is not None and place.name == was


@pytest.mark.browser
def test_three_readers_walk_on_real_figures(data: store.Store, browser: Browser) -> None:
    with streamlit(ROOT / "app.py", {"DSW_DATA": str(data.root)}) as base:
        context = browser.new_context(locale="nl-NL", viewport={"width": 1366, "height": 768})
        visit = Visit(context.new_page(), base)
        journeys.policy_officer(journeys.Reader(visit), "Rotterdam", "Delfshaven")
        page = journeys.assistant(journeys.Reader(visit), "Delfshaven", "Delfshaven")
        picture = journeys.journalist(journeys.Reader(visit), "Gemiddelde WOZ-waarde")
        assert Path(page.path()).read_bytes().startswith(b"%PDF-")
        assert Path(picture.path()).read_bytes().startswith(b"\x89PNG")
        assert visit.errors == [] and visit.outside == []
        context.close()


def test_a_second_pull_fetches_next_to_nothing(address: str, data: store.Store) -> None:
    before = len(requests.get(f"{address}/_log", timeout=10).text.splitlines())
    again = _run(address, data.root, "loaders", "pull", "--years", "2020")
    asked = requests.get(f"{address}/_log", timeout=10).text.splitlines()[before:]

    assert again.returncode == 0, again.stdout + again.stderr
    # Crime and SES-WOA are not replayed for 2020: whether they are there now is asked each time.
    without_2020 = ("47018NED", "85163NED")
    again_asked = [
        line for line in asked if "TypedDataSet" in line and not any(table in line for table in without_2020)
    ]
    assert again_asked == [], "Nothing changed, so no rows are fetched again."
