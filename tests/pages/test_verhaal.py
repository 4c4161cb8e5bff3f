"""The story in five steps: real figures, one finding and one picture each, both sides told, and it works without data."""

from __future__ import annotations

import pytest

from answers import coverage
from answers.planner import carry_out, words
from answers.planner import scenario as planner_scenario
from export.takeaway import Figure, Takeaway
from figures import colours
from indicators import claims, parameters
from loaders import store
from tests import small_store
from tests.pages.test_pages import demo, nothing, run, says_something, through_app
from ui.frame import take_along
from ui.story import steps

__all__ = ["demo", "nothing", "through_app"]

HARD = "\u00a0"


@pytest.fixture
def real(monkeypatch, tmp_path):
    """A store that is not the demo region: eight wijken with young people and need, and one gemeente that reported."""
    with store.writer(tmp_path) as w:
        people = dict.fromkeys(small_store.WIJKEN, 1000)
        ages = dict.fromkeys(("leeftijd_0_15", "leeftijd_15_25", "leeftijd_25_45"), people)
        need = {code: 5.0 + 3 * i for i, code in enumerate(small_store.WIJKEN)}
        wijk = {"inwoners": dict.fromkeys(small_store.WIJKEN, 4000), **ages, "bijstand_per_1000": need}
        w.put_observations("proef", "wijk", 2022, small_store.rows("wijk", 2022, wijk))
        whole = dict.fromkeys(small_store.GEMEENTEN, 4000)
        gemeente = {
            "inwoners": dict.fromkeys(small_store.GEMEENTEN, 16000),
            **dict.fromkeys(ages, whole),
            "jongerenwerk_fte": {small_store.GEMEENTEN[0]: 6.5},
        }
        w.put_observations("proef", "gemeente", 2022, small_store.rows("gemeente", 2022, gemeente))
        land = {"inwoners": {"NL00": 32_000}}
        w.put_observations("proef", "land", 2022, small_store.rows("land", 2022, land))
        w.put_names("wijk", 2022, small_store.names("wijk", small_store.WIJKEN))
        w.put_names("gemeente", 2022, small_store.names("gemeente", small_store.GEMEENTEN))
    monkeypatch.setenv("DSW_DATA", str(tmp_path))


@pytest.mark.parametrize("key", list(steps.STEPS))
def test_each_step_on_the_demo_region(demo, key):
    app = run("verhaal", stap=key)
    text = says_something(app)
    assert len(app.get("plotly_chart")) == 1, "one picture a step"
    assert "**Let op.**" in text and "Bron: " in text
    assert f"Stap {key} van 5" in text
    assert "erzonnen" in text


@pytest.mark.parametrize("key", list(steps.STEPS))
def test_each_step_without_data(nothing, key):
    app = run("verhaal", stap=key)
    says_something(app)
    assert bool(app.get("plotly_chart")) == (key in "15"), "what rests on letters and research needs no data"


def test_the_steps_follow_each_other(demo):
    app = run("verhaal")
    titles = [app.title[0].value]
    for _ in range(4):
        app.button(key="volgende").click().run()
        assert not app.exception
        titles.append(app.title[0].value)
    assert len(set(titles)) == 5
    assert app.query_params["stap"] in ("5", ["5"])
    assert not [b for b in app.button if b.key == "volgende"]
    app.button(key="vorige").click().run()
    assert app.query_params["stap"] in ("4", ["4"])


def test_nonsense_step_is_the_first(demo):
    app = run("verhaal", stap="99")
    assert "tien keer zoveel" in app.title[0].value


def test_what_is_asked_is_worked_out_from_the_letter():
    found = steps.step("1")
    now, times = parameters.value("jongerenwerk_brief_2000"), parameters.value("jongerenwerk_vervoudiging")
    assert found.title.endswith("van 2.000 naar 20.000") and now * times == 20_000
    rows = found.rows()
    assert rows["van"].tolist() == [1300, 1800, 18_000] and rows["tot"].tolist() == [2000, 2000, 20_000]
    assert not found.invented


def test_where_need_is_names_the_figure_of_the_planner(real):
    id, year = steps.need_shown()
    scenario = planner_scenario.read(steps.plan_choices())
    assert (id, year) == (scenario.need, scenario.year) == ("bijstand_per_1000", 2022)
    found = steps.step("2")
    assert found.title.startswith("Bijstand per 1.000") and "26" in found.title
    assert len(found.rows()) == 8


