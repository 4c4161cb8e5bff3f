"""Every page of app.py's own list, run whole: on the demo region, without any data, and with nonsense in the address."""

import ast
import contextlib
import json
import re
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from figures import colours, map_views
from indicators.catalog import entries
from indicators.words import causal
from loaders import store
from loaders.vocabulary import CAVEATS
from tests import small_store
from tests.browser.states import STATES
from tests.conftest import ROOT
from ui.profile.table import FIGURE

APP = ROOT / "app.py"
NONSENSE = {
    "gebied": "'; DROP TABLE wijken; --",
    "gebieden": "WK,<b>x</b>,GM0000,\u202e",
    "indicator": "geluk",
    "niveau": "planeet",
    "jaar": "1812",
    "gemeente": "GM????",
    "klassen": "-3",
    "methode": "gevoel",
    "thema": "weer",
    "leeftijd": "99-1",
    "onbekend": "ja",
}


def page_names():
    """The keys of PAGES in app.py, read without running it."""
    for node in ast.parse(APP.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PAGES":
            return list(ast.literal_eval(node.value))
    raise AssertionError("app.py has no PAGES")


PAGES = page_names()
# A wijk of the demo region that has the full number of peers.
WITH_PEERS = "WK900212"


@contextlib.contextmanager
def without_folder():
    """Run pages by app.py, as its server does, and not by themselves because they stand in a folder called pages."""
    made = PagesManager.__init__

    def init(self, *args, **settings):
        made(self, *args, **settings)
        PagesManager.uses_pages_directory = False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PagesManager, "__init__", init)
        yield


@pytest.fixture(autouse=True)
def through_app():
    """As ``without_folder``, for every test."""
    with without_folder():
        yield


@pytest.fixture
def demo(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "niets"))
    found = store.current()
    assert found.demo
    assert not found.is_empty()
    return found


@pytest.fixture
def nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "niets"))
    monkeypatch.setattr("loaders.store.today.DEMO", tmp_path / "geen_demo")


def run(page, **address):
    """A page as a link opens it: the first thing in a session, with this address."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    if page != "start":
        # Known by the name of its file before anything ran, which is its url_path too.
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    assert app.session_state["_page"] == ("" if page == "start" else page), "another page came than was asked for"
    return app


def text_of(app):
    """All that a reader can read on the page, tables included."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "html")
    words = [str(element.value) for kind in kinds for element in app.get(kind)]
    words += [cell for table in app.table for cell in table.value.astype(str).to_numpy().ravel()]
    words += [str(column) for table in app.table for column in table.value.columns]
    return " ".join(words)


def says_something(app):
    assert len(app.title) == 1
    assert len(app.title[0].value.split()) >= 3, "a title is a sentence"
    text = text_of(app)
    assert not re.search(r"\bnan\b|\bNone\b|<NA>|\binf\b", text), re.findall(r".{30}(?:nan|None|<NA>).{30}", text)
    assert not causal(text)
    assert not re.search(r"\bmake [a-z]+\b|python -m", text), "readers run no commands"
    return text


@pytest.mark.parametrize("page", PAGES)
def test_demo(page, demo):
    alone = run(page)
    assert "erzonnen" in says_something(alone), "a demo figure is called invented wherever it stands"
    after = run("start").switch_page(f"pages/{page}.py").run()
    assert not after.exception, [e.message for e in after.exception]
    assert says_something(after) and after.title[0].value == alone.title[0].value


CHARTED = [
    path
    for state, path in STATES.items()
    if state not in ("onzin", "figuur-alleen", "gegevens", "methode", "methode-cijfer", "debat", "debat-niets-gevonden")
] + [f"/kaart?weergave={view}" for view in map_views.VIEWS if view != "kaart"]


