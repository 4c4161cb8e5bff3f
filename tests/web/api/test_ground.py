"""The API on areas that moved: rows as published with a mark, breaks per area, and an area as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from answers import data
from indicators.ground import KINDS
from tests import moved_store as moved
from tests.web.serving import Client, serving
from web.api import answers

BASE = "/api/v1"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("moved")
    moved.build(folder)
    with pytest.MonkeyPatch.context() as patch, serving() as found:
        patch.setenv("DSW_DATA", str(folder))
        yield found


def asked(client: Client, path: str) -> dict[str, Any]:
    answer = client.ask(BASE + path)
    assert answer.status == 200, answer.text[:300]
    found: dict[str, Any] = answer.json
    return found


def rows(client: Client, path: str) -> dict[int, dict[str, Any]]:
    return {row["year"]: row for row in asked(client, path)["data"]}


def test_a_row_of_a_code_that_was_another_area_keeps_its_name_of_then_and_has_a_mark(client: Client) -> None:
    found = rows(client, f"/data/inwoners?areas={moved.REUSED}&year=all")
    assert {year: row["name"] for year, row in found.items()} == {
        2020: "Wijk 01 Stad",
        2021: "Gehucht",
        2022: "Gehucht",
    }
    assert {year: row["ground"] for year, row in found.items()} == {2020: "other", 2021: "same", 2022: "same"}
    assert found[2020]["value"] == 16_000 and "van een ander gebied (volgens CBS)" in found[2020]["ground_text"]


@pytest.mark.parametrize(
    ("code", "year", "after", "kind", "sign"),
    [(moved.REUSED, 2021, 2020, "other", "flags"), (moved.MERGED, 2022, 2021, "partly", "flags")],
)
def test_breaks_are_told_for_each_area(client: Client, code: str, year: int, after: int, kind: str, sign: str) -> None:
    found = asked(client, f"/data/inwoners?areas={code},{moved.STAYED}&year=all")["meta"]["breaks"]
    assert [{key: one[key] for key in ("area", "reason", "year", "after", "kind", "sign")} for one in found] == [
        {"area": code, "reason": "ground", "year": year, "after": after, "kind": kind, "sign": sign}
    ]
    assert found[0]["text"].startswith(f"vóór {year}: ")


def test_a_new_definition_is_told_apart_from_other_ground(client: Client) -> None:
    meta = asked(client, f"/data/bijstand_per_1000?areas={moved.REUSED}&year=all")["meta"]
    assert {one["reason"] for one in meta["breaks"]} == {"ground"}
    assert meta["indicator"]["breaks"] == [], "the breaks of the figure itself are those of its definition"
    entry = replace(data.entry("inwoners"), breaks=(2022,))
    told = answers._breaks(entry, pd.DataFrame({"area": [moved.STAYED], "division": [2020]}))
    assert [(one["area"], one["reason"], one["year"]) for one in told] == [(None, "definition", 2022)]


def test_breaks_follow_the_rows_that_are_sent(client: Client) -> None:
    path = "/data/inwoners?level=wijk&year=all&limit=3"
    named = {row["area"] for row in asked(client, path)["data"]}
    assert {one["area"] for one in asked(client, path)["meta"]["breaks"]} <= named
    newest = asked(client, "/data/inwoners?level=wijk&year=2022")
    assert newest["meta"]["breaks"] == [] and {row["ground"] for row in newest["data"]} == {"same"}


def test_every_row_of_a_level_is_marked_against_the_newest_of_its_code(client: Client) -> None:
    body = asked(client, "/data/bijstand?level=wijk&year=2020")
    found = {row["area"]: row["ground"] for row in body["data"]}
    assert found[moved.REUSED] == "other" and found[moved.STAYED] == found[moved.RENAMED] == "same"
    assert found[moved.OLD_CODE] == "same", "nobody has had this code since"
    assert set(found.values()) <= set(KINDS)


def test_csv_has_the_same_marks(client: Client) -> None:
    path = f"/data/inwoners?areas={moved.REUSED},{moved.MERGED}&year=all"
    table = pd.read_csv(io.BytesIO(client.ask(f"{BASE}{path}&format=csv").body))
    assert table["ground"].tolist() == [row["ground"] for row in asked(client, path)["data"]]
    assert table["ground_text"].notna().all() and table["code"].tolist() == table["area"].tolist()


def test_an_area_as_it_was_has_rows_of_its_own_ground_only_under_any_code(client: Client) -> None:
    was = f"{moved.REUSED}@2020"
    found = rows(client, f"/data/inwoners?areas={was}&year=all")
    assert {year: (row["code"], row["value"]) for year, row in found.items()} == {
        2020: (moved.REUSED, 16_000),
        2021: (moved.CITY, 16_050),
        2022: (moved.CITY, 16_100),
    }
    assert {row["area"] for row in found.values()} == {was} and {row["ground"] for row in found.values()} == {"same"}
    assert found[2021]["name"] == "Wijk 05 Stad", "names are those of the division of the figure"


def test_where_an_area_is_no_more_its_row_is_empty_and_says_why(client: Client) -> None:
    found = rows(client, f"/data/inwoners?areas={moved.SPLIT}@2021&year=all")
    assert found[2021]["value"] == 4010
    row = found[2022]
    assert (row["value"], row["status"], row["name"], row["code"]) == (None, "other_division", "", "")
    assert row["ground"] == "other" and "andere grenzen" in row["status_text"]
    newest = rows(client, f"/data/inwoners?areas={moved.SPLIT}@2021")
    assert list(newest) == [2021], "without a year it is the newest year that has the area"


def test_one_area_tells_what_its_code_is_in_each_division(client: Client) -> None:
    area = asked(client, f"/areas/{moved.REUSED}")["area"]
    told = {one["division"]: (one["name"], one["ground"], one["code"]) for one in area["divisions"]}
    assert told == {
        2020: ("Wijk 01 Stad", "other", None),
        2021: ("Gehucht", "same", moved.REUSED),
        2022: ("Gehucht", "same", moved.REUSED),
    }
    assert [one["year"] for one in area["breaks"]] == [2021]
    was = asked(client, f"/areas/{moved.REUSED}@2020")["area"]
    assert (was["name"], was["division"], was["current"]) == ("Wijk 01 Stad", 2020, False)
    assert was["profile"] == f"/wijkprofiel?gebied={moved.REUSED}&indeling=2020"
    assert {one["division"]: one["code"] for one in was["divisions"]}[2022] == moved.CITY


def test_an_area_as_it_was_is_told_what_came_after_it(client: Client) -> None:
    """Of a later division its code *is* of another area: this one was there first."""
    was = f"{moved.SPLIT}@2021"
    row = rows(client, f"/data/inwoners?areas={was}&year=all")[2022]
    assert row["ground_text"].startswith("de grenzen zijn nu anders") or "is nu van" in row["ground_text"]
    area = asked(client, f"/areas/{was}")["area"]
    (later,) = (one for one in area["divisions"] if one["division"] == 2022)
    assert later["ground_text"] == row["ground_text"]
    assert [(one["year"], one["text"].split(": ")[0]) for one in area["breaks"]] == [(2022, "vanaf 2022")]
    assert row["ground_text"] in area["breaks"][0]["text"]


def test_what_became_of_an_area_as_it_was_is_of_that_area(client: Client) -> None:
    assert asked(client, f"/areas/{moved.REUSED}")["area"]["became"] is None
    assert asked(client, f"/areas/{moved.REUSED}@2020")["area"]["became"]["codes"] == [moved.CITY]


def test_a_code_that_is_no_more_is_not_said_to_come_later(client: Client) -> None:
    found = rows(client, f"/data/inwoners?areas={moved.OLD_CODE}&year=all")
    assert found[2022]["ground_text"] == "deze code is er niet meer"


def test_an_area_of_the_newest_division_is_the_one_without_a_year(client: Client) -> None:
    assert asked(client, f"/areas/{moved.REUSED}@2022")["area"] == asked(client, f"/areas/{moved.REUSED}")["area"]


def test_figures_of_a_code_with_the_newest_year_are_those_of_that_ground_only(client: Client) -> None:
    path = f"/data/inwoners?areas={moved.REUSED}@2022,{moved.REUSED},NL00@2020&year=all"
    found = pd.DataFrame(asked(client, path)["data"])
    assert set(found["area"]) == {f"{moved.REUSED}@2022", moved.REUSED, "NL00"}
    then = found[found["year"] == 2020].set_index("area")["value"]
    assert then[moved.REUSED] == 16_000 and pd.isna(then[f"{moved.REUSED}@2022"])


def test_areas_of_an_older_division_are_marked(client: Client) -> None:
    found = {row["code"]: row["ground"] for row in asked(client, "/areas?level=wijk&year=2020")["areas"]}
    assert (found[moved.REUSED], found[moved.STAYED]) == ("other", "same")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/areas/{moved.REUSED}@2019", 404),
        (f"/data/inwoners?areas={moved.REUSED}@2019", 404),
        (f"/data/inwoners?areas={moved.REUSED}@20", 400),
        (f"/data/inwoners?areas={moved.NEW_CODE}@2020", 404),
    ],
)
def test_a_division_without_the_area_is_refused(client: Client, path: str, status: int) -> None:
    assert client.ask(BASE + path).status == status
