"""The upload: nothing is stored unasked, nothing a file says is markup, and visitors from elsewhere cannot store."""

import pytest
from streamlit.testing.v1 import AppTest

from loaders import store
from loaders.importing import keep
from tests.loaders.importing.import_store import build
from ui.sources import upload

CSV = "wijk;gemeente;jaar;jongerenwerkers (fte)\nDelfshaven;Rotterdam;2024;2,5\nCentrm;Rotterdam;2024;1\n"


def script():
    from ui.sources import upload

    upload.show()


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    monkeypatch.setenv("DSW_BEHEER", "1")
    # Indicators of a store without their inputs are not what is tested here.
    monkeypatch.setattr("ui.sources.upload.build_all", lambda *_: None)
    build(tmp_path)
    return AppTest.from_function(script, default_timeout=30).run()


def send(app, text, name="bestand.csv"):
    app.file_uploader[0].upload(name, text.encode(), "text/csv").run()
    assert not app.exception
    return app


def button(app, label):
    return next(b for b in app.button if b.label == label)


def said(app):
    return "\n".join(
        str(e.value) for kind in (app.error, app.warning, app.caption, app.markdown, app.info) for e in kind
    )


def test_a_file_is_shown_corrected_stored_and_undone(app, tmp_path):
    send(app, CSV)
    assert "Centrm" in said(app) and button(app, "Klopt, sla op").disabled
    asked = next(box for box in app.selectbox if "Centrm" in box.label)
    asked.select("Wijk 01 Rotterdam Centrum (WK059901)").run()
    button(app, "Klopt, sla op").click().run()
    assert not app.exception
    stored = store.open_store(tmp_path)
    assert stored.table("wijk", 2024, ["jongerenwerk_fte"])["jongerenwerk_fte"].dropna().to_dict() == {
        "WK059902": 2.5,
        "WK059901": 1.0,
    }
    button(app, "Haal weg").click().run()
    assert not app.exception and keep.stored(store.open_store(tmp_path)) == {}


def test_a_figure_of_their_own_is_named(app, tmp_path):
    send(app, "wijkcode;jaar;speeltuinen\nWK0363MA;2024;13\n")
    box = next(box for box in app.selectbox if "speeltuinen" in box.label and "gevuld" in box.label)
    box.select("Een eigen cijfer: geef het een naam").run()
    assert not app.exception
    button(app, "Klopt, sla op").click().run()
    assert store.open_store(tmp_path).levels("eigen_speeltuinen") == ["wijk"]


def test_an_unreadable_file_is_one_sentence(app):
    send(app, "%PDF-1.7")
    assert "Dit is een PDF" in said(app)


def test_what_a_file_says_is_never_markup(app):
    send(
        app,
        "wijk;gemeente;jaar;<b>fte</b>;jongerenwerkers (fte)\n"
        "<img src=x onerror=alert(1)>;Rotterdam;2024;1;1\nDelfshaven;Rotterdam;2024;1;1\n",
    )
    assert "\\<img src=x" in said(app) and "<img" not in said(app).replace("\\<img", "")


def test_who_may_not_store_is_asked_for_no_file(app, monkeypatch):
    assert len(app.file_uploader) == 1
    monkeypatch.setenv("DSW_BEHEER", "0")
    app.run()
    assert len(app.file_uploader) == 0 and "alleen wie hier cijfers mag opslaan" in said(app)
    assert any(box.label == "Sjabloon" for box in app.selectbox), "a template is for everybody"


def test_one_file_is_read_at_a_time_and_who_waits_too_long_is_told(app, monkeypatch):
    monkeypatch.setattr(upload, "WAIT", 0.01)
    with upload._reading:
        send(app, CSV)
        assert "Er worden al andere bestanden gelezen" in said(app) and "_upload" not in app.session_state
    app.run()
    assert "Centrm" in said(app), "and the next run reads it"
    assert upload._reading.acquire(timeout=0)
    upload._reading.release()


def test_a_file_that_cannot_be_read_gives_its_turn_back(app):
    send(app, "%PDF-1.7", "a.csv")
    assert "PDF" in said(app) and upload._reading.acquire(timeout=0)
    upload._reading.release()


def test_a_template_can_be_chosen(app):
    assert any(box.label == "Sjabloon" for box in app.selectbox)