@pytest.mark.parametrize("path", CHARTED)
def test_every_chart_is_made_of_what_plotly_knows(path, demo):
    """Charts are put together unchecked (figures/chart.py): here plotly does check each part, and raises for a wrong one."""
    asked = urlsplit(path)
    app = run(asked.path.strip("/") or "start", **parse_qs(asked.query))
    for chart in app.get("plotly_chart"):
        figure = go.Figure(json.loads(chart.proto.spec))
        axes = [*figure.select_xaxes(), *figure.select_yaxes()] if chart.proto.theme else []
        written = [axis for axis in axes if axis.visible is not False and axis.showticklabels is not False]
        fonts = [axis.tickfont for axis in written] + [axis.title.font for axis in written if axis.title.text]
        assert all(font.color for font in fonts), "the grey that Streamlit gives to words without a colour is too pale"
        assert all(colours.contrast(font.color, colours.LIGHT.page) >= 4.5 for font in fonts)


@pytest.mark.parametrize("page", PAGES)
def test_no_data_at_all(page, nothing):
    says_something(run(page))


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_the_address(page, demo):
    app = run(page, **NONSENSE)
    text = says_something(app)
    assert "DROP TABLE wijken; --" not in app.title[0].value
    assert "<b>x</b>" not in text


@pytest.mark.parametrize("page", PAGES)
def test_little_data(page, monkeypatch, tmp_path):
    """One unknown source with two figures that no catalog knows: nothing to show is not an error."""
    small_store.build(tmp_path)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    says_something(run(page))


def some(held, level, number=1):
    year = held.years(level)[-1]
    return list(held.names(level, year).index[:number])


def opened(app, *keys):
    """The page with these folds and popovers open."""
    for key in keys:
        app.session_state[key] = True
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def spines(app):
    return [t.value for t in app.table if {FIGURE, "Waarom leeg"} & set(t.value.columns)]


@pytest.mark.parametrize("level", ["gemeente", "wijk", "buurt"])
def test_profile_of_each_level(demo, level):
    (code,) = some(demo, level)
    app = run("wijkprofiel", gebied=code)
    text = says_something(app)
    assert code in text and "Wat opvalt" in text
    frames = spines(app)
    assert len(frames) >= 5
    poverty = next(frame for frame in frames if frame[FIGURE].str.contains("rmoede").any())
    assert {FIGURE, "Ernaast"} <= set(poverty.columns)
    assert poverty[FIGURE].str.contains(r":small\[· \d{4}").all(), "the year stands with every value"
    beside = poverty["Ernaast"][poverty["Ernaast"] != ""]
    assert beside.str.contains("Demogebied").all() and len(beside) >= 2
    assert beside.str.contains("◇").all() == (level != "gemeente")
    assert max(len(frame) for frame in frames) <= 7, "only key figures come first"
    assert app.get("plotly_chart")
    assert not app.get("download_button"), "files are behind the button “Neem mee”"


def test_profile_of_the_country(demo):
    app = run("wijkprofiel", gebied="NL00")
    assert "er is niets om het naast te zetten" in says_something(app)
    assert all(list(frame.columns) == [FIGURE] for frame in spines(app))


def test_profile_of_a_place_with_nothing_known_says_so(monkeypatch, tmp_path):
    small_store.build(tmp_path)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    app = run("wijkprofiel", gebied=small_store.WIJKEN[0])
    text = says_something(app)
    assert "Wat opvalt is hier niet te zeggen" in text and "Nog niets bekend" in text
    says_something(opened(app, "leeg_armoede", "tekst"))


def test_profile_shows_more_and_says_why_cells_are_empty(demo):
    (code,) = some(demo, "wijk")
    app = run("wijkprofiel", gebied=code, thema="zorg")
    first = len(spines(app)[0])
    text = text_of(opened(app, "meer_zorg", "leeg_zorg"))
    assert CAVEATS["alleen_deelnemers"] in text
    frames = spines(app)
    assert len(frames[0]) == first and len(frames[1]) > 0
    empty = next(frame for frame in frames if "Waarom leeg" in frame.columns)
    assert (empty["Waarom leeg"].str.len() > 5).all() and (empty["Waar wel"].str.len() > 5).all()


