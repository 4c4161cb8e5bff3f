"""The views of the map on the demo region: two maps in the same classes, a difference, two figures, bubbles, names."""

from __future__ import annotations

import ast
import dataclasses
import gzip
import inspect
import json
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd
import pytest

from answers import data, ground, postcodes, standing
from figures import colouring, colours, difference, map_table, map_views, maps, place_names
from figures.views import second
from figures.views.bubbles import Bubbles
from figures.views.choice import Choice
from figures.views.one_figure import OneFigure
from figures.views.two_figures import NO_CAUSE, TwoFigures
from figures.views.two_maps import TwoMaps
from figures.views.two_years import TwoYears
from figures.views.view import View
from indicators import between, catalog
from indicators.catalog import Entry
from loaders import store
from loaders.places.postcodes import postcode_number
from tests import small_store
from tests.conftest import ROOT

ID, LEVEL = "bijstand_per_1000", "wijk"
ENTRY = catalog.entry(ID)


@pytest.fixture(scope="module")
def year() -> int:
    found = data.main_year(ID, LEVEL)
    assert found is not None
    return found


V = TypeVar("V", bound=View)


def show(kind: type[V], year: int, other: str = ID, other_year: int | None = None) -> V:
    beside = (data.entry(other), other_year or year - 1) if kind.year_spot else None
    shown = map_views.show(kind, Choice(ENTRY, year, LEVEL, None, "kwantielen", 5, beside))
    assert isinstance(shown, kind)
    return shown


def test_two_years_stand_in_the_same_classes(year: int) -> None:
    one, other = (picture.drawing for picture in show(TwoMaps, year, other_year=year - 2).pictures)
    assert one.labels == other.labels
    assert one.colouring.bounds[1:-1] == other.colouring.bounds[1:-1]
    for drawing in (one, other):
        known = drawing.values[drawing.values["class"] >= 0]
        inner = np.array(drawing.colouring.bounds[1:-1])
        assert (known["class"] == np.searchsorted(inner, known["value"].round(ENTRY.decimals), side="right")).all()


def test_a_difference_is_of_comparable_areas_only(year: int) -> None:
    change = difference.compare(ENTRY, LEVEL, (year, year - 3), None)
    assert change.drawing is not None
    assert (change.old, change.new) == (year - 3, year)
    known = change.table["value"].dropna()
    assert len(known)
    before, after = (data.values(ID, LEVEL, y) for y in (year - 3, year))
    before = ground.onto(before, LEVEL, year - 3, year)
    assert np.allclose(known, (after["value"] - before["value"]).reindex(known.index))
    middle = len(change.drawing.labels) // 2
    assert change.drawing.labels[middle] == "geen duidelijk verschil"
    clear = change.table.loc[known.index, "clear"]
    groups = change.drawing.values["class"].reindex(known.index)
    assert ((groups == middle) == (clear == False)).all()  # noqa: E712
    assert (np.sign(groups - middle)[clear == True] == np.sign(known)[clear == True]).all()  # noqa: E712
    hovers = [t.hovertemplate for t in maps.figure(change.drawing, colours.LIGHT).data]
    assert any("%{z:+," in hover for hover in hovers)


def test_a_difference_over_a_new_definition_is_refused_with_the_reason() -> None:
    headline = catalog.entry("armoede")
    first = headline.definitions[-1][0]
    shown = map_views.show(TwoYears, Choice(headline, first, LEVEL, None, "kwantielen", 5, (headline, first - 1)))
    assert shown.refused and "veranderd wat dit cijfer betekent" in shown.refused[1]
    assert any("veranderd wat dit cijfer betekent" in note for note in shown.notes())
    rows = map_table.ordered(shown.drawing, "naam")
    assert len(shown.rows(rows)) == len(shown.numbers(rows)) == len(rows)


def test_bounds_of_more_and_less_are_the_same() -> None:
    table = pd.DataFrame({"value": [-9.0, -5, -1, 0, 1, 5, 9, 30], "clear": [True] * 3 + [False] + [True] * 4})
    found = difference.colour(table, ENTRY)
    steps = len(found.labels) // 2
    less, more = found.labels[:steps][::-1], found.labels[steps + 1 :]
    assert [w.removesuffix(" lager") for w in less] == [w.removesuffix(" hoger") for w in more]
    assert len(found.paint(colours.LIGHT)) == len(found.labels)
    assert len(set(found.paint(colours.DARK))) == len(found.labels)


