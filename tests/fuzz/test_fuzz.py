"""A few cases of everything that is fuzzed, the same every time. ``make fuzz`` tries many more."""

import pytest

from tests.fuzz import importer, publishers, reader

TARGETS = (*importer.TARGETS, *publishers.TARGETS, *reader.TARGETS)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_nothing_escapes_but_what_is_meant_for_a_reader(target):
    assert target.steadily() >= target.examples / 2
