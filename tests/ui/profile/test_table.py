import re

import pytest

from answers import dictionary, method_text, profile, provenance
from answers.profile import assessed, empty, rows
from figures.colours import LIGHT
from indicators.catalog import entries
from loaders import store as stores
from tests.conftest import ROOT
from ui.profile import table as profile_table
from ui.profile.table import BREAK, FIGURE


@pytest.fixture(scope="module")
def demo():
    return stores.open_store(ROOT / "data" / "demo")


@pytest.fixture(scope="module")
def wijk(demo):
    return str(demo.names("wijk", demo.years("wijk")[-1]).index[0])


@pytest.fixture(scope="module")
def found(demo, wijk):
    return assessed.add(wijk, profile.figures(wijk, list(entries().values())))


def test_download_is_the_numbers_with_unit_year_and_source(demo, wijk, found):
    frame = rows.download(found, wijk, "Naam")
    assert list(frame["cijfer"]) == [f.id for f in found]
    assert frame["eenheid"].str.len().min() > 0
    assert (frame["bron"] == "verzonnen (demogebied)").all()
    by_id = {f.id: f for f in found}
    known = frame.dropna(subset=["waarde"])
    assert all(
        row.waarde == by_id[row.cijfer].value and row.jaar == by_id[row.cijfer].year for row in known.itertuples()
    )
    assert (frame.loc[frame["waarde"].isna(), "toestand"] != "gepubliceerd").all()


@pytest.fixture(scope="module")
def table(wijk, found):
    return profile_table.table([f for f in found if f.value is not None], wijk, "G", LIGHT)


@pytest.fixture(scope="module")
def held(found):
    return [f for f in found if f.value is not None]


def test_table_has_no_position_for_counts_and_origin(held, table):
    for figure, cell in zip(held, table["Tussen alle wijken"], strict=True):
        if entries()[figure.id].total or entries()[figure.id].sensitive:
            assert cell == ""


def test_good_and_bad_are_only_said_where_that_was_agreed(held, table):
    for figure, cell in zip(held, table["Tussen alle wijken"], strict=True):
        if cell:
            assert ("gunstig" in cell) == entries()[figure.id].rankable, figure.id


def test_every_figure_is_explained_and_has_its_year(held, table):
    for figure, row in zip(held, table.to_dict("records"), strict=True):
        assert entries()[figure.id].is_ in row[FIGURE]
        assert str(figure.year) in row[FIGURE]


def test_margins_and_clear_differences_stand_small_behind_the_numbers(held, table):
    for figure, row in zip(held, table.to_dict("records"), strict=True):
        # What a figure is can be about margins too: a margin has its numbers behind it.
        assert bool(re.search(r"marge [\d−<]", row[FIGURE])) == (figure.said.interval is not None), row[FIGURE]
        clear = sum(result in ("hoger", "lager") for result in figure.said.beside.values())
        assert row["Ernaast"].count("**hier ") == clear
    assert any(f.said.interval for f in held)


def test_a_rough_number_names_what_was_counted(held, table):
    rates = [f for f in held if entries()[f.id].kind == "rate" and f.count]
    assert rates
    for figure, cell in zip(held, table[FIGURE], strict=True):
        if entries()[figure.id].kind == "rate":
            assert "inwoners" not in cell.split(BREAK)[1], "crimes per 1,000 are no inhabitants"


def test_download_holds_what_is_said_of_each_value(found, wijk, demo):
    frame = rows.download(found, wijk, "Naam").set_index("cijfer")
    for figure in (f for f in found if f.said.interval):
        assert frame.loc[figure.id, "marge_laag"] <= figure.value <= frame.loc[figure.id, "marge_hoog"]
    assert frame.loc["inwoners", ["marge_laag", "ontwikkeling", "verschil_nederland"]].isna().all()


def test_figures_that_a_level_lacks_say_so_and_where_they_are(demo):
    gemeente = str(demo.names("gemeente", demo.years("gemeente")[-1]).index[0])
    missing = empty.empty(profile.figures(gemeente, list(entries().values())), "Nergens")
    said = empty.table(missing, gemeente)
    assert len(said) == len(missing) > 0
    assert (said["Waarom leeg"] != "").all() and (said["Waar wel"] != "").all()
    assert not any(f.id.endswith(("_ondergrens", "_bovengrens")) for f in missing)
    assert not any(entries()[f.id].label.startswith("Amsterdam:") for f in missing)


def test_provenance_of_real_figures_names_publisher_and_licence(tmp_path):
    row = provenance.provenance(entries()["inwoners"], stores.open_store(tmp_path))
    assert "CBS" in row["bron"] and row["licentie"] == "CC BY 4.0"


def test_dictionary_finds_all_words_anywhere(demo):
    every = list(entries().values())
    assert len(dictionary.search(every, "")) == len(every)
    assert "corporatiebezit" in [e.id for e in dictionary.search(every, "woning corporatie")]
    assert dictionary.search(every, "corporatie", "zorg") == []
    assert len(dictionary.download(every, demo)) == len(every)


def test_rules_have_their_numbers_filled_in():
    text = " ".join(answer for _, _, answer in method_text.rules())
    assert "{" not in text
    assert "1.300" in text
    assert "99,8%" in text and "9,55" in text


def test_every_smallest_difference_is_told_with_its_reason():
    table = method_text.difference_table()
    assert table["Ten minste"].str.contains("procentpunt|waarde ernaast").all()
    assert (table != "").all(axis=None)


def test_parameters_are_all_there_with_date_and_source():
    table = method_text.parameter_table()
    assert (table[["Van", "Bron", "Waarde"]] != "").all(axis=None)
    assert "2.018 jaar" not in table["Waarde"].tolist()


def test_a_demo_is_not_to_be_cited(demo, tmp_path):
    assert "Niet om aan te halen" in method_text.citation(demo, "Naam", ["CBS"])
    assert "naar cijfers van CBS" in method_text.citation(stores.open_store(tmp_path), "Naam", ["CBS"])
