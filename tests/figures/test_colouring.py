"""Colouring by what clearly differs and by how firm a place is: the words, the greys, the colours apart for all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from answers import data, standing, words
from answers.standing import Standing
from figures import colouring, colours, maps
from figures.views import one_figure
from figures.views.choice import Choice
from indicators import catalog, ranks, uncertainty
from loaders import store

ID, LEVEL = "bijstand_per_1000", "wijk"
NEUTRAL = "aandeel_65_plus"
# What is left of red, green and blue for a reader without one kind of cone
# (Machado, Oliveira & Fernandes, 2009, severity 1).
SIGHT = {
    "everyone": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def seen(colour: str, sight: object) -> np.ndarray:
    linear = np.clip(np.array(sight) @ np.array(colours._linear(colour)), 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.array(colours._to_lab("#" + "".join(f"{round(v * 255):02X}" for v in encoded)))


def standing_of(id: str) -> tuple[int, Standing]:
    year = data.main_year(id, LEVEL)
    assert year is not None
    return year, standing.standing_of(catalog.entry(id), LEVEL, year)


def frame(**columns: list[object]) -> pd.DataFrame:
    codes = [f"WK{i:06d}" for i in range(len(next(iter(columns.values()))))]
    return pd.DataFrame(columns, index=codes).reindex(columns=list(standing.COLUMNS))


def test_what_differs_is_judged_as_one_list_over_the_country() -> None:
    year, stands = standing_of(ID)
    entry, held = catalog.entry(ID), store.current()
    table = held.table(LEVEL, year, list(uncertainty.needs(entry)))
    expected = uncertainty.compare(entry, table, float(stands.reference or 0), whole_list=True)["result"]
    found = stands.frame["result"]
    assert (found[found != ""] == expected[expected != ""]).all()
    assert set(found) >= {uncertainty.HIGHER, uncertainty.LOWER, uncertainty.UNCLEAR}
    one = maps.prepare(entry, LEVEL, year, None, colouring.DIFFERS, 5)
    assert one.counts == tuple(int((expected == r).sum()) for r in ("lager", "geen duidelijk verschil", "hoger"))
    assert one.labels[2].startswith("duidelijk slechter (hoger) dan ")


def test_better_and_worse_only_where_a_direction_was_agreed() -> None:
    year, stands = standing_of(NEUTRAL)
    one = maps.prepare(catalog.entry(NEUTRAL), LEVEL, year, None, colouring.DIFFERS, 5)
    assert [label.split()[1] for label in (one.labels[0], one.labels[2])] == ["lager", "hoger"]
    for palette in (colours.LIGHT, colours.DARK):
        assert set(one.colouring.paint(palette)) & set(palette.judged) == set()
    assert "hoger of lager" in one.colouring.note
    assert stands.frame["middle"].notna().any()


def test_a_lower_value_can_be_the_worse_one() -> None:
    id = "arbeidsparticipatie"
    entry = catalog.entry(id)
    assert entry.direction == "higher_better"
    stands = Standing(frame(result=["hoger", "lager", ""]), 1.0, 0, "", "", "")
    found = colouring.by_difference(stands, entry, stands.frame.index)
    low, _, high = found.paint(colours.LIGHT)
    assert (low, high) == colours.LIGHT.judged
    assert found.why.tolist() == ["no_margin"]


def test_a_place_is_firm_only_when_all_of_its_margin_is() -> None:
    places = frame(
        first=[1, 5, 40, 88, 91, 5, np.nan],
        middle=[4, 9, 50, 90, 95, 50, np.nan],
        last=[10, 30, 60, 95, 100, 96, np.nan],
    )
    stands = Standing(places, None, 100, "", "", "")
    found = colouring.by_place(stands, catalog.entry(ID), places.index)
    assert found.index.tolist() == [4, 3, 2, 1, 0]
    assert found.why.tolist() == ["too_wide", "no_margin"]
    assert found.labels[4] == "hele marge in het slechtste tiende"
    assert colouring.by_place(stands, catalog.entry(NEUTRAL), places.index).labels[4].endswith("hoogste tiende")


def test_places_are_those_of_ranks() -> None:
    year, stands = standing_of(ID)
    expected = ranks.rank_areas(
        catalog.entry(ID), year, store.current().table(LEVEL, year, ranks.needs(catalog.entry(ID), year))
    )
    assert stands.of == len(expected)
    assert (stands.frame["first"].dropna() == expected["low"]).all()


def test_what_cannot_be_said_says_why() -> None:
    sensitive = next(id for id, e in data.listed().items() if e.sensitive and data.years(LEVEL, id))
    methods, why = colouring.possible(standing_of(sensitive)[1], data.entry(sensitive))
    assert colouring.RANKED not in methods
    assert "herkomst" in why[colouring.RANKED].lower()
    for id in data.mappable():
        if data.years(LEVEL, id):
            methods, why = colouring.possible(standing_of(id)[1], data.entry(id))
            whole = {colouring.NAMED} if id in words.CLASSES else set(colouring.METHODS) - {colouring.NAMED}
            assert set(methods) | set(why) == whole


@pytest.mark.parametrize("id", words.CLASSES)
def test_classes_of_the_source_are_drawn_under_their_names_whatever_is_asked(id: str) -> None:
    names = words.CLASSES[id]
    entry, year = data.entry(id), data.main_year(id, LEVEL)
    assert year is not None
    for method in (*colouring.METHODS, colouring.NAMED):
        drawn = maps.prepare(entry, LEVEL, year, None, method, 3)
        assert drawn.labels == tuple(f"{place}: {name}" for place, name in enumerate(names, 1))
        held = drawn.known
        assert drawn.counts == tuple(int((held == number).sum()) for number in range(1, len(names) + 1))
        assert len(set(drawn.colouring.paint(colours.LIGHT))) == len(names)
    told = one_figure.OneFigure(Choice(entry, year, LEVEL, None, colouring.NAMED, 5), drawn).title(None)
    assert "komt het meest voor" in told and words.named_class(entry, held.mode().iloc[0])[3:] in told
    assert words.short(entry, 4.0) == f"4: {names[3]}" and ":" not in words.short(entry, 3.5)


def test_a_class_that_was_worked_out_says_so() -> None:
    assert words.state(data.entry("leefbaarometer_klasse"), "computed").startswith("afgeleid uit de score")


def test_the_hover_of_a_gemeente_tells_margin_and_place_and_that_of_the_country_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    year, _ = standing_of(ID)
    gemeente = next(iter(data.gemeenten()))
    one = maps.prepare(catalog.entry(ID), LEVEL, year, gemeente, "kwantielen", 5)
    traces = [t for t in maps.figure(one, colours.LIGHT).data if t.customdata is not None]
    assert traces
    assert all("Marge: " in t.hovertemplate and "Plaats: " in t.hovertemplate for t in traces)
    for trace in traces:
        codes = one.shapes.index[one.shapes["id"].isin(trace.locations)]
        told = one.stands.frame.loc[codes, ["low", "high", "first", "last"]]
        assert (trace.customdata == np.rint(told)).all(axis=None), "whole numbers, as they are shown"
    country = maps.prepare(catalog.entry(ID), LEVEL, year, None, "kwantielen", 5)
    monkeypatch.setattr(maps, "_ALL_ALONG", 10)
    country = replace(country)
    assert all(t.customdata is None for t in maps.figure(country, colours.LIGHT).data)
    assert "Klik voor marge en plaats" in maps.figure(country, colours.LIGHT).data[0].hovertemplate


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_colours_stay_apart_for_every_reader(palette: colours.Palette, sight: str) -> None:
    greys = [palette.missing[name] for name in ("not_given", "withheld", "cannot_occur")]
    for low, high in (palette.judged, palette.sided):
        five = [low, colours.tint(low, palette), palette.unclear, colours.tint(high, palette), high]
        pairs = [*combinations(five, 2), *((c, g) for c in five for g in greys)]
        closest = min(np.linalg.norm(seen(a, SIGHT[sight]) - seen(b, SIGHT[sight])) for a, b in pairs)
        assert closest > 0.04, (sight, low)
    steps = [*palette.less, palette.unclear]
    pairs = [*combinations(steps, 2), *((c, g) for c in steps for g in palette.missing.values())]
    closest = min(np.linalg.norm(seen(a, SIGHT[sight]) - seen(b, SIGHT[sight])) for a, b in pairs)
    assert closest > 0.04, "a little less is not what is not known"


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
def test_the_greys_differ_as_far_as_greys_can(palette: colours.Palette) -> None:
    greys = [np.array(colours._to_lab(grey)) for grey in (*palette.missing.values(), palette.calculated)]
    assert min(np.linalg.norm(a - b) for a, b in combinations(greys, 2)) > 0.06
