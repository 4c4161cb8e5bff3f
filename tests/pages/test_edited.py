"""What a reader sees when a file that people edit is wrong: the page stands, and says what was left out."""

from __future__ import annotations

import dataclasses

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from answers import data, held, score
from export.brief import questions
from indicators import __main__ as command
from indicators import catalog, claims, composite, key_figures, money, parameters, uncertainty
from loaders import declared, edited
from loaders.places import gemeenten
from loaders.pulling import check, runner, swing, years
from loaders.pulling.pull import whole
from loaders.reading.http import SourceError
from loaders.source import registry
from loaders.sources import amsterdam, cbs_gebieden, cbs_kwb, cbs_postcode, iv3, politie, rivm
from tests.pages.test_pages import demo, run, says_something, text_of, through_app
from tests.test_edited import SLIPS
from ui.sources import edited as lists
from ui.sources import fetching

__all__ = ["demo", "through_app"]


@pytest.fixture
def breaking(monkeypatch, tmp_path):
    """Put a copy with a slip (or all of it changed) in the place of a file."""

    def broken(module, change=None, name="FILE"):
        file = getattr(module, name)
        text = file.path.read_text(encoding="utf-8")
        old, new, *_ = SLIPS[file]
        made = dataclasses.replace(file, path=tmp_path / file.path.name)
        made.path.write_text(change(text) if change else text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setattr(module, name, made)
        monkeypatch.setattr(lists, "FILES", tuple(made if one is file else one for one in lists.FILES))
        forget()
        for source in [source for source in registry().values() if file in source.files]:
            monkeypatch.setitem(registry(), source.id, with_file(source, file, made))
        return made

    yield broken
    forget()


def forget():
    """What a process reads once."""
    edited.kept.cache_clear()
    for known in (catalog._variables, catalog._sorted, catalog.entries, catalog.leaves):
        known.cache_clear()
    held.forget()


def with_file(source, file, made):
    """A source as it would be declared with another file in the place of one."""
    (model,) = made.tables.values()
    said = {"files": tuple(made if one is file else one for one in source.files)}
    if issubclass(model, declared.Block):
        said["variables"] = declared.variables(made)
    if issubclass(model, years.Year):
        said["years"] = tuple(years.listed(made, model))
    return dataclasses.replace(source, **said)


def listed(app):
    """The rows on the page of data about what was left out."""
    return next((table.value for table in app.table if "Wat te doen" in table.value), None)


def test_with_nothing_wrong_nothing_is_said(demo):
    assert listed(run("gegevens")) is None
    assert "weggelaten" not in text_of(run("debat"))


def test_a_bad_claim_is_left_out_and_said_and_the_others_are_there(demo, breaking):
    file = breaking(claims)
    app = run("debat")
    text = says_something(app)
    assert "1 bewering is weggelaten, want er is iets niet goed ingevuld: C07a." in text
    assert len([row for row in app.expander if row.label.startswith("**")]) == 25
    assert "Een bewering met dit id is er niet" in text_of(run("debat", bewering="C07a"))
    (problem,) = file.read().problems
    rows = listed(run("gegevens"))
    assert rows["Bestand"].tolist() == [f"claims.toml, regel {problem.line}"]
    assert rows["Wat"].tolist() == ["bewering C07a"] and "Kies een van" in rows["Wat te doen"][0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace('thema = "jeugd"', 'thema = "jeugd'), "beweringen zijn weggelaten"),
        (lambda text: text.replace('datum = "2020"', 'datum = "vorig jaar"', 1), "beweringen zijn weggelaten"),
        (lambda text: "\x00" + text.replace("[[", "(("), "kan onvolledig zijn"),
        (lambda text: "", "Er zijn geen beweringen gelezen"),
    ],
)
@pytest.mark.parametrize("page", ["debat", "verhaal"])
def test_the_page_stands_whatever_is_done_to_the_claims(demo, breaking, page, change, says):
    breaking(claims, change)
    app = run(page, **({"stap": "5"} if page == "verhaal" else {}))
    text = says_something(app)
    if page == "debat" and says:
        assert says in text


