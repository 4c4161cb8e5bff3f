"""Youth work: the three kinds of figure stay apart in map, table and download; need only beside what was reported."""

from __future__ import annotations

import pytest

from answers import coverage
from loaders import store as stores
from tests import small_store
from tests.pages.test_pages import demo, nothing, run, says_something, text_of, through_app

__all__ = ("demo", "nothing", "through_app")  # fixtures
GROUPS = ("leeftijd_0_15", "leeftijd_15_25", "leeftijd_25_45")


@pytest.mark.parametrize("level", ["wijk", "gemeente"])
@pytest.mark.parametrize("view", ["dekking", "samen", "jongeren"])
def test_every_picture(demo, level, view):
    app = run("jongerenwerk", niveau=level, kaart=view)
    text = says_something(app)
    assert "erzonnen" in text
    assert "oorzaak en gevolg" in text
    assert "geen landelijke norm" in text


def test_the_list_of_much_need_and_little_work_stands_before_the_whole_table(demo):
    app = run("jongerenwerk", kaart="samen")
    first, whole = app.table[0].value, app.table[-1].value
    place = next(column for column in first.columns if column.startswith("Plaats naar behoefte"))
    assert first[place].str.fullmatch(r"[\d.]+ \([\d.]+ tot [\d.]+\)|niet bekend").all(), "never a bare rank"
    assert first["Jongerenwerk, fte per 1.000"].str.endswith("(gemeld)").all()
    assert f"In {len(first)} van de " in app.title[0].value or len(first) == 25
    assert "Hoe bekend" in whole.columns


def test_an_own_cut_stands_in_the_address_and_moves_the_list(demo):
    app = run("jongerenwerk", grens="0.5")
    assert app.number_input(key="grens_invoer").value == 0.5
    assert "uw grens van 0,5" in text_of(app)
    app.number_input(key="grens_invoer").set_value(5.0).run()
    assert not app.exception
    assert "uw grens van 5,0" in text_of(app)
    assert app.query_params["grens"] in ("5", ["5"])
    assert app.number_input(key="grens_invoer").value == 5.0


def test_what_was_spread_says_so_in_the_cell(demo):
    app = run("jongerenwerk", jaar="2024")
    text = text_of(app)
    assert "lokaal onbekend" in text
    assert "landelijk gemiddeld " not in text, "real workers divided by made-up young people would be nonsense"
    assert "verdeeld: " not in " ".join(app.table[-1].value["Hoe bekend"])
    app.toggle(key="verdeel_schakelaar").set_value(True).run()
    assert not app.exception
    assert app.query_params["verdeel"] in ("ja", ["ja"])
    pages = app.number_input(key="dekkingstabel_pagina")
    shown = []
    for page in range(1, int(pages.max) + 1):
        app.number_input(key="dekkingstabel_pagina").set_value(page).run()
        shown.append(app.table[-1].value)
    cells = [(row["Fte per 1.000 jongeren"], row["Hoe bekend"]) for part in shown for _, row in part.iterrows()]
    spread = [cell for cell, known in cells if known.startswith("verdeeld")]
    assert spread
    assert all(cell.endswith("(verdeeld)") or cell == "onbekend" for cell in spread)
    assert all(cell == "onbekend" for cell, known in cells if known.startswith("onbekend"))
    assert not any("(verdeeld)" in cell for cell, known in cells if known.startswith("gemeld"))


def test_a_chosen_wijk_is_told_in_a_line(demo):
    year = coverage.default_year(demo)
    found = coverage.areas("wijk", year, 10, 27).frame
    for label, words in (("gemeld", "(gemeld, "), ("onbekend", "lokaal onbekend")):
        code = found.index[found["label"] == label][0]
        assert words in text_of(run("jongerenwerk", gebied=code))


def test_one_gemeente_has_its_own_map_and_table_in_the_classes_of_all(demo):
    year = coverage.default_year(demo)
    found = coverage.areas("wijk", year, 10, 27).frame
    code = found.index[found["label"] == "gemeld"][0]
    gemeente = f"GM{code[2:6]}"
    name = demo.names("gemeente", year).at[gemeente, "name"]
    inside = [c for c in found.index if c[2:6] == code[2:6]]
    app = run("jongerenwerk", gemeente=gemeente)
    says_something(app)
    assert f"van de {len(inside)} wijken in {name}" in app.title[0].value
    assert len(app.table[-1].value) == min(len(inside), 50)
    says_something(run("jongerenwerk", gemeente=gemeente, kaart="samen"))


@pytest.fixture
def nobody(monkeypatch, tmp_path):
    """A data folder with people and poverty, in which nobody reported youth work."""
    with stores.writer(tmp_path) as w:
        for level, codes in {"wijk": small_store.WIJKEN, "gemeente": small_store.GEMEENTEN, "land": ["NL00"]}.items():
            cells = {group: {code: 100.0 + 10 * i for i, code in enumerate(codes)} for group in GROUPS}
            cells["inwoners"] = dict.fromkeys(codes, 1000)
            cells["bijstand_per_1000"] = {code: 5.0 + i for i, code in enumerate(codes)}
            w.put_observations("proef", level, 2022, small_store.rows(level, 2022, cells))
            if level != "land":
                w.put_names(level, 2022, small_store.names(level, codes))
    monkeypatch.setenv("DSW_DATA", str(tmp_path))
    return stores.open_store(tmp_path)


def test_where_nobody_reported_the_page_says_so_and_shows_what_is_known(nobody):
    app = run("jongerenwerk")
    text = says_something(app)
    assert app.title[0].value.startswith("Niemand meldde hier hoeveel jongerenwerk er is.")
    assert "lokaal onbekend, landelijk gemiddeld" in text
    assert "Verwey-Jonker" in text
    assert any("Sjabloon" in button.label for button in app.get("download_button"))
    assert "Behoefte" in text
    first = app.table[0].value
    assert first["Jongerenwerk, fte per 1.000"].eq("lokaal onbekend").all()
    assert "Fte" not in app.table[-1].value.columns, "no column full of unknowns"
    assert "uw grens" not in text


def test_a_map_of_nothing_cannot_be_asked_for(nobody):
    assert "hier is niets gemeld" in text_of(run("jongerenwerk", kaart="dekking"))
