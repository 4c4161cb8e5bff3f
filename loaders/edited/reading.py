"""What was read of a file that people edit: the good entries, and every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from pydantic import ValidationError, ValidationInfo

from loaders.edited.block import Block, Path, Pieces, Unread
from loaders.edited.entry import FOLLOWS, Entry, LeftOut, choices, fault, follows
from loaders.edited.problem import Problem, field_words, in_words, place

E = TypeVar("E", bound=Entry)
Fault = tuple[Path, str, str]


class Reading:
    """``entries`` gives the good entries of a kind, ``left_out`` names the others, ``problems`` says what is wrong.

    While a file is read this is the context of every validator: ``raw`` holds all entries as they stand in the file
    (``unread``: of a kind of which one cannot be made out whole), ``named`` finds a good one that stands higher.
    """

    def __init__(
        self, file: str, tables: Mapping[str, type[Entry]], pieces: Pieces, together: tuple[str, ...] | None
    ) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.raw = {model: [one.raw for one in pieces if one.kind == kind] for kind, model in tables.items()}
        self.unread = {
            model for one in pieces for kind, model in tables.items() if isinstance(one, Unread) and one.kind == kind
        }
        self._good: dict[type[Entry], dict[str, Entry]] = {model: {} for model in tables.values()}
        self._bad: dict[type[Entry], dict[str, Mapping[str, Any]]] = {model: {} for model in tables.values()}
        self._pieces: dict[tuple[type[Entry], str], Block | Unread] = {}
        for piece in pieces:
            if isinstance(piece, Unread) and not piece.kind:
                self._say(piece, "", [((), piece.wrong, piece.mend)])
        for kind, model in tables.items():
            for piece in pieces:
                if piece.kind == kind:
                    self._take(model, piece)
            if together is not None:
                self._fall_together(model, together)
        self.problems.sort(key=lambda one: one.line)

    def entries(self, model: type[E]) -> dict[str, E]:
        """The good entries of one kind by key, in the order of the file; those of a kind without keys by their line."""
        return cast("dict[str, E]", self._good[model])

    def left_out(self, model: type[Entry]) -> list[str]:
        """The entries of one kind that are not there: their keys, or the lines of those without."""
        return list(self._bad[model])

    def named(self, model: type[E], id: str) -> E:
        """The entry that another one names; for validators, whose faults it raises."""
        if id in self.entries(model):
            return self.entries(model)[id]
        if id in self._bad[model]:
            raise follows()
        known = self.entries(model)
        mend = choices(known) if known else "Zet het eerst zelf in het bestand, hierboven"
        raise fault(f"is {id!r}, en dat bestaat niet" if id else "is leeg", mend)

    def later(self, model: type[Entry], key: str, field: str, wrong: str, mend: str) -> Problem:
        """A problem that was found in a good entry afterwards."""
        piece = self._pieces[model, key]
        return Problem(self.file, piece.line_of((field,)), f"{piece.kind} {key}", field, wrong, mend)

    def _take(self, model: type[Entry], piece: Block | Unread) -> None:
        """Keep an entry, or say what is wrong with it."""
        key = str(piece.raw.get(model.key, "")).strip() if model.key else ""
        name = key or f"regel {piece.line}"
        first = self._pieces.setdefault((model, name), piece)
        if isinstance(piece, Unread):
            self._say(piece, key, [((), piece.wrong, piece.mend)])
            self._bad[model][name] = piece.raw
            return
        entry, faults = self._checked(model, piece)
        if first is not piece:
            name = f"{key} (regel {piece.line})"
            faults = [
                ((model.key,), f"is {key!r}, en dat staat ook op regel {first.line}", "Geef het een nieuw id"),
                *faults,
            ]
        self._say(piece, key, faults)
        if entry is not None and not faults:
            self._good[model][name] = entry
        else:
            self._bad[model][name] = piece.raw

    def _checked(self, model: type[Entry], piece: Block) -> tuple[Entry | None, list[Fault]]:
        """The entry where it is right, and what is wrong with it; neither where it only leans on what was left out."""
        try:
            return model.model_validate(piece.raw, context=self), []
        except LeftOut:
            return None, []
        except ValidationError as error:
            found = [one for one in error.errors(include_url=False) if one["type"] != FOLLOWS]
            return None, [(place(one, model), *in_words(one, model)) for one in found]

    def _fall_together(self, model: type[Entry], fields: tuple[str, ...]) -> None:
        """Leave out what belongs to an entry that was left out."""
        gone = {tuple(_agreed(raw, fields)) for raw in self._bad[model].values()}
        for name, piece in [(name, self._pieces[model, name]) for name in self._good[model]]:
            if tuple(_agreed(piece.raw, fields)) in gone:
                self._bad[model][name] = piece.raw
                del self._good[model][name]

    def _say(self, piece: Block | Unread, key: str, faults: list[Fault]) -> None:
        for path, wrong, mend in faults:
            where = f"{piece.kind} {key}".strip()
            self.problems.append(Problem(self.file, piece.line_of(path), where, field_words(path), wrong, mend))


# What a validator is handed: the fields before its own, and the reading that it is part of.
Info = ValidationInfo[Reading]


def _agreed(raw: Mapping[str, Any], fields: tuple[str, ...]) -> Iterator[str]:
    return (str(raw.get(field, "")).strip() for field in fields)
