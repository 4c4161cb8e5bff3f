"""A toml of blocks ([[stuk]], [[bewering]]): each read by itself, so that a slip in one leaves the others whole."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from loaders.edited.block import Block, Path, Pieces, Unread
from loaders.edited.entry import choices

# The head of a block, and not of a part of one, which has a point in its name.
_HEAD = re.compile(r"\s*\[\[?\s*([^\[\].\s]*)\s*\]")


def pieces(text: str, kinds: Sequence[str]) -> Pieces:
    """Every block of these kinds, in the order of the text, and what is no such block."""
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if _HEAD.match(line)]
    found: list[Block | Unread] = []
    for line in range(heads[0] if heads else len(lines)):
        if lines[line].strip() and not lines[line].lstrip().startswith("#"):
            found.append(Unread(line + 1, "dit staat boven het eerste blok", "Haal deze regel weg, of zet er # voor"))
            break
    for first, last in pairwise([*heads, len(lines)]):
        found.append(_piece("\n".join(lines[first:last]), first + 1, kinds))
    return found


def _piece(text: str, line: int, kinds: Sequence[str]) -> Block | Unread:
    match = _HEAD.match(text)
    kind = match[1] if match else ""
    if kind not in kinds:
        return Unread(line, f"[[{kind}]] kent dit bestand niet", choices(f"[[{one}]]" for one in kinds))
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _unread(text, line, kind, error)
    if set(raw) != {kind}:
        other = next(name for name in raw if name != kind)
        return Unread(line, f"[{other}] hoort niet in dit blok", f"Schrijf [{kind}.…] of [[{kind}.…]]", kind)
    if not isinstance(raw[kind], list):
        return Unread(line, "de naam staat tussen enkele haken", f"Schrijf [[{kind}]]", kind)
    return Block(kind, raw[kind][0], line, partial(_places, text, line))


def _unread(text: str, line: int, kind: str, error: tomllib.TOMLDecodeError) -> Unread:
    """Where a block stops making sense, and why as far as that can be said."""
    raw: dict[str, Any] = {}
    seen: set[str] = set()
    own, lines = True, text.split("\n")
    for at, made in _statements(text):
        if made is None:
            wrong = f"vanaf hier is dit blok niet te lezen: {lines[at].strip()!r}"
            mend = "Kijk of elk aanhalingsteken en elke haak een tweede heeft, en of er een = staat"
            return Unread(line + at, wrong, mend, kind, raw)
        if _is_head(lines[at]):
            seen, own = set(), at == 0
            continue
        name = next(iter(made))
        if name in seen:
            return Unread(line + at, f"{name} staat twee keer in dit blok", "Houd er een over", kind, raw)
        seen.add(name)
        raw |= made if own else {}
    return Unread(line, f"dit blok is niet te lezen ({error})", "Vergelijk het met een blok dat goed is", kind, raw)


def _is_head(line: str) -> bool:
    return line.lstrip().startswith("[")


def _statements(text: str) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """Each statement with the line it begins on, from 0; None where it does not come to an end."""
    held, start = "", 0
    for at, line in enumerate(text.split("\n")):
        held, start = f"{held}{line}\n", start if held else at
        try:
            made = tomllib.loads(held)
        except tomllib.TOMLDecodeError:
            continue
        if made:
            yield start, made
        held = ""
    if held:
        yield start, None


def _places(text: str, line: int) -> dict[Path, int]:
    """The line of every field of a block, by its path within the entry."""
    found: dict[Path, int] = {}
    within: Path = ()
    count: Counter[str] = Counter()
    lines = text.split("\n")
    for at, made in _statements(text):
        if made is None:
            break
        name, value = next(iter(made.items()))
        if not _is_head(lines[at]):
            for path in ((name,), *((name, key) for key in (value if isinstance(value, dict) else ()))):
                found.setdefault((*within, *path), line + at)
        elif isinstance(value, dict) and value:
            part, inner = next(iter(value.items()))
            within = (part, count[part]) if isinstance(inner, list) else (part,)
            count[part] += 1
            found[within] = line + at
    return found
