"""Which areas a list of need leaves out: those with few inhabitants, and those where many are 15 to 25.

In a harbour with a few hundred people, and where students live, little income or no work means something else than
elsewhere. Such areas keep their figures everywhere; only a list of who needs most leaves them out, and says how many.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from answers import data, format, students
from answers.held import remembered
from indicators import parameters
from loaders.vocabulary import LEVEL_PLURALS

# What the address says of areas with many students, and of the fewest inhabitants (see ``usual_least``).
WITHOUT, WITH = "zonder", "met"
STUDENTS = {WITHOUT: "Weglaten", WITH: "Tonen"}
INHABITANTS = (0, 250, 500, 1000, 2500, 5000)
SMALL, MANY = "klein", "studenten"
# Of a whole gemeente neither is asked: it is never small, and students are a part of it.
LEVELS = ("wijk", "buurt")


def usual_least(level: str) -> int:
    """From how many inhabitants an area stands in a list of need when the reader chose nothing."""
    ids = {"wijk": "lijst_inwoners", "buurt": "lijst_inwoners_buurt"}
    return int(parameters.value(ids[level])) if level in ids else 0


def least_in_words(least: int, level: str) -> str:
    """A choice out of INHABITANTS, in words."""
    return f"{format.number(least)} inwoners" if least else f"alle {LEVEL_PLURALS[level]}"


@dataclass(frozen=True, eq=False)
class LeftOut:
    """The areas that a list leaves out: ``why`` has these regions as index, and SMALL or MANY. Shared: do not change it."""

    level: str
    least: int
    why: pd.Series[str] = field(default_factory=lambda: pd.Series(dtype=str))

    def kept(self, codes: pd.Index) -> pd.Index:
        """Those of ``codes`` that stay, in their order."""
        return codes[~codes.isin(self.why.index)]

    def among(self, codes: pd.Index) -> LeftOut:
        """The same for some of the areas: what a list of only these leaves out."""
        return replace(self, why=self.why[self.why.index.isin(codes)])

    def count(self, why: str) -> int:
        """How many are left out for one reason."""
        return int((self.why == why).sum())

    def called(self, why: str, count: int) -> str:
        """So many areas left out for one reason, in words: ``3 studentenwijken``."""
        if why == MANY:
            return format.plural(count, f"studenten{self.level}", f"studenten{LEVEL_PLURALS[self.level]}")
        return f"{format.areas(count, self.level)} met minder dan {format.number(self.least)} inwoners"

    @property
    def words(self) -> str:
        """What is left out: ``3 studentenwijken en 12 wijken met minder dan 1.000 inwoners weggelaten``; "" for none."""
        said = [self.called(why, count) for why in (MANY, SMALL) if (count := self.count(why))]
        return f"{format.joined(said)} weggelaten" if said else ""

    @property
    def sentence(self) -> str:
        """The same as a sentence under a list that has a map beside it; "" for none."""
        return f"{self.words}; op de kaart staan zij wel." if self.words else ""

    @property
    def told(self) -> pd.Series[str]:
        """Why each of them is left out, in Dutch, for a file."""
        words = {MANY: "veel 15- tot 25-jarigen", SMALL: f"minder dan {format.number(self.least)} inwoners"}
        return self.why.map(words)


@remembered(24)
def left_out(level: str, year: int, of_students: str, least: int) -> LeftOut:
    """What a list of need of this level and year leaves out: a choice of STUDENTS, and one of INHABITANTS."""
    if level not in LEVELS or (of_students == WITH and not least):
        return LeftOut(level, least)
    people = data.store().table(level, year, ["inwoners"])["inwoners"]
    many = students.many(level, year) if of_students == WITHOUT else pd.Series(False, index=people.index)
    return LeftOut(level, least, reasons(people, many, least))


def reasons(people: pd.Series[float], many: pd.Series[bool], least: int) -> pd.Series[str]:
    """Why areas are left out, by those that are: ``people`` are their inhabitants, ``many`` marks those with students.

    Where the inhabitants are not known, nobody can say that they are few.
    """
    marked = many.reindex(people.index).fillna(False).astype(bool)
    why = pd.Series("", index=people.index).mask(marked, MANY).mask(people < least, SMALL)
    return why[why != ""]
