"""What README's *How to add* asks beside the thing itself, and would be forgotten in silence: each says what to write.

It leans on no other test, so that a copy of the project can run it by itself (tests/test_adding.py).
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import indicators
from indicators import catalog, key_figures
from indicators.recipes import Copy, Formula, Ratio
from indicators.uncertainty import basis, matters
from loaders.pulling import swing
from loaders.reading.http import BASE_URLS
from loaders.source import registry

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "indicators" / "cases"


def sources() -> Iterator[tuple[str, object]]:
    """Every module of a source, by the name of its file."""
    for module in pkgutil.iter_modules([str(ROOT / "loaders" / "sources")]):
        yield module.name, importlib.import_module(f"loaders.sources.{module.name}")


def imported(folder: Path) -> set[str]:
    """The names of all that the test modules in a folder import."""
    found = set()
    for file in folder.rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
            elif isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
    return found


def text_of(*patterns: str) -> str:
    """All of these files, one after the other."""
    return "\n".join(file.read_text(encoding="utf-8") for pattern in patterns for file in sorted(ROOT.glob(pattern)))


# ---------------------------------------------------------------- an indicator


def test_every_indicator_has_a_case_worked_out_by_hand() -> None:
    lacking = []
    for module in pkgutil.iter_modules(indicators.__path__):
        if module.name == "__main__":
            continue
        file = CASES / f"{module.name}.toml"
        cases = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        for indicator in getattr(importlib.import_module(f"indicators.{module.name}"), "INDICATORS", ()):
            if isinstance(indicator.made().recipe, Ratio | Formula | Copy) and indicator.id not in cases:
                lacking.append(
                    f"add a case for {indicator.id} to {file.relative_to(ROOT)}: its inputs, and the value on paper"
                )
    assert not lacking, "; ".join(lacking)


def test_every_case_is_of_an_indicator() -> None:
    cases = {id: file.name for file in CASES.glob("*.toml") for id in tomllib.loads(file.read_text(encoding="utf-8"))}
    gone = {id: name for id, name in cases.items() if id not in catalog.declared()}
    assert not gone, f"There is no such indicator any more; take its case out of tests/indicators/cases/: {gone}"


def test_every_indicator_of_another_making_is_tested_by_name() -> None:
    """A score, a headline and what counts dimensions are made of whole tables, so that no case can hold them."""
    tested = set(re.findall(r"\w+", text_of("tests/indicators/test_*.py")))
    others = {id for id, one in catalog.declared().items() if not isinstance(one.recipe, Ratio | Formula | Copy)}
    assert others <= tested, f"Write a test in tests/indicators/ that works out {others - tested}."


def test_every_figure_with_a_margin_has_a_smallest_difference() -> None:
    lacking = [entry.id for entry in catalog.entries().values() if basis(entry) and matters(entry) is None]
    assert not lacking, f"Write a row in indicators/differences.csv for each of {lacking}."


def test_every_theme_has_figures_that_a_profile_opens_on() -> None:
    themes = {entry.theme for entry in catalog.listed().values()}
    opened = {subject.theme for subject in key_figures.subjects() if subject.first}
    assert themes <= opened, (
        f"Add a row to indicators/key_figures.csv with first=ja for the theme {themes - opened}: no profile opens on it."
    )


# ---------------------------------------------------------------- a source


def test_every_source_is_pulled_in_a_test() -> None:
    tested = imported(ROOT / "tests" / "loaders")
    lacking = [
        f"add tests/loaders/sources/test_{name}.py, which pulls loaders/sources/{name}.py from a small answer "
        "(test_cbs_gebieden.py is a short one)"
        for name, module in sources()
        if module.SOURCE.pull is not None and f"loaders.sources.{name}" not in tested  # type: ignore[attr-defined]
    ]
    assert not lacking, "; ".join(lacking)


def test_every_address_of_a_source_is_known() -> None:
    lacking = {s for source in registry().values() for s in source.settings} - BASE_URLS.keys()
    assert not lacking, (
        f"Add {lacking} with its address to BASE_URLS in loaders/reading/http.py, and to docs/settings.md."
    )


def test_every_file_of_a_source_is_declared_with_it() -> None:
    """What is wrong in such a file has to stop the pull of its source."""
    known = {file.path for source in registry().values() for file in source.files}
    # Of no source: areas that became others, which every source asks for.
    other = {"gemeenten_herindeling.csv", "gemeenten_netwerken.csv"}
    there = [file for name in ("columns", "variables") for file in (ROOT / "loaders" / name).iterdir()]
    lacking = [file.name for file in there if file not in known and file.name not in other]
    assert not lacking, f"Name {lacking} in `files` of the SOURCE that reads it (loaders/sources/cbs_gebieden.py does)."


def test_every_question_to_swing_is_asked_by_a_source() -> None:
    sites = {name: module.SITE for name, module in sources() if hasattr(module, "SITE")}
    asked = {question for site in sites.values() for question in site.questions()}
    lost = {f"{question.host} ({question.gemeente})" for question in swing.table() if question not in asked}
    assert not lost, (
        f"Write a source as loaders/sources/utrecht.py with a SITE for {lost}, or mend loaders/columns/swing.csv."
    )
    for name, site in sites.items():
        source = importlib.import_module(f"loaders.sources.{name}").SOURCE
        declared = {variable.id: variable.unit for variable in source.variables}
        wanted = {question.variable: question.unit for question in site.questions()}
        assert wanted == declared, (
            f"loaders/columns/swing.csv and the variables of loaders/sources/{name}.py differ in "
            f"{dict(wanted.items() ^ declared.items())}: each variable needs a row, and each row a variable in that unit."
        )
        assert {question.level for question in site.questions()} <= {*source.levels}


# ---------------------------------------------------------------- what is shown


def test_every_view_of_the_map_is_offered() -> None:
    from figures import map_views
    from figures.views.view import View

    for module in pkgutil.iter_modules([str(ROOT / "figures" / "views")]):
        found = vars(importlib.import_module(f"figures.views.{module.name}")).values()
        for view in found:
            if isinstance(view, type) and issubclass(view, View) and view.__module__ == f"figures.views.{module.name}":
                assert view is View or view in map_views.VIEWS.values(), (
                    f"List {view.__name__} of figures/views/{module.name}.py in VIEWS of figures/map_views.py."
                )


def test_whoever_draws_a_chart_offers_it_to_take_along() -> None:
    for file in [*(ROOT / "pages").glob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        text = file.read_text(encoding="utf-8")
        if "plotly_chart(" in text and file.parent.name != "frame":
            assert "take_along." in text, (
                f"{file.relative_to(ROOT)} draws a chart that nobody can take along: write "
                "take_along.offer(take_along.Figure(...)) under it."
            )


def test_every_choice_of_the_planner_does_something() -> None:
    from answers.planner import choices

    code = [file for file in (ROOT / "answers" / "planner").glob("*.py") if file.name != "choices.py"]
    read = "\n".join(file.read_text(encoding="utf-8") for file in code)
    idle = [key for key in choices.TABLE if f'"{key}"' not in read]
    assert not idle, (
        f"Nothing reads {idle}: use it in answers/planner/carry_out.py, or take it out of TABLE in choices.py."
    )
