"""A toml of blocks ([[stuk]], or [2013]): each read by itself, so that a slip in one leaves the others whole."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from loaders.edited.block import Block, Path, Pieces, Unread
from loaders.edited.entry import choices

_COMPARE = "Vergelijk het met een blok dat goed is"
# The head of a block, and not of a part of one, which has a point in its name.
_HEAD = re.compile(r"^\s*\[\[?\s*([^\[\].\s]*)\s*\]")


def pieces(text: str, kinds: Sequence[str], key: str = "") -> Pieces:
    """Every block of these kinds, in the order of the text, and what is no such block.

    With ``key`` there is one kind, and a block is headed by that field of its own in place of its kind.
    """
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if _HEAD.match(line)]
    found: list[Block | Unread] = []
    for line in range(heads[0] if heads else len(lines)):
        if lines[line].strip() and not lines[line].lstrip().startswith("#"):
            found.append(Unread(line + 1, "dit staat boven het eerste blok", "Haal deze regel weg, of zet er # voor"))
            break
    for first, last in pairwise([*heads, len(lines)]):
        found.append(_piece("\n".join(lines[first:last]), first + 1, kinds, key))
    return found


def _piece(text: str, line: int, kinds: Sequence[str], key: str) -> Block | Unread:
    match = _HEAD.match(text)
    name = match[1].strip("\"'") if match else ""
    kind, own = (kinds[0], {key: name}) if key else (name, {})
    if kind not in kinds:
        return Unread(line, f"[[{kind}]] kent dit bestand niet", choices(f"[[{one}]]" for one in kinds))
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _unread(text, Unread(line, f"dit blok is niet te lezen ({error})", _COMPARE, kind, own))
    if set(raw) != {name}:
        other = next(one for one in raw if one != name)
        at = next((at for at, row in enumerate(text.split("\n")) if row.lstrip(" [").startswith(other)), 0)
        return Unread(line + at, f"[{other}] hoort niet in dit blok", f"Schrijf [{name}.…] of [[{name}.…]]", kind, own)
    if isinstance(raw[name], list) == bool(key):
        now, wanted = ("dubbele", f"[{name}]") if key else ("enkele", f"[[{name}]]")
        return Unread(line, f"de naam staat tussen {now} haken", f"Schrijf {wanted}", kind, own)
    return Block(kind, {**raw[name], **own} if key else raw[name][0], line, partial(_places, text, line))


def _unread(text: str, whole: Unread) -> Unread:
    """Where a block stops making sense, and why as far as that can be said: more than ``whole`` says of all of it."""
    raw = dict(whole.raw)
    seen: set[str] = set()
    own, lines = True, text.split("\n")
    for at, made in _statements(text):
        if made is None:
            wrong = f"vanaf hier is dit blok niet te lezen: {lines[at].strip()!r}"
            mend = "Kijk of elk aanhalingsteken en elke haak een tweede heeft, en of er een = staat"
            return Unread(whole.line + at, wrong, mend, whole.kind, raw)
        if _is_head(lines[at]):
            seen, own = set(), at == 0
            continue
        name = next(iter(made))
        if name in seen:
            return Unread(whole.line + at, f"{name} staat twee keer in dit blok", "Houd er een over", whole.kind, raw)
        seen.add(name)
        raw |= made if own else {}
    return replace(whole, raw=raw)


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
