"""The head of a file that people edit: what it is for and what each field means, written from the schema. Dutch."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from pydantic.fields import FieldInfo

from loaders.edited.entry import Entry, OneOf
from loaders.edited.file import File
from loaders.edited.problem import nested, written
from loaders.edited.table import ROW, is_head

WIDTH = 120
_FOOT = (
    "`make docs` schrijft deze kop uit de code. `python -m docs edited` noemt alle fouten in één keer, met regel en hoe u "
    "ze herstelt."
)


def write(file: File, text: str) -> str:
    """The text of a file under the head that its schema gives it. What comes after an empty line in a toml stays."""
    lines = text.splitlines(keepends=True)
    if file.path.suffix == ".toml":
        first = next((at for at, line in enumerate(lines) if not is_head(line)), len(lines))
        return f"{head(file)}\n{''.join(lines[first:]).lstrip()}"
    first = next((at for at, line in enumerate(lines) if line.strip() and not is_head(line)), len(lines))
    return head(file) + "".join(lines[first:])


def head(file: File) -> str:
    """The head, each line beginning with #."""
    parts = [[*_wrapped(file.about)]]
    for kind, model in file.tables.items():
        title = f"[{model.key}]" if file.headed else f"[[{kind}]]"
        parts.extend(_section("" if kind == ROW else title, model))
    parts.append([*_wrapped(_FOOT)])
    return "#\n".join("".join(f"# {line}".rstrip() + "\n" for line in part) for part in parts)


def _section(title: str, model: type[Entry]) -> Iterator[list[str]]:
    """A model and those within it: a line a field."""
    fields = {written(name, info): info for name, info in model.model_fields.items()}
    inside = {name: found for name, info in fields.items() if (found := nested(info))}
    width = max(len(name) for name in fields) + 2
    said = [*_wrapped(f"{title}: {model.says}" if title else model.says)] if title or model.says else []
    yield [*said, *(line for name, info in fields.items() if name not in inside for line in _field(name, info, width))]
    for name, found in inside.items():
        brackets = "[[{}]]" if _many(fields[name]) else "[{}]"
        yield from _section(brackets.format(f"{title.strip('[]')}.{name}"), found)


def _many(info: FieldInfo) -> bool:
    return str(info.annotation).startswith("tuple")


def _field(name: str, info: FieldInfo, width: int) -> Iterator[str]:
    """The name of a field beside what it means, with what it can be."""
    values = next((one.values for one in info.metadata if isinstance(one, OneOf)), ())
    text = str(info.description)
    if values and not isinstance(values, Mapping):
        text += f": {' | '.join(map(str, values))}"
    for at, line in enumerate(_wrapped(text, width + 2)):
        yield f"  {'' if at else name:<{width}}{line}"
    if isinstance(values, Mapping):
        longest = max(map(len, values)) + 2
        for value, meaning in values.items():
            for at, line in enumerate(_wrapped(meaning, width + 2 + longest)):
                yield f"  {'':<{width}}{'' if at else value:<{longest}}{line}"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, WIDTH - 2 - indent, break_long_words=False, break_on_hyphens=False)