def test_claims_that_others_lean_on_leave_those_standing(demo, breaking):
    """C30 is the claim of the letter's test, C39 the one in the story; others are in a dispute about a definition."""
    ids = [id for id, claim in claims.library().claims.items() if claim.question or id in ("C30", "C39")]
    assert len(ids) > 4

    def without(text):
        for id in ids:
            text = text.replace(f'id = "{id}"', f'id = "{id}"\nonzin = 1')
        return text

    breaking(claims, without)
    text = says_something(run("debat"))
    assert "De definities daarvan zijn weggelaten." in text and f"{len(ids)} beweringen zijn weggelaten" in text
    says_something(run("verhaal", stap="5"))


PAGES_THAT_LEAN = {
    "profile": (key_figures, "FILE", "wijkprofiel", {"gebied": "WK900212"}),
    "words": (uncertainty, "FILE", "wijkprofiel", {"gebied": "WK900212"}),
    "method": (uncertainty, "FILE", "methode", {}),
    "numbers": (parameters, "FILE", "methode", {}),
    "score on the profile": (composite, "FILE", "wijkprofiel", {"gebied": "WK900212"}),
    "score": (composite, "FILE", "score", {}),
    "planner": (composite, "FILE", "deltaplan", {}),
    "need": (composite, "FILE", "jongerenwerk", {}),
    "map": (composite, "FILE", "kaart", {"indicator": "leefbaarheid"}),
    "groups": (gemeenten, "NETWORKS", "vergelijken", {}),
    "former": (gemeenten, "CHANGES", "wijkprofiel", {"gebied": "GM0055"}),
    "questions": (questions, "FILE", "wijkprofiel", {"gebied": "WK900212"}),
    "money": (iv3, "FILE", "geld", {}),
    "sources": (swing, "FILE", "gegevens", {}),
    "years": (cbs_kwb, "COLUMNS", "gegevens", {}),
    "a variable": (cbs_kwb, "FIGURES", "wijkprofiel", {"gebied": "WK900212"}),
    "the method of a variable": (cbs_kwb, "FIGURES", "methode", {}),
    "crimes": (politie, "FIGURES", "kaart", {}),
    "estimates": (rivm, "FIGURES", "kaart", {}),
    "a city": (amsterdam, "FIGURES", "methode", {}),
    "provinces": (cbs_gebieden, "FILE", "vergelijken", {}),
    "addresses": (cbs_postcode, "FILE", "gegevens", {}),
}


@pytest.mark.parametrize("case", PAGES_THAT_LEAN)
def test_a_page_stands_that_leans_on_a_file_with_a_slip(demo, breaking, case):
    module, name, page, address = PAGES_THAT_LEAN[case]
    file = breaking(module, name=name)
    says_something(run(page, **address))
    assert listed(run("gegevens"))["Bestand"].str.startswith(f"{file.path.name}, regel ").all()


def test_where_there_is_no_going_on_the_page_says_what_to_mend(breaking):
    breaking(composite)
    with pytest.raises(edited.LeftOut, match=r"composites\.csv, regel \d+, rij geweld_per_1000: parent is"):
        composite.leaves("leefbaarheid")
    breaking(parameters)
    with pytest.raises(edited.LeftOut, match=r"parameters\.csv, regel \d+, rij winsor: value is '0,01'"):
        parameters.value("winsor")
    with pytest.raises(edited.LeftOut, match=r"staat niets met de naam 'weer'"):
        parameters.value("weer")


def test_a_reader_is_told_what_is_lacking_with_a_number_to_report():
    def page():
        from loaders.edited import LeftOut
        from web import failures

        failures.on_page(LeftOut("a.csv, regel 3: x is leeg. Vul het in."))

    (error,) = AppTest.from_function(page).run().error
    assert error.value.startswith("a.csv, regel 3: x is leeg. Vul het in. Meld dit") and error.value.count("`") == 2


@pytest.fixture
def whole_errors():
    """Errors in a page with their text, as failures.on_page gets them."""
    before = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")
    yield
    config.set_option("client.showErrorDetails", before)


