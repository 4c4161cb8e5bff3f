"""Pages of areas whose code was another area's: each under its own name and year, and the one leads to the other."""

import pytest

from loaders.demo import names
from tests.pages.test_pages import demo, run, text_of, through_app

__all__ = ["demo", "through_app"]

BEFORE, SINCE = names.REGROUPED_IN - 1, names.REGROUPED_IN
GONE = names.JOINED[0]


def in_address(app):
    """The choices in the address, each as one text."""
    return {key: value if isinstance(value, str) else ",".join(value) for key, value in app.query_params.items()}


@pytest.mark.usefixtures("demo")
def test_an_area_of_now_shows_nothing_of_the_one_that_had_its_code_and_leads_there():
    app = run("wijkprofiel", gebied=names.REUSED)
    text = text_of(app)
    assert f"wijkprofiel?gebied={names.REUSED}&indeling={BEFORE}" in text
    assert "Deze code hoorde in 2024 bij een ander gebied" in text
    assert "niet bekend op deze grenzen" not in app.title[0].value and "25.405" not in text


@pytest.mark.usefixtures("demo")
def test_a_former_area_has_a_page_under_its_own_name_and_year():
    app = run("wijkprofiel", gebied=names.REUSED, indeling=str(BEFORE))
    text = text_of(app)
    assert in_address(app) == {"gebied": names.REUSED, "indeling": str(BEFORE)}
    assert f"zoals het was in {BEFORE}" in app.title[0].value and "25.485 inwoners" in text.replace("\u00a0", " ")
    assert "hetzelfde gebied onder een andere code" in text
    assert any(names.RENUMBERED in button.label for button in app.button)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("year", ["1999", "onzin", "2040"])
def test_a_year_that_does_not_know_the_area_is_said_and_the_area_of_now_shown(year):
    app = run("wijkprofiel", gebied=names.REUSED, indeling=year)
    assert "indeling" not in in_address(app) and f"U ziet {SINCE}." in text_of(app)


@pytest.mark.usefixtures("demo")
def test_the_year_of_now_is_no_choice():
    app = run("wijkprofiel", gebied=names.RENAMED, indeling=str(SINCE))
    assert "indeling" not in in_address(app) and "zoals het was" not in app.title[0].value


@pytest.mark.usefixtures("demo")
def test_a_code_that_is_gone_has_a_page_of_then_beside_its_links_to_now():
    app = run("wijkprofiel", gebied=GONE)
    assert f"zoals het was in {BEFORE}" in text_of(app)
    assert any(names.JOINED[1] in button.label for button in app.button)


@pytest.mark.usefixtures("demo")
def test_a_series_says_what_the_area_was_called():
    app = run("wijkprofiel", gebied=names.RENAMED, indicator="inwoners")
    assert f"Heette tot en met {BEFORE} " in text_of(app)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("view", ["overzicht", "cijfer", "jaren", "twee", "alles"])
def test_areas_of_then_and_now_stand_beside_each_other(view):
    app = run("vergelijken", gebieden=f"{names.REUSED}@{BEFORE},{names.REUSED},{names.RENAMED}", vorm=view)
    assert f"zoals het was in {BEFORE}" in text_of(app)
    assert any(f"({BEFORE}), wijk in" in button.label for button in app.button)
    assert in_address(app)["gebieden"] == f"{names.REUSED}@{BEFORE},{names.REUSED},{names.RENAMED}"


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("kaart", "in Wijk 00 Nevelbroek, "),
        ("score", "Wijk 00 Nevelbroek <b>"),
        # Youth work is of the year of now, in which that ground has another code.
        ("jongerenwerk", "**Wijk 08 Nevelbroek**: "),
    ],
)
def test_a_chosen_area_follows_to_other_pages_with_its_year(page, told):
    app = run(page, gebied=names.REUSED, indeling=str(BEFORE))
    assert in_address(app)["indeling"] == str(BEFORE)
    words = [part.value for part in app.main if isinstance(getattr(part, "value", None), str)]
    assert any(told in text for text in words)
    assert f"zoals het was in {BEFORE}" in text_of(app)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("code", "zooms"), [("WK901800", False), (names.UNCHANGED, True)])
def test_the_map_zooms_in_on_a_gemeente_of_now_only(code, zooms):
    app = run("kaart", gebied=code, indeling="2018", niveau="wijk")
    assert ("Zoom in" in [button.label for button in app.button]) == zooms


@pytest.mark.usefixtures("demo")
def test_areas_beside_each_other_have_a_year_only_where_they_are_as_they_were():
    app = run("vergelijken", gebieden=f"{names.REUSED}@{SINCE},NL00@2020,{names.REUSED}@{BEFORE}")
    assert in_address(app)["gebieden"] == f"{names.REUSED},NL00,{names.REUSED}@{BEFORE}"


@pytest.mark.usefixtures("demo")
def test_an_area_that_became_another_can_be_seen_as_it_was():
    app = run("wijkprofiel", gebied="WK901800")
    (button,) = (button for button in app.button if "zoals het was in 2018" in button.label)
    button.click().run()
    assert "zoals het was in 2018" in app.title[0].value
    assert in_address(app) == {"gebied": "WK901800", "indeling": "2018"}
