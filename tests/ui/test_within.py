"""Inside a gemeente of the demo region: fifths in words, and wijken where problems come together."""

from __future__ import annotations

import pytest

from indicators import catalog, stacking
from indicators.words import causal
from loaders import store
from loaders.source import gemeente_of
from ui import data, within


@pytest.fixture
def large() -> str:
    """The gemeente with most wijken."""
    held = data.store()
    names = held.names("wijk", held.years("wijk")[-1])
    return str(names.groupby([gemeente_of(code) for code in names.index]).size().idxmax())


def test_poverty_rises_over_its_own_fifths(large: str) -> None:
    found = within.spread(large, catalog.entry("armoede"))
    assert found is not None
    assert list(found.found.fifths) == sorted(found.found.fifths)
    assert found.found.low <= found.found.slope <= found.found.high
    said = within.sentence(found)
    assert str(found.year) in said and not causal(said)
    assert len(within.fifths(found)) == 5


def test_no_spread_of_totals_or_origin(large: str) -> None:
    origin = next(e for e in catalog.entries().values() if e.sensitive)
    assert within.spread(large, origin) is None
    assert within.spread(large, catalog.entry("inwoners")) is None


def test_stacked_names_the_problems(large: str) -> None:
    held = store.current()
    found, judged, wijken = within.stacked(large)
    assert 0 < judged <= len(stacking.PROBLEMS)
    assert wijken <= len(held.names("wijk", held.years("wijk")[-1]))
    assert found.empty or found["Problemen"].str.match(r"[3-6] van [3-6] bekende").all()


def test_problems_have_a_margin_and_a_direction() -> None:
    from indicators import uncertainty

    for id in stacking.PROBLEMS:
        entry = catalog.entry(catalog.entry(id).definition(2020))
        assert entry.rankable and uncertainty.basis(entry) is not None, id
