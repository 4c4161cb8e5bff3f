"""CBS's two services: names, pages, the links between them, and the bulk download."""

from __future__ import annotations

import io
import math
import zipfile

import numpy as np
import pytest

from loaders.reading import odata, zipped
from loaders.reading.http import Client, NotAvailable, SourceError
from tests.fakes import cbs

TABLE = "84799NED"


@pytest.fixture
def fake():
    with cbs.serving(2020) as running:
        yield running


@pytest.fixture
def client():
    return Client(attempts=3, sleep=lambda _: None)


def ask(client, fake, **more):
    keys = list(fake.tables[TABLE].keys())
    return odata.values(client, fake.base, TABLE, key=keys[0], numbers=keys[2:6], texts=[keys[1]], **more)


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Aantal inwoners", "AantalInwoners"),
        ("40% personen met laagste inkomen", "k_40PersonenMetLaagsteInkomen"),
        ("Personenauto's totaal", "PersonenautoSTotaal"),
        ("Totaal diefstal uit woning/schuur/e.d.", "TotaalDiefstalUitWoningSchuurED"),
        ("Gemiddelde WOZ-waarde van woningen", "GemiddeldeWOZWaardeVanWoningen"),
        ("Wmo-cliënten relatief", "WmoClientenRelatief"),
        ("Europa (exclusief Nederland) ", "EuropaExclusiefNederland"),
        ("Gemiddeld inkomen per inwoner  ", "GemiddeldInkomenPerInwoner"),
    ],
)
def test_the_name_that_v3_makes_of_a_title(title, stem):
    assert odata.stem_of_title(title) == stem


def test_the_number_at_the_end_is_no_part_of_a_name():
    assert odata.stem_of_key("ScholenBinnen3Km_109") == "ScholenBinnen3Km"
    assert odata.stem_of_key("k_0Tot15Jaar_8") == "k_0Tot15Jaar"


def test_topics_know_their_group_and_unit(client, fake):
    dimension, topics = odata.topics(client, fake.base, TABLE)
    assert dimension == "WijkenEnBuurten"
    assert odata.Topic("AantalInwoners_3", "AantalInwoners", "Groep", "aantal") in topics


def test_pages_are_followed_at_our_own_address(client, fake):
    seen = []
    got = ask(client, fake, seen=seen.append)
    assert seen == [10, 20, 27]
    assert got.regions == list(cbs.regions())
    assert got.numbers.shape == (27, 4)
    assert got.numbers[3, 0] == cbs.value(3, "inwoners")


@pytest.mark.parametrize("page", [10, 9])
def test_pages_asked_for_ahead_give_the_same_rows(client, fake, monkeypatch, page):
    """Also when the publisher's pages are not as long as was thought: then what it names is asked for after all."""
    one_by_one = ask(client, fake)
    monkeypatch.setattr(odata, "PAGE", page)
    fake.log.clear()
    seen = []
    ahead = ask(client, fake, expected=40, seen=seen.append)
    assert seen == [10, 20, 27]
    assert ahead.regions == one_by_one.regions
    np.testing.assert_array_equal(ahead.numbers, one_by_one.numbers)
    # Foreseen were 0, 10, 20 and 30, or 0, 9, 18, 27 and 36: what is not begun when the last row has come is not asked
    # any more. What the publisher named besides comes on top.
    foreseen, named = (4, 0) if page == 10 else (5, 2)
    assert 3 + named <= len(fake.asked("TypedDataSet")) <= foreseen + named


def test_texts_are_stripped_and_empty_is_nan(client, fake):
    fake.tables[TABLE].cells["GM9001", "AantalInwoners"] = None
    got = ask(client, fake)
    assert math.isnan(got.numbers[1, 0])
    assert set(got.texts) == {"IndelingswijzigingGemeenteWijkBuurt_2"}


