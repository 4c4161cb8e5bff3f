"""Every figure that a page offers can be taken along in every form, and shows later what it showed then."""

import io
import json
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest
import streamlit as st

from answers import cells
from export.pictures import areas, frame
from export.takeaway import Takeaway
from figures import colours, map_views
from loaders import store
from tests.pages.test_pages import PAGES, WITH_PEERS, demo, run, through_app  # noqa: F401
from ui.frame import selection, take_along

GEMEENTE = "GM9002"
COMPARED = {"gebieden": [WITH_PEERS, "WK900201", GEMEENTE]}
ENGLISH = {
    "region",
    "name",
    "value",
    "status",
    "label",
    "low",
    "high",
    "median",
    "rank",
    "share",
    "front",
    "back",
    "count",
}
# A page, and an address for each of its views that shows a chart.
VIEWS = [
    *[(page, {}) for page in PAGES],
    ("wijkprofiel", {"gebied": WITH_PEERS}),
    ("kaart", {"gemeente": GEMEENTE, "niveau": "buurt"}),
    *[("kaart", {"weergave": view}) for view in map_views.VIEWS if view != map_views.FIRST],
    *[("kaart", {"methode": method}) for method in ("verschil", "plaats")],
    *[
        ("vergelijken", {**COMPARED, "vorm": form})
        for form in ("overzicht", "cijfer", "verschil", "jaren", "twee", "alles")
    ],
    ("score", {"gebied": WITH_PEERS, "kleur": "score"}),
]


def offered(figure):
    """What a figure gives now: its plotly figure as text, and its table."""
    drawn = None if figure.draw is None else figure.draw(colours.LIGHT).to_json()
    return drawn, cells.csv(figure.table())


@pytest.fixture
def caught(monkeypatch):
    """The figures that the last run offered, with what each gave at that moment."""
    found = []
    read = selection.read
    monkeypatch.setattr(selection, "read", lambda page: (found.clear(), read(page)))
    monkeypatch.setattr(take_along, "_bar", lambda figure: found.append((figure, offered(figure))))
    return found


@pytest.mark.parametrize(
    ("page", "address"), VIEWS, ids=lambda v: v if isinstance(v, str) else "-".join(map(str, v.values()))
)
def test_what_a_page_offers_can_be_had_in_every_form(demo, caught, monkeypatch, page, address):  # noqa: F811
    charts_drawn = []
    draw = st.plotly_chart
    monkeypatch.setattr(
        st, "plotly_chart", lambda figure, *a, **k: (charts_drawn.append((figure, k)), draw(figure, *a, **k))[1]
    )
    run(page, **address)
    keys = [figure.key for figure, _ in caught]
    assert len(keys) == len(set(keys)), "a key is what an embedded view is found by"
    for figure, then in caught:
        assert offered(figure) == then, f"{page}, {figure.key}: a name in draw or table means something else below it"
        taken = Takeaway(figure, store.current(), f"https://wijken.example/{page}")
        made = taken.table()
        assert not ENGLISH & set(made.columns), f"{page}, {figure.key}: a reader's table has Dutch headings"
        without = [name for name, meaning in taken.columns(made).items() if not meaning]
        assert not without, f"{page}, {figure.key}: say in Figure.columns what {without} mean"
        package = json.loads(taken.metadata())
        assert len(package["resources"][0]["schema"]["fields"]) == len(made.columns)
        assert figure.title and figure.subtitle
        again = pd.read_csv(io.BytesIO(taken.csv()), sep=";", decimal=",", encoding="utf-8-sig", low_memory=False)
        assert len(again) == len(made)
        if figure.draw is not None:
            assert figure.alt
            svg = taken.svg().decode()
            assert not list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}image"))
            assert "NaN" not in svg and "nan" not in svg.replace("finan", "")
    for figure, _ in charts_drawn:
        # A chart that is not offered yet must be one that could be.
        frame.compose(frame.Picture("Titel", "Onder", figure, "", []), colours.LIGHT)


def test_the_bar_is_closed_and_empty_until_it_is_opened(demo):  # noqa: F811
    app = run("score")
    assert not app.get("download_button") or all("neem" not in str(b.key) for b in app.get("download_button"))
    app.session_state["neem_kaart"] = True
    app.run()
    labels = [button.label for button in app.get("download_button")]
    assert labels[:5] == ["PNG", "SVG", "CSV", "Excel", "Alles"]
    assert any("VERZONNEN" in code.value for code in app.get("code"))


def test_an_embedded_figure_stands_alone(demo):  # noqa: F811
    app = run("score", figuur="kaart")
    assert len(app.get("plotly_chart")) == 1
    assert not app.selectbox and not app.get("download_button") and not app.button
    assert any("Verzonnen" in caption.value for caption in app.caption)
    assert any("Bron" in caption.value for caption in app.caption)
    assert len(app.title) == 1 and app.title[0].value


def test_an_embedded_figure_that_the_page_lacks_says_so(demo):  # noqa: F811
    app = run("score", figuur="<b>nee</b>")
    assert not app.get("plotly_chart")
    assert app.title[0].value == "Deze figuur is er niet"


def test_a_page_that_ends_early_says_so_when_embedded(nothing_there):
    app = run("score", figuur="kaart")
    assert app.title[0].value == "Deze figuur is er niet"


@pytest.fixture
def nothing_there(monkeypatch, tmp_path):
    monkeypatch.setenv("DSW_DATA", str(tmp_path / "niets"))
    monkeypatch.setattr("loaders.store.today.DEMO", tmp_path / "geen_demo")


def test_is_map_tells_maps_from_charts():
    assert areas.is_map([{"type": "choroplethmap"}])
    assert not areas.is_map(frame.plain_dict(go.Figure(go.Bar(x=[1], y=[2])))["data"])
