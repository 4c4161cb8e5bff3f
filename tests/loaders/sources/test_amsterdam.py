"""Amsterdam: pages of the service, the published file in its spellings, and wijk NA that is no missing value."""

import os

import numpy as np
import pytest

from loaders import store
from loaders.pulling import check, runner
from loaders.reading.http import SourceError
from loaders.sources import amsterdam
from tests.fakes import cities


@pytest.fixture
def fake(monkeypatch):
    with cities.serving() as running:
        monkeypatch.setenv("DSW_AMSTERDAM_URL", running.url)
        monkeypatch.setattr("loaders.reading.http.Client._wait", lambda *_: 0.0)
        yield running


def go(tmp_path, *years, **more):
    results = runner.run(runner.Plan([amsterdam.SOURCE], years or [2022], root=tmp_path, **more))
    return results, store.open_store(tmp_path)


def figures(data, level, year=2022):
    return data.table(level, year, division=2023)


def published(delimiter=",", mark=".", head=True, name="gebiedcode15"):
    """The published file: every value of the service's, and NA for none, as R writes it."""
    lines = [delimiter.join(["jaar", name, "variabele", "waarde"])] if head else []
    for year, area, variable, value in cities.BBGA:
        text = "NA" if value in ("", None) else str(value).replace(",", ".").replace(".", mark)
        lines.append(delimiter.join([str(year), area, variable, f'"{text}"' if delimiter == mark else text]))
    return "\n".join(lines) + "\n"


def drop(root, text, name="bbga.csv"):
    folder = root / "drop" / "amsterdam_bbga"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_areas_get_their_code_and_what_cbs_does_not_have_is_left_out(fake, tmp_path):
    (result,), data = go(tmp_path)
    assert (result.outcome, result.route) == ("ok", "api"), result.message
    assert sorted(figures(data, "wijk").index) == ["WK0363MA", "WK0363NA", "WK0363NB"]
    assert sorted(figures(data, "buurt").index) == ["BU0363MA01", "BU0363MA02", "BU0363NA01", "BU0363NA02"]
    assert figures(data, "gemeente")["bbga_minima"].to_dict() == {"GM0363": 16.1}
    assert data.own_division("wijk", 2022, "bbga_minima") == 2023


def test_wijk_na_is_an_area_and_an_empty_value_is_missing(fake, tmp_path):
    _, data = go(tmp_path)
    wijken = figures(data, "wijk")["bbga_minima"]
    assert wijken["WK0363NA"] == 22 and wijken["WK0363MA"] == 14.5 and np.isnan(wijken["WK0363NB"])
    statuses = data.statuses("wijk", 2022, division=2023)["bbga_minima"]
    assert statuses["WK0363NA"] == "published" and statuses["WK0363NB"] == "not_given"


@pytest.mark.parametrize("always_next", [False, True])
def test_all_pages_are_read_up_to_the_one_that_is_not_there(fake, tmp_path, monkeypatch, always_next):
    monkeypatch.setattr(amsterdam, "PAGE", 5)
    fake.always_next = always_next
    (result,), data = go(tmp_path)
    assert result.outcome == "ok"
    assert len(figures(data, "buurt")) == 4
    assert sum("page=3" in path for path in fake.log) == (1 if always_next else 0)


def test_a_year_without_figures_and_a_year_to_come_are_named(fake, tmp_path):
    results, _ = go(tmp_path, 2014, 2022)
    assert [r.outcome for r in results] == ["not_available", "ok"]
    assert any("NEET_1826_P" in note for note in results[1].notes)
    with pytest.raises(SourceError, match="moet nog komen"):
        amsterdam.pull(None, 2055)


def test_the_same_figures_are_not_stored_twice(fake, tmp_path):
    go(tmp_path)
    assert go(tmp_path)[0][0].outcome == "unchanged"


@pytest.mark.parametrize(
    ("delimiter", "mark", "head", "name"),
    [
        (",", ".", True, "gebiedcode15"),
        (";", ",", True, "gebiedcode22"),
        (";", ",", False, ""),
        (",", ",", True, "gebiedcode15"),
        ("\t", ".", True, "gebiedcode"),
    ],
)
def test_the_file_gives_the_same_as_the_service(fake, tmp_path, delimiter, mark, head, name):
    (result,), wanted = go(tmp_path / "api")
    drop(tmp_path, published(delimiter, mark, head, name))
    asked = len(fake.log)
    (result,), data = go(tmp_path)
    assert (result.outcome, result.route) == ("ok", "bestand"), result.message
    for level in ("gemeente", "wijk", "buurt"):
        assert figures(data, level).equals(figures(wanted, level))
    assert len(fake.log) == asked, "With a file nothing is asked."


