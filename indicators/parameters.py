"""The choices and outside numbers that the indicators use: data with a date and a source, never a number in the code."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Parameter:
    """One number with its unit, the year it was published or chosen, who says so, and what it is for (in Dutch)."""

    id: str
    value: float
    unit: str
    date: str
    source: str
    note: str


@cache
def everything() -> dict[str, Parameter]:
    """Every parameter of parameters.csv by id. Raises ValueError on a double id, KeyError on a missing column."""
    found: dict[str, Parameter] = {}
    text = resources.files("indicators").joinpath("parameters.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["id"] in found:
            raise ValueError(f"Parameter {row['id']!r} stands twice in parameters.csv; keep one.")
        found[row["id"]] = Parameter(
            row["id"], float(row["value"]), row["unit"], row["date"], row["source"], row["note"]
        )
    return found


def parameter(id: str) -> Parameter:
    """The parameter with this id. Raises KeyError that names the file to mend."""
    try:
        return everything()[id]
    except KeyError:
        raise KeyError(f"No parameter {id!r} in indicators/parameters.csv; add a row for it.") from None


def value(id: str) -> float:
    """The number of one parameter, in the unit that its row names."""
    return parameter(id).value
