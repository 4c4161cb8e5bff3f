"""One choice of a scenario: what it may be, how it is read out of an address, where it is drawn, how it is told."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from answers import coverage, data, ground, need_figures
from answers.planner import amounts, subject
from answers.planner.amounts import Base, Cost
from answers.planner.subject import Subject
from indicators import parameters
from indicators.planner import Rule

Value = str | int | float | tuple[str, ...] | None
# Where a choice is drawn: by name in the bar above the map, in the bar as how much, below it as what only this rule
# asks, or under "Instellingen".
Where = Literal["bar", "amount", "rule", "settings"]
NOT_SET = "geen"


class Chosen:
    """What is chosen of a scenario, by the key of each choice, and what follows from that for all who work with it."""

    def __getitem__(self, key: str) -> Value:
        raise NotImplementedError

    @property
    def base(self) -> Base:
        """How many fte there are now."""
        raise NotImplementedError

    def number(self, key: str) -> float:
        """A number that is always there."""
        return cast(float, self[key])

    def optional(self, key: str) -> float | None:
        """A number that may be left out."""
        return cast("float | None", self[key])

    @property
    def subject(self) -> Subject:
        """What is planned."""
        return subject.SUBJECTS[str(self["waarover"])]

    @property
    def level(self) -> str:
        """Of which areas: wijk, gemeente or buurt."""
        return str(self["niveau"])

    @property
    def year(self) -> int:
        """The year of the figures."""
        return cast(int, self["jaar"])

    @property
    def how(self) -> str:
        """By what it is said how much there is to divide: an id of amounts.LABELS."""
        return str(self["hoeveel"])

    @property
    def much(self) -> float:
        """The number that belongs to ``how``; 0 for what asks for none."""
        return 0.0 if self.how in amounts.WITHOUT_NUMBER else self.number(self.how)

    @property
    def unit(self) -> str:
        """What is divided: fte, uur or euro."""
        if self.how in amounts.MONEY:
            return "fte" if self.converted else "euro"
        return "uur" if self.how == "uren" else "fte"

    @property
    def converted(self) -> bool:
        """Whether money is divided as what it buys."""
        return self["omrekenen"] == "ja"

    @property
    def rule(self) -> Rule:
        """By which rule it is divided."""
        return cast(Rule, self["regel"])

    @property
    def need(self) -> str | None:
        """The figure that says where need is; None where there is none."""
        return cast("str | None", self["behoefte"])

    @property
    def needs(self) -> dict[str, str]:
        """The figures that may say where need is, with their labels."""
        return need_figures.listed(self.level, self.year)

    @property
    def left_out(self) -> tuple[str, int]:
        """What has no part in a division by need: a choice of left_out.STUDENTS, and from how many inhabitants one has."""
        return str(self["studenten"]), cast(int, self["inwoners"])

    @property
    def norm(self) -> float | None:
        """What the reader calls enough, per 1,000 people."""
        return self.optional("norm")

    @property
    def own(self) -> tuple[str, ...]:
        """The reader's own areas."""
        return cast("tuple[str, ...]", self["wijken"])

    @property
    def band(self) -> tuple[int, int]:
        """Who counts as young: [from, to) in years."""
        return cast("tuple[int, int]", coverage.read_band(str(self["leeftijd"])))

    @property
    def band_words(self) -> str:
        """Who counts, in words: ``jongeren van 10 tot 27 jaar``, ``peuters``."""
        if self.subject.many != "jongeren":
            return self.subject.many
        return f"jongeren van {self.band[0]} tot {self.band[1]} jaar"

    @property
    def cost(self) -> Cost:
        """What one unit costs."""
        price = parameters.parameter(amounts.cost_id(self.subject))
        euros = self.number("uurprijs" if self.subject.unit == "uur" else "kosten")
        return Cost(euros, self.number("stijging"), int(price.date), int(self.number("prijsjaar")))


Words = str | Callable[[Chosen], str]


def say(words: Words, chosen: Chosen) -> str:
    """Words that may depend on what else is chosen."""
    return words if isinstance(words, str) else words(chosen)


@dataclass(frozen=True)
class Place:
    """Where a choice is drawn, and its order there. ``width``: of its column in a row; 0 takes the whole row."""

    where: Where
    at: int = 0
    width: float = 0.0


