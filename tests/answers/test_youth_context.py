"""Youth care and schools beside youth work: a ratio with its years, and a reason where there is none."""

import pandas as pd
import pytest

from answers import youth_context
from loaders import store as stores
from loaders.sources import duo
from tests import small_store


@pytest.fixture
def store(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    with stores.writer(tmp_path) as w:
        for year, people in ((2018, 26000), (2024, 30000)):
            w.put_observations(
                "proef", "land", year, small_store.rows("land", year, {youth_context.CARE: {"NL00": people}})
            )
        cells = {duo.VO: {"GM9901": 3, "GM9902": 1}, duo.MBO: {"GM9901": 1, "GM9902": "not_given"}}
        w.put_observations("proef", "gemeente", 2022, small_store.rows("gemeente", 2022, cells))
        # Of the second the boundary moved.
        for year, flag in ((2022, "1"), (2023, "1"), (2024, "1")):
            moved = {"GM9902": "3"} if year == 2024 else {}
            w.put_names("gemeente", year, small_store.names("gemeente", small_store.GEMEENTEN, flag, **moved))
    return stores.open_store(tmp_path)


def test_youth_care_is_of_the_year_nearest_to_the_published_number(store):
    said = youth_context.care(store)
    assert "13 tot 20 werknemers" in said
    assert "(2018, AZW; personen, geen fte" in said
    assert "over 2019" in said


def test_schools_for_each_reported_fte_over_areas_where_both_are_known(store):
    found, year = youth_context.schools("gemeente", 2024)
    assert year == 2022
    assert found.to_dict() == {"GM9901": 4}, "the other was not the same gemeente then"
    found, year = youth_context.schools("gemeente", 2023)
    assert found["GM9901"] == 4
    assert pd.isna(found["GM9902"]), "one of the two lists is missing there"
    said = youth_context.school_words(store, "gemeente", found, year, pd.Series({"GM9901": 2.0, "GM9902": 1.0}))
    assert "2,0 per gemelde fte, over 1 gemeente" in said
    assert "Nergens" in youth_context.school_words(store, "gemeente", found, year, pd.Series({"GM9901": float("nan")}))


def test_what_is_not_loaded_says_why(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    small_store.build(tmp_path)
    empty = stores.open_store(tmp_path)
    assert "nog nooit opgehaald" in youth_context.care(empty)
    found, year = youth_context.schools("wijk", 2022)
    assert year is None
    assert "niet geladen" in youth_context.school_words(empty, "wijk", found, year, pd.Series(dtype=float))
    with stores.writer(tmp_path) as w:
        w.record_pull("azw", 2024, {"status": "not_available", "message": "AZW 2024: de dienst is dicht."})
    assert "AZW 2024: de dienst is dicht." in youth_context.care(stores.open_store(tmp_path))
