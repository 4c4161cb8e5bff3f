"""Files that declare: names year by year, and variables; what they say, and how they fail."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest
from pydantic import Field

from loaders import declared, edited
from loaders.pulling import years
from loaders.source import Variable


class Year(years.Year):
    columns: Mapping[str, edited.Text] = Field({}, description="de kolommen")
    optional: years.Present = Field((), description="wat mag ontbreken")

    def names(self):
        return self.columns


TEXT = """
[2019]
table = "00019NED"
[2019.columns]
inwoners = "Aantal"
geweld = "Geweld"

[2020]
table = "00020NED"
optional = ["geweld"]

[2021]
table = "00021NED"
gone = ["geweld"]
[2021.columns]
inwoners = "AantalInwoners"
"""


@pytest.fixture
def file(tmp_path):
    def written(text):
        (tmp_path / "bron.toml").write_text(text, encoding="utf-8")
        return edited.File(tmp_path / "bron.toml", about="Kolommen.", tables={"jaar": Year}, headed=True)

    yield written
    edited.kept.cache_clear()


def test_a_year_is_as_the_one_before_it_but_for_what_it_says(file):
    found = years.listed(file(TEXT), Year)
    assert [block.table for block in found.values()] == ["00019NED", "00020NED", "00021NED"]
    names = {year: years.names(block for each, block in found.items() if each <= year) for year in found}
    assert names == {
        2019: {"inwoners": "Aantal", "geweld": "Geweld"},
        2020: {"inwoners": "Aantal", "geweld": "Geweld"},
        2021: {"inwoners": "AantalInwoners"},
    }
    assert found[2020].optional == ("geweld",)


def test_blocks_may_stand_in_any_order(file):
    first, rest = TEXT.split("[2020]")
    assert not file(f"[2020]{rest}{first}").read().problems
    assert list(years.listed(file(f"[2020]{rest}{first}"), Year)) == [2019, 2020, 2021]


@pytest.mark.parametrize(
    ("block", "line", "what", "mend"),
    [
        ("gone = ['inwoners']", 18, "table ontbreekt", "het nummer van de tabel"),
        ("table = '9'", 19, "table is '9', en dat kan niet", "zoals 86358NED"),
        (
            "table = '00022NED'\ngone = ['geweld']",
            20,
            "gone noemt 'geweld', en het jaar ervoor heeft dat niet",
            "Haal het weg, of kies uit: inwoners",
        ),
        (
            "table = '00022NED'\noptional = ['inwoner']",
            20,
            "optional noemt 'inwoner', en dit jaar heeft dat niet",
            "Bedoelt u inwoners?",
        ),
        ("table = '00022NED'\ngone = 'inwoners'", 20, "gone is 'inwoners', en dat is geen lijst", "rechte haken"),
        ("table = '00022NED'\noptionel = ['inwoners']", 20, "optionel kent dit dashboard niet", "Bedoelt u optional?"),
        ("table = '00022NED'\n[2022.columns]\ngeweld = ''", 21, "columns, geweld is leeg", "de kolommen"),
        ("table = '00022NED'\n[2021.columns]\ngeweld = 'x'", 20, "[2021] hoort niet in dit blok", "[2022.…]"),
        ("table = D", 19, "vanaf hier is dit blok niet te lezen: 'table = D'", "aanhalingsteken"),
    ],
)
def test_a_slip_costs_its_own_year_and_is_said_with_its_line(file, block, line, what, mend):
    made = file(f"{TEXT}\n[2022]\n{block}\n")
    assert list(years.listed(made, Year)) == [2019, 2020, 2021]
    (problem,) = made.read().problems
    assert (problem.line, problem.entry, problem.what) == (line, "jaar 2022", what) and mend in problem.mend


@pytest.mark.parametrize("heading", ["[[2022]]", "[nu]", "[2o22]", "[]"])
def test_a_wrong_heading_costs_its_own_year(file, heading):
    made = file(f"{TEXT}\n{heading}\ntable = '00022NED'\n")
    assert list(years.listed(made, Year)) == [2019, 2020, 2021]
    assert [problem.line for problem in made.read().problems] == [18]


def test_a_later_year_is_not_blamed_for_one_that_cannot_be_read(file):
    made = file(TEXT.replace('geweld = "Geweld"', "geweld = Geweld"))
    (problem,) = made.read().problems
    assert problem.entry == "jaar 2019" and list(years.listed(made, Year)) == [2020, 2021]


def test_all_that_is_wrong_is_said_at_once(file):
    text = TEXT.replace('"00019NED"', '"19"').replace('["geweld"]', '["gewelt"]')
    assert [(problem.entry, problem.field) for problem in file(text).read().problems] == [
        ("jaar 2019", "table"),
        ("jaar 2020", "optional"),
        ("jaar 2021", "gone"),
    ]


ENTRY = {"id": "geweld", "label": "Geweld", "unit": "%", "kind": "share", "theme": "leefbaarheid", "is": "Hoe vaak."}


def test_a_block_is_a_variable():
    made = declared.Figure.model_validate({**ENTRY, "caveats": ["afgerond"]}).variables()
    assert made == (Variable("geweld", "Geweld", "%", "share", "leefbaarheid", "Hoe vaak.", caveats=("afgerond",)),)


def test_every_field_of_a_variable_can_be_written():
    """But for the versions of a model, which a source works out of its own table (loaders/sources/leefbaarometer.py)."""
    fields = {field.name for field in dataclasses.fields(Variable)} - {"versions"}
    assert {*declared.Figure.model_fields} == fields
