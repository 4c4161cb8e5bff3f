"""Two figures of many areas against each other: which ones, and of which year. It shows, and explains nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from answers import data, format, ground, words
from indicators.catalog import Entry

CAVEAT = (
    "Elke stip is een gebied. Dat twee cijfers samen hoog of laag zijn, zegt niet dat het een door het ander komt, en "
    "niet dat het om dezelfde mensen gaat. In kleine gebieden zijn cijfers minder vast."
)


class Show(Protocol):
    """How a value of an axis is written, by its status where that says more than the number."""

    def __call__(self, value: float, status: str = "") -> str:
        """The value with its short unit."""


@dataclass(frozen=True)
class Axis:
    """One figure of the chart: how it is called, with its year, and how a value (and its status) is written."""

    title: str
    show: Show
    unit: str = ""

    @property
    def full(self) -> str:
        """The name beside the line: with the unit of its numbers."""
        return f"{self.title}, {self.unit}" if self.unit and self.unit not in self.title else self.title


def axis(entry: Entry, year: int) -> Axis:
    """The axis of one figure in one year."""

    def show(value: float, status: str = "") -> str:
        return words.short(entry, value, status)

    return Axis(f"{entry.label} ({year})", show, format.in_words(entry.unit))


def usable(entries: Sequence[Entry]) -> list[Entry]:
    """The figures that may stand in a scatter: never origin, totals, classes, and nothing that a model worked out.

    A model's estimate is made from figures such as income: against those it would only show the model. A headline that
    means another figure in each year is left to those figures.
    """
    return [
        e
        for e in entries
        if e.comparable and not (e.sensitive or e.unmeasured or e.mark("") or e.definitions) and e.kind != "class"
    ]


def why_not(entry: Entry) -> str:
    """Why a figure stands with no other in one picture, in Dutch; "" where it may."""
    if entry.sensitive:
        return "Herkomst staat met geen ander cijfer in één beeld."
    if entry.total:
        return "Een aantal laat naast een ander cijfer vooral zien waar veel mensen wonen."
    if entry.mark(""):
        return "Een schatting is gemaakt uit andere cijfers: naast die cijfers is vooral de schatting te zien."
    if entry.kind == "class":
        return "Een klasse is geen hoeveelheid: in dit beeld is zij niet te tekenen."
    if entry.definitions:
        return "Dit hoofdcijfer is niet in elk jaar hetzelfde cijfer. Kies het cijfer van één soort."
    return ""


def shared_year(across: str, up: str, level: str) -> int | None:
    """The newest year in which most areas that ever had either figure have both; one picture never holds two years."""
    held = [data.counts(id, level) for id in (across, up)]
    shared = [y for y in held[0] if y in held[1] and all(own[y] * 2 >= max(own.values()) for own in held)]
    return max(shared, default=None)


def widest(ids: Sequence[str], level: str) -> str:
    """The first of these figures that about as many areas have as have any of them."""
    most = {id: max(data.counts(id, level).values(), default=0) for id in ids}
    return next(id for id in ids if most[id] * 2 >= max(most.values()))


def opens_with(ids: Sequence[str], level: str) -> str:
    """What the picture opens with: the ``widest`` of the figures that share a year with another of them."""
    paired = [one for one in ids if any(shared_year(one, other, level) for other in ids if other != one)]
    return widest(paired or ids, level)


def pairs(across: str, up: str, level: str, year: int, areas: Sequence[str] = ()) -> pd.DataFrame:
    """The areas with both figures of a year: columns x, y, x_status, y_status, name and gemeente_name, index the area.

    The second only where it is the same ground (answers.ground) as the first, whose names these are. ``areas`` are called as they are here.
    """
    held = data.store()
    base, other = (held.own_division(level, year, id) for id in (across, up))
    x = data.values(across, level, year)
    y = ground.onto(data.values(up, level, year), level, other, base)
    found = pd.DataFrame({"x": x["value"], "y": y["value"]}).dropna()
    found["x_status"], found["y_status"] = x["status"].reindex(found.index), y["status"].reindex(found.index)
    found = found.join(ground.names(level, base)[["name", "gemeente_name"]])
    # A dict of it first: to take a Series apart takes three times as long.
    meant = dict(ground.regions(level, base).to_dict())
    meant |= {str(code): str(area) for area, code in ground.there(areas, base).items()}
    return found.set_axis(pd.Index([str(meant.get(code, code)) for code in found.index], name="region"), axis=0)