def test_a_long_selection_is_asked_in_parts(client, fake, monkeypatch):
    whole = ask(client, fake)
    monkeypatch.setattr(odata, "LONGEST_SELECT", 70)
    fake.log.clear()
    parts = ask(client, fake)
    assert len(fake.asked("TypedDataSet")) > 3
    np.testing.assert_array_equal(parts.numbers, whole.numbers)


def test_a_full_page_without_a_next_one_was_cut_off(client, fake, monkeypatch):
    monkeypatch.setattr(odata, "PAGE", 10)
    fake.truncate = True
    with pytest.raises(SourceError, match="precies 10 rijen"):
        ask(client, fake)


def test_a_service_that_never_says_stop_is_given_up(client, fake, monkeypatch):
    monkeypatch.setattr(odata, "MOST_PAGES", 2)
    with pytest.raises(SourceError, match="na 2 bladzijden"):
        ask(client, fake)


@pytest.mark.parametrize(
    "rows",
    [
        [{"Title": "x"}],
        [{"ID": [], "Type": "Topic"}],
        [{"ID": 1, "Type": "Dimension", "Key": [], "Title": []}],
        ["x"],
        {},
        None,
        5,
    ],
)
def test_metadata_of_another_make_are_told(client, fake, monkeypatch, rows):
    monkeypatch.setattr("cbsodata.get_meta", lambda *_, **__: rows)
    with pytest.raises(SourceError):
        odata.structure(client, fake.base, TABLE)
    if "Key" not in str(rows):
        with pytest.raises(SourceError):
            odata.members(client, fake.base, TABLE, "Perioden")


def test_a_filter_brings_only_some_levels(client, fake):
    got = ask(client, fake, where="startswith(WijkenEnBuurten,'GM')")
    assert got.regions == ["GM9001", "GM9002"]


@pytest.mark.parametrize("kind", ["500", "429", "html", "cut", "drop"])
@pytest.mark.parametrize("entity", ["TableInfos", "TypedDataSet?"])
def test_passing_faults_are_cured_in_metadata_and_data(client, fake, kind, entity):
    fake.faults.append([kind, 1, entity])
    assert odata.table_info(client, fake.base, TABLE)["Modified"] == "2026-01-01T02:00:00"
    assert len(ask(client, fake).regions) == 27


def test_lasting_faults_of_metadata_are_told(client, fake):
    fake.faults.append(["html", 99, "TableInfos"])
    with pytest.raises(SourceError, match="iets anders dan gegevens"):
        odata.table_info(client, fake.base, TABLE)


def test_metadata_that_never_ends_is_given_up(client, fake, monkeypatch):
    monkeypatch.setattr(odata, "METADATA_SECONDS", 0.05)
    fake.faults.append(["slow", 99, "DataProperties"])
    with pytest.raises(SourceError, match="niet op tijd"):
        odata.topics(client, fake.base, TABLE)


def test_an_unknown_table(client, fake):
    with pytest.raises(NotAvailable):
        odata.table_info(client, fake.base, "00000NED")
    with pytest.raises(NotAvailable):
        odata.Bulk.fetch(client, fake.base, "00000NED")


def test_a_stand_in_table_is_recognised(client, fake):
    fake.tables[TABLE].blocked = True
    with pytest.raises(odata.Blocked, match="tijdelijk afgesloten"):
        odata.topics(client, fake.base, TABLE)


def test_the_catalogue_is_asked_by_title(client, fake):
    (row,) = odata.catalogue(client, fake.base, "Kerncijfers 2020")
    assert row["Identifier"] == TABLE
    assert odata.catalogue(client, fake.base, "Kerncijfers 1900") == []


def test_cbsodata_is_left_on_the_scheme_that_was_asked(client, fake):
    import cbsodata

    cbsodata.options.use_https = True
    odata.table_info(client, fake.base, TABLE)
    assert fake.asked("TableInfos")


