"""The bulk files: opened again they hold the figures of the store, with their reasons, and nothing that runs."""

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from answers import data
from answers import words as said
from export import bulk
from export.bulk import Wanted
from loaders import store
from loaders.vocabulary import STATUSES
from tests import moved_store, small_store
from tests.web.serving import serving
from web.api import bulk as api_bulk

AREAS = small_store.WIJKEN


@pytest.fixture(scope="module")
def demo():
    return store.open_store(store.DEMO)


@pytest.fixture
def real(tmp_path):
    """A store that is not the demo: names that a spreadsheet would run, an empty cell, and a figure on other boundaries."""
    small_store.build(tmp_path)
    with store.writer(tmp_path) as w:
        names = small_store.names("wijk", AREAS)
        names.loc[0, "name"] = '=HYPERLINK("http://x")'
        names.loc[1, "name"] = "@x"
        names.loc[2, "name"] = 'Wijk "de; komma", 2'
        w.put_names("wijk", 2021, names)
        cells = {
            "bijstand": {**dict.fromkeys(AREAS, -12.25), AREAS[1]: "withheld"},
            "inwoners": dict.fromkeys(AREAS, 1),
        }
        w.put_observations("cbs_kwb", "wijk", 2021, small_store.rows("wijk", 2021, cells).assign(source="cbs_kwb"))
        health = small_store.rows("wijk", 2021, {"eenzaam": {AREAS[0]: 50}}).assign(source="rivm", division=2024)
        w.put_observations("rivm", "wijk", 2021, health)
    return store.open_store(tmp_path)


def made(held, tmp_path, *what):
    wanted = Wanted(*what)
    assert wanted.exists(held)
    path = tmp_path / wanted.file_name(held)
    bulk.write(held, wanted, path)
    return path


def sheet(path, name):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def same(frame, held, level, year):
    """Every value of a wide frame is the store's as a reader sees it, and every empty one has a reason."""
    ids = [c for c in frame if f"{c}_toestand" in frame]
    assert len(ids) > 3
    values, statuses = held.table(level, year, ids), held.statuses(level, year, ids)
    frame = frame.set_index("code")
    for id in ids:
        shown = said.as_shown(data.entry(id), values[id], statuses[id])
        pd.testing.assert_series_equal(frame[id].astype(float), shown.reindex(frame.index), check_names=False)
        empty = frame[id].isna()
        assert (frame.loc[empty, f"{id}_toestand"].fillna("") != "").all()
        told = statuses[id].reindex(frame.index)[empty].map(lambda s: STATUSES.get(s, "niet in deze bron"))
        assert (frame.loc[empty, f"{id}_toestand"] == told).all()


def test_csv_reads_back_to_the_same_numbers(demo, tmp_path):
    year = demo.years("wijk")[-2]
    path = made(demo, tmp_path, "wijk", year, "breed", "csv.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [
            "LEESMIJ.txt",
            "metadata.json",
            "woordenboek.csv",
            f"verzonnen-wijk-{year}-breed.csv",
        ]
        assert "VERZONNEN" in archive.read("LEESMIJ.txt").decode("utf-8-sig")
        about = json.loads(archive.read("metadata.json"))
        assert (about["demo"], about["data_version"], about["years"]) == (True, demo.version, [year])
        frame = pd.read_csv(archive.open(archive.namelist()[-1]), dtype={"code": str})
        words = pd.read_csv(archive.open("woordenboek.csv"))
    same(frame, demo, "wijk", year)
    assert frame["let_op"].str.contains("VERZONNEN").all()
    figures = [c for c in frame if f"{c}_toestand" in frame]
    assert figures == words["cijfer"].tolist(), "the dictionary holds these figures and no others"
    assert words[["omschrijving", "eenheid", "wat_het_is", "bron", "licentie"]].notna().all().all()
    assert {"kanttekeningen", "breuken"} <= set(words)


def test_parquet_of_every_year_has_one_schema_and_its_dictionary(demo, tmp_path):
    path = made(demo, tmp_path, "gemeente", None, "breed", "parquet")
    schema = pq.read_schema(path)
    about = json.loads(schema.metadata[b"metadata"])
    assert about["data_version"] == demo.version and "verzonnen" in about["notice"]
    assert json.loads(schema.field("bijstand").metadata[b"about"])["unit"]
    frame = pd.read_parquet(path)
    # A year of which only a source on other boundaries tells has no areas of its own.
    assert sorted(frame["jaar"].unique()) == demo.years("gemeente", "inwoners")
    year = demo.years("gemeente", "inwoners")[0]
    same(frame[frame["jaar"] == year].dropna(axis=1, how="all"), demo, "gemeente", year)


