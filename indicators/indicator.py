"""What an indicator is: its words for the reader and the recipe that makes it, declared in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indicators.recipes import Recipe
from loaders.vocabulary import Direction, Kind


@dataclass(frozen=True)
class Indicator:
    """One figure that this dashboard computes.

    A module of this package lists its own in ``INDICATORS``; the catalog finds them there. Texts are Dutch. One that
    cannot be declared without a number of parameters.csv stands there as a ``Later``.
    ``method`` follows the sentence that the recipe makes of itself. ``citation`` names the scientific or official
    source of the definition. ``estimate``: the outcome is an approximation even where every input is published.
    ``levels`` narrows the levels at which it exists; empty means wherever its inputs exist.
    ``serves`` names the figure whose margin it is for: such a one stands in no list of its own.
    ``unmeasured`` says why there is no figure yet, and is empty for everything that has one.
    ``caveats`` come on top of those of the variable where the recipe is a copy.
    Other fields as in loaders.source.Variable.
    """

    id: str
    label: str
    unit: str
    kind: Kind
    theme: str
    recipe: Recipe
    is_: str
    is_not: str
    citation: str
    method: str = ""
    direction: Direction | None = None
    decimals: int = 0
    rounding: float = 0
    per: str | None = None
    caveats: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    estimate: bool = False
    unmeasured: str = ""
    serves: str | None = None

    def made(self) -> Indicator:
        """The indicator itself; as of a Later."""
        return self


@dataclass(frozen=True)
class Later:
    """An indicator with a number of parameters.csv in it: made when asked for, so that a slip there costs only this one."""

    id: str
    make: Callable[[], Indicator]

    def made(self) -> Indicator:
        """The indicator. Raises LeftOut that names the row to mend."""
        return self.make()
