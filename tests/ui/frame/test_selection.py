"""The choices and the address, as one page after another sees them."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from ui.frame import selection

    selection.read(st.session_state.get("where", "kaart"))
    try:
        if st.session_state.get("where", "kaart") == "kaart":
            labels = {"bijstand": "Bijstand", "woz": "WOZ-waarde"}
            selection.choose("indicator", "Cijfer", list(labels), "bijstand", format_func=labels.__getitem__)
            years = [2015, 2020, 2024]
            selection.choose("jaar", "Jaar", years, 2024, nearest=selection.nearest_year(years))
            selection.choose(
                "niveau", "Niveau", ["gemeente", "wijk"], "wijk", draw="buttons", because={"buurt": "Te fijn."}
            )
        selection.choose_several("gebieden", "Gebieden", ["WK01", "WK02", "WK03"], ["WK01"])
        st.button("klik", on_click=selection.put, args=("indicator", "woz"))
    finally:
        selection.write()


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page)


def address(app: AppTest) -> dict[str, Any]:
    return dict(app.query_params)


def notices(app: AppTest) -> str:
    return " ".join(c.value for c in app.caption)


def test_defaults_stand_nowhere(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert address(app) == {}
    assert app.selectbox("jaar").value == 2024


def newest() -> None:
    import streamlit as st

    from ui.frame import selection

    selection.read("kaart")
    figure = selection.choose("indicator", "Cijfer", ["a", "b"], "a")
    years = {"a": [2015, 2020, 2024], "b": [2018, 2020]}[figure]
    st.session_state["year"] = selection.choose("jaar", "Jaar", years, years[-1], nearest=selection.nearest_year(years))
    selection.write()


def test_a_default_gives_way_to_that_of_the_next_figure_and_a_choice_does_not() -> None:
    app = AppTest.from_function(newest).run()
    app.selectbox("indicator").set_value("b").run()
    assert app.session_state["year"] == 2020 and notices(app) == ""
    app.selectbox("indicator").set_value("a").run()
    assert app.session_state["year"] == 2024, "2020 was the default of b, and nobody's choice"
    app.selectbox("jaar").set_value(2020).run()
    app.selectbox("indicator").set_value("b").run()
    app.selectbox("indicator").set_value("a").run()
    assert app.session_state["year"] == 2020, "a year in the address was chosen"


def test_codes_in_an_address_may_be_typed_in_small_letters(app: AppTest) -> None:
    app.query_params.update({"gebieden": ["wk02", "WK03"]})
    app.run()
    assert app.multiselect("gebieden").value == ["WK02", "WK03"] and notices(app) == ""


def test_an_address_is_taken_over_and_stays(app: AppTest) -> None:
    app.query_params.update({"indicator": "woz", "jaar": "2015", "niveau": "gemeente", "gebieden": ["WK02", "WK03"]})
    app.run()
    assert (app.selectbox("indicator").value, app.selectbox("jaar").value) == ("woz", 2015)
    assert app.multiselect("gebieden").value == ["WK02", "WK03"]
    assert address(app)["indicator"] == "woz"
    assert notices(app) == ""
    app.run()
    assert app.selectbox("jaar").value == 2015


def test_a_choice_goes_to_the_address_and_a_default_leaves_it(app: AppTest) -> None:
    app.run().selectbox("indicator").select("woz").run()
    assert address(app) == {"indicator": "woz"}
    app.selectbox("indicator").select("bijstand").run()
    assert address(app) == {}


@pytest.mark.parametrize("nonsense", ["onzin", "<script>", "", "%00", "x" * 5000, "nan"])
@pytest.mark.parametrize("key", ["indicator", "jaar", "niveau", "gebieden"])
def test_nonsense_falls_back_with_a_notice(app: AppTest, key: str, nonsense: str) -> None:
    app.query_params[key] = nonsense
    app.run()
    assert not app.exception
    assert "<script>" not in notices(app)
    assert app.selectbox("jaar").value == 2024
    assert notices(app)
    assert len(notices(app)) < 300
    app.run()
    assert notices(app) == "", "a notice is said once"


def test_a_year_that_is_not_there_becomes_the_nearest(app: AppTest) -> None:
    app.query_params["jaar"] = "2021"
    app.run()
    assert app.selectbox("jaar").value == 2020
    assert "“2021” is hier niet te tonen. U ziet: 2020." in notices(app)
    assert address(app) == {"jaar": "2020"}


def test_a_known_reason_is_given(app: AppTest) -> None:
    app.query_params["niveau"] = "buurt"
    app.run()
    assert "Te fijn." in notices(app)


def test_what_another_page_does_not_ask_for_comes_back(app: AppTest) -> None:
    app.query_params["indicator"] = "woz"
    app.run()
    app.session_state["where"] = "profiel"
    app.query_params.clear()
    app.run()
    assert address(app) == {}
    app.session_state["where"] = "kaart"
    app.run()
    assert app.selectbox("indicator").value == "woz"
    assert address(app) == {"indicator": "woz"}


def test_a_link_to_another_page_wins_over_the_session(app: AppTest) -> None:
    app.run().selectbox("indicator").select("woz").run()
    app.session_state["where"] = "profiel"
    app.run()
    app.session_state["where"] = "kaart"
    app.query_params["indicator"] = "bijstand"
    app.query_params["jaar"] = "2015"
    app.run()
    assert (app.selectbox("indicator").value, app.selectbox("jaar").value) == ("bijstand", 2015)


def test_the_back_button_brings_the_earlier_choice(app: AppTest) -> None:
    app.run().selectbox("jaar").select(2015).run()
    app.selectbox("jaar").select(2020).run()
    app.query_params["jaar"] = "2015"
    app.run()
    assert app.selectbox("jaar").value == 2015
    del app.query_params["jaar"]
    app.run()
    assert app.selectbox("jaar").value == 2024


def test_a_click_chooses(app: AppTest) -> None:
    app.run().button[0].click().run()
    assert app.selectbox("indicator").value == "woz"
    assert address(app) == {"indicator": "woz"}


def test_what_cannot_be_had_is_dropped_from_a_list(app: AppTest) -> None:
    app.query_params["gebieden"] = ["WK02", "XX"]
    app.run()
    assert app.multiselect("gebieden").value == ["WK02"]
    assert "XX" in notices(app)


def places() -> None:
    import streamlit as st

    from ui.frame import selection

    selection.read(st.session_state.get("where", "kaart"))
    try:
        selection.remember("gebied", selection.area())
        st.session_state["meant"] = selection.area()
        st.button("then", on_click=selection.put, args=("gebied", "WK901400@2024"))
        st.button("now", on_click=selection.put, args=("gebied", "WK901406"))
    finally:
        selection.write()


def test_an_area_as_it_was_stands_in_the_address_in_two_and_is_one_here() -> None:
    app = AppTest.from_function(places)
    app.query_params.update({"gebied": "WK901400", "indeling": "2024"})
    app.run()
    assert app.session_state["meant"] == "WK901400@2024"
    assert address(app) == {"gebied": ["WK901400"], "indeling": ["2024"]} or address(app)["indeling"] == "2024"
    app.button[1].click().run()
    assert app.session_state["meant"] == "WK901406" and set(address(app)) == {"gebied"}
    app.button[0].click().run()
    assert app.session_state["meant"] == "WK901400@2024" and set(address(app)) == {"gebied", "indeling"}


def test_the_year_of_an_area_stays_with_that_area() -> None:
    app = AppTest.from_function(places)
    app.query_params.update({"gebied": "WK901400", "indeling": "2024"})
    app.run()
    app.session_state["where"] = "profiel"
    app.query_params.clear()
    app.run()
    assert app.session_state["meant"] == "WK901400@2024", "it follows to another page"
    app.session_state["where"] = "kaart"
    app.query_params.clear()
    app.query_params["gebied"] = "WK901406"
    app.run()
    assert app.session_state["meant"] == "WK901406", "a link to another area does not take that year along"


@pytest.mark.parametrize(
    ("code", "year"), [("WK901400", "1999"), ("WK901400", "jaar"), ("WK901400", "2025"), ("onzin", "2020")]
)
def test_a_year_that_does_not_know_the_area_is_left_out(code: str, year: str) -> None:
    app = AppTest.from_function(places)
    app.query_params.update({"gebied": code, "indeling": year})
    app.run()
    assert not app.exception
    assert app.session_state["meant"] == code and "indeling" not in address(app)
    assert ("U ziet 2025." in notices(app)) == (year in ("1999", "jaar"))
