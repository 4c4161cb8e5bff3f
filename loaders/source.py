"""What a source is: its variables, licence, years and levels, and the registry of all of them.

A source is one file in loaders/sources/ with a module attribute ``SOURCE``; it is found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders import edited
from loaders.vocabulary import Direction, Kind

if TYPE_CHECKING:
    from loaders.reading.http import Client


@dataclass(frozen=True)
class Variable:
    """One figure as a source gives it: one name, one unit, one definition, in one place.

    ``label`` and the sentences are Dutch, for the reader. ``direction`` is None where no judgement was agreed.
    ``rounding`` is the step to which the publisher rounds (0: not rounded). ``per`` names the count that a share or
    rate is taken over, so that an absolute number can be derived. ``sensitive`` (origin) never enters a score,
    ranking, peer group, scatter or plan. ``breaks`` lists first years of a new definition within this one id.
    ``versions`` says which model made it, (first year, version), oldest first, where one may come back: then two years
    compare when their versions are the same, whatever lies between.
    """

    id: str
    label: str
    unit: str
    kind: Kind
    theme: str
    is_: str
    is_not: str = ""
    direction: Direction | None = None
    decimals: int = 0
    rounding: float = 0
    per: str | None = None
    caveats: tuple[str, ...] = ()
    sensitive: bool = False
    breaks: tuple[int, ...] = ()
    versions: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Expectation:
    """A small question to a live service and what the loader counts on in its answer, for ``python -m loaders check``.

    ``ask`` returns what is not as expected, in Dutch; nothing when all is well. ``mend`` is the file to look at then.
    """

    question: str
    mend: str
    ask: Callable[[Client], list[str]] = field(compare=False)


@dataclass(frozen=True)
class Source:
    """A publisher's table or file: who made it, under which licence, for which years and levels, and how to pull it.

    ``pull`` fetches one year through the Pull that it is given (loaders.pulling.pull), which keeps raw bytes and saves; it
    is None for a source that cannot be pulled (reported by gemeenten, computed here). It raises
    loaders.reading.http.NotAvailable when the publisher does not have that year, and loaders.reading.http.SourceError for
    anything that went wrong. ``after`` makes what takes
    several years together, in the given data folder, once all years that were asked for are in. ``expects`` is what
    it counts on at the publisher. ``files`` are those that people edit: with something wrong in one nothing is pulled.
    ``certainty`` says, in Dutch, how sure the numbers of its tables and the names of its columns are.
    """

    id: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    homepage: str
    levels: tuple[str, ...]
    years: tuple[int, ...]
    variables: tuple[Variable, ...] = ()
    caveats: tuple[str, ...] = ()
    about: str = ""
    certainty: str = ""
    settings: tuple[str, ...] = ()
    files: tuple[edited.File, ...] = field(default=(), compare=False)
    # Any: a Pull, which stands on the store, and the store asks here who published what it keeps.
    pull: Callable[[Any, int], None] | None = field(default=None, compare=False)
    after: Callable[[Path], None] | None = field(default=None, compare=False)
    expects: tuple[Expectation, ...] = field(default=(), compare=False)


@cache
def registry() -> dict[str, Source]:
    """Every source in loaders/sources/ by id, in the order of their file names."""
    found: dict[str, Source] = {}
    for module in pkgutil.iter_modules(importlib.import_module("loaders.sources").__path__):
        source = importlib.import_module(f"loaders.sources.{module.name}").SOURCE
        found[source.id] = source
    return found


@cache
def variables() -> dict[str, Variable]:
    """Every variable of every source by id. Two sources may not claim one id."""
    found: dict[str, Variable] = {}
    for source in registry().values():
        for variable in source.variables:
            if variable.id in found:
                raise ValueError(f"Variable {variable.id!r} is declared twice; rename it in the file of {source.id!r}.")
            found[variable.id] = variable
    return found
