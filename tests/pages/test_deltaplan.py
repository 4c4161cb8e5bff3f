"""The planner as a reader meets it: it opens even, says who proposed what, and lives in its address."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import pytest

from answers.planner import amounts, choices
from answers.planner import subject as planner_subject
from export.takeaway import Takeaway
from indicators import planner
from loaders import store
from tests.pages.test_pages import demo, run, says_something, text_of, through_app
from ui.frame import take_along

__all__ = ["demo", "through_app"]

HARD = "\u00a0"  # keeps a number and its unit together
PLAN = {
    "hoeveel": "fte",
    "fte": "777.5",
    "regel": "behoefte",
    "drempel": "25",
    "ernst": "1.5",
    "bodem": "0.1",
    "norm": "4",
}


def cells(app):
    return [table.value for table in app.table]


def test_opens_on_an_even_split_with_three_scenarios_of_equal_weight(demo):
    app = run("deltaplan")
    assert "gelijk verdeeld: overal" in app.title[0].value
    assert list(app.table[0].value.columns) == ["", "Ongewijzigd", "Minder (−10%)", "Deltaplan (× 10)"]
    text = says_something(app)
    assert "voorstellen van Sociaal Werk Nederland" in text and "geen standpunt" in text
    assert "lokaal onbekend" in text_of(run("deltaplan", deel="wie"))
    app = run("deltaplan", deel="uitleg")
    assert "45 miljoen" not in text_of(app), "effects are off until asked for"
    app.toggle(key="effecten").set_value(True).run()
    assert "Niet bewezen" in text_of(app)


@pytest.mark.parametrize("section", ["naast", "wie", "vast"])
def test_a_fresh_session_on_the_same_address_gives_the_same_tables(demo, section):
    # The list of first wijken asks for a year with the composite.
    plan = PLAN | ({"jaar": "2023", "behoefte": "behoefte"} if section == "vast" else {})
    first = run("deltaplan", **plan, deel=section)
    address = dict(first.query_params.items())
    told = {key: v if isinstance(v, str) else v[-1] for key, v in address.items()}
    assert told == plan | {"deel": section}
    again = run("deltaplan", **address)
    assert len(cells(first)) == len(cells(again)) >= 1
    for one, other in zip(cells(first), cells(again), strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert section != "naast" or "Uw keuze" in first.table[0].value.columns


@pytest.mark.parametrize("rule", list(choices.RULES))
@pytest.mark.parametrize("how", ["deltaplan", "zorgdeel"])
def test_every_rule_and_amount(demo, rule, how):
    app = run("deltaplan", regel=rule, hoeveel=how, norm="5", bezit="40", wijken=demo.names("wijk", 2023).index[0])
    says_something(app)
    table = app.table[0].value.set_index("")
    own = table["Uw keuze" if how == "zorgdeel" else "Deltaplan (× 10)"]
    assert own["In totaal"] == f"5{HARD}miljard euro" or how != "zorgdeel"


def test_euros_become_fte_only_when_asked(demo):
    app = run("deltaplan", hoeveel="euro", euro="85")
    assert f"85{HARD}miljoen euro" in app.title[0].value
    app = run("deltaplan", hoeveel="euro", euro="85", omrekenen="ja")
    assert f"1.000{HARD}fte" in app.title[0].value


def test_choices_that_conflict_are_said(demo):
    app = run("deltaplan", bodem="9", plafond="3")
    assert "ligt boven het plafond" in app.warning[0].value
    app = run("deltaplan", regel="norm")
    assert "geen landelijke norm" in app.warning[0].value


@pytest.mark.parametrize("subject", list(planner_subject.SUBJECTS))
@pytest.mark.parametrize("section", ["naast", "wie", "behoefte", "uitleg"])
def test_every_subject_and_section(demo, subject, section):
    app = run("deltaplan", waarover=subject, deel=section)
    text = says_something(app)
    assert "rekenvoorbeeld" in text and "Verzonnen" in text
    assert not app.get("download_button"), "what can be taken along is behind one button, and the brief behind its own"


def test_raadslieden_name_who_has_none_and_who_said_nothing(demo):
    app = run("deltaplan", waarover="raadslieden", deel="wie")
    assert "4 gemeenten melden geen sociaal raadslieden" in app.title[0].value
    assert set(app.table[0].value["Raadslieden nu"]) <= {"ja", "nee", "niet gemeld"}


def test_scenarios_are_kept_in_the_address_and_stand_side_by_side(demo):
    app = run("deltaplan", regel="behoefte", hoeveel="deltaplan")
    app.button(key="bewaar").click().run()
    assert not app.exception
    app.selectbox(key="hoeveel").set_value("minder").run()
    app.button(key="bewaar").click().run()
    kept = app.query_params["bewaard"]
    assert len(kept) == 2 and "hoeveel:deltaplan" in kept[0]
    assert len(app.get("plotly_chart")) == 3, "the map of the page, and one for each kept scenario"
    columns = list(app.table[0].value.columns)
    assert columns[1].startswith("A · ") and columns[2].startswith("B · ")
    again = run("deltaplan", regel="behoefte", hoeveel="minder", bewaard=kept)
    pd.testing.assert_frame_equal(app.table[0].value, again.table[0].value)
    again.button(key="weg_A").click().run()
    assert len(again.query_params["bewaard"]) == 1 or isinstance(again.query_params["bewaard"], str)
    says_something(run("deltaplan", bewaard="<b>:;;,hoeveel:fte;fte:heel veel"))


def test_buurten_are_drawn_for_one_gemeente(demo):
    app = run("deltaplan", niveau="buurt", hoeveel="deltaplan", regel="behoefte", deel="wie")
    assert "buurten" in app.title[0].value
    assert "alle" not in app.selectbox(key="gemeente").options
    assert len(app.table[0].value) == 10, "short tables: the rest by page or download"


def test_own_areas_come_and_go(demo):
    codes = list(demo.names("wijk", 2023).index[:2])
    app = run("deltaplan", regel="eigen", wijken=",".join(codes))
    assert "2 wijken" in app.title[0].value or "krijgt geen enkele" in app.title[0].value
    app.button(key=f"plan_weg_{codes[0]}").click().run()
    assert not app.exception
    assert app.query_params["wijken"] in (codes[1], [codes[1]])


def test_an_area_that_is_named_twice_stands_there_once(demo):
    app = run("deltaplan", regel="eigen", wijken="WK900202,WK900202,GMXXXX")
    assert [button.key for button in app.button if button.key.startswith("plan_weg")] == ["plan_weg_WK900202"]
    assert app.query_params["wijken"] in ("WK900202", ["WK900202"])


def test_nonsense_numbers_are_refused_with_a_word(demo):
    text = says_something(run("deltaplan", hoeveel="fte", fte="heel veel", bodem="-3", norm="nan", plafond="inf"))
    assert "dat getal kan hier niet" in text


def test_a_workbook_holds_the_areas_the_gemeenten_every_choice_and_the_sources(demo, monkeypatch):
    offered = []
    monkeypatch.setattr(take_along, "_bar", offered.append)
    run("deltaplan", hoeveel="deltaplan", regel="behoefte")
    taken = Takeaway(
        next(f for f in offered[::-1] if f.key == "kaart"), store.current(), "https://wijken.example/deltaplan"
    )
    sheets = pd.read_excel(io.BytesIO(taken.xlsx()), sheet_name=None, engine="calamine")
    assert list(sheets) == ["Cijfers", "Parameters", "Per gemeente", "Bronnen", "Over deze cijfers", "Kolommen"]
    total = sheets["Parameters"].set_index("keuze")["waarde"]["Te verdelen (fte)"]
    assert total == sheets["Cijfers"]["fte_in_dit_plan"].sum() == sheets["Per gemeente"]["fte_in_dit_plan"].sum()
    with zipfile.ZipFile(io.BytesIO(taken.everything())) as packed:
        assert {taken.file_name("csv", part) for part in ("Parameters", "Per gemeente", "Bronnen")} <= set(
            packed.namelist()
        )


def test_amounts():
    base, cost = amounts.Base(1800, ""), amounts.Cost(80_000, 10, 2020, 2022)
    assert amounts.amount("deltaplan", 0, base, cost, False).total == 18_000
    assert amounts.amount("minder", 25, base, cost, False).total == 1350
    assert cost.now == pytest.approx(96_800)
    prevention = amounts.amount("zorgdeel", 5, base, cost, False)
    assert (prevention.total, prevention.unit, prevention.step) == (5e9, "euro", planner.EURO_STEP)
    assert amounts.amount("zorgdeel", 5, base, cost, True).total == pytest.approx(5e9 / 96_800)


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (1800.0, "fte", "1.800 fte"),
        (0.5, "fte", "0,5 fte"),
        (0.02, "fte", "0 fte"),
        (1736.9999999, "fte", "1.737 fte"),
        (5e9, "euro", "5 miljard euro"),
        (137.7e6, "euro", "137,7 miljoen euro"),
        (85_000, "euro", "85.000 euro"),
        (2_130_000, "uur", "2,1 miljoen uur"),
        (None, "fte", "niet bekend"),
    ],
)
def test_amounts_in_words(number, unit, words):
    assert amounts.quantity(number, unit).replace(HARD, " ") == words


def test_need_by_the_composite_score(demo):
    app = run("deltaplan", regel="behoefte", behoefte="behoefte", jaar="2023")
    assert app.selectbox(key="behoefte").value == "behoefte"
    assert "meeste behoefte" in says_something(app)
