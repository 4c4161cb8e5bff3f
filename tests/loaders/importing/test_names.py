"""Names as a file writes them: which are an area, and which only get suggestions."""

from __future__ import annotations

import pytest

from loaders.places.areas import Division
from tests.loaders.importing.import_store import build


@pytest.fixture(scope="module")
def division(tmp_path_factory) -> Division:
    return Division(build(tmp_path_factory.mktemp("names")), 2024)


@pytest.mark.parametrize(
    ("written", "gemeente", "level", "code"),
    [
        ("Delfshaven", "GM0599", "wijk", "WK059902"),
        ("wijk 02 delfshaven", "GM0599", "wijk", "WK059902"),
        ("Burgwallen Oude Zijde", "GM0363", "wijk", "WK0363AA"),
        ("Den Haag", "", "gemeente", "GM0518"),
        ("Hengelo", "", "gemeente", "GM0164"),
        ("cool", "GM0599", "buurt", "BU05990110"),
    ],
)
def test_another_way_to_write_a_name_is_that_area(division: Division, written, gemeente, level, code) -> None:
    found = division.by_name(written, gemeente, level)
    assert (found.region, found.why_not) == (code, "")


@pytest.mark.parametrize(
    ("written", "gemeente", "level", "suggested"),
    [
        ("Delfshavn", "GM0599", "wijk", ["WK059902"]),
        ("Delfshavens", "GM0599", "wijk", ["WK059902"]),
        ("Centrum", "GM0599", "wijk", ["WK059901"]),
        ("Centrm", "GM0599", "wijk", ["WK059901"]),
        ("Oude Zijde", "GM0363", "wijk", ["WK0363AA"]),
        ("Burgwalen Oudezijde", "GM0363", "wijk", ["WK0363AA"]),
        ("Oostzaanerwerff", "GM0363", "wijk", ["WK0363NA"]),
        ("Buikslooter Meer", "GM0363", "wijk", ["WK0363MA"]),
        ("Roterdam", "", "gemeente", ["GM0599", "GM0363"]),
        ("Amstredam", "", "gemeente", ["GM0363"]),
        ("Kool", "GM0599", "buurt", ["BU05990110"]),
        ("Bloemenbuurt", "GM0599", "buurt", []),
        ("Iets anders", "GM0363", "wijk", []),
        ("", "GM0363", "wijk", []),
    ],
)
def test_what_only_looks_like_a_name_is_a_suggestion_and_no_area(
    division: Division, written, gemeente, level, suggested
) -> None:
    found = division.by_name(written, gemeente, level)
    assert found.region == ""
    assert [code for code, _ in found.closest] == suggested
