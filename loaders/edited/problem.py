"""What is wrong in a file that people edit, in plain Dutch: where, what, and what to write instead."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from loaders.edited.entry import FAULT, Entry, Named

_NUMBER = "Schrijf een getal, zoals 1500000 of 4.2: met een punt, zonder eenheid en zonder spaties"
_WORDS = {
    "string_type": ("is geen tekst", "Zet er aanhalingstekens om"),
    "float_type": ("is {input}, en dat is geen getal", _NUMBER),
    "float_parsing": ("is {input}, en dat is geen getal", _NUMBER),
    "finite_number": ("is {input}, en dat is geen getal", _NUMBER),
    "int_type": ("is {input}, en dat is geen heel getal", "Schrijf een heel getal, zoals 2020"),
    "int_parsing": ("is {input}, en dat is geen heel getal", "Schrijf een heel getal, zoals 2020"),
    "int_from_float": ("is {input}, en dat is geen heel getal", "Schrijf een heel getal, zoals 2020"),
    "greater_than": ("is {input}, en dat is te klein", "Schrijf een getal boven {gt}"),
    "greater_than_equal": ("is {input}, en dat is te klein", "Schrijf een getal vanaf {ge}"),
    "bool_type": ("is {input}, en dat kan niet", "Schrijf true of false, zonder aanhalingstekens"),
    "bool_parsing": ("is {input}, en dat kan niet", "Schrijf true of false, zonder aanhalingstekens"),
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``line`` counts from 1; ``entry`` and ``field`` are "" where it is about more than one.

    ``wrong`` goes on after the field; ``mend`` is what to write instead.
    """

    file: str
    line: int
    entry: str
    field: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        """One line for a terminal or a log."""
        where = ", ".join(part for part in (f"{self.file}, regel {self.line}", self.entry) if part)
        return f"{where}: {self.what}. {self.mend}{'' if self.mend.endswith('?') else '.'}"

    @property
    def what(self) -> str:
        """The field and what is wrong with it."""
        return f"{self.field} {self.wrong}".strip()


def in_words(error: ErrorDetails, model: type[Entry]) -> tuple[str, str]:
    """What is wrong and how to mend it, of one error that pydantic found in an entry of this model."""
    kind, given = error["type"], error["input"]
    if kind == FAULT:
        return str(error["ctx"]["wrong"]), str(error["ctx"]["mend"])
    if kind == "extra_forbidden":
        return "kent dit dashboard niet", closest(str(error["loc"][-1]), names(_around(model, error["loc"])))
    described = _description(model, place(error, model))
    if kind in ("missing", "string_too_short") or given == "":
        return ("ontbreekt" if kind == "missing" else "is leeg"), f"Vul het in: {described}"
    if kind in _WORDS:
        wrong, mend = (text.format(input=repr(given), **error.get("ctx", {})) for text in _WORDS[kind])
        return wrong, mend
    if kind == "model_type" and isinstance(given, list):
        return "staat tussen dubbele haken", f"Zet er enkele haken omheen: [….{error['loc'][-1]}]"
    if kind == "tuple_type" and isinstance(given, dict):
        return "staat tussen enkele haken", f"Zet er dubbele haken omheen: [[….{error['loc'][-1]}]]"
    if kind == "tuple_type":
        return f"is {given!r}, en dat is geen lijst", 'Zet er rechte haken om, zoals ["een", "twee"] of [2020, 2024]'
    return f"is {given!r}, en dat past niet", f"Schrijf: {described}"


def written(field: str, info: FieldInfo) -> str:
    """The name of a field as it stands in the file."""
    return info.alias or field


def names(model: type[Entry]) -> list[str]:
    """The names of every field of a model, as they stand in the file."""
    return [written(name, info) for name, info in model.model_fields.items()]


def nested(info: FieldInfo) -> type[Entry] | None:
    """The model of the blocks that a field holds; None for a plain field."""
    if any(isinstance(one, Named) for one in info.metadata):
        return None
    kinds: list[Any] = [info.annotation]
    while kinds:
        kind = kinds.pop()
        if isinstance(kind, type) and not isinstance(kind, types.GenericAlias) and issubclass(kind, Entry):
            return kind
        kinds.extend(get_args(kind))
    return None


def place(error: ErrorDetails, model: type[Entry]) -> tuple[int | str, ...]:
    """Where an error is, as an editor knows it.

    Of a field that is not there pydantic gives our name for it; after a plain field it goes on with its own branches,
    after one that holds what an editor names with that name.
    """
    path: list[int | str] = []
    within: type[Entry] | None = model
    under_names = False
    for part in error["loc"]:
        if isinstance(part, int):
            path.append(part)
            continue
        if within is None:
            if under_names:
                path.append(part)
            break
        fields = {written(name, info): info for name, info in within.model_fields.items()}
        name = part
        if part not in fields and error["type"] != "extra_forbidden" and part in within.model_fields:
            name = written(part, within.model_fields[part])
        within = nested(fields[name]) if name in fields else None
        under_names = name in fields and get_origin(fields[name].annotation) is Mapping
        path.append(name)
    return tuple(path)


def field_words(path: Sequence[int | str]) -> str:
    """A path as an editor reads it: ``toets 2, waarde``."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)


def _around(model: type[Entry], loc: Sequence[int | str]) -> type[Entry]:
    """The model that holds the field at the end of a location."""
    for part in loc[:-1]:
        if isinstance(part, str):
            info = next((f for n, f in model.model_fields.items() if written(n, f) == part), None)
            model = (nested(info) if info else None) or model
    return model


def _description(model: type[Entry], path: Sequence[int | str]) -> str:
    names = [part for part in path if isinstance(part, str)]
    fields = {written(name, info): info for name, info in _around(model, names).model_fields.items()}
    known = [name for name in names[-2:] if name in fields]
    return str(fields[known[-1]].description) if known else "zie de kop van het bestand"


def closest(given: str, known: Sequence[str]) -> str:
    """The name that was probably meant, else all there are to choose from."""
    near = get_close_matches(given, known, 1)
    return f"Bedoelt u {near[0]}?" if near else f"Haal het weg, of kies uit: {', '.join(known)}"
