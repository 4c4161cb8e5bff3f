"""Which dimensions of liveability are a score: what the test found decides, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from indicators import __main__ as command
from indicators import build, catalog, composite, need, norm_data, scoring, tested
from indicators.composite import Norm
from loaders import edited

HEAD = "code,level,where,year,other_year,areas,people,spearman,partial,density,urban,lowest,highest,rests_on\n"


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


STOCK, NEAR, CRIME = "leefbaarheid_woningvoorraad", "leefbaarheid_voorzieningen", "leefbaarheid_overlast_onveiligheid"
BOTH = "leegstand energielabel_ab"
KWB = "diefstal_woning vernieling geweld"


def each_level(code: str, spearman: object, rests_on: str, areas: int = 3000) -> list[str]:
    return [
        f"{code},{level},Nederland,2022,2022,{areas},0.9,{spearman},0.1,0.2,0.3,,,{rests_on}"
        for level in ("gemeente", "wijk", "buurt")
    ]


@pytest.mark.parametrize(("found", "shown"), [("0.40", True), ("0.39", False), ("-0.66", False)])
def test_a_dimension_under_the_limit_is_no_score(
    found: str, shown: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes(tmp_path, monkeypatch, *each_level(STOCK, found, BOTH))
    assert (tested.unfit(STOCK) == "") is shown
    frame = pd.DataFrame({"inwoners": [1000.0] * 3, "leegstand": [1.0, 2.0, 3.0], "energielabel_ab": [1.0, 2.0, 3.0]})
    norms = dict.fromkeys(("leegstand", "energielabel_ab"), Norm(2, 1, 0, 9))
    assert (STOCK in scoring.dimensions(frame, norms, "leefbaarheid")) is shown
    assert STOCK in scoring.dimensions(frame, norms, "leefbaarheid", fit=False)


def test_a_score_passes_at_each_level_by_its_lowest_outcome_over_the_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = "afstand_supermarkt afstand_school"
    rows = [*each_level(NEAR, 0.7, near), f"{NEAR},wijk,Amsterdam,2022,2022,95,0.05,0.1,0.1,,,,,{near}"]
    outcomes(tmp_path, monkeypatch, *rows)
    assert not tested.unfit(NEAR) and "Amsterdam" not in tested.told(NEAR)
    outcomes(tmp_path, monkeypatch, *rows, f"{NEAR},buurt,Nederland,2020,2020,9000,0.9,0.3,0.1,,,,,{near}")
    assert "+0,30 over buurten, en niet minstens +0,40" in tested.unfit(NEAR)
    outcomes(tmp_path, monkeypatch, *rows[:2], rows[3])
    assert "is over buurten nog niet te toetsen" in tested.unfit(NEAR)
    outcomes(tmp_path, monkeypatch, rows[3])
    assert "nog niet over het hele land te toetsen" in tested.unfit(NEAR)
    outcomes(tmp_path, monkeypatch, *each_level(NEAR, 0.7, near, areas=199))
    assert "nog niet over het hele land te toetsen" in tested.unfit(NEAR)
    outcomes(tmp_path, monkeypatch, *[row.replace(",0.9,", ",0.6,") for row in each_level(NEAR, 0.7, near)])
    assert "nog niet over het hele land te toetsen" in tested.unfit(NEAR), "of under two thirds of the inhabitants"


@pytest.mark.parametrize(
    ("code", "rests_on", "counts"),
    [
        (NEAR, "afstand_supermarkt", False),
        (NEAR, "afstand_supermarkt afstand_kinderdagverblijf", True),
        (NEAR, "afstand_supermarkt adressendichtheid", False),
        (STOCK, "leegstand", False),
        (CRIME, KWB, True),
        ("leefbaarheid_sociale_samenhang", "sociale_cohesie", True),
    ],
)
def test_an_outcome_counts_for_what_it_was_found_with(
    code: str, rests_on: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the figures, and two where there are two; what stands in for a figure counts for it."""
    outcomes(tmp_path, monkeypatch, *each_level(code, 0.7, rests_on))
    assert (tested.unfit(code) == "") is counts


