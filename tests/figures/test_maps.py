"""The map on the demo region: what is drawn, in which colours, how it is told, and how much it weighs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import plotly.io
import pytest
from shapely import box

from answers import data, ground, words
from answers.held import working_with
from figures import colours, legend, map_table, map_views, maps
from figures.views import bubbles
from figures.views.choice import Choice
from figures.views.one_figure import OneFigure
from indicators import between, catalog
from loaders import store
from tests import moved_store as moved

LEVEL = "wijk"


def drawing(level: str = LEVEL, gemeente: str | None = None, id: str = "aandeel_65_plus") -> maps.Drawing:
    year = data.main_year(id, level)
    assert year is not None
    return maps.prepare(catalog.entry(id), level, year, gemeente, "kwantielen", 5)


@pytest.fixture(scope="module")
def gemeente() -> str:
    return next(iter(data.gemeenten()))


def test_every_shape_is_drawn_once_and_every_area_is_counted() -> None:
    one = drawing()
    assert one.division is not None
    ids = np.concatenate([t.locations for t in maps.figure(one, colours.LIGHT).data])
    assert sorted(ids) == sorted(store.current().map_ids(LEVEL, one.division))
    without_row = int((~one.shapes.index.isin(one.values.index)).sum())
    assert sum(one.counts) + sum(one.missing.values()) == len(one.values) + without_row


def test_colours_are_those_of_the_theme_and_the_classes() -> None:
    one = drawing()
    for palette in (colours.LIGHT, colours.DARK):
        used = [t.colorscale[0][1] for t in maps.figure(one, palette).data]
        assert used[:5] == list(colours.classes(5, palette.dark))


def test_a_value_is_drawn_in_the_class_that_holds_it() -> None:
    one = drawing()
    traces = maps.figure(one, colours.LIGHT).data[: len(one.labels)]
    for trace, low, high in zip(traces, one.colouring.bounds, one.colouring.bounds[1:], strict=False):
        shown = np.round(np.asarray(trace.z, dtype="float64"), one.entry.decimals)
        assert (shown >= low - 1e-6).all()
        assert (shown <= high + 1e-6).all()


def test_the_chosen_area_has_an_outline_and_the_map_does_not_move() -> None:
    one = drawing()
    code = str(one.shapes.index[3])
    before, after = maps.figure(one, colours.LIGHT), maps.figure(one, colours.LIGHT, code)
    assert len(after.data) == len(before.data) + 2
    assert after.data[-1].locations.tolist() == [one.shapes.at[code, "id"]]
    assert after.data[-1].marker.line.color == colours.LIGHT.outline
    assert after.data[-2].marker.line.color == colours.LIGHT.page
    assert after.data[-2].marker.line.width > after.data[-1].marker.line.width
    assert {colour for _, colour in after.data[-1].colorscale} == {colours.CLEAR}, (
        "or it hides the inner half of that line"
    )
    assert after.layout.map.uirevision == before.layout.map.uirevision
    assert maps.region_at(one, int(one.shapes.at[code, "id"])) == code
    assert maps.region_at(one, "onzin") is None


def test_a_gemeente_shows_its_own_areas_in_the_classes_of_the_country(gemeente: str) -> None:
    all_of_it, part = drawing(), drawing(gemeente=gemeente)
    assert part.colouring.bounds == all_of_it.colouring.bounds
    assert 0 < len(part.values) < len(all_of_it.values)
    assert sum(part.counts) == len(part.known)
    view = maps.figure(part, colours.LIGHT).layout.map
    assert view.zoom > maps.figure(all_of_it, colours.LIGHT).layout.map.zoom
    assert view.uirevision == gemeente


def test_nothing_comes_from_elsewhere_and_little_is_sent() -> None:
    text = plotly.io.to_json(maps.figure(drawing(), colours.LIGHT), validate=False)
    assert "http" not in text
    assert len(text) < 25_000
    assert json.loads(text)["layout"]["map"]["style"]["sources"], "without a source no click arrives"


def test_hover_says_name_value_unit_year_class_and_why_empty() -> None:
    one = drawing()
    hovers = [t.hovertemplate for t in maps.figure(one, colours.LIGHT).data]
    assert "%{properties.naam}" in hovers[0]
    assert str(one.year) in hovers[0]
    assert "%{z:,.1f}%" in hovers[0]
    assert one.labels[0] in hovers[0]
    assert maps.figure(one, colours.LIGHT).layout.separators == ",."
    if any(one.missing.values()):
        assert "Reden: " in hovers[-1]


def test_the_legend_tells_each_class_with_its_number() -> None:
    one = drawing()
    text = legend.html(one, colours.LIGHT, 20.0, ("Wijk <b>", 25.0))
    for label, count in zip(one.labels, one.counts, strict=True):
        assert label.replace("&", "&amp;") in text
        assert f">{count}<" in text
    assert "Wijk &lt;b&gt;" in text
    assert "20,0%" in text


def test_the_last_bar_says_that_it_holds_what_lies_beyond() -> None:
    one = drawing()
    entry, known = one.entry, one.known
    assert legend.key(one, colours.LIGHT).ends == tuple(
        f"{words.short(entry, float(known.quantile(share)))} of {what}"
        for share, what in ((0.005, "minder"), (0.995, "meer"))
    )
    low, high = float(known.min()), float(known.max())
    ends = legend.key(one, colours.LIGHT, low, ("x", high)).ends
    assert ends == (words.short(entry, low), words.short(entry, high))


def test_the_description_holds_the_facts() -> None:
    one = drawing()
    text = words.of_map(one.entry, one.values["value"], one.values["name"], LEVEL, one.year, "wijken")
    assert str(one.year) in text
    assert str(one.values["name"][one.known.idxmax()]) in text
    assert "niet bekend" not in text
    assert "nan" not in text.lower().split()


def test_sentences_say_what_is_known() -> None:
    entry = catalog.entry("aandeel_65_plus")
    values = pd.Series(range(100), dtype="float64")
    assert words.finding(entry, values, "wijk", 20.0, "Nederland").endswith(
        ": 89,1% of meer in 1 op de 10 wijken, 20,0% in heel Nederland"
    )
    some = words.finding(entry, values.where(values >= 10), "wijk", 20.0, "Nederland")
    assert "in 1 op de 10 van de 90 wijken met een cijfer" in some
    assert words.finding(entry, values[:3], "wijk", None, "Nederland").endswith(": van 0,0% tot 2,0% in 3 wijken")
    assert "geen cijfers" in words.finding(entry, values[:0], "wijk", 1.0, "Nederland")
    assert words.of_area(entry, "Oost", None, 1.0, "Nederland", "nog niet gepubliceerd").endswith(
        "niet bekend voor Oost (nog niet gepubliceerd)"
    )


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK])
def test_text_and_marks_stand_out(palette: colours.Palette) -> None:
    assert colours.contrast(palette.text, palette.page) >= 7
    assert colours.contrast(palette.quiet, palette.page) >= 4.5
    assert colours.contrast(palette.accent, palette.page) >= 4.5
    steps = colours.classes(5, palette.dark)
    for one, other in pairwise(steps):
        assert colours.contrast(one, other) >= 1.3, "two classes beside each other must differ in lightness"
    assert not set(steps) & set(palette.missing.values())


def test_the_small_legend_goes_from_low_to_high_and_names_the_grey() -> None:
    one = drawing()
    line = legend.row(one, colours.LIGHT)
    places = [line.index(f">{escape(label)}<") for label in one.labels]
    assert places == sorted(places)
    assert ("niet bekend" in line) == bool(sum(one.missing.values()))
    rare, common = maps.EMPTY[0], maps.EMPTY[2]
    assert maps.grey(colours.LIGHT, rare) != maps.grey(colours.LIGHT, common)
    mixed = legend.row(replace(one, missing={rare: 1, common: 9}), colours.LIGHT)
    assert maps.grey(colours.LIGHT, common) in mixed, "the grey that most of these areas have on the map"
    assert maps.grey(colours.LIGHT, rare) not in mixed


def test_every_trace_has_a_place_of_its_own_in_the_style():
    figure = maps.figure(drawing(), colours.LIGHT)
    places = [trace.below for trace in figure.data]
    layers = [layer["id"] for layer in figure.layout.map.style["layers"]]
    assert len(set(places)) == len(places) > 2
    assert [layer for layer in layers if layer in places] == places, "in the order of the traces"
    assert layers.index(places[-1]) < layers.index("grenzen")


@pytest.fixture(scope="module")
def other_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[maps.Drawing]:
    """Benefits of 2020, of which there are no shapes, on those of 2022."""
    root = tmp_path_factory.mktemp("verplaatst")
    moved.build(root)
    codes = list(moved.WIJKEN[2022])
    squares = gpd.GeoDataFrame(
        {
            "region": codes,
            "name": [moved.WIJKEN[2022][code][0] for code in codes],
            "gemeente": moved.MERGED,
            "gemeente_name": "Hoofdstad",
            "map_id": range(len(codes)),
        },
        geometry=[box(100 * i, 0, 100 * i + 100, 100) for i in range(len(codes))],
        crs=28992,
    )
    with store.writer(root) as w:
        w.put_boundaries("wijk", 2022, squares, b"{}")
    with working_with(store.open_store(root)):
        yield maps.prepare(catalog.entry("bijstand_per_1000"), LEVEL, 2020, None, "kwantielen", 3)


def test_figures_of_another_year_are_drawn_on_the_shapes_of_the_same_ground_only(other_year: maps.Drawing) -> None:
    one = other_year
    assert (one.own, one.division) == (2020, 2022)
    placed = pd.Series(one.shapes.index, index=one.shapes["shape"])
    assert placed[moved.CITY] == moved.REUSED and placed[moved.NEW_CODE] == moved.OLD_CODE
    assert placed[moved.REUSED] == f"{moved.REUSED}@2022", "Gehucht was no area of 2020"
    grey = set(maps.elsewhere(one))
    assert grey == {f"{code}@2022" for code in (moved.REUSED, moved.SPLIT, moved.NEW_HALF, moved.TAKEN_OVER)}
    assert one.shapes.loc[list(grey), "value"].isna().all()
    assert one.shapes.at[moved.REUSED, "value"] == pytest.approx(one.values.at[moved.REUSED, "value"])
    # Of the areas of then that have no shape of their own the value stands in the table only.
    assert one.shapeless == 2 and {moved.SPLIT, moved.OF_GONE} <= set(one.values.index)
    assert one.missing["elsewhere"] == 4
    rows = legend.key(one, colours.LIGHT).rows
    assert (rows[-1].words, rows[-1].count) == (
        "op de kaart een ander gebied, of dat is onbekend (4 niet meegeteld)",
        None,
    )
    notes = map_views.show(OneFigure, Choice(one.entry, 2020, LEVEL, None, "kwantielen", 3)).notes()
    said = "2 wijken hebben daarop geen vorm. 4 wijken krijgen geen kleur: in 2020 een ander gebied."
    assert said in notes[0]


def test_grey_shapes_are_counted_by_their_reason(other_year: maps.Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    why = pd.Series({moved.REUSED: between.ANOTHER, moved.SPLIT: between.UNSURE, moved.NEW_HALF: between.UNSURE})
    monkeypatch.setattr(ground, "lacking", lambda *_: why.reindex(list(moved.WIJKEN[2022])).fillna(between.ABSENT))
    notes = OneFigure(Choice(other_year.entry, 2020, LEVEL, None, "kwantielen", 3), other_year).notes()
    assert "4 wijken krijgen geen kleur: 2 waren in 2020 een ander gebied, van 2 weten we het niet." in notes[0]


def test_a_click_chooses_the_area_of_then_and_a_choice_finds_its_shape(other_year: maps.Drawing) -> None:
    ids = other_year.shapes.set_index("shape")["id"]
    assert maps.region_at(other_year, int(ids[moved.CITY])) == moved.CITY
    assert maps.region_at(other_year, int(ids[moved.REUSED])) == moved.REUSED
    assert maps.code_at(other_year, moved.CITY) == maps.code_at(other_year, f"{moved.REUSED}@2020") == moved.REUSED
    assert maps.code_at(other_year, moved.REUSED) is None and maps.code_at(other_year, None) is None


def test_an_area_as_it_was_has_its_year_wherever_the_map_tells_of_it(other_year: maps.Drawing) -> None:
    view, was = (
        map_views.show(OneFigure, Choice(other_year.entry, 2020, LEVEL, None, "kwantielen", 3)),
        f"{moved.SPLIT}@2020",
    )
    for said in (view.title(was), view.legend(colours.LIGHT, was), view.chosen(was)):
        assert "Groot (2020)" in said
    assert "Stad (20" not in view.title(moved.CITY) + view.chosen(moved.CITY)


def test_the_hover_has_the_names_of_the_year_of_the_figure(other_year: maps.Drawing) -> None:
    ids = other_year.shapes.set_index("shape")["id"]
    said = {
        int(id): (trace.text[at] if trace.text is not None else "%{properties.naam}", trace.hovertemplate)
        for trace in maps.figure(other_year, colours.LIGHT).data
        for at, id in enumerate(trace.locations)
    }
    name, template = said[int(ids[moved.RENAMED])]
    assert name == "Dorp" and "<b>%{text}</b><br>%{hovertext}" in template
    assert said[int(ids[moved.STAYED])][0] == "%{properties.naam}"
    assert "Reden: op de kaart een ander gebied, of dat is onbekend" in said[int(ids[moved.REUSED])][1]


def test_rows_of_two_years_stand_together_by_ground(other_year: maps.Drawing) -> None:
    now = maps.prepare(catalog.entry("inwoners"), LEVEL, 2022, None, "kwantielen", 3)
    apart = ground.other_ground((catalog.entry("bijstand_per_1000"), 2020), (catalog.entry("inwoners"), 2022), LEVEL)
    rows = map_table.ordered(other_year, "naam")
    shown = map_table.two(other_year, now, apart, rows).set_index("Code")
    assert shown.at[moved.REUSED, "Gebied"] == "Wijk 01 Stad" and shown.at[moved.REUSED, "Inwoners, 2022"] == "16.100"
    assert shown.at[moved.SPLIT, "Inwoners, 2022"] == "toen een ander gebied: niet te vergelijken"
    numbers = map_table.two_numbers(other_year, now, apart, rows).set_index("region")
    assert numbers.at[moved.REUSED, "inwoners_2022"] == 16_100 and pd.isna(numbers.at[moved.SPLIT, "inwoners_2022"])
    assert (numbers["grenzen"] == 2020).all()


def test_bubbles_are_as_large_as_the_area_of_then(other_year: maps.Drawing) -> None:
    spots = bubbles.spots_of(other_year)
    assert spots.at[moved.REUSED, "people"] == 16_000 and pd.isna(spots.at[f"{moved.REUSED}@2022", "people"])
    assert spots["x"].notna().all()


def test_a_gemeente_that_took_in_another_shows_what_lay_in_it_and_what_is_drawn_in_it(other_year: maps.Drawing) -> None:
    inside = maps.prepare(other_year.entry, LEVEL, 2020, moved.MERGED, "kwantielen", 3)
    assert set(inside.values.index) == set(moved.WIJKEN[2020]) - {moved.OF_GONE}
    notes = map_views.show(OneFigure, Choice(other_year.entry, 2020, LEVEL, moved.MERGED, "kwantielen", 3)).notes()
    assert notes[-1] == "U ziet Hoofdstad zoals het was in 2020: de grenzen waren anders (volgens CBS)."
