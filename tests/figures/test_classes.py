import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from figures import classes


def series(*values: float) -> pd.Series:
    return pd.Series(values, index=[f"WK{i:06d}" for i in range(len(values))], dtype="float64")


def test_quantiles_hold_as_many_areas_each() -> None:
    found = classes.classify(series(*range(100)), "kwantielen", 5, 0)
    assert found.bounds == (0, 20, 40, 59, 79, 99)  # 19,8 and so on, rounded to what is shown
    assert found.counts == (20, 20, 19, 20, 21)


def test_equal_steps_are_equally_wide() -> None:
    found = classes.classify(series(0, 1, 2, 3, 100), "gelijk", 4, 0)
    assert found.bounds == (0, 25, 50, 75, 100)
    assert found.counts == (4, 0, 0, 1)


def test_natural_bounds_lie_in_the_gaps() -> None:
    found = classes.classify(series(1, 1.1, 1.2, 5, 5.1, 5.2, 9, 9.1, 9.2), "natuurlijk", 3, 1)
    assert found.bounds == (1, 5, 9, 9.2)
    assert found.counts == (3, 3, 3)


def test_natural_bounds_are_the_best_there_are() -> None:
    values = np.sort(np.random.default_rng(3).gamma(2, 4, 14))

    def spread(cuts: tuple[int, int]) -> float:
        return sum(float(((p - p.mean()) ** 2).sum()) for p in np.split(values, cuts))

    best = min(((a, b) for a in range(1, 13) for b in range(a + 1, 14)), key=spread)
    assert classes._jenks(values, 3).tolist() == [values[best[0]], values[best[1]]]


def test_a_half_is_rounded_as_it_is_written() -> None:
    found = classes.classify(series(-2.0, -1.665), "kwantielen", 3, 2)
    assert found.bounds == (-2.0, -1.67, -1.67)


def test_missing_values_have_no_class() -> None:
    found = classes.classify(series(1, np.nan, 2, 3), "kwantielen", 2, 0)
    assert list(found.index.index) == ["WK000000", "WK000002", "WK000003"]
    assert len(classes.classify(series(np.nan), "kwantielen", 5, 0)) == 0


def test_a_few_different_values_are_a_class_each() -> None:
    found = classes.classify(series(1, 1, 2, 3, 4, 5), "kwantielen", 5, 0)
    assert found.counts == (2, 1, 1, 1, 1)
    assert classes.labels(found, "", 0) == ["1", "2", "3", "4", "5"]


def test_one_value_for_all() -> None:
    found = classes.classify(series(3, 3, 3), "kwantielen", 5, 1)
    assert found.counts == (3,)
    assert classes.labels(found, "%", 1) == ["3,0%"]


def test_labels_say_the_bounds() -> None:
    found = classes.classify(series(*np.linspace(0, 50, 101)), "gelijk", 5, 1)
    assert classes.labels(found, "%", 1) == [
        "minder dan 10,0%",
        "10,0 tot 20,0%",
        "20,0 tot 30,0%",
        "30,0 tot 40,0%",
        "40,0% of meer",
    ]


@given(
    some.lists(some.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=1, max_size=60),
    some.sampled_from(list(classes.METHODS)),
    some.integers(3, 7),
    some.integers(0, 2),
)
def test_every_value_lies_in_the_class_that_the_legend_says(
    values: list[float], method: str, count: int, decimals: int
) -> None:
    found = classes.classify(series(*values), method, count, decimals)
    assert 1 <= len(found) <= count
    assert sum(found.counts) == len(values)
    assert method == "gelijk" or found.counts[0]
    for value, index in zip(values, found.index, strict=True):
        shown = round(value, decimals)
        if index > 0:
            assert shown >= found.bounds[index] - 1e-9
        if index < len(found) - 1:
            assert shown < found.bounds[index + 1] + 1e-9


@pytest.mark.parametrize("method", list(classes.METHODS))
def test_classes_of_many_values_are_quick_and_the_same_each_time(method: str) -> None:
    values = pd.Series(np.random.default_rng(1).gamma(2, 4, 14_000))
    assert classes.classify(values, method, 7, 1).bounds == classes.classify(values, method, 7, 1).bounds