def test_the_file_with_a_mark_in_front_holds_more_years_and_a_newer_one_counts(tmp_path):
    drop(tmp_path, "\ufeff" + published())
    results, data = go(tmp_path, 2021, 2022, 2023)
    assert [r.outcome for r in results] == ["ok", "ok", "not_available"]
    assert figures(data, "wijk", 2021)["bbga_minima"].to_dict() == {"WK0363NA": 23}
    assert go(tmp_path, 2021)[0][0].outcome == "unchanged"
    drop(tmp_path, published().replace("2021,NA,IMINHH130_P,23", "2021,NA,IMINHH130_P,24"))
    os.utime(tmp_path / "drop" / "amsterdam_bbga" / "bbga.csv", (1, 1))
    _, data = go(tmp_path, 2021)
    assert figures(data, "wijk", 2021)["bbga_minima"].to_dict() == {"WK0363NA": 24}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"<!DOCTYPE html><html><body>Onderhoud</body></html>", "kolom jaar is niet gevonden"),
        (b"", "kolom jaar is niet gevonden"),
        (b"jaar,gebiedcode15,thema,bron\n2022,NA,x,y\n", "kolom variabele is niet gevonden"),
        (b"jaar,gebiedcode15,variabele,waarde\n2022,NA,LBUURT_R\n", "niet te lezen"),
        (b"jaar,gebiedcode15,variabele,waarde\n2022,NA,LBUURT_R,71\n", "kan niet"),
        (b"jaar;gebiedcode15;variabele;waarde\n2022;NA;LBUURT_R;1.007,1\n", "kan niet"),
        (b"jaar,gebiedcode15,variabele,waarde\n2022,NA,LBUURT_R,7\n2022,NA,LBUURT_R,8\n", "twee keer"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(fake, tmp_path, text, words):
    _, before = go(tmp_path)
    drop(tmp_path, text)
    (result,), data = go(tmp_path)
    assert result.outcome == "failed" and words in result.message, result.message
    assert data.version == before.version


def test_a_service_that_wants_a_key_points_to_the_file(fake, tmp_path):
    _, before = go(tmp_path)
    fake.status = 401
    (result,), data = go(tmp_path)
    assert result.outcome == "failed"
    assert "sleutel" in result.message and "drop/amsterdam_bbga" in result.message
    assert data.version == before.version
    (answer,) = check.run([amsterdam.SOURCE])
    assert answer.outcome == "changed" and "sleutel" in answer.told


def test_a_passing_fault_is_tried_again_and_one_that_stays_changes_nothing(fake, tmp_path):
    fake.faults = ["html", "503"]
    (result,), before = go(tmp_path)
    assert result.outcome == "ok"
    fake.faults = ["html"] * 99
    (result,), data = go(tmp_path)
    assert result.outcome == "failed" and "webpagina" in result.message
    assert data.version == before.version


def test_another_make_of_answer_is_told(fake, tmp_path):
    fake.renamed = True
    (result,), _ = go(tmp_path)
    assert result.outcome == "failed" and "anders opgebouwd" in result.message
    (answer,) = check.run([amsterdam.SOURCE])
    assert answer.outcome == "changed" and "anders opgebouwd" in answer.told


def test_old_codes_are_told_and_left_out(fake, tmp_path):
    fake.bbga.append((2022, "M27a", "LBUURT_R", 7))
    (result,), data = go(tmp_path)
    assert any("'M27A'" in note for note in result.notes)
    assert len(figures(data, "wijk")) == 3


def test_the_check_names_what_is_gone(fake):
    (answer,) = check.run([amsterdam.SOURCE])
    assert answer.outcome == "changed" and "NEET_1826_P" in answer.told and "LBUURT_R" not in answer.told
    fake.bbga += [(2024, "STAD", name, 1) for name in amsterdam.NAMES]
    (answer,) = check.run([amsterdam.SOURCE])
    assert answer.outcome == "as_expected"


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("STAD", "GM0363"),
        ("0363", "GM0363"),
        ("NA", "WK0363NA"),
        ("MA01", "BU0363MA01"),
        ("M", ""),
        ("DX01", ""),
        ("M27A", ""),
    ],
)
def test_codes(area, code):
    assert amsterdam.region(area) == code
