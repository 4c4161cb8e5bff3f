"""The open data of the Leefbaarometer: separators, decimal marks, folders, and files of another version refused."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from indicators import between, catalog, series
from loaders import store
from loaders.pulling import runner
from loaders.reading.http import SourceError
from loaders.sources import leefbaarometer

FOLDER = "Leefbaarometer 3.0 - Meting 2024 - open data/"
HEAD = ["jaar", "lbm", "afw", "fys", "onv", "soc", "vrz", "won"]
AREAS = {"gemeente": "GM9001", "wijk": "WK9001AA", "buurt": "BU9001AA00"}


# The score less the deviation, in every row.
FIXED = 4.05


def scores(level, years=(2022, 2024), *, separator=",", mark=".", head=HEAD, versions=None, fixed=None, more=()):
    """One file: the score is 4.1 and a bit per year, and the dimensions add up to what it is above the fixed level.

    ``versions`` by year make a column, empty dimensions where it is not 3.0; ``fixed`` is the level of a year that has
    another one; ``more`` are rows of the newest year: code, score and deviation.
    """
    code = leefbaarometer.CODES[level]
    own = ["versie"] if versions else []
    lines = [separator.join([code, f"{code[:2]}_naam", *own, *head])]
    rows = [(AREAS[level], year, 4.1 + (year - 2022) / 20, None) for year in years]
    rows += [(region, years[-1], score, above) for region, score, above in more]
    for region, year, score, above in rows:
        above = score - (fixed or {}).get(year, FIXED) if above is None else above
        values = [score, above, -0.01, 0.02, 0.03, -0.04, above]
        cells = [f"{value:.3f}".replace(".", mark) for value in values]
        if versions and versions[year] != "3.0":
            cells[2:] = ["NA"] * 5
        told = [f"Leefbaarometer {versions[year]}"] if versions else []
        lines.append(separator.join([region, '"Voordorp, oost"', *told, str(year), *cells]))
    return "\ufeff" + "\n".join(lines)


def archive(folder=FOLDER, only="", **settings):
    """The ZIP; rows of ``more`` come in the file of the level ``only``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for level in AREAS:
            more = {k: v for k, v in settings.items() if k != "more" or level == only}
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
    assert "leefbaarometer_afwijking" not in row, "the score less one level: it says nothing that the score does not"
    assert row["leefbaarometer_overlast_onveiligheid"] == 0.02
    assert row["leefbaarometer_woningvoorraad"] == 0.05
    statuses = data.statuses("wijk", 2022, division=2024).loc["WK9001AA"]
    assert set(statuses.drop("leefbaarometer_klasse")) == {"estimate"}
    assert statuses["leefbaarometer_klasse"] == "computed" and row["leefbaarometer_klasse"] == 6
    assert data.levels("leefbaarometer") == ["gemeente", "wijk", "buurt"]


@pytest.mark.parametrize(("separator", "mark"), [(",", "."), (";", ","), (";", ".")])
@pytest.mark.parametrize("folder", ["", FOLDER, "a/b/"])
def test_separators_marks_and_folders_may_differ(separator, mark, folder):
    data = archive(folder, separator=separator, mark=mark)
    part = leefbaarometer.read(data, "buurt")["buurt", 2024]
    assert part.regions == ["BU9001AA00"]
    assert part.values[0].tolist() == [4.2, -0.01, 0.02, 0.03, -0.04, 0.15]
    assert part.fixed == pytest.approx(FIXED) and part.version == ""


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


def test_classes_come_from_the_map_service_for_the_year_of_the_measurement_and_from_the_score_elsewhere(
    fake, tmp_path, monkeypatch
):
    """A score of 4.2 is class 8 by the bounds: the service gives 8 to the buurt and says 6 of the wijk."""
    monkeypatch.setattr(leefbaarometer, "PAGE", 2)
    fake.classes = {"BU9001AA00": 8, "BU90010000": 5, "BU90010001": 4, "WK9001AA": 6}
    results, data = go(tmp_path, 2022, 2024)
    status = {
        (level, year): data.statuses(level, year, division=2024)["leefbaarometer_klasse"].iloc[0]
        for level in ("gemeente", "wijk", "buurt")
        for year in (2022, 2024)
    }
    assert data.table("buurt", 2024).loc["BU9001AA00", "leefbaarometer_klasse"] == 8
    assert data.table("wijk", 2024).loc["WK9001AA", "leefbaarometer_klasse"] == 6, "what the publisher gives stays"
    assert data.table("gemeente", 2024).loc["GM9001", "leefbaarometer_klasse"] == 8
    assert data.table("wijk", 2022, division=2024).loc["WK9001AA", "leefbaarometer_klasse"] == 6
    assert {key for key, one in status.items() if one == "estimate"} == {("wijk", 2024), ("buurt", 2024)}
    assert {one for key, one in status.items() if key[1] == 2022 or key[0] == "gemeente"} == {"computed"}
    (note,) = [note for note in results[1].notes if note.startswith("Klasse per")]
    assert note.startswith("Klasse per wijk: bij 1 van 1 geeft de kaartdienst een andere") and "(6, niet 8)" in note


@pytest.mark.parametrize("classes", [None, {"BU9001AA00": 12}])
def test_without_the_map_service_the_classes_follow_from_the_scores(fake, tmp_path, classes):
    fake.classes = classes
    (result,), data = go(tmp_path, 2024, levels=["buurt"])
    assert result.outcome == "ok"
    assert data.table("buurt", 2024)["leefbaarometer_klasse"].tolist() == [8]
    assert data.statuses("buurt", 2024)["leefbaarometer_klasse"].tolist() == ["computed"]
    assert any("Geen klassen" in note for note in result.notes)