def test_profile_reads_as_a_text(demo):
    (code,) = some(demo, "wijk")
    app = opened(run("wijkprofiel", gebied=code), "tekst")
    text = app.code[0].value
    assert "Wat opvalt." in text and "procent" in text and "%" not in text
    assert "Verzonnen cijfers" in text
    assert not causal(text)


def test_profile_repeats_its_conclusion_for_the_parts(demo):
    per_part = r"is in (?:\d+|geen) van de \d+ buurt|niet bekend per buurt"
    app = run("wijkprofiel", gebied=WITH_PEERS)
    assert not re.search(per_part, text_of(app))
    app.toggle(key="per_deel").set_value(True).run()
    assert not app.exception
    assert re.search(per_part, text_of(app))


def test_profile_keeps_theme_and_indicator_from_the_address(demo):
    (code,) = some(demo, "wijk")
    app = run("wijkprofiel", gebied=code, thema="zorg", indicator="wmo_per_1000")
    titles = [s.value for s in app.subheader]
    assert {"Wat opvalt", "Zorg", "Door de jaren", "Vergelijkbare wijken"} <= set(titles)
    assert not {"Wonen", "Bevolking en huishoudens"} & set(titles)
    assert app.selectbox(key="indicator").value == "wmo_per_1000"


def test_origin_has_no_place_among_others(demo):
    (code,) = some(demo, "wijk")
    app = opened(run("wijkprofiel", gebied=code, thema="bevolking"), "meer_bevolking")
    table = pd.concat(spines(app))
    origin = table[table[FIGURE].str.contains(r"^\*\*[^*]*(?:erkomst|migratie)", case=False)]
    assert len(origin)
    assert (origin["Tussen alle wijken"] == "").all()


def test_every_position_is_said_in_words(demo):
    (code,) = some(demo, "wijk")
    table = spines(run("wijkprofiel", gebied=code, thema="wonen"))[0]
    strips = table.loc[table["Tussen alle wijken"] != "", "Tussen alle wijken"]
    assert len(strips)
    assert strips.str.contains(r"!\[(?:hoger|lager) dan \d+% van \d+ wijken\]").all()


def test_comparison_has_the_areas_as_columns(demo):
    codes = [*some(demo, "wijk", 2), *some(demo, "gemeente"), "NL00"]
    app = run("vergelijken", gebieden=",".join(codes), vorm="alles")
    says_something(app)
    table = app.table[0].value
    assert list(table.columns[:2]) == ["Cijfer", "Jaar"]
    assert len(table.columns) == 2 + len(codes)
    assert app.query_params["gebieden"] == ",".join(codes)


def test_comparison_can_lose_an_area(demo):
    codes = some(demo, "wijk", 3)
    app = run("vergelijken", gebieden=",".join(codes), vorm="alles")
    app.button(key=f"weg_{codes[0]}").click().run()
    assert not app.exception
    assert len(app.table[0].value.columns) == 4


def test_comparison_of_one_asks_for_another(demo):
    app = run("vergelijken", gebieden=some(demo, "wijk")[0], vorm="alles")
    assert "Voeg een gebied toe" in app.title[0].value


@pytest.mark.parametrize("vorm", ["overzicht", "cijfer", "verschil", "jaren", "twee", "alles"])
@pytest.mark.parametrize("groep", ["geen", "gemeente", "vergelijkbaar"])
def test_each_view_of_a_comparison_has_its_picture_and_its_table(demo, vorm, groep):
    app = run("vergelijken", gebieden=WITH_PEERS, vorm=vorm, groep=groep)
    says_something(app)
    assert not app.warning
    assert len(app.table) == 1 and len(app.table[0].value) > 0
    if vorm in ("overzicht", "cijfer", "twee") and groep == "gemeente":
        assert "wijken in " in text_of(app)


