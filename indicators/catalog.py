"""Every figure that the product can show, in one list: the sources' variables and the indicators computed from them.

What a reader meets about a figure (label, unit, what it is and is not, method, caveats) comes from here, and so do the
data dictionary and the documentation. Sources declare their variables in loaders/, modules of this package their
indicators; both are found by themselves.
"""

from __future__ import annotations

import importlib
import logging
import math
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import indicators as package
from indicators.counterparts import COUNTERPARTS
from indicators.indicator import Indicator, Later
from indicators.recipes import Copy, Headline, Ratio
from loaders import declared as variables
from loaders.edited import LeftOut
from loaders.source import Source, Variable, registry
from loaders.sources import computed
from loaders.vocabulary import LEVELS, THEMES, Direction, Kind

_log = logging.getLogger(__name__)
# The caveats that say: this came out of a model.
MODELLED = frozenset({"model", "voorspeld_oordeel", "schatting_register"})


@dataclass(frozen=True)
class Entry:
    """One figure, a source's variable or an indicator alike. Texts are Dutch.

    ``inputs`` are the ids that an indicator is made of (empty for a variable); ``sources`` the ids of all sources
    behind it. ``definitions`` is filled for a headline only: (first year, id of the definition). ``versions`` is filled
    where versions of a model take turns: (first year, version). ``replaced_by`` names
    the indicator that shows this variable under its own name, or that it serves, so that a list need not show both.
    ``unmeasured`` says why an indicator has no figure at all yet. ``estimate`` is true for what was not counted, by its
    source or here. ``years`` are those the source can have; what is there, the store knows.
    """

    id: str
    label: str
    unit: str
    kind: Kind
    theme: str
    is_: str
    is_not: str
    direction: Direction | None
    decimals: int
    rounding: float
    per: str | None
    caveats: tuple[str, ...]
    sensitive: bool
    breaks: tuple[int, ...]
    source: str
    sources: tuple[str, ...]
    levels: tuple[str, ...]
    years: tuple[int, ...]
    method: str
    citation: str
    inputs: tuple[str, ...] = ()
    definitions: tuple[tuple[int, str], ...] = ()
    versions: tuple[tuple[int, str], ...] = ()
    replaced_by: str | None = None
    estimate: bool = False
    unmeasured: str = ""

    @property
    def computed(self) -> bool:
        """True for an indicator of this dashboard, False for a figure as its source gives it."""
        return self.source == computed.SOURCE.id

    @property
    def total(self) -> bool:
        """True for a count or an amount of money, which mostly shows how large an area is."""
        return self.kind in ("count", "amount")

    @property
    def mappable(self) -> bool:
        """True where a coloured map is honest: a figure that there is, and that compares areas."""
        return self.comparable and not self.unmeasured

    @property
    def comparable(self) -> bool:
        """True where areas may be put in an order: not for totals, and not for what gemeenten spend for each other."""
        return not self.total and not self.for_others

    @property
    def for_others(self) -> bool:
        """True for money that some gemeenten also spend for those around them: it is never compared between gemeenten."""
        return "centrumgemeenten" in self.caveats

    @property
    def rankable(self) -> bool:
        """True where better and worse were agreed; never for origin, and never for what a model made of who lives there."""
        return (
            self.direction is not None
            and not self.sensitive
            and not self.unmeasured
            and not MODELLED & set(self.caveats)
        )

    def mark(self, status: str) -> str:
        """What stands with a value of this status: "model", "schatting" (an estimate that is no model), or ""."""
        if MODELLED & set(self.caveats):
            return "model"
        return "schatting" if self.estimate or status == "estimate" else ""

    def definition(self, year: int) -> str:
        """The id of what this figure means in a year: another one for a headline, its own id for the rest."""
        return next((id for first, id in reversed(self.definitions) if year >= first), self.id)

    def alike(self, year: int, other: int) -> bool:
        """Whether it means the same in both years: one definition, made by one version, no break between them.

        A version that comes back compares over the years of another one that lie between.
        """
        low, high = sorted((year, other))
        if self.definition(low) != self.definition(high):
            return False
        if self.versions:
            return self._version(low) == self._version(high)
        return not any(low < first <= high for first in (*self.breaks, *(first for first, _ in self.definitions[1:])))

    def _version(self, year: int) -> str:
        return next((version for first, version in reversed(self.versions) if year >= first), "")


@cache
def _found() -> dict[str, Indicator | Later]:
    """Every indicator by id, in the order in which the modules declare them. Raises ValueError on a double id."""
    found: dict[str, Indicator | Later] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name == "__main__":
            continue
        for indicator in getattr(importlib.import_module(f"indicators.{module.name}"), "INDICATORS", ()):
            if indicator.id in found or indicator.id in _variables():
                raise ValueError(
                    f"Indicator {indicator.id!r} is declared twice; rename it in indicators/{module.name}.py."
                )
            found[indicator.id] = indicator
    return found


