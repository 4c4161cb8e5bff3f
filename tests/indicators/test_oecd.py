"""The table of the ten steps names code and tests that are there."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "oecd.md").read_text(encoding="utf-8")
STEPS = [line.split(" | ") for line in TEXT.splitlines() if re.match(r"\| \d+\. ", line)]


def named(cell: str) -> list[tuple[str, str]]:
    """File and name per reference in a cell; a reference without a file is in the file before it."""
    found, last = [], ""
    for file, name in re.findall(r"`([\w/.]*)(?:::(\w+))?`", cell):
        last = file or last
        found.append((last, name))
    return found


def test_there_are_ten_steps_with_code_and_test() -> None:
    assert len(STEPS) == 10
    for step in STEPS:
        assert named(step[2]) and named(step[3]), step[0]


def test_what_the_table_names_is_there() -> None:
    for step in STEPS:
        for cell, room in ((step[2], "indicators"), (step[3], "tests/indicators")):
            for file, name in named(cell):
                path = ROOT / (file if "/" in file else f"{room}/{file}")
                assert path.is_file(), file
                text = path.read_text(encoding="utf-8")
                assert not name or re.search(rf"(def|class) {name}\b", text), f"{file}::{name}"