def test_a_comparison_colours_only_what_is_clear(demo):
    app = run("vergelijken", gebieden=WITH_PEERS, groep="gemeente")
    cells = app.table[0].value.iloc[:, 1:].to_numpy().ravel()
    assert any(cell.startswith("▲") for cell in cells) and any(cell[0].isdigit() for cell in cells)
    assert app.query_params["groep"] in ("gemeente", ["gemeente"])


def test_the_area_of_the_page_before_is_compared_first(demo):
    app = run("wijkprofiel", gebied=WITH_PEERS)
    app.switch_page("pages/vergelijken.py").run()
    assert app.query_params["gebieden"] in (WITH_PEERS, [WITH_PEERS])
    app.button(key=f"weg_{WITH_PEERS}").click().run()
    assert "Nog geen gebieden gekozen" in [i.proto.title for i in app.info]
    app.button(key="voorbeeld").click().run()
    assert len(app.table) == 1


def test_youth_work_band_follows_address_preset_and_slider(demo):
    app = run("jongerenwerk", leeftijd="12-18")
    assert "12 tot 18 jaar" in text_of(app)
    app.get_by_key("leeftijd_vooraf").set_value("12-23").run()
    assert app.query_params["leeftijd"] in ("12-23", ["12-23"])
    app.get_by_key("leeftijd_vooraf").set_value("zelf").run()
    app.slider(key="leeftijd_schuif").set_range(5, 30).run()
    assert not app.exception
    assert "5 tot 30 jaar" in text_of(app)
    assert app.query_params["leeftijd"] in ("5-30", ["5-30"])


def test_data_page_searches_the_dictionary(demo):
    app = run("gegevens")
    app.text_input(key="zoek_cijfer").set_value("corporatie").run()
    assert not app.exception
    dictionary = app.table[-1].value
    assert 0 < len(dictionary) < 8
    app.text_input(key="zoek_cijfer").set_value("qqqq").run()
    assert "Niets gevonden" in [i.proto.title for i in app.info] or "Geen cijfer past" in text_of(app)


def test_method_page_explains_the_asked_indicator(demo):
    text = text_of(run("methode", indicator="jongerenwerk"))
    assert "Jongerenwerk per 1.000 jongeren" in text
    assert "Sociaal Werk Nederland" in text
    assert "Verwey-Jonker" in text


def test_the_method_of_coherence_leads_to_its_numbers(demo):
    app = run("methode")
    assert "De getallen, per maat, op Score" in [link.proto.label for link in app.get("page_link")]


def test_tables_hold_no_bare_numbers(demo):
    (code,) = some(demo, "wijk")
    for table in run("wijkprofiel", gebied=code).table:
        assert table.value.map(lambda cell: isinstance(cell, str)).all(axis=None), "cells are text in Dutch notation"
        assert isinstance(table.value, pd.DataFrame)


def test_profile_shows_wijken_that_are_alike(demo):
    app = run("wijkprofiel", gebied=WITH_PEERS)
    assert "Vergelijkbare wijken" in [s.value for s in app.subheader]
    assert "Wijktype:" in text_of(app)
    table = next(t.value for t in app.table if "Afstand" in t.value.columns)
    assert table["Afstand"].iloc[0] == "deze wijk"
    assert table["Afstand"].iloc[1:].str.fullmatch(r"0,\d\d").all()
    assert app.get("page_link")


def test_comparison_takes_in_wijken_that_are_alike(demo):
    app = run("vergelijken", gebieden=WITH_PEERS, vorm="alles")
    app.button(key="voeg_vergelijkbare_toe").click().run()
    assert not app.exception
    assert 2 < len(app.table[0].value.columns) <= 7
    assert app.query_params["gebieden"][0].startswith(WITH_PEERS)


