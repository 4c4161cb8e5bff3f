"""The early signal on the map and the dimensions beside the Leefbaarometer, on the demo region and its made-up measurements."""

from __future__ import annotations

import pandas as pd
import pytest

from answers import data, dimensions, early_signal, ground, held
from export.brief import of_area
from figures import colours, map_views
from figures.views.choice import Choice
from figures.views.signal import Signal
from indicators import parameters, tested
from loaders import store
from loaders.demo import liveability

LEVEL, YEARS = "wijk", (2020, 2022, 2024)


def shown(id: str = early_signal.WHOLE, year: int = 2024, gemeente: str | None = None) -> Signal:
    found = map_views.show(Signal, Choice(data.entry(id), year, LEVEL, gemeente, "kwantielen", 5))
    assert isinstance(found, Signal)
    return found


def test_the_map_counts_what_the_rule_finds_and_lists_it_first() -> None:
    view = shown()
    found = early_signal.signals(early_signal.WHOLE, LEVEL, YEARS)
    hits = found.count[found.count > 0]
    assert len(hits) and sum(view.drawing.counts[3:]) == len(hits)
    assert view.title(None).startswith(f"Leefbaarometer (score): {len(hits)} van de {sum(view.drawing.counts)} wijken")
    assert view.title(None).endswith("duidelijk achteruit in een of meer dimensies, geen ging even duidelijk vooruit")
    assert "geen meting" in view.about() and any("zegt niet hoe dat komt" in note for note in view.notes())
    areas = view.ordered("hoogste")
    assert set(areas["region"].head(len(hits))) == set(hits.index)
    rows = view.rows(areas)
    assert all(rows["Wat bewoog"].head(len(hits))) and not any(rows["Wat bewoog"].iloc[len(hits) :])
    assert set(view.numbers(areas).columns) - set(view.columns()) <= {
        *("region", "name", "gemeente_name", "toestand", "indicator", "eenheid", "jaar", "grenzen"),
        *("gegevensversie", "herkomst"),
    }
    assert view.draw(colours.DARK, str(hits.index[0])).data
    assert "achteruit in 1 dimensie" in view.alt()