def test_two_figures_share_one_map_and_say_it_is_no_cause(year: int) -> None:
    shown = show(TwoFigures, year, "aandeel_65_plus", year)
    assert "hoogste derde" in shown.title(None) and shown.title(None).endswith(" met beide cijfers")
    assert NO_CAUSE in shown.notes()
    key = shown.legend_key(colours.LIGHT, None)
    assert len(key.rows) >= 9
    assert sum(row.count or 0 for row in key.rows) == len(shown.both.cells)


def test_origin_stands_beside_no_other_figure() -> None:
    sensitive = next(e for e in data.listed().values() if e.sensitive and data.years(LEVEL, e.id))
    views, why = map_views.possible(sensitive, data.mappable(), LEVEL)
    assert TwoFigures.id not in views
    assert "Herkomst" in why[TwoFigures.id]
    assert not any(data.entry(i).sensitive for i in second.partners(ENTRY, data.listed(), LEVEL))


def test_an_estimate_of_a_model_stands_on_one_map_with_no_other_figure() -> None:
    figures = dict(data.mappable())
    views, why = map_views.possible(replace(ENTRY, caveats=("model",)), figures, LEVEL)
    assert TwoFigures.id not in views and TwoMaps.id in views
    assert "model" in why[TwoFigures.id]
    first, *others = second.partners(ENTRY, figures, LEVEL)
    figures[first] = replace(figures[first], caveats=("model",))
    assert second.partners(ENTRY, figures, LEVEL) == others


def test_bubbles_have_the_area_of_inhabitants_and_the_hover_of_the_map(year: int) -> None:
    shown = map_views.show(Bubbles, Choice(ENTRY, year, LEVEL, next(iter(data.gemeenten())), "kwantielen", 5))
    drawing, figure = shown.drawing, shown.draw(colours.LIGHT, None)
    areas = [t for t in figure.data if t.type == "choroplethmap"]
    drawn = [t for t in figure.data if t.type == "scattermap"]
    assert all(t.colorscale[0][1] == colours.LIGHT.bed for t in areas)
    assert sum(len(t.lon) for t in drawn) == sum(drawing.counts)
    assert all(t.hoverinfo == "skip" for t in drawn)
    hues = drawing.colouring.paint(colours.LIGHT)
    assert {t.marker.color for t in drawn} <= set(hues)
    assert max(max(t.marker.size) for t in drawn) > 2


EACH = pytest.mark.parametrize("kind", map_views.VIEWS.values(), ids=map_views.VIEWS)


@EACH
def test_every_view_answers_all_that_a_page_and_a_file_ask(kind: type[View], year: int) -> None:
    shown = show(kind, year, "aandeel_65_plus" if kind.figure_spot == "row" else ID, year - 2)
    table = map_table.ordered(shown.drawing, "hoogste")
    picked = str(table["region"].iloc[0])
    rows = shown.rows(table.head(10))
    assert len(rows) == 10
    assert {"Gebied", "Gemeente", "Code"} <= set(rows.columns)
    assert rows.map(lambda cell: isinstance(cell, str)).all(axis=None)
    told = [shown.title(None), shown.title(picked), shown.about(), shown.alt(), shown.when]
    assert all(told)
    told += [*shown.notes(), *shown.picture_notes(), *shown.table_notes(), *shown.colours_in_words()]
    text = " ".join([*rows.to_numpy().ravel(), *told, shown.chosen(picked)])
    assert "nan" not in text.lower().split()
    assert "<table" in shown.legend(colours.LIGHT, picked) and "<div" in shown.corner(colours.LIGHT)
    assert shown.legend_key(colours.LIGHT, picked).rows
    assert shown.draw(colours.LIGHT, picked).data
    assert shown.draw(colours.LIGHT, None, 300).layout.height == 300
    numbers = shown.numbers(table)
    assert len(numbers) == len(table)
    assert (numbers["herkomst"] == "verzonnen (demogebied)").all()
    assert shown.columns().keys() >= map_table.COLUMNS.keys()
    # An early signal is of liveability only; tests/figures/test_signal.py looks at one.
    assert (shown.refused is None) == (not kind.why_not(ENTRY, data.mappable(), LEVEL))
    assert shown.drawing.own in range(year - 5, year + 5)
    for picture in shown.pictures:
        assert picture.pictures == (picture,), "a map beside another can stand alone"


