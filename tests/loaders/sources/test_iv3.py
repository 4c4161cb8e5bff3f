"""What gemeenten booked: from a small fake Iv3 over HTTP, from a dropped file, and the published total of a real year."""

import itertools

import numpy as np
import pandas as pd
import pytest

from loaders import store
from loaders.pulling.pull import Pull
from loaders.pulling.runner import Plan, run
from loaders.reading.http import Client, SourceError
from loaders.source import variables
from loaders.sources import iv3
from loaders.vocabulary import CAVEATS, THEMES
from tests.fakes import odata as fake

YEAR = 2024
TABLE = "45067NED"

# gemeente, taakveld, category, report, first placing, second placing (thousands of euros)
ROWS = [
    ("GM0003", "6.1", "L1.1", "2024X000", 100, None),
    ("GM0003", "6.1", "L3.8", "2024X000", 50, None),
    ("GM0003", "6.1", "B4.3.1", "2024X000", 999, None),
    ("GM0003", "6.71a", "L3.8", "2024X000", 30, None),
    ("GM0003", "6.71", "L3.8", "2024X000", 4, None),
    ("GM0003", "6.74b", "L3.8", "2024X000", 6, None),
    ("GM0003", "6.81a", "L3.8", "2024X000", -446327, None),
    ("GM0003", "6.2", "L1.1", "2024X003", 777, 777),
    ("GM0003", "6.1", "L1.1", "2024X005", 10, 12),
    ("GM0003", "6.2", "L1.1", "2024X005", 20, None),
    ("GM0005", "6.1", "L1.1", "2024X000", 8, -99998),
    ("GM0005", "6.2", "L1.1", "2024X000", -99998, -99998),
    ("GM0005", "6.1", "L1.1", "2024X005", -99998, -99998),
    ("GM0005", "6.2", "L1.1", "2024X005", -99998, -99998),
    ("GM0007", "6.3", "L4.3.1", "2024X000", None, 5),
    ("GM0007", "6.1", "L1.1", "2024X000", 3, None),
    ("GM0007", "0.10", "L7.1", "2024X000", 4000, 4000),
    ("GM0007", "A111", "L7.1", "2024X000", 4000, 4000),
    ("GM0007", "6.82", "L3.8", "2024X005", None, None),
    ("GM0007", "6.66", "L3.8", "2024X005", 0, 0),
]


def table(rows=ROWS, year=YEAR, topics=(), **more):
    keys = ("Gemeenten", "TaakveldBalanspost", "Categorie", "Verslagsoort", "k_1ePlaatsing_1", "k_2ePlaatsing_2")
    pads = (9, 6, 8, 8)
    made = [
        dict(zip(keys, [*(v.ljust(n) for v, n in zip(row, pads, strict=False)), *row[4:]], strict=True)) for row in rows
    ]
    dimensions = [fake.dimension(key) for key in keys[:4]]
    return fake.Table(
        f"Gemeenten {year} onbewerkte Iv3-data ", fake.properties(dimensions, {"": [*keys[4:], *topics]}), made, **more
    )


@pytest.fixture
def service(monkeypatch):
    with fake.serving(_45067NED=table()) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        yield running


def pull(root, levels=("gemeente",), force=False, year=YEAR):
    before = store.open_store(root)
    client = Client(attempts=2, sleep=lambda seconds: None)
    with store.writer(root) as writer:
        one = Pull(iv3.SOURCE, year, levels, writer, before=before, force=force, client=client)
        iv3.pull(one, year)
        one.finish()
    return one


def euros(root, report="begroting", year=YEAR):
    frame = store.open_store(root).table("gemeente", year)
    return frame.filter(like=report).rename(columns=lambda name: name.removesuffix(f"_{report}"))


def test_costs_are_added_up_per_taakveld_in_euros(service, tmp_path):
    pull(tmp_path)
    row = euros(tmp_path).loc["GM0003"]
    assert row["iv3_61"] == 150_000
    assert row["iv3_67"] == 40_000, "parts with a letter, and what stands on the parent itself"
    assert row["iv3_681"] == -446_327_000, "a real correction goes far below the mark for no report"


def test_a_topic_about_the_method_that_is_not_taken_is_told(monkeypatch, tmp_path):
    with fake.serving(_45067NED=table(topics=["StatusLevering_3"])) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        one = pull(tmp_path)
    assert [note for note in one.notes if "over de methode" in note] == [
        "Niet overgenomen uit tabel 45067NED, en zegt iets over de methode: StatusLevering_3."
    ]


def test_a_gemeente_that_reported_spent_nothing_on_what_it_does_not_mention(service, tmp_path):
    pull(tmp_path)
    assert euros(tmp_path).loc["GM0003", "iv3_66"] == 0


