"""Addresses as CBS gives them over the years."""

import io
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pandas as pd
import pytest

from loaders import store
from loaders.pulling.pull import Pull, Unchanged
from loaders.pulling.runner import Plan, run
from loaders.reading.http import Client, SourceError
from loaders.source import registry
from loaders.sources import cbs_postcode

WHAT = "Postcodes en huisnummers"

# 20 addresses: buurt BU03630000 splits between 2023 and 2024, BU03630001 and …02 merge, letters appear, one is new.
OLD = [("1011AB", n, "3630000") for n in range(1, 9)]
OLD += [("1011AC", n, "3630001") for n in range(1, 5)] + [("1011AD", n, "3630002") for n in range(1, 5)]
OLD += [("1012AA", n, "363AA01") for n in range(1, 4)] + [("9999ZZ", 99999, "00030100")]
NEW = [("1011AB", n, "3630000" if n < 7 else "3630009") for n in range(1, 9)]
NEW += [("1011AC", n, "3630001") for n in range(1, 5)] + [("1011AD", n, "3630001") for n in range(1, 5)]
NEW += [("1012AA", n, "0363AA01") for n in range(1, 3)] + [("9999ZZ", 99999, "30100"), ("1099ZZ", 7, "3630009")]


def text(rows, year, *, delimiter=";", heads=("PC6", "Huisnummer", "Buurt{}", "Wijk{}", "Gemeente{}"), bom=False):
    head = delimiter.join(name.format(year) for name in heads)
    lines = [delimiter.join([p, str(n), b, b[:-2], b[:-4]]) for p, n, b in rows]
    return ("\ufeff" * bom + "\r\n".join([head, *lines]) + "\r\n").encode()


def zipped(table):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("gem_2024.csv", "a;b\r\n")
        archive.writestr("map/pc6hnr_gwb.csv", table)
    return out.getvalue()


def table(rows, year, **how):
    return cbs_postcode.read(zipped(text(rows, year, **how)), year, WHAT)[0]