def test_what_is_found_in_the_demo_is_mostly_what_was_put_in() -> None:
    found = early_signal.signals(early_signal.WHOLE, LEVEL, YEARS)
    codes = sorted(store.current().names(LEVEL, liveability.DIVISION).index)
    for id, (every, _) in liveability.FALLS.items():
        put = set(codes[every // 2 :: every]) & set(found.hits.index)
        hits = set(found.hits.index[found.hits[id]])
        assert len(put & hits) >= 0.6 * len(put), "most of what falls is seen"
        assert len(hits - put) <= 0.02 * len(found.hits), "little else"


def test_small_areas_give_no_signal_and_say_why() -> None:
    found = early_signal.signals(early_signal.WHOLE, LEVEL, YEARS)
    people = ground.onto(data.values("inwoners", LEVEL, 2024), LEVEL, 2024, found.own)["value"]
    small = set(people.index[people < parameters.value("lijst_inwoners")])
    assert small & set(found.small) and not small & set(found.hits.index)
    view = shown()
    assert view.drawing.missing["few_people"] == len(found.small)
    assert any("onder 1.000 inwoners krijgen geen signaal" in note for note in view.notes())


def test_the_page_says_whether_more_fell_than_rose() -> None:
    """By hand: one of three falls and one rises, so either may be chance; of those that only fall, or only rise, it is clear."""
    frame = pd.DataFrame(
        {"change": [-9.0, 9, 0, -9, -9, -9, -9], "usual": 0.0, "signal": [True, False, False, True, True, True, True]},
        index=list("abcdefg"),
    ).assign(rise=[False, True, False, False, False, False, False])

    def made(frame: pd.DataFrame) -> early_signal.Signals:
        hits = frame[["signal"]].rename(columns={"signal": "x"})
        return early_signal.Signals((2014, 2018, 2020), 2020, {"x": frame}, hits, frozenset())

    found, turned = made(frame), made(frame.rename(columns={"signal": "rise", "rise": "signal"}))
    few = pd.Index(list("abc"))
    assert found.chance(few) == turned.chance(few) != ""
    assert found.chance(few).endswith("wat achteruit en vooruit ging, kan als geheel toeval zijn.")
    many = pd.Index(list("adefg"))
    assert found.chance(many) == "Achteruit kwam duidelijk vaker voor dan vooruit."
    assert turned.chance(many) == "Vooruit kwam duidelijk vaker voor dan achteruit."
    assert found.chance(pd.Index(["c"])) == "", "where nothing moved there is nothing to say"
    assert (found.of("a"), found.rose("a"), found.of("b"), found.rose("b")) == (["x"], [], [], ["x"])
    view = shown()
    assert view.found is not None and view.notes()[0] == view.found.chance(view.drawing.values.index)


def test_what_rises_is_what_falls_of_the_figure_upside_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule is the same both ways: turn every figure over, and falls and rises change places, on the map and in the list."""
    plain = shown()
    assert plain.found is not None
    real, own = early_signal.onto, early_signal.DIMENSIONS
    monkeypatch.setattr(early_signal, "onto", lambda id, *of: real(id, *of) * (-1 if id in own else 1))
    held.forget()
    try:
        view = shown()
    finally:
        held.forget()
    turned = view.found
    assert turned is not None and turned.rises.sum() > 0
    assert (turned.count.tolist(), turned.rises.tolist()) == (plain.found.rises.tolist(), plain.found.count.tolist())
    up_more, up_one, neither, both, down_one, down_more = plain.drawing.counts
    assert view.drawing.counts == (down_more, down_one, neither, both, up_one, up_more)
    many = int((turned.rises > 0).sum())
    assert view.title(None).endswith(f"in een of meer dimensies, {many} gingen even duidelijk vooruit")
    listed = view.ordered("laagste").head(many)
    assert set(listed["region"]) == set(turned.rises.index[turned.rises > 0])
    assert all(said.startswith("vooruit") for said in view.rows(listed)["Beweging"])


@pytest.mark.parametrize("year", [2012, 2014, 2016, 2018])
def test_years_of_two_versions_never_stand_in_one_row(year: int) -> None:
    """2012 and 2016 are of another version; 2018 has but one before it."""
    entry = data.entry(early_signal.WHOLE)
    assert early_signal.measurements(entry, LEVEL, year) == ()
    assert early_signal.measurements(entry, LEVEL, 2020) == (2014, 2018, 2020)
    assert early_signal.measurements(entry, LEVEL, 2022) == (2018, 2020, 2022)
    assert shown(year=year).refused and shown(year=year).rows(shown(year=year).ordered("naam")) is not None


def test_ours_gives_signals_where_its_parts_stay_the_same_and_other_figures_never() -> None:
    ours = data.entry("leefbaarheid_voorzieningen")
    assert early_signal.why_not(ours, LEVEL) == ""
    view = shown(ours.id, data.years(LEVEL, ours.id)[-1])
    assert view.refused is None and len(view.drawing.labels) == 3
    assert "alleen van leefbaarheid" in early_signal.why_not(data.entry("bijstand_per_1000"), LEVEL)


def test_a_profile_leads_with_five_dimensions_ours_beside_theirs() -> None:
    code = next(c for c, p in data.places().items() if p.level == LEVEL and early_signal.of_area(c))
    found = dimensions.of(code)
    assert [row.code for row in found.rows] == [*list(tested.COUNTERPARTS)[1:], "leefbaarheid"]
    table = dimensions.table(found)
    assert len(table) == 6 and next(iter(table)) == "Dimensie"
    bare = [cell for cell in table["Ons cijfer"] if cell.startswith("geen score")]
    assert bare and any(dimensions.BREAK in cell for cell in bare), "its figures stand under it"
    assert table["Ons cijfer"][5] == "geen totaal"
    notes = dimensions.notes(found)
    assert sum("er is geen score" in note for note in notes) == 2, "each reason once: of dimensions, and of the total"
    assert any("geen meting" in note for note in notes)
    signals = early_signal.of_area(code)
    assert signals is not None and "Het zegt niet hoe dat komt." in early_signal.said(code, signals)
    brief = of_area.brief(code)
    assert brief.said[-1].startswith("Leefbaarheid. Leefbaarometer (model, geen meting)")
    assert len(dimensions.numbers(found, code, "x")) == 6


def test_a_change_stands_within_one_version() -> None:
    code = str(store.current().names(LEVEL, 2024).index[0])
    found = dimensions.of(code)
    assert [year for year, _ in found.since[early_signal.WHOLE]] == [2022, 2014]
    now, then = (data.value_of(early_signal.WHOLE, code, year) for year in (2024, 2014))
    assert now is not None and then is not None
    assert found.since[early_signal.WHOLE][1][1] == pytest.approx(now - then)


@pytest.mark.parametrize(("below", "place"), [(0.0, 1), (0.0999, 1), (0.1, 2), (0.95, 10), (1.0, 10)])
def test_a_tenth_counts_from_the_least_favourable(below: float, place: int) -> None:
    from answers.profile import Figure
    from answers.spread import Spread

    lies = Spread(0, 0, 0, 0, 0, 0, 0, 100, below, 0.0, 100)
    assert dimensions.tenth(Figure("x", 2024, 1.0, place=lies)) == place
    few = Spread(0, 0, 0, 0, 0, 0, 0, 10, below, 0.0, 100)
    assert dimensions.tenth(Figure("x", 2024, 1.0, place=few)) is None, "known for a tenth of all areas"


def test_the_made_up_leefbaarometer_has_the_form_of_the_real_one() -> None:
    held = store.current()
    ids = [id for id in tested.COUNTERPARTS.values() if id != early_signal.WHOLE]
    for year in (2014, 2024):
        frame = held.table(
            LEVEL, year, [early_signal.WHOLE, *ids], held.own_division(LEVEL, year, early_signal.WHOLE)
        ).dropna()
        apart = frame[early_signal.WHOLE] - frame[ids].sum(axis=1)
        assert len(frame) > 100 and apart.between(liveability.LEVEL - 1e-5, liveability.LEVEL + 1e-5).all()
    assert held.own_division(LEVEL, 2014, early_signal.WHOLE) == liveability.DIVISION
    assert not data.years(LEVEL, ids[0]) or 2016 not in data.years(LEVEL, ids[0]), "the old version has no dimensions"
