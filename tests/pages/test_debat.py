"""The debate page: the finding, every filter in the address, one claim in full, definitions, downloads, links that work."""

from __future__ import annotations

import io
import math
from datetime import date
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from answers.claims import files, listing, loaded, tables, wording
from answers.planner import choices, scenario
from answers.planner import subject as planner_subject
from export.takeaway import Takeaway
from figures import claims as drawn
from figures import colours
from indicators import claims
from loaders import store
from tests import small_store
from tests.answers import test_letter_test
from tests.pages.test_pages import demo, nothing, run, says_something, text_of, through_app
from ui.frame import take_along

__all__ = ["demo", "nothing", "through_app"]

HARD = "\u00a0"  # keeps a number and its unit together
LIBRARY = claims.library()
ALL = list(LIBRARY.claims.values())


def rows(app):
    return [e.label for e in app.expander if e.label.startswith("**")]


@pytest.fixture
def real(monkeypatch, tmp_path):
    """A store that is not the demo region: children, debts, care money, inhabitants and two wijken."""
    with store.writer(tmp_path) as w:
        land = {
            "kinderen_laag_inkomen_aantal": {"NL00": 264_000},
            "kinderen_tot_120": {"NL00": 12.5},
            "zorguitgaven": {"NL00": 107_000},
            "daklozen": {"NL00": 39_300},
            "inwoners": {"NL00": 17_000_000},
        }
        w.put_observations("proef", "land", 2018, small_store.rows("land", 2018, land))
        w.put_observations("proef", "land", 2022, small_store.rows("land", 2022, {"daklozen": {"NL00": 26_600}}))
        people = dict.fromkeys(small_store.WIJKEN, 1000)
        ages = dict.fromkeys(("leeftijd_0_15", "leeftijd_15_25", "leeftijd_25_45"), people)
        wijk = {"inwoners": people, **ages}
        w.put_observations("proef", "wijk", 2018, small_store.rows("wijk", 2018, wijk))
        for born in (2015, 2016):
            births = small_store.rows("wijk", born, {"geboorte": dict.fromkeys(small_store.WIJKEN, 10)})
            w.put_observations("proef", "wijk", born, births)
        poor = {"huishoudens_laag_inkomen_aantal": dict.fromkeys(small_store.GEMEENTEN, 200)}
        w.put_observations("proef", "gemeente", 2018, small_store.rows("gemeente", 2018, poor))
        w.put_names("wijk", 2018, small_store.names("wijk", small_store.WIJKEN))
        w.put_names("gemeente", 2018, small_store.names("gemeente", small_store.GEMEENTEN))
    monkeypatch.setenv("DSW_DATA", str(tmp_path))


def test_the_finding_counts_every_claim_once():
    counted = listing.counts(ALL)
    assert sum(counted.values()) == sum(claim.kind == claims.CLAIM for claim in ALL)
    said = listing.finding(ALL)
    rest = sum(counted[verdict] for verdict in claims.WITHOUT_CHECK)
    assert said.startswith(f"Van de {sum(counted.values())} beweringen kloppen er {counted['klopt']}")
    assert f"{counted['andere definitie']} een andere definitie" in said and said.endswith(
        f"{rest} nog niet of niet te toetsen"
    )
    assert listing.finding([]) == "Geen enkele bewering past bij deze keuze"
    assert listing.finding([LIBRARY.claims["C08b"]]) == "Eén bewering past bij deze keuze: klopt niet"


def test_page_opens_on_the_finding_and_says_who_wrote_the_letters(demo):
    app = run("debat")
    text = says_something(app)
    assert app.title[0].value == listing.finding(ALL)
    assert "Sociaal Werk Nederland" in text and "geen standpunt" in text
    assert len(rows(app)) == 25
    assert rows(app)[0].startswith("**Klopt**")


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("dossier", "jeugd", lambda c: c.theme == "jeugd"),
        ("dossier", "integratie", lambda c: c.theme == "integratie"),
        ("oordeel", "klopt-niet", lambda c: c.verdict == "klopt niet"),
        ("oordeel", "ingevoerd", lambda c: c.since and c.since.status == "ingevoerd"),
        ("stuk", "A", lambda c: c.document.id == "A"),
        ("soort", "eis", lambda c: c.kind == "eis"),
        ("woord", "voedselbank", lambda c: "oedselbank" in c.words),
        ("woord", "c17", lambda c: c.id == "C17"),
    ],
)
def test_each_filter_is_in_the_address(demo, key, value, fits):
    app = run("debat", **{key: value})
    says_something(app)
    wanted = [claim for claim in ALL if fits(claim)]
    assert 0 < len(wanted) < len(ALL)
    assert rows(app) == [f"**{wording.standing_words(c)}** · {c.words}" for c in listing.ordered(wanted)][:25]
    assert app.query_params[key] in (value, [value])


