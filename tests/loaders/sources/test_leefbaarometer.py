"""The open data of the Leefbaarometer: separators, decimal marks, folders, and files of another version refused."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from loaders import store
from loaders.pulling import runner
from loaders.reading.http import SourceError
from loaders.sources import leefbaarometer

FOLDER = "Leefbaarometer 3.0 - Meting 2024 - open data/"
HEAD = ["jaar", "lbm", "afw", "fys", "onv", "soc", "vrz", "won"]
AREAS = {"gemeente": "GM9001", "wijk": "WK9001AA", "buurt": "BU9001AA00"}


def scores(level, years=(2022, 2024), *, separator=",", mark=".", head=HEAD):
    """One file: the score is 4.1 and a bit per year, the dimensions follow each other."""
    code = leefbaarometer.CODES[level]
    lines = [separator.join([code, f"{code[:2]}_naam", *head])]
    for year in years:
        values = [4.1 + (year - 2022) / 20, 0.05, -0.01, 0.02, 0.03, -0.04, 0.005]
        cells = [f"{value:.3f}".replace(".", mark) for value in values]
        lines.append(separator.join([AREAS[level], '"Voordorp, oost"', str(year), *cells]))
    return "\ufeff" + "\n".join(lines)


def archive(folder=FOLDER, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for level in AREAS:
            plural = {"gemeente": "gemeenten", "wijk": "wijken", "buurt": "buurten"}[level]
            made.writestr(f"{folder}Leefbaarometer-ontwikkeling {plural} 2002-2024.csv", "x,y\n1,2\n")
            made.writestr(f"{folder}Leefbaarometer-scores {plural} 2002-2024.csv", scores(level, **more))
    return out.getvalue()


@dataclass
class Fake:
    """The file, the classes by code, and what was asked."""

    data: bytes = field(default_factory=archive)
    classes: dict[str, int] | None = None
    log: list[str] = field(default_factory=list)


@pytest.fixture
def fake(monkeypatch):
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_): ...

        def do_GET(self):
            fake.log.append(self.path)
            url = urlsplit(self.path)
            body, code = fake.data, 200
            if url.path == "/lbm3/ows":
                query = {k: v[-1] for k, v in parse_qs(url.query).items()}
                prefix = {"buurt": "BU", "wijk": "WK", "gemeente": "GM"}[query["typeNames"][5:].split("score")[0]]
                features = [
                    {"properties": {"id": k, "kscore": v}} for k, v in (fake.classes or {}).items() if k[:2] == prefix
                ]
                start = int(query["startIndex"])
                body = json.dumps({"features": features[start : start + int(query["count"])]}).encode()
                code = 404 if fake.classes is None else 200
            elif not url.path.endswith("open-data-leefbaarometer-meting-2024.zip"):
                code = 404
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    for setting in ("DSW_LEEFBAAROMETER_URL", "DSW_LBM_GEO_URL"):
        monkeypatch.setenv(setting, f"http://127.0.0.1:{server.server_port}")
    leefbaarometer._held.clear()
    yield fake
    server.shutdown()
    server.server_close()


def go(tmp_path, *years, **more):
    results = runner.run(runner.Plan([leefbaarometer.SOURCE], years, root=tmp_path, **more))
    return results, store.open_store(tmp_path)


def test_scores_and_deviations_land_on_the_division_of_the_measurement(fake, tmp_path):
    (result,), data = go(tmp_path, 2022)
    assert result.outcome == "ok", result.message
    row = data.table("wijk", 2022, division=2024).loc["WK9001AA"]
    assert row["leefbaarometer"] == 4.1
    assert row["leefbaarometer_afwijking"] == 0.05
    assert row["leefbaarometer_overlast_onveiligheid"] == 0.02
    assert row["leefbaarometer_woningvoorraad"] == 0.005
    assert set(data.statuses("wijk", 2022, division=2024).loc["WK9001AA"]) == {"estimate"}
    assert data.levels("leefbaarometer") == ["gemeente", "wijk", "buurt"]


@pytest.mark.parametrize(("separator", "mark"), [(",", "."), (";", ","), (";", ".")])
@pytest.mark.parametrize("folder", ["", FOLDER, "a/b/"])
def test_separators_marks_and_folders_may_differ(separator, mark, folder):
    data = archive(folder, separator=separator, mark=mark)
    regions, grid = leefbaarometer.read(data, "buurt")["buurt", 2024]
    assert regions == ["BU9001AA00"]
    assert grid[0].tolist() == [4.2, 0.05, -0.01, 0.02, 0.03, -0.04, 0.005]


def test_all_years_come_from_one_download_and_a_year_without_rows_is_named(fake, tmp_path):
    results, _ = go(tmp_path, 2020, 2022, 2024)
    assert [r.outcome for r in results] == ["not_available", "ok", "ok"]
    assert len([path for path in fake.log if path.endswith(".zip")]) == 1
    results, _ = go(tmp_path, 2022)
    assert results[0].outcome == "unchanged"


def test_a_file_of_version_2_is_refused_and_changes_nothing(fake, tmp_path):
    _, before = go(tmp_path, 2022)
    leefbaarometer._held.clear()
    fake.data = archive(head=["jaar", "rlbrmtr", "afw", "fys", "onv", "soc", "vrz", "won"])
    (result,), data = go(tmp_path, 2022)
    assert result.outcome == "failed"
    assert "Versie 2.0 is een ander model" in result.message
    assert data.version == before.version


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (scores("wijk").replace("4.100", "4100"), "kan niet"),
        (scores("wijk").replace("4.100", "vier"), "geen getal"),
        (scores("wijk", (2024, 2024)), "twee keer"),
        (re.sub(r"\b2022\b", "", scores("wijk")), "anders opgebouwd"),
        (scores("wijk").replace("\n", "\rx\n"), "anders opgebouwd"),
    ],
)
def test_what_is_not_to_be_believed_is_refused(text, words):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("Leefbaarometer-scores wijken.csv", text)
    with pytest.raises(SourceError, match=words):
        leefbaarometer.read(out.getvalue(), "wijk")


def test_a_damaged_zip_and_one_without_scores():
    with pytest.raises(SourceError, match="beschadigd"):
        leefbaarometer.read(b"PK maar verder niets", "wijk")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("leesmij.txt", "")
    with pytest.raises(SourceError, match="geen CSV met scores per wijk"):
        leefbaarometer.read(out.getvalue(), "wijk")


def test_classes_come_from_the_map_service_for_the_year_of_the_measurement_only(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(leefbaarometer, "PAGE", 2)
    fake.classes = {"BU9001AA00": 7, "BU90010000": 5, "BU90010001": 4, "WK9001AA": 6, "GM9001": 6}
    _, data = go(tmp_path, 2022, 2024)
    assert data.table("buurt", 2024).loc["BU9001AA00", "leefbaarometer_klasse"] == 7
    assert data.table("wijk", 2024).loc["WK9001AA", "leefbaarometer_klasse"] == 6
    assert "leefbaarometer_klasse" not in data.variables("wijk", 2022)


@pytest.mark.parametrize("classes", [None, {"BU9001AA00": 12}])
def test_without_classes_the_scores_still_land_and_none_is_computed(fake, tmp_path, classes):
    fake.classes = classes
    (result,), data = go(tmp_path, 2024, levels=["buurt"])
    assert result.outcome == "ok"
    assert "leefbaarometer_klasse" not in data.variables("buurt")
    assert any("Geen klassen" in note for note in result.notes)


def test_numbers():
    assert leefbaarometer.number(" 4,189 ") == 4.189
    assert leefbaarometer.number("-.5") == -0.5
    assert leefbaarometer.number("") != leefbaarometer.number("")
