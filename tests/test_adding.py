"""README's *How to add*, walked: one of each is added to a copy of the project, and the house takes it in by itself.

What is forgotten on the way fails a test that says what to write.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.sources import cbs_kwb
from tests.conftest import ROOT

ROOMS = ("loaders", "indicators", "answers", "figures", "export", "ui", "web", "pages", "docs", ".streamlit", "static")

SOURCE = '''"""A source of the test."""

from __future__ import annotations

import pandas as pd

from loaders.pulling.pull import Pull
from loaders.source import Source, Variable


def pull(pull: Pull, year: int) -> None:
    """Save the benches of one wijk."""
    row = ("WK990101", "wijk", year, year, "proef_bankjes", 3.0, "published", "proef")
    columns = ["region", "level", "division", "year", "variable", "value", "status", "source"]
    pull.save_observations("wijk", pd.DataFrame([row], columns=columns))


SOURCE = Source(
    id="proef",
    title="Een proef",
    publisher="De proef",
    licence="CC0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    homepage="https://example.org",
    levels=("wijk",),
    years=(2024,),
    variables=(Variable("proef_bankjes", "Bankjes", "aantal", "count", "wonen", "Hoeveel bankjes er staan.", ""),),
    about="Alleen voor de proef.",
    pull=pull,
)
'''
SOURCE_TEST = '''"""The source of the test."""

from loaders.pulling.runner import Plan, run
from loaders.sources import proef


def test_benches_are_saved(tmp_path):
    (result,) = run(Plan([proef.SOURCE], [2024], root=tmp_path))
    assert (result.outcome, result.changes[0].rows) == ("ok", 1), result.message
'''
INDICATOR = """

INDICATORS = (
    *INDICATORS,
    _rate("proef_per_1000", ("misdrijven_totaal",), "Proef per 1.000 inwoners", "Een proef.", "Niets."),
)
"""
CASE = """
[proef_per_1000]
inputs = { misdrijven_totaal = 30, inwoners = 2000 }
value = 15
"""
DIFFERENCE = "proef_per_1000,20,procent,Alleen voor de proef.\n"
NEW = max(cbs_kwb.SOURCE.years) + 1
YEAR = f"""
[{NEW}]
table = "99999NED"
gone = ["huishoudens"]
"""
CLAIM = """
[[bewering]]
id = "C99"
stuk = "B"
soort = "eis"
thema = "integratie"
plaats = "nergens"
zin = "Er komt een proef."
[bewering.sindsdien]
stand = "onbekend"
"""
PAGE = '''"""A page of the test, with a figure to take along."""

import pandas as pd
import streamlit as st

from ui.frame import shell, take_along

shell.head("Een proef", "om te zien of zij staat")
rows = pd.DataFrame({"naam": ["Proefwijk"], "waarde": [1]})
st.table(rows)
'''
LISTED = '    "proef": ("Proef", ":material/science:"),\n'
EXPORT = """
take_along.offer(
    take_along.Figure(key="proef", title="Een proef", subtitle="Eén wijk", name=("proef",), table=lambda: rows)
)
shell.foot()
"""

# For each thing of How to add the files it takes, with what is written in each.
ADDED: dict[str, dict[str, str]] = {
    "A source": {"loaders/sources/proef.py": SOURCE, "tests/loaders/sources/test_proef.py": SOURCE_TEST},
    "A year of a source": {"loaders/columns/cbs_kwb.toml": YEAR},
    "An indicator": {
        "indicators/safety.py": INDICATOR,
        "tests/indicators/cases/safety.toml": CASE,
        "indicators/differences.csv": DIFFERENCE,
    },
    "A claim": {"indicators/claims.toml": CLAIM},
    "A page": {"pages/proef.py": PAGE, "app.py": LISTED, "README.md": "| `/proef` | a page of the test |\n"},
    "A figure to take along": {"pages/proef.py": EXPORT},
}
# What is not in the copy at first: each of them is missed, by name.
FORGOTTEN = {
    "tests/loaders/sources/test_proef.py": "add tests/loaders/sources/test_proef.py, which pulls loaders/sources/proef.py",
    "tests/indicators/cases/safety.toml": "add a case for proef_per_1000 to tests/indicators/cases/safety.toml",
    "indicators/differences.csv": "Write a row in indicators/differences.csv for each of ['proef_per_1000']",
}

LOOK = """
from streamlit.testing.v1 import AppTest
from indicators import catalog, claims
from loaders.source import registry
from loaders.sources import cbs_kwb

