"""The wall around areas: who reads rows of areas out of the store asks answers.ground, or stands on a list with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

ROOMS = ("indicators", "answers", "figures", "export", "ui", "web", "pages")
# What gives rows of areas, and whom it is asked of; ``data.values`` is answers.data, the rest is a store.
READS = {"table", "statuses", "observations", "names", "regions", "map_ids"}
STORES = {"store", "held", "data", "store()", "data.store()", "asked.data", "self.data", "_held.store()"}
ASKING = {"answers.ground", "indicators.same_ground"}
COUNTRY = {"COUNTRY", "'NL00'", "'land'"}

# Modules that read rows of areas and ask nothing about their ground, each with why that is right.
ONE_DIVISION = "the areas of one division among each other; whoever puts them under a name asks"
ALONE = {
    "answers/data.py": "gives figures under the codes of their own division, for who asks about the ground",
    "answers/ranks.py": ONE_DIVISION,
    "answers/standing.py": ONE_DIVISION,
    "answers/letter_test.py": "counts areas of one division, and names none",
    "answers/money.py": "gemeenten of one year, in the division of that year",
    "answers/coverage/__init__.py": "one year, in the division of that year; need is put beside it by answers.coverage.need",
    "answers/students.py": "one year, in the division of that year",
    "answers/need_figures.py": ONE_DIVISION,
    "answers/claims/loaded.py": "counts areas, and names none",
    "export/pictures/areas.py": "the shapes of the map that is drawn",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


SOURCES = dict(sources())


def reads(tree: ast.AST) -> list[ast.Call]:
    """The calls that give rows of areas; of the country there is one, and it is always the same."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        asked, of = node.func.attr, ast.unparse(node.func.value)
        rows = (asked in READS and of in STORES) or (asked == "values" and of == "data")
        if rows and not (node.args and ast.unparse(node.args[0]) in COUNTRY):
            found.append(node)
    return found


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def asks(name: str, tree: ast.AST) -> bool:
    return bool(imported(tree) & ASKING) or name in ("answers/ground.py", "indicators/same_ground.py")


def test_who_reads_rows_of_areas_asks_about_their_ground() -> None:
    silent = {name for name, tree in SOURCES.items() if reads(tree) and not asks(name, tree)}
    assert sorted(silent - set(ALONE)) == [], (
        "These read figures or names of areas and never ask answers.ground: a code means another area in another division."
    )
    assert sorted(set(ALONE) - silent) == [], "These have no need of a place on the list any more."


@pytest.mark.parametrize("name", SOURCES)
def test_one_value_of_one_area_is_asked_of_the_ground(name: str) -> None:
    """``data.value_of`` knows codes of the division of the figure only: for an area that a reader means it is ground.value_of."""
    if name in ("answers/ground.py", "answers/data.py"):
        return
    calls = [
        node
        for node in ast.walk(SOURCES[name])
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "data.value_of" and len(node.args) > 1
    ]
    assert [ast.unparse(call) for call in calls if ast.unparse(call.args[1]) not in COUNTRY] == []


# Who may take names out of the store, each with why; the rest asks ground.names, which never borrows those of another ground.
NAMING = {
    "answers/coverage/need.py": "the codes of the year of the youth work",
    "answers/data.py": "places by the newest division that names them",
    "answers/divisions.py": "the codes of one division",
    "answers/former.py": "the areas of now, by name, to go on to",
    "answers/ground.py": "it is the ground",
    "answers/groups.py": "the division that the chosen area is named in",
    "answers/profile/stacked.py": "the division of the figures",
    "export/bulk.py": "rows as published, with their mark",
    "figures/difference.py": "the codes of the newest of two years",
    "figures/maps.py": "what the map itself calls an area, to say when it was called otherwise",
    "indicators/__main__.py": "the newest division that knows the code that was given",
    "indicators/same_ground.py": "it is the ground",
    "indicators/through_years.py": "it tells what a code is called in each division",
    "web/api/answers.py": "rows as published, with their mark",
}


def test_names_of_areas_are_asked_of_the_ground() -> None:
    called = {
        name
        for name, tree in SOURCES.items()
        for call in reads(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "names"
    }
    assert sorted(called - set(NAMING)) == []
    assert sorted(set(NAMING) - called) == []


def test_only_maps_take_the_shapes_of_a_near_division() -> None:
    near = {
        name
        for name, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "nearest_division"
    }
    assert sorted(near) == ["figures/maps.py", "figures/place_names.py"]


def test_the_wall_sees_what_it_is_there_for() -> None:
    joined = ast.parse(
        "from answers import data\n"
        "old = data.values(id, 'wijk', 2020)['value']\n"
        "shown = old.reindex(data.store().names('wijk', 2024).index)"
    )
    assert {ast.unparse(call.func) for call in reads(joined)} == {"data.values", "data.store().names"}
    assert not asks("pages/new.py", joined)
    assert reads(ast.parse("data.store().table('land', 2020)")) == []
