"""The wall around areas: who reads rows of areas out of the store asks answers.ground, or stands on a list with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.ground_wall import COUNTRY, Module

ROOMS = ("indicators", "answers", "figures", "export", "ui", "web", "pages")
ITSELF = {"answers/ground.py", "indicators/same_ground.py"}

# Functions that read rows of areas while nothing around them asks about their ground, each with why that is right.
ONE_DIVISION = "the areas of one division among each other; whoever puts them under a name asks"
OWN_YEAR = "one year, in the division of that year"
COUNTS = "counts areas, and names none"
SHAPES = "the shapes of one division, under their own codes"
ONE_MAP = "one map of one year, which asked about its own shapes"
PUBLISHED = "rows as published, with their mark"
ALONE = {
    "answers/profile/__init__.py values_above": "by the code that _own found, which asks",
    "answers/between_within.py parts": ONE_DIVISION,
    "answers/coherence.py of": ONE_DIVISION,
    "answers/method_text.py together_table": COUNTS,
    "answers/small_areas.py clustered": ONE_DIVISION,
    "answers/small_areas.py counts": ONE_DIVISION,
    "figures/adjusted.py prepare": ONE_MAP,
    "figures/views/clusters.py Clusters.work_out": ONE_MAP,
    "figures/views/funnel.py Funnel.work_out": ONE_MAP,
    "figures/views/signal.py _change": "the last measurement; answers.early_signal asks about the first",
    "figures/views/signal.py Signal.work_out": "answers.early_signal asked about the ground of each measurement",
    "answers/data.py values": "gives figures under the codes of their own division, for who asks about the ground",
    "answers/data.py named": COUNTS,
    "answers/data.py place": "one area in the division that its code names",
    "answers/data.py places": "places by the newest division that names them",
    "answers/claims/loaded.py from_data": COUNTS,
    "answers/coverage/__init__.py areas": OWN_YEAR,
    "answers/divisions.py codes_of": ONE_DIVISION,
    "answers/letter_test.py changes": COUNTS,
    "answers/money.py table": OWN_YEAR,
    "answers/need_figures.py _outcome": ONE_DIVISION,
    "answers/planner/amounts.py bases": OWN_YEAR,
    "answers/ranks.py rank_areas": ONE_DIVISION,
    "answers/score.py norms": ONE_DIVISION,
    "answers/score.py outcome": ONE_DIVISION,
    "answers/score_tables.py listed": ONE_DIVISION,
    "answers/standing.py _composite": ONE_DIVISION,
    "answers/data.py _parts": OWN_YEAR,
    "answers/data.py parts_at": OWN_YEAR,
    "answers/left_out.py left_out": OWN_YEAR,
    "answers/standing.py _places": ONE_DIVISION,
    "answers/standing.py standing_of": ONE_DIVISION,
    "answers/students.py many": OWN_YEAR,
    "export/bulk.py _names": PUBLISHED,
    "export/bulk.py tidy": PUBLISHED,
    "export/bulk.py wide": PUBLISHED,
    "export/pictures/areas.py _shapes": SHAPES,
    "figures/maps.py bounds": SHAPES,
    "figures/maps.py prepare": "draw, which it ends in, puts them on the shapes of their ground",
    "figures/place_names.py collection": SHAPES,
    "figures/planner_map.py drawing": ONE_MAP,
    "figures/score_map.py drawing": ONE_MAP,
    "figures/views/bubbles.py points": SHAPES,
    "figures/views/one_figure.py OneFigure.work_out": ONE_MAP,
    "figures/views/two_years.py TwoYears.work_out": "the map of the last year; figures.difference asks about the first",
    "indicators/__main__.py _elsewhere": "figures of one division, which brought put on it by their ground",
    "indicators/__main__.py _lost": COUNTS,
    "indicators/__main__.py _parts": COUNTS,
    "indicators/__main__.py _with_people": ONE_DIVISION,
    "indicators/__main__.py _build": "the base year, in its own division",
    "indicators/__main__.py _size": COUNTS,
    "indicators/__main__.py _built": "figures of one division, made of figures of that division",
    "indicators/__main__.py validate": COUNTS,
    "indicators/beside.py _added": ONE_DIVISION,
    "indicators/beside.py _norms": OWN_YEAR,
    "indicators/beside.py _of_year": "the division of the score; the counterpart is asked of the ground (_on_ground)",
    "indicators/beside.py _places": "the one gemeente that a score is known in, by name",
    "indicators/brought.py figures": "what it brings to the division of the events, by their ground",
    "ui/story/steps.py _need": ONE_MAP,
    "ui/story/steps.py _now": OWN_YEAR,
    "web/api/answers.py _areas": PUBLISHED,
}


def sources() -> Iterator[tuple[str, Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield file.relative_to(ROOT).as_posix(), Module(tree)


SOURCES = dict(sources())


def test_who_reads_rows_of_areas_asks_about_their_ground() -> None:
    silent = {f"{name} {one}" for name, module in SOURCES.items() if name not in ITSELF for one in module.silent()}
    assert sorted(silent - set(ALONE)) == [], (
        "These read figures or names of areas and never ask answers.ground: a code means another area in another division."
    )
    assert sorted(set(ALONE) - silent) == [], "These have no need of a place on the list any more."


@pytest.mark.parametrize("name", SOURCES)
def test_one_value_of_one_area_is_asked_of_the_ground(name: str) -> None:
    """``data.value_of`` knows codes of the division of the figure only: for an area that a reader means it is ground.value_of."""
    if name in ("answers/ground.py", "answers/data.py"):
        return
    module = SOURCES[name]
    calls = [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and module.full(node.func) == "answers.data.value_of" and len(node.args) > 1
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
    "indicators/beside.py": "the one gemeente that a score is known in, by name",
    "indicators/through_years.py": "it tells what a code is called in each division",
    "web/api/answers.py": "rows as published, with their mark",
}


def test_names_of_areas_are_asked_of_the_ground() -> None:
    called = {
        name
        for name, module in SOURCES.items()
        if any(read.endswith(".names") for one in module.functions for read in module.reads(one))
    }
    assert sorted(called - set(NAMING)) == []
    assert sorted(set(NAMING) - called) == []


def test_only_maps_take_the_shapes_of_a_near_division() -> None:
    near = {
        name
        for name, module in SOURCES.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "nearest_division"
    }
    # Neighbours too, as far as they are the same ground.
    assert sorted(near) == ["answers/small_areas.py", "figures/maps.py", "figures/place_names.py"]


# Ways around the wall that were tried, each of which it has to see.
AROUND = {
    "another name": "from answers import data as stored\ndef f():\n    return stored.values(id, 'wijk', 2020)",
    "the function": "from answers.data import values as got\ndef f():\n    return got(id, 'wijk', 2020)",
    "handed on": "from answers import data\ndef f():\n    return map(data.values, ids, levels, years)",
    "kept": "from answers import data\ndef f():\n    kept = data.store()\n    return kept.table('wijk', 2020)",
    "any store": "def f(anything):\n    return anything.names('wijk', 2020)",
    "ranks": "from answers.ranks import rank_areas\ndef f():\n    return rank_areas(e, 'wijk', 2020)",
    "maps": "from figures import maps\ndef f():\n    return [maps.prepare(e, 'wijk', y).values for y in (2020, 2024)]",
    "links": "def f(held):\n    return held.crosswalk('wijk', 2020, 2024), held.groups('provincie', 2020)",
    "elsewhere": "from answers import data, ground\ndef g():\n    return ground.line(a)\ndef f():\n    return data.values(*a)",
    "a page": "from answers import data\nold = data.values(id, 'wijk', 2020)",
}


@pytest.mark.parametrize("way", AROUND)
def test_the_wall_cannot_be_walked_around(way: str) -> None:
    assert list(Module(ast.parse(AROUND[way])).silent()) == ["<top>" if way == "a page" else "f"]


def test_the_wall_lets_pass_what_asks() -> None:
    for told in (
        "from answers import data, ground\ndef f():\n    return ground.of_areas(data.values(i, 'wijk', 2020), a, 2020)",
        "from answers import ground as g\ndef _part(h):\n    return h.table('wijk', 2020)\ndef f(h):\n    return g.onto(_part(h))",
        "from answers import data\ndef f():\n    return data.store().table('land', 2020)",
        "import streamlit as st\ndef f():\n    st.table(rows, key='x')",
    ):
        assert list(Module(ast.parse(told)).silent()) == []
