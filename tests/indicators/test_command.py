"""The command against a small store: build, then show; and the profile of one area."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from answers.profile import within
from indicators import __main__ as command
from indicators import build, catalog, profile, stacking, words
from loaders import store
from loaders.source import registry
from loaders.vocabulary import gemeente_of, level_of

REGIONS = {
    "land": ["NL00"],
    "gemeente": ["GM9901", "GM9902"],
    "wijk": [f"WK990{g}{w:02d}" for g in (1, 2) for w in range(6)],
}
YEARS = (2018, 2023, 2024)
COUNTS = {"inwoners": 1000.0, "huishoudens": 500.0, "leeftijd_0_15": 150.0, "leeftijd_15_25": 120.0, "bijstand": 30.0}
COUNTS |= {"leeftijd_25_45": 300.0, "leeftijd_45_65": 280.0, "leeftijd_65_plus": 150.0, "eenpersoonshuishoudens": 190.0}


def observed(level: str, year: int) -> pd.DataFrame:
    """Figures of one level and year: counts that add up, and figures that differ by wijk."""
    regions = REGIONS[level]
    wijken = {"land": 12, "gemeente": 6, "wijk": 1}[level]
    values = {id: [number * wijken] * len(regions) for id, number in COUNTS.items()}
    spread = (np.arange(len(regions)) % 6).tolist()
    values |= {id: [5.0 + s for s in spread] for id in build.base_figures()[1:]}
    values["laag_inkomen"] = [6.0 + s for s in spread]
    values["personen_in_armoede"] = [math.nan] * len(regions) if year == 2024 else []
    rows = [
        (region, level, year, year, id, value, "not_yet_published" if math.isnan(value) else "published", "cbs_kwb")
        for id, column in values.items()
        if column and (id != "laag_inkomen" or year < 2024)
        for region, value in zip(regions, column, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(store.COLUMNS))


def reported(level: str, year: int) -> pd.DataFrame:
    """Youth workers: all wijken of the first gemeente, one wijk of the second."""
    rows = [
        (region, level, year, year, "jongerenwerk_fte", 0.6, "published", "opgave") for region in REGIONS["wijk"][:7]
    ]
    return pd.DataFrame(rows, columns=list(store.COLUMNS))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    with store.writer(tmp_path) as writer:
        for year in YEARS:
            for level, regions in REGIONS.items():
                writer.put_observations("cbs_kwb", level, year, observed(level, year))
                names = {"region": regions, "name": [f"Plek {code}" for code in regions]}
                names |= {"gemeente": [gemeente_of(code) or "" for code in regions], "gemeente_name": "Dorp"}
                change = "3" if year == 2023 and level == "wijk" else "1"
                writer.put_names(level, year, pd.DataFrame(names | {"change": change}))
        writer.put_observations("opgave", "wijk", 2023, reported("wijk", 2023))
    return tmp_path


def test_build_writes_every_level_and_year(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["build"]) == 0
    built = store.current()
    assert {2018, 2023, 2024} <= set(built.years("wijk", "aandeel_65_plus"))
    assert built.table("land", 2024, ["aandeel_65_plus"]).loc["NL00", "aandeel_65_plus"] == 15.0
    assert built.table("wijk", 2018, ["bijstand_per_1000"]).iloc[0, 0] == pytest.approx(1000 * 30 / 700)
    assert built.years("wijk", "armoede") == [2018, 2023]
    assert set(built.statuses("wijk", 2024, ["armoede"])["armoede"]) == {"not_yet_published"}
    assert built.table("gemeente", 2023, ["jongerenwerk"])["jongerenwerk"].isna().tolist() == [False, True]
    assert built.table("wijk", 2018, ["leefbaarheid"])["leefbaarheid"].mean() == pytest.approx(100)
    assert "2018: indicatoren land" in capsys.readouterr().out
    assert built.manifest()["pulls"]["indicatoren/2018"]["status"] == "ok"


def test_build_of_some_years_and_levels_leaves_the_rest(data: Path) -> None:
    assert command.main(["build", "--years", "2023-2024", "--levels", "wijk"]) == 0
    built = {key for key in store.current().manifest()["observations"] if key.startswith("indicatoren")}
    assert built == {"indicatoren/wijk/2023", "indicatoren/wijk/2024"}


def test_building_twice_changes_nothing(data: Path) -> None:
    command.main(["build"])
    version = store.current().version
    command.main(["build"])
    assert store.current().version == version


def test_what_lost_its_figures_is_taken_away(data: Path) -> None:
    command.main(["build"])
    with store.writer(data) as writer:
        writer.remove_observations("cbs_kwb", "wijk", 2024)
    command.main(["build"])
    assert "indicatoren/wijk/2024" not in store.current().manifest()["observations"]


def test_show_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["build"])
    capsys.readouterr()
    assert command.main(["show", "WK990103", "--json"]) == 0
    area = json.loads(capsys.readouterr().out)
    assert (area["region"], area["level"], area["gemeente"], area["demo"]) == ("WK990103", "wijk", "GM9901", False)
    assert area["boundary_changes"] == [2023]
    poverty = area["indicators"]["armoede"]
    assert (poverty["value"], poverty["year"], poverty["status"], poverty["unit"]) == (9.0, 2023, "published", "%")
    assert poverty["definition"] == "armoede_laag_inkomen"
    assert [point["value"] for point in poverty["history"]] == [None, 9.0, None]
    assert [point["status"] for point in poverty["history"]] == ["other_division", "published", "not_yet_published"]
    share = area["indicators"]["armoede_laag_inkomen"]
    assert share["absolute"] == {"value": 45, "of": "huishoudens", "exact": False, "note": share["absolute"]["note"]}
    assert (share["gemeente"], share["nederland"]) == (6.0, 6.0)
    assert area["indicators"]["jongerenwerk"]["year"] == 2023


def test_show_says_how_sure_a_value_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["build"])
    capsys.readouterr()
    command.main(["show", "WK990103", "--json"])
    figures = json.loads(capsys.readouterr().out)["indicators"]
    share = figures["armoede_laag_inkomen"]
    assert share["interval"] == pytest.approx([6.593, 11.920], abs=0.001)
    assert share["interval_of"] == "toeval en afronding"
    assert share["trend"]["label"] == "nog niet te bepalen"
    assert share["significance"]["nederland"] == {"result": "geen duidelijk verschil", "judged": None}
    count = figures["inwoners"]
    assert (count["interval"], count["trend"]) == (None, None)
    assert count["significance"] == {"gemeente": None, "nederland": None}


def test_show_gives_each_figure_its_rank_with_interval_and_its_parts(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.main(["build"])
    capsys.readouterr()
    command.main(["show", "WK990103", "--json"])
    area = json.loads(capsys.readouterr().out)
    figures = area["indicators"]
    # Two gemeenten of six wijken with shares of 6 to 11% of 500 households: this one has 9, and no margin lies apart.
    rank = figures["armoede_laag_inkomen"]["rank"]
    assert rank == {
        "low": 1,
        "median": 5,
        "high": 12,
        "of": 12,
        "order": "1 is slechtst (hoogst)",
        "interval_of": "toeval en afronding",
    }
    assert figures["inwoners"]["rank"] is None and "hoe groot" in figures["inwoners"]["rank_why_not"]
    keys = {"value", "unit", "year", "status", "interval", "rank", "trend", "parts"}
    assert all(keys <= set(figure) for figure in figures.values())
    assert all(figure["rank"] or figure["rank_why_not"] for figure in figures.values())
    assert [(p["id"], p["value"]) for p in figures["aandeel_0_15"]["parts"]] == [
        ("leeftijd_0_15", 150),
        ("inwoners", 1000),
    ]
    assert [p["id"] for p in figures["armoede"]["parts"]] == ["armoede_laag_inkomen"]
    assert figures["laag_inkomen"]["parts"] == []
    assert {"peers", "inequality", "stapeling"} <= set(area)
    assert area["inequality"]["figures"] == {} and "gemeenten" in area["inequality"]["note"]


def test_show_of_a_gemeente_sets_its_wijken_apart_and_names_heaps(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the demo region: fifths by poverty, and the wijken where one problem or more (else three) is clearly worse."""
    monkeypatch.setattr(stacking, "least", lambda: 1)
    assert command.main(["show", "GM9002", "--json"]) == 0
    area = json.loads(capsys.readouterr().out)
    figures = area["inequality"]["figures"]
    assert (figures["armoede"]["ordered_by"], figures["woz_waarde"]["ordered_by"]) == ("behoefte", "armoede")
    assert (
        figures["armoede_110"]["left_out"] == ["behoefte_armoede"]
        and figures["armoede_110"]["ordered_by"] == "behoefte"
    )
    assert all(
        figure["slope"] is None or figure["low"] <= figure["slope"] <= figure["high"] for figure in figures.values()
    )
    for id in ("armoede", "armoede_110", "bijstand_per_1000", "woz_waarde", "vernieling"):
        shown = within.spread("GM9002", catalog.entry(id))
        assert shown is not None and figures[id]["year"] == shown.year, "the page has the same"
        assert (figures[id]["slope"], figures[id]["gap"]) == (shown.found.slope, shown.found.gap)
    assert not any(catalog.entry(id).sensitive for id in area["inequality"]["figures"])
    heaps = area["stapeling"]
    assert len(heaps["problems"]) >= heaps["least"] == 1
    assert heaps["wijken"] and all(one["stacked"] and one["count"] >= 1 for one in heaps["wijken"])
    worst = heaps["wijken"][0]
    assert command.main(["show", worst["region"], "--json"]) == 0
    own = json.loads(capsys.readouterr().out)["stapeling"]
    assert own["wijken"] == [worst]