@EACH
def test_views_share_one_protocol(kind: type[View]) -> None:
    """Who asks a view something may ask it of any: what only one of them knows is a field, or its own affair."""
    assert not inspect.isabstract(kind) and kind.id and kind.label
    fields = {field.name for field in dataclasses.fields(kind)}
    public = {name for name in vars(kind) if not name.startswith("_")} - fields
    assert public <= set(dir(View)) | set(View.__annotations__), (
        f"put {public - set(dir(View))} in figures/views/view.py"
    )
    assert (kind.figure_spot or kind.year_spot) is None or kind.second_figures(ENTRY, data.mappable(), LEVEL)


def test_no_one_asks_which_view_it_is() -> None:
    """A page, a file and the warm-up ask every view the same; a view that differs says so in its own class."""
    classes = {view.__name__ for view in map_views.VIEWS.values()}
    for file in [ROOT / "web" / "warm.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        text = file.read_text(encoding="utf-8")
        if "map_views" not in text and "figures.views" not in text:
            continue
        tree = ast.parse(text)
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not names & classes and not called & {"isinstance", "type"}, f"{file.name} asks for the class of a view"
        for node in ast.walk(tree):
            asked = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
            found = {part.value for side in asked for part in ast.walk(side) if isinstance(part, ast.Constant)}
            assert not found & map_views.VIEWS.keys(), f"{file.name}:{node.lineno} asks for the id of a view"


def test_a_chosen_area_is_told_with_margin_and_place(year: int) -> None:
    drawing = maps.prepare(ENTRY, LEVEL, year, None, "kwantielen", 5)
    assert drawing.stands is not None
    code = str(drawing.stands.frame["middle"].dropna().index[0])
    text = map_table.about_area(drawing, code)
    assert "marge " in text
    assert "plaats " in text
    assert " tot " in text


def test_names_are_ranked_by_inhabitants_and_served_zipped() -> None:
    held = store.current()
    division = held.divisions("gemeente")[-1]
    found = place_names.collection("gemeente", division)["features"]
    assert sorted(f["properties"]["plaats"] for f in found) == list(range(1, len(found) + 1))
    people = data.values("inwoners", "gemeente", data.years("gemeente", "inwoners")[-1])["value"]
    largest = min(found, key=lambda f: f["properties"]["plaats"])
    assert largest["properties"]["naam"] == held.names("gemeente", division).loc[people.idxmax(), "name"]
    zipped = place_names.compressed(held.version, "gemeente", division)
    assert zipped is not None
    assert json.loads(gzip.decompress(zipped))["features"] == found
    assert place_names.compressed("anders", "gemeente", division) is None
    assert place_names.compressed(held.version, "gemeente", 1066) is None


def test_the_style_names_no_server_of_letters() -> None:
    drawing = maps.prepare(ENTRY, LEVEL, data.main_year(ID, LEVEL) or 0, None, "kwantielen", 5)
    style = maps.figure(drawing, colours.LIGHT).layout.map.style
    assert "glyphs" not in style
    ids = [layer["id"] for layer in style["layers"]]
    assert ids[0] == "water"
    assert ids[-1] == place_names.FIRST
    assert place_names.lowest(LEVEL, None) in ids


def test_a_postcode_finds_the_buurten_of_its_addresses(tmp_path, monkeypatch) -> None:
    small_store.build(tmp_path)
    with store.writer(tmp_path) as w:
        numbers = [
            postcode_number("3011AB") * 100_000 + 1,
            postcode_number("3011ZZ") * 100_000 + 9,
        ]
        frame = pd.DataFrame({"address": np.array(numbers, dtype="int64"), "buurt": ["BU05990110", "BU05990111"]})
        w.put_addresses(2024, frame.astype({"buurt": "category"}))
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    assert postcodes.buurten("3011 ab") == ["BU05990110"]
    assert sorted(postcodes.buurten("3011") or []) == ["BU05990110", "BU05990111"]
    assert postcodes.buurten("3012") == []
    assert postcodes.buurten("Delfshaven") is None


def test_reasons_have_words_and_a_grey() -> None:
    for why in (between.BOUNDARY, between.ABSENT, between.UNSURE, *colouring.REASONS):
        assert maps.reason(why)
        assert maps.grey(colours.LIGHT, why).startswith("#")


def test_a_code_that_was_of_another_area_brings_no_second_figure(year: int) -> None:
    """Codes are used again after a reorganisation: side by side in one row they would seem one wijk."""
    other = next(y for y in sorted(data.years(LEVEL, ID)) if len(ground.other_ground((ENTRY, year), (ENTRY, y), LEVEL)))
    apart = ground.other_ground((ENTRY, year), (ENTRY, other), LEVEL)
    shown = show(TwoMaps, year, ID, other)
    numbers = shown.numbers(map_table.ordered(shown.drawing, "naam")).set_index("region")
    codes = numbers.index.intersection(apart.index)
    assert len(codes) and numbers.loc[codes, f"{ID}_{other}"].isna().all()
    assert set(numbers.loc[codes, f"{ID}_{other}_toestand"]) == {maps.reason(why) for why in apart[codes]}
    assert numbers[f"{ID}_{other}"].notna().any()
    rows = shown.rows(map_table.ordered(shown.drawing, "naam")).set_index("Code")
    assert set(rows.loc[codes, str(other)]) == {maps.reason(why) for why in apart[codes]}
    both = show(TwoFigures, year, "aandeel_65_plus", other).both
    assert (both.cells.loc[codes, "x"] == -1).all()
    assert shown.columns().keys() >= {f"{ID}_{other}", f"{ID}_{other}_toestand"}


def test_a_second_year_is_one_for_most_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {2019: 42, 2020: 96, 2021: 3100, 2022: 3217}
    monkeypatch.setattr(data, "counts", lambda id, level: counts)
    assert second._oldest_alike(ENTRY, LEVEL, 2022, [2021, 2020, 2019]) == 2021
    assert second._oldest_alike(ENTRY, LEVEL, 2022, [2020, 2019]) == 2020, "the best known of what there is"
    assert second.mostly_known(ID, LEVEL, 2021) and not second.mostly_known(ID, LEVEL, 2020)


def test_a_second_year_of_few_areas_says_so(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    shown, real = show(TwoMaps, year), data.counts
    assert not any("alleen bekend voor" in note for note in shown.notes())
    monkeypatch.setattr(data, "counts", lambda id, level: {**real(id, level), year - 1: 3})
    assert any("alleen bekend voor 3 wijken" in note for note in shown.notes())


def test_each_of_two_maps_is_told_by_itself_and_two_figures_say_where_their_classes_end(year: int) -> None:
    shown = show(TwoMaps, year, ID, year - 2)
    last = shown.pictures[1]
    assert str(year - 2) in last.about() and str(year) not in last.about()
    assert "naast" not in last.title(None)
    told = " ".join(show(TwoFigures, year, "aandeel_65_plus", year).picture_notes())
    assert "laag minder dan" in told and data.entry("aandeel_65_plus").is_ in told
    assert shown.picture_notes() == []


def test_a_map_beside_another_is_told_in_the_colours_that_it_has() -> None:
    """The second figure has no place in a list, so both maps have classes: the first is not told by its places."""
    ranked, unranked = data.entry(ID), _without_places()
    year = data.main_year(unranked.id, LEVEL)
    assert year is not None
    shown = map_views.show(TwoMaps, Choice(ranked, year, LEVEL, None, colouring.RANKED, 5, (unranked, year)))
    plain = map_views.show(OneFigure, Choice(ranked, year, LEVEL, None, "kwantielen", 5))
    assert shown.pictures[0].title(None) == plain.title(None)


def test_two_years_in_which_a_headline_means_something_else_are_told_as_two_figures() -> None:
    headline = catalog.entry("armoede")
    first = headline.definitions[-1][0]
    shown = map_views.show(TwoMaps, Choice(headline, first, LEVEL, None, "kwantielen", 5, (headline, first - 1)))
    assert " naast " in shown.title(None) and "%" not in shown.title(None)


def _without_places() -> Entry:
    figures = (entry for entry in data.mappable().values() if data.years(LEVEL, entry.id))
    newest = ((entry, data.main_year(entry.id, LEVEL)) for entry in figures)
    return next(entry for entry, year in newest if year and standing.standing_of(entry, LEVEL, year).no_rank)