def test_own_area_adds_and_stays_in_the_address(demo):
    codes = some(demo, "wijk", 3)
    app = run("vergelijken", gebieden=",".join(codes), thema="alles")
    app.button(key="maak_samen").click().run()
    assert not app.exception
    assert app.query_params["samen"] in (",".join(codes), [",".join(codes)], codes)
    says_something(app)
    table = next(t.value for t in app.table if "Eigen gebied" in t.value.columns)
    row = table[table["Cijfer"].str.startswith("Inwoners")].iloc[0]
    year = int(row["Jaar"])
    total = demo.table("wijk", year, ["inwoners"]).loc[codes, "inwoners"].sum()
    assert row["Eigen gebied"] == f"{total:,.0f}".replace(",", ".")
    assert "Niet te maken" in str([e.label for e in app.expander])
    app.button(key="weg_samen").click().run()
    assert not any("Eigen gebied" in t.value.columns for t in app.table)


def test_own_area_of_nonsense_is_refused(demo):
    code = some(demo, "wijk")[0]
    text = text_of(run("vergelijken", gebieden=code, samen=f"{code},GM9901,WK<b>,x"))
    assert "Eigen gebied:" in text and "<b>" not in text


@pytest.fixture
def with_imports(monkeypatch, tmp_path):
    """Real data, so to say: inhabitants, a figure that a gemeente brought along, and one that came out of a model."""
    year, codes = 2024, [f"WK99010{i}" for i in range(1, 7)]
    cells = {"eigen_banken": {code: 3.0 + i for i, code in enumerate(codes)}}
    modelled = next(e for e in entries().values() if "model" in e.caveats and e.mappable and "wijk" in e.levels)
    estimated = {modelled.id: {code: 20.0 + i for i, code in enumerate(codes)}}
    with store.writer(tmp_path) as w:
        frame = small_store.rows("wijk", year, cells).assign(source="opgave")
        w.put_observations("opgave", "wijk", year, frame)
        frame = small_store.rows("wijk", 2020, estimated).assign(source="rivm", division=year, status="estimate")
        w.put_observations("rivm", "wijk", 2020, frame)
        for known in (2020, year):
            w.put_names("wijk", known, small_store.names("wijk", codes))
            w.put_names("gemeente", known, small_store.names("gemeente", ["GM9901"]))
        about = {"label": "Bankjes per inwoner", "unit": "per 1.000 inwoners", "kind": "rate", "theme": "voorzieningen"}
        w.put_custom_variable("eigen_banken", about)
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    return codes, modelled


def test_an_imported_figure_is_on_the_map_and_in_the_profile(with_imports):
    codes, _ = with_imports
    app = run("kaart", indicator="eigen_banken", niveau="wijk")
    assert app.selectbox(key="indicator").value == "eigen_banken"
    assert "Bankjes per inwoner" in says_something(app)
    assert "Bankjes per inwoner" in says_something(run("wijkprofiel", gebied=codes[0]))
    assert "Bankjes per inwoner" in says_something(
        run("vergelijken", gebieden=",".join(codes[:2]), thema="voorzieningen")
    )
    assert "Bankjes per inwoner" in says_something(opened(run("gegevens"), "gevuld_per_jaar"))
    assert "Bankjes per inwoner" in says_something(run("methode", indicator="eigen_banken"))


def test_a_model_estimate_on_other_boundaries_says_both(with_imports):
    codes, modelled = with_imports
    profile = run("wijkprofiel", gebied=codes[0], thema=modelled.theme)
    row = profile.table[0].value.iloc[0]
    assert "(model)" in row[FIGURE]
    assert "2020, grenzen 2024" in row[FIGURE]
    assert CAVEATS["model"] in text_of(profile)
    kaart = text_of(run("kaart", indicator=modelled.id, niveau="wijk"))
    assert "Modelschatting, geen telling" in kaart
    assert "2020, grenzen 2024" in kaart
    compared = run("vergelijken", gebieden=",".join(codes[:2]), thema=modelled.theme, vorm="alles").table[0].value
    assert compared["Jaar"].tolist() == ["2020, grenzen 2024"]
    assert compared.iloc[0, 2].endswith("(model)")