BROKEN_NUMBERS = {
    "basisjaar": (lambda text: text.replace("basisjaar,2018", "basisjaar,laatst"), "rij basisjaar: value is 'laatst'"),
    "jongeren_vanaf": (
        lambda text: text.replace("jongeren_vanaf,", "jongeren_vanaf,x"),
        "rij jongeren_vanaf: value is",
    ),
    "jongeren_tot": (
        lambda text: text.replace("jongeren_tot,27", "jongeren_tot,5"),
        "rijen jongeren_vanaf en jongeren_tot",
    ),
    "kosten_per_fte": (
        lambda text: text.replace("kosten_per_fte,", "kosten_per_fte,x"),
        "rij kosten_per_fte: value is",
    ),
    "puntkomma's": (lambda text: "\ufeff" + text.replace(",", ";"), "Bewaar het als csv met komma's."),
}
NEEDING = {
    "basisjaar": "score",
    "jongeren_vanaf": "jongerenwerk",
    "jongeren_tot": "jongerenwerk",
    "puntkomma's": "score",
}


@pytest.mark.parametrize("case", BROKEN_NUMBERS)
def test_a_number_that_is_not_right_is_told_by_the_page_that_needs_it_only(demo, breaking, whole_errors, case):
    change, told = BROKEN_NUMBERS[case]
    breaking(parameters, change)
    with pytest.raises(AssertionError) as raised:
        run(NEEDING.get(case, "deltaplan"))
    assert told in str(raised.value)
    others = {"basisjaar": ("start", "kaart", "methode"), "puntkomma's": ("methode",)}
    for page in others.get(case, ("start",)):
        says_something(run(page))
    assert listed(run("gegevens")) is not None or case == "jongeren_tot"


@pytest.mark.parametrize("page", ["start", "kaart", "vergelijken", "geld", "debat", "gegevens", "methode"])
def test_pages_stand_without_how_much_of_a_score_is_needed(demo, breaking, page):
    """The breaks of a score are asked for with every figure: unknown, they may not take all figures along."""
    breaking(parameters, lambda text: text.replace("deel_nodig,0.6666666666666666", "deel_nodig,twee derde"))
    says_something(run(page))
    assert data.parts("leefbaarheid") == {} and data.entry("leefbaarheid").breaks == ()


def test_no_prices_are_carried_over_a_year_that_was_left_out(breaking):
    breaking(parameters, lambda text: text.replace("prijzen_2021,2.7", "prijzen_2021,veel"))
    assert sorted(money.price_factors()) == [2021, 2022, 2023, 2024]


def test_a_source_with_a_wrong_table_of_columns_is_not_pulled(breaking):
    for module in (iv3, swing):
        breaking(module)
        with pytest.raises(SourceError, match=r"niets opgehaald\. .*regel \d+.*Kies een van"):
            whole(module.FILE)
    with pytest.raises(SourceError):
        iv3.layout(2023)
    for name in ("COLUMNS", "FIGURES"):
        breaking(cbs_kwb, name=name)
        with pytest.raises(SourceError, match=r"niets opgehaald\. cbs_kwb\.toml, regel \d+"):
            cbs_kwb.layout(2023)


def test_no_service_is_asked_for_what_a_wrong_file_says(breaking, tmp_path):
    breaking(cbs_gebieden)
    source = registry()["cbs_gebieden"]
    (result,) = runner.run(runner.Plan([source], [2020], root=tmp_path / "data"))
    assert result.outcome == "failed" and "cbs_gebieden.csv, regel" in result.message
    answers = check.run([source])
    assert len(answers) == 2 and all(
        one.outcome == "changed" and "cbs_gebieden.csv, regel" in one.told for one in answers
    )


NEW = max(cbs_kwb.SOURCE.years) + 1


def test_a_year_without_the_column_that_all_others_hang_on_is_not_pulled(breaking):
    breaking(cbs_kwb, lambda text: text.replace('region = "Codering"\n', ""), "COLUMNS")
    with pytest.raises(SourceError, match=r"heeft 2013 geen kolom voor region"):
        cbs_kwb.layout(2013)


