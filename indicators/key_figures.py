"""The few figures of each theme that matter most to a profile: which ones is data (key_figures.csv), not code.

A row is one subject. It can name several figures that measure the same thing: the first that an area has stands for it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Subject:
    """One row of key_figures.csv: its theme, and the ids of the figures that can stand for it, the best one first.

    A subject that is not ``first`` can stand out, but is not among the few that a profile opens with.
    """

    theme: str
    ids: tuple[str, ...]
    first: bool

    def of(self, known: Collection[str]) -> str | None:
        """The figure that stands for this subject where only ``known`` ones have a value; None without any."""
        return next((id for id in self.ids if id in known), None)


@cache
def subjects() -> tuple[Subject, ...]:
    """Every subject, in the order of the file."""
    text = resources.files("indicators").joinpath("key_figures.csv").read_text(encoding="utf-8")
    return tuple(
        Subject(row["theme"], tuple(row["ids"].split()), row["first"] == "ja")
        for row in csv.DictReader(text.splitlines())
    )


def shown(theme: str, known: Collection[str], compared: Collection[str] = ()) -> list[str]:
    """The figures of one theme to show first, one a subject, of those that have a value.

    Those that are ``compared`` (known for the country, or for most areas) come first: a figure of one city alone has
    nothing to be held against.
    """
    here = [subject for subject in subjects() if subject.theme == theme and subject.first]
    found = [subject.of(set(compared) & set(known)) or subject.of(known) for subject in here]
    return sorted((id for id in found if id is not None), key=lambda id: bool(compared) and id not in compared)
