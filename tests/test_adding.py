"""README's *How to add*, walked: one of each is added to a copy of the project, and the house takes it in by itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("loaders", "indicators", "answers", "figures", "export", "ui", "web", "pages", "docs", ".streamlit", "static")

SOURCE = '''"""A source of the test."""

from __future__ import annotations

from loaders.source import Source, Variable

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
)
'''

INDICATOR = """

INDICATORS = (
    *INDICATORS,
    _rate("proef_per_1000", ("misdrijven_totaal",), "Proef per 1.000 inwoners", "Een proef.", "Niets."),
)
"""

YEAR = """
[2027]
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
take_along.offer(take_along.Figure(key="proef", title="Een proef", subtitle="", name=("proef",), table=lambda: rows))
shell.foot()
'''

LOOK = """
from streamlit.testing.v1 import AppTest
from indicators import catalog, claims
from loaders.source import registry
from loaders.sources import cbs_kwb

assert "proef" in registry(), "the source was not found"
assert "proef_bankjes" in catalog.entries(), "its variable is no figure"
assert catalog.entry("proef_per_1000").label == "Proef per 1.000 inwoners", "the indicator is not in the catalog"
assert 2027 in cbs_kwb.SOURCE.years, "the year was not read"
assert "C99" in claims.library().claims, "the claim was not read"
assert not claims.library().problems, claims.library().problems
app = AppTest.from_file("app.py", default_timeout=90).run()
app.switch_page("pages/proef.py").run()
assert not app.exception, app.exception
assert [title.value for title in app.title] == ["Een proef"]
print("all there")
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one of each added, as README says: the files that may be touched are those written here."""
    folder = tmp_path_factory.mktemp("copy")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "data").mkdir()
    (folder / "data" / "demo").symlink_to(ROOT / "data" / "demo")
    pages = (ROOT / "app.py").read_text(encoding="utf-8")
    first = "PAGES = {\n"
    assert first in pages
    (folder / "app.py").write_text(pages.replace(first, f'{first}    "proef": ("Proef", ":material/science:"),\n'))
    (folder / "pages" / "proef.py").write_text(PAGE)
    (folder / "loaders" / "sources" / "proef.py").write_text(SOURCE)
    _append(folder / "indicators" / "safety.py", INDICATOR)
    _append(folder / "loaders" / "columns" / "cbs_kwb.toml", YEAR)
    _append(folder / "indicators" / "claims.toml", CLAIM)
    return folder


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)


def test_what_is_added_is_taken_in_by_itself(copy: Path) -> None:
    done = _run(copy, "-c", LOOK)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("all there")


def test_edited_files_are_in_order_after_it(copy: Path) -> None:
    done = _run(copy, "-m", "docs", "edited")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
