"""A scenario of the planner: the choices that settle its outcome, as an address has them, always read the same way.

The page draws choices into the address; what is worked out is read from there. So a kept scenario, a copied address and
what is on the screen cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from answers.planner import amounts
from answers.planner import subject as subjects
from answers.planner.amounts import Base
from answers.planner.choice import Areas, Chosen, Number, Value
from answers.planner.choices import TABLE, rule_words

MOST_KEPT = 3
_LONGEST = 700


class Asked(Chosen):
    """The choices that texts of an address mean, each read when it is first asked for: they may stand in any order."""

    def __init__(self, text_of: Callable[[str], str | None]) -> None:
        self._text_of = text_of
        self._settled: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._settled:
            self._settled[key] = TABLE[key].read(self._text_of(key), self)
        return self._settled[key]

    def settle(self, key: str, value: Value) -> None:
        """From here on a choice is this, whatever its text."""
        self._settled[key] = value

    @property
    def base(self) -> Base:
        """How many fte there are now; none where that is no question."""
        return amounts.bases(self.year)[str(self["basis"])] if self["basis"] else amounts.NO_BASE


@dataclass(frozen=True)
class Scenario(Chosen):
    """All choices, checked. ``text`` is the scenario itself as one line, without what is the default."""

    values: tuple[tuple[str, Value], ...]
    now: Base
    text: str

    def __getitem__(self, key: str) -> Value:
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, Value]:
        return dict(self.values)

    @property
    def base(self) -> Base:
        """How many fte there are now."""
        return self.now

    @property
    def name(self) -> str:
        """What it is called in a list of scenarios."""
        number = TABLE.get(self.how)
        named = number.named if isinstance(number, Number) else None
        much = named(self.much) if named else amounts.LABELS[self.how].lower()
        return f"{much}, {rule_words(self.subject, self.rule).lower()}"

    def but(self, **values: Value) -> Scenario:
        """The same with other values, which are not checked."""
        return replace(self, values=tuple((self._by_key | values).items()))


def read(choices: Mapping[str, str]) -> Scenario | None:
    """The scenario that an address means; nonsense there is the default. None where there is nothing to plan."""
    about = choices.get("waarover", "")
    if not subjects.possible() or (about in subjects.SUBJECTS and about not in subjects.possible()):
        return None
    asked = Asked(choices.get)
    values = tuple((key, asked[key]) for key in TABLE)
    # Never empty: also the scenario that the page opens with can be kept.
    return Scenario(values, asked.base, write({**choices, "hoeveel": asked.how}))


def write(choices: Mapping[str, str]) -> str:
    """The choices of a scenario as one line, to keep it by: ``hoeveel:deltaplan;regel:behoefte``."""
    return ";".join(f"{key}:{choices[key].replace(',', '.')}" for key in TABLE if choices.get(key))


def parse(text: str) -> dict[str, str]:
    """What ``write`` made, read back; pieces that are no choice of a scenario are dropped."""
    pairs = (piece.split(":", 1) for piece in text.split(";") if ":" in piece)
    found = {key: value for key, value in pairs if key in TABLE and len(value) < _LONGEST}
    return {key: value.replace(".", ",") if isinstance(TABLE[key], Areas) else value for key, value in found.items()}
