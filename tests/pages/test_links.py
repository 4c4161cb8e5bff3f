"""A link of today opens the same view next year: its version, its names, its places, and a word where it cannot."""

import pytest
from streamlit.testing.v1 import AppTest

from answers import gone
from indicators import catalog
from loaders import store
from loaders.store import publishing
from tests.conftest import ROOT
from tests.pages.test_pages import PAGES, demo, run, text_of, through_app  # noqa: F401 - fixtures
from ui.frame import addresses, selection

# Every key that an address could hold on 25 November 2026. None may leave without a row in addresses.RENAMED.
KEYS_OF_2026 = (
    "gebied",
    "gebieden",
    "samen",
    "indicator",
    "niveau",
    "jaar",
    "gemeente",
    "klassen",
    "methode",
    "thema",
    "leeftijd",
    "weergave",
    "jaar2",
    "volgorde",
    "vorm",
    "groep",
    "tegen",
    "tweede",
    "orde",
    "maat",
    "afzetten",
    "gemiddelde",
    "uitschieters",
    "gewichten",
    "inwoners",
    "kleur",
    "kaart",
    "grens",
    "verdeel",
    "hoeveel",
    "minder",
    "fte",
    "euro",
    "zorgdeel",
    "omrekenen",
    "regel",
    "behoefte",
    "drempel",
    "ernst",
    "norm",
    "bezit",
    "wijken",
    "bodem",
    "plafond",
    "houden",
    "basis",
    "kosten",
    "stijging",
    "prijsjaar",
    "beeld",
    "verslag",
    "waarover",
    "uren",
    "weken",
    "uurprijs",
    "bewaard",
    "deel",
    "eerste",
    "per",
    "prijzen",
    "versie",
    "bestand",
    "herziening",
    "bewering",
    "dossier",
    "oordeel",
    "stuk",
    "soort",
    "woord",
    "def_kinderen",
    "def_schulden",
    "def_zorggeld",
    "toets_van",
    "toets_tot",
    "stap",
)
WIJK = "WK036301"


