"""The few ways in which an indicator comes out of its inputs.

A recipe is declared, not programmed: what is counted and out of what total stays visible, so that the method text,
the intervals and the rule for small numbers all read the same declaration.
Frames have region codes as index and one float column per variable; NaN is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import pandas as pd

from indicators import parameters

Labels = Callable[[str], str]


def listed(parts: Sequence[str]) -> str:
    """Dutch enumeration: 'a', 'a en b', 'a, b en c'; "" of nothing."""
    return f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else "".join(parts)


def total(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[float]:
    """Sum of the columns per region; missing as soon as one of them is."""
    return reduce(add, (frame[column] for column in columns))


@dataclass(frozen=True)
class Copy:
    """The figure as the source gives it, under the name that this dashboard uses for it."""

    variable: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """The one variable that is copied."""
        return (self.variable,)

    def values(self, frame: pd.DataFrame) -> pd.Series[float]:
        """The variable itself, in its own unit."""
        return frame[self.variable]

    def words(self, label: Labels) -> str:
        """How it is made, in Dutch."""
        return f"Overgenomen zoals de bron het geeft: {label(self.variable)}."


@dataclass(frozen=True)
class Ratio:
    """A count over a total, times 100 (a share) or 1,000 (a rate).

    An own rate is withheld when the total is under 100: it says nothing (OHID Fingertips technical guidance; the limit
    is in parameters.csv). A small count that a publisher gives is no reason: who left those areas out, would leave out
    the lowest of all. ``people_counted`` is False where the count is no number of people or households. A share over
    100 can only be rounding: it is 100.
    """

    count: tuple[str, ...]
    out_of: tuple[str, ...]
    times: int = 100
    people_counted: bool = True

    @property
    def inputs(self) -> tuple[str, ...]:
        """What is counted, then what it is taken over; each once."""
        return tuple(dict.fromkeys(self.count + self.out_of))

    def values(self, frame: pd.DataFrame) -> pd.Series[float]:
        """The ratio per region; NaN where an input is missing, where the total is nought, and where numbers are small."""
        ratio = self.times * total(frame, self.count) / total(frame, self.out_of)
        if self.times == 100:
            ratio = ratio.clip(upper=100)
        return ratio.mask(self.impossible(frame) | self.small(frame))

    def impossible(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """True where the total is nought, or where more people are counted than there are: then the source is wrong.

        A share over 100 is left to rounding. CBS 2015 has a wijk of 5,770 inhabitants whose ages add up to 205.
        """
        whole = total(frame, self.out_of)
        return (whole <= 0) | (self._of_people & (total(frame, self.count) > whole))

    @property
    def _of_people(self) -> bool:
        return self.people_counted and self.times != 100

    def small(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """True where the total is too small to show a rate of our own."""
        return total(frame, self.out_of) < parameters.value("kleinste_noemer")

    def few(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """True where a handful of people is counted: not for a reader to put together (``small_numbers.refusal``)."""
        return self.people_counted & (total(frame, self.count) < parameters.value("kleinste_teller"))

    def words(self, label: Labels) -> str:
        """How it is made, in Dutch."""
        times = "100" if self.times == 100 else "1.000"
        counted, whole = (
            ("de som van " if len(ids) > 1 else "") + listed([label(id) for id in ids])
            for ids in (self.count, self.out_of)
        )
        least = parameters.value("kleinste_noemer")
        wrong = (
            " Ook niet als er meer mensen zijn geteld dan er wonen: dan klopt de bron niet." if self._of_people else ""
        )
        return (
            f"{counted}, gedeeld door {whole}, keer {times}. "
            f"Bij een noemer onder {least:.0f} tonen we geen uitkomst.{wrong}"
        )


@dataclass(frozen=True)
class Formula:
    """A function of its own: frame in, Series with the same index out, NaN where an input is missing.

    ``optional`` columns are in the frame where they are known; the function works without them too.
    """

    uses: tuple[str, ...]
    function: Callable[[pd.DataFrame], pd.Series[float]]
    optional: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that the function reads."""
        return self.uses

    def values(self, frame: pd.DataFrame) -> pd.Series[float]:
        """What the function makes of the frame."""
        return self.function(frame)

    def words(self, label: Labels) -> str:
        """Which figures go in, in Dutch; the indicator's own method text says what is done with them."""
        return f"Berekend uit {listed([label(id) for id in self.uses])}."


@dataclass(frozen=True)
class Headline:
    """One name for the figure that is most in use, which follows another definition from a certain year on.

    ``definitions`` holds (first year, indicator id), oldest first. A year whose own definition has no data is empty:
    another definition is never put in its place.
    """

    definitions: tuple[tuple[int, str], ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every definition that is used in some year."""
        return tuple(id for _, id in self.definitions)

    def definition(self, year: int) -> str | None:
        """The indicator that this headline shows in a year; None before the first."""
        return next((id for first, id in reversed(self.definitions) if year >= first), None)

    def words(self, label: Labels) -> str:
        """Which definition holds when, in Dutch."""
        steps = [f"vanaf {first}: {label(id)}" for first, id in self.definitions]
        return f"Per jaar één definitie ({'; '.join(steps)}). De reeksen sluiten niet op elkaar aan."


@dataclass(frozen=True)
class Score:
    """One node of a composite in composites.csv: a dimension or the total of all dimensions."""

    composite: str
    code: str
    parts: tuple[str, ...]
    stand_ins: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The parts, then what stands in for some of them in years that lack them."""
        return self.parts + self.stand_ins

    def words(self, label: Labels) -> str:
        """Which parts go in, in Dutch."""
        if not self.parts:
            return "Niet gemeten: er gaat nog geen cijfer in."
        mean = "Gemiddelde van de genormaliseerde onderdelen, met gelijk gewicht"
        instead = f" In jaren zonder deze: {listed([label(i) for i in self.stand_ins])}." if self.stand_ins else ""
        return f"{mean}: {listed([label(i) for i in self.parts])}.{instead}"


@dataclass(frozen=True)
class Measured:
    """How many dimensions of a composite were measured that year."""

    composite: str
    inputs: tuple[str, ...]

    def words(self, label: Labels) -> str:
        """What is counted, in Dutch."""
        return f"Telt welke dimensies dat jaar gemeten zijn: {listed([label(i) for i in self.inputs])}."


@dataclass(frozen=True)
class Overdispersion:
    """How many times larger chance is in a figure of events, estimated over all areas of a year (design_effect.py)."""

    of: str
    inputs: tuple[str, ...]

    def words(self, label: Labels) -> str:
        """What it is estimated from, in Dutch."""
        return (
            f"Geschat uit hoe ver gebieden van één gemeente uiteenlopen: {listed([label(id) for id in self.inputs])}."
        )


Recipe = Overdispersion | Copy | Ratio | Formula | Headline | Score | Measured