def test_show_marks_years_on_the_boundaries_of_today(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All boundaries moved in 2023; wijk 3 has half of the addresses of wijk 2 of then."""
    two, three = "WK990102", "WK990103"
    with store.writer(data) as writer:
        links = pd.DataFrame([(two, two, 5), (two, three, 5), (three, three, 10)], columns=store.CROSSWALK_COLUMNS)
        writer.put_crosswalk("wijk", 2018, 2023, links)
    command.main(["build"])
    capsys.readouterr()
    command.main(["show", three, "--json"])
    figures = json.loads(capsys.readouterr().out)["indicators"]
    history = figures["inwoners"]["history"]
    assert [(point["year"], point["value"], point["status"]) for point in history] == [
        (2018, None, "other_division"),
        (2018, 1500, "estimate"),
        (2023, 1000, "published"),
        (2024, 1000, "published"),
    ]
    assert history[1]["carried"] == {
        "from_division": 2018,
        "matched": 1.0,
        "areas": 2,
        "whole_areas": False,
        "how": "opgeteld",
    }
    assert history[1]["division"] == 2023 and history[0]["carried"] is None
    # A third of the households at 8%, two thirds at 9%.
    share = figures["armoede_laag_inkomen"]["history"]
    assert [p["value"] for p in share if p["carried"]] == [pytest.approx((250 * 8 + 500 * 9) / 750)]
    assert not [p for p in figures["leefbaarheid"]["history"] if p["carried"]]


def test_show_for_reading(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["build"])
    capsys.readouterr()
    assert command.main(["show", "WK990103"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Wijk Plek WK990103, gemeente Dorp (WK990103)")
    assert "Armoede (hoofdcijfer van dat jaar)" in text
    assert "9,0% [6,6–11,9] (2023) [Huishoudens met een laag inkomen]; gemeente 6,0, Nederland 6,0" in text
    assert not re.search(r"\bnan\b", text, re.IGNORECASE)
    assert words.causal(text) == []


@pytest.mark.parametrize("code", ["GM9901", "NL00", "gm9901"])
def test_show_larger_areas(data: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["show", code, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["level"] == level_of(code.upper())


@pytest.mark.parametrize("code", ["WK000000", "Rotterdam"])
def test_an_unknown_area_is_told(data: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["show", code]) == 1
    said = capsys.readouterr().err
    assert code in said and ("staat niet in de gegevens" in said or "is geen code van een gebied" in said)


def test_an_unknown_level_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["build", "--levels", "provincie"])
    assert "provincie" in capsys.readouterr().err


def test_years_by_span_and_by_list() -> None:
    assert command._years("2013-2015,2020") == [2013, 2014, 2015, 2020]


def test_newest_is_newest_with_data() -> None:
    old = profile.Cell(1.0, "published", 2020)
    assert profile.newest({2020: old, 2024: profile.Cell(math.nan, "not_yet_published", 2024)}) == 2020
    assert profile.newest({2024: profile.Cell(math.nan, "not_given", 2024)}) == 2024
    assert profile.newest({}) is None


def test_the_computed_source_is_registered_with_a_licence() -> None:
    source = registry()["indicatoren"]
    assert source.licence == "CC BY 4.0" and source.pull is None
    assert not source.variables
    assert all(entry.source == "indicatoren" for entry in catalog.entries().values() if entry.computed)


def test_show_names_peers_or_says_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    """On the demo region: a wijk has peers with their distance, a gemeente a reason."""
    assert command.main(["show", "WK900212", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["peers"]
    distances = [one["distance"] for one in found["nearest"]]
    assert found["year"] and found["type"] and distances == sorted(distances) and 0 < len(distances) <= 20
    assert all(one["name"] and one["region"].startswith("WK") for one in found["nearest"])
    assert command.main(["show", "GM9002", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["peers"]
    assert found["nearest"] == [] and "alleen voor wijken" in found["note"]
