"""The brief of areas that moved: no figure of another ground, what was worked out says so, and an area as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest

from answers.data import entries
from answers.profile import view
from export.brief import __main__ as command
from export.brief import of_area, of_indicator, of_set, pdf, subjects, word
from export.brief.content import Brief
from tests import moved_store as moved


@pytest.fixture(scope="module", autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder: Path = tmp_path_factory.mktemp("moved")
    moved.build(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DSW_DATA", str(folder))
        yield folder


def said(brief: Brief) -> str:
    """Every word of a brief, with that of its pictures and questions."""
    numbers = (text for n in brief.numbers for text in (n.label, n.value, n.year, n.margin, n.beside))
    pictures = (text for p in (brief.map, brief.chart) if p for text in (p.title, p.alt))
    questions = (q.text for q in brief.questions)
    return "\n".join([brief.title, brief.subtitle, *brief.said, *brief.cautions, *numbers, *pictures, *questions])


def benefits(brief: Brief) -> list[tuple[str, str, str]]:
    return [(n.value, n.year, n.margin) for n in brief.numbers if n.label.startswith("Bijstand")]


def test_a_code_that_was_another_area_gets_no_figure_and_no_question_of_it() -> None:
    brief = of_area.brief(moved.REUSED)
    assert brief.title == "In Gehucht wonen 185 mensen (2022)"
    assert "ijstand" not in said(brief) and "Stad" not in said(brief) and "2020" not in said(brief)


def test_the_area_that_had_that_code_has_it_under_its_new_one() -> None:
    ((value, year, _),) = benefits(of_area.brief(moved.CITY))
    assert (value, year) == ("150", "2020"), "Wijk 01 and Wijk 05 are numbers, not names"


def test_a_new_name_is_told_beside_a_figure_of_before() -> None:
    ((_, year, _),) = benefits(of_area.brief(moved.RENAMED))
    assert year == "2020, in de indeling van 2020 Dorp"


def test_what_was_added_up_from_buurten_says_so() -> None:
    seen = view.view_of(moved.NEW_HALF)
    figure = seen.found["bijstand_per_1000"]
    number = of_area._number(moved.NEW_HALF, figure, entries()["bijstand_per_1000"], seen)
    made = "opgeteld uit 1 buurt van 2020, 100% van de inwoners"
    assert (number.value, number.year, number.margin) == ("138", "2020", made)
    _, caution = of_area._map(moved.NEW_HALF, figure)
    assert caution == f"Het cijfer van 2020 is {made}. De gebieden eromheen zijn die van 2020."
    assert of_area._among(moved.NEW_HALF, "Groot-Zuid", figure) is None, "it has no place among the areas of then"


def test_an_area_as_it_was_is_told_with_its_year() -> None:
    brief = of_area.brief(f"{moved.REUSED}@2020")
    assert "Wijk 01 Stad" in brief.title and f"{moved.REUSED}, zoals het was in de indeling van 2020" in brief.subtitle
    assert "indeling=2020" in brief.address and f"gebied={moved.REUSED}" in brief.address
    assert "@" not in said(brief) + "".join(brief.name)
    book = docx.Document(io.BytesIO(word.render(brief)))
    assert any("Wijk 01 Stad" in paragraph.text for paragraph in book.paragraphs)


@pytest.mark.parametrize("code", [f"{moved.REUSED}@2020", moved.GONE])
def test_nobody_of_now_is_asked_about_an_area_of_before(code: str) -> None:
    brief = of_area.brief(code)
    assert brief.questions == () and "geen vragen aan wie nu bestuurt" in brief.unasked
    book = docx.Document(io.BytesIO(word.render(brief)))
    assert {"Geen vragen", brief.unasked} <= {paragraph.text for paragraph in book.paragraphs}
    written = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(brief))).pages)
    assert "Geen vragen" in written and "Drie vragen" not in written
    now = of_area.brief(moved.CITY)
    assert len(now.questions) == 3 and not now.unasked


def test_a_gemeente_that_merged_shows_nothing_of_what_it_was() -> None:
    assert "ijstand" not in said(of_area.brief(moved.MERGED))


def test_an_address_of_a_former_area_makes_its_brief() -> None:
    found = subjects.of_address(f"/wijkprofiel?gebied={moved.REUSED}&indeling=2020")
    assert found == subjects.Area(f"{moved.REUSED}@2020")


def test_the_command_takes_an_area_as_it_was_and_refuses_one_that_was_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "brief.docx"
    assert command.main([f"{moved.REUSED}@2020", "-o", str(file)]) == 0
    assert "Wijk 01 Stad" in capsys.readouterr().out and file.is_file()
    assert command.main([f"{moved.REUSED}@2019", "-o", str(file)]) == 1
    assert moved.REUSED in capsys.readouterr().err


def test_the_brief_of_a_figure_names_its_areas_as_they_were_and_picks_only_the_same_ground() -> None:
    brief = of_indicator.brief("bijstand_per_1000", "wijk", 2020, chosen=moved.REUSED)
    assert "Gehucht" not in said(brief) and "Wijk 01 Stad" in said(brief)
    picked = of_indicator.brief("bijstand_per_1000", "wijk", 2020, chosen=moved.CITY)
    assert any(n.beside == "gekozen gebied" and n.value == "150" for n in picked.numbers)


def test_the_whole_of_a_figure_of_a_gemeente_that_merged_is_not_told() -> None:
    brief = of_indicator.brief("bijstand_per_1000", "wijk", 2020, gemeente=moved.MERGED)
    assert all(n.beside != "het geheel" for n in brief.numbers)


def test_areas_together_have_no_figure_of_a_year_in_which_one_was_another() -> None:
    assert "ijstand" not in said(of_set.brief([moved.REUSED, moved.STAYED]))
    assert "ijstand" in said(of_set.brief([moved.CITY, moved.STAYED]))


def test_an_address_of_the_map_keeps_the_year_of_its_area() -> None:
    address = f"/kaart?indicator=bijstand_per_1000&niveau=wijk&jaar=2020&gebied={moved.REUSED}&indeling=2020"
    found = subjects.of_address(address)
    assert isinstance(found, subjects.Indicator) and found.chosen == f"{moved.REUSED}@2020"
    brief = found.brief()
    assert any(n.beside == "gekozen gebied" and n.label == "Wijk 01 Stad, zoals het was in 2020" for n in brief.numbers)
    assert f"gebied={moved.REUSED}&indeling=2020" in brief.address


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/wijkprofiel?gebied=NL00&indeling=2020", "NL00"),
        (f"/wijkprofiel?gebied={moved.REUSED}&indeling=2022", moved.REUSED),
        (f"/wijkprofiel?gebied={moved.REUSED}@2020", f"{moved.REUSED}@2020"),
        (f"/vergelijken?gebieden={moved.REUSED}@2022,NL00", moved.REUSED),
    ],
)
def test_an_area_of_now_is_one_without_a_year(address: str, code: str) -> None:
    assert subjects.of_address(address) == subjects.Area(code)
    bare, _, year = address.partition("gebied=")[2].partition("&indeling=")
    if year:
        assert subjects.of_codes([f"{bare}@{year}"]) == subjects.Area(code)


def test_one_area_that_was_named_twice_is_one() -> None:
    assert subjects.of_codes([moved.CITY, f"{moved.CITY}@2022"]) == subjects.Area(moved.CITY)


def test_areas_together_have_the_year_behind_their_name_and_count_each_ground_once() -> None:
    brief = of_set.brief([f"{moved.REUSED}@2020", moved.STAYED, moved.CITY])
    assert "Wijk 01 Stad, zoals het was in 2020 en Vast" in brief.subtitle
    assert "3 wijken" not in said(brief) and "16.100" not in said(brief)
