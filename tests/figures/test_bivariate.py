"""Two figures on one map: every area has one place, colours apart for colour-blind readers, a square in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import plotly.io
import pytest
from hypothesis import given
from hypothesis import strategies as some

from answers import data
from figures import bivariate, colours, maps
from figures.colouring import ELSEWHERE
from indicators import catalog

ONE, OTHER, LEVEL = "aandeel_65_plus", "inwoners", "wijk"
# What is left of red, green and blue for a reader without one kind of cone
# (Machado, Oliveira & Fernandes, 2009, severity 1).
SIGHT = {
    "everyone": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def axis(values: dict[str, float], **changes: Any) -> bivariate.Axis:
    series = pd.Series(values, dtype="float64")
    reasons = pd.Series("niet gemeld", index=series.index)
    return replace(bivariate.Axis("Behoefte", "Behoefte, 2022", "", 0, series, reasons), **changes)


def seen(colour: str, sight: Any) -> np.ndarray:
    """The place of a colour in OKLab as someone with this sight sees it."""
    linear = np.clip(np.array(sight) @ np.array(colours._linear(colour)), 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.array(colours._to_lab("#" + "".join(f"{round(v * 255):02X}" for v in encoded)))


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_nine_colours_and_the_greys_stay_apart_for_every_reader(palette: colours.Palette, sight: str) -> None:
    nine = [seen(colour, SIGHT[sight]) for colour in palette.two_way]
    greys = [seen(palette.missing[name], SIGHT[sight]) for name in bivariate._GREYS.values()]
    assert len(nine) == 9
    assert min(np.linalg.norm(a - b) for a, b in combinations(nine, 2)) > 0.065
    assert min(np.linalg.norm(a - b) for a in nine for b in greys) > 0.045


def test_thirds_by_default_and_bounds_when_given() -> None:
    codes = [f"WK{i:06d}" for i in range(9)]
    up = axis(dict(zip(codes, range(9), strict=True)), decimals=1)
    across = axis(dict(zip(codes, [0, 5, 9] * 3, strict=True)), name="Jongerenwerk", bounds=(4, 8))
    found = bivariate.divide(across, up)
    assert found.counts.tolist() == [[1, 1, 1]] * 3
    assert found.codes(0, 0).tolist() == [codes[0]]
    assert found.codes(2, 2).tolist() == [codes[8]]
    assert found.words(2, 0) == "behoefte hoog, jongerenwerk laag"
    said = "Jongerenwerk: laag minder dan 4, midden 4 tot 8, hoog 8 of meer"
    assert f"<div>{said}</div>" in bivariate.legend(found, colours.LIGHT, LEVEL)


def test_thirds_are_of_the_areas_with_both_figures() -> None:
    codes = [f"WK{i:06d}" for i in range(12)]
    many = axis(dict(zip(codes, range(12), strict=True)), name="Een")
    few = axis(dict(zip(codes[9:], (1, 2, 3), strict=True)), name="Ander")
    found = bivariate.divide(few, many, shared=True)
    assert found.counts.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]], (
        "not all in the highest third of the whole country"
    )
    assert found.basis == "Derden van de 3 met beide cijfers"
    assert found.basis in bivariate.legend(found, colours.LIGHT, LEVEL) and found.basis in bivariate.alt(found, LEVEL)
    assert [(group.side, len(group.codes)) for group in found.missing] == [("x", 9)]
    apart = bivariate.divide(few, many)
    assert apart.counts[-1].sum() == 3 and "een van de 12 waar dat bekend is en ander van de 3" in apart.basis
    alike = bivariate.divide(axis(dict.fromkeys(codes[9:], 5.0)), many, shared=True)
    assert alike.cells["x"].tolist() == [-1] * 9 + [1] * 3
    nothing_shared = bivariate.divide(axis({"WK9": 1.0}), many, shared=True)
    assert {group.side for group in nothing_shared.missing} == {"x", "y"}


def test_given_bounds_keep_their_place_when_nobody_is_low() -> None:
    found = bivariate.divide(axis({"WK1": 9, "WK2": 5}, bounds=(4, 8)), axis({"WK1": 1, "WK2": 2}))
    assert found.cells["x"].tolist() == [2, 1]
    assert found.cells["y"].tolist() == [0, 2], "two values are low and high, not low and middle"


def test_what_is_missing_is_named_by_figure_and_reason() -> None:
    nan = float("nan")
    x = axis({"WK1": 1, "WK2": nan, "WK3": nan, "WK4": 2}, name="Jongerenwerk")
    y = axis({"WK1": 1, "WK2": 2, "WK3": nan}, reasons=pd.Series({"WK3": "geheim"}))
    found = bivariate.divide(x, y)
    assert {group.words: group.codes.tolist() for group in found.missing} == {
        "behoefte en jongerenwerk niet bekend (geheim; niet gemeld)": ["WK3"],
        "behoefte niet bekend (niet in deze bron)": ["WK4"],
        "jongerenwerk niet bekend (niet gemeld)": ["WK2"],
    }
    assert found.counts.sum() == 1


def test_shapes_of_another_area_are_counted_apart() -> None:
    """Three shapes that were another area stand among the words, have a colour of their own and no number."""
    gone = pd.Series(maps.reason(ELSEWHERE), index=["WK7@2024", "WK8@2024", "WK9@2024"])
    x, y = axis({"WK1": 1, "WK2": float("nan")}).without(gone), axis({"WK1": 1, "WK2": 2}).without(gone)
    found = bivariate.divide(x, y)
    other = found.missing[-1]
    assert [group.count for group in found.missing] == [1, None] and other.codes.tolist() == list(gone.index)
    assert bivariate.key(found, colours.LIGHT, LEVEL).rows[-1].count is None
    assert bivariate.grey(colours.LIGHT, other) == maps.grey(colours.LIGHT, ELSEWHERE)
    for text in (bivariate.legend(found, colours.LIGHT, LEVEL), bivariate.alt(found, LEVEL)):
        assert "of dat is onbekend (3 niet meegeteld)" in text and "3 wijken" not in text
    assert ">niet bekend</span>" in bivariate.corner(found, colours.LIGHT)
    assert "grijs" not in bivariate.corner(found, colours.LIGHT)


values = some.lists(some.one_of(some.floats(0, 100), some.just(float("nan"))), min_size=1, max_size=40)


@given(values, values, some.sampled_from([None, (30.0, 60.0)]))
def test_every_area_has_one_place(one: list[float], other: list[float], bounds: tuple[float, float] | None) -> None:
    x = axis({f"WK{i}": v for i, v in enumerate(one)}, bounds=bounds)
    y = axis({f"WK{i}": v for i, v in enumerate(other)})
    found = bivariate.divide(x, y)
    placed = [code for up in range(3) for across in range(3) for code in found.codes(up, across)]
    placed += [code for group in found.missing for code in group.codes]
    assert sorted(placed) == sorted(set(x.values.index) | set(y.values.index))
    assert found.counts.sum() + sum(len(group.codes) for group in found.missing) == len(found.cells)
    for side, which in ((x, "x"), (y, "y")):
        known = found.cells[found.cells[which] >= 0].join(side.values.rename("value")).sort_values("value")
        assert known[which].is_monotonic_increasing, "a higher value is never in a lower class"


@pytest.fixture(scope="module")
def both() -> tuple[maps.Drawing, bivariate.TwoWay]:
    year = data.main_year(ONE, LEVEL)
    assert year is not None
    drawing = maps.prepare(catalog.entry(ONE), LEVEL, year, None, "kwantielen", 5)
    x, y = (bivariate.axis(catalog.entry(id), year, data.values(id, LEVEL, year)) for id in (OTHER, ONE))
    return drawing, bivariate.divide(x, y, drawing.values.index)


def test_each_shape_is_drawn_once_and_little_is_sent(both: tuple[maps.Drawing, bivariate.TwoWay]) -> None:
    drawing, found = both
    figure = bivariate.figure(drawing, found, colours.LIGHT)
    ids = np.concatenate([trace.locations for trace in figure.data])
    drawn = drawing.shapes["id"][drawing.shapes.index.isin(found.cells.index)]
    assert sorted(ids) == sorted(drawn)
    assert len(ids) == len(set(ids))
    text = plotly.io.to_json(figure, validate=False)
    assert "http" not in text
    assert len(text) < 25_000
    assert {trace.colorscale[0][1] for trace in figure.data} <= {
        *colours.LIGHT.two_way,
        *colours.LIGHT.missing.values(),
    }


def test_the_hover_says_both_figures_and_their_step(both: tuple[maps.Drawing, bivariate.TwoWay]) -> None:
    drawing, found = both
    first = bivariate.figure(drawing, found, colours.LIGHT).data[0]
    assert "%{z:,.1f}%" in first.hovertemplate
    assert "%{customdata:,.0f}" in first.hovertemplate
    assert "(laag)" in first.hovertemplate
    assert str(drawing.year) in first.hovertemplate
    assert len(first.customdata) == len(first.z) == len(first.locations)


def test_the_chosen_area_has_an_outline(both: tuple[maps.Drawing, bivariate.TwoWay]) -> None:
    drawing, found = both
    code = str(drawing.shapes.index.intersection(found.codes(2, 2))[0])
    filled, last = bivariate.figure(drawing, found, colours.LIGHT, code).data[-2:]
    assert last.locations.tolist() == filled.locations.tolist() == [drawing.shapes.at[code, "id"]]
    assert last.marker.line.color == colours.LIGHT.outline
    assert filled.marker.line.color == colours.LIGHT.page
    assert filled.colorscale[0][1] == bivariate.colour(colours.LIGHT, 2, 2)


def test_a_legend_is_a_table_with_every_number_and_escapes_names(both: tuple[maps.Drawing, bivariate.TwoWay]) -> None:
    _, found = both
    text = bivariate.legend(found, colours.LIGHT, LEVEL)
    assert text.count('scope="col"') == 3 + bool(found.missing) * 2
    assert text.count('scope="row"') == 3
    for up in range(3):
        for across in range(3):
            assert f">{found.counts[up][across]}</td>" in text
            assert f"background:{bivariate.colour(colours.LIGHT, up, across)}" in text
    assert "→" in text
    assert "↑" in text
    evil = bivariate.divide(axis({"WK1": 1}, name="<b>x"), axis({"WK1": 1}, name="<i>y"))
    assert "<b>x" not in bivariate.legend(evil, colours.LIGHT, LEVEL)


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
def test_numbers_in_the_square_can_be_read(palette: colours.Palette) -> None:
    for fill in palette.two_way:
        assert max(colours.contrast(ink, fill) for ink in ("#111111", "#FFFFFF")) >= 4.5


def test_the_words_hold_every_area(both: tuple[maps.Drawing, bivariate.TwoWay]) -> None:
    drawing, found = both
    said = bivariate.alt(found, LEVEL)
    assert "wijken" in said
    assert f"{found.words(2, 0)}: " in said or not found.counts[2][0]
    assert str(drawing.year) in said


def test_small_whole_numbers_travel_as_one_byte() -> None:
    light = bivariate._light(np.array([1.4, 99.6]), 0)
    assert light.tolist() == [1, 100] and light.dtype == np.int8
    for values, decimals in (([1.4], 1), ([1000.0], 0), ([float("nan")], 0)):
        assert bivariate._light(np.array(values), decimals).dtype == np.float32
