"""A few faults of each kind with every run of the tests; ``make chaos`` makes fifty."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.chaos import faults


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise there")
def test_what_is_killed_or_damaged_leaves_a_whole_store(tmp_path: Path) -> None:
    with faults.places(tmp_path) as there:
        found = [
            faults.kills("ophalen", there["empty"], faults.PULL, [faults.PULL, faults.BUILD], 1),
            faults.kills("berekenen", there["pulled"], faults.BUILD, [faults.BUILD], 1),
            faults.imports(there["people"], 1),
            faults.manifests(there["whole"]),
        ]
    assert [one.wrong for one in found] == [[]] * 4 and sum(one.times for one in found) == 10