@dataclass(frozen=True)
class Told:
    """How a choice is told wherever a scenario goes: its order, and what it is called there when not by its own label.

    ``value`` makes what is told, None for nothing; without it that is the choice in words. ``on_brief`` marks those
    without which a picture of the scenario cannot be read.
    """

    at: int
    label: Words = ""
    value: Callable[[Chosen], str | float | None] | None = None
    on_brief: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A choice: ``key`` is its name in the address, ``applies`` says whether it has a say beside the other choices.

    ``place`` is where it is drawn, None for nowhere. Where it does not apply it is ``otherwise``.
    """

    key: str
    label: Words
    place: Callable[[Chosen], Place | None]
    told: Told | None = None
    help: Words = ""
    applies: Callable[[Chosen], bool] = lambda _: True
    otherwise: Value = None

    def read(self, text: str | None, chosen: Chosen) -> Value:
        """What the text of an address means beside the other choices; what makes no sense is the default."""
        if not self.applies(chosen):
            return self.otherwise
        found = None if text is None else self.understand(text, chosen)
        return self.usual(chosen) if found is None else found

    def understand(self, text: str, chosen: Chosen) -> Value:
        """What a text means; None for what makes no sense."""
        raise NotImplementedError

    def usual(self, chosen: Chosen) -> Value:
        """What an address without this key means."""
        raise NotImplementedError

    def in_words(self, chosen: Chosen) -> str | float:
        """The choice as it is told; a number stays a number."""
        raise NotImplementedError

    def row(self, chosen: Chosen) -> tuple[str, str | float] | None:
        """Label and value as they are told; None where there is nothing to tell."""
        if self.told is None or not self.applies(chosen):
            return None
        value = self.in_words(chosen) if self.told.value is None else self.told.value(chosen)
        return None if value is None else (say(self.told.label or self.label, chosen), value)


Id = str | int


@dataclass(frozen=True, kw_only=True)
class Option(Choice):
    """One of some ids, ``words`` says each. Without ``default`` the first is what an address without the key means.

    ``understood`` makes an id of a text that is none of them, None for nonsense. ``because`` says why some well-known
    ids cannot be had. ``nearest``: of years, the nearest stands in for one that is not there.
    """

    options: Callable[[Chosen], Sequence[Id]]
    words: Callable[[Chosen, Id], str]
    default: Callable[[Chosen], Id] | None = None
    understood: Callable[[str], Id | None] = lambda _: None
    draw: Literal["list", "buttons"] = "list"
    nearest: bool = False
    because: Mapping[str, str] = field(default_factory=dict)

    def understand(self, text: str, chosen: Chosen) -> Value:
        """The id that a text means; None for what is none."""
        listed = next((id for id in self.options(chosen) if str(id) == text), None)
        return self.understood(text) if listed is None else listed

    def usual(self, chosen: Chosen) -> Value:
        """The default; None where there is nothing to choose from."""
        return self.default(chosen) if self.default else next(iter(self.options(chosen)), None)

    def in_words(self, chosen: Chosen) -> str:
        """What the chosen id is called."""
        return self.words(chosen, cast(Id, chosen[self.key]))


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest number, and the step of its box or slider."""

    low: float
    high: float
    step: float


@dataclass(frozen=True, kw_only=True)
class Number(Choice):
    """A number within ``bounds``; without ``default`` it may be left out. ``named`` is for the name of a scenario."""

    bounds: Bounds
    default: Callable[[Chosen], float] | None = None
    slider: bool = False
    named: Callable[[float], str] | None = None

    def understand(self, text: str, chosen: Chosen) -> Value:
        """The number that a text is, moved to the nearest bound; None for what is none."""
        try:
            found = float(text)
        except ValueError:
            return None
        return min(max(found, self.bounds.low), self.bounds.high) if math.isfinite(found) else None

    def usual(self, chosen: Chosen) -> Value:
        """The default; None for a number that may be left out."""
        return self.default(chosen) if self.default else None

    def in_words(self, chosen: Chosen) -> str | float:
        """The number; a word where it is left out."""
        number = chosen.optional(self.key)
        return NOT_SET if number is None else number


@dataclass(frozen=True, kw_only=True)
class Areas(Choice):
    """Areas of the reader's own, at most ``most``: codes of any level."""

    most: int

    def understand(self, text: str, chosen: Chosen) -> Value:
        """The codes that some division knows, each once."""
        return tuple(
            [code for code in dict.fromkeys(map(ground.normal, text.split(","))) if data.place(code)][: self.most]
        )

    def usual(self, chosen: Chosen) -> Value:
        """None at all."""
        return ()

    def in_words(self, chosen: Chosen) -> str:
        """The codes; a word without any."""
        return ", ".join(cast("tuple[str, ...]", chosen[self.key])) or NOT_SET