assert "proef" in registry(), "the source was not found"
assert "proef_bankjes" in catalog.entries(), "its variable is no figure"
assert catalog.entry("proef_per_1000").label == "Proef per 1.000 inwoners", "the indicator is not in the catalog"
assert {new} in cbs_kwb.SOURCE.years, "the year was not read"
assert "C99" in claims.library().claims, "the claim was not read"
assert not claims.library().problems, claims.library().problems
app = AppTest.from_file("app.py", default_timeout=90).run()
app.switch_page("pages/proef.py").run()
assert not app.exception, app.exception
assert [title.value for title in app.title] == ["Een proef"]
app.session_state["neem_proef"] = True
app.run()
assert not app.exception, app.exception
assert [button.label for button in app.get("download_button")] == ["CSV", "Excel", "Alles"], "nothing to take along"
print("all there")
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one of each added, as README says, but for what is in FORGOTTEN."""
    folder = tmp_path_factory.mktemp("copy")
    for room in (*ROOMS, "tests/indicators", "tests/loaders"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "README.md", "pyproject.toml", "tests/__init__.py", "tests/test_forgotten.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "data").mkdir()
    (folder / "data" / "demo").symlink_to(ROOT / "data" / "demo")
    for files in ADDED.values():
        for name, text in files.items():
            if name not in FORGOTTEN:
                _add(folder / name, text)
    return folder


def _add(file: Path, text: str) -> None:
    """Write a text at the end of a file, new or not; a page at the head of the list of pages."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    first = "PAGES = {\n"
    at = before.index(first) + len(first) if file.name == "app.py" else len(before)
    file.write_text(f"{before[:at]}{text}{before[at:]}", encoding="utf-8")


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        # What plugins of pytest load is a second of each run.
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _tests(folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    wanted = "case or pulled or difference or benches or proef"
    return _run(folder, "-m", "pytest", "--noconftest", "-p", "no:cacheprovider", "-k", wanted, *files)


def test_what_is_added_is_taken_in_by_itself(copy: Path) -> None:
    done = _run(copy, "-c", LOOK.replace("{new}", str(NEW)))
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("all there")


def test_what_is_forgotten_is_missed_by_name_and_with_it_all_is_well(copy: Path) -> None:
    done = _tests(copy, "tests/test_forgotten.py")
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    for message in FORGOTTEN.values():
        assert message in done.stdout, f"Nothing said: {message}\n{done.stdout[-3000:]}"
    for files in ADDED.values():
        for name in files.keys() & FORGOTTEN.keys():
            _add(copy / name, files[name])
    done = _tests(
        copy, "tests/test_forgotten.py", "tests/loaders/sources/test_proef.py", "tests/indicators/test_cases.py"
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_edited_files_are_in_order_after_it(copy: Path) -> None:
    done = _run(copy, "-m", "docs", "edited")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


@pytest.mark.parametrize("thing", ADDED)
def test_readme_tells_how_many_files_it_takes(thing: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(rf"- \*\*{thing}\*\*[^:]*\((\d+) (files?|lines)[^)]*\):", readme)
    assert told, f"README.md does not say of how many files or lines {thing.lower()} is: - **{thing}** (2 files): …"
    lines = EXPORT.strip().removesuffix("shell.foot()").strip().splitlines()
    assert int(told[1]) == (len(lines) + 1 if told[2] == "lines" else len(ADDED[thing]))