SLIP = f'\n[{NEW}]\ntabel = "9"\n'


@pytest.mark.parametrize("page", ["start", "kaart", "gegevens"])
def test_a_slip_in_a_new_year_costs_that_year(demo, breaking, page):
    breaking(cbs_kwb, lambda text: text + SLIP, "COLUMNS")
    assert registry()["cbs_kwb"].years == tuple(range(2013, NEW))
    says_something(run(page))
    wrong = listed(run("gegevens"))
    assert wrong["Wat"].tolist() == [f"jaar {NEW}"] * 2
    assert wrong["Wat te doen"].tolist() == ["Vul het in: het nummer van de tabel bij CBS", "Bedoelt u table?"]


def spoiled(id):
    return lambda text: text.replace(f"[{id}]\n", f"[{id}]\nonzin = 1\n")


@pytest.mark.parametrize("page", ["start", "kaart", "wijkprofiel", "debat", "gegevens", "methode"])
def test_a_page_stands_without_the_figure_that_most_is_made_of(demo, breaking, page):
    breaking(cbs_kwb, spoiled("inwoners"), "FIGURES")
    assert {"inwoners", "misdrijven_per_1000"} <= catalog.left_out().keys()
    assert not catalog.left_out().keys() & catalog.entries().keys()
    says_something(run(page, **({"gebied": "WK900212"} if page == "wijkprofiel" else {})))


def test_without_what_it_is_made_of_there_is_no_figure_and_no_score_and_it_says_what_to_mend(demo, breaking):
    breaking(politie, spoiled("misdrijven_vernieling"), "FIGURES")
    assert "vernieling_per_1000" in catalog.left_out()
    for ask in (catalog.entry, data.entry):
        with pytest.raises(edited.LeftOut, match=r"politie\.toml, regel \d+, cijfer misdrijven_vernieling: onzin kent"):
            ask("vernieling_per_1000")
    with pytest.raises(KeyError):
        catalog.entry("bestaat_niet")
    breaking(cbs_kwb, spoiled("vernieling"), "FIGURES")
    assert score.years("leefbaarheid") == [] and score.years("behoefte_armoede")


def test_nothing_is_computed_while_a_figure_is_left_out(demo, breaking):
    breaking(rivm, spoiled("eenzaam"), "FIGURES")
    assert {"eenzaam", "eenzaam_ondergrens", "eenzaam_bovengrens"} <= catalog.left_out().keys()
    with pytest.raises(edited.LeftOut, match=r"niets berekend\. rivm\.toml, regel"):
        command.build_all(demo, None, None)


@pytest.mark.parametrize("change", [lambda text: "\x00" + text, lambda text: "", lambda text: text[: len(text) // 2]])
@pytest.mark.parametrize("name", ["COLUMNS", "FIGURES"])
def test_pages_stand_whatever_is_done_to_the_key_figures(demo, breaking, name, change):
    breaking(cbs_kwb, change, name)
    for page in ("start", "gegevens"):
        says_something(run(page))
    assert fetching.commands()[-1][0] == "Indicatoren berekenen"


def test_a_divided_gemeente_with_a_wrong_row_went_nowhere_rather_than_to_the_rest(breaking):
    assert len(gemeenten.successors("GM0055", 2013, 2014)) == 4
    breaking(gemeenten, name="CHANGES")
    assert gemeenten.successors("GM0055", 2013, 2014) == ("GM0055",) and gemeenten.describe_change("GM0055") == ""
    assert gemeenten.successors("GM0788", 2020, 2021) != ("GM0788",)


def test_another_question_about_the_plan_takes_the_place_of_one_that_was_left_out(breaking):
    breaking(questions, lambda text: text.replace("plan_slagen_gebied,plan,", "plan_slagen_gebied,plannen,"))
    asked = questions.ask("gebied", [("naam", {"name": "Wijk"})], "plan_slagen_gebied")
    assert len(asked) == 3 and "Deltaplan" not in asked[-1].text and "dit plan" in asked[-1].text
