from datetime import UTC, datetime

import pytest

from answers import held, inventory
from loaders import store as stores
from loaders.source import Source
from tests import small_store

SOURCE = Source(
    "proef", "Proefbron", "Niemand", "CC0", "https://example.org", "https://example.org", ("wijk",), (2020,)
)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = tmp_path_factory.mktemp("data")
    small_store.build(root)
    with stores.writer(root) as w:
        w.record_pull(
            "proef", 2020, {"status": "ok", "fetched": "2026-05-01T10:00:00+00:00", "route": "v3", "table": "T1"}
        )
        w.record_pull("proef", 2019, {"status": "not_available", "message": "Deze tabel is er niet."})
    return stores.open_store(root)


def test_holdings_tell_years_levels_and_the_last_fetch(store):
    (holding,) = inventory.holdings(store, {"proef": SOURCE})
    assert holding.years == (2020, 2021, 2022)
    assert holding.levels == ("land", "gemeente", "wijk")
    assert holding.routes == ("v3",)
    assert inventory.age_words(holding.fetched, NOW) == "3 dagen geleden"


def test_a_source_without_data_is_listed_too(store):
    (holding,) = inventory.holdings(store, {"x": Source("x", "X", "", "", "", "", (), ())})
    assert (holding.rows, holding.fetched) == (0, None)
    assert inventory.age_words(None, NOW) == "niet opgehaald"


def test_pulls_say_what_came_of_them(store):
    table = inventory.pull_table(store, {"proef": SOURCE})
    assert list(table["Jaar"]) == [2020, 2019]
    assert list(table["Uitkomst"]) == ["opgehaald", "bestaat niet bij de bron"]
    assert table["Toelichting"].iloc[1] == "Deze tabel is er niet."


def test_filled_is_the_share_of_areas_with_a_value(store):
    frame = inventory.filled(store, "wijk", ["aandeel", "later", "nooit"])
    assert frame.loc["aandeel"].tolist() == [100.0, 87.5, 0.0]
    assert frame.loc["later"].isna().tolist() == [True, False, False]
    assert frame.loc["nooit"].isna().all()


def test_reasons_are_counted_in_words(store):
    with held.working_with(store):
        found = inventory.reasons("wijk", 2022)
    assert found.loc["nog niet gepubliceerd"].tolist() == [8, 1]
    assert found.loc["gepubliceerd"].tolist() == [16, 2]


def test_figures_without_any_value_are_named(store):
    assert inventory.without_data(store, ["aandeel", "nooit"]) == ["nooit"]


def test_an_empty_folder_is_not_an_error(tmp_path):
    empty = stores.open_store(tmp_path)
    assert inventory.pull_table(empty, {}).empty
    assert inventory.filled(empty, "wijk", ["aandeel"]).shape == (1, 0)
    with held.working_with(empty):
        assert inventory.reasons("wijk", 2020).empty
