"""The catalog: complete, plain, without claims about causes, and closed to what may never enter a score."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from indicators import catalog, composite, need, tested, words
from indicators.recipes import Copy
from loaders.source import registry
from loaders.vocabulary import CAVEATS, LEVELS, STATUSES, THEMES

ENTRIES = list(catalog.entries().values())
INDICATORS = [entry for entry in ENTRIES if entry.computed]
# What tells who lives somewhere and at what price: never part of liveability.
TENURE = {"koopwoningen", "huurwoningen", "corporatiebezit", "overige_verhuurders", "woz_waarde"}
MODELLED = "model"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.id)
def test_every_figure_is_fully_described(entry: catalog.Entry) -> None:
    assert 0 < len(entry.label) <= 45
    assert entry.is_.endswith(".") and entry.unit and entry.method and entry.citation
    assert entry.theme in THEMES and set(entry.caveats) <= set(CAVEATS)
    assert entry.levels and set(entry.levels) <= set(LEVELS)
    assert set(entry.sources) <= set(registry())
    assert entry.per is None or entry.per in catalog.entries()
    assert set(entry.inputs) <= set(catalog.entries())
    assert words.causal(" ".join((entry.label, entry.is_, entry.is_not, entry.method))) == []


@pytest.mark.parametrize("entry", INDICATORS, ids=lambda e: e.id)
def test_every_indicator_says_what_it_is_not(entry: catalog.Entry) -> None:
    assert entry.is_not.endswith(".")
    assert entry.inputs or entry.unmeasured


def test_labels_are_unique() -> None:
    labels = [entry.label for entry in catalog.listed().values()]
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("entry", INDICATORS, ids=lambda e: e.id)
def test_origin_enters_nothing(entry: catalog.Entry) -> None:
    below = [catalog.entry(id) for id in catalog.leaves(entry.id)]
    assert not any(leaf.sensitive for leaf in below)
    assert not entry.sensitive


def test_there_is_origin_to_keep_out() -> None:
    sensitive = {entry.id for entry in ENTRIES if entry.sensitive}
    assert sensitive == {
        "migratie_westers",
        "migratie_niet_westers",
        "herkomst_nederland",
        "herkomst_europa",
        "herkomst_buiten_europa",
    }
    assert not sensitive & set(catalog.rankable())


def test_liveability_is_not_made_of_tenure_income_origin_or_models() -> None:
    for id in catalog.leaves("leefbaarheid"):
        leaf = catalog.entry(id)
        assert id not in TENURE and leaf.theme != "armoede" and not leaf.sensitive, id
        assert MODELLED not in leaf.caveats and leaf.source != "rivm", id


@pytest.mark.parametrize("code", need.composites())
def test_no_composite_is_made_of_tenure_origin_structure_or_models(code: str) -> None:
    for leaf in composite.leaves(code):
        for id in catalog.leaves(leaf):
            variable = catalog.entry(id)
            assert not variable.sensitive and id not in TENURE, id
            assert MODELLED not in variable.caveats and "voorspeld_oordeel" not in variable.caveats, id
        entry = catalog.entry(leaf)
        assert entry.theme != "bevolking" and not entry.sensitive, leaf


def test_unmeasured_dimensions_say_why() -> None:
    unmeasured = {entry.id for entry in ENTRIES if entry.unmeasured}
    assert unmeasured == {code for code in tested.COUNTERPARTS if tested.unfit(code)} != set()
    assert not unmeasured & (set(catalog.mappable()) | set(catalog.rankable()))


def test_composites_agree_with_the_catalog() -> None:
    for node in composite.nodes().values():
        if node.code in need.WORDS:  # worked out for a reader's choices, so no figure of its own
            assert composite.children(node.code) and node.code not in catalog.entries()
            continue
        entry = catalog.entry(node.code)
        agreed = {None: 0, "higher_better": 1, "lower_better": -1}[entry.direction]
        assert agreed in (0, node.direction), node.code
        if node.level > 1:
            assert entry.inputs == composite.children(node.code) + composite.stand_ins(node.code) * (node.level == 2)


def test_inputs_come_before_what_is_made_of_them() -> None:
    order = list(catalog.declared())
    for id in order:
        for part in catalog.entry(id).inputs:
            assert not catalog.entry(part).computed or order.index(part) < order.index(id)


def test_a_copied_variable_is_listed_once() -> None:
    copies = {i.recipe.variable: i.id for i in catalog.declared().values() if isinstance(i.recipe, Copy)}
    assert {id: catalog.entry(id).replaced_by for id in copies} == copies
    assert not set(copies) & set(catalog.listed())


def test_poverty_breaks_in_2024_and_is_never_chained() -> None:
    headline = catalog.entry("armoede")
    assert headline.breaks == (2024,)
    assert "breuk_armoede_2024" in headline.caveats
    assert [headline.definition(year) for year in (2013, 2023, 2024, 2030)] == [
        "armoede_laag_inkomen",
        "armoede_laag_inkomen",
        "armoede_personen",
        "armoede_personen",
    ]
    assert catalog.entry("inwoners").definition(2020) == "inwoners"


def test_proxies_and_approximations_are_called_so() -> None:
    assert "indirecte maat" in catalog.entry("bijstand_per_1000").is_
    approximate = catalog.entry("huishoudens_laag_inkomen_aantal")
    assert approximate.estimate and {"benadering", "zonder_studenten"} <= set(approximate.caveats)
    assert {"leeftijd_geschat"} <= set(catalog.entry("jongeren_10_27").caveats)
    assert {"onvolledig"} <= set(catalog.entry("leefbaarheid").caveats)


def test_youth_work_has_no_judgement_and_no_country_figure() -> None:
    youth_work = catalog.entry("jongerenwerk")
    assert youth_work.direction is None
    assert youth_work.levels == ("gemeente", "wijk")


def test_counts_are_not_coloured_on_a_map() -> None:
    assert not {id for id, entry in catalog.mappable().items() if entry.kind == "count"}
    assert {"armoede", "leefbaarheid_voorzieningen", "jongerenwerk", "aandeel_65_plus"} <= set(catalog.mappable())


def test_an_unknown_id_is_named() -> None:
    with pytest.raises(KeyError, match="bestaat_niet"):
        catalog.entry("bestaat_niet")


@pytest.mark.parametrize(
    ("value", "size", "count"),
    [(7.5, 2000, 150), (7.5, 1000, 75), (12.3, 4520, 560), (6.4, 50_000, 3200), (6.8, 8_000_000, 544_000), (0, 900, 0)],
)
def test_rough_counts(value: float, size: float, count: float) -> None:
    found = catalog.absolute(catalog.entry("armoede_laag_inkomen"), value, {"huishoudens": size})
    assert found is not None
    assert (found.value, found.of) == (count, "huishoudens")


def test_no_rough_count_without_numbers() -> None:
    entry = catalog.entry("armoede_laag_inkomen")
    assert catalog.absolute(entry, math.nan, {"huishoudens": 100}) is None
    assert catalog.absolute(entry, 5, {}) is None
    assert catalog.absolute(replace(entry, per=None), 5, {"huishoudens": 100}) is None
    assert catalog.absolute(catalog.entry("inwoners"), 5, {"inwoners": 100}) is None


def test_statuses_have_an_order() -> None:
    from indicators.build import STATUS_ORDER

    assert set(STATUS_ORDER) == {"", *STATUSES}


def test_no_model_estimate_is_called_better_or_worse() -> None:
    assert not any(catalog.MODELLED & set(entry.caveats) for entry in catalog.rankable().values())
    assert not catalog.entry("eenzaam").rankable and catalog.entry("eenzaam").direction


def test_every_figure_that_an_indicator_is_made_of_is_there() -> None:
    assert not catalog.left_out(), (
        "An indicator asks for what no source has: check its recipe, or the id at the source."
    )


def test_a_count_is_said_as_it_was_counted() -> None:
    """2 misdrijven in a wijk of 580 are two, and not "ongeveer 0"."""
    found = catalog.absolute(catalog.entry("misdrijven_per_1000"), 3.4, {"misdrijven_totaal": 2, "inwoners": 580})
    assert found is not None and (found.value, found.exact, found.under) == (2, True, 0)


def test_a_count_that_was_rounded_is_about_and_nought_is_a_bound() -> None:
    old = catalog.entry("aandeel_65_plus")
    some = catalog.absolute(old, 19.0, {"leeftijd_65_plus": 110, "inwoners": 580})
    none = catalog.absolute(old, 0.2, {"leeftijd_65_plus": 0, "inwoners": 580})
    assert some is not None and (some.value, some.exact, some.under) == (110, False, 0)
    assert none is not None and (none.value, none.exact, none.under) == (0, False, 2.5)


def test_what_was_not_counted_is_called_so_in_one_place() -> None:
    """A figure out of a model is an estimate in its description as well as in its rows."""
    for entry in catalog.entries().values():
        assert entry.estimate or not catalog.MODELLED & set(entry.caveats), entry.id
    assert catalog.entry("eenzaam").estimate and catalog.entry("leefbaarometer").estimate
