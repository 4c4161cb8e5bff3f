"""What we reach for in libraries past their promises (web/seams.md): each part is still there and does what we count on."""

from __future__ import annotations

import inspect
import logging
import re
from functools import cache
from pathlib import Path

import plotly.graph_objects as go
import pytest
import streamlit
import streamlit.logger
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from ui.frame import paper

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPTS = STATIC / "static" / "js"
ROW = re.compile(r"^\| ([^|]+) \| (`[^|]+`) \|.*\| `(test_\w+)` \|$", re.MULTILINE)


@cache
def all_scripts() -> str:
    """Everything that Streamlit gives a browser to run."""
    return "".join(file.read_text(encoding="utf-8", errors="ignore") for file in SCRIPTS.glob("*.js"))


def chart_script() -> str:
    (file,) = SCRIPTS.glob("PlotlyChart.*.js")
    return file.read_text(encoding="utf-8", errors="ignore")


def test_each_seam_is_listed_with_its_file_and_its_test() -> None:
    rows = ROW.findall((ROOT / "web" / "seams.md").read_text(encoding="utf-8"))
    tests = {name for name in globals() if name.startswith("test_")}
    listed = {test for _, _, test in rows}
    assert len(rows) > 10
    assert listed == tests - {"test_each_seam_is_listed_with_its_file_and_its_test"}
    for seam, files, _ in rows:
        for file in re.findall(r"`([^`]+)`", files):
            assert (ROOT / file).is_file(), f"web/seams.md: {seam} names {file}, which is not there"


def test_pages_folder() -> None:
    from streamlit.runtime.pages_manager import PagesManager

    assert "uses_pages_directory" in vars(PagesManager)
    assert "uses_pages_directory is None" in inspect.getsource(PagesManager)


def test_fragments() -> None:
    """Two functions in one wrapper stay two fragments: both are drawn, and each knows its own words."""

    def page() -> None:
        import streamlit as st

        from ui.frame.fragment import fragment

        @fragment
        def first() -> None:
            st.button("een", key="een")

        @fragment
        def second() -> None:
            st.button("twee", key="twee")

        first()
        second()

    app = AppTest.from_function(page).run()
    assert [button.label for button in app.button] == ["een", "twee"]
    app.button(key="twee").click().run()
    assert not app.exception
    assert app.button(key="twee").value


def test_one_figure_alone() -> None:
    def page() -> None:
        import streamlit as st
        from streamlit.delta_generator import DeltaGenerator

        spot = st.container()
        with DeltaGenerator(root_container=None):
            st.write("niet te zien")
            chosen = st.selectbox("Keuze", ["a", "b"])
        spot.write(f"wel te zien: {chosen}")

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert [text.value for text in app.markdown] == ["wel te zien: a"]
    assert not app.selectbox


def test_printing() -> None:
    named = set(re.findall(r"data-testid='(\w+)'", paper.SCRIPT))
    assert {"stApp", "stMain", "stElementContainer", "stExpander", "stButton"} <= named
    assert {name for name in named if name not in all_scripts()} == set()
    assert "stPlotlyChart" in all_scripts()
    assert "_subplot" in chart_script() and "_fullLayout" in chart_script()


@pytest.mark.parametrize(
    "part",
    [
        "_fullLayout",
        "_subplot",
        "js-plotly-plot",
        "painter.render",
        "isStyleLoaded",
        "triggerRepaint",
        "addSource",
        ".setData(",
    ],
)
def test_steady_maps(part: str) -> None:
    assert part in chart_script()
    assert "st-key-" in all_scripts()


def test_policy_by_hash() -> None:
    from web import guard

    index = (STATIC / "index.html").read_text(encoding="utf-8")
    assert re.search(r"<script>(.+?)</script>", index, re.DOTALL), "Streamlit's page has no inline script any more"
    assert guard.policy().count("sha256-") >= 2


def test_charts_ahead() -> None:
    assert len(list(SCRIPTS.glob("PlotlyChart.*.js"))) == 1


def test_small_messages() -> None:
    """The WebSocket that uvicorn chooses calls the app with a method of its own, and keeps its transport."""
    from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

    assert AutoWebSocketsProtocol is not None
    source = inspect.getsource(AutoWebSocketsProtocol)
    assert "self.transport = transport" in source
    assert re.search(r"self\.app\(\s*self\.scope,\s*self\.\w+,\s*self\.\w*send", source)


def test_logs_in_our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    formed: list[str] = []
    monkeypatch.setattr(streamlit.logger, "setup_formatter", lambda logger: formed.append(logger.name))
    name = "streamlit.seam_of_the_tests"
    streamlit.logger.get_logger(name)
    assert formed == [name]
    logging.root.manager.loggerDict.pop(name, None)


def test_unchecked_charts() -> None:
    wrong = {"data": [{"type": "bar", "x": "no list"}]}
    assert go.Figure(wrong, _validate=False).to_dict()["data"] == wrong["data"]
    with pytest.raises(ValueError, match="no list"):
        go.Figure(wrong)


def test_shared_figures() -> None:
    def page() -> None:
        import streamlit as st

        from figures.maps import Shared

        figure = Shared({"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {}}, _validate=False)
        before = repr(figure.to_dict())
        st.plotly_chart(figure, key="eerste")
        st.plotly_chart(figure, key="tweede")
        st.text("gelijk" if repr(figure.to_dict()) == before else "veranderd")
        st.text("één keer gemaakt" if figure.to_dict() is figure.to_dict() else "telkens gemaakt")

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert [text.value for text in app.text] == ["gelijk", "één keer gemaakt"]


def test_components() -> None:
    from streamlit.components.v2 import manifest_scanner

    assert callable(manifest_scanner.scan_component_manifests)
    assert manifest_scanner.scan_component_manifests() is not None


def test_messages() -> None:
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    asked = BackMsg()
    asked.rerun_script.query_string = "jaar=2020"
    assert BackMsg.FromString(asked.SerializeToString()).rerun_script.query_string == "jaar=2020"
    assert {"delta", "script_finished"} <= set(ForwardMsg.DESCRIPTOR.fields_by_name)