def declared() -> dict[str, Indicator]:
    """Every indicator by id, inputs before what is made of them. Raises ValueError on a double id and a circle of inputs.

    One that asks for what no source has is in ``left_out`` in its place.
    """
    return _sorted().ordered


def left_out() -> dict[str, str]:
    """Figures that are not there because something is wrong in a file that people edit: by id what to mend (Dutch)."""
    return _sorted().gone


def why_not(id: str) -> str:
    """What to mend so that a figure is there (Dutch); "" for one that never was, as far as can be told."""
    unread = (str(problem) for problem in variables.problems() if not problem.entry)
    return left_out().get(id) or " ".join(unread)


@dataclass(frozen=True)
class _Sorted:
    ordered: dict[str, Indicator]
    gone: dict[str, str]

    def place(self, id: str, found: Mapping[str, Indicator | Later], above: tuple[str, ...] = ()) -> None:
        """Put an indicator into ``ordered``, its inputs first; into ``gone`` where one of them is."""
        if id in above:
            raise ValueError(f"Indicator {id!r} is made of itself: {' > '.join((*above, id))}.")
        if id in self.ordered or id in self.gone:
            return
        indicator = self._made(found[id])
        if indicator is None:
            return
        for part in indicator.recipe.inputs:
            if part in found:
                self.place(part, found, (*above, id))
            elif part not in _variables() and part not in self.gone:
                wrong = " ".join(map(str, variables.problems()))
                self.gone[part] = (
                    wrong or f"Geen bron heeft {part}, en {id} is ervan gemaakt. Zet het terug bij zijn bron."
                )
                _log.warning("%s", self.gone[part])
        lacking = next((part for part in indicator.recipe.inputs if part in self.gone), None)
        if lacking is None:
            self.ordered[id] = indicator
        else:
            self.gone[id] = self.gone[lacking]

    def _made(self, found: Indicator | Later) -> Indicator | None:
        """The indicator; None, and ``gone`` says why, where a number that it or its words ask for is not right."""
        try:
            indicator = found.made()
            indicator.recipe.words(str)
        except LeftOut as why:
            if str(why) not in self.gone.values():
                _log.warning("%s", why)
            self.gone[found.id] = str(why)
            return None
        return indicator


@cache
def _sorted() -> _Sorted:
    made = _Sorted({}, variables.left_out())
    for id in _found():
        made.place(id, _found())
    return made


class Figures(dict[str, Entry]):
    """Figures by id. Asked for one that is not there, it says why."""

    def __missing__(self, id: str) -> Entry:
        """Raise LeftOut for one that was left out, KeyError for one that never was."""
        if why := why_not(id):
            raise LeftOut(why)
        raise KeyError(f"No figure {id!r}: it is neither a variable in loaders/ nor an indicator in indicators/.")


@cache
def _variables() -> dict[str, tuple[Variable, Source]]:
    return {variable.id: (variable, source) for source in registry().values() for variable in source.variables}


@cache
def entries() -> Figures:
    """Every figure by id, by theme; within a theme indicators first, each in the order in which it was declared.

    In their theme the dimensions of liveability lead: ours, then the Leefbaarometer with its own.
    """
    copies = {item.recipe.variable: id for id, item in declared().items() if isinstance(item.recipe, Copy)}
    found: dict[str, Entry] = {}
    for id, (variable, source) in _variables().items():
        found[id] = _of_variable(variable, source, copies.get(id))
    for indicator in declared().values():
        found[indicator.id] = _of_indicator(indicator, found)
    themes, ids = list(THEMES), [*_found(), *_variables()]
    score, *theirs = COUNTERPARTS.values()
    lead = [*COUNTERPARTS, score, f"{score}_klasse", *theirs]
    place = {id: at for at, id in enumerate(dict.fromkeys((*lead, *ids)))}
    there = sorted(found, key=lambda id: (themes.index(found[id].theme), place[id]))
    return Figures({id: found[id] for id in there})


def _of_variable(variable: Variable, source: Source, replaced_by: str | None) -> Entry:
    return Entry(
        id=variable.id,
        label=variable.label,
        unit=variable.unit,
        kind=variable.kind,
        theme=variable.theme,
        is_=variable.is_,
        is_not=variable.is_not,
        direction=variable.direction,
        decimals=variable.decimals,
        rounding=variable.rounding,
        per=variable.per,
        caveats=variable.caveats,
        sensitive=variable.sensitive,
        breaks=variable.breaks,
        versions=variable.versions,
        source=source.id,
        sources=(source.id,),
        levels=source.levels,
        years=source.years,
        method=f"Overgenomen zoals {source.publisher} het geeft in {source.title}.",
        citation=f"{source.publisher}, {source.title}",
        replaced_by=replaced_by,
        estimate=bool(MODELLED & set(variable.caveats)),
    )


