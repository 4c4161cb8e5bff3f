"""What is made by a process of its own starts without a screen, and imports no more than it needs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

SCREEN = {"streamlit"}
# Drawing, shapes, statistics and the network: none of them makes a table.
HEAVY = SCREEN | {"plotly", "geopandas", "shapely", "scipy", "requests", "tenacity", "cbsodata", "pandera", "rapidfuzz"}

BULK = (
    ["export.bulk", "wijk", "2020", "breed", "csv.zip", "made.zip"],
    ["export.bulk", "gemeente", "2020", "breed", "xlsx", "made.xlsx"],
    ["export.bulk", "land", "all", "lang", "parquet", "made.parquet"],
)
BRIEF = (
    ["export.brief", "WK900212", "-o", "made.pdf"],
    ["export.brief", "WK900212", "WK900211", "-o", "made.docx"],
    ["export.brief", "--url", "/kaart?indicator=armoede", "-o", "made.pdf"],
    ["export.brief", "--url", "/deltaplan?regel=behoefte", "-o", "made.pdf"],
)
RUN = """
import runpy, sys
del sys.argv[0]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
finally:
    print("imported", *sorted({name.split(".")[0] for name in sys.modules}))
"""


def imported(command, folder):
    """The names at the top of all modules that are there after a command ran in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and any(folder.iterdir()), done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("command", BULK, ids=" ".join)
def test_a_bulk_file_needs_no_screen_and_little_else(command, tmp_path):
    assert not imported(command, tmp_path) & HEAVY


@pytest.mark.parametrize("command", BRIEF, ids=" ".join)
def test_a_brief_needs_no_screen(command, tmp_path):
    assert not imported(command, tmp_path) & SCREEN


def test_the_old_name_of_the_brief_still_works_and_says_the_new_one(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "ui.brief", "WK900212", "-o", str(tmp_path / "made.pdf")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "python -m export.brief" in done.stderr
    assert (tmp_path / "made.pdf").read_bytes().startswith(b"%PDF")
