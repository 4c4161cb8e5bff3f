"""The API: the same figures as the store, every answer credited, every wrong question refused in words, nothing leaking."""

import gzip
import io
import json
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from indicators import catalog, uncertainty
from loaders import store
from loaders.store import publishing
from loaders.vocabulary import STATUSES
from tests import small_store
from tests.web.serving import serving
from web.api import answers, openapi, routes
from web.api.endpoints import ENDPOINTS

BASE = "/api/v1"
EVERY_LIST = [e.path for e in ENDPOINTS if e.paged and "{" not in e.path]


@pytest.fixture(scope="module")
def client():
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def demo():
    return store.open_store(store.DEMO)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A store that is not the demo, with a wijk whose name a spreadsheet would run."""
    held = small_store.build(tmp_path)
    with store.writer(tmp_path) as w:
        names = small_store.names("wijk", small_store.WIJKEN)
        names.loc[0, "name"] = '=HYPERLINK("http://x";"y")'
        names.loc[1, "name"] = "<img src=x onerror=alert(1)>"
        w.put_names("wijk", 2021, names)
        own = {"eigen_banken": {**dict.fromkeys(small_store.WIJKEN, -1.5), small_store.WIJKEN[-1]: "withheld"}}
        w.put_observations("opgave", "wijk", 2021, small_store.rows("wijk", 2021, own).assign(source="opgave"))
        w.put_custom_variable("eigen_banken", {"label": "@Banken", "unit": "aantal", "kind": "count"})
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    return held


def of(answer):
    assert answer.status == 200, answer.text[:300]
    return answer.json


def csv(answer):
    assert answer.status == 200, answer.text[:300]
    return pd.read_csv(io.BytesIO(answer.body))


@pytest.mark.parametrize("path", ["/", *EVERY_LIST, "/indicators/bijstand", "/areas/NL00", "/data/bijstand?level=wijk"])
def test_every_answer_is_credited_and_a_demo_says_that_it_is_made_up(client, demo, path):
    meta = of(client.ask(BASE + path))["meta"]
    assert meta["data_version"] == demo.version
    assert meta["demo"] is True
    assert "verzonnen" in meta["notice"]
    assert demo.version in meta["citation"] and "erzonnen" in meta["citation"]
    assert meta["licence"]


def test_real_answers_name_source_and_licence(client, small):
    meta = of(client.ask(f"{BASE}/data/eigen_banken?level=wijk"))["meta"]
    assert (meta["demo"], meta["notice"]) == (False, None)
    assert meta["sources"][0]["publisher"] == "Gemeenten"
    assert meta["licence"] == "CC BY 4.0"
    assert meta["citation"].startswith("Gemeenten, Opgave van gemeenten. Via ")


def test_data_are_those_of_the_store_to_the_last_digit(client, demo):
    year = demo.years("wijk", "bijstand")[-1]
    rows = of(client.ask(f"{BASE}/data/bijstand?level=wijk&year={year}&limit=20000"))["data"]
    values = demo.table("wijk", year, ["bijstand"])["bijstand"]
    statuses = demo.statuses("wijk", year, ["bijstand"])["bijstand"]
    found = {row["area"]: row for row in rows}
    assert set(values.index) <= set(found) == set(demo.names("wijk", year).index) | set(values.index)
    for code, row in found.items():
        value = values.get(code)
        assert (row["value"] is None) == pd.isna(value)
        assert row["value"] is None or row["value"] == value
        assert row["status"] == (statuses.get(code) or answers.NOT_IN_SOURCE)
        assert row["status_text"]
    assert any(row["value"] is None for row in rows), "the demo region has gaps, and they are told"


def test_missing_keeps_its_reason_and_is_never_nought(client, small):
    rows = of(client.ask(f"{BASE}/data/eigen_banken?level=wijk&year=2021"))["data"]
    assert (rows[-1]["value"], rows[-1]["status"]) == (None, "withheld")
    assert rows[-1]["status_text"] == STATUSES["withheld"]
    table = csv(client.ask(f"{BASE}/data/eigen_banken?level=wijk&year=2021&format=csv"))
    assert table["value"].isna().tolist() == [False] * 7 + [True]


def test_csv_and_json_tell_the_same(client, demo):
    year = demo.years("gemeente", "bijstand")[-1]
    asked = f"{BASE}/data/bijstand?level=gemeente&year={year}&limit=50"
    rows, table = of(client.ask(asked))["data"], csv(client.ask(f"{asked}&format=csv"))
    assert table["area"].tolist() == [row["area"] for row in rows]
    assert table["value"].astype(object).where(table["value"].notna(), None).tolist() == [row["value"] for row in rows]
    assert table["status_text"].tolist() == [row["status_text"] for row in rows]
    assert table["source"].str.contains("verzonnen").all()
    assert (table["data_version"] == demo.version).all()
    assert set(table["indicator"]) == {"bijstand"} and table["unit"].notna().all()


def test_csv_holds_every_row_without_being_asked(client, demo):
    year = demo.years("buurt", "inwoners")[-1]
    table = csv(client.ask(f"{BASE}/data/inwoners?level=buurt&year={year}&format=csv"))
    assert len(table) == table["total_rows"].iloc[0] == len(demo.names("buurt", year))


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("application/json", "application/json"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("application/json;q=0.1, text/csv", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv;q=banaan", "application/json"),
        ("", "application/json"),
    ],
)
def test_accept_decides_where_format_is_silent(client, accept, kind):
    answer = client.ask(f"{BASE}/areas?level=gemeente", Accept=accept)
    assert answer.headers["content-type"].startswith(kind)
    assert "Accept" in answer.headers["vary"]


def test_pages_follow_each_other_without_loss(client, demo):
    path, seen = f"{BASE}/areas?level=wijk&limit=70&q=", []
    while path:
        body = of(client.ask(path))
        seen += [row["code"] for row in body["areas"]]
        path = body["meta"]["next"]
    assert seen == list(demo.names("wijk", demo.years("wijk")[-1]).index)


def test_years_as_one_as_several_and_all(client, demo):
    (code,) = list(demo.names("gemeente", demo.years("gemeente")[-1]).index[:1])
    there = demo.years("gemeente", "inwoners")

    def years(asked):
        rows = of(client.ask(f"{BASE}/data/inwoners?areas={code}{asked}"))["data"]
        assert {row["area"] for row in rows} == {code}
        return [row["year"] for row in rows]

    assert years("") == [there[-1]]
    assert years("&year=all") == there
    assert years(f"&year={there[0]}-{there[2]}") == there[:3]
    assert years(f"&year={there[0]},{there[-1]}") == [there[0], there[-1]]


def test_areas_of_one_gemeente_and_of_several_levels(client, demo):
    rows = of(client.ask(f"{BASE}/data/inwoners?level=buurt&gemeente=GM9001"))["data"]
    assert rows and all(row["area"].startswith("BU9001") for row in rows)
    rows = of(client.ask(f"{BASE}/data/inwoners?areas=GM9001,NL00"))["data"]
    assert {row["level"] for row in rows} == {"gemeente", "land"}


def test_search_forgives_accents_and_capitals(client, demo):
    names = demo.names("wijk", demo.years("wijk")[-1])["name"]
    wanted = next(name for name in names if len(name) > 4)
    found = (
        of(client.ask(f"{BASE}/areas?level=wijk&q={wanted.upper().replace(' ', '%20')}"))["areas"]
        if wanted.isascii()
        else [1]
    )
    assert found


def test_an_area_tells_its_years(client, demo):
    code = demo.names("wijk", demo.years("wijk")[-1]).index[0]
    area = of(client.ask(f"{BASE}/areas/{code}"))["area"]
    assert area["current"] is True
    assert area["years"][-1] == demo.years("wijk")[-1]


@pytest.mark.parametrize(
    ("path", "status", "code", "says"),
    [
        ("/data/bijstand?level=wijk&yaer=2020&foo=1", 400, "onbekende_parameter", "“yaer”, “foo”"),
        ("/areas?level=planeet", 400, "ongeldige_waarde", "land, gemeente, wijk, buurt"),
        ("/areas?level=wijk&level=buurt", 400, "dubbele_parameter", "twee keer"),
        ("/areas?limit=0", 400, "ongeldige_waarde", "1 tot en met"),
        ("/areas?limit=20001", 400, "ongeldige_waarde", "20000"),
        ("/areas?offset=-1", 400, "ongeldige_waarde", "0 tot en met"),
        ("/areas?limit=%D9%A3", 400, "ongeldige_waarde", "heel getal"),
        ("/areas?q=" + "x" * 101, 400, "ongeldige_waarde", "100 tekens"),
        ("/areas?q=" + "x" * 5000, 400, "vraag_te_lang", "4000"),
        ("/areas?format=xml", 400, "ongeldige_waarde", "json, csv"),
        ("/data/bijstand", 400, "parameter_ontbreekt", "level"),
        ("/data/bijstand?areas=WK1", 400, "ongeldige_waarde", "GM0363"),
        ("/data/bijstand?areas=GM9001&level=wijk", 400, "ongeldige_waarde", "niveau wijk"),
        ("/data/bijstand?level=wijk&year=20x0", 400, "ongeldige_waarde", "jaar"),
        ("/data/bijstand?level=wijk&year=1066", 400, "ongeldige_waarde", "1990"),
        ("/data/bijstand?level=wijk&year=1991", 404, "jaar_niet_beschikbaar", "Wel voor"),
        ("/data/geluk?level=wijk", 404, "onbekend_cijfer", "/api/v1/indicators"),
        ("/indicators/geluk", 404, "onbekend_cijfer", "/api/v1/indicators"),
        ("/indicators/..%2F..%2Fmanifest", 404, "niet_gevonden", ""),
        ("/areas/WK000000", 404, "onbekend_gebied", "WK000000"),
        ("/areas/GM0003", 410, "gebied_opgeheven", "Eemsdelta"),
        ("/areas/WK000300", 410, "gebied_opgeheven", "Eemsdelta"),
        ("/areas?version=0000000000", 404, "onbekende_versie", "0000000000"),
        ("/areas?version=..%2F..%2Fx", 400, "ongeldige_waarde", "tien tekens"),
        ("/?x=1", 400, "onbekende_parameter", "x"),
        ("/openapi.json?x=1", 400, "onbekende_parameter", "x"),
        ("/weg", 404, "niet_gevonden", "/api/v1/"),
        ("/bulk/wijk/2024.exe", 404, "niet_gevonden", "/api/v1/bulk"),
        ("/bulk/wijk/all.xlsx", 404, "niet_gevonden", "/api/v1/bulk"),
        ("/bulk/..%2F..%2Fdata/2024.xlsx", 404, "niet_gevonden", ""),
    ],
)
def test_a_wrong_question_is_refused_in_dutch_with_a_code(client, path, status, code, says):
    answer = client.ask(BASE + path, Origin="https://elders.nl")
    error = answer.json["error"]
    assert (answer.status, error["status"], error["code"]) == (status, status, code)
    assert says in error["message"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/areas", "/data/bijstand", "/bulk/wijk/2024.xlsx", "/weg"])
def test_there_is_only_reading(client, method, path):
    answer = client.ask(BASE + path, method=method)
    assert (answer.status, answer.json["error"]["code"]) == (405, "alleen_lezen")
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/", "/areas?level=gemeente", "/openapi.json", "/areas?level=gemeente&format=csv"])
def test_who_has_it_already_is_sent_nothing(client, demo, path):
    first = client.ask(BASE + path)
    assert demo.version in first.headers["etag"]
    assert "max-age" in first.headers["cache-control"]
    again = client.ask(BASE + path, If_None_Match=f'"zomaar", {first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert client.ask(BASE + path, If_None_Match='W/"anders"').status == 200


def test_gzip_and_head(client):
    plain, zipped = client.ask(f"{BASE}/areas"), client.ask(f"{BASE}/areas", encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) < len(plain.body) / 3
    head = client.ask(f"{BASE}/areas", method="HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", plain.headers["etag"])


def test_every_page_of_another_site_may_read(client):
    assert client.ask(f"{BASE}/areas", Origin="https://elders.nl").headers["access-control-allow-origin"] == "*"
    flight = client.ask(f"{BASE}/areas", "OPTIONS", Origin="https://elders.nl", Access_Control_Request_Method="GET")
    assert flight.status == 200 and "GET" in flight.headers["access-control-allow-methods"]


def test_names_from_outside_are_text(client, small):
    asked = f"{BASE}/data/eigen_banken?level=wijk&year=2021"
    body = client.ask(asked)
    assert body.headers["content-type"].startswith("application/json")
    assert body.headers["x-content-type-options"] == "nosniff"
    assert of(body)["data"][0]["name"].startswith("=HYPERLINK"), "in JSON a name stays what it is"
    table = csv(client.ask(f"{asked}&format=csv"))
    assert table["name"][0].startswith("'=HYPERLINK")
    assert table["value"].tolist()[:7] == [-1.5] * 7, "a negative number is a number, and stays one"
    words = csv(client.ask(f"{BASE}/indicators?q=banken&format=csv"))
    assert words["label"].tolist() == ["'@Banken"]


@pytest.fixture
def two(small, tmp_path, monkeypatch):
    """Two kept versions: the first wijk has -1.5 benches in the older and 7 in the newest."""
    first = publishing.record(tmp_path)["version"]
    own = {"eigen_banken": {**dict.fromkeys(small_store.WIJKEN, -1.5), small_store.WIJKEN[0]: 7}}
    with store.writer(tmp_path) as w:
        w.put_observations("opgave", "wijk", 2021, small_store.rows("wijk", 2021, own).assign(source="opgave"))
    return first, publishing.record(tmp_path, "Verteld & <geteld>.")["version"]


def test_a_version_can_be_asked_for_as_long_as_it_is_kept(client, two, tmp_path):
    old, new = two
    asked = f"{BASE}/data/eigen_banken?level=wijk&year=2021"

    def first(version=""):
        body = of(client.ask(asked + version))
        return body["meta"]["data_version"], body["data"][0]["value"]

    assert first() == first(f"&version={new}") == (new, 7)
    assert first(f"&version={old}") == (old, -1.5)
    listed = of(client.ask(f"{BASE}/versions"))["versions"]
    assert [(v["version"], v["current"]) for v in listed] == [(new, True), (old, False)]
    store.forget(tmp_path, old)
    answer = client.ask(f"{asked}&version={old}")
    assert (answer.status, answer.json["error"]["code"]) == (410, "versie_niet_bewaard")
    assert [v["version"] for v in of(client.ask(f"{BASE}/versions"))["versions"]] == [new]


def test_the_log_tells_old_and_new_values(client, two):
    old, new = two
    rows = of(client.ask(f"{BASE}/revisions"))["revisions"]
    assert [row["version"] for row in rows] == [new, old]
    assert (rows[0]["moved"], rows[0]["filled"], rows[0]["source"], rows[0]["previous"]) == (1, 1, "opgave", old)
    values = of(client.ask(rows[0]["values"]))
    assert values["meta"]["note"] == "Verteld & <geteld>."
    assert [(v["region"], v["old"], v["new"]) for v in values["revision"]] == [(small_store.WIJKEN[0], -1.5, 7.0)]
    assert csv(client.ask(f"{rows[0]['values']}?format=csv"))["new"].tolist() == [7.0]
    assert client.ask(f"{BASE}/revisions/0000000000").status == 404


def test_the_feed_is_atom(client, two, monkeypatch):
    from xml.etree import ElementTree

    monkeypatch.setenv("DSW_ADRES", "https://cijfers.voorbeeld.nl/")
    answer = client.ask(f"{BASE}/revisions.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.body)
    for name in ("id", "title", "updated"):
        assert feed.findtext(atom + name)
    entries = feed.findall(f"{atom}entry")
    assert [two[1] in entries[0].findtext(f"{atom}title"), two[0] in entries[1].findtext(f"{atom}title")] == [True] * 2
    assert "Verteld & <geteld>. Opgave van gemeenten: 1 waarde anders" in entries[0].findtext(f"{atom}content")
    assert len({e.findtext(f"{atom}id") for e in entries}) == 2
    assert all(link.get("href").startswith("https://cijfers.voorbeeld.nl/") for link in feed.iter(f"{atom}link"))
    assert client.ask(f"{BASE}/revisions.atom", If_None_Match=answer.headers["etag"]).status == 304


def test_a_store_that_cannot_be_read_is_told_without_its_inside(client, small, tmp_path):
    for file in (tmp_path / "observations").rglob("*.parquet"):
        file.write_bytes(b"stuk")
    answer = client.ask(f"{BASE}/data/eigen_banken?level=wijk&year=2021")
    assert (answer.status, answer.json["error"]["code"]) == (503, "tijdelijk_niet_beschikbaar")
    assert str(tmp_path) not in answer.text


def test_a_fault_is_told_with_a_reference_that_is_in_the_log(client, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("geheim")

    monkeypatch.setattr(routes, "_held", broken)
    answer = client.ask(f"{BASE}/areas?limit=3")
    assert answer.status == 500
    assert "geheim" not in answer.text
    reference = re.search(r"kenmerk ([0-9a-f]{8})", answer.json["error"]["message"])[1]
    assert reference in caplog.text


def test_description_is_valid_and_complete(client):
    found = of(client.ask(f"{BASE}/openapi.json"))
    validate(found)
    assert found["openapi"].startswith("3.1")
    assert found == json.loads(json.dumps(openapi.describe()))
    assert {e.path for e in ENDPOINTS} < set(found["paths"])


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if e.name in openapi.SHAPES], ids=lambda e: e.name)
def test_answers_are_as_described(client, endpoint):
    from jsonschema import Draft202012Validator

    path = endpoint.path.replace("{id}", "bijstand") + ("?level=wijk" if endpoint.name == "data" else "")
    described = openapi.describe()
    schema = described["paths"][endpoint.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": described["components"]}
    Draft202012Validator(whole).validate(of(client.ask(BASE + path)))


def test_statuses_are_the_words_of_the_pages():
    assert STATUSES.items() <= answers.STATUS_WORDS.items()


words = st.one_of(
    st.sampled_from(["wijk", "2020", "all", "GM9001", "csv", "-1", "", "nan", "0", "../x", "NL00,GM9001", "2013-2100"]),
    st.text(max_size=20),
)
names = st.one_of(
    st.sampled_from(["level", "year", "gemeente", "areas", "limit", "offset", "format", "version", "q"]),
    st.text(max_size=8),
)
paths = st.sampled_from(
    ["/areas", "/indicators", "/data/bijstand", "/data/inwoners", "/areas/GM9001", "/versions", "/bulk"]
)


@settings(max_examples=150)
@given(path=paths, asked=st.lists(st.tuples(names, words), max_size=4))
def test_any_question_gets_an_answer_or_a_reason(client, path, asked):
    from urllib.parse import urlencode

    answer = client.ask(f"{BASE}{path}?{urlencode(asked)}")
    assert answer.status in (200, 400, 404, 410)
    if answer.headers["content-type"].startswith("application/json"):
        body = answer.json
        assert ("error" in body) == (answer.status != 200)
        if "data" in body:
            assert all(
                (row["value"] is None) or row["status"] in ("published", "provisional", "estimate")
                for row in body["data"]
            )


@settings(max_examples=60)
@given(tail=st.text(max_size=30))
def test_no_path_gets_out_of_the_api(client, tail):
    from urllib.parse import quote

    answer = client.ask(f"{BASE}/{quote(tail, safe='/.%')}")
    assert answer.status in (200, 307, 400, 404, 410)
    assert answer.status in (307, 404) or answer.headers["content-type"].startswith("application/json")
    assert "<html" not in answer.text


def test_a_former_area_tells_what_became_of_it(client, demo):
    area = of(client.ask(f"{BASE}/areas/GM9018"))["area"]
    assert area["current"] is False
    assert area["became"]["codes"] == ["GM9021"] and "hoort nu bij Tweewolden" in area["became"]["text"]


def test_codes_in_small_letters_are_those_in_capitals(client):
    for path in ("areas/{}", "data/inwoners?areas={}&year=2024", "areas?level=wijk&gemeente={}"):
        small, large = (of(client.ask(f"{BASE}/{path.format(code)}")) for code in ("gm9002", "GM9002"))
        assert {**small, "meta": None} == {**large, "meta": None}


def test_an_area_beside_the_rest_of_its_gemeente_has_the_margins_of_the_screen(client, demo):
    answer = of(client.ask(f"{BASE}/contrast/bijstand_per_1000?areas=WK900201,WK900202&year=2020"))["contrast"]
    assert (answer["against"], answer["against_name"]) == (["rest"], "de rest van Grauwhaven")
    for part in ("one", "other", "difference", "ratio"):
        assert answer[part]["low"] <= answer[part]["value"] <= answer[part]["high"]
    assert answer["difference"]["value"] == pytest.approx(answer["one"]["value"] - answer["other"]["value"], abs=1)
    assert answer["year"] == 2020 and answer["verdict"]
    other = of(client.ask(f"{BASE}/contrast/bijstand_per_1000?areas=WK900201&against=WK900301"))["contrast"]
    assert other["against"] == ["WK900301"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 400),
        ("areas=WK900201&against=WK900201", 400),
        ("areas=WK900201&against=GM9002", 400),
        ("areas=WK900201,GM9003", 400),
        ("areas=WK900201,WK900301&against=rest", 400),
        ("areas=NL00", 400),
        ("areas=WK999999", 404),
        ("areas=WK900201&year=twee", 400),
    ],
)
def test_what_cannot_be_held_against_each_other_is_refused_in_words(client, asked, status):
    answer = client.ask(f"{BASE}/contrast/bijstand_per_1000?{asked}")
    assert answer.status == status
    assert len(answer.json["error"]["message"]) > 20


def test_a_figure_without_a_margin_says_so_and_gives_no_contrast(client):
    answer = of(client.ask(f"{BASE}/contrast/woz_waarde?areas=WK900201"))["contrast"]
    assert answer["one"] is None and answer["why"]


def test_rows_carry_their_margin_their_denominator_and_whether_they_are_an_estimate(client, demo):
    asked = f"{BASE}/data/bijstand_per_1000?level=wijk&year=2020&gemeente=GM9002"
    rows = [row for row in of(client.ask(asked))["data"] if row["value"] is not None]
    entry = catalog.entry("bijstand_per_1000")
    frame = demo.table("wijk", 2020, list(uncertainty.needs(entry))).loc[[row["code"] for row in rows]]
    ends = uncertainty.interval(entry, frame).round(entry.decimals)
    assert [(row["low"], row["high"]) for row in rows] == list(zip(ends["low"], ends["high"], strict=True))
    ages = ["leeftijd_15_25", "leeftijd_25_45", "leeftijd_45_65"]
    assert [row["denominator"] for row in rows] == frame[ages].sum(axis=1).tolist()
    assert {(row["mark"], row["estimate"]) for row in rows} == {(None, False)}


def test_a_figure_without_a_margin_has_none_in_its_rows(client):
    rows = of(client.ask(f"{BASE}/data/inwoners?areas=GM9001"))["data"]
    assert (rows[0]["low"], rows[0]["high"], rows[0]["denominator"]) == (None, None, None)