def test_nothing_found_offers_a_way_back(demo):
    app = run("debat", woord="qqqqq")
    assert "Geen enkele bewering" in app.title[0].value
    next(b for b in app.button if b.label == "Toon alles").click().run()
    assert app.title[0].value == listing.finding(ALL)


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.id)
def test_every_claim_has_an_address_of_its_own(demo, claim):
    app = run("debat", bewering=claim.id)
    text = says_something(app)
    assert app.title[0].value == wording.heading(claim)
    assert claim.reasoning in text and claim.slip in text and claim.against in text
    assert f"/debat?bewering={claim.id}" in text
    for check in claim.checks:
        assert check.source in text.replace("\\", "")
    assert app.query_params["bewering"] in (claim.id, [claim.id])


def test_an_unknown_claim_is_said(demo):
    app = run("debat", bewering="C99<b>")
    assert "Een bewering met dit id is er niet" in text_of(app)
    assert "bewering" not in app.query_params
    assert app.title[0].value == listing.finding(ALL)


def test_a_row_opens_in_its_place_and_closes_the_one_before(demo):
    app = run("debat")
    first, second = listing.ordered(ALL)[:2]
    assert first.reasoning not in text_of(app), "a closed row costs nothing"
    for claim, other in ((first, second), (second, first)):
        # What a press on a row does (AppTest cannot press one; tests/browser/test_debat.py does).
        for key in ("bewering", "_bewering_in_lijst"):
            app.session_state[key] = claim.id
        app.run()
        text = text_of(app)
        assert claim.reasoning in text and other.reasoning not in text
        assert app.title[0].value == listing.finding(ALL)
        assert app.query_params["bewering"] in (claim.id, [claim.id])


def test_made_up_figures_test_no_claim(demo):
    text = text_of(run("debat", bewering="C30"))
    assert "heel Nederland: niet geladen" in text
    assert not loaded.from_data()


def test_the_value_now_stands_apart_from_the_verdict(real):
    text = text_of(run("debat", bewering="C08a"))
    assert "**klopt**" in text and "39.300" in text
    assert f"heel Nederland: 26.600{HARD}personen (2022)" in text
    children = text_of(run("debat", bewering="C04"))
    assert f"264.000{HARD}kinderen (2018)" in children and "12,5% van de kinderen (2018)" in children


def test_a_revised_series_is_said_and_changes_no_verdict(real):
    text = text_of(run("debat", bewering="C13"))
    assert "**klopt**" in text
    assert f"De geladen reeks geeft 107{HARD}miljard euro over 2018" in text and "“klopt ongeveer”" in text
    assert "De geladen reeks geeft" not in text_of(run("debat", bewering="C08a"))


def test_sums_take_their_inputs_from_the_data(real):
    text = text_of(run("debat", bewering="C18a"))
    assert f"**{round(5e9 / 17_000_000)}{HARD}euro** (17.000.000 inwoners in 2018)" in text
    assert "8 wijken met inwoners in 2018" in text
    assert "niet geladen (peuters)" in text_of(run("debat", bewering="C20"))


@pytest.mark.parametrize(
    ("day", "old"), [(date(2020, 1, 1), False), (date(2021, 8, 31), False), (date(2021, 9, 1), True)]
)
def test_old_sources_are_marked_by_the_day_of_today(demo, monkeypatch, day, old):
    monkeypatch.setattr(wording, "today", lambda: day)
    table = next(t.value for t in run("debat", bewering="C08a").table if "Rol" in t.value.columns)
    assert table["Bron"].str.contains("ouder dan twee jaar").tolist() == [old]


def test_definitions_stand_side_by_side_and_the_reader_chooses(demo):
    app = run("debat", def_kinderen="C04-1")
    assert f"**264.000{HARD}kinderen**" in text_of(app)
    table = next(t.value for t in app.table if "Definitie" in t.value.columns and "450" in t.value["Waarde"].iloc[0])
    assert table["Definitie"].str.contains("uw keuze").tolist() == [False, True, *[False] * (len(table) - 2)]
    assert len(table) == 6
    assert not table.map(lambda cell: "juiste" in cell).any(axis=None)
    assert app.query_params["def_kinderen"] in ("C04-1", ["C04-1"])
    for question in LIBRARY.questions:
        assert len(tables.definitions(LIBRARY, question)) >= 4


PLANS = [claim for claim in ALL if claim.plan]