@pytest.fixture
def merged(monkeypatch, tmp_path):
    """Appingedam with a wijk in 2020; Eemsdelta, which it is part of since, in 2021."""
    with store.writer(tmp_path) as w:
        for year, gemeente, name, wijk in (
            (2020, "GM0003", "Appingedam", "WK000300"),
            (2021, "GM1979", "Eemsdelta", "WK197901"),
        ):
            people = {"gemeente": {gemeente: 1000}, "wijk": {wijk: 400}}
            for level, cells in people.items():
                frame = small_store.rows(level, year, {"inwoners": cells, "huishoudensgrootte": cells})
                w.put_observations("cbs_kwb", level, year, frame.assign(source="cbs_kwb"))
                w.put_names(level, year, small_store.names(level, list(cells)).assign(name=name, gemeente_name=name))
    monkeypatch.setenv("DSW_DATA", str(tmp_path))


def test_a_former_gemeente_leads_to_what_it_became(merged):
    app = run("wijkprofiel", gebied="GM0003")
    assert "Appingedam (GM0003) hoort sinds 2021 bij Eemsdelta (GM1979). U ziet Eemsdelta." in text_of(app)
    assert app.query_params["gebied"] in ("GM1979", ["GM1979"])
    app = run("vergelijken", gebieden="GM0003,WK197901")
    assert "U ziet Eemsdelta" in text_of(app)
    assert app.query_params["gebieden"] == ["GM1979", "WK197901"]
    assert "hoort sinds 2021 bij Eemsdelta" in text_of(run("kaart", gebied="GM0003", gemeente="GM0003"))


@pytest.mark.parametrize("wijk", ["WK000300", "WK000309"])
def test_a_wijk_of_a_former_gemeente_offers_the_gemeente_of_today(merged, wijk):
    app = run("wijkprofiel", gebied=wijk)
    assert "hoort sinds 2021 bij Eemsdelta" in text_of(app)
    assert ("zoals het was in 2020" in text_of(app)) == (wijk == "WK000300")
    app.button(key=f"nu_{wijk}_GM1979").click().run()
    assert not app.exception
    assert app.query_params["gebied"] in ("GM1979", ["GM1979"])
    app = run("vergelijken", gebieden=f"{wijk},WK197901")
    app.button(key=f"nu_{wijk}_GM1979").click().run()
    assert not app.exception
    assert "GM1979" in str(app.query_params["gebieden"])


def test_profile_of_a_gemeente_shows_how_far_its_wijken_lie_apart(demo):
    app = run("wijkprofiel", gebied=WITH_PEERS.replace("WK", "GM")[:6])
    text = says_something(app)
    assert "Verschillen binnen de gemeente" in text and "Helling over alle wijken" in text and "scheelt" in text
    assert "stapelen" in text or "Stapeling" in text or "Geen wijk met" in text


def test_profile_says_how_robust_and_how_far_from_its_peers(demo):
    text = says_something(run("wijkprofiel", gebied=some(demo, "wijk")[0]))
    assert "slechtste tiende" in text
    assert (
        "het midden van de vergelijkbare wijken" in text
        or "te weinig om te zeggen of het hier duidelijk anders" in text
    )
    assert "slechtste tiende" not in says_something(run("wijkprofiel", gebied=some(demo, "gemeente")[0]))


def test_start_leads_to_every_page_and_from_a_gemeente_to_its_wijken(demo):
    app = run("start")
    assert {link.proto.page for link in app.get("page_link")} >= {name for name in PAGES if name != "start"}
    gemeente = some(demo, "gemeente")[0]
    app.selectbox(key="begin_gemeente").set_value(gemeente).run()
    assert not app.exception
    assert "wijken" in app.query_params["groep"]
    rows = app.table[0].value
    inside = demo.names("wijk", max(demo.years("wijk")))
    assert len(rows) == min(25, 1 + int((inside["gemeente"] == gemeente).sum()))
