"""A few cases of everything that is fuzzed, the same every time. ``make fuzz`` tries many more."""

import gc
from collections.abc import Iterator

import pytest

from tests.fuzz import importer, publishers, reader

TARGETS = (*importer.TARGETS, *publishers.TARGETS, *reader.TARGETS)


@pytest.fixture(autouse=True)
def no_collecting() -> Iterator[None]:
    """What other tests left behind is not cleared away in the depth of an answer that is nested too far: it would fail there."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_nothing_escapes_but_what_is_meant_for_a_reader(target):
    assert target.steadily() >= target.examples / 2
