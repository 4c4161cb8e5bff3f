"""When figures were fetched, as every foot, picture and file says it."""

from __future__ import annotations

import pytest

from answers import data, format
from answers.held import working_with
from loaders import store
from loaders.sources import computed
from tests import small_store
from ui.frame import shell

MAY, JUNE, TODAY = "2026-05-03T10:00:00+00:00", "2026-06-07T10:00:00+00:00", "2026-11-26T01:00:00Z"


@pytest.fixture
def held(tmp_path):
    small_store.build(tmp_path)
    with store.writer(tmp_path) as w:
        w.record_pull("cbs_kwb", 2019, {"status": "ok", "fetched": "2026-04-01T10:00:00+00:00"})
        w.record_pull("cbs_kwb", 2020, {"status": "unchanged", "fetched": MAY})
        w.record_pull("rivm", 2020, {"status": "ok", "fetched": JUNE})
        # The moment of the last that went well stays with a try that failed.
        w.record_pull("rivm", 2022, {"status": "failed", "fetched": MAY, "checked": TODAY})
        w.record_pull("politie", 2020, {"status": "not_available"})
        w.record_pull(computed.SOURCE.id, 2020, {"status": "ok", "fetched": TODAY})
    with working_with(store.open_store(tmp_path)):
        yield


@pytest.mark.parametrize(
    ("sources", "moments", "words"),
    [
        (["cbs_kwb"], (MAY,), "3 mei 2026"),
        (["cbs_kwb", computed.SOURCE.id], (MAY,), "3 mei 2026"),
        (["rivm", "cbs_kwb"], (MAY, JUNE), "tussen 3 mei 2026 en 7 juni 2026"),
        (None, (MAY, JUNE), "tussen 3 mei 2026 en 7 juni 2026"),
        (["politie"], (), "niet bekend"),
        ([], (), "niet bekend"),
    ],
)
def test_the_day_is_that_of_the_sources_named_and_not_of_what_was_computed_here(held, sources, moments, words):
    assert data.fetched(sources) == moments
    assert format.days(moments) == words


def test_a_foot_names_the_day_of_its_own_sources_or_none(held):
    assert "· opgehaald 3 mei 2026 ·" in shell.credit(["cbs_kwb"])
    assert "opgehaald" not in shell.credit(["politie"])
