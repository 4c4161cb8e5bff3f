"""Sums that claims imply, worked out from their inputs: an operation, and numbers or names that stand for numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

Input = float | str

# What each operation does with two numbers; "maal" and "plus" take more. Dutch, as claims.toml names them.
OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "maal": lambda a, b: a * b,
    "plus": lambda a, b: a + b,
    "min": lambda a, b: a - b,
    "deel": lambda a, b: a / b,
    "procent": lambda a, b: a / 100 * b,
    "aandeel": lambda a, b: 100 * a / b,
    "groei": lambda a, b: 100 * (b - a) / a,
    "keer": lambda a, b: b / a,
    "voor daling": lambda a, b: a / (1 - b / 100),
}
# Any number of inputs; the others take two.
MANY = ("maal", "plus")


def work_out(operation: str, inputs: Sequence[Input], known: Mapping[str, float]) -> float:
    """The outcome; NaN where a name is not in ``known`` (or is NaN there), and where it would divide by nought.

    Raises KeyError for an unknown operation and ValueError for a wrong number of inputs.
    """
    step = OPERATIONS[operation]
    if not fits(operation, inputs):
        raise ValueError(f"{operation!r} takes {'two or more' if operation in MANY else 'two'} numbers.")
    numbers = [known.get(one, math.nan) if isinstance(one, str) else float(one) for one in inputs]
    outcome = numbers[0]
    try:
        for number in numbers[1:]:
            outcome = step(outcome, number)
    except ZeroDivisionError:
        return math.nan
    return outcome if math.isfinite(outcome) else math.nan


def fits(operation: str, inputs: Sequence[Input]) -> bool:
    """Whether there are as many inputs as the operation takes."""
    return len(inputs) == 2 or (len(inputs) > 2 and operation in MANY)


def names(inputs: Sequence[Input]) -> list[str]:
    """The inputs that are names."""
    return [one for one in inputs if isinstance(one, str)]
