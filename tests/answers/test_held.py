"""The version of a run, and what is remembered of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from answers import held
from answers.held import remembered
from loaders.store import Store
from tests import small_store


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    held.forget()
    yield
    held.forget()


@dataclass
class Asked:
    times: int = 0


def version(folder: Path, name: str) -> Store:
    return Store(folder, {**small_store.build(folder).manifest(), "version": name})


def test_an_answer_is_worked_out_once_for_each_choice() -> None:
    asked = Asked()

    @remembered(8)
    def double(number: int) -> int:
        asked.times += 1
        return number * 2

    assert [double(2), double(2), double(3)] == [4, 4, 6]
    assert asked.times == 2


def test_an_answer_is_of_one_version(tmp_path: Path) -> None:
    @remembered(8)
    def which() -> str:
        return held.store().version

    for name in ("een", "twee", "een"):
        with held.working_with(version(tmp_path / name, name)):
            assert which() == name


def test_an_answer_stays_with_one_version_when_new_data_lands_half_way(tmp_path: Path, monkeypatch) -> None:
    today = [version(tmp_path / name, name) for name in ("oud", "nieuw")]
    monkeypatch.setattr(held._store, "current", lambda: today[0])

    @remembered(8)
    def twice() -> tuple[str, str]:
        before = held.store().version
        today.pop(0) if len(today) > 1 else None
        return before, held.store().version

    assert [twice(), twice()] == [("oud", "oud"), ("nieuw", "nieuw")]


def test_who_asks_himself_is_told_so() -> None:
    @remembered(8)
    def round_about(number: int) -> int:
        return round_about(number)

    with pytest.raises(RecursionError, match="asks itself"):
        round_about(1)
    with pytest.raises(RecursionError, match="asks itself"):
        round_about(1)


def test_only_the_last_asked_for_stay() -> None:
    asked: list[int] = []

    @remembered(2)
    def same(number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        same(number)
    assert asked == [1, 2, 3, 2]


def test_answers_of_a_version_go_with_it(tmp_path: Path) -> None:
    asked: list[str] = []

    @remembered(100)
    def which() -> str:
        asked.append(held.store().version)
        return held.store().version

    names = [f"v{number}" for number in range(held.MOST_VERSIONS + 1)]
    stores = {name: version(tmp_path / name, name) for name in names}
    for name in [*names, names[-1], names[0]]:
        with held.working_with(stores[name]):
            which()
    assert asked == [*names, names[0]]


def test_who_asks_meanwhile_waits_for_the_same_answer() -> None:
    asked = Asked()

    @remembered(8)
    def slow() -> object:
        asked.times += 1
        time.sleep(0.05)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(slow())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked.times == 1
    assert len(set(map(id, found))) == 1


def test_an_error_is_not_kept_and_whoever_waited_tries_again() -> None:
    asked = Asked()
    begun = threading.Event()

    @remembered(8)
    def fails_once() -> str:
        asked.times += 1
        if asked.times == 1:
            begun.set()
            time.sleep(0.05)
            raise ValueError("the first time")
        return "good"

    found: list[str] = []

    def first() -> None:
        with pytest.raises(ValueError, match="the first time"):
            fails_once()

    one = threading.Thread(target=first)
    one.start()
    begun.wait()
    other = threading.Thread(target=lambda: found.append(fails_once()))
    other.start()
    one.join()
    other.join()
    assert found == ["good"]
    assert asked.times == 2


def test_a_choice_without_a_hash_says_its_key() -> None:
    asked = Asked()

    @remembered(8, key=lambda weights: tuple(sorted(weights.items())))
    def total(weights: dict[str, int]) -> int:
        asked.times += 1
        return sum(weights.values())

    assert total({"a": 1, "b": 2}) == total({"b": 2, "a": 1}) == 3
    assert asked.times == 1


def test_a_bound_function_keeps_its_version(tmp_path: Path) -> None:
    with held.working_with(version(tmp_path / "toen", "toen")):
        which = held.bound(lambda: held.store().version)
    assert which() == "toen"
    assert held.store().version != "toen"