def test_rows_are_read_however_the_bytes_are_cut():
    body = '{"odata.metadata":"x", "value" : [{"A":"é ","n":1.5}, {"A":"b","n":null}],"odata.nextLink":"h?$skip=2"}'
    for size in range(1, 40):
        rows = odata._Rows(["A"], ["n"])
        data = body.encode()
        for at in range(0, len(data), size):
            rows.feed(data[at : at + size])
        page = rows.finish()
        assert page.texts == {"A": ["é", "b"]}
        np.testing.assert_array_equal(page.numbers, [[1.5], [np.nan]])
        assert page.following == "h?$skip=2"


@pytest.mark.parametrize(
    "body",
    [
        '{"value":[{"A":"b","n":1}',
        '{"value":[{"A":"b"}]}',
        '{"x":1}',
        '{"value":[{"A":"b","n":"1"}]}',
        # What fuzzing found: numbers that are none or too large, rows and links of another kind, and what never ends.
        '{"value":[{"A":"b","n":true}]}',
        '{"value":[{"A":"b","n":1e999}]}',
        f'{{"value":[{{"A":"b","n":1{"0" * 400}}}]}}',
        '{"value":[[1]]}',
        '{"value":[{"A":"b","n":1}],"odata.nextLink":5}',
        '{"value":[{"A":"b","n":1}],"odata.nextLink":"http://[::1"}',
        '[{"value":[{"A":"b","n":1}]}]',
        '{"value":[' + "[" * 100_000,
        '{"value":[{"A":"' + "x" * 1_100_000,
        '{"x":"' + "x" * 1_100_000,
    ],
)
def test_half_a_page_is_a_damaged_answer(body):
    rows = odata._Rows(["A"], ["n"])
    with pytest.raises(ValueError):
        rows.feed(body.encode())
        rows.finish()


def test_the_bulk_download_is_read_by_header_with_a_decimal_comma(client, fake):
    made = odata.Bulk.fetch(client, fake.base, TABLE)
    by_stem = {topic.stem: topic for topic in made.topics()}
    assert by_stem["Koopwoningen"].code == "1014800"
    assert by_stem["k_0Tot15Jaar"].unit == "aantal"
    keys = [by_stem["Koopwoningen"].key, by_stem["AantalInwoners"].key]
    regions = list(made.titles())
    got = made.values(keys, regions)
    assert got.numbers[5].tolist() == [cbs.value(5, "koopwoningen"), cbs.value(5, "inwoners")]
    assert got.numbers[0, 1] == cbs.value(0, "inwoners"), "a special value is not a value"
    assert made.titles()["WK9001AA"] == "Wijk AA van Voordorp"


def test_a_bulk_download_that_lacks_a_file_or_is_damaged():
    with pytest.raises(SourceError, match="beschadigd"):
        odata.Bulk(TABLE, b"PK\x03\x04 en verder niets")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("Properties.csv", "Modified\n2026\n")
    with pytest.raises(SourceError, match=r"MeasureCodes\.csv ontbreekt"):
        odata.Bulk(TABLE, empty.getvalue()).topics()


@pytest.mark.parametrize(
    ("observations", "says"),
    [
        ("Measure;WijkenEnBuurten;Value\nA;GM1;x\n", "float"),
        ("Measure;WijkenEnBuurten;Value\nA;GM1\n", "Index"),
        ("x\ny\n", "mist een kolom"),
    ],
)
def test_a_bulk_download_of_another_make_is_told(observations, says):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("Dimensions.csv", "Identifier;Kind\nWijkenEnBuurten;GeoDetail\n")
        archive.writestr("Observations.csv", observations)
    with pytest.raises(SourceError, match=says):
        odata.Bulk(TABLE, made.getvalue()).values(["A"], ["GM1"])


def test_a_bulk_download_that_unpacks_to_too_much_is_not_read(monkeypatch):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Observations.csv", b"0" * 2_000_000)
    monkeypatch.setattr(zipped, "MOST_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="uitgepakt"):
        odata.Bulk(TABLE, made.getvalue())
