from itertools import pairwise

import pandas as pd
import pytest

from figures import charts, dots
from figures.colours import LIGHT
from indicators.series import Cut

HUES = {"x": "#111111", "y": "#222222"}


def line(values, cuts=(), context=False, code="WK000001"):
    return charts.Line(code, f"Naam {code}", pd.Series(values, dtype="float64"), "#123456", cuts, context)


def drawn(figure):
    """The pieces of line that are drawn: pairs of years."""
    pieces = []
    for trace in figure.data:
        if trace.mode == "lines":
            xs = list(trace.x)
            pieces += [(a, b) for a, b in pairwise(xs) if a is not None and b is not None]
    return sorted(pieces)


def test_a_line_stops_at_a_cut_and_says_why():
    figure = charts.trend([line({2019: 1, 2020: 2, 2021: 3}, [Cut(2021, "boundary")])], str, "%", LIGHT)
    assert drawn(figure) == [(2019, 2020)]
    assert "andere grenzen" in [a.text for a in figure.layout.annotations]


@pytest.mark.parametrize("cuts", [(), (Cut(2021, "boundary"),)])
def test_where_worked_out_years_meet_the_line_is_marked_once(cuts):
    new = charts.Line(
        "WK1", "Nieuw", pd.Series({2021: 3.0, 2022: 4.0}), "#123456", cuts, carried={2020: (2.5, "geschat")}
    )
    figure = charts.trend([new], str, "%", LIGHT)
    assert [a.text for a in figure.layout.annotations].count("andere grenzen") == 1
    assert (2020, 2021) in drawn(figure)


def test_words_at_cuts_near_each_other_are_not_written_over_each_other():
    cuts = [Cut(2017, "definition"), Cut(2022, "boundary"), Cut(2024, "definition")]
    figure = charts.trend([line(dict.fromkeys(range(2013, 2025), 1), cuts)] * 2, str, "%", LIGHT)
    words = [(a.x, a.yshift) for a in figure.layout.annotations if a.text in charts.CUT_WORDS.values()]
    assert words == [(2016.5, 2), (2021.5, 16), (2023.5, 2)]


@pytest.mark.parametrize(("last", "every"), [(2019, True), (2020, False)])
def test_years_have_the_whole_width_and_all_stand_there_only_when_a_phone_has_room(last, every):
    axis = charts.trend([line({2015: 1, last: 2})], str, "%", LIGHT).layout.xaxis
    assert axis.range == (2014.7, last + 0.3)
    assert (axis.tickvals == tuple(range(2015, last + 1))) is every


def test_no_line_is_drawn_across_a_new_definition():
    old = charts.Line(
        "WK1", "Oud", pd.Series({2021: 3.0, 2022: 4.0}), "#123456", [Cut(2021, "definition")], carried={2020: (2.5, "")}
    )
    assert (2020, 2021) not in drawn(charts.trend([old], str, "%", LIGHT))


def test_years_without_a_figure_are_dotted():
    figure = charts.trend([line({2015: 1, 2016: 2, 2020: 3})], str, "%", LIGHT)
    dotted = [t for t in figure.data if t.mode == "lines" and t.line.dash == "dot" and len(t.x)]
    assert drawn(figure) == [(2015, 2016), (2016, 2020)]
    assert [t.x[:2] for t in dotted] == [(2016, 2020)]
    assert figure.layout.xaxis.title.text == charts.GAPS
    whole = charts.trend([line({2015: 1, 2016: 2})], str, "%", LIGHT)
    assert whole.layout.xaxis.title.text is None


def test_each_line_is_named_beside_its_end():
    figure = charts.trend([line({2020: 1}), line({2020: 1}, code="NL00", context=True)], str, "%", LIGHT)
    names = [a for a in figure.layout.annotations if a.text.startswith("Naam")]
    assert len(names) == 2
    assert abs(names[0].yshift - names[1].yshift) >= 16


def test_an_area_without_values_draws_nothing():
    assert drawn(charts.trend([line({2020: None})], str, "%", LIGHT)) == []


@pytest.mark.parametrize("places", [[0, 0, 0], [5, 4, 30], [1.0], []])
def test_spread_apart_keeps_order_and_distance(places):
    moved = charts.spread_apart(places, 10)
    ordered = [m for _, m in sorted(zip(places, moved, strict=True))]
    assert all(b - a >= 9.9 for a, b in pairwise(ordered))


def test_shorten():
    assert charts.shorten("Binnenstad", 10) == "Binnenstad"
    assert charts.shorten("Binnenstad Oost", 11) == "Binnenstad…"


def test_dots_carry_their_margin():
    row = dots.Row("Eerste", {"x": 5.0, "y": 8.0}, str, {"x": (4.0, 10.0)})
    first, second = dots.draw([row], {"x": "X", "y": "Y"}, HUES, LIGHT).data
    assert list(first.x) == [0.5]
    assert (list(first.error_x.arrayminus), list(first.error_x.array)) == (pytest.approx([0.1]), pytest.approx([0.5]))
    assert list(second.error_x.array) == [0.0]
    assert "marge 4.0 tot 10.0" in first.text[0] and "marge" not in second.text[0]


def test_dots_leave_out_what_is_not_known():
    rows = [dots.Row("Eerste", {"x": 5.0, "y": 10.0}, str), dots.Row("Tweede", {"x": None, "y": -2.0}, str)]
    figure = dots.draw(rows, {"x": "X", "y": "Y"}, HUES, LIGHT)
    assert list(figure.data[0].x) == [0.5]
    assert list(figure.data[1].x) == [1.0, 0.0]