def test_what_is_told_names_density_alone_and_what_was_not_tested_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows(urban: float) -> list[str]:
        return [row.replace(",0.1,0.2,0.3,", f",0.45,-0.8,{urban},") for row in each_level(CRIME, 0.7, KWB)]

    outcomes(tmp_path, monkeypatch, *rows(-0.7))
    told = tested.told(CRIME)
    assert "Over gemeenten, wijken en buurten zegt de score dus voor een groot deel hoe stedelijk het is" in told
    assert "gemeenten −0,80" in told and "(3.000, met 90% van de inwoners)" in told
    assert "Bij 3 van de 3 cijfers is niet het cijfer zelf getoetst" in told
    outcomes(tmp_path, monkeypatch, *rows(-0.69))
    assert "hoe stedelijk" not in tested.told(CRIME) and "Bij gelijke dichtheid blijft over: gemeenten +0,45" in told
    within = f"{CRIME},buurt,binnen 53 gemeenten (mediaan),2022,2022,2800,0.4,0.65,0.5,-0.6,-0.4,0.18,0.84,{KWB}"
    outcomes(
        tmp_path, monkeypatch, *[row.replace(",0.1,0.2,0.3,", ",,,,") for row in each_level(CRIME, 0.7, KWB)], within
    )
    told = tested.told(CRIME)
    assert "dichtheid" not in told
    assert "Binnen 53 gemeenten met genoeg buurten: van +0,18 tot +0,84, de middelste +0,65." in told


def test_outcomes_are_kept_by_what_they_are_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    near = "afstand_supermarkt afstand_school"
    outcomes(tmp_path, monkeypatch, *each_level(NEAR, 0.7, near))
    assert not tested.unfit(NEAR)
    (old, *_) = tested.outcomes(NEAR)
    new = old.model_copy(update={"spearman": 0.2, "areas": 330})
    within = old.model_copy(
        update={"where": "binnen 4 gemeenten (mediaan)", "lowest": 0.1, "highest": 0.8, "partial": None}
    )
    assert tested.keep([new, within]) == 2
    assert "+0,20 over gemeenten" in tested.unfit(NEAR), "what decides is read again at once"
    assert tested.keep([within.model_copy(update={"where": "binnen 5 gemeenten (mediaan)"})]) == 1
    assert [one.where for one in tested.outcomes(NEAR) if one.lowest is not None] == ["binnen 5 gemeenten (mediaan)"]
    assert len(tested.outcomes(NEAR)) == 4 and tested.FILE.path.read_text(encoding="utf-8").startswith("#\n# Een rij")
    broken = tested.FILE.path.read_text(encoding="utf-8").replace("0.7", "veel")
    tested.FILE.path.write_text(broken, encoding="utf-8")
    with pytest.raises(edited.LeftOut, match="spearman"):
        tested.keep([new])
    assert tested.FILE.path.read_text(encoding="utf-8") == broken


def test_the_demo_decides_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = tested.FILE.path.read_bytes()
    assert command.main(["validate", "--keep"]) == 1
    assert "verzonnen" in capsys.readouterr().err and tested.FILE.path.read_bytes() == before


def test_a_total_asks_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = " ".join(composite.leaves("leefbaarheid"))
    outcomes(tmp_path, monkeypatch, *each_level("leefbaarheid", 0.49, some))
    assert tested.unfit("leefbaarheid").startswith("Er is geen score: dit totaal gaat te weinig samen")
    outcomes(tmp_path, monkeypatch, *each_level("leefbaarheid", 0.5, some))
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
    file.write_text(HEAD + "armoede,wijk,Nederland,2022,2022,3000,0.9,0.7,0.1,,,,,x\n", encoding="utf-8")
    made = edited.File(file, about="", tables={edited.ROW: tested.Outcome}).read()
    assert "geen score van leefbaarheid" in str(made.problems[0])


@pytest.mark.parametrize("row", ["leefbaarheid_voorzieningen,wijk,Nederland,2022,2022,3000,0.9,0;29,0.1,,,,,x", "a,b"])
def test_where_a_row_is_left_out_nothing_is_a_score(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It could be the one that decides."""
    good = "leefbaarheid_voorzieningen,wijk,Nederland,2022,2022,3000,0.9,0.7,0.1,,,,,x"
    outcomes(tmp_path, monkeypatch, good, row)
    assert "niet goed ingevuld" in tested.unfit("leefbaarheid_voorzieningen")
    outcomes(tmp_path, monkeypatch, good.replace("0.7", "6.7"))
    assert tested.unfit("leefbaarheid_voorzieningen")