def test_tidy_holds_every_row_of_the_store(demo, tmp_path):
    path = made(demo, tmp_path, "gemeente", None, "lang", "parquet")
    frame = pd.read_parquet(path)
    entries = [e.id for e in bulk.listed(demo, "gemeente", demo.years("gemeente"))]
    rows = demo.observations(entries, "gemeente")
    assert len(frame) == len(rows)
    assert frame["waarde"].sum() == pytest.approx(rows["value"].sum(), rel=1e-7)
    given = ~frame["cijfer"].map(lambda id: data.entry(id).computed)
    of_sources = rows.loc[~rows["variable"].astype(str).map(lambda id: data.entry(id).computed), "value"]
    assert frame.loc[given, "waarde"].sum() == pytest.approx(of_sources.sum(), rel=1e-12), "as the source gave it"
    counted = rows["status"].map(STATUSES).value_counts()
    assert frame["toestand"].value_counts().to_dict() == counted[counted > 0].to_dict()
    assert (frame["bron"] == "verzonnen").all()
    assert not frame[frame["waarde"].isna()]["toestand"].eq("gepubliceerd").any()


def test_workbook_opens_with_figures_status_and_dictionary(demo, tmp_path):
    year = demo.years("wijk")[-2]
    path = made(demo, tmp_path, "wijk", year, "breed", "xlsx")
    assert path.name.startswith("verzonnen-wijken-")
    assert sheet(path, "Lees mij")[0][0] == "LET OP"
    rows, states = sheet(path, "Cijfers"), sheet(path, "Toestand")
    assert rows[1] == states[1] and len(rows) == len(states)
    place = rows[1].index("bijstand")
    values = demo.table("wijk", year, ["bijstand"])["bijstand"]
    for row, state in zip(rows[2:], states[2:], strict=True):
        assert row[0] == state[0]
        value = values.get(row[0])
        assert row[place] == ("" if pd.isna(value) else value)
        assert row[place] != "" or state[place], "an empty cell has its reason on the other sheet"
    assert "Mensen met bijstand" in rows[0][place]
    assert sheet(path, "Woordenboek")[0][0] == "cijfer"


def test_nothing_from_outside_runs_as_a_formula(real, tmp_path):
    assert not real.demo
    workbook = made(real, tmp_path, "wijk", 2021, "breed", "xlsx")
    with zipfile.ZipFile(workbook) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert sheets and not any("<f>" in text or "<hyperlink" in text for text in sheets)
    rows = sheet(workbook, "Cijfers")
    assert rows[2][1].startswith("'=") and rows[3][1] == "'@x"
    place = rows[1].index("bijstand")
    assert rows[2][place] == -12.25, "a negative number stays a number"
    path = made(real, tmp_path, "wijk", 2021, "breed", "csv.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[-1] == "wijk-2021-breed.csv"
        frame = pd.read_csv(archive.open("wijk-2021-breed.csv"))
    assert frame["naam"].tolist()[:3] == ['\'=HYPERLINK("http://x")', "'@x", 'Wijk "de; komma", 2']
    assert frame["bijstand"].tolist()[:2] == [-12.25, pytest.approx(float("nan"), nan_ok=True)]
    assert frame["bijstand_toestand"][1] == STATUSES["withheld"]


def test_other_boundaries_are_in_the_tidy_file_only(real, tmp_path):
    entries = bulk.listed(real, "wijk", [2021])
    ids = {e.id for e in entries}
    if "eenzaam" not in ids:
        pytest.fail("the catalog no longer has this figure: choose another one of RIVM")
    frame = bulk.wide(real, "wijk", 2021, entries)
    assert frame["eenzaam"].isna().all()
    rows = bulk.tidy(real, "wijk", 2021, entries)
    other = rows[rows["cijfer"] == "eenzaam"]
    assert other["grenzen"].tolist() == [2024] and other["waarde"].tolist() == [50.0]
    assert (rows.loc[rows["cijfer"] == "bijstand", "grenzen"] == 2021).all()


def test_a_year_or_shape_that_cannot_be_is_not_offered(demo):
    year = demo.years("wijk")[-1]
    assert not Wanted("wijk", 1066, "breed", "csv.zip").exists(demo)
    assert not Wanted("wijk", year, "lang", "xlsx").exists(demo)
    assert not Wanted("wijk", None, "breed", "xlsx").exists(demo)
    offered = {(o["level"], o["year"], o["shape"], o["kind"]) for o in api_bulk.listing(demo)}
    assert ("wijk", None, "tidy", "parquet") in offered and ("wijk", None, "wide", "xlsx") not in offered


def test_file_is_made_once_by_a_process_of_its_own_and_served(demo):
    year = demo.years("land")[-1]
    address = api_bulk.address(Wanted("land", year, "breed", "parquet"))
    with serving() as client:
        head = client.ask(address, method="HEAD")
        assert head.status == 200 and not api_bulk.files._held, "asking what it is makes nothing"
        answer = client.ask(address, encoding="gzip")
        assert answer.status == 200
        assert (
            answer.headers["content-disposition"]
            == f'attachment; filename="verzonnen-land-{year}-breed-{demo.version}.parquet"'
        )
        assert pd.read_parquet(io.BytesIO(answer.body))["code"].tolist() == ["NL00"]
        (path,) = api_bulk.files._held.values()
        before = path.stat().st_mtime_ns
        assert client.ask(address).body == answer.body
        assert path.stat().st_mtime_ns == before
        assert client.ask(address, If_None_Match=answer.headers["etag"]).status == 304
        part = client.ask(address, Range="bytes=0-3")
        assert (part.status, part.body) == (206, b"PAR1")


def test_disk_holds_no_more_than_the_limit(demo, tmp_path, monkeypatch):
    monkeypatch.setattr(api_bulk, "_folder", lambda: tmp_path)

    def pretend(command, **_):
        Path(command[7]).write_bytes(b"x" * 1000)
        return type("Done", (), {"returncode": 0, "stderr": ""})

    monkeypatch.setattr(api_bulk.subprocess, "run", pretend)
    files = api_bulk.Files(limit=2500)
    years = demo.years("wijk")[:4]
    paths = [files.get(demo, Wanted("wijk", year, "breed", "parquet")) for year in years]
    assert [p.exists() for p in paths] == [False, False, True, True]
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) <= 2500
    files.get(demo, Wanted("wijk", years[2], "breed", "parquet"))
    files.get(demo, Wanted("wijk", years[0], "breed", "parquet"))
    assert paths[2].exists() and not paths[3].exists(), "what was asked for last stays"


