"""A file that people edit, declared once: where it is, what it is for, and the model of its entries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.edited import table, toml
from loaders.edited.block import Pieces, Unread
from loaders.edited.entry import Entry, LeftOut
from loaders.edited.problem import Problem
from loaders.edited.reading import Reading

_ROOT = Path(__file__).parents[2]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class File:
    """A declared file. ``about`` opens its head; ``tables`` holds the model of each kind of block, or of a csv's rows.

    Entries that agree on the fields of ``together`` stand or fall as one; without fields that is the whole file. A toml
    of one kind of block may have the key of each as its heading ([2013] in place of [[jaar]]): ``headed``. ``later``
    looks for what reading cannot see, for the list of an editor. ``may_be_empty``: it is no slip where it has no entries.
    """

    path: Path
    about: str
    tables: Mapping[str, type[Entry]]
    together: tuple[str, ...] | None = None
    headed: bool = False
    later: Callable[[Reading], Iterable[Problem]] | None = None
    may_be_empty: bool = False

    @property
    def name(self) -> str:
        """The path from the project's folder."""
        return self.path.relative_to(_ROOT).as_posix() if self.path.is_relative_to(_ROOT) else self.path.name

    def read(self) -> Reading:
        """What is in the file now; never raises for what an editor may have done to it."""
        try:
            return self.parse(self.path.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            unread = Unread(line, "hier staan tekens die niet te lezen zijn", "Bewaar het bestand als UTF-8")
        except OSError as error:
            unread = Unread(1, f"het bestand is niet te openen ({error.strerror})", "Zet het terug")
        return self._of([unread])

    def parse(self, text: str) -> Reading:
        """What this text says, as if it stood in the file."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.path.suffix == ".toml" and not self.headed:
            return self._of(toml.pieces(text, tuple(self.tables)))
        (model,) = self.tables.values()
        if self.headed:
            return self._of(toml.pieces(text, tuple(self.tables), model.key))
        return self._of(table.pieces(text, model))

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the file: also what only shows beside the rest of the project."""
        found = self.read()
        later = list(self.later(found)) if self.later else []
        if not (self.may_be_empty or found.problems or any(found.entries(model) for model in self.tables.values())):
            later.append(Problem(self.name, 1, "", "", "er staat niets in dan een kop", "Zet terug wat erin stond"))
        return sorted([*found.problems, *later], key=lambda one: one.line)

    def _of(self, pieces: Pieces) -> Reading:
        return Reading(self.name, self.tables, pieces, self.together)


def missing(file: File, key: str) -> LeftOut:
    """What to raise where there is no going on without an entry: it says what to mend.

    What is wrong with that very entry; else what is wrong with the file, as one that is gone or has semicolons.
    """
    problems = kept(file).problems
    own = problems if file.together == () else [one for one in problems if one.entry.endswith(f" {key}")]
    about = own or [one for one in problems if one.entry in ("", *file.tables)]
    return LeftOut(" ".join(map(str, about)) or f"In {file.name} staat niets met de naam {key!r}. Schrijf het erbij.")


@cache
def kept(file: File) -> Reading:
    """What a file says, read once a process; what is wrong with it goes to the log."""
    found = file.read()
    for problem in found.problems:
        _log.warning("%s", problem)
    return found