def test_the_second_placing_replaces_a_whole_report_or_not_at_all(service, tmp_path):
    pull(tmp_path)
    assert euros(tmp_path, "rekening").loc["GM0003"][["iv3_61", "iv3_62"]].tolist() == [12_000, 0]
    assert euros(tmp_path).loc["GM0007"][["iv3_61", "iv3_63"]].tolist() == [0, 5_000]


def test_no_report_is_a_reason_and_never_nought(service, tmp_path):
    pull(tmp_path)
    data = store.open_store(tmp_path)
    frame, why = data.table("gemeente", YEAR), data.statuses("gemeente", YEAR)
    assert frame.loc["GM0005", "iv3_61_begroting"] == 8_000
    assert np.isnan(frame.loc["GM0005", "iv3_62_begroting"]) and why.loc["GM0005", "iv3_62_begroting"] == "not_given"
    assert frame.loc["GM0005"].filter(like="rekening").isna().all()
    assert set(why.loc["GM0005"].filter(like="rekening")) == {"not_given"}


def test_noughts_alone_are_no_report(monkeypatch, tmp_path):
    noughts = [("GM0009", taakveld, "L1.1", "2024X000", 0, 0) for taakveld in ("6.1", "6.2", "6.71")]
    with fake.serving(_45067NED=table([*ROWS, *noughts])) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        one = pull(tmp_path)
    data = store.open_store(tmp_path)
    assert data.table("gemeente", YEAR).loc["GM0009"].isna().all()
    assert set(data.statuses("gemeente", YEAR).loc["GM0009"]) == {"not_given"}
    assert any("onder nul" in note and "GM0003" in note for note in one.notes)


def test_accounts_that_nobody_sent_yet_are_still_to_come(monkeypatch, tmp_path):
    with fake.serving(_45067NED=table([row for row in ROWS if row[3] != "2024X005"])) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        one = pull(tmp_path)
    why = store.open_store(tmp_path).statuses("gemeente", YEAR)
    assert set(why.filter(like="rekening").to_numpy().ravel()) == {"not_yet_published"}
    assert any("nog geen rekening 2024" in note for note in one.notes)


def test_only_the_social_domain_is_asked_for_page_by_page(service, tmp_path):
    pull(tmp_path)
    asked = [path for path in service.log if "TypedDataSet" in path]
    assert len(asked) == 2 and all("startswith(TaakveldBalanspost,'6.')" in path.replace("+", " ") for path in asked)


def test_table_is_found_by_title_and_else_by_the_number_we_know(monkeypatch, tmp_path):
    with fake.serving(_99999NED=table()) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        assert pull(tmp_path).info["table"] == "99999NED"
    with fake.serving(_45067NED=table()) as running:
        running.catalogue = False
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        assert pull(tmp_path, force=True).info["table"] == TABLE


def test_a_table_of_another_year_is_refused(monkeypatch, tmp_path):
    with fake.serving(_45067NED=table(year=2023)) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        with pytest.raises(SourceError, match=r"heet 'Gemeenten 2023.*columns/iv3\.toml"):
            pull(tmp_path)


def test_money_on_an_unknown_taakveld_stops_the_year_by_name(monkeypatch, tmp_path):
    with fake.serving(_45067NED=table([*ROWS, ("GM0003", "6.95", "L1.1", "2024X000", 1, 1)])) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        with pytest.raises(SourceError, match=r"6\.95.*columns/iv3\.toml"):
            pull(tmp_path)
    assert store.open_store(tmp_path).is_empty()


def test_a_missing_dimension_is_named(monkeypatch, tmp_path):
    broken = table()
    broken.properties = [row for row in broken.properties if row["Key"] != "Categorie"]
    with fake.serving(_45067NED=broken) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        with pytest.raises(SourceError, match=r"Categorie ontbreekt.*loaders/sources/iv3\.py"):
            pull(tmp_path)


@pytest.mark.parametrize("fault", ["500", "html", "429"])
def test_a_fault_that_passes_leaves_no_trace(service, tmp_path, fault):
    service.faults = [fault]
    pull(tmp_path)
    assert euros(tmp_path).loc["GM0003", "iv3_61"] == 150_000


def test_a_fault_that_stays_leaves_the_last_good_year(service, tmp_path, monkeypatch):
    pull(tmp_path)
    service.faults = ["403"] * 50
    (result,) = run(Plan([iv3.SOURCE], [YEAR], root=tmp_path, force=True))
    assert result.outcome == "failed"
    assert euros(tmp_path).loc["GM0003", "iv3_61"] == 150_000


def test_nothing_newer_is_not_fetched_again(service, tmp_path):
    run(Plan([iv3.SOURCE], [YEAR], root=tmp_path))
    before = len([path for path in service.log if "TypedDataSet" in path])
    (result,) = run(Plan([iv3.SOURCE], [YEAR], root=tmp_path))
    assert result.outcome == "unchanged"
    assert len([path for path in service.log if "TypedDataSet" in path]) == before


