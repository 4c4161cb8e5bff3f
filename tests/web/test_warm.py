"""What is worked out ahead is what pages ask for, and trouble with the data does not end it."""

import pytest

from answers import data, ground
from figures import maps
from loaders import store
from loaders.store import Store, StoreError
from web import warm


def test_pages_find_what_was_worked_out(monkeypatch):
    for step in warm.steps():
        step()
    held = data.store()
    old, new = held.divisions("wijk")[-2:]
    bounds, pair = maps.bounds("wijk", new), ground.pair("wijk", old, new)
    monkeypatch.setattr(Store, "regions", lambda *_: pytest.fail("it was worked out already"))
    monkeypatch.setattr(Store, "ground", lambda *_: pytest.fail("it was read already"))
    assert maps.bounds("wijk", new) == bounds
    assert ground.pair("wijk", old, new) is pair
    assert len(pair)


def test_data_that_cannot_be_read_are_tried_again(monkeypatch):
    slept, told = [], []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) > 2:
            raise KeyboardInterrupt

    def broken():
        raise StoreError("De map is er niet.")

    monkeypatch.setattr(warm.time, "sleep", sleep)
    monkeypatch.setattr(store, "current", broken)
    monkeypatch.setattr(warm.log, "warning", lambda text, *given: told.append(text % given))
    with pytest.raises(KeyboardInterrupt):
        warm._keep_warm()
    assert slept == [warm.AFTER, warm.EVERY, warm.EVERY]
    assert len(told) == 2 and all("De map is er niet." in line for line in told)
