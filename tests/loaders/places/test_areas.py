"""A name or gemeente beside a code is a check: codes are used again, and a file of before can name another area."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from loaders import store
from loaders.importing.plan import Plan
from loaders.importing.proposal import Proposal, understand
from loaders.places.areas import Division, Match
from loaders.reading import files
from loaders.store import writer

# Two divisions: Puiflijk had the code 01, which Druten has now; 03 was only named anew; Appingedam went into Eemsdelta.
THEN = {"GM0225": "Druten", "WK022501": "Puiflijk", "WK022502": "Afferden", "WK022503": "Oude naam"}
THEN |= {"GM0003": "Appingedam", "WK000300": "Appingedam", "GM0228": "Ede", "WK022801": "Lunteren"}
NOW = {"GM0225": "Druten", "WK022501": "Druten", "WK022504": "Afferden", "WK022505": "Puiflijk", "WK022503": "Nieuw"}
NOW |= {"GM1979": "Eemsdelta", "WK197901": "Appingedam", "GM0228": "Ede", "WK022801": "Lunteren", "WK022502": "Horssen"}


def names(areas: dict[str, str], level: str) -> pd.DataFrame:
    there = {code: name for code, name in areas.items() if code.startswith({"gemeente": "GM", "wijk": "WK"}[level])}
    frame = pd.DataFrame({"region": list(there), "name": list(there.values()), "change": ""})
    frame["gemeente"] = [f"GM{code[2:6]}" for code in there]
    return frame.assign(gemeente_name=[areas[code] for code in frame["gemeente"]])


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> store.Store:
    root: Path = tmp_path_factory.mktemp("areas")
    with writer(root) as w:
        for year, areas in ((2020, THEN), (2024, NOW)):
            for level in ("gemeente", "wijk"):
                w.put_names(level, year, names(areas, level))
        told = [(2020, 2024, "WK022501", "other", "names", ""), (2020, 2024, "WK022503", "same", "flags", "WK022503")]
        w.put_ground("wijk", pd.DataFrame(told, columns=["old", "new", "region", "ground", "sign", "was"]), "x")
    return store.open_store(root)


@pytest.fixture
def division(there: store.Store) -> Division:
    return Division(there, 2024)


def found(division: Division, code: str, name: str = "", gemeente: str = "") -> Match:
    return division.checked(division.by_code(code, ""), name, gemeente)


@pytest.mark.parametrize(
    ("code", "name", "gemeente"),
    [
        ("WK022501", "", ""),
        ("WK022501", "Druten", "Druten"),
        ("WK022501", "wijk 01 DRUTEN", "GM0225"),
        ("WK022501", "Iets heel anders", ""),
        ("WK022504", "Druten", ""),
        ("WK022503", "Oude naam", ""),
        ("WK022501", "Totaal", ""),
        ("WK197901", "Appingedam", "Appingedam"),
        ("WK197901", "Appingedam", "GM0003"),
        ("WK022801", "Lunteren", "Nergenshuizen"),
        ("GM0228", "Ede", "Ede"),
    ],
    ids=[
        "nothing beside it",
        "as it is",
        "written otherwise",
        "a name that nobody has",
        "the name of its gemeente",
        "named anew, the same ground",
        "a total",
        "a gemeente that went into it",
        "the code of that gemeente",
        "a gemeente that nobody knows",
        "a gemeente",
    ],
)
def test_a_code_that_its_row_may_mean_is_kept(division: Division, code: str, name: str, gemeente: str) -> None:
    assert found(division, code, name, gemeente).region == code


def test_a_code_of_before_is_told_with_what_it_could_be(division: Division) -> None:
    match = found(division, "WK022501", "Puiflijk")
    assert match.region == ""
    assert (
        match.why_not == "WK022501 heet in 2024 Druten; in het bestand staat Puiflijk, en zo heette deze code in 2020"
    )
    assert match.closest == (("WK022505", "Puiflijk"), ("WK022501", "Druten"))


def test_a_name_of_another_area_of_now_is_told(division: Division) -> None:
    match = found(division, "WK022505", "Horssen")
    assert match.why_not == "WK022505 heet in 2024 Puiflijk; in het bestand staat Horssen"
    assert match.closest[0] == ("WK022502", "Horssen")


def test_a_name_that_only_an_older_division_gave_the_code_is_told(division: Division) -> None:
    """Afferden had 02 in 2020: what is called Horssen now is another area, or nobody can say."""
    assert found(division, "WK022502", "Afferden").region == ""


def test_a_code_in_another_gemeente_is_told(division: Division) -> None:
    match = found(division, "WK022501", "Lunteren", "Ede")
    assert match.why_not == "WK022501 (Druten) ligt in 2024 in Druten; in het bestand staat Ede"
    assert match.closest == (("WK022801", "Lunteren"), ("WK022501", "Druten"))


def test_a_file_of_another_year_is_checked_in_the_division_of_that_year(there: store.Store) -> None:
    then = Division(there, 2020)
    assert found(then, "WK022501", "Puiflijk").region == "WK022501"
    assert found(then, "WK022501", "Druten", "Ede").region == ""


def read(there: store.Store, rows: str, **choices: object) -> Proposal:
    return understand(files.read(rows.encode(), "bestand.csv"), there, Plan(**choices))  # type: ignore[arg-type]


ROWS = "wijkcode;wijknaam;jaar;jongerenwerk fte\nWK022501;Puiflijk;2024;1,5\nWK022505;Puiflijk;2024;0,5\n"


def test_such_a_row_is_left_out_and_shown(there: store.Store) -> None:
    made = read(there, ROWS)
    assert made.frame["region"].tolist() == ["WK022505"]
    (left,) = made.unmatched
    assert str(left).startswith("WK022501 (rij 2): WK022501 heet in 2024 Druten; in het bestand staat Puiflijk")
    assert not made.clean, "it is not stored without being asked"


def test_a_reader_may_say_that_the_code_was_right(there: store.Store) -> None:
    made = read(there, ROWS, areas={"WK022501": "WK022501"})
    assert made.frame["region"].tolist() == ["WK022501", "WK022505"] and made.clean
