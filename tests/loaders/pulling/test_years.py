"""Files that declare: names year by year, and variables; what they say, and how they fail."""

from __future__ import annotations

import pytest

from loaders import declared
from loaders.pulling import years
from loaders.source import Variable

FILE = """
[2019]
table = "A"
[2019.columns]
inwoners = "Aantal"
geweld = "Geweld"

[2020]
table = "B"
optional = ["geweld"]

[2021]
table = "C"
gone = ["geweld"]
[2021.columns]
inwoners = "AantalInwoners"
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        (tmp_path / "bron.toml").write_text(text, encoding="utf-8")
        return years.read(tmp_path / "bron.toml", "columns", ("optional",))

    return read


def test_a_year_is_as_the_one_before_it_but_for_what_it_says(read):
    assert read(FILE) == {
        2019: years.Year("A", {"inwoners": "Aantal", "geweld": "Geweld"}, {}),
        2020: years.Year("B", {"inwoners": "Aantal", "geweld": "Geweld"}, {"optional": ("geweld",)}),
        2021: years.Year("C", {"inwoners": "AantalInwoners"}, {}),
    }


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("gone = ['x']", r"bron\.toml, \[2022\]: table is missing"),
        ("table = 'D'\ngone = ['geweld']", r"\[2022\]: geweld is gone, but the year before it does not have it"),
        ("table = 'D'\noptional = ['geweld']", r"\[2022\]: geweld is listed, but this year does not have it"),
        ("table = 'D'\noptionel = ['inwoners']", r"\[2022\]: optionel is not a key of a year"),
        ("table = D", r"bron\.toml is no TOML.*line 19"),
    ],
)
def test_a_fault_names_the_file_the_year_and_the_word(read, block, told):
    with pytest.raises(ValueError, match=told):
        read(f"{FILE}\n[2022]\n{block}\n")


ENTRY = {"label": "Geweld", "unit": "%", "kind": "share", "theme": "leefbaarheid", "is": "Hoe vaak."}


def test_an_entry_is_a_variable_and_its_tables_are_of_the_source():
    made = declared.variable("geweld", {**ENTRY, "caveats": ["afgerond"], "cbs": {"unit": "%"}})
    assert made == Variable("geweld", "Geweld", "%", "share", "leefbaarheid", "Hoe vaak.", caveats=("afgerond",))


@pytest.mark.parametrize(("entry", "told"), [({"lable": "x"}, "geweld.*lable"), ({"is": None}, "geweld.*is")])
def test_an_entry_with_another_key_names_its_variable(entry, told):
    entry = {key: value for key, value in {**ENTRY, **entry}.items() if value is not None}
    with pytest.raises(ValueError, match=told):
        declared.variable("geweld", entry)
