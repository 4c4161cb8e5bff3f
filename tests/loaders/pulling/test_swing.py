"""Swing sites: names to codes within the gemeente, missing values, older addresses, and answers of another make."""

import numpy as np
import pandas as pd
import pytest

from loaders import store
from loaders.pulling import check, runner
from loaders.sources import utrecht
from tests.fakes import cities

AREAS = {
    "gemeente": {"GM0344": "Utrecht", "GM0310": "De Bilt"},
    "wijk": {
        "WK034401": "Wijk 01 West",
        "WK034402": "Wijk 02 Noordwest",
        "WK034403": "Wijk 03 Overvecht",
        "WK034406": "Wijk 06 Binnenstad",
        "WK034410": "Wijk 10 Vleuten-De Meern",
        "WK031001": "West",
    },
    "buurt": {"BU03440111": "Lombok-Oost", "BU03440331": "Zamenhofdreef en omgeving"},
}


def names(root, year=2022, areas=AREAS):
    with store.writer(root) as w:
        for level, found in areas.items():
            rows = [(code, name, f"GM{code[2:6]}", "", "1") for code, name in found.items()]
            w.put_names(level, year, pd.DataFrame(rows, columns=list(store.NAME_COLUMNS)))


@pytest.fixture
def fake(monkeypatch):
    with cities.serving() as running:
        monkeypatch.setenv("DSW_UTRECHT_URL", running.url)
        monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        yield running


def go(tmp_path, *years, **more):
    results = runner.run(runner.Plan([utrecht.SOURCE], years or [2022], root=tmp_path, **more))
    return results, store.open_store(tmp_path)


def test_names_get_the_code_of_their_own_gemeente(fake, tmp_path):
    names(tmp_path)
    (result,), data = go(tmp_path)
    assert result.outcome == "ok", result.message
    wijken = data.table("wijk", 2022)
    assert wijken["utrecht_minima"].dropna().to_dict() == {
        "WK034401": 9.5,
        "WK034402": 16.25,
        "WK034403": 27,
        "WK034410": 5.1,
    }
    assert data.table("gemeente", 2022).to_dict("index") == {
        "GM0344": {"utrecht_minima": 12.4, "utrecht_gezondheid_jeugd": 83}
    }
    assert data.table("buurt", 2022)["utrecht_minima"]["BU03440111"] == 11


def test_what_is_no_number_is_missing_and_a_decimal_comma_is_read(fake, tmp_path):
    names(tmp_path)
    _, data = go(tmp_path)
    wijken, statuses = data.table("wijk", 2022), data.statuses("wijk", 2022)
    assert np.isnan(wijken["utrecht_minima"]["WK034406"])
    assert statuses["utrecht_minima"]["WK034406"] == "not_given"
    assert wijken["utrecht_gezondheid_jeugd"]["WK034401"] == 84.5
    assert np.isnan(wijken["utrecht_gezondheid_jeugd"]["WK034403"])


def test_a_name_that_is_not_found_is_told_with_the_closest(fake, tmp_path):
    names(tmp_path)
    (result,), _ = go(tmp_path)
    (note,) = [note for note in result.notes if "niet overgenomen" in note]
    assert "'Overfecht-Noord' (lijkt op Wijk 03 Overvecht (WK034403))" in note
    assert "Onbekend" not in note


def test_names_of_another_year_are_used_and_the_division_is_theirs(fake, tmp_path):
    names(tmp_path, 2022)
    (result,), data = go(tmp_path, 2021)
    assert result.outcome == "ok"
    assert data.own_division("wijk", 2021, "utrecht_minima") == 2022
    assert any("vmu_jmu_ervgez per wijk: niet bij de bron over 2021" in note for note in result.notes)


def test_without_names_it_says_what_to_do_first(fake, tmp_path):
    (result,), _ = go(tmp_path)
    assert result.outcome == "not_available" and "Haal eerst cbs_kwb op" in result.message
    assert fake.log == []


def test_an_older_site_answers_at_the_older_address(fake, tmp_path):
    names(tmp_path)
    fake.folder = "jive"
    (result,), data = go(tmp_path)
    assert result.outcome == "ok"
    assert data.table("wijk", 2022)["utrecht_minima"]["WK034401"] == 9.5


def test_nothing_new_and_a_new_name_that_is_looked_up_again(fake, tmp_path):
    names(tmp_path)
    go(tmp_path)
    assert go(tmp_path)[0][0].outcome == "unchanged"
    more = {**AREAS["wijk"], "WK034411": "Wijk 11 Overfecht-Noord"}
    names(tmp_path, areas={**AREAS, "wijk": more})
    (result,), data = go(tmp_path)
    assert result.outcome == "ok"
    assert data.table("wijk", 2022)["utrecht_minima"]["WK034411"] == 30


def test_a_site_without_anything_is_named(fake, tmp_path):
    names(tmp_path)
    results, _ = go(tmp_path, 2014)
    assert results[0].outcome == "not_available"
    fake.folder = "weg"
    assert go(tmp_path)[0][0].outcome == "not_available"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda f: f.swing.update(
                {("phhink125", "wijk"): [["A", "2022", "1"], ["West", "2022", "2"], ["B", "2022", "3"]]}
            ),
            "de meeste namen zijn niet bekend",
        ),
        (
            lambda f: f.swing.update({("phhink125", "wijk"): [["West", "2022", "1"], ["Wijk 01 West", "2022", "2"]]}),
            "twee keer",
        ),
        (lambda f: f.swing.update({("phhink125", "wijk"): [["West", "2022", "1250"]]}), "kan niet bij de eenheid %"),
        (lambda f: f.headers.insert(2, "Geslacht"), "verwacht waren de kolommen gebied, jaar en waarde"),
        (lambda f: f.swing.update({("phhink125", "wijk"): [["West", "2022"]]}), "verwacht waren de kolommen"),
        (lambda f: f.faults.extend(["html"] * 99), "webpagina"),
        (lambda f: f.faults.extend(["401"] * 99), "weigerde"),
    ],
    ids=["names", "twice", "unit", "split", "short", "html", "refused"],
)
def test_what_is_not_to_be_believed_is_refused_and_changes_nothing(fake, tmp_path, change, words):
    names(tmp_path)
    _, before = go(tmp_path)
    change(fake)
    (result,), data = go(tmp_path)
    assert result.outcome == "failed" and words in result.message, result.message
    assert data.version == before.version


def test_the_check_asks_each_question_and_names_what_is_gone(fake):
    (answer,) = check.run([utrecht.SOURCE])
    assert answer.outcome == "as_expected", answer.told
    fake.swing["phhink125", "buurt"] = []
    (answer,) = check.run([utrecht.SOURCE])
    assert (answer.outcome, answer.mend) == ("changed", "loaders/columns/swing.csv")
    assert "phhink125 per buurt" in answer.told
    fake.headers = ["Gebied", "Periode", "Geslacht", "Waarde"]
    (answer,) = check.run([utrecht.SOURCE])
    assert answer.outcome == "changed" and "Geslacht" in answer.told
