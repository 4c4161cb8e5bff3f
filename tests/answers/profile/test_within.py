"""Inside a gemeente of the demo region: fifths in words, and wijken where problems come together."""

from __future__ import annotations

import pytest

from answers import data
from answers.held import forget
from answers.profile import stacked, within
from figures import fifths
from figures.colours import LIGHT
from indicators import catalog, stacking
from indicators.words import causal
from loaders import store
from loaders.vocabulary import gemeente_of


@pytest.fixture
def large() -> str:
    """The gemeente with most wijken."""
    held = data.store()
    names = held.names("wijk", held.years("wijk")[-1])
    return str(names.groupby([gemeente_of(code) for code in names.index]).size().idxmax())


def test_poverty_is_not_put_in_the_order_of_itself(large: str) -> None:
    found = within.spread(large, catalog.entry("armoede"))
    assert found is not None
    assert found.ordered == "hetzelfde cijfer in 2022", "need without poverty is work alone, and one figure is no need"
    assert found.found.low is not None and found.found.slope is not None and found.found.high is not None
    assert found.found.low <= found.found.slope <= found.found.high and "marge" in within.detail(found)
    said = within.sentence(found)
    assert str(found.year) in said and not causal(said)
    assert "scheelt" in said and not causal(within.detail(found))
    assert len(within.fifths(found)) == 5
    drawn = fifths.bars(found, LIGHT).data[0]
    assert list(drawn.x) == list(found.found.fifths)
    assert fifths.bars(found, LIGHT).layout.yaxis.type == "category", "2, 3 and 4 are names of parts, not numbers"
    assert all(text in within.alt(found) for text in drawn.y)


def test_need_puts_wijken_in_order_where_poverty_is_not_known(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_poverty = within.spread(large, catalog.entry("woz_waarde"))
    assert with_poverty is not None and with_poverty.ordered == "armoede"
    monkeypatch.setattr(within.inequality, "ORDERS", ("behoefte",))
    found = within.spread(large, catalog.entry("woz_waarde"))
    assert found is not None and "meeste behoefte (uit armoede en werk)" in " ".join(within.fifths(found).iloc[:, 0])
    assert "meeste behoefte (uit armoede en werk)" in within.sentence(found)


def test_a_figure_without_another_order_stands_in_that_of_another_year(
    large: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(within.inequality, "ORDERS", ("armoede",))
    found = within.spread(large, catalog.entry("armoede"))
    assert found is not None and found.ordered == f"hetzelfde cijfer in {found.year - 1}"
    assert found.found.slope is not None
    monkeypatch.setattr(within.inequality.between, "broken", lambda *_: True)
    alone = within.spread(large, catalog.entry("armoede"))
    assert alone is not None and alone.ordered == "dit cijfer zelf"
    assert (alone.found.slope, alone.found.low, alone.found.high, alone.found.relative) == (None,) * 4
    assert "niet te geven" in within.detail(alone)


def test_no_spread_of_totals_or_origin(large: str) -> None:
    origin = next(e for e in catalog.entries().values() if e.sensitive)
    assert within.spread(large, origin) is None
    assert within.spread(large, catalog.entry("inwoners")) is None


def test_stacked_names_the_problems(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # With margins as wide as they are, no wijk of the demo region has three problems at once.
    monkeypatch.setattr(stacking, "least", lambda: 1)
    forget()
    held = store.current()
    heaps = {code: stacked.find_stacked(code) for code in data.gemeenten()}
    found, judged, wijken = next(heap for heap in heaps.values() if not heap[0].empty)
    assert stacked.find_stacked(large)[2] == sum(
        code.startswith(f"WK{large[2:]}") for code in held.names("wijk", stacked._worse()[1]).index
    )
    assert 0 < judged <= len(stacking.PROBLEMS)
    assert wijken <= len(held.names("wijk", held.years("wijk")[-1]))
    assert not found.empty and found["Problemen"].str.match(r"[1-5] van [1-5] bekende").all()
    assert found.columns[2:].str.extract(r"\((20\d\d)\)")[0].nunique() == 1, "what came together is of one year"
    names = " ".join(found.columns)
    assert not ("Armoede" in names and "Bijstand" in names), "who has bijstand is poor too: one problem"
    for row in found.to_dict("records"):
        cells = [row[name] for name in found.columns[2:]]
        assert set(cells) <= {stacked.WORSE, stacked.NOT, stacked.UNKNOWN}
        assert row["Problemen"].startswith(str(cells.count(stacked.WORSE)))


def test_problems_have_a_margin_and_a_direction() -> None:
    from indicators import uncertainty

    for id in (id for line in stacking.PROBLEMS for id in line):
        entry = catalog.entry(catalog.entry(id).definition(2020))
        assert entry.rankable and uncertainty.basis(entry) is not None, id
