"""What small areas do to a figure, on the map page's views: beside the counted figure, in words, and refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from answers import between_within, data, own_area, small_areas
from figures import adjusted, colouring, colours, funnel, legend, map_table, map_views, maps
from figures.views.choice import Choice
from figures.views.clusters import LABELS, Clusters
from figures.views.funnel import Funnel
from figures.views.one_figure import OneFigure
from figures.views.view import View
from indicators import catalog, parameters, uncertainty
from indicators.funnel import BEYOND, CHANCE
from indicators.funnel import Funnel as Limits

ID, LEVEL = "bijstand_per_1000", "wijk"
ENTRY = catalog.entry(ID)


@pytest.fixture(scope="module")
def year() -> int:
    found = data.main_year(ID, LEVEL)
    assert found is not None
    return found


def view(kind: type[View], year: int, how: str = small_areas.AS_IS, gemeente: str | None = None) -> View:
    return map_views.show(kind, Choice(ENTRY, year, LEVEL, gemeente, "kwantielen", 5, None, how))


@pytest.mark.parametrize("how", [small_areas.TO_ALL, small_areas.TO_NEIGHBOURS])
def test_an_adjusted_figure_stands_beside_the_counted_one(year, how) -> None:
    plain, shown = view(OneFigure, year), view(OneFigure, year, how)
    assert "bijgesteld" in shown.title(None) and "bijgesteld" not in plain.title(None)
    assert "want hun cijfer kan toeval zijn" in " ".join(shown.notes())
    areas = map_table.ordered(shown.drawing, "hoogste")
    rows, raw = shown.rows(areas.head(20)), map_table.values(plain.drawing, areas["region"].head(20))
    assert rows[f"Zoals het is, {year}"].tolist() == raw
    assert rows[f"Bijgesteld, {year}"].tolist() != raw
    numbers = shown.numbers(areas).set_index("region")
    counted = plain.drawing.values["value"].reindex(numbers.index)
    assert np.allclose(numbers["value"], counted, equal_nan=True), "what was counted keeps its column"
    assert shown.columns().keys() >= set(numbers.columns) & set(adjusted.COLUMNS)
    size = small_areas.counts(ENTRY, LEVEL, year)["size"].reindex(numbers.index)
    moved = (numbers["bijgesteld"] - counted).abs() / counted.replace(0, np.nan)
    assert moved[size < size.quantile(0.25)].mean() > moved[size > size.quantile(0.75)].mean()
    assert shown.file_word != plain.file_word, "two files of one name would hold two figures"
    picked = str(areas["region"].iloc[0])
    assert "zoals het is" in shown.title(picked) and "zoals het is" in shown.chosen(picked)


def test_only_the_global_one_has_margins_and_places(year) -> None:
    whole, near = (small_areas.adjusted(ENTRY, LEVEL, year, how) for how in ("klein", "buren"))
    known = whole.frame.dropna()
    assert len(known) == whole.of == len(small_areas.counts(ENTRY, LEVEL, year))
    assert (known["low"] <= known["value"]).all() and (known["value"] <= known["high"]).all()
    assert (known["first"] <= known["middle"]).all() and (known["middle"] <= known["last"]).all()
    assert near.of == 0 and near.frame[["low", "first"]].isna().all(axis=None)


def test_colours_by_place_and_difference_are_of_the_counted_figure(year) -> None:
    from answers import standing

    methods, why = colouring.possible(standing.standing_of(ENTRY, LEVEL, year), ENTRY, adjusted=True)
    assert colouring.DIFFERS not in methods and colouring.RANKED not in methods
    assert "zoals het is" in why[colouring.RANKED]


def test_the_funnel_counts_what_lies_outside(year) -> None:
    shown = view(Funnel, year)
    assert isinstance(shown, Funnel) and shown.held.funnel is not None
    held, made = shown.held.frame, shown.held.funnel
    sure = parameters.value("verschil_zekerheid")
    for place, alone in ((CHANCE, True), (BEYOND, False)):
        low, high = made.limits((held["size"] / held["effect"]).to_numpy(), sure, chance_only=alone)
        outside = (held["rate"] < shown.held.times * low) | (held["rate"] > shown.held.times * high)
        marked = held["place"].isin([CHANCE, BEYOND]) if alone else held["place"].eq(place)
        assert (outside == marked).all()
    counts = shown.drawing.counts
    assert sum(counts) == len(held)
    assert f" {len(held)} wijken" in shown.title(None) and "buiten de grenzen van toeval" in shown.title(None)
    assert sum(counts[:2] + counts[3:]) == held["place"].ne("binnen").sum()
    assert shown.held.times * made.target == pytest.approx(data.value_of(ID, "NL00", year))
    told = " ".join(shown.notes())
    assert "zegt niet hoe dat komt" in told


def test_a_funnel_has_its_points_its_lines_and_the_names_outside(year) -> None:
    shown = view(Funnel, year)
    figure = shown.draw(colours.DARK, None)
    assert figure.layout.xaxis.type == "log" and figure.layout.paper_bgcolor == colours.DARK.page
    points = [t for t in figure.data if t.customdata is not None]
    assert sum(len(t.x) for t in points) == len(shown.held.frame)
    assert {"toeval (99,8%)", "gewone verschillen (95%)", "gewone verschillen (99,8%)"} <= {t.name for t in figure.data}
    row = int(points[0].customdata[0])
    assert shown.clicked({"customdata": row}) == str(shown.drawing.values.index[row])
    assert shown.clicked({"customdata": [row]}) is not None and shown.clicked({}) is None
    picked = str(shown.held.frame.index[0])
    own = [t for t in shown.draw(colours.LIGHT, picked).data if t.marker.color == colours.LIGHT.accent]
    assert len(own) == 1 and own[0].x[0] == pytest.approx(shown.held.frame["size"][picked])


def test_what_is_said_of_the_limits_follows_the_parameters(year, monkeypatch) -> None:
    shown = view(Funnel, year)
    assert "99,8%" in shown.colours_in_words()[1] and "(99,8%)" in shown.columns()["toeval_van"]
    assert "met 95% zekerheid" in own_area.columns()["marge_laag"]
    monkeypatch.setattr(parameters, "value", {"verschil_zekerheid": 99.0, "marge_zekerheid": 90.0}.__getitem__)
    said = [*shown.colours_in_words(), *shown.columns().values(), *own_area.columns().values()]
    assert "99%" in said[1] and not any("99,8" in one or "95%" in one for one in said)


def test_title_note_and_lines_of_a_funnel_are_of_one_certainty(year, monkeypatch) -> None:
    shown = view(Funnel, year)
    assert isinstance(shown, Funnel)
    assert shown.title(None).endswith("ook buiten die van gewone verschillen (99,8%)")
    assert "Een punt buiten de doorgetrokken lijnen (99,8%)" in shown.notes()[0]
    assert "gestreepte lijnen (95%) ligt gewoonlijk al één op de 20" in shown.notes()[0]
    assert "(99,8%)" in shown.table_notes()[0] and "standaardfouten" not in shown.table_notes()[0]
    # Where the outer lines are beyond the picture, the inner ones are not drawn alone, and it is said.
    monkeypatch.setattr(funnel, "shows_limits", lambda held: False)
    off = Funnel.work_out(Choice(ENTRY, year, LEVEL, None, "kwantielen", 5, None, small_areas.AS_IS))
    assert not [t.name for t in off.draw(colours.LIGHT, None).data if str(t.name).startswith("gewone verschillen")]
    assert "buiten het beeld" in off.notes()[0] and "gestreepte" not in off.notes()[0]


def test_limits_that_lie_above_every_point_are_not_shown() -> None:
    frame = pd.DataFrame({"rate": np.linspace(20, 30, 40), "size": 1e6, "effect": 1.0})
    for tau, seen in ((0.001, True), (0.15, False)):
        # The root of 0.025 is 0.158: three times 0.15 below is under nought, above it 39 times the rate.
        made = Limits(0.025, False, tau, 5.0)
        assert funnel.shows_limits(small_areas.Held(frame, made, 1000, "")) == seen


def test_a_legend_counts_the_areas_of_the_table(year) -> None:
    whole, others = view(OneFigure, year).drawing, 3
    for drawing in (whole, replace(whole, missing={**whole.missing, colouring.ELSEWHERE: others})):
        rows = legend.key(drawing, colours.LIGHT).rows
        assert sum(row.count or 0 for row in rows) == len(drawing.values)
        assert all(row.count is not None for row in rows if "ander gebied" not in row.words)
    assert "(3 niet meegeteld)" in rows[-1].words and rows[-1].count is None
    assert "(3 niet meegeteld)" in legend.html(drawing, colours.LIGHT)
    shown = view(Funnel, year)
    assert sum(row.count or 0 for row in shown.legend_key(colours.LIGHT, None).rows) == len(shown.drawing.values)
    assert colouring.ELSEWHERE not in shown.drawing.missing, "there is no map in a funnel"


def test_titles_of_clusters_are_sentences(year) -> None:
    shown = view(Clusters, year)
    assert isinstance(shown, Clusters)
    for counts, said in (
        (
            (0, 0, 54, 0, 0),
            "nergens in {} liggen hoge of lage waarden duidelijk bij elkaar; geen enkele wijk verschilt",
        ),
        (
            (0, 0, 50, 1, 3),
            "er liggen in 3 van de 54 wijken in {} hoge waarden bij elkaar, en in geen lage; 1 wijk verschilt",
        ),
        (
            (4, 2, 48, 0, 0),
            "er liggen in geen van de 54 wijken in {} hoge waarden bij elkaar, en in 4 lage; 2 wijken verschillen",
        ),
    ):
        made = replace(shown, drawing=replace(shown.drawing, counts=counts))
        assert said.format(shown.choice.where) + " duidelijk van de buren" in made.title(None)


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK])
def test_without_neighbours_is_a_colour_of_its_own(palette) -> None:
    others = {maps.grey(palette, why) for why in maps.EMPTY if why != "no_neighbours"}
    assert maps.grey(palette, "no_neighbours") not in others


def test_few_areas_have_no_funnel(year) -> None:
    few = next(code for code in data.gemeenten() if 0 < len(small_areas.funnel(ENTRY, LEVEL, year, code).frame) < 10)
    shown = view(Funnel, year, gemeente=few)
    assert shown.refused and not shown.drawn and "te weinig wijken" in shown.refused[1]
    assert len(shown.rows(map_table.ordered(shown.drawing, "naam")))


def test_a_point_far_above_stands_on_the_edge_and_that_is_said() -> None:
    rates = pd.Series([10.0] * 60 + [500.0])
    held = small_areas.Held(pd.DataFrame({"rate": rates, "size": 100.0, "effect": 1.0}), None, 1000, "")
    assert funnel.top(held) < 100
    assert (
        funnel.top(small_areas.Held(pd.DataFrame({"rate": rates[:60], "size": 100.0, "effect": 1.0}), None, 1, "")) > 10
    )


def test_clusters_are_told_in_plain_words_and_colours_of_their_own(year) -> None:
    shown = view(Clusters, year)
    assert isinstance(shown, Clusters)
    assert not {"rood", "groen"} & set(" ".join(LABELS).split())
    for palette in (colours.LIGHT, colours.DARK):
        assert len(set(shown.drawing.colouring.paint(palette))) == 5
    assert any("verklaart niet" in note for note in shown.notes())
    rows = shown.rows(map_table.ordered(shown.drawing, "naam"))
    assert set(rows["Naast de buren"]) <= {*LABELS, "", maps.reason("no_neighbours")}
    known = shown.drawing.values["value"].notna().sum()
    assert sum(shown.drawing.counts) + shown.drawing.missing.get("no_neighbours", 0) == known


def test_neighbours_are_both_ways_and_never_an_area_itself(year) -> None:
    own = data.store().own_division(LEVEL, year, ID)
    pairs = small_areas.touches(LEVEL, own)
    there = set(zip(pairs["area"], pairs["beside"], strict=True))
    assert there and all((b, a) in there and a != b for a, b in there)


def test_simplified_shapes_touch_as_libpysal_says() -> None:
    weights = pytest.importorskip("libpysal.weights")
    division = data.store().divisions(LEVEL)[-1]
    shapes = data.store().regions(LEVEL, division)["geometry"].dropna()
    queen = weights.Queen.from_iterable(shapes.tolist(), silence_warnings=True)
    assert len(small_areas.touches(LEVEL, division)) == queen.s0


def test_origin_models_and_means_are_refused_with_the_reason() -> None:
    figures = data.mappable()
    sensitive = next(e for e in data.listed().values() if e.sensitive and data.years(LEVEL, e.id))
    views, why = map_views.possible(sensitive, figures, LEVEL)
    assert not {"trechter", "clusters"} & set(views) and "herkomst" in why["trechter"] and "herkomst" in why["clusters"]
    year = data.years(LEVEL, sensitive.id)[-1]
    assert adjusted.possible(sensitive, LEVEL, year)[0] == [small_areas.AS_IS]
    assert between_within.parts(sensitive, LEVEL, year) is None
    mean = data.entry("woz_waarde")
    views, why = map_views.possible(mean, figures, LEVEL)
    assert "trechter" not in views and "clusters" in views and "niet bekend hoeveel" in why["trechter"]


def test_parts_between_and_within_are_told_in_a_sentence(year) -> None:
    found = between_within.parts(ENTRY, LEVEL, year)
    if found is None:
        groups = {code[2:6] for code in data.values(ID, LEVEL, year)["value"].dropna().index}
        assert len(groups) < parameters.value("tussen_gemeenten")
        return
    rows = between_within.rows(found, LEVEL)
    assert rows["procent"].sum() == pytest.approx(100)
    said = between_within.sentence(found, ENTRY.label, LEVEL)
    assert "tussen gemeenten" in said and "binnen gemeenten" in said and "toeval" in said
    assert between_within.parts(ENTRY, "gemeente", year) is None
    total = catalog.entry("inwoners")
    assert total.total and not between_within.possible(total, LEVEL)
    assert between_within.parts(total, LEVEL, year) is None, "a large area is no difference"


def test_counts_are_those_the_figure_was_made_of(year) -> None:
    held = small_areas.counts(ENTRY, LEVEL, year)
    value = data.values(ID, LEVEL, year)["value"].reindex(held.index)
    basis = uncertainty.basis(ENTRY)
    assert basis is not None
    assert np.allclose(basis.times * held["count"] / held["size"], value)


def test_a_year_without_the_numbers_behind_a_figure_is_not_adjusted(year, monkeypatch) -> None:
    empty = small_areas.counts(ENTRY, LEVEL, year).iloc[:0]
    monkeypatch.setattr(small_areas, "counts", lambda *_: empty)
    ways, why = adjusted.possible(ENTRY, LEVEL, year)
    assert ways == [small_areas.AS_IS] and "niet bekend over hoeveel" in why
