"""The views of the map on the demo region: two maps in the same classes, a difference, two figures, bubbles, names."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from answers import data, postcodes
from figures import colouring, colours, difference, map_table, map_views, maps, place_names
from figures.map_views import Choice
from figures.views import bubbles, two_maps
from indicators import between, catalog
from loaders import crosswalk, store
from tests.ui import small_store

ID, LEVEL = "bijstand_per_1000", "wijk"
ENTRY = catalog.entry(ID)


@pytest.fixture(scope="module")
def year() -> int:
    found = data.main_year(ID, LEVEL)
    assert found is not None
    return found


def view(kind: str, year: int, other: str = ID, other_year: int | None = None) -> map_views.Shown:
    second = data.entry(other) if kind != map_views.ONE else None
    return map_views.show(Choice(kind, ENTRY, year, LEVEL, None, "kwantielen", 5, second, other_year or year - 1))


def test_two_years_stand_in_the_same_classes(year: int) -> None:
    one, other = two_maps.pair((ENTRY, year), (ENTRY, year - 2), LEVEL, None, "kwantielen", 5)
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
    before, after = (data.values(ID, LEVEL, y)["value"] for y in (year - 3, year))
    assert np.allclose(known, (after - before).reindex(known.index))
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
    change = difference.compare(headline, LEVEL, (first - 1, first), None)
    assert change.drawing is None
    assert "veranderd wat dit cijfer betekent" in difference.note(change, LEVEL)


def test_bounds_of_more_and_less_are_the_same() -> None:
    table = pd.DataFrame({"value": [-9.0, -5, -1, 0, 1, 5, 9, 30], "clear": [True] * 3 + [False] + [True] * 4})
    found = difference.colour(table, ENTRY)
    steps = len(found.labels) // 2
    less, more = found.labels[:steps][::-1], found.labels[steps + 1 :]
    assert [w.removesuffix(" lager") for w in less] == [w.removesuffix(" hoger") for w in more]
    assert len(found.paint(colours.LIGHT)) == len(found.labels)
    assert len(set(found.paint(colours.DARK))) == len(found.labels)


def test_two_figures_share_one_map_and_say_it_is_no_cause(year: int) -> None:
    shown = view(map_views.BOTH, year, "aandeel_65_plus", year)
    assert shown.both is not None
    assert "hoogste derde" in map_views.title(shown, None) and map_views.title(shown, None).endswith(
        " met beide cijfers"
    )
    assert map_views.NO_CAUSE in map_views.notes(shown, year)
    key = map_views.legend_key(shown, shown.drawing, colours.LIGHT, None)
    assert len(key.rows) >= 9
    assert sum(row.count or 0 for row in key.rows) == len(shown.both.cells)


def test_origin_stands_beside_no_other_figure() -> None:
    sensitive = next(e for e in data.listed().values() if e.sensitive and data.years(LEVEL, e.id))
    views, why = map_views.possible(sensitive, data.mappable(), LEVEL)
    assert map_views.BOTH not in views
    assert "Herkomst" in why[map_views.BOTH]
    assert not any(data.entry(i).sensitive for i in map_views._partners(ENTRY, data.listed(), LEVEL))


def test_an_estimate_of_a_model_stands_on_one_map_with_no_other_figure() -> None:
    figures = dict(data.mappable())
    views, why = map_views.possible(replace(ENTRY, caveats=("model",)), figures, LEVEL)
    assert map_views.BOTH not in views and map_views.BESIDE in views
    assert "model" in why[map_views.BOTH]
    first, *others = map_views._partners(ENTRY, figures, LEVEL)
    figures[first] = replace(figures[first], caveats=("model",))
    assert map_views._partners(ENTRY, figures, LEVEL) == others


def test_bubbles_have_the_area_of_inhabitants_and_the_hover_of_the_map(year: int) -> None:
    drawing = maps.prepare(ENTRY, LEVEL, year, next(iter(data.gemeenten())), "kwantielen", 5)
    figure = bubbles.figure(drawing, colours.LIGHT)
    areas = [t for t in figure.data if t.type == "choroplethmap"]
    drawn = [t for t in figure.data if t.type == "scattermap"]
    assert all(t.colorscale[0][1] == colours.LIGHT.bed for t in areas)
    assert sum(len(t.lon) for t in drawn) == sum(drawing.counts)
    assert all(t.hoverinfo == "skip" for t in drawn)
    hues = drawing.colouring.paint(colours.LIGHT)
    assert {t.marker.color for t in drawn} <= set(hues)
    assert max(max(t.marker.size) for t in drawn) > 2


@pytest.mark.parametrize("kind", map_views.VIEWS)
def test_every_view_has_a_title_a_legend_rows_and_an_alt_text(kind: str, year: int) -> None:
    shown = view(kind, year, "aandeel_65_plus" if kind == map_views.BOTH else ID, year - 2)
    table = map_table.ordered(shown.drawing, "hoogste")
    rows = map_views.cells(shown, table.head(10))
    assert len(rows) == 10
    assert {"Gebied", "Gemeente", "Code"} <= set(rows.columns)
    assert rows.map(lambda cell: isinstance(cell, str)).all(axis=None)
    text = " ".join(
        [*rows.to_numpy().ravel(), map_views.title(shown, None), map_views.alt(shown, shown.drawing, "wijken")]
    )
    assert "nan" not in text.lower().split()
    assert "<table" in map_views.legend_html(shown, shown.drawing, colours.LIGHT, None)
    assert map_views.draw(shown, colours.LIGHT, str(table["region"].iloc[0])).data
    numbers = map_views.numbers(shown, table)
    assert len(numbers) == len(table)
    assert (numbers["herkomst"] == "verzonnen (demogebied)").all()


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
        numbers = [crosswalk.postcode_number("3011AB") * 100_000 + 1, crosswalk.postcode_number("3011ZZ") * 100_000 + 9]
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
    other = next(
        y for y in sorted(data.years(LEVEL, ID)) if len(difference.other_ground((ENTRY, year), (ENTRY, y), LEVEL))
    )
    apart = difference.other_ground((ENTRY, year), (ENTRY, other), LEVEL)
    shown = view(map_views.BESIDE, year, ID, other)
    numbers = map_views.numbers(shown, map_table.ordered(shown.drawing, "naam")).set_index("region")
    codes = numbers.index.intersection(apart.index)
    assert len(codes) and numbers.loc[codes, f"{ID}_{other}"].isna().all()
    assert set(numbers.loc[codes, f"{ID}_{other}_toestand"]) == {maps.reason(why) for why in apart[codes]}
    assert numbers[f"{ID}_{other}"].notna().any()
    rows = map_views.cells(shown, map_table.ordered(shown.drawing, "naam")).set_index("Code")
    assert set(rows.loc[codes, str(other)]) == {maps.reason(why) for why in apart[codes]}
    both = view(map_views.BOTH, year, "aandeel_65_plus", other).both
    assert both is not None and (both.cells.loc[codes, "x"] == -1).all()
    assert map_views.columns(shown).keys() >= {f"{ID}_{other}", f"{ID}_{other}_toestand"}


def test_a_second_year_is_one_for_most_areas(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {2019: 42, 2020: 96, 2021: 3100, 2022: 3217}
    monkeypatch.setattr(data, "counts", lambda id, level: counts)
    assert map_views._other_year(ENTRY, LEVEL, 2022, [2021, 2020, 2019]) == 2021
    assert map_views._other_year(ENTRY, LEVEL, 2022, [2020, 2019]) == 2020, "the best known of what there is"
    assert map_views._mostly(ID, LEVEL, 2021) and not map_views._mostly(ID, LEVEL, 2020)


def test_a_second_year_of_few_areas_says_so(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    shown, real = view(map_views.BESIDE, year), data.counts
    assert not any("alleen bekend voor" in note for note in map_views.notes(shown, year))
    monkeypatch.setattr(data, "counts", lambda id, level: {**real(id, level), year - 1: 3})
    assert any("alleen bekend voor 3 wijken" in note for note in map_views.notes(shown, year))


def test_each_of_two_maps_is_told_by_itself_and_two_figures_say_where_their_classes_end(year: int) -> None:
    shown = view(map_views.BESIDE, year, ID, year - 2)
    assert shown.beside is not None
    last = map_views.alone(shown, shown.beside)
    assert str(year - 2) in map_views.about(last, str(year - 2)) and str(year) not in map_views.about(
        last, str(year - 2)
    )
    assert "naast" not in map_views.title(last, None)
    both = view(map_views.BOTH, year, "aandeel_65_plus", year)
    told = " ".join(map_views.picture_notes(both))
    assert "laag minder dan" in told and data.entry("aandeel_65_plus").is_ in told
    assert map_views.picture_notes(shown) == []