FLAT = """jaar,verslagsoort,gm_code,inwoners,lasten,tv_0.1,tv_6.1,tv_6.2,tv_6.71,tv_6.72,tv_6.81
2024,2024X000,GM0003,11971,40324.0,776.0,1004.0,235.0,10.0,5.0,
2024,2024X005,GM0003,11971,41324.0,776.0,1104.0,-99998,10.0,5.0,7.0
2023,2023X000,GM0003,11971,40324.0,776.0,904.0,235.0,10.0,5.0,1.0
"""


def drop(root, text, name="iv3.csv"):
    folder = root / "drop" / "iv3"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_dropped_flat_file_is_used_without_any_request(service, tmp_path):
    drop(tmp_path, FLAT)
    one = pull(tmp_path)
    assert one.info["route"] == "bestand" and service.log == []
    assert euros(tmp_path).loc["GM0003"][["iv3_61", "iv3_62", "iv3_67", "iv3_681"]].tolist() == [1004e3, 235e3, 15e3, 0]
    assert np.isnan(euros(tmp_path, "rekening").loc["GM0003", "iv3_62"])


def test_rows_of_cbs_as_a_dropped_file_give_the_same_as_the_service(service, tmp_path):
    pull(tmp_path)
    direct = euros(tmp_path)
    drop(tmp_path, pd.DataFrame(table().rows).to_csv(index=False, sep=";"))
    pull(tmp_path, force=True)
    pd.testing.assert_frame_equal(euros(tmp_path), direct)


def test_a_dropped_file_without_this_year_or_with_other_columns_is_named(service, tmp_path):
    drop(tmp_path, FLAT)
    (result,) = run(Plan([iv3.SOURCE], [2022], root=tmp_path))
    assert (result.outcome, "bevat dit jaar niet" in result.message) == ("not_available", True)
    drop(tmp_path, "a,b\n1,2\n")
    (result,) = run(Plan([iv3.SOURCE], [2022], root=tmp_path))
    assert result.outcome == "failed" and "verslagsoort" in result.message


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("6.1", "6.1"),
        ("6.71a", "6.71"),
        ("6.711", "6.71"),
        ("6.71", "6.71"),
        ("6.60", "6.60"),
        ("0.10", "0.10"),
        ("A111", "A111"),
    ],
)
def test_parts_belong_to_their_taakveld_of_two_digits(part, whole):
    assert iv3.family(part) == whole


def test_every_year_maps_onto_declared_variables():
    for year in iv3.SOURCE.years:
        for name, report in itertools.product(iv3.layout(year).variables, iv3.REPORTS.values()):
            assert f"{name}_{report}" in variables()


def test_variables_are_whole():
    for variable in iv3.SOURCE.variables:
        assert variable.theme in THEMES and set(variable.caveats) <= set(CAVEATS)
        assert variable.is_.endswith(".") and variable.is_not
    for report in iv3.REPORTS.values():
        assert variables()[f"iv3_61_{report}"].breaks == (2022,)
        assert "centrumgemeenten" in variables()[f"iv3_681_{report}"].caveats


def test_check_tells_an_unknown_taakveld_and_a_missing_report(monkeypatch):
    client = Client(attempts=1)
    good = [
        (g, t.replace("6.71a", "6.711").replace("6.74b", "6.761"), c, v.replace("2024", "2026"), *n)
        for g, t, c, v, *n in ROWS
    ]
    good = [row for row in good if row[1] not in ("6.2", "6.66")]
    with fake.serving(_45078NED=table(good, 2026)) as running:
        monkeypatch.setenv("DSW_DERDEN_URL", running.url)
        assert [e.ask(client) for e in iv3.SOURCE.expects] == [[]]
        running.tables["45078NED"] = table([("GM0003", "6.95", "L1.1", "2026X005", 1, 1)], 2026)
        (told,) = [e.ask(client) for e in iv3.SOURCE.expects]
        assert "6.95" in told[0] and "2026X000" in told[1]
        running.tables.clear()
        assert iv3.SOURCE.expects[0].ask(client) == ["Er is geen tabel Iv3 2026."]


@pytest.mark.replay
def test_real_extract_adds_up_to_the_published_total(replay_folder, tmp_path):
    """71231ned gives 1,855 euros per inhabitant of costs on taakveld 6 for the accounts of 2023 (17,811,291 people)."""
    extract = replay_folder / "files" / "iv3_lasten_per_taakveld_gemeente_jaar.csv"
    drop(tmp_path, extract.read_text(encoding="utf-8"))
    results = run(Plan([iv3.SOURCE], root=tmp_path))
    assert {result.outcome for result in results} == {"ok"}
    assert np.nansum(euros(tmp_path, "rekening", 2023)) / 17_811_291 == pytest.approx(1855, abs=1)
    assert len(euros(tmp_path, "rekening", 2017)) == 388