def _of_indicator(indicator: Indicator, found: Mapping[str, Entry]) -> Entry:
    recipe = indicator.recipe
    parts = [found[id] for id in recipe.inputs]
    common = tuple(level for level in LEVELS if all(level in part.levels for part in parts))
    method = f"{recipe.words(lambda id: found[id].label)} {indicator.method}".strip()
    caveats = tuple(dict.fromkeys((*indicator.caveats, *(parts[0].caveats if isinstance(recipe, Copy) else ()))))
    return Entry(
        id=indicator.id,
        label=indicator.label,
        unit=indicator.unit,
        kind=indicator.kind,
        theme=indicator.theme,
        is_=indicator.is_,
        is_not=indicator.is_not,
        direction=indicator.direction,
        decimals=indicator.decimals,
        rounding=indicator.rounding,
        per=indicator.per,
        caveats=caveats,
        sensitive=any(part.sensitive for part in parts),
        breaks=indicator.breaks,
        source=computed.SOURCE.id,
        sources=tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        levels=indicator.levels or common,
        years=computed.SOURCE.years,
        method=method,
        citation=indicator.citation,
        inputs=recipe.inputs,
        definitions=recipe.definitions if isinstance(recipe, Headline) else (),
        estimate=indicator.estimate or bool(MODELLED & set(caveats)),
        replaced_by=indicator.serves,
        unmeasured=indicator.unmeasured,
    )


def own(variables: Iterable[Variable], source: Source) -> dict[str, Entry]:
    """The figures that are not declared in code but came with the data, by id: variables that ``source`` brought."""
    return {variable.id: _of_variable(variable, source, None) for variable in variables}


def entry(id: str) -> Entry:
    """The figure with this id. Raises LeftOut for one that was left out, KeyError for one that never was."""
    return entries()[id]


def themes() -> dict[str, tuple[Entry, ...]]:
    """The figures to list per theme id, in the order of the themes; what an indicator shows better is left out."""
    return {theme: found for theme in THEMES if (found := tuple(e for e in listed().values() if e.theme == theme))}


def listed() -> dict[str, Entry]:
    """Every figure to choose from: without variables that an indicator shows under its own name."""
    return {id: entry for id, entry in entries().items() if entry.replaced_by is None}


def mappable() -> dict[str, Entry]:
    """The listed figures of which a coloured map is honest."""
    return {id: entry for id, entry in listed().items() if entry.mappable}


def rankable() -> dict[str, Entry]:
    """The listed figures that may be ranked and coloured as better or worse."""
    return {id: entry for id, entry in listed().items() if entry.rankable}


@cache
def leaves(id: str) -> tuple[str, ...]:
    """The variables at the bottom of a figure: those of its sources, each once."""
    inputs = entry(id).inputs
    return tuple(dict.fromkeys(leaf for part in inputs for leaf in leaves(part))) if inputs else (id,)


@dataclass(frozen=True)
class Absolute:
    """How many people, households or homes a share or rate comes down to, with what it was taken over.

    ``exact`` where they were counted one by one; ``under`` is what a count stays under that was rounded to nought.
    """

    value: float
    of: str
    note: str = "Benadering: het cijfer maal het aantal, afgerond."
    exact: bool = False
    under: float = 0.0


_COUNTED = "Zo veel zijn er geteld."
_ROUNDED = "Geteld, en door de bron afgerond."


def counts_of(entry: Entry) -> tuple[str, ...]:
    """The counts that ``absolute`` reads for a figure: what it was counted from, where that is known, and over what."""
    if entry.kind not in ("share", "rate") or entry.per is None:
        return ()
    recipe = declared()[entry.id].recipe if entry.id in declared() else None
    return (*(recipe.count if isinstance(recipe, Ratio) else ()), entry.per)


def absolute(entry: Entry, value: float, counts: Mapping[str, float]) -> Absolute | None:
    """The count behind a share (%) or a rate per 1,000, given the ``counts_of`` the same area and year.

    The count itself where the figure was made of one. Else it is rough, rounded to what the figure bears: to 5 under 100,
    then to 10, from 1,000 to 100 and from 100,000 to 1,000. None where the figure is no share of one count, or where a
    number is missing.
    """
    if entry.per is None or entry.kind not in ("share", "rate") or math.isnan(value):
        return None
    ids = counts_of(entry)[:-1]
    counted = [counts.get(id, math.nan) for id in ids]
    if ids and not any(map(math.isnan, counted)) and not any(entries()[id].estimate for id in ids):
        off = sum(entries()[id].rounding / 2 for id in ids if entries()[id].rounding > 1)
        total = sum(counted)
        return Absolute(total, entry.per, _ROUNDED if off else _COUNTED, not off, 0.0 if total else off)
    size = counts.get(entry.per, math.nan)
    if math.isnan(size):
        return None
    count = value * size / (100 if entry.kind == "share" else 1000)
    step = 5 if count < 100 else 10 if count < 1_000 else 100 if count < 100_000 else 1_000
    return Absolute(step * round(count / step), entry.per)