@pytest.fixture
def two(tmp_path, monkeypatch):
    """Real-looking data in two kept versions: in the newest the wijk has 900 inhabitants, in the older 100."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    versions = []
    for people in (100, 900):
        lay(tmp_path, people)
        versions.append(publishing.record(tmp_path, "CBS herzag 2020." if versions else "")["version"])
    return versions


def lay(root, people):
    from tests import small_store

    with store.writer(root) as w:
        for level, code in (("land", "NL00"), ("gemeente", "GM0363"), ("wijk", WIJK)):
            ages = ("leeftijd_0_15", "leeftijd_15_25", "leeftijd_25_45")
            cells = {id: {code: people} for id in ("inwoners", "huishoudens", "bijstand", *ages)}
            w.put_observations("cbs_kwb", level, 2020, small_store.rows(level, 2020, cells).assign(source="cbs_kwb"))
            w.put_names(level, 2020, small_store.names(level, [code]).assign(name=f"Plek {people}"))


def test_a_link_shows_the_version_it_names_and_says_that_there_is_a_newer_one(two):
    old, new = two
    app = run("wijkprofiel", gebied=WIJK, versie=old)
    assert "oudere versie van de gegevens" in text_of(app) and old in text_of(app)
    assert "Plek 100" in text_of(app) and "Plek 900" not in text_of(app)
    assert app.query_params["versie"] in (old, [old])
    app.button(key="naar_nieuwste").click().run()
    assert not app.exception
    assert "Plek 900" in text_of(app) and "Plek 100" not in text_of(app)
    assert "versie" not in app.query_params
    assert "oudere versie" not in text_of(app)
    assert new in text_of(app)


def test_the_version_follows_to_the_next_page(two):
    app = run("wijkprofiel", gebied=WIJK, versie=two[0])
    app.switch_page("pages/gegevens.py").run()
    assert f"Gegevensversie {two[0]}" in text_of(app)
    assert app.query_params["versie"] in (two[0], [two[0]])


def test_the_newest_by_name_is_no_older_version(two):
    app = run("gegevens", versie=two[1])
    assert "oudere versie" not in text_of(app)
    assert app.query_params["versie"] in (two[1], [two[1]])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_one_version_and_no_other(two, page):
    text = text_of(run(page, gebied=WIJK, gebieden=WIJK, versie=two[0]))
    assert "Plek 900" not in text


@pytest.mark.parametrize("version", ["0123456789", "<b>x</b>", "../x", ""])
def test_a_version_that_was_never_kept_is_said(two, version):
    app = run("gegevens", versie=version)
    assert "versie uit de link is er niet" in text_of(app) or any(
        "versie uit de link" in str(i.proto) for i in app.info
    )
    assert "<b>x</b>" not in text_of(app)
    assert "versie" not in app.query_params


def test_a_version_that_went_is_told_with_its_date(two, tmp_path):
    store.forget(tmp_path, two[0])
    app = run("gegevens", versie=two[0])
    assert "wordt niet meer bewaard" in text_of(app)
    assert f"Gegevensversie {two[1]}" in text_of(app)


def test_a_run_keeps_its_version_while_newer_data_land(tmp_path, monkeypatch):
    """What a page began with, it ends with; a fragment keeps to the page around it; the next run sees the new data."""
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    lay(tmp_path, 100)

    def page():
        import streamlit as st

        from answers import data
        from loaders import store
        from tests.pages import test_links
        from ui.frame import selection, version
        from ui.frame.fragment import fragment

        selection.read("proef")
        version.settle()
        first = data.value_of("inwoners", "WK036301", 2020)
        if "laid" not in st.session_state:
            st.session_state["laid"] = True
            test_links.lay(store.home(), 900)
        st.text(
            f"{first} {data.value_of('inwoners', 'WK036301', 2020)} {data.value_of('huishoudens', 'WK036301', 2020)}"
        )

        @fragment
        def part():
            st.button("opnieuw")
            st.text(f"deel {data.value_of('bijstand', 'WK036301', 2020)}")

        part()
        selection.write()

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert [t.value for t in app.text] == ["100.0 100.0 100.0", "deel 100.0"]
    app.run()
    assert [t.value for t in app.text] == ["900.0 900.0 900.0", "deel 900.0"]


def test_links_to_copy_name_the_version(two):
    def page():
        import streamlit as st

        from ui.frame import links, selection, version

        selection.read("kaart")
        version.settle()
        selection.remember("indicator", "bijstand")
        st.text(links.here())
        selection.write()

    app = AppTest.from_function(page).run()
    assert app.text[0].value.endswith(f"/kaart?indicator=bijstand&versie={two[1]}")
    app.query_params["versie"] = two[0]
    assert app.run().text[0].value.endswith(f"/kaart?indicator=bijstand&versie={two[0]}")


def test_the_log_on_the_page_shows_old_and_new_values(two):
    app = run("gegevens", herziening=two[1])
    text = text_of(app)
    assert "CBS herzag 2020." in text
    table = next(t.value for t in app.table if "Was" in t.value.columns)
    row = table[(table["Cijfer"].str.startswith("Inwoners")) & table["Gebied"].str.contains(WIJK)].iloc[0]
    assert (row["Was"], row["Werd"]) == ("100", "900")


# ---------------------------------------------------------------- names


def test_no_name_of_an_address_ever_lost_its_meaning():
    moved = {row.key for row in addresses.RENAMED}
    assert [key for key in KEYS_OF_2026 if key not in selection.KEYS and key not in moved] == []
    assert not moved & set(selection.KEYS), "a name that is used again must not be sent elsewhere"
    assert all(row.to in selection.KEYS for row in addresses.RENAMED)


def test_no_figure_ever_lost_its_name():
    published = (ROOT / "tests" / "fixtures" / "indicator_ids.txt").read_text().split()
    lost = [id for id in published if gone.REPLACED.get(id, id) not in catalog.entries()]
    assert lost == [], "links hold these ids: give each a row in answers/gone.py that says what to use instead"


def test_old_names_become_those_of_today():
    address = {"wijk": WIJK, "jaar": "2020"}
    assert addresses.mend(address, selection.KEYS) == []
    assert address == {"gebied": WIJK, "jaar": "2020"}
    both = {"wijk": WIJK, "gebied": "GM0363"}
    addresses.mend(both, selection.KEYS)
    assert both == {"gebied": "GM0363"}


def test_what_others_put_into_an_address_stays_unsaid():
    address = {"embed": "true", "utm_source": "nieuwsbrief", "fbclid": "x", "figuur": "kaart", "gebied": WIJK}
    before = dict(address)
    assert addresses.mend(address, selection.KEYS) == []
    assert address == before


def test_what_means_nothing_is_left_out_with_a_notice():
    app = run("wijkprofiel", wijk="WK900212", geluk="ja", **{"<script>alert(1)</script>": "x"})
    text = text_of(app)
    assert "“geluk”" in text and "overgeslagen" in text
    assert "<script>alert" not in text
    assert "geluk" not in app.query_params and "wijk" not in app.query_params
    assert app.query_params["gebied"] in ("WK900212", ["WK900212"])
    app.run()
    assert "overgeslagen" not in text_of(app), "a notice is said once"


def test_names_on_a_map_are_those_of_the_version_that_is_seen(two):
    """The page asks for them by version, and the server gives those of that version and of no other."""
    from figures import place_names

    assert place_names.address("wijk", 2020) == f"/namen/{two[1]}/wijk-2020.json"
    assert place_names.compressed("0123456789", "wijk", 2020) is None

    def page():
        import streamlit as st

        from figures import place_names
        from ui.frame import selection, version

        selection.read("kaart")
        version.settle()
        st.text(place_names.address("wijk", 2020))
        selection.write()

    app = AppTest.from_function(page)
    app.query_params["versie"] = two[0]
    assert app.run().text[0].value == f"/namen/{two[0]}/wijk-2020.json"


def test_an_address_that_names_what_is_the_default_anyway_is_left_as_it_is(demo):  # noqa: F811
    """Rewriting it would put a step between a reader and the page before; a choice makes it short again."""
    plain = run("kaart")
    full = {key: text for key, text in plain.session_state["_shown"].items() if text is not None}
    assert {"indicator", "jaar", "niveau", "methode", "klassen"} <= set(full)
    app = run("kaart", **full)
    assert {key: app.query_params[key] for key in full} in (full, {key: [text] for key, text in full.items()})
    app.selectbox(key="weergave").set_value("bollen").run()
    assert not app.exception and app.session_state["weergave"] == "bollen"
    assert set(app.query_params) == {"weergave"}


def test_nothing_chosen_stands_not_in_the_address():
    assert "gebieden" not in run("vergelijken").query_params
    chosen = run("vergelijken", gebieden=",".join(store.current().names("wijk", 2024).index[:2]))
    assert "".join(chosen.query_params["gebieden"]).count("WK") == 2
