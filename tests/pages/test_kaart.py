"""The map page's own choices: adjusting for small numbers, the funnel, clusters, and what lies between gemeenten."""

import pytest

from answers import data, early_signal
from tests.pages.test_pages import demo, run, says_something, text_of, through_app  # noqa: F401

ID = "bijstand_per_1000"


def test_adjusting_is_a_choice_in_the_address_and_never_silent(demo):  # noqa: F811
    app = run("kaart", indicator=ID, niveau="wijk", bijstelling="klein")
    text = says_something(app)
    assert app.title[0].value.startswith("Bijstand per 1.000 van 15 tot 65 jaar, bijgesteld voor kleine aantallen")
    assert "want hun cijfer kan toeval zijn" in text
    columns = [str(column) for table in app.table for column in table.value.columns]
    assert any(c.startswith("Zoals het is") for c in columns) and any(c.startswith("Bijgesteld") for c in columns)
    app.selectbox(key="bijstelling").select("geen").run()
    assert not app.exception
    assert "bijgesteld" not in app.title[0].value and "bijstelling" not in app.query_params


def test_a_figure_without_counts_says_why_it_is_not_adjusted(demo):  # noqa: F811
    app = run("kaart", indicator="woz_waarde", niveau="wijk", bijstelling="klein")
    assert "niet bekend hoeveel" in text_of(app)
    assert "bijgesteld voor" not in app.title[0].value


def test_a_funnel_of_one_gemeente(demo):  # noqa: F811
    app = run("kaart", indicator=ID, niveau="wijk", weergave="trechter")
    assert "buiten de grenzen van toeval" in app.title[0].value
    assert "zegt niet hoe dat komt" in says_something(app)


def test_clusters_describe(demo):  # noqa: F811
    app = run("kaart", indicator=ID, niveau="wijk", weergave="clusters")
    assert "bij elkaar" in app.title[0].value
    assert "verklaart niet" in says_something(app)


def test_between_and_within_waits_until_a_reader_opens_it(demo, monkeypatch):  # noqa: F811
    """Of buurten it takes seconds, and most readers come for the map."""
    from answers import between_within

    monkeypatch.setattr(between_within, "parts", lambda *_: pytest.fail("worked out at once"))
    app = run("kaart", indicator=ID, niveau="wijk")
    assert not app.exception and any("Tussen of binnen" in box.label for box in app.expander)


def test_an_early_signal_describes(demo):  # noqa: F811
    app = run("kaart", indicator="leefbaarometer", niveau="wijk", weergave="signaal")
    text = says_something(app)
    assert (
        "gingen tussen 2020 en 2024 duidelijk achteruit in een of meer dimensies, geen ging even duidelijk vooruit"
        in text
    )
    assert "Het zegt niet hoe dat komt, en voorspelt niets" in text
    area = next(c for c, p in data.places().items() if p.level == "wijk" and early_signal.of_area(c))
    profile = run("wijkprofiel", gebied=area, thema="leefbaarheid")
    assert "Vroeg signaal." in says_something(profile)
    assert "Leefbaar\u00adometer (model)" in profile.table[0].value.columns
    compared = run("vergelijken", gebieden=area, thema="leefbaarheid")
    assert "Ons cijfer naast de Leefbaarometer" in says_something(compared)