def test_a_score_on_a_bound_is_in_the_higher_class():
    """Nine classes, and of each bound the last score below it, the bound itself and what floats make of it."""
    found = leefbaarometer.bounds()
    assert found == [3.674, 3.748, 3.821, 3.938, 3.999, 4.112, 4.192, 4.270]
    on, below = leefbaarometer.derived(np.array(found)), leefbaarometer.derived(np.array(found) - 0.0001)
    assert on.tolist() == [2, 3, 4, 5, 6, 7, 8, 9] and below.tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert leefbaarometer.derived(np.array([3.0 + 1.112])).tolist() == [7], "4.112 but for the last digit of a float"
    assert np.isnan(leefbaarometer.derived(np.array([np.nan]))).all()


# ---------------------------------------------------------------- what the columns mean

VERSIONS = {2008: "1.0", 2012: "2.0", 2014: "3.0", 2016: "2.0", 2018: "3.0", 2020: "3.0"}


def test_a_deviation_that_is_not_the_score_less_one_level_is_refused(fake, tmp_path):
    """Rounded to three digits two rows can differ by 0.002, and no more."""
    _, before = go(tmp_path, 2022)
    for above, outcome in ((0.052, "ok"), (0.053, "failed")):
        leefbaarometer._held.clear()
        fake.data = archive(years=(2022,), only="wijk", more=[("WK9001AB", 4.1, above)])
        (result,), data = go(tmp_path, 2022, force=True)
        assert result.outcome == outcome, result.message
    assert "niet voor elke wijk hetzelfde (4.047 tot 4.050)" in result.message
    assert "leefbaarometer.py" in result.message and data.version != before.version


def test_a_level_that_moves_between_years_is_told(fake, tmp_path):
    fake.data = archive(fixed={2022: 4.0})
    results, _ = go(tmp_path, 2022, 2024)
    for result in results:
        assert result.outcome == "ok"
        (note,) = [note for note in result.notes if "niet elk jaar hetzelfde" in note]
        assert "2022: 4,000, 2024: 4,050" in note
    leefbaarometer._held.clear()
    fake.data = archive()
    results, _ = go(tmp_path, 2024, force=True)
    assert not any("niet elk jaar hetzelfde" in note for note in results[0].notes)


def test_the_version_of_each_year_is_kept_and_only_3_has_dimensions(fake, tmp_path):
    fake.data = archive(years=(2016, 2018, 2020), versions=VERSIONS)
    results, data = go(tmp_path, 2016, 2018, 2020)
    assert [result.outcome for result in results] == ["ok", "ok", "ok"]
    assert not any("zegt niet met welke versie" in note for result in results for note in result.notes)
    assert data.own_division("wijk", 2016, "leefbaarometer") == 2020, "the newest year of the file is its measurement"
    assert set(data.variables("wijk", 2016)) == {"leefbaarometer", "leefbaarometer_klasse"}
    assert "leefbaarometer_voorzieningen" in data.variables("wijk", 2018)
    assert any("meting 2020, niet van 2024" in note for note in results[0].notes)


def test_a_file_without_versions_gets_those_that_are_known_and_says_so(fake, tmp_path):
    fake.data = archive(years=(2016, 2024))
    results, data = go(tmp_path, 2016, 2024)
    (told,) = [note for note in results[0].notes if "zegt niet met welke versie 2016" in note]
    assert "aangehouden is 2.0" in told and "leefbaarometer.toml" in told
    assert any("dimensies van 2016 zijn van versie 2.0" in note for note in results[0].notes)
    assert "leefbaarometer_voorzieningen" not in data.variables("wijk", 2016)


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        ({2016: "3.0", 2018: "3.0"}, "2016 heet in het bestand versie 3.0, niet 2.0"),
        ({2016: "drie", 2018: "3.0"}, "'Leefbaarometer drie' is geen versie"),
    ],
)
def test_another_version_than_is_known_is_refused(fake, tmp_path, versions, words):
    fake.data = archive(years=(2016, 2018), versions=versions)
    (result,), _ = go(tmp_path, 2016)
    assert result.outcome == "failed" and words in result.message


def test_years_compare_within_one_version_only():
    """1.0 made 2002 and 2008, 2.0 made 2012 and 2016, 3.0 made 2014 and all from 2018 on."""
    for id in ("leefbaarometer", "leefbaarometer_klasse"):
        entry = catalog.entry(id)
        assert entry.breaks == (2012, 2014, 2016, 2018) and "breuk_leefbaarometer" in entry.caveats
        alike = {
            (a, b) for a, b in combinations(sorted(leefbaarometer.versions()), 2) if not between.broken(entry, a, b)
        }
        three = (2014, 2018, 2020, 2022, 2024)
        assert alike == {(2002, 2008), (2012, 2016), *combinations(three, 2)}
        runs = series.runs(leefbaarometer.YEARS, [cut.year for cut in series.cuts(leefbaarometer.YEARS, entry.breaks)])
        assert runs == [[2002, 2008], [2012], [2014], [2016], [2018, 2020, 2022, 2024]]
    assert catalog.entry("leefbaarometer_voorzieningen").breaks == ()


def test_a_column_that_says_how_it_was_made_is_not_left_without_a_word(fake, tmp_path):
    fake.data = archive(head=[*HEAD[:-1], "won,betrouwbaarheid,straten"])
    (result,), _ = go(tmp_path, 2022)
    (told,) = [note for note in result.notes if note.startswith("Niet overgenomen")]
    assert "betrouwbaarheid" in told and "straten" not in told


def test_numbers():
    assert leefbaarometer.number(" 4,189 ") == 4.189
    assert leefbaarometer.number("-.5") == -0.5
    assert leefbaarometer.number("") != leefbaarometer.number("")
