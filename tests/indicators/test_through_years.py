"""What the command tells of an area through the years: re-used codes, mergers, other codes, buurten, and kind refusals."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from indicators import __main__ as command
from indicators import ground, through_years
from indicators.words import causal
from loaders import store
from loaders.vocabulary import gemeente_of

A, B, MOVED, GONE = "WK990101", "WK990102", "WK990201", "WK990109"
# By division the areas: name and inhabitants. In 2022 the code of A was given to a hamlet, and what was 09 is 0201.
WIJKEN: Mapping[int, Mapping[str, tuple[str, float]]] = {
    2020: {A: ("Stad", 16_000), B: ("Dorp", 900), GONE: ("Verhuisd", 500)},
    2022: {A: ("Gehucht", 180), B: ("Dorp", 910), MOVED: ("Verhuisd", 505)},
    2023: {B: ("Dorp", 920)},
    2024: {A: ("Gehucht", 185), B: ("Dorp", 930), MOVED: ("Verhuisd", 510)},
}
BUURTEN: Mapping[int, Mapping[str, tuple[str, float]]] = {
    2020: {"BU99010101": ("Oost", 15_000), "BU99010108": ("Gehucht", 182)},
    2024: {"BU99010100": ("Gehucht", 185), "BU99010200": ("Dorp", 930)},
}
LINKS = pd.DataFrame(
    [("BU99010108", "BU99010100", 100), ("BU99010101", "", 900)], columns=list(store.CROSSWALK_COLUMNS)
)


def put(writer: store.Writer, level: str, areas: Mapping[int, Mapping[str, tuple[str, float]]]) -> None:
    for year, there in areas.items():
        codes = list(there)
        rows = [(code, level, year, year, "inwoners", there[code][1], "published", "cbs_kwb") for code in codes]
        writer.put_observations("cbs_kwb", level, year, pd.DataFrame(rows, columns=list(store.COLUMNS)))
        frame = pd.DataFrame({"region": codes, "name": [there[code][0] for code in codes], "change": ""})
        frame["gemeente"] = [gemeente_of(code) for code in codes]
        # Names of the moved wijk are looked for within one gemeente.
        frame.loc[frame["region"] == MOVED, "gemeente"] = "GM9901"
        writer.put_names(level, year, frame.assign(gemeente_name="Hoofdstad"))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> store.Store:
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    with store.writer(tmp_path) as writer:
        put(writer, "wijk", WIJKEN)
        put(writer, "buurt", BUURTEN)
        writer.put_crosswalk("buurt", 2020, 2024, LINKS)
    return store.open_store(tmp_path)


def by_division(found: Mapping[str, object]) -> dict[int, dict[str, object]]:
    return {one["division"]: one for one in found["divisions"]}  # type: ignore[index,attr-defined]


def test_a_code_that_was_given_out_anew_is_another_area_with_its_own_name(data: store.Store) -> None:
    found = through_years.through(data, A)
    assert (found["division"], found["name"], found["inhabitants"]) == (2024, "Gehucht", 185)
    told = by_division(found)
    assert list(told) == [2020, 2022, 2024], "of 2023 only one wijk is known, and not this one"
    assert found["in_part"] == [2023]
    assert (told[2020]["ground"], told[2020]["sign"], told[2020]["same_as"]) == ("other", "names", None)
    assert (told[2020]["name"], told[2020]["inhabitants"]) == ("Stad", 16_000)
    assert (told[2022]["ground"], told[2024]["ground"]) == ("same", "same")
    assert told[2020]["parts"] == {"level": "buurt", "codes": ["BU99010108"], "covered": 1.0}


def test_the_same_ground_under_another_code_is_named(data: store.Store) -> None:
    told = by_division(through_years.through(data, MOVED))
    assert told[2020]["there"] is False and told[2020]["ground"] == "same"
    assert told[2020]["same_as"]["region"] == GONE  # type: ignore[index]
    was = by_division(through_years.through(data, GONE))
    assert was[2020]["ground"] == "same" and was[2024]["same_as"]["region"] == MOVED  # type: ignore[index]


def test_an_area_as_it_was_and_the_years_that_are_asked(data: store.Store) -> None:
    found = through_years.through(data, f"{A}@2020")
    assert (found["division"], found["name"]) == (2020, "Stad")
    assert by_division(found)[2024]["ground"] == "other"
    assert through_years.through(data, A, last=2020)["name"] == "Stad", "up to 2020 the area of 2020 is meant"
    assert list(by_division(through_years.through(data, B, 2022, 2023))) == [2022, 2023]


def test_the_words_are_dutch_and_say_why(data: store.Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["ground", A]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"{A} is Gehucht, gemeente Hoofdstad, 185 inwoners (wijk, indeling van 2024).")
    assert "2020  Stad, gemeente Hoofdstad, 16.000 inwoners: een ander gebied (een andere naam" in text
    assert "1 buurt van 2020 ligt er helemaal in (BU99010108); daar woont 100% van de inwoners" in text
    assert "2022  Gehucht, gemeente Hoofdstad, 180 inwoners: hetzelfde gebied (dezelfde naam" in text
    assert "Van 2023 zijn hier maar enkele wijken bekend" in text
    assert command.main(["ground", MOVED]) == 0
    text = capsys.readouterr().out
    assert f"geen gebied met de code {MOVED}. Dit gebied heeft daar de code {GONE} (Verhuisd" in text
    assert not causal(text) and not re.search(r"\b(nan|None)\b", text)


def test_gemeenten_that_became_one_are_called_gemeenten_and_nothing_is_said_of_their_inhabitants(
    tmp_path: Path,
) -> None:
    """Groningen took in Haren and Ten Boer in 2019."""
    before = {"GM0014": ("Groningen", 202_000.0), "GM0017": ("Haren", 20_000.0), "GM0009": ("Ten Boer", 7_000.0)}
    with store.writer(tmp_path) as writer:
        put(writer, "gemeente", {2018: before, 2020: {"GM0014": ("Groningen", 232_000.0)}})
    found = through_years.through(store.open_store(tmp_path), "GM0014")
    codes = ["GM0009", "GM0014", "GM0017"]
    assert by_division(found)[2018]["parts"] == {"level": "gemeente", "codes": codes, "covered": None}
    told = "\n".join(through_years.lines(found))
    assert "3 gemeenten van 2018 werden samen dit gebied (GM0009, GM0014, GM0017)" in told
    assert "buurt" not in told and "%" not in told


def test_where_a_code_stands_for_other_ground_is_told_without_a_mark_of_cbs(
    data: store.Store, capsys: pytest.CaptureFixture[str]
) -> None:
    for code, years in ((A, [2022]), (B, [])):
        assert command.main(["show", code, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["boundary_changes"] == years


def test_the_same_as_json(data: store.Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["ground", A, "--from", "2022", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["division"] for one in found["divisions"]] == [2022, 2024]
    assert found == through_years.through(data, A, first=2022)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["WK999999"], "WK999999 staat in geen enkele indeling"),
        (["Rotterdam"], "is geen code van een gebied. Een code is als GM0363"),
        ([f"{A}@2019"], "niet in een indeling van 2019. Wel in: 2020, 2022 en 2024."),
        ([f"{A}@toen"], "Wel in: 2020"),
        ([A, "--from", "2030"], "in geen indeling van deze jaren. Wel in: 2020, 2022 en 2024."),
    ],
)
def test_what_is_not_there_is_told_kindly(
    data: store.Store, asked: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["ground", *asked]) == 1
    assert says.casefold() in capsys.readouterr().err.casefold()


def test_areas_are_counted_by_kind_from_division_to_division(data: store.Store) -> None:
    found = through_years.counted(data).set_index(["level", "old", "new"])
    first = found.loc[("wijk", 2020, 2022)]
    assert (first["areas"], first["same"], first["elsewhere"], first["other"], first["absent"]) == (3, 2, 1, 1, 0)
    assert (first["same_people"], first["other_people"]) == (910 + 505, 180)
    assert found.loc[("buurt", 2020, 2024), "same"] == 1
    assert ("wijk", 2022, 2023) not in found.index, "2023 is known of one wijk only"
    assert (found[list(ground.KINDS)].sum(axis=1) == found["areas"]).all()
    text = "\n".join(through_years.table(through_years.counted(data)))
    assert "| wijk | 2020 | 2022 | 3 | 2 (1.415 inw.) | 1 | 0 | 1 (180 inw.) | 0 | 0 |" in text


def test_the_page_of_validation_has_the_table_and_a_store_of_one_year_says_that_it_has_none(
    data: store.Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["validate"]) == 0
    assert "## Gebieden van jaar tot jaar" in capsys.readouterr().out
    with store.writer(tmp_path / "one") as writer:
        put(writer, "wijk", {2020: WIJKEN[2020]})
    one = store.open_store(tmp_path / "one")
    assert "Er zijn geen twee indelingen" in "\n".join(through_years.table(through_years.counted(one)))
