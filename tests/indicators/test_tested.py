"""Which dimensions of liveability are a score: what the test found decides, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from indicators import build, catalog, composite, need, norm_data, tested
from indicators.composite import Norm
from loaders import edited

HEAD = "code,level,where,year,other_year,areas,spearman,partial,rests_on\n"


def outcomes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *rows: str) -> None:
    file = tmp_path / "tested.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    made = edited.File(file, about="", tables={edited.ROW: tested.Outcome}, may_be_empty=True)
    monkeypatch.setattr(tested, "FILE", made)


def test_two_dimensions_are_a_score_and_there_is_no_total() -> None:
    """So there is no score leefbaarheid_fysieke_omgeving, and what measures it stands apart."""
    shown = {code for code in tested.COUNTERPARTS if not tested.unfit(code)}
    assert shown == {"leefbaarheid_voorzieningen", "leefbaarheid_overlast_onveiligheid"}
    assert need.composites() == ("behoefte", "behoefte_armoede")
    assert {code for code in tested.COUNTERPARTS if catalog.entry(code).unmeasured} == set(tested.COUNTERPARTS) - shown


@pytest.mark.parametrize(("found", "shown"), [("0.40", True), ("0.39", False), ("-0.66", False)])
def test_a_dimension_under_the_limit_is_no_score(
    found: str, shown: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "leefbaarheid_woningvoorraad"
    outcomes(tmp_path, monkeypatch, f"{code},wijk,Nederland,2022,2022,3000,{found},0.1,leegstand")
    assert (tested.unfit(code) == "") is shown
    frame = pd.DataFrame({"inwoners": [1000.0] * 3, "leegstand": [1.0, 2.0, 3.0], "energielabel_ab": [1.0, 2.0, 3.0]})
    norms = dict.fromkeys(("leegstand", "energielabel_ab"), Norm(2, 1, 0, 9))
    assert (code in composite.dimensions(frame, norms, "leefbaarheid")) is shown
    assert code in composite.dimensions(frame, norms, "leefbaarheid", fit=False)


def test_the_lowest_outcome_over_the_country_decides_and_one_city_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "leefbaarheid_voorzieningen"
    rows = [f"{code},wijk,Nederland,2022,2022,3000,0.7,0.1,x", f"{code},wijk,Amsterdam,2022,2022,95,0.1,0.1,x"]
    outcomes(tmp_path, monkeypatch, *rows)
    assert not tested.unfit(code) and "Amsterdam (95 wijken, cijfers van 2022): +0,10, bij gelijke" in tested.told(code)
    outcomes(tmp_path, monkeypatch, *rows, f"{code},buurt,Nederland,2022,2022,9000,0.3,0.1,x")
    assert "+0,30 en niet minstens +0,40" in tested.unfit(code)
    outcomes(tmp_path, monkeypatch, rows[1])
    assert "nog niet over het hele land te toetsen" in tested.unfit(code)


def test_a_total_asks_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes(tmp_path, monkeypatch, "leefbaarheid,wijk,Nederland,2022,2022,3000,0.49,0.1,x")
    assert tested.unfit("leefbaarheid").startswith("Er is geen score: dit totaal gaat te weinig samen")
    outcomes(tmp_path, monkeypatch, "leefbaarheid,wijk,Nederland,2022,2022,3000,0.5,0.1,x")
    assert tested.unfit("leefbaarheid") == "" and "leefbaarheid" in need.composites()


def test_shipped_norms_serve_where_the_store_has_no_base_year() -> None:
    """With the shipped norm of supermarkets (0.87 km, 0.59): 1.46 km is one spread farther."""
    empty = pd.DataFrame({"inwoners": []}, dtype=float)
    norms = build.base(empty, empty).norms
    assert set(norms) == set(norm_data.shipped())
    frame = pd.DataFrame({"afstand_supermarkt": [0.8728, 0.8728 + 0.5881]})
    assert composite.normalise(frame, norms)["afstand_supermarkt"].tolist() == pytest.approx([0, -1])


def test_the_table_of_the_base_year_goes_before_the_shipped_norm_and_a_difference_is_said() -> None:
    shipped = norm_data.shipped()["afstand_supermarkt"]
    own = Norm(shipped.mean + 0.2 * shipped.spread, shipped.spread, shipped.low, shipped.high)
    assert norm_data.with_shipped({"afstand_supermarkt": own}, ["afstand_supermarkt"])["afstand_supermarkt"] == own
    assert "Afstand tot een grote supermarkt (0,990 en niet 0,873)" in " ".join(
        norm_data.apart({"afstand_supermarkt": own})
    )
    near = Norm(shipped.mean + 0.05 * shipped.spread, shipped.spread, shipped.low, shipped.high)
    assert norm_data.apart({"afstand_supermarkt": near}) == ()


def test_a_row_about_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tested.csv"
    file.write_text(HEAD + "armoede,wijk,Nederland,2022,2022,3000,0.7,0.1,x\n", encoding="utf-8")
    made = edited.File(file, about="", tables={edited.ROW: tested.Outcome}).read()
    assert "geen score van leefbaarheid" in str(made.problems[0])
