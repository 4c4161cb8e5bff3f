"""A pull from files that someone saved with a browser: the same store as by network, and a list of what is missing."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import requests

from loaders import __main__ as command
from loaders import store
from loaders.pulling import cube, runner
from loaders.reading.folder import Folder, file_names
from loaders.sources import cbs_kwb, cbs_ses, leefbaarometer, politie, regions, rivm
from loaders.vocabulary import LEVELS
from tests.fakes import cbs, cubes, pdok
from tests.loaders.sources import tables
from tests.loaders.sources import test_leefbaarometer as scores


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "opgehaald"
    made.mkdir()
    return made


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch):
    """No publisher but those that a test starts."""
    for setting in ("CBS", "CBS_V4", "CBS_DOWNLOAD", "DERDEN", "PDOK", "PDOK_API", "LEEFBAAROMETER", "LBM_GEO"):
        monkeypatch.setenv(f"DSW_{setting}_URL", "http://127.0.0.1:9")


def pulled(root, source, year, folder=None, **more):
    (result,) = runner.run(runner.Plan([source], [year], root=root, folder=folder, **more))
    return result


def save_all(folder, source, year, root, most=40):
    """What someone does who follows the list until nothing is missing; the names of the files."""
    for _ in range(most):
        result = pulled(root, source, year, folder, rehearsal=True)
        if result.outcome != "missing":
            return [path.name for path in sorted(folder.iterdir())]
        assert result.wanted, result.message
        for file in result.wanted:
            answer = requests.get(file.url, timeout=10)
            if answer.status_code == 200:
                (folder / file.names[0]).write_bytes(answer.content)
    raise AssertionError(f"not complete after {most} rounds: {result.wanted}")


def same(one, other, source, year):
    """Whether two stores hold the same figures of a source."""
    entries = [store.open_store(root).manifest()["observations"] for root in (one, other)]
    assert entries[0].keys() == entries[1].keys() and entries[0]
    for key in entries[0]:
        level = key.split("/")[1]
        frames = [
            store.open_store(r).observations(level=level, years=[year], sources=[source.id]) for r in (one, other)
        ]
        pd.testing.assert_frame_equal(
            *(f.astype(object).sort_values(["region", "variable"]).reset_index(drop=True) for f in frames)
        )


# ---------------------------------------------------------------- the same figures


@pytest.mark.parametrize(
    ("source", "year", "made", "setting"),
    [
        (politie.SOURCE, 2024, {"47018NED": tables.crime()}, "DSW_DERDEN_URL"),
        (rivm.SOURCE, 2020, {"50150NED": tables.health()}, "DSW_DERDEN_URL"),
        (cbs_ses.SOURCE, 2024, {"86296NED": tables.status()}, "DSW_CBS_URL"),
    ],
    ids=["politie", "rivm", "ses"],
)
def test_a_table_from_saved_files_is_the_table(tmp_path, folder, monkeypatch, source, year, made, setting):
    cube._held.clear()
    with cubes.serving(made) as running:
        monkeypatch.setenv(setting, running.base)
        monkeypatch.setenv("DSW_CBS_V4_URL", running.base)
        assert pulled(tmp_path / "net", source, year).outcome == "ok"
        names = save_all(folder, source, year, tmp_path / "file")
    result = pulled(tmp_path / "file", source, year, folder)
    assert result.outcome == "ok", result.message
    same(tmp_path / "net", tmp_path / "file", source, year)
    assert names == ["86296NED.zip"] or {name.split("_")[1].split(".")[0] for name in names} >= {
        "TableInfos",
        "TypedDataSet",
    }


@pytest.mark.parametrize(
    ("name", "route"),
    [("84799NED.zip", "v4"), ("kwb-2020.xlsx", "xlsx"), ("kwb-2020 (1).xlsx", "xlsx"), ("84799NED(12).ZIP", "v4")],
)
def test_the_key_figures_from_either_file_are_the_key_figures(tmp_path, folder, monkeypatch, name, route):
    with cbs.serving(2020) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        assert pulled(tmp_path / "net", cbs_kwb.SOURCE, 2020).route == "v3"
        made = running.tables["84799NED"]
        (folder / name).write_bytes(cbs.bulk(made) if route == "v4" else cbs.workbook(made))
    result = pulled(tmp_path / "file", cbs_kwb.SOURCE, 2020, folder)
    assert (result.outcome, result.route, result.found) == ("ok", route, (name,)), result.message
    for level in LEVELS[1:]:
        net, file = (store.open_store(tmp_path / way).table(level, 2020) for way in ("net", "file"))
        pd.testing.assert_frame_equal(net[file.columns], file, check_like=True)
        assert len(file.columns) > 40


@pytest.mark.parametrize("kind", ["gpkg", "geojson"])
def test_boundaries_from_a_file_are_the_boundaries(tmp_path, folder, monkeypatch, kind):
    import geopandas as gpd

    with pdok.serve() as running:
        monkeypatch.setenv("DSW_PDOK_URL", running.url)
        assert pulled(tmp_path / "net", regions.SOURCE, 2024).outcome == "ok"
        for plural, features in running.years[2024].items():
            text = json.dumps({"type": "FeatureCollection", "features": features})
            if kind == "geojson":
                (folder / f"{plural}_2024.geojson").write_text(text)
            else:
                frame = gpd.read_file(text).set_crs(28992, allow_override=True)
                frame.to_file(folder / "WijkBuurtkaart_2024_v2.gpkg", layer=plural, driver="GPKG")
    result = pulled(tmp_path / "file", regions.SOURCE, 2024, folder)
    assert (result.outcome, result.route) == ("ok", "bestand"), result.message
    for level in LEVELS[1:]:
        net, file = (store.open_store(tmp_path / way).regions(level, 2024) for way in ("net", "file"))
        assert list(net.index) == list(file.index) and net.geometry.geom_equals(file.geometry).all()


def test_the_leefbaarometer_is_one_zip(tmp_path, folder):
    (wanted,) = [w for w in pulled(tmp_path, leefbaarometer.SOURCE, 2024, folder).wanted if w.names[0].endswith("zip")]
    (folder / wanted.names[0]).write_bytes(scores.archive())
    result = pulled(tmp_path, leefbaarometer.SOURCE, 2024, folder)
    assert result.outcome == "ok", result.message
    assert store.open_store(tmp_path).table("wijk", 2024).loc["WK9001AA", "leefbaarometer"] == pytest.approx(4.2)


# ---------------------------------------------------------------- the list


def test_the_list_names_each_file_and_where_it_is(tmp_path, folder, monkeypatch, capsys):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DSW_CBS_V4_URL", "https://datasets.cbs.nl")
    monkeypatch.setenv("DSW_DERDEN_URL", "https://dataderden.cbs.nl")
    asked = [
        "pull",
        "cbs_kwb",
        "cbs_ses",
        "politie",
        "pdok_grenzen",
        "--years",
        "2020,2026",
        "--from",
        str(folder),
        "--list",
    ]
    assert command.main(asked) == 0
    told = capsys.readouterr().out
    for line in (
        "86358NED.zip  (2026)",
        "van https://datasets.cbs.nl/csv/CBS/nl/86358NED",
        "86296NED.zip  (2020)",
        "47018NED_TableInfos.json  (2020 tot en met 2026)",
        "van https://dataderden.cbs.nl/ODataFeed/odata/47018NED/DataProperties?$format=json",
        "WijkBuurtkaart_2026_v0.gpkg of wijkenbuurten_2026.gpkg  (2026)",
        "kwbJAAR.xlsx); JAAR is 2020, 2026",
        "Open elk adres in een browser",
    ):
        assert line in told, told
    assert not store.open_store(tmp_path / "data").manifest()["pulls"], "a list leaves no trace"


def test_the_list_says_what_else_will_do(tmp_path, folder, monkeypatch, capsys):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "data"))
    asked = ["pull", "duo", "amsterdam_bbga", "utrecht", "--years", "2022", "--from", str(folder), "--list"]
    assert command.main(asked) == 0
    told = capsys.readouterr().out
    assert "  de adressenlijsten van DUO" in told and "  het csv-bestand van de BBGA" in told
    assert "Haal eerst cbs_kwb op" in told and "kerncijfers_" not in told


def test_a_list_saves_nothing_and_says_what_was_found(tmp_path, folder):
    (folder / "84799NED.zip").write_bytes(cbs.bulk(cbs.table(2020)))
    result = pulled(tmp_path / "data", cbs_kwb.SOURCE, 2020, folder, rehearsal=True)
    assert (result.outcome, result.found) == ("found", ("84799NED.zip",))
    assert store.open_store(tmp_path / "data").is_empty()


def test_a_name_itself_goes_before_a_copy_with_a_number(folder):
    for name in ("kwb-2020 (1).xlsx", "kwb-2020.xlsx", "kwb-2020 (1) (2).xlsx"):
        (folder / name).write_bytes(b"x")
    assert Folder(folder).find(r"kwb\-2020\.xlsx").name == "kwb-2020.xlsx"
    (folder / "kwb-2020.xlsx").unlink()
    assert Folder(folder).find(r"kwb\-2020\.xlsx").name == "kwb-2020 (1).xlsx"


def test_files_that_nobody_asks_for_are_named_and_a_folder_of_these_alone_fails(tmp_path, folder, monkeypatch, capsys):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "data"))
    (folder / "kerncijfers.xlsx").write_bytes(b"x")
    asked = ["pull", "cbs_kwb", "--years", "2020", "--from", str(folder)]
    assert command.main(asked) == 1
    out, err = capsys.readouterr()
    assert "Niet gebruikt: kerncijfers.xlsx." in out and "geen bestand dat hier past" in err
    assert command.main([*asked, "--list"]) == 0
    assert "Niet gebruikt: kerncijfers.xlsx." in capsys.readouterr().out


def test_what_is_not_in_the_folder_leaves_the_record_as_it_was(tmp_path, folder, monkeypatch):
    with cbs.serving(2020) as running:
        monkeypatch.setenv("DSW_CBS_URL", running.base)
        pulled(tmp_path, cbs_kwb.SOURCE, 2020)
    before = store.open_store(tmp_path).manifest()["pulls"]
    assert pulled(tmp_path, cbs_kwb.SOURCE, 2020, folder).outcome == "missing"
    assert store.open_store(tmp_path).manifest()["pulls"] == before


def test_a_folder_that_is_none_and_a_list_of_nothing_are_refused(tmp_path, capsys):
    assert command.main(["pull", "--from", str(tmp_path / "niets")]) == 2
    assert command.main(["pull", "--list"]) == 2
    told = capsys.readouterr().err
    assert "is geen map" in told and "--from MAP --list" in told


# ---------------------------------------------------------------- files that are wrong


@pytest.mark.parametrize(
    ("name", "made", "told"),
    [
        ("84799NED.zip", lambda good: good[: len(good) // 2], "niet compleet of beschadigd"),
        ("84799NED.zip", lambda _: b"<!DOCTYPE html><html>Onderhoud</html>", "is een webpagina en geen gegevens"),
        ("84799NED.zip", lambda _: b"", "is leeg"),
        ("84799NED.zip", lambda _: b"kolom;kolom", "geen ZIP-bestand"),
        ("84799NED.zip", lambda _: cbs.bulk(cbs.table(2019)), "de download is van tabel 84583NED"),
        ("kwb-2020.xlsx", lambda _: b"<html>Niet gevonden</html>", "is een webpagina en geen gegevens"),
        ("kwb-2020.xlsx", lambda good: good, "geen Excel-bestand"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_what_is_wrong(tmp_path, folder, name, made, told):
    (folder / name).write_bytes(made(cbs.bulk(cbs.table(2020))))
    result = pulled(tmp_path / "data", cbs_kwb.SOURCE, 2020, folder)
    assert result.outcome == "failed" and told in result.message, result.message
    assert name.split(".")[0] in result.message or "84799NED" in result.message
    assert store.open_store(tmp_path / "data").is_empty()


def test_a_page_of_json_that_was_cut_off_is_named(tmp_path, folder, monkeypatch):
    with cubes.serving({"47018NED": tables.crime()}) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.base)
        names = save_all(folder, politie.SOURCE, 2024, tmp_path / "data")
    page = folder / next(name for name in names if "TypedDataSet_2024" in name)
    page.write_bytes(page.read_bytes()[:500])
    result = pulled(tmp_path / "data", politie.SOURCE, 2024, folder)
    assert result.outcome == "failed" and page.name in result.message and "niet compleet" in result.message


def test_boundaries_that_were_cut_off_are_named(tmp_path, folder):
    (folder / "wijkenbuurten_2024.gpkg").write_bytes(b"SQLite format 3\0" + bytes(50))
    result = pulled(tmp_path / "data", regions.SOURCE, 2024, folder)
    assert result.outcome == "failed" and "wijkenbuurten_2024.gpkg is niet compleet" in result.message


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://datasets.cbs.nl/csv/CBS/nl/86165NED", "86165NED.zip"),
        ("https://download.cbs.nl/regionale-kaarten/kwb2025.xlsx", "kwb2025.xlsx"),
        ("https://x.nl/resources/open-data-leefbaarometer-meting-2024.zip", "open-data-leefbaarometer-meting-2024.zip"),
        ("https://x.nl/ODataFeed/odata/47018NED/TableInfos?$format=json", "47018NED_TableInfos.json"),
    ],
)
def test_a_file_is_called_as_a_browser_would(url, name):
    assert file_names(url) == (name,)


def test_each_page_and_each_question_has_a_name_of_its_own():
    base = "https://x.nl/ODataFeed/odata/47018NED/TypedDataSet?$format=json&$filter=Perioden eq '2024JJ00'"
    (first,), (second,) = file_names(base), file_names(base + "&$skip=10000")
    (other,) = file_names(base.replace("2024", "2023"))
    assert first.startswith("47018NED_TypedDataSet_2024_") and second == first.replace(".json", "_10000.json")
    assert other.startswith("47018NED_TypedDataSet_2023_")