@pytest.mark.parametrize("claim", PLANS, ids=lambda c: c.id)
def test_each_plan_names_choices_that_the_planner_knows(claim):
    """It names every choice that a reader may have made before: the session keeps what a link leaves out."""
    assert {"waarover", "hoeveel", "regel"} <= set(claim.plan) <= set(choices.TABLE)
    subject = planner_subject.SUBJECTS[claim.plan["waarover"]]
    assert claim.plan["hoeveel"] in subject.amounts and claim.plan["regel"] in subject.rules


@pytest.mark.parametrize("claim", PLANS, ids=lambda c: c.id)
def test_each_plan_opens_the_scenario_it_means(real, claim):
    app = run("deltaplan", **claim.plan)
    says_something(app)
    assert not [c.value for c in app.caption if "is hier niet te tonen" in c.value or "kan hier niet" in c.value]
    for key in ("waarover", "hoeveel", "regel"):
        box = [b for b in app.selectbox if b.key == key]
        assert not box or box[0].value == claim.plan[key]
    opened = scenario.read(claim.plan)
    assert opened is not None and opened.subject.id == claim.plan["waarover"]
    assert (opened.how, opened.rule) == (claim.plan["hoeveel"], claim.plan["regel"])
    if opened.how == "zorgdeel":
        assert f"5{HARD}miljard euro" in app.title[0].value
    if claim.plan.get("basis") == "2000":
        assert opened.base.fte == 2000 and f"20.000{HARD}fte" in app.title[0].value
    if opened.how == "uren":
        assert opened.much == 16


def test_demands_link_to_the_planner_with_their_choices(demo):
    app = run("debat", bewering="C16a")
    plan = next(e.proto for e in app.get("page_link") if e.proto.label == "Reken dit door in de planner")
    assert dict(parse_qsl(plan.query_string.removeprefix("?"))) == dict(LIBRARY.claims["C16a"].plan)


def test_downloads_hold_everything_as_numbers(demo, monkeypatch):
    frame = files.frame(ALL, date(2026, 1, 2))
    assert len(frame) == len(ALL) and frame["id"].is_unique
    assert (frame["oordeel_op_datum_stuk"] != "").sum() == sum(c.kind == claims.CLAIM for c in ALL)
    offered = []
    monkeypatch.setattr(take_along, "_bar", offered.append)
    run("debat")
    taken = Takeaway(next(f for f in offered if f.key == "beweringen"), store.current(), "https://wijken.example/debat")
    sheets = pd.read_excel(io.BytesIO(taken.xlsx()), sheet_name=None, engine="calamine")
    assert list(sheets) == ["Cijfers", "Toetsen", "Rekenwerk", "Over deze cijfers", "Kolommen"]
    claimed = sheets["Cijfers"].set_index("id")["waarde"]
    assert claimed["C04"] == 450_000
    # What letters and publishers say is not invented, also when the figures of the dashboard are.
    assert "Sociaal Werk Nederland" in taken.citation() and "VERZONNEN" not in taken.citation()
    assert not taken.file_name("xlsx").startswith("verzonnen")
    sums = sheets["Rekenwerk"]
    assert sums.loc[sums["id"] == "C16a", "uitkomst"].iloc[0] == 20_000
    assert math.isnan(sums.loc[sums["id"] == "C20", "uitkomst"].iloc[0])


def test_colours_tell_no_verdict_in_red_or_green():
    for palette in (colours.LIGHT, colours.DARK):
        hues = drawn.colours(palette)
        assert len(set(hues.values())) == len(claims.VERDICTS)
        words = drawn.strip(ALL, palette)
        assert all(verdict in words for verdict, count in listing.counts(ALL).items() if count)


def test_without_any_data_the_claims_are_there(nothing):
    app = run("debat", bewering="C04")
    assert wording.heading(LIBRARY.claims["C04"]) == app.title[0].value
    says_something(app)


def test_the_letters_own_test_gives_no_verdict_without_its_data(demo):
    app = run("debat")
    told_ = next(i for i in app.info if i.proto.title == "Niet geladen, dus geen oordeel")
    assert "Leefbaarometer 3.0, overlast en onveiligheid, per wijk, van twee jaren" in told_.value


def test_the_letters_own_test_with_its_data(monkeypatch, tmp_path):
    test_letter_test.build(tmp_path)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    app = run("debat", toets_tot="2022")
    text = says_something(app)
    assert "Met cijfers tot en met 2022, dus van na de brief," in text
    assert app.query_params["toets_tot"] in ("2022", ["2022"])
    assert "toets_van" not in app.query_params, "the default stays out of the address"
    assert any("Corporatiebezit" in t.value.columns for t in app.table)
