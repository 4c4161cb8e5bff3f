"""Classes that a source made go by their names wherever a figure is listed: as a value, in the dictionary and in the API."""

from __future__ import annotations

import pytest

from answers import data, dictionary, heatmap, words
from tests.web.serving import serving


@pytest.mark.parametrize("id", words.CLASSES)
def test_a_class_has_its_name_in_every_list(id: str) -> None:
    entry, names = data.entry(id), words.CLASSES[id]
    for number, name in enumerate(names, start=1):
        told = f"{number}: {name}"
        assert words.short(entry, number) == words.value(entry, number) == words.once(entry, number) == told
        assert told in heatmap._cell(entry, float(number), "", "", "")
    row = dictionary.download([entry], data.store()).iloc[0]
    assert row["klassen"] == "; ".join(f"{number}: {name}" for number, name in enumerate(names, start=1))
    assert "klassen" in dictionary.COLUMNS


def test_a_figure_without_classes_has_none() -> None:
    assert words.classes(data.entry("inwoners")) == ""


def test_the_api_names_them_too() -> None:
    with serving() as client:
        for id, names in words.CLASSES.items():
            said = client.ask(f"/api/v1/indicators/{id}").json["indicator"]["classes"]
            assert said == {str(number): name for number, name in enumerate(names, start=1)}
        assert client.ask("/api/v1/indicators/inwoners").json["indicator"]["classes"] is None