def test_a_file_that_fails_leaves_nothing_behind(demo, tmp_path, monkeypatch):
    monkeypatch.setattr(api_bulk, "_folder", lambda: tmp_path)
    monkeypatch.setattr(api_bulk, "SECONDS", 0.001)
    with pytest.raises(api_bulk.RefusedError) as refused:
        api_bulk.Files(10**9).get(demo, Wanted("land", demo.years("land")[-1], "breed", "parquet"))
    assert refused.value.status == 503
    assert list(tmp_path.iterdir()) == []


def test_rows_of_an_area_that_moved_have_a_mark_and_the_name_of_then(tmp_path):
    held = moved_store.build(tmp_path / "data")
    frame = pd.read_parquet(made(held, tmp_path, "wijk", None, "lang", "parquet"))
    people = frame[frame["cijfer"] == "inwoners"].set_index(["code", "grenzen"])
    told = people.loc[moved_store.REUSED, ["naam", "grond", "waarde"]]
    assert told.to_numpy().tolist() == [
        ["Wijk 01 Stad", "ander", 16_000],
        ["Gehucht", "zelfde", 180],
        ["Gehucht", "zelfde", 185],
    ]
    assert people.loc[(moved_store.SPLIT, 2021), "grond"] == "ander"
    wide = pd.read_parquet(made(held, tmp_path, "gemeente", None, "breed", "parquet")).set_index(["code", "jaar"])
    assert wide["grond"].to_dict() == {
        (moved_store.MERGED, 2020): "deels",
        (moved_store.MERGED, 2021): "deels",
        (moved_store.MERGED, 2022): "zelfde",
        (moved_store.GONE, 2020): "zelfde",
        (moved_store.GONE, 2021): "zelfde",
    }
    path = made(held, tmp_path, "wijk", 2020, "breed", "xlsx")
    heads = sheet(path, "Cijfers")[1]
    row = next(row for row in sheet(path, "Cijfers") if row[0] == moved_store.REUSED)
    assert (row[1], row[heads.index("grond")]) == ("Wijk 01 Stad", "ander")
    assert any("grond" in str(cell) for line in sheet(path, "Lees mij") for cell in line)


@pytest.mark.parametrize(
    ("year", "path", "told"),
    [("vorig", "a.parquet", "'vorig' is geen jaar"), ("2024", "weg/a.parquet", "maak die eerst")],
)
def test_the_command_says_in_a_line_what_cannot_be(tmp_path, capsys, year, path, told):
    with pytest.raises(SystemExit) as ended:
        bulk.main(["wijk", year, "breed", "parquet", str(tmp_path / path)])
    assert ended.value.code == 2 and told in capsys.readouterr().err