def test_what_there_is_now_counts_who_reported(real):
    found = steps.step("3")
    assert found.title == "Van één van de 2 gemeenten is gemeld hoeveel jongerenwerk er is; van de rest is het onbekend"
    assert found.rows()["tot"].tolist() == [1, 1]
    average = coverage.areas("gemeente", 2022, 10, 27).average
    assert average is not None and "overal hetzelfde" in " ".join(found.points)


def test_what_it_would_be_is_what_the_planner_says(real):
    found = steps.step("4")
    result = carry_out.carry_out(planner_scenario.read(steps.plan_choices()))
    assert found.title == words.finding(result) and f"20.000{HARD}fte" in found.title
    rows = found.rows().set_index("wat")["tot"]
    people = result.frame["people"].sum()
    assert rows["Ongewijzigd"] == pytest.approx(1000 * 2000 / people)
    assert rows["Deltaplan (× 10)"] == pytest.approx(1000 * 20_000 / people)
    assert rows["Minder (−10%)"] == pytest.approx(1000 * 1800 / people)
    assert result.report is not None
    neediest = rows[[label for label in rows.index if "behoefte" in label]].item()
    share = result.report.to_neediest / result.report.neediest_people
    assert neediest == pytest.approx(share * rows["Deltaplan (× 10)"])
    page, _, _, choices = found.links[0]
    assert page == "deltaplan" and choices == steps.plan_choices()


def test_both_sides_stand_side_by_side_with_their_sources():
    found = steps.step("5")
    against, in_favour = found.below
    assert against.startswith("**Wat ertegen pleit.**") and in_favour.startswith("**Wat ervoor pleit.**")
    assert 0.6 < len(against) / len(in_favour) < 1.7, "about as much room for each"
    assert "SCP" in against and "niet bewezen" in found.title.lower()
    claim = claims.library().claims["C39"]
    outcomes = claims.outcomes(claim, claims.numbers(claims.library()))
    assert found.rows()["van"].tolist() == pytest.approx([0, outcomes[1]])
    assert found.rows()["tot"].tolist() == pytest.approx([parameters.value("kosten_per_fte"), outcomes[2]])


@pytest.mark.parametrize("key", ["1", "3", "4", "5"])
def test_every_bar_has_its_words_in_the_picture_and_in_the_alt_text(demo, key):
    found = steps.step(key)
    for palette in (colours.LIGHT, colours.DARK):
        drawn = found.draw(palette)
        said = " ".join(str(a.text) for a in drawn.layout.annotations)
        for label in found.rows()["wat"]:
            assert label in said and label in found.alt


def test_start_leads_to_the_story(demo):
    labels = [e.proto.label for e in run("start").get("page_link")]
    assert any("vijf stappen" in label for label in labels)


def test_what_is_taken_along_names_the_letter_or_study(real):
    app_figures = {}
    for key in ("1", "4", "5"):
        found = steps.step(key)
        figure = Figure(
            key=f"stap{key}",
            title=found.title,
            subtitle=found.about,
            name=("x",),
            table=found.rows,
            draw=found.draw,
            sources=found.sources,
            said_by="" if found.sources else found.source.rstrip("."),
            notes=(found.mind,),
        )
        app_figures[key] = Takeaway(figure, store.current(), "/verhaal")
    assert "Bron: Sociaal Werk Nederland" in app_figures["1"].citation()
    assert "SCP, Werk aan de wijk" in app_figures["5"].citation()
    assert "Kerncijfers wijken en buurten" in app_figures["4"].citation()
    assert ("Bron", app_figures["1"].figure.said_by) in app_figures["1"].about()
    assert "niet bekend" not in app_figures["5"].citation().split("Bron: ")[1].split(",")[0]


def test_figures_of_letters_are_not_offered_as_made_up(demo, monkeypatch):
    offered = []
    monkeypatch.setattr(take_along, "offer", offered.append)
    for key in steps.STEPS:
        run("verhaal", stap=key)
    # A run passes the first page, which offers its map.
    here = [figure for figure in offered if figure.key.startswith("stap")]
    made_up = {figure.key for figure in here if Takeaway(figure, store.current(), "/verhaal").made_up}
    assert made_up == {"stap2", "stap3", "stap4"}
    letter = Takeaway(next(figure for figure in offered if figure.key == "stap1"), store.current(), "/verhaal")
    assert "verzonnen" not in " ".join([*letter.credit(), letter.citation(), letter.file_name("png")]).lower()
