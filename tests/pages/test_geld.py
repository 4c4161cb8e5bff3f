"""Money of gemeenten: what the page says of a handful of them, and what it does not rank."""

from __future__ import annotations

import pandas as pd
import pytest

from answers import money
from figures import colours
from figures import money as drawn
from indicators import money as reckoning
from indicators.series import Cut
from loaders import store
from tests import small_store
from tests.pages.test_pages import demo, run, says_something, text_of, through_app

__all__ = ["demo", "through_app"]

GEMEENTEN = ["GM9901", "GM9902", "GM9903"]


@pytest.fixture
def spending(monkeypatch, tmp_path):
    """Three gemeenten, two years; the third did not report. Front 100 and 200, back 300 and 600 euros a head."""
    with store.writer(tmp_path) as w:
        for year in (2020, 2021):
            cells = {
                "geld_voorkant_rekening": {"GM9901": 100, "GM9902": 200, "GM9903": "not_given"},
                "geld_achterkant_rekening": {"GM9901": 300, "GM9902": 600, "GM9903": "not_given"},
                "geld_hulp_op_maat_rekening": {"GM9901": 150, "GM9902": 300, "GM9903": "not_given"},
                "inwoners": {"GM9901": 1000, "GM9902": 3000, "GM9903": 500},
                "bijstand_per_1000": {"GM9901": 20, "GM9902": 40, "GM9903": 30},
            }
            w.put_observations("proef", "gemeente", year, small_store.rows("gemeente", year, cells))
            w.put_names("gemeente", year, small_store.names("gemeente", GEMEENTEN))
    monkeypatch.setenv("DSW_DATA", str(tmp_path))


def test_all_gemeenten_together_weigh_by_inhabitants(spending):
    app = run("geld")
    text = says_something(app)
    assert "175\u00a0euro per inwoner aan de voorkant, 525\u00a0euro" in app.title[0].value
    assert "75 : 25" in text
    assert "96 : 4" in text and "geen definitie" in text
    assert app.title[0].value.startswith("2 van de 3 gemeenten samen"), "of how many the sum is"
    assert "2 in 2020 en 2 in 2021" in text, "and so for each point of the line"


def test_one_gemeente_beside_the_others(spending):
    app = run("geld", gemeente="GM9901", jaar="2020")
    assert "100\u00a0euro" in app.title[0].value and "300\u00a0euro" in app.title[0].value
    assert len(app.get("plotly_chart")) == 2, "the years, and 96 : 4; three gemeenten are too few to group by need"
    unknown = run("geld", gemeente="GM9903")
    assert "niet bekend" in unknown.title[0].value
    says_something(unknown)


def test_gemeenten_with_one_and_the_same_figure_of_need_are_one_group(monkeypatch, tmp_path):
    """Edges of equal groups fall together then: one dot a side, and no ends to name."""
    codes = [f"GM99{number:02}" for number in range(1, 13)]
    with store.writer(tmp_path) as w:
        same = {"geld_voorkant_rekening": 100, "geld_achterkant_rekening": 300, "geld_hulp_op_maat_rekening": 150}
        cells = {
            id: dict.fromkeys(codes, value)
            for id, value in (same | {"inwoners": 1000, "bijstand_per_1000": 20}).items()
        }
        w.put_observations("proef", "gemeente", 2020, small_store.rows("gemeente", 2020, cells))
        w.put_names("gemeente", 2020, small_store.names("gemeente", codes))
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    app = run("geld", behoefte="bijstand_per_1000")
    says_something(app)
    assert len(app.get("plotly_chart")) == 3, "the years, 96 : 4 and the one group"
    groups = reckoning.by_need(
        money.table(store.Store(tmp_path), 2020, "rekening"), pd.Series(20.0, codes), ("front", "tailored", "back")
    )
    figure = drawn.by_need(groups, "behoefte", colours.LIGHT)
    assert list(figure.layout.xaxis.tickvals) == [1] and list(figure.layout.xaxis.ticktext) == ["1<br>"]


def test_no_ranking_and_no_6_8_in_the_table(spending):
    app = run("geld")
    table = next(t.value for t in app.table if "Gemeente" in t.value.columns)
    assert table["Gemeente"].tolist() == sorted(table["Gemeente"])
    assert not any("6.8" in column for column in table.columns)
    assert table["Voorkant (6.1, 6.2)"].tolist()[-1] == "niet bekend"
    assert "Centrumgemeenten" in text_of(app)


def test_the_demo_region_shows_everything(demo):
    app = run("geld", gemeente="GM9002", prijzen="nu")
    text = says_something(app)
    assert len(app.get("plotly_chart")) == 3
    assert "Verzonnen" in text and "in prijzen van 2024" in text.lower()
    assert "na aftrek van hogere consumentenprijzen" in text
    assert "niet te vergelijken" in text, "the letter's 96 : 4 is about other money"
    nominal, real = run("geld", gemeente="GM9002"), app
    assert nominal.title[0].value == real.title[0].value, "the figures of one year do not change with the line"


def test_money_that_was_not_reported_is_not_nought(demo):
    app = run("geld", gemeente="GM9006")
    assert "niet bekend" in app.title[0].value
    assert len(next(t.value for t in app.table if "Gemeente" in t.value.columns)) == 10


def test_the_letter_is_never_a_bar_beside_money_of_gemeenten(demo):
    app = run("geld", gemeente="GM9002")
    bars = next(chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("geldverhouding"))
    assert "brief" not in bars.proto.spec.lower() and '"4' not in bars.proto.spec
    beside = next(t.value for t in app.table if "De brief, 96 : 4" in t.value.columns)
    assert beside.iloc[:, 1].str.contains("heel Nederland").any() and beside.iloc[:, 2].str.contains("gemeenten").any()


def test_a_gemeente_stands_beside_the_others_without_what_is_also_paid_for_neighbours(spending):
    def spec(app):
        return next(c for c in app.get("plotly_chart") if c.proto.id.endswith("geldverhouding")).proto.spec

    one, every = run("geld", gemeente="GM9901"), run("geld")
    assert "60 hulp op maat" in spec(one) and "achterkant" not in spec(one), "150 : 100"
    assert "centrumgemeenten" in text_of(one) and "75 achterkant" in spec(every)


def test_an_amount_under_nought_has_no_ratio():
    frame = pd.DataFrame({"front": [2520.0, 10], "back": [-1510.0, 30], "tailored": [-1566.0, 5]}, ["GM0569", "GM0001"])
    assert money.ratio(2520, -1510) == money.ratio(0, 0) == "niet bekend"
    assert "Nieuwkoop" in money.below_nought(frame, pd.Series({"GM0569": "Nieuwkoop"}))
    assert money.below_nought(frame.loc[["GM0001"]], pd.Series(dtype=str)) == ""


def test_both_sides_are_told_over_the_same_years():
    def line(name, values, cuts):
        return money.Side(name, pd.Series(values, dtype=float), tuple(Cut(year, "definition") for year in cuts))

    front = line("Voorkant", {2017: 100, 2021: 150, 2022: 200, 2024: 220}, [2022])
    back = line("Achterkant", {2017: 100, 2022: 130, 2024: 143}, [])
    assert money.changes([front, back]).count("van 2022 tot 2024") == 2
    assert "voorkant +10%" in money.changes([front, back]) and "achterkant +10%" in money.changes([front, back])