@contextmanager
def cbs(monkeypatch, files):
    """A server that has these files by their path, and counts what was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            body = files.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    for setting in ("DSW_CBS_BESTANDEN_URL", "DSW_CBS_DOWNLOAD_URL"):
        monkeypatch.setenv(setting, f"http://127.0.0.1:{server.server_port}")
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


def test_codes_get_their_zeros_and_letters_back():
    frame = table(OLD, 2023)
    assert set(frame["buurt"]) == {"BU03630000", "BU03630001", "BU03630002", "BU0363AA01", "BU00030100"}
    assert frame["address"].is_monotonic_increasing and frame["address"].is_unique
    assert len(frame) == 20


@pytest.mark.parametrize(
    "how",
    [
        {"delimiter": ","},
        {"bom": True},
        {"heads": ("pc", "huisnummer", "gwb_code", "wijkcode", "gemeentecode")},
        {"heads": ("PC6", "Huisnummer", "Buurt{}", "Wijk{}", "Gem{}")},
    ],
)
def test_every_way_in_which_cbs_wrote_the_file_reads_the_same(how):
    pd.testing.assert_frame_equal(table(OLD, 2023, **how), table(OLD, 2023))


def test_a_file_of_another_year_is_refused_by_name():
    with pytest.raises(SourceError, match="indeling van 2022"):
        cbs_postcode.read(text(OLD, 2022), 2023, WHAT)


def test_a_file_without_its_columns_or_with_other_codes_is_refused():
    with pytest.raises(SourceError, match="geen kolom voor buurt"):
        table(OLD, 2023, heads=("PC6", "Huisnummer", "X", "Y", "Z"))
    with pytest.raises(SourceError, match="geen buurtcodes"):
        table([("1011AB", 1, "Centrum"), ("1011AB", 2, "Oost")], 2023)
    with pytest.raises(SourceError, match="niet te lezen"):
        table([("1011AB", 1, "3630000"), ("onbekend", 2, "3630000")], 2023)


def test_an_address_in_two_buurten_counts_once_and_is_told():
    frame, told = cbs_postcode.read(text([*OLD, ("1011AB", 1, "3630001")], 2023), 2023, WHAT)
    assert len(frame) == 20 and "meer dan één buurt" in told[0]


def test_a_column_about_the_method_that_is_not_taken_is_told():
    head, *rows = text(OLD, 2023).decode().splitlines()
    more = "\r\n".join([f"{head};Toelichting", *(f"{row};" for row in rows)]).encode()
    frame, told = cbs_postcode.read(more, 2023, WHAT)
    assert len(frame) == len(cbs_postcode.read(text(OLD, 2023), 2023, WHAT)[0])
    assert told == [f"Niet overgenomen uit {WHAT}, en zegt iets over de methode: Toelichting."]


def test_addresses_are_pulled_and_crosswalks_made_of_them(monkeypatch, tmp_path):
    places = cbs_postcode.places()
    files = {places[2023].path: zipped(text(OLD, 2023)), places[2024].path: zipped(text(NEW, 2024))}
    with cbs(monkeypatch, files):
        results = run(Plan([cbs_postcode.SOURCE], [2023, 2024], root=tmp_path))
    assert [r.outcome for r in results] == ["ok", "ok"]
    data = store.open_store(tmp_path)
    assert len(data.addresses(2023)) == 20
    assert data.crosswalk("buurt", 2023, 2024)["addresses"].sum() == 21
    assert data.crosswalk("wijk", 2023, 2024).columns.tolist() == list(store.CROSSWALK_COLUMNS)
    assert data.crosswalk("wijk", 2016, 2017).empty


def test_an_unchanged_file_is_not_read_again_and_a_missing_year_is_named(monkeypatch, tmp_path):
    files = {cbs_postcode.places()[2023].path: zipped(text(OLD, 2023))}
    with cbs(monkeypatch, files):
        run(Plan([cbs_postcode.SOURCE], [2023], root=tmp_path))
        results = run(Plan([cbs_postcode.SOURCE], [2023, 2024], root=tmp_path))
    assert [r.outcome for r in results] == ["unchanged", "not_available"]


def test_a_file_that_was_dropped_in_is_used_without_any_request(monkeypatch, tmp_path):
    folder = tmp_path / "drop" / "cbs_postcode"
    folder.mkdir(parents=True)
    (folder / "pc6hnr20230801_gwb.csv").write_bytes(text(OLD, 2023))
    with cbs(monkeypatch, {}) as asked:
        (result,) = run(Plan([cbs_postcode.SOURCE], [2023], root=tmp_path))
    assert (result.outcome, result.route, asked) == ("ok", "bestand", [])


def test_one_damaged_zip_leaves_the_last_good_addresses(monkeypatch, tmp_path):
    path = cbs_postcode.places()[2023].path
    with cbs(monkeypatch, {path: zipped(text(OLD, 2023))}) as _:
        run(Plan([cbs_postcode.SOURCE], [2023], root=tmp_path))
    with cbs(monkeypatch, {path: zipped(text(OLD, 2023))[:300]}) as _:
        (result,) = run(Plan([cbs_postcode.SOURCE], [2023], root=tmp_path, force=True))
    assert result.outcome == "failed" and "beschadigd" in result.message
    assert len(store.open_store(tmp_path).addresses(2023)) == 20


def test_check_names_the_years_whose_file_moved(monkeypatch):
    (expectation,) = cbs_postcode.SOURCE.expects
    files = {place.path: b"PK" for year, place in cbs_postcode.places().items() if year != 2025}
    with cbs(monkeypatch, files):
        (told,) = expectation.ask(Client(attempts=1))
    assert "2025" in told and "staat niet meer" in told


def test_source_is_registered_and_every_year_has_a_place():
    assert registry()["cbs_postcode"] is cbs_postcode.SOURCE
    assert sorted(cbs_postcode.places()) == list(range(2016, 2026))
    assert np.all([place.url.startswith("https://") for place in cbs_postcode.places().values()])


def test_nothing_newer_is_recognised_by_the_bytes(monkeypatch, tmp_path):
    files = {cbs_postcode.places()[2023].path: zipped(text(OLD, 2023))}
    with cbs(monkeypatch, files):
        run(Plan([cbs_postcode.SOURCE], [2023], root=tmp_path))
        before = store.open_store(tmp_path)
        with pytest.raises(Unchanged), store.writer(tmp_path) as w:
            one = Pull(cbs_postcode.SOURCE, 2023, ("wijk",), w, before=before, client=Client(attempts=1))
            cbs_postcode.pull(one, 2023)
